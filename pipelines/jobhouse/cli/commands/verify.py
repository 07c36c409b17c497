"""`jobhouse verify` compares what is stored with what the API announced and delivered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jobhouse.cli.consent import Consent, MaxCredits, Yes, silent_or_said
from jobhouse.cli.options import SearchName, warehouse_of
from jobhouse.counting import counted
from jobhouse.errors import DataCheckFailed

if TYPE_CHECKING:
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.folder import Warehouse
    from jobhouse.warehouse.verify.verdicts import Verification


LedgerSince = Annotated[
    str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="First day; default: all that was read.")
]


LedgerUntil = Annotated[
    str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="End date, exclusive; default: all that was read.")
]


_NAMED: Final = 3
"""Rows that a sentence names one by one."""


def verify(
    context: typer.Context,
    since: LedgerSince = None,
    until: LedgerUntil = None,
    search: SearchName = "default",
    ask: Annotated[
        bool, typer.Option("--ask", help="Request each window's total now, for up to 10 credits each.")
    ] = False,
    repair: Annotated[bool, typer.Option("--repair", help="Read short windows again, then verify again.")] = False,
    deep: Annotated[
        bool, typer.Option("--deep", help="Check the digest of every stored row, not of a sample.")
    ] = False,
    max_credits: MaxCredits = None,
    yes: Yes = False,
    json: Annotated[bool, typer.Option("--json", help="The same facts as JSON.")] = False,
) -> None:
    """Compare what is stored with what the API delivered. Window by window; exit code 5 where rows are missing."""
    from jobhouse.terminal import verification
    from jobhouse.terminal.console import Terminal

    _check_days(since, until)
    warehouse = warehouse_of(context)
    if ask or repair:
        limits = Limits(max_credits=max_credits, yes=yes)
        found = _verified_online(warehouse, search, since, until, limits, ask=ask, repair=repair, deep=deep)
    else:
        found = _verified_offline(warehouse, search, since, until, deep=deep)
    if json:
        typer.echo(verification.as_json(found))
    else:
        verification.show(found, Terminal.wide_in_a_pipe())
    if found.short or found.altered:
        raise DataCheckFailed(_what_is_wrong(found, repaired=repair))


def _check_days(since: str | None, until: str | None) -> None:
    from jobhouse.sentrion.plan.windows import as_day

    for value, name in ((since, "since"), (until, "until")):
        if value is not None:
            as_day(value, name)


def _verified_offline(
    warehouse: Warehouse, search: str, since: str | None, until: str | None, *, deep: bool
) -> Verification:
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.warehouse.verify.contents import check_contents
    from jobhouse.warehouse.verify.verify import verify as verified

    found = verified(warehouse, search, since, until, known=Settings.load_without_key().known_search(search))
    return replace(found, contents=check_contents(warehouse, whole=deep))


@dataclass(frozen=True)
class Limits:
    """What the command line allows to be spent."""

    max_credits: int | None
    yes: bool


def _verified_online(
    warehouse: Warehouse,
    search: str,
    since: str | None,
    until: str | None,
    limits: Limits,
    *,
    ask: bool,
    repair: bool,
    deep: bool,
) -> Verification:
    from jobhouse.interrupts import interruptible
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
    from jobhouse.sentrion.plan.backfill_range import resolve_backfill
    from jobhouse.sentrion.state.limits import RunLimits
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.ledger.outcomes import recorded
    from jobhouse.warehouse.load.load_session import LoadSession
    from jobhouse.warehouse.verify.contents import check_contents
    from jobhouse.warehouse.verify.repair import (
        RepairContext,
        need_of_asking,
        need_of_repair,
        read_again,
        remove_altered,
        totals_now,
    )
    from jobhouse.warehouse.verify.verdicts import with_altered

    settings = Settings.load()
    resolved = resolve_backfill(settings, search, None, None, "expiring")  # an error is raised before any work
    warehouse.refuse_demo()
    warehouse.refuse_unmade()
    asking = Run("verify --ask", search, RunLimits(max_credits=limits.max_credits))
    reading = Run("verify --repair", search)
    consent = Consent.of(settings, yes=limits.yes, max_credits=limits.max_credits, say=silent_or_said(silent=False))
    with (
        warehouse.held() as lock,
        RateLimiter.at(
            warehouse.rate, settings.requests_per_minute, lambda note: typer.echo(f"jobhouse: {note}.", err=True)
        ) as rate_limiter,
        interruptible(asking, reading),
        recorded(warehouse, reading),
        _spending_said(warehouse, asking, reading),
    ):
        work = RepairContext.of(LoadSession.start(warehouse, asking, resolved, lock), rate_limiter)
        contents = check_contents(warehouse, whole=deep)
        found = work.verify(since, until)
        totals = {}
        if ask:
            asking.change_limits(free_only=not consent.seek(partial(need_of_asking, work, found, asking)))
            totals = totals_now(work, found, asking)
            found = work.verify(since, until, totals)
        left = contents.altered
        if repair:
            reading.change_limits(max_credits=left_of(limits.max_credits, asking))
            is_allowed = consent.seek(partial(need_of_repair, work, with_altered(found, left), reading))
            reading.change_limits(free_only=not is_allowed)
            if left and (removed := remove_altered(work, left)):
                left = [row for row in left if row.version_id not in removed]
                found = work.verify(since, until, totals)
            if read_again(work, found, reading):
                found = work.verify(since, until, totals)
    return replace(found, contents=replace(contents, altered=left))


def _what_is_wrong(found: Verification, *, repaired: bool) -> str:
    altered = _what_was_altered(found, repaired=repaired) if found.altered else ""
    return " ".join(filter(None, [altered, _what_is_short(found, repaired=repaired) if found.short else ""]))


def _what_was_altered(found: Verification, *, repaired: bool) -> str:
    names = ", ".join(row.version_id for row in found.altered[:_NAMED])
    others = f" and {len(found.altered) - _NAMED:,} more" if len(found.altered) > _NAMED else ""
    advice = (
        "the API does not serve their days any more, so they stay as they are"
        if repaired
        else "jobhouse verify --deep --repair deletes them and reads their windows again"
    )
    return f"{len(found.altered):,} stored job versions do not hold what was delivered: {names}{others}; {advice}."


@contextmanager
def _spending_said(warehouse: Warehouse, *runs: Run) -> Iterator[None]:
    """Say on stderr what each of the runs took, however they end."""
    from jobhouse.warehouse.ledger.spending import in_money, new_jobs

    try:
        yield
    finally:
        for run in runs:
            if run.counters.requests:
                money = in_money(run, new_jobs(warehouse, run) if run.counters.rows_delivered else 0)
                typer.echo(f"{run.command}: {counted(run.counters.requests, 'request')}; {money}.", err=True)


def left_of(max_credits: int | None, run: Run) -> int | None:
    """What one run leaves of a limit that another is to keep as well."""
    return None if max_credits is None else max(0, max_credits - run.counters.credits_reserved)


def _what_is_short(found: Verification, *, repaired: bool) -> str:
    first = found.short[0]
    others = f" ({len(found.short)} windows in all)" if len(found.short) > 1 else ""
    advice = "it was read again and still is" if repaired else "read it again with jobhouse verify --repair"
    return f"{first.facts.since} to {first.facts.until} is short: {first.reason}{others}; {advice}."
