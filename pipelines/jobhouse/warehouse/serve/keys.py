"""The keys that the published tables declare, so that other programs see how the tables hang together.

Bridges between postings and what they name have no primary key of their own: the index over two columns of each of
their many rows would weigh as much as all else, and no other table refers to them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from jobhouse.warehouse.file_format import quoted


@dataclass(frozen=True)
class Keys:
    """The columns of the primary key, and for each column that refers to another table, that table."""

    primary: tuple[str, ...] = ()
    foreign: Mapping[str, str] = field(default_factory=dict)


_OF_POSTING: Final = {"job_id": "marts.fct_job_postings"}
_OF_PLACE: Final = {"location_id": "marts.dim_locations"}
_OF_COMPANY: Final = {"company_id": "marts.dim_companies"}
KEYS: Final[Mapping[str, Keys]] = {
    "marts.dim_companies": Keys(("company_id",)),
    "marts.dim_locations": Keys(("location_id",)),
    "marts.dim_dates": Keys(("date_day",)),
    "marts.fct_openings": Keys(("opening_id",), {**_OF_COMPANY, **_OF_PLACE}),
    "marts.fct_job_postings": Keys(("job_id",), {"opening_id": "marts.fct_openings", **_OF_COMPANY, **_OF_PLACE}),
    "marts.job_descriptions": Keys((), _OF_POSTING),
    "marts.posting_skills": Keys((), _OF_POSTING),
    "marts.posting_departments": Keys((), _OF_POSTING),
    "marts.posting_locations": Keys((), {**_OF_POSTING, **_OF_PLACE}),
    "marts.job_changes": Keys((), _OF_POSTING),
    "marts.companies_monthly": Keys((), _OF_COMPANY),
    "ops.runs": Keys(("run_id",)),
}
"""What is referred to comes first: DuckDB wants it there, with its rows."""


def copy_order_of(table: str) -> int:
    """Where in the order of copying a table comes; one without keys comes last."""
    return list(KEYS).index(table) if table in KEYS else len(KEYS)


def constraints_of(table: str, columns: Collection[str], keyed: Collection[str]) -> list[str]:
    """The constraints as SQL, as far as the columns are there and what they refer to has its key."""
    keys = KEYS.get(table, Keys())
    primary = [f"primary key ({', '.join(map(quoted, keys.primary))})"] if _has_key(keys, columns) else []
    return primary + [
        f"foreign key ({quoted(column)}) references {parent} ({', '.join(map(quoted, KEYS[parent].primary))})"
        for column, parent in keys.foreign.items()
        if column in columns and parent in keyed
    ]


def has_key(table: str, columns: Collection[str]) -> bool:
    """Whether the table gets a primary key, to which others can refer."""
    return _has_key(KEYS.get(table, Keys()), columns)


def _has_key(keys: Keys, columns: Collection[str]) -> bool:
    return bool(keys.primary) and set(keys.primary) <= set(columns)
