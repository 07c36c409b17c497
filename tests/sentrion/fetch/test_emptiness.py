"""Which answers without jobs say that there are none, and which may be a failure."""

from __future__ import annotations

import httpx
import pytest

from jobhouse.errors import Unreachable
from jobhouse.sentrion.fetch.emptiness import is_clearly_empty
from tests.sentrion.fetch.test_client import asked, good, in_turn, jobs_of


@pytest.mark.parametrize(
    "reason",
    [
        "status 404 not_found: Nothing here",
        "status 200 with no jobs",
        "status 200: No jobs were found for these filters.",
        "status 404 no_results",
        "status 200: 0 matching records",
        "status 200: Nothing matched your search. Try again with other filters.",
        "status 200: Jobs could not be found",
        "status 404: The search has an empty result",
        "status 200 E1001: Empty.",
        "status 200: None found",
    ],
)
def test_a_code_or_words_say_that_there_are_no_jobs(reason: str) -> None:
    assert is_clearly_empty(reason)


@pytest.mark.parametrize(
    "reason",
    [
        "status 404: Not Found",
        "status 200",
        "status 200: busy",
        "status 200: You have used up your credits of this billing cycle.",
        "status 200: You have no credits for more jobs.",
        "status 200: No data is available on your plan; upgrade it.",
        "status 200 service_unavailable: no records can be read now",
        "status 403: No access to historical jobs",
        "status 404: The request body is empty",
        "status 404: Nothing found at this path",
    ],
)
def test_other_words_may_as_well_mean_a_failure(reason: str) -> None:
    assert not is_clearly_empty(reason)


def test_what_may_be_a_failure_is_not_believed_while_nothing_else_is_answered() -> None:
    busy = httpx.Response(200, json={"success": False, "data": None, "error": "busy"})
    assert isinstance(asked(in_turn(busy), attempts=9).error, Unreachable)
    assert jobs_of(asked(in_turn(*[busy] * 8, good()), attempts=9)) == 1


@pytest.mark.parametrize(
    "data",
    [
        {"results": [{"Job Title": "Nurse"}]},
        {"jobs": None, "credits_used": 3},
        {"jobs": None, "search_after": "next"},
        {"jobs": {"first": {}}},
    ],
)
def test_an_answer_that_speaks_of_jobs_in_another_form_is_not_empty(data: dict[str, object]) -> None:
    drifted = httpx.Response(200, json={"success": True, "data": data})
    assert isinstance(asked(in_turn(drifted), attempts=9).error, Unreachable)
