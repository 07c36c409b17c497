"""Draws of real postings for labelling: a fixed seed, and the same share of each group of sources."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from jobhouse.sentrion.fetch.job import Job

T = TypeVar("T")

SOURCES: Final = {
    "Hacker News Who is hiring": "hiring_thread",
    "Hacker News Jobs": "hiring_thread",
    "ruanyf/weekly 谁在招人": "hiring_thread_zh",
    "Himalayas": "remote_board",
    "Jobicy": "remote_board",
    "Remote OK": "remote_board",
    "We Work Remotely": "remote_board",
    "Working Nomads": "remote_board",
    "Remotive": "remote_board",
    "Arbeitnow": "remote_board",
    "Free Python Job Board": "remote_board",
    "USAJOBS": "federal",
    "Simplify": "internship_list",
    "pittcsc list": "internship_list",
    "US-RSE Job Board": "research",
}
"""The group of sources that a job board belongs to; all others are `search_engine`, which lists many boards."""


def source_of(job: Job) -> str:
    return SOURCES.get(job.get("Job Board") or "", "search_engine")


def drawn(things: Iterable[T], stratum_of: Callable[[T], str], count: int, seed: int) -> list[tuple[str, T]]:
    """`count` things with their stratum, as many of each as there are of the largest that can be shared evenly.

    A stratum that has fewer than its share gives all it has, and the others share the rest.
    """
    strata: dict[str, list[T]] = defaultdict(list)
    for thing in things:
        strata[stratum_of(thing)].append(thing)
    chance = random.Random(seed)
    taken: list[tuple[str, T]] = []
    by_size: Sequence[tuple[str, list[T]]] = sorted(strata.items(), key=lambda item: (len(item[1]), item[0]))
    for done, (name, found) in enumerate(by_size):
        share = (count - len(taken)) // (len(by_size) - done)
        taken += [(name, thing) for thing in chance.sample(found, min(share, len(found)))]
    chance.shuffle(taken)
    return taken
