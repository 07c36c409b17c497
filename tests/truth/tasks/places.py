"""Places: country, first-level region and city as a reader would say them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

import duckdb

from tests.truth import marts
from tests.truth.labels import Label, text_of
from tests.truth.outcomes import Outcome

UNDECIDED: Final = "?"
"""What a reader of the delivered names cannot tell, or was not asked: it is not compared."""
COUNTRIES_MAX: Final = 5
LEVELS: Final = ("country", "region", "city")
_QUERY: Final = """
select postings.job_id, country_code, state_code, state_name, city
from marts.fct_job_postings as postings
left join marts.dim_locations as locations on postings.location_id = locations.location_id
"""
_EVERY_QUERY: Final = """
select
    job_id,
    list({'country': country_code, 'state_code': state_code, 'state_name': state_name, 'city': city}) as places
from marts.posting_locations
inner join marts.dim_locations using (location_id)
group by job_id
"""
_COLUMNS: Final = {"country": ("country_code",), "region": ("state_code", "state_name"), "city": ("city",)}

Names = frozenset[str]
"""Spellings of one name; empty where there is none."""
Place = tuple[Names, ...]
"""Country, region and city."""


def outcomes(db: duckdb.DuckDBPyConnection, labels: list[Label]) -> Iterator[Outcome]:
    for label, row in marts.shown(db, labels, _QUERY):
        said = places_of(label)
        for number, level in enumerate(LEVELS):
            found = frozenset(key_of(row[name]) for name in _COLUMNS[level] if row and row[name])
            yield from _outcome(f"places: {level}", text_of(label, "split"), [place[number] for place in said], found)
    # marts of earlier versions show one place of each posting
    if marts.has_table(db, "posting_locations"):
        for label, row in marts.shown(db, labels, _EVERY_QUERY):
            yield from _outcomes_of_several(text_of(label, "split"), places_of(label), row["places"] if row else [])


def _outcomes_of_several(split: str, said: list[Place], rows: list[dict[str, str | None]]) -> Iterator[Outcome]:
    """Of an advert that names several places: each of them, and each that the mart lists beyond them."""
    if len(said) < 2 or any(UNDECIDED in names for place in said for names in place) or _is_where_one_may_live(said):
        return
    listed = [tuple(frozenset(key_of(name) for name in names if name) for names in _levels(row)) for row in rows]
    for place in said:
        is_listed = any(_is_same(place, one) for one in listed)
        yield Outcome("places: each of several", split, True, is_listed, is_listed)
    for one in listed:
        if not any(_is_same(place, one) for place in said):
            yield Outcome("places: each of several", split, False, True, False)


def _is_where_one_may_live(said: list[Place]) -> bool:
    """A remote job's long list of countries: three such adverts would outweigh all others."""
    return len(said) > COUNTRIES_MAX and not any(region or city for _, region, city in said)


def _levels(row: dict[str, str | None]) -> tuple[tuple[str | None, ...], ...]:
    return (row["country"],), (row["state_code"], row["state_name"]), (row["city"],)


def _is_same(said: Place, listed: Place) -> bool:
    """Each level agrees: both name it alike, or neither names it; a region beside a right city may be missing."""
    (country, region, city), (its_country, its_region, its_city) = said, listed
    is_region = bool(region & its_region) or (not its_region and (bool(city) or not region))
    return bool(country & its_country) and is_region and (bool(city & its_city) or not city | its_city)


def places_of(label: Label) -> list[Place]:
    """Each place of a label, in all its spellings."""
    texts = (label["true_places"] or "//").split("|")
    return [tuple(_names(text) for text in place.split("/")) for place in texts]


def _names(text: str) -> Names:
    return frozenset(key_of(name) for name in text.split("=") if name)


def key_of(name: str) -> str:
    """A name as it is compared: without case, accents, punctuation, and words that some write and others do not."""
    letters = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    words = "".join(one if one.isalnum() or one == UNDECIDED else " " for one in letters.replace("'", "")).casefold()
    return " ".join({"st": "saint"}.get(word, word) for word in words.split() if word != "city").removesuffix("市")


def _outcome(measure: str, split: str, said: list[Names], found: Names) -> Iterator[Outcome]:
    """An advert of several places has no one country, region or city: what the mart shows must be one of them."""
    if any(UNDECIDED in names for names in said):
        return
    right = any(names & found for names in said)
    is_one = len(set(said)) == 1
    yield Outcome(measure, split, bool(said[0]) if is_one else bool(found), bool(found), bool(right))
