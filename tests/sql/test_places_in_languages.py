"""Places in the languages of adverts: names of countries, of cities, and the words that stand around them."""

from __future__ import annotations

from tests.support.sql_models import resolve_places

COUNTRIES = {
    "DE": ("Niemcy", "Tyskland", "Almanya", "Německo", "Германия", "Німеччина", "ドイツ", "독일", "ألمانيا", "เยอรมนี"),
    "NL": ("Holandia", "Nederländerna", "Hollanda", "Nizozemsko", "Olanda", "荷蘭", "Нидерланды"),
    "GB": (
        "Wielka Brytania",
        "Großbritannien",
        "Storbritannien",
        "İngiltere",
        "Inghilterra",
        "Великобритания",
        "イギリス",
    ),
    "PL": ("Польша", "Lengyelország", "Puola", "Πολωνία", "폴란드"),
    "IT": ("Włochy", "Olaszország", "İtalya", "Италия", "อิตาลี"),
    "CN": ("Chine", "Kina", "Chiny", "Китай"),
    "UA": ("Украина", "Ukraina", "Ukrajna"),
    "BY": ("Беларусь", "Белоруссия", "Weißrussland"),
    "KZ": ("Казахстан", "Kazachstan"),
    "IQ": ("العراق", "Irak"),
    "US": ("США", "EE. UU.", "米国", "Yhdysvallat"),
    "AE": ("Emiratos Árabes Unidos", "ОАЭ", "الامارات"),
}


def test_a_country_is_found_by_its_name_in_other_languages() -> None:
    texts = [(code, texts) for code, names in COUNTRIES.items() for name in names for texts in beside(name)]
    resolved = resolve_places([given for _, given in texts])
    wrong = [(given, row[0]) for (code, given), row in zip(texts, resolved, strict=True) if row[0] != code]
    assert not wrong


def beside(name: str) -> list[tuple[str | None, ...]]:
    return [(name, None, None), (None, None, name)]


# names of countries that mean something else where they stand alone, and towns that countries are called like
NO_COUNTRIES = [
    (("Granada", None, "España"), ("ES", "AN", "Granada")),
    (("Brasília", None, None), ("BR", "DF", "Brasília")),
    (("Tunis", None, None), ("TN", "11", "Tunis")),
    (("Włochy", None, "Polska"), ("PL", "14", "Włochy")),
    (("Líbano", "Tolima", "Colombia"), ("CO", "TOL", "Líbano")),
    (("Nowhere Island", None, None), (None, None, None)),
    (("呼和浩特", None, None), ("CN", "NM", "Hohhot")),
    (("内蒙古呼和浩特市", None, None), ("CN", "NM", "Hohhot")),
    (("Atlanta", "Géorgie", None), ("US", "GA", "Atlanta")),
]


def test_a_name_that_means_another_place_is_no_country() -> None:
    resolved = resolve_places([texts for texts, _ in NO_COUNTRIES])
    wrong = [(given, row) for given, row in zip(NO_COUNTRIES, resolved, strict=True) if row[:3] != given[1]]
    assert not wrong


CITIES = [
    # a region that is called by the name of its chief city
    (("Ho Chi Minh", None, "Vietnam"), ("VN", "SG", "Ho Chi Minh City")),
    (("Ha Noi", None, "Việt Nam"), ("VN", "HN", "Hanoi")),
    (("Moskva", None, None), ("RU", "MOW", "Moscow")),
    (("Oklahoma", None, None), ("US", "OK", None)),
    (("Bahia", None, "Brasil"), ("BR", "BA", None)),
    # cities in short
    (("HCMC", None, None), ("VN", "SG", "Ho Chi Minh City")),
    (("TP. HCM", None, None), ("VN", "SG", "Ho Chi Minh City")),
    (("KL", None, "Malaysia"), ("MY", "14", "Kuala Lumpur")),
    (("BCN", None, None), ("ES", "CT", "Barcelona")),
    (("Мск", None, None), ("RU", "MOW", "Moscow")),
    # a town in the region of the large city that the state text names
    (("Nowhere Green", "London", "UK"), ("GB", "ENG", "Nowhere Green")),
    (("Nowhere Green", "North West London", "UK"), ("GB", "ENG", "Nowhere Green")),
    (("Nowhere Green", "Cambridge", None), (None, None, None)),
    (("East London", None, "South Africa"), ("ZA", "EC", "East London")),
]


def test_a_city_is_found_by_the_names_that_adverts_give_it() -> None:
    resolved = resolve_places([texts for texts, _ in CITIES])
    wrong = [(given, row) for given, row in zip(CITIES, resolved, strict=True) if row[:3] != given[1]]
    assert not wrong
