"""`jobhouse sql` answers SQL, read-only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import typer
from typer.core import TyperCommand

from jobhouse.cli.options import warehouse_of
from jobhouse.errors import UsageError

_BEGINS_WITH_COMMENT: Final = re.compile(r"--(\s|.*\n)")
"""A comment that a blank or, later, a line end tells from an option; it needs no query below it."""


class SqlCommand(TyperCommand):
    """A command whose argument may begin with two dashes, as a comment in SQL does."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [f" {one}" if _BEGINS_WITH_COMMENT.match(one) else one for one in args])


def sql(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="SQL to run; - reads stdin.")] = None,
    file: Annotated[Path | None, typer.Option("-f", "--file", metavar="FILE", help="Run the SQL in a file.")] = None,
    form: Annotated[
        Literal["auto", "table", "record", "csv", "json", "markdown", "parquet"],
        typer.Option(
            "--format",
            help="auto: a table, or records where it is wider than the terminal. table, record: for people. "
            "The others: the whole last result, for programs.",
        ),
    ] = "auto",
    examples: Annotated[bool, typer.Option("--examples", help="Print questions with their queries.")] = False,
) -> None:
    """Query the warehouse with SQL, read-only. Without a query, open an interactive prompt."""
    from jobhouse.terminal.sql.command import show_sql, sql_given
    from jobhouse.warehouse.serve import query as queries

    if examples and (query is not None or file is not None):
        raise UsageError("Give a query or --examples, not both.")
    if examples:
        return typer.echo(queries.examples(), nl=False)
    text = sql_given(query, file)
    warehouse = warehouse_of(context)
    if text is not None and form == "auto" and text.lstrip().startswith("."):
        from jobhouse.terminal.sql.shell import show_command

        if show_command(warehouse, text):
            return None
    if text is not None:
        return show_sql(warehouse, text, form, is_titled=file is not None)
    from jobhouse.terminal.sql.prompt import talk

    return talk(warehouse)
