"""The sandbox over HTTP: the search endpoint, and endpoints under /sandbox that control it.

POST /api/v3/jobs-search/search   the stand-in
GET  /sandbox/stats               counters since the start, JSON
GET  /sandbox/truth               one JSON line for each posting
POST /sandbox/advance             {"late": bool, "edits": bool, "cycle": bool, "days": int}
                                  releases late postings and edits, begins a billing cycle, advances
                                  the day; without a body it releases both
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import islice
from typing import Annotated

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from jobhouse.sandbox.api.answers import JSON, Answer
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sandbox.postings.seeded_random import unit

SEARCH_PATH = "/api/v3/jobs-search/search"
DROP = "drop"  # key of the connection's state under which the server puts a way to cut it
_TRUTH_LINES = 500


class Advance(msgspec.Struct, forbid_unknown_fields=True):
    """The body of `/sandbox/advance`; `days` advances the day."""

    late: bool = False
    edits: bool = False
    cycle: bool = False
    days: Annotated[int, msgspec.Meta(ge=0)] = 0


class Cut(Response):
    """An answer whose connection is cut before anything or after half of it was sent."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.content, answer.status, media_type=answer.content_type)
        self.sent = b"" if answer.lost == "before" else answer.content[: len(answer.content) // 2]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the part, then cut."""
        drop = scope.get("state", {}).get(DROP)
        if drop is None:
            raise ConnectionResetError("The sandbox cut the connection.")
        if self.sent:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await send({"type": "http.response.body", "body": self.sent, "more_body": True})
        drop(abort=not self.sent)
        while (await receive())["type"] != "http.disconnect":
            pass


def create_app(options: SandboxOptions | None = None, engine: Engine | None = None) -> Starlette:
    """The sandbox as an ASGI app. In-process, a cut connection shows as ConnectionResetError."""
    served = engine or Engine(options or SandboxOptions())
    app = Starlette(
        routes=[
            Route(SEARCH_PATH, _search, methods=["POST"]),
            Route("/sandbox/stats", _stats, methods=["GET"]),
            Route("/sandbox/truth", _truth, methods=["GET"]),
            Route("/sandbox/advance", _advance, methods=["POST"]),
        ]
    )
    app.state.engine = served
    return app


def _engine(request: Request) -> Engine:
    engine = request.app.state.engine
    assert isinstance(engine, Engine)
    return engine


async def _search(request: Request) -> Response:
    engine = _engine(request)
    answer, delay = engine.answer(request.headers.get("authorization"), await request.body())
    jitter = engine.switches.latency_jitter_seconds * unit("jitter", engine.stats.requests)
    wait = engine.options.latency + delay + jitter
    if wait:
        await asyncio.sleep(wait)
    if answer.lost:
        return Cut(answer)
    headers = {} if answer.retry_after is None else {"Retry-After": str(answer.retry_after)}
    return Response(answer.content, answer.status, headers, media_type=answer.content_type)


async def _stats(request: Request) -> Response:
    engine = _engine(request)
    stats = engine.stats
    return JSONResponse(
        {
            "requests": stats.requests,
            "served_200": stats.served,
            "answered_429": stats.statuses["429"],
            "statuses": stats.statuses,
            "faults": stats.faults,
            "jobs_delivered": stats.jobs_delivered,
            "distinct_jobs": len(stats.distinct),
            "credits_charged": engine.credits_charged,
            "distinct_jobs_charged": len(engine.charged_ids()),
            "most_in_60_s": stats.most_in_60_s,
            "requests_by_window": stats.windows,
            "postings": len(engine.catalogue.source.ids),
            "today": engine.today().isoformat(),
            "late_released": engine.catalogue.late_released,
            "edits_released": engine.catalogue.edits_released,
        }
    )


async def _truth(request: Request) -> Response:
    rows = _engine(request).truth()
    encode = msgspec.json.Encoder().encode_lines

    async def lines() -> AsyncIterator[bytes]:
        while batch := list(islice(rows, _TRUTH_LINES)):
            yield encode(batch)

    return StreamingResponse(lines(), media_type="application/x-ndjson")


async def _advance(request: Request) -> Response:
    content = await request.body()
    try:
        body = msgspec.json.decode(content, type=Advance) if content else Advance(late=True, edits=True)
    except msgspec.MsgspecError as problem:
        return Response(msgspec.json.encode({"error": str(problem)}), 422, media_type=JSON)
    _engine(request).advance(late=body.late, edits=body.edits, cycle=body.cycle, days=body.days)
    return await _stats(request)
