"""What `transform --gateway spark` refuses before Spark starts, each in one sentence; no Spark is needed."""

from __future__ import annotations

import socket
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from jobhouse.errors import UsageError
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.spark import build, installed


@pytest.fixture(autouse=True)
def installed_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spark counts as installed, whether it is or not."""
    monkeypatch.setattr(installed, "find_spec", lambda _: object())
    monkeypatch.setattr(installed, "has_java", lambda: True)


def refused(folder: Path, lake: str, master: str = build.LOCAL) -> str:
    with pytest.raises(UsageError) as refusal:
        build.transform_in_spark(Warehouse(folder), LakeAddress.of(lake), build.SparkOptions(master))
    return str(refusal.value)


def test_spark_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "find_spec", lambda _: None)
    assert "pip install '.[spark]'" in refused(tmp_path, str(tmp_path))


def test_java_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "has_java", lambda: False)
    assert "needs Java 17 or 21" in refused(tmp_path, str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert "There is no lake" in refused(tmp_path, str(tmp_path), f"sc://127.0.0.1:{server.getsockname()[1]}")


def test_a_server_of_spark_connect_that_nobody_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    said = refused(tmp_path, str(tmp_path), f"sc://127.0.0.1:{port}/;token=secret")
    assert f"No Spark Connect server answers at sc://127.0.0.1:{port} (" in said
    assert "secret" not in said
    assert "No Spark Connect server answers" in refused(tmp_path, str(tmp_path), "sc://127.0.0.1:many")


@pytest.mark.parametrize("lake", ["nowhere", "."])
def test_a_lake_that_is_not_there(tmp_path: Path, lake: str) -> None:
    assert "There is no lake in" in refused(tmp_path, str(tmp_path / lake))
    assert not (tmp_path / lake / "spark").exists()


def test_a_lake_in_a_bucket(tmp_path: Path) -> None:
    assert "over a lake in a folder so far" in refused(tmp_path, "s3://bucket/jobs")


@pytest.mark.parametrize("name", ["jobs[1]", "jobs*", "a;b", "{jobs}"])
def test_a_lake_whose_path_is_a_pattern_to_spark(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert "reads as a part of a pattern" in refused(tmp_path, str(tmp_path / name))


def test_the_version_of_the_package_for_spark_connect_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(package: str) -> str:
        if package != "pyspark-client":
            raise PackageNotFoundError(package)
        return "4.1.0"

    monkeypatch.setattr(installed, "version", version)
    assert installed.pyspark_version() == "4.1.0"
    assert build._fingerprint()
