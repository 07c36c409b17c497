"""The file in which a sandbox keeps what it charged, so that one that is started again charges nothing twice."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from jobhouse.errors import UsageError


class ChargesFile:
    """Ids of postings that were charged to one key in this billing cycle, one a line.

    Raises:
        UsageError: the file cannot be read or written, or holds something else.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.touch(mode=0o600)
            *lines, cut_by_a_kill = path.read_text().split("\n")
        except (OSError, UnicodeDecodeError) as problem:
            reason = problem.strerror if isinstance(problem, OSError) else "it is no text"
            raise UsageError(
                f"--charges names {str(path)!r}, which cannot be read and written ({reason}); name another file."
            ) from None
        self.ids = {self._id(number, line) for number, line in enumerate(lines, 1)}
        self._size = path.stat().st_size - len(cut_by_a_kill)

    def add(self, ids: Iterable[int]) -> None:
        """Keep ids that were charged now; what a kill or a full disk left behind the last whole line goes."""
        content = "".join(f"{one}\n" for one in ids).encode()
        with suppress(OSError):  # a full disk stops the run, which says so
            with self.path.open("r+b") as file:
                file.seek(self._size)
                file.write(content)
                file.truncate()
            self._size += len(content)

    def clear(self) -> None:
        """Begin a billing cycle: nothing is charged yet."""
        self.ids.clear()
        self._size = 0
        with suppress(OSError):
            os.truncate(self.path, 0)

    def _id(self, number: int, line: str) -> int:
        try:
            return int(line)
        except ValueError:
            raise UsageError(
                f"--charges names {str(self.path)!r}, whose line {number} is no id of a posting: {line[:40]!r}. "
                "Name a file that a sandbox wrote, or one that is not there yet."
            ) from None
