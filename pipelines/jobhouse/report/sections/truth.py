"""How true the marts are on real adverts, by labels that readers made."""

from __future__ import annotations

from jobhouse.report.figures import NUMBER, TEXT, Figure, Section, section, table
from jobhouse.report.formats import day, number
from jobhouse.report.truth import MeasuredFigure, MeasuredShare, Measurement, shipped


def truth() -> Section:
    """The table that ships: it is about the models, not about the postings of this warehouse."""
    return section("truth", "How true the marts are", _figure(shipped()))


def _figure(measured: Measurement) -> Figure:
    headings = [
        ("measure", TEXT),
        ("labels", NUMBER),
        ("precision", NUMBER),
        ("95 %", NUMBER),
        ("recall", NUMBER),
        ("95 %", NUMBER),
        ("best published", TEXT),
    ]
    counts = (
        f"Labels by readers of real adverts, compared with the marts on {day(measured.day)}: samples of "
        f"{number(measured.posting_count)} postings from 20 boards and more, of companies that no rule was made on. "
        "Precision is the right part of what the marts say, recall the right part of what the adverts say. "
        "Your own postings may differ."
    )
    body = table(headings, (_row(figure) for figure in measured.of_split("aside")), name="truth")
    return Figure("truth-table", "Marts against labels of real adverts", counts, (body,), sql="")


def _row(figure: MeasuredFigure) -> list[object]:
    shares = [text for share in (figure.precision, figure.recall) for text in _share(share)]
    return [figure.measure, number(figure.label_count), *shares, figure.published or "none known"]


def _share(share: MeasuredShare) -> tuple[str, str]:
    if share.value is None:
        return "", ""
    return f"{share.value:.3f}", f"{share.low:.2f} to {share.high:.2f}"
