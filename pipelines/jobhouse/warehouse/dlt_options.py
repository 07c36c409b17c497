"""How dlt is set up for a warehouse; called before dlt is imported, since it reads some of this only once."""

from __future__ import annotations

import os
from typing import Final

DATASET: Final = "sentrion"
PIPELINE: Final = "jobhouse"
LATEST_STATE_FIRST: Final = "order by version desc, _dlt_load_id desc"
"""How the states in the database are ordered. A load id is the time of the clock: where that was ahead once, the state
of that run would be restored for as long. A version is counted up from the state that was restored before."""

_OPTIONS: Final = {
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__INTERCEPT_SIGNALS": "false",  # the run finishes its batch on Ctrl-C, which dlt would drop
    # dlt warns on each batch that `extra` is JSON by intention and text in Arrow, and prints a traceback for each try
    # of a job that fails, such as on a full disk; what failed for good is raised, and said in one sentence
    "RUNTIME__LOG_LEVEL": "CRITICAL",
    # each Arrow table is written as it comes: else dlt gathers 5,000 rows in one row group, 50 MB where texts are long
    "DATA_WRITER__BUFFER_MAX_ITEMS": "1",
    "NORMALIZE__PARQUET_NORMALIZER__ADD_DLT_LOAD_ID": "true",
    "LOAD__TRUNCATE_STAGING_DATASET": "true",  # else the file keeps a copy of the last package
    "LOAD__DELETE_COMPLETED_JOBS": "true",  # else the working folder keeps a copy of every package
    "ENABLE_RUNTIME_TRACE": "false",  # nobody reads the trace, which is pickled after each step
}


def configure_dlt() -> None:
    """Telemetry off, no signal handlers of dlt's own, and load options that a warehouse relies on."""
    os.environ.update(_OPTIONS)
