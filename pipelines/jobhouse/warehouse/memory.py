"""How much memory DuckDB gets.

A build or a copy gets little at first, and more where DuckDB ran out of it: a vector of DuckDB holds up to 2,048 texts
whole, so that adverts of several megabytes each need gigabytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import duckdb

from jobhouse.errors import Stopped
from jobhouse.warehouse.storage_errors import causes_of, lacks_memory

if TYPE_CHECKING:
    from sqlmesh.core.engine_adapter.base import EngineAdapter

Result = TypeVar("Result")

FIRST_MB: Final = 1_400
"""What a build of a million ordinary adverts needs; `sql/config.yaml` says the same to SQLMesh's own command."""
MB_PER_MILLION: Final = 1_100
"""What it needs for each million, where they are more."""
FACTOR: Final = 4
MB_PER_THREAD: Final = 700
"""What each thread of a build takes of that: its vectors of texts, and its part of a join."""
FEWEST_THREADS: Final = 2
PART_OF_MACHINE: Final = 0.7
"""The rest is for Python, SQLMesh, and everything else that runs."""
PYTHON_MB: Final = 550
"""What Python and SQLMesh take beside DuckDB, which is more than the rest of a small container."""
FEWEST_MB: Final = 100
"""What DuckDB gets where next to nothing is left: less would not build a thing."""
_LEAST_FOR_BUILD_MB: Final = 700
"""What a build of few adverts takes in all: one of 58 ended in 600 MB, and had taken 642 where there were 1,000."""
_GROUPS: Final = Path("/sys/fs/cgroup")
_OWN_GROUPS: Final = Path("/proc/self/cgroup")
"""Names the control groups of this process, by line: number, controllers (none in version 2), path."""
_CORES_OF_GROUP: Final = Path("/sys/fs/cgroup/cpu.max")


@dataclass(frozen=True)
class MemoryLimit:
    """What DuckDB may hold in one try."""

    megabytes: int
    is_first: bool = True
    """Whether no try before it ran out of memory."""

    def for_versions(self, versions: int) -> MemoryLimit:
        """The limit of a build of so many job versions, which would run out of less, and begin again, in each night."""
        needed = min(MB_PER_MILLION * versions // 1_000_000, most_megabytes())
        return replace(self, megabytes=max(self.megabytes, needed))

    @property
    def threads(self) -> int:
        """As many as the memory is enough for, of the cores there are; a single one for a further try."""
        if not self.is_first or self.megabytes < MB_PER_THREAD:
            return 1
        return max(FEWEST_THREADS, min(self.megabytes // MB_PER_THREAD, usable_cores()))


FIRST_TRY: Final = MemoryLimit(FIRST_MB)


def with_enough_memory(build: Callable[[MemoryLimit], Result], first_mb: int | None = None) -> Result:
    """What `build` returns, called with a limit, and again with a higher one while DuckDB runs out of memory."""
    first, *further = memory_limits(first_mb or FIRST_MB)
    tries = [MemoryLimit(first), *(MemoryLimit(limit, is_first=False) for limit in further)]
    for limit in tries[:-1]:
        try:
            return build(limit)
        except (Stopped, duckdb.Error) as error:
            if not ran_out_of_memory(error):
                raise
    return build(tries[-1])


def too_little_for_build() -> str | None:
    """A sentence where a build has hardly a chance: the system ends it without one of ours."""
    has = _bytes_of_machine() // 1024**2
    if has >= _LEAST_FOR_BUILD_MB:
        return None
    return (
        f"a build by SQLMesh takes {_LEAST_FOR_BUILD_MB} MB of memory or more, and this machine or container has "
        f"{has:,}: it may be killed, or end for want of memory; give it more"
    )


def most_megabytes() -> int:
    """All that the machine, or the container, can spare."""
    machine = _bytes_of_machine() // 1024**2
    return max(FEWEST_MB, min(int(machine * PART_OF_MACHINE), machine - PYTHON_MB))


def memory_limits(first_mb: int) -> list[int]:
    """The limits in MB to try one after another; the last is all that the machine, or the container, can spare."""
    most = most_megabytes()
    limits = [min(first_mb, most)]
    while limits[-1] < most:
        limits.append(min(FACTOR * limits[-1], most))
    return limits


def usable_cores() -> int:
    """The cores that this process may use: those of the machine, fewer where it or its container is held to fewer."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = (_said_by(_CORES_OF_GROUP) or "max").partition(" ")
    if quota.isdecimal() and period.isdecimal():
        cores = min(cores, max(1, int(quota) // int(period)))
    return cores


def limit_memory(database: EngineAdapter | duckdb.DuckDBPyConnection, limit: MemoryLimit) -> None:
    """Set DuckDB's limit, and as many threads as it is enough for: each holds vectors of its own."""
    database.execute(f"set memory_limit = '{limit.megabytes}MB'")
    database.execute(f"set threads = {limit.threads}")


def ran_out_of_memory(error: BaseException) -> bool:
    """Whether DuckDB wanted more memory than it was given."""
    return any(lacks_memory(cause) for cause in causes_of(error))


def _bytes_of_machine() -> int:
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(physical, *(_limit_in(file) or physical for file in _limits_of_groups()))


def _limits_of_groups() -> Iterator[Path]:
    """The files with the memory limits of this process's control groups, and of those that hold them."""
    yield _GROUPS / "memory.max"  # a container may see its own group as the uppermost, under another name
    yield _GROUPS / "memory" / "memory.limit_in_bytes"
    for line in (_said_by(_OWN_GROUPS) or "").splitlines():
        _, controllers, path = line.split(":", 2)
        if not controllers or "memory" in controllers.split(","):
            top, name = (_GROUPS / "memory", "memory.limit_in_bytes") if controllers else (_GROUPS, "memory.max")
            group = top / path.lstrip("/")
            yield from (folder / name for folder in (group, *group.parents) if folder.is_relative_to(top))


def _limit_in(file: Path) -> int | None:
    """The limit of a control group, or None where there is none."""
    said = _said_by(file) or ""
    return int(said) if said.isdecimal() else None


def _said_by(group: Path) -> str | None:
    """What a file of a control group holds, or None where there is none."""
    try:
        return group.read_text(encoding="ascii").strip()
    except OSError:
        return None
