"""`jobhouse transform` builds the SQL models."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from jobhouse.cli.messages import print_built
from jobhouse.cli.options import warehouse_of
from jobhouse.errors import Stopped, UsageError

if TYPE_CHECKING:
    from jobhouse.warehouse.build.transform import Built
    from jobhouse.warehouse.folder import Warehouse
    from jobhouse.warehouse.over_lake import OverLake


class Gateway(StrEnum):
    """What builds the models, and from which rows."""

    DUCKDB = "duckdb"
    LAKE = "lake"
    SPARK = "spark"


def transform(
    context: typer.Context,
    full: Annotated[bool, typer.Option("--full", help="Build every model from scratch.")] = False,
    gateway: Annotated[
        Gateway,
        typer.Option(
            "--gateway",
            help="duckdb: from the raw rows of the warehouse. lake: from the files of a lake, into a warehouse that "
            "keeps no raw rows. spark: with Spark, from the files of a lake, into files beside them.",
        ),
    ] = Gateway.DUCKDB,
    lake: Annotated[
        str | None,
        typer.Option(
            "--lake",
            metavar="URL",
            help="Where that lake lies; default: where it was before, or the setting lake_url.",
        ),
    ] = None,
    master: Annotated[
        str | None,
        typer.Option("--master", metavar="URL", help="Spark's master; default: all cores of this machine, local[*]."),
    ] = None,
    conf: Annotated[
        list[str] | None,
        typer.Option("--conf", metavar="NAME=VALUE", help="A setting of Spark; may be given several times."),
    ] = None,
) -> None:
    """Build the SQL models: staging, intermediate, marts and ops."""
    try:
        built = _built(warehouse_of(context), gateway, lake, master, conf or [], full=full)
    except KeyboardInterrupt:
        raise Stopped(
            "Interrupted; what was not built to its end changed nothing, run the same command again."
        ) from None
    print_built(built)


def _built(
    warehouse: Warehouse, gateway: Gateway, lake: str | None, master: str | None, conf: list[str], *, full: bool
) -> Built:
    """Build with the gateway, once the options are those that it takes."""
    if gateway is Gateway.SPARK:
        return _in_spark(warehouse, lake, master, conf, full=full)
    if master is not None or conf:
        raise UsageError("--master and --conf are for --gateway spark alone; add that, or leave them out.")
    if gateway is Gateway.LAKE:
        return _over_lake(warehouse, lake, full=full)
    if lake is not None:
        raise UsageError("--lake is for --gateway lake or spark; add that, or leave --lake out.")
    return _of_own_rows(warehouse, full=full)


def _of_own_rows(warehouse: Warehouse, *, full: bool) -> Built:
    from jobhouse.warehouse.build.transform import say_progress
    from jobhouse.warehouse.build.transform import transform as build
    from jobhouse.warehouse.ledger.killed_runs import mark_killed_runs_before_build
    from jobhouse.warehouse.over_lake import over_lake_of

    warehouse.refuse_unmade()
    if over := over_lake_of(warehouse):
        raise over.other_gateway(warehouse)
    with warehouse.held():
        mark_killed_runs_before_build(warehouse)
        return build(warehouse, full=full, on_built=say_progress)


def _over_lake(warehouse: Warehouse, lake: str | None, *, full: bool) -> Built:
    from jobhouse.warehouse.build.transform import say_progress
    from jobhouse.warehouse.serve.lake.address import LakeAddress
    from jobhouse.warehouse.serve.lake.rows import transform_over_lake

    address = LakeAddress.of(_url_of(warehouse, lake, Gateway.LAKE), is_there=True)
    return transform_over_lake(warehouse, address, full=full, on_built=say_progress)


def _in_spark(warehouse: Warehouse, lake: str | None, master: str | None, conf: list[str], *, full: bool) -> Built:
    from jobhouse.warehouse.build.transform import say_progress
    from jobhouse.warehouse.serve.lake.address import LakeAddress
    from jobhouse.warehouse.spark.build import LOCAL, SparkOptions, transform_in_spark

    options = SparkOptions(master or LOCAL, dict(map(_setting, conf)))
    address = LakeAddress.of(_url_of(warehouse, lake, Gateway.SPARK), is_there=True)
    return transform_in_spark(warehouse, address, options, full=full, on_built=say_progress)


def _setting(text: str) -> tuple[str, str]:
    """The name and the value of `--conf`."""
    name, separator, value = text.partition("=")
    if not separator or not name.startswith("spark."):
        raise UsageError(f"--conf {text!r} is no setting of Spark; write it like --conf spark.executor.memory=4g.")
    return name, value


def _over_lake_named_in(warehouse: Warehouse) -> OverLake | None:
    """What the file says of its lake; it is waited for, since without it another lake would be taken."""
    from jobhouse.warehouse.connect import reader
    from jobhouse.warehouse.over_lake import over_lake_in

    if warehouse.is_unmade:
        return None
    with reader(warehouse) as db:
        return over_lake_in(db)


def _url_of(warehouse: Warehouse, lake: str | None, gateway: Gateway) -> str:
    """Where the lake lies: as the command line says, else where it was, else as the settings say.

    Raises:
        UsageError: no lake is named, or it is not there any more.
        Stopped: a program holds the file that says where it was for longer than a reader waits.
    """
    from jobhouse.sentrion.config.settings import Settings

    over = _over_lake_named_in(warehouse) if lake is None else None
    if over and over.is_gone:
        raise over.gone(warehouse)
    url = lake or (over.url if over else Settings.load_without_key().lake_url)
    if not url:
        raise UsageError(f"--gateway {gateway} needs a lake; name one with --lake URL, or in the setting lake_url.")
    return url
