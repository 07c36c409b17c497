"""The verdicts of `verify`, as a table and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from jobhouse.counting import counted
from jobhouse.sanitize import json_text
from jobhouse.terminal.plain_table import plain_table
from jobhouse.warehouse.verify.verdicts import Judged, Verification

_STYLES: Final = {"verified": "green", "short": "red", "over": "yellow", "drifted": "yellow"}
_COUNTS: Final = ("now", "then", "pages", "delivered", "distinct", "stored")


def as_json(found: Verification) -> str:
    """One JSON object: a verdict for each window, and how many got which."""
    facts = {
        "search": found.search,
        "filters_hash": found.filters_hash,
        "verdicts": found.counts,
        "superseded": found.superseded,
        "open_days": found.open_days,
        "rows_checked": found.contents.checked if found.contents else 0,
        "rows_unknown": found.contents.unknown if found.contents else 0,
        "rows_altered": [row.version_id for row in found.altered],
        "windows": [_plain(judged) for judged in found.windows],
    }
    return json_text(facts, default=str, indent=2)


def _plain(judged: Judged) -> dict[str, Any]:
    return {"verdict": judged.verdict, "reason": judged.reason, **asdict(judged.facts)}


def show(found: Verification, console: Console) -> None:
    """Every window with its counts and verdict, then a sentence that sums them up."""
    headings = ["since", "until", *_COUNTS, "verdict", "reason"]
    table = plain_table(headings, title=f"search {found.search}", numbers=_COUNTS)
    table.columns[-1].no_wrap = False
    for judged in found.windows:
        table.add_row(*_cells(judged))
    console.print(table)
    console.print(summary(found))


def _cells(judged: Judged) -> list[str | Text]:
    facts = judged.facts
    counts = (judged.total_now, facts.expected_total, facts.pages, facts.rows_kept, facts.distinct, facts.stored)
    verdict = Text(judged.verdict, style=_STYLES.get(judged.verdict, "dim"))
    return [str(facts.since), str(facts.until), *map(_count, counts), verdict, judged.reason]


def summary(found: Verification) -> str:
    """How many windows got which verdict, and what was left out."""
    verdicts = ", ".join(f"{count:,} {verdict}" for verdict, count in sorted(found.counts.items()))
    earlier = f" {found.superseded:,} earlier readings of the same days are left out." if found.superseded else ""
    unread = f" {found.open_days:,} days of the range are not read yet." if found.open_days else ""
    return f"{counted(sum(found.counts.values()), 'window')}: {verdicts}.{earlier}{unread}{_contents(found)}"


def _contents(found: Verification) -> str:
    if found.contents is None or not found.contents.checked:
        return ""
    checked, unknown, altered = found.contents.checked, found.contents.unknown, len(found.altered)
    uncheckable = f", {unknown:,} stored by an earlier jobhouse in a way that cannot be checked" if unknown else ""
    return f" {counted(checked, 'row')} checked: {altered:,} altered{uncheckable}."


def _count(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"
