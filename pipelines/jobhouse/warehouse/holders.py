"""Which programs hold a lock on a file, where the system tells: Linux lists them in /proc/locks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_LOCKS: Final = Path("/proc/locks")
_PROCESSES: Final = Path("/proc")


def holders_of(file: Path) -> list[str]:
    """The other programs that hold a lock on the file, such as `jobhouse, PID 4711`; none where that is not known."""
    try:
        stat, lines = file.stat(), _LOCKS.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return []
    place = f"{os.major(stat.st_dev):02x}:{os.minor(stat.st_dev):02x}:{stat.st_ino}"
    # number, kind, mode, access, process, place, first byte, last byte; a lock that is waited for has "->" before kind
    held = {fields[4] for fields in map(str.split, lines) if len(fields) == 8 and fields[5] == place}
    return [_named(pid) for pid in sorted(held - {str(os.getpid())}) if pid.isdigit() and pid != "0"]


def _named(pid: str) -> str:
    try:
        name = (_PROCESSES / pid / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:  # it has just ended, or is not this user's to see
        name = ""
    shown = "".join(letter for letter in name if letter.isprintable())
    return f"{shown}, PID {pid}" if shown else f"PID {pid}"
