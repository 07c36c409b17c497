"""The state of a warehouse in the terminal."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict
from datetime import date, datetime
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.report.findings import table
from pipelines.warehouse.ledger import Ledger, Month

_COMPLETE, _PARTLY, _NOTHING = "■", "▪", "·"
_MONTH_LETTERS: Final = "JFMAMJJASOND"
_MOST_OPEN: Final = 10


def as_json(ledger: Ledger) -> str:
    """The ledger as one JSON object; dates and times in ISO 8601."""
    return json.dumps(asdict(ledger), default=_iso, indent=2)


def show(ledger: Ledger, console: Console) -> None:
    """Coverage year by month, then what is open, what it cost and how the last runs went."""
    console.print(f"{ledger.versions:,} job versions in the warehouse")
    for search, months in _by_search(ledger.months).items():
        console.print()
        console.print(_coverage(search, months))
    console.print(f"{_COMPLETE} complete   {_PARTLY} partly   {_NOTHING} not yet", style="dim")
    _show_open(ledger, console)
    console.print()
    left = "" if ledger.credits_remaining is None else f", {ledger.credits_remaining:,} left"
    console.print(
        f"{ledger.requests:,} requests ({ledger.requests_failed:,} without a page), "
        f"{ledger.credits_used:,} credits{left}"
    )
    console.print()
    console.print(_runs(ledger))
    if ledger.findings:
        console.print()
        console.print(table([(finding, finding.means) for finding in ledger.findings]))


def _by_search(months: list[Month]) -> dict[str, list[Month]]:
    searches: dict[str, list[Month]] = defaultdict(list)
    for month in months:
        searches[month.search].append(month)
    return searches


def _coverage(search: str, months: list[Month]) -> Table:
    table = Table(title=f"search {search}", title_justify="left", box=None, padding=(0, 1), show_edge=False)
    table.add_column("year")
    for letter in _MONTH_LETTERS:
        table.add_column(letter)
    table.add_column("days", justify="right")
    table.add_column("jobs", justify="right")
    years: dict[int, dict[int, Month]] = defaultdict(dict)
    for month in months:
        years[month.month.year][month.month.month] = month
    for year, found in sorted(years.items()):
        complete, days = sum(m.days_complete for m in found.values()), sum(m.days for m in found.values())
        table.add_row(
            str(year),
            *(_mark(found.get(number)) for number in range(1, 13)),
            f"{complete} of {days}",
            f"{sum(month.jobs for month in found.values()):,}",
        )
    return table


def _mark(month: Month | None) -> Text:
    if month is None:
        return Text(" ")
    if month.days_complete == month.days:
        return Text(_COMPLETE, style="green")
    return Text(_PARTLY, style="yellow") if month.days_complete else Text(_NOTHING, style="dim")


def _show_open(ledger: Ledger, console: Console) -> None:
    if not ledger.open_windows:
        console.print("Nothing is open: every window is complete.")
        return
    console.print(f"\n{len(ledger.open_windows)} windows are open; jobhouse backfill goes on with them:")
    for window in ledger.open_windows[:_MOST_OPEN]:
        note = f": {window.note}" if window.note else ""
        console.print(f"  {window.since} to {window.until} {window.status}, {window.pages} pages read{note}")
    if len(ledger.open_windows) > _MOST_OPEN:
        console.print(f"  and {len(ledger.open_windows) - _MOST_OPEN} more")


def _runs(ledger: Ledger) -> Table:
    table = Table(title="last runs", title_justify="left", box=None, padding=(0, 1), show_edge=False)
    for heading in ("started (UTC)", "command", "outcome", "requests", "jobs", "credits"):
        table.add_column(heading, justify="right" if heading in ("requests", "jobs", "credits") else "left")
    for run in ledger.runs:
        table.add_row(
            f"{run.started_at:%Y-%m-%d %H:%M}",
            run.command,
            run.outcome,
            f"{run.requests:,}",
            f"{run.rows_delivered:,}",
            f"{run.credits_used:,}",
        )
    return table


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")
