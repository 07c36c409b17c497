"""Skills of postings are resolved anew where something that decides them has changed, and are as if built whole."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.support.identity_models import CURRENT, STAGING, rebuild, update

RESOLVED = "intermediate.int_skills__resolved"
FIRST = """
insert into versions values
  ('v1', ['js', 'sql'], 1, 9, 'Acme', null), ('v2', ['sql'], 2, null, 'Acme', null), ('v3', null, 3, 9, 'Acme', null),
  ('v4', ['cobol'], 3, 9, 'Acme', null);
insert into intermediate.int_jobs__current values ('j1', 'v1'), ('j2', 'v2'), ('j3', 'v3'), ('j4', 'v4');
insert into intermediate.int_skills__aliases values ('js', 'js'), ('sql', 'SQL'), ('cobol', 'COBOL');
insert into intermediate.int_skill_texts__parsed values (1, ['Go']), (3, ['Rust']);
"""
CHANGES = {
    "another spelling is more frequent": """
        update intermediate.int_skills__aliases set skill = 'JS' where skill_key = 'js'""",
    "another version is shown": """
        insert into versions values ('v5', ['sql'], 3, 9, 'Go', null);
        update intermediate.int_jobs__current set version_id = 'v5' where job_id = 'j1'""",
    "neither skills nor a text any more": """
        insert into versions values ('v6', null, 4, 0, 'Acme', null);
        update intermediate.int_jobs__current set version_id = 'v6' where job_id = 'j2'""",
    "a posting has another id": "update intermediate.int_jobs__current set job_id = 'j5' where job_id = 'j3'",
    "a skill is none any more": "delete from intermediate.int_skills__aliases where skill_key = 'sql'",
}


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(f"""
            create schema staging;
            create schema intermediate;
            create table versions (version_id varchar, skill_keys varchar[], description_hash bigint,
              description_length bigint, company_name varchar, job_title varchar);
            create view {STAGING} as
              select *, null::varchar as city, null::varchar as state, null::varchar as country from versions;
            create table {CURRENT} (job_id varchar, version_id varchar);
            create table intermediate.int_skills__aliases (skill_key varchar, skill varchar);
            create table intermediate.int_skill_texts__parsed (text_hash bigint, skills varchar[]);
        """)
        yield connection


def resolved(db: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return db.execute(f"select * from {RESOLVED} order by job_id").fetchall()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_skills_after_a_change_are_those_of_a_rebuild(change: str, db: duckdb.DuckDBPyConnection) -> None:
    db.execute(FIRST)
    rebuild(db, RESOLVED)
    before = resolved(db)
    db.execute(change)
    update(db, RESOLVED)
    after = resolved(db)
    assert after != before
    rebuild(db, RESOLVED)
    assert after == resolved(db)
