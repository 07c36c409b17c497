"""Kills between any two writes of what a person sees: as before or as after, and the next run goes on by itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from tests.chaos.every_write import CHEAP, FIRST_OVER_LAKE, OVER_LAKE, REPORT, TRANSFORM, Case, wrongs_of
from tests.support import raw_tables
from tests.support.disk_states import BackfillRange, one_of_each_kind
from tests.support.tiers import rest_long


@pytest.mark.parametrize("case", rest_long(CHEAP, 2), ids=lambda case: case.name)
def test_a_kill_at_any_write_of_a_short_command_is_nothing_to_the_next_run(case: Case, tmp_path: Path) -> None:
    assert list(wrongs_of(case, tmp_path)) == []


@pytest.mark.long
def test_a_kill_at_any_write_of_the_report_is_nothing_to_the_next_run(empty_warehouse: Path, tmp_path: Path) -> None:
    assert list(wrongs_of(REPORT, tmp_path, origin=empty_warehouse)) == []


def around_the_commit() -> BackfillRange:
    """The first file of the cache that is half written, and what lies on the disk just after the commit."""
    half_written = one_of_each_kind()

    def is_wanted(after: str, before: str) -> bool:
        return after.endswith("execute commit") or ("__tmp" in after and half_written("a file", "of the cache"))

    return is_wanted


@pytest.mark.long
def test_a_kill_around_the_commit_of_a_build_is_nothing_to_the_next_run(
    built_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQLMESH__CACHE_DIR", str(tmp_path / "cache"))
    origin = Path(shutil.copytree(built_warehouse, tmp_path / "source"))
    transform(Warehouse(origin), full=True)  # which fills the cache
    raw_tables.load(Warehouse(origin), raw_tables.loads()[1], 1)
    next((tmp_path / "cache" / "model_definition").iterdir()).unlink()  # so that the cache is written too
    assert list(wrongs_of(TRANSFORM, tmp_path, origin=origin, wanted=around_the_commit())) == []


def at_each_commit() -> BackfillRange:
    """What lies on the disk just after each commit, and around the making of the file."""
    first = one_of_each_kind()

    def is_wanted(after: str, before: str) -> bool:
        return after.endswith("execute commit") or ("jobs.duckdb" in after + before and first(after, before))

    return is_wanted


@pytest.mark.long
@pytest.mark.parametrize("case", [FIRST_OVER_LAKE, OVER_LAKE], ids=lambda case: case.name)
def test_a_kill_of_a_build_over_a_lake_is_nothing_to_the_next_run(case: Case, tmp_path: Path) -> None:
    assert list(wrongs_of(case, tmp_path, wanted=at_each_commit())) == []
