"""What the commands that read for long share: the rate budget, with the progress of the run shown meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
        RateBudget.at(warehouse.rate, requests_per_minute, run.say) as budget,
        shown(run, Pace(requests_per_minute, budget.used, page_size), form),
    ):
        yield budget
