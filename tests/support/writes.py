"""Every write that this process makes below a folder, one after another, reported before it happens.

Files and folders by the functions of `os` and `open` that all of Python's libraries use, DuckDB's statements that
change something, its commits and closings, and SQLite's statements. Names that differ from run to run are replaced by
what they stand for, so that two runs report the same.
"""

from __future__ import annotations

import builtins
import io
import os
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import duckdb
import pytest

_STANDS_FOR: Final = (
    (re.compile(r"(?<=/)\d{10}\.\d+(?=/|$)"), "LOAD"),
    (re.compile(r"dlt-set-aside-\w+"), "dlt-set-aside-TIME"),
    (re.compile(r"(?<=\.spill-)\w+"), "TEMPORARY"),
    (re.compile(r"(?<=\.)[0-9a-f]{10}(?=\.)"), "JOB"),
    (re.compile(r"(?<=/)[0-9a-f]{8,64}(?=/|\.new|$)"), "TEMPORARY"),
    (re.compile(r"\b(job_versions|search_hits|windows|requests|runs|_dlt_pipeline_state|_dlt_version)\b"), "TABLE"),
    (re.compile(r"\b(new|started|completed|failed)_jobs$|\.exceptions$|\.pending_transitions$"), "JOBS"),
    (re.compile(r"TABLE\.JOB"), "JOB"),
    (re.compile(r"\.(parquet|sql|insert_values\.gz|typed-jsonl\.gz)$"), ""),
)
_PART: Final = re.compile(r"(?<=LOAD)/.*")
"""What is made and removed with the package that it is part of."""
_CHANGES: Final = re.compile(
    r"\s*(insert|delete|update|create|drop|alter|truncate|merge|copy|checkpoint)\b", re.IGNORECASE
)
_TABLE: Final = re.compile(r'(sentrion(?:_staging)?)"?\."?(\w+)', re.IGNORECASE)
_FILE_CALLS: Final = ("rename", "replace", "remove", "unlink", "rmdir", "mkdir", "link", "symlink", "truncate")
_DUCKDB_CALLS: Final = ("begin", "commit", "rollback", "close")


@dataclass(frozen=True)
class Write:
    """What is about to be written."""

    kind: str
    path: str | None = None
    """The file that is about to be opened, where that may make it or empty it."""
    empties: bool = False
    frees: bool = False
    """Whether it takes no room on the disk."""
    by: str = "file"


Seen = Callable[[Write], None]


class _Watch:
    def __init__(self, folder: Path, seen: Seen) -> None:
        self.folder, self.seen = str(folder), seen
        self.lock, self.busy = threading.RLock(), False

    def tell(self, write: Write) -> None:
        """Tell one write at a time, and none that the telling makes itself."""
        with self.lock:
            if self.busy:
                return
            self.busy = True
            try:
                self.seen(write)
            finally:
                self.busy = False

    def place(self, path: object, dir_fd: int | None = None) -> str | None:
        """The path below the folder, where it is there."""
        if not isinstance(path, str | bytes | os.PathLike):
            return None
        full = os.fsdecode(path)
        if dir_fd is not None:
            full = f"{os.readlink(f'/proc/self/fd/{dir_fd}')}/{full}"
        full = os.path.abspath(full)
        return full if full.startswith(self.folder) else None

    def named(self, full: str) -> str:
        short = full.removeprefix(self.folder)
        for pattern, name in _STANDS_FOR:
            short = pattern.sub(name, short)
        return short.lstrip("/") or "."


