"""A clock that was never set: one sentence before anything is sent, and what does not count from today goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
import yaml

from jobhouse.clock import EARLIEST, NEEDED_BY
from jobhouse.warehouse.model_files import project
from tests.support.command_line import KEY, CommandLine
from tests.support.small_marts import marts

IMPOSSIBLE = [
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2025, 12, 31, 23, tzinfo=UTC),
    datetime(9999, 12, 31, tzinfo=UTC),
]


@pytest.mark.parametrize("when", IMPOSSIBLE, ids=str)
@pytest.mark.parametrize("command", sorted(NEEDED_BY))
def test_what_counts_from_today_is_refused(command: str, when: datetime, cli: CommandLine, tmp_path: Path) -> None:
    with time_machine.travel(when):
        done = cli(command, **KEY)
    assert done.returncode == 2
    assert f"says {when:%Y-%m-%d}, which cannot be" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("when", IMPOSSIBLE, ids=str)
def test_what_does_not_goes_on(when: datetime, cli: CommandLine, tmp_path: Path) -> None:
    marts(tmp_path / "warehouse", jobs=10)
    with time_machine.travel(when):
        assert cli("sql", "--format", "csv", "select count(*) as n from marts.fct_job_postings").stdout == "n\n10\n"
        assert cli("publish").returncode == 0


def test_the_earliest_time_is_that_of_the_models() -> None:
    text = (project() / "config.yaml").read_text(encoding="utf-8")
    (start,) = [line for line in text.splitlines() if line.startswith("  start:")]
    assert yaml.safe_load(start)["start"] == EARLIEST.date()
