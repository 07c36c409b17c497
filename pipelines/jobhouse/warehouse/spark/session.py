"""A Spark session on this machine, on a cluster, or over Spark Connect."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Final

from jobhouse.errors import UsageError
from jobhouse.warehouse.spark.failures import failures_raised, first_line, raised_by_spark
from jobhouse.warehouse.spark.functions import refuse_other_hashes, register_functions
from jobhouse.warehouse.spark.masters import is_connect, refuse_other_server, without_token
from jobhouse.warehouse.spark.quiet import libraries_quiet
from jobhouse.warehouse.spark.retries import retries_bounded

_DEEP_STACK: Final = "-Xss16m"
"""Java's regular expressions call themselves."""
_MEANING: Final = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    # chains of links are as long as they are
    "spark.sql.cteRecursionLevelLimit": "-1",
    "spark.sql.cteRecursionRowLimit": "-1",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.maxPlanStringLength": "10000",  # the largest plans would be written as gigabytes of text
}
"""Settings on which the rows and the files depend; a session has them whatever a user's configuration says."""
_PREFERRED: Final = {
    "spark.driver.extraJavaOptions": _DEEP_STACK,
    "spark.executor.extraJavaOptions": _DEEP_STACK,
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""Settings that a user's configuration may have otherwise."""
_ON_ONE_MACHINE: Final = {
    # planning anew after each step takes longer than the steps, and Spark's own number of parts is made for a cluster
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": str(max(2, os.cpu_count() or 2)),
    "spark.driver.memory": "3g",
}
_LOOPBACK: Final = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


@contextmanager
def spark_session(master: str, given: Mapping[str, str], log: Path) -> Iterator[Any]:
    """A session; it is stopped at the end.

    Args:
        master: `local[N]` for N cores of this machine, a cluster's URL, or `sc://HOST:PORT` for Spark Connect.
        given: settings of Spark by name, which come before those of `spark-defaults.conf`.
        log: a file for what Spark writes to stderr.

    Raises:
        UsageError: a setting is jobhouse's own, SPARK_HOME holds no Spark, Spark does not start, there is no such
            cluster, or its workers hash otherwise.
    """
    refuse_own_settings(given)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # of the workers, which have what this Python has
    refuse_wrong_home(master)
    with libraries_quiet():
        session = _started(master, given, log)
        try:
            with retries_bounded(session.client) if is_connect(master) else nullcontext():
                with failures_raised("DuckDB's hash"):
                    if not is_connect(master):
                        session.sparkContext.setLogLevel("ERROR")
                    register_functions(session)
                    refuse_other_hashes(session)
                yield session
        finally:
            # nothing of a build depends on how its Spark ends, and where that is gone the build has failed already
            with _stderr_in(log), suppress(*raised_by_spark(), OSError):
                session.stop()


def _started(master: str, given: Mapping[str, str], log: Path) -> Any:
    """A session that nobody has used.

    Raises:
        UsageError: Spark does not start, or there is no such cluster.
    """
    from pyspark.sql import SparkSession

    faults: tuple[type[Exception], ...] = (*raised_by_spark(), OSError, ValueError)
    builder = SparkSession.builder.appName("jobhouse")
    builder = builder.remote(master) if is_connect(master) else builder.master(master)
    for name, value in _settings(master, given).items():
        builder = builder.config(name, value)
    try:
        with _stderr_in(log), _interrupt_kept():
            if is_connect(master):
                refuse_other_server(master)
            return builder.getOrCreate()
    except faults as error:
        reason = first_line(str(error) or type(error).__name__)
        raise UsageError(
            f"Spark does not start with the master {without_token(master)} ({reason}); see {log}."
        ) from error


def refuse_own_settings(given: Mapping[str, str]) -> None:
    """Refuse settings on which the rows depend, where a user wants others.

    Raises:
        UsageError: there is one.
    """
    for name, value in given.items():
        if _MEANING.get(name, value) != value:
            raise UsageError(
                f"--conf {name}={value} cannot be: rows depend on it, so it is {_MEANING[name]} always; leave it out."
            )


def refuse_wrong_home(master: str) -> None:
    """Refuse a SPARK_HOME without a Spark, an empty one too: PySpark would look for its programs there.

    Raises:
        UsageError: it is set to such a folder.
    """
    home = os.environ.get("SPARK_HOME")
    if home is not None and not is_connect(master) and not Path(home, "bin", "spark-submit").is_file():
        raise UsageError(
            f"SPARK_HOME is {home!r}, and there is no bin/spark-submit in it; "
            "unset it to use the Spark of the Python package pyspark, or give the folder of a Spark."
        )


def _settings(master: str, given: Mapping[str, str]) -> dict[str, str]:
    if is_connect(master):
        return {**given, **_MEANING}
    preferred = dict(_PREFERRED)
    if master.startswith("local"):
        preferred |= _ON_ONE_MACHINE
    if master.startswith(("local", "spark://127.0.0.1", "spark://localhost")):
        preferred |= _LOOPBACK
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    own = set(_defaults())
    return {**{name: value for name, value in preferred.items() if name not in own}, **given, **_MEANING}


def _defaults() -> Iterator[str]:
    """The names that `spark-defaults.conf` sets."""
    folder = os.environ.get("SPARK_CONF_DIR")
    if not folder and not os.environ.get("SPARK_HOME"):
        return
    file = Path(folder or Path(os.environ["SPARK_HOME"], "conf"), "spark-defaults.conf")
    if file.is_file():
        lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
        yield from (line.replace("=", " ").split()[0] for line in lines if line and not line.startswith("#"))


@contextmanager
def _stderr_in(log: Path) -> Iterator[None]:
    """Within the block, processes that are started write their stderr to a file, and go on doing so."""
    sys.stderr.flush()
    kept = os.dup(2)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def _interrupt_kept() -> Iterator[None]:
    """PySpark takes Ctrl-C for itself: afterwards it goes to whom it went before."""
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
