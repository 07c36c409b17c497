"""How many windows the limits on credits pay for to their end, so that what is spent completes days.

Read side by side without regard to a limit, each of many windows would get a page or two, and no day would be complete
when the credits are spent.
"""

from __future__ import annotations

from collections.abc import Sequence

from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState


def windows_paid_for(states: Sequence[WindowState], run: Run, page_size: int) -> int:
    """How many windows of these, in their sequence, the credits that are left pay for to the end; at least one.

    A window without a total counts as the densest of those with one. All of them where there is no limit, or where the
    API answers windows without a total, so that nothing can be said.
    """
    left = run.limits.credits_left(run.counters)
    if left is None or any(state.pages and state.expected_total is None for state in states):
        return len(states)
    densities = [state.expected_total / state.window.days for state in states if state.expected_total is not None]
    if not densities:
        return 1
    price_of_job = run.counters.reserved.of_page(page_size) / page_size
    needed = 0.0
    for count, state in enumerate(states):
        total = max(densities) * state.window.days if state.expected_total is None else state.expected_total
        needed += max(0.0, total - state.rows_delivered) * price_of_job
        if needed > left:
            return max(1, count)
    return len(states)
