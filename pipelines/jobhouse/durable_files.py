"""Files that are still there, and whole, after a power cut.

What a program writes reaches the disk in any order, until it asks the system to wait for it: for the content of a file,
and for the names in its folder.
"""

from __future__ import annotations

import errno
import fcntl
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

_CANNOT_SAY: Final = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What a file system answers that does not know when something is on the disk.

The last two are one number on Linux, but not on macOS.
"""


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


def sync_all(files: Iterable[Path]) -> None:
    """Return when the contents of many files are on the disk, all at once where the system waits for that.

    Raises:
        OSError: they cannot be written there.
    """
    if sys.platform == "linux":
        os.sync()
        return
    for file in files:  # macOS may return from `os.sync` before the end
        sync(file)


def sync_content(handle: int) -> None:
    """Return when the content of an open file is on the disk, but perhaps not its times.

    Raises:
        OSError: it cannot be written there.
    """
    _sync(getattr(os, "fdatasync", os.fsync), handle)  # macOS has none


def _sync(call: Callable[[int], None], handle: int) -> None:
    if _synced_by_macos(handle):
        return
    try:
        call(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SAY:
            raise


def _synced_by_macos(handle: int) -> bool:
    """Whether an open file is on the disk by macOS's own call: there, the others leave it in the cache of the drive.

    File systems that do not know the call refuse it in any way, and know the others, as SQLite takes it too.

    Raises:
        OSError: the drive fails.
    """
    if not hasattr(fcntl, "F_FULLFSYNC"):
        return False
    try:
        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
    except OSError as error:
        if error.errno == errno.EIO:
            raise
        return False
    return True


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
