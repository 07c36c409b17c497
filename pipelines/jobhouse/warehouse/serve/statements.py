"""The statements of a text: their SQL, their titles, and the lines on which they begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import duckdb

RESULT: Final = [duckdb.ExpectedResultType.QUERY_RESULT]
"""What DuckDB expects of a query."""
_COMMENT: Final = re.compile(r"--[ \t]*(?P<line>[^\n]*)|/\*(?P<block>.*?)\*/", re.DOTALL)
_ORDER: Final = re.compile(r"\border\s+by\b", re.IGNORECASE)
_TO_WRITE_A_RESULT: Final = "to write a result, take --format parquet or csv and send it to a file with > FILE"
_TO_COPY_ALL: Final = "jobhouse publish copies the marts into one file, and with --format parquet into a file for each"
_WRITING: Final = {
    duckdb.StatementType.ATTACH: (
        "to query another database beside this one, copy the marts with jobhouse publish, and attach both in a DuckDB "
        "of your own"
    ),
    duckdb.StatementType.COPY: _TO_WRITE_A_RESULT,
    duckdb.StatementType.COPY_DATABASE: _TO_COPY_ALL,
    duckdb.StatementType.EXPORT: _TO_COPY_ALL,
}
"""Statements that write files, or may, and what to do in their place."""
_RUNNING_ANOTHER: Final = frozenset((duckdb.StatementType.EXPLAIN, duckdb.StatementType.PREPARE))
"""Statements that hold another, which may write."""
_WRITING_FUNCTIONS: Final = frozenset(("enable_logging", "json_execute_serialized_sql", "query"))
"""Functions that write files, or run SQL that is put together from texts."""
_TOKEN: Final = re.compile(r'"(?:[^"]|"")*"|\w+|.|$', re.DOTALL)
_LINE: Final = re.compile(r"(?<=\nLINE )\d+(?=: )")


@dataclass(frozen=True)
class Statement:
    """One statement of a text."""

    sql: str
    """As it was written, with the comments before it and without its semicolon."""
    first_line: int
    """How many lines of the text stand before the statement."""
    parsed: duckdb.Statement
    """Its last part: DuckDB makes several of one, such as of PIVOT, and the last one has the result."""
    wrapped: str | None = None
    """SQL that is run in its place, with the statement as a subquery."""

    @property
    def has_result(self) -> bool:
        """Whether it is a query."""
        return self.parsed.expected_result_type == RESULT or self._is_several

    @property
    def is_explanation(self) -> bool:
        """Whether its result is a drawing of how DuckDB would answer."""
        return self.parsed.type == duckdb.StatementType.EXPLAIN

    @property
    def in_place_of_writing(self) -> str | None:
        """What to do in its place where it may write a file wherever DuckDB may read one; None where it may not."""
        if advice := _WRITING.get(self.parsed.type):
            return advice
        tokens = [token.lower() for token in self._tokens()]
        if self.parsed.type in _RUNNING_ANOTHER and "copy" in tokens:
            return _TO_WRITE_A_RESULT
        calls = {name.strip('"') for name, after in pairwise(tokens) if after == "("}
        found = sorted(calls & _WRITING_FUNCTIONS)
        return f"write the query without the function {found[0]}" if found else None

    def _tokens(self) -> list[str]:
        """The words and signs of the SQL, without comments."""
        text = self.sql.encode()
        begins = _token_begins(self.sql)
        return [
            _TOKEN.match(text[begin:end].decode(errors="replace"))[0]  # type: ignore[index]
            for begin, end in pairwise([*begins, len(text)])
        ]

    @property
    def title(self) -> str:
        """The comments above the statement, on one line."""
        found = _COMMENT.finditer(self.sql[: self._begin()])
        return " ".join(" ".join((one["line"] or one["block"] or "").split()) for one in found).strip()

    @property
    def heading(self) -> str:
        """The title, or the first line of the SQL where it has none."""
        return self.title or self.sql[self._begin() :].strip().partition("\n")[0]

    @property
    def has_order(self) -> bool:
        """Whether it says in which order its rows come, or is not a select and has one."""
        return self.subquery is None or bool(_ORDER.search(self.sql))

    @property
    def subquery(self) -> str | None:
        """The SQL for use within brackets; None where it is not a select."""
        return self._run if self.parsed.type == duckdb.StatementType.SELECT or self._is_several else None

    @property
    def _run(self) -> str:
        return self.wrapped or self.sql

    @property
    def _is_several(self) -> bool:
        """Whether DuckDB makes several statements of it and a query as the last, as 2.0 says of a PIVOT."""
        return self.parsed.type.name == "MULTI"

    def run(self, db: duckdb.DuckDBPyConnection) -> None:
        """Run it; an error names the line of the whole text."""
        try:
            db.execute(self._run)
        except duckdb.Error as error:
            raise _moved(error, self.first_line) from error

    def _begin(self) -> int:
        begins = _token_begins(self.sql)
        return len(self.sql.encode()[: begins[0]].decode()) if begins else 0


def statements(db: duckdb.DuckDBPyConnection, text: str) -> list[Statement]:
    """The statements of a text in their order.

    Raises:
        duckdb.ParserException: the text is not SQL.
    """
    db.extract_statements(text)  # an error names the line of the whole text
    return list(_each(db, text))


def _each(db: duckdb.DuckDBPyConnection, text: str) -> Iterator[Statement]:
    """One for each part between semicolons.

    DuckDB's own parts of a text are not what was written: of a PIVOT it keeps pieces of statements that it made of it.
    """
    lines = 0
    for sql in _between_semicolons(text):
        if parsed := db.extract_statements(sql):
            yield Statement(sql, lines, parsed[-1])
        lines += sql.count("\n")


def _token_begins(text: str) -> list[int]:
    """Where the words and signs of SQL begin, in bytes; from DuckDB 2.0 on, comments are among its tokens."""
    return [offset for offset, kind in duckdb.tokenize(text) if kind.name != "comment"]


def _between_semicolons(text: str) -> Iterator[str]:
    content, begin = text.encode(), 0
    ends = [offset for offset in _token_begins(text) if content[offset : offset + 1] == b";"]
    for end in [*ends, len(content)]:
        yield content[begin:end].decode()
        begin = end + 1


def _moved(error: duckdb.Error, lines: int) -> duckdb.Error:
    said = str(error)
    moved = _LINE.sub(lambda found: str(int(found.group()) + lines), said, count=1)
    return error if moved == said else type(error)(moved)
