"""Builds the SQL models into the warehouse file: all that is new or, where one fails, nothing.

SQLMesh knows the models, their order and their audits; this module knows none of their names. The whole build is one
transaction, so a failed audit leaves every table, and SQLMesh's own state, as it was. Where nothing is new since the
last build, SQLMesh is not even imported, which alone takes seconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import duckdb

from jobhouse.counting import counted
from jobhouse.durable_files import make_mark
from jobhouse.interrupts import uninterrupted
from jobhouse.warehouse import model_files
from jobhouse.warehouse.build.fingerprint import code_fingerprint
from jobhouse.warehouse.build.last_build import has_own_models, news_since_last_build, warnings_in
from jobhouse.warehouse.build.listening import Listening, OnBuilt, OnPlanned
from jobhouse.warehouse.build.portable_views import views_made_portable
from jobhouse.warehouse.build.raw_rows import OwnTables, RawRows
from jobhouse.warehouse.build.repeated_build import repeat_build
from jobhouse.warehouse.connect import Fetch, fetch_from, held_open
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.lean_process import allow_pandas
from jobhouse.warehouse.memory import MemoryLimit, too_little_for_build, with_enough_memory
from jobhouse.warehouse.rewriting import bring_over, give_back
from jobhouse.warehouse.storage_errors import storage_errors_translated
from jobhouse.warehouse.unused_tail import cut_unused_tail
from jobhouse.warehouse.waiting import announce, say_on_stderr

_OWN_TABLES: Final = OwnTables()


@dataclass(frozen=True)
class Built:
    """What a build did: models evaluated, audits passed, seconds, and what the audits warn of, a sentence each."""

    models: int
    audits: int
    seconds: float
    warnings: tuple[str, ...] = ()
    views: Path | None = None
    """A file of SQL that shows the marts to DuckDB, where they are no tables of a warehouse."""


@dataclass
class _Extent:
    """Whether all models are built. The reason is printed once, even if the build starts again with more memory."""

    full: bool

    def widen(self, warehouse: Warehouse, lost_rows: Callable[[Fetch], str | None], fetch: Fetch) -> None:
        """Have all built from nothing, and say why, where the raw rows lost some that the models hold."""
        if lost := lost_rows(fetch):
            make_mark(warehouse.rewrite_due)
            if not self.full:
                say_on_stderr(f"{lost}.")
            self.full = True


def transform(
    warehouse: Warehouse,
    *,
    raw: RawRows = _OWN_TABLES,
    full: bool = False,
    on_built: OnBuilt | None = None,
    on_planned: OnPlanned | None = None,
    keep_waiting: Callable[[], bool] = lambda: True,
) -> Built:
    """Bring all models up to date with what is loaded; where nothing is new since the last build, build none.

    The file is held open from the first query to the commit, since a reader in between would lock SQLMesh out. A build
    that runs out of memory is started again with more.

    Args:
        warehouse: the folder.
        raw: where the raw rows are; by default in tables of the file.
        full: build the models from nothing.
        on_built: called for each model that was built.
        on_planned: called before the first of them with how many there will be, the user's own apart.
        keep_waiting: called before each further try while another program holds the file.

    Raises:
        UsageError: nothing was read into the warehouse yet, or its folder must not be written.
        Stopped: another program holds the file, or the disk is full; nothing has changed.
        DataCheckFailed: a model or an audit failed and nothing has changed; or a model of the user's own failed, after
            ours were committed.
    """
    started = time.monotonic()
    bring_over(warehouse, keep_waiting=keep_waiting)
    extent, listening = _Extent(full), Listening(on_built, on_planned)
    with _nothing_left_of_failed_build(warehouse):
        built = with_enough_memory(lambda memory: _build(warehouse, raw, memory, extent, listening, keep_waiting))
    give_back(warehouse)
    return replace(built, seconds=time.monotonic() - started)


def _build(
    warehouse: Warehouse,
    raw: RawRows,
    memory: MemoryLimit,
    extent: _Extent,
    listening: Listening,
    keep_waiting: Callable[[], bool],
) -> Built:
    """Build what is new of our models, and then the user's."""
    with (
        storage_errors_translated("The models", "the marts are as they were"),
        _ready(warehouse, raw, keep_waiting) as db,
        views_made_portable(db),
    ):
        _clear_leftovers(warehouse)
        code = code_fingerprint(model_files.project())
        fetch = fetch_from(db)
        extent.widen(warehouse, raw.lost_rows, fetch)
        news = news_since_last_build(fetch, code, raw.digests(fetch), full=extent.full)
        has_own = has_own_models(warehouse, fetch)
        if news.is_nothing and not has_own:
            return Built(0, 0, 0, news.warnings)
        memory = memory.for_versions(raw.versions(fetch))
        if not has_own and (built := repeat_build(db, raw, news, code, memory, listening)):
            return Built(built.models, built.audits, 0, warnings_in(built.warnings))
        if memory.is_first and (too_little := too_little_for_build()):
            announce(too_little)
        allow_pandas()
        with uninterrupted():  # it imports SQLMesh, and with it pandas, which swallows Ctrl-C or fails of it later on
            from jobhouse.warehouse.build.all_models import build_all

        builds = build_all(warehouse, fetch, model_files.project(), raw, news, code, memory, listening)
    return Built(
        sum(len(build.models) for build in builds),
        sum(build.audits for build in builds),
        0,
        tuple(warning for build in builds for warning in build.warnings),
    )


@contextmanager
def _nothing_left_of_failed_build(warehouse: Warehouse) -> Iterator[None]:
    """Give back the room that a build took before it failed: on a full disk no run could read anything afterwards."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            _clear_leftovers(warehouse)
        cut_unused_tail(warehouse.database)
        raise


def _clear_leftovers(warehouse: Warehouse) -> None:
    """Remove what killed or failed builds left: halves of cached files, and what DuckDB had spilled.

    Earlier versions spilled beside the file where they only read it; nobody reads while it is open for a build.
    """
    for unfinished in (
        *warehouse.cache.glob("*/*__tmp*"),
        *(warehouse.folder / "spill").glob("duckdb_temp_*"),
        *warehouse.database.with_name(f"{warehouse.database.name}.tmp").glob("duckdb_temp_*"),
    ):
        unfinished.unlink(missing_ok=True)


@contextmanager
def _ready(warehouse: Warehouse, raw: RawRows, keep_waiting: Callable[[], bool]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file held open, once there is something to build from."""
    raw.refuse_missing(warehouse)
    with held_open(warehouse, keep_waiting) as db:
        # SQLMesh sets the same folder, which DuckDB refuses to change once it has spilled
        db.execute("set temp_directory = ?", [str((warehouse.folder / "spill").resolve())])
        raw.prepare(warehouse, db)
        yield db


def say_progress(model: str, seconds: float, audits: int) -> None:
    """One line on stderr for each model built."""
    sys.stderr.write(f"  {model}  {seconds:.1f} s, {counted(audits, 'audit')} passed\n")
    sys.stderr.flush()
