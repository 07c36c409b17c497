"""The source in a pipeline of one's own, batch by batch: what is read is loaded soon, and a kill costs little."""

from __future__ import annotations

from datetime import date
from typing import Any

import dlt

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.pipeline import rate_limiter_of
from jobhouse.sentrion.plan.backfill_range import resolve_backfill
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

    Packages that an earlier call left are loaded first.

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
        JobhouseError: what ended the run early, such as a limit; everything read before it is loaded.

    """
    ready, options = settings or Settings.load(), run_options or {}
    if dropping := sorted({"refresh", "write_disposition"} & options.keys()):
        raise UsageError(f"{dropping[0]} in run_options would drop each batch with the next one; leave it out.")
    resolved = resolve_backfill(ready, search, since, until, order)
    run = Run(search=search, limits=RunLimits(max_requests=max_requests, max_credits=max_credits))
    session = ReadSession(run, BatchLimits.of(ready))
    if pipeline.has_pending_data:
        pipeline.run(**options)
    pipeline.activate()  # the source is made for the destination of the active one
    with rate_limiter_of(pipeline, ready) as rate_limiter:
        while not run.events.ended or session.rows_left_over:
            source = sentrion(resolved=resolved, read_session=session, rate_limiter=rate_limiter)
            pipeline.run(source, **options)
    if run.events.error:
        raise run.events.error
    return run