@contextmanager
def watched(folder: Path, seen: Seen) -> Iterator[None]:
    """Tell `seen` of each write below `folder`, before it happens; what `seen` raises comes in its place."""
    watch = _Watch(folder, seen)
    with pytest.MonkeyPatch.context() as patch:
        for name in _FILE_CALLS:
            patch.setattr(os, name, _of_file(watch, name, getattr(os, name)))
        patch.setattr(os, "open", _of_descriptor(watch, os.open))
        opens = _of_open(watch, builtins.open)
        patch.setattr(builtins, "open", opens)
        patch.setattr(io, "open", opens)
        for name in _DUCKDB_CALLS:
            patch.setattr(duckdb.DuckDBPyConnection, name, _of_duckdb(watch, name))
        for name in ("execute", "sql"):
            patch.setattr(duckdb.DuckDBPyConnection, name, _of_statement(watch, name))
        patch.setattr(sqlite3, "connect", _of_sqlite(watch, sqlite3.connect))
        yield


def _of_file(watch: _Watch, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    def call(path: Any, *given: Any, **named: Any) -> Any:
        dir_fd = named.get("dir_fd", named.get("src_dir_fd"))
        places = [watch.place(path, dir_fd), *(watch.place(value) for value in given)]
        if found := [watch.named(place) for place in places if place]:
            frees = name in ("remove", "unlink", "rmdir", "truncate")
            act = "remove" if frees else name
            whole = frees or name == "mkdir"
            kind = f"{act} {_PART.sub('/PART', found[0]) if whole else ' -> '.join(found)}"
            watch.tell(Write(kind, frees=frees))
        return original(path, *given, **named)

    return call


def _of_descriptor(watch: _Watch, original: Callable[..., int]) -> Callable[..., int]:
    def call(path: Any, flags: int, *given: Any, **named: Any) -> int:
        place = watch.place(path, named.get("dir_fd"))
        if place and flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
            watch.tell(Write(f"open {watch.named(place)}", place))
        return original(path, flags, *given, **named)

    return call


def _of_open(watch: _Watch, original: Callable[..., Any]) -> Callable[..., Any]:
    def call(path: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
        place = watch.place(path)
        if place and set(mode) & set("wax+"):
            watch.tell(Write(f"write {watch.named(place)}", place, empties="w" in mode))
        return original(path, mode, *given, **named)

    return call


def _of_duckdb(watch: _Watch, name: str) -> Callable[..., Any]:
    original = getattr(duckdb.DuckDBPyConnection, name)

    def call(connection: Any, *given: Any, **named: Any) -> Any:
        watch.tell(Write(f"duckdb {name}", frees=name in ("begin", "rollback", "close"), by="duckdb"))
        return original(connection, *given, **named)

    return call


def _of_statement(watch: _Watch, name: str) -> Callable[..., Any]:
    original = getattr(duckdb.DuckDBPyConnection, name)

    def call(connection: Any, query: Any, *given: Any, **named: Any) -> Any:
        for statement in str(query).split(";\n"):
            if verb := _CHANGES.match(statement):
                table = _TABLE.search(statement)
                where = f" {table[1]}.{watch.named(table[2])}" if table else ""
                watch.tell(Write(f"duckdb {verb[1].lower()}{where}", by="duckdb"))
        return original(connection, query, *given, **named)

    return call


def _of_sqlite(watch: _Watch, connect: Callable[..., sqlite3.Connection]) -> Callable[..., sqlite3.Connection]:
    def tell(statement: str) -> None:
        if (verb := statement.split(maxsplit=1)[0].lower()) not in ("select", "begin"):
            watch.tell(Write(f"sqlite {verb}", by="sqlite"))

    class Cursor(sqlite3.Cursor):
        def execute(self, statement: str, *given: Any) -> Self:
            tell(statement)
            return super().execute(statement, *given)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, statement: str, *given: Any) -> sqlite3.Cursor:
            tell(statement)
            return super().execute(statement, *given)

        def executescript(self, script: str) -> sqlite3.Cursor:
            tell(script)
            return super().executescript(script)

    def call(path: Any, *given: Any, **named: Any) -> sqlite3.Connection:
        return connect(path, *given, **({"factory": Connection, **named} if watch.place(path) else named))

    return call
