"""The short storm; `python -m tests.chaos.storm` is the long one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.storm import storm


@pytest.mark.long
def test_six_kills_under_faults_and_changes_lose_nothing_and_store_nothing_twice(tmp_path: Path) -> None:
    outcome = storm(kills=6, seed=11, jobs=1_000, place=tmp_path, latency=0.01)
    assert outcome.wrongs == []
    assert outcome.kills.total() == 6
    assert outcome.kills["building"] == 1
