"""Compares the API's answers with the findings about it, and reports when an answer contradicts a finding.

A contradicted finding is not used again before the next probe; until then requests are made in the safe way.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from pendulum import Date

from jobhouse.clock import now_text
from jobhouse.sentrion.config.contract import TOTAL_CAP
from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.plan.findings import Assumption, Findings
from jobhouse.sentrion.plan.windows import Window, as_date, date_in, days_meant
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState

DENSE: Final = 20
"""Where every inner day of a window has at least so many jobs, its first and last day must have some too."""
FEWEST_DAYS: Final = 5
FEWEST_REREAD: Final = 10
"""Jobs on one page that were read before, from which a charge for them differs from one for exact copies."""


class AssumptionMonitor:
    """Monitors the answers of one batch."""

    def __init__(self, findings: Findings, run: Run, paid_for: Callable[[Sequence[str]], Collection[str]]) -> None:
        self.contradicted: list[Assumption] = []
        self._findings, self._run, self._paid_for = findings, run, paid_for
        self._days: dict[Window, Counter[str]] = defaultdict(Counter)

    def is_stale(self, state: WindowState) -> bool:
        """Whether a window that is not begun yet was planned with bounds that are contradicted since."""
        return state.bounds is not None and state.bounds != self._findings.bounds and state.cursor is None

    def check_page(self, state: WindowState, page: Page, ids: Sequence[str], seen_before: Collection[str]) -> None:
        """Check a page of a window before it is counted; `seen_before`: the jobs that came earlier in the batch."""
        if state.cursor is None and state.pages == 0:
            self._days.pop(state.window, None)
        self._look_at_days(state, page)
        self._look_at_charge(state, page, ids, seen_before)
        if page.total == TOTAL_CAP and self._findings.believed("totals") == "exact":
            self._contradict("totals", f"the total of {state.window} is exactly {TOTAL_CAP:,}, as if capped")

    def check_window(self, state: WindowState) -> None:
        """Check a complete window: where all inner days have many jobs, the first and the last day have some."""
        days = self._days.pop(state.window, Counter()) if state.status == "complete" else Counter()
        whole = sum(days.values()) >= state.rows_delivered
        if not state.bounds or state.window.days < FEWEST_DAYS or not whole:
            return
        inner = [state.window.since.add(days=number) for number in range(1, state.window.days - 1)]
        if min(days[str(day)] for day in inner) < DENSE:
            return
        for day in self._full_edges(state):
            if not days[str(day)]:
                self._contradict_bounds(state, f"{state.window} brought no job of {day}, though of every other day")

    @staticmethod
    def _full_edges(state: WindowState) -> list[Date]:
        """The window's first and last day, if they were requested and had ended by then."""
        assert state.bounds
        first, last = days_meant(state.bounds, state.published_after, state.published_before)
        over = as_date((state.started_at or now_text())[:10]).subtract(days=1)
        edges = (state.window.since, state.window.until.subtract(days=1))
        return [day for day in edges if first <= day <= last and day < over]

    def _look_at_days(self, state: WindowState, page: Page) -> None:
        if state.bounds is None:
            return
        first, last = map(str, days_meant(state.bounds, state.published_after, state.published_before))
        found = Counter(day for job in page.jobs if (day := _day(job.get("Post Date"))))
        self._days[state.window].update(found)
        outside = [day for day in found if not first <= day <= last and date_in(day)]
        if outside:
            self._contradict_bounds(state, f"{state.window} brought a job of {outside[0]}")

    def _look_at_charge(self, state: WindowState, page: Page, ids: Sequence[str], seen_before: Collection[str]) -> None:
        charged = page.credits_used or 0
        fewest = 1 if self._run.limits.free_only else FEWEST_REREAD
        if charged < fewest or self._findings.rereads_cost:
            return
        known = sum(version_id in seen_before for version_id in ids)
        if state.rereading or self._run.limits.free_only:
            paid_for = self._paid_for(ids)
            known = sum(version_id in seen_before or version_id in paid_for for version_id in ids)
        if known < fewest or charged - (len(ids) - known) <= known / 2:
            return
        why = f"{charged} credits were charged for a page of {state.window} with {known} jobs that were read before"
        if self._findings.note_charged_rereads(why, now_text()):
            self._say_contradicted("rereads", why)

    def _contradict_bounds(self, state: WindowState, what: str) -> None:
        if state.bounds == self._findings.bounds:
            self._contradict("bounds", f"{what}, which {state.bounds} excludes")

    def _contradict(self, question: Assumption, why: str) -> None:
        if self._findings.contradict(question, why):
            self._say_contradicted(question, why)

    def _say_contradicted(self, question: Assumption, why: str) -> None:
        self.contradicted.append(question)
        self._run.events.add_note(
            f"the finding on {question} is contradicted: {why}; the safe way is used from here on"
        )


def read_before(ids: Sequence[str], read_at: Mapping[str, datetime], sent_at: datetime) -> set[str]:
    """The jobs of a page that came before its request was sent; one that came since may be charged with either page."""
    return {version_id for version_id in ids if version_id in read_at and read_at[version_id] < sent_at}


def _day(value: object) -> str | None:
    """The day of a Post Date as text, where it looks like one."""
    text = value[:10] if isinstance(value, str) else ""
    return text if len(text) == 10 and text[4] == text[7] == "-" else None
