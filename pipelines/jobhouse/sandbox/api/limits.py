"""The rate limit and the credits of one API key, and the sandbox's counters."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field

from jobhouse.sandbox.api.charges import ChargesFile

WINDOW_SECONDS = 60.0


class RateLimit:
    """At most `limit` requests in any sliding (or each fixed) window of `seconds`.

    0 lets everything through.
    """

    def __init__(self, limit: int, seconds: float, *, fixed: bool) -> None:
        self.limit, self.seconds, self.fixed = limit, seconds, fixed
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until a request would be let through; 0 if it is now."""
        if not self.limit:
            return 0.0
        start = now // self.seconds * self.seconds if self.fixed else now - self.seconds
        while self._times and (self._times[0] < start if self.fixed else self._times[0] <= start):
            self._times.popleft()
        if len(self._times) < self.limit:
            return 0.0
        if self.fixed:
            return start + self.seconds - now
        return self._times[len(self._times) - self.limit] + self.seconds - now

    def count(self, now: float) -> None:
        """Count a request."""
        if self.limit:
            self._times.append(now)

    def uncount(self, at: float) -> None:
        """Remove a request that was counted at that time."""
        if at in self._times:
            self._times.remove(at)


@dataclass(slots=True)
class Credits:
    """Credits of one key.

    A posting costs one credit, once in a billing cycle. `allowance` None is without end; `kept` remembers across
    restarts what was charged, `charged` counts since the start.
    """

    allowance: int | None
    kept: ChargesFile | None = None
    charged_ids: set[int] = field(default_factory=set)
    charged: int = 0

    def __post_init__(self) -> None:
        if self.kept:
            self.charged_ids |= self.kept.ids

    @property
    def remaining(self) -> int:
        """Credits left in this cycle."""
        return (10_000_000 if self.allowance is None else self.allowance) - len(self.charged_ids)

    def affordable(self, ids: list[int]) -> int:
        """How many of the postings, from the first on, the remaining credits pay for."""
        left, paid = self.remaining, set[int]()
        for count, posting_id in enumerate(ids):
            if posting_id not in self.charged_ids and posting_id not in paid:
                if len(paid) == left:
                    return count
                paid.add(posting_id)
        return len(ids)

    def charge(self, ids: list[int]) -> int:
        """Charge those of the postings that are new in this cycle; returns their number."""
        new = set(ids) - self.charged_ids
        self.charged_ids |= new
        self.charged += len(new)
        if self.kept and new:
            self.kept.add(new)
        return len(new)

    def new_cycle(self) -> None:
        """Begin a billing cycle: every posting costs a credit again, and all credits are back."""
        self.charged_ids.clear()


@dataclass(slots=True)
class Stats:
    """What the sandbox counted since it started. Requests are those to the search endpoint."""

    requests: int = 0
    served: int = 0
    jobs_delivered: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    windows: Counter[str] = field(default_factory=Counter)
    most_in_60_s: int = 0
    distinct: set[int] = field(default_factory=set)
    _recent: deque[float] = field(default_factory=deque)

    def arrive(self, now: float) -> None:
        """Count a request that came in at `now` (monotonic seconds)."""
        self.requests += 1
        self._recent.append(now)
        while self._recent[0] <= now - WINDOW_SECONDS:
            self._recent.popleft()
        self.most_in_60_s = max(self.most_in_60_s, len(self._recent))
