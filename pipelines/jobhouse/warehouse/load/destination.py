"""The warehouse file as a destination of dlt."""

from __future__ import annotations

from functools import cached_property

import dlt
from dlt.common.destination import DestinationCapabilitiesContext
from dlt.common.destination.client import LoadJob
from dlt.common.destination.typing import PreparedTableSchema
from dlt.common.normalizers.naming import NamingConvention
from dlt.destinations.impl.duckdb.configuration import DuckDbClientConfiguration, DuckDbCredentials
from dlt.destinations.impl.duckdb.duck import DuckDbClient, DuckDbCopyJob


class QuotedCopyJob(DuckDbCopyJob):
    """Copies a Parquet file whose path may hold apostrophes: dlt puts it into SQL as it is."""

    def run(self) -> None:
        path = self._file_path
        self._file_path = path.replace("'", "''")
        try:
            super().run()
        finally:
            self._file_path = path


class WarehouseClient(DuckDbClient):
    """dlt's client, whose copies read files in folders of any name."""

    def create_load_job(
        self, table: PreparedTableSchema, file_path: str, load_id: str, restore: bool = False
    ) -> LoadJob:
        job = super().create_load_job(table, file_path, load_id, restore)
        return QuotedCopyJob(file_path) if type(job) is DuckDbCopyJob else job


class SettledDuckDb(dlt.destinations.duckdb):
    """dlt's DuckDB, whose set-up is worked out once.

    dlt asks what a destination can do a dozen times for each package, and searches all its settings for each answer:
    a tenth of what a small package takes.
    """

    def __init__(self, database: str) -> None:
        # given as a text, dlt takes the path for a URL: a percent sign begins a code, a question mark ends it
        credentials = DuckDbCredentials()
        credentials.database = database
        super().__init__(credentials)

    @property
    def client_class(self) -> type[DuckDbClient]:
        return WarehouseClient

    @property
    def destination_type(self) -> str:
        """The name that dlt has for it, under which the state of a pipeline is found again."""
        return "dlt.destinations.duckdb"

    def capabilities(
        self, config: DuckDbClientConfiguration | None = None, naming: NamingConvention | None = None
    ) -> DestinationCapabilitiesContext:
        """What it can do, made anew for each caller, since dlt writes into it."""
        return super().capabilities(config or self._settled, naming)

    @cached_property
    def _settled(self) -> DuckDbClientConfiguration:
        return self.configuration(self.spec(), accept_partial=True)
