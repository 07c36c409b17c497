"""The command to run next and the reason for it, from the state of the warehouse alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from jobhouse.sentrion.config.search import search_option
from jobhouse.sentrion.plan.findings import MOST_PROBE_CREDITS
from jobhouse.sentrion.plan.refresh import CATCH_UP_DAYS
from jobhouse.sentrion.plan.windows import named_days
from jobhouse.warehouse.ledger.coverage import DateSpan, SearchRange
from jobhouse.warehouse.ledger.status import WarehouseStatus

ONE_DAY: Final = timedelta(days=1)
LAST_DAYS: Final = 2
"""Days that had not ended yet anywhere when they were read: the day of the reading, and the one before it."""


@dataclass(frozen=True)
class NextStep:
    """A command line and the reason for it."""

    command: str
    why: str
    costs: bool = False
    """Whether it may spend credits."""


def next_step(status: WarehouseStatus) -> NextStep | None:
    """The first step that is needed; None when nothing is."""
    step = next(_demo_steps(status) if status.is_demo else _steps(status), None)
    if step is None or not step.costs:
        return step
    hindrances = []
    if status.runs and status.runs[0].outcome == "refused":
        hindrances.append("the API refused the last run, so look at its reason first")
    if _has_no_credits(status):
        hindrances.append(f"the credits of this cycle do not suffice for a page until {status.cycle.until}")
    return replace(step, why="; ".join([step.why, *hindrances]))


def _steps(status: WarehouseStatus) -> Iterator[NextStep]:
    if not status.asked:
        yield _first_step(status)
    searches = [asked for asked in status.asked if asked.search not in status.removed_searches]
    for asked in searches:
        yield from _changed_filters(asked)
    searches = [asked for asked in searches if not asked.is_of_former_filters]
    for asked in searches:
        yield from _short_days(status, asked)
    for asked in searches:
        yield from _unread_days(status, asked)
    yield from _outdated_marts(status)
    for asked in searches:
        yield from _missed_night(status, asked)
    if _is_probe_of_use(status):
        yield _probe("the API was never asked what its documentation leaves open")
    for asked in searches:
        yield from _days_before(status, asked)


def _is_probe_of_use(status: WarehouseStatus) -> bool:
    """Whether nothing was found out about the API, and a probe's credits are enough for a page of it.

    Neither is said to be of use after one that came to its end without finding anything.
    """
    in_vain = any(run.command == "probe" and run.outcome == "done" for run in status.runs)
    return not status.findings and not in_vain and status.cycle.page <= MOST_PROBE_CREDITS


def _first_step(status: WarehouseStatus) -> NextStep:
    if _is_probe_of_use(status):
        return _probe("nothing is read yet, and an open question about the API makes reading cost more")
    return NextStep("jobhouse backfill", "nothing is read yet; jobhouse plan says what it will cost", costs=True)


def _probe(why: str) -> NextStep:
    return NextStep("jobhouse probe", why, costs=True)


def _changed_filters(asked: SearchRange) -> Iterator[NextStep]:
    if asked.is_of_former_filters:
        why = f"nothing was read with the filters that the search {asked.search} has now; plan says what it would cost"
        yield NextStep(f"jobhouse plan{search_option(asked.search)}", why, costs=True)


def _short_days(status: WarehouseStatus, asked: SearchRange) -> Iterator[NextStep]:
    for span in _spans(status, asked, "short"):
        why = f"{named_days(span.since, span.until)} {_are(span)} short: less came than was announced"
        yield NextStep(f"jobhouse verify --repair{search_option(asked.search)}", why, costs=True)


def _unread_days(status: WarehouseStatus, asked: SearchRange) -> Iterator[NextStep]:
    """Days that a backfill has not read yet, within the range that backfills were to read."""
    days = _day_count(span for span in _spans(status, asked, "open", "missing") if not _is_for_nightly(status, span))
    if days:
        since = f" --since {asked.since}" if asked.since > status.oldest_served else ""
        until = f" --until {asked.until}" if asked.until <= status.as_of.date() else ""
        why = f"{days:,} {'day is' if days == 1 else 'days are'} not read yet"
        yield NextStep(f"jobhouse backfill{since}{until}{search_option(asked.search)}", why, costs=True)


def _is_for_nightly(status: WarehouseStatus, span: DateSpan) -> bool:
    """Whether these are the last days read, of which the run that read them could not see the end."""
    is_last = any(one.search == span.search and one.until == span.until for one in status.asked)
    is_recent = (status.as_of.date() - span.since).days <= CATCH_UP_DAYS
    return is_last and is_recent and span.state == "open" and (span.until - span.since).days <= LAST_DAYS


def _outdated_marts(status: WarehouseStatus) -> Iterator[NextStep]:
    if status.versions and status.marts == "none":
        yield NextStep("jobhouse transform", "the marts were never built")
    elif status.versions and status.marts == "behind":
        earlier = "an earlier version of jobhouse built the marts"
        news = "jobs were loaded or deleted since the marts were built"
        yield NextStep("jobhouse transform", earlier if status.marts_of_earlier_version else news)


def _missed_night(status: WarehouseStatus, asked: SearchRange) -> Iterator[NextStep]:
    last = status.last_readings.get(asked.search)
    if last is None or status.as_of - last > ONE_DAY:
        when = "never" if last is None else f"last on {last:%Y-%m-%d}"
        why = f"new days and changes were {when} read to the end"
        yield NextStep(f"jobhouse nightly{search_option(asked.search)}", why, costs=True)


def _days_before(status: WarehouseStatus, asked: SearchRange) -> Iterator[NextStep]:
    if asked.since > status.oldest_served:
        why = f"days before {asked.since} were never asked for; plan says what they would cost"
        yield NextStep(f"jobhouse plan{search_option(asked.search)}", why, costs=True)


def _demo_steps(status: WarehouseStatus) -> Iterator[NextStep]:
    """A warehouse of made-up postings takes no others, so no command that reads a real API is of use there."""
    if not status.asked or any(span.state != "short" for span in status.incomplete):
        yield NextStep("jobhouse demo", "not all of its days are read yet")
    if status.incomplete:
        span = status.incomplete[0]
        yield NextStep("jobhouse verify", f"{named_days(span.since, span.until)} {_are(span)} short")
    yield from _outdated_marts(status)
    yield NextStep("jobhouse sql --examples", "all made-up days are read, and the marts are built")


def _spans(status: WarehouseStatus, asked: SearchRange, *states: str) -> Iterator[DateSpan]:
    """The incomplete days in these states, within the range that was asked for: later days are for nightly."""
    for span in status.incomplete:
        since, until = max(span.since, asked.since, status.oldest_served), min(span.until, asked.until)
        if span.search == asked.search and span.state in states and since < until:
            yield replace(span, since=since, until=until)


def _day_count(spans: Iterator[DateSpan]) -> int:
    return sum((span.until - span.since).days for span in spans)


def _are(span: DateSpan) -> str:
    return "is" if (span.until - span.since).days == 1 else "are"


def _has_no_credits(status: WarehouseStatus) -> bool:
    limit = status.cycle.max_credits
    return limit is not None and status.cycle.credits_reserved + status.cycle.page > limit
