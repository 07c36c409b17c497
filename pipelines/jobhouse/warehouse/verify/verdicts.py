"""The verdict on one window: what it was to bring, what it delivered, what is stored, and why they differ.

Pure functions. Only `verified` says that all is well, so every doubt has another name. What is proof:

- as many distinct versions as the API announced, by a total that did not change while they were read; or the API
  saying clearly, in place of a page, that there are none;
- as many jobs as it announced, some of them exact copies of others, where a second reading with pages cut at other
  places brought the same versions, each as often. One reading cannot tell a copy from a row that came twice in place
  of another. Beyond a share of copies that adverts have, even two readings are no proof;
- where the total changed meanwhile, two readings that brought the same, and as many as the last total says.

Both readings of a window count as one: a version that either of them brought was delivered. Windows whose readings
bring different rows are not complete, and so `open`. Jobs of null have no receipt, so a window with the same ones in
both readings is complete and `short` (see `jobhouse.sentrion.read.second_reading`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from jobhouse.counting import counted
from jobhouse.sentrion.config.contract import TOTAL_CAP
from jobhouse.sentrion.fetch.emptiness import is_clearly_empty
from jobhouse.sentrion.state.window_state import TAKEN_AS_EMPTY
from jobhouse.warehouse.verify.window_facts import WindowFacts

if TYPE_CHECKING:
    from jobhouse.errors import JobhouseError
    from jobhouse.warehouse.verify.contents import AlteredRow, ContentsCheck

Verdict = Literal["verified", "short", "over", "drifted", "unknown", "open"]
"""`open`: the ledger does not call it complete, so there is nothing to hold it to."""

LARGE_TOTAL: Final = 1_000
"""Smaller totals meet by chance; from here on, windows that share one hint at a cap."""
SHARED_BY: Final = 3
"""So many windows with the same large total make it a cap."""
MOST_OF_ALL: Final = 1.5
"""So many times all jobs may come, since windows whose bounds are not known overlap by days."""
MOST_DRIFT_SHARE: Final = 0.01
"""Totals that drift excuse a difference of at most this share of the total."""
LEAST_DRIFT: Final = 10
"""Or of so many jobs, where the share is less."""
LONG_SEQUENCE: Final = 20
"""So many rows that came twice in the same sequence are a page that came twice; fewer may be copies of adverts."""


@dataclass(frozen=True)
class Background:
    """What the other windows teach about a search's totals."""

    drift: int = 0
    """The most by which the total of one window changed while it was read."""
    caps: frozenset[int] = frozenset((TOTAL_CAP,))
    """Totals that the API may say in place of larger ones."""
    constant: frozenset[int] = frozenset()
    """Those of them that all windows together hardly passed: they say how many jobs there are in all."""
    excludes_duplicates: bool = False

    @classmethod
    def of(cls, windows: Sequence[WindowFacts], *, excludes_duplicates: bool) -> Background:
        complete = [window for window in windows if window.status == "complete"]
        totals = Counter(window.expected_total for window in complete)
        shared = {total for total, count in totals.items() if total and total >= LARGE_TOTAL and count >= SHARED_BY}
        brought = Counter[int | None]()
        for window in complete:
            brought[window.expected_total] += window.distinct
        drift = max((window.spread for window in windows), default=0)
        constant = frozenset(total for total in shared - {TOTAL_CAP} if brought[total] <= MOST_OF_ALL * total)
        return cls(drift, frozenset((TOTAL_CAP, *shared)), constant, excludes_duplicates)

    def allowance(self, total: int) -> int:
        return min(self.drift, max(LEAST_DRIFT, int(total * MOST_DRIFT_SHARE)))


@dataclass(frozen=True)
class Judged:
    """A window with its verdict."""

    facts: WindowFacts
    verdict: Verdict
    reason: str

    @property
    def total_now(self) -> int | None:
        """What the API answered since the window was read; None where it gave no total, or was not asked."""
        return self.facts.total_now

    @property
    def is_worth_reading_again(self) -> bool:
        """Short, or grown since as the API itself says, or in a doubt that another reading may settle."""
        then = self.facts.expected_total
        grown = self.verdict == "drifted" and then is not None and (self.total_now or 0) > then
        once = self.verdict in ("unknown", "drifted") and not self.facts.read_twice
        in_doubt = once and bool(self.facts.copies or self.facts.spread)
        is_unsure = self.verdict == "unknown" and self.facts.is_taken_as_empty
        return self.verdict == "short" or grown or in_doubt or is_unsure


@dataclass(frozen=True)
class Verification:
    """All windows of a search and range, with the days that no complete window covers."""

    search: str
    filters_hash: str
    windows: list[Judged]
    superseded: int
    """Earlier readings of days that were read again since; their rows are all there, and their totals are history."""
    open_days: int
    is_of_former_filters: bool = False
    """Whether the settings have other filters for the search now, and nothing was read with them."""
    counts: Mapping[str, int] = field(default_factory=dict)
    contents: ContentsCheck | None = None
    """Whether stored rows still hold what was delivered; None: they were not looked at."""
    not_stored: str | None = None
    """Why these verdicts could not be stored for `status` and the marts; None: they are."""
    ended_by: JobhouseError | None = None
    """What ended the asking for totals before all windows were asked; None: all were, or none was to be."""

    @property
    def short(self) -> list[Judged]:
        return [judged for judged in self.windows if judged.verdict == "short"]

    @property
    def altered(self) -> list[AlteredRow]:
        return self.contents.altered if self.contents else []


