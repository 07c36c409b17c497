"""Error messages for a wrong command line: they say what an option takes, which the parser's own do not."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from inspect import unwrap
from typing import Any, Literal, get_args, get_origin, get_type_hints

import typer


def sentence(error: typer.TyperException) -> str:
    """One sentence: what is wrong with the command line, what would be right, and where to read on."""
    said = (_of_value(error) or _of_option(error) or error.format_message()).rstrip(".")
    context = getattr(error, "ctx", None)
    end = "" if said.endswith("?") else "."
    return f"{said}{end} See {context.command_path if context else 'jobhouse'} --help."


def _of_value(error: typer.TyperException) -> str | None:
    """The message for a value that its option does not take; what it takes is in the signature of the command."""
    parameter, context = getattr(error, "param", None), getattr(error, "ctx", None)
    if parameter is None or context is None or context.command.callback is None:
        return None
    takes = _taken_by(context.command.callback, parameter.name)
    given = _given(error)
    return f"{parameter.opts[0]} cannot be {given!r}; it takes {takes}" if takes and given is not None else None


def _of_option(error: typer.TyperException) -> str | None:
    name, near = getattr(error, "option_name", None), getattr(error, "possibilities", None)
    return f"There is no option {name}; there is {' or '.join(sorted(near))}" if near else None


def _given(error: typer.TyperException) -> Any:
    """The value that was typed."""
    reasons = getattr(error.__cause__, "errors", None)
    return reasons()[0].get("input") if callable(reasons) else None


def _choices_of(kind: Any) -> tuple[Any, ...]:
    """The values of a Literal or of a StrEnum; of any other type there are none."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return tuple(kind)
    return get_args(kind) if get_origin(kind) is Literal else ()


def _taken_by(command: Callable[..., Any], name: str) -> str | None:
    """What an option takes, by its annotation: the values of a choice, or the numbers of a range."""
    # from Python 3.14 on, what wraps a function has no annotations
    annotated = get_type_hints(unwrap(command), include_extras=True).get(name)
    kind, *options = get_args(annotated) or (annotated,)
    kinds = [kind, *get_args(kind)]
    if choices := next(filter(None, map(_choices_of, kinds)), ()):
        return f"one of {', '.join(map(str, choices))}"
    if not {int, float} & {*kinds}:
        return None
    number = "a whole number" if int in kinds else "a number"
    least, most = (next((getattr(one, end, None) for one in options), None) for end in ("min", "max"))
    return number + ("" if least is None else f" from {least}") + ("" if most is None else f" to {most}")
