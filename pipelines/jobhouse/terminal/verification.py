"""The verdicts of `verify`: the exceptions, or all, and one line that sums them up; or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from jobhouse.counting import counted
from jobhouse.sanitize import json_text
from jobhouse.terminal.plain_table import plain_table
from jobhouse.warehouse.verify.verdicts import Judged, Verification

_STYLES: Final = {"verified": "green", "short": "red", "over": "yellow", "drifted": "yellow"}
_UNKNOWN: Final = "-"
_FEWEST_COLUMNS: Final = 120
"""Columns below which reasons have no room beside the counts."""
_COUNTS: Final = ("now", "then", "pages", "delivered", "distinct", "stored")


def as_json(found: Verification) -> str:
    """One JSON object: a verdict for each window, and how many got which."""
    facts = {
        "search": found.search,
        "filters_hash": found.filters_hash,
        "is_of_former_filters": found.is_of_former_filters,
        "verdicts": found.counts,
        "superseded": found.superseded,
        "open_days": found.open_days,
        "ended_early": str(found.ended_by) if found.ended_by else None,
        "rows_checked": found.contents.checked if found.contents else 0,
        "rows_unknown": found.contents.unknown if found.contents else 0,
        "rows_altered": [row.version_id for row in found.altered],
        "windows": [_plain(judged) for judged in found.windows],
    }
    return json_text(facts, default=str, indent=2)


def _plain(judged: Judged) -> dict[str, Any]:
    return {"verdict": judged.verdict, "reason": judged.reason, **asdict(judged.facts)}


def show(found: Verification, console: Console, *, is_whole: bool) -> None:
    """The windows that are not verified, or all of them, then one line that sums them up."""
    windows = [judged for judged in found.windows if is_whole or judged.verdict != "verified"]
    if windows and console.width >= _FEWEST_COLUMNS:
        console.print(_table(windows), "")
    else:
        for judged in windows:
            console.print(*_lines(judged), "", sep="\n")
    console.print(summary(found))


def _table(windows: Sequence[Judged]) -> Table:
    table = plain_table(["since", "until", *_COUNTS, "verdict", "reason"], numbers=_COUNTS)
    table.columns[-1].no_wrap = False
    for judged in windows:
        table.add_row(*_cells(judged))
    return table


def _lines(judged: Judged) -> list[Text]:
    """A window on a narrow terminal: its verdict, why, and the counts that there are."""
    since, until, *counts, verdict, reason = _cells(judged)
    named = ", ".join(f"{name} {count}" for name, count in zip(_COUNTS, counts, strict=True) if count != _UNKNOWN)
    return [Text.assemble(f"{since} to {until}  ", verdict), Text(f"  {reason}"), Text(f"  {named}", "dim")]


def _cells(judged: Judged) -> list[str | Text]:
    facts = judged.facts
    counts = (judged.total_now, facts.expected_total, facts.pages, facts.rows_kept, facts.distinct, facts.stored)
    verdict = Text(judged.verdict, style=_STYLES.get(judged.verdict, "dim"))
    return [str(facts.since), str(facts.until), *map(_count, counts), verdict, judged.reason]


def summary(found: Verification) -> str:
    """How many windows got which verdict, and what was left out."""
    verdicts = ", ".join(f"{count:,} {verdict}" for verdict, count in sorted(found.counts.items()))
    earlier = f" {counted(found.superseded, 'earlier reading')} of the same days left out." if found.superseded else ""
    unread = f" {counted(found.open_days, 'day')} of the range not read yet." if found.open_days else ""
    windows = counted(sum(found.counts.values()), "window")
    of_former = ", read with former filters" if found.is_of_former_filters else ""
    return f"search {found.search}{of_former}, {windows}: {verdicts}.{earlier}{unread}{_contents(found)}"


def _contents(found: Verification) -> str:
    if found.contents is None or not found.contents.checked:
        return ""
    checked, unknown, altered = found.contents.checked, found.contents.unknown, len(found.altered)
    uncheckable = f", {unknown:,} stored by an earlier jobhouse in a way that cannot be checked" if unknown else ""
    return f" {counted(checked, 'row')} checked: {altered:,} altered{uncheckable}."


def _count(value: int | None) -> str:
    return _UNKNOWN if value is None else f"{value:,}"
