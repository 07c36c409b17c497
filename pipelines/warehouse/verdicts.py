"""The verdict on one window: what it was to bring, what it delivered, what is stored, and why they differ.

Pure functions. Only `sealed` says that all is well, so every doubt has another name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from pipelines.sentrion.contract import TOTAL_CAP

Verdict = Literal["sealed", "short", "over", "drifted", "unknown", "open"]
"""`open`: the ledger does not call it complete, so there is nothing to hold it to."""

LARGE_TOTAL: Final = 1_000
"""Smaller totals meet by chance; from here on, windows that share one hint at a cap."""
SHARED_BY: Final = 3
MOST_DRIFT_SHARE: Final = 0.01
LEAST_DRIFT: Final = 10
LONG_SEQUENCE: Final = 20
"""So many rows that came twice in the same sequence are a page that came twice; fewer may be copies of adverts."""
"""A total that was seen to drift excuses so many jobs, or that share of the total, and no more."""


@dataclass(frozen=True)
class WindowFacts:
    """One window: its row in the ledger, the receipts of its pages, and what of them is stored.

    `distinct` counts the receipts' versions anew, over all processes that read the window. `stored` are those that
    are in `job_versions` and `search_hits`; `lost` are those that any reading of the window was given and that are
    not there. `in_twice` are rows that came in the same sequence before, within one reading.
    """

    window_id: str
    since: date
    until: date
    published_after: date
    published_before: date
    status: str
    reading_id: str | None
    pages: int
    rows_delivered: int
    expected_total: int | None
    read_at: datetime | None
    note: str | None
    pages_kept: int = 0
    rows_kept: int = 0
    distinct: int = 0
    stored: int = 0
    lost: int = 0
    in_twice: int = 0
    lowest_total: int | None = None
    highest_total: int | None = None

    @property
    def spread(self) -> int:
        """By how much the total changed while the window was read."""
        return (self.highest_total or 0) - (self.lowest_total or 0)


@dataclass(frozen=True)
class Background:
    """What the other windows teach about a search's totals."""

    drift: int = 0
    """The most by which the total of one window changed while it was read."""
    caps: frozenset[int] = frozenset((TOTAL_CAP,))
    """Totals that the API may say in place of larger ones."""
    excludes_duplicates: bool = False

    @classmethod
    def of(cls, windows: Sequence[WindowFacts], *, excludes_duplicates: bool) -> Background:
        totals = Counter(window.expected_total for window in windows if window.status == "complete")
        shared = (total for total, count in totals.items() if total and total >= LARGE_TOTAL and count >= SHARED_BY)
        drift = max((window.spread for window in windows), default=0)
        return cls(drift, frozenset((TOTAL_CAP, *shared)), excludes_duplicates)

    def allowance(self, total: int) -> int:
        return min(self.drift, max(LEAST_DRIFT, int(total * MOST_DRIFT_SHARE)))


@dataclass(frozen=True)
class Judged:
    """A window with its verdict; `total_now` is None where the API was not asked, or gave no total."""

    facts: WindowFacts
    verdict: Verdict
    reason: str
    total_now: int | None = None

    @property
    def is_worth_reading_again(self) -> bool:
        """Short, or grown since as the API itself says; a window that misses rows of an old reading counts too."""
        then = self.facts.expected_total
        grown = self.verdict == "drifted" and then is not None and (self.total_now or 0) > then
        return self.verdict == "short" or grown


@dataclass(frozen=True)
class Verification:
    """All windows of a search and range, with the days that no complete window covers."""

    search: str
    filters_hash: str
    windows: list[Judged]
    superseded: int
    """Earlier readings of days that were read again since; their rows are all there, and their totals are history."""
    open_days: int
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def short(self) -> list[Judged]:
        return [judged for judged in self.windows if judged.verdict == "short"]


