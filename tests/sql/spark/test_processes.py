"""Builds in Spark in processes of their own: those that are killed, and those of a cluster."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support import raw_tables
from tests.support.commands import PYTHONPATH
from tests.support.ports import free_port
from tests.support.spark.lakes import BothBuilds
from tests.support.spark.sessions import INTERPRETED

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]


@pytest.fixture
def both(spark: Any, tmp_path: Path) -> BothBuilds:
    """A warehouse with one load, built by DuckDB and published."""
    both = BothBuilds(raw_tables.make(tmp_path / "warehouse"), tmp_path / "lake", spark)
    raw_tables.load(both.warehouse, raw_tables.loads()[0], 0)
    both.publish()
    both.build_in_duckdb()
    return both


@contextmanager
def transform(both: BothBuilds, *options: str) -> Iterator[subprocess.Popen[str]]:
    """`jobhouse transform --gateway spark` while it works; what is left of it at the end is killed."""
    command = ["--warehouse", both.warehouse.folder, "transform", "--gateway", "spark", "--lake", both.lake, *options]
    process = subprocess.Popen(
        [sys.executable, "-m", "jobhouse", *map(str, command)],
        env={**os.environ, "PYTHONPATH": PYTHONPATH},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Spark's own processes are of its session
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("models", [3, 30])
def test_after_a_kill_the_marts_are_those_of_the_build_before(both: BothBuilds, models: int) -> None:
    both.build_in_spark()
    before = both.manifest
    raw_tables.load(both.warehouse, raw_tables.loads()[1], 1)
    both.publish()
    both.build_in_duckdb()
    interpreted = [word for name, value in INTERPRETED.items() for word in ("--conf", f"{name}={value}")]
    with transform(both, "--master", "local[2]", *interpreted) as process:
        assert process.stderr
        for _ in range(models):
            assert " passed" in process.stderr.readline()
        process.send_signal(signal.SIGKILL)
    assert both.manifest == before
    assert both.folders > {table.folder for table in before.tables.values()}
    both.build_in_spark()
    assert both.differences() == []
    assert both.folders == {table.folder for table in both.manifest.tables.values()}


def test_a_cluster_of_two_workers_builds_the_same_rows(both: BothBuilds, tmp_path: Path) -> None:
    with cluster(tmp_path) as master, transform(both, "--master", master, "--conf", "spark.cores.max=2") as process:
        said, problems = process.communicate()
        assert process.returncode == 0, problems
        assert "models built and" in said
    assert both.differences() == []
    assert len(list((tmp_path / "work").glob("app-*/*"))) == 2  # both workers had an executor


def test_a_server_of_spark_connect_builds_the_same_rows(both: BothBuilds, tmp_path: Path) -> None:
    pytest.importorskip("grpc", reason="Spark Connect needs grpcio: pip install -c .ci/constraints.txt -e '.[spark]'")
    with connect_server(tmp_path) as master, transform(both, "--master", master) as process:
        said, problems = process.communicate()
        assert process.returncode == 0, problems
        assert "models built and" in said
    assert both.differences() == []


@contextmanager
def connect_server(folder: Path) -> Iterator[str]:
    """A server of Spark Connect on loopback, with all cores of this machine; its URL."""
    import pyspark

    program = Path(pyspark.__path__[0], "bin", "spark-class")
    port = free_port()
    settings = {
        **INTERPRETED,
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(port),
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
    }
    given = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    server = ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", *given, "spark-internal"]
    with service(program, "deploy.SparkSubmit", *server, folder=folder):
        wait_for(lambda: "Spark Connect server started" in (folder / "deploy.SparkSubmit.log").read_text())
        yield f"sc://127.0.0.1:{port}"


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A standalone cluster on loopback: a master, and two workers of one core each; the master's URL."""
    import pyspark

    program = Path(pyspark.__path__[0], "bin", "spark-class")
    port = free_port()
    url = f"spark://127.0.0.1:{port}"
    local = ["--host", "127.0.0.1", "--webui-port", "0"]
    worker = [*local, "--cores", "1", "--memory", "2g", "--work-dir", str(folder / "work"), url]
    with ExitStack() as started:
        started.enter_context(service(program, "deploy.master.Master", *local, "--port", str(port), folder=folder))
        for _ in range(2):
            started.enter_context(service(program, "deploy.worker.Worker", *worker, folder=folder))
        wait_for(lambda: (folder / "deploy.master.Master.log").read_text().count("Registering worker") == 2)
        yield url


@contextmanager
def service(program: Path, name: str, *options: str, folder: Path) -> Iterator[None]:
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(program.parents[1])}
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [program, f"org.apache.spark.{name}", *options], env=environment, stdout=log, stderr=log
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def wait_for(is_so: Any) -> None:
    while not is_so():  # the test's own limit ends what hangs
        time.sleep(0.2)
