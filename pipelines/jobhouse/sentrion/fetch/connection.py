"""The HTTP client for the API: key, proxy, certificates, and the reason where there is no connection."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from typing import Final
from urllib.request import getproxies, proxy_bypass

import httpx

from jobhouse.errors import UsageError
from jobhouse.sentrion.fetch.receive import ENCODINGS
from jobhouse.sentrion.fetch.redaction import Redactor

TIMEOUT = httpx.Timeout(connect=10.0, read=120.0, write=30.0, pool=None)
"""Seconds. Reading may take long: a page that is given up was perhaps charged, and has to be requested again."""
NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""Raised before the first byte of a request is written: there was no connection to write to."""
_NO_ROUTE: Final = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)


class BearerKey(httpx.Auth):
    """Puts the API key into the request header, the only place it is ever written to."""

    def __init__(self, key: str) -> None:
        self.redactor = Redactor(key)
        self._key = key

    def __repr__(self) -> str:
        return "BearerKey(...)"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._key}"
        yield request


@asynccontextmanager
async def connection(
    base_url: str, key: str, max_connections: int, transport: httpx.AsyncBaseTransport | None = None
) -> AsyncGenerator[httpx.AsyncClient]:
    """An HTTP client for the API.

    Redirects are not followed, so the key goes nowhere else. Proxy settings of the environment are used, except for
    plain http, which is allowed to loopback only. `transport` replaces the network.

    Raises:
        UsageError: the environment's proxy or certificates cannot be used.
    """
    with _environment_errors():
        client = httpx.AsyncClient(
            base_url=base_url,
            auth=BearerKey(key),
            headers={
                "Content-Type": "application/json",
                "Accept": "application/json",
                "Accept-Encoding": ENCODINGS,
            },
            timeout=TIMEOUT,
            limits=httpx.Limits(max_connections=max_connections, max_keepalive_connections=max_connections),
            follow_redirects=False,
            trust_env=not base_url.startswith("http:"),
            verify=_certificates(),
            transport=transport,
        )
    async with client as http:
        yield http


def check_environment(base_url: str) -> None:
    """Check before any work that a connection can be tried at all.

    Raises:
        UsageError: the environment's proxy or certificates cannot be used.
    """
    with _environment_errors():
        httpx.AsyncClient(trust_env=not base_url.startswith("http:"), verify=_certificates())


def address_of(http: httpx.AsyncClient) -> str:
    """The API's address, and whether a proxy is used; not the proxy's address, which may contain a password."""
    url = http.base_url
    proxies = getproxies() if http.trust_env else {}
    is_proxied = not {"https", "all"}.isdisjoint(proxies) and not proxy_bypass(url.host)
    return f"{url}".rstrip("/") + (" through the environment's proxy" if is_proxied else "")


def why_no_answer(error: Exception) -> str:
    """The reason for a failed request in plain words, from the cause that the system reports."""
    for cause in _causes(error):
        if said := _said(cause):
            return f"no answer: {said}"
    return f"no answer ({type(error).__name__})"


def _said(cause: BaseException) -> str | None:
    said = None
    match cause:
        case ssl.SSLCertVerificationError():
            said = f"its TLS certificate is not accepted: {getattr(cause, 'verify_message', 'no reason given')}"
        case ssl.SSLError():
            reason = getattr(cause, "reason", None) or "no reason given"
            said = f"TLS failed: {reason.lower().replace('_', ' ')}"
        case socket.gaierror():
            said = "its name was not found"
        case ConnectionRefusedError():
            said = "it refused the connection"
        case OSError() if cause.errno in _NO_ROUTE:
            said = f"there is no way to it: {os.strerror(cause.errno).lower()}"
        case httpx.ConnectTimeout():
            said = f"no connection within {TIMEOUT.connect:.0f} s"
        case httpx.ReadTimeout():
            said = f"silence for {TIMEOUT.read:.0f} s"
        case httpx.ReadError() | httpx.WriteError() | httpx.RemoteProtocolError():
            said = "the connection broke off or brought no HTTP"
        case httpx.ProxyError():
            said = f"the proxy refused: {' '.join(str(cause).split())[:100]}"
    return said


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and its causes, the innermost first; a group has one error for each address of a name."""
    for inner in (error.__cause__ or error.__context__, *getattr(error, "exceptions", ())):
        if inner is not None:
            yield from _causes(inner)
    yield error


@contextmanager
def _environment_errors() -> Iterator[None]:
    """Turn httpx's errors about the environment into a `UsageError` that names the variable."""
    try:
        yield
    except (OSError, ssl.SSLError) as error:
        name = next((name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)), "SSL_CERT_FILE")
        why = error.strerror or error.__class__.__name__
        raise UsageError(
            f"The environment variable {name} is {os.environ.get(name)!r}, which holds no certificates that can be "
            f"read ({why}); correct or unset it."
        ) from None
    except ImportError:
        raise UsageError(
            "The environment names a SOCKS proxy (ALL_PROXY or HTTPS_PROXY), which needs the package socksio; "
            "install httpx[socks], name an http:// proxy, or unset it."
        ) from None
    except (ValueError, httpx.InvalidURL) as error:
        raise UsageError(
            "The environment names a proxy (ALL_PROXY, HTTPS_PROXY or NO_PROXY) that is no address like "
            f"http://host:port ({type(error).__name__}); correct or unset it."
        ) from None


@cache
def _certificates() -> ssl.SSLContext:
    """Read once, since each batch opens a connection and reading the authorities takes longer than a page."""
    return httpx.create_ssl_context()
