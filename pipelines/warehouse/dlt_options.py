"""How dlt is set up for a warehouse; called before dlt is imported, since it reads some of this only once."""

from __future__ import annotations

import os
from typing import Final

DATASET: Final = "sentrion"
DUCKDB_OPTIONS: Final[dict[str, str | bool | int | float | list[str]]] = {
    # A package of 10,000 jobs of 2.5 KB fits; whatever more it was given, DuckDB would fill with blocks of the growing
    # file, and so with the number of jobs. Longer texts spill to disk.
    "memory_limit": "160MB",
    "threads": 1,  # dlt's jobs run side by side already
    # Else the checkpoint of every twelfth package merges small row groups into full ones, which takes three times the
    # memory limit. The price is a row group for each package.
    "max_vacuum_tasks": 0,
    "preserve_insertion_order": False,  # the order of rows means nothing, and keeping it costs memory
}

_OPTIONS: Final = {
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__INTERCEPT_SIGNALS": "false",  # the run finishes its batch on Ctrl-C, which dlt would drop
    # dlt warns on each batch that `extra` is JSON by intention and text in Arrow, and prints a traceback for each try
    # of a job that fails, such as on a full disk; what failed for good is raised, and said in one sentence
    "RUNTIME__LOG_LEVEL": "CRITICAL",
    "NORMALIZE__PARQUET_NORMALIZER__ADD_DLT_LOAD_ID": "true",
    "LOAD__TRUNCATE_STAGING_DATASET": "true",  # else the file keeps a copy of the last package
    "LOAD__DELETE_COMPLETED_JOBS": "true",  # else the working folder keeps a copy of every package
}


def quiet_dlt() -> None:
    """Telemetry off, no signal handlers of dlt's own, and load options that a warehouse relies on."""
    os.environ.update(_OPTIONS)
