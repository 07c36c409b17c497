"""`jobhouse verify` compares what is stored with what the API announced and delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jobhouse.cli.consent import Consent, MaxCredits, Yes, need_printer
from jobhouse.cli.messages import load_settings, notes_printed, print_note, show_over_lake
from jobhouse.cli.options import SearchName, loading_warehouse_of, warehouse_of
from jobhouse.counting import counted
from jobhouse.errors import DataCheckFailed, Stopped, worst_of

if TYPE_CHECKING:
    from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.folder import Warehouse
    from jobhouse.warehouse.runs.repair import RepairContext
    from jobhouse.warehouse.verify.contents import AlteredRow
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
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Show all windows, not only those that are not verified.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="The same facts as JSON.")] = False,
) -> None:
    """Compare what is stored with what the API delivered. Window by window; exit code 5 where rows are missing."""
    from jobhouse.terminal import verification
    from jobhouse.terminal.console import Terminal
    from jobhouse.warehouse.serve.lake.facts import facts_of

    _check_days(since, until)
    warehouse = loading_warehouse_of(context) if ask or repair else warehouse_of(context)
    if not (ask or repair) and (facts := facts_of(warehouse)):
        show_over_lake(facts, warehouse, json=json)
        if facts.problem:
            raise DataCheckFailed(f"The lake {facts.lake} cannot be read whole; what is wrong stands above.")
        return
    given = Given(search, since, until, ask, repair, deep, max_credits, yes)
    found = _verified_online(warehouse, given) if ask or repair else _verified_offline(warehouse, given)
    if json:
        typer.echo(verification.as_json(found))
    else:
        verification.show(found, Terminal.wide_in_a_pipe(), is_whole=verbose)
    if found.not_stored:
        typer.echo(f"jobhouse: status and the marts do not know these verdicts: {found.not_stored}", err=True)
    repaired = repair and found.ended_by is None
    advice = Advice(warehouse, search, repaired)
    wrong = DataCheckFailed(advice.on(found)) if found.short or found.altered else None
    if worst := worst_of(wrong, found.ended_by):
        raise worst


@dataclass(frozen=True)
class Advice:
    """Says what is wrong with the rows of a search, and what to do about it: no more than was done, after a repair."""

    warehouse: Warehouse
    search: str
    repaired: bool

    def on(self, found: Verification) -> str:
        altered = self._on_altered(found) if found.altered else ""
        return " ".join(filter(None, [altered, self._on_short(found) if found.short else ""]))

    def _on_altered(self, found: Verification) -> str:
        names = ", ".join(row.version_id for row in found.altered[:_NAMED])
        others = f" and {len(found.altered) - _NAMED:,} more" if len(found.altered) > _NAMED else ""
        advice = (
            "the API does not deliver them any more, so they stay as they are"
            if self.repaired
            else f"{self._line('jobhouse verify --deep --repair')} reads their windows again and replaces them"
        )
        return f"{len(found.altered):,} stored job versions do not hold what was delivered: {names}{others}; {advice}."

    def _on_short(self, found: Verification) -> str:
        first = found.short[0]
        others = f" ({len(found.short)} windows in all)" if len(found.short) > 1 else ""
        advice = (
            "it was read again and still is"
            if self.repaired
            else f"read it again with {self._line('jobhouse verify --repair')}"
        )
        if first.facts.lost and not self.repaired:
            advice += f", or name what was deleted on request to {self.warehouse.command('jobhouse delete')}"
        return f"{first.facts.since} to {first.facts.until} is short: {first.reason}{others}; {advice}."

    def _line(self, command: str) -> str:
        return _line(self.warehouse, command, self.search)


def _line(warehouse: Warehouse, command: str, search: str) -> str:
    """A command line that works on this warehouse and this search."""
    from jobhouse.sentrion.config.search import search_option

    return warehouse.command(f"{command}{search_option(search)}")


def _check_days(since: str | None, until: str | None) -> None:
    from jobhouse.sentrion.plan.windows import as_day, refuse_empty

    days = [as_day(value, name) for value, name in ((since, "since"), (until, "until")) if value is not None]
    if len(days) == 2:
        refuse_empty(*days)


@dataclass(frozen=True)
class Given:
    """The command line."""

    search: str
    since: str | None
    until: str | None
    ask: bool
    repair: bool
    deep: bool
    max_credits: int | None
    yes: bool


def _verified_offline(warehouse: Warehouse, given: Given) -> Verification:
    """Compare the warehouse with its own ledger; nothing is sent."""
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.warehouse.verify.contents import check_contents
    from jobhouse.warehouse.verify.verify import verify as verified

    known = Settings.load_without_key().known_search
    found = verified(warehouse, given.search, given.since, given.until, known=known)
    return replace(found, contents=check_contents(warehouse, whole=given.deep))


def _verified_online(warehouse: Warehouse, given: Given) -> Verification:
    """Compare as above, with totals that the API gives now (--ask), and read short windows again (--repair)."""
    from jobhouse.sentrion.plan.backfill_range import resolve_backfill
    from jobhouse.sentrion.state.run import Run
    from jobhouse.sentrion.state.run_limits import RunLimits
    from jobhouse.warehouse.verify.contents import check_contents

    settings = load_settings()
    resolved = resolve_backfill(settings, given.search, None, None, "expiring")  # an error is raised before any work
    warehouse.refuse_demo()
    warehouse.refuse_unmade()
    asking = Run("verify --ask", given.search, RunLimits(max_credits=given.max_credits))
    reading = Run("verify --repair", given.search)
    consent = Consent.of(settings, yes=given.yes, max_credits=given.max_credits, say=need_printer(silent=False))
    wanted = [*([asking] if given.ask else []), *([reading] if given.repair else [])]
    with (
        _spending_printed(warehouse, *wanted),
        notes_printed(asking, reading),
        _repairing(warehouse, resolved, asking, reading) as context,
    ):
        contents = check_contents(warehouse, whole=given.deep)
        found = context.verify(given.since, given.until)
        totals = _totals(context, found, asking, consent) if given.ask else {}
        verify_again = partial(context.verify, given.since, given.until, totals)
        found = replace(
            verify_again() if given.ask else found,
            contents=contents,
            ended_by=asking.events.error or _interruption(asking, warehouse),
        )
        if found.ended_by or not given.repair:
            return found
        reading.change_limits(max_credits=_left_of(given.max_credits, asking))
        left, found = _repaired(context, found, reading, consent, verify_again)
        contents = check_contents(warehouse, whole=given.deep)
        altered = list(dict.fromkeys([*left, *contents.altered]))
        return replace(found, contents=replace(contents, altered=altered), ended_by=_interruption(reading, warehouse))


def _interruption(run: Run, warehouse: Warehouse) -> Stopped | None:
    """The error of a run that a signal ended, which is noted, and raises nothing."""
    if not run.events.interrupted or run.events.finished:
        return None
    if run.counters.requests and run.command == "verify --repair":
        goes_on = _line(warehouse, "jobhouse backfill", run.search)
        return Stopped(f"Interrupted before all was read again; {goes_on} goes on with what is open.")
    return Stopped("Interrupted before all was asked and read; run the same command again to go on.")


@contextmanager
def _repairing(warehouse: Warehouse, resolved: ResolvedBackfill, asking: Run, reading: Run) -> Iterator[RepairContext]:
    """The warehouse held and resumed, with the rate limiter, for two runs that can be interrupted."""
    from jobhouse.interrupts import interruptible
    from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
    from jobhouse.warehouse.ledger.run_outcomes import recorded
    from jobhouse.warehouse.load.load_session import LoadSession
    from jobhouse.warehouse.runs.repair import RepairContext

    with (
        warehouse.held() as lock,
        RateLimiter.at(warehouse.rate, resolved.settings.requests_per_minute, print_note) as rate_limiter,
        interruptible(asking, reading),
        recorded(warehouse, reading),
    ):
        yield RepairContext.of(LoadSession.start(warehouse, asking, resolved, lock), rate_limiter)


def _totals(context: RepairContext, found: Verification, asking: Run, consent: Consent) -> dict[str, int | None]:
    """The API's total of each window now, where there is leave to spend what that costs."""
    from jobhouse.warehouse.runs.repair import need_of_asking, totals_now

    consent.seek(asking, partial(need_of_asking, context, found, asking))
    return totals_now(context, found, asking)


