"""The warehouse file is rewritten with everything in it, or stays as it was; and it is as small as it should be."""

from __future__ import annotations

import errno
import os
import random
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from jobhouse.warehouse import rewriting
from jobhouse.warehouse.connect import writer
from jobhouse.warehouse.database_copy import copy_database
from jobhouse.warehouse.file_format import is_of_earlier_version
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.raw_tables import COMPRESSED, RAW_TABLES, make_table
from jobhouse.warehouse.rewriting import bring_over, give_back
from jobhouse.warehouse.waiting import silent
from tests.support.writes import Write, watched

pytestmark = pytest.mark.slow

JOB_VERSIONS = next(table for table in RAW_TABLES if table.name == "job_versions")
ADVERTS = 4_000
ADD = """
insert into sentrion.job_versions
    (version_id, job_title, job_description, job_url, apply_url, city, search, _dlt_load_id, fetched_at)
select
    md5(n::varchar), 'Title ' || n % 300,
    array_to_string(list_transform(range(200), lambda x: words[cast(1 + hash(n, x) % len(words) as bigint)]), ' '),
    'https://board.example/jobs/' || n, 'https://board.example/apply/' || n, 'City ' || n % 40, 'default', load, now()
from range({first}, {end}) as numbers(n), (select ? as words, ? as load)
"""
OTHERS = """
create schema marts;
create table marts.facts (id varchar not null, amount integer default 3, tags varchar[]);
insert into marts.facts select version_id, hash(version_id) % 1000, ['a', city] from sentrion.job_versions;
comment on table marts.facts is 'One row for each advert';
comment on column marts.facts.amount is 'In euros';
create view marts.adverts as
select facts.id, amount, city from jobs.marts.facts inner join sentrion.job_versions on id = version_id;
comment on view marts.adverts is 'Adverts with their amounts';
"""
CATALOG = """
select 'table', schema_name, table_name, comment, sql from duckdb_tables()
union all
select 'view', schema_name, view_name, comment, sql from duckdb_views() where not internal
union all
select 'column', schema_name, table_name || '.' || column_name, comment, data_type || is_nullable
from duckdb_columns() where not internal
order by all
"""
TEAM = """
create schema team;
create schema "an other";
create type team.mood as enum ('good', 'bad');
create sequence team.numbers start 5 increment 2;
create macro doubled(x) as x * 2;
create macro team.first_adverts(n) as table select * from sentrion.job_versions limit n;
create table team.parents (
    id integer primary key default nextval('team.numbers'), mood team.mood, stars integer check (stars between 1 and 5),
    description varchar collate nocase, length integer generated always as (length(description)), tags varchar[],
    twice integer generated always as (doubled(stars)), unique (stars, description)
);
insert into team.parents (mood, stars, description) values ('good', 1, 'abc'), (null, 5, 'd');
create table team.children (
    job_description varchar, parent integer references team.parents (id), constraint shown check (parent > 0)
);
insert into team.children values ('x', 5), ('y', null), ('z', 7);
create table team.aged (id varchar primary key, elder varchar references team.aged (id), job_url varchar);
insert into team.aged values ('c', null, 'u');
insert into team.aged values ('a', 'c', 'v'), ('e', 'c', null);
insert into team.aged values ('b', 'a', 'w');
create index "the stars" on team.parents (stars);
create unique index on_texts on team.children (lower(job_description));
create table "an other"."a b" ("c d" integer primary key, description varchar default 'it''s');
create view "an other".seen as select parents.*, "c d" from "an other"."a b", team.parents;
comment on table team.parents is 'By the team''s members';
comment on column team.parents.stars is '1 to 5';
comment on index team."the stars" is 'For sorting';
comment on view "an other".seen is 'Both';
comment on column "an other".seen.mood is 'How it went';
comment on macro doubled is 'Times two';
comment on type team.mood is 'Two of them';
comment on sequence team.numbers is 'Odd ones';
comment on table sentrion.job_versions is 'Ours, with a comment';
comment on column sentrion.job_versions.job_description is 'Long';
"""
"""Tables of somebody who works with the same file, with columns that have the names of long texts."""
DEFINITIONS = """
select 'table', schema_name, table_name, comment, sql from duckdb_tables()
union all
select 'view', schema_name, view_name, comment, sql from duckdb_views() where not internal
union all
select 'column', schema_name, table_name || '.' || column_name, comment, data_type || is_nullable || column_default
from duckdb_columns() where not internal
union all
select 'constraint', schema_name, table_name, constraint_name, constraint_text || coalesce(referenced_table, '')
from duckdb_constraints()
union all
select 'index', schema_name, table_name || '.' || index_name, comment, sql || is_unique from duckdb_indexes()
union all
select 'sequence', schema_name, sequence_name, comment, sql from duckdb_sequences()
union all
select 'type', schema_name, type_name, comment, labels::varchar from duckdb_types() where not internal
union all
select 'macro', schema_name, function_name, comment, macro_definition from duckdb_functions() where not internal
order by all
"""
OWN_TABLES = ("team.parents", "team.children", "team.aged", '"an other"."a b"', '"an other".seen')
DRAW = random.Random(7)
WORDS = ["".join(DRAW.choices("abcdefghijklmnopqrstuvwxyz", k=DRAW.randint(3, 9))) for _ in range(2_000)]


