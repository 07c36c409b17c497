"""A command in a process of its own, and what it took."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Took:
    """What one run took; None is not measured."""

    seconds: float | None = None
    cpu_seconds: float | None = None
    megabytes: float | None = None
    """The most memory it held, or the size of a file."""
    name: str = ""
    """Which of several."""


def run(folder: Path, *command: str) -> Took:
    """Run `jobhouse <command>` on a warehouse, without its output."""
    started = time.perf_counter()
    child = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "jobhouse", "--warehouse", str(folder), *command],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)],
    )
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 5):  # 5: days were not read, as in a warehouse that was made without the API
        raise SystemExit(f"jobhouse {' '.join(command)} ended with {code}")
    return Took(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def cell(took: Took) -> str:
    """Seconds, memory, and which of several it is."""
    parts = [f"{took.seconds:.2f} s" if took.seconds is not None else "", _size(took.megabytes), took.name]
    return ", ".join(part for part in parts if part)


def _size(megabytes: float | None) -> str:
    return "" if megabytes is None else f"{megabytes:,.0f} MB"
