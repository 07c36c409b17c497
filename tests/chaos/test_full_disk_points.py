"""A disk that is full from some write on ends a run with one sentence, wherever on the way that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos import full_disk_points, kill_points


@pytest.mark.long
def test_a_disk_that_is_full_from_any_part_of_the_way_on_is_one_sentence(tmp_path: Path) -> None:
    with kill_points.one_after_another():
        assert list(full_disk_points.wrongs(full_disk_points.PARTS, tmp_path)) == []
