"""A result on the screen: a table where its columns fit, else records; first and last rows, and the count of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import Any, Final

from rich.cells import cell_len
from rich.console import JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from jobhouse.counting import counted
from jobhouse.sanitize import clean
from jobhouse.terminal.console import Terminal
from jobhouse.terminal.sql.cells import MOST_LETTERS, NUMBERS, line, told_apart
from jobhouse.terminal.sql.display import Display
from jobhouse.terminal.sql.layout import GAP, fitted_widths, folded, natural_widths, total
from jobhouse.terminal.sql.table import LINE_BELOW_HEADINGS
from jobhouse.warehouse.serve.excerpt import Excerpt, excerpt_of
from jobhouse.warehouse.serve.statement_result import ResultColumn, StatementResult

_LINES_OF_A_VALUE: Final = 3
"""Of a record; a longer text is clipped, unless `.width all`."""
_LETTERS_OF_A_TEXT: Final = 1_000_000
_NARROWEST_VALUE: Final = 20
_HEADING, _TYPE, _NULL, _NOTE = "bold", "dim", "dim italic", "dim"


@dataclass(frozen=True)
class Screen:
    """What a result is drawn on."""

    width: int
    has_colours: bool
    is_scrolled: bool
    """Whether a pager shows what is wider than the screen."""

    def text_of(self, *parts: RenderableType, width: int | None = None) -> str:
        """The parts below each other, as text with the terminal's control sequences for styles."""
        file = StringIO()
        console = Terminal(
            file=file,
            width=width or self.width,
            force_terminal=self.has_colours,
            color_system="standard" if self.has_colours else None,
            highlight=False,
        )
        console.print(*parts, sep="\n")
        return "\n".join(one.rstrip() for one in file.getvalue().splitlines()) + "\n"


def shown(result: StatementResult, display: Display, screen: Screen) -> str:
    """A result as the display asks for it."""
    if result.statement.is_explanation:
        return "\n".join(clean(str(row[-1])).rstrip("\n") for batch in result.rows() for row in batch) + "\n"
    letters = MOST_LETTERS if display.widest is not None else _LETTERS_OF_A_TEXT
    excerpt = excerpt_of(result, display.most_rows)
    cells = [[told_apart(value, letters) for value in row] for row in (*excerpt.head, *excerpt.tail)]
    widths = _widths_of_table(result.columns, cells, display, screen)
    if widths is not None:
        table = _table(result.columns, _styled(excerpt, cells), widths, len(excerpt.head) if excerpt.left_out else None)
        drawn = screen.text_of(table, width=max(screen.width, total(widths)))
        left_out = _left_out(result.columns[len(widths) :])
    else:
        excerpt = _shortened(excerpt, display.most_records)
        drawn, left_out = screen.text_of(*_records(result.columns, excerpt, display, screen.width)), ""
    return drawn + screen.text_of(Text(_count(excerpt, result, display.everything) + left_out, _NOTE))


def _widths_of_table(
    columns: Sequence[ResultColumn], cells: Sequence[Sequence[str]], display: Display, screen: Screen
) -> list[int] | None:
    """Widths of the columns that are shown; None where the result is to be shown as records."""
    if display.mode == "record":
        return None
    widths = fitted_widths(columns, cells, display.widest, screen.width)
    if widths is not None or display.mode == "auto":
        return widths
    if screen.is_scrolled:
        return natural_widths(columns, cells, display.widest)
    for count in range(len(columns) - 1, 1, -1):
        widths = fitted_widths(columns[:count], cells, display.widest, screen.width)
        if widths is not None:
            return widths
    return [min(screen.width, natural_widths(columns, cells, display.widest)[0])]


