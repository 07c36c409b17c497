"""A storm: commands against a failing API, killed again and again while its history changes.

    python -m tests.chaos.storm --kills 50 --seed 1

Prints what it found, and exits 1 where something does not hold. The requests are held against

    1.1 x (an undisturbed backfill + S x an undisturbed night) + kills x the pages of a batch

since a kill costs at most the batch in hand: what was in a package is taken up again. S is the number of times the
night's window was begun again and got a page stored; each such reading reads the whole history once. A kill before the
first package exists costs the probe's requests where those are more than a batch. What commands other than `backfill`
and `nightly` ask is counted apart, and a repair that was killed may leave all that it reopened to the next backfill.

Every sixth kill hits a night that builds the models, every fourth another command, and the last night builds the models
to the end; other runs leave the models out.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from jobhouse.sandbox.api.switches import parse_switches
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sentrion.probe.probe import PROBE_LIMITS
from jobhouse.warehouse.folder import Warehouse
from tests.support import dying_command, invariants
from tests.support.commands import Command
from tests.support.history import history, query, write
from tests.support.processes import BATCH_PAGES, advance, finished, requests_at, start, stats
from tests.support.sandbox import run_in_child

FAULTS: Final = (
    "error_500=0.05,error_429=0.03,retry_after=present,truncated=0.04,drop_middle=0.04,repeated_cursor=0.05,"
    "empty_page=0.05,late_share=0.05,late_after=100000000,edit_share=0.05,edit_after=100000000"
)
MOST_STATEMENTS: Final = 60
"""The first package of a warehouse takes about 35 statements, a later one 20."""
MOST_BUILD_STATEMENTS: Final = 600
"""A first build takes about 1,100, a later one 600."""
BUILD_KILL_EVERY: Final = 6
LOOKBACK: Final = 366
"""Days that a night looks back on: all that have jobs here, so that every edit is found."""
NIGHT: Final = ("nightly", "--lookback", str(LOOKBACK))
OTHER_KILL_EVERY: Final = 4
MOST_WRITES: Final = {
    ("plan",): 60, ("probe",): 60, ("verify", "--ask"): 60, ("verify", "--repair"): 60, ("transform",): 4,
    ("report",): 4, ("publish",): 6,
}  # fmt: skip
"""About so many changes of files each of the other commands makes."""
MOST: Final = {"statement": MOST_STATEMENTS, "building": MOST_BUILD_STATEMENTS}
MOST_LOST: Final = 2 * BATCH_PAGES
"""Requests that a kill may cost: those of the batch in hand and of the one ahead."""
FREE_SHARE: Final = 1.1
WELL: Final = (0, 5)
"""A night may say that its window is short: what arrived after its cursor passed is missing until the next reading."""
NOTHING_YET: Final = 2
"""What a command may say while there is nothing to work on."""


@dataclass
class Storm:
    """One run of it: where, what was done, and what did not hold."""

    url: str
    folder: Path
    draw: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    early_kills: int = 0
    """Kills before there was a package to keep anything."""
    is_read: bool = False
    """Whether a backfill has said that all is there: another has nothing to do that a kill could hit."""
    others: Counter[str] = field(default_factory=Counter)
    """How often each other command was started, and how many requests they sent."""
    requests_of_others: int = 0
    wrongs: list[str] = field(default_factory=list)

    def finish(self, *arguments: str, builds: bool = False) -> str:
        """A command to its end, undisturbed."""
        process = start(self.url, self.folder, *arguments, builds=builds)
        said, complaint = finished(process)
        if process.returncode:
            self.wrongs.append(f"{arguments[0]} ended with {process.returncode}: {complaint[-500:]}")
        return said

    def kill_one(self) -> None:
        """A command killed at a point that the seed draws; one that ends before is no kill."""
        if self.kills.total() % OTHER_KILL_EVERY == OTHER_KILL_EVERY - 1 and Warehouse(self.folder).database.exists():
            self._kill_other()
            return
        builds = self.kills.total() % BUILD_KILL_EVERY == BUILD_KILL_EVERY - 1
        command = NIGHT if builds or self.is_read or self.draw.random() < 0.4 else ("backfill",)
        kind = "building" if builds else self.draw.choice(["request", *dying_command.POINTS_OF_LOADS, "statement"])
        begun = Warehouse(self.folder).database.exists()
        if kind == "request":
            process = self._kill_in_request(command)
        else:
            point = f"{kind}:{self.draw.randint(1, MOST.get(kind, 2))}"
            process = start(self.url, self.folder, *command, point=point, builds=builds)
            self._count(process, kind)
        self.early_kills += not begun
        self.is_read |= command[0] == "backfill" and process.returncode == 0

    def _kill_other(self) -> None:
        command = self.draw.choice(sorted(MOST_WRITES))
        point = f"write:{self.draw.randint(1, MOST_WRITES[command])}"
        before = requests_at(self.url)
        self._count(start(self.url, self.folder, *command, point=point), " ".join(command), (*WELL, NOTHING_YET))
        self.others[" ".join(command)] += 1
        self.requests_of_others += requests_at(self.url) - before

    def _kill_in_request(self, command: tuple[str, ...]) -> Command:
        until = requests_at(self.url) + self.draw.randint(1, 2 * BATCH_PAGES)
        process = start(self.url, self.folder, *command, builds=False)
        while process.poll() is None and requests_at(self.url) < until:
            time.sleep(0.01)
        process.kill()
        self._count(process, "request")
        return process

    def _count(self, process: Command, kind: str, well: tuple[int, ...] = WELL) -> None:
        _, complaint = finished(process)
        if process.returncode == -9:
            self.kills[kind] += 1
            return
        self.ends[str(process.returncode)] += 1
        if process.returncode not in well:
            self.wrongs.append(f"a run ended with {process.returncode} before its kill: {complaint[-500:]}")

    def verify(self, *permitted: str) -> None:
        found = json.loads(self.finish("verify", "--json"))
        self.wrongs += invariants.wrongs_of_verdicts(found["verdicts"], found["open_days"], permitted)

    def refreshes(self) -> int:
        """How many readings of all days that have jobs the nights began."""
        widest = "(until - since) > 300"
        (found,), = query(
            self.folder,
            f"""select count(distinct reading_id) from sentrion.requests where page is not null and window_id in
            (select window_id from sentrion.windows where {widest})""",
        )  # fmt: skip
        return int(found)


@dataclass(frozen=True)
class Calm:
    """What the same takes without a kill."""

    backfill: int
    night: int


@dataclass(frozen=True)
class Outcome:
    """What a storm showed."""

    kills: Counter[str]
    ends: Counter[str]
    requests: int
    bound: float
    calm: Calm
    refreshes: int
    stats: dict[str, Any]
    wrongs: list[str]

    def lines(self) -> Iterator[str]:
        yield f"kills: {self.kills.total()} ({', '.join(f'{k} {n}' for k, n in sorted(self.kills.items()))})"
        yield f"runs that ended before their kill: {dict(self.ends)}"
        yield (
            f"requests: {self.requests}, bound {self.bound:.0f}; undisturbed: backfill {self.calm.backfill}, "
            f"night {self.calm.night}; refreshes begun: {self.refreshes}"
        )
        yield f"faults met: {self.stats['faults']}, statuses {self.stats['statuses']}"
        yield f"credits charged: {self.stats['credits_charged']} for {self.stats['distinct_jobs']} distinct jobs"
        yield from (f"WRONG: {wrong}" for wrong in self.wrongs)
        yield "all holds" if not self.wrongs else f"{len(self.wrongs)} things do not hold"


def storm(kills: int, seed: int, jobs: int, place: Path, latency: float = 0.02) -> Outcome:
    """Kill so many times, let everything finish, and hold the warehouse against the truth."""
    data = write(history(jobs, seed=seed, days=LOOKBACK - 2), place / "jobs.jsonl")
    sandbox = SandboxOptions(data=data, rate=0, latency=latency, seed=seed, switches=parse_switches(FAULTS))
    calm = _calm(sandbox, place / "calm")
    with run_in_child(sandbox) as url:
        raging = Storm(url, place / "w", random.Random(seed))
        _rage(raging, kills)
        _let_finish(raging)
        return _judged(raging, calm, sandbox)


def _calm(sandbox: SandboxOptions, folder: Path) -> Calm:
    with run_in_child(sandbox) as url:
        quiet = Storm(url, folder, random.Random(0))
        quiet.finish("backfill")
        backfill = requests_at(url)
        advance(url, late=True, edits=True)
        quiet.finish(*NIGHT)
        return Calm(backfill, requests_at(url) - backfill)


def _rage(raging: Storm, kills: int) -> None:
    """Late arrivals come after a third of the kills, edits after two."""
    for _ in range(4 * kills):
        so_far = raging.kills.total()
        if so_far == kills:
            return
        advance(raging.url, late=3 * so_far >= kills, edits=3 * so_far >= 2 * kills)
        raging.kill_one()
    raging.wrongs.append(f"only {raging.kills.total()} of {kills} kills hit a run")


def _let_finish(raging: Storm) -> None:
    """The backfill, and then nights: the first may go on with a reading that began before the last edit."""
    advance(raging.url, late=True, edits=True)
    raging.finish("backfill")
    raging.verify("verified", "drifted", "over")  # adverts that are edited between two readings come in both versions
    raging.finish(*NIGHT)
    raging.finish(*NIGHT, builds=True)
    raging.verify("verified")


def _judged(raging: Storm, calm: Calm, sandbox: SandboxOptions) -> Outcome:
    counted, kills, refreshes = stats(raging.url), raging.kills.total(), raging.refreshes()
    asked = counted["requests"] - raging.requests_of_others
    repairs = raging.others["verify --repair"]
    late_kills = kills - min(kills, raging.early_kills)
    bound = FREE_SHARE * ((1 + repairs) * calm.backfill + refreshes * calm.night) + MOST_LOST * late_kills
    bound += max(MOST_LOST, PROBE_LIMITS.requests) * (kills - late_kills)
    wrongs = [
        *raging.wrongs,
        *invariants.wrongs_of_rows(raging.folder, invariants.Truth.of(sandbox)),
        *invariants.wrongs_of_keys(raging.folder),
        *invariants.wrongs_of_marts(raging.folder),
        *invariants.wrongs_of_credits(raging.folder, counted),
    ]
    if asked > bound:
        wrongs.append(f"{asked} requests are more than {bound:.0f}")
    return Outcome(raging.kills, raging.ends, asked, bound, calm, refreshes, counted, wrongs)


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill jobhouse again and again, and see whether anything is lost.")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=12_000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        outcome = storm(wanted.kills, wanted.seed, wanted.jobs, Path(place))
    sys.stdout.write("".join(f"{line}\n" for line in outcome.lines()))
    return 1 if outcome.wrongs else 0


if __name__ == "__main__":
    sys.exit(main())
