"""The account's credits as of the latest answer, though answers overtake each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass
class Balance:
    """What is left by the answers so far.

    Of two requests that were under way at the same time, nobody knows which was served first. Credits only become
    fewer between them, so the lower balance is the later one; a request sent after an answer came knows better.
    """

    left: int | None = None
    _answered_at: datetime | None = None

    def take(self, left: int | None, sent_at: datetime, answered_at: datetime) -> None:
        """Take in what an answer says is left; None: it does not say."""
        if left is None:
            return
        is_later = self._answered_at is None or sent_at >= self._answered_at
        if self.left is None or is_later or left < self.left:
            self.left, self._answered_at = left, answered_at
