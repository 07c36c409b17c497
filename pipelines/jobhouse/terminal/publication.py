"""What `publish` wrote: the tables of the copy, and its size."""

from __future__ import annotations

from rich.console import Console

from jobhouse.counting import counted
from jobhouse.terminal.plain_table import plain_table
from jobhouse.warehouse.serve.publish import Publication


def show(publication: Publication, console: Console) -> None:
    """The tables with their rows, then the file and its size."""
    table = plain_table(["table", "rows"], numbers=["rows"])
    for published in publication.tables:
        table.add_row(published.name, f"{published.rows:,}")
    console.print(table)
    size = publication.size / 1024**2
    console.print(f"{counted(len(publication.tables), 'table')}, {size:,.1f} MB: {publication.file}", soft_wrap=True)
