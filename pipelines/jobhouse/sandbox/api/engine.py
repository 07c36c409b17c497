"""The API without HTTP: a key and a request body in, an answer out.

`total` is the number of jobs on this page (or, by the switch `total_field`, of all matches);
`total_jobs_found` is the number of jobs that match the filters, after duplicates were removed where the
request asks for that. The documentation shows both and explains neither.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

import msgspec

from jobhouse.sandbox.api import answers
from jobhouse.sandbox.api.answers import Answer
from jobhouse.sandbox.api.catalogue import Catalogue, Matches
from jobhouse.sandbox.api.charges import ChargesFile
from jobhouse.sandbox.api.cursors import CursorBook, Issued, from_cursor, to_cursor
from jobhouse.sandbox.api.faults import AFTER, BEFORE, SLOW, Schedule
from jobhouse.sandbox.api.filters import flags_of
from jobhouse.sandbox.api.limits import Credits, RateLimit, Stats
from jobhouse.sandbox.api.request import HISTORY_YEARS, Refusal, SearchRequest, months_before, read
from jobhouse.sandbox.api.violations import SHIFTS, Violations
from jobhouse.sandbox.options import KEY_WITHOUT_HISTORY, SandboxOptions
from jobhouse.sandbox.postings.replay import ReplayedPostings
from jobhouse.sandbox.postings.source import GeneratedPostings, Postings

_DAYS_OF_SIX_YEARS = 2192
_SPARE_DAYS = 2  # served days before the limit, so that switches of the limit differ in what they find


class Engine:
    """One sandbox: postings, keys, counters. `now` returns monotonic seconds; tests pass their own."""

    def __init__(self, options: SandboxOptions, now: Callable[[], float] = time.monotonic) -> None:
        self.options, self.switches, self.now = options, options.switches, now
        self.days_ahead = 0
        self.catalogue = Catalogue(self._source(), self.switches, options.seed)
        self.schedule = Schedule(self.switches, options.seed)
        self.cursors = CursorBook(self.switches)
        self.violations = Violations(self.switches, options.seed)
        self.stats = Stats()
        self.drifts = answers.drifts(self.switches)
        fixed = self.switches.rate_window == "fixed"
        self.rates: dict[str, RateLimit] = defaultdict(
            partial(RateLimit, options.rate, options.rate_seconds, fixed=fixed)
        )
        self.charges = ChargesFile(options.charges) if options.charges else None
        self.accounts: dict[str, Credits] = defaultdict(partial(Credits, options.credits, self.charges))

    def today(self) -> date:
        """The sandbox's day (UTC)."""
        return (self.options.today or datetime.now(UTC).date()) + timedelta(days=self.days_ahead)

    def _source(self) -> Postings:
        if self.options.data:
            return ReplayedPostings(self.options.data)
        first = months_before(self.today(), HISTORY_YEARS * 12) - timedelta(days=_SPARE_DAYS)
        return GeneratedPostings(self.options.seed, self.options.jobs / _DAYS_OF_SIX_YEARS, first, self.today())

    def truth(self) -> Iterator[dict[str, object]]:
        """One plain row for each posting, as described at `source.truth_of`."""
        return self.catalogue.source.truth()

    def charged_ids(self) -> set[int]:
        """The ids of the postings charged to any key in this billing cycle."""
        return set().union(*(account.charged_ids for account in self.accounts.values()))

    @property
    def credits_charged(self) -> int:
        """The credits charged to all keys since the start."""
        return sum(account.charged for account in self.accounts.values())

    # -- answering

    def answer(self, authorization: str | None, content: bytes) -> tuple[Answer, float]:
        """The answer to a search request, and the seconds by which a fault delays it."""
        now = self.now()
        self.stats.arrive(now)
        self._change_history()
        try:
            answer, delay = self._admitted(authorization, content, now)
        except Refusal as no:
            answer, delay = self._refused(no), 0.0
        self._count(answer)
        return answer, delay

    def _admitted(self, authorization: str | None, content: bytes, now: float) -> tuple[Answer, float]:
        key = self._key(authorization)
        rate = self.rates[key]
        wait = rate.wait(now)
        counts_failures = self.switches.failed_calls == "count"
        if wait:
            if counts_failures:
                rate.count(now)
            return self._too_many(wait), 0.0
        rate.count(now)
        try:
            answer, delay = self._searched(key, content, now)
        except Refusal:
            if not counts_failures:
                rate.uncount(now)
            raise
        if answer.status != 200 and not counts_failures:
            rate.uncount(now)
        return answer, delay

    def _key(self, authorization: str | None) -> str:
        scheme, _, key = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or key not in (self.options.key, KEY_WITHOUT_HISTORY):
            raise Refusal(401, "unauthorized", "The API key is missing or invalid.")
        return key

    def _searched(self, key: str, content: bytes, now: float) -> tuple[Answer, float]:
        if key == KEY_WITHOUT_HISTORY:
            status = int(self.switches.access_refusal)
            code = {400: "bad_request", 401: "unauthorized", 403: "forbidden"}[status]
            raise Refusal(status, code, "This API key has no access to historical jobs.")
        search = read(content, self.today(), self.switches, flags_of)
        self.stats.windows[search.window] += 1
        position = f"{key}/{search.filters_hash}/{search.limit}/{msgspec.json.encode(search.search_after).decode()}"
        cursor = self._cursor(key, search, now)
        delay = self.switches.slow_seconds if self._strikes((SLOW,), position) else 0.0
        fault = self._strikes(BEFORE, position)
        if fault:
            return self._failed(fault), delay
        return self._page(key, search, cursor, position, now), delay

    def _cursor(self, key: str, search: SearchRequest, now: float) -> int | None:
        if search.search_after is None:
            return None
        self.cursors.check(key, search.search_after, Issued(search.filters_hash, now, self.stats.served))
        plain = self.violations.without_lap(search.search_after)
        return from_cursor(plain, self.switches, self.catalogue.time_of)

    def _page(self, key: str, search: SearchRequest, cursor: int | None, position: str, now: float) -> Answer:
        matches = self.catalogue.matches(search)
        found, more = self.catalogue.page(matches, cursor, self.violations.limit(search.limit))
        shown = self._paid_for(key, found)
        if shown is None:
            return self._without_credits()
        fault = self._strikes(self._possible(cursor, found), position)
        is_cut = len(shown) < len(found)
        if fault == "empty_page":
            shown = []
        data = self._data(key, search, matches, self._delivered(search, matches, cursor, shown, position))
        following = self._following(cursor, found, shown)
        self._continue(data, search, following, more=more or len(shown) < len(found))
        if is_cut:
            answers.cut_by_credits(data, len(shown), self.switches)
        if fault == "repeated_cursor" and data.get("search_after"):
            data["search_after"] = search.search_after
        self.cursors.note(key, data.get("search_after"), Issued(search.filters_hash, now, self.stats.served + 1))
        if not matches.positions or (cursor is not None and not found and self.switches.end == "empty_page"):
            return answers.empty_window(data, self.switches)
        return answers.damaged(answers.page(data), fault)

    def _delivered(
        self, search: SearchRequest, matches: Matches, cursor: int | None, shown: list[int], position: str
    ) -> list[int]:
        """The rows of a page, some of them shifted where the switches say so."""
        if cursor is None:
            self.violations.begin(search.filters_hash)
        shift = self._strikes(SHIFTS, position) if cursor is not None else None
        return self.violations.rows(matches.positions, shown, shift, search.filters_hash)

    def _possible(self, cursor: int | None, found: list[int]) -> tuple[str, ...]:
        """The faults that a page can have: no cursor repeats on a first page, no empty page follows one."""
        impossible = ["repeated_cursor"] if cursor is None else []
        if not found or (cursor or 0) & 3:
            impossible.append("empty_page")
        return tuple(fault for fault in AFTER if fault not in impossible)

    def _paid_for(self, key: str, found: list[int]) -> list[int] | None:
        """As much of a page as the credits pay for; None if the page is refused for lack of credits."""
        ids = self.catalogue.source.ids
        affordable = self.accounts[key].affordable([ids[at] for at in found])
        if affordable == len(found):
            return found
        return found[:affordable] if self.switches.credits_out in answers.CUT_BY_CREDITS else None

    def _following(self, cursor: int | None, found: list[int], shown: list[int]) -> int | None:
        """The order key at which the next page begins; None if there is nothing to begin at."""
        if shown:
            return self.catalogue.key(shown[-1])
        if not found or (cursor or 0) & 3:
            return cursor
        step = 1 if self.switches.order == "newest" else -1
        return self.catalogue.key(found[0]) + step if cursor is None else cursor - step

    def _data(self, key: str, search: SearchRequest, matches: Matches, shown: list[int]) -> dict[str, object]:
        ids = [self.catalogue.source.ids[at] for at in shown]
        account = self.accounts[key]
        used = account.charge(ids)
        self.stats.jobs_delivered += len(ids)
        self.stats.distinct.update(ids)
        jobs = [self.catalogue.job(at) for at in shown]
        if self.drifts:
            jobs = [answers.drift(job, number, self.switches) for job, number in zip(jobs, ids, strict=True)]
        total = answers.totals(len(matches.positions), matches.with_duplicates, self.switches, self.stats.requests)
        total = self.violations.total(total, search.filters_hash)
        return {
            "jobs": self.violations.jobs(list(jobs), ids),
            "total": total if self.switches.total_field == "matches" else len(jobs),
            "total_jobs_found": total,
            "credits_used": used,
            "credits_remaining": self._balance(account),
        }

    def _continue(self, data: dict[str, object], search: SearchRequest, following: int | None, *, more: bool) -> None:
        """Set the cursor of a page: the following one, or what the switch `end` says."""
        tail = self.switches.end in ("empty_page", "same_cursor") and data["jobs"]
        if following is not None and (more or tail):
            data["search_after"] = self.violations.in_lap(search.search_after, to_cursor(following, self.switches))
        elif following is not None and (lap := self.violations.next_lap(search.search_after)):
            data["search_after"] = lap
        else:
            answers.set_end(data, self.switches, search.search_after)

    def _balance(self, account: Credits) -> int | None:
        if self.switches.credits_remaining == "null":
            return None
        return -1 - len(account.charged_ids) if self.switches.credits_remaining == "negative" else account.remaining

    # -- refusing

    def _refused(self, no: Refusal) -> Answer:
        if no.status == 200:
            return answers.failed_with_200(no.code, no.message, self.switches)
        return answers.refusal(no.status, no.code, no.message, self.switches)

    def _too_many(self, wait: float) -> Answer:
        message = "You have exceeded the number of allowed requests per minute."
        answer = answers.refusal(429, "rate_limit_exceeded", message, self.switches)
        if self.switches.retry_after == "present":
            answer.retry_after = max(1, -int(-wait // 1))
        return answer

    def _without_credits(self) -> Answer:
        message = "You have used up your credits of this billing cycle."
        if self.switches.credits_out == "success_false":
            return answers.failed_with_200("insufficient_credits", message, self.switches)
        return answers.refusal(int(self.switches.credits_out), "insufficient_credits", message, self.switches)

    def _failed(self, fault: str) -> Answer:
        if fault == "error_429":
            return self._too_many(1.0)
        if fault == "error_502":
            return answers.bad_gateway()
        message = "Something went wrong on our side."
        if fault == "success_false":
            return answers.failed_with_200("server_error", message, self.switches)
        return answers.refusal(500, "server_error", message, self.switches)

    # -- counting and changing

    def _strikes(self, kinds: tuple[str, ...], position: str) -> str | None:
        fault = self.schedule.strikes(kinds, position)
        if fault:
            self.stats.faults[fault] += 1
        return fault

    def _count(self, answer: Answer) -> None:
        self.stats.statuses[str(answer.status)] += 1
        self.stats.served += answer.status == 200

    def _change_history(self) -> None:
        if self.switches.late_share and self.stats.requests > self.switches.late_after:
            self.catalogue.release_late()
        if self.switches.edit_share and self.stats.requests > self.switches.edit_after:
            self.catalogue.release_edits()

    def advance(self, *, late: bool, edits: bool, cycle: bool, days: int) -> None:
        """Release late postings or edits now, begin a billing cycle, or advance the day."""
        if days:
            self.days_ahead += days
            released = (late or self.catalogue.late_released, edits or self.catalogue.edits_released)
            self.catalogue = Catalogue(self._source(), self.switches, self.options.seed)
            late, edits = released
        if late:
            self.catalogue.release_late()
        if edits:
            self.catalogue.release_edits()
        if cycle:
            for account in self.accounts.values():
                account.new_cycle()
            if self.charges:
                self.charges.clear()
