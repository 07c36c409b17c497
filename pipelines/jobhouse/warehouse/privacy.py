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
    """Within the block, new files and folders are private, and never more open than the user's umask allows."""
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
    """The umask that gives files the permissions of their folder.

    A folder that its group may write, or may read while others may not, was given to the group on purpose. One that
    everybody may read has merely the usual mode.
    """
    try:
        mode = folder.stat().st_mode
    except OSError:  # there is none yet
        return 0o077
    if mode & _GROUP_WRITES:
        return 0o007
    return 0o027 if mode & _GROUP_READS and not mode & stat.S_IRWXO else 0o077


def make_readable_folder(folder: Path, umask: int) -> None:
    """Make a folder for others, with the user's usual permissions; its group is that of a folder that keeps one."""
    if not folder.exists():
        folder.mkdir()
        folder.chmod(folder.stat().st_mode & stat.S_ISGID | 0o777 & ~umask)
