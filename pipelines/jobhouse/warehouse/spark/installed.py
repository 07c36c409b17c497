"""Whether Spark can run here."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from jobhouse.errors import UsageError
from jobhouse.extras import how_to_install
from jobhouse.warehouse.spark.masters import is_connect, refuse_silent_master, refuse_unknown_master

_PACKAGES: Final = ("pyspark", "pyspark-client")
"""The second is the one for Spark Connect alone; both are imported as `pyspark`."""


def refuse_without_spark(master: str) -> None:
    """Refuse to build where PySpark or Java is missing, or the cluster; Spark Connect has the Java there.

    Raises:
        UsageError: one of them is not installed, or the master is none, or does not answer.
    """
    refuse_unknown_master(master)
    if find_spec("pyspark") is None:
        raise UsageError(f"Building in Spark needs PySpark, which is not installed; {how_to_install('spark')}")
    if not is_connect(master) and not has_java():
        raise UsageError(
            "Building in Spark needs Java 17 or 21, which is not installed; install it (on Debian: "
            "apt install openjdk-17-jre-headless), or name its folder in JAVA_HOME."
        )
    refuse_silent_master(master)


def has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return bool(shutil.which(Path(home, "bin", "java")) if home else shutil.which("java"))


def pyspark_version() -> str:
    """The version of PySpark; importing it to ask would take longer than a build that finds nothing new."""
    for package in _PACKAGES:
        with suppress(PackageNotFoundError):
            return version(package)
    return ""