def _table(
    columns: Sequence[ResultColumn], rows: Sequence[Sequence[Text]], widths: Sequence[int], gap_after: int | None
) -> Table:
    table = Table(box=LINE_BELOW_HEADINGS, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    for column, width in zip(columns, widths, strict=False):
        justify: JustifyMethod = "right" if column.kind in NUMBERS else "left"
        heading = Text.assemble((folded(column.name, width), _HEADING), "\n", (_type_within(column, width), _TYPE))
        table.add_column(heading, justify=justify, width=width, vertical="bottom")
    for number, row in enumerate(rows):
        if number == gap_after:
            table.add_row(*(Text("⋮", _NOTE) for _ in widths))
        table.add_row(*row[: len(widths)])
    return table


def _type_within(column: ResultColumn, width: int) -> str:
    return column.type_name if len(column.type_name) <= width else column.type_name[: width - 1] + "…"


def _styled(excerpt: Excerpt, cells: Sequence[Sequence[str]]) -> list[list[Text]]:
    rows = (*excerpt.head, *excerpt.tail)
    return [[_clipped(*one) for one in zip(row, texts, strict=True)] for row, texts in zip(rows, cells, strict=True)]


def _clipped(value: object, text: str) -> Text:
    return Text(text, _NULL if value is None else "", no_wrap=True, overflow="ellipsis")


def _shortened(excerpt: Excerpt, most: int) -> Excerpt:
    """The excerpt with fewer rows, where it has more than that."""
    if len(excerpt.head) + len(excerpt.tail) <= most:
        return excerpt
    rows = [*excerpt.head, *excerpt.tail]
    return replace(excerpt, head=rows[: most - most // 2], tail=rows[-(most // 2) :])


def _records(
    columns: Sequence[ResultColumn], excerpt: Excerpt, display: Display, width: int
) -> Iterator[RenderableType]:
    names = min(max(cell_len(line(column.name)) for column in columns), max(8, width * 2 // 5))
    types = max(len(column.type_name) for column in columns)
    values = width - names - types - 2 * GAP
    if values < _NARROWEST_VALUE:
        types, values = 0, max(width - names - GAP, 1)
    # a line that ends with a whole word leaves room at its end
    letters = _LINES_OF_A_VALUE * values - values // 3 if display.widest is not None else None
    for number, row in _numbered(excerpt):
        yield Text(f"── {number:,} of {excerpt.count:,} ".ljust(width, "─"), _NOTE)
        grid = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
        for size in (names, *([types] if types else []), values):
            grid.add_column(width=size, overflow="fold")
        for column, value in zip(columns, row, strict=True):
            head = [Text(line(column.name), _HEADING), *([Text(column.type_name, _TYPE)] if types else [])]
            grid.add_row(*head, _whole_or_clipped(value, letters))
        yield grid


def _numbered(excerpt: Excerpt) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Each row with its place in the whole result."""
    yield from enumerate(excerpt.head, 1)
    yield from enumerate(excerpt.tail, excerpt.count - len(excerpt.tail) + 1)


def _whole_or_clipped(value: object, letters: int | None) -> Text:
    """A value over some lines; of a longer one, its beginning and how long it is."""
    text = told_apart(value, _LETTERS_OF_A_TEXT)
    if letters is None or cell_len(text) <= letters:
        return Text(text, _NULL if value is None else "", overflow="fold")
    note = f"… {len(text):,} characters"
    return Text.assemble(text[: letters - len(note)], (note, _NOTE), overflow="fold")


def _count(excerpt: Excerpt, result: StatementResult, everything: str) -> str:
    if not excerpt.left_out:
        return counted(excerpt.count, "row")
    ends = f"the first {len(excerpt.head):,}" + (f" and the last {len(excerpt.tail):,}" if excerpt.tail else "")
    order = "" if result.statement.has_order else " (without order by, in no fixed order)"
    return f"{counted(excerpt.count, 'row')}; shown: {ends}{order}. All of them: {everything}"


def _left_out(columns: Sequence[ResultColumn]) -> str:
    names = ", ".join(line(column.name) for column in columns)
    return f"\nNot shown, for want of room: {names}" if columns else ""
