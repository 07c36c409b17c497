"""A call of the dlt source that kills its own process before its n-th load, as a machine that goes down does.

killed_call.py URL FOLDER PAGES_PER_BATCH LOAD
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import dlt

from jobhouse.sentrion import read_in_batches
from tests.support.own_pipeline import own_pipeline, settings


def main() -> None:
    url, folder, pages, last = sys.argv[1:]
    left = int(last)
    load = dlt.Pipeline.load

    def killed(*arguments: Any, **options: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return load(*arguments, **options)

    dlt.Pipeline.load = killed  # type: ignore[method-assign]
    read_in_batches(own_pipeline(Path(folder)), settings=settings(url, pages_per_batch=int(pages)))
