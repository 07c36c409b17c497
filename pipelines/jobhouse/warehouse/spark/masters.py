"""The URL of a master: which kinds there are, how one is shown, and whether anybody listens there."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from jobhouse.errors import UsageError

_KNOWN: Final = re.compile(r"local(\[[^\[\]]+\])?|yarn|(spark|k8s|sc)://.+")
_ADDRESS: Final = re.compile(r"[^/\s]+:\d+")
_CONNECT_PORT: Final = 15002
_SECONDS: Final = 10
"""How long one address is waited for."""
_READY_SECONDS: Final = 20
"""How long a server that listens may take to be ready."""


def is_connect(master: str) -> bool:
    """Whether it is a server of Spark Connect, for which no Spark starts here."""
    return master.startswith("sc://")


def without_token(master: str) -> str:
    """The URL of a master as it may be shown: without the parameters of Spark Connect, of which one is a secret."""
    return master.partition("/;")[0]


def refuse_unknown_master(master: str) -> None:
    """Refuse what Spark knows no cluster manager for: it would say so after a minute, and of its Java alone.

    Raises:
        UsageError: it is no URL of a master.
    """
    if _KNOWN.fullmatch(master):
        return
    shown = without_token(master)
    meant = f"spark://{shown} is meant perhaps, a cluster's master; " if _ADDRESS.fullmatch(shown) else ""
    raise UsageError(
        f"--master {shown} is no master of Spark; {meant}write local[N], spark://HOST:PORT, sc://HOST:PORT, yarn or "
        "k8s://URL."
    )


def refuse_silent_master(master: str) -> None:
    """Refuse a server that nobody listens at: Spark tries again for two minutes, and Spark Connect for ten.

    Raises:
        UsageError: it does not answer.
    """
    if not master.startswith(("sc://", "spark://")):
        return
    what = "Spark Connect server" if is_connect(master) else "Spark master"
    try:
        _connect_to_first(_addresses(master))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"No {what} answers at {without_token(master)} ({error}); start it, or name another one with --master."
        ) from error


def refuse_other_server(master: str) -> None:
    """Refuse a server that listens and does not speak gRPC, such as one of the web, or Spark's own master.

    Raises:
        UsageError: it does not, or not as the URL says, as where only one of both expects TLS.
    """
    from pyspark.sql.connect.client import DefaultChannelBuilder  # it says itself where grpcio is missing

    # isort: split
    import grpc

    channel = DefaultChannelBuilder(master).toChannel()
    try:
        grpc.channel_ready_future(channel).result(timeout=_READY_SECONDS)
    except grpc.FutureTimeoutError:
        raise UsageError(
            f"What listens at {without_token(master)} does not answer as a Spark Connect server; name another one "
            "with --master, or start it there."
        ) from None
    finally:
        channel.close()


def _connect_to_first(addresses: Iterator[tuple[str, int]]) -> None:
    """Open a connection to the first address that answers.

    Raises:
        OSError: none does.
        ValueError: one is no address.
    """
    failed: OSError | None = None
    for address in list(addresses):
        try:
            socket.create_connection(address, timeout=_SECONDS).close()
        except OSError as error:
            failed = failed or error
        else:
            return
    raise failed or ValueError("no address")


def _addresses(master: str) -> Iterator[tuple[str, int]]:
    """Where a master may be reached: a standalone cluster has several while one of them is ready to take over."""
    if is_connect(master):
        url = urlsplit(master)
        yield url.hostname or "", url.port or _CONNECT_PORT
        return
    for one in master.removeprefix("spark://").split(","):
        url = urlsplit(f"//{one}")
        if not url.hostname or not url.port:
            raise ValueError(f"{one!r} is not HOST:PORT")
        yield url.hostname, url.port
