"""`report.html`: one file that shows what is in the warehouse; it needs no network and no other file."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from jobhouse.durable_files import write_whole
from jobhouse.file_locks import lock_on
from jobhouse.report.figures import Section
from jobhouse.report.formats import day
from jobhouse.report.queries import Queries
from jobhouse.report.rendering import included, render
from jobhouse.report.sections.arrangement import arrangement
from jobhouse.report.sections.boards import boards
from jobhouse.report.sections.coverage import coverage, headline
from jobhouse.report.sections.credits import credits_and_runs
from jobhouse.report.sections.market import market
from jobhouse.report.sections.pay import pay
from jobhouse.report.sections.places import places
from jobhouse.report.sections.quality import quality
from jobhouse.report.sections.skills import skills
from jobhouse.report.sections.truth import truth
from jobhouse.warehouse.connect import analyst, fetch_from
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.model_files import mart_columns
from jobhouse.warehouse.serve.no_marts import earlier_marts
from jobhouse.warehouse.serve.query import one_sentence_errors
from jobhouse.warehouse.storage_errors import storage_errors_translated


def write_report(warehouse: Warehouse, today: date | None = None) -> Path:
    """Write `report.html` into the warehouse folder, swapped in whole, and return its path.

    Raises:
        NothingYet: there is no warehouse, or it has no marts yet, or those of an earlier version.
        UsageError: the folder must not be written.
        Stopped: a load holds the file for longer than a reader waits, or the disk is full; the last report is whole.
    """
    target = warehouse.folder / "report.html"
    with storage_errors_translated(f"The report {target}", "the last one, if any, is as it was"):
        page = report(warehouse, today or datetime.now(UTC).date())
        _swap_in(page, target)
    return target


def _swap_in(page: str, target: Path) -> None:
    """Write beside the target, then rename; two reports at once write one after the other."""
    unfinished, lock = target.with_suffix(".html.part"), target.with_name(".report.lock")
    lock.touch()  # the lock itself would take a folder that must not be written for one that is held
    with lock_on(lock):
        write_whole(page.encode(), target, unfinished)


def report(warehouse: Warehouse, today: date) -> str:
    """The page, as the marts are and as of a day: the same for the same warehouse and day."""
    with analyst(warehouse) as db, one_sentence_errors(warehouse, db):
        _refuse_older_marts(warehouse, db)
        queries = Queries(db, today)
        script = included("behaviour.js")
        return render(
            "page.html",
            about=_about(queries, is_demo=warehouse.holds_demo),
            headline=headline(queries),
            sections=[coverage(queries), *_of_postings(queries), truth(), credits_and_runs(queries)],
            script=script,
            script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            style=included("style.css"),
        )


def _refuse_older_marts(warehouse: Warehouse, db: duckdb.DuckDBPyConnection) -> None:
    if mart_columns(fetch_from(db)).are_of_earlier_version:
        raise earlier_marts(warehouse, db)


def _of_postings(queries: Queries) -> list[Section]:
    """The sections that count postings; most of them need a period."""
    if queries.period is None:
        note = "No posting has a day of posting yet; when some do, the market is shown here."
        return [Section("market", "The market", note=note), boards(queries), quality(queries)]
    period = queries.period
    shown = (market, places, arrangement, skills, pay)
    return [*(section(queries, period) for section in shown), boards(queries), quality(queries)]


def _about(queries: Queries, *, is_demo: bool) -> str:
    made_up = "The postings are made up: jobhouse demo wrote them. " if is_demo else ""
    days = ""
    if queries.period:
        shown = f"{day(queries.period.first_day)} to {day(queries.period.last_day)}"
        days = f" Plots over time show {shown}; paler months are {queries.period.why_paler}."
    return f"{made_up}As of {day(queries.today)}, from the warehouse's marts.{days}"
