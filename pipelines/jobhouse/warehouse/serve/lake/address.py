"""Where a lake lies: in a folder, or in a bucket that its URL names.

Credentials are never part of the address. dlt finds them, as for its own filesystem destination, or the cloud's own
library does.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Self
from urllib.parse import SplitResult, unquote, urlsplit

from jobhouse.errors import UsageError
from jobhouse.extras import how_to_install
from jobhouse.warehouse.folder import why_unusable

LIBRARIES: Final[Mapping[str, tuple[str, str]]] = {
    "s3": ("s3fs", "s3"),
    "gs": ("gcsfs", "gs"),
    "gcs": ("gcsfs", "gs"),
    "az": ("adlfs", "az"),
    "abfss": ("adlfs", "az"),
}
"""The library that fsspec needs for each scheme, and the extra of jobhouse that installs it."""
_KNOWN: Final = "a folder, s3://BUCKET/PATH, gs://BUCKET/PATH or az://CONTAINER/PATH"


@dataclass(frozen=True)
class LakeAddress:
    """A folder, or the URL of a bucket and a path in it."""

    text: str
    """As messages show it."""
    folder: Path | None
    """None where the lake lies in a bucket."""

    @classmethod
    def of(cls, text: str, *, is_there: bool = False) -> Self:
        """The address that a user names.

        Args:
            text: as the user wrote it.
            is_there: a lake is to be read there, so that advice to make a folder would not help.

        Raises:
            UsageError: no lake can lie there, or the library for it is not installed.

        """
        scheme, separator, _ = text.partition("://")
        if not separator:
            return cls._of_folder(Path(os.path.expanduser(text)), is_there=is_there)
        url = _split(text)
        if scheme == "file":
            return cls._of_folder(Path(unquote(url.path)), is_there=is_there)
        _refuse_wrong_url(text, url)
        return cls(text.rstrip("/"), None)

    @classmethod
    def _of_folder(cls, name: Path, *, is_there: bool) -> Self:
        folder = name.resolve()
        if why := why_unusable(str(folder)):
            raise UsageError(f"The lake cannot lie in {str(folder)!r}: {why}; name another folder.")
        if folder.exists() and not folder.is_dir():
            raise UsageError(
                f"{folder} is a file, and a lake is a folder of many; name a folder, or a bucket by its URL."
            )
        if is_there and not folder.exists():
            raise UsageError(f"There is no lake in {folder}; name a lake that jobhouse publish --to has written.")
        if not folder.parent.is_dir():
            raise UsageError(f"The folder {folder.parent} is not there; make it, or name another for the lake.")
        return cls(str(folder), folder)


def names_lake(to: str) -> bool:
    """Whether a target of `publish` is a lake, not a file: a URL, a name that ends with a slash, or a folder."""
    return "://" in to or to.endswith("/") or Path(os.path.expanduser(to)).is_dir()


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError:  # neither the URL nor the error is shown, since both may hold a key
        raise UsageError(f"The {text.partition(':')[0]}:// URL of the lake is malformed; a lake is {_KNOWN}.") from None


def _refuse_wrong_url(text: str, url: SplitResult) -> None:
    holds_key = url.password is not None or url.query or (url.username is not None and url.scheme != "abfss")
    if holds_key:  # the message leaves the URL out, since what it holds may be a key
        raise UsageError(
            f"The {url.scheme}:// URL of the lake holds a user, a key or a query, which are shown and logged with it; "
            "put credentials where dlt or the cloud's own tools look for them, and name the bucket and the path alone."
        )
    if url.scheme not in LIBRARIES:
        raise UsageError(f"A lake cannot lie in {text!r}: the scheme {url.scheme}:// is not known; a lake is {_KNOWN}.")
    if not url.netloc:
        raise UsageError(f"{text!r} names no bucket; a lake is {_KNOWN}.")
    library, extra = LIBRARIES[url.scheme]
    if find_spec(library) is None:
        raise UsageError(
            f"A lake in {url.scheme}:// needs the library {library}, which is not installed; {how_to_install(extra)}"
        )
