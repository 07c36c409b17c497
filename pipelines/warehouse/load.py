"""The load loop: read a batch, make it a package, load it, until the run ends.

Rows and cursors travel in one package. Killed at any point, at most one batch of pages is requested again: a package
that was not finished is dropped, and one that was is loaded first by the next run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import dlt
import duckdb
import pyarrow as pa
from dlt.destinations.exceptions import DestinationConnectionError
from dlt.destinations.impl.duckdb.configuration import DuckDbCredentials
from dlt.pipeline.exceptions import PipelineStepFailed

from pipelines.errors import JobhouseError, Stopped
from pipelines.sentrion import sentrion
from pipelines.sentrion.batch import as_day, scope_of, today_utc
from pipelines.sentrion.budget import RateBudget
from pipelines.sentrion.run import Run
from pipelines.sentrion.settings import Settings
from pipelines.sentrion.windows import Order, oldest_day
from pipelines.warehouse.dlt_options import DATASET, DUCKDB_OPTIONS, quiet_dlt
from pipelines.warehouse.folder import Warehouse
from pipelines.warehouse.killed_loads import remove_doubles, remove_unrecorded
from pipelines.warehouse.spending import bind_to_cycle
from pipelines.warehouse.turns import Turn

PIPELINE: Final = "jobhouse"
READERS_SECONDS: Final = 600.0
"""How long a load waits for programs that hold the file open."""


@dataclass(frozen=True)
class Wanted:
    """Which days to read and in which order; None stands for the whole history."""

    since: str | None = None
    until: str | None = None
    order: Order = "expiring"

    def still_served(self) -> Wanted:
        """The same without the days that midnight took from the API's six years since they were asked for."""
        lapsed = self.since is not None and as_day(self.since, "since") < oldest_day(today_utc())
        return replace(self, since=None) if lapsed else self


def read_history(
    warehouse: Warehouse,
    settings: Settings,
    run: Run,
    budget: RateBudget,
    wanted: Wanted | None = None,
    turn: Turn | None = None,
) -> None:
    """Read what is missing into the warehouse, batch by batch, until `run` has ended.

    Between two batches, `turn` is lent to a nightly run that waits for it.

    Raises:
        JobhouseError: what ended the run early; everything read before it is loaded.
    """
    wanted = wanted or Wanted()
    scope_of(settings, run.search, wanted.since, wanted.until, wanted.order)  # what is wrong is said before any work
    run.batch_pages, run.batch_seconds = settings.pages_per_batch, settings.batch_seconds
    pipeline = taken_up(warehouse, run)
    bind_to_cycle(run, settings, warehouse)
    warehouse.unclean.touch()
    while not run.ended:
        if turn and turn.is_wanted():
            pipeline = _after_lending(turn, warehouse, run)
        days = wanted.still_served()
        run.enter("reading")
        _extract(pipeline, sentrion(days.since, days.until, run.search, days.order, settings, run, budget))
        run.enter("loading")
        _patiently(run, partial(_drain, pipeline, warehouse))
    warehouse.unclean.unlink()
    if run.error:
        raise run.error
    if run.interrupted and not run.finished:
        raise Stopped("Interrupted; what was read is loaded, run the same command again to go on.")


def _after_lending(turn: Turn, warehouse: Warehouse, run: Run) -> dlt.Pipeline:
    """Let the nightly run have its turn, then begin anew from the state that it left."""
    warehouse.unclean.unlink()
    run.last_warning = "a nightly run has its turn; waiting for it"
    turn.lend(is_over=lambda: run.ended)
    run.last_warning = None
    run.memory.windows.clear()  # what was seen of a window is worth nothing once another process read on in it
    pipeline = taken_up(warehouse, run)
    warehouse.unclean.touch()
    return pipeline


def taken_up(warehouse: Warehouse, run: Run) -> dlt.Pipeline:
    """The pipeline, with all that earlier runs read loaded and their state at hand."""
    pipeline = open_pipeline(warehouse)
    _patiently(run, lambda: _take_up(pipeline, warehouse))
    return pipeline


def store(pipeline: dlt.Pipeline, warehouse: Warehouse, run: Run, source: object) -> None:
    """Extract one source and load it."""
    warehouse.unclean.touch()
    _extract(pipeline, source)
    _patiently(run, partial(_drain, pipeline, warehouse))
    warehouse.unclean.unlink()


