"""Ad-hoc SQL: statements run one after another, results are read in batches, and every error is one sentence."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import duckdb

from jobhouse.errors import Stopped, UsageError
from jobhouse.warehouse.folder import Warehouse

if TYPE_CHECKING:
    from types import FrameType

    import pyarrow as pa

ROWS_AT_ONCE: Final = 1_000
_LONGEST_ERROR: Final = 600
_ANY_MART: Final = """
select count(*) from (
    select table_name from duckdb_tables() where schema_name = 'marts'
    union all
    select view_name from duckdb_views() where schema_name = 'marts'
)
"""


@dataclass(frozen=True)
class Column:
    """One column of a result; `kind` is the name of its DuckDB type without parameters, such as `decimal`."""

    name: str
    kind: str


@dataclass(frozen=True)
class Answer:
    """The result of one statement, not read yet; it is lost once its connection runs the next statement."""

    columns: tuple[Column, ...]
    _db: duckdb.DuckDBPyConnection

    def rows(self, at_once: int = ROWS_AT_ONCE) -> Iterator[list[tuple[Any, ...]]]:
        """The rows in batches."""
        while batch := self._db.fetchmany(at_once):
            yield batch

    def first_rows(self, count: int) -> list[tuple[Any, ...]]:
        return self._db.fetchmany(count)

    def arrow(self, rows_at_once: int) -> pa.RecordBatchReader:
        return self._db.to_arrow_reader(rows_at_once)


def every_answer(db: duckdb.DuckDBPyConnection, text: str) -> Iterator[Answer]:
    """Run all statements of a text in order; each result must be read before the next is taken."""
    for statement in db.extract_statements(text):
        db.execute(statement)
        if _is_query(statement):
            yield Answer(_columns(db), db)


def last_answer(db: duckdb.DuckDBPyConnection, text: str) -> Answer:
    """Run all statements of a text in order, and return the result of the last.

    Raises:
        UsageError: the last statement has no result.
    """
    statements = db.extract_statements(text)
    for statement in statements:
        db.execute(statement)
    if not statements or not _is_query(statements[-1]):
        raise UsageError("The SQL ends with no query, so there is no result to write; end it with a select.")
    return Answer(_columns(db), db)


def _is_query(statement: duckdb.Statement) -> bool:
    return statement.expected_result_type == [duckdb.ExpectedResultType.QUERY_RESULT]


def _columns(db: duckdb.DuckDBPyConnection) -> tuple[Column, ...]:
    return tuple(Column(name, _kind(kind)) for name, kind, *_ in db.description or ())


def _kind(kind: duckdb.sqltypes.DuckDBPyType) -> str:
    # JSON is text to the module, under another name
    return "json" if str(kind) == "JSON" else kind.id


@contextmanager
def one_sentence_errors(warehouse: Warehouse, db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Translate DuckDB's errors into ours."""
    try:
        yield
    except (duckdb.InternalException, duckdb.FatalException) as error:
        raise UsageError(f"DuckDB failed by a fault of its own ({_said(error)}); nothing was changed.") from error
    except duckdb.InterruptException:
        raise Stopped("Interrupted; the query was stopped, and nothing was changed.") from None
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        if _has_marts(db):
            raise UsageError(_said(error)) from None
        raise UsageError(
            f"The warehouse {warehouse.folder} has no marts yet; run {warehouse.command('jobhouse transform')} "
            f"(DuckDB says: {_said(error)})."
        ) from None
    except duckdb.Error as error:
        raise UsageError(_said(error)) from None


def _has_marts(db: duckdb.DuckDBPyConnection) -> bool:
    row = db.execute(_ANY_MART).fetchone()
    return row is not None and row[0] > 0


def _said(error: duckdb.Error) -> str:
    """DuckDB's message on one line, without the SQL that it points at, which is wrong after the first statement."""
    return " ".join(str(error).partition("\n\nLINE ")[0].split())[:_LONGEST_ERROR]


@contextmanager
def interruptible(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Within the block, Ctrl-C stops the query, which raises InterruptException; a second one stops this program.

    Otherwise the duckdb module raises an error on Ctrl-C while the query runs on, and closing waits for it.
    """
    over = threading.Event()
    asking = threading.Thread(target=_interrupt_until, args=(db, over), daemon=True)

    def handle(number: int, frame: FrameType | None) -> None:
        if asking.ident is not None:
            signal.default_int_handler(number, frame)
        asking.start()

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        over.set()
        if asking.ident is not None:
            asking.join()


def _interrupt_until(db: duckdb.DuckDBPyConnection, over: threading.Event) -> None:
    """Interrupt again and again: between two statements an interrupt has no effect, and the next one would start."""
    while True:
        db.interrupt()
        if over.wait(0.1):
            return


def examples() -> str:
    """The questions and queries that `--examples` prints."""
    return files("jobhouse.warehouse.serve").joinpath("examples.sql").read_text(encoding="utf-8")
