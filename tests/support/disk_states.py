"""Every state of a folder that a kill could leave, found by running the work once.

A kill leaves what lies on the disk at that instant. So the folder is copied between any two calls that may write to it:
Python's own (the audit events of opening for writing, renaming, removing, making folders, modes) and DuckDB's (each
statement, commit and close of each connection). The list is complete by construction, down to single calls: what one
call of DuckDB writes, its log makes atomic.

`recorded` is to be run in a child process (`jobhouse.child_process.in_child`), since an audit hook stays for ever.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import duckdb

_CHANGING: Final = {
    "os.rename": 1, "os.remove": 0, "os.rmdir": 0, "os.mkdir": 0, "os.chmod": 0, "os.link": 1, "os.symlink": 1,
    "os.truncate": 0, "os.utime": 0,
}  # fmt: skip
"""Audit events of calls that change files, and which of their arguments names the file that changes."""
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_LIST: Final = "states.json"


@dataclass(frozen=True)
class State:
    """One state of the folder: between which two calls it stood, and its copy."""

    after: str
    before: str
    folder: Path
    """Its copy, where one was wanted."""


BackfillRange = Callable[[str, str], bool]
"""Whether the state after one call and before another is copied."""


def every_state(_after: str, _before: str) -> bool:
    return True


def one_of_each_kind() -> BackfillRange:
    """The first state between two calls of a kind: a cache writes a hundred files in the same way."""
    seen: set[str] = set()

    def is_first(after: str, before: str) -> bool:
        kind = re.sub(r"\d+|__\w+", "#", f"{after} | {before}")
        is_new = kind not in seen
        seen.add(kind)
        return is_new

    return is_first


@dataclass
class Recorder:
    """Looks at a folder and copies it whenever it has changed."""

    folder: Path
    into: Path
    wanted: BackfillRange
    calls: list[str] = field(default_factory=lambda: ["the start"])
    states: list[tuple[str, str, str]] = field(default_factory=list)
    _seen: object = None
    _looking: bool = False

    def call(self, name: str) -> None:
        """A call that may write is about to begin; what is on the disk was left by those before."""
        if self._looking:
            return
        self._looking = True
        try:
            self._look(name)
            self.calls.append(name)
        finally:
            self._looking = False

    def cut_short(self, name: str, path: Path) -> None:
        """A file is about to be opened for writing: a kill right after leaves it empty."""
        if self._looking:
            return
        self.call(name)
        self._looking = True
        try:
            copy = self._copied(name, "its content is written")
            if copy.exists():
                (copy / path.relative_to(self.folder)).write_bytes(b"")
        finally:
            self._looking = False

    def _look(self, name: str) -> None:
        now = sorted(_fingerprint(str(self.folder)), key=repr)
        if now != self._seen:
            self._copied(self.calls[-1], name)
            self._seen = now

    def _copied(self, after: str, before: str) -> Path:
        copy = self.into / str(len(self.states))
        if self.wanted(after, before):
            shutil.copytree(self.folder, copy, symlinks=True)
        self.states.append((after, before, copy.name))
        return copy


def recorded(folder: Path, into: Path, work: Callable[[], object], wanted: BackfillRange = every_state) -> None:
    """Run the work, and write each wanted state of the folder and a list of all into another; `states_in` reads it."""
    into.mkdir()
    recorder = Recorder(folder.resolve(), into, wanted)
    _record_duckdb(recorder)
    sys.addaudithook(lambda event, arguments: _heard(recorder, event, arguments))
    work()
    recorder.call("the end")
    (into / _LIST).write_text(json.dumps(recorder.states))


def states_in(folder: Path) -> list[State]:
    return [State(after, before, folder / name) for after, before, name in json.loads((folder / _LIST).read_text())]


def _heard(recorder: Recorder, event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        path, flags = _inside(recorder.folder, arguments[0]), arguments[2]
        if path and isinstance(flags, int) and flags & _WRITING:
            name = f"open {path.relative_to(recorder.folder)}"
            truncates = flags & os.O_TRUNC or not path.exists()
            recorder.cut_short(name, path) if truncates else recorder.call(name)
    elif event in _CHANGING:
        path = _inside(recorder.folder, arguments[_CHANGING[event]])
        if path:
            recorder.call(f"{event} {path.relative_to(recorder.folder)}")


def _inside(folder: Path, name: object) -> Path | None:
    """The path of an event, where it lies in the folder."""
    if not isinstance(name, str | bytes | os.PathLike):
        return None
    path = Path(os.path.abspath(os.fsdecode(name)))
    return path if path.is_relative_to(folder) else None


def _fingerprint(folder: str) -> list[tuple[object, ...]]:
    """Every file and folder below with what a write changes of it."""
    found: list[tuple[object, ...]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            stat = entry.stat(follow_symlinks=False)
            if entry.is_dir(follow_symlinks=False):
                found += [(entry.path, stat.st_mode), *_fingerprint(entry.path)]
            else:
                found.append((entry.path, stat.st_mode, stat.st_size, stat.st_mtime_ns, stat.st_ino))
    return found


class _Watched:
    """A connection whose statements and end are reported to the recorder, before and after."""

    def __init__(self, connection: Any, recorder: Recorder) -> None:
        self._connection, self._recorder = connection, recorder

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._connection, name)
        if name == "cursor":
            return lambda: _watched(value(), self._recorder)
        return self._watched(name, value) if callable(value) else value

    def _watched(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            statement = " ".join(str(given[0]).split())[:60] if given else ""
            self._recorder.call(f"duckdb {name} {statement}".strip())
            result = method(*given, **named)
            self._recorder.call(f"after {name} {statement}".strip())
            return self if result is self._connection else result

        return call

    def __enter__(self) -> _Watched:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _record_duckdb(recorder: Recorder) -> None:
    connect = duckdb.connect

    def watched(*given: Any, **named: Any) -> Any:
        recorder.call("duckdb connect")
        return _watched(connect(*given, **named), recorder)

    duckdb.connect = watched


def _watched(connection: duckdb.DuckDBPyConnection, recorder: Recorder) -> _Watched:
    connection.execute("set python_scan_all_frames = true")  # queries name variables of who called the recorder
    return _Watched(connection, recorder)
