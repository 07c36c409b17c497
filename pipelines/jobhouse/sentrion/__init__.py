"""The Sentrion historical jobs API as a dlt source.

    import dlt
    from jobhouse.sentrion import sentrion

    pipeline = dlt.pipeline("jobs", destination="duckdb", dataset_name="sentrion")
    pipeline.run(sentrion(since="2025-01-01"))

The folders tell the way of the data: `config` and `plan` say what is to be read, `fetch` gets one page, `read` turns
pages into rows, and `state` keeps how far it came. `probe` and `estimate` ask a few questions of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jobhouse.sentrion.source import sentrion

__all__ = ["sentrion"]


def __getattr__(name: str) -> Any:
    """The source, imported when it is first used: dates and settings need no dlt."""
    if name == "sentrion":
        from jobhouse.sentrion.source import sentrion  # noqa: PLC0415

        return sentrion
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
