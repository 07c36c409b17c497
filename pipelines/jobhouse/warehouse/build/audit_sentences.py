"""What audits found, in words."""

from __future__ import annotations

from typing import Final

from jobhouse.counting import counted

SET_ASIDE: Final = "adverts_set_aside"
"""The audit that counts adverts, each of which is missing from the marts."""


def audit_sentence(audit: str, model: str, count: int) -> str:
    """What an audit warns of: so many rows of a model."""
    if audit == SET_ASIDE:
        are = "advert is" if count == 1 else "adverts are"
        return f"{count:,} {are} set aside and in no mart, see {model}"
    return f"The audit {audit} of {model} found {rows_that_do_not_hold(count)}"


def rows_that_do_not_hold(count: int) -> str:
    """What an audit found, as the object of a sentence."""
    return f"{counted(count, 'row')} that {'does' if count == 1 else 'do'} not hold"
