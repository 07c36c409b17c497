"""The folder in which dlt keeps a user's settings for all programs, and whether others could put settings there.

Settings say where the API key is sent and how much may be spent. dlt takes `/tmp/dlt` for a user without a home, where
anybody could have made the folder first.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from jobhouse.errors import UsageError

SECRETS: Final = "secrets.toml"
NAMES: Final = (SECRETS, "config.toml")
"""The files of a folder, in the order in which dlt looks values up."""
_ROOT: Final = 0
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


def settings_folder_name() -> str:
    """How a folder of settings is called, in a project and in a home."""
    return os.environ.get("DLT_CONFIG_FOLDER", ".dlt")


def global_folder() -> Path:
    """The folder that dlt takes; found as dlt finds it, which is not asked: it takes long to import."""
    if os.geteuid() == _ROOT:
        return Path("/var/dlt")
    home = Path(os.path.expanduser("~"))
    if not _is_writable(home):
        return _folder_of_temporary_files() / "dlt"
    of_home, data = home / settings_folder_name(), os.environ.get("XDG_DATA_HOME")
    return of_home if data is None or of_home.is_dir() else Path(data) / "dlt"


def refuse_settings_of_others() -> None:
    """Refuse to go on where another user can write the settings that dlt would read, or has written them.

    Where others could make the folder between this check and dlt's reading, it is made here.

    Raises:
        UsageError: with the folder or file, whose it is, and what to do.
    """
    folder = global_folder()
    if _others_may_write(folder.parent):
        with suppress(OSError):  # it is there, which is what the check below is for
            folder.mkdir(mode=0o700)
    for path in (folder, *(folder / name for name in NAMES)):
        if why := why_not_trusted(path):
            raise UsageError(f"{path} {why}, whose settings could send the API key elsewhere; {_advice(folder)}.")


def why_not_trusted(path: Path) -> str | None:
    """What lets another user write there; None where none can, or there is nothing."""
    try:
        found = path.lstat(), path.stat()
    except OSError:  # nothing that dlt could read
        return None
    if not _is_ours(one.st_uid for one in found):
        owner = next(one.st_uid for one in found if not _is_ours([one.st_uid]))
        return f"belongs to another user ({_name_of(owner)})"
    return "can be written by other users" if _others_may_write(path) else None


def _is_ours(owners: Iterable[int]) -> bool:
    return {*owners} <= {_ROOT, os.geteuid()}


def _others_may_write(path: Path) -> bool:
    """Whether anybody but this user and root may write there."""
    try:
        found = path.stat()
    except OSError:
        return False
    others = found.st_mode & _OTHERS_WRITE
    return bool(others) and not (others == stat.S_IWGRP and _is_private_group(found.st_gid))


def _is_private_group(group: int) -> bool:
    """Whether a group has no member but this user, as the one that many systems make for each, or is root's."""
    import grp
    import pwd

    if group == _ROOT:
        return True
    try:
        of_group, user = grp.getgrgid(group), pwd.getpwuid(os.geteuid())
    except KeyError:
        return False
    return group == user.pw_gid and of_group.gr_name == user.pw_name and {*of_group.gr_mem} <= {user.pw_name}


def _name_of(user: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"


def _advice(folder: Path) -> str:
    if folder.parent == _folder_of_temporary_files():
        return "set HOME to a folder that only this user can write"
    return "take it over with chown and chmod go-w, or remove it"


def _folder_of_temporary_files() -> Path:
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError as error:
        raise UsageError(
            f"No folder takes temporary files ({error.strerror or error}); set TMPDIR or HOME to one that this user "
            "can write."
        ) from None


def _is_writable(folder: Path) -> bool:
    """Whether a file can be made there, tried as dlt tries it: the answer says which folder it reads."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
