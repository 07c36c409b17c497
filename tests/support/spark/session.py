"""A Spark session whose tables lie in a folder."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.support.spark.functions import register_functions

_SHUFFLES: Final = 2
"""Parts into which rows are sorted on one machine; Spark's own default is made for a cluster."""


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
    on_interrupt = signal.getsignal(signal.SIGINT)
    session = builder.enableHiveSupport().getOrCreate()
    signal.signal(signal.SIGINT, on_interrupt)  # which PySpark takes for itself
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
