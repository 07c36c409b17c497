"""`jobhouse sql` as a person meets it: at terminals of 60, 80 and 120 columns, with and without a pager."""

from __future__ import annotations

import shutil
from pathlib import Path
from shlex import quote

import pytest
from rich.cells import cell_len

from jobhouse.warehouse.folder import Warehouse
from tests.support.small_marts import jobhouse, marts
from tests.support.terminals import at_terminal

LONG = "select range as n, 'row ' || range as text from range(100000)"
WIDE = "select " + ", ".join(f"'value {number}' as column_of_some_length_{number}" for number in range(14))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return marts(tmp_path_factory.mktemp("sql") / "w")


def answered(warehouse: Warehouse, *arguments: str, columns: int = 80, pager: str = "cat", rows: int = 200) -> str:
    named = ("--warehouse", str(warehouse.folder))
    with at_terminal(*named, "sql", *arguments, columns=columns, rows=rows, env={"PAGER": pager}) as terminal:
        return terminal.to_the_end()


def recorder(folder: Path) -> tuple[str, Path]:
    """A pager that keeps what it is given, and the file in which it does."""
    script, seen = folder / "my pager", folder / "seen"
    script.write_text(f"#!/bin/sh\ncat > {quote(str(seen))}\n")
    script.chmod(0o755)
    return quote(str(script)), seen


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_result_that_is_wider_than_the_terminal_becomes_records(columns: int, warehouse: Warehouse) -> None:
    shown = answered(warehouse, WIDE, columns=columns)
    lines = shown.splitlines()
    assert lines[0] == "── 1 of 1 ".ljust(columns, "─")
    assert [line.split()[-1] for line in lines[1:15]] == [str(number) for number in range(14)]
    assert all(cell_len(line) <= columns for line in lines)


def test_a_long_result_shows_its_ends_and_the_true_count(warehouse: Warehouse) -> None:
    shown = answered(warehouse, LONG)
    assert "row 0\n" in shown
    assert "row 19\n" in shown
    assert "row 20\n" not in shown
    assert "row 99979\n" not in shown
    assert "row 99980\n" in shown
    assert "100,000 rows; shown: the first 20 and the last 20" in shown


def test_what_fits_on_the_screen_needs_no_pager(warehouse: Warehouse, tmp_path: Path) -> None:
    pager, seen = recorder(tmp_path)
    assert "42" in answered(warehouse, "select 42 as answer", pager=pager)
    assert not seen.exists()


def test_what_is_larger_than_the_screen_goes_through_the_pager(warehouse: Warehouse, tmp_path: Path) -> None:
    pager, seen = recorder(tmp_path)
    assert "row" not in answered(warehouse, LONG, pager=pager, rows=24)
    assert "100,000 rows" in seen.read_text()
    assert "\x1b" not in seen.read_text()  # whether this pager can show colours is not known


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not on this machine")
def test_a_table_in_less_is_not_cut_and_scrolls_sideways(warehouse: Warehouse) -> None:
    named = ("--warehouse", str(warehouse.folder), "sql", "--format", "table")
    with at_terminal(*named, WIDE, columns=60) as terminal:
        assert "column_of_some_length_0" in terminal.until("value 0")
        before = len(terminal.sent)
        terminal.type("\x1bOC" * 6)
        assert "column_of_some_length_7" in terminal.until("column_of_some_length_7", before)
        terminal.type("q")
        terminal.to_the_end()
    assert terminal.process.returncode == 0


def test_records_in_a_pipe_have_no_colours_and_no_pager(warehouse: Warehouse) -> None:
    shown = jobhouse(warehouse, "sql", "select 1 as a, null as b, '' as c", "--format", "record").stdout.decode()
    lines = [line.split() for line in shown.splitlines()[1:]]
    assert lines == [["a", "integer", "1"], ["b", "integer", "NULL"], ["c", "varchar", "''"], ["1", "row"]]


def test_programs_get_results_as_before(warehouse: Warehouse, tmp_path: Path) -> None:
    pager, seen = recorder(tmp_path)
    rows = answered(warehouse, "from range(3000)", "--format", "csv", pager=pager).splitlines()
    assert rows == ["range", *map(str, range(3000))]
    assert not seen.exists()


def test_a_file_with_several_queries_shows_each_with_its_title(warehouse: Warehouse) -> None:
    Path("questions.sql").write_text(
        "-- 1. How many?\nselect 1 as a;\n\n-- Which\n-- of them?\nselect 2 as b;\nselect 3"
    )
    shown = answered(warehouse, "-f", "questions.sql")
    assert [line for line in shown.splitlines() if "?" in line or "select" in line] == [
        "1. How many?", "Which of them?", "select 3",
    ]  # fmt: skip


def test_the_prompt_answers_without_schemas_and_with_true_counts(warehouse: Warehouse) -> None:
    named = ("--warehouse", str(warehouse.folder))
    with at_terminal(*named, "sql", columns=80, env={"PAGER": "cat"}) as terminal:
        terminal.until("jobs>")
        terminal.ask("from fct_job_postings;", "1,000 rows; shown: the first 10 and the last 10")
        terminal.ask("show tables;", "fct_job_postings")
        terminal.ask("describe fct_job_postings;", "job_title")
        terminal.ask(".mode table", ".mode table")
        terminal.ask("from fct_job_postings;", "1,000 rows; shown: the first 20 and the last 20")
        terminal.type(".quit\r")
        terminal.to_the_end()
    assert terminal.process.returncode == 0
