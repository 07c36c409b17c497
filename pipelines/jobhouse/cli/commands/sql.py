"""`jobhouse sql` answers SQL, read-only."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from jobhouse.cli.options import warehouse_of


def sql(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="SQL to run; - reads stdin.")] = None,
    file: Annotated[Path | None, typer.Option("-f", "--file", metavar="FILE", help="Run the SQL in a file.")] = None,
    form: Annotated[
        Literal["table", "csv", "json", "parquet"],
        typer.Option("--format", help="table: for people. The others: the whole last result, for programs."),
    ] = "table",
    examples: Annotated[bool, typer.Option("--examples", help="Print questions with their queries.")] = False,
) -> None:
    """Query the warehouse with SQL, read-only. Without a query, open an interactive prompt."""
    from jobhouse.child_process import in_child
    from jobhouse.terminal.sql import answer_sql, sql_given
    from jobhouse.warehouse.serve import query as queries

    if examples:
        return typer.echo(queries.examples(), nl=False)
    text = sql_given(query, file)
    warehouse = warehouse_of(context)
    if text is not None:
        return in_child(lambda: answer_sql(warehouse, text, form))
    from jobhouse.terminal.sql_prompt import talk

    return talk(warehouse, lambda typed: in_child(lambda: answer_sql(warehouse, typed, form)))
