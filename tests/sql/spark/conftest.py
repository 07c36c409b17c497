"""A Spark session for the tests of this folder, where Spark can run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.spark.sessions import INTERPRETED


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    needs_spark()
    from jobhouse.warehouse.spark.session import spark_session

    log: Path = tmp_path_factory.mktemp("spark") / "spark.log"
    with spark_session("local[2]", INTERPRETED, log) as session:
        yield session


def needs_spark() -> None:
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install -c .ci/constraints.txt pyspark")
    if not shutil.which("java"):
        pytest.skip("Java is not installed, and Spark needs it")
