"""The probe finds out every behaviour that the sandbox can show, within its limits, and never claims too much."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

import pytest

from jobhouse.errors import Refused, Stopped
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.api.switches import permitted
from jobhouse.sentrion.plan.findings import FORMS, Assumption, Finding, Findings
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from tests.support.in_process import engine_of, probed
from tests.support.tiers import rest_long

JOBS = 8_000
SALARY = ("salary_null", "salary_false", "salary_omitted")
AGENCY = ("agency_true", "agency_null", "agency_false", "agency_omitted")
DUPLICATES = ("duplicates_null", "duplicates_false", "duplicates_omitted")
FIELDS = {"salary_data_available": SALARY, "is_agency": AGENCY, "exclude_duplicates": DUPLICATES}
MEANINGS = {
    "salary_data_available": {"no_filter": 2, "only_without": 1, "default": 0, "documented": 0},
    "is_agency": {"no_filter": 2, "default": 2, "included": 2, "only_without": 1, "only_agencies": 0},
    "exclude_duplicates": {"no_filter": 2, "default": 1, "documented": 1, "only_without": 0},
}
"""What a value may mean, and which meaning brings more jobs than which; 2 is all of them."""
DEFAULT_DUPLICATES = {
    "duplicates_null": "no_filter",
    "duplicates_false": "no_filter",
    "duplicates_omitted": "default",
}


def combinations(names: tuple[str, ...]) -> Iterator[dict[str, str]]:
    for values in product(*(permitted(name) or () for name in names)):
        yield dict(zip(names, values, strict=True))


def ask(switches: dict[str, str], **sandbox: int) -> tuple[dict[str, Finding], Engine]:
    engine = engine_of(",".join(f"{name}={value}" for name, value in switches.items()), jobs=JOBS, **sandbox)
    probe = probed(engine)
    assert probe.error is None
    assert engine.stats.requests <= 30
    assert len(engine.charged_ids()) <= 300
    return {finding.question: finding for finding in probe.found}, engine


def hold_values_against(switches: dict[str, str], found: dict[str, Finding], *, exact: bool = True) -> None:
    """The value to send brings as much as any that is accepted, and is called "all jobs" if and only if it is shown."""
    sent = Findings(dict(found)).everything()
    for field, names in FIELDS.items():
        means = {name.rpartition("_")[2]: switches[name] for name in names} | (
            {} if "agency" in names[0] else {"true": "documented"}
        )
        rank = {form: MEANINGS[field][means[form]] for form in FORMS if means[form] != "refused"}
        form = {True: "true", False: "false", None: "null"}[sent[field]] if field in sent else "omitted"
        claimed = found[field].evidence["means"] == "all jobs"
        if not exact:
            assert claimed <= (rank[form] == 2)
            continue
        assert rank.get(form) == max(rank.values()), (field, form, means)
        shown = rank[form] == 2 and len(set(rank.values())) > 1
        assert claimed == shown, (field, form, means)


@pytest.mark.long
@pytest.mark.parametrize("names", [SALARY, AGENCY, DUPLICATES], ids=["salary", "agency", "duplicates"])
def test_every_combination_of_one_filters_switches_is_found_out(names: tuple[str, ...]) -> None:
    draw = random.Random(len(names))
    others = [list(combinations(other)) for other in (SALARY, AGENCY, DUPLICATES) if other != names]
    count = 0
    for mine in combinations(names):
        switches = {**mine, **draw.choice(others[0]), **draw.choice(others[1])}
        found, _ = ask(switches)
        hold_values_against(switches, found)
        assert found["bounds"].answer == "half_open"
        count += 1
    assert count == len(list(combinations(names)))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_combinations_of_all_filters_with_every_meaning_of_the_bounds(seed: int) -> None:
    draw = random.Random(seed)
    every = [list(combinations(names)) for names in (SALARY, AGENCY, DUPLICATES, ("bounds", "order", "empty_window"))]
    for _ in range(60):
        switches = {name: value for choices in every for name, value in draw.choice(choices).items()}
        found, _ = ask(switches)
        hold_values_against(switches, found)
        assert found["bounds"].answer == switches["bounds"], switches
        assert found["order"].answer == switches["order"], switches
        assert found["rereads"].answer == "free"
        assert found["edge"].answer == "refuses"


@pytest.mark.parametrize("totals", ["capped", "before_duplicates", "drifting", "null"])
@pytest.mark.parametrize("bounds", rest_long(["half_open", "open_closed", "closed", "open"], 2))
def test_totals_that_tell_less_never_lead_to_a_wrong_answer(totals: str, bounds: str) -> None:
    draw = random.Random(f"{totals} {bounds}")
    every = [list(combinations(names)) for names in (SALARY, AGENCY, ("order", "end"))]
    for _ in range(12):
        switches = {name: value for choices in every for name, value in draw.choice(choices).items()}
        found, _ = ask({**switches, "totals": totals, "bounds": bounds})
        assert found["bounds"].answer == bounds
        if totals != "null":
            assert Findings(dict(found)).everything()["exclude_duplicates"] is False
        hold_values_against({**DEFAULT_DUPLICATES, **switches}, found, exact=totals == "capped")


def test_a_cap_on_totals_is_noticed_and_the_filters_compared_below_it() -> None:
    engine = engine_of("totals=capped", jobs=40_000)
    found = {finding.question: finding for finding in probed(engine).found}
    assert found["totals"].answer == "capped"
    assert found["totals"].evidence["total"] == 10_000
    assert found["salary_data_available"].evidence["means"] == "all jobs"
    assert found["exclude_duplicates"].evidence["means"] == "all jobs"


@pytest.mark.parametrize(
    ("switches", "question", "answer"),
    [
        ("", "totals", "exact"),
        ("totals=drifting", "totals", "drifting"),
        ("totals=null", "totals", "absent"),
        ("history_limit=clamp", "edge", "clamps"),
        ("history_limit=none", "edge", "serves older days"),
        ("history_limit=six_times_365", "edge", "refuses"),
        ("history_limit=exact,history_refusal=400", "edge", "refuses"),
        ("window_time=local_time", "bounds", "unknown"),
        ("window_time=crawl_date", "bounds", "unknown"),
        ("window_time=crawl_date,bounds=closed", "bounds", "unknown"),
    ],
)
def test_the_other_questions(switches: str, question: Assumption, answer: str) -> None:
    engine = engine_of(switches, jobs=JOBS)
    found = {finding.question: finding for finding in probed(engine).found}
    assert found[question].answer == answer


def test_faults_cost_findings_but_never_the_limits() -> None:
    for seed in range(20):
        faults = "error_500=0.3,drop_before=0.2,truncated=0.2,empty_page=0.3,error_502=0.2,fault_times=2"
        engine = engine_of(faults, jobs=JOBS, seed=seed)
        probe = probed(engine)
        assert engine.stats.requests <= 30
        assert len(engine.charged_ids()) <= 300
        for finding in probe.found:
            if finding.question == "bounds":
                assert finding.answer in ("half_open", "unknown")


def test_the_runs_own_limits_hold_for_the_probe() -> None:
    engine = engine_of(jobs=JOBS)
    probe = probed(engine, Run("probe", limits=RunLimits(max_requests=7)))
    assert isinstance(probe.error, Stopped)
    assert engine.stats.requests == 7
    engine = engine_of(jobs=JOBS)
    probe = probed(engine, Run("probe", limits=RunLimits(max_credits=15)))
    assert isinstance(probe.error, Stopped)
    assert len(engine.charged_ids()) <= 15


def test_a_refused_key_ends_the_probe_at_once() -> None:
    engine = engine_of(jobs=JOBS, key="another")
    probe = probed(engine)
    assert isinstance(probe.error, Refused)
    assert engine.stats.requests == 1


def test_real_postings(real_postings: object) -> None:
    for bounds in ("half_open", "closed", "open_closed", "open"):
        engine = engine_of(f"bounds={bounds}", data=real_postings)
        found = {finding.question: finding for finding in probed(engine).found}
        assert found["bounds"].answer == bounds
        assert found["salary_data_available"].evidence["means"] == "all jobs"
        assert found["is_agency"].answer == "unknown"
