"""Places that share their name or code with others: towns of two countries, towns and counties, codes of states."""

from __future__ import annotations

from typing import Any

import duckdb

from tests.support.sql_models import locate_places, resolve_places

# city, state, country as delivered; country, state and city that they mean
CODES = [
    (("Hamburg, DE", None, None), ("DE", "HH", "Hamburg")),
    (("20099 Hamburg, DE", None, None), ("DE", "HH", "Hamburg")),
    (("Stuttgart (DE)", None, None), ("DE", "BW", "Stuttgart")),
    (("Bremen, DE", None, "DE"), ("DE", "HB", "Bremen")),
    (("Bogotá, CO", None, None), ("CO", "DC", "Bogotá")),
    (("Delhi, IN", None, None), ("IN", "DL", "Delhi")),
    (("Hamilton, CA", None, None), ("CA", "ON", "Hamilton")),
    (("London, CA", None, None), ("CA", "ON", "London")),
    # Munster in Ireland, Surrey in England
    (("Münster, DE", None, None), ("DE", "NW", "Münster")),
    (("Surrey, CA", None, None), ("CA", "BC", "Surrey")),
    # the largest city of a small country
    (("Victoria, SC", None, None), ("SC", "16", "Victoria")),
    # the code is that of the state in which such a town lies, or of a small town that the gazetteer lacks
    (("Dover, DE", None, None), ("US", "DE", "Dover")),
    (("Lewes, DE", None, None), ("US", "DE", "Lewes")),
    (("Oxford, DE", None, None), ("US", "DE", "Oxford")),
    (("Salem, IN", None, None), ("US", "IN", "Salem")),
    (("Ontario, CA", None, None), ("US", "CA", "Ontario")),
    (("Windsor, CA", None, None), ("US", "CA", "Windsor")),
    (("Durango, CO", None, None), ("US", "CO", "Durango")),
    (("Paris, TN", None, None), ("US", "TN", "Paris")),
]


