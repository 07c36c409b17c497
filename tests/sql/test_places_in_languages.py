"""Places in the languages of adverts: names of countries, of cities, and the words that stand around them."""

from __future__ import annotations

import duckdb

from tests.support.sql_models import locate_places, resolve_places

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
    "IT": ("Olaszország", "İtalya", "Италия", "อิตาลี"),
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
    (("Atlanta", "Géorgie", None), ("US", "GA", "Atlanta")),
    # a state, or another country, is delivered
    (("Soudan", "Minnesota", None), ("US", "MN", "Soudan")),
    (("Soudan", "MN", "US"), ("US", "MN", "Soudan")),
    (("Siria", None, "Colombia"), ("CO", None, "Siria")),
    (("Chipre", None, "Colombia"), ("CO", None, "Chipre")),
    (("Jordânia", "MG", None), (None, None, None)),
    (("Jordânia", "Minas Gerais", "Brasil"), ("BR", "MG", "Jordânia")),
    (("Equador", "RN", "Brasil"), ("BR", "RN", "Equador")),
    (("Catar", None, "Brasil"), ("BR", None, "Catar")),
    (("Gana", "Gana", "España"), ("ES", None, "Gana")),
    (("Grecia", "Alajuela", "Costa Rica"), ("CR", "A", "Grecia")),
    (("Grecia, Alajuela", None, None), ("CR", "A", "Grecia")),
    (("Soudan, MN", None, None), ("US", "MN", "Soudan")),
    (("Berlin, Niemcy", "Berlin", "DE"), ("DE", "BE", "Berlin")),
    (("Niemcy", None, "Niemcy"), ("DE", None, None)),
    # a city of the gazetteer, compared with its accents
    (("Inđija", None, None), ("RS", "VO", "Inđija")),
    (("Líbano", None, None), ("CO", "TOL", "Líbano")),
    (("Włochy", None, None), ("PL", "14", "Włochy")),
    (("Dania", None, None), ("US", "FL", "Dania Beach")),
    (("Rzym, Włochy", None, None), ("IT", "62", "Rome")),
    # streets, houses and first names
    (("Rua Irlanda", None, None), (None, None, None)),
    (("Avenida Irlanda", None, None), (None, None, None)),
    (("Via Islanda", None, None), (None, None, None)),
    (("Hotel Norvegia", None, None), (None, None, None)),
    (("Vila Noruega", None, None), (None, None, None)),
    (("Bairro Holanda", None, None), (None, None, None)),
    (("Cala Hungria", None, None), (None, None, None)),
    (("Café Kuba", None, None), (None, None, None)),
    (("Malte", None, None), (None, None, None)),
    (("Dominika", None, None), (None, None, None)),
    (("Malte", None, "Malte"), ("MT", None, None)),
    (("Kiev Ukraina", None, None), ("UA", "30", "Kyiv")),
    (("Nowhere Island", None, None), (None, None, None)),
    (("呼和浩特", None, None), ("CN", "NM", "Hohhot")),
    (("内蒙古呼和浩特市", None, None), ("CN", "NM", "Hohhot")),
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
    (("BCN", None, "España"), ("ES", "CT", "Barcelona")),
    (("Мск", None, "Россия"), ("RU", "MOW", "Moscow")),
    (("KL, Malaysia", None, None), ("MY", "14", "Kuala Lumpur")),
    # codes that mean other things as well
    (("HCM", None, None), (None, None, None)),
    (("HCM, Workday", None, None), (None, None, None)),
    (("Kerala, KL, India", None, None), ("IN", "KL", None)),
    (("Kochi, Kerala, KL", None, "India"), ("IN", "KL", "Kochi")),
    (("Kiel, KL", None, None), ("DE", "SH", "Kiel")),
    (("Caba", "La Union", "Philippines"), ("PH", "01", "Caba")),
    # a district is no city of its name elsewhere
    (("大安區", None, "台灣"), ("TW", None, "大安區")),
    (("松山區", None, "台灣"), ("TW", None, "松山區")),
    (("中山區", None, "台灣"), ("TW", None, "中山區")),
    # a town in the region of the large city that the state text names
    (("Nowhere Green", "London", "UK"), ("GB", "ENG", "Nowhere Green")),
    (("Nowhere Green", "North West London", "UK"), ("GB", "ENG", "Nowhere Green")),
    (("Nowhere Green", "Cambridge", None), (None, None, None)),
    (("East London", None, "South Africa"), ("ZA", "EC", "East London")),
    # in its own script
    (("Львів", None, None), ("UA", "46", "Lviv")),
    # blanks for hyphens, and hyphens for blanks
    (("Clermont Ferrand", None, "France"), ("FR", "ARA", "Clermont-Ferrand")),
    (("Cluj Napoca", None, None), ("RO", "CJ", "Cluj-Napoca")),
    (("La Roche sur Yon", None, "France"), ("FR", "PDL", "La Roche-sur-Yon")),
    (("Saint Etienne", None, "France"), ("FR", "ARA", "Saint-Étienne")),
    (("Stoke on Trent", None, "UK"), ("GB", "ENG", "Stoke-on-Trent")),
    (("Rostov on Don", None, "Russia"), ("RU", "ROS", "Rostov-on-Don")),
    (("Комсомольск на Амуре", None, None), ("RU", "KHA", "Komsomolsk-on-Amur")),
    (("Las-Vegas", None, None), ("US", "NV", "Las Vegas")),
    (("מודיעין-מכבים-רעות", None, None), ("IL", "M", "Modi‘in Makkabbim Re‘ut")),
]


