"""The files that dlt reads settings from, read before dlt does, so that errors get a line and a column."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import tomlkit
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
from jobhouse.sentrion.config.global_folder import (
    NAMES,
    SECRETS,
    global_folder,
    refuse_settings_of_others,
    settings_folder_name,
    why_not_trusted,
)

Documents = Mapping[Path, Mapping[str, Any]]
"""What the settings files hold."""
_FOLDER: Final = Path(".dlt")
PREFIX: Final = "SOURCES__SENTRION__"
"""What precedes the name of a setting in the environment."""
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_NUMBERS: Final = (
    InvalidNumberError, InvalidNumberOrDateError, InvalidDateError, InvalidDateTimeError, InvalidTimeError,
)  # fmt: skip
_TEXTS: Final = (InvalidCharInStringError, InvalidControlChar)


def read_settings_files(*, needs_key: bool = True) -> Documents:
    """Read the settings files of this folder and of the user, the nearest first; a file that is missing is empty.

    What sends nothing needs no key, so that for it a file of secrets is empty too that only another user may read.

    Raises:
        UsageError: one cannot be read, is not UTF-8, or is no TOML; with its line and column. Or another user could
            write those of the user, or say in those of this folder where the user's key is sent.
    """
    refuse_settings_of_others()
    documents = {file: _read(file, needs_key=needs_key) for file in _files()}
    _refuse_address_of_others(documents)
    return documents


def _refuse_address_of_others(documents: Documents) -> None:
    """Refuse an address for the user's key in a file of this folder that another user wrote, or could write.

    A project that several users share may belong to one of them, with the key in it or without an address.
    """
    if f"{PREFIX}BASE_URL" in os.environ:
        return
    keys = [file.parent for file, document in documents.items() if _ours(document).get("api_key") is not None]
    for file, document in documents.items():
        if "base_url" in _ours(document):
            why = why_not_trusted(file) or why_not_trusted(file.parent)
            brings_key = keys[:1] == [file.parent] and f"{PREFIX}API_KEY" not in os.environ
            if why and not brings_key:
                raise UsageError(
                    f"{file} {why}, and its base_url says where the API key is sent; take the file over with chown and "
                    f"chmod go-w, or set {PREFIX}BASE_URL, if it is right."
                )
            return


def files_with_open_key(known_to_all: str) -> list[Path]:
    """The settings files that hold an API key and can be read by others; `known_to_all` is a key that is no secret.

    A file that root gives to the group of the user, as where secrets are mounted, is as closed as it can be.
    """
    holding = (
        file for file, document in read_settings_files().items() if _key_in(document) not in (None, known_to_all)
    )
    return [file for file in holding if _is_open(file.stat())]


def _is_open(found: os.stat_result) -> bool:
    is_ours = found.st_uid == os.geteuid()
    return bool(found.st_mode & (stat.S_IROTH | (stat.S_IRGRP if is_ours else 0)))


def _key_in(document: Mapping[str, Any]) -> Any:
    return _ours(document).get("api_key")


def _ours(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings of the source, where the file holds a table of them."""
    of_sources = document.get("sources", {})
    found = of_sources.get("sentrion", {}) if isinstance(of_sources, dict) else {}
    return found if isinstance(found, dict) else {}


def is_plain_project() -> bool:
    """Whether dlt keeps its settings where it does by default: no other folder is set, and no workspace is declared."""
    is_moved = any(name.startswith("DLT_") or name == "XDG_DATA_HOME" for name in os.environ)
    return not is_moved and not (_FOLDER / ".workspace").is_file()


def _files() -> list[Path]:
    """Every file that dlt would read, whether it is there or not."""
    return [folder / name for folder in _folders() for name in NAMES]


def _folders() -> tuple[Path, Path]:
    """The folder of this project's settings, and that of the user's."""
    return Path(os.environ.get("DLT_PROJECT_DIR", "."), settings_folder_name()), global_folder()


def _read(file: Path, *, needs_key: bool) -> Mapping[str, Any]:
    try:
        content = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except IsADirectoryError:
        raise UsageError(f"{file} is a folder; move it away and make a file of that name.") from None
    except OSError as error:
        if file.name == SECRETS and isinstance(error, PermissionError):
            if not needs_key:
                return {}
            raise UsageError(
                f"{file} cannot be read ({error.strerror}); run jobhouse as the user who may read the API key."
            ) from None
        raise UsageError(f"{file} cannot be read ({error.strerror}); make it readable, it holds settings.") from None
    if content.startswith(_BYTE_ORDER_MARK):
        raise UsageError(f"{file}, line 1, column 1: a byte order mark; save the file as UTF-8 without one.")
    return _parsed(file, _decoded(file, content))


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


def _parsed(file: Path, text: str) -> Mapping[str, Any]:
    try:
        return tomlkit.parse(text).unwrap()
    except ParseError as error:
        raise UsageError(f"{file}, line {error.line}, column {error.col + 1}: {_problem(error)}.") from None
    except TOMLKitError as error:  # a name that comes twice in a table; the error has no place
        line, column = _place(text, type(error))
        raise UsageError(f"{file}, line {line}, column {column}: {_problem(error)}.") from None
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


def _problem(error: TOMLKitError) -> str:
    """What is wrong there; the line is not quoted, since it may hold the key."""
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
