"""Our errors, in one sentence, for what a bucket refuses, lacks, or does not answer.

The libraries of the clouds are not imported to name their errors: each is looked up by the name of its class.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final, Literal

from jobhouse.errors import JobhouseError, Unreachable, UsageError
from jobhouse.sentrion.config.settings_files import read_settings_files
from jobhouse.warehouse.storage_errors import causes_of, one_line

BucketFault = Literal["no credentials", "refused", "not there", "wrong", "unreachable"]

KINDS: Final[Mapping[str, BucketFault]] = {
    "botocore.exceptions.NoCredentialsError": "no credentials",
    "botocore.exceptions.PartialCredentialsError": "no credentials",
    "botocore.exceptions.ProfileNotFound": "no credentials",
    "google.auth.exceptions.DefaultCredentialsError": "no credentials",
    "dlt.common.configuration.exceptions.ConfigurationException": "no credentials",
    "builtins.PermissionError": "refused",
    "azure.core.exceptions.ClientAuthenticationError": "refused",
    "google.auth.exceptions.GoogleAuthError": "refused",
    "builtins.FileNotFoundError": "not there",
    "azure.core.exceptions.ResourceNotFoundError": "not there",
    "botocore.exceptions.ParamValidationError": "wrong",
    "botocore.exceptions.HTTPClientError": "unreachable",
    "botocore.exceptions.ConnectionError": "unreachable",
    "botocore.exceptions.BotoCoreError": "wrong",
    "botocore.exceptions.ClientError": "unreachable",
    "aiohttp.client_exceptions.ClientError": "unreachable",
    "gcsfs.retry.HttpError": "unreachable",
    "google.auth.exceptions.TransportError": "unreachable",
    "requests.exceptions.RequestException": "unreachable",
    "azure.core.exceptions.AzureError": "unreachable",
    "builtins.ValueError": "wrong",
    "builtins.OSError": "unreachable",
    "builtins.TimeoutError": "unreachable",
}
"""What an error of each class means; of an error's classes, the nearest that stands here decides."""
STATUSES: Final[Mapping[object, BucketFault]] = {401: "refused", 403: "refused", 404: "not there"}
"""What the HTTP status of an answer means, where the class of the error says no more than that there was one."""
_QUERY: Final = re.compile(r"\?\S*")
_OF_REQUEST: Final = re.compile(r"\s*RequestId:.*")
"""What Azure adds to each sentence: numbers of the request, and the answer as XML."""
_AZURE: Final = ("az:", "abfs")
_GOOGLE: Final = "GOOGLE_APPLICATION_CREDENTIALS"
_LONGEST: Final = 200


@contextmanager
def bucket_errors_translated(url: str) -> Iterator[None]:
    """Raise our error for what a bucket answers, or does not.

    Raises:
        UsageError: the credentials, the bucket or its URL are wrong.
        Unreachable: no answer, or one that running again may change.
    """
    try:
        yield
    except JobhouseError:
        raise
    except Exception as error:
        kind = kind_of(error)
        if kind is None:
            raise
        raise _translated(kind, url, error) from error


def kind_of(error: BaseException) -> BucketFault | None:
    """What an error, or else what caused it, means; None where it is none of a bucket."""
    for cause in causes_of(error):
        for kind in type(cause).__mro__:
            if found := KINDS.get(f"{kind.__module__}.{kind.__qualname__}"):
                return STATUSES.get(_status_of(cause), found) if found == "unreachable" else found
    return None


def _missing_in(error: BaseException) -> list[str]:
    """The settings that dlt looked for and did not find; of credentials of several kinds, all."""
    traces: Mapping[str, list[object]] = getattr(error, "traces", {})
    within = {name: [one for trace in found for one in getattr(trace, "traces", {})] for name, found in traces.items()}
    return list(dict.fromkeys(one for name, found in within.items() for one in found or [name]))


def _file_of_google(url: str) -> str:
    """The file that Google's library was to read, as a clause: it does not say that this is not there, or no key."""
    named = os.environ.get(_GOOGLE, "") if url.startswith(("gs:", "gcs:")) else ""
    return f", and {_GOOGLE} names {named}, which holds none" if named else ""


def _status_of(error: BaseException) -> object:
    """The HTTP status, which Azure's library and Google's call differently."""
    return getattr(error, "status_code", None) or getattr(error, "code", None)


def _translated(kind: BucketFault, url: str, error: BaseException) -> JobhouseError:
    said = _OF_REQUEST.sub("", _QUERY.sub("", one_line(error)))[:_LONGEST].rstrip(". ")
    match kind:
        case "no credentials":
            read_settings_files()  # one that cannot be read is what lacks, which is said with its line
            missing = ", ".join(_missing_in(error))
            if missing and url.startswith(_AZURE):
                return UsageError(
                    f"There is no account for {url} (missing: azure_storage_account_name); give it to dlt under "
                    "[destination.filesystem.credentials], with a key or a token unless the machine has an identity."
                )
            what = (f"missing, of one kind: {missing}" if missing else said) + _file_of_google(url)
            return UsageError(
                f"There are no credentials for {url} ({what}); "
                "give them as the cloud's own tools take them, in the environment or their settings file, or to dlt "
                "under [destination.filesystem.credentials]."
            )
        case "refused":
            return UsageError(
                f"The lake {url} refuses these credentials ({said}); check the key, and that it may list, read, write "
                "and delete there."
            )
        case "not there":
            return UsageError(f"The bucket of the lake {url} is not there ({said}); make it, or correct its name.")
        case "wrong":
            return UsageError(f"The lake {url} cannot be opened ({said}); correct its URL or the cloud's settings.")
        case "unreachable":
            return Unreachable(
                f"The lake {url} could not be reached or kept failing ({type(error).__name__}: {said}); "
                "run the same command again: it goes on where it stopped."
            )
