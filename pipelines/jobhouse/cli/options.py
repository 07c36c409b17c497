"""Options that several commands share, and the warehouse that the command line names."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal, cast, get_type_hints

import typer

from jobhouse.errors import UsageError
from jobhouse.warehouse.default_folder import folder_at
from jobhouse.warehouse.folder import Warehouse

Since = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="First day; default: the oldest day served.")]
Until = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="End date, exclusive; default: tomorrow.")]
SearchName = Annotated[str, typer.Option("--search", metavar="NAME", help="A search from the settings.")]
ProgressForm = Annotated[
    Literal["auto", "plain", "json", "none"],
    typer.Option(
        "--progress",
        help="On stderr. auto: a calendar on a terminal, else lines. plain: lines. json: one object a line.",
    ),
]
NoTransform = Annotated[bool, typer.Option("--no-transform", help="Leave the marts as they are.")]
_REST = inspect.Parameter.VAR_KEYWORD


def folder_named(name: str | Path) -> Path:
    """The folder of `--warehouse`; a variable of a script that is not set would name the current folder.

    Raises:
        UsageError: the name is empty.

    """
    if not str(name):
        raise UsageError("--warehouse is empty; name a folder, as in --warehouse real, or leave it out.")
    return folder_at(str(name))  # a variable in a file of cron is expanded by no shell


def warehouse_of(context: typer.Context) -> Warehouse:
    """The warehouse of `--warehouse`, as an object."""
    return cast("Warehouse", context.obj)


def loading_warehouse_of(context: typer.Context) -> Warehouse:
    """The same, for a command that loads, asks the API or repairs: before anything is asked or spent.

    Raises:
        UsageError: its raw rows are those of a lake.
    """
    from jobhouse.warehouse.over_lake import over_lake_of

    warehouse = warehouse_of(context)
    if over := over_lake_of(warehouse):
        raise over.refusal(warehouse)
    return warehouse


def with_options_of(options: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option for each field of a dataclass, as the field is annotated; what is not given is left out.

    The command takes them as keyword arguments in place of its `**options`.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def with_given(**given: Any) -> None:
            command(**{name: value for name, value in given.items() if value is not None})

        own = [one for one in inspect.signature(command, eval_str=True).parameters.values() if one.kind is not _REST]
        added = _parameters_of(options)
        with_given.__signature__ = inspect.Signature([*own, *added])  # type: ignore[attr-defined]
        with_given.__annotations__ = {one.name: one.annotation for one in [*own, *added]}
        return with_given

    return decorate


def _parameters_of(options: type) -> list[inspect.Parameter]:
    """A keyword argument for each field of a dataclass; where the default is made by a factory, it is None."""
    hints = get_type_hints(options, include_extras=True)
    return [
        inspect.Parameter(
            one.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None if one.default is MISSING else one.default,
            annotation=hints[one.name],
        )
        for one in fields(options)
    ]
