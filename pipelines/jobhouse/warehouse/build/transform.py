"""Builds the SQL models into the warehouse file: all of them or, where one fails, none.

SQLMesh knows the models, their order and their audits; this module knows none of their names. The whole build is one
transaction, so a failed audit leaves every table, and SQLMesh's own state, as it was.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
from sqlmesh.core.engine_adapter.base import EngineAdapter

from jobhouse.counting import counted
from jobhouse.errors import UsageError
from jobhouse.interrupts import interruption_kept
from jobhouse.sentrion.config.search import Search
from jobhouse.sentrion.config.settings import Settings
from jobhouse.warehouse.build.foreign_models import drop_built, foreign_kept, foreign_names, names_of, schemas_of
from jobhouse.warehouse.build.own_models import build_own_models
from jobhouse.warehouse.build.sqlmesh_console import Listener
from jobhouse.warehouse.build.sqlmesh_run import Subject, build_models, context_of, transaction
from jobhouse.warehouse.connect import held_open
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.killed_loads import remove_doubles
from jobhouse.warehouse.memory import with_enough_memory
from jobhouse.warehouse.migration import migrate
from jobhouse.warehouse.raw_tables import RAW_TABLES, make_table
from jobhouse.warehouse.storage_errors import storage_errors_translated
from jobhouse.warehouse.verify.stored_verdicts import store_missing_verdicts

_MODELS: Final = Subject("The models", "the marts are as they were")
_HAS_POSTINGS: Final = "select 1 from duckdb_tables() where schema_name = 'sentrion' and table_name = 'job_versions'"

OnBuilt = Callable[[str, float, int], None]
"""Called with a model's name, the seconds it took and the number of audits that it passed."""


@dataclass(frozen=True)
class Built:
    """What a build did: models evaluated, audits passed, seconds, and what the audits warn of, a sentence each."""

    models: int
    audits: int
    seconds: float
    warnings: tuple[str, ...] = ()


def project() -> Path:
    """The folder of the SQLMesh project: beside the package in a checkout, inside it once installed."""
    package = Path(__file__).resolve().parents[2]
    installed = package / "_sql"
    return installed if installed.is_dir() else package.parents[1] / "sql"


def transform(
    warehouse: Warehouse,
    *,
    full: bool = False,
    on_built: OnBuilt | None = None,
    keep_waiting: Callable[[], bool] = lambda: True,
) -> Built:
    """Bring all models up to date with what is loaded.

    The file is held open from the first query to the commit, since a reader in between would lock SQLMesh out. A build
    that runs out of memory is started again with more.

    Args:
        warehouse: the folder.
        full: build the models from nothing.
        on_built: called for each model that was built.
        keep_waiting: called before each further try while another program holds the file.

    Raises:
        UsageError: nothing was read into the warehouse yet, or its folder must not be written.
        Stopped: another program holds the file, or the disk is full; nothing has changed.
        DataCheckFailed: a model or an audit failed and nothing has changed; or a model of the user's own failed, after
            ours were committed.
    """
    started = time.monotonic()
    ours, own = with_enough_memory(
        lambda memory_mb: _build(warehouse, memory_mb, full=full, on_built=on_built, keep_waiting=keep_waiting)
    )
    models, audits = len(ours.models) + len(own.models), ours.audits + own.audits
    return Built(models, audits, time.monotonic() - started, (*ours.warnings, *own.warnings))


def _build(
    warehouse: Warehouse, memory_mb: int, *, full: bool, on_built: OnBuilt | None, keep_waiting: Callable[[], bool]
) -> tuple[Listener, Listener]:
    """Build our models and then the user's; one listener for each says what was built."""
    console = Listener(on_built)
    with storage_errors_translated(_MODELS.models, _MODELS.kept), _ready(warehouse, keep_waiting) as db:
        _clear_leftovers(warehouse)
        with (
            context_of(warehouse, console, project(), memory_mb) as context,
            transaction(context.engine_adapter),
        ):
            names = names_of(context)
            _complete_raw_tables(context.engine_adapter)
            if full:
                drop_built(context, schemas_of(names), kept=foreign_names(context, names))
            with foreign_kept(context, names), interruption_kept():
                build_models(context, console, _MODELS)
        return console, build_own_models(warehouse, db, project(), names, Listener(on_built), memory_mb, full=full)


def _complete_raw_tables(adapter: EngineAdapter) -> None:
    """Make the raw tables that nothing was loaded into yet, and the columns that an earlier jobhouse did not write.

    Such tables are the findings of a probe that was never run. dlt finds both there when it loads.
    """
    for table in RAW_TABLES:
        make_table(adapter.execute, table)


def _clear_leftovers(warehouse: Warehouse) -> None:
    """Remove what killed builds left: halves of cached files, and what DuckDB had spilled."""
    for unfinished in (
        *(warehouse.folder / "sqlmesh").glob("*/*__tmp*"),
        *(warehouse.folder / "spill").glob("duckdb_temp_*"),
    ):
        unfinished.unlink(missing_ok=True)


@contextmanager
def _ready(warehouse: Warehouse, keep_waiting: Callable[[], bool]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file held open, once there is something in it to build from and doubles of a killed load are removed."""
    if not warehouse.database.exists():
        raise _nothing_to_build_from(warehouse)
    with held_open(warehouse, keep_waiting) as db:
        if not db.execute(_HAS_POSTINGS).fetchone():
            raise _nothing_to_build_from(warehouse)
        # SQLMesh sets the same folder, which DuckDB refuses to change once it has spilled
        db.execute("set temp_directory = ?", [str((warehouse.folder / "spill").resolve())])
        if warehouse.load_in_progress.exists():
            remove_doubles(db)
        migrate(db)
        store_missing_verdicts(db, _known_search)
        yield db


def _known_search(name: str) -> Search | None:
    """A search as the settings have it, which a build does not need: it goes on where they are wrong."""
    try:
        return Settings.load_without_key().known_search(name)
    except UsageError:
        return None


def _nothing_to_build_from(warehouse: Warehouse) -> UsageError:
    return UsageError(
        f"There is nothing in the warehouse {warehouse.folder} to build from; "
        f"fill it with {warehouse.command('jobhouse backfill')}."
    )


def say_progress(model: str, seconds: float, audits: int) -> None:
    """One line on stderr for each model built."""
    sys.stderr.write(f"  {model}  {seconds:.1f} s, {counted(audits, 'audit')} passed\n")
    sys.stderr.flush()
