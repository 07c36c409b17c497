"""What the commands that read for long share: the rate budget, with the progress of the run shown meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jobhouse.cli.messages import say_notes
from jobhouse.cli.new_warehouse import announce_new

if TYPE_CHECKING:
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.fetch.rate_limiter import RateBudget
    from jobhouse.sentrion.state.run import Run
    from jobhouse.terminal.display import Form
    from jobhouse.warehouse.folder import Warehouse


@contextmanager
def watched(
    warehouse: Warehouse, run: Run, form: Form, requests_per_minute: int, page_size: int
) -> Iterator[RateBudget]:
    """The rate budget of the warehouse, for a run whose progress is shown in this form."""
    from jobhouse.sentrion.fetch.rate_limiter import RateBudget
    from jobhouse.terminal.display import shown
    from jobhouse.terminal.progress import Pace

    with (
        RateBudget.at(warehouse.rate, requests_per_minute, run.events.add_note) as budget,
        shown(run, Pace(requests_per_minute, budget.used, page_size), form),
    ):
        yield budget


@contextmanager
def asking_held(warehouse: Warehouse, settings: Settings, run: Run) -> Iterator[RateBudget]:
    """Hold the warehouse and the rate budget; say at the end what is to be known."""
    from jobhouse.interrupts import interruptible
    from jobhouse.sentrion.fetch.rate_limiter import RateBudget

    announce_new(warehouse)
    with warehouse.held(), interruptible(run):
        warehouse.refuse_demo()
        with RateBudget.at(warehouse.rate, settings.requests_per_minute, run.events.add_note) as budget:
            yield budget
    say_notes(run)
