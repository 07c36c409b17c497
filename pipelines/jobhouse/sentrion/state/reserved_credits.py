"""The most that one run may have spent, whatever happens to the requests that it has sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from jobhouse.errors import JobhouseError
from jobhouse.sentrion.state.request_record import RequestRecord

OK: Final = 200
MOST_CREDITS_PER_JOB: Final = 1_000
"""A higher price of a job, or a negative one, is taken for a mistake of the API and not believed."""


@dataclass(frozen=True)
class LargestPage:
    """The most jobs or credits of a page that exceeded its page size, and the day (UTC) on which it was asked for."""

    size: int = 0
    """0: none did."""
    requested_on: date | None = None

    def or_larger(self, other: LargestPage) -> LargestPage:
        return other if other.size > self.size else self


@dataclass
class ReservedCredits:
    """The credits that limits count: the price of each answered page, and that of a full page for every other request.

    The price of a full page is the page size, or the most that the API ever sent or charged for a smaller page size.
    """

    settled: int = 0
    """Credits of the requests that have ended, but for `lost`."""
    lost: Counter[int] = field(default_factory=Counter)
    """Requests without a good answer that may have been charged, by their page size: each for the largest page, also
    where that comes later."""
    largest: LargestPage = field(default_factory=LargestPage)
    filled_page_size: int = 0
    """The largest page size of which a page came with as many jobs as were asked for, or more."""
    most_jobs: int = 0
    """The most jobs of a page."""
    on_their_way: Counter[int] = field(default_factory=Counter)
    """Requests without an answer yet, by their page size."""
    sent: int = 0
    """Requests that were sent, or are about to be."""
    before_cycle: int = 0
    """Credits that count in an earlier billing cycle than today's, where the run began in that."""
    journal: Callable[[int, int], None] | None = None
    """Writes the reserved credits and `sent` to disk before a request is sent, so that a kill does not lose them."""

    @property
    def largest_page(self) -> int:
        """The size of the largest page that exceeded its page size; 0: none did."""
        return self.largest.size

    @property
    def in_flight(self) -> int:
        return self.on_their_way.total()

    def knows_page(self, page_size: int) -> bool:
        """Whether it is known what a page costs at most: a full page came, and none had more jobs than this.

        Where one had more, the next may have more still.
        """
        return self.filled_page_size >= page_size >= self.most_jobs

    @property
    def at_most(self) -> int:
        open_ = self.lost + self.on_their_way
        return self.settled + sum(count * self.of_page(size) for size, count in open_.items())

    @property
    def in_cycle(self) -> int:
        """The part of `at_most` that counts in the billing cycle of today."""
        return self.at_most - self.before_cycle

    def of_page(self, page_size: int) -> int:
        """The most that one request with this page size may cost."""
        return max(page_size, self.largest_page)

    def expect(self, page: LargestPage) -> None:
        """Count with the largest page that earlier runs saw."""
        self.largest = self.largest.or_larger(page)

    def send(self, page_size: int) -> None:
        """Reserve the price of a request before it is sent.

        Raises:
            JobhouseError: it cannot be written to disk, so the request must not be sent and costs nothing.
        """
        self.on_their_way[page_size] += 1
        self.sent += 1
        try:
            self._write_down()
        except JobhouseError:
            self.on_their_way[page_size] -= 1
            self.sent -= 1
            raise

    def settle(self, record: RequestRecord, page_size: int) -> int:
        """Replace the reserved price of an answered request by the most that it can have cost; returns that."""
        self.on_their_way[page_size] -= 1
        price = reported_price(record, page_size)
        cost = self._unsaid_cost(record, page_size) if price is None else price
        if record.rows is None and not price:
            self.lost[page_size] += cost > 0
        else:
            self._settle_price(cost, record, page_size)
        with suppress(JobhouseError):  # the next request writes it too, or is not sent
            self._write_down()
        return cost

    def _settle_price(self, cost: int, record: RequestRecord, page_size: int) -> None:
        rows = record.rows or 0
        self.settled += cost
        if rows >= page_size:
            self.filled_page_size = max(self.filled_page_size, page_size)
        self.most_jobs = max(self.most_jobs, rows)
        if max(cost, rows) > page_size:
            self.expect(LargestPage(max(cost, rows), record.requested_at.date()))

    def give_back(self, records: list[RequestRecord], window_id: str, page_size: int) -> None:
        """Reserve nothing for the latest answers of a window that said, with status 200, that there are no jobs.

        A request before them that got no such answer keeps its price.
        """
        for at in range(len(records) - 1, -1, -1):
            record = records[at]
            if record.window_id != window_id:
                continue
            if record.status != OK or record.rows is not None or record.credits_used:
                break
            self.lost[page_size] -= (record.credits_reserved or 0) > 0
            records[at] = replace(record, credits_reserved=0)
        with suppress(JobhouseError):  # what is on disk is more
            self._write_down()

    def _unsaid_cost(self, record: RequestRecord, page_size: int) -> int:
        """The most that a request can have cost whose answer does not say it, or says what cannot be."""
        if not record.was_sent or record.was_refused:
            return 0
        # an answer without a page may have been charged although it does not say so
        is_page_without_price = record.rows is not None and record.credits_used is None
        return (record.rows or 0) if is_page_without_price else max(record.rows or 0, self.of_page(page_size))

    def _write_down(self) -> None:
        if self.journal:
            self.journal(self.at_most, self.sent)


def reported_price(record: RequestRecord, page_size: int) -> int | None:
    """What the API said that an answer cost; None: nothing, or what cannot be."""
    price, most = record.credits_used, MOST_CREDITS_PER_JOB * max(record.rows or 0, page_size)
    return price if price is not None and 0 <= price <= most else None
