"""What a test starts ends with it, and what other tests share lives on."""

from __future__ import annotations

import pytest

from tests.support.commands import Command, ended_afterwards, start


def endless() -> Command:
    """A process that ends by a signal alone."""
    return start(target="signal:pause")


def test_a_test_that_fails_or_hits_its_limit_takes_its_processes_along() -> None:
    with endless() as shared:
        with pytest.raises(KeyboardInterrupt), ended_afterwards():
            left = endless()
            raise KeyboardInterrupt
        assert left.poll() is not None
        assert shared.poll() is None
