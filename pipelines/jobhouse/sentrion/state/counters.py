"""What one run has used: requests, pages, jobs and credits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil

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
class AccountFall:
    """By how much the account's balance has fallen since the first answer of a run that said what is left."""

    first: int | None = None
    """The balance after that answer; None: none came."""
    first_rows: int = 0
    first_cost: int = 0
    """What that answer counts for."""
    is_first_priced: bool = False
    """Whether the API said that it cost anything; otherwise it may have, as later ones may show."""
    rows_since: int = 0
    """Jobs in later answers of this fall; those of answers that did not change the balance were free, and left out."""
    counted_before: int = 0
    """Credits of the run that were counted before this fall began."""
    beyond_before: int = 0
    """Credits beyond those."""

    def take(self, record: RequestRecord, cost: int, price: int | None, left: int | None) -> None:
        """Take in an answer that counts for `cost` credits, of which the API said that it cost `price`.

        `left` is the balance before it.
        """
        rows = record.rows or 0
        if self.first is not None:
            self.rows_since += rows if record.credits_remaining != left else 0
        elif record.credits_remaining is not None:
            self.first, self.first_rows, self.first_cost = record.credits_remaining, rows, cost
            self.is_first_priced = bool(price)

    def job_price(self, left: int | None) -> float:
        """What a job that was not free has cost since the first answer, by the balance `left`; 0: it does not say."""
        return (
            0.0 if self.first is None or left is None or not self.rows_since else (self.first - left) / self.rows_since
        )

    def beyond(self, counted: int, left: int | None) -> int:
        """Credits by which the account fell beyond those that are `counted`; 0 where it does not say.

        The balance before the first answer is not known. Where its price was not said, or said to be none, and the
        account falls more than is counted, its jobs cost what later ones do.
        """
        if self.first is None or left is None:
            return self.beyond_before
        beyond = self.first - left + self.first_cost - (counted - self.counted_before)
        if beyond > 0 and not self.is_first_priced:
            beyond += max(0, round(self.first_rows * self.job_price(left)) - self.first_cost)
        return self.beyond_before + max(0, beyond)

    def from_here(self, counted: int, left: int | None) -> AccountFall:
        """A fall that begins with the next answer, after another run of this warehouse, which counts for itself."""
        return AccountFall(counted_before=counted, beyond_before=self.beyond(counted, left))


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
    fall: AccountFall = field(default_factory=AccountFall)

    @property
    def in_flight(self) -> int:
        """Requests without an answer yet."""
        return self.reserved.in_flight

    @property
    def credits_reserved(self) -> int:
        """The most that may have been spent by what the API says of its answers."""
        return self.reserved.at_most

    @property
    def credits_counted(self) -> int:
        """What the limits count: the reserved credits, or the fall of the account's balance where that is more.

        While requests are in flight, the balance may hold what they cost already, so this may be too much until they
        are answered.
        """
        in_flight = self.reserved.in_flight_at_most
        return self.credits_reserved + self.fall.beyond(self.credits_reserved - in_flight, self.credits_remaining)

    def of_page(self, page_size: int) -> int:
        """The most that one request may cost: by its price, or by the account's fall where prices are not said."""
        by_account = self.fall.job_price(self.credits_remaining) if self.unpriced and self.uncounted else 0
        return max(self.reserved.of_page(page_size), page_size * ceil(by_account))

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
        return self.fall.beyond(self.credits_reserved, self.credits_remaining)

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
        self.fall.take(record, cost, price, self.balance.left)
        answered_at = record.requested_at + timedelta(milliseconds=record.latency_ms)
        self.balance.take(record.credits_remaining, record.requested_at, answered_at)
        return replace(record, credits_used=price, credits_reserved=cost)

    def after_other_run(self) -> None:
        """Do not count what another run of this warehouse has spent meanwhile as this one's."""
        self.fall = self.fall.from_here(self.credits_reserved, self.credits_remaining)

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
