"""Ad-hoc SQL: statements run one after another, results are read in batches.

Every error is one sentence, and the line of the SQL that DuckDB points at.
"""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import duckdb

from jobhouse.errors import NothingYet, Stopped, UsageError
from jobhouse.nearest import did_you_mean
from jobhouse.warehouse.connect import fetch_from
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.model_files import mart_columns
from jobhouse.warehouse.over_lake import over_lake_in
from jobhouse.warehouse.serve.no_marts import earlier_marts, no_marts
from jobhouse.warehouse.serve.statement_result import StatementResult, columns_of
from jobhouse.warehouse.serve.statements import Statement, statements

if TYPE_CHECKING:
    from types import FrameType


_IS_NOT_THERE: Final = re.compile(r"\b(Table|Schema) with name\b")
"""How DuckDB says that a table is not there; other mistakes have nothing to do with what was built."""
_NAME: Final = re.compile(r"\w+")
_GUESS: Final = re.compile(r" (?=Did you mean|Candidate bindings)")
"""Before what DuckDB takes for the name that was meant."""
_LONGEST_ERROR: Final = 600
_POINTER: Final = "\n\nLINE "
_NO_OTHER_FILES: Final = (
    "jobhouse sql opens no file but the warehouse: to write a result, take --format parquet or csv and send it to a "
    "file with > FILE; to query other data beside it, use the copy of jobhouse publish in a DuckDB of your own"
)
_NO_TABLE: Final = re.compile(r"(?P<sentence>Catalog Error: Table with name (?P<name>\S+) does not exist\b[^!]*!)")
_TABLES_TO_QUERY: Final = """
select view_name from duckdb_views() where schema_name in ('marts', 'my', 'ops')
union
select if(schema_name = 'sentrion', 'sentrion.' || table_name, table_name)
from duckdb_tables() where schema_name in ('sentrion', 'my', 'ops')
"""
_ANY_MART: Final = """
select count(*) from (
    select table_name from duckdb_tables() where schema_name = 'marts'
    union all
    select view_name from duckdb_views() where schema_name = 'marts'
)
"""


def every_result(db: duckdb.DuckDBPyConnection, text: str) -> Iterator[StatementResult]:
    """Run all statements of a text in order; each result must be read before the next is taken."""
    found = statements(db, text)
    _refuse_writing(db, found)
    for statement in found:
        began = time.monotonic()
        statement.run(db)
        if statement.has_result:
            result = StatementResult(columns_of(db), statement, db).exact()
            yield replace(result, seconds=time.monotonic() - began)


def last_result(db: duckdb.DuckDBPyConnection, text: str) -> StatementResult:
    """Run all statements of a text in order, and return the result of the last.

    Raises:
        UsageError: the last statement has no result.
    """
    found = statements(db, text)
    _refuse_writing(db, found)
    for statement in found:
        statement.run(db)
    if not found or not found[-1].has_result:
        raise UsageError("The SQL ends with no query, so there is no result to write; end it with a select.")
    return StatementResult(columns_of(db), found[-1], db)


def _refuse_writing(db: duckdb.DuckDBPyConnection, found: list[Statement]) -> None:
    """Refuse what could write into a lake: DuckDB writes wherever it may read. Without a lake it may do neither.

    Raises:
        UsageError: a statement writes files.
    """
    writing = next((one for one in found if one.in_place_of_writing), None)
    if writing and over_lake_in(db):
        raise UsageError(
            f"jobhouse sql only reads, and this statement may write files: {writing.heading}; "
            f"{writing.in_place_of_writing}."
        )


def holds_nothing(text: str) -> bool:
    """Whether a text is empty, or holds comments alone."""
    try:
        return not duckdb.extract_statements(text)
    except duckdb.Error:  # it is no SQL, which is said with its place
        return False


def count_results(text: str) -> int:
    """How many results a text has; none where it is not SQL."""
    try:
        with duckdb.connect() as db:
            return sum(one.has_result for one in statements(db, text))
    except duckdb.Error:
        return 0


@contextmanager
def one_sentence_errors(warehouse: Warehouse, db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Raise our error, in one sentence, for what DuckDB raises within the block.

    Raises:
        UsageError: the SQL is wrong, refused, or too much for DuckDB.
        NothingYet: it asks for tables that the warehouse does not hold yet.
        Stopped: Ctrl-C ended the query.
    """
    try:
        yield
    except (duckdb.InternalException, duckdb.FatalException) as error:
        raise UsageError(f"DuckDB failed by a fault of its own ({_said(error)}); nothing was changed.") from error
    except duckdb.InterruptException:
        raise Stopped("Interrupted; the query was stopped, and nothing was changed.") from None
    except duckdb.PermissionException as error:
        raise UsageError(f"{_said(error)}; {_NO_OTHER_FILES}.") from None
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise _not_found(warehouse, db, error) from None
    except duckdb.Error as error:
        raise UsageError(_said(error) + _pointer(error)) from None


def _not_found(
    warehouse: Warehouse, db: duckdb.DuckDBPyConnection, error: duckdb.CatalogException | duckdb.BinderException
) -> UsageError:
    """The error for a table or column that is not there: not built yet, not by this version, or by none."""
    said = _said(error)
    without_guess = _GUESS.split(said)[0]
    columns = mart_columns(fetch_from(db))
    if columns.are_of_earlier_version and not columns.missing_names.isdisjoint(_NAME.findall(without_guess.lower())):
        why = earlier_marts(warehouse, db)
    elif not _has_marts(db) and _IS_NOT_THERE.search(str(error)):
        why = no_marts(warehouse, db)
    else:
        return UsageError(_with_nearest_table(said, db) + _pointer(error))
    return NothingYet(f"{str(why).removesuffix('.')} (DuckDB says: {without_guess}).")


def _has_marts(db: duckdb.DuckDBPyConnection) -> bool:
    row = db.execute(_ANY_MART).fetchone()
    return row is not None and row[0] > 0


def _said(error: duckdb.Error) -> str:
    """DuckDB's message on one line, without the SQL that it points at."""
    return " ".join(str(error).partition(_POINTER)[0].split())[:_LONGEST_ERROR]


def _pointer(error: duckdb.Error) -> str:
    """The line of the SQL that DuckDB points at, and the caret below it; nothing where it points at none."""
    _, found, lines = str(error).partition(_POINTER)
    if not found:
        return ""
    line, _, caret = lines.partition("\n")
    return f"\nLINE {line}\n{caret.partition(chr(10))[0]}"


def _with_nearest_table(said: str, db: duckdb.DuckDBPyConnection) -> str:
    """The message, with the tables that people query in place of DuckDB's one guess among all."""
    found = _NO_TABLE.match(said)
    if found is None:
        return said
    names = [f'"{name}"' for (name,) in db.execute(_TABLES_TO_QUERY).fetchall()]
    guess = did_you_mean(found["name"].rpartition(".")[2], names)
    return found["sentence"] + guess if guess else said


@contextmanager
def query_interruptible(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
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
