"""The four counts of jobs: delivered, versions, postings, openings, and what each of them counts."""

from __future__ import annotations

from typing import Final

from jobhouse.warehouse.ledger.counts import Counts

EXPLANATION: Final = (
    "A job is delivered each time that a page holds it. A version is one exact content of an advert, stored once. "
    "A posting is one advert on one board, which may have several versions. An opening is the vacancy that one or more "
    "postings are about: count openings to count jobs."
)


def sentence(counts: Counts) -> str:
    """The counts in the order in which each comes from the one before; those of the marts once there are any."""
    numbers = {
        "delivered": counts.delivered,
        "versions": counts.versions,
        "postings": counts.postings,
        "openings": counts.openings,
    }
    return ", ".join(f"{number:,} {name}" for name, number in numbers.items() if number is not None)
