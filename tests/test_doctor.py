import socket
from pathlib import Path

import msgspec
import psycopg
import pytest

from tests.conftest import free_port
from visavis import doctor


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path) -> pytest.MonkeyPatch:
    monkeypatch.setenv("VISAVIS_DATABASE_URL", database_url)
    monkeypatch.setenv("VISAVIS_DATA", str(tmp_path))
    monkeypatch.setenv("VISAVIS_PORT", free_port())
    return monkeypatch


def states() -> dict[str, str]:
    return {check.name: check.state for check in doctor.examine()}


def change(database_url: str, statement: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(statement.encode())


@pytest.mark.usefixtures("environment")
def test_healthy_installation_is_all_ok(capsys: pytest.CaptureFixture[str]):
    assert doctor.report(as_json=True) == 0
    checks = msgspec.json.decode(capsys.readouterr().out, type=list[doctor.Check])
    assert {check.state for check in checks} == {"ok"}
    assert {"settings", "port", "disk", "files", "database", "clock", "schema", "roles", "walls"} <= {
        check.name for check in checks
    }


def test_bad_setting_is_the_only_thing_told(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    environment.setenv("VISAVIS_PORT", "eighty")
    assert doctor.report(as_json=False) == 1
    assert capsys.readouterr().out.startswith("problem  settings: VISAVIS_PORT is 'eighty'")


def test_database_that_does_not_answer_is_a_problem(environment: pytest.MonkeyPatch):
    environment.setenv("VISAVIS_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    assert states()["database"] == "problem"


def test_schema_that_is_behind_is_a_problem(environment: pytest.MonkeyPatch, empty_database_url: str):
    environment.setenv("VISAVIS_DATABASE_URL", empty_database_url)
    assert states()["schema"] == "problem"


@pytest.mark.usefixtures("environment")
def test_schema_of_a_newer_version_is_a_problem(database_url: str):
    change(database_url, "UPDATE alembic_version SET version_num = '2099_01_01_0000'")
    assert states()["schema"] == "problem"


@pytest.mark.usefixtures("environment")
def test_table_without_its_wall_is_a_problem(database_url: str):
    change(database_url, "ALTER TABLE conversation NO FORCE ROW LEVEL SECURITY")
    assert states()["walls"] == "problem"


@pytest.mark.usefixtures("environment")
def test_port_in_use_is_a_warning(environment: pytest.MonkeyPatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        environment.setenv("VISAVIS_PORT", str(taken.getsockname()[1]))
        assert states()["port"] == "warning"


def test_files_that_cannot_be_written_are_a_problem(environment: pytest.MonkeyPatch):
    environment.setenv("VISAVIS_FILES", "file:///proc/nowhere")
    assert states()["files"] == "problem"


@pytest.mark.parametrize(
    ("base_url", "state"),
    [
        ("http://help.example.com", "warning"),
        ("https://help.example.com", "ok"),
        ("http://localhost:8321", "ok"),
        ("http://127.0.0.1:8321", "ok"),
    ],
)
def test_address_without_https_is_a_warning_beyond_this_machine(
    environment: pytest.MonkeyPatch, base_url: str, state: str
):
    environment.setenv("VISAVIS_BASE_URL", base_url)
    assert states()["address"] == state
