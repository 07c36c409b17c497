"""A run that is killed again and again, by a real kill -9, stays within the limit of its billing cycle."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.support.faulty_api import served
from tests.support.overcharging_api import Tricks, charging
from tests.support.processes import finished, start

LIMIT = 3_000


@pytest.mark.long
def test_killed_runs_keep_to_the_credits_of_their_cycle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES__SENTRION__MAX_CREDITS_PER_CYCLE", str(LIMIT))
    engine = charging(Tricks(fails=0.1, statuses=(500, 408), rereads_cost=True), jobs=40_000, latency=0.01)
    draw = random.Random(1)
    with served(engine) as url:
        for _ in range(2):
            running = start(url, tmp_path / "w", "backfill")
            until = engine.stats.requests + draw.randint(8, 14)
            while running.poll() is None and engine.stats.requests < until:
                time.sleep(0.005)
            running.kill()
            running.wait()
            assert engine.charged <= LIMIT
        last = start(url, tmp_path / "w", "backfill")
        output, errors = finished(last)
    assert last.returncode == 3, errors
    assert "max_credits_per_cycle 3000" in errors
    assert "credits used" in output
    assert engine.charged <= LIMIT
