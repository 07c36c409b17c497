"""stdin, stdout and stderr that lead nowhere: the caller has closed them (`<&-`, `>&-`), or nobody reads any more."""

from __future__ import annotations

import os
import sys
from typing import Final

_STREAMS: Final = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))
"""By their numbers: 0, 1, 2."""


def open_closed_streams() -> None:
    """Have the streams that are closed read nothing and drop what is written; call it before any file is opened.

    Otherwise the next file that is opened gets the number of the closed stream, be it the warehouse, and whatever a
    library prints goes into it.
    """
    for number, (name, mode) in enumerate(_STREAMS):
        if getattr(sys, name) is None:
            lead_nowhere(number)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8"))


def lead_nowhere(number: int) -> None:
    """Have a descriptor read nothing and drop what is written, whether it is open or not."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != number:
        os.dup2(nowhere, number)
        os.close(nowhere)
