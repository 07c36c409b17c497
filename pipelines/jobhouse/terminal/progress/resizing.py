"""Removing the last drawing from a terminal that was made narrower, which breaks its lines anew."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.segment import Segment

_UP, _ERASE_BELOW = "\x1b[{}A", "\x1b[J"


def line_lengths(drawing: RenderableType, console: Console) -> list[int]:
    """How many columns each line of a drawing takes."""
    return [Segment.get_line_length(line) for line in console.render_lines(drawing, pad=False)]


def erased(lengths: Sequence[int], width: int) -> str:
    """What erases lines that now take several rows each, and leaves the cursor where the last of so many lines was.

    rich erases as many rows as it has drawn lines, and leaves above them what was pushed up.
    """
    rows = sum(max(1, -(-length // width)) for length in lengths)
    if rows <= 1:
        return ""
    return _UP.format(rows - 1) + "\r" + _ERASE_BELOW + "\n" * (len(lengths) - 1)
