"""The one look of tables in the terminal: headings and columns, without lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.table import Table


def plain_table(headings: Sequence[str], *, title: str | None = None, numbers: Collection[str] = ()) -> Table:
    """A table without rows yet; the columns named in `numbers` are aligned to the right."""
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1), show_header=any(headings))
    for heading in headings:
        table.add_column(heading, justify="right" if heading in numbers else "left", no_wrap=True)
    return table
