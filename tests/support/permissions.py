"""Permissions of files, as a test states them."""

from __future__ import annotations

import stat
from pathlib import Path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(folder: Path) -> dict[str, str]:
    """What anybody but the user may look into."""
    modes = {str(path.relative_to(folder)): mode(path) for path in [folder, *folder.rglob("*")]}
    return {name: oct(found) for name, found in modes.items() if found & 0o077}
