"""The interactive SQL prompt. It opens the warehouse for each query only, so that loads go on while a person thinks."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import has_focus
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.sql import SqlLexer

from jobhouse.errors import JobhouseError
from jobhouse.warehouse.connect import analyst
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.query import examples

GREETING: Final = (
    "SQL ends with a semicolon; Tab completes. .tables  .schema NAME  .examples  .quit\n"
    "The prompt cannot change the warehouse. It opens the file again for each query, so temporary tables last for one."
)
_NAME: Final = re.compile(r"[\w.]+")
_WORD: Final = re.compile(r"[\w.]+$")
# without the tables that SQLMesh keeps below the views, and without dlt's own
_NAMES: Final = """
select schema_name || '.' || table_name as name, column_name
from duckdb_columns()
where not internal and schema_name not like 'sqlmesh%' and table_name not like '\\_dlt%' escape '\\'
order by schema_name != 'marts', name, column_index
"""
TABLES: Final = """
with everything as (
    select schema_name, table_name, comment from duckdb_tables() where not internal
    union all
    select schema_name, view_name, comment from duckdb_views() where not internal
)
select schema_name || '.' || table_name as name, comment as description
from everything
where schema_name not like 'sqlmesh%' and table_name not like '\\_dlt%' escape '\\'
order by schema_name != 'marts', name
"""
SCHEMA: Final = """
select column_name, data_type, comment as description
from duckdb_columns()
where
    schema_name not like 'sqlmesh%'
    and lower('{name}') in (lower(table_name), lower(schema_name || '.' || table_name))
order by schema_name, table_name, column_index
"""


@dataclass
class Names(Completer):
    """Completes table and column names; after `table.` or an alias, columns."""

    tables: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)

    def read(self, warehouse: Warehouse) -> None:
        with analyst(warehouse) as db:
            found = db.execute(_NAMES).fetchall()
        self.tables = list(dict.fromkeys(table for table, _ in found))
        self.columns = sorted({column for _, column in found})

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        word = _WORD.search(document.text_before_cursor)
        start = word.group().lower() if word else ""
        for table in self.tables:
            if table.startswith(start) or table.partition(".")[2].startswith(start or "."):
                yield Completion(table, -len(start))
        column_start = start.rpartition(".")[2]
        for column in self.columns:
            if column.lower().startswith(column_start):
                yield Completion(column, -len(column_start))


class QueryHistory(FileHistory):
    """The queries typed so far, in a file that its owner alone reads; those that begin with a space are left out."""

    def __init__(self, file: Path) -> None:
        file.touch(mode=0o600)
        super().__init__(str(file))

    def store_string(self, string: str) -> None:
        if not string.startswith(" "):
            super().store_string(string)


def history_of(warehouse: Warehouse) -> History:
    """The history of this warehouse, in its folder, so that it is deleted with the folder."""
    try:
        return QueryHistory(warehouse.folder / ".sql_history")
    except OSError:  # a warehouse of somebody else
        return InMemoryHistory()


def session_for(warehouse: Warehouse, names: Names) -> PromptSession[str]:
    return PromptSession(
        "jobs> ",
        multiline=True,
        prompt_continuation="  ... ",
        history=history_of(warehouse),
        completer=names,
        complete_while_typing=False,
        lexer=PygmentsLexer(SqlLexer),
        key_bindings=_enter_ends_a_statement(),
    )


def talk(warehouse: Warehouse, answer: Callable[[str], None]) -> None:
    """Prompt until `.quit` or Ctrl-D; `answer` runs SQL and shows its results.

    Raises:
        UsageError: there is no warehouse yet.
        Stopped: a load held the file too long at the start.
    """
    names = Names()
    names.read(warehouse)
    session = session_for(warehouse, names)
    _write(GREETING)
    while (text := _typed(session)) is not None:
        try:
            _run(text, answer)
            names.read(warehouse)
        except JobhouseError as error:
            _write(f"{error}\n")


def _typed(session: PromptSession[str]) -> str | None:
    """The text that was typed, or None at the end; Ctrl-C drops the line."""
    try:
        text = session.prompt().strip()
    except KeyboardInterrupt:
        return ""
    except EOFError:
        return None
    return None if text in (".quit", ".exit", ".q") else text


def _run(text: str, answer: Callable[[str], None]) -> None:
    command, _, name = text.rstrip(";").partition(" ")
    if not text.startswith("."):
        if text.strip("; \n"):
            answer(text)
    elif command == ".tables":
        answer(TABLES)
    elif command == ".schema" and _NAME.fullmatch(name.strip()):
        answer(SCHEMA.format(name=name.strip()))
    elif command == ".examples":
        _write(examples())
    else:
        _write(f"{text} is no command; the commands are .tables, .schema NAME, .examples and .quit.\n")


def _enter_ends_a_statement() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter", filter=has_focus(DEFAULT_BUFFER))
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        text = buffer.text.strip()
        if not text or text.endswith(";") or text.startswith("."):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return keys


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
