"""The program as the parser sees it: `--warehouse` before or after the command, and help that is never cut."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from shlex import quote
from typing import Any, Final

import typer
from typer.core import TyperGroup

from jobhouse.bug_log import installed_version

_WAREHOUSE: Final = "--warehouse"
_LONGEST_HELP: Final = 1_000
"""Characters of a command's line in the list of commands: no limit that a sentence meets."""


class Program(TyperGroup):
    """All commands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, warehouse_first(args))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands with the first sentence of their help, wrapped."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str(_LONGEST_HELP)) for name, one in found if one])


def warehouse_first(arguments: list[str]) -> list[str]:
    """The command line with each `--warehouse` before the command; after `--` nothing is an option."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    moved, rest, given = [], [], iter(arguments[:end])
    for one in given:
        if one == _WAREHOUSE and (folder := next(given, None)) is not None:
            moved += [one, folder]
        elif one.startswith(f"{_WAREHOUSE}="):
            moved.append(one)
        else:
            rest.append(one)
    return [*moved, *rest, *arguments[end:]]


def show_version(is_wanted: bool) -> None:
    """Print the version, and end."""
    if is_wanted:
        typer.echo(f"jobhouse {installed_version()}")
        raise typer.Exit


def as_called() -> str:
    """The running program as a shell finds it: by its name, by the path under which it was called, or as a module."""
    called = sys.argv[0]
    if Path(called).name == "__main__.py":
        return f"{quote(sys.executable)} -m jobhouse"
    found = shutil.which("jobhouse")
    is_on_path = found is not None and Path(found).resolve() == Path(called).resolve()
    return "jobhouse" if is_on_path or os.sep not in called else quote(called)
