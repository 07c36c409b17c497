"""What is on the disk on macOS: its `fsync` leaves it in the cache of the drive, which a call of its own empties."""

from __future__ import annotations

import errno
import fcntl
import os
import runpy
import sys
from pathlib import Path

import pytest

from jobhouse import durable_files, file_locks
from jobhouse.durable_files import write_whole
from jobhouse.warehouse.serve.lake.store import FolderStore

F_FULLFSYNC = 51
"""As macOS numbers it; on Linux, any file refuses it."""


class Drive:
    """A drive as macOS sees it: what only the system has handed to it, and what it has written."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.handed: set[int] = set()
        self.written: set[int] = set()
        self.refusal: int | None = None
        for name in ("fsync", "fdatasync"):
            monkeypatch.setattr(os, name, lambda handle: self.handed.add(os.fstat(handle).st_ino), raising=False)
        monkeypatch.setattr(fcntl, "F_FULLFSYNC", F_FULLFSYNC, raising=False)
        monkeypatch.setattr(fcntl, "fcntl", self._command)

    def _command(self, handle: int, command: int) -> int:
        assert command == F_FULLFSYNC
        if self.refusal is not None:
            raise OSError(self.refusal, os.strerror(self.refusal))
        self.written.add(os.fstat(handle).st_ino)
        return 0


@pytest.fixture
def drive(monkeypatch: pytest.MonkeyPatch) -> Drive:
    return Drive(monkeypatch)


def test_a_file_and_its_name_leave_the_cache_of_the_drive(tmp_path: Path, drive: Drive) -> None:
    write_whole(b"new", tmp_path / "page", tmp_path / "page.part")
    assert drive.written == {(tmp_path / "page").stat().st_ino, tmp_path.stat().st_ino}


def test_content_leaves_it_too_where_there_is_no_fdatasync(
    tmp_path: Path, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fdatasync", raising=False)
    with (tmp_path / "file").open("wb") as file:
        durable_files.sync_content(file.fileno())
        drive.refusal = errno.ENOTTY
        durable_files.sync_content(file.fileno())
    assert drive.written == drive.handed == {(tmp_path / "file").stat().st_ino}


@pytest.mark.parametrize("refusal", [errno.ENOTTY, errno.ENOTSUP, errno.EINVAL], ids=["ENOTTY", "ENOTSUP", "EINVAL"])
def test_a_file_system_that_does_not_know_the_call_is_asked_as_on_other_systems(
    tmp_path: Path, drive: Drive, refusal: int
) -> None:
    drive.refusal = refusal
    write_whole(b"new", tmp_path / "page", tmp_path / "page.part")
    assert (drive.written, drive.handed) == (set(), {(tmp_path / "page").stat().st_ino, tmp_path.stat().st_ino})


def test_a_drive_that_fails_is_an_error(tmp_path: Path, drive: Drive) -> None:
    drive.refusal = errno.EIO
    with pytest.raises(OSError, match="Input/output error"):
        write_whole(b"new", tmp_path / "page", tmp_path / "page.part")
    assert not (tmp_path / "page").exists()


def test_each_file_of_a_lake_is_on_the_disk_before_its_name_where_a_sync_of_all_may_return_early(
    tmp_path: Path, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    FolderStore(tmp_path, 0o022).write("one", b"1")
    assert drive.written == {(tmp_path / "one").stat().st_ino}


@pytest.mark.parametrize(
    ("module", "name"), [(durable_files, "_CANNOT_SAY"), (file_locks, "NO_LOCKS")], ids=["sync", "lock"]
)
def test_what_a_file_system_cannot_do_has_two_numbers_on_macos(
    module: object, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errno, "ENOTSUP", 45)
    monkeypatch.setattr(errno, "EOPNOTSUPP", 102)
    assert runpy.run_path(str(module.__file__))[name] >= {45, 102}  # type: ignore[attr-defined]
