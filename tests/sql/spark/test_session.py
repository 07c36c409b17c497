"""Which settings a session of Spark gets; no Spark is needed."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from jobhouse.errors import UsageError
from jobhouse.warehouse.spark import masters, session


@pytest.mark.parametrize("master", ["local[2]", "spark://cluster:7077", "sc://server:15002"])
def test_settings_that_rows_depend_on_are_jobhouses_own_and_others_are_the_users(master: str) -> None:
    own = {
        "spark.sql.ansi.enabled": "true",
        "spark.sql.files.ignoreCorruptFiles": "false",
        "spark.sql.files.ignoreMissingFiles": "false",
        "spark.sql.parser.escapedStringLiterals": "false",
    }
    given = dict.fromkeys(own, "other") | {"spark.sql.shuffle.partitions": "7"}
    settings = session._settings(master, given)
    assert {name: settings[name] for name in own} == own
    assert settings["spark.sql.shuffle.partitions"] == "7"


def test_a_fault_of_java_where_spark_starts_is_no_bug(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sql = pytest.importorskip("pyspark.sql")
    py4j = pytest.importorskip("py4j.protocol")

    def fail(_builder: object) -> None:
        raise py4j.Py4JError("An error occurred while calling None.JavaSparkContext.\n: IllegalState: all masters gone")

    monkeypatch.delenv("SPARK_HOME", raising=False)
    monkeypatch.setattr(sql.SparkSession.Builder, "getOrCreate", fail)
    log = tmp_path / "spark.log"
    said = f"Spark does not start with the master spark://cluster:7077 (IllegalState: all masters gone); see {log}."
    with pytest.raises(UsageError, match=re.escape(said)), session.spark_session("spark://cluster:7077", {}, log):
        pass


def test_a_server_that_is_none_of_spark_connect_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("grpc_status", reason="Spark Connect needs grpcio-status")
    monkeypatch.setattr(masters, "_READY_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        master = f"sc://127.0.0.1:{server.getsockname()[1]}"
        said = f"What listens at {master} does not answer as a Spark Connect server"
        with (
            pytest.raises(UsageError, match=said),
            session.spark_session(f"{master}/;user_id=me", {}, tmp_path / "log"),
        ):
            pass


def test_a_setting_that_rows_depend_on_is_refused_before_spark_starts() -> None:
    with pytest.raises(UsageError, match=r"spark\.sql\.ansi\.enabled=false cannot be.* it is true always"):
        session.refuse_own_settings({"spark.sql.ansi.enabled": "false"})
    session.refuse_own_settings({"spark.sql.ansi.enabled": "true", "spark.executor.memory": "1g"})


@pytest.mark.parametrize("name", ["", "elsewhere"])
def test_a_home_without_spark_is_refused_before_spark_starts(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPARK_HOME", name)
    with pytest.raises(UsageError, match=rf"SPARK_HOME is '{name}'.* unset it"):
        session.refuse_wrong_home("local[2]")


def test_a_server_elsewhere_has_its_own_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_HOME", "elsewhere")
    session.refuse_wrong_home("sc://server:15002")
    for master in ("local[1]", "spark://cluster:7077"):
        with pytest.raises(UsageError, match="SPARK_HOME"):
            session.refuse_wrong_home(master)


def test_a_home_with_spark_and_none_at_all_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPARK_HOME", raising=False)
    session.refuse_wrong_home("local[2]")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "spark-submit").touch()
    monkeypatch.setenv("SPARK_HOME", str(tmp_path))
    session.refuse_wrong_home("local[2]")
