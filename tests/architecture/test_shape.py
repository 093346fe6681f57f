"""The shape of the code: what no reviewer should have to look for."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("visavis", "migrations", "bin", "tests")
LONGEST = 300
# Stories and tables are read like prose, or not at all.
LONGER = {"migrations/versions"}

# Where the walls between brands are opened, and why.
SYSTEM = {
    "visavis/app.py": "readiness: whether the database answers",
    "visavis/channels/chat/routes.py": "a visit begins before anybody is known",
    "visavis/channels/email/clerk.py": "what is to be done at its time is looked at for every brand",
    "visavis/channels/email/delivering.py": "what is queued goes out for every brand",
    "visavis/channels/email/entering.py": "mailboxes are entered in the background, for every brand",
    "visavis/channels/email/fetching.py": "the mailboxes of every brand are read",
    "visavis/channels/email/following.py": "what nobody has read is looked at for every brand",
    "visavis/channels/email/hooks/taking.py": "a hook's address says itself whose it is",
    "visavis/channels/email/jobs.py": "jobs",
    "visavis/channels/email/keeping.py": "a mail is kept before anybody looks into it",
    "visavis/channels/email/oauth/refreshing.py": "tokens are got anew in the background, for every brand",
    "visavis/channels/email/placing.py": "a mail says itself whose it is",
    "visavis/channels/email/receiving.py": "an address says itself whose mailbox it is",
    "visavis/channels/email/stop_routes.py": "whoever is sent a mail says no to more, and is nobody here",
    "visavis/conversations/jobs.py": "jobs",
    "visavis/conversations/scheduling.py": "in whose name something is sent later is asked before their brands are known",
    "visavis/customers/access.py": "a token is recognised before its brand is known",
    "visavis/customers/jobs.py": "jobs",
    "visavis/inviting/jobs.py": "jobs",
    "visavis/live/jobs.py": "jobs",
    "visavis/live/serving.py": "tokens are recognised, rights are read again",
    "visavis/pages/promise_routes.py": "what is public is asked for by a brand's name in the address",
    "visavis/pages/routes.py": "the widget's script and frame name their brand in their address",
    "visavis/pages/shop.py": "the demo's shop names its brand in its address",
    "visavis/routing/customers_here.py": "whose pages are open here is noted for every brand at once",
    "visavis/routing/dispatching.py": "the policy decides for every brand at once",
    "visavis/routing/watching.py": "what every brand can count on is looked at together",
    "visavis/staff/access.py": "a cookie or a key is recognised before its brands are known",
    "visavis/staff/brand_routes.py": "a brand that does not exist yet is in nobody's scope",
    "visavis/staff/changing.py": "passwords belong to no brand",
    "visavis/staff/jobs.py": "jobs",
    "visavis/staff/routes.py": "signing out belongs to no brand",
    "visavis/staff/signing_in.py": "signing in comes before any scope",
}
# Operator's commands, which have no visitor to hide anything from.
COMMANDS = ("visavis/cli.py", "visavis/demo/", "visavis/bench/", "visavis/migrating.py", "visavis/doctor.py")
LATE_IMPORTS = {
    "visavis/cli.py": "help and a mistyped setting answer at once",
    "visavis/migrating.py": "Alembic takes a second, and most starts have nothing to migrate",
    "visavis/bench/command.py": "help answers at once",
}
OUTWARD = {"aiohttp", "httpx", "requests", "urllib3", "http.client", "urllib.request", "ftplib", "smtplib"}
CALLERS = {"visavis/kit/egress.py"}


@cache
def sources(*folders: str) -> dict[str, ast.Module]:
    """Read every Python file of these folders."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text()) for path in found}


def calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    """Find the calls of methods with these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
            yield node


def called(node: ast.AST) -> str:
    """Name the function that a node calls, if it calls one."""
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "attr", None) or getattr(function, "id", "")


@pytest.mark.parametrize("path", sources(*FOLDERS))
def test_a_file_can_be_read_in_one_sitting(path: str) -> None:
    if not any(path.startswith(folder) for folder in LONGER):
        assert len((ROOT / path).read_text().splitlines()) <= LONGEST


def test_only_the_kit_commits() -> None:
    for path, tree in sources("visavis").items():
        if path.startswith(("visavis/kit/", *COMMANDS)):
            continue
        assert not list(calls(tree, "commit", "rollback", "transaction")), path
        spoken = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        assert not [
            said for said in spoken if said.strip().lower().rstrip(";") in ("commit", "begin", "rollback")
        ]


def test_the_walls_are_opened_only_where_it_is_said_why() -> None:
    opened = {
        path
        for path, tree in sources("visavis").items()
        if not path.startswith(("visavis/kit/", *COMMANDS)) and any(calls(tree, "system"))
    }
    assert opened == set(SYSTEM)


def test_imports_stand_at_the_top() -> None:
    late = {
        path
        for path, tree in sources("visavis").items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    }
    assert late == set(LATE_IMPORTS)


def test_there_is_one_way_out() -> None:
    for path, tree in sources("visavis").items():
        named: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                named |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                named |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        assert path in CALLERS or path.startswith(COMMANDS) or not named & OUTWARD, path


def test_no_statement_is_made_of_what_people_say() -> None:
    """A statement is a text of ours: `encode()`, `%` and a cast would get another past the type checker."""
    for path, tree in sources("visavis").items():
        if path.startswith(COMMANDS):
            continue
        for place, names in ((0, ("execute", "tuple", "tuples")), (1, ("row", "rows"))):
            for call in calls(tree, *names):
                made = {called(node) for said in call.args[place : place + 1] for node in ast.walk(said)}
                assert not made & {"encode", "cast", "join", "replace"}, f"{path}:{call.lineno}"
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cast":
                assert "LiteralString" not in ast.dump(node), f"{path}:{node.lineno}"


def test_nothing_is_evaluated_or_unpickled() -> None:
    for path, tree in sources("visavis").items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "compile", "__import__"}, path
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | {getattr(node, "module", None) or ""}
                assert not names & {"pickle", "marshal", "shelve", "dill"}, path


def test_time_is_read_in_one_place() -> None:
    """Acts take the time of their session, so that what is done together happened at one moment."""
    clocks = {"visavis/kit/clock.py"}
    for path, tree in sources("visavis").items():
        if path in clocks or path.startswith(COMMANDS):
            continue
        found = [
            call for call in calls(tree, "now", "utcnow", "today") if isinstance(call.func, ast.Attribute)
        ]
        assert not found, path
