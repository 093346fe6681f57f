from pathlib import Path

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from visavis import migrating

MIGRATIONS = sorted((migrating.folder() / "versions").glob("*.py"))


def test_empty_database_is_brought_up_to_date_and_told_step_by_step(empty_database_url: str):
    told: list[str] = []
    missing = migrating.pending(empty_database_url)
    assert missing == [path.stem for path in MIGRATIONS]
    migrating.migrate(empty_database_url, told.append)
    assert told == [f"migrated {name}" for name in missing]
    assert not migrating.pending(empty_database_url)
    assert migrating.unknown(empty_database_url) is None


def test_migrating_again_changes_nothing(database_url: str):
    told: list[str] = []
    migrating.migrate(database_url, told.append)
    assert not told


def test_database_of_a_newer_version_is_recognised(database_url: str):
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '2099_01_01_0000'")
    assert migrating.unknown(database_url) == "2099_01_01_0000"


def test_file_names_and_alembic_tell_the_same_order():
    config = Config()
    config.set_main_option("script_location", str(migrating.folder()))
    scripts = ScriptDirectory.from_config(config)
    ordered = [script.revision for script in reversed([*scripts.walk_revisions()])]
    assert ordered == [migrating.revision(path.stem) for path in MIGRATIONS]


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.stem)
def test_migration_never_waits_long_for_a_lock(path: Path):
    upgrade = path.read_text().partition("def upgrade()")[2].splitlines()
    first = upgrade[1].strip()
    assert first.lower() in {
        """op.execute("set local lock_timeout = '5s'")""",
        """op.execute("set lock_timeout = '5s'")""",
    }
