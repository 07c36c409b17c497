"""The clock of this machine: the present time as text, and whether the clock can be right.

Days are counted from it, and wrong days would be paid for.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from jobhouse.errors import UsageError

EARLIEST: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""The `start` of the SQL models, which were not written before."""
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
NEEDED_BY: Final = frozenset(
    {"demo", "backfill", "nightly", "probe", "plan", "verify", "transform", "status", "report"}
)
"""Commands that count from today; the others work with any clock."""


def now_text() -> str:
    """The present time in UTC, as ISO 8601."""
    return datetime.now(UTC).isoformat()


def refuse_impossible_clock(command: str | None) -> None:
    """Keep a command that counts from today from doing so with a clock that was never set.

    Raises:
        UsageError: the clock says a year in which this cannot run.
    """
    now = datetime.now(UTC)
    if command in NEEDED_BY and not EARLIEST <= now < LATEST:
        raise UsageError(f"The clock of this machine says {now:%Y-%m-%d}, which cannot be; set it and run this again.")
