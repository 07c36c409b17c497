"""What `publish` wrote: the tables of the copy and its size, or the files that a lake got."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.console import Console

from jobhouse.counting import counted
from jobhouse.terminal.plain_table import plain_table
from jobhouse.warehouse.serve.lake.inventory import LakeFile
from jobhouse.warehouse.serve.lake.publish import LakePublication
from jobhouse.warehouse.serve.publish import Publication


def show(publication: Publication, console: Console) -> None:
    """The tables with their rows, then the file and its size."""
    table = plain_table(["table", "rows"], numbers=["rows"])
    for published in publication.tables:
        table.add_row(published.name, f"{published.rows:,}")
    console.print(table)
    tables = counted(len(publication.tables), "table")
    console.print(f"{tables}, {written_size(publication.size)}: {publication.file}", soft_wrap=True)


def show_lake(publication: LakePublication, console: Console) -> None:
    """The tables of the lake with the files and rows that were written and are held, then a line about all."""
    written, held = _by_table(publication.written), _by_table(publication.held)
    names = ["files written", "rows written", "files", "rows"]
    table = plain_table(["table", *names], numbers=names)
    for name in sorted(held):
        table.add_row(name, *(f"{number:,}" for number in (*written.get(name, (0, 0)), *held[name])))
    console.print(table)
    console.print(summary_of_lake(publication), soft_wrap=True)


def summary_of_lake(publication: LakePublication) -> str:
    """What was written and removed, and where."""
    size = written_size(sum(file.byte_count for file in publication.written))
    gone = f", {counted(len(publication.removed), 'file')} removed" if publication.removed else ""
    if not publication.written and not gone:
        return f"nothing new for the lake {publication.address.text}"
    return f"{counted(len(publication.written), 'file')} written{gone}, {size}: {publication.address.text}"


def written_size(byte_count: int) -> str:
    """A size in MB, in KB where that would be 0.0 MB."""
    return f"{byte_count / 1024**2:,.1f} MB" if byte_count >= 1024**2 / 10 else f"{byte_count / 1024:,.1f} KB"


def _by_table(files: Iterable[LakeFile]) -> dict[str, tuple[int, int]]:
    """The number of files and rows of each table."""
    counts: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    for file in files:
        counts[file.table_name] += 1
        rows[file.table_name] += file.row_count
    return {name: (counts[name], rows[name]) for name in counts}
