"""What keeps a process small and quick: no pandas and, in a load, shared free memory and few looks for garbage."""

from __future__ import annotations

import ctypes
import gc
import sys
from importlib.abc import MetaPathFinder
from typing import Final

_OBJECTS_BETWEEN_LOOKS: Final = 50_000
"""New objects until Python looks for cycles; 700 by default."""
_M_ARENA_MAX: Final = -8
"""The number of this option of `mallopt`, as in malloc.h."""


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


class _PandasLeftOut(MetaPathFinder):
    """Makes an import of pandas fail, as where it is not installed."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is left out but for builds", name=fullname)


_pandas_left_out: Final = _PandasLeftOut()


def leave_pandas_out() -> None:
    """Keep pandas out of this process, unless it is there already; idempotent.

    DuckDB imports it for each query that takes values, and Arrow for each array, to see whether a value is one of its.
    That takes 87 MB and a third of a second, and swallows Ctrl-C, or leaves half a module that fails later on.
    """
    if "pandas" not in sys.modules and _pandas_left_out not in sys.meta_path:
        sys.meta_path.insert(0, _pandas_left_out)


def allow_pandas() -> None:
    """Let pandas be imported again: SQLMesh needs it."""
    if _pandas_left_out in sys.meta_path:
        sys.meta_path.remove(_pandas_left_out)
