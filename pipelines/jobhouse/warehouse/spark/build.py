"""`transform --gateway spark`: builds the models in Spark over a lake, all of them or, where one fails, none.

SQLMesh renders the models; their order, keys, deletions and audits are its own too. What a build writes is invisible
until all audits have passed, and then it is shown in one step (see `manifest`). A model whose text and inputs are as in
the last build keeps its table; one with a unique key reads its own rows and writes what differs.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec

from jobhouse.counting import counted
from jobhouse.errors import DataCheckFailed, Stopped, UsageError
from jobhouse.interrupts import interruption_kept, uninterrupted
from jobhouse.warehouse.build.fingerprint import code_fingerprint
from jobhouse.warehouse.build.listening import OnBuilt
from jobhouse.warehouse.build.transform import Built
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.lean_process import allow_pandas
from jobhouse.warehouse.model_files import project
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.damage import refuse_damaged, refuse_damaged_now
from jobhouse.warehouse.serve.lake.inventory import LakeFile, read_inventory
from jobhouse.warehouse.serve.lake.store import FolderStore
from jobhouse.warehouse.serve.workplace import only_workplace
from jobhouse.warehouse.spark.failures import KEPT, failures_raised
from jobhouse.warehouse.spark.installed import pyspark_version, refuse_without_spark
from jobhouse.warehouse.spark.manifest import (
    DUCKDB_VIEWS,
    ROOT,
    WORKPLACE,
    BuiltTable,
    Manifest,
    read_manifest,
    show,
    sync_with_manifest,
)
from jobhouse.warehouse.spark.raw import files_lost_in, files_read_in, raw_digests
from jobhouse.warehouse.storage_errors import storage_errors_translated

_PATTERN: Final = frozenset("[]{}*?\\;")
"""In a path these mean other paths to Spark, or end a view's statement."""
LOCAL: Final = "local[*]"
"""All cores of this machine."""


@dataclass(frozen=True)
class SparkOptions:
    """How Spark is reached: the URL of its master, and settings by their names in Spark."""

    master: str = LOCAL
    settings: Mapping[str, str] = field(default_factory=dict)


def transform_in_spark(
    warehouse: Warehouse,
    address: LakeAddress,
    options: SparkOptions,
    *,
    full: bool = False,
    on_built: OnBuilt | None = None,
) -> Built:
    """Bring the models of a lake up to date; where nothing is new since the last build, build none.

    Args:
        warehouse: what files of the lake are as open as, and what a command that is said names.
        address: the lake that `publish --to` wrote.
        options: how Spark is reached.
        full: build the models from nothing.
        on_built: called for each model that was built.

    Raises:
        UsageError: Spark or Java is missing, or there is no lake there.
        Stopped: interrupted, another build is at work, the disk is full, or the lake lacks files beside the mark of a
            publish; nothing has changed.
        DataCheckFailed: the lake lacks files, or a model or an audit failed; nothing has changed.
    """
    started = time.monotonic()
    refuse_without_spark(options.master)
    store, held = _lake_at(address, warehouse)
    refuse_damaged(address, held, warehouse)
    root = store.folder / ROOT
    with storage_errors_translated(f"The models in {root}", KEPT), store.as_user():
        root.mkdir(exist_ok=True)
        with only_workplace(store.workplace, root / ".lock", f"builds in {root}", command="transform"):
            last = read_manifest(store)
            sync_with_manifest(store, last)
            now = Manifest("", _fingerprint(), raw_digests(held.values()))
            said = () if full else _rows_removed(last, store.folder, held)
            is_same = (last.code, last.raw_tables) == (now.code, now.raw_tables)
            if last.run and not full and not said and is_same:
                return Built(0, 0, time.monotonic() - started, last.warnings)
            kept = {} if full or said else last.tables
            try:
                new, models, audits = _build(store, options, kept, now, held, on_built)
            except (DataCheckFailed, Stopped):
                refuse_damaged_now(address, warehouse)  # which is why it failed, where a file is cut or missing
                raise
            show(store, new)
    return Built(models, audits, time.monotonic() - started, said + new.warnings, store.folder / DUCKDB_VIEWS)


def _rows_removed(last: Manifest, lake: Path, held: Mapping[str, LakeFile]) -> tuple[str, ...]:
    """A sentence where the lake has lost rows since the last build, which incremental models would keep."""
    if last.run and not last.files:
        return (
            "The version of jobhouse that built the models last did not note which files it read, so all models were "
            "built from nothing, once",
        )
    removed = files_lost_in(lake, held, last.files)
    if not removed:
        return ()
    return (f"Rows were removed from {counted(removed, 'file')} of the lake, so all models were built from nothing",)


def _build(
    store: FolderStore,
    options: SparkOptions,
    kept: Mapping[str, BuiltTable],
    now: Manifest,
    held: Mapping[str, LakeFile],
    on_built: OnBuilt | None,
) -> tuple[Manifest, int, int]:
    """Write the tables of a run; what it holds then, and how many models were built and audits passed."""
    allow_pandas()
    with uninterrupted():  # these import SQLMesh, and with it pandas, which swallows Ctrl-C or fails of it later on
        from jobhouse.warehouse.spark.lineage import Lineage
        from jobhouse.warehouse.spark.models import models_of
        from jobhouse.warehouse.spark.raw import loads_in, show_raw_tables
        from jobhouse.warehouse.spark.session import spark_session

    run = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    folder = store.folder / ROOT / run
    models = models_of(project())
    log = store.folder / ROOT / "spark.log"
    log.write_bytes(b"")
    try:
        with interruption_kept(), spark_session(options.master, options.settings, log) as session:
            folder.mkdir()
            with failures_raised("a raw table"):
                show_raw_tables(session, store.folder, folder / "_raw")
            files = files_read_in(store.folder, held, loads_in(folder / "_raw"))
            lineage = Lineage(session, store.folder, run, kept, dict(now.raw_tables), on_built)
            audits = lineage.build(models)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    for scratch in folder.glob("_*"):
        shutil.rmtree(scratch, ignore_errors=True)
    return msgspec.structs.replace(now, run=run, files=files, tables=lineage.tables), len(lineage.built), audits


def _lake_at(address: LakeAddress, warehouse: Warehouse) -> tuple[FolderStore, dict[str, LakeFile]]:
    """The lake and its inventory.

    Raises:
        UsageError: there is none, it lies in a bucket, or its path means another one to Spark.
    """
    if address.folder is None:
        raise UsageError(
            f"{address.text} is a bucket, and Spark builds over a lake in a folder so far; "
            "name a folder that all machines of the cluster see."
        )
    if signs := sorted(set(str(address.folder.absolute())) & _PATTERN):
        raise UsageError(
            f"The path of the lake {address.text} holds {' '.join(signs)}, which Spark reads as a part of a pattern; "
            "move the lake to a folder whose path is without it."
        )
    store = FolderStore(address.folder, warehouse.umask, WORKPLACE)
    held = read_inventory(store, address.text) if address.folder.is_dir() else None
    if not held:
        command = warehouse.command(f"jobhouse publish --to {address.text}/")
        raise UsageError(f"There is no lake in {address.text} yet; make it with {command}.")
    return store, held


def _fingerprint() -> str:
    """A hash of all that decides what the models make of the same raw rows."""
    hashed = blake2b(f"{code_fingerprint(project())} {pyspark_version()}".encode(), digest_size=16)
    for file in sorted(Path(__file__).parent.glob("*.py")):
        hashed.update(file.read_bytes())
    return hashed.hexdigest()