def test_a_city_is_found_by_the_names_that_adverts_give_it() -> None:
    resolved = resolve_places([texts for texts, _ in CITIES])
    wrong = [(given, row) for given, row in zip(CITIES, resolved, strict=True) if row[:3] != given[1]]
    assert not wrong


LISTS = [
    (("Омск и Красноярск", None, "Россия"), ["RU-OMS Omsk", "RU-KYA Krasnoyarsk"]),
    (("Milano e Roma", None, None), ["IT-25 Milan", "IT-62 Rome"]),
    (("Kraków i Warszawa", None, None), ["PL-12 Kraków", "PL-14 Warsaw"]),
    (("Stockholm och Göteborg", None, None), ["SE-AB Stockholm", "SE-O Gothenburg"]),
    (("İstanbul ve Ankara", None, None), ["TR-34 Istanbul", "TR-06 Ankara"]),
    (("Bratislava a Košice", None, None), ["SK-BL Bratislava", "SK-KI Košice"]),
    (("Hà Nội và Đà Nẵng", None, None), ["VN-HN Hanoi", "VN-DN Da Nang"]),
    (("横須賀市・三浦市", None, "日本"), ["JP-14 Yokosuka", "JP-14 Miura"]),
    (("서울 및 부산", None, None), ["KR-11 Seoul", "KR-26 Busan"]),
    (("بغداد والبصرة", None, None), ["IQ-BG Baghdad", "IQ-BA Basrah"]),
    # a name with such a word in it, and pieces that are not all cities
    (("Trinidad e Tobago", None, None), ["TT"]),
    (("Nowhere i Warszawa", None, "Polska"), ["PL Nowhere i Warszawa"]),
    (("Castro e Silva", None, "Brasil"), ["BR Castro e Silva"]),
    # the pieces are small, or larger elsewhere
    (("Santos e Viana", None, "Brasil"), ["BR Santos e Viana"]),
    (("Santa Rosa e Bonita", None, "Brasil"), ["BR Santa Rosa e Bonita"]),
    (("Rosario e Paz", None, None), []),
    (("Union un Salem", None, None), []),
    (("Bergen en Amsterdam", None, None), []),
    (("Essen in Berlin", None, None), ["DE-BE"]),
    (("Washington in Virginia", None, None), ["US-VA"]),
    (("Αθήνα και Θεσσαλονίκη", None, None), ["GR-I Athens", "GR-B Thessaloniki"]),
    # towns of the country that stands beside them, and a town with the region around it
    (("Holandia, Urk i Ijmuiden", None, None), ["NL-FL Urk", "NL-NH IJmuiden"]),
    (("Ijmuiden i Urk", None, "Polska"), ["PL Ijmuiden i Urk"]),
    (("м. Херсон та Херсонська область", None, None), ["UA-65 Kherson"]),
    (("Rotterdam en Zuid-Holland", None, None), ["NL-ZH Rotterdam"]),
    # a territory or a neighbour beside the name of a country
    (("Belfast Ireland", None, None), ["GB-NIR Belfast", "IE"]),
    (("Hong Kong China", None, None), ["HK Hong Kong", "CN"]),
    (("Vaduz Switzerland", None, None), ["LI-11 Vaduz", "CH"]),
    (("Gibraltar UK", None, None), ["GI Gibraltar", "GB"]),
    # cities of two countries
    (("Torino e Lugano", None, "Italia"), ["IT Torino e Lugano"]),
]


def test_a_word_joins_cities_where_all_of_the_list_lie_in_one_country() -> None:
    with duckdb.connect() as db:
        located = locate_places(db, [texts for texts, _ in LISTS])
    wrong = [(given, row) for given, row in zip(LISTS, located, strict=True) if row != given[1]]
    assert not wrong


