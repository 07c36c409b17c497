"""One advert as the API's job object: 21 keys, in the spellings of the board that carries it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from jobhouse.sandbox.postings.companies import FIRMS, Firm
from jobhouse.sandbox.postings.occupations import LEVELS, SKILLS, TRADES
from jobhouse.sandbox.postings.places import PLACES
from jobhouse.sandbox.postings.postings import REPOST, Ad, Vacancy
from jobhouse.sandbox.postings.salaries import Pay, spell
from jobhouse.sandbox.postings.seeded_random import mix, wheel
from jobhouse.sandbox.postings.sentences import describe

Job = dict[str, object]

JOB_KEYS = (
    "Job Type", "Job Title", "Apply URL", "Post Date", "Valid Through", "City", "Job Board",
    "Job Description",
    "Country", "Company Name", "State", "Salary Offered", "Logo URL", "Is Remote", "Job URL",
    "Department Name",
    "Seniority Level", "Salary Currency", "Salary To", "Salary From", "Skills",
)  # fmt: skip


class Board(NamedTuple):
    """A job board.

    A career page has no name of its own and lives at the company's domain.
    """

    name: str | None
    host: str
    weight: float


BOARDS = (
    Board("Linkedin", "www.linkedin.example", 30),
    Board("Indeed", "www.indeed.example", 22),
    Board("Glassdoor", "www.glassdoor.example", 9),
    Board("ZipRecruiter", "www.ziprecruiter.example", 8),
    Board("Monster", "www.monster.example", 4),
    Board("Remote OK", "remoteok.example", 3),
    Board("Himalayas", "himalayas.example", 3),
    Board("Dice", "www.dice.example", 4),
    Board("StepStone", "www.stepstone.example", 3),
    Board(None, "", 14),
)
_BOARD_WHEEL = wheel([board.weight for board in BOARDS], 1024)
_JOB_TYPES = (
    "Full Time",
    "full-time",
    "Full-time",
    "FULL_TIME",
    "Full Time",
    "Full-time",
    "Contractor",
    "Part Time",
)
_BLANKS = (None, None, None, None, "", "N/A", "Not specified", "Undefined")
_TRACKING = (
    "", "", "", "?utm_source=feed", "?utm_source=partner&utm_medium=cpc&utm_campaign={0:x}",
    "?refId={0:x}&trk=search",
    "?src=jobs&gh_src={0:x}", "",
)  # fmt: skip
_LOW_16 = 0xFFFF


def board_of(ad: Ad) -> Board:
    """The board of an advert; a repost is on the board of its original."""
    return BOARDS[_BOARD_WHEEL[mix(ad.vacancy.bits + _place_number(ad)) % len(_BOARD_WHEEL)]]


def _place_number(ad: Ad) -> int:
    """Advert number whose URL this advert has: a repost of the same URL has its original's."""
    return 0 if ad.kind == REPOST else ad.number


def pay_of(vacancy: Vacancy, *, edited: bool = False) -> Pay | None:
    """What the adverts of a vacancy say about pay; None where they say nothing."""
    if vacancy.pay_style < 0:
        return None
    currency = PLACES[vacancy.place].country.currency
    raise_by = 1.06 if edited else 1.0
    low, high = (int(amount * raise_by / 1000) * 1000 for amount in (vacancy.low, vacancy.high))
    return spell(low, high, currency, vacancy.pay_style)


def job_of(ad: Ad, *, edited: bool = False, text: bool = True) -> Job:
    """The job object of an advert.

    `edited`: as it reads after an edit; `text`: with the (costly) description.
    """
    vacancy = ad.vacancy
    bits = mix(vacancy.bits * 32 + ad.number)
    firm, trade = FIRMS[vacancy.firm], TRADES[vacancy.trade]
    pay = pay_of(vacancy, edited=edited)
    title = _title(vacancy, bits)
    company = firm.spellings[(bits >> 4) % len(firm.spellings)]
    board = board_of(ad)
    url = _url(ad, board, firm, title)
    where = _where(vacancy, bits)
    return {
        "Job Type": _sometimes(bits >> 12, _JOB_TYPES[(bits >> 3) % 8], 6),
        "Job Title": title,
        "Apply URL": None if bits % 4 == 0 else f"https://careers.{firm.domain}/apply/{vacancy.id}",
        "Post Date": None if bits % 509 == 0 else date.fromordinal(ad.day).isoformat(),
        "Valid Through": _valid_through(ad, bits, edited=edited),
        "City": where[0],
        "Job Board": board.name,
        "Job Description": _text(vacancy, firm, title, bits, edited=edited) if text else None,
        "Country": where[2],
        "Company Name": company,
        "State": where[1],
        "Salary Offered": pay.text if pay else _BLANKS[(bits >> 9) % 8],
        "Logo URL": None if bits % 3 == 0 else f"https://logo.{firm.domain}/{firm.name[:3].lower()}.png",
        "Is Remote": None if (bits >> 17) % 9 == 0 else vacancy.remote,
        "Job URL": None if (bits >> 23) % 701 == 0 else url,
        "Department Name": None if (bits >> 5) % 6 == 0 else [trade.departments[bits % len(trade.departments)]],
        "Seniority Level": _seniority(vacancy, bits),
        "Salary Currency": pay.currency if pay else None,
        "Salary To": float(pay.high) if pay and pay.high is not None else None,
        "Salary From": float(pay.low) if pay and pay.low is not None else None,
        "Skills": [SKILLS[skill] for skill in vacancy.skills] if vacancy.skills else None,
    }


