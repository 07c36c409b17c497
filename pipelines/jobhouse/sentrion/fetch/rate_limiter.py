"""The rate limiter: so many requests in any 60 seconds, over all tasks, processes and restarts.

Each request is recorded before it is sent, in one small SQLite file that all processes with the same key share, and
counts from when it is written to the network: a new connection or a busy machine may hold it up in between. A request
is let out while fewer than the limit were recorded in the last minute. So a pause is made up for by a burst, and the
limit holds whether the API counts a sliding minute or a fixed one.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, Self

from jobhouse.errors import JobhouseError
from jobhouse.sentrion.fetch.rate_file import RateFile, RateFileBusy

MINUTE_SECONDS: Final = 60.0
MARGIN_SECONDS: Final = 0.5
"""Two requests sent a minute apart can arrive a little closer than that; the margin costs 0.8 % of the rate."""
SLOWED_SECONDS: Final = 600.0
"""How long a 429 keeps the rate down."""
SLOWER: Final = 0.9
SAME_BURST_SECONDS: Final = 5.0
"""Requests in flight when a 429 comes get a 429 too; within this time they count as one."""

LONGEST_PAUSE_SECONDS: Final = 3600.0
"""No pause is longer at a time; an end farther ahead comes from a clock that was set back."""
_ASK_AGAIN_SECONDS: Final = 0.2


class RateLimiter:
    """Lets requests out, at most `limit` in any 60 seconds, counted in `path` (":memory:" for one process).

    It uses the wall clock, since the count outlives the process. A clock that is set back only makes it slower: entries
    from the future count as recorded now.
    """

    def __init__(
        self,
        limit: int,
        path: Path | str = ":memory:",
        clock: Callable[[], float] = time.time,
        say: Callable[[str], None] | None = None,
    ) -> None:
        self.limit = limit
        self._clock = clock
        self._used = 0
        self.latest = 0
        """The number of the request that was let out last; see `note_written`."""
        self._pauses: list[tuple[float, float]] = []
        """Pauses that are not in the file yet: when they began, and when they end."""
        self._file = RateFile(path, self._assume_a_full_minute, say)

    @classmethod
    def at(cls, path: Path, limit: int, say: Callable[[str], None] | None = None) -> Self:
        """The limiter shared through the file at `path`; `say` gets what the user should know about the file.

        Raises:
            UsageError: the file cannot be used.
            Stopped: another program holds its lock.
        """
        return cls(limit, path, say=say)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def try_take(self) -> float:
        """Record one request and return 0, or return the seconds after which to ask again.

        Raises:
            Stopped: the file has been locked for too long, or cannot be written.
        """
        now = self._clock()

        def take(cursor: sqlite3.Cursor) -> float:
            self._write_pauses(cursor)
            wait = self._wait(cursor, now)
            if wait <= 0:
                cursor.execute("insert into sent values (?)", (now,))
                self.latest = cursor.lastrowid or 0
            return max(wait, 0.0)

        try:
            return self._file.run(take)
        except RateFileBusy:
            return _ASK_AGAIN_SECONDS

    def note_written(self, request: int) -> None:
        """Count a request, by its number, from now on, since it is written to the network only now."""
        now = self._clock()

        def move(cursor: sqlite3.Cursor) -> None:
            cursor.execute("update sent set at = max(at, ?) where rowid = ?", (now, request))

        with suppress(RateFileBusy, JobhouseError):  # then it counts from when it was let out
            self._file.run(move)

    def slow_down(self, seconds: float) -> None:
        """The API said 429: let nothing out for `seconds`, and less than before for ten minutes."""
        now = self._clock()
        self._pauses.append((now, now + min(seconds, LONGEST_PAUSE_SECONDS)))
        with suppress(RateFileBusy):  # then it is recorded before the next request
            self._file.run(self._write_pauses)

    def used(self) -> int:
        """Requests recorded in the last minute; the last known number where the file cannot be read now."""
        since = self._clock() - MINUTE_SECONDS

        def count(cursor: sqlite3.Cursor) -> int:
            return int(cursor.execute("select count(*) from sent where at > ?", (since,)).fetchone()[0])

        with suppress(RateFileBusy, JobhouseError, sqlite3.Error):
            self._used = self._file.run(count)
        return self._used

    @staticmethod
    def used_at(path: Path) -> int:
        """Requests recorded in the last minute in the file at `path`, which is not created, changed or waited for."""
        if not path.exists():
            return 0
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0.1)) as db:
                since = time.time() - MINUTE_SECONDS
                (count,) = db.execute("select count(*) from sent where at > ?", (since,)).fetchone()
        except (sqlite3.Error, ValueError):  # it is being made, damaged, or this user must not write beside it
            return 0
        return int(count)

    def _assume_a_full_minute(self, cursor: sqlite3.Cursor) -> None:
        """Record a full minute's requests as sent now, since it is unknown what was sent."""
        rows = "with recursive n(i) as (select 1 union all select i + 1 from n where i < ?) select ? from n"
        cursor.execute(f"insert into sent {rows}", (self.limit, self._clock()))

    def _write_pauses(self, cursor: sqlite3.Cursor) -> None:
        while self._pauses:
            asked_at, until = self._pauses[0]
            cursor.execute("insert into blocked values (?)", (until,))
            burst = cursor.execute("select 1 from slowed where at > ?", (asked_at - SAME_BURST_SECONDS,)).fetchone()
            if not burst:
                cursor.execute("insert into slowed values (?)", (asked_at,))
            self._pauses.pop(0)

    def _wait(self, cursor: sqlite3.Cursor, now: float) -> float:
        window = MINUTE_SECONDS + MARGIN_SECONDS
        cursor.execute("delete from sent where at <= ?", (now - window,))
        cursor.execute("delete from slowed where at <= ?", (now - SLOWED_SECONDS,))
        cursor.execute("delete from blocked where until <= ? or until > ?", (now, now + LONGEST_PAUSE_SECONDS))
        cursor.execute("update sent set at = ? where at > ?", (now, now))
        cursor.execute("update slowed set at = ? where at > ?", (now, now))
        (blocked_until,) = cursor.execute("select coalesce(max(until), 0) from blocked").fetchone()
        (slowed,) = cursor.execute("select count(*) from slowed").fetchone()
        (sent,) = cursor.execute("select count(*) from sent").fetchone()
        allowed = max(1, int(self.limit * SLOWER**slowed))
        if sent < allowed:
            return float(blocked_until) - now
        (leaves_at,) = cursor.execute("select at from sent order by at limit 1 offset ?", (sent - allowed,)).fetchone()
        return max(float(blocked_until), float(leaves_at) + window) - now
