"""What a command writes through rich."""

from __future__ import annotations

import io

import pytest

from jobhouse.terminal.console import Terminal


class Closed(io.StringIO):
    """A pipe whose reader is gone."""

    def write(self, _text: str) -> int:
        raise BrokenPipeError


def test_a_reader_that_has_seen_enough_is_left_to_the_command() -> None:
    with pytest.raises(BrokenPipeError):
        Terminal(file=Closed()).print("one line")
