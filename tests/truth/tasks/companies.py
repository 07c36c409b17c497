"""Companies: pairs of names that are one employer, or only look like it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from tests.truth import marts
from tests.truth.labels import Label, text_of
from tests.truth.outcomes import Outcome


def outcomes(db: duckdb.DuckDBPyConnection, labels: list[Label]) -> Iterator[Outcome]:
    ids = marts.values_of(db, "select job_id, company_id from marts.fct_job_postings")
    for label in labels:
        one, other = (ids.get(text_of(label, f"version_id_{end}")) for end in "ab")
        is_true, is_claimed = label["true_same"] == "yes", one is not None and one == other
        yield Outcome("companies", text_of(label, "split"), is_true, is_claimed, is_true and is_claimed)
