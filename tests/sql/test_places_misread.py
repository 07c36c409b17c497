"""Names of places that the gazetteer lacks, or that hold more than the name: what they are not taken for."""

from __future__ import annotations

import duckdb

from tests.support.sql_models import locate_places, resolve_places

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
    # nor to the last word after a preposition, nor against another part of the text
    (("Nowhere de Vargas", None, None), (None, None, None)),
    (("Nowhere de Vargas, Badajoz", None, None), ("ES", "EX", "Nowhere de Vargas")),
    (("La Florida, Santiago, Chile", None, None), ("CL", "RM", "Santiago")),
    (("Sunny Florida, Miami", None, None), ("US", "FL", "Miami")),
    (("Norte de Florida", None, None), ("US", "FL", None)),
    (("Universidad de Sonora", None, None), ("MX", "SON", None)),
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


REGIONS = [
    (("Nowhere Villa, Badajoz", None, None), ("ES", "EX", "Nowhere Villa")),
    (("Nowhere Villa, Badajoz", None, "España"), ("ES", "EX", "Nowhere Villa")),
    (("Nowhere, Brescia", None, "Italia"), ("IT", "25", "Nowhere")),
    (("Nowhere, Sevilla", None, "España"), ("ES", "AN", "Nowhere")),
    (("Nowhere, Córdoba", None, "España"), ("ES", "AN", None)),
    (("Nowhere, Hunedoara", None, "Romania"), ("RO", "HD", "Nowhere")),
    (("Dos Hermanas, Sevilla", None, None), ("ES", "AN", "Dos Hermanas")),
    # a district, an address or an institution of a city
    (("Nowhere, Madrid, España", None, None), ("ES", "MD", "Madrid")),
    (("Nowhere, Utrecht", None, "Nederland"), ("NL", "UT", "Utrecht")),
    (("Nowhere, London", None, None), ("GB", "ENG", "London")),
    (("Polígono Nowhere, Badajoz", None, None), ("ES", "EX", "Badajoz")),
    (("Calle Mayor 3, Badajoz", None, None), ("ES", "EX", "Badajoz")),
    # the word for a province
    (("Barcelona provincia", None, "España"), ("ES", "CT", None)),
    (("08019 Barcelona, Barcelona provincia", None, None), ("ES", "CT", "Barcelona")),
    (("35629 Nowhere, Las Palmas provincia", None, None), ("ES", "CN", "Nowhere")),
    (("Modena, Province of Modena, Italy", None, None), ("IT", "45", "Modena")),
    (("Heredia Province, Heredia, Costa Rica", None, None), ("CR", "H", "Heredia")),
    (("Estado de São Paulo", None, None), ("BR", "SP", None)),
    (("New York State", None, None), ("US", "NY", None)),
    # provinces, counties and the areas around great cities
    (("Jawa Timur", None, "Indonesia"), ("ID", "JI", None)),
    (("West Java", None, None), ("ID", "JB", None)),
    (("Surabaya", None, "Indonesia"), ("ID", "JI", "Surabaya")),
    (("Jakarta Selatan", None, "Indonesia"), ("ID", "JK", "Jakarta")),
    (("Metro Manila", None, None), ("PH", "00", None)),
    (("Berkshire, RG14 2FN", None, "United Kingdom"), ("GB", "ENG", None)),
    (("Gateshead, Tyne and Wear", None, None), ("GB", "ENG", "Gateshead")),
    (("Merseyside", None, None), ("GB", "ENG", None)),
    (("Basingstoke, Hants", None, None), ("GB", "ENG", "Basingstoke")),
    (("Gran Buenos Aires", None, None), ("AR", "B", None)),
    (("Grande São Paulo", None, None), ("BR", "SP", None)),
    (("Ruhrgebiet", None, None), ("DE", "NW", None)),
    (("Trójmiasto", None, "Polska"), ("PL", "22", None)),
    (("Randstad", None, "Nederland"), ("NL", None, None)),
    (("Rhein-Main-Gebiet", None, "Deutschland"), ("DE", None, None)),
    # as ISO 3166-2 writes it
    (("US-CA", None, None), ("US", "CA", None)),
    (("IN-KA", None, None), ("IN", "KA", None)),
    (("La Paz", None, None), ("BO", "L", "La Paz")),
]


def test_a_region_is_no_city() -> None:
    resolved = resolve_places([texts for texts, _ in REGIONS])
    wrong = [(given, row) for given, row in zip(REGIONS, resolved, strict=True) if row[:3] != given[1]]
    assert not wrong


FIVE = "Albania, Austria, Belgium, Bulgaria, Cyprus"
COUNTRY_LISTS = [
    ((f"{FIVE}, Czechia", None, None), []),
    ((f"{FIVE}, Luxembourg", None, None), []),
    (("Singapore, Malaysia, Thailand, Vietnam, Indonesia, Philippines", None, None), []),
    (("🇦🇷 Argentina, 🇧🇦 Bosnia and Herzegovina, 🇧🇷 Brazil, 🇨🇿 Czechia, 🇪🇸 Spain, 🇭🇷 Croatia", None, None), []),
    (("🇧🇦 Bosnia and Herzegovina, 🇧🇷 Brazil", None, None), ["BA", "BR"]),
    (("Singapore, Malaysia", None, None), ["SG Singapore", "MY"]),
    (("Remote - Luxembourg", None, None), ["LU"]),
    (("Remote - Singapore", None, None), ["SG Singapore"]),
    (("Luxembourg", None, "Luxembourg"), ["LU-LU Luxembourg"]),
    # the town and what stands beside it are one place
    (("Makati, Metro Manila, Philippines", None, None), ["PH-00 Makati"]),
    (("Dos Hermanas, Sevilla", None, "España"), ["ES-AN Dos Hermanas"]),
]


def test_a_long_list_of_countries_is_no_list_of_places() -> None:
    with duckdb.connect() as db:
        located = locate_places(db, [texts for texts, _ in COUNTRY_LISTS])
    wrong = [(given, row) for given, row in zip(COUNTRY_LISTS, located, strict=True) if row != given[1]]
    assert not wrong
