"""The billing cycle: within it, a job that was paid for is free to read again."""

from __future__ import annotations

from pendulum import Date


def cycle_start(today: Date, day_of_month: int) -> Date:
    """The first day of the billing cycle that `today` is in; `day_of_month` is 1 to 28."""
    start = today.set(day=day_of_month)
    return start if start <= today else start.subtract(months=1)
