"""How the names of places are written: their plain form, their script, and which names an advert may use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

HAN_NAMES_FROM = 500_000
LONGEST_ALIAS = 28
SCRIPTS = {
    "HAN": {"CN", "TW", "HK", "MO", "JP", "SG"}, "CJK": {"CN", "TW", "HK", "MO", "JP", "SG"},
    "HIRAGANA": {"JP"}, "KATAKANA": {"JP"}, "HANGUL": {"KR"},
    "CYRILLIC": {"RU", "UA", "BY", "BG", "RS", "KZ", "KG", "MK", "ME", "MN", "BA"},
    "GREEK": {"GR", "CY"}, "HEBREW": {"IL"}, "THAI": {"TH"}, "GEORGIAN": {"GE"}, "ARMENIAN": {"AM"},
    "ARABIC": {
        "SA", "AE", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "OM", "QA", "SY", "TN", "YE", "IR", "PS", "BH", "DZ",
    },
}  # fmt: skip
"""The countries that write their own names in a script."""
UNDIVIDED = str.maketrans(
    dict(zip("đðħıłøŧ\u0451", "ddhilot\u0435", strict=True)) | {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
SIGNS = re.compile(r"[0-9,;|/()\[\]\"]")


def plain(name: str) -> str:
    """A name as the macro `plain_name` makes it, but that it has more letters without their marks (й, が)."""
    bare = unicodedata.normalize("NFKD", name.lower().translate(UNDIVIDED))
    return (
        "".join(sign for sign in bare if not unicodedata.combining(sign))
        .replace(".", "")
        .replace("\u2019", "'")
        .strip()
    )


def script_of(name: str) -> str:
    """The script of a name's first letter, in capitals as Unicode names it."""
    letter = next((sign for sign in name if sign.isalpha()), "")
    return unicodedata.name(letter, "").split(" ", maxsplit=1)[0]


def is_written(name: str, country: str, population: int) -> bool:
    """Whether an advert may call the city by this name: no airport, no link, no transcription, no script far away."""
    if len(name) < 2 or len(name) > LONGEST_ALIAS or SIGNS.search(name) or "http" in name:
        return False
    script = script_of(name)
    if script == "LATIN":
        is_code = name.isascii() and name.isupper() and len(name) <= 4
        return name[0].isupper() and not is_code and len(name) > 2
    if script == "CJK" and population >= HAN_NAMES_FROM:
        return True
    return country in SCRIPTS.get(script, set())


def distinct(names: Iterable[str], taken: set[str]) -> Iterator[str]:
    """The names in lower case, each plain form once."""
    seen = set(taken)
    for name in names:
        if plain(name) not in seen and plain(name):
            seen.add(plain(name))
            yield name.lower().replace("|", " ")


def is_own_name(alias: str, name: str) -> bool:
    """Whether the alias is the name written otherwise: Koeln and Koln, Ang Mo Kio, 北京."""
    ours, theirs = (set(re.findall(r"[a-z]+", unvoiced(plain(text)))) for text in (alias, name))
    return script_of(alias) != "LATIN" or ours <= theirs or "".join(sorted(ours)) == "".join(sorted(theirs))


def unvoiced(name: str) -> str:
    return re.sub(r"([aou])e", r"\1", name)


def unspaced(name: str) -> str:
    return re.sub(r"[ '-]", "", plain(name))
