"""A backfill of a few packages within this process, and copies of its folder as a kill at some moment leaves it.

A copy of the folder is what a kill leaves: what the process has handed to the system is in the files, and what it still
holds in its memory is not.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pendulum
import pytest

from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.options import DEFAULT_KEY
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.read.batch import BatchItem
from jobhouse.sentrion.read.read_ahead import ReadAhead
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load import pipeline
from jobhouse.warehouse.runs import backfill
from tests.support.history import Job, job, query, write
from tests.support.in_process import engine_of, quick, transport
from tests.support.invariants import KEYS, assert_whole
from tests.support.sessions import session_of

DAYS: Final = 65
PAGES_PER_BATCH: Final = 3
_KEYS: Final = {table: ", ".join(keys) for table, keys in KEYS.items() if table != "findings"}
DOUBLES: Final = " union all ".join(
    f"select count(*) - count(distinct ({keys})) from sentrion.{table}" for table, keys in _KEYS.items()
)


def jobs(count: int = 60) -> list[Job]:
    """Jobs of the last two months."""
    today = pendulum.now("UTC").date()
    return [job(number, today.subtract(days=number % DAYS).isoformat()) for number in range(count)]


@contextmanager
def reading_waits_for_loading() -> Iterator[None]:
    """Read no batch before the last one is loaded, so that two runs write the same in the same order."""

    def batches(ahead: ReadAhead) -> Iterator[Iterator[BatchItem]]:
        while (first := ahead._items.get()) is not None:
            yield iter(list(ahead._batch(first)))
            ahead._taken.release()

    def pause(ahead: ReadAhead) -> None:
        ahead._session.is_paused = True
        ahead._taken.release()  # after a failure, the batch in hand never is loaded

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ReadAhead, "batches", batches)
        patch.setattr(ReadAhead, "pause", pause)
        yield


@dataclass(frozen=True)
class World:
    """A sandbox and a warehouse that is read from it."""

    data: Path
    engine: Engine
    folder: Path
    versions: frozenset[str]

    @classmethod
    def at(cls, place: Path, count: int = 60) -> World:
        made = jobs(count)
        data = write(made, place / "jobs.jsonl")
        return cls(data, engine_of(data=data), place / "w", frozenset(version_id_of(j) for j in made))

    def read(self, max_requests: int | None = None) -> Run:
        """A backfill, as the command does it."""
        settings = quick(page_size=10, pages_per_batch=PAGES_PER_BATCH, max_concurrency=1, max_window_jobs=1_000)
        run = Run(
            "backfill",
            limits=RunLimits(max_requests=max_requests, max_credits=10_000),
            transport=transport(self.engine),
        )
        since = pendulum.now("UTC").date().subtract(days=DAYS).isoformat()
        warehouse = Warehouse(self.folder)
        with (
            reading_waits_for_loading(),
            warehouse.held() as lock,
            RateLimiter.at(warehouse.rate, settings.requests_per_minute) as rate_limiter,
        ):
            backfill.backfill(
                session_of(warehouse, settings, run, BackfillRange(since=since), lock), rate_limiter, probes=False
            )
        return run

    def snapshot(self, folder: Path) -> World:
        """The folder as it is now, with a sandbox of its own that knows what was paid for."""
        if self.folder.exists():
            shutil.copytree(self.folder, folder, symlinks=True)
        return replace(self, folder=folder).renewed(self.engine.charged_ids())

    def renewed(self, paid: set[int]) -> World:
        engine = engine_of(data=self.data)
        engine.accounts[DEFAULT_KEY].charge(sorted(paid))
        return replace(self, engine=engine)

    def copied(self, folder: Path) -> World:
        """The same once more, for a test that changes it."""
        return self.snapshot(folder)

    def check(self) -> None:
        """Every job once, recorded and paid for once."""
        assert_whole(self.folder, set(self.versions))
        assert self.engine.accounts[DEFAULT_KEY].charged == len(self.versions)
        assert query(self.folder, DOUBLES) == [(0,) for _ in _KEYS]


def stopped_before(step: str, at: int, world: World, folder: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """What a kill leaves just before the n-th call of a function of the load loop."""
    original: Callable[..., Any] = getattr(pipeline, step)
    left: list[World] = []
    calls = 0

    def copying(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == at:
            left.append(world.snapshot(folder))
        return original(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, step, copying)
        world.read()
    return left[0]
