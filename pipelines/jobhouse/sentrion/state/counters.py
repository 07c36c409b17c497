"""What one run has used: requests, pages, jobs and credits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.reserved_credits import ReservedCredits, reported_price


@dataclass
class Balance:
    """What is left by the answers so far.

    Of two requests that were under way at the same time, nobody knows which was served first. Credits only become
    fewer between them, so the lower balance is the later one; a request sent after an answer came knows better.
    """

    left: int | None = None
    was_above_zero: bool = False
    """Whether any answer said that credits are left; an account that always has 0 left does not count them."""
    _answered_at: datetime | None = None

    @property
    def is_used_up(self) -> bool:
        """Whether nothing is left of credits that there were."""
        return self.left == 0 and self.was_above_zero

    def take(self, left: int | None, sent_at: datetime, answered_at: datetime) -> None:
        """Take in what an answer says is left; None: it does not say."""
        if left is None:
            return
        self.was_above_zero |= left > 0
        is_later = self._answered_at is None or sent_at >= self._answered_at
        if self.left is None or is_later or left < self.left:
            self.left, self._answered_at = left, answered_at


@dataclass
class RunCounters:
    """What one run has used so far."""

    requests: int = 0
    pages: int = 0
    rows_delivered: int = 0
    packed_pages: int = 0
    """Pages whose records are stored in a load package: a run that is killed loses only the others."""
    packed_credits: int = 0
    """Reserved credits of those pages."""
    credits_used: int = 0
    """Credits that the API reported."""
    unpriced: int = 0
    """The most that pages may have cost whose price the API did not report."""
    reserved: ReservedCredits = field(default_factory=ReservedCredits)
    good_answers: int = 0
    """Answers with a page. After the first one, a strange answer cannot mean that the address is wrong."""
    passing_failures: set[str] = field(default_factory=set)
    """Reasons of failures that a request was given before jobs came: they do not mean that there are none."""
    balance: Balance = field(default_factory=Balance)
    balance_before: int | None = None
    """The account's balance before the first page that said what is left."""

    @property
    def in_flight(self) -> int:
        """Requests without an answer yet."""
        return self.reserved.in_flight

    @property
    def credits_reserved(self) -> int:
        """The most that may have been spent; the limits count these credits."""
        return self.reserved.at_most

    @property
    def credits_charged(self) -> int:
        """The most that the answered pages may have cost."""
        return self.credits_used + self.unpriced

    @property
    def credits_remaining(self) -> int | None:
        """The account's balance as the API reported it last."""
        return self.balance.left

    @property
    def uncounted(self) -> int:
        """Credits by which the account fell beyond all that this run may have spent; 0 where it does not say."""
        if self.balance_before is None or self.credits_remaining is None:
            return 0
        return max(0, self.balance_before - self.credits_remaining - self.credits_reserved)

    def in_doubt(self) -> list[str]:
        """What may have been spent besides the credits that the API reported, one phrase for each reason."""
        rest = self.credits_reserved - self.credits_charged
        uncertain = (
            (self.unpriced, "pages whose price the API did not say"),
            (rest, "requests without a good answer"),
        )
        return [f"up to {credits_:,} more by {what}" for credits_, what in uncertain if credits_ > 0]

    def count_request(self, page_size: int) -> None:
        """Reserve the price of a request before it is sent.

        Raises:
            JobhouseError: the price cannot be written to the spending journal, so the request must not be sent.
        """
        self.reserved.send(page_size)
        self.requests += 1

    def count_answer(self, record: RequestRecord, page_size: int) -> RequestRecord:
        """Count a request that has ended, and return its record as the ledger keeps it.

        `credits_used` of the returned record is None where the reported price is not plausible.
        """
        cost = self.reserved.settle(record, page_size)
        price = reported_price(record, page_size)
        self.credits_used += price or 0
        self.unpriced += cost if price is None and record.rows is not None else 0
        self.good_answers += record.rows is not None
        if self.balance_before is None and record.credits_remaining is not None:
            self.balance_before = record.credits_remaining + (price or 0)
        answered_at = record.requested_at + timedelta(milliseconds=record.latency_ms)
        self.balance.take(record.credits_remaining, record.requested_at, answered_at)
        return replace(record, credits_used=price, credits_reserved=cost)

    def count_page(self, rows_delivered: int) -> None:
        self.pages += 1
        self.rows_delivered += rows_delivered

    @property
    def so_far(self) -> tuple[int, int]:
        """Pages and reserved credits until now."""
        return self.pages, self.credits_reserved

    def mark_packed(self, so_far: tuple[int, int] | None = None) -> None:
        """Note that the records of all pages until then, by default until now, are stored in a load package."""
        self.packed_pages, self.packed_credits = so_far or self.so_far
