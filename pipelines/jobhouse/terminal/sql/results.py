"""Running SQL and writing its results: drawn for people, or exact for programs."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from jobhouse.errors import UsageError
from jobhouse.sanitize import CleanedBytes, clean
from jobhouse.terminal.sql import export, table
from jobhouse.terminal.sql.display import Display, ResultFormat
from jobhouse.terminal.sql.screen import Screen, shown
from jobhouse.warehouse.connect import analyst
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.query import (
    count_results,
    every_result,
    holds_nothing,
    last_result,
    one_sentence_errors,
    query_interruptible,
)
from jobhouse.warehouse.serve.statement_result import StatementResult

_PIPE: Final = Screen(width=100, has_colours=False, is_scrolled=True)
"""What records are drawn on in a file or a program."""


@dataclass(frozen=True)
class ResultTarget:
    """Where results go, and how."""

    out: BinaryIO
    form: ResultFormat
    display: Display
    screen: Screen | None
    """None for a file or a program."""
    is_titled: bool = False
    """Whether each of several results is headed by the comment above its query."""


def write_results(warehouse: Warehouse, text: str, target: ResultTarget) -> int | None:
    """Run SQL and write every result as it is drawn, or the last one in a format for programs.

    Returns how many rows a format for programs got; a drawing says itself how many there are.

    Raises:
        UsageError: wrong SQL, or a result that the format cannot hold.
        Stopped: Ctrl-C, or a load held the file too long.
    """
    with analyst(warehouse) as db, query_interruptible(db), one_sentence_errors(warehouse, db):
        match target.form:
            case "csv" | "json" | "markdown" | "parquet" as form:
                return export.write(last_result(db, text), form, _for_its_reader(target))
            case _:
                is_titled = target.is_titled and count_results(text) > 1
                for number, result in enumerate(every_result(db, text)):
                    title = f"{_title(result, target)}\n" if is_titled else ""
                    drawn = "\n" * bool(number) + title + _drawn(result, target)
                    target.out.write(drawn.encode(errors="replace"))
                    target.out.flush()
                return None


def _drawn(result: StatementResult, target: ResultTarget) -> str:
    if target.screen is not None:
        return shown(result, target.display, target.screen)
    if target.form == "record":
        display = Display(mode="record", most_rows=2 * table.MOST_ROWS)
        return shown(result, display, _PIPE)
    return table.drawn(result) + "\n"


def _title(result: StatementResult, target: ResultTarget) -> str:
    title = clean(result.heading)
    return f"\x1b[1m{title}\x1b[0m" if target.screen is not None and target.screen.has_colours else title


def _for_its_reader(target: ResultTarget) -> BinaryIO:
    """For a screen, without what steers a terminal; JSON writes such characters as escapes anyway."""
    if target.screen is not None and target.form in ("csv", "markdown"):
        return cast("BinaryIO", CleanedBytes(target.out))
    return target.out


def screen_of(*, is_scrolled: bool, has_colours: bool = True) -> Screen | None:
    """The terminal; None where stdout is a file or a pipe."""
    if not sys.stdout.isatty():
        return None
    shows_colours = not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"
    return Screen(shutil.get_terminal_size().columns, has_colours and shows_colours, is_scrolled)


def refuse_unanswerable(text: str, form: ResultFormat) -> None:
    """Refuse what no query can mend.

    Raises:
        UsageError: no SQL, a command of the prompt, or Parquet to a terminal.
    """
    if holds_nothing(text):
        raise UsageError("There is no SQL to run; give a query, -f FILE, or pipe it in.")
    if text.lstrip().startswith("."):
        command = text.split(maxsplit=1)[0]
        raise UsageError(
            f"{command} is no SQL; commands that begin with a dot are for the prompt, jobhouse sql. Without it "
            "and without --format, .tables, .schema NAME and .examples work alone; "
            "describe NAME and show tables are SQL."
        )
    if form == "parquet" and sys.stdout.isatty():
        raise UsageError("Parquet is binary and would garble the terminal; send it to a file with > FILE.parquet.")
