"""What one line at the prompt does: a command, or SQL whose result goes to the screen or to a file."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from rich.console import RenderableType

from jobhouse.counting import counted
from jobhouse.errors import UsageError
from jobhouse.terminal.pager import keeps_colours, page, pager, write_past_cleaning
from jobhouse.terminal.sql.command import show_sql
from jobhouse.terminal.sql.commands import COMMANDS, is_command, only_shows, run_command
from jobhouse.terminal.sql.completion import Names
from jobhouse.terminal.sql.display import Display
from jobhouse.terminal.sql.output import Output, UnwritableError
from jobhouse.terminal.sql.results import screen_of
from jobhouse.terminal.sql.screen import Screen
from jobhouse.warehouse.folder import Warehouse

BARE_COMMANDS: Final = {"exit": ".quit", "quit": ".quit", "help": ".help"}
"""Words that are no SQL and that other prompts take without a dot."""
_PIPE: Final = Screen(width=200, has_colours=False, is_scrolled=False)


@dataclass
class Shell:
    """The state of one prompt."""

    warehouse: Warehouse
    answer: Callable[[str], None] | None = None
    """What runs SQL in place of the warehouse."""
    display: Display = field(default_factory=lambda: Display(everything=".once FILE.csv; more: .rows N"))
    output: Output | None = None
    names: Names = field(default_factory=lambda: Names(tuple(name for command in COMMANDS for name in command.names)))

    @property
    def width(self) -> int:
        """Columns to draw on."""
        return shutil.get_terminal_size().columns if sys.stdout.isatty() else _PIPE.width

    def run(self, text: str) -> None:
        """Run what was typed.

        Raises:
            UsageError: wrong SQL, a wrong command, or one below unfinished SQL.
            Stopped: Ctrl-C, or a load held the file too long.
            EOFError: the prompt is to end.
        """
        bare = text.rstrip("; \n").lower()
        above, _, last = text.rpartition("\n")
        if text.startswith(".") or bare in BARE_COMMANDS:
            run_command(self, BARE_COMMANDS.get(bare, text))
        elif is_command(command := last.strip()):
            self._run_pasted(above.rstrip(), command)
        elif text.strip("; \n"):
            self.ask(text)
            self.names.read(self.warehouse)

    def _run_pasted(self, sql: str, command: str) -> None:
        """Run SQL and the command that stands below it."""
        if not sql.endswith(";"):
            raise UsageError(
                f"{command} was not run, nor the SQL above it, which is unfinished: end that with a semicolon; "
                "Up brings it back."
            )
        self.run(sql)
        self.run(command)

    def ask(self, sql: str) -> None:
        """Run SQL; its result goes to the screen, or to the file of `.once` or `.output`."""
        output = self.output
        if self.answer is not None:
            self.answer(sql)
        elif output is None:
            show_sql(self.warehouse, sql, self.display.mode, self.display)
        else:
            rows = self._written(output, sql)
            self.output = None if output.is_once else output  # a mistyped query has not used it up
            written = "Written" if rows is None else f"{counted(rows, 'row')} written"
            self.write(f"{written} to {output.path}.")

    def _written(self, output: Output, sql: str) -> int | None:
        try:
            return output.write(self.warehouse, sql, self.display.mode)
        except UnwritableError:
            self.output = None  # the next result goes to the screen again
            raise

    def show(self, *parts: RenderableType) -> None:
        """Show something drawn, through a pager where it is larger than the screen."""
        program = pager() if self.display.is_paged else None
        screen = screen_of(is_scrolled=False, has_colours=keeps_colours(program)) or _PIPE
        text = screen.text_of(*parts)
        if program is None:
            write_past_cleaning(text)
            return
        with tempfile.TemporaryFile() as file:
            file.write(text.encode())
            page(file, program)

    def write(self, text: str) -> None:
        """Write a line for the user."""
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def show_command(warehouse: Warehouse, text: str) -> bool:
    """Run a command that only shows something outside of the prompt, as in `jobhouse sql .tables`; False for any other.

    Raises:
        UsageError: what follows the name is wrong.
        Stopped: Ctrl-C, or a load held the file too long.
    """
    line = text.strip()
    if not only_shows(line):
        return False
    shell = Shell(warehouse)
    shell.names.read(warehouse)
    run_command(shell, line)
    return True
