"""dlt's pipeline into the warehouse file: one package is extracted, normalized and loaded.

Rows and the cursors they lead to travel in one package, so both are stored or neither is.
"""

from __future__ import annotations

from typing import Final

import dlt
from dlt.common.configuration.utils import get_resolved_traces
from dlt.pipeline.exceptions import PipelineStepFailed

from jobhouse.durable_files import make_mark
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.connect import MEMORY_MB, writer
from jobhouse.warehouse.deletions import remove_hits_of_later_versions
from jobhouse.warehouse.dlt_options import DATASET, PIPELINE, configure_dlt
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.lean_process import collect_garbage_seldom, leave_pandas_out, share_free_memory
from jobhouse.warehouse.load.destination import WarehouseDuckDb, allow_percent_signs
from jobhouse.warehouse.load.load_failures import translate_errors
from jobhouse.warehouse.load.working_folder import WorkingFolder
from jobhouse.warehouse.memory import ran_out_of_memory
from jobhouse.warehouse.waiting import until_interrupted

MOST_MEMORY_MB: Final = 16 * MEMORY_MB
"""The most that DuckDB is given for a package that ran out of less, such as one of postings with enormous texts."""


def open_pipeline(warehouse: Warehouse) -> dlt.Pipeline:
    """Dlt's pipeline into the warehouse file; a new working folder gets its state from there."""
    configure_dlt()
    allow_percent_signs()
    share_free_memory()
    collect_garbage_seldom()
    leave_pandas_out()
    # dlt notes each look-up of a setting, thousands in a package, and forgets none: some 45 MB for 400,000 jobs
    get_resolved_traces().logging_enabled = False
    # a relative path would lead to where the pipeline was first run, which dlt remembers
    database = str(warehouse.database.absolute())
    return dlt.pipeline(
        PIPELINE,
        pipelines_dir=str(warehouse.working),
        destination=WarehouseDuckDb(database),
        dataset_name=DATASET,
    )


def store(pipeline: dlt.Pipeline, warehouse: Warehouse, run: Run, source: object) -> None:
    """Extract one source and load it.

    Raises:
        JobhouseError: what kept it from being stored; what was extracted is loaded by the next run.
    """
    with translate_errors():
        make_mark(warehouse.load_in_progress)
        extract(pipeline, warehouse, source)
        run.counters.mark_packed()
        load_extracted(pipeline, warehouse, run)
        warehouse.end_load()


def extract(pipeline: dlt.Pipeline, warehouse: Warehouse, source: object) -> None:
    """Read the source into a package."""
    pipeline.extract(source, loader_file_format="parquet")
    WorkingFolder(warehouse).note_contents()


def load_extracted(pipeline: dlt.Pipeline, warehouse: Warehouse, run: Run) -> None:
    """Load what was extracted; `dlt.Pipeline.run` would load what is pending and ignore what it was given."""
    normalize_and_load(pipeline, warehouse, run)
    WorkingFolder(warehouse).forget_loaded()


def normalize_and_load(pipeline: dlt.Pipeline, warehouse: Warehouse, run: Run) -> None:
    """Load all packages of the working folder."""
    pipeline.normalize()
    if pipeline.list_normalized_load_packages():
        _load(pipeline, warehouse, run, MEMORY_MB)


def _load(pipeline: dlt.Pipeline, warehouse: Warehouse, run: Run, memory_mb: int) -> None:
    """Load, keeping the file open over all of dlt's connections; with more memory where that ran out.

    dlt closes its last connection between any two jobs. With no other open, DuckDB would then write everything from its
    log into the file: the staging tables too, compressed, to delete them a moment later.
    """
    try:
        with writer(warehouse, memory_mb, until_interrupted(run)) as db:
            pipeline.load()
            remove_hits_of_later_versions(db)
    except PipelineStepFailed as error:
        if not ran_out_of_memory(error) or memory_mb >= MOST_MEMORY_MB:
            raise
        _load(pipeline, warehouse, run, 4 * memory_mb)
