"""What Spark raises, as an error of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from jobhouse.errors import DataCheckFailed, Stopped, UsageError

KEPT: Final = "the marts of the lake are as they were"
_LONGEST: Final = 400
_NO_REASON: Final = "An error occurred while calling "
"""The first line of whatever py4j raises."""
_DISK_FULL: Final = "No space left on device"
_SERVER_GONE: Final = re.compile(r"RETRIES_EXCEEDED|StatusCode\.UNAVAILABLE|SESSION_CHANGED|SESSION_CLOSED")
_OF_GRPC: Final = re.compile(r'^\s*details = "([^"\n]+)"$', re.MULTILINE)
_FILE_GONE: Final = re.compile(r"FILE_NOT_EXIST|FileNotFoundException|FAILED_READ_FILE|PATH_NOT_FOUND")
_OF_A_RUN: Final = re.compile(r"/spark/\d{8}T\d{6}-[0-9a-f]{8}/(?!_)")
"""A table that is kept, and no copy that is made for one run."""


@contextmanager
def failures_raised(model: str) -> Iterator[None]:
    """Raise our error where Spark fails within the block.

    Args:
        model: what is built or audited.

    Raises:
        DataCheckFailed: a query failed.
        Stopped: the disk is full, the server of Spark Connect or the Java of Spark is gone, or a publish has removed a
            file of the lake meanwhile.
        UsageError: a file that Spark itself built is gone.
    """
    try:
        yield
    except ConnectionError as error:  # py4j lets through what its sockets raise
        raise Stopped(
            f"The models were not built and {KEPT}: the Java in which Spark runs has ended, as where memory is short "
            f"({first_line(str(error))}); run the same command again."
        ) from error
    except raised_by_spark() as error:
        text = str(error)
        if _DISK_FULL in text:
            raise Stopped(
                f"The models were not built and {KEPT}: there is no room on the disk; "
                "make room and run the same command again."
            ) from error
        if _SERVER_GONE.search(text):
            raise Stopped(
                f"The models were not built and {KEPT}: the Spark Connect server was lost ({first_line(text)}); "
                "start it and run the same command again."
            ) from error
        if _FILE_GONE.search(text) and _OF_A_RUN.search(text):
            raise UsageError(
                f"The models were not built: {model} reads a file of the last build that is gone "
                f"({first_line(text)}); build from nothing with --full."
            ) from error
        if _FILE_GONE.search(text):
            raise Stopped(
                f"The models were not built and {KEPT}: {model} reads a file that is gone, as where a publish removes "
                f"rows meanwhile ({first_line(text)}); run the same command again."
            ) from error
        raise DataCheckFailed(
            f"The models were not built and {KEPT}: {model} failed in Spark ({first_line(text)})."
        ) from error


def raised_by_spark() -> tuple[type[Exception], ...]:
    """What PySpark raises for a fault of Spark or of its Java."""
    from pyspark.errors import PySparkException

    try:
        from py4j.protocol import Py4JError
    except ImportError:  # the package for Spark Connect alone has no Java beside it
        return (PySparkException,)
    return PySparkException, Py4JError


def first_line(text: str) -> str:
    """The first line of an error that says something: of one in Java, what Java says, of one of gRPC, its details."""
    if details := _OF_GRPC.search(text):
        text = details[1]
    lines = [line.strip().removeprefix(": ") for line in text.strip().splitlines()]
    lines = [line for line in lines if line and not line.startswith(_NO_REASON)]
    return lines[0][:_LONGEST].rstrip(".") if lines else "no reason given"
