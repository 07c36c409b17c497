"""The files that dlt reads settings from, read before dlt does: what is wrong with one is said with its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import tomlkit
from dlt.common.runtime.run_context import RunContext
from tomlkit.exceptions import (
    EmptyKeyError,
    InvalidCharInStringError,
    InvalidControlChar,
    InvalidDateError,
    InvalidDateTimeError,
    InvalidNumberError,
    InvalidNumberOrDateError,
    InvalidTimeError,
    ParseError,
    TOMLKitError,
    UnexpectedCharError,
    UnexpectedEofError,
)

from jobhouse.errors import UsageError

NAMES: Final = ("secrets.toml", "config.toml")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_NUMBERS: Final = (
    InvalidNumberError, InvalidNumberOrDateError, InvalidDateError, InvalidDateTimeError, InvalidTimeError,
)  # fmt: skip
_TEXTS: Final = (InvalidCharInStringError, InvalidControlChar)


def check_settings_files() -> dict[Path, Mapping[str, Any]]:
    """Read the settings' files of this folder and of the user; returns what they hold, by path.

    Raises:
        UsageError: one cannot be read, is not UTF-8, or is no TOML; with its line and column.
    """
    return {file: _check(file) for file in _files()}


def _files() -> list[Path]:
    """Every file that dlt would read, whether it is there or not."""
    context = RunContext(".")  # the current one cannot be asked: dlt reads the files to make it
    return [Path(folder) / name for folder in (context.settings_dir, context.global_dir) for name in NAMES]


def _check(file: Path) -> Mapping[str, Any]:
    try:
        content = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except IsADirectoryError:
        raise UsageError(f"{file} is a folder; move it away and make a file of that name.") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}); mend that, since it holds settings.") from None
    if content.startswith(_BYTE_ORDER_MARK):
        raise UsageError(f"{file}, line 1, column 1: a byte order mark; save the file as UTF-8 without one.")
    return _check_toml(file, _decoded(file, content))


def _decoded(file: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise UsageError(
            f"{file}, line {line}, column {column}: the byte 0x{content[error.start]:02x} is not UTF-8; "
            "save the file as UTF-8."
        ) from None


def _check_toml(file: Path, text: str) -> Mapping[str, Any]:
    try:
        return tomlkit.parse(text)
    except ParseError as error:
        raise UsageError(f"{file}, line {error.line}, column {error.col + 1}: {_said(error)}.") from None
    except TOMLKitError as error:  # a name that comes twice in a table: the place is not told
        line, column = _place(text, type(error))
        raise UsageError(f"{file}, line {line}, column {column}: {_said(error)}.") from None
    except RecursionError:
        raise UsageError(f"{file} nests tables or lists too deeply; make it flatter.") from None


def _place(text: str, kind: type[TOMLKitError]) -> tuple[int, int]:
    """The first line that raises an error of that kind, and where its text begins."""
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines, start=1):
        try:
            tomlkit.parse("".join(lines[:number]))
        except ParseError:
            continue  # in the middle of a value
        except kind:
            return number, len(line) - len(line.lstrip()) + 1
    return len(lines), 1


def _said(error: TOMLKitError) -> str:
    """What is wrong there. No more of the line is quoted than one character: it may hold the key."""
    match error:
        case UnexpectedEofError():
            return "the file ends in the middle of a value; close its quotes and brackets"
        case EmptyKeyError():
            return "there is no name; write it like name = value"
        case UnexpectedCharError():
            return "this character does not belong here; texts stand in quotes, tables in brackets"
    if isinstance(error, _TEXTS):
        return "this character cannot stand in a text; close the quotes, or write \\\\ for \\"
    if isinstance(error, _NUMBERS):
        return "this is no number, date or time; texts stand in quotes"
    return f"this is no TOML ({str(error).partition(' at line ')[0].rstrip('.')})"
