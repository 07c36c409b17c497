"""A file of settings that cannot be read is said in one sentence, with its line and column, before dlt reads it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from jobhouse.errors import UsageError
from jobhouse.sentrion.config import settings_files
from jobhouse.sentrion.config.settings import Settings

BROKEN = {
    "a bracket is missing": (b"\n[sources.sentrion\n", 2, 18),
    "quotes are missing": (b"[sources.sentrion]\napi_key = s3cret-key\n", 2, 11),
    "quotes are not closed": (b'[sources.sentrion]\nbase_url = "x\n', 2, 14),
    "a name comes twice": (b"[runtime]\nlog_level = 1\nlog_level = 2\n", 3, 1),
    "a table comes twice": (b"[runtime]\n[runtime]\n", 2, 1),
    "a name is missing": (b"[sources.sentrion]\n= 3\n", 2, 1),
    "the file ends early": (b'a = """b\n', 1, 1),
    "another encoding": (b"# a\n# Gr\xfc\xdfe\n", 2, 5),
    "UTF-16": ("a = 1\n".encode("utf-16"), 1, 1),
    "a byte order mark": (b"\xef\xbb\xbfa = 1\n", 1, 1),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".dlt").mkdir()  # the current folder is the test's own
    return tmp_path / ".dlt"


@pytest.mark.parametrize("name", ["config.toml", "secrets.toml"])
@pytest.mark.parametrize(("content", "line", "column"), BROKEN.values(), ids=BROKEN)
def test_the_place_of_an_error_is_said(folder: Path, name: str, content: bytes, line: int, column: int) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(UsageError) as error:
        Settings.load_without_key()
    said = str(error.value)
    assert f"{name}, line {line}, column {column}: " in said
    assert "\n" not in said
    assert "s3cret" not in said


def test_a_folder_of_that_name_is_refused(folder: Path) -> None:
    (folder / "config.toml").mkdir()
    with pytest.raises(UsageError, match=r"config\.toml is a folder"):
        Settings.load_without_key()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_must_not_be_read_is_refused(folder: Path) -> None:
    (folder / "secrets.toml").touch(mode=0o000)
    with pytest.raises(UsageError, match=r"secrets\.toml cannot be read \(Permission denied\)"):
        Settings.load()


def test_tables_within_tables_without_end_are_refused(folder: Path) -> None:
    (folder / "config.toml").write_text("a = " + "[" * 100_000)
    with pytest.raises(UsageError, match=r"config\.toml.* nested"):
        Settings.load_without_key()


def test_files_that_are_right_or_missing_are_none_of_our_business(folder: Path) -> None:
    Settings.load_without_key()
    (folder / "config.toml").write_text("# nothing\n")
    (folder / "secrets.toml").write_text('[sources.sentrion]\napi_key = "k"\n')
    Settings.load_without_key()


def test_what_sends_nothing_needs_no_file_of_secrets(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may look at the warehouse need not be the user who may read the key."""
    (folder / "secrets.toml").touch()
    (folder / "config.toml").write_text("[sources.sentrion]\nlookback_days = 9\n")
    read = Path.read_bytes

    def closed(file: Path) -> bytes:
        if file.name == "secrets.toml":
            raise PermissionError(errno.EACCES, "Permission denied", str(file))
        return read(file)

    monkeypatch.setattr(Path, "read_bytes", closed)
    assert Settings.load_without_key().lookback_days == 9
    with pytest.raises(UsageError, match=r"secrets\.toml cannot be read \(Permission denied\); run jobhouse as"):
        Settings.load()


@pytest.mark.parametrize(
    ("owner", "mode", "is_open"),
    [("us", 0o640, True), ("us", 0o600, False), ("root", 0o440, False), ("root", 0o444, True)],
)
def test_a_key_that_is_mounted_for_the_group_is_not_open(owner: str, mode: int, *, is_open: bool) -> None:
    user = os.geteuid() if owner == "us" else os.geteuid() + 1
    found = os.stat_result((mode, 0, 0, 1, user, 0, 0, 0, 0, 0))
    assert settings_files._is_open(found) is is_open
