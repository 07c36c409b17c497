"""Settings and an environment that no connection can be made with are said before any work, in one sentence."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

import httpx
import pytest

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch import connection
from jobhouse.sentrion.fetch.connection import address_of, why_no_answer
from jobhouse.sentrion.fetch.receive import NoConnection


@pytest.fixture(autouse=True)
def _no_certificates_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_certificates", connection._certificates.__wrapped__)
    for name in ("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ALL_PROXY", "socks5://", "ALL_PROXY"),
        ("ALL_PROXY", "socks5://127.0.0.1:9050", "socksio"),
        ("HTTPS_PROXY", "http://host:notaport", "HTTPS_PROXY"),
        ("HTTPS_PROXY", "ftp://host", "HTTPS_PROXY"),
        ("HTTPS_PROXY", "http://[::1", "HTTPS_PROXY"),
        ("SSL_CERT_FILE", "/does/not/exist.pem", "SSL_CERT_FILE is '/does/not/exist.pem'"),
    ],
)
def test_what_the_environment_says_wrongly_is_named(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=said.replace("(", r"\(")):
        Settings.load(api_key="a-key")


def test_a_file_that_holds_no_certificates_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "certificates.pem").write_text("none")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificates.pem"))
    with pytest.raises(UsageError, match="SSL_CERT_FILE"):
        Settings.load(api_key="a-key")


def test_commands_that_send_nothing_do_not_mind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://")
    monkeypatch.setenv("SSL_CERT_FILE", "/does/not/exist.pem")
    assert Settings.load_without_key().base_url


@pytest.mark.parametrize(
    "url", ["https://api.example:99999", "https://api.example:x", "https://[::1", "http://127.0.0.1:-1", "https://"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="base_url"):
        Settings.load(api_key="a-key", base_url=url)


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (socket.gaierror(-2, "Name or service not known"), "its name was not found"),
        (ConnectionRefusedError(111, "Connection refused"), "it refused the connection"),
        (OSError(113, "No route to host"), "there is no way to it: no route to host"),
        (OSError(99, "Cannot assign requested address"), "there is no way to it: cannot assign requested address"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), "TLS failed"),
    ],
)
def test_the_reason_for_no_connection_is_the_systems_own(cause: Exception, said: str) -> None:
    error = httpx.ConnectError("All connection attempts failed")
    error.__cause__ = OSError("All connection attempts failed")
    error.__cause__.__cause__ = ExceptionGroup("several addresses", [cause])
    assert said in why_no_answer(error)


def test_a_proxy_that_stands_before_the_api_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://user:secret@127.0.0.1:9")
    assert address_of(httpx.AsyncClient(base_url="https://api.example")) == ("https://api.example", True)
    monkeypatch.setenv("NO_PROXY", "api.example")
    assert address_of(httpx.AsyncClient(base_url="https://api.example")) == ("https://api.example", False)


def test_a_certificate_of_an_unknown_authority_comes_with_the_variable_that_names_authorities() -> None:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code, error.verify_message = 10, "certificate has expired"
    assert why_no_answer(error) == "no answer: its TLS certificate is not accepted: certificate has expired"
    error.verify_code, error.verify_message = 20, "unable to get local issuer certificate"
    assert "unable to get local issuer certificate; where a proxy reads TLS" in why_no_answer(error)
    assert "SSL_CERT_FILE" in why_no_answer(error)


@pytest.mark.parametrize(
    ("error", "said"), [(httpx.ReadTimeout(""), "silence for 120 s"), (httpx.ConnectTimeout(""), "within 10 s")]
)
def test_silence_over_tls_is_no_fault_of_tls(error: Exception, said: str) -> None:
    error.__context__ = TimeoutError()
    error.__context__.__context__ = ssl.SSLWantReadError(2, "The operation did not complete (read)")
    assert said in why_no_answer(error)


def test_a_reason_without_a_cause_is_told_by_the_kind_of_error() -> None:
    assert why_no_answer(httpx.ReadError("")) == "no answer: the connection broke off or brought no HTTP"
    assert why_no_answer(httpx.UnsupportedProtocol("")) == "no answer (UnsupportedProtocol)"
    no_connection = NoConnection()
    no_connection.__cause__ = httpx.ConnectError("of a kind that nobody knows")
    assert why_no_answer(no_connection) == "no answer (ConnectError)"