class Contents(NamedTuple):
    """All that a file holds."""

    catalog: list[Any]
    facts: list[Any]
    versions: list[Any]
    adverts: list[Any]


def add(db: duckdb.DuckDBPyConnection, first: int, end: int, load: str) -> None:
    db.execute(ADD.format(first=first, end=end), [WORDS, load])


def contents(warehouse: Warehouse) -> Contents:
    with duckdb.connect(str(warehouse.database), read_only=True) as db:
        rows = [
            db.execute(f"select * from {name} order by all").fetchall()
            for name in ("marts.facts", "sentrion.job_versions", "marts.adverts")
        ]
        return Contents(db.execute(CATALOG).fetchall(), *rows)


def filled(db: duckdb.DuckDBPyConnection, adverts: int = ADVERTS) -> None:
    db.execute("create schema sentrion")
    make_table(db.execute, JOB_VERSIONS)
    add(db, 0, adverts, "1")
    db.execute(OTHERS)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    folder = tmp_path / "w"
    folder.mkdir()
    return Warehouse(folder)


@pytest.fixture
def older(warehouse: Warehouse) -> Warehouse:
    """A file as an earlier version of jobhouse made it: of DuckDB's default storage version."""
    with duckdb.connect(str(warehouse.database)) as db:
        filled(db, 100)
    assert is_of_earlier_version(warehouse.database)
    return warehouse


def sizes(warehouse: Warehouse) -> tuple[int, int]:
    """Used and free blocks."""
    with duckdb.connect(str(warehouse.database), read_only=True) as db:
        used, free = db.execute("select used_blocks, free_blocks from pragma_database_size()").fetchall()[0]
        return used, free


def bytes_of(warehouse: Warehouse) -> int:
    return warehouse.database.stat().st_size


def test_a_new_file_compresses_long_texts(warehouse: Warehouse) -> None:
    with writer(warehouse) as db:
        filled(db)
        db.execute("checkpoint")
        found = db.execute(
            "select distinct column_name, compression from pragma_storage_info('sentrion.job_versions') "
            "where segment_type = 'VARCHAR' and count > 1"
        ).fetchall()
    assert not is_of_earlier_version(warehouse.database)
    named = {name for name, compression in found if compression == "ZSTD"}
    assert named == COMPRESSED & set(JOB_VERSIONS.names)
    assert not {name for name, compression in found if compression == "Uncompressed"}


