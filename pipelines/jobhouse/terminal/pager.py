"""What is larger than the screen, through a pager: the one of $PAGER, or less, which scrolls sideways too."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO, Final

from rich.cells import cell_len

from jobhouse.interrupts import handled_by

_LESS: Final = "-RS"
"""Options of less: keep colours, and scroll sideways. Not -F, with which it may end before that."""
_LESS_OF_ITS_OWN: Final = "X"
"""Leave the text on the screen; only where the user has said nothing of less."""
_STYLES: Final = re.compile(r"\x1b\[[0-9;]*m")
_MOST_BYTES: Final = 200_000
"""Of what may fit on a screen."""


def pager() -> list[str] | None:
    """The program with its arguments; None where there is none, or the user wants none."""
    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        return None
    named = os.environ.get("PAGER")
    if named is None:
        found = shutil.which("less")
        return [found] if found else None
    try:
        words = shlex.split(named)
    except ValueError:
        return None
    return None if not words or Path(words[0]).name == "cat" or shutil.which(words[0]) is None else words


def keeps_colours(program: list[str] | None) -> bool:
    """Whether styles pass through; only of less is that known."""
    return program is None or Path(program[0]).name == "less"


def page(file: BinaryIO, program: list[str] | None) -> None:
    """Show a file: as it is where it fits on the screen, otherwise through the program."""
    file.seek(0)
    if program is None or _fits(file):
        _copy_to_stdout(file)
        return
    options = [_LESS] if Path(program[0]).name == "less" else []
    environment = {"LESS": _LESS_OF_ITS_OWN, **os.environ, "LESSCHARSET": "utf-8"}
    try:
        process = subprocess.Popen([*program, *options], stdin=file, env=environment)  # noqa: S603 - the user's own
    except OSError:
        _copy_to_stdout(file)
        return
    with handled_by(lambda *_: None, signal.SIGINT):  # Ctrl-C is for the pager, which gets it too
        process.wait()


def _fits(file: BinaryIO) -> bool:
    text = file.read(_MOST_BYTES + 1)
    file.seek(0)
    if len(text) > _MOST_BYTES:
        return False
    size = shutil.get_terminal_size()
    lines = _STYLES.sub("", text.decode(errors="replace")).splitlines()
    return len(lines) < size.lines - 1 and all(cell_len(line) <= size.columns for line in lines)


def _copy_to_stdout(file: BinaryIO) -> None:
    for part in file:
        write_past_cleaning(part.decode(errors="replace"))


def write_past_cleaning(text: str) -> None:
    """Write clean text with styles to stdout; a terminal of another encoding shows what it can."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(sys.stdout.encoding or "utf-8", "replace"))
    sys.stdout.buffer.flush()
