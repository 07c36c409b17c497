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
from tests.support.ports import free_port


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


def test_a_master_that_nobody_started(tmp_path: Path) -> None:
    master = f"spark://127.0.0.1:{free_port()}"
    assert f"No Spark master answers at {master} (" in (said := refused(tmp_path, str(tmp_path), master))
    assert "start it, or name another one with --master." in said
    for wrong in ("spark://127.0.0.1", "spark://:7077", "spark://127.0.0.1:many"):
        assert f"No Spark master answers at {wrong} (" in refused(tmp_path, str(tmp_path), wrong)


def test_one_of_several_masters_is_enough(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        master = f"spark://127.0.0.1:{free_port()},127.0.0.1:{server.getsockname()[1]}"
        assert "There is no lake" in refused(tmp_path, str(tmp_path), master)


@pytest.mark.parametrize(
    "master", ["127.0.0.1:7077", "cluster", "mesos://cluster:5050", "local[2", "local2", "", "sc://"]
)
def test_what_is_no_master(master: str, tmp_path: Path) -> None:
    said = refused(tmp_path, str(tmp_path), master)
    assert said.startswith(f"--master {master} is no master of Spark; ")
    assert ("spark://127.0.0.1:7077 is meant perhaps" in said) == (master == "127.0.0.1:7077")


@pytest.mark.parametrize(
    "master", ["local", "local[2]", "local[*]", "local[*,4]", "yarn", "k8s://https://cluster:6443"]
)
def test_masters_that_are_asked_for_in_no_way(master: str, tmp_path: Path) -> None:
    assert "There is no lake" in refused(tmp_path, str(tmp_path), master)


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