def test_a_file_is_little_larger_than_parquet(warehouse: Warehouse, tmp_path: Path) -> None:
    parquet = tmp_path / "rows.parquet"
    with writer(warehouse, 1_000) as db:
        db.execute("create schema sentrion")
        make_table(db.execute, JOB_VERSIONS)
        add(db, 0, 3 * ADVERTS, "1")
        db.execute(f"copy sentrion.job_versions to '{parquet}' (format parquet, compression zstd)")
    assert bytes_of(warehouse) <= 1.3 * parquet.stat().st_size


def test_an_older_file_is_brought_over_once(older: Warehouse) -> None:
    before, mode, said = contents(older), older.database.stat().st_mode, list[str]()
    bring_over(older, said.append)
    assert not is_of_earlier_version(older.database)
    assert contents(older) == before
    assert older.database.stat().st_mode == mode
    assert said[0].endswith("is rewritten, once, with its texts compressed")
    assert said[-1] == "  100% of the rows are copied"
    written = older.database.stat()
    bring_over(older, said.append)
    assert older.database.stat() == written


def test_what_was_not_in_the_file_yet_is_brought_over(older: Warehouse, tmp_path: Path) -> None:
    """A killed run leaves its last changes in the log beside the file."""
    with duckdb.connect(str(older.database)) as db:
        db.execute("set checkpoint_threshold = '1TB'")
        add(db, 100, 110, "2")
        killed = tmp_path / "killed"
        shutil.copytree(older.folder, killed)
    assert (killed / "jobs.duckdb.wal").stat().st_size > 0
    bring_over(Warehouse(killed), silent)
    assert len(contents(Warehouse(killed)).versions) == 110
    assert not (killed / "jobs.duckdb.wal").exists()


def test_a_kill_leaves_the_old_file_or_the_new(older: Warehouse, tmp_path: Path) -> None:
    """A copy of the folder before each kind of write, where it comes last, is what a kill leaves there."""
    with duckdb.connect(str(older.database)) as db:
        db.execute(TEAM)
    before, theirs, left = contents(older), everything(older), dict[str, Path]()

    def copy(write: Write) -> None:
        folder = tmp_path / str(len(left))
        shutil.rmtree(left.get(write.kind, folder), ignore_errors=True)
        left[write.kind] = shutil.copytree(older.folder, left.get(write.kind, folder))

    with watched(older.folder, copy):
        bring_over(older, silent)
    assert {kind.split()[0] for kind in left} >= {"mkdir", "duckdb", "replace", "remove"}
    for kind, folder in left.items():
        some = Warehouse(folder)
        assert (contents(some), everything(some)) == (before, theirs), kind
        bring_over(some, silent)
        assert not is_of_earlier_version(some.database), kind
        assert (contents(some), everything(some)) == (before, theirs), kind
        assert not list(folder.glob(".jobs.duckdb.*")), kind


@pytest.mark.parametrize("by", ["duckdb", "file"])
def test_a_full_disk_leaves_the_old_file(older: Warehouse, by: str) -> None:
    before, said, writes = contents(older), list[str](), list[Write]()
    with watched(older.folder, writes.append):
        bring_over(Warehouse(shutil.copytree(older.folder, older.folder / "elsewhere")), silent)
    shutil.rmtree(older.folder / "elsewhere")
    last = [write for write in writes if write.by == by and not write.frees][-1].kind.replace("elsewhere/", "")

    def refuse(write: Write) -> None:
        if write.kind == last:
            full = os.strerror(errno.ENOSPC)
            raise duckdb.IOException(full) if by == "duckdb" else OSError(errno.ENOSPC, full)

    with watched(older.folder, refuse):
        bring_over(older, said.append)
    assert os.strerror(errno.ENOSPC) in said[-1]
    assert said[-1].endswith("The file is as it was, and is rewritten by a later run")
    assert is_of_earlier_version(older.database)
    assert contents(older) == before
    assert not list(older.folder.glob(".jobs.duckdb.*"))


