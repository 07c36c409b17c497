"""Files that are still there, and whole, after a power cut.

What a program writes reaches the disk in any order, until it asks the system to wait for it: for the content of a file,
and for the names in its folder.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

_CANNOT_SAY: Final = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP})
"""What a file system answers that does not know when something is on the disk."""


def sync(path: Path) -> None:
    """Return when the content of a file, or the names in a folder, are on the disk, where the file system can say so.

    Raises:
        OSError: it cannot be written there.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        _sync(os.fsync, handle)
    finally:
        os.close(handle)


def sync_content(handle: int) -> None:
    """Return when the content of an open file is on the disk, but perhaps not its times.

    Raises:
        OSError: it cannot be written there.
    """
    if sys.platform == "darwin":
        _sync(os.fsync, handle)
    else:
        _sync(os.fdatasync, handle)


def _sync(call: Callable[[int], None], handle: int) -> None:
    try:
        call(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SAY:
            raise


def sync_names(folder: Path) -> None:
    """Return when the names in a folder are on the disk, where that can be known."""
    with suppress(OSError):  # a folder may be closed to this user
        sync(folder)


def replace_file(file: Path, new: Path) -> None:
    """Give a `new` file in the same folder the name of another: there is the whole old one or the whole new one.

    Raises:
        OSError: it cannot be written or renamed; the old one stays.
    """
    sync(new)
    new.replace(file)
    sync_names(file.parent)


def write_whole(content: bytes, file: Path, unfinished: Path) -> None:
    """Write a file by way of an `unfinished` one in the same folder: there is the old content or the new, never a part.

    Raises:
        OSError: it cannot be written; the old content stays.
    """
    try:
        unfinished.write_bytes(content)
        replace_file(file, unfinished)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise


def make_mark(file: Path) -> None:
    """Make an empty file, which says something by its being there.

    Raises:
        OSError: it cannot be made.
    """
    if not file.exists():
        file.touch()
        sync_names(file.parent)
