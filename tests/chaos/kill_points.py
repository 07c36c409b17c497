"""A kill before and after each write on the way from a page to the warehouse file, by injection.

    python -m tests.chaos.kill_points --all      # every write of a backfill of three packages, some 900
    python -m tests.chaos.kill_points --list     # the kinds of writes, as `kill_points.txt` holds them

A backfill is watched, and its folder copied before a write: that is what a kill at this moment leaves. Where the write
makes or empties a file, it is copied once more with that done, since the process then goes on to fill it; after any
other write comes what is there before the next. The default takes each kind of write where it comes last.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import dlt
import pytest

from tests.support.small_world import World
from tests.support.writes import Write, watched

KINDS: Final = Path(__file__).with_suffix(".txt")
AT_ONCE: Final = 40
"""How many copies are kept before they are gone on with."""


@contextmanager
def one_after_another() -> Iterator[None]:
    """A package's jobs in their order instead of side by side, so that two runs write the same."""
    with pytest.MonkeyPatch.context() as patch:
        load: Callable[..., object] = dlt.Pipeline.load
        patch.setattr(dlt.Pipeline, "load", lambda pipeline: load(pipeline, workers=1))
        yield


def kinds_of_writes(place: Path) -> list[str]:
    """What a whole backfill writes, in its order."""
    world, seen = World.at(place), list[str]()
    with watched(world.folder, lambda write: seen.append(write.kind)):
        world.read()
    return seen


def each_kind_once(seen: list[str]) -> list[int]:
    """The number of the last write of each kind."""
    return sorted({kind: number for number, kind in enumerate(seen)}.values())


def killed_at(numbers: Collection[int], place: Path) -> Iterator[tuple[str, World]]:
    """What kills leave at these writes of a new backfill."""
    world, left, count = World.at(place), list[tuple[str, World]](), 0

    def copy(write: Write) -> None:
        nonlocal count
        if count in numbers:
            left.append((f"{count} before {write.kind}", world.snapshot(place / f"{count}-before")))
            if write.path:
                after = world.snapshot(place / f"{count}-after")
                made = after.folder / Path(write.path).relative_to(world.folder)
                if not made.exists() or write.empties:
                    made.write_bytes(b"")
                    left.append((f"{count} after {write.kind}", after))
        count += 1

    with watched(world.folder, copy):
        world.read()
    yield from left


def wrong_after(world: World) -> str | None:
    """What does not hold once the next run has gone on from there."""
    try:
        run = world.read()
        world.check()
    except Exception as error:  # noqa: BLE001 - whatever came of a kill is reported, and the next one tried
        return f"{type(error).__name__}: {' '.join(str(error).split())[:400]}"
    finally:
        shutil.rmtree(world.folder)
    return f"the run said {run.events.notes}" if run.events.notes else None


def wrongs(numbers: list[int], place: Path) -> Iterator[str]:
    for first in range(0, len(numbers), AT_ONCE):
        some = place / str(first)
        some.mkdir()
        for name, world in killed_at(set(numbers[first : first + AT_ONCE]), some):
            if wrong := wrong_after(world):
                yield f"{name}: {wrong}"
        shutil.rmtree(some)


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill a backfill before and after each of its writes.")
    parser.add_argument("--all", action="store_true", help="every write, not each kind of write once")
    parser.add_argument("--list", action="store_true", help="only list the kinds of writes")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, one_after_another():
        place = Path(folder)
        seen = kinds_of_writes(place)
        if wanted.list:
            sys.stdout.write("".join(f"{kind}\n" for kind in sorted(set(seen))))
            return 0
        numbers = list(range(len(seen))) if wanted.all else each_kind_once(seen)
        found = 0
        for wrong in wrongs(numbers, place):
            found += 1
            sys.stdout.write(f"WRONG: {wrong}\n")
            sys.stdout.flush()
        sys.stdout.write(f"{len(numbers)} of {len(seen)} writes, {len(set(seen))} kinds; {found} wrong\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
