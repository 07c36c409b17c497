"""What the source takes from the dlt pipeline that it runs in: a lock, a count of requests, and how rows are merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from dlt.common.configuration.container import Container
from dlt.common.destination.capabilities import DestinationCapabilitiesContext
from dlt.common.pipeline import StateInjectableContext, SupportsPipeline, current_pipeline
from filelock import Timeout

from jobhouse.errors import Stopped, UsageError
from jobhouse.file_locks import lock_on, unusable_lock
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter

_KEEP_ROW: Final = ("insert-only", "upsert", "delete-insert")
_REPLACE_ROW: Final = ("delete-insert", "upsert")


class MergeStrategies(NamedTuple):
    """How a destination merges rows, in dlt's words."""

    keep_row: str = _KEEP_ROW[0]
    """A row whose key is there writes nothing; where the destination cannot do that, an equal row takes its place."""
    replace_row: str = _REPLACE_ROW[0]
    """The latest row of a key is the one that stays."""

    @classmethod
    def among(cls, known: Sequence[str], destination: str) -> MergeStrategies:
        """The best of those that a destination knows; one that knows none appends, whatever it is told.

        Raises:
            UsageError: those that it knows do not suffice.
        """
        if not known:
            return cls()
        found = [next((one for one in wanted if one in known), None) for wanted in (_KEEP_ROW, _REPLACE_ROW)]
        if None in found:
            raise UsageError(
                f"The destination {destination} merges by {', '.join(known)} alone, which does not keep a version once "
                "for each key; take another destination. Nothing was sent."
            )
        return cls(*found)  # type: ignore[arg-type]

    @classmethod
    def of_active_pipeline(cls) -> MergeStrategies:
        """Those for the pipeline that was made last, which a source is usually made for; dlt's own without one."""
        pipeline = current_pipeline()
        destination = pipeline.destination if pipeline else None
        if destination is None:
            return cls()
        return cls.among(destination.capabilities().supported_merge_strategies or (), destination.destination_name)

    def refuse_other_destination(self) -> None:
        """Refuse to read for a pipeline of another destination than the source was made for, or of none.

        Raises:
            UsageError: what is read could not be stored.
        """
        container = Container()
        has_destination = DestinationCapabilitiesContext in container
        if StateInjectableContext in container and not has_destination:
            raise UsageError(
                "The pipeline that reads the source has no destination, and how rows are merged follows from that. "
                "Name the destination in dlt.pipeline(), before extract() or run(). Nothing was sent."
            )
        if has_destination and MergeStrategies.of_active_pipeline() != self:
            raise UsageError(
                "The source was made for a destination that merges rows in another way than the one of the pipeline "
                "that runs it. Name the destination in dlt.pipeline(), and call sentrion() right after that or after "
                "the pipeline's activate(). Nothing was sent."
            )

    @property
    def insert_new(self) -> Any:
        """The write disposition of what is stored once."""
        return {"disposition": "merge", "strategy": self.keep_row}

    @property
    def latest(self) -> Any:
        """The write disposition of what follows the state of things."""
        return {"disposition": "merge", "strategy": self.replace_row}


def rate_limiter_of(pipeline: SupportsPipeline, settings: Settings) -> RateLimiter:
    """The rate limiter of all calls of a pipeline.

    It counts beside the pipeline's folder: dlt empties that one where the destination is gone.

    Raises:
        UsageError: the folder of the pipelines cannot be written.
    """
    return RateLimiter.at(rate_file_of(pipeline), settings.requests_per_minute)


def rate_file_of(pipeline: SupportsPipeline) -> Path:
    """The file in which the requests of a pipeline are counted."""
    return Path(pipeline.working_dir).with_name(f"{pipeline.pipeline_name}.rate.sqlite")


def rate_limiter_here(settings: Settings) -> RateLimiter:
    """The same of the pipeline that reads the source now; one of its own where none does."""
    pipeline = current_pipeline()
    return rate_limiter_of(pipeline, settings) if pipeline else RateLimiter(settings.requests_per_minute)


@contextmanager
def only_call_of(pipeline: SupportsPipeline) -> Iterator[None]:
    """Let no other call read into the pipeline within the block: dlt has one folder and one state for all of them.

    The lock ends with the process, however that ends.

    Raises:
        Stopped: another call is at work.
        UsageError: the lock's file cannot be used.
    """
    lock = lock_on(lock_file_of(pipeline), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Stopped(
            f"Another call reads into the pipeline {pipeline.pipeline_name}; wait for it to end, then call again, or "
            "give this one a pipeline of another name and a dataset of its own. Nothing was sent."
        ) from None
    except OSError as error:
        raise unusable_lock(
            f"The lock {lock.lock_file} cannot be used",
            error,
            "see that this user may write to it and to its folder.",
            "set pipelines_dir in dlt.pipeline() to a folder on another.",
        ) from None
    try:
        yield
    finally:
        lock.release()


def lock_file_of(pipeline: SupportsPipeline) -> Path:
    """The file whose lock the call holds that reads into a pipeline; beside its folder, as `rate_file_of`."""
    return Path(pipeline.working_dir).with_name(f"{pipeline.pipeline_name}.lock")


@contextmanager
def only_call_here() -> Iterator[None]:
    """The same for the pipeline that reads the source now; nothing where none does."""
    pipeline = current_pipeline()
    if pipeline is None:
        yield
        return
    with only_call_of(pipeline):
        yield
