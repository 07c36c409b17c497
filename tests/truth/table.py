"""The table of figures, beside the best that was published."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from tests.truth.outcomes import Figure, Share

PUBLISHED: Final = Path(__file__).parent / "published.csv"
HEADER: Final = ("measure", "n", "precision", "95 %", "recall", "95 %", "published")
_NOTHING: Final = "-"


def published() -> dict[str, str]:
    """Measure -> the best published figures for the same task, with their sources."""
    found: dict[str, list[str]] = {}
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["measure"], []).append(f"{row['published']} ({row['source']})")
    return {measure: "; ".join(texts) for measure, texts in found.items()}


def rows(found: Iterable[Figure]) -> list[tuple[str, ...]]:
    beside = published()
    return [
        (
            figure.measure,
            str(figure.label_count),
            *_share(figure.precision),
            *_share(figure.recall),
            beside.get(figure.measure, _NOTHING),
        )
        for figure in found
    ]


def _share(share: Share) -> tuple[str, str]:
    if share.value is None:
        return _NOTHING, _NOTHING
    low, high = share.interval
    return f"{share.value:.3f}", f"{low:.2f} to {high:.2f}"


def as_text(lines: Sequence[Sequence[str]]) -> str:
    """Columns of equal width for a terminal."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join(line.rstrip() for line in padded)


def as_markdown(lines: Sequence[Sequence[str]]) -> str:
    header, *rest = lines
    return "\n".join("| " + " | ".join(line) + " |" for line in (header, ["---"] * len(header), *rest))
