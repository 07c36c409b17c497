"""What one run may have spent: an upper bound that holds whatever happens to a request after it has left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from jobhouse.errors import JobhouseError
from jobhouse.sentrion.state.request_record import RequestRecord

OK: Final = 200
MOST_CREDITS_PER_JOB: Final = 100
"""A higher price of a job, or a negative one, is taken for a mistake of the API and not believed."""


@dataclass
class ReservedCredits:
    """Credits that limits count: the known price of each answered page, and a full page for every other request.

    A full page is what was asked for, or the largest page that the API sent or charged although less was asked for.
    """

    settled: int = 0
    """What the requests count for that have ended."""
    largest_page: int = 0
    """The most credits that a page brought or cost beyond the number of jobs asked for; 0: the API keeps to it."""
    knows_page: bool = False
    """Whether a full page was seen, so that it is known if the API keeps to the number of jobs asked for."""
    on_their_way: Counter[int] = field(default_factory=Counter)
    """Requests without an answer yet, by the number of jobs that they ask for."""
    journal: Callable[[int], None] | None = None
    """Writes the upper bound down before a request leaves, so that a kill does not lose it."""

    @property
    def in_flight(self) -> int:
        return self.on_their_way.total()

    @property
    def at_most(self) -> int:
        return self.settled + sum(count * self.of_page(size) for size, count in self.on_their_way.items())

    def of_page(self, page_size: int) -> int:
        """The most that one request for so many jobs may cost."""
        return max(page_size, self.largest_page)

    def expect(self, largest_page: int) -> None:
        """Take in the largest page that earlier runs saw although less was asked for."""
        self.largest_page = max(self.largest_page, largest_page)

    def send(self, page_size: int) -> None:
        """Set the price of a request aside before it leaves.

        Raises:
            JobhouseError: it cannot be written down, so the request must not leave and counts nothing.
        """
        self.on_their_way[page_size] += 1
        try:
            self._write_down()
        except JobhouseError:
            self.on_their_way[page_size] -= 1
            raise

    def settle(self, record: RequestRecord, page_size: int) -> int:
        """Count a request for what it cost at the most, and return that."""
        self.on_their_way[page_size] -= 1
        cost = self._cost(record, page_size)
        if record.rows is not None:
            self.knows_page = self.knows_page or record.rows >= page_size
            if max(cost, record.rows) > page_size:
                self.largest_page = max(self.largest_page, cost, record.rows)
        self.settled += cost
        with suppress(JobhouseError):  # what is written down already is no less
            self._write_down()
        return cost

    def give_back(self, records: list[RequestRecord], window_id: str) -> None:
        """Count nothing for the answers that said again and again, under status 200, that there are no jobs.

        They are the last ones of the window; a lost one before them keeps its price.
        """
        for at in range(len(records) - 1, -1, -1):
            record = records[at]
            if record.window_id != window_id:
                continue
            if record.status != OK or record.rows is not None:
                break
            self.settled -= record.credits_reserved or 0
            records[at] = replace(record, credits_reserved=0)

    def _cost(self, record: RequestRecord, page_size: int) -> int:
        if not record.was_sent or record.was_refused:
            return 0
        if record.rows is None:  # it may have been charged without saying so
            return self.of_page(page_size)
        if record.credits_used is None:
            return record.rows
        if not is_plausible(record.credits_used, max(record.rows, page_size)):
            return max(record.rows, self.of_page(page_size))
        return record.credits_used

    def _write_down(self) -> None:
        if self.journal:
            self.journal(self.at_most)


def is_plausible(credits_used: int, jobs: int) -> bool:
    """Whether a page of so many jobs can have cost this."""
    return 0 <= credits_used <= MOST_CREDITS_PER_JOB * jobs
