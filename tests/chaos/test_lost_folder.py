"""The working folder is lost, with and without a kill: the warehouse holds what is needed to go on."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from jobhouse.errors import Stopped
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.folder import Warehouse
from tests.support.history import backfill, expected, history, stored, write
from tests.support.invariants import assert_whole
from tests.support.processes import BATCH_PAGES, finished, requests_at, start
from tests.support.sandbox import run_in_child

JOBS = history(3_000, seed=9)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(JOBS, tmp_path_factory.mktemp("data") / "jobs.jsonl")


def test_a_working_folder_lost_in_mid_backfill_costs_no_request(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        backfill(url, tmp_path / "undisturbed")
        least = requests_at(url)
        with pytest.raises(Stopped):
            backfill(
                url, tmp_path / "w", Run("backfill", limits=RunLimits(max_requests=40)), pages_per_batch=BATCH_PAGES
            )
        assert 0 < len(stored(tmp_path / "w")) < len(expected(JOBS))
        shutil.rmtree(Warehouse(tmp_path / "w").working)
        backfill(url, tmp_path / "w")
        assert requests_at(url) == 2 * least
    assert_whole(tmp_path / "w", expected(JOBS))


@pytest.mark.long
@pytest.mark.parametrize("point", ["normalized:2", "statement:62", "statement:65"])
def test_a_kill_that_takes_the_working_folder_along_costs_its_batch(point: str, data: Path, tmp_path: Path) -> None:
    """Rows of the cut load may stand in the tables with no record of their load, and nobody is left to complete it."""
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        cut = start(url, tmp_path / "w", "backfill", point=point)
        finished(cut)
        assert cut.returncode == -signal.SIGKILL
        shutil.rmtree(Warehouse(tmp_path / "w").working)
        backfill(url, tmp_path / "w")
    assert_whole(tmp_path / "w", expected(JOBS))
