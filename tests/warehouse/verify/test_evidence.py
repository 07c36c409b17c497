"""The evidence of all windows is the same whether they are looked at together or one after another."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import duckdb
import pytest

from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.verify import evidence
from jobhouse.warehouse.verify.evidence import read_evidence
from tests.support.history import backfill, expected, history, write
from tests.support.in_process import engine_of, transport

JOBS = history(600, seed=8)
LOST = 7


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six years of jobs, of which some versions are gone again."""
    folder = tmp_path_factory.mktemp("evidence")
    answers = transport(engine_of(data=write(JOBS, folder / "jobs.jsonl")))
    backfill("http://127.0.0.1", folder / "w", Run("backfill", transport=answers))
    path = folder / "w" / "jobs.duckdb"
    with duckdb.connect(str(path)) as db:
        db.execute(f"delete from sentrion.job_versions where rowid < {LOST}")
    return path


@pytest.mark.parametrize("rows", [1, 40])
def test_portions_change_nothing(rows: int, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect(str(database), read_only=True) as db:
        names = [name for (name,) in db.execute("select window_id from sentrion.windows").fetchall()]
        together = read_evidence(db, names)
        monkeypatch.setattr(evidence, "ROWS_AT_A_TIME", rows)
        portions = list(evidence._portions(db, names))
        assert read_evidence(db, names) == together
    assert len(portions) > 1
    assert [name for portion in portions for name in portion] == names
    assert sum(one.distinct for one in together.values()) >= len(expected(JOBS))  # halved windows brought a page too
    assert sum(one.lost for one in together.values()) >= LOST


def test_no_windows_have_no_evidence(database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as db:
        assert read_evidence(db, []) == {}


def test_a_page_of_many_jobs_is_read_in_one_walk(database: Path, tmp_path: Path) -> None:
    """An API that ignores `limit`, or a hostile one, may answer with a page of any size."""
    many = 400_000
    path = shutil.copy(database, tmp_path / "jobs.duckdb")
    with duckdb.connect(str(path), config={"memory_limit": "1GB"}) as db:
        [(name,)] = db.execute(
            """
            update sentrion.requests set version_keys = ?
            where request_id = (select min(request_id) from sentrion.requests where page is not null)
            returning window_id
            """,
            [random.Random(7).randbytes(8 * many)],
        ).fetchall()
        assert read_evidence(db, [name])[name].lost == many
