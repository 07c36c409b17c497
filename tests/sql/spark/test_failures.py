"""What Spark raises becomes an error of ours; no session is needed."""

from __future__ import annotations

import sys

import pytest

from jobhouse.errors import DataCheckFailed, JobhouseError, Stopped, UsageError
from jobhouse.warehouse.spark.failures import failures_raised, first_line

errors = pytest.importorskip("pyspark.errors")

GONE = "[FAILED_READ_FILE.FILE_NOT_EXIST] Encountered error while reading file file:///lake/"


@pytest.mark.parametrize(
    ("text", "expected", "said"),
    [
        (f"{GONE}job_versions/month=2026-11/1.parquet.", Stopped, "run the same command again"),
        (f"{GONE}spark/20261127T080000-0123abcd/_raw/runs/current.parquet.", Stopped, "run the same command again"),
        (f"{GONE}spark/20261127T080000-0123abcd/marts/total/part.parquet.", UsageError, "--full"),
        ("[RETRIES_EXCEEDED] The maximum number of retries has been exceeded.", Stopped, "server was lost"),
        ("java.io.IOException: No space left on device", Stopped, "no room on the disk"),
        ("[DIVIDE_BY_ZERO] Division by zero", DataCheckFailed, "marts.total failed in Spark"),
    ],
    ids=["of the lake", "a copy for the run", "of a kept table", "server gone", "disk full", "a query"],
)
def test_a_failure_in_spark_says_what_to_do(text: str, expected: type[JobhouseError], said: str) -> None:
    with pytest.raises(expected, match=said), failures_raised("marts.total"):
        raise errors.PySparkException(text)


def test_a_java_that_was_killed_is_no_bug() -> None:
    with pytest.raises(Stopped, match="the Java in which Spark runs has ended"), failures_raised("marts.total"):
        raise ConnectionRefusedError(111, "Connection refused")


def test_of_an_error_in_java_the_sentence_says_what_java_said() -> None:
    said = "An error occurred while calling o12.sql.\n: org.apache.spark.SparkException: Job aborted.\n\tat a.b(c:1)"
    assert first_line(said) == "org.apache.spark.SparkException: Job aborted"
    assert first_line("An error occurred while calling o12.sql") == "no reason given"


def test_of_a_server_that_is_gone_the_sentence_says_why() -> None:
    said = (
        "<_MultiThreadedRendezvous of RPC that terminated with:\n\tstatus = StatusCode.UNAVAILABLE\n"
        '\tdetails = "failed to connect to all addresses"\n\tdebug_error_string = "UNKNOWN: failed"\n>'
    )
    with pytest.raises(Stopped, match=r"lost \(failed to connect to all addresses\); start"), failures_raised("total"):
        raise errors.PySparkException(said)


def test_failures_are_read_where_there_is_no_java_beside_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "py4j"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "py4j", None)
    with pytest.raises(DataCheckFailed), failures_raised("marts.total"):
        raise errors.PySparkException("[DIVIDE_BY_ZERO] Division by zero")
