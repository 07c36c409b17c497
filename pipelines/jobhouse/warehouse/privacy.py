"""Who may read the files of a warehouse: its user alone, and the group where the folder was given to the group."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_GROUP_WRITES = stat.S_IWGRP
_GROUP_READS = stat.S_IRGRP


@contextmanager
def private_files(folder: Path) -> Iterator[None]:
    """Make all files and folders private while the block runs, and never more open than the user's umask has them."""
    before = users_umask()
    os.umask(before | umask_for(folder))
    try:
        yield
    finally:
        os.umask(before)


def users_umask() -> int:
    """The umask of this process, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def umask_for(folder: Path) -> int:
    """What a folder's own mode allows to its files.

    A group that may write there, or that may read what others may not, was given the folder on purpose; one that
    everybody may read is merely as folders are made.
    """
    try:
        mode = folder.stat().st_mode
    except OSError:  # there is none yet
        return 0o077
    if mode & _GROUP_WRITES:
        return 0o007
    return 0o027 if mode & _GROUP_READS and not mode & stat.S_IRWXO else 0o077
