"""What Tab completes at the prompt: commands, tables, and the columns of the tables that the query names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from jobhouse.terminal.sql.catalog import Catalog, CatalogTable
from jobhouse.terminal.sql.display import MODES
from jobhouse.warehouse.folder import Warehouse

_WORD: Final = re.compile(r"[\w.]*$")
_TABLE_EXPECTED: Final = re.compile(r"\b(from|join|describe|summarize)\s+$", re.IGNORECASE)
_NAMED: Final = re.compile(r"(?<![\w.])(?P<table>[\w.]+)(?=(?:\s+(?:as\s+)?(?P<alias>[a-z_]\w*))?)", re.IGNORECASE)
_ARGUMENTS: Final = {
    ".mode": MODES,
    ".pager": ("on", "off"),
    ".width": ("all",),
    ".tables": ("all",),
}


@dataclass
class Names(Completer):
    """The names of the warehouse as they were when it was last opened."""

    commands: tuple[str, ...] = ()
    catalog: Catalog = field(default_factory=Catalog)

    @property
    def tables(self) -> list[str]:
        """All tables with their schemas."""
        return [table.full_name for table in self.catalog.tables]

    def read(self, warehouse: Warehouse) -> None:
        self.catalog = Catalog.read(warehouse)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        before = document.text_before_cursor
        if before.lstrip().startswith("."):
            return self._of_command(before.lstrip())
        return self._of_query(before, before.rpartition(";")[2] + document.text_after_cursor.partition(";")[0])

    def _of_command(self, before: str) -> Iterator[Completion]:
        command, space, argument = before.partition(" ")
        choices: Iterable[str] = self.commands if not space else _ARGUMENTS.get(command, ())
        if command == ".schema" and space:
            choices = _names_that_start(self.catalog.tables, argument.lower())
        typed = argument if space else command
        for choice in choices:
            if choice.startswith(typed.lower()):
                yield Completion(choice, -len(typed))

    def _of_query(self, before: str, query: str) -> Iterator[Completion]:
        word = _WORD.search(before)
        typed = word.group().lower() if word else ""
        is_table_expected = _TABLE_EXPECTED.search(before[: len(before) - len(typed)])
        if not is_table_expected:
            owner, _, start = typed.rpartition(".")
            for column in self._columns(query, owner):
                if column.lower().startswith(start):
                    yield Completion(column, -len(start))
        if typed or is_table_expected:
            for name in _names_that_start(self.catalog.tables, typed):
                yield Completion(name, -len(typed))

    def _columns(self, query: str, owner: str) -> list[str]:
        """Columns of the table or alias before the dot, else of all tables of the query, else of all there are."""
        named = _tables_named(query, self.catalog)
        tables = named.get(owner) or [table for tables in named.values() for table in tables] or self.catalog.tables
        return sorted({column.name for table in tables for column in table.columns})


def _names_that_start(tables: Iterable[CatalogTable], typed: str) -> list[str]:
    """Names without a schema, unless one is typed or needed."""
    short = [table.short_name for table in tables if typed and table.short_name.lower().startswith(typed)]
    inner = [table.full_name for table in tables if not table.is_queried and typed and table.name.startswith(typed)]
    full = [table.full_name for table in tables if table.full_name.lower().startswith(typed)]
    return list(dict.fromkeys([*(short or full), *inner]))


def _tables_named(query: str, catalog: Catalog) -> dict[str, list[CatalogTable]]:
    """The tables that a query names, by their names and aliases."""
    found: dict[str, list[CatalogTable]] = {}
    for one in _NAMED.finditer(query):
        tables = [table for table in catalog.tables if table.is_called(one["table"])]
        if "." not in one["table"]:
            tables = [table for table in tables if table.is_queried] or tables
        for name in (one["table"], one["alias"]) if tables else ():
            if name:
                found.setdefault(name.lower(), tables)
    return found
