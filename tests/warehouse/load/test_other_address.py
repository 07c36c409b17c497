"""A warehouse goes on with the API that it was read from, and with no other one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dlt
import pytest

from jobhouse.errors import UsageError
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion import sentrion
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.plan.windows import today_utc
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load.saved_state import SavedState
from jobhouse.warehouse.runs import backfill
from tests.support.command_line import CommandLine
from tests.support.history import stored
from tests.support.in_process import engine_of, quick, transport
from tests.support.sessions import backfill_without_probe, session_of
from tests.support.tiers import rest_long

REAL = "https://api.example"
MOVED = "https://jobs.example"
RECENT = BackfillRange(since=str(today_utc().subtract(days=70)))


def read(engine: Engine, folder: Path, requests: int | None = None, **settings: Any) -> Run:
    run = Run("backfill", limits=RunLimits(max_requests=requests), transport=transport(engine))
    backfill_without_probe(session_of(Warehouse(folder), quick(**settings), run, RECENT))
    return run


def test_a_checkpoint_is_not_continued_at_another_address(tmp_path: Path) -> None:
    read(engine_of(jobs=2_000), tmp_path, requests=2)
    real = engine_of(jobs=3_000)
    before = stored(tmp_path)
    with pytest.raises(UsageError) as refused:
        read(real, tmp_path, base_url=REAL)
    assert real.stats.requests == 0
    assert stored(tmp_path) == before
    said = str(refused.value)
    assert "http://127.0.0.1" in said
    assert REAL in said
    assert "--warehouse" in said
    assert "former_base_url" in said


def test_days_that_are_complete_at_one_address_are_not_complete_at_another(tmp_path: Path) -> None:
    read(engine_of(jobs=1_000), tmp_path, base_url=REAL)
    with pytest.raises(UsageError):
        read(engine_of(jobs=1_000), tmp_path, base_url=MOVED)


def test_what_a_probe_found_out_belongs_to_its_address(tmp_path: Path) -> None:
    run = Run("probe", transport=transport(engine_of(jobs=1_000)))
    with RateLimiter(10**6) as rate_limiter:
        backfill.probe(session_of(Warehouse(tmp_path), quick(), run), rate_limiter)
    with pytest.raises(UsageError):
        read(engine_of(jobs=1_000), tmp_path, base_url=REAL)


def test_a_sandbox_that_begins_again_on_another_port_is_the_same_one(tmp_path: Path) -> None:
    engine = engine_of(jobs=1_000)
    read(engine, tmp_path, requests=2, base_url="http://127.0.0.1:4001")
    read(engine, tmp_path, base_url="http://localhost:4002")
    assert read(engine, tmp_path, base_url="http://[::1]:4003").counters.requests == 0


def test_the_same_api_at_a_new_address_goes_on_once_that_is_said(tmp_path: Path) -> None:
    engine = engine_of(jobs=1_000)
    read(engine, tmp_path, requests=2, base_url=REAL)
    with pytest.raises(UsageError):
        read(engine, tmp_path, base_url=MOVED, former_base_url="https://another.example")
    read(engine, tmp_path, base_url=MOVED, former_base_url=f"{REAL}:443/")
    assert read(engine, tmp_path, base_url=MOVED).counters.requests == 0  # it is known from then on
    with pytest.raises(UsageError):
        read(engine, tmp_path, base_url=REAL)


def test_a_warehouse_without_an_address_goes_on_and_takes_the_present_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_of(jobs=1_000)
    with monkeypatch.context() as patch:
        patch.setattr("jobhouse.sentrion.source.keep_address", lambda *_: None)
        read(engine, tmp_path, requests=2)
    read(engine, tmp_path, base_url=REAL)
    with pytest.raises(UsageError):
        read(engine, tmp_path)


def test_the_address_is_stored_with_the_rows_and_without_the_key(tmp_path: Path) -> None:
    read(engine_of(jobs=1_000), tmp_path, requests=2, base_url=f"{REAL}:443")
    run = Run("backfill")
    saved = SavedState.of(session_of(Warehouse(tmp_path), quick(base_url=REAL), run).pipeline)
    assert saved.state["address"] == REAL


def test_the_source_alone_refuses_another_address_too(tmp_path: Path) -> None:
    pipeline = dlt.pipeline("p", pipelines_dir=str(tmp_path), destination="duckdb", dataset_name=DATASET)
    with pipeline.managed_state() as state:
        state["sources"] = {"sentrion": {"address": REAL}}
    with pytest.raises(Exception, match="former_base_url"):
        pipeline.extract(sentrion(settings=quick()))


@pytest.mark.parametrize(
    "command",
    rest_long([
        [*words] for words in (
            ("nightly", "--yes"), ("verify", "--repair", "--yes"), ("backfill", "--yes"), ("probe",), ("plan",),
            ("verify", "--ask", "--yes"),
        )
    ], 2),
    ids=" ".join,
)  # fmt: skip
def test_every_command_that_sends_requests_refuses(command: tuple[str, ...], cli: CommandLine, tmp_path: Path) -> None:
    read(engine_of(jobs=500), tmp_path / "w", requests=2)
    ended = cli("--warehouse", str(tmp_path / "w"), *command, api_key="a-key", base_url=REAL)
    assert (ended.returncode, ended.stderr.count("former_base_url")) == (2, 1), ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
