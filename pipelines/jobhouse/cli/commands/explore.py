"""`jobhouse explore` opens the notebook."""

from __future__ import annotations

from typing import Annotated

import typer

from jobhouse.cli.options import warehouse_of


def explore(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port on loopback; 0 takes a free one.")] = 0,
) -> None:
    """Open the published marts in a notebook. With filters, plots and your own SQL; needs jobhouse[explore]."""
    from jobhouse.explore import workspace
    from jobhouse.explore.server import serve, usable_port

    def say(what: str) -> None:
        typer.echo(f"explore: {what}", err=True)

    warehouse = warehouse_of(context)
    workspace.refuse_without_the_extra()
    warehouse.refuse_unmade()
    usable_port(port)  # before the copy, which takes its time
    workspace.bring_copy_up_to_date(warehouse, say)
    serve(
        workspace.lay_out(warehouse, say),
        port,
        ready=lambda url: typer.echo(f"Open the notebook in a browser, Ctrl-C ends it: {url}"),
    )
