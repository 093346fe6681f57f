"""The command `visavis`.

Imports wait inside the commands here, and only here: `visavis --help` and a mistyped setting should
answer at once, without loading the server.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import visavis
from visavis import config, process

TROUBLES = ("none", "burst", "absent", "starved", "shift", "dropped")
PATIENCE_LAWS = ("usual", "exponential", "fitted")


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command; exits with 2 for a bad setting or option, 1 when the command fails."""
    options, rest = _parser().parse_known_args(arguments)
    if rest and options.command != "bench":
        _parser().error(f"unknown: {' '.join(rest)}")
    try:
        sys.exit(_run(options.command, options, rest))
    except config.BadSetting as error:
        _fail(str(error), 2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if (message := _expected(error)) is None:
            raise
        _fail(message, 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="visavis",
        description="Self-hosted customer service: one counterpart, and a promise that is kept.",
        epilog="Settings are environment variables; docs/operate/settings.md lists them.",
    )
    parser.add_argument("--version", action="version", version=f"visavis {visavis.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("serve", help="serve the console, the widget and the API, and run the jobs")
    commands.add_parser("demo", help="serve a demonstration: two brands, their team and their customers")
    commands.add_parser("work", help="run the jobs in a process of their own")
    commands.add_parser("migrate", help="bring the database's schema to this version")
    owner = commands.add_parser("owner", help="make the first owner, who then welcomes the team")
    owner.add_argument("email", help="the address with which they sign in")
    owner.add_argument("--name", required=True, help="as colleagues and customers read it")
    commands.add_parser("openapi", help="print the API's description as JSON")
    _simulate(
        commands.add_parser("simulate", help="try the promise on virtual customers, or on recorded calls")
    )
    doctor = commands.add_parser("doctor", help="check settings, database, port, clock and disk")
    doctor.add_argument("--json", action="store_true", help="print the checks as JSON")
    commands.add_parser("bench", help="measure this machine, or try to lose a message", add_help=False)
    return parser


def _simulate(parser: argparse.ArgumentParser) -> None:
    parser.description = "Customers and agents in virtual time, under the policy of production."
    parser.epilog = "docs/reference/simulation.md tells what each figure means and names the policies."
    parser.add_argument(
        "--policy", action="append", help="whose days to live (kept_promise); may be repeated"
    )
    parser.add_argument(
        "--load", action="append", type=_share, help="work offered over agents' time (0.62); may be repeated"
    )
    parser.add_argument("--days", type=_count, default=10, help="days for each cell (10)")
    parser.add_argument("--agents", action="append", type=_count, help="how many work (12); may be repeated")
    parser.add_argument("--seed", type=int, default=1, help="chooses the customers, for all policies (1)")
    parser.add_argument(
        "--trouble", action="append", choices=TROUBLES, help="what goes wrong (nothing); may be repeated"
    )
    parser.add_argument(
        "--patience",
        action="append",
        choices=PATIENCE_LAWS,
        help="how long customers wait: a mixture, exponential of mean 240 s, or as a bank's callers did; "
        "may be repeated",
    )
    parser.add_argument("--turn", type=_seconds, help="an agent's seconds of work on one message (35)")
    parser.add_argument("--think", type=_seconds, help="a customer's seconds before the next message (45)")
    parser.add_argument(
        "--continuity",
        type=_part,
        default=0.0,
        help="share fewer who come back after their own agent answered: 0.08 for 8 points (0)",
    )
    parser.add_argument("--other-channels", type=_share, default=0.0, help="share who write an email (0)")
    parser.add_argument("--compare", action="store_true", help="all policies side by side, same customers")
    parser.add_argument("--calibration", action="store_true", help="what was said beside what happened")
    parser.add_argument("--staffing", action="store_true", help="how many agents for this promise")
    parser.add_argument("--calls", metavar="FILE", help="replay a record of calls instead")
    parser.add_argument("--plot", metavar="FILE.svg", help="draw waiting times")
    parser.add_argument("--jobs", type=_count, default=1, help="processes (1)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--markdown", action="store_true", help="print the figures as a document's table")


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError("a whole number from 1 to 100000 is needed")
    return int(text)


def _share(text: str) -> float:
    return _between(text, 0, 3)


def _part(text: str) -> float:
    return _between(text, 0, 1)


def _seconds(text: str) -> float:
    return _between(text, 1, 3600)


def _between(text: str, least: int, most: int) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not least <= value <= most:
        raise argparse.ArgumentTypeError(f"a number from {least} to {most} is needed")
    return value


def _run(command: str, options: argparse.Namespace, rest: list[str]) -> int:
    match command:
        case "openapi":
            return _openapi()
        case "bench":
            from visavis import bench

            return bench.main(rest)
        case "demo":
            return _demo()
        case "simulate":
            from visavis.simulation import command as simulating

            return simulating.run(options)
        case "doctor":
            from visavis import doctor

            process.prepare("visavis-doctor")
            return doctor.report(as_json=options.json)
        case _:
            settings = config.read()
            _log(settings)
            return _operate(command, settings, options)


def _operate(command: str, settings: config.Settings, options: argparse.Namespace) -> int:
    process.prepare(f"visavis-{command}")
    if command == "migrate":
        _migrate(settings)
        return 0
    if command == "owner":
        return _owner(settings, options)
    from visavis import serving

    if command == "serve":
        serving.serve(settings, _tell)
    else:
        serving.work(settings, _tell)
    return 0


def _migrate(settings: config.Settings) -> None:
    from visavis import migrating
    from visavis.kit.postgres import Embedded

    if settings.database_url:
        migrating.migrate(settings.database_url, _tell)
    else:
        embedded = Embedded(settings.data)
        try:
            migrating.migrate(embedded.start(), _tell)
        finally:
            embedded.stop()
    _tell("the database is up to date")


def _owner(settings: config.Settings, options: argparse.Namespace) -> int:
    import asyncio
    import getpass

    from visavis import app, serving

    # Asked for, or read from a pipe; never an argument, which every process could see.
    secret = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with serving.database(settings, _tell) as url:
        asyncio.run(app.make_owner(settings, url, options.email, options.name, secret))
    _tell(f"{options.email} can sign in at {settings.base_url}/console/")
    return 0


def _demo() -> int:
    import asyncio

    from visavis import demo, serving

    settings = config.read(
        {"VISAVIS_DATA": config.default_data("visavis-demo"), **os.environ, "VISAVIS_DEMO": "true"}
    )
    _log(settings)
    email, password = demo.SIGN_IN

    def load(url: str) -> None:
        asyncio.run(demo.load(settings, url, _tell))

    def welcome() -> None:
        print(
            f"\n  A brand's shop, with the widget   {settings.base_url}/shop/{demo.SHOP}"
            f"\n  The agents' console               {settings.base_url}/console/"
            f"\n  The API's reference               {settings.base_url}/api/docs"
            f"\n\n  Sign in as {email} with the password {password}"
            f"\n  Keep the console open: who writes in the shop is put before you there, for some seconds."
            f"\n  Data is kept in {settings.data}. Ctrl-C stops.\n",
            flush=True,
        )

    process.prepare("visavis-demo")
    serving.serve(settings, _tell, load=load, ready=welcome)
    return 0


def _openapi() -> int:
    from visavis import app

    print(json.dumps(app.openapi(), indent=2, sort_keys=True, ensure_ascii=False))
    return 0


def _expected(error: Exception) -> str | None:
    import psycopg

    from visavis.kit.errors import VisavisError
    from visavis.kit.postgres_programs import PostgresUnavailable

    if isinstance(error, PostgresUnavailable | config.CannotStart | VisavisError):
        return str(error)
    if isinstance(error, psycopg.OperationalError):
        return f"The database does not answer: {str(error).strip()}\nRun `visavis doctor` for more."
    return None


def _log(settings: config.Settings) -> None:
    logging.basicConfig(
        level=settings.log_level.upper(),
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    if settings.log_level == "info":
        for talkative in ("alembic", "httpx", "procrastinate", "uvicorn"):
            logging.getLogger(talkative).setLevel(logging.WARNING)


def _tell(sentence: str) -> None:
    with suppress(BrokenPipeError):
        print(f"visavis: {sentence}", flush=True)


def _fail(message: str, code: int) -> None:
    print(f"visavis: {message}", file=sys.stderr)
    sys.exit(code)
