"""The source in a pipeline of one's own, batch by batch: what is read is loaded soon, and a kill costs little."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import dlt
from dlt.common import logger

from jobhouse.errors import UsageError
from jobhouse.interrupts import GRACE_SECONDS
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.interruption import finish_though_interrupted
from jobhouse.sentrion.pipeline import only_call_of, rate_limiter_of
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill, resolve_backfill
from jobhouse.sentrion.plan.windows import Order
from jobhouse.sentrion.read.read_session import BatchLimits, ReadSession
from jobhouse.sentrion.source import sentrion
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits


def read_in_batches(
    pipeline: dlt.Pipeline,
    since: str | date | None = None,
    until: str | date | None = None,
    search: str = "default",
    order: Order = "expiring",
    settings: Settings | None = None,
    max_requests: int | None = None,
    max_credits: int | None = None,
    run_options: dict[str, Any] | None = None,
) -> Run:
    """Read what is missing into a pipeline; each batch of `pages_per_batch` pages is a package of its own.

    Packages that an earlier call left are loaded first. Interrupted, by Ctrl-C or by what a scheduler raises to end a
    task, the call loads what it has read and raises the same exception again; a second one it raises at once.

    Args:
        pipeline: any pipeline of dlt.
        since: first day to read, YYYY-MM-DD; the oldest day the API serves (six years back) by default.
        until: end date, exclusive; tomorrow (UTC) by default.
        search: the name of a search in the settings.
        order: `expiring` (what the API soon stops serving, then newest first), `newest` or `oldest`.
        settings: ready settings; by default they come from dlt's configuration, section `[sources.sentrion]`.
        max_requests: the most requests of this call.
        max_credits: the most credits of this call; `max_credits_per_cycle` limits all calls of a pipeline.
        run_options: handed to `pipeline.run`, such as `{"loader_file_format": "parquet"}`.

    Returns:
        The run, with its counters; all that was to be read is loaded.

    Raises:
        UsageError: a setting, a date, the search's name or the destination is wrong; nothing was sent.
        Stopped: another call reads into the pipeline; nothing was sent.
        JobhouseError: what ended the run early, such as a limit; everything read before it is loaded.

    """
    ready, options = settings or Settings.load(), run_options or {}
    if dropping := sorted({"refresh", "write_disposition"} & options.keys()):
        raise UsageError(f"{dropping[0]} in run_options would drop each batch with the next one; leave it out.")
    resolved = resolve_backfill(ready, search, since, until, order)
    run = Run(search=search, limits=RunLimits(max_requests=max_requests, max_credits=max_credits))
    pipeline.activate()
    finish_though_interrupted(partial(_read, pipeline, resolved, run, options), run, _say_what_is_waited_for)
    if run.events.error:
        raise run.events.error
    return run


def _read(pipeline: dlt.Pipeline, resolved: ResolvedBackfill, run: Run, options: dict[str, Any]) -> None:
    """Load what earlier calls left, then read and load batch by batch until the run has ended and its row says so."""
    session = ReadSession(run, BatchLimits.of(resolved.settings))
    pipeline.activate()  # for this thread too: the source is made for the destination of the active one
    with only_call_of(pipeline), rate_limiter_of(pipeline, resolved.settings) as rate_limiter:
        if pipeline.has_pending_data:
            _load_pending(pipeline, options)
        while not run.events.ended or session.rows_left_over or run.events.recorded_outcome == "running":
            source = sentrion(resolved=resolved, read_session=session, rate_limiter=rate_limiter)
            pipeline.run(source, **options)


def _load_pending(pipeline: dlt.Pipeline, options: dict[str, Any]) -> None:
    """Load what earlier calls extracted.

    Before the first load of a pipeline, `run` would drop it: a dataset that is not there yet looks to dlt like one that
    was deleted.
    """
    if not pipeline.first_run or pipeline.destination is None:
        pipeline.run(**options)
        return
    pipeline.normalize()
    pipeline.load(**{name: options[name] for name in ("dataset_name", "credentials") if name in options})


def _say_what_is_waited_for() -> None:
    logger.warning(
        "Interrupted: what was read is loaded first; answers on their way may take up to %.0f s. "
        "Once more stops at once.",
        GRACE_SECONDS,
    )
