"""The commands of the prompt, which begin with a dot."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

from jobhouse.errors import UsageError
from jobhouse.nearest import did_you_mean, end_with_guess
from jobhouse.terminal.sql.catalog import described
from jobhouse.terminal.sql.display import LIMIT_OF_ROWS, MODES
from jobhouse.terminal.sql.layout import GAP
from jobhouse.terminal.sql.output import Output
from jobhouse.warehouse.serve.query import examples

if TYPE_CHECKING:
    from jobhouse.terminal.sql.shell import Shell

_QUESTION: Final = re.compile(r"^-- (?P<number>\d+)\. (?P<question>.+)$", re.MULTILINE)
_KEYS: Final = (
    "SQL ends with a semicolon; Enter before that begins a new line. Tab completes commands, tables and the columns of "
    "the tables in the query. Up and Down go through the history, Ctrl-R searches it, Ctrl-C drops the line or stops "
    "the query. Tables of marts and ops need no schema. The prompt cannot change the warehouse; it opens the file for "
    "each query, so temporary tables last for one."
)


@dataclass(frozen=True)
class Command:
    """One command: how it is written, what it does, and the function that does it with what follows the name."""

    usage: str
    about: str
    run: Callable[[Shell, str], None]
    aliases: tuple[str, ...] = ()
    only_shows: bool = False
    """Whether it changes nothing of the prompt, so that it works without one."""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.usage.partition(" ")[0], *self.aliases)


def run_command(shell: Shell, text: str) -> None:
    """Run a line that begins with a dot.

    Raises:
        UsageError: there is no such command, or what follows it is wrong.
    """
    name, _, argument = text.rstrip("; ").partition(" ")
    if command := _command_named(name):
        return command.run(shell, argument.strip())
    near = did_you_mean(name, [one for command in COMMANDS for one in command.names])
    raise UsageError(f"{name} is no command.{near} .help lists the commands.")


def is_command(line: str) -> bool:
    """Whether a line is a command of the prompt, with or without what follows its name."""
    return _command_of(line) is not None


def only_shows(line: str) -> bool:
    """Whether a line is a command that only shows something: it needs no prompt. Several lines are none."""
    command = _command_of(line)
    return command is not None and command.only_shows and "\n" not in line


def _command_of(line: str) -> Command | None:
    return _command_named(line.rstrip("; ").partition(" ")[0])


def _command_named(name: str) -> Command | None:
    return next((command for command in COMMANDS if name in command.names), None)


def _help(shell: Shell, _argument: str) -> None:
    grid = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    grid.add_column(style="bold", no_wrap=True)
    for command in COMMANDS:
        grid.add_row(command.usage, command.about)
    shell.show(grid, Text(""), Text(_KEYS))


def _tables(shell: Shell, argument: str) -> None:
    if argument not in ("", "all"):
        raise UsageError(".tables takes nothing or all; .schema NAME shows one table.")
    note = "Columns: .schema NAME." + ("" if argument else " Raw and inner tables: .tables all.")
    shell.show(shell.names.catalog.listed(is_whole=argument == "all"), Text(note, "dim"))


def _schema(shell: Shell, argument: str) -> None:
    if not argument:
        raise UsageError("Name a table, such as .schema fct_job_postings; .tables lists them.")
    first, *others = shell.names.catalog.called(argument)
    also = f"Also called so: {', '.join(one.full_name for one in others)}." if others else ""
    shell.show(*described(first, shell.width), *([Text(also, "dim")] if also else []))


def _examples(shell: Shell, argument: str) -> None:
    titles = {found["number"]: found for found in _QUESTION.finditer(examples())}
    if not argument:
        grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
        grid.add_column(justify="right")
        for number, found in titles.items():
            grid.add_row(f"{number}.", found["question"])
        return shell.show(grid, Text(".examples N shows the query of question N and runs it.", "dim"))
    if argument not in titles:
        raise UsageError(f"There are the questions 1 to {len(titles)}, and no {argument}.")
    query = examples()[titles[argument].start() :].partition(";\n")[0] + ";"
    title, _, sql = query.partition("\n")
    shell.write(f"{fill(title, shell.width, subsequent_indent='-- ')}\n{sql}\n")
    return shell.ask(query)


def _mode(shell: Shell, argument: str) -> None:
    if not argument:
        return shell.write(f"The mode is {shell.display.mode}; there are {', '.join(MODES)}.")
    if argument not in MODES:
        raise UsageError(f"The modes are {', '.join(MODES)}{end_with_guess(argument, MODES)}")
    shell.display.mode = argument
    return None


def _width(shell: Shell, argument: str) -> None:
    whole = argument == "all"
    shell.display.widest = None if whole else _number(argument, ".width takes a number from 1 to 10,000, or all.")


def _rows(shell: Shell, argument: str) -> None:
    advice = ".rows takes a number from 1 to 10,000; .once FILE writes all rows."
    shell.display.most_rows = _number(argument, advice)


def _number(argument: str, advice: str) -> int:
    if not argument.isascii() or not argument.isdecimal() or not 1 <= int(argument) <= LIMIT_OF_ROWS:
        raise UsageError(advice)
    return int(argument)


def _pager(shell: Shell, argument: str) -> None:
    if argument not in ("on", "off"):
        raise UsageError(".pager takes on or off.")
    shell.display.is_paged = argument == "on"


def _output(shell: Shell, argument: str) -> None:
    shell.output = Output.named(argument, shell.warehouse, is_once=False) if argument else None


def _once(shell: Shell, argument: str) -> None:
    if not argument:
        raise UsageError("Name a file, such as .once answer.csv; its ending says the format.")
    shell.output = Output.named(argument, shell.warehouse, is_once=True)


def _quit(_shell: Shell, _argument: str) -> None:
    raise EOFError


COMMANDS: Final = (
    Command(
        ".tables [all]",
        "Tables of marts and ops with what they hold; all: raw and inner ones too",
        _tables,
        only_shows=True,
    ),
    Command(
        ".schema NAME", "What a table holds, and its columns with types and descriptions", _schema, only_shows=True
    ),
    Command(
        ".examples [N]",
        "Questions that the marts answer; N shows the query of one and runs it",
        _examples,
        only_shows=True,
    ),
    Command(
        ".mode NAME",
        "How results look: auto (a table, or records where it is wider than the screen), "
        "table, record, csv, json, markdown",
        _mode,
    ),
    Command(".width N|all", "Characters of the widest column; all: no text is clipped", _width),
    Command(".rows N", "Rows on the screen, half of them the last ones; every result says how many it has", _rows),
    Command(".pager on|off", "Whether $PAGER, or less, shows what is larger than the screen", _pager),
    Command(".once FILE", "Write the next result to a file, all of it: .csv, .json, .md, .parquet", _once),
    Command(".output [FILE]", "Write all following results to a file; without a name, to the screen again", _output),
    Command(".help", "This list", _help),
    Command(".quit", "Leave, as .exit, .q and Ctrl-D do", _quit, (".exit", ".q")),
)
