"""What `jobhouse publish` says it did."""

from __future__ import annotations

from jobhouse.counting import counted
from jobhouse.warehouse.serve.publish import Publication


def published(publication: Publication) -> str:
    """The tables with their rows, then the file and its size."""
    wide = max(len(table.name) for table in publication.tables)
    lines = [
        f"{table.name:<{wide}}  {table.rows:>13,} {'row' if table.rows == 1 else 'rows'}"
        for table in publication.tables
    ]
    size = publication.size / 1024**2
    return "\n".join([*lines, f"{counted(len(lines), 'table')}, {size:,.1f} MB: {publication.file}"])
