"""What a test starts ends with it, and what other tests share lives on."""

from __future__ import annotations

import pytest

from tests.support.commands import Command, ended_afterwards, start


def endless() -> Command:
    """A process that ends by a signal alone."""
    return start(target="signal:pause")


def fail_beside_a_process(started: list[Command]) -> None:
    with ended_afterwards():
        started.append(endless())
        raise KeyboardInterrupt


def test_a_test_that_fails_or_hits_its_limit_takes_its_processes_along() -> None:
    started: list[Command] = []
    with endless() as shared:
        with pytest.raises(KeyboardInterrupt):
            fail_beside_a_process(started)
        assert [command.poll() for command in started] == [-9]
        assert shared.poll() is None
