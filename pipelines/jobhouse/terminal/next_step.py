"""What to run next, from the ledger alone: one command and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from shlex import quote
from typing import Final

from jobhouse.sentrion.config.contract import PAGE_LIMIT
from jobhouse.warehouse.ledger.coverage import Asked, DateSpan
from jobhouse.warehouse.ledger.status import WarehouseStatus

A_NIGHT: Final = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """A command line and the reason for it."""

    command: str
    why: str
    costs: bool = False
    """Whether it may spend credits."""


def next_step(ledger: WarehouseStatus) -> Step | None:
    """The first that is needed; None when nothing is."""
    step = next(_of_demo(ledger) if ledger.is_demo else _needed(ledger), None)
    if step is None or not step.costs or not _spent(ledger):
        return step
    return replace(step, why=f"{step.why}; the credits of this cycle are used up until {ledger.cycle.until}")


def _needed(ledger: WarehouseStatus) -> Iterator[Step]:
    if not ledger.asked:
        yield _begin(ledger)
    for asked in ledger.asked:
        yield from _short(ledger, asked)
    for asked in ledger.asked:
        yield from _unread(ledger, asked)
    yield from _behind(ledger)
    for asked in ledger.asked:
        yield from _stale(ledger, asked)
    if not ledger.findings:
        yield _probe("what the API leaves open was never asked")
    for asked in ledger.asked:
        yield from _never_asked(ledger, asked)


def _begin(ledger: WarehouseStatus) -> Step:
    if not ledger.findings:
        return _probe("nothing is read yet, and what the API leaves open makes reading dearer")
    return Step("jobhouse backfill", "nothing is read yet; jobhouse plan says what it will cost", costs=True)


def _probe(why: str) -> Step:
    return Step("jobhouse probe", why, costs=True)


def _short(ledger: WarehouseStatus, asked: Asked) -> Iterator[Step]:
    for stretch in _stretches(ledger, asked, "short"):
        why = f"{_days(stretch)} {_are(stretch)} short: less came than was announced"
        yield Step(f"jobhouse verify --repair{_named(asked)}", why, costs=True)


def _unread(ledger: WarehouseStatus, asked: Asked) -> Iterator[Step]:
    """Days that a backfill was to read and has not; it goes on with the range that it was given."""
    days = _count(stretch for stretch in _stretches(ledger, asked, "open", "missing") if stretch.since < asked.until)
    if days:
        since = f" --since {asked.since}" if asked.since > ledger.oldest_served else ""
        why = f"{days:,} {'day is' if days == 1 else 'days are'} not read yet"
        yield Step(f"jobhouse backfill{since}{_named(asked)}", why, costs=True)


def _behind(ledger: WarehouseStatus) -> Iterator[Step]:
    if ledger.versions and ledger.marts == "none":
        yield Step("jobhouse transform", "the marts were never built")
    elif ledger.versions and ledger.marts == "behind":
        yield Step("jobhouse transform", "jobs were loaded since the marts were built")


def _stale(ledger: WarehouseStatus, asked: Asked) -> Iterator[Step]:
    last = ledger.last_readings.get(asked.search)
    if last is None or ledger.as_of - last > A_NIGHT:
        told = "never" if last is None else f"last on {last:%Y-%m-%d}"
        why = f"new days and changes were {told} read to the end"
        yield Step(f"jobhouse nightly{_named(asked)}", why, costs=True)


def _never_asked(ledger: WarehouseStatus, asked: Asked) -> Iterator[Step]:
    if asked.since > ledger.oldest_served:
        why = f"days before {asked.since} were never asked for; it says what they would cost"
        yield Step(f"jobhouse plan{_named(asked)}", why, costs=True)


def _of_demo(ledger: WarehouseStatus) -> Iterator[Step]:
    """Made-up postings are never joined by others, so that whatever reads a real API is refused there."""
    if not ledger.asked or any(stretch.state != "short" for stretch in ledger.incomplete):
        yield Step("jobhouse demo", "not all of its days are read yet")
    if ledger.incomplete:
        yield Step("jobhouse verify", f"{_days(ledger.incomplete[0])} {_are(ledger.incomplete[0])} short")
    yield from _behind(ledger)
    yield Step("jobhouse sql --examples", "all made-up days are read, and the marts are built")


def _stretches(ledger: WarehouseStatus, asked: Asked, *states: str) -> Iterator[DateSpan]:
    """Days of the range that was asked for; those before it are nobody's wish, and those behind it a night's work."""
    for stretch in ledger.incomplete:
        since, until = max(stretch.since, asked.since, ledger.oldest_served), min(stretch.until, asked.until)
        if stretch.search == asked.search and stretch.state in states and since < until:
            yield replace(stretch, since=since, until=until)


def _count(stretches: Iterator[DateSpan]) -> int:
    return sum((stretch.until - stretch.since).days for stretch in stretches)


def _days(stretch: DateSpan) -> str:
    last: date = stretch.until - timedelta(days=1)
    return str(stretch.since) if last == stretch.since else f"{stretch.since} to {last}"


def _are(stretch: DateSpan) -> str:
    return "is" if (stretch.until - stretch.since).days == 1 else "are"


def _named(asked: Asked) -> str:
    return "" if asked.search == "default" else f" --search {quote(asked.search)}"


def _spent(ledger: WarehouseStatus) -> bool:
    limit = ledger.cycle.max_credits
    return limit is not None and ledger.cycle.credits_used + PAGE_LIMIT > limit
