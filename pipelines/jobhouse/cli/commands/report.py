"""`jobhouse report` writes the HTML report."""

from __future__ import annotations

import typer

from jobhouse.cli.messages import warn_of_deleted
from jobhouse.cli.options import warehouse_of


def report(context: typer.Context) -> None:
    """Write report.html into the warehouse folder. One file with plots that needs no network."""
    from jobhouse.report.page import write_report

    warehouse = warehouse_of(context)
    warn_of_deleted(warehouse)
    typer.echo(f"Open the report in a browser: {write_report(warehouse).resolve().as_uri()}")
