"""A console of rich that may be given any text, such as one from an advert or an answer of the API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Any, Final

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from jobhouse.sanitize import clean

_PIPE_COLUMNS: Final = 200


class Terminal(Console):
    """A console that shows texts as they are: without markup, names of emoji or characters that steer a terminal."""

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, emoji=False, **options)

    @classmethod
    def wide_in_a_pipe(cls) -> Terminal:
        """Stdout as wide as the terminal; a file or a program gets more columns, so that tables are not cut."""
        console = cls()
        return console if console.is_terminal else cls(width=_PIPE_COLUMNS)

    @property
    def file(self) -> IO[str]:
        """The stream below the cleaned one: rich's own control sequences must reach the terminal."""
        file = super().file
        while (inner := getattr(file, "rich_proxied_file", None)) is not None:
            file = inner
        return file

    @file.setter
    def file(self, new_file: IO[str]) -> None:
        self._file = new_file

    def on_broken_pipe(self) -> None:
        """The reader has seen enough, as `head` has, which is no error; rich would end with code 1."""
        self.quiet = True
        raise BrokenPipeError

    def render_str(self, text: str, **options: Any) -> Text:
        return super().render_str(clean(text), **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(clean(segment.text), segment.style)
