"""A server that quotes the key in everything it sends: the key is in no file of the warehouse and in no output."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import httpx
import pytest

from jobhouse.errors import JobhouseError
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load.load_loop import read_history
from tests.support.history import job, query
from tests.support.in_process import quick
from tests.support.sessions import session_of

KEY = "sk-live/0123456789+abcdef"
SINCE = "2026-01-05"


def quoting(request: httpx.Request) -> httpx.Response:
    """The first window brings jobs and a cursor with the key in them, others an error that quotes the header."""
    quoted = request.headers["Authorization"]
    asked = json.loads(request.content)
    if asked["published_after"] > SINCE:
        return httpx.Response(400, json={"detail": f"unknown header {quoted}", "key": quoted})
    if asked["search_after"] is None:
        jobs: list[dict[str, Any]] = [{**job(1, SINCE), "Job Title": f"For {quoted}", quoted: [quoted]}]
        return page(jobs, total_jobs_found=quoted, search_after=[quoted])
    return httpx.Response(500, json={"success": False, "error": {"code": quoted, "message": f"{quoted[:-3]}..."}})


def page(jobs: list[dict[str, Any]], **data: Any) -> httpx.Response:
    return httpx.Response(200, json={"success": True, "data": {"jobs": jobs, **data}})


def refusing(request: httpx.Request) -> httpx.Response:
    return httpx.Response(401, json={"success": False, "error": f"no such key: {request.headers['Authorization']}"})


def test_the_key_is_in_no_file_and_no_output(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    runs = [read_from(answer, tmp_path / "w") for answer in (quoting, refusing)]
    out, err = capfd.readouterr()
    said = " ".join(
        [out, err, *(f"{run.events.error} {run.events.notes} {run.events.last_warning} {run.row()}" for run in runs)]
    )
    assert "no such key: Bearer [key]" in said
    assert KEY not in said
    stored = everything_in(tmp_path / "w")
    assert "For Bearer [key]" in stored
    assert_not_in(stored)
    for file in (tmp_path / "w").rglob("*"):
        assert_not_in(file.read_bytes().decode("latin-1") if file.is_file() else "")


def read_from(answer: Any, folder: Path) -> Run:
    run = Run("backfill", transport=httpx.MockTransport(answer))
    with RateLimiter(10**6) as rate_limiter, pytest.raises(JobhouseError):
        read_history(
            session_of(Warehouse(folder), quick(api_key=KEY), run, BackfillRange(SINCE, "2026-03-01", "oldest")),
            rate_limiter,
        )
    return run


def everything_in(folder: Path) -> str:
    """All values of all tables, and the state that dlt keeps packed among them."""
    tables = query(folder, "select schema_name, table_name from duckdb_tables()")
    rows = [row for schema, table in tables for row in query(folder, f'select * from "{schema}"."{table}"')]
    states = query(folder, "select state from sentrion._dlt_pipeline_state")
    unpacked = [zlib.decompress(base64.b64decode(state)).decode() for (state,) in states]
    assert any("sources" in state for state in unpacked)
    return f"{rows} {unpacked}"


def assert_not_in(text: str) -> None:
    for part in (KEY, KEY.replace("/", "\\/"), KEY[:-3], base64.b64encode(KEY.encode()).decode()):
        assert part not in text
