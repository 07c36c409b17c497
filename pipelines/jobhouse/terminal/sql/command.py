"""`jobhouse sql`: where the SQL comes from, and where its results go."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from jobhouse.child_process import in_child
from jobhouse.errors import UsageError
from jobhouse.standard_streams import lead_nowhere
from jobhouse.terminal.pager import keeps_colours, page, pager
from jobhouse.terminal.sql.display import Display, ResultFormat
from jobhouse.terminal.sql.results import ResultTarget, refuse_unanswerable, screen_of, write_results
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.query import count_results

STDIN: Final = "-"


def answer_sql(
    warehouse: Warehouse, text: str, form: ResultFormat, display: Display | None = None, *, is_titled: bool = False
) -> None:
    """Run SQL in this process, and write its results to stdout.

    Raises:
        UsageError: wrong SQL, no SQL, or Parquet to a terminal.
        Stopped: Ctrl-C, or a load held the file too long.
    """
    refuse_unanswerable(text, form)
    screen = screen_of(is_scrolled=False)
    try:
        write_results(
            warehouse, text, ResultTarget(sys.stdout.buffer, form, display or Display.of(form), screen, is_titled)
        )
    except BrokenPipeError:  # the reader has seen enough, as `head` has, which is no error
        # Python flushes its buffer at exit, which must not fail again
        lead_nowhere(sys.stdout.fileno())


def show_sql(
    warehouse: Warehouse, text: str, form: ResultFormat, display: Display | None = None, *, is_titled: bool = False
) -> None:
    """Run SQL in a child process; a result that is larger than the screen goes through a pager.

    Raises:
        UsageError: wrong SQL, no SQL, or Parquet to a terminal.
        Stopped: Ctrl-C, or a load held the file too long.
    """
    display = display or Display.of(form)
    program = pager() if display.is_paged and count_results(text) == 1 else None
    if program is None:
        in_child(lambda: answer_sql(warehouse, text, form, display, is_titled=is_titled))
        return
    screen = screen_of(is_scrolled=True, has_colours=keeps_colours(program))
    with tempfile.TemporaryFile() as file:
        try:
            in_child(lambda: write_results(warehouse, text, ResultTarget(file, form, display, screen)))
        finally:
            page(file, program)


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
    """The argument as it was typed, in whatever encoding the locale made Python take it; refused if not UTF-8."""
    return argument if argument is None or argument.isascii() else _decoded(os.fsencode(argument), "the query")