def judge(facts: WindowFacts, background: Background, *, asked: bool = False, total_now: int | None = None) -> Judged:
    """The verdict: on what is stored first, then on the count, then on what the API says now."""
    verdict, reason = (
        _on_storage(facts)
        or _on_count(facts, total_now if facts.expected_total is None else facts.expected_total, background)
    )  # fmt: skip
    if asked and verdict == "sealed":
        verdict, reason = _on_today(facts, total_now, background) or (verdict, reason)
    return Judged(facts, verdict, reason, total_now)


def _on_storage(facts: WindowFacts) -> tuple[Verdict, str] | None:
    if facts.lost:
        return "short", f"{facts.lost:,} of the job versions it delivered are not stored"
    if facts.status != "complete":
        return "open", facts.note or "not read to its end yet; jobhouse backfill goes on with it"
    if facts.reading_id is None:
        return "unknown", "it was read before pages had receipts; --repair cannot tell, a new reading could"
    if (facts.pages_kept, facts.rows_kept) != (facts.pages, facts.rows_delivered):
        return "short", (
            f"the window counts {facts.pages:,} pages with {facts.rows_delivered:,} jobs, "
            f"their receipts {facts.pages_kept:,} pages with {facts.rows_kept:,}"
        )
    return None


def _on_count(facts: WindowFacts, total: int | None, background: Background) -> tuple[Verdict, str]:
    distinct, delivered = facts.distinct, facts.rows_kept
    if total is None:
        return "unknown", f"the API gave no total to hold the {distinct:,} jobs against"
    if total in background.caps:
        return _on_cap(total, distinct)
    if distinct == total:
        return "sealed", f"all {total:,} jobs that the API announced are stored"
    if delivered == total and not facts.in_twice:
        return "sealed", f"all {total:,} jobs came, {total - distinct:,} of them exact copies of others"
    return _on_difference(facts, total, background)


def _on_cap(total: int, distinct: int) -> tuple[Verdict, str]:
    if distinct < total:
        return "short", f"the API announced at least {total:,} jobs and delivered {distinct:,}"
    return "unknown", f"the total of {total:,} looks capped, so it does not tell whether {distinct:,} jobs are all"


def _on_difference(facts: WindowFacts, total: int, background: Background) -> tuple[Verdict, str]:
    distinct, delivered = facts.distinct, facts.rows_kept
    nearest = min((distinct, delivered), key=lambda count: abs(count - total))
    said = f"the API announced {total:,} jobs and delivered {distinct:,}"
    if distinct > total and abs(distinct - total) > background.allowance(total):
        return "over", f"{said}: more than it knew of when it counted"
    if facts.in_twice >= LONG_SEQUENCE:
        return "short", f"{said}: {facts.in_twice:,} came twice in the same sequence, in place of others"
    if 0 < abs(nearest - total) <= background.allowance(total):
        return "drifted", f"{said}; its totals change by up to {background.drift:,} from one request to the next"
    if delivered >= total:
        return "unknown", f"{said} ({delivered:,} with repeats): copies and repeats cannot be told apart"
    if background.excludes_duplicates:
        return "unknown", f"{said}; the search leaves duplicates out, and the total may count them"
    return "short", said


def _on_today(facts: WindowFacts, total_now: int | None, background: Background) -> tuple[Verdict, str] | None:
    then = facts.expected_total
    if total_now is None:
        return "unknown", "asked now, the API gives no total"
    if total_now in background.caps:
        return "unknown", f"asked now, the API says {total_now:,}, which looks capped"
    if then is None or abs(total_now - then) <= background.allowance(then):
        return None
    if total_now > then:
        return "drifted", f"the API counts {total_now - then:,} more now: they came late, and --repair reads them"
    return "drifted", f"the API counts {then - total_now:,} fewer now: they were taken away since"


def counted(windows: Iterable[Judged]) -> dict[str, int]:
    """How many windows got which verdict."""
    return dict(Counter(judged.verdict for judged in windows))
