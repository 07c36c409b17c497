"""The HTTP client for the API: key, proxy, certificates, and what to say where there is no connection."""

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
"""Seconds. Reading is given long: a page that was charged and then given up on is asked for again."""
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

    Redirects are not followed, so the key goes nowhere else. Proxy settings of the environment are honoured but
    for plain http, which is only ever the loopback. `transport` takes the place of the network.

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
    """Say before any work that a connection could not even be tried.

    Raises:
        UsageError: the environment's proxy or certificates cannot be used.
    """
    with _environment_errors():
        httpx.AsyncClient(trust_env=not base_url.startswith("http:"), verify=_certificates())


def address_of(http: httpx.AsyncClient) -> str:
    """The API's address, and that a proxy stands before it, whose own address may hold a password."""
    url = http.base_url
    proxies = getproxies() if http.trust_env else {}
    is_proxied = not {"https", "all"}.isdisjoint(proxies) and not proxy_bypass(url.host)
    return f"{url}".rstrip("/") + (" through the environment's proxy" if is_proxied else "")


def why_no_answer(error: Exception) -> str:
    """The reason for a failed exchange in plain words, from the cause that the system gave."""
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
    """The error and what led to it, the innermost first; a group stands for several addresses of one name."""
    for inner in (error.__cause__ or error.__context__, *getattr(error, "exceptions", ())):
        if inner is not None:
            yield from _causes(inner)
    yield error


@contextmanager
def _environment_errors() -> Iterator[None]:
    """What httpx says of settings in the environment, as the error of a setting."""
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
    """Read once: there is a connection for each batch, and the authorities take longer to read than a page."""
    return httpx.create_ssl_context()
