"""The loop that an API's page shows: ask, keep the jobs, pass the cursor on; the table is written at the end."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pyarrow as pa


def main(url: str, folder: str, since: str, until: str) -> None:
    search = {
        "published_after": since, "published_before": until, "limit": 100, "salary_data_available": None,
        "is_agency": None, "exclude_duplicates": False, "search_after": None,
    }  # fmt: skip
    jobs: list[dict[str, Any]] = []
    with httpx.Client(timeout=60, headers={"Authorization": "Bearer key"}) as client:
        while True:
            answer = client.post(f"{url}/api/v3/jobs-search/search", json=search)
            if answer.status_code == 429:
                time.sleep(60)
                continue
            data = answer.raise_for_status().json()["data"]
            jobs += data["jobs"]
            search["search_after"] = data["search_after"]
            if data["search_after"] is None:
                break
    with duckdb.connect(str(Path(folder) / "jobs.duckdb")) as db:
        db.register("found", pa.Table.from_pylist(jobs))
        db.execute("create or replace table jobs as select * from found")


if __name__ == "__main__":
    main(*sys.argv[1:])
