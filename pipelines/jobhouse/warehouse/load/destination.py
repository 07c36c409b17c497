"""The warehouse file as a destination of dlt, in a folder of any name.

dlt puts the names of its files into SQL and into templates as they are, so apostrophes and percent signs are escaped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final

import dlt
from dlt.common.destination import DestinationCapabilitiesContext
from dlt.common.destination.client import FollowupJobRequest, LoadJob, StateInfo
from dlt.common.destination.typing import PreparedTableSchema
from dlt.common.normalizers.naming import NamingConvention
from dlt.common.schema import Schema
from dlt.common.schema.typing import TColumnSchema
from dlt.common.storages.load_storage import LoadItemStorage
from dlt.destinations.impl.duckdb.configuration import DuckDbClientConfiguration, DuckDbCredentials
from dlt.destinations.impl.duckdb.duck import DuckDbClient, DuckDbCopyJob
from dlt.extract.storage import ExtractorItemStorage

from jobhouse.sentrion.config.tables import JOB_VERSIONS
from jobhouse.warehouse.deletions import DELETED_FROM, MAY_BE_STORED, has_deletions, record_later_versions
from jobhouse.warehouse.dlt_options import LATEST_STATE_FIRST
from jobhouse.warehouse.file_format import literal
from jobhouse.warehouse.raw_tables import compression_of

Template = Callable[[Any, str, str, str], str]

_MAKER: Final = "_get_data_item_path_template"
_CHECKPOINT_THRESHOLD: Final = "1MB"
"""The size from which a transaction goes into the file at once. dlt lets the log grow to a gigabyte, so that all texts
are written twice, to the log and, compressed, to the file: half of what a load writes."""


class QuotedCopyJob(DuckDbCopyJob):
    """Copies a Parquet file whose path may hold apostrophes: dlt puts it into SQL as it is."""

    def run(self) -> None:
        path = self._file_path
        self._file_path = path.replace("'", "''")
        try:
            super().run()
        finally:
            self._file_path = path


class InsertNewJob(DuckDbCopyJob):
    """Inserts the rows of a Parquet file whose key is not in the table yet, in one transaction.

    dlt would copy the file into a staging table, and merge that: each row is written twice then, and a copy that is
    made again after a kill leaves it there twice. This may be made again as often as one likes.

    Adverts that were deleted on request are left out.
    """

    def __init__(self, file_path: str, keys: Sequence[str]) -> None:
        super().__init__(file_path)
        self._keys = keys

    def run(self) -> None:
        client = self._job_client.sql_client
        table = client.make_qualified_table_name(self.load_table_name)
        same_key = " and ".join(f"old.{name} = new.{name}" for name in map(client.escape_column_name, self._keys))
        rows = f"read_parquet({literal(self._file_path)}, union_by_name=true)"
        is_stored = f"exists (select 1 from {table} as old where {same_key})"
        # where all are new, as nearly always, no texts are carried through a join
        has_stored = client.execute_sql(f"select 1 from {rows} as new where {is_stored} limit 1")
        wanted = [f"not {is_stored}"] if has_stored else []
        if self.load_table_name in DELETED_FROM and has_deletions(client.execute_sql):
            if self.load_table_name == JOB_VERSIONS.name:
                client.execute_sql(record_later_versions(rows))
            wanted.append(MAY_BE_STORED)
        where = f" where {' and '.join(wanted)}" if wanted else ""
        client.execute_sql(f"insert into {table} by name select * from {rows} as new{where}")


class WarehouseClient(DuckDbClient):
    """dlt's client, whose copies read files in folders of any name, and whose tables compress long texts.

    Tables into which new rows are only inserted do without a staging table.
    """

    def __init__(
        self, schema: Schema, config: DuckDbClientConfiguration, capabilities: DestinationCapabilitiesContext
    ) -> None:
        super().__init__(schema, config, capabilities)
        self.sql_client._global_config["checkpoint_threshold"] = _CHECKPOINT_THRESHOLD

    def create_load_job(
        self, table: PreparedTableSchema, file_path: str, load_id: str, restore: bool = False
    ) -> LoadJob:
        job = super().create_load_job(table, file_path, load_id, restore)
        if type(job) is not DuckDbCopyJob:
            return job
        if _inserts_only(table):
            return InsertNewJob(file_path, _keys_of(table))
        return QuotedCopyJob(file_path)

    def should_load_data_to_staging_dataset(self, table_name: str) -> bool:
        """Whether rows go through a staging table."""
        needed: bool = super().should_load_data_to_staging_dataset(table_name)
        return needed and not _inserts_only(self.prepare_load_table(table_name))

    def get_stored_state(self, pipeline_name: str) -> StateInfo | None:  # type: ignore[override]  # dlt returns None too
        """The state from which the next run goes on; dlt would take that of the highest load id."""
        states, loads = map(
            self.sql_client.make_qualified_table_name, (self.schema.state_table_name, self.schema.loads_table_name)
        )
        query = (
            f"select {self.state_table_columns} from {states} where pipeline_name = %s "
            f"and _dlt_load_id in (select load_id from {loads} where status = 0) {LATEST_STATE_FIRST} limit 1"
        )
        with self.sql_client.execute_query(query, pipeline_name) as cursor:
            row = cursor.fetchone()
        if row is None:
            return None
        version, engine_version, name, state, created_at, load_id = row[:6]
        return StateInfo(version, engine_version, name, state, created_at, _dlt_load_id=load_id)

    def _create_merge_followup_jobs(self, table_chain: Sequence[PreparedTableSchema]) -> list[FollowupJobRequest]:
        return [] if _inserts_only(table_chain[0]) else super()._create_merge_followup_jobs(table_chain)

    def _get_column_def_sql(self, c: TColumnSchema, table: PreparedTableSchema | None = None) -> str:
        """A column's definition; a long text asks for its compression."""
        defined: str = super()._get_column_def_sql(c, table)  # type: ignore[arg-type]
        return f"{defined}{compression_of(c['name'] or '')}"


