"""Adverts of several megabytes each: a build that runs out of memory is begun anew with more."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmesh.core.engine_adapter.base import EngineAdapter

from pipelines.errors import Stopped
from pipelines.warehouse import build_memory, sqlmesh_run
from pipelines.warehouse.folder import Warehouse
from pipelines.warehouse.transform import transform
from tests.made_up import query
from tests.sql import raw

TEXTS = 30


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The limits in MB that DuckDB was given, where the first is far too little for the texts of one vector."""
    given: list[int] = []
    originally = build_memory.limit_memory

    def noted(adapter: EngineAdapter, megabytes: int) -> None:
        given.append(megabytes)
        originally(adapter, megabytes)

    monkeypatch.setattr(sqlmesh_run, "limit_memory", noted)
    monkeypatch.setattr(build_memory, "FIRST_MB", 40)
    return given


def with_large_texts(folder: Path) -> Warehouse:
    warehouse = raw.make(folder)
    texts = (f"{number} " + "We cook. " * 220_000 for number in range(TEXTS))
    jobs = [raw.advert(number, **{"Job Description": text}) for number, text in enumerate(texts)]
    raw.load(warehouse, jobs, 0)
    return warehouse


def test_a_build_that_runs_out_of_memory_is_begun_anew_with_more(limits: list[int], tmp_path: Path) -> None:
    warehouse = with_large_texts(tmp_path / "w")
    transform(warehouse)
    assert limits == [40, 160]
    assert query(warehouse.folder, "select count(*) from marts.fct_job_postings") == [(TEXTS,)]


def test_a_build_that_no_memory_suffices_for_leaves_the_marts_as_they_were(
    limits: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(build_memory, "PART_OF_MACHINE", 0)
    with pytest.raises(Stopped, match=r"Out of Memory.* the marts are as they were"):
        transform(with_large_texts(tmp_path / "w"))
    assert limits == [40]


def test_no_build_is_given_more_than_the_container_has(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    group = tmp_path / "memory.max"
    monkeypatch.setattr(build_memory, "_LIMITS_OF_GROUPS", (tmp_path / "none", group))
    group.write_text(f"{4_000 * 1024**2}\n", encoding="ascii")
    assert build_memory.memory_limits() == [1_400, 2_800]
    group.write_text("max\n", encoding="ascii")
    assert build_memory.memory_limits()[-1] != 2_800
    group.write_text(f"{1_000 * 1024**2}\n", encoding="ascii")
    assert build_memory.memory_limits() == [1_400]
