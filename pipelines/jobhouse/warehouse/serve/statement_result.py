"""The result of a statement: its columns, and its rows in batches, as exact as DuckDB has them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import duckdb

from jobhouse.warehouse.serve.statements import Statement

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE: Final = 1_000
_CHANGED_BY_PYTHON: Final = re.compile(r"\b(INTERVAL|TIME_NS|TIMESTAMP_NS)\b")
_AS_TEXT: Final = {
    "interval": "#{}::varchar",
    "time_ns": "#{}::varchar",
    "timestamp_ns": "strftime(#{}, '%Y-%m-%dT%H:%M:%S.%n')",
}
_AS_JSON: Final = "to_json(#{})"
"""For lists, structs and maps that hold them."""


@dataclass(frozen=True)
class ResultColumn:
    """One column of a result; `kind` is the name of its DuckDB type without parameters, such as `decimal`."""

    name: str
    kind: str
    type_name: str = ""
    """The type as it is shown, such as `varchar[]`."""
    has_maps: bool = False
    """Whether its values are maps, or hold some: their keys may be of any type."""
    as_text: str | None = None
    """SQL for its values as text, with its number for `{}`, where Python has no values that are as exact."""


@dataclass(frozen=True)
class StatementResult:
    """The result of one statement, not read yet; it is lost once its connection runs the next statement."""

    columns: tuple[ResultColumn, ...]
    statement: Statement
    _db: duckdb.DuckDBPyConnection
    seconds: float = 0
    """How long it took until the first rows were there."""

    @property
    def heading(self) -> str:
        """What its statement asks for, on one line."""
        return self.statement.heading

    @property
    def subquery(self) -> str | None:
        """The SQL for use within brackets; None where it cannot stand there."""
        return self.statement.subquery

    def rows(self, at_once: int = ROWS_AT_ONCE) -> Iterator[list[tuple[Any, ...]]]:
        """The rows in batches."""
        while batch := self._db.fetchmany(at_once):
            yield batch

    def first_rows(self, count: int) -> list[tuple[Any, ...]]:
        return self._db.fetchmany(count)

    def arrow(self, rows_at_once: int) -> pa.RecordBatchReader:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # DuckDB 2.0 says that a query run only for Arrow is faster
            return self._db.to_arrow_reader(rows_at_once)

    def asked(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of another query, which ends this result."""
        return self._db.execute(sql).fetchall()

    def exact(self) -> StatementResult:
        """The same result, asked again with DuckDB's text for values that Python would change.

        Python's intervals know no months, and its times no nanoseconds.
        """
        if self.subquery is None or not any(column.as_text for column in self.columns):
            return self
        numbered = enumerate(self.columns, start=1)
        listed = ", ".join((column.as_text or "#{}").format(number) for number, column in numbered)
        wrapped = replace(self.statement, wrapped=f"select {listed} from (\n{self.subquery}\n)")  # noqa: S608 - SQL of the user
        try:
            wrapped.run(self._db)
        except duckdb.Error:  # it cannot stand within another
            self.run_again()
            return self
        columns = tuple(replace(one, kind="json") if one.as_text == _AS_JSON else one for one in self.columns)
        return replace(self, columns=columns, statement=wrapped)

    def run_again(self) -> None:
        """Begin the result anew."""
        self.statement.run(self._db)


def columns_of(db: duckdb.DuckDBPyConnection) -> tuple[ResultColumn, ...]:
    """The columns of the result that the connection holds."""
    return tuple(
        ResultColumn(name, _kind(kind), _shown(str(kind)), "MAP(" in str(kind), _as_text(kind))
        for name, kind, *_ in db.description or ()
    )


def _kind(kind: duckdb.sqltypes.DuckDBPyType) -> str:
    # JSON is text to the module, under another name
    return "json" if str(kind) == "JSON" else kind.id


def _as_text(kind: duckdb.sqltypes.DuckDBPyType) -> str | None:
    return _AS_TEXT.get(kind.id, _AS_JSON) if _CHANGED_BY_PYTHON.search(str(kind)) else None


def _shown(kind: str) -> str:
    """The type in lower case, without what a struct, a map or an enum holds."""
    name, bracket, rest = kind.lower().replace(" with time zone", "tz").partition("(")
    if not bracket or name == "decimal":
        return name + bracket + rest
    return name + rest[rest.rindex(")") + 1 :]
