"""The SQL prompt, driven through prompt_toolkit's own pipe input."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from jobhouse.errors import Interrupted, UsageError
from jobhouse.interrupts import EndedBySignal
from jobhouse.terminal.sql.catalog import Catalog, CatalogColumn, CatalogTable, described
from jobhouse.terminal.sql.command import answer_sql
from jobhouse.terminal.sql.commands import COMMANDS
from jobhouse.terminal.sql.completion import Names
from jobhouse.terminal.sql.prompt import talk, within
from jobhouse.terminal.sql.screen import Screen
from jobhouse.terminal.sql.shell import Shell
from jobhouse.warehouse.folder import Warehouse
from tests.support.small_marts import marts

CTRL_C, CTRL_D, CTRL_Z = "\x03", "\x04", "\x1a"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return marts(tmp_path / "w", jobs=10)


def typed(warehouse: Warehouse, keys: str, answer: Callable[[str], None] | None = None) -> list[str]:
    """Type keys at the prompt; the SQL that came out."""
    asked: list[str] = []
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        talk(warehouse, answer or asked.append)
    return asked


def test_enter_goes_on_until_a_semicolon(warehouse: Warehouse) -> None:
    assert typed(warehouse, "select 1\r+ 1;\r.quit\r") == ["select 1\n+ 1;"]


def test_ctrl_c_drops_what_was_typed_and_ctrl_d_ends(warehouse: Warehouse) -> None:
    assert typed(warehouse, f"select nons{CTRL_C}select 2;\r{CTRL_D}") == ["select 2;"]


def test_ctrl_z_gives_the_terminal_back_to_the_shell_and_leaves_what_was_typed(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[str] = []
    monkeypatch.setattr(Application, "suspend_to_background", lambda app: stopped.append(app.current_buffer.text))
    assert typed(warehouse, f"select {CTRL_Z}1;\r{CTRL_D}") == ["select 1;"]
    assert stopped == ["select "]


def test_a_signal_that_ends_the_program_ends_the_prompt(warehouse: Warehouse) -> None:
    def end(_sql: str) -> None:
        raise EndedBySignal

    with pytest.raises(EndedBySignal):
        typed(warehouse, "select 1;\rselect 2;\r", end)


def test_a_signal_that_ends_the_program_ends_the_prompt_while_it_waits_for_the_file(warehouse: Warehouse) -> None:
    def wait(_sql: str) -> None:
        raise Interrupted("Interrupted while waiting for the file") from EndedBySignal()

    with pytest.raises(EndedBySignal):
        typed(warehouse, f"select 1;\r{CTRL_D}", wait)


@pytest.mark.parametrize("word", ["exit", "quit", "QUIT;"])
def test_the_prompt_is_left_by_the_words_of_other_prompts(word: str, warehouse: Warehouse) -> None:
    assert typed(warehouse, f"{word}\rselect 1;\r{CTRL_C}{CTRL_D}") == []


def test_help_needs_no_dot(warehouse: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(warehouse, f"help\r{CTRL_C}{CTRL_D}") == []
    assert ".schema NAME" in capsys.readouterr().out


def test_a_command_of_the_prompt_is_no_query(warehouse: Warehouse) -> None:
    with pytest.raises(UsageError, match=r"^\.schema is no SQL; commands that begin with a dot are for the prompt"):
        answer_sql(warehouse, " .schema postings", "table")


def test_a_mistake_is_said_and_the_prompt_goes_on(warehouse: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    keys = "selec;\r.nonsense\rselect 40 + 2 as answer;\r.tables\r.schema fct_job_postings\r.examples\r.quit\r"
    typed(warehouse, keys, lambda sql: answer_sql(warehouse, sql, "table"))
    shown = capsys.readouterr().out
    assert "syntax error" in shown
    assert ".nonsense is no command" in shown
    assert "42" in shown
    assert "marts.fct_job_postings  One posting; an analyst's table" in shown
    assert 'Key of the "posting"' in shown
    assert "sqlmesh__" not in shown
    assert "1. How many jobs" in shown


def test_the_file_is_free_while_the_prompt_waits(warehouse: Warehouse) -> None:
    def load(_sql: str) -> None:
        with duckdb.connect(str(warehouse.database)) as db:
            db.execute("create table marts.arrived as select 1 as fresh_column")

    typed(warehouse, "select 1;\r.quit\r", load)
    names = Names()
    names.read(warehouse)
    assert "marts.arrived" in names.tables


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("select * from marts.fct", "marts.fct_job_postings"),
        ("select * from fct", "fct_job_postings"),
        ("select salary", "salary_min"),
        ("select p.salary", "salary_min"),
    ],
)
def test_completion_knows_tables_and_columns(before: str, expected: str, warehouse: Warehouse) -> None:
    names = Names()
    names.read(warehouse)
    offered = names.get_completions(Document(before), CompleteEvent())
    assert [choice.text for choice in offered] == [expected]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select p| from fct_job_postings", ["place", "post_date"]),
        ("select st| from coverage_daily", ["status"]),
        ("select * from coverage_daily where st|", ["status"]),
        ("select c.| from fct_job_postings as p, coverage_daily as c", ["day", "status"]),
        ("select * from fct_job_postings; select | from coverage_daily", ["day", "status"]),
        ("select * from co|", ["coverage_daily"]),
        ("select * from sentrion.|", ["sentrion.job_versions"]),
        (".sch|", [".schema"]),
        (".schema cov|", ["coverage_daily"]),
        (".mode m|", ["markdown"]),
        (".width a|", ["all"]),
        (".rows a|", []),
    ],
)
def test_completion_knows_what_the_query_names(query: str, expected: list[str], warehouse: Warehouse) -> None:
    names = Names((".schema", ".tables"))
    names.read(warehouse)
    before, _, after = query.partition("|")
    offered = names.get_completions(Document(before + after, len(before)), CompleteEvent())
    assert [choice.text for choice in offered] == expected


def said(warehouse: Warehouse, capsys: pytest.CaptureFixture[str], *lines: str) -> str:
    """What the prompt shows for these lines."""
    capsys.readouterr()
    typed(warehouse, "\r".join([*lines, ".quit"]) + "\r", lambda sql: answer_sql(warehouse, sql, "auto"))
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (".tabels", ".tabels is no command. Did you mean .tables? .help lists"),
        (".schema fct_posting", "There is no table fct_posting. Did you mean fct_job_postings?"),
        (".schema post_date", "post_date is a column of fct_job_postings."),
        (".schema", "Name a table"),
        (".mode recrod", "did you mean record?"),
        (".mode", "The mode is auto"),
        (".rows all", ".rows takes a number from 1 to 10,000; .once FILE writes all rows."),
        (".width 0", ".width takes a number from 1 to 10,000, or all."),
        (".examples 99", "There are the questions 1 to 16, and no 99."),
        (".once none/x.csv", "cannot be written"),
        ("select 1\r.tables", ".tables was not run, nor the SQL above it, which is unfinished"),
        ("select 1;\n.nonsense", ".nonsense is no command."),
        (".output x.parquet", "A Parquet file holds one result; use .once FILE."),
        (".output x.json", "A JSON file holds one result; use .once FILE."),
    ],
)
def test_a_wrong_command_says_what_is_right(
    line: str, answer: str, warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer in said(warehouse, capsys, line)


def test_help_lists_every_command(warehouse: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(warehouse, capsys, ".help")
    assert all(f"{command.usage}  " in shown for command in COMMANDS)


def test_tables_lists_marts_and_ops_and_all_lists_the_rest(
    warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = said(warehouse, capsys, ".tables")
    assert "ops.coverage_daily      One day" in shown
    assert "sentrion" not in shown
    assert "sentrion.job_versions" in said(warehouse, capsys, ".tables all")


def test_marts_of_the_user_are_listed_and_queried_like_ours(
    warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create schema my; create table my.salaries as select 42 as n")
    shown = said(warehouse, capsys, ".tables", "from salaries;")
    assert "my.salaries" in shown
    assert "42" in shown


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_description_is_wrapped_and_never_cut(width: int) -> None:
    text = "word " * 100 + "end"
    column = CatalogColumn("a_name", "struct(" + "a integer, " * 20 + "z integer)", text)
    parts = described(CatalogTable("marts", "t", text, (column,)), width)
    drawn = Screen(width, has_colours=False, is_scrolled=False).text_of(*parts)
    assert drawn.split().count("word") == 200
    assert drawn.split().count("end") == 2
    assert max(map(len, drawn.splitlines())) <= width


def test_no_name_or_description_steers_the_terminal() -> None:
    column = CatalogColumn("a\x1b[2J", "enum('\x1b[2J')", "\u202edescription")
    table = CatalogTable("marts", "t\x1b[2J", "\x1b[2J", (column,))
    for width in (60, 120):
        drawn = Screen(width, has_colours=False, is_scrolled=False)
        shown = drawn.text_of(*described(table, width), Catalog((table,)).listed(is_whole=True))
        assert not set("\x1b\u202e") & set(shown)


def test_an_example_is_shown_and_run(warehouse: Warehouse) -> None:
    (query,) = typed(warehouse, ".examples 2\r.quit\r")
    assert query.startswith("-- 2. ")
    assert query.count(";") == 1


@pytest.mark.parametrize("number", [2, 5])
def test_an_example_is_no_wider_than_the_screen(
    number: int, warehouse: Warehouse, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shell, "width", 80)
    typed(warehouse, f".examples {number}\r.quit\r")
    shown = capsys.readouterr().out.splitlines()
    assert f"-- {number}. " in "\n".join(shown)
    assert max(map(len, shown)) <= 80


def test_once_writes_one_result_and_output_all_that_follow(
    warehouse: Warehouse, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(f".once {tmp_path}/one.csv\rselect 1 as a;\rselect 'screen';\r.mode json\r")
        pipe.send_text(f".output {tmp_path}/all.txt\rselect 2 as b;\rselect 3 as c;\r.output\rselect 'again';\r.quit\r")
        talk(warehouse)
    assert (tmp_path / "one.csv").read_text() == "a\n1\n"
    assert [json.loads(part) for part in (tmp_path / "all.txt").read_text().split("\n\n")] == [[{"b": 2}], [{"c": 3}]]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.txt", "one.csv", "w"]


@pytest.mark.parametrize(
    ("name", "rows", "written"),
    [
        ("some.csv", 2_500, "2,500 rows written"),
        ("one.md", 1, "1 row written"),
        ("none.json", 0, "0 rows written"),
        ("some.json", 3, "3 rows written"),
        ("some.parquet", 2_500, "2,500 rows written"),
        ("drawn.txt", 3, "Written"),  # a table says itself how many rows there are
    ],
)
def test_a_file_is_reported_with_its_rows(
    name: str, rows: int, written: str, warehouse: Warehouse, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / name
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(f".once {file}\rfrom range({rows});\r.quit\r")
        talk(warehouse)
    assert capsys.readouterr().out.splitlines()[-1] == f"{written} to {file}."


def test_a_query_that_fails_leaves_the_file_as_it_was_for_the_next_one(
    warehouse: Warehouse, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "kept.csv"
    file.write_text("before")
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(f".once {file}\rselect nothing;\r.quit\r")
        talk(warehouse)
    assert file.read_text() == "before"
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(f".once {file}\rselect nothing;\rselect 1 as one;\rselect 'screen';\r.quit\r")
        talk(warehouse)
    assert file.read_text() == "one\n1\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.csv", "w"]


def test_a_file_that_cannot_be_written_takes_no_further_result(
    warehouse: Warehouse, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "gone").mkdir()
    shell = Shell(warehouse)
    shell.run(f".once {tmp_path / 'gone' / 'x.csv'}")
    (tmp_path / "gone").rmdir()
    with pytest.raises(UsageError, match="cannot be written"):
        shell.run("select 'file';")
    shell.run("select 'screen';")
    assert "screen" in capfd.readouterr().out


def test_no_result_is_written_into_the_warehouse(warehouse: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    before = warehouse.database.read_bytes()
    assert "lies in the warehouse" in said(warehouse, capsys, f".once {warehouse.database}", "select 1;")
    assert warehouse.database.read_bytes() == before


def test_only_files_are_replaced_by_a_result(
    warehouse: Warehouse, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    device = tmp_path / "device"
    os.mkfifo(device)
    assert "cannot be written" in said(warehouse, capsys, f".once {device}")
    assert stat.S_ISFIFO(device.stat().st_mode)


@pytest.mark.parametrize("width", [40, 60, 200])
def test_the_caret_stays_below_what_it_points_at(width: int) -> None:
    line = "LINE 1: select " + "a, " * 20 + "nothing from t"
    error = "Binder Error: nothing is not there\n" + line + "\n" + " " * line.index("nothing") + "^"
    *_, shown, caret = within(error, width).splitlines()
    assert shown[caret.index("^") :].startswith("nothing")
    assert max(len(shown), len(caret)) <= width


def test_history_is_private_and_leaves_out_what_begins_with_a_space(warehouse: Warehouse) -> None:
    typed(warehouse, "select 1;\r select 2;\r.quit\r")
    file = warehouse.folder / ".sql_history"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "select 1" in file.read_text()
    assert "select 2" not in file.read_text()


def test_a_warehouse_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing in the warehouse"):
        typed(Warehouse(tmp_path / "none"), ".quit\r")
