"""Some six hundred invented companies, and the spellings in which boards deliver their names."""

from __future__ import annotations

from typing import NamedTuple

from jobhouse.sandbox.postings.seeded_random import mix, wheel

_HEADS = (
    "Alder", "Amber", "Arc", "Aspen", "Azure", "Basalt", "Beacon", "Birch", "Bolt", "Bright", "Brook",
    "Cedar", "Cinder", "Clear", "Cobalt", "Copper", "Coral", "Crest", "Dawn", "Delta", "Ember", "Falcon",
    "Fern", "Flint", "Frost", "Garnet", "Granite", "Harbor", "Hazel", "Heron", "Indigo", "Iron", "Juniper",
    "Kestrel", "Lark", "Laurel", "Linden", "Lumen", "Maple", "Marble", "Meadow", "Mica", "Nimbus", "Nova",
    "Oak", "Onyx", "Opal", "Orchid", "Otter", "Pine", "Quartz", "Quill", "Raven", "Ridge", "River", "Saffron",
    "Sage", "Silver", "Slate", "Sparrow", "Summit", "Teal", "Thistle", "Umber", "Vale", "Vantage", "Willow",
    "Wren", "Zephyr", "Zinc",
)  # fmt: skip
_TAILS = {
    "works": "Manufacturing", "soft": "Software", "grid": "Energy", "care": "Healthcare",
    "bank": "Financial Services", "Analytics": "Software", "Logistics": "Logistics", "Health": "Healthcare",
    "Robotics": "Manufacturing", "Foods": "Retail", "Learning": "Education", "Media": "Media",
    "Labs": "Software", "Insurance": "Financial Services", "Motors": "Automotive",
}  # fmt: skip
_AGENCY_TAILS = ("Staffing", "Talent Partners", "Recruitment")
_SUFFIXES = ("Inc.", "LLC", "Ltd", "GmbH", "Corp.", "Limited", "Group", "")

FIRM_COUNT = 600


class Firm(NamedTuple):
    """One company: its true name, its spellings (the first is the commonest) and what it does."""

    name: str
    spellings: tuple[str, ...]
    domain: str
    industry: str
    is_agency: bool
    weight: float


def _firm(number: int) -> Firm:
    bits = mix(number)
    head = _HEADS[number % len(_HEADS)]
    is_agency = number % 11 == 5
    tails = _AGENCY_TAILS if is_agency else tuple(_TAILS)
    tail = tails[(number // len(_HEADS) * 4 + bits % 4) % len(tails)]
    name = head + tail if tail.islower() else f"{head} {tail}"
    domain = name.lower().replace(" ", "") + (".example", ".co.example", ".io.example")[(bits >> 8) % 3]
    suffix = _SUFFIXES[(bits >> 16) % len(_SUFFIXES)]
    industry = "Staffing" if is_agency else _TAILS[tail]
    # a few firms post most of the adverts
    return Firm(name, _spellings(name, suffix, domain), domain, industry, is_agency, 1 / (3 + number) ** 0.6)


def _spellings(name: str, suffix: str, domain: str) -> tuple[str, ...]:
    legal = f"{name} {suffix}".strip()
    comma = f"{name}, {suffix}" if suffix else name
    return (
        name,
        name,
        name,
        legal,
        legal,
        comma,
        name.upper(),
        name.lower(),
        f"{name} ({domain})",
        f"{name}  ",
    )


def _firms() -> tuple[Firm, ...]:
    by_name: dict[str, Firm] = {}
    number = 0
    while len(by_name) < FIRM_COUNT:
        firm = _firm(number)
        by_name.setdefault(firm.name, firm)
        number += 1
    return tuple(by_name.values())


FIRMS = _firms()
FIRM_WHEEL = wheel([firm.weight for firm in FIRMS], 8192)
