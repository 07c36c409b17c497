"""The rate limiter's file: waits for its lock are short and repeated, and a damaged file is replaced."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, TypeVar

from jobhouse.errors import NO_ROOM, Stopped, UsageError
from jobhouse.file_locks import lock_on

T = TypeVar("T")
Work = Callable[[sqlite3.Cursor], T]

TABLES: Final = """
create table if not exists sent (at real not null);
create index if not exists sent_at on sent (at);
create table if not exists slowed (at real not null);
create table if not exists blocked (until real not null);
"""
BUSY_SECONDS: Final = 0.1
"""How long one attempt waits for the lock; everything else in the process waits meanwhile."""
LOCKED_SECONDS: Final = 60.0
"""How long another program may hold the lock before the run stops; jobhouse holds it for milliseconds."""
_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_FORMAT)
"""Also an error in a statement that always worked: then a table has changed."""
_ERRORS: Final = (sqlite3.DatabaseError, ValueError)
"""From a damaged file, SQLite may return names that are no UTF-8 and times that are no numbers."""


class RateFileBusy(Exception):
    """Another program holds the file's lock."""


class RateFile:
    """Transactions on one SQLite file, one at a time among all threads and processes.

    Where the file is damaged, a new one takes its place: `refill` writes the safe assumption into it, `say` reports it.
    """

    def __init__(self, path: Path | str, refill: Work[None], say: Callable[[str], None] | None = None) -> None:
        self._path = path
        self._refill = refill
        self._say = say
        self._lock = threading.Lock()
        self._locked_since: float | None = None
        is_cut_short = isinstance(path, Path) and path.is_file() and path.stat().st_size == 0
        self._db = self._opened()
        if is_cut_short:
            self.run(refill)

    def close(self) -> None:
        self._db.close()

    def run(self, work: Work[T]) -> T:
        """The result of some work in one transaction, repeated in a new file where this one turns out to be damaged.

        Raises:
            RateFileBusy: another program holds the lock; ask again.
            Stopped: it has held the lock for too long, or the file cannot be written.
        """
        with self._lock:
            try:
                result = self._run(work)
            except _ERRORS as error:
                if _is(error, _BUSY):
                    self._check_patience()
                    raise RateFileBusy from None
                if not _is(error, _DAMAGED):
                    raise self._unusable(error) from None
                self._db.close()
                self._db = self._replaced(error)
                result = self._run(work)
            self._locked_since = None
            return result

    def _run(self, work: Work[T]) -> T:
        with closing(self._db.cursor()) as cursor:
            cursor.execute("begin immediate")
            try:
                result = work(cursor)
            except BaseException:
                with suppress(sqlite3.Error):
                    cursor.execute("rollback")
                raise
            cursor.execute("commit")
            return result

    def _check_patience(self) -> None:
        now = time.monotonic()
        self._locked_since = self._locked_since or now
        if now - self._locked_since > LOCKED_SECONDS:
            raise Stopped(
                f"Another program has locked the rate limiter's file {self._path} for {LOCKED_SECONDS:.0f} s; close it "
                "and run the same command again."
            )

    def _opened(self) -> sqlite3.Connection:
        """The open file; it is created if there is none, and replaced if it is damaged."""
        while True:
            try:
                return _open(self._path)
            except _ERRORS as error:
                if not _is(error, _BUSY):
                    return self._replaced(error)
            except OSError as error:
                raise self._unusable(error) from None
            self._check_patience()
            time.sleep(BUSY_SECONDS)

    def _replaced(self, error: Exception) -> sqlite3.Connection:
        """A new file in place of a damaged one; the new file of another process, if it was quicker."""
        if not isinstance(self._path, Path) or not _is(error, _DAMAGED):
            raise self._unusable(error) from None
        aside = self._path.with_name(f"{self._path.name}.damaged")
        try:
            with lock_on(f"{self._path}.lock", LOCKED_SECONDS):
                if _is_whole(self._path):
                    return _open(self._path)
                self._path.replace(aside)
                for end in ("-wal", "-shm"):
                    Path(f"{self._path}{end}").unlink(missing_ok=True)
                db = _open(self._path)
                with closing(db.cursor()) as cursor:
                    cursor.execute("begin immediate")
                    self._refill(cursor)
                    cursor.execute("commit")
        except (OSError, *_ERRORS) as problem:
            raise self._unusable(problem) from None
        if self._say:
            self._say(
                f"the rate limiter's file was damaged ({error}) and is kept as {aside.name}; a new one begins as if a "
                "minute's requests had just been sent"
            )
        return db

    def _unusable(self, error: Exception) -> UsageError | Stopped:
        reason = f"The rate limiter's file {self._path} cannot be used ({error})"
        cannot_open = isinstance(error, OSError) or _is(error, (sqlite3.SQLITE_CANTOPEN,))
        has_no_room = cannot_open and _takes_no_file(Path(self._path).parent)
        if has_no_room or _is(error, (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)):
            return Stopped(f"{reason}; correct that and run the same command again.")
        return UsageError(f"{reason}; see that this user may write to it and to its folder.")


def _open(path: Path | str) -> sqlite3.Connection:
    if isinstance(path, Path):
        _make_for_the_group(path)
    db = sqlite3.connect(os.fspath(path), isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = off")  # survives a killed process; a power cut costs a minute's count
        db.executescript(TABLES)
        for table, column in (("sent", "at"), ("slowed", "at"), ("blocked", "until")):
            db.execute(f"select max({column}) from {table}").fetchone()  # noqa: S608 - names of our own
    except BaseException:
        db.close()
        raise
    return db


def _make_for_the_group(path: Path) -> None:
    """Make the file with the rights that the umask leaves, as all others of the folder: SQLite takes them for its log.

    Raises:
        PermissionError: the file or its log is there, and this user must not write it; nothing is left beside it.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666))
    for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        if not os.access(file, os.W_OK) and file.exists():  # another process may remove the log meanwhile
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))


def _takes_no_file(folder: Path) -> bool:
    """Whether a new file finds no room in a folder, or this process has too many files open."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return False
    except OSError as error:
        return error.errno in NO_ROOM | {errno.EMFILE, errno.ENFILE}


def _is_whole(path: Path) -> bool:
    try:
        with closing(_open(path)) as db:
            return bool(db.execute("pragma integrity_check").fetchone() == ("ok",))
    except _ERRORS:
        return False


def _is(error: Exception, codes: tuple[int, ...]) -> bool:
    """Whether the error has one of these primary codes, which are the lower bits of SQLite's code."""
    if isinstance(error, ValueError):
        return codes == _DAMAGED
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in codes
