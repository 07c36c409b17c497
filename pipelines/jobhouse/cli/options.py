"""What several commands share: options, and the warehouse that the command line names."""

from __future__ import annotations

from typing import Annotated, Literal, cast

import typer

from jobhouse.warehouse.folder import Warehouse

Since = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="First day; default: the oldest day served.")]
Until = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day behind the last; default: tomorrow.")]
SearchName = Annotated[str, typer.Option("--search", metavar="NAME", help="A search from the settings.")]
ProgressForm = Annotated[
    Literal["auto", "plain", "json", "none"],
    typer.Option(
        "--progress",
        help="On stderr. auto: a calendar on a terminal, else lines. plain: lines. json: an object a line.",
    ),
]


def warehouse_of(context: typer.Context) -> Warehouse:
    return cast("Warehouse", context.obj)
