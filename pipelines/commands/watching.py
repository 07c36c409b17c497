"""What the commands that read for long share: the rate budget, with the progress of the run shown meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.report.display import Form
    from pipelines.sentrion.budget import RateBudget
    from pipelines.sentrion.run import Run
    from pipelines.warehouse.folder import Warehouse


@contextmanager
def watched(
    warehouse: Warehouse, run: Run, form: Form, requests_per_minute: int, page_size: int
) -> Iterator[RateBudget]:
    """The rate budget of the warehouse, for a run whose progress is shown in this form."""
    from pipelines.report.display import shown
    from pipelines.report.progress import Pace
    from pipelines.sentrion.budget import RateBudget

    with (
        RateBudget.at(warehouse.rate, requests_per_minute, run.say) as budget,
        shown(run, Pace(requests_per_minute, budget.used, page_size), form),
    ):
        yield budget
