"""The commands that keep a warehouse true: `verify` holds it against what was delivered, `nightly` keeps it fresh."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jobhouse.cli.consent import Consent, FindOut, MaxCredits, Yes, silent_or_said
from jobhouse.cli.live_progress import watched
from jobhouse.cli.new_warehouse import announce_new, ask_for_new
from jobhouse.cli.options import ProgressForm, SearchName, warehouse_of
from jobhouse.counting import counted
from jobhouse.errors import DataCheckFailed, UsageError
from jobhouse.warehouse.folder import Warehouse

if TYPE_CHECKING:
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.verify.verdicts import Verification

LedgerSince = Annotated[str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Default: all that was read.")]
LedgerUntil = Annotated[str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="The day behind the last.")]


_NAMED: Final = 3
"""Rows that a sentence names one by one."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    for command in (verify, nightly):
        app.command()(command)


def verify(
    context: typer.Context,
    since: LedgerSince = None,
    until: LedgerUntil = None,
    search: SearchName = "default",
    ask: Annotated[bool, typer.Option("--ask", help="Ask for each window's total now: up to 10 credits each.")] = False,
    repair: Annotated[bool, typer.Option("--repair", help="Read again what is short, then verify again.")] = False,
    deep: Annotated[
        bool, typer.Option("--deep", help="Compute each stored row's digest anew, not those of a sample.")
    ] = False,
    max_credits: MaxCredits = None,
    yes: Yes = False,
    json: Annotated[bool, typer.Option("--json", help="The same facts as JSON.")] = False,
) -> None:
    """Hold what is stored against what was announced and delivered, window by window; exit 5 where it is short."""
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
        verification.show(found, Terminal(width=None if Terminal().is_terminal else 200))
    if found.short or found.altered:
        raise DataCheckFailed(_what_is_wrong(found, repaired=repair))


def nightly(
    context: typer.Context,
    search: SearchName = "default",
    lookback: Annotated[
        int | None, typer.Option(min=1, metavar="DAYS", help="Days to look back; default: as late as jobs were.")
    ] = None,
    max_credits: Annotated[
        int | None, typer.Option(min=0, help="Stop before more are spent; without it older months wait to be free.")
    ] = None,
    yes: Yes = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
    progress: ProgressForm = "auto",
) -> None:
    """Read what is new and what may have come late or changed; for cron."""
    from jobhouse.interrupts import interruptible
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.estimate.estimate import PROBE_LIMITS
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.load.nightly import need_of_night, run_night
    from jobhouse.warehouse.waiting import say_on_stderr, silent, waits_said_by

    if quiet and progress in ("plain", "json"):
        raise UsageError(f"--quiet and --progress {progress} contradict each other; leave one of them out.")
    warehouse = warehouse_of(context)
    settings = Settings.load()
    settings.search(search)  # what is wrong is said before any waiting
    form, rate, size = "none" if quiet else progress, settings.requests_per_minute, settings.page_size
    say = silent if quiet else say_on_stderr
    said = silent_or_said(silent=form in ("none", "json"))
    consent = Consent.of(settings, yes=yes, max_credits=max_credits, say=said)
    ask_for_new(warehouse, yes=yes)
    is_new = warehouse.is_unmade
    with waits_said_by(say), warehouse.held_for_nightly(say):
        warehouse.refuse_demo()
        run = Run("nightly", search, max_credits=max_credits)
        run.free_only = not consent.seek(
            lambda: need_of_night(warehouse, settings, run.like(), lookback),
            FindOut(PROBE_LIMITS.credits, lambda: _find_out(warehouse, settings, search, lookback)),
        )
        announce_new(warehouse, is_new=is_new)
        with watched(warehouse, run, form, rate, size) as budget:
            with interruptible(run):
                report = run_night(warehouse, settings, run, budget, lookback)
            run.enter("reporting")
            _write_report(warehouse)
    if not quiet:
        typer.echo(report.line())
    if report.error:
        raise report.error


def _find_out(warehouse: Warehouse, settings: Settings, search: str, lookback: int | None) -> None:
    from jobhouse.sentrion.fetch.rate_limiter import RateBudget
    from jobhouse.warehouse.load.nightly import find_out

    with RateBudget.at(warehouse.rate, settings.requests_per_minute) as budget:
        find_out(warehouse, settings, search, budget, lookback)


def _write_report(warehouse: Warehouse) -> None:
    from jobhouse.report.page import write_report

    with suppress(UsageError):  # there is nothing to report on yet
        write_report(warehouse)


def _check_days(since: str | None, until: str | None) -> None:
    from jobhouse.sentrion.read.batch import as_day

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
    from jobhouse.sentrion.fetch.rate_limiter import RateBudget
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.ledger.outcomes import recorded
    from jobhouse.warehouse.load.pipeline import BackfillRange, resume_pipeline
    from jobhouse.warehouse.load.saved_state import SavedState
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
    settings.search(search)  # what is wrong is said before any work
    warehouse.refuse_demo()
    warehouse.refuse_unmade()
    asking = Run("verify --ask", search, max_credits=limits.max_credits)
    reading = Run("verify --repair", search)
    consent = Consent.of(settings, yes=limits.yes, max_credits=limits.max_credits, say=silent_or_said(silent=False))
    with (
        warehouse.held() as turn,
        RateBudget.at(
            warehouse.rate, settings.requests_per_minute, lambda note: typer.echo(f"jobhouse: {note}.", err=True)
        ) as budget,
        interruptible(asking, reading),
        recorded(warehouse, reading),
        _spending_said(warehouse, asking, reading),
    ):
        scope = SavedState.of(resume_pipeline(warehouse, asking)).scope(settings, asking, BackfillRange(order="newest"))
        desk = RepairContext(warehouse, scope, budget, turn)
        contents = check_contents(warehouse, whole=deep)
        found = desk.verify(since, until)
        totals = {}
        if ask:
            asking.free_only = not consent.seek(partial(need_of_asking, desk, found, asking))
            totals = totals_now(desk, found, asking)
            found = desk.verify(since, until, totals)
        left = contents.altered
        if repair:
            reading.max_credits = left_of(limits.max_credits, asking)
            reading.free_only = not consent.seek(partial(need_of_repair, desk, with_altered(found, left), reading))
            if left and (removed := remove_altered(desk, left)):
                left = [row for row in left if row.version_id not in removed]
                found = desk.verify(since, until, totals)
            if read_again(desk, found, reading):
                found = desk.verify(since, until, totals)
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
            if run.requests:
                money = in_money(run, new_jobs(warehouse, run) if run.rows_delivered else 0)
                typer.echo(f"{run.command}: {counted(run.requests, 'request')}; {money}.", err=True)


def left_of(max_credits: int | None, run: Run) -> int | None:
    """What one run leaves of a limit that another is to keep as well."""
    return None if max_credits is None else max(0, max_credits - run.credits_reserved)


def _what_is_short(found: Verification, *, repaired: bool) -> str:
    first = found.short[0]
    others = f" ({len(found.short)} windows in all)" if len(found.short) > 1 else ""
    advice = "it was read again and still is" if repaired else "read it again with jobhouse verify --repair"
    return f"{first.facts.since} to {first.facts.until} is short: {first.reason}{others}; {advice}."
