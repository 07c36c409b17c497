"""The counts and prices of an answer, from numbers or numerals."""

from __future__ import annotations

import math
import re
from typing import Any, Final

_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
"""A numeral with commas between groups of three digits."""
_MOST: Final = 10**12
"""No count of jobs or credits is larger, and sums of such counts fit a column of 64 bits."""


def whole_number(value: Any) -> int | None:
    """A count or a balance, from a number or a numeral; None for anything else."""
    number = _number(value)
    return None if number is None else int(number)


def price_of(value: Any) -> int | None:
    """Credits; a fraction counts as a whole one, away from zero."""
    number = _number(value)
    return None if number is None else math.ceil(number) if number > 0 else math.floor(number)


def count_of(value: Any) -> int | None:
    """A number of jobs; None for what is none, such as a negative one."""
    count = whole_number(value)
    return None if count is None or count < 0 else count


def _number(value: Any) -> float | None:
    """A number or a numeral, such as "1,200.0"; None for anything else, such as "1.200,0"."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and _GROUPED.fullmatch(value.strip()):
        value = value.replace(",", "")
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) <= _MOST else None
