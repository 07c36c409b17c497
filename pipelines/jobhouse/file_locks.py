"""Locks of the operating system on files: whatever ends the process that holds one, the lock ends with it."""

from __future__ import annotations

import errno
import os
from typing import Final

from filelock import FileLock

from jobhouse.errors import Stopped, UsageError, unusable

NO_LOCKS: Final = frozenset({errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What a file system says that has no such locks; the last two are one number on Linux, but not on macOS."""


def lock_on(file: str | os.PathLike[str], timeout: float = -1) -> FileLock:
    """A lock on a file, which is made; `timeout` (seconds) is how long it is waited for, -1 for ever.

    Where the file system has no locks, taking it raises OSError with one of `NO_LOCKS`. The library would otherwise let
    the file itself stand for the lock, which outlives a kill and then keeps everybody out.
    """
    return FileLock(file, timeout=timeout, fallback_to_soft=False)


def unusable_lock(what: str, error: OSError, advice: str, elsewhere: str) -> UsageError | Stopped:
    """The error for a lock that cannot be taken; where the file system has none, `elsewhere` says how to leave it."""
    return unusable(what, error, f"its file system has no locks, so {elsewhere}" if error.errno in NO_LOCKS else advice)
