"""`jobhouse models new` writes a first model of the user's own."""

from __future__ import annotations

from typing import Annotated

import typer

from jobhouse.cli.options import warehouse_of


def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the table, which is made in the schema my.")],
) -> None:
    """Write a commented first model of your own into the warehouse's folder models."""
    from jobhouse.warehouse.build.new_model import write_new_model

    warehouse = warehouse_of(context)
    file = write_new_model(warehouse, name)
    typer.echo(f"A model that you can change is in {file}.")
    typer.echo(f"Build it with {warehouse.command('jobhouse transform')}, then read it with")
    typer.echo(f"  {warehouse.command('jobhouse sql')} 'from {name}'")


models = typer.Typer(
    name="models",
    help="SQL models of your own, built on top of jobhouse's.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
models.command()(new)


@models.callback()
def of_your_own() -> None:
    """SQL models of your own, built on top of jobhouse's."""
