"""A warehouse and a lake of it, built by DuckDB and by Spark from the same loads, and what differs between them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb

from jobhouse.sentrion.fetch.job import Job
from jobhouse.warehouse.build.transform import Built, transform
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.publish import publish_lake
from jobhouse.warehouse.serve.lake.store import FolderStore
from jobhouse.warehouse.spark import build
from jobhouse.warehouse.spark.build import SparkOptions, transform_in_spark
from jobhouse.warehouse.spark.manifest import Manifest, read_manifest
from tests.support import raw_tables
from tests.support.spark.compare import differences


@dataclass
class BothBuilds:
    """Builds of one warehouse; those in Spark share a session."""

    warehouse: Warehouse
    lake: Path
    session: Any
    built: list[str] = field(default_factory=list)
    """The models that the last build in Spark wrote."""
    found: list[str] = field(default_factory=list)
    """What differed so far."""
    fingerprint: str = ""
    """In place of the models' own, where it is given."""

    def load_and_compare(self, loads: Iterable[Sequence[Job]]) -> None:
        """Build with both engines after each load, and note what differs."""
        for number, jobs in enumerate(loads):
            raw_tables.load(self.warehouse, jobs, number)
            self.publish()
            self.build_in_duckdb()
            self.build_in_spark()
            self.found += self.differences()

    def publish(self) -> None:
        publish_lake(self.warehouse, LakeAddress.of(f"{self.lake}/"))

    def build_in_duckdb(self) -> None:
        transform(self.warehouse)

    def build_in_spark(self, *, full: bool = False) -> Built:
        self.built.clear()
        with self._session_shared(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SQLMesh's own
            address = LakeAddress.of(str(self.lake))
            return transform_in_spark(
                self.warehouse, address, SparkOptions(), full=full, on_built=lambda name, *_: self.built.append(name)
            )

    @property
    def folders(self) -> set[str]:
        """The tables that lie in the lake, shown or not."""
        return {path.relative_to(self.lake).as_posix() for path in self.lake.glob("spark/[!.]*/*/*") if path.is_dir()}

    @property
    def manifest(self) -> Manifest:
        return read_manifest(FolderStore(self.lake, 0o022))

    def differences(self) -> list[str]:
        """What differs between the tables of both, a line for each table that does."""
        with duckdb.connect(str(self.warehouse.database), read_only=True) as db:
            tables = self.manifest.tables.items()
            return [
                found
                for name, table in tables
                if (found := differences(db, name, f"from {name}", f"from '{self.lake / table.folder}/*.parquet'"))
            ]

    @contextmanager
    def _session_shared(self) -> Iterator[None]:
        @contextmanager
        def shared(*_: Any) -> Iterator[Any]:
            yield self.session

        fingerprint = self.fingerprint or build._fingerprint()
        with (
            mock.patch("jobhouse.warehouse.spark.session.spark_session", shared),
            mock.patch.object(build, "_fingerprint", return_value=fingerprint),
        ):
            yield
