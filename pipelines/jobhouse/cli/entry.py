"""Where the program begins: a signal that comes while the command line is imported ends it as later ones do.

Until the handlers are set it imports next to nothing, since a signal before that leaves a traceback.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys

TYPE_CHECKING = False  # as `typing` has it, which takes longer to import than all else here
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

INTERRUPTED = "Interrupted; nothing that was loaded is lost, run the same command again to go on."
NOT_ON_WINDOWS = "This needs Linux or macOS; on Windows, install and run it in WSL, the Windows Subsystem for Linux."
STOPPED = 3
"""The exit code of `errors.Stopped`."""
WRONG_USAGE = 2
"""The exit code of `errors.UsageError`."""


def main() -> NoReturn:
    """Run the command line, and end with its exit code."""
    if os.name == "nt":  # which has no SIGHUP, and no locks as `fcntl` makes them
        if sys.stderr:
            sys.stderr.write(f"jobhouse: {NOT_ON_WINDOWS}\n")
        sys.exit(WRONG_USAGE)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:  # nohup ignores the last, a shell script's background the first
            signal.signal(number, _leave)
    # registered first, so that it runs last: Python takes its handlers away before it has ended
    atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)
    from jobhouse.cli.main import main as run

    try:
        run()
    except SystemExit as ended:
        if ended.code == STOPPED:
            _end_at_once()
        raise


def _end_at_once() -> NoReturn:
    """End without tidying up: a library may be half imported, of which Python crashes, and a second signal may come."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # nobody reads it, or it is closed
            continue
    os._exit(STOPPED)


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    """End at once: no command has begun, or it has ended."""
    try:
        if sys.stderr:  # None where it is closed
            sys.stderr.write(f"jobhouse: {INTERRUPTED}\n")
            sys.stderr.flush()
    finally:
        os._exit(STOPPED)
