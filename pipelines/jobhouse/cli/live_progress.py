"""The rate limiter of a run, with its progress shown while it reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jobhouse.cli.messages import notes_printed
from jobhouse.cli.new_warehouse import announce_new

if TYPE_CHECKING:
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
    from jobhouse.sentrion.state.run import Run
    from jobhouse.terminal.progress.display import ProgressFormat
    from jobhouse.warehouse.folder import Warehouse
    from jobhouse.warehouse.locks import WarehouseLock


@contextmanager
def rate_limiter_with_progress(
    warehouse: Warehouse, run: Run, form: ProgressFormat, requests_per_minute: int, page_size: int
) -> Iterator[RateLimiter]:
    """The rate limiter of the warehouse, for a run whose progress is shown in this form."""
    from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
    from jobhouse.terminal.progress.display import progress_shown
    from jobhouse.terminal.progress.pace import Pace

    with (
        RateLimiter.at(warehouse.rate, requests_per_minute, run.events.add_note) as rate_limiter,
        progress_shown(run, Pace(requests_per_minute, rate_limiter.used, page_size), form),
    ):
        yield rate_limiter


@contextmanager
def rate_limiter_with_lock(
    warehouse: Warehouse, settings: Settings, run: Run
) -> Iterator[tuple[WarehouseLock, RateLimiter]]:
    """Hold the warehouse and the rate limiter; the run's notes are printed however it ends."""
    with warehouse.held() as lock:
        warehouse.refuse_demo()
        announce_new(warehouse)
        with rate_limiter_for(warehouse, settings, run) as rate_limiter:
            yield lock, rate_limiter


@contextmanager
def rate_limiter_for(
    warehouse: Warehouse, settings: Settings, run: Run, *, silent: bool = False
) -> Iterator[RateLimiter]:
    """The rate limiter, for a run that asks little and can be interrupted; its notes are printed however it ends."""
    from jobhouse.interrupts import interruptible
    from jobhouse.sentrion.fetch.rate_limiter import RateLimiter

    with (
        notes_printed(run, silent=silent),
        interruptible(run),
        RateLimiter.at(warehouse.rate, settings.requests_per_minute, run.events.add_note) as rate_limiter,
    ):
        yield rate_limiter
