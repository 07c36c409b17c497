"""Names of places that the gazetteer lacks, or that hold more than the name: what they are not taken for."""

from __future__ import annotations

from tests.support.sql_models import resolve_places

UNCUT_NAMES = [
    (("La Florida", None, "Chile"), ("CL", None, "La Florida")),
    (("La California", None, "Costa Rica"), ("CR", None, "La California")),
    (("Nova Georgia", None, "Brazil"), ("BR", None, "Nova Georgia")),
    (("Los Nevada", None, "Colombia"), ("CO", None, "Los Nevada")),
    (("Cerro Colorado", None, "AR"), ("AR", None, "Cerro Colorado")),
    (("Barrio Victoria", None, "Argentina"), ("AR", None, "Barrio Victoria")),
    (("East Syracuse", "NY", "United States"), ("US", "NY", "East Syracuse")),
    # a town named after a day is no address
    (("25 de Mayo", None, "Argentina"), ("AR", None, "25 de Mayo")),
    (("15 de Novembro", None, "BR"), ("BR", None, "15 de Novembro")),
    # words that say together where the place is outweigh the country of a feed, and others count where it agrees
    (("Austin Texas", None, "Sudan"), ("US", "TX", "Austin")),
    (("Denver Colorado", None, "Spain"), ("US", "CO", "Denver")),
    (("Sunny Florida", None, "US"), ("US", "FL", None)),
    (("Sunny Florida", None, None), ("US", "FL", None)),
    (("Ulm Germany", None, None), ("DE", "BW", "Ulm")),
    (("La Florida", None, None), ("US", "FL", None)),
    # a word beside the name of a country is a city of that country or none
    (("Cała Polska", None, None), ("PL", None, None)),
    (("Toda España", None, None), ("ES", None, None)),
    (("Salem Oregon", None, None), ("US", "OR", "Salem")),
    (("Valencia Spain", None, None), ("ES", "VC", "Valencia")),
]


def test_an_unknown_name_is_not_cut_to_words_that_the_country_contradicts() -> None:
    resolved = resolve_places([texts for texts, _ in UNCUT_NAMES])
    wrong = [(given, row) for given, row in zip(UNCUT_NAMES, resolved, strict=True) if row[:3] != given[1]]
    assert not wrong


DISTRICTS = [
    (("Paris 11e (75)", None, None), ("FR", "IDF", "Paris")),
    (("Marseille 8e - 13", None, None), ("FR", "PAC", "Marseille")),
    (("Lyon 3ème arrondissement", None, None), ("FR", "ARA", "Lyon")),
    (("Wien 22. Bezirk", None, None), ("AT", "9", "Vienna")),
    (("Zürich Kreis 5", None, None), ("CH", "ZH", "Zurich")),
    (("Brno 2", None, "Czechia"), ("CZ", "64", "Brno")),
    (("Dublin 4", None, "Ireland"), ("IE", "L", "Dublin")),
    (("Sector 6 București", None, None), ("RO", "B", "Bucharest")),
    (("Budapest VII. kerület", None, None), ("HU", "BU", "Budapest")),
    (("District 7 Ho Chi Minh City", None, "Vietnam"), ("VN", "SG", "Ho Chi Minh City")),
    # only what is left of a city's name is one
    (("Team 5", None, "Germany"), ("DE", None, None)),
    (("Area 51", None, None), (None, None, None)),
]


def test_the_number_of_a_district_is_no_part_of_the_name_of_a_city() -> None:
    resolved = resolve_places([texts for texts, _ in DISTRICTS])
    wrong = [(given, row) for given, row in zip(DISTRICTS, resolved, strict=True) if row[:3] != given[1]]
    assert not wrong


CODES_ABROAD = [
    (("Florianópolis - SC", None, None), ("BR", "SC", "Florianópolis")),
    (("Belém/PA", None, None), ("BR", "PA", "Belém")),
    (("SP - São Paulo", None, None), ("BR", "SP", "São Paulo")),
    (("Vigo, GA", None, None), ("ES", "GA", "Vigo")),
    (("Coquimbo, CO", None, None), ("CL", "CO", "Coquimbo")),
    (("Neuchâtel (NE)", None, None), ("CH", "NE", "Neuchâtel")),
    (("Stuttgart, BW", None, None), ("DE", "BW", "Stuttgart")),
    (("Chennai, TN", None, None), ("IN", "TN", "Chennai")),
    (("Guadalajara, JAL", None, None), ("MX", "JAL", "Guadalajara")),
    # of cities of one name beside a code the largest counts
    (("Salem, TN", None, None), ("IN", "TN", "Salem")),
    (("Salem, OR", None, None), ("US", "OR", "Salem")),
    # a code that is known to mean where the city lies has no other meaning
    (("Manchester, NH", None, None), ("US", "NH", "Manchester")),
    (("Victoria, BC", None, None), ("CA", "BC", "Victoria")),
    (("Santiago, CL", None, None), ("CL", "RM", "Santiago")),
    # Los Angeles in the region of Madrid is small
    (("Los Angeles, MD", None, None), ("US", "CA", "Los Angeles")),
]


def test_a_code_beside_a_city_may_be_that_of_a_state_in_any_country() -> None:
    resolved = resolve_places([texts for texts, _ in CODES_ABROAD])
    wrong = [(given, row) for given, row in zip(CODES_ABROAD, resolved, strict=True) if row[:3] != given[1]]
    assert not wrong
