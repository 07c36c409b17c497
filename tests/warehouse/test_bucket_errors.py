"""What each error of a bucket means; the classes are named, not imported, so the names are held to the libraries."""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from dlt.common.configuration.exceptions import ConfigFieldMissingException, LookupTraces
from dlt.common.storages.configuration import FilesystemConfiguration

from jobhouse.errors import JobhouseError, Unreachable, UsageError
from jobhouse.warehouse.bucket_errors import KINDS, bucket_errors_translated


def is_installed(name: str) -> bool:
    """Whether a library is there; `google` is a folder that several share."""
    top, _, rest = name.partition(".")
    spec = find_spec(top)
    return spec is not None and bool(spec.origin or find_spec(f"{top}.{rest.partition('.')[0]}"))


INSTALLED = [name for name in KINDS if is_installed(name)]


def error_of(module: str, *names: str, **fields: object) -> Exception:
    """An error as a library raises it that is not installed: its class, and those above it."""
    kind: type[Exception] = Exception
    for name in reversed(names):
        kind = type(name, (kind,), {"__module__": module})
    error = kind("said so, at https://account.example/box?sig=a-signed-key.")
    for name, value in fields.items():
        setattr(error, name, value)
    return error


def of_azure(status: int) -> Exception:
    return error_of("azure.core.exceptions", "HttpResponseError", "AzureError", status_code=status)


def translated(error: Exception) -> JobhouseError:
    with pytest.raises(JobhouseError) as raised, bucket_errors_translated("az://box/lake"):
        raise error
    return raised.value


def test_all_settings_that_dlt_did_not_find_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = [
        LookupTraces("Key", [], 0, 2, {"account_name": [], "account_key": []}),
        LookupTraces("Token", [], 1, 2, {"account_name": []}),
    ]
    traces: dict[str, Any] = {"credentials": kinds, "bucket_url": []}
    error = ConfigFieldMissingException(FilesystemConfiguration(), traces)
    assert "no account for az://box/lake (missing: azure_storage_account_name); give it to dlt" in str(
        translated(error)
    )
    missing = "no credentials for gs://box/lake \\(missing, of one kind: account_name, account_key, bucket_url"
    with pytest.raises(UsageError, match=rf"{missing}\); give them"), bucket_errors_translated("gs://box/lake"):
        raise error
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/none/key.json")
    named = rf"{missing}, and GOOGLE_APPLICATION_CREDENTIALS names /none/key\.json, which holds none\)"
    with pytest.raises(UsageError, match=named), bucket_errors_translated("gs://box/lake"):
        raise error


def test_what_azure_adds_to_its_sentence_is_left_out() -> None:
    error = error_of("azure.core.exceptions", "HttpResponseError", "AzureError", status_code=403)
    error.args = ("Not allowed.\nRequestId:1c2f Time:2026-11-29 Content: <?xml version='1.0' encoding='utf-8'?>",)
    assert "refuses these credentials (Not allowed); check" in str(translated(error))


@pytest.mark.parametrize("name", INSTALLED)
def test_a_named_class_is_in_its_library(name: str) -> None:
    module, _, kind = name.rpartition(".")
    assert issubclass(getattr(importlib.import_module(module), kind), Exception)


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (of_azure(403), UsageError, "refuses these credentials"),
        (of_azure(404), UsageError, "is not there"),
        (of_azure(503), Unreachable, "could not be reached or kept failing"),
        (error_of("gcsfs.retry", "HttpError", code=401), UsageError, "refuses these credentials"),
        (error_of("gcsfs.retry", "HttpError", code=429), Unreachable, "could not be reached or kept failing"),
        (error_of("google.auth.exceptions", "RefreshError", "GoogleAuthError"), UsageError, "refuses these"),
        (
            error_of("google.auth.exceptions", "DefaultCredentialsError", "GoogleAuthError"),
            UsageError,
            "no credentials",
        ),
        (ConnectionResetError("reset"), Unreachable, "run the same command again"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_error_is_one_sentence_without_what_was_signed(
    error: Exception, kind: type[JobhouseError], said: str
) -> None:
    found = translated(error)
    assert type(found) is kind
    assert said in str(found)
    assert "a-signed-key" not in str(found)
    assert "\n" not in str(found)


def test_a_bug_stays_a_bug() -> None:
    with pytest.raises(ZeroDivisionError), bucket_errors_translated("s3://b"):
        raise ZeroDivisionError


def test_a_settings_file_that_cannot_be_read_is_said_with_its_place(tmp_path: Path) -> None:
    (tmp_path / ".dlt").mkdir()
    (tmp_path / ".dlt" / "secrets.toml").write_text('[destination.filesystem.credentials]\naws_access_key_id = "k\n')
    found = translated(error_of("dlt.common.configuration.exceptions", "ConfigurationException"))
    assert isinstance(found, UsageError)
    assert "secrets.toml" in str(found)
    assert "line 2" in str(found)


def test_a_name_that_lacks_is_said() -> None:
    error = error_of("dlt.common.configuration.exceptions", "ConfigurationException")
    assert "said so" in str(translated(error))
