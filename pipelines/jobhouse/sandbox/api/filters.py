"""The request's filters as predicates over job objects.

Texts compare without case; the spellings of a country count as one. Interpreted, since the documentation only
names the fields: a location matches when all of its given parts do; a keyword is found anywhere in the text;
`title` words are sought in titles, `description` words in descriptions; `country_exists: false` filters
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from jobhouse.sandbox.api.request import Body, Flags
from jobhouse.sandbox.api.switches import Switches
from jobhouse.sandbox.postings.job_objects import Job
from jobhouse.sandbox.postings.places import country_key, state_key
from jobhouse.sandbox.postings.source import AGENCY, BOARD, HAS_COPY, SALARY, SECOND_COPY

Predicate = Callable[[Job], bool]

MISSING = frozenset({"", "na", "n/a", "unspecified", "not specified", "undefined", "none", "null"})


def is_missing(value: object) -> bool:
    """Whether a delivered value means "not known"."""
    return value is None or (isinstance(value, str) and value.strip().casefold() in MISSING)


def flags_of(body: Body, switches: Switches) -> Flags:
    """What `job_boards` and the booleans with defaults require and forbid."""
    flags = Flags()
    salary = body.get("salary_data_available", "omitted")
    if salary is True:
        flags.required |= SALARY
    else:
        treatment = {None: switches.salary_null, False: switches.salary_false}.get(salary, switches.salary_omitted)  # type: ignore[call-overload]
        flags.apply("salary_data_available", treatment, (SALARY, 0), SALARY)
    agency = body.get("is_agency", "omitted")
    if agency is True:
        flags.required |= AGENCY if switches.agency_true == "only_agencies" else 0
    else:
        treatment = {None: switches.agency_null, False: switches.agency_false}.get(agency, switches.agency_omitted)  # type: ignore[call-overload]
        flags.apply("is_agency", treatment, (0, 0), AGENCY)
    duplicates = body.get("exclude_duplicates", "omitted")
    if duplicates is True:
        flags.forbidden |= SECOND_COPY
    else:
        treatments = {None: switches.duplicates_null, False: switches.duplicates_false}
        treatment = treatments.get(duplicates, switches.duplicates_omitted)  # type: ignore[call-overload]
        flags.apply("exclude_duplicates", treatment, (0, SECOND_COPY), HAS_COPY)
    boards = body.get("job_boards")
    if boards is not None:
        flags.required |= BOARD if boards else 0
        flags.forbidden |= 0 if boards else BOARD
    return flags


def predicate(fields: Mapping[str, object]) -> Predicate | None:
    """One test for all filters that look into the job object; None if there are none."""
    tests = [_MAKERS[name](value) for name, value in fields.items() if name in _MAKERS and value != []]
    return (lambda job: all(test(job) for test in tests)) if tests else None


def needs_text(fields: Mapping[str, object]) -> bool:
    """Whether a filter looks into descriptions."""
    words = (fields.get("job_keywords"), fields.get("exclude_job_keywords"))
    return any(isinstance(word, dict) and word.get("description") for word in words)


def _folded(value: object) -> set[str]:
    return {text.strip().casefold() for text in cast("list[str]", value)}


def _parts(value: object) -> set[str]:
    """The texts of a job's value: an array, one text, or several joined with "|"."""
    if isinstance(value, str):
        return {part.strip().casefold() for part in value.split("|")}
    return {str(part).strip().casefold() for part in value} if isinstance(value, list | tuple) else set()


def _any_of(key: str) -> Callable[[object], Predicate]:
    def make(value: object) -> Predicate:
        expected = _folded(value)
        return lambda job: not expected.isdisjoint(_parts(job.get(key)))

    return make


def _none_of(key: str) -> Callable[[object], Predicate]:
    def make(value: object) -> Predicate:
        unwanted = _folded(value)
        return lambda job: unwanted.isdisjoint(_parts(job.get(key)))

    return make


def _location_test(entry: Mapping[str, str | None]) -> Predicate:
    keys = {"country": ("Country", country_key), "state": ("State", state_key), "city": ("City", _fold)}
    expected = [(keys[part][0], keys[part][1], keys[part][1](text)) for part, text in entry.items() if text]

    def test(job: Job) -> bool:
        return all(fold(str(job.get(key) or "")) == text for key, fold, text in expected)

    return test


def _fold(text: str) -> str:
    return text.strip().casefold()


def _in_places(value: object) -> Predicate:
    tests = [_location_test(entry) for entry in cast("list[Mapping[str, str | None]]", value)]
    return lambda job: any(test(job) for test in tests)


def _outside_places(value: object) -> Predicate:
    inside = _in_places(value)
    return lambda job: not inside(job)


def _with_words(value: object) -> Predicate:
    words = cast("Mapping[str, object]", value)
    titles, texts = (_folded(words.get(name) or []) for name in ("title", "description"))
    decide = all if words.get("mode") == "and" else any
    if not titles and not texts:
        return lambda job: True

    def test(job: Job) -> bool:
        title, text = (str(job.get(key) or "").casefold() for key in ("Job Title", "Job Description"))
        return decide([word in title for word in titles] + [word in text for word in texts])

    return test


def _without_words(value: object) -> Predicate:
    words = cast("Mapping[str, object]", value)
    if not (words.get("title") or words.get("description")):
        return lambda job: True
    found = _with_words(value)
    return lambda job: not found(job)


def _remote(value: object) -> Predicate:
    return lambda job: job.get("Is Remote") is value


def _country_exists(value: object) -> Predicate:
    return lambda job: not value or not is_missing(job.get("Country"))


_MAKERS: dict[str, Callable[[object], Predicate]] = {
    "jobs_locations": _in_places,
    "exclude_jobs_locations": _outside_places,
    "is_remote": _remote,
    "country_exists": _country_exists,
    "department": _any_of("Department Name"),
    "job_type": _any_of("Job Type"),
    "seniority_level": _any_of("Seniority Level"),
    "job_keywords": _with_words,
    "exclude_job_keywords": _without_words,
    "include_job_boards": _any_of("Job Board"),
    "exclude_job_boards": _none_of("Job Board"),
}
