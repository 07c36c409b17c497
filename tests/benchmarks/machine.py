"""What figures were measured on, in words that fit below a table."""

from __future__ import annotations

import os
import platform


def machine() -> str:
    """Cores, memory, system and Python of this machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores with {memory:.0f} GB of memory, {system}"
