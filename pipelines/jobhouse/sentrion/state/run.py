"""One run of one command: its limits, what it has used of them, and how it ends.

A run may span many batches; the crawl writes here, the progress display and the load loop read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal
from uuid import uuid4

import httpx

from jobhouse.errors import DataCheckFailed, JobhouseError, Refused, Stopped, Unreachable
from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.fetch.client import RequestRecord
from jobhouse.sentrion.plan.rereads import RereadQueue
from jobhouse.sentrion.read.chunks import Chunk
from jobhouse.sentrion.read.paging import SeenPages
from jobhouse.sentrion.state.balance import Balance
from jobhouse.sentrion.state.progress import WindowProgress
from jobhouse.sentrion.state.reserved_credits import ReservedCredits, is_plausible

HOW_TO_ALLOW: Final = "allow it with --yes, --max-credits N or the setting max_credits_per_cycle"
Outcome = Literal["running", "done", "stopped", "refused", "unreachable", "check_failed", "failed", "killed"]
"""How a run ended. `failed`: by a wrong setting or a bug; `killed`: its process is gone and has recorded nothing."""
Stage = Literal["starting", "probing", "reading", "loading", "checking", "building", "reporting"]
"""What a run is busy with; the last three follow the reading."""


@dataclass
class Run:
    """Limits (None: no limit) and counters."""

    command: str = "source"
    search: str = "default"
    max_requests: int | None = None
    max_credits: int | None = None
    max_credits_per_cycle: int | None = None
    spent_in_cycle: int = 0
    """Credits that earlier runs spent in this billing cycle."""
    bound_to_cycle: bool = False
    """Whether these two were looked up."""
    free_only: bool = False
    """Whether nobody allowed it to spend, since its need was nothing: the first page that costs ends it."""
    unallowed: int = 0
    """What the pages cost of a run that may read free ones alone."""
    paid_for: Callable[[Sequence[str]], Collection[str]] = lambda ids: ()
    """Which of these versions were paid for already, as far as is known."""
    batch_pages: int | None = None
    batch_seconds: float | None = None
    batch_bytes: int | None = None
    transport: httpx.AsyncBaseTransport | None = None
    """What requests are sent through; None: the network."""

    run_id: str = field(default_factory=lambda: uuid4().hex)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    requests: int = 0
    pages: int = 0
    rows_delivered: int = 0
    packed_pages: int = 0
    packed_credits: int = 0
    """The pages, and the credits at the most, whose records lie in a package: a run that is killed drops no more."""
    credits_used: int = 0
    """As the API says."""
    unpriced: int = 0
    """What pages may have cost of which the API did not say it."""
    reserved: ReservedCredits = field(default_factory=ReservedCredits)
    credits_remaining: int | None = None
    good_answers: int = 0
    """Answers with a page: the API is there, so what it says next is no matter of a wrong address."""
    balance: Balance = field(default_factory=Balance)

    stage: Stage = "starting"
    working_on: str | None = None
    """What of the stage is at hand, where that has a name: the model that was built last."""
    progress: WindowProgress = field(default_factory=WindowProgress)
    last_warning: str | None = None
    notes: list[str] = field(default_factory=list)
    """What the user is to know of this run, once each."""

    finished: bool = False
    interrupted: bool = False
    error: JobhouseError | None = None
    rereads: RereadQueue | None = None
    failed: dict[str, Unreachable] = field(default_factory=dict)
    held: deque[Chunk] = field(default_factory=deque)
    """Rows that the last batch had no room for, which go with the next one."""
    page_bytes: int = 0
    """How large a page is by the last ones; 0: no page came yet."""
    memory: SeenPages = field(default_factory=SeenPages)
    listed: set[str] = field(default_factory=set)
    """Windows whose rows in the ledger this run has written at least once."""
    recorded: Outcome | None = None
    """The outcome in the last row that was made of this run; None: it has none yet."""

    def like(self, command: str | None = None) -> Run:
        """A new run under the same limits, for the same search."""
        return Run(
            command or self.command,
            self.search,
            max_requests=self.max_requests,
            max_credits=self.max_credits,
            free_only=self.free_only,
            transport=self.transport,
        )

    @property
    def ended(self) -> bool:
        return self.finished or self.interrupted or self.error is not None

    def end(self, error: JobhouseError) -> None:
        """End the run early; the first reason stands."""
        self.error = self.error or error

    def say(self, note: str) -> None:
        """Tell the user, while the run goes on and behind it."""
        self.last_warning = note
        if note not in self.notes:
            self.notes.append(note)

    def interrupt(self) -> None:
        """Finish the pages on their way, load the batch in hand, and stop."""
        self.interrupted = True

    def finish(self) -> None:
        """All that could be read was read."""
        self.finished = True
        if self.failed:
            first = next(iter(self.failed.values()))
            others = f" ({len(self.failed)} windows in all)" if len(self.failed) > 1 else ""
            self.end(Unreachable(f"{first}{others}"))

    @property
    def in_flight(self) -> int:
        return self.reserved.in_flight

    @property
    def credits_reserved(self) -> int:
        """Credits that may have been spent, which is what the limits count."""
        return self.reserved.at_most

    @property
    def has_credit_limit(self) -> bool:
        return self.max_credits is not None or self.max_credits_per_cycle is not None

    def must_wait_for_answer(self) -> bool:
        """Whether a request has to come back first, to tell what a page costs under a limit or without permission."""
        wants_to_know = self.free_only or (self.has_credit_limit and not self.reserved.knows_page)
        return wants_to_know and self.in_flight > 0

    def limit_reached(self, page_size: int) -> Stopped | None:
        """Why no further request may go out, its worst case counted."""
        if self.max_requests is not None and self.requests >= self.max_requests:
            return Stopped(f"Stopped at --max-requests {self.max_requests}; run the same command again to go on.")
        if self.unallowed:
            return self._charged_unasked()
        page = self.reserved.of_page(page_size)
        if self.max_credits is not None and self.credits_reserved + page > self.max_credits:
            used = ", ".join([f"{self.credits_used} used", *self.in_doubt()])
            return Stopped(
                f"Stopped at --max-credits {self.max_credits}: {used}, and a page may cost {page}; "
                "run the same command again to go on."
            )
        in_cycle = self.spent_in_cycle + self.credits_reserved
        if self.max_credits_per_cycle is not None and in_cycle + page > self.max_credits_per_cycle:
            return Stopped(
                f"Stopped at the setting max_credits_per_cycle {self.max_credits_per_cycle}: up to {in_cycle} are used "
                f"in this billing cycle, and a page may cost {page}; raise it, or go on in the next cycle."
            )
        return None

    def _charged_unasked(self) -> Stopped:
        return Stopped(
            f"Stopped, since the API charges for jobs that were read before, or the jobs are new: up to "
            f"{self.unallowed} credits were charged without having been asked for; {HOW_TO_ALLOW}."
        )

    def in_doubt(self) -> list[str]:
        """What pages and requests may have cost besides what the API said."""
        rest = self.credits_reserved - self.credits_used - self.unpriced
        doubts = (
            (self.unpriced, "pages whose price the API did not say"),
            (rest, "requests without a good answer"),
        )
        return [f"up to {credits_:,} more by {what}" for credits_, what in doubts if credits_ > 0]

    def credits_left(self) -> int | None:
        """What the limits leave to be spent; None: they set none."""
        limits = []
        if self.max_credits is not None:
            limits.append(self.max_credits - self.credits_reserved)
        if self.max_credits_per_cycle is not None:
            limits.append(self.max_credits_per_cycle - self.spent_in_cycle - self.credits_reserved)
        return min(limits, default=None)

    def sending(self, page_size: int) -> None:
        self.reserved.send(page_size)
        self.requests += 1

    def answered(self, record: RequestRecord, page_size: int) -> RequestRecord:
        """Count a request that has ended, and return its record as the ledger keeps it."""
        cost = self.reserved.settle(record, page_size)
        said = record.credits_used
        if said is not None and not is_plausible(said, max(record.rows or 0, page_size)):
            self.say(f"the API says that a page cost {said} credits, which cannot be; it counts as {cost}")
            said = None
        self.credits_used += said or 0
        self.unpriced += cost if said is None and record.rows is not None else 0
        self.good_answers += record.rows is not None
        if self.free_only and record.rows is not None and cost:
            self.unallowed += cost
            self.end(self._charged_unasked())
        answered_at = record.requested_at + timedelta(milliseconds=record.latency_ms)
        self.balance.take(record.credits_remaining, record.requested_at, answered_at)
        self.credits_remaining = self.balance.left
        return replace(record, credits_used=said, credits_reserved=cost)

    def received(self, page: Page) -> None:
        self.pages += 1
        self.rows_delivered += page.delivered

    def packed(self) -> None:
        """All that was read lies in a package."""
        self.packed_pages, self.packed_credits = self.pages, self.credits_reserved

    def enter(self, stage: Stage, working_on: str | None = None) -> None:
        """Tell what the run is busy with now."""
        self.stage, self.working_on = stage, working_on

    def outcome(self) -> Outcome:
        if self.error:
            return outcome_of(self.error)
        if self.interrupted:
            return "stopped"
        return "done" if self.finished else "running"

    def _note(self) -> str | None:
        ended = str(self.error) if self.error else self.last_warning
        return "; ".join(dict.fromkeys([*self.notes, *([ended] if ended else [])])) or None

    def row(self) -> dict[str, Any]:
        """The row of this run in the `runs` table, as of now."""
        self.recorded = self.outcome()
        return {
            "run_id": self.run_id,
            "command": self.command,
            "search": self.search,
            "started_at": self.started_at,
            "updated_at": datetime.now(UTC),
            "outcome": self.recorded,
            "note": self._note(),
            "requests": self.requests,
            "pages": self.pages,
            "rows_delivered": self.rows_delivered,
            "credits_used": self.credits_used,
        }


def outcome_of(error: BaseException) -> Outcome:
    """The outcome of a run that this error ended."""
    match error:
        case Stopped() | KeyboardInterrupt():
            return "stopped"
        case Refused():
            return "refused"
        case Unreachable():
            return "unreachable"
        case DataCheckFailed():
            return "check_failed"
        case _:
            return "failed"
