"""The HTTP client for the API: key, proxy, certificates, and the reason where there is no connection."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from typing import Final, NamedTuple
from urllib.request import getproxies, proxy_bypass

import httpx

from jobhouse.errors import UsageError
from jobhouse.sentrion.fetch.receive import ENCODINGS, NoConnection
from jobhouse.sentrion.fetch.redaction import Redactor

TIMEOUT = httpx.Timeout(connect=10.0, read=120.0, write=30.0, pool=None)
"""Seconds. Reading may take long: a page that is given up was perhaps charged, and has to be requested again."""
NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""Raised before the first byte of a request is written: there was no connection to write to."""
_UNKNOWN_ISSUER: Final = frozenset({18, 19, 20, 21})
"""What OpenSSL calls a certificate whose authority is not among those that are trusted."""
_TLS_WAITS: Final = (ssl.SSLWantReadError, ssl.SSLWantWriteError)
"""How the library waits for bytes, and so no cause where they never come."""
_NO_ROUTE: Final = (
    errno.ENETUNREACH,
    errno.EHOSTUNREACH,
    errno.ENETDOWN,
    errno.EADDRNOTAVAIL,
    errno.EPERM,
    errno.EMFILE,
)


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


class ApiAddress(NamedTuple):
    """Where requests are sent."""

    url: str
    is_proxied: bool


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
            trust_env=False,
            proxy=None if transport else _proxy_for(base_url),
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
        httpx.AsyncClient(trust_env=False, proxy=_proxy_for(base_url), verify=_certificates())


def address_of(http: httpx.AsyncClient) -> ApiAddress:
    """Where requests are sent, and whether a proxy is between; not its address, which may contain a password."""
    return ApiAddress(f"{http.base_url}".rstrip("/"), is_proxied=_named_proxy(http.base_url) is not None)


def _named_proxy(url: httpx.URL) -> str | None:
    """The proxy that the environment names for the API, unless NO_PROXY names the API.

    Entries of NO_PROXY that name something else are never read, so that none of them is an error.
    """
    if url.scheme == "http":
        return None
    proxies = getproxies()
    named = proxies.get("https") or proxies.get("all")
    return None if proxy_bypass(f"{url.host}:{url.port or 443}") else named


def _proxy_for(base_url: str) -> httpx.Proxy | None:
    named = _named_proxy(httpx.URL(base_url))
    if named is None:
        return None
    return httpx.Proxy(named if "://" in named else f"http://{named}")


def why_no_answer(error: Exception) -> str:
    """The reason for a failed request in plain words, from the cause that the system reports."""
    for cause in _causes(error):
        if said := _said(cause):
            return f"no answer: {said}"
    named = error.__cause__ if isinstance(error, NoConnection) else error
    return (
        "no answer: no connection in time" if isinstance(named, TimeoutError) else f"no answer ({type(named).__name__})"
    )


def _said(cause: BaseException) -> str | None:
    said = None
    match cause:
        case ssl.SSLCertVerificationError():
            said = f"its TLS certificate is not accepted: {_certificate_reason(cause)}"
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


def _certificate_reason(error: ssl.SSLCertVerificationError) -> str:
    advice = "; where a proxy reads TLS, name a file with its authority in SSL_CERT_FILE"
    is_unknown = getattr(error, "verify_code", None) in _UNKNOWN_ISSUER
    return getattr(error, "verify_message", "no reason given") + (advice if is_unknown else "")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and its causes, the innermost first; a group has one error for each address of a name."""
    for inner in (error.__cause__ or error.__context__, *getattr(error, "exceptions", ())):
        if inner is not None:
            yield from _causes(inner)
    if not isinstance(error, _TLS_WAITS):
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
            "The environment names a proxy (HTTPS_PROXY or ALL_PROXY) that is no address like http://host:port or "
            "http://user:password@host:port, with %40 for an @ in the password and so on "
            f"({type(error).__name__}); correct or unset it."
        ) from None


@cache
def _certificates() -> ssl.SSLContext:
    """Read once, since each batch opens a connection and reading the authorities takes longer than a page."""
    return httpx.create_ssl_context()
