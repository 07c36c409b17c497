"""Numbers with their words."""

from __future__ import annotations


def counted(count: int, one: str) -> str:
    """A number with its word: 1 day, 2,000 days."""
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"


def is_or_are(count: int) -> str:
    """The verb of a number of things."""
    return "is" if count == 1 else "are"