def open_pipeline(warehouse: Warehouse) -> dlt.Pipeline:
    """Dlt's pipeline into the warehouse file, its state restored from there where the working folder is new."""
    quiet_dlt()
    pa.set_memory_pool(pa.system_memory_pool())  # its own one keeps what it once held, and DuckDB could not use it
    warehouse.make()
    # a relative path would lead to where the pipeline was first run, which dlt remembers
    credentials = DuckDbCredentials(str(warehouse.database.absolute()))
    credentials.global_config = dict(DUCKDB_OPTIONS)
    return dlt.pipeline(
        PIPELINE,
        pipelines_dir=str(warehouse.working),
        destination=dlt.destinations.duckdb(credentials),
        dataset_name=DATASET,
    )


def _take_up(pipeline: dlt.Pipeline, warehouse: Warehouse) -> None:
    """Load what the last run left, and take the state from the warehouse where the working folder is new."""
    _drain(pipeline, warehouse)
    if warehouse.unclean.exists() and warehouse.database.exists():
        remove_doubles(warehouse)
        remove_unrecorded(warehouse)
    pipeline.sync_destination()


def _extract(pipeline: dlt.Pipeline, source: object) -> None:
    try:
        pipeline.extract(source, loader_file_format="parquet")
    except PipelineStepFailed as error:
        raise _told(error) from error


def _drain(pipeline: dlt.Pipeline, warehouse: Warehouse) -> None:
    """Load what is pending; `dlt.Pipeline.run` would load it and ignore what it was given."""
    pipeline.normalize()
    if pipeline.list_normalized_load_packages():
        with _kept_open(warehouse):
            pipeline.load()


@contextmanager
def _kept_open(warehouse: Warehouse) -> Iterator[None]:
    """Keep the file open over all the connections of a load.

    dlt closes its last one between any two jobs, and each time DuckDB writes everything from its log into the file: the
    staging tables too, compressed, to delete them a moment later. No settings are given on connecting, since DuckDB
    lets no second connection in with other ones, and dlt gives its own later. Where to spill is told here alone: once
    DuckDB has spilled it refuses to be told, even the same folder again, and dlt would tell it with each connection.
    """
    try:
        kept = duckdb.connect(str(warehouse.database))
    except duckdb.IOException as error:
        raise DestinationConnectionError("duckdb", DATASET, str(error), error) from None
    with kept:
        spill = str(warehouse.folder / "spill").replace("'", "''")
        kept.execute(f"set temp_directory = '{spill}'")
        yield


def _patiently(run: Run, load: Callable[[], None]) -> None:
    """Load, waiting while another program holds the file: dlt loses nothing when it meets one."""
    give_up_at = time.monotonic() + READERS_SECONDS
    while True:
        try:
            return load()
        except (PipelineStepFailed, DestinationConnectionError) as error:
            if isinstance(error, PipelineStepFailed) and not _is_held(error):
                raise _told(error) from error
            if run.interrupted or time.monotonic() > give_up_at:
                raise Stopped(
                    "Another program holds the warehouse file open; close it and run the same command again. "
                    "What was read waits in the working folder."
                ) from None
            run.last_warning = "another program holds the warehouse file open; waiting for it"
            time.sleep(0.5)


def _causes(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = getattr(cause, "exception", None) or cause.__cause__ or cause.__context__
    return chain


def _is_held(error: BaseException) -> bool:
    return any(isinstance(cause, DestinationConnectionError) for cause in _causes(error))


def _told(error: PipelineStepFailed) -> JobhouseError:
    """The sentence for a failed step: our own error where one is inside, else where the batch is kept."""
    causes = _causes(error)
    for cause in causes:
        if isinstance(cause, JobhouseError):
            return cause
    for cause in reversed(causes):
        if isinstance(cause, OSError | duckdb.Error | MemoryError):
            said = " ".join(str(cause).split())[:300]
            return Stopped(f"The batch could not be stored ({said}); mend that and run the same command again.")
    return JobhouseError(f"A bug stopped the {error.step} step: {' '.join(str(error).split())[:500]}")