def _sometimes(bits: int, value: str, one_in: int) -> str | None:
    """The value, or in one case of `one_in` one of the spellings of "missing"."""
    return _BLANKS[(bits >> 6) % 8] if bits % one_in == 0 else value


def _title(vacancy: Vacancy, bits: int) -> str:
    # boards differ in the title of the same vacancy: prefix, suffix, an added "(Remote)"
    trade, level = TRADES[vacancy.trade], LEVELS[vacancy.level]
    name = trade.titles[vacancy.bits % len(trade.titles)]
    prefix = level.prefixes[(bits >> 7) % len(level.prefixes)]
    suffix = level.suffixes[(bits >> 11) % len(level.suffixes)]
    mark = ("", "", " (Remote)", " - Remote", "")[bits % 5] if vacancy.remote else ("", "", "", " (m/f/d)")[bits % 4]
    return f"{prefix}{name}{suffix}{mark}"


def _where(vacancy: Vacancy, bits: int) -> tuple[str | None, str | None, str | None]:
    """City, state and country as delivered."""
    place = PLACES[vacancy.place]
    if vacancy.remote and bits % 7 < 2:
        return "Remote", None, place.country.spellings[(bits >> 8) % 3 % len(place.country.spellings)]
    city = place.city_spellings[(bits >> 13) % len(place.city_spellings)]
    state = (place.state or None) if (bits >> 19) % 3 else (place.state_name or None)
    spellings = place.country.spellings
    # the commonest spelling half of the time
    country = spellings[0] if (bits >> 21) % 2 else spellings[(bits >> 22) % len(spellings)]
    return (
        _sometimes(bits >> 25, city, 25),
        _sometimes(bits >> 27, state, 12) if state else None,
        _sometimes(bits >> 29, country, 40),
    )


def _seniority(vacancy: Vacancy, bits: int) -> str | None:
    labels = LEVELS[vacancy.level].labels
    return _sometimes(bits >> 31, labels[(bits >> 33) % len(labels)], 4)


def _url(ad: Ad, board: Board, firm: Firm, title: str) -> str:
    number = ad.vacancy.id * 8 + _place_number(ad)
    tracking = _TRACKING[mix(ad.vacancy.bits + ad.number) % 8].format(number & _LOW_16)
    if board.name is None:
        return f"https://careers.{firm.domain}/jobs/{number}{tracking}"
    slug = title.lower().replace(" ", "-").replace("/", "-").replace("(", "").replace(")", "").replace(",", "")
    return f"https://{board.host}/jobs/view/{slug}-{number}{tracking}"


def _valid_through(ad: Ad, bits: int, *, edited: bool) -> str | None:
    if (bits >> 35) % 3 and not edited:
        return None
    days = (30, 30, 45, 60, 90, 14)[(bits >> 37) % 6] + (21 if edited else 0)
    return (date.fromordinal(ad.day) + timedelta(days=days)).isoformat()


def _text(vacancy: Vacancy, firm: Firm, title: str, bits: int, *, edited: bool) -> str:
    place = PLACES[vacancy.place]
    skills = ", ".join(SKILLS[skill] for skill in vacancy.skills) or "a quick mind"
    intro = (
        f"{firm.name} ({firm.industry}) is looking for a {title} "
        f"in {place.city}, {place.country.spellings[0]}.\n\n"
        f"You will work with {skills}."
    )
    outro = ("Apply today.", "We look forward to hearing from you!", "Apply via our career page.", "")[bits % 4]
    if edited:
        outro = f"Update: we are still looking.\n\n{outro}"
    # the body is the vacancy's, so that cross-posts resemble each other
    body = describe(intro, outro, mix(vacancy.bits ^ 0xB0D1))
    return f"<p>{body.replace(chr(10) * 2, '</p><p>')}</p>" if bits % 6 == 0 else body
