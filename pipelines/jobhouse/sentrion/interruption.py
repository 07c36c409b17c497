"""Work that no exception from outside tears apart: one that comes into a step of dlt would lose what was read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import Final

from jobhouse.sentrion.state.run import Run

LOOK_SECONDS: Final = 0.1
"""How long an exception from another thread may wait to be raised: it comes only while Python runs."""


def finish_though_interrupted(work: Callable[[], None], run: Run, say: Callable[[], object]) -> None:
    """Do `work` in a thread of its own and wait for it, so that no exception from outside comes into it.

    What is raised here meanwhile, such as KeyboardInterrupt, what a signal handler raises, or what a scheduler ends a
    task with, interrupts `run`, on which the work ends in good order, and is raised once that is done; `say` is called
    before the wait. What comes during that wait is raised at once: the work then ends by itself, or with the process.

    Raises:
        BaseException: what came from outside, or else what the work raised.
    """
    task = _Task(work)
    try:
        threading.Thread(target=copy_context().run, args=(task.do,), name="sentrion", daemon=True).start()
        task.wait()
    except BaseException as interruption:
        run.events.interrupted = True  # no call: before the first one, another signal may already be raised
        if not task.cancel():
            say()
            task.wait()
        if task.failure:
            raise interruption from task.failure
        raise
    if task.failure:
        raise task.failure


class _Task:
    """Work for a thread. Its locks are plain ones, which an exception leaves either taken or not."""

    def __init__(self, work: Callable[[], None]) -> None:
        self.failure: BaseException | None = None
        self._work = work
        self._is_done = False
        self._begins, self._goes_on = threading.Lock(), threading.Lock()
        self._goes_on.acquire()

    def do(self) -> None:
        if not self._begins.acquire(blocking=False):
            return
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 - it is raised in the thread that waits
            self.failure = error
        finally:
            self._is_done = True
            self._goes_on.release()

    def cancel(self) -> bool:
        """Whether the work was not begun; then it will not be."""
        return self._begins.acquire(blocking=False)

    def wait(self) -> None:
        """Return once the work is done."""
        while not self._is_done:
            self._goes_on.acquire(timeout=LOOK_SECONDS)
