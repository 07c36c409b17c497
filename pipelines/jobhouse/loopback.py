"""Which hosts are this machine: the key may go there unencrypted, and our servers listen nowhere else."""

from __future__ import annotations

import ipaddress
import socket

from jobhouse.errors import UsageError


def is_loopback(host: str) -> bool:
    """Whether `host`, a name or an address, is this machine's own loopback."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def bound(host: str, port: int) -> socket.socket:
    """A socket of this machine that does not listen yet; port 0 takes a free one.

    Raises:
        UsageError: the port is taken, or none.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound_one = socket.socket(family, socket.SOCK_STREAM)
    bound_one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound_one.bind((host, port))
    except OSError as problem:
        bound_one.close()
        raise UsageError(f"Port {port} of {host} cannot be used: {problem.strerror}; try --port 0.") from problem
    return bound_one


def listens(host: str, port: int) -> bool:
    """Whether something takes connections there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as caller:
        return caller.connect_ex((host, port)) == 0