# country, state, city and whether the texts say remote
WORDS_AROUND = [
    (("Cała Polska (zdalna) · Wrocław", None, "Polska"), ("PL", "02", "Wrocław", True)),
    (("Remoto", None, "Brasil"), ("BR", None, None, True)),
    (("Lyon (à distance)", None, None), ("FR", "ARA", "Lyon", True)),
    (("uzaktan", None, "Türkiye"), ("TR", None, None, True)),
    (("Казань, удалённо", None, None), ("RU", "TA", "Kazan", True)),
    (("Praha (na dálku)", None, None), ("CZ", "10", "Prague", True)),
    (("東京（リモート）", None, None), ("JP", "13", "Tokyo", True)),
    (("חיפה, מרחוק", None, None), ("IL", "HA", "Haifa", True)),
    (("Hà Nội (từ xa)", None, None), ("VN", "HN", "Hanoi", True)),
    (("Berlin (vor Ort)", None, None), ("DE", "BE", "Berlin", False)),
    (("bundesweit", None, "Deutschland"), ("DE", None, None, False)),
    (("Toàn quốc", None, "Việt Nam"), ("VN", None, None, False)),
    (("Großraum Stuttgart", None, None), ("DE", "BW", "Stuttgart", False)),
    (("г. Казань", None, None), ("RU", "TA", "Kazan", False)),
    (("Niemcy (okolice Kolonii)", None, None), ("DE", None, None, False)),
    (("po celé zemi", None, "Česko"), ("CZ", None, None, False)),
    # all of a country
    (("Toute la France", None, None), ("FR", None, None, False)),
    (("Toute la France (télétravail)", None, None), ("FR", None, None, True)),
    (("todo o Brasil", None, None), ("BR", None, None, False)),
    (("celé Slovensko", None, None), ("SK", None, None, False)),
    (("Türkiye geneli", None, None), ("TR", None, None, False)),
    (("ganz Deutschland", None, None), ("DE", None, None, False)),
    (("tutta Italia", None, None), ("IT", None, None, False)),
    (("hela Sverige", None, None), ("SE", None, None, False)),
    (("deutschlandweit", None, "Deutschland"), ("DE", None, None, False)),
    # the surroundings of a town, and more places than are named
    (("omgeving Oldenzaal", None, None), ("NL", "OV", "Oldenzaal", False)),
    (("Kraków i okolice", None, None), ("PL", "12", "Kraków", False)),
    (("Stockholm med omnejd", None, None), ("SE", "AB", "Stockholm", False)),
    (("Torino e provincia", None, None), ("IT", "21", "Turin", False)),
    (("Москва и МО", None, None), ("RU", "MOW", "Moscow", False)),
    (("Helsinki ja 7 muuta –", None, None), ("FI", "18", "Helsinki", False)),
    (("Madrid y 4 más", None, None), ("ES", "MD", "Madrid", False)),
    (("Berlin und 3 weitere Standorte", None, None), ("DE", "BE", "Berlin", False)),
    (("Москва и ещё 3 города", None, None), ("RU", "MOW", "Moscow", False)),
    (("東京ほか", None, None), ("JP", "13", "Tokyo", False)),
    (("📍 Bremen", None, None), ("DE", "HB", "Bremen", False)),
    # what is left of a text on remote work
    (("Télétravail partiel", None, "France"), ("FR", None, None, True)),
    (("Bundesweit im Außendienst", None, "Deutschland"), ("DE", None, None, False)),
    (("リモート可", None, "日本"), ("JP", None, None, True)),
    (("재택근무 가능", None, "한국"), ("KR", None, None, True)),
    (("完全在宅", None, "日本"), ("JP", None, None, True)),
    (("Удаленная работа", None, "Россия"), ("RU", None, None, True)),
    # names that begin or end like such words
    (("Remotown", None, "US"), ("US", None, "Remotown", False)),
    (("Toda", None, "Japan"), ("JP", None, "Toda", False)),
]


def test_words_around_a_place_are_known_in_the_languages_of_adverts() -> None:
    resolved = resolve_places([texts for texts, _ in WORDS_AROUND])
    wrong = [(given, row) for given, row in zip(WORDS_AROUND, resolved, strict=True) if row[:4] != given[1]]
    assert not wrong


KOREAN_ADDRESSES = [
    (("서울 강남구", None, "대한민국"), ("KR", "11", "Seoul")),
    (("서울특별시 마포구 합정동", None, None), ("KR", "11", "Seoul")),
    (("서울 마포구 외", None, "대한민국"), ("KR", "11", "Seoul")),
    (("서울전체 외", None, "대한민국"), ("KR", "11", "Seoul")),
    (("서울 전 지역", None, "대한민국"), ("KR", "11", "Seoul")),
    (("인천 서구", None, None), ("KR", "28", "Incheon")),
    (("부산 해운대구", None, "KR"), ("KR", "26", "Busan")),
    (("세종 조치원읍", None, None), ("KR", "50", "Sejong")),
    (("경기 성남시 분당구 외", None, "대한민국"), ("KR", "41", "Seongnam-si")),
    (("경기도 성남시", None, None), ("KR", "41", "Seongnam-si")),
    (("강원특별자치도 춘천시", None, None), ("KR", "42", "Chuncheon")),
    (("전남 여수시 외 3곳", None, "대한민국"), ("KR", "46", "Yeosu")),
    (("경기 없는시 없는구", None, "대한민국"), ("KR", "41", "없는시")),
    (("경기전체", None, "대한민국"), ("KR", "41", None)),
    (("충북", None, "대한민국"), ("KR", "43", None)),
]


def test_a_korean_address_is_its_town_in_its_province() -> None:
    resolved = resolve_places([texts for texts, _ in KOREAN_ADDRESSES])
    wrong = [(given, row) for given, row in zip(KOREAN_ADDRESSES, resolved, strict=True) if row[:3] != given[1]]
    assert not wrong
