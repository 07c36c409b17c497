"""Write the names of countries in other languages into their seed: `python -m tests.support.country_seeds LIB`.

LIB is a folder with babel 2.19.0 in it, as `pip install --no-deps --target LIB babel==2.19.0` makes it. It has the
names of CLDR 49 (Unicode License V3, whose notice stands beside the seed). A name that may mean something else is left
out: another country, a city or state of the gazetteer, the last word of several of them, or an English word.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.support.paths import SQL
from tests.support.place_seeds import read_csv, write_csv
from tests.support.place_spellings import plain, script_of

SEEDS = SQL / "seeds"
LANGUAGES = (
    "en", "de", "fr", "es", "pt", "pt_PT", "it", "nl", "ca", "pl", "cs", "sk", "hu", "ro", "bg", "hr", "sr", "sl", "sv",
    "da", "nb", "fi", "et", "lv", "lt", "el", "tr", "ru", "uk", "ar", "he", "fa", "hi", "zh", "zh_Hant", "ja", "ko",
    "vi", "id", "ms", "th",
)  # fmt: skip
FEWEST_LETTERS = 3
ENGLISH_KINDS = ("frequent", "word")
NOT_ENGLISH = {"chine", "kina", "indie"}
"""English has these words as well, but not in the field of a place."""
OTHER_MEANINGS = {
    "dominique", "maurice", "maurici", "mauricio",  # people, and the saints that towns are called after
    "georgie", "guiana",  # the state in the United States, and other countries
    "norra",  # northern in Swedish
    "黑山", "海地",  # a county of China, and a part of 上海地区
}  # fmt: skip
LARGER_THAN_THEIR_TOWNS = {"dania", "indija", "libano", "wlochy"}
"""Names that a town abroad has as well, and that mean the country more often: Włochy in Warsaw."""
COLLOQUIAL = {
    "BY": (
        "bielorrusia", "bielorrússia", "bielorussia", "biélorussie", "hviderusland",
        "hviterussland", "vitryssland", "weißrussland", "wit-rusland",
    ),
    "CI": (
        "costa de marfil", "elfenbeinküste",
    ),
    "CV": (
        "cap-vert", "capo verde", "kap verde",
    ),
    "GB": (
        "angleterre", "anglia", "anglicko", "anglie", "anglija", "büyük britanya",
        "didžioji britanija", "engeland", "englanti", "engleska", "gran bretagna", "gran bretaña",
        "grande-bretagne", "groot-brittannië", "großbritannien", "grã-bretanha", "inggris",
        "inghilterra", "ingiltere", "inglaterra", "inglismaa", "lielbritānija", "marea britanie",
        "nagy-britannia", "suurbritannia", "velika britanija", "velká británie", "veľká británia",
    ),
    "KR": (
        "corea", "coreia", "corée", "korea południowa",
    ),
    "MD": (
        "moldau", "moldavia", "moldavie",
    ),
    "MM": (
        "birma", "birmania", "birmanie",
    ),
    "NL": (
        "holanda", "holandia", "holandsko", "hollande", "hollandia", "hollanti", "nizozemí",
        "olanda",
    ),
}  # fmt: skip
"""Names that are not in CLDR, as that of a part for all of a country."""
LAST_WORDS = 3
"""Places abroad that end in a word, from which it is none for a country: Island."""
Row = dict[str, Any]


def main(lib: Path) -> None:
    countries = read_csv(SEEDS / "countries.csv")
    by_hand = {plain(name) for row in countries for name in spellings(row)}
    words = {row["word"] for row in read_csv(SEEDS / "common_words.csv") if row["kind"] in ENGLISH_KINDS}
    taken = by_hand | OTHER_MEANINGS | (words - NOT_ENGLISH)
    places, last_words = names_of_places()
    countries_of: dict[str, set[str]] = defaultdict(set)
    written: dict[str, dict[str, str]] = defaultdict(dict)  # й is a letter of its own, so that Украйна is no Украина
    for code, name in names_of_cldr(lib, {row["country_code"] for row in countries}):
        countries_of[plain(name)].add(code)
        written[code][name.lower()] = plain(name)
    characters = [(name, code) for name, found in places.items() if script_of(name) == "CJK" for code in found]
    for row in countries:
        code = row["country_code"]
        known = {
            name
            for name, key in written[code].items()
            if countries_of[key] == {code} and key not in taken
            and len(key) >= (FEWEST_LETTERS if script_of(key) == "LATIN" else 2)
            and (key not in places or (key in LARGER_THAN_THEIR_TOWNS and code not in places[key]))
            and len({place for place in last_words.get(key, ()) if place[0] != code}) < LAST_WORDS
            # Mongolia in 内蒙古
            and not (script_of(key) == "CJK" and any(key in name and place != code for name, place in characters))
        }  # fmt: skip
        row["foreign_names"] = "|".join(sorted(known | set(COLLOQUIAL.get(code, ()))))
    write_csv(SEEDS / "countries.csv", countries)


def names_of_places() -> tuple[dict[str, set[str]], dict[str, set[tuple[str, str]]]]:
    """The countries in which a name is that of a city or state, and the places that end in a word."""
    places: dict[str, set[str]] = defaultdict(set)
    last_words: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for seed, column in (("cities.csv", "city"), ("states.csv", "state_name")):
        for row in read_csv(SEEDS / seed):
            others = [*row["aliases"].split("|"), *row.get("short_names", "").split("|")]
            for name in {plain(each) for each in (row[column], *others) if each}:
                places[name].add(row["country_code"])
                last_words[re.split(r"[ -]", name)[-1]].add((row["country_code"], row[column]))
    return places, last_words


def names_of_cldr(lib: Path, codes: set[str]) -> Iterator[tuple[str, str]]:
    """The code and name of each country in the languages, and in those of its own; of `Myanmar (Burma)` each name."""
    sys.path.insert(0, str(lib))
    locale = import_module("babel").Locale
    official = import_module("babel.languages").get_official_languages
    exists = import_module("babel.localedata").exists
    for code in sorted(codes):
        own = [language for language in official(code, regional=False, de_facto=True) if exists(language)]
        for language in dict.fromkeys((*LANGUAGES, *own)):
            name = locale.parse(language).territories.get(code, "")
            for each in dict.fromkeys((name, re.sub(r" ?[(\uff08].*", "", name))):
                if re.search(r"\w", each) and "|" not in each:
                    yield code, each.strip()


def spellings(row: Row) -> Iterator[str]:
    yield from (row["country_code"], row["alpha_3"], row["country_name"], *filter(None, row["aliases"].split("|")))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
