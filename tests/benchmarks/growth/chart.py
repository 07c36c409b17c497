"""The seconds of all measures by size as lines on two logarithmic axes, as SVG."""

from __future__ import annotations

from collections.abc import Callable
from math import floor, log10

from tests.benchmarks.growth.sizes import Measured

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 60, 250, 24, 44
LABEL_HEIGHT = 15
FONT = 'font-family="sans-serif" font-size="12"'
COLOURS = ("#1b6ca8", "#c0392b", "#2e7d32", "#8e44ad", "#8f5a00", "#00838f", "#5d4037", "#37474f", "#ad1457", "#3d6b1e")
Point = tuple[float, float]


def chart(measured: dict[int, Measured]) -> str:
    """A picture of what takes how long; a measure without seconds is left out."""
    lines = _lines(measured)
    seconds = [value for line in lines.values() for _, value in line]
    across = _scale(min(measured), max(measured), LEFT, WIDTH - RIGHT)
    # whole powers of ten, so that the axis ends at a mark
    least, most = 10 ** floor(log10(min(seconds))), 10 ** (floor(log10(max(seconds))) + 1)
    up = _scale(least, most, HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {FONT}>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *(_mark_across(across(size), f"{size:,}") for size in measured),
        *(_mark_up(up(value), f"{value:g} s") for value in _powers(least, most)),
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 6}" text-anchor="middle">job versions</text>',
    ]
    ends = _apart({label: up(line[-1][1]) for label, line in lines.items()})
    for (label, line), colour in zip(lines.items(), COLOURS * len(lines), strict=False):
        points = [(across(size), up(value)) for size, value in line]
        parts.append(_line(points, ends[label], label, colour))
    return "\n".join([*parts, "</svg>", ""])


def _lines(measured: dict[int, Measured]) -> dict[str, list[Point]]:
    labels = [label for label, took in next(iter(measured.values())).items() if took.seconds is not None]
    return {label: [(size, sizes[label].seconds or 0.001) for size, sizes in measured.items()] for label in labels}


def _scale(least: float, most: float, begin: float, end: float) -> Callable[[float], float]:
    span = log10(most / least) or 1
    return lambda value: round(begin + (end - begin) * log10(value / least) / span, 1)


def _powers(least: float, most: float) -> list[float]:
    return [10.0**exponent for exponent in range(round(log10(least)), round(log10(most)) + 1)]


def _apart(heights: dict[str, float]) -> dict[str, float]:
    """The heights of labels, moved down where they would cover one another."""
    placed: dict[str, float] = {}
    lowest = float("-inf")
    for label in sorted(heights, key=lambda label: heights[label]):
        lowest = placed[label] = max(heights[label], lowest + LABEL_HEIGHT)
    return placed


def _mark_across(x: float, text: str) -> str:
    return (
        f'<line x1="{x}" x2="{x}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#e5e5e5"/>'
        f'<text x="{x}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="#555">{text}</text>'
    )


def _mark_up(y: float, text: str) -> str:
    return (
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}" stroke="#e5e5e5"/>'
        f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end" fill="#555">{text}</text>'
    )


def _line(points: list[Point], label_height: float, label: str, colour: str) -> str:
    path = " ".join(f"{x},{y}" for x, y in points)
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in points)
    x, y = points[-1]
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'
        f'<polyline points="{x + 4},{y} {x + 14},{label_height}" fill="none" stroke="{colour}"/>'
        f'<text x="{x + 18}" y="{label_height + 4}" fill="{colour}">{label}</text>'
    )
