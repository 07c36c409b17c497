"""`jobhouse sandbox` serves a stand-in of the API on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from jobhouse.errors import UsageError


def sandbox(
    port: Annotated[int, typer.Option(help="Port on loopback; 0 takes a free one.")] = 8765,
    data: Annotated[str | None, typer.Option(metavar="FILE", help="Replay a Parquet or JSON-lines file.")] = None,
    jobs: Annotated[str | None, typer.Option(metavar="N", help="Made-up postings in six years.")] = None,
    faults: Annotated[str | None, typer.Option(metavar="NAME=VALUE,...", help="Behaviours and faults.")] = None,
    seed: Annotated[str | None, typer.Option(metavar="N", help="Seed of postings and faults.")] = None,
    key: Annotated[str | None, typer.Option(help="The API key that is let in; default: sandbox-key.")] = None,
    rate: Annotated[str | None, typer.Option(metavar="N", help="Requests a minute; 0 is no limit.")] = None,
    latency: Annotated[str | None, typer.Option(metavar="SECONDS", help="Wait before each answer.")] = None,
    credits_: Annotated[
        str | None, typer.Option("--credits", metavar="N", help="Credits of a billing cycle; default: no end.")
    ] = None,
) -> None:
    """Serve a local stand-in of the API, with a switch for everything its documentation leaves open."""
    from jobhouse.sandbox.options import settings_from
    from jobhouse.sandbox.server import say_ready, serve

    settings = settings_from(
        {
            "data": data,
            "jobs": jobs,
            "switches": faults,
            "seed": seed,
            "key": key,
            "rate": rate,
            "latency": latency,
            "credits": credits_,
        }
    )
    if not 0 <= port <= 65_535:
        raise UsageError(f"--port cannot be {port}; it takes a number from 0 to 65535.")
    serve(settings, port=port, ready=say_ready)
