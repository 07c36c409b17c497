"""Whether Spark can run here."""

from __future__ import annotations

import os
import shutil
import socket
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from jobhouse.errors import UsageError
from jobhouse.extras import how_to_install

_PACKAGES: Final = ("pyspark", "pyspark-client")
"""The second is the one for Spark Connect alone; both are imported as `pyspark`."""
_CONNECT_PORT: Final = 15002
_CONNECT_SECONDS: Final = 10


def refuse_without_spark(master: str) -> None:
    """Refuse to build where PySpark or Java is missing, or the server of Spark Connect, which has the Java there.

    Raises:
        UsageError: one of them is not installed, or the server does not answer.
    """
    if find_spec("pyspark") is None:
        raise UsageError(f"Building in Spark needs PySpark, which is not installed; {how_to_install('spark')}")
    if is_connect(master):
        _refuse_silent_server(master)
    elif not has_java():
        raise UsageError(
            "Building in Spark needs Java 17 or 21, which is not installed; install it (on Debian: "
            "apt install openjdk-17-jre-headless), or name its folder in JAVA_HOME."
        )


def is_connect(master: str) -> bool:
    """Whether it is a server of Spark Connect, for which no Spark starts here."""
    return master.startswith("sc://")


def without_token(master: str) -> str:
    """The URL of a master as it may be shown: without the parameters of Spark Connect, of which one is a secret."""
    return master.partition("/;")[0]


def _refuse_silent_server(master: str) -> None:
    """Refuse a server that nobody listens at: PySpark would try again for ten minutes, whatever it is told meanwhile.

    Raises:
        UsageError: it does not answer.
    """
    try:
        url = urlsplit(master)
        address = url.hostname or "", url.port or _CONNECT_PORT
        socket.create_connection(address, timeout=_CONNECT_SECONDS).close()
    except (OSError, ValueError) as error:
        raise UsageError(
            f"No Spark Connect server answers at {without_token(master)} ({error}); start it, or name another one "
            "with --master."
        ) from error


def has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return bool(shutil.which(Path(home, "bin", "java")) if home else shutil.which("java"))


def pyspark_version() -> str:
    """The version of PySpark; importing it to ask would take longer than a build that finds nothing new."""
    for package in _PACKAGES:
        with suppress(PackageNotFoundError):
            return version(package)
    return ""
