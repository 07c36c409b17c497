"""Places as the SQL models resolve them: all spellings of the sandbox, texts that mislead, and the real adverts."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import duckdb

from jobhouse.sandbox.postings.places import PLACES
from tests.support.sql_models import PLACE_MODELS, build, locate_places, resolve_places, stage

SANDBOX = [
    ((city, state, country), (place.country.code, place.state or None, place.city))
    for place in PLACES
    for city, state, country in product(
        place.city_spellings, {place.state or None, place.state_name or None}, place.country.spellings
    )
]


def test_every_place_of_the_sandbox_is_found_in_all_its_spellings() -> None:
    resolved = resolve_places([texts for texts, _ in SANDBOX])
    # the sandbox knows no states but those of five countries
    found = [(row[0], row[1] if known[1] else None, row[2]) for (_, known), row in zip(SANDBOX, resolved, strict=True)]
    assert [one for one in zip(SANDBOX, found, strict=True) if one[0][1] != one[1]] == []


# city, state, country as delivered; country, state and city that they mean
PLACE_TEXTS = [
    (("San Francisco", None, "CA"), ("US", "CA", "San Francisco")),
    (("Vancouver", None, "CA"), ("CA", "BC", "Vancouver")),
    (("Toronto", "ON", "CA"), ("CA", "ON", "Toronto")),
    ((None, None, "CA"), ("CA", None, None)),
    (("Mountain View", "CA", None), ("US", "CA", "Mountain View")),
    (("Atlanta", None, "Georgia"), ("US", "GA", "Atlanta")),
    (("Tbilisi", None, "Georgia"), ("GE", "TB", "Tbilisi")),
    ((None, None, "Georgia"), ("GE", None, None)),
    ((None, None, "Georgia, United States"), ("US", "GA", None)),
    (("Sioux Falls", "SD", "Sudan"), ("US", "SD", "Sioux Falls")),
    (("Vienna", None, "VA"), ("US", "VA", "Vienna")),
    (("Vienna", None, "Austria"), ("AT", "9", "Vienna")),
    (("London, UK", None, None), ("GB", "ENG", "London")),
    # boards deliver England for the whole country, where there is a field for no more
    (("Edinburgh", None, "England"), ("GB", "SCT", "Edinburgh")),
    (("Cardiff, UK", None, "England"), ("GB", "WLS", "Cardiff")),
    (("Leeds", None, "Scotland"), ("GB", "ENG", "Leeds")),
    (("Leeds", None, "England"), ("GB", "ENG", "Leeds")),
    (("Nowhere Springs", None, "England"), ("GB", "ENG", "Nowhere Springs")),
    (("Edinburgh", "England", None), ("GB", "ENG", "Edinburgh")),
    (("Edinburgh", "England", "UK"), ("GB", "ENG", "Edinburgh")),
    (("Tulsa", None, "Texas"), ("US", "TX", "Tulsa")),
    (("London", None, None), ("GB", "ENG", "London")),
    (("San Francisco, CA", None, None), ("US", "CA", "San Francisco")),
    (("Remote - US", None, None), ("US", None, None)),
    (("Remote", None, "Germany"), ("DE", None, None)),
    (("Remote", None, None), (None, None, None)),
    ((None, None, "Anywhere in the World"), (None, None, None)),
    (("Worldwide", None, "Global"), (None, None, None)),
    ((None, None, "U.S."), ("US", None, None)),
    ((None, None, "Remote (US based)"), ("US", None, None)),
    ((None, None, "US/Canada"), ("US", None, None)),
    ((None, None, "US/EU"), ("US", None, None)),
    (("Los Angeles", None, "US/Canada"), ("US", "CA", "Los Angeles")),
    ((None, None, "Afghanistan, Albania, Georgia, Germany, Greece, Ghana"), (None, None, None)),
    ((None, None, "Congo, The Democratic Republic of the"), ("CD", None, None)),
    (("Portland", None, "US"), ("US", "OR", "Portland")),
    (("Portland", "ME", "US"), ("US", "ME", "Portland")),
    (("Portland, Maine", None, "US"), ("US", "ME", "Portland")),
    (("Washington", None, "US"), ("US", "DC", "Washington")),
    (("NYC", None, None), ("US", "NY", "New York")),
    (("上海", None, None), ("CN", "SH", "Shanghai")),
    (("Zürich, Lausanne", None, "Switzerland"), ("CH", "ZH", "Zurich")),
    (("Nowhere Springs", None, "US"), ("US", None, "Nowhere Springs")),
    (("Nowhere Springs", None, None), (None, None, None)),
    # zip codes, and cities in the state text
    (("Mojave", "CA 93501", "US"), ("US", "CA", "Mojave")),
    (("57 Queen St", "Glasgow G1 3EN", "GB"), ("GB", "SCT", "Glasgow")),
    (("Nassaukade 368", "1054 AB Amsterdam", "NL"), ("NL", "NH", "Amsterdam")),
    (("00100 Helsinki", None, None), ("FI", "18", "Helsinki")),
    (("Boston MA 02127", None, None), ("US", "MA", "Boston")),
    # words around a name
    (("Remote in Austin, TX", None, None), ("US", "TX", "Austin")),
    (("Hybrid - Toronto", None, None), ("CA", "ON", "Toronto")),
    (("Greater Philadelphia Area", None, "USA"), ("US", "PA", "Philadelphia")),
    (("San Francisco Bay Area", None, None), ("US", "CA", "San Francisco")),
    (("Northern Virginia", None, None), ("US", "VA", None)),
    ((None, None, "US Timezones"), ("US", None, None)),
    (("Institute of Example, Example University, Ann Arbor, MI (Hybrid)", None, None), ("US", "MI", "Ann Arbor")),
    # names in the language of the place, and without spaces
    (("München", None, None), ("DE", "BY", "Munich")),
    (("København", None, "Danmark"), ("DK", "84", "Copenhagen")),
    (("Köln", "Nordrhein-Westfalen", "Deutschland"), ("DE", "NW", "Cologne")),
    (("東京", None, None), ("JP", "13", "Tokyo")),
    (("Cần Thơ", None, None), ("VN", "CT", "Cần Thơ")),
    (("Đà Nẵng", None, "Vietnam"), ("VN", "DN", "Da Nang")),
    # the accents are signs of their own
    (("Vu\u0303ng Ta\u0300u", None, None), ("VN", "SG", "Vũng Tàu")),
    (("Αθηνα", None, None), ("GR", "I", "Athens")),
    (("Орел", None, "Россия"), ("RU", "ORL", "Orël")),
    (("الاسكندرية", None, None), ("EG", "ALX", "Alexandria")),
    (("Baden‐Baden", None, None), ("DE", "BW", "Baden-Baden")),
    (("北京市朝阳区", None, None), ("CN", "BJ", "Beijing")),
    (("阿联酋迪拜", None, None), ("AE", "DU", "Dubai")),
    # values in the wrong field
    ((None, None, "Île-de-France"), ("FR", "IDF", None)),
    ((None, None, "Bogota"), ("CO", "DC", "Bogotá")),
    (("Portugal", None, "Remote"), ("PT", None, None)),
    (("Remote", None, "EMEA"), (None, None, None)),
    (("Remote - North America", None, None), (None, None, None)),
    # what state and city say together outweighs any country, and a state's name that of a feed's mistaken state code
    (("Boston", "MA", "Japan"), ("US", "MA", "Boston")),
    (("Tysons", "VA", "Holy See"), ("US", "VA", "Tysons")),
    (("Texas", None, "Sudan"), ("US", "TX", None)),
    (("United States", None, "Sudan"), ("US", None, None)),
    # the same name: by state, by country, by size, and not at all
    (("London", "Ontario", None), ("CA", "ON", "London")),
    (("Cambridge", None, "UK"), ("GB", "ENG", "Cambridge")),
    (("Cambridge", None, None), (None, None, None)),
    (("Springfield", None, "US"), ("US", None, "Springfield")),
    (("Manchester", None, None), ("GB", "ENG", "Manchester")),
    ((None, "Georgia", None), ("US", "GA", None)),
    (("Brisbane", "CA", "United States"), ("US", "CA", "Brisbane")),
    (("Georgia", None, "US"), ("US", "GA", None)),
    (("New York", None, "US"), ("US", "NY", "New York")),
    (("Singapore", None, "Singapore"), ("SG", None, "Singapore")),
    (("Mexico", None, "Mexico"), ("MX", None, None)),
    # a town that is named like another state, and a word that is a country's code
    (("California", "MO", "United States"), ("US", "MO", "California")),
    (("Oregon", "Illinois", None), ("US", "IL", "Oregon")),
    (("Various (Remote and In-Person)", None, None), (None, None, None)),
    (("Austin, usa", None, None), ("US", "TX", "Austin")),
    (("Lille", "Hauts-de-France", "France"), ("FR", "HDF", "Lille")),
]


def test_a_place_is_what_the_three_texts_mean_together() -> None:
    resolved = resolve_places([texts for texts, _ in PLACE_TEXTS])
    wrong = [(given, row) for given, row in zip(PLACE_TEXTS, resolved, strict=True) if row[:3] != given[1]]
    assert not wrong


def test_doubt_remote_and_several_countries_are_flagged() -> None:
    texts = [(None, None, "CA"), ("Remote", None, "France"), (None, None, "US/EU"), ("Lyon", None, "France")]
    texts.append(("Toronto", None, "France"))
    flags = [row[3:6] for row in resolve_places(texts)]
    # is_remote_place, is_several_countries, is_country_doubtful
    assert flags == [
        (False, False, True),
        (True, False, False),
        (False, True, False),
        (False,) * 3,
        (False, False, True),
    ]


def test_spellings_of_one_place_share_its_location() -> None:
    texts = [("SF", "California", "USA"), ("San Francisco, CA", None, "United States"), ("Oakland", "CA", "US")]
    texts += [("Nowhere Springs", None, "US"), ("NOWHERE SPRINGS", None, "USA"), ("Remote", None, "Global")]
    first, second, third, fourth, fifth, last = (row[6] for row in resolve_places(texts))
    assert first == second != third
    assert fourth == fifth not in (first, third)
    assert last is None


SEVERAL_PLACES = [
    (("Berlin, Hamburg or remote", None, "Germany"), ["DE-BE Berlin", "DE-HH Hamburg"]),
    (("NYC; SF; Austin", None, None), ["US-NY New York", "US-CA San Francisco", "US-TX Austin"]),
    (("London / Paris", None, None), ["GB-ENG London", "FR-IDF Paris"]),
    (("New York, NY, San Francisco, CA", None, None), ["US-NY New York", "US-CA San Francisco"]),
    (("Andover, MA Warwick, RI", None, None), ["US-MA Andover", "US-RI Warwick"]),
    (("北京/上海/深圳", None, None), ["CN-BJ Beijing", "CN-SH Shanghai", "CN-GD Shenzhen"]),
    (("Munich, Amsterdam", None, "Germany"), ["DE-BY Munich", "NL-NH Amsterdam"]),
    (("Texas | Colorado | Remote in USA", None, None), ["US-TX", "US-CO"]),
    (("Germany, Berlin", None, None), ["DE-BE Berlin"]),
    # a small town abroad comes after the places in the delivered country, a large city does not
    (("Delft, Berlin", None, "Germany"), ["DE-BE Berlin", "NL-ZH Delft"]),
    (("Amsterdam, Munich", None, "Germany"), ["NL-NH Amsterdam", "DE-BY Munich"]),
    (("Bosnia and Herzegovina, Serbia", None, None), ["BA", "RS"]),
    ((None, None, "US or Canada"), ["US", "CA"]),
    (("Boston + 5 locations", None, None), ["US-MA Boston"]),
    (("5 Locations", None, None), []),
    # the code of a state holds for the towns before it
    (("Salem, NJ", None, None), ["US-NJ Salem"]),
    (("Salem, Newark, Hancocks Bridge, NJ", None, None), ["US-NJ Salem", "US-NJ Newark", "US-NJ Hancocks Bridge"]),
    (("Washington, VA", None, None), ["US-VA Washington"]),
    (("Texas, MD", None, None), ["US-MD"]),
    # but not for a great city, for the only one that lies elsewhere, nor for a city beside New York
    (("London, Paris, TX", None, None), ["GB-ENG London", "US-TX Paris"]),
    (("Boston, Providence, RI", None, None), ["US-MA Boston", "US-RI Providence"]),
    (("San Francisco, NY", None, None), ["US-CA San Francisco", "US-NY"]),
    # among countries a code is a country
    (("UK, EU, IN", None, None), ["GB", "IN"]),
    ((None, None, "FR, DE, IT"), ["FR", "DE", "IT"]),
    (("DE, AT, CH", None, None), ["DE", "AT", "CH"]),
    (("US, CA", None, None), ["US-CA"]),
    (("NY, CA, TX, IN", None, None), ["US-NY", "US-CA", "US-TX", "US-IN"]),
]


def test_each_place_of_an_advert_is_kept_in_its_order() -> None:
    with duckdb.connect() as db:
        located = locate_places(db, [texts for texts, _ in SEVERAL_PLACES])
    wrong = [(given, row) for given, row in zip(SEVERAL_PLACES, located, strict=True) if row != given[1]]
    assert not wrong


def test_what_decided_a_place_is_said() -> None:
    texts: list[tuple[str | None, ...]] = []
    texts += [("Paris", "TX", None), ("Paris", None, "France"), ("Portland", None, "US"), ("Springfield", None, "US")]
    texts += [("Nowhere Springs", None, "US"), (None, "TX", "US"), (None, None, "US"), ("London", None, None)]
    with duckdb.connect() as db:
        locate_places(db, texts)
        basis = db.execute("select location_basis from intermediate.int_places__located order by place_key").fetchall()
    assert [value for (value,) in basis] == [
        "city_in_state",
        "city_in_country",
        "population",
        "several_states",
        "unknown_city",
        "state",
        "country",
        "population",
    ]


def test_a_country_that_its_places_contradict_is_no_evidence_alone() -> None:
    towns = ("Dallas", "Austin", "Houston", "Plano", "Irving")
    wrong = [(town, "TX", "Sudan") for town in towns]
    assert resolve_places([*wrong, (None, None, "Sudan")])[-1][0] is None
    assert resolve_places([*wrong[1:], (None, None, "Sudan")])[-1][0] == "SD"
    right = [(town, None, "Sudan") for town in ("Khartoum", "Omdurman", "Kassala", "Port Sudan", "Nyala")]
    assert resolve_places([*wrong, *right, (None, None, "Sudan")])[-1][0] == "SD"


# what stands in the country field of real adverts and names no country
NO_COUNTRY = re.compile(
    r"remote|world.?wide|anywhere|global|international|various|time ?zone|\bcet\b|utc|unknown|\beu\b|europe|latam"
    r"|america$",
    re.IGNORECASE,
)
SEVERAL = re.compile(r"[,/&+]| or ")


def test_97_of_100_real_adverts_that_name_a_country_have_it(real_postings: Path) -> None:
    with duckdb.connect() as db:
        stage(
            db,
            """
            select distinct
              trim("City") as city, trim("State") as state, trim("Country") as country,
              md5(concat_ws('|', coalesce("City", '~'), coalesce("State", '~'), coalesce("Country", '~'))) as place_key,
              count(*) over (partition by "City", "State", "Country") as postings
            """
            f"from '{real_postings}' where \"Country\" is not null",
        )
        build(db, *PLACE_MODELS)
        rows = db.execute(
            "select country, country_code, postings from intermediate.int_places__resolved "
            "join staging.stg_sentrion__job_versions using (place_key)"
        ).fetchall()
    named = [row for row in rows if not NO_COUNTRY.search(row[0]) and not SEVERAL.search(row[0])]
    total = sum(postings for *_, postings in named)
    found = sum(postings for _, code, postings in named if code)
    assert total > 6_000
    assert found >= 0.97 * total, f"{found} of {total} rows"
