"""PyAirbyte with a declarative manifest: slices of a month, read at the same time under an API budget, into DuckDB."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

os.environ |= {"DO_NOT_TRACK": "1", "AIRBYTE_OFFLINE_MODE": "1"}

import airbyte as ab
from airbyte.caches import DuckDBCache

TEXTS = (
    "Job Type", "Job Title", "Apply URL", "Post Date", "Valid Through", "City", "Job Board", "Job Description",
    "Country", "Company Name", "State", "Salary Offered", "Logo URL", "Job URL", "Seniority Level", "Salary Currency",
)  # fmt: skip


def main(url: str, folder: str, since: str, until: str) -> None:
    os.chdir(folder)
    rate = int(os.environ["REQUESTS_PER_MINUTE"])
    source = ab.get_source("source-sentrion", config={}, source_manifest=_manifest(url, since, until, rate))
    source.select_streams(["jobs"])
    cache = DuckDBCache(
        db_path=Path(folder) / "jobs.duckdb", schema_name="raw", cache_dir=Path(folder) / ".cache", cleanup=True
    )
    source.read(cache=cache, write_strategy="merge")


def _manifest(url: str, since: str, until: str, rate: int) -> dict[str, Any]:
    return {
        "version": "6.0.0",
        "type": "DeclarativeSource",
        "check": {"type": "CheckStream", "stream_names": ["jobs"]},
        "streams": [_stream(url, since, until)],
        "spec": {"type": "Spec", "connection_specification": {"type": "object", "properties": {}}},
        "concurrency_level": {"type": "ConcurrencyLevel", "default_concurrency": 20, "max_concurrency": 20},
        **({"api_budget": _budget(rate)} if rate else {}),
    }


def _budget(rate: int) -> dict[str, Any]:
    policy = {
        "type": "MovingWindowCallRatePolicy",
        "rates": [{"type": "Rate", "limit": rate, "interval": "PT1M"}],
        "matchers": [],
    }
    return {"type": "HTTPAPIBudget", "policies": [policy], "status_codes_for_ratelimit_hit": [429]}


def _stream(url: str, since: str, until: str) -> dict[str, Any]:
    return {
        "type": "DeclarativeStream",
        "name": "jobs",
        "primary_key": ["Job URL"],
        "schema_loader": {"type": "InlineSchemaLoader", "schema": _schema()},
        "retriever": {
            "type": "SimpleRetriever",
            "requester": _requester(url),
            "record_selector": {
                "type": "RecordSelector",
                "extractor": {"type": "DpathExtractor", "field_path": ["data", "jobs"]},
            },
            "paginator": {
                "type": "DefaultPaginator",
                "page_token_option": {
                    "type": "RequestOption", "inject_into": "body_json", "field_path": ["search_after"],
                },
                "pagination_strategy": {
                    "type": "CursorPagination",
                    "cursor_value": "{{ response.data.search_after }}",
                    "stop_condition": "{{ not response.data.search_after }}",
                },
            },
        },
        "incremental_sync": {
            "type": "DatetimeBasedCursor",
            "cursor_field": "Post Date",
            "datetime_format": "%Y-%m-%d",
            "cursor_datetime_formats": ["%Y-%m-%d"],
            "start_datetime": {"type": "MinMaxDatetime", "datetime": since, "datetime_format": "%Y-%m-%d"},
            "end_datetime": {"type": "MinMaxDatetime", "datetime": until, "datetime_format": "%Y-%m-%d"},
            "step": "P1M",
            "cursor_granularity": "P1D",
        },
    }  # fmt: skip


def _requester(url: str) -> dict[str, Any]:
    return {
        "type": "HttpRequester",
        "url_base": url,
        "path": "/api/v3/jobs-search/search",
        "http_method": "POST",
        "authenticator": {"type": "BearerAuthenticator", "api_token": "key"},
        "request_body_json": {
            "published_after": "{{ stream_interval.start_time }}",
            # slices end with their last day, and the API's windows before their end
            "published_before": "{{ format_datetime("
            "str_to_datetime(stream_interval.end_time) + duration('P1D'), '%Y-%m-%d') }}",
            "limit": 100,
            "exclude_duplicates": False,
        },
        "error_handler": {
            "type": "DefaultErrorHandler",
            "max_retries": 10,
            "response_filters": [{"type": "HttpResponseFilter", "http_codes": [429], "action": "RATE_LIMITED"}],
            "backoff_strategies": [{"type": "ConstantBackoffStrategy", "backoff_time_in_seconds": 60}],
        },
    }


def _schema() -> dict[str, Any]:
    properties: dict[str, Any] = {name: {"type": ["null", "string"]} for name in TEXTS}
    properties |= {name: {"type": ["null", "number"]} for name in ("Salary From", "Salary To")}
    properties |= {name: {"type": ["null", "array"]} for name in ("Department Name", "Skills")}
    properties["Is Remote"] = {"type": ["null", "boolean"]}
    return {"type": "object", "additionalProperties": True, "properties": properties}


if __name__ == "__main__":
    main(*sys.argv[1:])
