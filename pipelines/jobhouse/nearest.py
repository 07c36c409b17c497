"""The names that somebody may have meant who typed one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

_ALIKE: Final = 0.6
"""From here on two names look alike, by the share of letters that they have in common in the same order."""
_MOST: Final = 3


def nearest(typed: str, names: Iterable[str]) -> list[str]:
    """Up to three names that contain what was typed, or look like it; the nearest first."""
    likeness = {name: _likeness(typed.lower(), name.strip('"').lower()) for name in names}
    return sorted((name for name, how in likeness.items() if how >= _ALIKE), key=lambda one: -likeness[one])[:_MOST]


def did_you_mean(typed: str, names: Iterable[str]) -> str:
    """A sentence with the nearest names, and a space before it; nothing where no name is near."""
    found = nearest(typed, names)
    return f" Did you mean {' or '.join(found)}?" if found else ""


def end_with_guess(typed: str, names: Iterable[str]) -> str:
    """The end of a sentence about a name that does not exist: "; did you mean X?", or a full stop."""
    found = nearest(typed, names)
    return f"; did you mean {found[0]}?" if found else "."


def _likeness(typed: str, name: str) -> float:
    alike = SequenceMatcher(None, typed, name, autojunk=False).ratio()
    return max(alike, _ALIKE + alike / 2) if len(typed) > 2 and typed in name else alike
