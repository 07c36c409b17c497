"""Our errors, in one sentence, for a full disk, a folder that must not be written, or too little memory."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import duckdb

from jobhouse.errors import NO_ROOM, JobhouseError, Stopped, UsageError

_NOT_STORED: Final = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.FatalException,  # a database that a failed write made unusable
    duckdb.TransactionException,  # a commit that could not be written
    MemoryError,
)
_PASSING: Final = NO_ROOM | {
    errno.EAGAIN,
    errno.EIO,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOMEM,
    errno.EBUSY,
    errno.ESTALE,
}
_OF_FILES: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR})
_NO_MEMORY: Final = re.compile("failed to (pin|allocate)|could not allocate", re.IGNORECASE)
"""How DuckDB says it where the error has the type of what was under way."""
_OF_WHAT_WAS_UNDER_WAY: Final = (duckdb.TransactionException, duckdb.IOException, duckdb.FatalException)
"""Of a commit, of a checkpoint when a file is detached, and of a database that either made unusable."""
_NO_SPILL: Final = "max_temp_directory_size"
"""How it says, as a lack of memory, that what does not fit there finds no room on the disk either."""
_NO_THREAD: Final = "can't start new thread"
_LONGEST: Final = 500
_ADVICE: Final = re.compile(r" Possible solutions: \*.*")
_COLOUR: Final = re.compile(r"\x1b\[\d*m")


@contextmanager
def storage_errors_translated(what: str, kept: str) -> Iterator[None]:
    """Raise our error for a failure of storage; all other errors pass.

    Args:
        what: what is written, as the subject of "could not be written".
        kept: what stays unchanged, as a clause.

    Raises:
        Stopped: there was no room, or not enough memory.
        UsageError: a file or folder must not be written.
    """
    try:
        yield
    except JobhouseError:
        raise
    except Exception as error:
        translated = storage_error(error, what, kept)
        if translated is None:
            raise
        raise translated from error


def storage_error(error: BaseException, what: str, kept: str) -> JobhouseError | None:
    """Our error where `error`, or what caused it, is a failure of storage; else None."""
    for cause in causes_of(error):
        if too_few := lacks_threads(cause):
            return too_few
        if lacks_memory(cause):
            return Stopped(
                f"{what} could not be written: the memory of this machine or container is too little "
                f"({one_line(cause)}); {kept}. Give it more, and run the same command again."
            )
        if isinstance(cause, _NOT_STORED) or (isinstance(cause, OSError) and cause.errno in _PASSING):
            return Stopped(
                f"{what} could not be written ({one_line(cause)}); {kept}. Mend that and run the same command again."
            )
        if isinstance(cause, OSError) and not isinstance(cause, BrokenPipeError):
            return UsageError(
                f"{what} cannot be written ({one_line(cause)}); {kept}. Mend that and run the same command again."
            )
    return None


def fault_of_the_machine(error: BaseException) -> JobhouseError | None:
    """Our error for a failure of a file, a disk or memory that no other code has translated; else None."""
    if isinstance(error, (sqlite3.DatabaseError, *_NOT_STORED)):
        return Stopped(f"What this needs of the machine failed ({one_line(error)}); mend that and run it again.")
    if too_few := lacks_threads(error):
        return too_few
    if not isinstance(error, OSError):
        return None
    said = error.strerror or one_line(error)
    if error.errno in _PASSING:
        return Stopped(f"{_file_of(error)} could not be used ({said}); mend that and run the same command again.")
    if error.filename is not None or error.errno in _OF_FILES:
        return UsageError(f"{_file_of(error)} cannot be used ({said}); mend that, or name another with --warehouse.")
    return None


def lacks_memory(error: BaseException) -> bool:
    """Whether DuckDB wanted more memory than it was given."""
    said = str(error)
    if not isinstance(error, duckdb.Error) or _NO_SPILL in said:
        return False
    is_said = isinstance(error, _OF_WHAT_WAS_UNDER_WAY) and _NO_MEMORY.search(said) is not None
    return is_said or isinstance(error, duckdb.OutOfMemoryException)


def lacks_threads(error: BaseException) -> Stopped | None:
    """Our error where the system lets this process start no further thread; Python has no kind of error for it."""
    if not isinstance(error, RuntimeError) or _NO_THREAD not in str(error):
        return None
    return Stopped(
        f"The system lets this user start no more threads and processes ({error}); raise the limit (ulimit -u, or that "
        "of the container), and run the same command again."
    )


def must_not_be_written(error: OSError) -> str | None:
    """What this process must not write, and whose it is, as the subject of a sentence; None for other errors."""
    if error.errno not in (errno.EACCES, errno.EPERM) or error.filename is None:
        return None
    for path in (Path(str(error.filename)), *Path(str(error.filename)).parents):
        with suppress(OSError, KeyError, NotImplementedError):
            return f"{path}, which belongs to {path.owner()}, must not be written"
    return f"{error.filename} must not be written"


def _file_of(error: OSError) -> str:
    if error.filename is not None:
        return str(error.filename)
    return "The current folder" if error.errno == errno.ENOENT else "A file"


def causes_of(error: BaseException) -> list[BaseException]:
    """The error, what caused it, what caused that, and so on; dlt keeps the cause of a failed step as `exception`."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        of_step = getattr(cause, "exception", None)
        cause = of_step if isinstance(of_step, BaseException) else cause.__cause__ or cause.__context__
    return chain


def one_line(error: BaseException) -> str:
    """What an error says, on one line and not endlessly, without DuckDB's advice on settings that are ours."""
    said = " ".join(_COLOUR.sub("", str(error)).split())
    return _ADVICE.sub("", said)[:_LONGEST] or type(error).__name__