class WarehouseDuckDb(dlt.destinations.duckdb):
    """dlt's DuckDB, whose configuration is resolved once.

    dlt asks for a destination's capabilities a dozen times in each package, and searches all its settings each time:
    a tenth of what a small package takes.
    """

    def __init__(self, database: str) -> None:
        # dlt would take a path given as a text for a URL: a percent sign begins a code, a question mark ends it
        credentials = DuckDbCredentials()
        credentials.database = database
        super().__init__(credentials)

    @property
    def client_class(self) -> type[DuckDbClient]:
        return WarehouseClient

    @property
    def destination_type(self) -> str:
        """Dlt's own name of it, under which the state of a pipeline is found again."""
        return "dlt.destinations.duckdb"

    def capabilities(
        self, config: DuckDbClientConfiguration | None = None, naming: NamingConvention | None = None
    ) -> DestinationCapabilitiesContext:
        """The capabilities, a new object for each caller, since dlt writes into it."""
        return super().capabilities(config or self._resolved, naming)

    @cached_property
    def _resolved(self) -> DuckDbClientConfiguration:
        return self.configuration(self.spec(), accept_partial=True)


def _keys_of(table: PreparedTableSchema) -> list[str]:
    return [name for name, column in table["columns"].items() if column.get("primary_key")]


def _inserts_only(table: PreparedTableSchema) -> bool:
    return table["write_disposition"] == "merge" and table.get("x-merge-strategy") == "insert-only"


def allow_percent_signs() -> None:
    """Let dlt write into folders with percent signs in their names; idempotent.

    dlt makes the names of its files by putting a number into a path with `%`.
    """
    for storage in (ExtractorItemStorage, LoadItemStorage):
        made = getattr(storage, _MAKER)
        if not hasattr(made, "__wrapped__"):
            setattr(storage, _MAKER, _doubled_in_folder(made))


def _doubled_in_folder(make: Template) -> Template:
    """Dlt's template, in which `%` stands for itself everywhere but in the name of the file."""

    def template(storage: Any, load_id: str, schema_name: str, table_name: str) -> str:
        folder, name = os.path.split(make(storage, load_id, schema_name, table_name))
        return os.path.join(folder.replace("%", "%%"), name)

    template.__wrapped__ = make  # type: ignore[attr-defined]
    return template
