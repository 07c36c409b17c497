"""A backfill that kills itself at one point of its n-th load; `test_kill_in_load` starts it.

python dying_load.py POINT LOAD URL FOLDER PAGES_PER_BATCH
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jobhouse.warehouse.dlt_options import configure_dlt

configure_dlt()

from dlt.common.storages.load_package import PackageStorage  # noqa: E402 - dlt is set up before it is imported
from dlt.common.storages.load_storage import LoadStorage  # noqa: E402
from dlt.destinations.job_client_impl import SqlJobClientBase  # noqa: E402
from dlt.pipeline.pipeline import Pipeline  # noqa: E402

from jobhouse.warehouse.connect import writer  # noqa: E402
from jobhouse.warehouse.load import pipeline  # noqa: E402
from tests.support.history import backfill  # noqa: E402


@dataclass(frozen=True)
class Point:
    """Before or after a call of `owner.method`; of a job's file, if its name begins and ends so."""

    owner: type
    method: str
    when: Literal["before", "after"]
    begins: str = ""
    ends: str = ""

    def means(self, arguments: Sequence[object]) -> bool:
        return any(str(value).startswith(self.begins) and str(value).endswith(self.ends) for value in arguments)


# dlt marks a job once the database has committed it, and moves its file to the completed ones a moment later
POINTS = {
    "before the package is loaded": Point(Pipeline, "load", "before"),
    "an insertion committed, and not marked": Point(
        PackageStorage, "save_pending_transition", "before", "job_versions", ".parquet"
    ),
    "an insertion marked, and not completed": Point(
        PackageStorage, "complete_job", "before", "job_versions", ".parquet"
    ),
    "the first job completed": Point(PackageStorage, "complete_job", "after"),
    "a merge committed, and not marked": Point(PackageStorage, "save_pending_transition", "before", "windows", ".sql"),
    "a merge completed": Point(PackageStorage, "complete_job", "after", "", ".sql"),
    "all merged, the package not recorded": Point(SqlJobClientBase, "complete_load", "before"),
    "recorded in the database only": Point(SqlJobClientBase, "complete_load", "after"),
    "the package done": Point(LoadStorage, "complete_load_package", "after"),
}
BEFORE_OUR_CHECKPOINT = "before our closing checkpoint"


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str, fatal_load: int) -> None:
    """Count the loads, and die at the point of the fatal one."""
    loads = 0

    @contextmanager
    def counted(*arguments: Any, **named: Any) -> Iterator[Any]:
        nonlocal loads
        loads += bool(arguments[1:])  # taking up the pipeline opens the file too, without saying for how much
        with writer(*arguments, **named) as db:
            yield db
            if point == BEFORE_OUR_CHECKPOINT and loads == fatal_load:
                kill()

    pipeline.writer = counted  # type: ignore[attr-defined]  # the name by which the module calls it
    if point != BEFORE_OUR_CHECKPOINT:
        lay(POINTS[point], lambda: loads == fatal_load)


def lay(point: Point, is_armed: Callable[[], bool]) -> None:
    original = getattr(point.owner, point.method)

    def deadly(*arguments: Any, **named: Any) -> Any:
        meant = is_armed() and point.means(arguments)
        if meant and point.when == "before":
            kill()
        result = original(*arguments, **named)
        if meant:
            kill()
        return result

    setattr(point.owner, point.method, deadly)


def main() -> None:
    arm(sys.argv[1], int(sys.argv[2]))
    backfill(sys.argv[3], Path(sys.argv[4]), pages_per_batch=int(sys.argv[5]))


if __name__ == "__main__":
    main()
