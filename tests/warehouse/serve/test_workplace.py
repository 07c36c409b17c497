"""Where a publish makes its files: for one process, and empty."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import Timeout

from jobhouse.errors import Stopped
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
