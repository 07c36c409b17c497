"""`jobhouse publish` writes a read-only copy of the marts, or brings a lake up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from jobhouse.cli.messages import warn_of_deleted
from jobhouse.cli.options import warehouse_of
from jobhouse.errors import UsageError

if TYPE_CHECKING:
    from jobhouse.warehouse.folder import Warehouse


def publish(
    context: typer.Context,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="FILE|URL",
            help="A file for the copy; default: published/jobs.duckdb in the warehouse. Or where a lake of Parquet "
            "lies: a folder (there already, or ending with a slash), s3://, gs:// or az://.",
        ),
    ] = None,
    form: Annotated[
        Literal["duckdb", "parquet"],
        typer.Option(
            "--format",
            help="duckdb: one file. parquet: a folder with one file for each mart, replaced as a whole; default: "
            "published/parquet in the warehouse.",
        ),
    ] = "duckdb",
    marts: Annotated[
        bool, typer.Option("--marts", help="The lake gets the marts too, this time and from now on.")
    ] = False,
) -> None:
    """Publish a read-only copy of the marts for BI tools, or a lake of Parquet files for other engines."""
    from jobhouse.terminal import publication
    from jobhouse.terminal.console import Terminal
    from jobhouse.warehouse.serve.lake.address import names_lake

    if to == "":
        raise UsageError("--to is empty; name a file, a folder or a bucket, or leave it out.")
    if form == "parquet":
        _refuse_for_parquet(to, marts=marts)
        warn_of_deleted(warehouse_of(context))
        from jobhouse.warehouse.serve.parquet_folder import publish_parquet

        written = publish_parquet(warehouse_of(context), None if to is None else Path(to))
        return publication.show(written, Terminal.wide_in_a_pipe())
    if to is not None and names_lake(to):
        return _publish_lake(warehouse_of(context), to, marts=marts)
    _refuse_lake_options(to, marts=marts)
    warn_of_deleted(warehouse_of(context))
    from jobhouse.warehouse.serve.publish import publish as publish_marts

    target = None if to is None else Path(to)
    return publication.show(publish_marts(warehouse_of(context), target), Terminal.wide_in_a_pipe())


def _publish_lake(warehouse: Warehouse, to: str, *, marts: bool) -> None:
    from jobhouse.terminal import publication
    from jobhouse.terminal.console import Terminal
    from jobhouse.warehouse.serve.lake.address import LakeAddress
    from jobhouse.warehouse.serve.lake.publish import publish_lake
    from jobhouse.warehouse.waiting import say_on_stderr

    published = publish_lake(warehouse, LakeAddress.of(to), marts=marts, say=say_on_stderr)
    if published.has_marts:
        warn_of_deleted(warehouse)
    publication.show_lake(published, Terminal.wide_in_a_pipe())


def _refuse_for_parquet(to: str | None, *, marts: bool) -> None:
    """Refuse what a folder of Parquet cannot be, or has not."""
    if to is not None and "://" in to:
        raise UsageError(f"--format parquet writes a folder on this machine; {to} can have a lake: leave --format out.")
    if to is not None and to.lower().endswith(".parquet"):
        raise UsageError(f"{to} would be one file, and --format parquet writes a folder of many; name a folder.")
    if marts:
        raise UsageError("--marts is for a lake, and the folder holds the marts anyway; leave it out.")


def _refuse_lake_options(to: str | None, *, marts: bool) -> None:
    """Refuse what only a lake has, where a file is named."""
    if to is not None and to.lower().endswith(".parquet"):
        raise UsageError(
            f"{to} would be one file of Parquet, and a lake is a folder of many; name a folder, as in --to lake/, take "
            "--format parquet, or write the result of one query with jobhouse sql --format parquet."
        )
    if to is not None and not Path(to).suffix and not Path(to).exists() and not marts:
        raise UsageError(
            f"{to} could be a file or a folder; name {to}/ for a lake of Parquet files, or {to}.duckdb for one file of "
            "all marts."
        )
    if marts:
        raise UsageError(
            "--marts is for a lake, and the copy holds the marts anyway; leave it out, or name a folder or a bucket "
            "with --to."
        )
