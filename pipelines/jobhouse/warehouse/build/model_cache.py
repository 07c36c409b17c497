"""Where SQLMesh caches parsed models: in the user's own cache folder.

SQLMesh unpickles what it finds there, which runs code. So nothing is read from the warehouse, which may have come from
somebody else; earlier versions kept the cache there.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Final

from jobhouse.warehouse.folder import Warehouse

VARIABLE: Final = "SQLMESH__CACHE_DIR"
"""By which SQLMesh finds its cache; whoever sets it chooses the folder."""
_OF_CACHE: Final = frozenset({"model_definition", "optimized_query", "snapshot"})
"""The folders in a cache of SQLMesh."""


@contextmanager
def model_cache(warehouse: Warehouse) -> Iterator[Path]:
    """The folder for the cache, also named to SQLMesh: a temporary one where the user has none of their own."""
    if chosen := os.environ.get(VARIABLE):
        yield Path(chosen)
        return
    own = _own_folder(warehouse)
    folder = own or Path(tempfile.mkdtemp(prefix="jobhouse-models-"))
    os.environ[VARIABLE] = str(folder)
    try:
        yield folder
    finally:
        os.environ.pop(VARIABLE)
        if own is None:
            shutil.rmtree(folder, ignore_errors=True)


def remove_cache_in(warehouse: Warehouse) -> None:
    """Remove the cache that an earlier version kept in the warehouse, unless there is something else in it."""
    old = warehouse.folder / "sqlmesh"
    if os.environ.get(VARIABLE) == str(old):
        return
    try:
        if not old.is_symlink() and {one.name for one in old.iterdir()} <= _OF_CACHE:
            shutil.rmtree(old, ignore_errors=True)
    except OSError:
        return


def _own_folder(warehouse: Warehouse) -> Path | None:
    """A folder that this user alone can write; None where there is none, as in a home that is read-only."""
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        place = base / "jobhouse"
        folder = place / blake2b(os.fsencode(warehouse.folder.resolve()), digest_size=16).hexdigest()
        if not base.is_absolute() or place.is_relative_to(warehouse.folder.resolve()):
            return None
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = Path(tempfile.mkdtemp(dir=folder))
        probe.rmdir()
        return folder if all(map(_is_private, (place, folder))) else None
    except (OSError, RuntimeError):  # the user has no home
        return None


def _is_private(folder: Path) -> bool:
    """Whether it is no link, this user's, and nobody else can write to it; one that is theirs is closed first."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        return False
    was_private = not found.st_mode & 0o022
    folder.chmod(0o700)
    return was_private
