"""What changes between runs: filters, versions of jobhouse, and credits that run out while asking."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pendulum
import pytest
import time_machine

from jobhouse.errors import Stopped, UsageError
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.options import DEFAULT_KEY
from jobhouse.sentrion.config.search import Search
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.plan.windows import today_utc
from jobhouse.sentrion.state.checkpoint import STATE_VERSION, Checkpoint
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.terminal.next_step import next_step
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.spending import bind_to_cycle
from jobhouse.warehouse.ledger.status import read_status
from jobhouse.warehouse.load.pipeline import open_pipeline
from jobhouse.warehouse.runs import backfill
from jobhouse.warehouse.verify.verify import verify
from tests.support.history import expected, history, query, stored, write
from tests.support.in_process import engine_of, probed, quick, transport
from tests.support.sessions import session_of
from tests.support.tiers import rest_long

JOBS = history(1_500)


def read(engine: Engine, folder: Path, wanted: BackfillRange | None = None, **settings: Any) -> Run:
    run = Run("backfill", transport=transport(engine))
    with RateLimiter(10**6) as rate_limiter:
        backfill.backfill(
            session_of(Warehouse(folder), quick(**settings), run, wanted or BackfillRange()), rate_limiter
        )
    return run


def test_changed_filters_begin_a_new_ledger_and_say_so(tmp_path: Path) -> None:
    engine = engine_of(data=write(JOBS, tmp_path / "jobs.jsonl"))
    first = read(engine, tmp_path / "w", searches={"default": {"is_remote": True}})
    assert first.events.notes == []
    second = read(engine, tmp_path / "w")
    assert set(stored(tmp_path / "w")) == expected(JOBS)
    assert any("filters of the search default have changed" in note for note in second.events.notes)
    notes = query(tmp_path / "w", "select note from sentrion.runs order by started_at")
    assert notes[0] == (None,)
    assert "filters of the search default" in notes[1][0]
    assert read(engine, tmp_path / "w").events.notes == []


def test_the_filters_that_are_set_are_judged_also_where_others_were_read_later(tmp_path: Path) -> None:
    engine, lately = engine_of(jobs=500), BackfillRange(since=str(today_utc().subtract(days=60)))
    remote, warehouse = {"searches": {"default": {"is_remote": True}}}, Warehouse(tmp_path / "w")
    read(engine, warehouse.folder, lately, **remote)
    read(engine, warehouse.folder)
    charged = engine.accounts[DEFAULT_KEY].charged
    read(engine, warehouse.folder, lately, **remote)
    assert engine.accounts[DEFAULT_KEY].charged == charged
    for settings, days in ((remote, 61), ({}, 6 * 365)):
        as_set = quick(**settings)
        [asked] = read_status(warehouse, as_set).asked
        assert not asked.is_of_former_filters
        assert (asked.until - asked.since).days >= days > (asked.until - asked.since).days - 32
        found = verify(warehouse, "default", known=as_set.known_search)
        assert found.filters_hash == as_set.search("default").filters_hash
        judged = query(warehouse.folder, "select distinct filters_hash from sentrion.window_verdicts")
        assert judged == [(found.filters_hash,)]
    neither = quick(searches={"default": {"is_agency": False}})
    status = read_status(warehouse, neither)
    assert [asked.is_of_former_filters for asked in status.asked] == [True]
    step = next_step(status)
    assert step
    assert step.command == "jobhouse plan"
    assert verify(warehouse, "default", known=neither.known_search).is_of_former_filters


def test_the_same_filters_in_another_sequence_are_no_change(tmp_path: Path) -> None:
    engine = engine_of(jobs=500)
    lately = BackfillRange(since=str(today_utc().subtract(days=60)))
    for sequence in (["senior", "lead"], ["lead", "senior"], ["senior", "lead", "senior"]):
        run = read(engine, tmp_path, lately, searches={"default": {"seniority_level": sequence}})
        assert run.events.notes == []
    assert run.counters.requests == 0


def test_a_warehouse_of_an_earlier_version_goes_on_under_its_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_of(jobs=500)
    lately = BackfillRange(since=str(today_utc().subtract(days=60)))
    with monkeypatch.context() as earlier:
        earlier.setattr(Search, "filters_hash", property(lambda search: hash_as_written(search.filters)))
        read(engine, tmp_path, lately, searches={"default": {"seniority_level": ["senior", "lead"]}})
    for sequence in (["senior", "lead"], ["lead", "senior"]):
        run = read(engine, tmp_path, lately, searches={"default": {"seniority_level": sequence}})
        assert (run.counters.requests, run.events.notes) == (0, [])
    assert query(tmp_path, "select count(distinct filters_hash) from sentrion.windows") == [(1,)]


def hash_as_written(filters: Mapping[str, Any]) -> str:
    return hashlib.blake2b(msgspec.json.encode(filters, order="sorted"), digest_size=16).hexdigest()


@pytest.mark.long
def test_changed_filters_are_said_where_their_days_were_read_before_and_nowhere_else(tmp_path: Path) -> None:
    engine = engine_of(jobs=500)
    remote = {"searches": {"default": {"is_remote": True}}}
    middle = str(today_utc().subtract(days=60))
    lately, before = BackfillRange(since=middle), BackfillRange(since=str(today_utc().subtract(days=120)), until=middle)
    stopped = Run("backfill", limits=RunLimits(max_requests=0), transport=transport(engine))
    with RateLimiter(10**6) as rate_limiter, pytest.raises(Stopped):
        backfill.backfill(session_of(Warehouse(tmp_path), quick(), stopped, lately), rate_limiter)
    assert read(engine, tmp_path, lately, **remote).events.notes == []  # nothing was read under the others
    assert read(engine, tmp_path, before).events.notes == []
    agencies = {"searches": {"default": {"is_agency": False}}}
    assert len(read(engine, tmp_path, lately, **agencies).events.notes) == 1


def test_a_search_of_another_name_is_no_change(tmp_path: Path) -> None:
    engine = engine_of(data=write(JOBS[:300], tmp_path / "jobs.jsonl"))
    read(engine, tmp_path / "w")
    searches = {"remote": {"is_remote": True}}
    run = Run("backfill", "remote", transport=transport(engine))
    with RateLimiter(10**6) as rate_limiter:
        backfill.backfill(session_of(Warehouse(tmp_path / "w"), quick(searches=searches), run), rate_limiter)
    assert run.events.notes == []


def made_newer(folder: Path) -> None:
    """Let the warehouse look as if a newer jobhouse had written it."""
    pipeline = open_pipeline(Warehouse(folder))
    with pipeline.managed_state(extract_state=True) as state:
        for ledger in state["sources"]["sentrion"]["searches"].values():
            ledger["version"] = STATE_VERSION + 1
    pipeline.normalize()
    pipeline.load()


@pytest.mark.parametrize("search", rest_long(["default", "other"], 1))
@pytest.mark.parametrize("action", rest_long(["backfill", "probe", "plan"], 1))
def test_a_warehouse_of_a_newer_version_is_refused_before_anything_is_sent(
    action: str, search: str, tmp_path: Path
) -> None:
    engine = engine_of(data=write(JOBS[:300], tmp_path / "jobs.jsonl"))
    read(engine, tmp_path / "w")
    made_newer(tmp_path / "w")
    sent = engine.stats.requests
    run = Run(action, search, transport=transport(engine))
    settings, warehouse = quick(searches={"other": {"is_remote": True}}), Warehouse(tmp_path / "w")
    with RateLimiter(10**6) as rate_limiter:
        commands: dict[str, Callable[[], object]] = {
            "backfill": lambda: backfill.backfill(session_of(warehouse, settings, run), rate_limiter),
            "probe": lambda: backfill.probe(session_of(warehouse, settings, run), rate_limiter),
            "plan": lambda: backfill.price(session_of(warehouse, settings, run), rate_limiter, None),
        }
        with pytest.raises(UsageError, match="newer jobhouse wrote this warehouse"):
            commands[action]()
    assert engine.stats.requests == sent


def test_the_plain_source_refuses_it_too(tmp_path: Path) -> None:
    state = Checkpoint().to_state()
    assert Checkpoint.from_state(state).to_state() == state
    assert Checkpoint.from_state({"done": []}).complete == []  # written before there were versions
    with pytest.raises(UsageError, match="state version"):
        Checkpoint.from_state({**state, "version": STATE_VERSION + 1})


@pytest.mark.parametrize("shape", ["402", "403", "429", "success_false", "short_page"])
def test_credits_that_run_out_end_the_probe_and_nothing_wrong_is_learnt(shape: str) -> None:
    whole = {finding.question: finding.answer for finding in probed(engine_of(jobs=8_000)).found}
    for allowance in range(0, 40, 3):
        engine = engine_of(f"credits_out={shape}", jobs=8_000, credits=allowance)
        probe = probed(engine)
        assert len(engine.charged_ids()) <= allowance
        for finding in probe.found:
            assert finding.answer in (whole[finding.question], "unknown")
        if allowance < 10:
            assert isinstance(probe.error, Stopped)


def in_cycle(warehouse: Warehouse, **settings: Any) -> int:
    """What a new run takes to be spent in the cycle already."""
    run = Run("backfill")
    bind_to_cycle(run, quick(**{"max_credits_per_cycle": 5_000, **settings}), warehouse)
    return run.limits.spent_in_cycle


def test_a_killed_run_counts_for_what_it_sent_whatever_the_settings_are_now(tmp_path: Path) -> None:
    engine = engine_of(data=write(JOBS, tmp_path / "jobs.jsonl"))
    read(engine, tmp_path / "w", max_credits_per_cycle=10**6)
    warehouse, killed = Warehouse(tmp_path / "w"), Run("backfill")
    clean = in_cycle(warehouse)
    assert clean == len(engine.charged_ids())
    bind_to_cycle(killed, quick(max_credits_per_cycle=5_000), warehouse)
    for _ in range(3):
        killed.counters.count_request(100)
    killed.counters.count_answer(RequestRecord("w", 1, 200, 5, rows=100, credits_used=40), 100)
    warehouse.load_in_progress.touch()
    for pages in (1, 100):
        assert in_cycle(warehouse, pages_per_batch=pages) == clean + 40 + 100 + 100
    shutil.rmtree(warehouse.working)
    warehouse.database.unlink()  # what was paid is paid, wherever its records went
    assert in_cycle(warehouse) == clean + 240


def test_a_kill_of_an_earlier_version_counts_as_a_full_batch_once(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    warehouse.make()
    warehouse.load_in_progress.touch()
    for pages in (20, 5, 5):
        assert in_cycle(warehouse, pages_per_batch=pages, page_size=50) == 20 * 50


@pytest.mark.parametrize(
    ("text", "credits_"),
    [
        ("{today} 700\n2020-01-01 900\n", 700),
        ("{today} 700\n{today} 10", 700 + 1_000),  # cut: it may have been 10000
        ("{today}", 1_000),
        ("\0\xff nonsense\n{today} 700\n", 1_000 + 700),
        ("{today} -700\n", 1_000),
        ("", 0),
    ],
    ids=["whole", "cut", "cut short", "damaged", "negative", "empty"],
)
def test_a_damaged_line_of_what_was_spent_counts_as_a_full_batch(text: str, credits_: int, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    warehouse.make()
    warehouse.unrecorded_credits.write_text(text.format(today=today_utc()), encoding="latin-1")
    assert in_cycle(warehouse, pages_per_batch=10) == credits_


def test_a_damaged_journal_counts_as_a_full_batch(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    warehouse.spending.mkdir(parents=True)
    (warehouse.spending / "damaged").write_bytes(b"\0" * 24)
    assert in_cycle(warehouse, pages_per_batch=10) == 1_000


def test_a_journal_goes_with_its_cycle_once_the_ledger_says_the_same_and_never_by_the_clock_alone(
    tmp_path: Path,
) -> None:
    warehouse = Warehouse(tmp_path / "w")
    recorded = read(engine_of(data=write(JOBS[:300], tmp_path / "jobs.jsonl")), warehouse.folder)
    spent = in_cycle(warehouse)
    assert (warehouse.spending / recorded.run_id).exists()
    (warehouse.spending / "killed").write_text(f"{today_utc()} 000000000900\n")
    assert in_cycle(warehouse) == spent + 900
    with time_machine.travel(pendulum.now().add(days=80)):
        in_cycle(warehouse)
    assert [path.name for path in warehouse.spending.iterdir() if path.is_file()] == ["killed"]
    assert in_cycle(warehouse) == spent + 900


def test_an_unwritable_journal_stops_the_run_before_a_request(tmp_path: Path) -> None:
    engine = engine_of(data=write(JOBS[:300], tmp_path / "jobs.jsonl"))
    warehouse, run = Warehouse(tmp_path / "w"), Run("backfill", transport=transport(engine))
    (warehouse.spending / run.run_id).mkdir(parents=True)
    with RateLimiter(10**6) as rate_limiter, pytest.raises(Stopped, match="cannot be written"):
        backfill.backfill(session_of(warehouse, quick(), run), rate_limiter)
    assert engine.stats.requests == 0
