"""What the API side of the sandbox reads of its postings, and the generated ones."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import date
from typing import Protocol

from jobhouse.sandbox.postings.companies import FIRMS
from jobhouse.sandbox.postings.job_objects import Job, board_of, job_of, pay_of
from jobhouse.sandbox.postings.occupations import LEVELS, SKILLS, TRADES
from jobhouse.sandbox.postings.places import PLACES
from jobhouse.sandbox.postings.postings import DUPLICATE, KINDS, Ad, ads_between, found_after_days, moment
from jobhouse.sandbox.postings.seeded_random import mix

# what a posting is, in one byte
SALARY, AGENCY, SECOND_COPY, HAS_COPY, BOARD, LATE, EDITED = (1 << bit for bit in range(7))


class Postings(Protocol):
    """Postings by position 0..n-1.

    `times`: Unix ms of posting; `ids`: unique, below 2^51, kept across restarts.
    """

    times: array[int]
    found: array[int]  # Unix ms at which a crawler found the posting
    ids: array[int]
    flags: bytearray

    def job(self, position: int, *, edited: bool = False, text: bool = True) -> Job:
        """The job object; a fresh dict on each call."""

    def industry(self, position: int) -> str:
        """The industry that a request can filter by but no job object shows; "" if unknown."""

    def truth(self) -> Iterator[dict[str, object]]:
        """One plain row for each posting: the facts that the job object describes."""


class GeneratedPostings:
    """Generated postings of the days [first, last]."""

    def __init__(self, seed: int, jobs_per_day: float, first: date, last: date) -> None:
        ads = ads_between(seed, first.toordinal(), last.toordinal(), jobs_per_day)
        self.ads: list[Ad] = list(ads)
        self.times = array("q", map(moment, self.ads))
        self.ids = array("q", (ad.id for ad in self.ads))
        self.found = array(
            "q",
            (time + found_after_days(ad.id) * 86_400_000 for time, ad in zip(self.times, self.ads, strict=True)),
        )
        self.flags = bytearray(map(_flags, self.ads))

    def job(self, position: int, *, edited: bool = False, text: bool = True) -> Job:
        """The job object; a fresh dict on each call."""
        return job_of(self.ads[position], edited=edited, text=text)

    def industry(self, position: int) -> str:
        """The industry of the company."""
        return FIRMS[self.ads[position].vacancy.firm].industry

    def truth(self) -> Iterator[dict[str, object]]:
        """One row for each posting, as described at `truth_of`."""
        return map(truth_of, self.ads)


def _flags(ad: Ad) -> int:
    copies = HAS_COPY * has_exact_copy(ad) | (SECOND_COPY if ad.kind == DUPLICATE else 0)
    is_agency = FIRMS[ad.vacancy.firm].is_agency * AGENCY
    has_salary = SALARY if ad.vacancy.pay_style >= 0 else 0
    on_board = BOARD if board_of(ad).name else 0
    return copies | is_agency | has_salary | on_board


def has_exact_copy(ad: Ad) -> bool:
    """Whether an exact copy of this advert exists (the original and its duplicate both say yes)."""
    return ad.number == 0 and (mix(ad.vacancy.bits) >> 48) % 100 < 3


def truth_of(ad: Ad) -> dict[str, object]:
    """What is true of one advert, beside the keys that find its delivered job object.

    `posting_id` is the sandbox's own; `opening_id` is shared by all adverts of a vacancy; `kind` is one of
    `KINDS`; pay is what the advert truly states, a year, in `salary_currency` (null where it states none).
    All of it is as first delivered: an edit raises pay by six per cent and moves Valid Through.
    """
    vacancy = ad.vacancy
    place, pay = PLACES[vacancy.place], pay_of(vacancy)
    job = job_of(ad, text=False)
    return {
        "posting_id": ad.id,
        "opening_id": vacancy.id,
        "kind": KINDS[ad.kind],
        "post_date": date.fromordinal(ad.day).isoformat(),
        "company": FIRMS[vacancy.firm].name,
        "industry": FIRMS[vacancy.firm].industry,
        "is_agency": FIRMS[vacancy.firm].is_agency,
        "occupation": TRADES[vacancy.trade].name,
        "seniority": LEVELS[vacancy.level].name,
        "city": place.city,
        "state": place.state or None,
        "country": place.country.code,
        "is_remote": vacancy.remote,
        "skills": [SKILLS[skill] for skill in vacancy.skills],
        "salary_annual_min": pay.annual_low if pay else None,
        "salary_annual_max": pay.annual_high if pay else None,
        "salary_currency": pay.true_currency if pay else None,
        "job_url": job["Job URL"],
        "job_board": job["Job Board"],
        "job_title": job["Job Title"],
        "company_name": job["Company Name"],
    }
