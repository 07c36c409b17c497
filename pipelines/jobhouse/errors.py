"""Every way a command ends other than well, and the exit code it ends with.

    JobhouseError            1  a bug
    |-- UsageError           2  wrong usage or configuration
    |   `-- NothingYet       2  the warehouse does not hold yet what the command needs
    |-- Stopped              3  stopped; running it again goes on
    |   `-- Interrupted      3  a signal ended what the command waited for
    |-- Refused              4  the API refuses: key, access, request
    |-- DataCheckFailed      5  the data fails a check
    `-- Unreachable          6  the API could not be reached, or kept failing

A message is one sentence that says what happened, where, with which value, and what to do next.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from typing import Final

NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system calls a full disk."""


class JobhouseError(Exception):
    """Root of all errors that a command turns into one sentence and an exit code."""

    exit_code = 1


class UsageError(JobhouseError):
    """The command line, a setting or a file handed in is wrong; nothing was sent."""

    exit_code = 2


class NothingYet(UsageError):
    """The warehouse does not hold yet what the command needs: rows, or marts of this version made of them."""


class Stopped(JobhouseError):
    """The run ended early on purpose (limits, credits, interruption, lock) and can be continued."""

    exit_code = 3


class Interrupted(Stopped):
    """A signal ended what the command waited for, and so the command."""


class Refused(JobhouseError):
    """The API understood the request and will not serve it; asking again would not help."""

    exit_code = 4


class DataCheckFailed(JobhouseError):
    """An audit or a comparison with the API's totals found data that does not hold."""

    exit_code = 5


class Unreachable(JobhouseError):
    """No usable answer after bounded retries; what was read before is kept."""

    exit_code = 6


_MILDEST_FIRST: Final = (Stopped, DataCheckFailed, Unreachable, Refused, UsageError, JobhouseError)
"""A stop is a normal end; a check wants a look; the others keep all further runs from their work."""


def worst_of(*errors: JobhouseError | None) -> JobhouseError | None:
    """One error that says what all of them say, with the exit code of the worst; None where there is none."""
    found = [error for error in errors if error is not None]
    if len(found) < 2:
        return found[0] if found else None
    worst = max(found, key=lambda error: next(n for n, kind in enumerate(_MILDEST_FIRST) if isinstance(error, kind)))
    return type(worst)(" ".join(map(str, found)))


def unusable(what: str, error: OSError, advice: str) -> UsageError | Stopped:
    """The error for a file that cannot be used: on a full disk running again goes on, else `advice` says what to do."""
    if error.errno in NO_ROOM:
        return Stopped(f"{what} ({error.strerror}); make room on the disk and run the same command again.")
    return UsageError(f"{what} ({error.strerror}); {advice}")


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """The error, then what it was raised from, and so on, with the members of groups; each one once."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        seen.append(error)
        yield error
        if isinstance(error, BaseExceptionGroup):
            for inner in error.exceptions:
                yield from chain_of(inner)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
