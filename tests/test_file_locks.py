"""Locks on file systems that have none."""

from __future__ import annotations

import errno
import fcntl
from pathlib import Path

import pytest

from jobhouse.errors import UsageError
from jobhouse.file_locks import lock_on
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.workplace import only_workplace


@pytest.fixture(params=[errno.ENOSYS, errno.ENOLCK], ids=["ENOSYS", "ENOLCK"], autouse=True)
def without_locks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(request.param, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", refused)


def test_no_file_stands_for_a_lock(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="Function not implemented"):
        lock_on(tmp_path / "lock").acquire(timeout=0)


def test_a_publish_says_so_too_and_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match="its file system has no locks"),
        only_workplace(tmp_path / "new", tmp_path / "lock", "writes marts.duckdb"),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_run_says_that_the_file_system_has_no_locks(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match="its file system has no locks"),
        Warehouse(tmp_path / "w").held(),
    ):
        pass
