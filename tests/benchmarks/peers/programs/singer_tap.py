"""A tap on the Meltano SDK: one stream, a partition for each quarter, and the state that the SDK keeps of them.

It reads one page after another, as the SDK does. The day of posting is the replication key, so that a second run asks
only for the windows since the last day seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import requests
from singer_sdk import RESTStream, Tap
from singer_sdk import typing as th
from singer_sdk.contrib.msgspec import MsgSpecWriter
from singer_sdk.pagination import JSONPathPaginator

WINDOW_DAYS = 91
TEXTS = (
    "Job Type", "Job Title", "Apply URL", "Post Date", "Valid Through", "City", "Job Board", "Job Description",
    "Country", "Company Name", "State", "Salary Offered", "Logo URL", "Job URL", "Seniority Level", "Salary Currency",
)  # fmt: skip


class Jobs(RESTStream[Any]):
    """Jobs by day of posting."""

    name = "jobs"
    path = "/api/v3/jobs-search/search"
    http_method = "POST"
    records_jsonpath = "$.data.jobs[*]"
    primary_keys = ("Job URL",)
    replication_key = "Post Date"
    is_sorted = True
    state_partitioning_keys = ("since",)
    schema = th.PropertiesList(
        *(th.Property(name, th.StringType) for name in TEXTS),
        th.Property("Is Remote", th.BooleanType),
        th.Property("Salary From", th.NumberType),
        th.Property("Salary To", th.NumberType),
        th.Property("Department Name", th.ArrayType(th.StringType)),
        th.Property("Skills", th.ArrayType(th.StringType)),
    ).to_dict()

    @property
    def url_base(self) -> str:
        return str(self.config["url"])

    @property
    def http_headers(self) -> dict[str, str]:
        return {"Authorization": "Bearer key"}

    @property
    def partitions(self) -> list[dict[str, str]]:
        since, until = date.fromisoformat(self.config["since"]), date.fromisoformat(self.config["until"])
        step = timedelta(days=WINDOW_DAYS)
        starts = [since + step * number for number in range((until - since) // step + 1)]
        return [
            {"since": start.isoformat(), "until": min(start + step, until).isoformat()}
            for start in starts
            if start < until
        ]

    def get_new_paginator(self) -> JSONPathPaginator:
        return JSONPathPaginator("$.data.search_after")

    def prepare_request_payload(self, context: Any, next_page_token: Any) -> dict[str, Any]:
        return {
            "published_after": self.get_starting_replication_key_value(context) or context["since"],
            "published_before": context["until"], "limit": 100,
            "salary_data_available": None, "is_agency": None, "exclude_duplicates": False,
            "search_after": next_page_token,
        }  # fmt: skip

    def backoff_wait_generator(self) -> Iterable[float]:
        """A minute after a 429, since the API says no better."""
        while True:
            yield 60.0

    def validate_response(self, response: requests.Response) -> None:
        if response.status_code != HTTPStatus.OK:
            super().validate_response(response)


class SentrionTap(Tap):
    """The tap."""

    name = "tap-sentrion"
    message_writer_class = MsgSpecWriter
    config_jsonschema = th.PropertiesList(
        th.Property("url", th.StringType, required=True),
        th.Property("since", th.StringType, required=True),
        th.Property("until", th.StringType, required=True),
    ).to_dict()

    def discover_streams(self) -> list[Jobs]:
        return [Jobs(self)]


if __name__ == "__main__":
    SentrionTap.cli()
