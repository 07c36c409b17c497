"""The rate limiter's file locked, cut short, damaged or replaced: the limit holds, and no run ends in a traceback."""

from __future__ import annotations

import os
import random
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from jobhouse.errors import JobhouseError, Stopped, UsageError
from jobhouse.sentrion.fetch import rate_file
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter

LIMIT = 5


def taken(rate_limiter: RateLimiter, times: int = LIMIT) -> int:
    return [rate_limiter.try_take() for _ in range(times)].count(0.0)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin exclusive")
        yield
        other.execute("rollback")


def used_file(path: Path) -> Path:
    with RateLimiter.at(path, LIMIT) as rate_limiter:
        assert taken(rate_limiter) == LIMIT
    return path


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all, but a few bytes of text" * 100)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5_000])


def overwritten(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4_096:] = b"\xa5" * (len(content) - 4_096)
    path.write_bytes(content)


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.executescript("drop table sent; create table sent (something text)")


DAMAGES = [garbage, emptied, cut, overwritten, foreign]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_set_aside_as_if_a_minute_of_requests_had_been_sent(
    damage: Callable[[Path], None], tmp_path: Path
) -> None:
    said: list[str] = []
    damage(used_file(tmp_path / "rate.sqlite"))
    with RateLimiter.at(tmp_path / "rate.sqlite", LIMIT, said.append) as rate_limiter:
        assert taken(rate_limiter) == 0
        assert rate_limiter.used() == LIMIT
    if damage is not emptied:
        assert (tmp_path / "rate.sqlite.damaged").exists()
        assert len(said) == 1


@pytest.mark.parametrize("damage", [garbage, cut, overwritten, foreign])
def test_a_file_damaged_while_it_is_open_holds_the_limit(damage: Callable[[Path], None], tmp_path: Path) -> None:
    with RateLimiter.at(tmp_path / "rate.sqlite", LIMIT) as first:
        sent = taken(first, 2)
        damage(tmp_path / "rate.sqlite")
        with RateLimiter.at(tmp_path / "rate.sqlite", LIMIT) as second:
            sent += taken(second) + taken(first)
        first.used()
        first.slow_down(1.0)
    assert sent <= LIMIT


def test_another_process_that_replaced_the_file_first_is_followed(tmp_path: Path) -> None:
    garbage(used_file(tmp_path / "rate.sqlite"))
    with RateLimiter.at(tmp_path / "rate.sqlite", LIMIT), RateLimiter.at(tmp_path / "rate.sqlite", LIMIT) as second:
        assert second.used() == LIMIT


def test_a_locked_file_lets_nothing_out_and_is_asked_again(tmp_path: Path) -> None:
    with RateLimiter.at(tmp_path / "rate.sqlite", LIMIT) as rate_limiter:
        assert taken(rate_limiter, 1) == 1
        assert rate_limiter.used() == 1
        with locked(tmp_path / "rate.sqlite"):
            assert 0 < rate_limiter.try_take() < 1
            assert rate_limiter.used() == 1
            rate_limiter.slow_down(30)
        assert 29 < rate_limiter.try_take() <= 30


def test_a_file_that_stays_locked_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_file, "LOCKED_SECONDS", 0.0)
    with RateLimiter.at(tmp_path / "rate.sqlite", LIMIT) as rate_limiter, locked(tmp_path / "rate.sqlite"):
        rate_limiter.try_take()
        with pytest.raises(Stopped, match=r"locked the rate limiter's file .*rate\.sqlite"):
            rate_limiter.try_take()
        assert rate_limiter.used() == 0


def test_too_many_open_files_are_a_matter_for_later(tmp_path: Path) -> None:
    """SQLite says the same of a disk without room for another file, and of a folder that must not be written."""
    free = os.open(tmp_path, os.O_RDONLY)
    os.close(free)
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, before[1]))
    try:
        with pytest.raises(Stopped, match="cannot be used") as error:
            RateLimiter(100, tmp_path / "rate.sqlite")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert "run the same command again" in str(error.value)


def test_a_folder_in_its_place_is_a_matter_for_the_user(tmp_path: Path) -> None:
    (tmp_path / "rate.sqlite").mkdir()
    with pytest.raises(UsageError, match="cannot be used"):
        RateLimiter.at(tmp_path / "rate.sqlite", LIMIT)


def test_whatever_bytes_change_the_budget_goes_on(tmp_path: Path) -> None:
    whole = used_file(tmp_path / "rate.sqlite").read_bytes()
    for seed in range(40):
        draw, changed = random.Random(seed), bytearray(whole)
        for _ in range(draw.choice([1, 20, 400])):
            changed[draw.randrange(len(changed))] = draw.randrange(256)
        for old in tmp_path.iterdir():
            old.unlink()
        (tmp_path / "rate.sqlite").write_bytes(changed)
        try:
            with RateLimiter.at(tmp_path / "rate.sqlite", LIMIT) as rate_limiter:
                assert taken(rate_limiter) <= LIMIT
                rate_limiter.used()
        except JobhouseError as error:
            assert "rate limiter's file" in str(error)  # noqa: PT017 - either way is right


def test_the_file_and_its_log_are_made_for_the_group_that_the_umask_lets_write(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        with RateLimiter(100, tmp_path / "rate.sqlite") as limiter:
            limiter.try_take()
            modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes["rate.sqlite"] == modes["rate.sqlite-wal"] == 0o664


def test_a_log_of_another_user_is_named_and_nothing_left_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RateLimiter(100, tmp_path / "rate.sqlite") as limiter:
        limiter.try_take()
    theirs = tmp_path / "rate.sqlite-wal"
    theirs.touch()
    monkeypatch.setattr(os, "access", lambda file, _mode: Path(file) != theirs)
    with pytest.raises(UsageError, match=r"Permission denied.*rate\.sqlite-wal"):
        RateLimiter(100, tmp_path / "rate.sqlite").__enter__().try_take()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["rate.sqlite", "rate.sqlite-wal"]
