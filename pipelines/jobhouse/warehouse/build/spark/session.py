"""A Spark session whose tables lie in the folder of a warehouse, and which reads the raw tables from a lake."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.tables import Table
from jobhouse.warehouse.build.spark.functions import register_functions
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.raw_tables import RAW_TABLES, columns_in_sql
from jobhouse.warehouse.serve.lake.address import LakeAddress

_TYPES: Final = {
    "JSON": "string",
    "VARCHAR": "string",
    "DOUBLE": "double",
    "BIGINT": "bigint",
    "INTEGER": "int",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "BLOB": "binary",
    "TIMESTAMP WITH TIME ZONE": "timestamp",
    "TIMESTAMPTZ": "timestamp",
}
_SHUFFLES: Final = 2
"""Parts into which rows are sorted on one machine; Spark's own default is made for a cluster."""


def refuse_without_spark() -> None:
    """Refuse where Spark cannot run.

    Raises:
        UsageError: PySpark or Java is not installed.
    """
    if find_spec("pyspark") is None:
        raise UsageError("The gateway spark needs PySpark, which is not installed; run pip install 'jobhouse[spark]'.")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise UsageError(
            "The gateway spark needs Java, which is not installed; install Java 17, such as openjdk-17-jre."
        )


@contextmanager
def spark_session(folder: Path, master: str) -> Iterator[Any]:
    """A session with its catalog and its tables in a folder; it is stopped at the end.

    Args:
        folder: where the tables lie.
        master: a cluster's URL, or `local[N]` for N cores of this machine.
    """
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # of the workers, which have what this Python has
    builder = SparkSession.builder.master(master).appName("jobhouse")
    for name, value in _settings(folder, master).items():
        builder = builder.config(name, value)
    session = builder.enableHiveSupport().getOrCreate()
    try:
        session.sparkContext.setLogLevel("OFF")
        logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)  # errors are raised as well
        register_functions(session)
        yield session
    finally:
        session.stop()


def _settings(folder: Path, master: str) -> dict[str, str]:
    deep_stack = "-Xss16m"  # Java's regular expressions call themselves
    catalog = f"jdbc:derby:;databaseName={folder / 'catalog'};create=true"
    settings = {
        "spark.sql.warehouse.dir": str(folder / "tables"),
        "spark.hadoop.javax.jdo.option.ConnectionURL": catalog,
        "spark.hadoop.datanucleus.schema.autoCreateAll": "true",
        "spark.hadoop.hive.metastore.schema.verification": "false",
        "spark.driver.extraJavaOptions": f"{deep_stack} -Dderby.system.home={folder}",
        "spark.executor.extraJavaOptions": deep_stack,
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.maxPlanStringLength": "10000",  # the largest plans would be written as gigabytes of text
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if master.startswith("local"):
        # planning anew after each step takes longer than the steps
        settings |= {"spark.sql.adaptive.enabled": "false", "spark.driver.memory": "3g"}
        settings |= {"spark.sql.shuffle.partitions": str(_SHUFFLES)}
    return settings


def show_lake(session: Any, lake: LakeAddress) -> None:
    """Make the raw tables of a lake views of the catalog, as the schema of a warehouse.

    Raises:
        UsageError: there is no lake.
    """
    session.sql(f"create schema if not exists {DATASET}")
    held = {table.name: rows for table in RAW_TABLES if (rows := _rows(session, lake, table.name)) is not None}
    if "job_versions" not in held:
        raise UsageError(
            f"There is no lake of adverts at {lake.text}; write one with jobhouse publish --to {lake.text}."
        )
    for table in RAW_TABLES:
        session.sql(f"create or replace view {DATASET}.{table.name} as {_query(table, held.get(table.name))}")


def _rows(session: Any, lake: LakeAddress, table: str) -> str | None:
    """What to select from for the files of a table; None where there are none."""
    from pyspark.errors import AnalysisException

    path = f"{lake.text}/{table}".replace("`", "``")
    try:
        session.read.parquet(f"{lake.text}/{table}")
    except AnalysisException:
        return None
    return f"parquet.`{path}`"


def _query(table: Table, rows: str | None) -> str:
    listed = ", ".join(
        f"cast({f'`{name}`' if rows else 'null'} as {_TYPES[kind.upper()]}) as `{name}`"
        for name, kind in columns_in_sql(table).items()
    )
    return f"select {listed} from {rows}" if rows else f"select {listed} where false"
