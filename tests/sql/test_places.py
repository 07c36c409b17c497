"""Places as the SQL models resolve them: all spellings of the sandbox, texts that mislead, and the real adverts."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import duckdb

from jobhouse.sandbox.postings.places import PLACES
from tests.support.sql_models import PLACE_MODELS, build, resolve_places, stage

SANDBOX = [
    ((city, state, country), (place.country.code, place.state or None, place.city))
    for place in PLACES
    for city, state, country in product(
        place.city_spellings, {place.state or None, place.state_name or None}, place.country.spellings
    )
]


def test_every_place_of_the_sandbox_is_found_in_all_its_spellings() -> None:
    resolved = resolve_places([texts for texts, _ in SANDBOX])
    wrong = [(given, row) for given, row in zip(SANDBOX, resolved, strict=True) if row[:3] != given[1]]
    assert not wrong


# city, state, country as delivered; country, state and city that they mean
PLACE_TEXTS = [
    (("San Francisco", None, "CA"), ("US", "CA", "San Francisco")),
    (("Vancouver", None, "CA"), ("CA", "BC", "Vancouver")),
    (("Toronto", "ON", "CA"), ("CA", "ON", "Toronto")),
    ((None, None, "CA"), ("CA", None, None)),
    (("Mountain View", "CA", None), ("US", "CA", "Mountain View")),
    (("Atlanta", None, "Georgia"), ("US", "GA", "Atlanta")),
    (("Tbilisi", None, "Georgia"), ("GE", None, "Tbilisi")),
    ((None, None, "Georgia"), ("GE", None, None)),
    ((None, None, "Georgia, United States"), ("US", "GA", None)),
    (("Sioux Falls", "SD", "Sudan"), ("US", "SD", "Sioux Falls")),
    (("Vienna", None, "VA"), ("US", "VA", "Vienna")),
    (("Vienna", None, "Austria"), ("AT", None, "Vienna")),
    (("London, UK", None, None), ("GB", None, "London")),
    (("London", None, None), (None, None, None)),
    (("San Francisco, CA", None, None), ("US", "CA", "San Francisco")),
    (("Remote - US", None, None), ("US", None, None)),
    (("Remote", None, "Germany"), ("DE", None, None)),
    (("Remote", None, None), (None, None, None)),
    ((None, None, "Anywhere in the World"), (None, None, None)),
    (("Worldwide", None, "Global"), (None, None, None)),
    ((None, None, "U.S."), ("US", None, None)),
    ((None, None, "Remote (US based)"), ("US", None, None)),
    ((None, None, "US/Canada"), (None, None, None)),
    ((None, None, "US/EU"), (None, None, None)),
    (("Los Angeles", None, "US/Canada"), ("US", "CA", "Los Angeles")),
    ((None, None, "Afghanistan, Albania, Georgia, Germany"), (None, None, None)),
    ((None, None, "Congo, The Democratic Republic of the"), ("CD", None, None)),
    (("Portland", None, "US"), ("US", None, "Portland")),
    (("Portland", "ME", "US"), ("US", "ME", "Portland")),
    (("Portland, Maine", None, "US"), ("US", "ME", "Portland")),
    (("Washington", None, "US"), ("US", "DC", "Washington")),
    (("NYC", None, None), ("US", "NY", "New York")),
    (("上海", None, None), ("CN", None, "Shanghai")),
    (("Zürich, Lausanne", None, "Switzerland"), ("CH", "ZH", "Zurich")),
    (("Nowhere Springs", None, "US"), ("US", None, "Nowhere Springs")),
    (("Nowhere Springs", None, None), (None, None, None)),
    (("Lille", "Hauts-de-France", "France"), ("FR", None, "Lille")),
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
