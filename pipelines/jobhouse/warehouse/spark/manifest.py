"""What of a lake Spark has built: one small file that is replaced as a whole, so that marts change all at once.

A build writes its tables into a folder of its own, `spark/RUN/`. Until the manifest names them, nobody reads them; a
build that is killed leaves the marts of the last one, and its own folder to the next build, which removes it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

from jobhouse.errors import UsageError
from jobhouse.warehouse.file_format import literal
from jobhouse.warehouse.serve.lake.store import SPARK, FolderStore
from jobhouse.warehouse.spark.names import url_of

ROOT: Final = SPARK
WORKPLACE: Final = f"{ROOT}/.building"
"""Where its small files are written before they get their names."""
MANIFEST: Final = f"{ROOT}/manifest.json"
DUCKDB_VIEWS: Final = f"{ROOT}/views.duckdb.sql"
SHOWN_SCHEMAS: Final = ("marts", "ops")
"""What people read; the other models are there for the next build."""


class BuiltTable(msgspec.Struct, frozen=True):
    """One model as the last build that changed it left it."""

    folder: str
    """Relative to the lake."""
    code: str
    """The digest of how its rows were made."""
    inputs: dict[str, str]
    """The version of each table that it read."""
    row_count: int
    warnings: dict[str, str] = {}
    """What audits warned of, by audit."""
    audits: str = ""
    """A digest of the audits that it was given, and of the version of each table that they read."""


class Manifest(msgspec.Struct, frozen=True):
    """All that is built."""

    run: str = ""
    code: str = ""
    """A fingerprint of the models and of what runs them."""
    raw_tables: dict[str, str] = {}
    """A digest of the files of each raw table."""
    files: dict[str, str] = {}
    """The digest of each file of a load that was read."""
    tables: dict[str, BuiltTable] = {}

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(sentence for table in self.tables.values() for sentence in table.warnings.values())


def read_manifest(store: FolderStore) -> Manifest:
    """The manifest of the last build; an empty one where there was none.

    Raises:
        UsageError: it is damaged.
    """
    content = store.read(MANIFEST)
    if content is None:
        return Manifest()
    try:
        return msgspec.json.decode(content, type=Manifest)
    except msgspec.MsgspecError as error:
        raise UsageError(
            f"{store.folder / MANIFEST} is damaged ({error}); delete the folder {ROOT} of the lake and build again."
        ) from None


def show(store: FolderStore, manifest: Manifest) -> None:
    """Make these tables what readers find, in one step; then the files that say how to read them, and remove others."""
    store.write(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    sync_with_manifest(store, manifest)


def sync_with_manifest(store: FolderStore, manifest: Manifest) -> None:
    """Write the views over the tables of a manifest where they differ, and remove what it does not name."""
    if not manifest.run:
        return _remove_others(store.folder / ROOT, ())
    for name, content in views_of(store.folder, manifest.tables):
        if store.read(name) != content:
            store.write(name, content)
    _remove_others(store.folder / ROOT, [table.folder for table in manifest.tables.values()])
    return None


def views_of(lake: Path, tables: Mapping[str, BuiltTable]) -> Iterator[tuple[str, bytes]]:
    """SQL that shows the marts, for DuckDB and for Spark."""
    shown = [(name, lake / table.folder) for name, table in tables.items() if name.startswith(SHOWN_SCHEMAS)]
    schemas = "".join(f"create schema if not exists {schema};\n" for schema in SHOWN_SCHEMAS)
    duckdb = "".join(_duckdb_view(name, folder) for name, folder in shown)
    yield DUCKDB_VIEWS, (schemas + duckdb).encode()
    yield f"{ROOT}/views.spark.sql", "".join(_spark_view(name, folder) for name, folder in shown).encode()


def _duckdb_view(name: str, folder: Path) -> str:
    return f"create or replace view {name} as from read_parquet({literal(f'{folder}/*.parquet')});\n"


def _spark_view(name: str, folder: Path) -> str:
    table = name.partition(".")[2]
    return f"create or replace temporary view {table} using parquet options (path {literal(url_of(folder))});\n"


def _remove_others(root: Path, kept: Iterable[str]) -> None:
    """Remove the tables and runs that a manifest does not name."""
    named = {root.parent / folder for folder in kept}
    above = {folder for one in named for folder in one.parents}
    for run in root.glob("[!.]*/"):
        if run not in above:
            shutil.rmtree(run, ignore_errors=True)
            continue
        for schema in run.glob("*/"):
            for table in schema.glob("*/"):
                if table not in named:
                    shutil.rmtree(table, ignore_errors=True)
