from pathlib import Path

import pytest

from visavis import config

ROOT = Path(__file__).parents[1]


def read(tmp_path: Path, **environment: str) -> config.Settings:
    return config.read({"VISAVIS_DATA": str(tmp_path), **environment})


def test_someone_who_sets_nothing_gets_a_working_local_server(tmp_path: Path):
    settings = read(tmp_path)
    assert settings.database_url is None
    assert settings.base_url == "http://localhost:8321"
    assert (settings.host, settings.port, settings.work, settings.demo) == ("127.0.0.1", 8321, True, False)
    assert settings.files == (tmp_path / "files").as_uri()


def test_base_url_follows_the_port_unless_it_is_set(tmp_path: Path):
    assert read(tmp_path, VISAVIS_PORT="9000").base_url == "http://localhost:9000"
    told = read(tmp_path, VISAVIS_PORT="9000", VISAVIS_BASE_URL="https://help.example.com/")
    assert told.base_url == "https://help.example.com"


def test_secret_key_is_made_once_and_only_for_its_owner(tmp_path: Path):
    first = read(tmp_path)
    assert read(tmp_path).secret_key == first.secret_key
    assert len(first.secret_key) >= 48
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_secret_key_that_is_set_leaves_no_file(tmp_path: Path):
    assert read(tmp_path, VISAVIS_SECRET_KEY="k" * 32).secret_key == "k" * 32
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATA", "/proc/nowhere"),
        ("BASE_URL", "help.example.com"),
        ("BASE_URL", "https://example.com/help"),
        ("PORT", "0"),
        ("PORT", "eighty"),
        ("SECRET_KEY", "too short"),
        ("FILES", "/var/files"),
        ("TRUSTED_PROXIES", "10.0.0.0/33"),
        ("MAX_UPLOAD_MIB", "-1"),
        ("AUTHORITIES", "https://login.example.com"),
        ("AUTHORITIES", "yahoo=https://login.example.com"),
        ("AUTHORITIES", "microsoft=http://login.example.com"),
        ("AUTHORITIES", "microsoft=https://login.example.com/common"),
        ("AUTHORITIES", "microsoft=https://me@login.example.com"),
        ("MAIL_LISTEN", "127.0.0.1:24"),
        ("MAIL_LISTEN", "lmtp://127.0.0.1"),
        ("MAIL_PEERS", "everybody"),
        ("WORK", "perhaps"),
        ("DEMO", "2"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_bad_value_is_refused_by_its_name(tmp_path: Path, name: str, value: str):
    with pytest.raises(config.BadSetting, match=f"^VISAVIS_{name} is "):
        read(tmp_path, **{f"VISAVIS_{name}": value})


def test_secrets_are_never_repeated_in_an_error(tmp_path: Path):
    with pytest.raises(config.BadSetting) as refused:
        read(tmp_path, VISAVIS_DATABASE_URL="mysql://root:hunter2@db/x")
    assert "hunter2" not in str(refused.value)


def test_every_setting_is_documented():
    documented = (ROOT / "docs" / "operate" / "settings.md").read_text()
    missing = [
        name for name in config.Settings.__struct_fields__ if f"`{config.variable(name)}`" not in documented
    ]
    assert not missing
