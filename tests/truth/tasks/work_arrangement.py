"""Work arrangement: remote, hybrid, on site or unknown, as the advert says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import duckdb

from tests.truth import marts
from tests.truth.labels import Label, text_of
from tests.truth.outcomes import Outcome

UNKNOWN: Final = "unknown"
_QUERY: Final = "select job_id, work_arrangement from marts.fct_job_postings"


def outcomes(db: duckdb.DuckDBPyConnection, labels: list[Label]) -> Iterator[Outcome]:
    for label, row in marts.shown(db, labels, _QUERY):
        found = row["work_arrangement"] if row else None
        yield from _outcomes(text_of(label, "split"), text_of(label, "true_arrangement").split("|"), found or UNKNOWN)


def _outcomes(split: str, said: list[str], found: str) -> Iterator[Outcome]:
    """An advert that can be read in two ways, one of them unknown, counts where the mart decides."""
    is_claimed = found != UNKNOWN
    is_true = is_claimed if UNKNOWN in said and len(said) > 1 else UNKNOWN not in said
    yield Outcome("work arrangement", split, is_true, is_claimed, is_claimed and found in said)
