"""What replies prove: pure functions from a few answers to a finding.

Each hypothesis is compared with all replies; it is the answer only if all others are ruled out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pendulum import Date

from jobhouse.sentrion.plan.windows import BOUNDS, Bounds, days_meant
from jobhouse.sentrion.probe.probe_client import Reply

DRIFT: Final = 10
"""By how much two totals must differ to count as different, where totals drift."""
PREFERENCE: Final[Mapping[str, Sequence[str]]] = {
    "salary_data_available": ("null", "false", "omitted", "true"),
    "is_agency": ("true", "null", "omitted", "false"),
    "exclude_duplicates": ("false", "null", "omitted", "true"),
}
"""The safe value first, what is documented to leave jobs out last."""


@dataclass(frozen=True)
class Choice:
    """The value of a filter that brings the most jobs, and one that brings fewer, if there is one."""

    form: str
    lesser: str | None
    is_decisive: bool
    """Whether the totals show it; if not, `form` is only known to be accepted."""


def choice(name: str, replies: Mapping[str, Reply], tolerance: int) -> Choice | None:
    """The value to send; None: no value is accepted."""
    accepted = [form for form in PREFERENCE[name] if not replies[form].refusal]
    if not accepted:
        return None
    totals = {form: total for form in accepted if (total := replies[form].total) is not None}
    if len(totals) < len(accepted):
        return Choice(accepted[0], None, is_decisive=False)
    most = max(totals.values())
    top = [form for form in accepted if totals[form] >= most - tolerance]
    lesser = [form for form in accepted if form not in top and replies[form].jobs]
    return Choice(top[0], min(lesser, key=totals.__getitem__, default=None), is_decisive=len(top) < len(accepted))


@dataclass(frozen=True)
class Neighbours:
    """Replies for the ranges (d-1, d), (d, d+1) and (d-1, d+1), where day d has jobs."""

    day: Date
    before: Reply
    following: Reply
    both: Reply

    def ranges(self) -> list[tuple[Date, Date, Reply]]:
        yesterday, tomorrow = self.day.subtract(days=1), self.day.add(days=1)
        return [
            (yesterday, self.day, self.before),
            (self.day, tomorrow, self.following),
            (yesterday, tomorrow, self.both),
        ]

    def overlap(self) -> int | None:
        """How many jobs the two halves count twice; negative where they miss some."""
        first, second, both = self.before.total, self.following.total, self.both.total
        return None if first is None or second is None or both is None else first + second - both


def bounds_left(neighbours: Sequence[Neighbours], *, exact: bool) -> list[Bounds]:
    """The meanings of the bounds that no reply contradicts; `exact`: totals can be added up."""
    return [bounds for bounds in BOUNDS if all(_agrees(bounds, seen, exact=exact) for seen in neighbours)]


def _agrees(bounds: Bounds, seen: Neighbours, *, exact: bool) -> bool:
    shown = all(_shows(bounds, after, before, seen.day, reply) for after, before, reply in seen.ranges())
    return shown and (not exact or _adds_up(bounds, seen))


def _shows(bounds: Bounds, after: Date, before: Date, day: Date, reply: Reply) -> bool:
    """Whether the reply shows only days that are meant, and `day` if it is meant and all jobs are shown."""
    first, last = days_meant(bounds, after, before)
    if any(not first <= shown <= last for shown in reply.days):
        return False
    return not (first <= day <= last and reply.whole) or day in reply.days


def _adds_up(bounds: Bounds, seen: Neighbours) -> bool:
    overlap = seen.overlap()
    match bounds:
        case _ if overlap is None:
            return True
        case "closed":
            return overlap > 0
        case "open":
            return overlap < 0
        case _:
            return overlap == 0


def order_of(days: Sequence[Date], first: date, last: date) -> str | None:
    """`newest`, `oldest` or `unspecified`, from the Post Dates of a first page of the days first..last."""
    if len(days) < 2:
        return None
    middle = (first.toordinal() + last.toordinal()) / 2
    if list(days) == sorted(days, reverse=True) and days[0].toordinal() >= middle:
        return "newest"
    if list(days) == sorted(days) and days[0].toordinal() < middle:
        return "oldest"
    return "unspecified"
