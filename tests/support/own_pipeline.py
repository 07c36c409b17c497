"""A dlt pipeline of one's own into a DuckDB file, as somebody has who uses the source without a warehouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dlt

from jobhouse.sandbox.options import DEFAULT_KEY
from jobhouse.sentrion.config.settings import Settings


def own_pipeline(folder: Path, name: str = "alone") -> dlt.Pipeline:
    """A pipeline into `jobs.duckdb`; another one of the same folder and name goes on where this one is."""
    destination = dlt.destinations.duckdb(str(folder / "jobs.duckdb"))
    return dlt.pipeline(name, pipelines_dir=str(folder / "p"), dataset_name="raw", destination=destination)


def settings(url: str, **more: Any) -> Settings:
    """Those for the sandbox at `url`, without a limit of requests a minute."""
    return Settings(api_key=DEFAULT_KEY, base_url=url, requests_per_minute=10**6, **more)


def fetch(pipeline: dlt.Pipeline, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query in the pipeline's destination."""
    with pipeline.sql_client() as client:
        return [tuple(row) for row in client.execute_sql(query) or ()]
