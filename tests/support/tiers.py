"""Which cases of a test run in which tier."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def rest_long(cases: Iterable[Any], first: int) -> list[Any]:
    """The cases of a test, for `parametrize`: all but the first so many have the mark `long`.

    A case of several arguments is a tuple.
    """
    every = list(cases)
    return every[:first] + [
        pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.long) for case in every[first:]
    ]
