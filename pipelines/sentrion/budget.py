"""The rate budget: so many requests in any 60 seconds, over all tasks, processes and restarts.

Each request is written down before it is sent, in one small SQLite file that every process using the key shares.
A request may go when fewer than the limit were written in the last minute, so pauses are caught up in a burst and
the limit holds both for a sliding and for a fixed minute at the other end.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, Self

from pipelines.errors import UsageError

MINUTE_SECONDS: Final = 60.0
MARGIN_SECONDS: Final = 0.5
"""Two requests sent a minute apart can arrive a little closer than that; the margin costs 0.8 % of the rate."""
SLOWED_SECONDS: Final = 600.0
"""How long a 429 keeps the rate down."""
SLOWER: Final = 0.9
SAME_BURST_SECONDS: Final = 5.0
"""Requests already on their way when the API says 429 get the same answer; they count as one."""

LONGEST_PAUSE_SECONDS: Final = 600.0

_TABLES: Final = """
create table if not exists sent (at real not null);
create index if not exists sent_at on sent (at);
create table if not exists slowed (at real not null);
create table if not exists blocked (until real not null);
"""


class RateBudget:
    """Lets requests out, at most `limit` in any 60 seconds, counted in `path` (":memory:" for one process).

    The wall clock is used, since the count outlives the process; a clock set back makes the budget careful, never
    generous: entries from the future count as written now.
    """

    def __init__(self, limit: int, path: Path | str = ":memory:", clock: Callable[[], float] = time.time) -> None:
        self.limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = off")  # survives a killed process; a power cut costs a minute's count
        self._db.executescript(_TABLES)

    @classmethod
    def at(cls, path: Path, limit: int) -> Self:
        """The budget shared through the file at `path`.

        Raises:
            UsageError: the file cannot be used.
        """
        try:
            return cls(limit, path)
        except sqlite3.Error as error:
            raise UsageError(
                f"The rate budget's file {path} cannot be used ({error}); delete it and try again."
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def try_take(self) -> float:
        """Take leave for one request now and return 0, or return the seconds after which to ask again."""
        now = self._clock()
        with self._transaction() as cursor:
            wait = self._wait(cursor, now)
            if wait <= 0:
                cursor.execute("insert into sent values (?)", (now,))
        return max(wait, 0.0)

    def slow_down(self, seconds: float) -> None:
        """The API said 429: let nothing out for `seconds`, and less than before for ten minutes."""
        now = self._clock()
        with self._transaction() as cursor:
            cursor.execute("insert into blocked values (?)", (now + min(seconds, LONGEST_PAUSE_SECONDS),))
            burst = cursor.execute("select 1 from slowed where at > ?", (now - SAME_BURST_SECONDS,)).fetchone()
            if not burst:
                cursor.execute("insert into slowed values (?)", (now,))

    def used(self) -> int:
        """Requests written down in the last minute."""
        since = self._clock() - MINUTE_SECONDS
        with self._transaction() as cursor:
            (count,) = cursor.execute("select count(*) from sent where at > ?", (since,)).fetchone()
        return int(count)

    @staticmethod
    def used_at(path: Path) -> int:
        """Requests of the last minute by the file at `path`, which is neither made nor changed nor waited for."""
        if not path.exists():
            return 0
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0.1)) as db:
                since = time.time() - MINUTE_SECONDS
                (count,) = db.execute("select count(*) from sent where at > ?", (since,)).fetchone()
        except sqlite3.Error:  # it is being made, or this user must not write beside it
            return 0
        return int(count)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Cursor]:
        """Alone in the file, among the threads of this process and among processes."""
        with self._lock, closing(self._db.cursor()) as cursor:
            cursor.execute("begin immediate")
            try:
                yield cursor
            finally:
                cursor.execute("commit")

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
