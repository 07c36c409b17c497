"""The windows of a search looked at again, each job version that they delivered, and judged.

`verify` alone notices rows that were lost after they were stored. What it finds is stored, so that `status` and the
marts say the same until the window is read again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Final

import duckdb
from pendulum import Date

from jobhouse.errors import JobhouseError, UsageError
from jobhouse.sentrion.config.search import EVERYTHING
from jobhouse.sentrion.plan.windows import Window, day_of, subtract, today_utc
from jobhouse.warehouse.connect import reader, writer
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.migration import migrate
from jobhouse.warehouse.verify.judging import JudgedSearch, KnownSearch, TotalsNow, judged_searches, window_of
from jobhouse.warehouse.verify.stored_verdicts import store_verdicts
from jobhouse.warehouse.verify.verdicts import Judged, Verification, count_by_verdict
from jobhouse.warehouse.verify.window_facts import WindowFacts

STORING_SECONDS: Final = 30.0
"""How long to wait for a file that another program holds, until the verdicts are left unstored."""


def verify(
    warehouse: Warehouse,
    search: str,
    since: str | None = None,
    until: str | None = None,
    *,
    known: KnownSearch = lambda *_: None,
    totals_now: TotalsNow | None = None,
) -> Verification:
    """Hold every window of a search and range against what is stored, and against the API's totals where asked.

    `known` gives the search as the settings have it. The windows are those of its filters there, or where none was read
    with these, of the last.

    Raises:
        UsageError: nothing was read by this search, or a date is none.
        Stopped: a load holds the file for longer than a reader waits.
    """
    days = (since or "0001-01-01", until or "9999-12-31")
    found = _judged(warehouse, search, known, totals_now, days)
    in_range = [one for one in found.current if _overlaps(one.facts, *days)] if found else []
    superseded = [one for one in found.superseded if _overlaps(one.facts, *days)] if found else []
    if not found and known(search, EVERYTHING) is None:
        raise UsageError(
            f"The warehouse {warehouse.folder} holds nothing of a search named {search!r}, and the settings define no "
            "such search; correct the name."
        )
    if not found or not in_range:
        raise UsageError(
            f"The warehouse {warehouse.folder} holds no windows of the search {search!r} in this range; "
            f"fill it with {warehouse.command('jobhouse backfill')}."
        )
    windows = [*in_range, *(one for one in superseded if one.facts.lost)]
    windows.sort(key=lambda one: (one.facts.since, one.facts.until))
    return Verification(
        search=search,
        filters_hash=found.filters_hash,
        is_of_former_filters=found.is_of_former_filters,
        windows=windows,
        superseded=sum(not one.facts.lost for one in superseded),
        open_days=_open_days([*in_range, *superseded], since, until),
        counts=count_by_verdict(windows),
        not_stored=_store(warehouse, found),
    )


def _judged(
    warehouse: Warehouse, search: str, known: KnownSearch, totals: TotalsNow | None, days: tuple[str, str]
) -> JudgedSearch | None:
    """All windows of the search, those of a range looked at again; None where there are none."""
    with reader(warehouse) as db:
        try:
            found = judged_searches(
                db,
                known,
                search=search,
                looks_again=lambda facts: _overlaps(facts, *days),
                totals=totals,
            )
        except (duckdb.CatalogException, duckdb.BinderException):
            return None
    return found[0] if found else None


def _overlaps(facts: WindowFacts, since: str, until: str) -> bool:
    return str(facts.since) < until and str(facts.until) > since


def _store(warehouse: Warehouse, found: JudgedSearch) -> str | None:
    """Store the verdicts; why they could not be, where another program holds the file or it must not be written."""
    give_up = time.monotonic() + STORING_SECONDS
    try:
        with writer(warehouse, keep_waiting=lambda: time.monotonic() < give_up) as db:
            migrate(db)
            store_verdicts(db, [found])
    except (JobhouseError, duckdb.Error, OSError) as error:
        return str(error)
    return None


def _open_days(judged: Iterable[Judged], since: str | None, until: str | None) -> int:
    """Days of the range asked for, or else between the ledger's first and last, that were not read after their end."""
    windows, today = [one.facts for one in judged], today_utc()
    first = Date.fromisoformat(since) if since else min(window_of(one).since for one in windows)
    last = Date.fromisoformat(until) if until else max(window_of(one).until for one in windows)
    ended = [(day_of(one.since), day_of(one.whole_until(today))) for one in windows if one.status == "complete"]
    complete = [Window(start, end) for start, end in ended if start < end]
    return sum(gap.days for gap in subtract([Window(first, last)], complete))