def everything(warehouse: Warehouse) -> list[list[Any]]:
    """All definitions, and the rows of the tables of the team."""
    with duckdb.connect(str(warehouse.database), read_only=True) as db:
        queries = [DEFINITIONS, *(f"select * from {table} order by all" for table in OWN_TABLES)]
        return [db.execute(query).fetchall() for query in queries]


def test_tables_of_others_keep_everything(older: Warehouse) -> None:
    """Keys, checks, indexes, comments, generated columns, defaults, sequences, and keys to tables that come later."""
    with duckdb.connect(str(older.database)) as db:
        db.execute(TEAM)
    before, said = everything(older), list[str]()
    bring_over(older, said.append)
    assert said[-1].endswith("of the rows are copied")
    assert not is_of_earlier_version(older.database)
    assert everything(older) == before
    with duckdb.connect(str(older.database)) as db:
        assert db.execute("insert into team.parents (stars) values (2) returning id, twice").fetchall() == [(9, 4)]
        for refused in (
            "insert into team.parents (id) values (5)",
            "insert into team.parents (stars) values (9)",
            "insert into team.children values ('Y', 5)",
            "insert into team.children values ('k', 6)",
            "insert into team.aged values ('k', 'l', null)",
        ):
            with pytest.raises(duckdb.ConstraintException):
                db.execute(refused)


def test_keys_checks_indexes_and_comments_of_others_stay(older: Warehouse) -> None:
    notes = """
    create schema team;
    create table team.notes (id varchar primary key, description varchar, stars integer check (stars between 1 and 5));
    insert into team.notes values ('x', 'abc', 3);
    create index by_stars on team.notes (stars);
    comment on table team.notes is 'By the team';
    comment on column team.notes.stars is '1 to 5';
    """
    with duckdb.connect(str(older.database)) as db:
        db.execute(notes)
        before = db.execute(DEFINITIONS).fetchall()
    bring_over(older, silent)
    assert not is_of_earlier_version(older.database)
    with duckdb.connect(str(older.database)) as db:
        assert db.execute(DEFINITIONS).fetchall() == before
        with pytest.raises(duckdb.ConstraintException):
            db.execute("insert into team.notes values ('x', 'again', 9)")


@pytest.mark.parametrize(
    "made",
    [
        "create table parents (id integer primary key); create table children (id integer references parents (id));"
        "insert into parents values (5); insert into children values (5)",
        "create table aged (id integer primary key, elder integer references aged (id));"
        "insert into aged values (1, null); insert into aged values (2, 1); insert into aged values (0, 2)",
        "create table texts (description varchar, length integer generated always as (length(description)));"
        "insert into texts values ('abc')",
    ],
    ids=["keys", "keys of the same table", "generated columns"],
)
def test_keys_and_generated_columns_hinder_no_rewrite(older: Warehouse, made: str) -> None:
    with duckdb.connect(str(older.database)) as db:
        db.execute(made)
    bring_over(older, silent)
    assert not is_of_earlier_version(older.database)


def test_a_table_of_ours_keeps_what_somebody_added_to_it(older: Warehouse) -> None:
    added = """
    create unique index by_id on sentrion.job_versions (version_id);
    create table sentrion.texts (id integer primary key, description varchar);
    create table sentrion.about (id integer references sentrion.texts (id), length integer, description varchar);
    insert into sentrion.texts values (1, 'a');
    insert into sentrion.about values (1, 2, 'b');
    """
    with duckdb.connect(str(older.database)) as db:
        db.execute(TEAM + added)
    before, rows = everything(older), contents(older)
    bring_over(older, silent)
    assert not is_of_earlier_version(older.database)
    assert everything(older) == before
    assert contents(older) == rows