def _repaired(
    context: RepairContext,
    found: Verification,
    reading: Run,
    consent: Consent,
    verify_again: Callable[[], Verification],
) -> tuple[list[AlteredRow], Verification]:
    """Read the windows of altered rows and short ones again; the altered rows that remain, and what is found then."""
    from jobhouse.warehouse.runs.repair import altered_set_aside, need_of_repair, reread_short
    from jobhouse.warehouse.verify.verdicts import with_altered

    altered = found.altered
    consent.seek(reading, partial(need_of_repair, context, with_altered(found, altered), reading))
    with altered_set_aside(context, altered) as removed:
        if removed:
            found = verify_again()
        is_read = reread_short(context, found, reading)
    left = [row for row in altered if row.version_id not in removed]
    return left, verify_again() if is_read or removed else found


@contextmanager
def _spending_printed(warehouse: Warehouse, *runs: Run) -> Iterator[None]:
    """Print on stderr what each of the runs spent, however they end; "nothing was spent" only after success."""
    from jobhouse.warehouse.ledger.prices import price_in_run
    from jobhouse.warehouse.ledger.spending import in_jobs, in_money, versions_after

    is_done = False
    try:
        yield
        is_done = True
    finally:
        for run in runs:
            if run.counters.requests:
                new, in_all = versions_after(warehouse, run) if run.counters.rows_delivered else (0, 0)
                requests = counted(run.counters.requests, "request")
                read = in_jobs(run, new, in_all) if run.counters.rows_delivered else requests
                typer.echo(
                    f"{run.command}: {read}; {in_money(run, new, price_in_run(warehouse, run.run_id))}.", err=True
                )
            elif is_done:
                typer.echo(f"{run.command}: nothing was requested, and nothing was spent.", err=True)


def _left_of(max_credits: int | None, run: Run) -> int | None:
    """What a run leaves of a credit limit for the run after it."""
    return None if max_credits is None else max(0, max_credits - run.counters.credits_reserved)
