"""How long a Spark Connect server that does not answer is asked again: under a minute, and not after an interrupt.

PySpark asks for ten minutes, and after an interrupt for ten more, so that the server drops the query.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from jobhouse.interrupts import ending_signals, handled_by

if TYPE_CHECKING:
    from types import FrameType

_TRIES: Final = 12
_LONGEST_WAIT_MS: Final = 5_000
"""Also how long the end of a command may wait: PySpark's threads sleep it out."""


@contextmanager
def retries_bounded(client: Any) -> Iterator[None]:
    """Within the block, a client of Spark Connect gives up soon; at its end, and at a signal that ends, at once."""
    policy = _policy()
    client.set_retry_policies([policy])
    try:
        if threading.current_thread() is threading.main_thread():
            with _over_at_a_signal(policy):
                yield
        else:
            yield
    finally:
        policy.is_over = True


def _policy() -> Any:
    from pyspark.sql.connect.client.retries import DefaultPolicy

    class Bounded(DefaultPolicy):  # type: ignore[misc]
        """PySpark's own, which all threads of the client ask before they try again."""

        is_over = False

        def can_retry(self, e: BaseException) -> bool:
            return not self.is_over and bool(super().can_retry(e))

    return Bounded(max_retries=_TRIES, max_backoff=_LONGEST_WAIT_MS)


@contextmanager
def _over_at_a_signal(policy: Any) -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in ending_signals()}

    def handle(number: int, frame: FrameType | None) -> None:
        policy.is_over = True
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    with handled_by(handle, *(number for number, handler in before.items() if callable(handler))):
        yield
