"""The Markdown documents of the repository, taken apart: headings, links, tables, code spans and code blocks."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from tests.support.paths import ROOT

REFERENCE: Final = ROOT / ".github" / "docs"

_BLOCK: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN: Final = re.compile(r"`([^`\n]+)`")
_LINK: Final = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")
_HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)
_CELL_BORDER: Final = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Block:
    """A fenced block of code."""

    language: str
    text: str


@dataclass(frozen=True)
class Page:
    """One document; `path` is relative to the repository."""

    path: str
    text: str

    @property
    def prose(self) -> str:
        """The text without its blocks of code."""
        return _BLOCK.sub("", self.text)

    @property
    def blocks(self) -> list[Block]:
        return [Block(*found) for found in _BLOCK.findall(self.text)]

    @property
    def spans(self) -> list[str]:
        """The code inside sentences and tables."""
        return _SPAN.findall(self.prose)

    @property
    def links(self) -> list[str]:
        return [one or other for one, other in _LINK.findall(_SPAN.sub("", self.prose))]

    @property
    def anchors(self) -> list[str]:
        """The names by which GitHub links to the headings; where two are equal, the second gets a number."""
        names: list[str] = []
        for heading in _HEADING.findall(self.prose):
            words = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower())
            slug = words.replace(" ", "-")
            names.append(slug if slug not in names else f"{slug}-{names.count(slug)}")
        return names

    def section(self, heading: str) -> Page:
        """What stands below a heading, up to the next one of the same level."""
        found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^\1 |\Z)", self.text, re.MULTILINE | re.DOTALL)
        assert found, f"{self.path} has no heading {heading!r}"
        return Page(f"{self.path}, {heading}", found.group(2))

    def rows(self, first: str) -> list[list[str]]:
        """The rows of all tables whose first column has this head."""
        return [row for table in _tables(self.prose) if table[0][0] == first for row in table[2:]]


def _tables(text: str) -> Iterator[list[list[str]]]:
    table: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            table.append([cell.strip() for cell in _CELL_BORDER.split(line)[1:-1]])
        elif table:
            yield table
            table = []


def code(cell: str) -> list[str]:
    """The code in one cell of a table."""
    return _SPAN.findall(cell)


@cache
def page(path: str) -> Page:
    return Page(path, (ROOT / path).read_text(encoding="utf-8"))


def reference(name: str) -> Page:
    """A page of the operator's reference."""
    return page(f".github/docs/{name}.md")


@cache
def pages() -> list[Page]:
    """Every document of the repository."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    found = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return [page(path) for path in found]
