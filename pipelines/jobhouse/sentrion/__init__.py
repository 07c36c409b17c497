"""The Sentrion historical jobs API as a dlt source.

    import dlt
    from jobhouse.sentrion import read_in_batches

    pipeline = dlt.pipeline("jobs", destination="duckdb", dataset_name="sentrion")
    read_in_batches(pipeline, since="2025-01-01")

A folder imports only folders that stand before it (tests/sentrion/test_imports.py holds the code to this order):

    config     settings, searches, the API's contract
    plan       which days are to be read: windows, refresh, findings about the API that decide how days are asked for
    state      how far reading has come: window states, checkpoint; limits, counters and events of a run
    fetch      one page over HTTP: rate limiter, request gate, client, answers, retry table
    probe      small requests that find out what the documentation leaves open, and the monitor of what was found
    read       many windows at once: crawl, paging, rows and ledger records in Arrow
    estimate   the price of a backfill, from a few small requests

The modules beside the folders are the dlt sources: `source`, which `batches` runs batch by batch, `probe_source`, and
`resources`, which both use. Nothing else imports dlt, and `config` and `plan` import neither httpx nor pyarrow.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jobhouse.sentrion.batches import read_in_batches
    from jobhouse.sentrion.source import sentrion

__all__ = ["read_in_batches", "sentrion"]
_MODULES: Final = {"read_in_batches": "batches", "sentrion": "source"}


def __getattr__(name: str) -> Any:
    """What dlt needs, imported when it is first used: dates and settings need no dlt."""
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
