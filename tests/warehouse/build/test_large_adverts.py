"""Adverts of several megabytes each: a build or a copy that runs out of memory is begun again with more."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from sqlmesh.core.engine_adapter.base import EngineAdapter

from jobhouse.errors import Stopped
from jobhouse.warehouse import memory
from jobhouse.warehouse.build import sqlmesh_run
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve import publish as publish_module
from jobhouse.warehouse.serve.publish import publish
from tests.support import raw_tables
from tests.support.history import query

TEXTS = 30
POSTINGS = "select count(*) from marts.fct_job_postings"


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The limits in MB that builds were given, of which the first is too little for the texts of one vector."""
    given: list[int] = []
    originally = memory.limit_memory

    def noted(adapter: EngineAdapter, limit: memory.MemoryLimit) -> None:
        given.append(limit.megabytes)
        originally(adapter, limit)

    monkeypatch.setattr(sqlmesh_run, "limit_memory", noted)
    monkeypatch.setattr(memory, "FIRST_MB", 40)
    monkeypatch.setattr(publish_module, "MEMORY_MB", 40)
    return given


def test_a_build_begins_with_what_its_versions_need_as_far_as_the_machine_has_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needed = [memory.FIRST_TRY.for_versions(versions).megabytes for versions in (0, 1_000_000, 5_000_000)]
    assert needed[0] == needed[1] == memory.FIRST_MB
    assert needed[2] == 5 * memory.MB_PER_MILLION
    monkeypatch.setattr(memory, "_bytes_of_machine", lambda: 4 * 1024**3)
    assert memory.FIRST_TRY.for_versions(50_000_000).megabytes == memory.most_megabytes() < 3_000


def load_large_texts(warehouse: Warehouse) -> None:
    texts = (f"{number} " + "We cook. " * 220_000 for number in range(TEXTS))
    jobs = [raw_tables.advert(1_000 + number, **{"Job Description": text}) for number, text in enumerate(texts)]
    raw_tables.load(warehouse, jobs, 1)


@pytest.mark.long
def test_a_build_and_a_copy_that_run_out_of_memory_are_begun_anew_with_more(
    limits: list[int], built_warehouse: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    warehouse = Warehouse(shutil.copytree(built_warehouse, tmp_path / "w"))
    [(built,)] = query(warehouse.folder, POSTINGS)
    load_large_texts(warehouse)
    with monkeypatch.context() as small_machine:
        small_machine.setattr(memory, "most_megabytes", lambda: 40)
        with pytest.raises(Stopped, match=r"Out of Memory.* the marts are as they were"):
            transform(warehouse)
        assert limits == [40]
    transform(warehouse)
    # how much is enough depends on what DuckDB's threads hold at the same time
    assert limits in ([40, 40, 160], [40, 40, 160, 640])
    assert query(warehouse.folder, POSTINGS) == [(built + TEXTS,)]
    with monkeypatch.context() as small_machine:
        small_machine.setattr(memory, "most_megabytes", lambda: 40)
        with pytest.raises(Stopped, match=r"Out of Memory.* the last published file is as it was"):
            publish(warehouse)
    published = {table.name: table.rows for table in publish(warehouse).tables}
    assert published["marts.job_descriptions"] == built + TEXTS
    sizes = "select max(length(description)) > 1_900_000, max(length(description_text)) from marts.job_descriptions"
    [(is_whole, plain)] = query(warehouse.folder, sizes)
    assert is_whole
    assert 131_000 < plain <= 131_072


@pytest.mark.long
def test_one_advert_of_many_skills_or_words_takes_no_more_memory_than_others(
    built_warehouse: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What stands beside each of its own entries takes memory with the square of their number, and no build ended."""
    monkeypatch.setattr(memory, "_bytes_of_machine", lambda: 2 * 1024**3)
    warehouse = Warehouse(shutil.copytree(built_warehouse, tmp_path / "w"))
    listed = raw_tables.advert(2_001, Skills=["Python", *(f"skill {number}" for number in range(20_000))])
    worded = raw_tables.advert(2_002, **{"Job Description": "We use Java and Python " * 8_000})
    raw_tables.load(warehouse, [listed, worded], 1)
    transform(warehouse)
    found = query(
        warehouse.folder,
        """
        select right(job_url, 4), list(skill order by skill) filter (where skill in ('Java', 'Python'))
        from marts.posting_skills join marts.fct_job_postings using (job_id)
        where job_url like '%/jobs/200%' group by all order by all
        """,
    )
    assert found == [("2001", ["Python"]), ("2002", ["Java", "Python"])]


@pytest.mark.parametrize(
    ("own", "file"),
    [
        ("0::/", "memory.max"),
        ("0::/system.slice/night.service\n", "system.slice/night.service/memory.max"),
        ("0::/system.slice/night.service\n", "system.slice/memory.max"),
        ("5:devices:/x\n4:cpu,memory:/docker/1\n0::/\n", "memory/docker/1/memory.limit_in_bytes"),
        ("", "memory/memory.limit_in_bytes"),
    ],
)
def test_no_build_is_given_more_than_the_container_has(
    own: str, file: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(memory, "_GROUPS", tmp_path / "groups")
    monkeypatch.setattr(memory, "_OWN_GROUPS", tmp_path / "own")
    (tmp_path / "own").write_text(own, encoding="ascii")
    limit = tmp_path / "groups" / file
    limit.parent.mkdir(parents=True)
    limit.write_text(f"{4_000 * 1024**2}\n", encoding="ascii")
    assert memory.memory_limits(1_400) == [1_400, 2_800]
    limit.write_text("max\n", encoding="ascii")
    assert memory.memory_limits(1_400)[-1] != 2_800
    # Python and SQLMesh need room beside DuckDB, or the system kills the build, and the next one likewise
    limit.write_text(f"{1_000 * 1024**2}\n", encoding="ascii")
    assert memory.memory_limits(1_400) == [1_000 - memory.PYTHON_MB]
    assert memory.too_little_for_build() is None
    limit.write_text(f"{300 * 1024**2}\n", encoding="ascii")
    assert memory.memory_limits(1_400) == [memory.FEWEST_MB]
    assert "SQLMesh takes 700 MB of memory or more, and this machine or container has 300:" in str(
        memory.too_little_for_build()
    )


@pytest.mark.parametrize(
    ("versions", "quota", "threads"),
    [
        (1_000_000, "max 100000", 2),
        (3_000_000, "max 100000", 4),
        (50_000_000, "max 100000", 16),
        (50_000_000, "350000 100000", 3),
    ],
)
def test_a_build_takes_as_many_threads_as_its_memory_and_the_cores_allow(
    versions: int, quota: str, threads: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    group = tmp_path / "cpu.max"
    group.write_text(f"{quota}\n", encoding="ascii")
    monkeypatch.setattr(memory, "_CORES_OF_GROUP", group)
    monkeypatch.setattr(memory, "most_megabytes", lambda: 64_000)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(16)), raising=False)
    limit = memory.FIRST_TRY.for_versions(versions)
    with duckdb.connect() as db:
        memory.limit_memory(db, limit)
        assert db.execute("select current_setting('threads')").fetchone() == (threads,)
        memory.limit_memory(db, memory.MemoryLimit(limit.megabytes, is_first=False))
        assert db.execute("select current_setting('threads')").fetchone() == (1,)
