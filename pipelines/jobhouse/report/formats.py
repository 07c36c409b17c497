"""How numbers, days and names are written, the same all over the page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from jobhouse.counting import counted  # noqa: F401 - the sections take all formats from here

UNKNOWN: Final = "\N{EN DASH}"
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(value: float | None) -> str:
    """Whole, with commas: 12,345."""
    return UNKNOWN if value is None else f"{value:,.0f}".replace("-", "\N{MINUS SIGN}")


def percent(share: float | None) -> str:
    """A share of 0 to 1 with one decimal: 12.3 %."""
    return UNKNOWN if share is None else f"{100 * share:.1f}\N{NO-BREAK SPACE}%"


def times(ratio: float | None) -> str:
    """How many times as much, to a hundredth; what was not there before is new."""
    return "new" if ratio is None else f"\N{MULTIPLICATION SIGN}{ratio:.2f}"


def short(value: float) -> str:
    """For axes: 1.5M, 250k, 40."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def short_percent(share: float) -> str:
    """For axes: 12 %."""
    return f"{100 * share:g}\N{NO-BREAK SPACE}%"


def day(value: date | None) -> str:
    """A day: 24 Nov 2026."""
    return UNKNOWN if value is None else f"{value.day} {month(value)}"


def month(value: date) -> str:
    """A month: Nov 2026."""
    return f"{_MONTHS[value.month - 1]} {value.year}"


def quarter(value: date) -> str:
    """A quarter, by its first day: Q3 2026."""
    return f"Q{(value.month + 2) // 3} {value.year}"


def minute(value: datetime | None) -> str:
    """A moment, UTC: 2026-11-24 10:19."""
    return UNKNOWN if value is None else f"{value:%Y-%m-%d %H:%M}"


def words(name: object) -> str:
    """A label of the data as words: full_time is full time."""
    return UNKNOWN if name is None else str(name).replace("_", " ")
