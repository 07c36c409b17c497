"""Reading a page as a person does: which figures there are, what they say, and the SQL they show."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br"}


@dataclass
class Figure:
    sql: str = ""
    titles: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    counts: str = ""
    heading: str = ""


class Page(HTMLParser):
    """Figures by their id; a tag that is not closed, or closed twice, is an error."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.figures: dict[str, Figure] = {}
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(str(page))  # slices of Markup would escape what is added to them
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append((tag, given))
        if tag not in VOID:
            self._open.append((tag, given.get("class") or ""))
        if tag == "figure":
            self._figure = Figure()
            self.figures[given["id"] or ""] = self._figure
        elif tag in ("title", "td", "th", "dd", "p") and self._inside("figure"):
            self._texts(tag).append("")

    def handle_endtag(self, tag: str) -> None:
        name, _ = self._open.pop()
        assert name == tag, f"<{name}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        if not self._inside("figure"):
            return
        if self._inside("code"):
            self._figure.sql += data
        elif self._inside("title"):
            self._figure.titles[-1] += data
        elif self._inside("h2") or self._inside("h3"):
            self._figure.heading += data
        elif self._open[-1][1] == "counts":
            self._figure.counts += data
        elif any(self._inside(tag) for tag in ("td", "th", "dd")) and not self._inside("svg"):
            self._figure.cells[-1] += data

    def _inside(self, tag: str) -> bool:
        return any(name == tag for name, _ in self._open)

    def _texts(self, tag: str) -> list[str]:
        if tag == "title":
            return self._figure.titles
        return self._figure.cells if tag != "p" else []
