"""How often and how patiently one page is asked for again."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from jobhouse.sentrion.config.contract import Action
from jobhouse.sentrion.fetch.answers import Failure

if TYPE_CHECKING:
    from jobhouse.sentrion.config.settings import Settings

FIRST_CONTACT_SECONDS: Final = 5.0
"""How long a connection is tried for while the API has never answered: a wrong address stays wrong."""
ODD_REFUSALS: Final = 3
"""How often a refusal that is no JSON must come in the middle of a good run before it is taken for the API's."""


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how patiently one page is asked for again.

    The n-th pause is `first_pause_seconds * 2**n`, at most `longest_pause_seconds`, times a random 0.5 to 1.
    """

    attempts: int = 6
    first_pause_seconds: float = 1.0
    longest_pause_seconds: float = 60.0
    max_wait_seconds: float = 900.0
    """How long "not now" is waited out: 429s in a row, which cost nothing but time, or a time that the API names."""
    empty_attempts: int = 4
    """How many times "nothing found" must be said as a failure before it is believed."""

    @classmethod
    def of(cls, settings: Settings) -> RetryPolicy:
        return cls(settings.retry_attempts, settings.retry_pause_seconds, max_wait_seconds=settings.max_wait_seconds)

    def pause(self, attempt: int) -> float:
        longest = min(self.first_pause_seconds * 2.0**attempt, self.longest_pause_seconds)
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads retries, guards nothing


@dataclass
class PageAttempts:
    """The failures of one page so far."""

    policy: RetryPolicy
    counts: Counter[Action] = field(default_factory=Counter)
    _begun: float = field(default_factory=time.monotonic)
    _too_fast_since: float | None = None

    def add(self, action: Action) -> None:
        self.counts[action] += 1
        if action is not Action.WAIT:
            self._too_fast_since = None
        elif self._too_fast_since is None:
            self._too_fast_since = time.monotonic()

    def means_empty(self, failure: Failure, action: Action) -> bool:
        believed = self.counts[action] >= self.policy.empty_attempts
        return failure.from_api and failure.may_mean_empty and action is Action.EMPTY_OR_WRONG and believed

    def may_retry(self, failure: Failure, action: Action, *, is_proven: bool) -> bool:
        """Whether to ask again. `is_proven`: the API gave a good answer to this run before."""
        count = self.counts[action]
        match action:
            case Action.RETRY if not failure.was_sent and not is_proven:
                return count < self.policy.attempts and time.monotonic() - self._begun < FIRST_CONTACT_SECONDS
            case Action.RETRY:
                return count < self.policy.attempts
            case Action.WAIT:
                since = self._too_fast_since
                return since is None or time.monotonic() - since < self.policy.max_wait_seconds
            case Action.EMPTY_OR_WRONG:
                return failure.from_api and count < self.policy.attempts
            case Action.BAD_KEY | Action.NO_ACCESS | Action.BAD_REQUEST:
                return is_proven and not failure.is_json and count < min(ODD_REFUSALS, self.policy.attempts)
            case _:
                return False
