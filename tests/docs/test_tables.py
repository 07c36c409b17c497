"""Tables, columns, files and queries in the documents are those of a warehouse."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Final

import duckdb
import pytest

from jobhouse.warehouse.connect import analyst
from jobhouse.warehouse.folder import Warehouse
from tests.support.markdown import Page, code, page, pages, reference

QUALIFIED = re.compile(r"(?<![\w.])(marts|ops|sentrion)\.([a-z]\w*)")


@pytest.fixture(scope="module")
def tables(demo_warehouse: Path) -> dict[str, set[str]]:
    """The tables that users query, as schema.table, with their columns."""
    with analyst(Warehouse(demo_warehouse)) as db:
        found = db.execute(
            "select schema_name || '.' || table_name, list(column_name) from duckdb_columns() "
            "where schema_name in ('marts', 'ops', 'sentrion') group by all"
        ).fetchall()
    return {name: set(columns) for name, columns in found}


@pytest.mark.parametrize("schema", ["marts", "ops", "sentrion"])
def test_every_table_is_listed(schema: str, tables: dict[str, set[str]]) -> None:
    listed = {name for row in reference("tables").rows(f"table in schema `{schema}`") for name in code(row[0])}
    there = {name.partition(".")[2] for name in tables if name.startswith(f"{schema}.")}
    assert listed == {name for name in there if not name.startswith("_dlt")}


@pytest.mark.parametrize("each", pages(), ids=lambda each: each.path)
def test_tables_in_sentences_exist(each: Page, tables: dict[str, set[str]]) -> None:
    text = " ".join([*each.spans, *(block.text for block in each.blocks if block.language == "sql")])
    named = {f"{schema}.{name}" for schema, name in QUALIFIED.findall(text) if f"{schema}.{name}" not in NO_TABLES}
    assert named <= set(tables)


NO_TABLES = {"sentrion.searches"}
"""A section of the settings."""


def test_columns_on_the_page_of_tables_exist(tables: dict[str, set[str]]) -> None:
    columns = set.union(*tables.values())
    names = {name.partition(".")[2] for name in tables}
    said = {code(row[0])[0] for row in reference("tables").rows("outcome")}
    for span in reference("tables").spans:
        if re.fullmatch(r"_?[a-z]+(_[a-z]+)+", span) and span not in said:
            assert span in columns | names, span


FORMS = {"BOOLEAN": r"(is|has)_\w+", "DATE": r"\w+_date|date_day", "TIMESTAMP WITH TIME ZONE": r"\w+_at"}
"""Types, and how columns of them are called: the grammar in sql/README.md."""


def breaks_grammar(column: str, kind: str) -> bool:
    called = {other for other, form in FORMS.items() if re.fullmatch(form, column)}
    counts = column.endswith("_count") and kind not in ("BIGINT", "HUGEINT", "INTEGER")
    shares = column.endswith("_share") and kind != "DOUBLE"
    return called != ({kind} & set(FORMS)) or counts or shares


def test_columns_of_marts_follow_the_grammar(demo_warehouse: Path) -> None:
    with analyst(Warehouse(demo_warehouse)) as db:
        columns = db.execute(
            "select table_name, column_name, data_type from duckdb_columns() where schema_name in ('marts', 'ops')"
        ).fetchall()
    assert [(table, column) for table, column, kind in columns if breaks_grammar(column, kind)] == []


def test_a_column_that_breaks_the_grammar_is_found() -> None:
    assert breaks_grammar("remote", "BOOLEAN")
    assert breaks_grammar("is_remote", "VARCHAR")
    assert breaks_grammar("posting_count", "VARCHAR")
    assert not breaks_grammar("is_remote", "BOOLEAN")


def test_every_file_of_a_warehouse_folder_is_listed(demo_warehouse: Path) -> None:
    listed = {name.rstrip("/") for row in reference("warehouse-folder").rows("name") for name in code(row[0])}
    of_this_test = {"demo.txt", "done"}
    there = {re.sub(r"-(wal|shm)$", "", path.name) for path in demo_warehouse.iterdir()} - of_this_test
    assert {name for name in there if not name.startswith(".")} <= listed


def queries(each: Page) -> list[tuple[str, list[str]]]:
    """Each query with the columns of the answer that is printed after it."""
    blocks = each.blocks
    return [
        (query.text, answer.text.splitlines()[0].split())
        for query, answer in itertools.pairwise(blocks)
        if query.language == "sql" and answer.language == ""
    ]


@pytest.mark.parametrize(("query", "columns"), queries(page("README.md")))
def test_a_query_of_the_readme_gives_the_columns_that_it_shows(
    query: str, columns: list[str], demo_warehouse: Path
) -> None:
    with analyst(Warehouse(demo_warehouse)) as db:
        found = db.execute(query)
        assert [column[0] for column in found.description or ()] == columns


HELD: Final = {"README.md", *(f".github/docs/{name}.md" for name in ("lake", "growing", "dlt-source"))}
"""Pages whose queries other tests run: those above, and those that run queries on a lake and on a bucket."""


def statements(each: Page) -> list[str]:
    """The SQL of a page: what its blocks hold, without the head of a model, and what is handed to `jobhouse sql`."""
    blocks = [re.sub(r"^MODEL \(.*?\);", "", block.text) for block in each.blocks if block.language == "sql"]
    return [*blocks, *(query for block in each.blocks for query in re.findall(r'jobhouse sql "(\w[^"]+)"', block.text))]


@pytest.mark.parametrize("query", [query for each in pages() if each.path not in HELD for query in statements(each)])
def test_sql_in_the_reference_runs(query: str, demo_warehouse: Path) -> None:
    with analyst(Warehouse(demo_warehouse)) as db:
        assert db.execute(query).fetchall()


def test_the_readme_has_three_questions() -> None:
    assert len(queries(page("README.md"))) == 3


def test_a_repost_changes_nothing_of_the_pay_in_the_readme() -> None:
    query = next(query for query, columns in queries(page("README.md")) if "median_usd" in columns)
    with duckdb.connect() as db:
        db.execute("create schema marts")
        db.execute(
            "create table marts.postings as select i::varchar as job_id, job_id as opening_id, "
            "'mid' as seniority_level, date '2026-01-01' as post_date, "
            "1000 * i as salary_annual_usd_min, 1000 * i as salary_annual_usd_max "
            "from range(1, 4) as openings(i)"
        )
        db.execute(
            "insert into marts.postings select * replace ('x' as job_id, null as seniority_level) "
            "from marts.postings where job_id = '3'"
        )
        assert db.execute(query).fetchall() == [("mid", 3, 2_000)]
