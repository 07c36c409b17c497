"""The report's HTML and SVG are Jinja2 templates in `templates/`; a value that is not markup is escaped in each."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

# characters that HTML forbids in text, and marks that turn the direction of what follows: adverts hold both
_UNWANTED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_LONGEST_ADVERT_TEXT: Final = 80


def render(template: str, **values: object) -> Markup:
    """The template with these values, without control characters."""
    return Markup(_UNWANTED.sub("", _environment().get_template(template).render(values)))  # noqa: S704 - escaped


def included(name: str) -> Markup:
    """A file of the templates' folder as it is: the style sheet and the script."""
    return Markup(files("jobhouse.report").joinpath("templates", name).read_text(encoding="utf-8"))  # noqa: S704 - ours


def advert_text(text: object) -> Markup:
    """A text that somebody wrote into an advert: shortened where it is very long, its direction kept to itself."""
    whole = str(text)
    shown = whole if len(whole) <= _LONGEST_ADVERT_TEXT else whole[: _LONGEST_ADVERT_TEXT - 1] + "…"
    return Markup("<bdi>{}</bdi>").format(shown)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("jobhouse.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shortened,
    )


def _shortened(value: object) -> object:
    """Floats are coordinates: more than a hundredth cannot be seen, and makes the page larger."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
