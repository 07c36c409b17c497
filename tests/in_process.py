"""The sandbox in this process: no server, no sockets, thousands of requests a second."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any

import httpx

from pipelines.sandbox.api import create_app
from pipelines.sandbox.engine import Engine
from pipelines.sandbox.options import DEFAULT_KEY
from pipelines.sandbox.options import Settings as Sandbox
from pipelines.sandbox.source import Source
from pipelines.sandbox.switches import parse_switches
from pipelines.sentrion.asking import Asker
from pipelines.sentrion.batch import today_utc
from pipelines.sentrion.budget import RateBudget
from pipelines.sentrion.connection import connection
from pipelines.sentrion.probe import PURSE, Probe
from pipelines.sentrion.run import Run
from pipelines.sentrion.settings import Settings


class InProcess(httpx.ASGITransport):
    """A cut connection shows as it would on the network."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await super().handle_async_request(request)
        except ConnectionResetError as error:
            raise httpx.ReadError(str(error)) from error


def transport(engine: Engine) -> InProcess:
    return InProcess(create_app(engine=engine))


def quick(**settings: Any) -> Settings:
    defaults = {"api_key": DEFAULT_KEY, "base_url": "http://127.0.0.1", "requests_per_minute": 10**6}
    return Settings(**{**defaults, "retry_pause_seconds": 0, **settings})


@cache
def _postings(jobs: int, seed: int) -> Source:
    return Engine(Sandbox(jobs=jobs, seed=seed)).catalogue.source


class SharedPostings(Engine):
    """A sandbox whose made-up postings are made up once for all sandboxes that differ in their switches alone."""

    def _source(self) -> Source:
        if self.settings.data:
            return super()._source()
        return _postings(self.settings.jobs, self.settings.seed)


def engine_of(switches: str = "", **sandbox: Any) -> Engine:
    return SharedPostings(Sandbox(**{"rate": 0, "switches": parse_switches(switches), **sandbox}))


def probed(engine: Engine, run: Run | None = None) -> Probe:
    """The sandbox probed, without a warehouse."""
    return asyncio.run(_probed(engine, run or Run("probe")))


async def _probed(engine: Engine, run: Run) -> Probe:
    settings = quick()
    with RateBudget(settings.requests_per_minute) as budget:
        async with connection(settings.base_url, settings.api_key, 1, transport(engine)) as http:
            probe = Probe(Asker(http, settings, run, budget, PURSE), today_utc())
            await probe.ask_all()
    return probe
