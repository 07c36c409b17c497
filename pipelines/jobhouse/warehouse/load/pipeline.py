"""The load loop: read a batch, make it a package, load it, until the run ends.

Rows and cursors travel in one package. Killed at any point, at most one batch of pages is requested again: a package
that was not finished is dropped, and one that was is loaded first by the next run.
"""

from __future__ import annotations

import ctypes
import shutil
import sys
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import dlt
import duckdb
import pyarrow as pa
from dlt.pipeline.exceptions import PipelineStepFailed

from jobhouse.errors import Stopped
from jobhouse.sentrion import sentrion
from jobhouse.sentrion.config.billing_cycle import cycle_start
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.rate_limiter import RateBudget
from jobhouse.sentrion.plan.rereads import RereadQueue
from jobhouse.sentrion.plan.windows import Order, oldest_day
from jobhouse.sentrion.read.batch import as_day, resolve_backfill, today_utc
from jobhouse.sentrion.read.session import BatchLimits, ReadSession
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.connect import MEMORY_MB, writer
from jobhouse.warehouse.dlt_options import DATASET, PIPELINE, configure_dlt
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.outcomes import mark_killed_runs
from jobhouse.warehouse.ledger.spending import bind_to_cycle, paid_for
from jobhouse.warehouse.load.destination import SettledDuckDb
from jobhouse.warehouse.load.dlt_paths import allow_percent_signs
from jobhouse.warehouse.load.load_failures import is_damage, ran_out_of_memory, translate_errors
from jobhouse.warehouse.load.recall import recall
from jobhouse.warehouse.load.recovery import remove_doubles, remove_unrecorded
from jobhouse.warehouse.load.working_folder import FileFacts, WorkingFolder
from jobhouse.warehouse.locks import WarehouseLock
from jobhouse.warehouse.write_ahead_log import set_aside_foreign_log

BATCH_BYTES: Final = 32 * 1024**2
"""Answers that make a full batch, long before its pages do where texts are long: what bounds a load's memory."""
MOST_MEMORY_MB: Final = 16 * MEMORY_MB
"""What a package may be given that has run out of less, such as one of postings with enormous texts."""

_M_ARENA_MAX: Final = -8  # of malloc.h


@dataclass(frozen=True)
class BackfillRange:
    """Which days to read and in which order; None stands for the whole history."""

    since: str | None = None
    until: str | None = None
    order: Order = "expiring"

    def still_served(self) -> BackfillRange:
        """The same without the days that midnight took from the API's six years since they were asked for."""
        lapsed = self.since is not None and as_day(self.since, "since") < oldest_day(today_utc())
        return replace(self, since=None) if lapsed else self


def read_history(
    warehouse: Warehouse,
    settings: Settings,
    run: Run,
    budget: RateBudget,
    wanted: BackfillRange | None = None,
    turn: WarehouseLock | None = None,
    pipeline: dlt.Pipeline | None = None,
    rereads: RereadQueue | None = None,
) -> None:
    """Read what is missing into the warehouse, batch by batch, until `run` has ended.

    Between two batches, `turn` is lent to a nightly run that waits for it. `pipeline` is what `resume_pipeline` gave,
    where the run has called it already. `rereads` are days that are read once more.

    Raises:
        JobhouseError: what ended the run early; everything read before it is loaded.
    """
    wanted = wanted or BackfillRange()
    resolve_backfill(
        settings, run.search, wanted.since, wanted.until, wanted.order
    )  # what is wrong is said before any work
    batch = BatchLimits(settings.pages_per_batch, settings.batch_seconds, BATCH_BYTES)
    session = ReadSession(run, batch, rereads)
    with translate_errors():
        _read_batches(pipeline or resume_pipeline(warehouse, run), warehouse, settings, session, budget, wanted, turn)
    if run.events.error:
        raise run.events.error
    if run.events.interrupted and not run.events.finished:
        raise Stopped("Interrupted; what was read is loaded, run the same command again to go on.")


def _read_batches(
    pipeline: dlt.Pipeline,
    warehouse: Warehouse,
    settings: Settings,
    session: ReadSession,
    budget: RateBudget,
    wanted: BackfillRange,
    turn: WarehouseLock | None,
) -> None:
    run = session.run
    recall(pipeline, warehouse, session)
    bind_to_cycle(run, settings, warehouse)
    # a run that may read free pages alone reads what was paid for in this cycle, whenever it was stored first
    since = None if run.limits.free_only else cycle_start(today_utc(), settings.billing_cycle_day)
    session.paid_for = partial(paid_for, warehouse, since=since)
    warehouse.load_in_progress.touch()
    while not run.events.ended or session.held:
        if turn and turn.is_wanted() and not session.held:
            pipeline = _after_lending(turn, warehouse, settings, session)
        days = wanted.still_served()
        run.events.enter("reading")
        _extract(
            pipeline, warehouse, sentrion(days.since, days.until, run.search, days.order, settings, session, budget)
        )
        if not session.held:
            run.counters.mark_packed()
        run.events.enter("loading")
        _drain(pipeline, warehouse, run)
    _all_is_loaded(warehouse)


def _all_is_loaded(warehouse: Warehouse) -> None:
    """Take away the mark of a load, whatever somebody has made of it."""
    if warehouse.load_in_progress.is_dir():
        shutil.rmtree(warehouse.load_in_progress)
    else:
        warehouse.load_in_progress.unlink(missing_ok=True)


