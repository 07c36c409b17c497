"""A full disk: one sentence, nothing lost, and the next run completes."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobhouse.errors import Stopped
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.folder import Warehouse
from tests.support.history import backfill, expected, history, stored, write
from tests.support.invariants import assert_whole
from tests.support.processes import finished, start
from tests.support.sandbox import run_in_child

TEXT = " ".join(str(number**5) for number in range(200))
"""Long enough for the log of a batch to be the largest file."""
JOBS = [{**job, "Job Description": f"{number} {TEXT}"} for number, job in enumerate(history(3_000, seed=9))]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(JOBS, tmp_path_factory.mktemp("data") / "jobs.jsonl")


@pytest.mark.long
def test_a_full_disk_is_one_sentence_and_the_next_run_completes(data: Path, tmp_path: Path) -> None:
    """A limit on file sizes stands in for the full disk: the writes fail in the same place, and no root is needed."""
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        with pytest.raises(Stopped):
            backfill(url, tmp_path / "w", Run("backfill", limits=RunLimits(max_requests=60)))
        before = set(stored(tmp_path / "w"))
        # room for the small files, not for the log of a batch
        room = Warehouse(tmp_path / "w").database.stat().st_size // 3
        full = start(url, tmp_path / "w", "backfill", file_size=room)
        _, said = finished(full)
        again = start(url, tmp_path / "w", "backfill")
        _, complaint = finished(again)
    assert full.returncode == 3, said
    assert "could not be stored" in said
    assert "run the same command again" in said
    assert "Traceback" not in said
    assert before
    assert again.returncode == 0, complaint
    assert before <= set(stored(tmp_path / "w"))
    assert_whole(tmp_path / "w", expected(JOBS))
