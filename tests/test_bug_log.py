"""The file that a bug leaves: where users look for it, of bounded size, without the key and the texts of adverts."""

from __future__ import annotations

import errno
import json
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import msgspec
import pyarrow as pa
import pytest

from jobhouse.bug_log import LONGEST_ENTRY, MOST_BYTES, NAME
from jobhouse.warehouse.runs import read_and_build
from tests.support.command_line import CommandLine

KEY = {"api_key": "sk-0123456789abcdef", "base_url": "http://127.0.0.1:9"}
ADVERT = "It's our chef's secret: \x1b[31m12 \"hearts\" of gold"


def failing(error: Exception) -> Callable[..., None]:
    def backfill(*_: object, **__: object) -> None:
        try:
            raise error
        except Exception as cause:
            raise RuntimeError(f"Bearer {KEY['api_key']} met {ADVERT!r}") from cause

    return backfill


def conversion() -> Exception:
    with duckdb.connect() as db:
        try:
            db.execute("select $1::integer", [ADVERT])
        except duckdb.Error as error:
            return error
    raise AssertionError


def raised(fail: Callable[[], object]) -> Exception:
    try:
        fail()
    except Exception as error:  # noqa: BLE001 - whichever it is, it is what a bug would meet
        return error
    raise AssertionError


def raise_full(**_: object) -> str:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def buggy(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], str]:
    """A backfill that fails with this error; what it says on stderr."""

    def run(error: Exception) -> str:
        monkeypatch.setattr(read_and_build, "backfill", failing(error))
        done = cli("backfill", "--progress", "none", "--max-credits", "9000000", **KEY)
        assert done.returncode == 1
        return done.stderr.splitlines()[-1]

    return run


@pytest.mark.parametrize(
    "error",
    [
        conversion(),
        raised(lambda: pa.array([ADVERT, 1])),
        raised(lambda: pa.array([ADVERT]).cast(pa.int64())),
        raised(lambda: msgspec.json.decode(json.dumps(ADVERT), type=int)),
        raised(lambda: {}[ADVERT]),  # type: ignore[index]
        raised(lambda: int(ADVERT)),
        raised(f"{ADVERT}\ud800".encode),
        raised(lambda: ADVERT.nothing),  # type: ignore[attr-defined]
        ExceptionGroup("several", [ValueError(f"{ADVERT!r} is wrong")]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_it_says_where_and_what_kind_but_not_what_the_adverts_say(
    error: Exception, buggy: Callable[[Exception], str], tmp_path: Path
) -> None:
    assert str(tmp_path / "warehouse" / NAME) in buggy(error)
    said = (tmp_path / "warehouse" / NAME).read_text()
    assert type(error).__qualname__ in said
    assert "RuntimeError: Bearer [key] met ..." in said
    assert 'test_bug_log.py", line' in said
    assert "read_and_build.py" in said
    for part in ("chef", "secret", "hearts", "gold", "\x1b", KEY["api_key"]):
        assert part not in said
    assert "2026" in said.splitlines()[0] or said[:2] == "20"


def test_bugs_are_appended_and_two_files_hold_the_last(buggy: Callable[[Exception], str], tmp_path: Path) -> None:
    log = tmp_path / "warehouse" / NAME
    buggy(ValueError())
    buggy(KeyError())
    assert "ValueError" in log.read_text()
    assert "KeyError" in log.read_text()
    with log.open("a") as file:
        file.write("x" * MOST_BYTES)
    log.chmod(0o644)
    buggy(IndexError())
    buggy(ValueError("x" * MOST_BYTES))
    assert "KeyError" in (older := log.with_name(f"{NAME}.1")).read_text()
    assert "KeyError" not in log.read_text()
    assert "IndexError" in log.read_text()
    assert log.stat().st_size < 3 * LONGEST_ENTRY
    assert sorted(tmp_path.rglob(f"{NAME}*")) == sorted([log, older])
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_without_a_warehouse_it_lies_in_the_current_folder(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("jobhouse.terminal.sql.command.sql_given", failing(ValueError()))
    assert str(tmp_path / NAME) in cli("sql", "select 1").stderr
    assert not (tmp_path / "warehouse").exists()


@pytest.mark.parametrize("taken", ["folder", "link"])
def test_where_it_cannot_be_written_it_lies_in_a_temporary_folder(
    taken: str, buggy: Callable[[Exception], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "mkdtemp", lambda prefix: str(tmp_path / "tmp"))
    if taken == "folder":
        (tmp_path / "warehouse" / NAME).mkdir()
    else:
        (tmp_path / "warehouse" / NAME).symlink_to(tmp_path / "somewhere else")
    said = buggy(ValueError())
    (log,) = (tmp_path / "tmp").rglob(NAME)
    assert str(log) in said
    assert not (tmp_path / "somewhere else").exists()


def test_where_nothing_can_be_written_the_bug_is_said_all_the_same(
    buggy: Callable[[Exception], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "warehouse" / NAME).mkdir(parents=True)
    monkeypatch.setattr(tempfile, "mkdtemp", raise_full)
    assert buggy(ValueError()) == "jobhouse: a bug, RuntimeError; please report it."


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/srv/w/jobs.duckdb"), 2, "/srv/w/jobs.duckdb cannot be"),
        (OSError(errno.EROFS, "Read-only file system", "w/.run"), 2, "Read-only file system"),
        (OSError(errno.ENOSPC, "No space left on device"), 3, "No space left"),
        (OSError(errno.EMFILE, "Too many open files", "x"), 3, "Too many open files"),
        (FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)), 2, "The current folder"),
        (MemoryError(), 3, "MemoryError"),
        (duckdb.IOException("Could not read from file"), 3, "Could not read"),
    ],
    ids=repr,
)
def test_a_fault_of_the_machine_is_no_bug(
    error: Exception, code: int, said: str, cli: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def backfill(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(read_and_build, "backfill", backfill)
    done = cli("backfill", "--progress", "none", "--max-credits", "9000000", **KEY)
    assert done.returncode == code
    assert said in done.stderr
    assert "a bug" not in done.stderr
    assert list(tmp_path.rglob(NAME)) == []
