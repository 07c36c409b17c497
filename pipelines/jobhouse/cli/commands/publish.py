"""`jobhouse publish` writes a read-only copy of the marts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jobhouse.cli.options import warehouse_of


def publish(
    context: typer.Context,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Default: published/jobs.duckdb in the warehouse."),
    ] = None,
) -> None:
    """Publish a read-only copy of the marts for BI tools. It replaces the last one atomically."""
    from jobhouse.terminal import publication
    from jobhouse.terminal.console import Terminal
    from jobhouse.warehouse.serve.publish import publish as publish_marts

    publication.show(publish_marts(warehouse_of(context), to), Terminal.wide_in_a_pipe())
