"""The same rows whatever the API means: what its documentation leaves open, each two answers to it together.

One switch at a time hides what happens where two of them meet. `pairwise` makes each two values meet in few rows.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pendulum
import pytest

from jobhouse.sentrion.fetch.page_errors import CreditsGone
from jobhouse.sentrion.plan.windows import oldest_day
from jobhouse.sentrion.state.run import Run
from tests.support.history import backfill, expected, history, job, query, stored, write
from tests.support.in_process import engine_of, transport
from tests.support.pairwise import Row, met_in, pairs_of, pairwise, with_new_values

SWITCHES = {
    "bounds": ("half_open", "closed", "open_closed", "open"),
    "window_time": ("post_date", "local_time"),
    "history_limit": ("exact", "six_times_365", "clamp", "none"),
    "history_refusal": ("422", "400"),
    "order": ("newest", "oldest", "unspecified"),
    "cursor": ("integers", "big_integers", "strings", "with_null"),
    "cursor_filters": ("free", "tied"),
    "cursor_max_pages": ("0", "60"),
    "cursor_refusal": ("400", "404", "410", "500", "success_false"),
    "end": ("null", "empty_list", "missing", "empty_page", "same_cursor"),
    "empty_window": ("empty_jobs", "error_text", "success_false", "not_found", "data_null"),
    "totals": ("exact", "capped", "before_duplicates", "drifting", "null"),
    "total_field": ("page", "matches"),
    "credits_remaining": ("number", "null", "negative"),
    "error_body": ("object", "string", "detail", "html", "empty"),
    "error_500": ("0", "0.2"),
    "repeated_cursor": ("0", "0.1"),
    "truncated": ("0", "0.1"),
    "empty_page": ("0", "0.1"),
}
TODAY = pendulum.now("UTC").date()
RECENT = [job(10_000 + number, TODAY.subtract(days=number % 3).isoformat()) for number in range(30)]
JOBS = history(900, seed=3) + RECENT
PAGE = 10
"""Jobs of a page, so that most windows have several."""
UNREACHABLE_DAYS = 3
"""At the six-year limit: where that is a day or two late, and a request may leave out its first day."""


INDISTINGUISHABLE = (
    {"empty_window": "not_found", "error_body": "html"},
    {"empty_window": "not_found", "error_body": "empty"},
    {"empty_window": "success_false", "error_body": "string", "credits_remaining": "negative"},
)
"""What no client can tell from something else: a 404 that is no JSON is a wrong address or a gateway as well, and a
failure without a code may say as well that an overdrawn account is closed."""
ROWS = pairwise(SWITCHES, INDISTINGUISHABLE)
FEW = with_new_values(ROWS)
"""The rows by which each value was there; the others are with the long tests."""


def test_each_two_values_meet() -> None:
    impossible = {frozenset(row.items()) for row in INDISTINGUISHABLE}
    assert set().union(*map(met_in, ROWS)) == pairs_of(SWITCHES) - impossible
    assert {pair for row in FEW for pair in row.items()} == {value for pair in pairs_of(SWITCHES) for value in pair}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(JOBS, tmp_path_factory.mktemp("data") / "jobs.jsonl")


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, marks=[] if row in FEW else [pytest.mark.long]) for row in ROWS],
    ids=map(str, range(len(ROWS))),
)
def test_the_same_rows_whatever_an_answer_means(row: Row, data: Path, tmp_path: Path) -> None:
    answers = transport(engine_of(",".join(f"{name}={value}" for name, value in row.items()), data=data))
    # a cursor that is refused without a word looks like an overdrawn account, which ends a run; the next one goes on
    may_stop = (row["error_body"], row["credits_remaining"]) == ("empty", "negative")
    for _ in range(3 if may_stop else 2):
        run = Run("backfill", transport=answers)
        with suppress(*[CreditsGone] if may_stop else []):
            backfill("http://127.0.0.1", tmp_path / "w", run, page_size=PAGE)
    found = stored(tmp_path / "w")
    assert len(found) == len(set(found))
    is_late = row["history_limit"] == "six_times_365"
    edge = oldest_day(TODAY).add(days=UNREACHABLE_DAYS if is_late else 0).isoformat()
    assert expected([one for one in JOBS if str(one["Post Date"]) >= edge]) <= set(found) <= expected(JOBS)
    left_open = "select count(*) from sentrion.windows where status not in ('complete', 'split')"
    assert query(tmp_path / "w", left_open) == [(0,)]
    assert run.counters.requests == 0
