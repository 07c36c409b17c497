"""What the steps of one command share: the warehouse it holds, what was asked for, and dlt's pipeline.

What was asked for is resolved once, and the pipeline is resumed once: each step is handed this session. Only where the
warehouse was left to other runs meanwhile is the pipeline resumed again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import dlt
from pendulum import Date

from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill
from jobhouse.sentrion.plan.windows import cycle_start, today_utc
from jobhouse.sentrion.state.api_address import check_address
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.spending import bind_to_cycle
from jobhouse.warehouse.load.pipeline import store
from jobhouse.warehouse.load.recovery import record_killed_before_loading, resume_pipeline
from jobhouse.warehouse.load.saved_state import SavedState
from jobhouse.warehouse.locks import WarehouseLock


@dataclass
class LoadSession:
    """One run's work on a warehouse whose earlier loads are finished; `resolved` is what the command asked for.

    Without a `lock`, the warehouse is not left to other runs before the work is done.
    """

    warehouse: Warehouse
    run: Run
    resolved: ResolvedBackfill
    pipeline: dlt.Pipeline
    lock: WarehouseLock | None = None
    cycle: Date | None = None
    """The first day of the billing cycle in which the run spends, as of `credits_at_last_look`."""
    credits_at_last_look: int = 0

    @classmethod
    def start(
        cls, warehouse: Warehouse, run: Run, resolved: ResolvedBackfill, lock: WarehouseLock | None = None
    ) -> LoadSession:
        """Finish what earlier runs left (see `recovery`), and bind the run to the credits of its billing cycle.

        Raises:
            UsageError: a newer jobhouse wrote the warehouse, or it was read from an API at another address.
            JobhouseError: what keeps an earlier package from being loaded.

        """
        session = cls(warehouse, run, resolved, resume_pipeline(warehouse, run), lock)
        session.saved.check_version()
        check_address(session.saved.state, resolved.settings)
        record_killed_before_loading(session.pipeline, warehouse, run)
        bind_to_cycle(run, resolved.settings, warehouse)
        return session

    @property
    def settings(self) -> Settings:
        return self.resolved.settings

    @property
    def saved(self) -> SavedState:
        """What is saved in the pipeline's state, as of now."""
        return SavedState.of(self.pipeline)

    @property
    def range_today(self) -> ResolvedBackfill:
        """What was asked for, as of today and with what is known about the API by now."""
        return self.resolved.as_of(today_utc()).knowing(self.saved.findings, self.saved.progress_keys)

    def for_run(self, run: Run) -> LoadSession:
        """The same work, on behalf of another run of the command."""
        bind_to_cycle(run, self.settings, self.warehouse)
        return replace(self, run=run)

    def store(self, source: object) -> None:
        """Extract one source and load it.

        Raises:
            JobhouseError: what kept it from being stored; what was extracted is loaded by the next run.

        """
        store(self.pipeline, self.warehouse, self.run, source)

    def follow_cycle(self) -> None:
        """Where a billing cycle has begun meanwhile, count what is spent from the last look on in that one."""
        begun, reserved = cycle_start(today_utc(), self.settings.billing_cycle_day), self.run.counters.reserved
        if self.cycle is not None and begun > self.cycle:
            reserved.before_cycle = self.credits_at_last_look
            bind_to_cycle(self.run, self.settings, self.warehouse, again=True)
        self.cycle, self.credits_at_last_look = begun, reserved.at_most

    @contextmanager
    def released(self) -> Iterator[None]:
        """Leave the warehouse to other runs within the block.

        Raises:
            Stopped: another run holds it at the end of the block.

        """
        if self.lock is None:
            yield
            return
        with self.lock.released():
            yield
        self.resume_again()

    def yield_to_nightly(self) -> None:
        """Leave the warehouse to the nightly run that waits, until that is done.

        Raises:
            Stopped: this run was interrupted meanwhile; the warehouse is not held any more.

        """
        assert self.lock is not None
        self.run.events.last_warning = "a nightly run has its turn; waiting for it"
        self.lock.yield_to_nightly(is_over=lambda: self.run.events.ended)
        self.run.events.last_warning = None
        self.resume_again()

    def resume_again(self) -> None:
        """Take in what other runs have loaded and spent meanwhile.

        Raises:
            UsageError: they began to read from an API at another address.
        """
        self.pipeline = resume_pipeline(self.warehouse, self.run)
        check_address(self.saved.state, self.settings)
        bind_to_cycle(self.run, self.settings, self.warehouse, again=True)
        self.run.counters.after_other_run()
