"""Writes what was measured into the file that the package ships, and the table of it into the README."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from jobhouse.report.truth import FILE, MeasuredFigure, MeasuredShare, Measurement
from tests.support.paths import ROOT
from tests.truth.measuring import SPLITS, of_split
from tests.truth.outcomes import Outcome, Share, figures
from tests.truth.table import as_markdown, published

SHIPPED: Final = ROOT / "pipelines" / "jobhouse" / "report" / FILE
README: Final = ROOT / "README.md"
BEGIN: Final = "<!-- truth: python -m tests.truth --write -->"
END: Final = "<!-- /truth -->"
_MARKED: Final = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
_COLUMNS: Final = (
    "measured_date", "posting_count", "split", "measure", "label_count", "precision", "precision_low", "precision_high",
    "recall", "recall_low", "recall_high", "published",
)  # fmt: skip


def write_shipped(day: date, posting_count: int, outcomes: Sequence[Outcome], path: Path = SHIPPED) -> None:
    beside = published()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for split in SPLITS:
            for one in figures(of_split(outcomes, split)):
                shares = [*_share(one.precision), *_share(one.recall)]
                about = beside.get(one.measure, "")
                writer.writerow([day, posting_count, split, one.measure, one.label_count, *shares, about])


def _share(share: Share) -> tuple[str, str, str]:
    low, high = share.interval
    return "" if share.value is None else f"{share.value:.3f}", f"{low:.3f}", f"{high:.3f}"


def quoted(measured: Measurement) -> str:
    """What the README quotes: the figures on the companies that no rule was made on."""
    header = ("measure", "n", "precision", "recall", "best published")
    lines = [header, *(_line(figure) for figure in measured.of_split("aside"))]
    return "\n\n".join(
        [
            BEGIN,
            f"Measured on {measured.day}, on labels drawn from {measured.posting_count:,} real postings of 20 boards\n"
            "and more: those of a third of the companies, on which no rule was made. In brackets: 95 % intervals.",
            as_markdown(lines),
            END,
        ]
    )


def _line(figure: MeasuredFigure) -> tuple[str, ...]:
    shares = (_cell(figure.precision), _cell(figure.recall))
    return figure.measure, str(figure.label_count), *shares, figure.published or "-"


def _cell(share: MeasuredShare) -> str:
    return "-" if share.value is None else f"{share.value:.3f} ({share.low:.2f} to {share.high:.2f})"


def marked_in(text: str) -> str:
    """The part of the README between the markers, both included."""
    found: Iterable[str] = _MARKED.findall(text)
    [part] = found
    return part


def write_quoted(measured: Measurement, path: Path = README) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(marked_in(text), quoted(measured)), encoding="utf-8")
