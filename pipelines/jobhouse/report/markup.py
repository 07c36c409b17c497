"""HTML and SVG as text that is safe by construction: what is not markup already is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_MARKUP: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
# what HTML forbids in a text, and marks that turn the direction of what follows: adverts hold both
_UNWANTED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_LONGEST: Final = 80


class Html(str):
    """Text that is markup; any other text is escaped before it becomes part of one."""

    __slots__ = ()


def escape(value: object) -> Html:
    """A value as text of the page; markup stays as it is."""
    if isinstance(value, Html):
        return value
    return Html(_UNWANTED.sub("", str(value)).translate(_MARKUP))


def join(parts: Iterable[object], between: str = "") -> Html:
    """Parts one after another."""
    return Html(escape(between).join(escape(part) for part in parts))


def tag(name: str, *children: object, **attributes: object) -> Html:
    """An element; `class_` stands for class, `data_x` for data-x, and attributes that are None are left out."""
    given = "".join(
        f' {_attribute(key)}="{escape(_short(value))}"' for key, value in attributes.items() if value is not None
    )
    return Html(f"<{name}{given}>{join(children)}</{name}>")


def advert_text(text: object) -> Html:
    """A text that somebody wrote into an advert: cut where it is very long, its direction kept to itself."""
    said = str(text)
    return tag("bdi", said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…")


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _short(value: object) -> object:
    """Coordinates to a hundredth: more cannot be seen, and weighs."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
