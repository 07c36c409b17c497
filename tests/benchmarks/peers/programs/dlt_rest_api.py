"""dlt's own `rest_api` source, as well configured as its documents allow.

A resource for each quarter, read at the same time; Parquet files of a size that keeps memory bounded; jobs merged by
their address, so that a second run or a killed one doubles nothing.
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

WINDOW_DAYS = 91

os.environ |= {
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "EXTRACT__WORKERS": "20",
    "EXTRACT__NEXT_ITEM_MODE": "round_robin",
    "RUNTIME__REQUEST_MAX_ATTEMPTS": "20",
    "RUNTIME__REQUEST_MAX_RETRY_DELAY": "30",
    "DATA_WRITER__BUFFER_MAX_ITEMS": "20000",
    "DATA_WRITER__FILE_MAX_ITEMS": "50000",
    "NORMALIZE__WORKERS": "2",
    "NORMALIZE__START_METHOD": "spawn",
}

import dlt  # noqa: E402
from dlt.sources.rest_api import rest_api_source  # noqa: E402


def main(url: str, folder: str, since: str, until: str) -> None:
    config: Any = {
        "client": {
            "base_url": f"{url}/api/v3/",
            "auth": {"type": "bearer", "token": "key"},
            "paginator": {
                "type": "cursor", "cursor_path": "data.search_after", "cursor_body_path": "search_after",
            },
        },
        "resource_defaults": {
            "write_disposition": {"disposition": "merge", "strategy": "upsert"},
            "primary_key": "Job URL",
            "max_table_nesting": 0,
            "table_name": "jobs",
            "columns": {"department_name": {"data_type": "json"}, "skills": {"data_type": "json"}},
        },
        "resources": [_window(*days) for days in _windows(date.fromisoformat(since), date.fromisoformat(until))],
    }  # fmt: skip
    pipeline = dlt.pipeline(
        "peer", pipelines_dir=str(Path(folder) / "dlt"), dataset_name="raw",
        destination=dlt.destinations.duckdb(str(Path(folder) / "jobs.duckdb")),
    )  # fmt: skip
    pipeline.run(rest_api_source(config, parallelized=True), loader_file_format="parquet")


def _windows(since: date, until: date) -> list[tuple[date, date]]:
    step = timedelta(days=WINDOW_DAYS)
    starts = [since + step * number for number in range((until - since) // step + 1)]
    return [(start, min(start + step, until)) for start in starts if start < until]


def _window(since: date, until: date) -> dict[str, Any]:
    search = {
        "published_after": "{incremental.start_value}", "published_before": until.isoformat(), "limit": 100,
        "salary_data_available": None, "is_agency": None, "exclude_duplicates": False,
    }  # fmt: skip
    endpoint = {"path": "jobs-search/search", "method": "POST", "json": search, "data_selector": "data.jobs"}
    endpoint["incremental"] = {"cursor_path": "$['Post Date']", "initial_value": since.isoformat()}
    return {"name": f"jobs_{since:%Y_%m_%d}", "endpoint": endpoint}


if __name__ == "__main__":
    main(*sys.argv[1:])