def judge(facts: WindowFacts, background: Background) -> Judged:
    """The verdict: on what is stored first, then on the count, then on what the API answered since."""
    total = facts.total_now if facts.expected_total is None else facts.expected_total
    verdict, reason = _on_storage(facts) or _on_emptiness(facts) or _on_count(facts, total, background)
    if facts.asked_at and verdict == "verified":
        verdict, reason = _on_later_total(facts, background) or (verdict, reason)
    return Judged(facts, verdict, reason)


def _on_storage(facts: WindowFacts) -> tuple[Verdict, str] | None:
    if facts.lost:
        return "short", f"{facts.lost:,} of the job versions it delivered are not stored"
    if facts.status != "complete":
        return "open", facts.note or "not read to its end yet; jobhouse backfill goes on with it"
    if facts.reading_id is None:
        return "unknown", "it was read before pages had receipts; --repair cannot tell, a new reading could"
    if (facts.pages_kept, facts.rows_kept) != (facts.pages, facts.rows_delivered):
        return "short", (
            f"the window counts {counted(facts.pages, 'page')} with {counted(facts.rows_delivered, 'job')}, "
            f"their receipts {counted(facts.pages_kept, 'page')} with {facts.rows_kept:,}"
            f"{f' ({facts.note})' if facts.note else ''}"
        )
    return None


def _on_emptiness(facts: WindowFacts) -> tuple[Verdict, str] | None:
    if not facts.is_taken_as_empty:
        return None
    _, _, said = str(facts.note).partition(TAKEN_AS_EMPTY)
    return "verified" if is_clearly_empty(said) else "unknown", str(facts.note)


def _on_count(facts: WindowFacts, total: int | None, background: Background) -> tuple[Verdict, str]:
    distinct, delivered = facts.distinct, facts.rows_kept
    if total is None:
        return "unknown", f"the API gave no total to hold the {distinct:,} jobs against"
    if total in background.caps:
        return _on_cap(total, distinct, background)
    if distinct == total and (facts.is_proved or not facts.spread):
        return "verified", _all_there(facts, total)
    if delivered == total >= distinct and facts.is_proved:
        return "verified", f"all {total:,} jobs came, {facts.copies:,} of them exact copies of others, twice the same"
    if total in (distinct, delivered) and facts.spread and facts.in_twice < LONG_SEQUENCE:
        changed = f"{facts.lowest_total:,} and {facts.highest_total:,}"
        return (
            "drifted",
            f"{counted(distinct, 'job')} came, and the total changed between {changed} while they were read",
        )
    return _on_difference(facts, total, background)


def _all_there(facts: WindowFacts, total: int) -> str:
    deleted = f", but for {facts.deleted:,} deleted on request" if facts.deleted else ""
    if total == 1:
        return f"the one job that the API announced is stored{deleted}"
    return f"all {total:,} jobs that the API announced are stored{deleted}"


def _on_cap(total: int, distinct: int, background: Background) -> tuple[Verdict, str]:
    if total in background.constant:
        return "unknown", f"windows of different days have the same total of {total:,}, so it counts other jobs too"
    if distinct < total:
        return "short", f"the API announced at least {total:,} jobs and delivered {distinct:,}"
    return "unknown", f"the total of {total:,} looks capped, so it does not tell whether {distinct:,} jobs are all"


def _on_difference(facts: WindowFacts, total: int, background: Background) -> tuple[Verdict, str]:
    distinct, delivered = facts.distinct, facts.rows_kept
    nearest = min((distinct, delivered), key=lambda count: abs(count - total))
    said = f"the API announced {counted(total, 'job')} and delivered {distinct:,}"
    if distinct > total and abs(distinct - total) > background.allowance(total):
        return "over", f"{said}: more than it knew of when it counted"
    if facts.in_twice >= LONG_SEQUENCE and not facts.confirmed:
        return "short", f"{said}: {facts.in_twice:,} came twice in the same sequence, in place of others"
    if 0 < abs(nearest - total) <= background.allowance(total):
        return "drifted", f"{said}; its totals change by up to {background.drift:,} from one request to the next"
    if delivered >= total:
        return "unknown", f"{said} ({delivered:,} with repeats): {_doubtful_copies(facts)}"
    if background.excludes_duplicates:
        return "unknown", f"{said}; the search leaves duplicates out, and the total may count them"
    return "short", said


def _doubtful_copies(facts: WindowFacts) -> str:
    if facts.confirmed:
        return "two readings agree, but more exact copies than adverts have may stand in place of others"
    if facts.read_twice:
        return "copies and repeats cannot be told apart"
    return "one reading cannot tell copies from repeats; --repair reads it twice"


def _on_later_total(facts: WindowFacts, background: Background) -> tuple[Verdict, str] | None:
    then, now = facts.expected_total, facts.total_now
    if now is None:
        return "unknown", "asked since, the API gave no total"
    if now in background.caps:
        return "unknown", f"asked since, the API said {now:,}, which looks capped"
    if then is None or abs(now - then) <= background.allowance(then):
        return None
    if now > then:
        return "drifted", f"asked since, the API counts {now - then:,} more: they came late, and --repair reads them"
    return "drifted", f"asked since, the API counts {then - now:,} fewer: they were taken away"


def count_by_verdict(windows: Iterable[Judged]) -> dict[str, int]:
    """How many windows got which verdict."""
    return dict(Counter(judged.verdict for judged in windows))


def with_altered(found: Verification, altered: Iterable[AlteredRow]) -> Verification:
    """The same with the windows short whose rows were altered, as they are once these rows are deleted."""
    names = {row.window_id for row in altered}
    windows = [
        replace(judged, verdict="short", reason="rows of it were altered")
        if judged.facts.window_id in names
        else judged
        for judged in found.windows
    ]
    return replace(found, windows=windows)
