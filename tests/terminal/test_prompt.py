"""The SQL prompt, driven through prompt_toolkit's own pipe input."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from jobhouse.errors import UsageError
from jobhouse.terminal.sql import answer_sql
from jobhouse.terminal.sql_prompt import Names, talk
from jobhouse.warehouse.folder import Warehouse
from tests.support.small_marts import marts

CTRL_C, CTRL_D = "\x03", "\x04"


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
    assert "-- 1. " in shown


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
        ("select * from fct", "marts.fct_job_postings"),
        ("select salary", "salary_min"),
        ("select p.salary", "salary_min"),
    ],
)
def test_completion_knows_tables_and_columns(before: str, expected: str, warehouse: Warehouse) -> None:
    names = Names()
    names.read(warehouse)
    offered = names.get_completions(Document(before), CompleteEvent())
    assert [choice.text for choice in offered] == [expected]


def test_history_is_private_and_leaves_out_what_begins_with_a_space(warehouse: Warehouse) -> None:
    typed(warehouse, "select 1;\r select 2;\r.quit\r")
    file = warehouse.folder / ".sql_history"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "select 1" in file.read_text()
    assert "select 2" not in file.read_text()


def test_a_warehouse_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing in the warehouse"):
        typed(Warehouse(tmp_path / "none"), ".quit\r")
