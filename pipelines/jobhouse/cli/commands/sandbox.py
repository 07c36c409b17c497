"""`jobhouse sandbox` serves a stand-in of the API on this machine."""

from __future__ import annotations

from collections.abc import Callable
from shlex import quote
from typing import Annotated, Any

import typer

from jobhouse.cli.options import with_options_of
from jobhouse.sandbox.options import SandboxOptions


@with_options_of(SandboxOptions)
def sandbox(
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65_535, metavar="N", help="Port on loopback; 0 takes a free one.")
    ] = 8765,
    list_: Annotated[
        bool, typer.Option("--list", help="List the switches of --faults with their values, and serve nothing.")
    ] = False,
    **options: Any,
) -> None:
    """Serve a local stand-in of the API. It has a switch for everything that the documentation leaves open."""
    from jobhouse.sandbox.api.switches import switch_lines
    from jobhouse.sandbox.server import say_ready, serve

    if list_:
        return typer.echo("\n".join(switch_lines()))
    given = SandboxOptions(**options)
    return serve(given, port=port, ready=lambda url: _say_how_to_use(say_ready, url, given.key))


def _say_how_to_use(say_ready: Callable[[str], None], url: str, key: str) -> None:
    """Say where it listens, which key it accepts, and the two lines that point a shell at it."""
    say_ready(url)
    typer.echo(f"The key is {key}. Point jobhouse at it with these lines:")
    typer.echo(f"export SOURCES__SENTRION__BASE_URL={url}")
    typer.echo(f"export SOURCES__SENTRION__API_KEY={quote(key)}")
