"""`jobhouse sql`: where the SQL comes from, and the format in which its result goes to stdout."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Literal, cast

from jobhouse.errors import UsageError
from jobhouse.sanitize import CleanedBytes
from jobhouse.terminal import sql_export, sql_table
from jobhouse.warehouse.connect import analyst
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.query import every_answer, interruptible, last_answer, one_sentence_errors

ResultFormat = Literal["table", "csv", "json", "parquet"]
STDIN: Final = "-"


def answer_sql(warehouse: Warehouse, text: str, form: ResultFormat) -> None:
    """Run SQL and write its results: every one as a table, or the last one in another format.

    Raises:
        UsageError: wrong SQL, no SQL, or Parquet to a terminal.
        Stopped: Ctrl-C, or a load held the file too long.
    """
    if not text.strip():
        raise UsageError("There is no SQL to run; give a query, -f FILE, or pipe it in.")
    if form == "parquet" and sys.stdout.isatty():
        raise UsageError("Parquet is binary and would garble the terminal; send it to a file with > FILE.parquet.")
    with _until_stdout_closes(), analyst(warehouse) as db, interruptible(db), one_sentence_errors(warehouse, db):
        if form == "table":
            for number, result in enumerate(every_answer(db, text)):
                _write("\n" * bool(number) + sql_table.drawn(result, terminal_width()))
        else:
            sql_export.write(last_answer(db, text), form, _out(form))


def sql_given(query: str | None, file: Path | None) -> str | None:
    """The SQL from the argument, a file or a pipe; None where the prompt is to open.

    Raises:
        UsageError: both a query and a file are given, or the file cannot be read.
    """
    if query is not None and file is not None:
        raise UsageError("Give a query or -f FILE, not both.")
    if file is not None and str(file) != STDIN:
        return _text_of(file)
    if query not in (None, STDIN):
        return _as_unicode(query)
    if query is None and file is None and sys.stdin.isatty():
        return None
    return _decoded(sys.stdin.buffer.read(), "the piped text")


def _out(form: ResultFormat) -> BinaryIO:
    """Stdout; for CSV on a terminal, cleaned: a file or a program gets every character."""
    is_shown = form == "csv" and sys.stdout.isatty()
    return cast("BinaryIO", CleanedBytes(sys.stdout.buffer)) if is_shown else sys.stdout.buffer


def terminal_width() -> int | None:
    """Columns of the terminal; None where stdout is a file or a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


@contextmanager
def _until_stdout_closes() -> Iterator[None]:
    """End well where the reader of stdout closes it early, as `head` does; typer would exit with 1."""
    try:
        yield
    except BrokenPipeError:
        # Python flushes its buffer at exit, which must not fail again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _text_of(file: Path) -> str:
    try:
        return _decoded(file.read_bytes(), f"the file {file}")
    except OSError as error:
        raise UsageError(f"The file {file} cannot be read ({error.strerror}); name another with -f.") from None


def _decoded(text: bytes, origin: str) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"SQL is UTF-8 text, and {origin} is not.") from None


def _as_unicode(argument: str | None) -> str | None:
    """The argument, refused where it is not UTF-8: Python turns such bytes into surrogates, which nothing can store."""
    if argument is not None and not argument.isascii():
        _decoded(os.fsencode(argument), "the query")
    return argument


def _write(text: str) -> None:
    # a terminal of another encoding shows what it can
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
