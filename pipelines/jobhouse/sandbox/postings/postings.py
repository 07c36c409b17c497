"""Vacancies and their adverts on job boards, generated from a seed, day by day.

A day's vacancies follow from (seed, day, jobs per day) alone, and its adverts from the vacancies of that day
and the ninety before it; so a sandbox restarted tomorrow serves the same history plus one day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import sin
from typing import NamedTuple

from jobhouse.sandbox.postings.companies import FIRM_WHEEL
from jobhouse.sandbox.postings.occupations import FIRST_TREND_YEAR, LEVEL_WHEEL, LEVELS, SHARES, TRADE_WHEEL, TRADES
from jobhouse.sandbox.postings.places import PLACE_WHEEL, PLACES
from jobhouse.sandbox.postings.salaries import STYLES
from jobhouse.sandbox.postings.seeded_random import mix, stream

DAY_MS = 86_400_000
EPOCH = date(1970, 1, 1).toordinal()
LONGEST_LAG = 90  # days between a vacancy's first advert and its last repost
MAX_ADS = 16
_MAX_VACANCIES = 1_000_000  # of one day; keeps ids below 2^53

# how an advert relates to its vacancy
ORIGINAL, CROSS_POST, REPOST, REPOST_NEW_URL, DUPLICATE = range(5)
KINDS = ("original", "cross_post", "repost", "repost_new_url", "duplicate")

_ADS_PER_VACANCY = 1.46  # measured
_WEEKDAYS = (1.25, 1.35, 1.3, 1.2, 1.05, 0.45, 0.4)
_MONTHS = (1.12, 1.08, 1.08, 1.03, 1.0, 0.98, 0.94, 0.96, 1.06, 1.05, 0.93, 0.77)


class Vacancy(NamedTuple):
    """One opening at one company.

    Its adverts describe it in different words. Pay is per year, in `currency`.
    """

    id: int
    day: int  # proleptic ordinal
    firm: int
    trade: int
    place: int
    level: int
    skills: tuple[int, ...]
    low: int
    high: int
    pay_style: int  # -1: says nothing about pay
    remote: bool
    bits: int


class Ad(NamedTuple):
    """One advert of a vacancy.

    `number` decides board and wording: a duplicate has the number of its original.
    """

    id: int
    vacancy: Vacancy
    number: int
    day: int
    kind: int


def day_factor(day: int) -> float:
    """How busy a day (proleptic ordinal) is, relative to the average of six years.

    Growth, dips, season, weekday.
    """
    when = date.fromordinal(day)
    year = when.year + when.month / 12
    growth = 0.62 + 0.13 * (year - 2020) + 0.12 * sin((year - 2020.4) * 2.1)
    return max(growth, 0.2) / 1.12 * _MONTHS[when.month - 1] * _WEEKDAYS[when.weekday()]


def vacancies_of(seed: int, day: int, jobs_per_day: float) -> list[Vacancy]:
    """The vacancies that open on a day (proleptic ordinal)."""
    draw = stream("vacancies", seed, day, jobs_per_day)
    chance = draw.random
    wanted = jobs_per_day / _ADS_PER_VACANCY * day_factor(day)
    count = min(int(wanted + chance()), _MAX_VACANCIES - 1)
    year = min(max(date.fromordinal(day).year - FIRST_TREND_YEAR, 0), len(SHARES) - 1)
    shares = SHARES[year]
    inflation = 0.97 + 0.035 * year
    made: list[Vacancy] = []
    for number in range(count):
        bits = draw.getrandbits(62)
        firm = FIRM_WHEEL[bits % len(FIRM_WHEEL)]
        trade_number = TRADE_WHEEL[int(chance() * len(TRADE_WHEEL))]
        place = PLACE_WHEEL[int(chance() * len(PLACE_WHEEL))]
        level = LEVEL_WHEEL[int(chance() * len(LEVEL_WHEEL))]
        trade = TRADES[trade_number]
        pool = trade.skills
        picks = (pool[int(chance() * len(pool))] for _ in range(3 + (bits >> 20) % 7))
        skills = tuple({skill: None for skill in picks if chance() < shares[skill]})
        country = PLACES[place].country
        amount = trade.pay * LEVELS[level].pay * country.pay * country.per_usd * inflation * (0.85 + 0.3 * chance())
        low = max(int(amount / 1000), 1) * 1000
        high = int(low * (1.12 + 0.35 * chance()) / 1000) * 1000 + 1000
        # adverts came to name pay more often as transparency laws arrived
        pay_style = int(chance() * len(STYLES)) if chance() < 0.08 + 0.014 * year else -1
        remote = chance() < (0.12, 0.3, 0.33, 0.28, 0.25, 0.22, 0.2, 0.2)[year]
        vacancy_id = day * _MAX_VACANCIES + number
        made.append(
            Vacancy(vacancy_id, day, firm, trade_number, place, level, skills, low, high, pay_style, remote, bits)
        )
    return made


def ads_of(vacancy: Vacancy) -> list[Ad]:
    """Every advert of a vacancy, over at most `LONGEST_LAG` days from its opening."""
    base, day = vacancy.id * MAX_ADS, vacancy.day
    bits = mix(vacancy.bits)
    ads = [Ad(base, vacancy, 0, day, ORIGINAL)]
    if bits % 100 < 24:
        ads.append(Ad(base + 1, vacancy, 1, day + (bits >> 8) % 7, CROSS_POST))
        if bits % 100 < 8:
            ads.append(Ad(base + 2, vacancy, 2, day + (bits >> 11) % 7, CROSS_POST))
    if (bits >> 16) % 100 < 9:
        kind = REPOST if (bits >> 24) % 10 < 6 else REPOST_NEW_URL
        ads.append(Ad(base + 3, vacancy, 3, day + 20 + (bits >> 32) % 40, kind))
        if (bits >> 16) % 100 < 3:
            ads.append(Ad(base + 4, vacancy, 4, day + 60 + (bits >> 40) % 31, kind))
    if (bits >> 48) % 100 < 3:
        ads.append(Ad(base + 5, vacancy, 0, day, DUPLICATE))
    return ads


def moment(ad: Ad) -> int:
    """Unix milliseconds at which an advert was posted: some time of its day."""
    return (ad.day - EPOCH) * DAY_MS + mix(ad.id) % DAY_MS


def found_after_days(ad_id: int) -> int:
    """Days from Post Date until the crawler found the advert: mostly 0, at most 20."""
    bits = mix(ad_id ^ 0x5EED)
    return 0 if bits % 10 < 7 else int((bits >> 8) % 21)


def ads_between(seed: int, first: int, last: int, jobs_per_day: float) -> Iterator[Ad]:
    """The adverts with a Post Date in [first, last] (proleptic ordinals), by their vacancy's opening."""
    for day in range(first - LONGEST_LAG, last + 1):
        for vacancy in vacancies_of(seed, day, jobs_per_day):
            for ad in ads_of(vacancy):
                if first <= ad.day <= last:
                    yield ad
