"""The most that one run may have spent, whatever happens to the requests that it has sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil
from typing import Final

from jobhouse.errors import JobhouseError
from jobhouse.sentrion.state.request_record import RequestRecord

OK: Final = 200
MOST_CREDITS_PER_JOB: Final = 1_000
"""A higher price of a job, or a negative one, is taken for a mistake of the API and not believed."""
UNKNOWN_PRICE_FACTOR: Final = 10
"""A job may cost so many times the price that is known, as long as no charged page has confirmed that."""


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
    job_price: float = 1.0
    """The most credits that a job has cost, on average over a page, as far as this run and the warehouse know."""
    is_price_known: bool = False
    """Whether a page confirms `job_price`: it was charged a credit or more for each of its jobs, and no more than that.

    A free page tells nothing of the price, and one that is dearer than all before it may be free in part."""
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
    def in_flight_at_most(self) -> int:
        """The part of `at_most` that requests without an answer yet may cost."""
        return sum(count * self.of_page(size) for size, count in self.on_their_way.items())

    def of_page(self, page_size: int) -> int:
        """The most that one request with this page size may cost."""
        return max(page_size, self.largest_page)

    def beside_others(self, page_size: int) -> int:
        """What each of several requests in flight must be allowed to cost: more than `of_page` while no price is known.

        Free pages may be followed by charged ones at any time, and all that are in flight then cost the same.
        """
        known = ceil(page_size * self.job_price)
        return max(self.of_page(page_size), known if self.is_price_known else UNKNOWN_PRICE_FACTOR * known)

    def expect_price(self, job_price: float, *, is_known: bool) -> None:
        """Count with the price of a job that earlier runs paid; `is_known`: whether they paid any."""
        self.job_price = max(self.job_price, job_price)
        self.is_price_known |= is_known

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
        self._learn_price(price or 0, record.rows or 0)
        cost = self._unsaid_cost(record, page_size) if price is None else price
        if record.rows is None and not price:
            self.lost[page_size] += cost > 0
        else:
            self._settle_price(cost, record, page_size)
        with suppress(JobhouseError):  # the next request writes it too, or is not sent
            self._write_down()
        return cost

    def _learn_price(self, price: int, rows: int) -> None:
        if not rows or price < rows:
            return
        self.is_price_known = price / rows <= self.job_price
        self.job_price = max(self.job_price, price / rows)

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
        of_jobs = ceil((record.rows or 0) * self.job_price)
        # an answer without a page may have been charged although it does not say so
        is_page_without_price = record.rows is not None and record.credits_used is None and not record.unread_price
        return of_jobs if is_page_without_price else max(of_jobs, self.of_page(page_size))

    def _write_down(self) -> None:
        if self.journal:
            self.journal(self.at_most, self.sent)


def reported_price(record: RequestRecord, page_size: int) -> int | None:
    """What the API said that an answer cost; None: nothing, or what cannot be."""
    price, most = record.credits_used, MOST_CREDITS_PER_JOB * max(record.rows or 0, page_size)
    return price if price is not None and 0 <= price <= most else None