def misread(cases: list[tuple[tuple[Any, ...], tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    resolved = resolve_places([texts for texts, _ in cases])
    return [(given, row) for given, row in zip(cases, resolved, strict=True) if row[:3] != given[1]]


def test_a_code_beside_a_large_city_is_that_of_its_country() -> None:
    assert misread(CODES) == []


TOWNS = [
    (("Sopron", None, "Magyarország"), ("HU", "GS", "Sopron")),
    (("Eger, Hungary", None, None), ("HU", "HE", "Eger")),
    (("Érd", None, None), ("HU", "PE", "Érd")),
    (("Sopron belváros", None, None), ("HU", "GS", "Sopron")),
    (("Pécs", None, "Hungary"), ("HU", "BA", "Pécs")),
    (("Yilan", None, "Taiwan"), ("TW", "ILA", "Yilan")),
    (("Taichung", None, None), ("TW", "TXG", "Taichung")),
    (("Zajecar", None, "Serbia"), ("RS", "15", "Zaječar")),
    # the field of the state
    ((None, "Sopron", "Hungary"), ("HU", "SN", None)),
    (("Nowhere", "Hà Giang", "Vietnam"), ("VN", "03", "Nowhere")),
    # counties of many towns
    (("Orange County, CA", None, None), ("US", "CA", None)),
    (("Bucks County, PA", None, None), ("US", "PA", None)),
    (("Orange County", "CA", "US"), ("US", "CA", None)),
    (("Montgomery County, Maryland", None, None), ("US", "MD", None)),
    (("Irvine, Orange County, CA", None, None), ("US", "CA", "Irvine")),
    (("Denver County", "CO", "US"), ("US", "CO", "Denver")),
    (("San Francisco County, CA", None, None), ("US", "CA", "San Francisco")),
    (("Cluj County", None, None), ("RO", "CJ", None)),
    (("County Durham", None, None), ("GB", "ENG", None)),
]


def test_a_town_of_county_rank_is_a_town_and_a_county_is_none() -> None:
    assert misread(TOWNS) == []


# and whether the country is doubtful
NAMESAKES = [
    (("Concord", None, "Australia"), ("AU", None, "Concord"), False),
    (("Camden", None, "Australia"), ("AU", None, "Camden"), False),
    (("Windsor", None, "Australia"), ("AU", None, "Windsor"), False),
    (("Santa Fe", None, "Australia"), ("AU", None, "Santa Fe"), False),
    (("Bella Vista", None, "AU"), ("AU", None, "Bella Vista"), False),
    (("Concord", "NSW", "Australia"), ("AU", "NSW", "Concord"), False),
    (("Albany", None, "New Zealand"), ("NZ", None, "Albany"), False),
    (("Oxford", None, "New Zealand"), ("NZ", None, "Oxford"), False),
    # a city that everybody knows, a country that calls its towns otherwise, what a feed makes of CA
    (("San Francisco", None, "Australia"), ("AU", None, None), True),
    (("Utrecht", None, "Germany"), ("DE", None, None), True),
    (("Irvine", None, "Canada"), ("CA", None, None), True),
    # of several cities each lies in its own country
    (("Berlin, Utrecht", None, "Germany"), ("DE", "BE", "Berlin"), False),
]


def test_a_town_that_is_known_abroad_alone_stays_in_the_delivered_country() -> None:
    resolved = resolve_places([texts for texts, *_ in NAMESAKES])
    found = [(row[:3], row[5]) for row in resolved]
    assert [one for one in zip(NAMESAKES, found, strict=True) if one[0][1:] != one[1]] == []


WORDS = [
    (("30 - NOWHERE", None, "France"), ("FR", None, "NOWHERE")),
    (("2A - AJACCIO", None, "France"), ("FR", "20R", "Ajaccio")),
    (("Praha 6 a okolí", None, None), ("CZ", "10", "Prague")),
    (("Brno a širší okolí", None, None), ("CZ", "64", "Brno")),
    (("Ljubljana in okolica", None, None), ("SI", "061", "Ljubljana")),
    (("Vilnius ir apylinkės", None, None), ("LT", "VL", "Vilnius")),
    (("Tallinn ja lähiümbrus", None, None), ("EE", "37", "Tallinn")),
    (("Celá ČR", None, None), ("CZ", None, None)),
    ((None, None, "ČR"), ("CZ", None, None)),
    ((None, None, "CR"), ("CR", None, None)),
    (("Celý Zlínský kraj", None, "Česko"), ("CZ", "72", None)),
    (("Ganz Bayern", None, None), ("DE", "BY", None)),
    (("Tutta la Lombardia", None, None), ("IT", "25", None)),
    (("Heel", None, "Nederland"), ("NL", None, "Heel")),
    (("Landelijk / Reizend", None, "Nederland"), ("NL", None, None)),
    (("Bundesweit / Reisetätigkeit", None, "Deutschland"), ("DE", None, None)),
    (("Travelers Rest, SC", None, None), ("US", "SC", "Travelers Rest")),
    (("Brno-střed", None, None), ("CZ", "64", "Brno")),
    (("Manchester City Centre", None, None), ("GB", "ENG", "Manchester")),
    (("Rockville Centre, NY", None, None), ("US", "NY", "Rockville Centre")),
    (("Quận 1, HCM", None, "Vietnam"), ("VN", "SG", "Ho Chi Minh City")),
    (("船橋市", None, "日本"), ("JP", "12", "Funabashi")),
    (("大坂", None, None), ("JP", "27", "Osaka")),
    (("용인", None, None), ("KR", "41", "Yongin")),
]


def test_words_around_a_place_are_no_part_of_it() -> None:
    assert misread(WORDS) == []


DASHES = [
    (("Praha – Staré Město", None, None), ["CZ-10 Prague"]),
    (("Wien – Bratislava", None, None), ["AT-9 Vienna", "SK-BL Bratislava"]),
    (("Essex County, NJ", None, None), ["US-NJ"]),
    (("Hamburg, DE; Dover, DE", None, None), ["DE-HH Hamburg", "US-DE Dover"]),
]


def test_a_district_behind_a_dash_is_no_town_abroad() -> None:
    with duckdb.connect() as db:
        located = locate_places(db, [texts for texts, _ in DASHES])
    assert [(given, row) for given, row in zip(DASHES, located, strict=True) if row != given[1]] == []