def test_what_cannot_be_kept_leaves_the_old_file(older: Warehouse) -> None:
    """DuckDB does not copy a table whose default is made by a macro that another schema has."""
    with duckdb.connect(str(older.database)) as db:
        db.execute(TEAM)
        db.execute("create macro team.lowest() as 3")
        db.execute("create table team.scores (score integer default team.lowest())")
    before, said = everything(older), list[str]()
    bring_over(older, said.append)
    assert "Scalar Function with name lowest does not exist" in said[-1]
    assert said[-1].endswith("The file is as it was, and is rewritten by a later run")
    assert everything(older) == before


@pytest.mark.parametrize(
    ("spoiling", "named"),
    [
        ('drop index rewritten.team."the stars"', "the index team.the stars"),
        ("comment on column rewritten.team.parents.stars is null", "the column team.parents.stars"),
        ("drop macro rewritten.doubled", "the macro main.doubled"),
        ("drop sequence rewritten.team.numbers cascade", "the sequence team.numbers"),
        ("create schema rewritten.more", "the schema more"),
        ("drop view rewritten.marts.adverts", "the view marts.adverts"),
    ],
)
def test_a_copy_with_other_definitions_is_thrown_away(
    older: Warehouse, monkeypatch: pytest.MonkeyPatch, spoiling: str, named: str
) -> None:
    with duckdb.connect(str(older.database)) as db:
        db.execute(TEAM.replace("    twice integer generated always as (doubled(stars)), unique", "    unique"))
    before, said = everything(older), list[str]()

    def spoilt(db: duckdb.DuckDBPyConnection, *given: Any) -> None:
        copy_database(db, *given)
        db.execute(spoiling)

    monkeypatch.setattr(rewriting, "copy_database", spoilt)
    bring_over(older, said.append)
    assert f"the copy would not keep {named} as it is" in said[-1]
    assert everything(older) == before


