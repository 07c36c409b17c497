"""The probe: finds out what the documentation leaves open, for at most 30 requests and 300 credits.

Each step uses ranges of days that overlap with earlier ones, since a job that was paid for is free afterwards. What the
evidence does not decide stays unknown.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

from pendulum import Date

from jobhouse.clock import now_text
from jobhouse.errors import JobhouseError, Refused
from jobhouse.sentrion.config.contract import TOTAL_CAP
from jobhouse.sentrion.config.search import EVERYTHING
from jobhouse.sentrion.plan.findings import (
    FILTERS_ASKED,
    FORMS,
    MOST_PROBE_CREDITS,
    UNKNOWN,
    Assumption,
    Finding,
    with_form,
)
from jobhouse.sentrion.plan.windows import Window, oldest_day
from jobhouse.sentrion.probe.collecting import FindingCollector
from jobhouse.sentrion.probe.inference import (
    DRIFT,
    PREFERENCE,
    Choice,
    Neighbours,
    bounds_left,
    choice,
    order_of,
)
from jobhouse.sentrion.probe.probe_client import (
    Filters,
    ProbeClient,
    ProbeLimitReached,
    ProbeLimits,
    Reply,
    easily_named,
    narrowed,
    post_date,
)

PROBE_LIMITS: Final = ProbeLimits(requests=30, credits=MOST_PROBE_CREDITS)
NOT_ALL: Final = "most jobs of all values, yet not those that another value brings"
DOCUMENTED: Final[Filters] = {**EVERYTHING, **dict.fromkeys(FILTERS_ASKED, True)}
"""Filters that the API accepts however its documentation is meant, though they leave jobs out."""
SETTLED_DAYS: Final = 30
"""Days after which few jobs of a day still arrive, so that its total does not change during the probe."""
FEW: Final = 800
"""The most jobs in the window in which filters are compared: far below any cap on the total."""
WANTED: Final = 400
"""The number of jobs that a smaller window aims at: enough for filters to differ."""
FEWEST: Final = 50
MOST_SIZES: Final = 3
"""Windows that are tried."""
MOST_WITNESSES: Final = 2


class Probe(FindingCollector):
    """Answers the questions in order; `found` holds the findings so far, whatever ends the probe."""

    def __init__(self, probe_client: ProbeClient, today: Date) -> None:
        super().__init__(probe_client)
        oldest = oldest_day(today)
        self._oldest = oldest
        self._whole = Window(oldest.add(days=10), today.subtract(days=SETTLED_DAYS))
        self._window = self._whole
        self._filters = DOCUMENTED
        self._drifts = False

    async def ask_all(self) -> None:
        """Go on until all questions are answered, the limits are reached, or an error ends the probe."""
        questions: list[Callable[[], Awaitable[None]]] = [partial(self._values, name) for name in FILTERS_ASKED]
        try:
            await self._size_up()
            for ask in (*questions, self._bounds, self._totals, self._rereads, self._edge):
                await self.past_one_failure(ask)
        except ProbeLimitReached:
            if self.found and not self._probe_client.is_interrupted:
                self.leave_the_rest()
        except JobhouseError as error:
            self.error = error

    async def _in(self, window: Window, filters: Filters | None = None) -> Reply:
        return await self._probe_client.ask(self._filters if filters is None else filters, window.since, window.until)

    async def _size_up(self) -> None:
        """Find a recent window with a useful number of jobs, and whether totals drift."""
        first = await self._in(self._whole)
        if first.refusal:
            raise Refused(first.refusal)
        second = await self._again(first)
        self._drifts = first.total != second.total
        for _ in range(MOST_SIZES):
            reply = await self._in(self._window)
            if reply.total is None or FEWEST <= reply.total <= FEW or (reply.total <= FEW and reply is first):
                break
            self._resize(reply, 50 if reply.total == TOTAL_CAP else max(reply.total, 1) / WANTED)

    def _resize(self, reply: Reply, factor: float) -> None:
        """Make the window `factor` times shorter, at the end where jobs were shown."""
        days = min(max(2, int(self._window.days / factor)), self._whole.days)
        shown = [day for day in reply.days if self._whole.since <= day < self._whole.until]
        middle = self._window.since.add(days=self._window.days // 2)
        if shown and max(shown) < middle:
            since = min(*shown, self._whole.until.subtract(days=days))
        else:
            until = max(shown).add(days=1) if shown else self._whole.until
            since = max(until.subtract(days=days), self._whole.since)
        self._window = Window(since, since.add(days=days))

    # -- filters ------------------------------------------------------------------------------------------------

    async def _values(self, name: Assumption) -> None:
        async with self.finding(name) as evidence:
            replies = await self._forms(name)
            evidence |= {
                "window": str(self._window),
                "found": {form: _total_or_refusal(replies[form]) for form in FORMS},
            }
            chosen = choice(name, replies, DRIFT if self._drifts else 0)
            if chosen is None:
                return
            self._filters = with_form(self._filters, name, chosen.form)
            evidence["means"] = await self._meaning(name, chosen, replies)
            if evidence["means"] == NOT_ALL:
                evidence["left_out"] = _named_form(chosen.lesser or "", replies)
            safe = PREFERENCE[name][0]
            evidence["answer"] = chosen.form if chosen.is_decisive or chosen.form != safe else UNKNOWN

    async def _forms(self, name: Assumption) -> dict[str, Reply]:
        """The replies for all values of a filter, in a smaller window where a total looks capped."""
        for _ in range(MOST_SIZES):
            replies = {form: await self._in(self._window, with_form(self._filters, name, form)) for form in FORMS}
            capped = next((reply for reply in replies.values() if reply.total == TOTAL_CAP), None)
            if capped is None or self._window.days <= 2:
                break
            self._resize(capped, 8)
        return replies

    async def _meaning(self, name: Assumption, chosen: Choice, replies: dict[str, Reply]) -> str:
        """Whether the value that brings the most jobs brings all: then it brings those of the other values too."""
        if not chosen.is_decisive:
            return "unknown: the values make no difference"
        if chosen.lesser is None:
            return "most jobs of all values"
        if name == "exclude_duplicates":
            # the lesser values only ever leave copies out, and the documented `true` leaves out some
            most, documented = replies[chosen.form].total, replies["true"].total
            return "all jobs" if most and documented and most > documented else "most jobs of all values"
        match await self._holds(replies[chosen.form], replies[chosen.lesser]):
            case True:
                return "all jobs"
            case False:
                return NOT_ALL
            case _:
                return "most jobs of all values"

    async def _holds(self, most: Reply, lesser: Reply) -> bool | None:
        """Whether a job of the smaller reply is also found with the filters of the larger one; None: unknown."""
        if most.ids & lesser.ids:
            return True
        for job in easily_named(lesser.jobs)[:MOST_WITNESSES]:
            day = post_date(job)
            assert day is not None
            around = Window(day.subtract(days=1), day.add(days=2))
            control = await self._in(around, narrowed(lesser.filters, job))
            wanted = control.ids & lesser.ids
            if not wanted:
                continue
            reply = await self._in(around, narrowed(most.filters, job))
            if wanted & reply.ids or reply.whole:
                return bool(wanted & reply.ids)
        return None

    # -- dates --------------------------------------------------------------------------------------------------

    async def _bounds(self) -> None:
        async with self.finding("bounds") as evidence:
            day = self._busiest_day()
            if day is None:
                evidence["why"] = "no job with a Post Date was seen"
                return
            seen = [await self._neighbours(day, self._filters)]
            left = bounds_left(seen, exact=not self._drifts)
            if len(left) > 1:
                witness = self._witness(day)
                seen += [await self._neighbours(day, narrowed(self._filters, witness))] if witness else []
                left = bounds_left(seen, exact=not self._drifts)
            evidence |= {"day": str(day), "asked": [_ranges(neighbours) for neighbours in seen], "possible": left}
            evidence["answer"] = left[0] if len(left) == 1 else UNKNOWN

    def _busiest_day(self) -> Date | None:
        shown = [day for reply in self._probe_client.replies(self._filters) for day in reply.days.elements()]
        return max(shown, key=shown.count, default=None)

    def _witness(self, day: Date) -> dict[str, Any] | None:
        jobs = [
            job for reply in self._probe_client.replies(self._filters) for job in reply.jobs if post_date(job) == day
        ]
        return next(iter(easily_named(tuple(jobs))), None)

    async def _neighbours(self, day: Date, filters: Filters) -> Neighbours:
        before, following = day.subtract(days=1), day.add(days=1)
        return Neighbours(
            day,
            await self._probe_client.ask(filters, before, day),
            await self._probe_client.ask(filters, day, following),
            await self._probe_client.ask(filters, before, following),
        )

    # -- totals, order, re-reads, the edge -----------------------------------------------------------------------

    async def _totals(self) -> None:
        """Whether totals are capped: then the totals of two halves exceed that of the whole."""
        async with self.finding("totals") as evidence:
            whole = await self._in(self._whole)
            evidence |= {"window": str(self._whole), "total": whole.total}
            self._order(whole)
            if whole.total is None:
                evidence["answer"] = "absent"
            elif self._drifts:
                evidence["answer"] = "drifting"
            elif whole.total and whole.total % 1_000 == 0:
                totals = [(await self._in(half)).total or 0 for half in self._whole.halves()]
                evidence["halves"] = totals
                evidence["answer"] = "capped" if sum(totals) > whole.total * 1.02 else "exact"
            else:
                part = await self._in(self._window)
                is_constant = bool(whole.total) and self._window != self._whole and part.total == whole.total
                if is_constant:
                    evidence["why"] = f"{self._window}, a part of it, has the same total"
                evidence["answer"] = UNKNOWN if is_constant else "exact"

    def _order(self, reply: Reply) -> None:
        days = [day for job in reply.jobs if (day := post_date(job)) is not None]
        answer = order_of(days, self._whole.since, self._whole.until) or UNKNOWN
        evidence = {"window": str(self._whole), "post_dates": [str(day) for day in days]}
        self.found.append(Finding("order", answer, evidence, now_text(), 0, 0))

    async def _rereads(self) -> None:
        """Repeat the request that cost most: all its jobs were read in this billing cycle."""
        async with self.finding("rereads") as evidence:
            charged = [reply for reply in self._probe_client.replies() if reply.credits_used]
            if not charged:
                evidence["why"] = "nothing was charged, so nothing could be charged twice"
                return
            costliest = max(charged, key=lambda reply: reply.credits_used or 0)
            again = (await self._again(costliest)).credits_used
            evidence |= {"credits": costliest.credits_used, "credits_again": again}
            evidence["answer"] = UNKNOWN if again is None else "charged" if again else "free"

    async def _again(self, reply: Reply) -> Reply:
        return await self._probe_client.ask(reply.filters, reply.after, reply.before, again=True)

    async def _edge(self) -> None:
        """What happens to a range that begins before the six-year limit."""
        async with self.finding("edge") as evidence:
            until = self._oldest.add(days=2)
            beyond = await self._probe_client.ask(self._filters, self._oldest.subtract(days=2), until)
            within = await self._probe_client.ask(self._filters, self._oldest, until)
            evidence |= {
                "oldest": str(self._oldest),
                "beyond": _total_or_refusal(beyond),
                "within": _total_or_refusal(within),
            }
            if beyond.refusal:
                evidence["answer"] = "refuses"
            elif (beyond.total or 0) > (within.total or 0) or any(day < self._oldest for day in beyond.days):
                evidence["answer"] = "serves older days"
            elif beyond.total:
                evidence["answer"] = "clamps"


def _named_form(form: str, replies: dict[str, Reply]) -> str:
    """The value, or one with the same total that a search can be given: it can send true or false."""
    same = (one for one in ("true", "false") if not replies[one].refusal and replies[one].total == replies[form].total)
    return next(same, form)


def _total_or_refusal(reply: Reply) -> int | str | None:
    return f"refused: {reply.refusal}" if reply.refusal else reply.total


def _ranges(seen: Neighbours) -> dict[str, Any]:
    return {f"{after}..{before}": reply.as_evidence() for after, before, reply in seen.ranges()}
