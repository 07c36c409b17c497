"""The interactive SQL prompt. It opens the warehouse for each query only, so that loads go on while a person thinks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from textwrap import fill
from typing import Final

from prompt_toolkit import PromptSession
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import has_focus
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.sql import SqlLexer

from jobhouse.errors import JobhouseError
from jobhouse.interrupts import EndedBySignal
from jobhouse.terminal.sql.commands import is_command
from jobhouse.terminal.sql.completion import Names
from jobhouse.terminal.sql.shell import BARE_COMMANDS, Shell
from jobhouse.warehouse.folder import Warehouse

GREETING: Final = "SQL ends with a semicolon. .tables lists the tables, .help the commands."


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
        enable_suspend=True,
        lexer=PygmentsLexer(SqlLexer),
        key_bindings=_enter_ends_a_statement(),
    )


def talk(warehouse: Warehouse, answer: Callable[[str], None] | None = None) -> None:
    """Prompt until `.quit` or Ctrl-D; `answer` runs SQL in place of the warehouse.

    Raises:
        UsageError: there is no warehouse yet.
        Stopped: a load held the file too long at the start.
    """
    shell = Shell(warehouse, answer)
    shell.names.read(warehouse)
    session = session_for(warehouse, shell.names)
    shell.write(GREETING)
    with suppress(EOFError):
        while True:
            _answer_one(shell, session)


def _answer_one(shell: Shell, session: PromptSession[str]) -> None:
    """Prompt once; Ctrl-C drops what was typed, and a mistake is said.

    Raises:
        EOFError: the prompt is to end.
        EndedBySignal: the program is to end.
    """
    try:
        shell.run(session.prompt().strip())
    except EndedBySignal:
        raise
    except KeyboardInterrupt:
        return
    except JobhouseError as error:
        if isinstance(error.__cause__, EndedBySignal):  # it came while the file was waited for
            raise error.__cause__ from None
        shell.write(f"{within(str(error), shell.width)}\n")


def within(said: str, width: int) -> str:
    """An error on the screen: words are not broken, and of a line of SQL the part around the caret is shown."""
    sentence, found, pointer = said.rpartition("\nLINE ")
    if not found:
        return _wrapped(said, width)
    line, _, caret = ("LINE " + pointer).partition("\n")
    begin = max(0, len(caret) - width * 2 // 3) if max(len(line), len(caret)) > width else 0
    return f"{_wrapped(sentence, width)}\n{line[begin : begin + width]}\n{caret[begin:]}"


def _wrapped(text: str, width: int) -> str:
    return fill(text, width, break_long_words=False, break_on_hyphens=False)


def _enter_ends_a_statement() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter", filter=has_focus(DEFAULT_BUFFER))
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        text = buffer.text.strip()
        is_for_us = text.startswith(".") or is_command(text.rpartition("\n")[2]) or text.lower() in BARE_COMMANDS
        if not text or text.endswith(";") or is_for_us:
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return keys