def test_without_room_nothing_is_copied(older: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    said = list[str]()
    monkeypatch.setattr(rewriting, "SPARE_BYTES", 2**60)
    bring_over(older, said.append)
    assert said[-1].startswith("There is no room to write it: ")
    assert is_of_earlier_version(older.database)


def test_a_copy_that_differs_is_thrown_away(older: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    before, said = contents(older), list[str]()

    def spoilt(db: duckdb.DuckDBPyConnection, *given: Any) -> None:
        copy_database(db, *given)
        db.execute(
            "update rewritten.marts.facts set amount = 1001 where id = (select min(id) from rewritten.marts.facts)"
        )

    monkeypatch.setattr(rewriting, "copy_database", spoilt)
    bring_over(older, said.append)
    assert "the copy of marts.facts holds" in said[-1]
    assert contents(older) == before


def test_a_reader_goes_on_with_the_file_that_it_opened(older: Warehouse) -> None:
    before = contents(older)
    with duckdb.connect(str(older.database), read_only=True) as reader:
        rewriting._rewrite(older.database, silent)
        assert reader.execute("select * from sentrion.job_versions order by all").fetchall() == before.versions
    assert not is_of_earlier_version(older.database)


@pytest.mark.skipif(os.getuid() != 0, reason="root alone can give a file away")
def test_a_rewrite_by_root_leaves_the_file_its_users(older: Warehouse) -> None:
    os.chown(older.database, 4711, 4712)
    bring_over(older, silent)
    found = older.database.stat()
    assert (found.st_uid, found.st_gid) == (4711, 4712)
    assert not is_of_earlier_version(older.database)


def test_a_file_with_a_link_to_it_is_replaced_where_it_lies(older: Warehouse, tmp_path: Path) -> None:
    elsewhere = tmp_path / "large-disk" / "jobs.duckdb"
    elsewhere.parent.mkdir()
    older.database.rename(elsewhere)
    older.database.symlink_to(elsewhere)
    before = contents(older)
    bring_over(older, silent)
    assert older.database.is_symlink()
    assert not is_of_earlier_version(elsewhere)
    assert contents(older) == before


def leave_free_blocks(warehouse: Warehouse) -> int:
    """Fill the file and leave free blocks in the middle of it; its size without these."""
    with writer(warehouse, 1_000) as db:
        filled(db)
    at_once = bytes_of(warehouse)
    with writer(warehouse, 1_000) as db:
        db.execute("create table marts.other as select * from sentrion.job_versions")
        db.execute("checkpoint")
        db.execute("create table marts.last as select 1 as one")
        db.execute("checkpoint")
        db.execute("drop table marts.other")
    return at_once


def test_a_rewrite_that_fails_is_reported_once(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    leave_free_blocks(warehouse)
    with monkeypatch.context() as full:
        full.setattr(rewriting, "SPARE_BYTES", 2**60)
        give_back(warehouse)
        assert "There is no room to write it: " in capsys.readouterr().err
        full.setattr(rewriting, "SPARE_BYTES", 2**61)
        give_back(warehouse)
        assert capsys.readouterr().err == ""
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create macro marts.lowest() as 3; create table scores (score integer default marts.lowest())")
    give_back(warehouse)
    said = capsys.readouterr().err
    assert "A copy would not keep everything" in said
    assert "Scalar Function with name lowest does not exist" in said
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("drop table scores")
    give_back(warehouse)
    assert capsys.readouterr().err == ""
    assert not warehouse.rewrite_failed.exists()
    assert sizes(warehouse)[1] == 0


def test_a_rewrite_that_is_interrupted_says_so_each_time_and_the_next_one_makes_good(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise RuntimeError("Query interrupted") from KeyboardInterrupt()  # as DuckDB does

    leave_free_blocks(warehouse)
    before = contents(warehouse)
    with monkeypatch.context() as signalled:
        signalled.setattr(rewriting, "copy_database", interrupted)
        for _ in range(2):
            give_back(warehouse)
            assert "The rewriting of the file was interrupted; " in capsys.readouterr().err
    give_back(warehouse)
    assert contents(warehouse) == before
    assert sizes(warehouse)[1] == 0


def test_free_blocks_are_given_back(warehouse: Warehouse) -> None:
    at_once = leave_free_blocks(warehouse)
    used, free = sizes(warehouse)
    assert free > rewriting.FREE_SHARE * used
    before = contents(warehouse)
    give_back(warehouse)
    assert contents(warehouse) == before
    assert bytes_of(warehouse) <= 1.1 * at_once


@pytest.mark.long
def test_a_hundred_nights_leave_a_small_file(warehouse: Warehouse, tmp_path: Path) -> None:
    """Each night adds a package of versions and builds the marts from all of them."""
    first, each = 600, 20
    with writer(warehouse, 1_000) as db:
        filled(db, first)
    for night in range(100):
        begin = first + night * each
        with writer(warehouse) as db:
            add(db, begin, begin + each, str(night))
        with duckdb.connect(str(warehouse.database)) as db, db.cursor() as build:
            build.execute("begin; create table marts.next as select * from marts.facts where false")
            build.execute("insert into marts.next select version_id, 1, [city] from sentrion.job_versions")
            build.execute("drop table marts.facts; alter table marts.next rename to facts; commit")
        give_back(warehouse)
        if night == 9:
            after_ten = (bytes_of(warehouse), at_once(warehouse, tmp_path))
    assert after_ten[0] <= 1.3 * after_ten[1]
    assert bytes_of(warehouse) <= 1.3 * at_once(warehouse, tmp_path)


def at_once(warehouse: Warehouse, place: Path) -> int:
    """The size of a file that is written in one go with the same rows."""
    new = Warehouse(place / "new")
    shutil.rmtree(new.folder, ignore_errors=True)
    new.folder.mkdir()
    with writer(new, 1_000) as db:
        db.execute(f"attach '{warehouse.database}' as old (read_only)")
        db.execute("create schema sentrion; create schema marts")
        make_table(db.execute, JOB_VERSIONS)
        db.execute("insert into sentrion.job_versions from old.sentrion.job_versions")
        db.execute("create table marts.facts as from old.marts.facts")
        db.execute("detach old")
    return bytes_of(new)
