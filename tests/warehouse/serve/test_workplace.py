"""Where a publish makes its files: for one process, and empty."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock, Timeout

from jobhouse.errors import Stopped
from jobhouse.warehouse.serve import workplace
from jobhouse.warehouse.serve.workplace import only_workplace


def test_a_second_publish_is_told_of_the_first(tmp_path: Path) -> None:
    folder, lock = tmp_path / "made", tmp_path / "made.lock"
    with only_workplace(folder, lock, "writes to a lake"):
        second = only_workplace(folder, lock, "writes to a lake")
        with pytest.raises(Stopped, match="Another jobhouse publish writes to a lake"), second:
            pass
        assert folder.is_dir()
    assert not folder.exists()


def test_a_lock_that_the_work_itself_waits_for_is_not_taken_for_another_publish(tmp_path: Path) -> None:
    with pytest.raises(Timeout), only_workplace(tmp_path / "made", tmp_path / "made.lock", "writes to a lake"):
        raise Timeout("some other lock")


@pytest.mark.parametrize("fails", [False, True])
def test_nothing_stays_beside_what_was_published(fails: bool, tmp_path: Path) -> None:
    with suppress(ZeroDivisionError), only_workplace(tmp_path / "made", tmp_path / "made.lock", "writes"):
        assert {path.name for path in tmp_path.iterdir()} == {"made", "made.lock"}
        if fails:
            raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("next_one", [False, True], ids=["removed", "removed and made again"])
def test_a_lock_whose_file_was_removed_meanwhile_is_taken_again(
    next_one: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first publish ends between the opening of its lock file and the taking of the lock."""
    lock, opened = tmp_path / "made.lock", list[int]()

    class Late(FileLock):
        def acquire(self, *given: Any, **named: Any) -> Any:
            taken = super().acquire(*given, **named)
            opened.append(lock.stat().st_ino)
            if len(opened) == 1:
                lock.rename(tmp_path / "removed")
                if next_one:
                    lock.touch()
            return taken

    monkeypatch.setattr(workplace, "lock_on", Late)
    with only_workplace(tmp_path / "made", lock, "writes"):
        assert len(opened) == 2
        assert opened[0] != opened[1] == lock.stat().st_ino
        with pytest.raises(Timeout):
            FileLock(lock).acquire(timeout=0)


def test_however_many_publish_at_once_one_works_at_a_time(tmp_path: Path) -> None:
    at_work, most, done = 0, 0, 0
    guard = threading.Lock()

    def publish(_: int) -> None:
        nonlocal at_work, most, done
        with suppress(Stopped), only_workplace(tmp_path / "made", tmp_path / "made.lock", "writes"):
            with guard:
                at_work += 1
                most, done = max(most, at_work), done + 1
            time.sleep(0.0005)
            with guard:
                at_work -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(publish, range(400)))
    assert (most, at_work) == (1, 0)
    assert done > 1
    assert list(tmp_path.iterdir()) == []
