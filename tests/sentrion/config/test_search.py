"""Each field of a search takes one kind of value, and a wrong one is refused with the kind in words."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import pytest

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.search import EVERYTHING, FILTERS, FilterKind, Search

RIGHT: dict[str, list[Any]] = {
    "true or false": [True, False],
    'true, false or "any"': [True, False, None, "any"],
    "a list of texts": [["a"], ["a", "b c"]],
    "a list of tables": [[{"country": "UK"}], [{"state": "Texas", "city": "Austin"}, {"city": "Rome"}]],
    "a table with the lists": [{"title": ["nurse"]}, {"title": ["a"], "description": ["b"], "mode": "and"}],
}
WRONG: dict[str, list[Any]] = {
    "true or false": [None, "any", "true", 1, []],
    'true, false or "any"': ["yes", 0, []],
    "a list of texts": [None, "a", [], [""], [" "], ["a", 1], {"a": 1}],
    "a list of tables": [None, [], [{}], [{"town": "x"}], [{"city": " "}], [{"city": 1}], {"city": "x"}, ["x"]],
    "a table with the lists": [
        {}, {"mode": "or"}, {"title": []}, {"title": "a"}, {"title": ["a"], "mode": "xor"}, {"title": ["a"], "x": 1},
        {"title": ["a"], "description": []}, ["a"], None,
    ],
}  # fmt: skip


def of(values: dict[str, list[Any]], kind: FilterKind) -> list[Any]:
    return next(listed for words, listed in values.items() if kind.takes.startswith(words))


@pytest.mark.parametrize(("name", "kind"), FILTERS.items(), ids=FILTERS)
def test_a_field_takes_its_kind_and_nothing_else(name: str, kind: FilterKind) -> None:
    for value in of(RIGHT, kind):
        assert Search.checked("s", {name: value}).filters[name] == (None if value == "any" else value)
    for value in of(WRONG, kind):
        with pytest.raises(UsageError) as refused:
            Search.checked("s", {name: value})
        assert (
            str(refused.value)
            == f"[sources.sentrion.searches.s] sets {name} = {value!r}, which should be {kind.takes}."
        )


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("job_keyword", "job_keyword; did you mean job_keywords? The API knows country_exists, "),
        ("remote", "remote; did you mean is_remote? The API knows "),
        ("xyz", "xyz. The API knows country_exists, "),
    ],
)
def test_an_unknown_field_is_refused_with_the_nearest_right_one(field: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        Search.checked("s", {field: True})
    assert f"[sources.sentrion.searches.s] sets the unknown field {said}" in str(refused.value)


def test_a_body_holds_what_is_set_and_all_that_the_api_would_default() -> None:
    body = Search.checked("s", {"is_remote": True}).body("2026-01-01", "2026-02-01", 50, msgspec.Raw(b"[1, 2]"))
    assert msgspec.json.decode(body) == {
        **EVERYTHING, "is_remote": True, "published_after": "2026-01-01", "published_before": "2026-02-01", "limit": 50,
        "search_after": [1, 2],
    }  # fmt: skip


def hash_of(**filters: Any) -> str:
    return Search.checked("s", filters).filters_hash


def test_filters_that_say_the_same_have_one_hash() -> None:
    places = [{"country": "US", "state": "CA"}, {"country": "DE"}]
    turned = [{"country": "DE"}, {"state": "CA", "country": "US"}]
    words = {"title": ["a", "b"], "mode": "or"}
    assert hash_of(seniority_level=["senior", "lead"]) == hash_of(seniority_level=["lead", "senior", "lead"])
    assert hash_of(jobs_locations=places) == hash_of(jobs_locations=turned)
    assert hash_of(job_keywords=words) == hash_of(job_keywords={"mode": "or", "title": ["b", "a"]})
    assert hash_of(industry=["Health", "it"]) == hash_of(industry=["IT", "health"])
    assert hash_of(is_remote="any") == hash_of()
    # nothing says that the API folds these, nor that it knows entries with blanks for those without
    assert hash_of(seniority_level=["Lead"]) != hash_of(seniority_level=["lead"])
    assert hash_of(industry=["it "]) != hash_of(industry=["it"])
    assert hash_of(job_type=["a"]) != hash_of(department=["a"])


def test_a_warehouse_keeps_the_hash_that_an_earlier_version_chose() -> None:
    assert Search().filters_hash == "c109ca225ca42348281d13fa94869404"  # as since the first version
    written = Search.checked("s", {"seniority_level": ["senior", "lead", "mid"]})
    earlier = hashlib.blake2b(msgspec.json.encode(written.filters, order="sorted"), digest_size=16).hexdigest()
    turned = Search.checked("s", {"seniority_level": ["mid", "senior", "lead"]})
    assert written.filters_hash == turned.filters_hash != earlier
    for search in (written, turned):
        assert search.as_recorded([earlier]).filters_hash == earlier
        assert search.as_recorded([]).filters_hash == search.as_recorded(["f" * 32]).filters_hash
    # what was read last before the upgrade, where both are there
    assert written.as_recorded([written.filters_hash, earlier]).filters_hash == earlier
    assert Search.checked("s", {"seniority_level": ["mid", "lead"]}).as_recorded([earlier]).filters_hash != earlier
