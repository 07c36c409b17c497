"""A kill before and after each kind of write on the way from a page to the warehouse file; see `kill_points`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos import kill_points


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The writes of a whole backfill; whatever follows makes them in the same order."""
    with kill_points.one_after_another():
        yield kill_points.kinds_of_writes(tmp_path_factory.mktemp("seen"))


def test_each_kind_of_write_is_listed(seen: list[str]) -> None:
    """A new one is added to the list with `python -m tests.chaos.kill_points --list`."""
    assert sorted(set(seen)) == kill_points.KINDS.read_text(encoding="utf-8").splitlines()


@pytest.mark.long
def test_after_a_kill_at_any_kind_of_write_the_next_run_goes_on(seen: list[str], tmp_path: Path) -> None:
    """Every second kind, since each costs a run; `python -m tests.chaos.kill_points` takes all."""
    assert list(kill_points.wrongs(kill_points.each_kind_once(seen)[::2], tmp_path)) == []
