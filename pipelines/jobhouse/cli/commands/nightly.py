"""`jobhouse nightly` reads what is new, and what may have come late or changed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jobhouse.cli.consent import Consent, CostCheck, Yes, need_printer
from jobhouse.cli.live_progress import rate_limiter_for, rate_limiter_with_progress
from jobhouse.cli.messages import load_settings, notes_printed, warn_of_deleted
from jobhouse.cli.new_warehouse import announce_new, ask_for_new
from jobhouse.cli.options import NoTransform, ProgressForm, SearchName, loading_warehouse_of
from jobhouse.errors import JobhouseError, NothingYet, UsageError, worst_of

if TYPE_CHECKING:
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.terminal.progress.display import ProgressFormat
    from jobhouse.warehouse.folder import Warehouse
    from jobhouse.warehouse.runs.credit_needs import Funds, Need
    from jobhouse.warehouse.runs.nightly import NightReport, PlannedNight
    from jobhouse.warehouse.serve.lake.address import LakeAddress

MOST_LOOKBACK_DAYS: Final = 366
"""As in the setting `lookback_days`; older days are the refresh's."""
Lookback = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=MOST_LOOKBACK_DAYS,
        metavar="DAYS",
        help="Recent days to read again; default: measured from late arrivals.",
    ),
]


def nightly(
    context: typer.Context,
    search: SearchName = "default",
    lookback: Lookback = None,
    max_credits: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help="Stop before more are spent; without it and max_credits_per_cycle, older months wait to be free.",
        ),
    ] = None,
    yes: Yes = False,
    no_transform: NoTransform = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print errors only.")] = False,
    progress: ProgressForm = "auto",
) -> None:
    """Read what is new, late or changed; for cron."""
    from jobhouse.sentrion.plan.backfill_range import resolve_backfill
    from jobhouse.sentrion.state.run import Run
    from jobhouse.sentrion.state.run_limits import RunLimits
    from jobhouse.warehouse.load.load_session import LoadSession
    from jobhouse.warehouse.runs.nightly import plan_night
    from jobhouse.warehouse.waiting import say_on_stderr, silent, waits_said_by

    if quiet and progress in ("plain", "json"):
        raise UsageError(f"--quiet and --progress {progress} contradict each other; leave one of them out.")
    warehouse, settings = loading_warehouse_of(context), load_settings(silent=quiet)
    form: ProgressFormat = "none" if quiet else progress
    resolved = resolve_backfill(settings, search, None, None, "newest")  # an error is raised before any waiting
    lake = _lake_of(settings)
    print_need, print_wait = need_printer(silent=form in ("none", "json")), silent if quiet else say_on_stderr
    consent = Consent.of(settings, yes=yes, max_credits=max_credits, say=print_need)
    ask_for_new(warehouse, yes=yes)
    is_unmade = warehouse.is_unmade
    with waits_said_by(print_wait), warehouse.held_for_nightly(print_wait):
        warehouse.refuse_demo()
        run = Run("nightly", search, RunLimits(max_credits=max_credits))
        with notes_printed(run, silent=quiet):
            plan = plan_night(LoadSession.start(warehouse, run, resolved), lookback)
            _agree(consent, plan, quiet=quiet)
            announce_new(warehouse, is_unmade=is_unmade)
            report = _read_and_report(plan, form, builds=not no_transform)
    if not quiet:
        typer.echo(report.line())
    with waits_said_by(print_wait):
        not_published = _publish(warehouse, lake, quiet=quiet) if lake and not run.events.interrupted else None
    if error := worst_of(report.error, not_published):
        raise error


def _agree(consent: Consent, plan: PlannedNight, *, quiet: bool) -> None:
    """Ask for leave to spend what the night needs; without it, only what is free is read."""
    from jobhouse.sentrion.estimate.backfill_price import ESTIMATE_LIMITS
    from jobhouse.warehouse.runs.nightly import need_of_night

    cost_check = CostCheck(ESTIMATE_LIMITS.credits, partial(_need_once_priced, plan, quiet=quiet))
    consent.seek(plan.session.run, partial(need_of_night, plan), cost_check)


def _read_and_report(plan: PlannedNight, form: ProgressFormat, *, builds: bool) -> NightReport:
    """Read and build with the progress shown, then write the HTML report of what was built."""
    from jobhouse.warehouse.runs.nightly import run_night

    warehouse, settings, run = plan.session.warehouse, plan.session.settings, plan.session.run
    with rate_limiter_with_progress(
        warehouse, run, form, settings.requests_per_minute, settings.page_size
    ) as rate_limiter:
        report = run_night(plan, rate_limiter, builds=builds)
        if builds and not run.events.interrupted:
            run.events.enter("reporting")
            report = replace(report, error=worst_of(report.error, _write_report(warehouse)))
    return report


def _lake_of(settings: Settings) -> LakeAddress | None:
    """The lake of the settings; None where they name none.

    Raises:
        UsageError: no lake can lie there, which is said before anything is sent.
    """
    from jobhouse.warehouse.serve.lake.address import LakeAddress

    return LakeAddress.of(settings.lake_url) if settings.lake_url else None


def _publish(warehouse: Warehouse, lake: LakeAddress, *, quiet: bool) -> JobhouseError | None:
    """Bring the lake up to date; what kept it from that is returned, since the night itself is done."""
    from jobhouse.terminal.publication import summary_of_lake
    from jobhouse.warehouse.serve.lake.publish import publish_lake
    from jobhouse.warehouse.storage_errors import fault_of_the_machine

    try:
        published = publish_lake(warehouse, lake)
        if published.has_marts and not quiet:
            warn_of_deleted(warehouse)
    except JobhouseError as error:
        return error
    except Exception as error:
        if found := fault_of_the_machine(error):
            return found
        raise
    if not quiet:
        typer.echo(summary_of_lake(published))
    return None


def _need_once_priced(plan: PlannedNight, *, quiet: bool) -> tuple[Need, Funds]:
    """The need of the night, once its days were priced."""
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.runs.nightly import need_of_night, price_night

    warehouse, settings, run = plan.session.warehouse, plan.session.settings, plan.session.run
    pricing = Run("plan", run.search, transport=run.transport)
    with rate_limiter_for(warehouse, settings, pricing, silent=quiet) as rate_limiter:
        price_night(plan, pricing, rate_limiter)
    return need_of_night(plan)


def _write_report(warehouse: Warehouse) -> JobhouseError | None:
    """Write the report; what kept it from that is returned. That there is nothing to report on yet is no error."""
    from jobhouse.report.page import write_report

    try:
        write_report(warehouse)
    except NothingYet:
        return None
    except JobhouseError as error:
        return error
    return None
