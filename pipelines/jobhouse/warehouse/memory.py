"""How much memory DuckDB, Arrow and the C library take.

A build or a copy gets little at first, and more where DuckDB ran out of it: a vector of DuckDB holds up to 2,048 texts
whole, so that adverts of several megabytes each need gigabytes.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import duckdb

from jobhouse.errors import Stopped
from jobhouse.warehouse.storage_errors import causes_of

if TYPE_CHECKING:
    from sqlmesh.core.engine_adapter.base import EngineAdapter

Result = TypeVar("Result")

FIRST_MB: Final = 1_400
"""What a build of ordinary adverts needs; `sql/config.yaml` says the same to SQLMesh's own command."""
FACTOR: Final = 4
PART_OF_MACHINE: Final = 0.7
"""The rest is for Python, SQLMesh, and everything else that runs."""
_OBJECTS_BETWEEN_LOOKS: Final = 50_000
"""New objects until Python looks for cycles; 700 by default."""
_M_ARENA_MAX: Final = -8
"""The number of this option of `mallopt`, as in malloc.h."""
_LIMITS_OF_GROUPS: Final = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def with_enough_memory(build: Callable[[int], Result], first_mb: int | None = None) -> Result:
    """What `build` returns, called with a limit in MB, and again with a higher one while DuckDB runs out of memory."""
    limits = memory_limits(first_mb or FIRST_MB)
    for limit in limits[:-1]:
        try:
            return build(limit)
        except (Stopped, duckdb.OutOfMemoryException) as error:
            if not _ran_out_of_memory(error):
                raise
    return build(limits[-1])


def memory_limits(first_mb: int) -> list[int]:
    """The limits in MB to try one after another; the last is all that the machine, or the container, can spare."""
    most = int(_bytes_of_machine() * PART_OF_MACHINE) // 1024**2
    limits = [first_mb]
    while limits[-1] < most:
        limits.append(min(FACTOR * limits[-1], most))
    return limits


def limit_memory(adapter: EngineAdapter, megabytes: int) -> None:
    """Set DuckDB's limit, and a single thread for a further try: each thread holds vectors of its own."""
    adapter.execute(f"set memory_limit = '{megabytes}MB'")
    if megabytes != FIRST_MB:
        adapter.execute("set threads = 1")


def share_free_memory() -> None:
    """Let each part of the program use the memory that another has freed; idempotent.

    Arrow's own pool keeps what is freed, and glibc keeps it apart for each thread.
    """
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):  # musl has none
        mallopt(_M_ARENA_MAX, 1)


def collect_garbage_seldom() -> None:
    """Let Python look for reference cycles more seldom; idempotent.

    A batch has tens of thousands of jobs with lists in them and hardly a cycle. Python would look through all of them
    again and again, which took a twelfth of the time of a load.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS, *gc.get_threshold()[1:])


class _LeftOut(MetaPathFinder):
    """Makes an import of pandas fail, as where it is not installed."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is left out while jobs are loaded", name=fullname)


_left_out: Final = _LeftOut()


def leave_pandas_out() -> None:
    """Keep pandas out of this process, unless it is there already; idempotent.

    DuckDB imports it for each query that takes values, and Arrow for each array, to see whether a value is one of its.
    That takes 87 MB and a third of a second, and a load has no use for it.
    """
    if "pandas" not in sys.modules and _left_out not in sys.meta_path:
        sys.meta_path.insert(0, _left_out)


def allow_pandas() -> None:
    """Let pandas be imported again: SQLMesh needs it."""
    if _left_out in sys.meta_path:
        sys.meta_path.remove(_left_out)


def _ran_out_of_memory(error: BaseException) -> bool:
    """Whether DuckDB wanted more memory than it was given."""
    return any(isinstance(cause, duckdb.OutOfMemoryException) for cause in causes_of(error))


def _bytes_of_machine() -> int:
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(physical, *(_limit_of(group) or physical for group in _LIMITS_OF_GROUPS))


def _limit_of(group: Path) -> int | None:
    """The limit of a control group, or None where there is none."""
    try:
        said = group.read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(said) if said.isdecimal() else None