def _after_lending(turn: WarehouseLock, warehouse: Warehouse, settings: Settings, session: ReadSession) -> dlt.Pipeline:
    """Let the nightly run have its turn, then begin anew from the state that it left."""
    run = session.run
    _all_is_loaded(warehouse)
    run.events.last_warning = "a nightly run has its turn; waiting for it"
    turn.yield_to(is_over=lambda: run.events.ended)
    run.events.last_warning = None
    session.seen_pages.windows.clear()  # another process read on in them
    pipeline = resume_pipeline(warehouse, run)
    recall(pipeline, warehouse, session)
    bind_to_cycle(run, settings, warehouse, anew=True)
    warehouse.load_in_progress.touch()
    return pipeline


def resume_pipeline(warehouse: Warehouse, run: Run) -> dlt.Pipeline:
    """The pipeline, with all that earlier runs read loaded and the progress that the file records at hand."""
    warehouse.make()
    folder = WorkingFolder(warehouse)
    with translate_errors():
        set_aside_foreign_log(warehouse, run.events.add_note)
        with writer(warehouse, keep_waiting=partial(keep_waiting, run)) as db:
            if not folder.make_room(FileFacts.of(db), run.events.add_note):
                return _begun_anew(warehouse, folder, run, db)
        _load_pending(warehouse, folder, run)
        with writer(warehouse, keep_waiting=partial(keep_waiting, run)) as db:
            return _begun_anew(warehouse, folder, run, db)


def _load_pending(warehouse: Warehouse, folder: WorkingFolder, run: Run) -> None:
    """Load what earlier runs extracted; packages that dlt cannot digest are set aside, or no run would get past them.

    The mark of a load that may have been cut short is left, since one was.
    """
    warehouse.load_in_progress.touch()
    try:
        _normalize_and_load(open_pipeline(warehouse), warehouse, run)
    except Exception as error:
        if not is_damage(error, folder):
            raise
        folder.set_aside("a batch that waited there to be loaded is damaged", run.events.add_note)


def _begun_anew(warehouse: Warehouse, folder: WorkingFolder, run: Run, db: duckdb.DuckDBPyConnection) -> dlt.Pipeline:
    """The pipeline with a new working folder, its state restored from the file."""
    if warehouse.load_in_progress.exists():
        remove_doubles(db)
        remove_unrecorded(db)
    mark_killed_runs(db, warehouse, run)
    folder.wipe()
    pipeline = open_pipeline(warehouse)
    pipeline.sync_destination()
    return pipeline


def store(pipeline: dlt.Pipeline, warehouse: Warehouse, run: Run, source: object) -> None:
    """Extract one source and load it."""
    with translate_errors():
        warehouse.load_in_progress.touch()
        _extract(pipeline, warehouse, source)
        run.counters.mark_packed()
        _drain(pipeline, warehouse, run)
        _all_is_loaded(warehouse)


def open_pipeline(warehouse: Warehouse) -> dlt.Pipeline:
    """Dlt's pipeline into the warehouse file, its state restored from there where the working folder is new."""
    configure_dlt()
    allow_percent_signs()
    _share_free_memory()
    warehouse.make()
    # a relative path would lead to where the pipeline was first run, which dlt remembers
    database = str(warehouse.database.absolute())
    return dlt.pipeline(
        PIPELINE,
        pipelines_dir=str(warehouse.working),
        destination=SettledDuckDb(database),
        dataset_name=DATASET,
    )


def _share_free_memory() -> None:
    """Let what one has freed serve the next: Arrow's own pool keeps it, and glibc sets it apart for each thread."""
    pa.set_memory_pool(pa.system_memory_pool())
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):  # musl has none
        mallopt(_M_ARENA_MAX, 1)


def _extract(pipeline: dlt.Pipeline, warehouse: Warehouse, source: object) -> None:
    pipeline.extract(source, loader_file_format="parquet")
    WorkingFolder(warehouse).note_contents()


def _drain(pipeline: dlt.Pipeline, warehouse: Warehouse, run: Run) -> None:
    """Load what was extracted; `dlt.Pipeline.run` would load what is pending and ignore what it was given."""
    _normalize_and_load(pipeline, warehouse, run)
    WorkingFolder(warehouse).forget_loaded()


def _normalize_and_load(pipeline: dlt.Pipeline, warehouse: Warehouse, run: Run) -> None:
    pipeline.normalize()
    if pipeline.list_normalized_load_packages():
        _load(pipeline, warehouse, run, MEMORY_MB)


def _load(pipeline: dlt.Pipeline, warehouse: Warehouse, run: Run, memory_mb: int) -> None:
    """Load, keeping the file open over all of dlt's connections; with more memory where that ran out.

    dlt closes its last one between any two jobs, and each time DuckDB writes everything from its log into the file: the
    staging tables too, compressed, to delete them a moment later.
    """
    try:
        with writer(warehouse, memory_mb, partial(keep_waiting, run)):
            pipeline.load()
    except PipelineStepFailed as error:
        if not ran_out_of_memory(error) or memory_mb >= MOST_MEMORY_MB:
            raise
        _load(pipeline, warehouse, run, 4 * memory_mb)


def keep_waiting(run: Run) -> bool:
    """Say on the display that the file is held by another program; the wait ends when the run is interrupted."""
    run.events.last_warning = "another program holds the warehouse file open; waiting for it"
    return not run.events.interrupted
