"""Pay: both ends, currency and period as a reader would say them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import duckdb

from tests.truth import marts
from tests.truth.labels import Label, text_of
from tests.truth.outcomes import Outcome

A_YEAR: Final = {"hour": 2_080, "day": 260, "week": 52, "month": 12, "year": 1}
FACTOR: Final = 3.0
"""Pay that is this many times too high or too low is wrong by a factor, whatever the reason."""
UNDECIDED: Final = "?"
"""The currency of an advert that does not say it, and of which a reader cannot tell: it is not compared."""
_QUERY: Final = (
    "select job_id, salary_min as min, salary_max as max, salary_currency as currency, salary_period as period "
    "from marts.fct_job_postings"
)
_READERS: Final = ("true", "or")

Row = dict[str, Any]


def outcomes(db: duckdb.DuckDBPyConnection, labels: list[Label]) -> Iterator[Outcome]:
    for label, found in marts.shown(db, labels, _QUERY):
        yield from _outcomes(text_of(label, "split"), readings(label), found or {}, label["true_several"] == "yes")


def readings(label: Label) -> list[Row]:
    """What a reader says, and what one might say as well: the same pay by another period."""
    amounts: list[Row] = [
        {
            **{end: _number(label[f"{reader}_{end}"]) for end in ("min", "max")},
            **{name: label[f"{reader}_{name}"] for name in ("currency", "period")},
        }
        for reader in _READERS
    ]
    return [row for number, row in enumerate(amounts) if number == 0 or has_pay(row)]


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)


def has_pay(row: Row) -> bool:
    return row.get("min") is not None or row.get("max") is not None


def _outcomes(split: str, said: list[Row], found: Row, is_several: bool) -> Iterator[Outcome]:
    is_true, is_claimed = has_pay(said[0]), has_pay(found)
    both = is_true and is_claimed
    is_right = both and any(_is_same(reading, found) for reading in said)
    yield Outcome("pay", split, is_true, is_claimed, is_right)
    if is_several:
        yield Outcome("pay: several ranges", split, is_true, is_claimed, is_right)
    yield Outcome("pay: right size", split, is_true, is_claimed, both and any(_is_near(one, found) for one in said))
    if is_true and said[0]["currency"] != UNDECIDED:
        currencies = {reading["currency"] for reading in said}
        currency = found.get("currency")
        yield Outcome("pay: currency", split, True, currency is not None, currency in currencies)


def _is_same(said: Row, found: Row) -> bool:
    names = ["min", "max", "period", *(["currency"] if said["currency"] != UNDECIDED else [])]
    return all(said[name] == found[name] for name in names)


def _is_near(said: Row, found: Row) -> bool:
    """Both ends, a year of them, differ by less than a factor; a mart that knows no period claims none."""
    period = found["period"] or said["period"]
    pairs = [(_annual(said[end], said["period"]), _annual(found[end], period)) for end in ("min", "max")]
    known = [(one, other) for one, other in pairs if one and other]
    return all(1 / FACTOR < other / one < FACTOR for one, other in known)


def _annual(amount: float | None, period: str) -> float | None:
    return None if amount is None else amount * A_YEAR[period]
