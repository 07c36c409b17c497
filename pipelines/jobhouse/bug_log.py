"""The file that a bug is reported with: where it happened, without the key and without what adverts and users wrote.

It lies in the warehouse folder, for its user alone, and two files of bounded size hold the last bugs.
"""

from __future__ import annotations

import os
import platform
import re
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from jobhouse.errors import chain_of
from jobhouse.sanitize import clean

NAME: Final = "error.log"
MOST_BYTES: Final = 256 * 1024
"""Of a file, before it becomes the older one."""
LONGEST_ENTRY: Final = 32 * 1024
_LONGEST_MESSAGE: Final = 200
_HOLDS_NO_VALUES: Final = (AttributeError, ImportError, NameError, NotImplementedError, RecursionError, TypeError)
"""Their messages name types, modules and attributes; other messages quote what could not be read, such as adverts."""
_QUOTED: Final = re.compile("['\"`\u2018\u201c\n]")
_FRAME: Final = re.compile(r'^ +File ".+", line \d+, in .+$', re.MULTILINE)

folder_of_log: ContextVar[Path | None] = ContextVar("folder_of_log", default=None)
"""The warehouse folder, once the command line has named it."""


def write_bug_log(error: BaseException) -> Path | None:
    """Append a bug and return the file: beside the warehouse, else in the current folder, else in a temporary one.

    Whatever keeps it from being written is no error of its own: None then.
    """
    with suppress(Exception):
        entry = _entry(error)
        for find in (_beside_warehouse, _in_temporary_folder):
            with suppress(OSError):
                log = find()
                _append(log, entry)
                return log.resolve()
    return None


def _beside_warehouse() -> Path:
    folder = folder_of_log.get()
    log = (folder if folder and folder.is_dir() else Path.cwd()) / NAME
    if log.exists() and log.stat().st_size > MOST_BYTES:
        log.replace(log.with_name(f"{NAME}.1"))
    return log


def _in_temporary_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="jobhouse-")) / NAME


def _append(log: Path, entry: str) -> None:
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600), "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(entry.encode())


def _entry(error: BaseException) -> str:
    """Time, versions, then each exception from the first cause on: its frames, without their values, and its kind."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    head = f"{when} jobhouse {installed_version()}, Python {platform.python_version()}, {platform.platform()}\n"
    lines = "\n".join(_described(one) for one in reversed(list(chain_of(error))))
    if len(lines) > LONGEST_ENTRY:
        lines = f"{lines[: LONGEST_ENTRY // 2]}\n...\n{lines[-LONGEST_ENTRY // 2 :]}"
    return clean(_without_key(f"{head}{lines}\n\n"))


def _described(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    lines = [*getattr(error, "__notes__", []), str(error)]  # of a child process, they hold its frames
    in_child = "".join(f"{frame}\n" for text in lines for frame in _FRAME.findall(text))
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{frames}{in_child}{kind}: {_message(error)}"


def _message(error: BaseException) -> str:
    """What it says up to the first quotation: what follows may be an advert, or end in the middle of one."""
    said = str(error)
    whole = isinstance(error, _HOLDS_NO_VALUES)
    text = said if whole else _QUOTED.split(said, maxsplit=1)[0]
    return text[:_LONGEST_MESSAGE] + ("" if len(text) == len(said) <= _LONGEST_MESSAGE else "...")


def installed_version() -> str:
    """The version of this package as it was installed."""
    from importlib.metadata import PackageNotFoundError, version  # takes as long as all of --help

    try:
        return version("jobhouse")
    except PackageNotFoundError:
        return "of no version"


def _without_key(text: str) -> str:
    from jobhouse.sentrion.fetch.redaction import Redactor

    for key in _keys():
        text = Redactor(key).text(text)
    return text


def _keys() -> Iterator[str]:
    from jobhouse.sentrion.config.settings import Settings

    for name, value in os.environ.items():
        if name.upper().endswith(("KEY", "TOKEN", "SECRET", "PASSWORD")):
            yield value
    with suppress(Exception):
        yield Settings.load().api_key
