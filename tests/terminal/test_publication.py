"""What `publish` says about what it wrote."""

from __future__ import annotations

import pytest

from jobhouse.terminal.publication import written_size


@pytest.mark.parametrize(("byte_count", "said"), [(16_920_576, "16.1 MB"), (20_480, "20.0 KB"), (0, "0.0 KB")])
def test_a_night_of_a_few_jobs_writes_more_than_nothing(byte_count: int, said: str) -> None:
    assert written_size(byte_count) == said
