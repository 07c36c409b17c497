"""The address of the API that a warehouse was read from: its cursors and its complete days are those of no other API.

The address is kept in dlt's state, which travels in one package with the rows. All loopback addresses count as the same
API: a sandbox takes another port each time it starts. A loopback address and a remote one never do.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any, Final
from urllib.parse import urlsplit

from jobhouse.errors import UsageError
from jobhouse.loopback import is_loopback
from jobhouse.sentrion.config.settings import Settings

_KEY: Final = "address"
_USUAL_PORTS: Final = {"https": 443, "http": 80}


def check_address(state: Mapping[str, Any], settings: Settings) -> None:
    """Refuse to go on with the state at another address; a state of earlier versions holds none.

    Raises:
        UsageError: the state is that of another API; nothing was sent.
    """
    stored = state.get(_KEY)
    if stored is None or _is_same(stored, settings.base_url):
        return
    if settings.former_base_url and _is_same(stored, settings.former_base_url):
        return
    raise UsageError(
        f"This warehouse was read from {stored}, and base_url is {settings.base_url}: what is complete there is not "
        "complete here; name another folder with --warehouse, or, if it is the same API at a new address, set "
        f'former_base_url = "{stored}" beside base_url.'
    )


def keep_address(state: MutableMapping[str, Any], settings: Settings) -> None:
    """Put the address into the state of what is being read.

    Raises:
        UsageError: the state is that of another API.
    """
    check_address(state, settings)
    state[_KEY] = normal_address(settings.base_url)


def normal_address(address: str) -> str:
    """Scheme, host, port and path in one spelling; the port only where it is not the usual one of the scheme."""
    url = urlsplit(address)
    host = url.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = "" if url.port in (None, _USUAL_PORTS.get(url.scheme)) else f":{url.port}"
    return f"{url.scheme}://{host}{port}{url.path.rstrip('/')}"


def _is_same(one: str, other: str) -> bool:
    are_loopback = all(is_loopback(urlsplit(address).hostname or "") for address in (one, other))
    return are_loopback or normal_address(one) == normal_address(other)
