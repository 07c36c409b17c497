"""A job object becomes a row from which the object can be read back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from jobhouse.sentrion.config.contract import JOB_FIELDS
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.read.arrow_jobs import job_table, row_digest

NOW = datetime(2026, 1, 1, tzinfo=UTC)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
odd = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
keys = st.sampled_from([field.key for field in JOB_FIELDS]) | texts
jobs = st.dictionaries(keys, odd, max_size=12)


def row_of(job: dict[str, Any]) -> dict[str, Any]:
    rows: list[dict[str, Any]] = job_table([job], [version_id_of(job)], "s", ["w"], [NOW]).to_pylist()
    return rows[0]


def job_of(row: dict[str, Any]) -> dict[str, Any]:
    columns = {field.key: row[field.column] for field in JOB_FIELDS if row[field.column] is not None}
    return columns | (msgspec.json.decode(row["extra"]) if row["extra"] else {})


@given(jobs)
def test_every_value_can_be_read_back(job: dict[str, Any]) -> None:
    known = {field.key for field in JOB_FIELDS}
    delivered = {key: value for key, value in job.items() if value is not None or key not in known}
    assert job_of(row_of(job)) == delivered


@given(jobs)
def test_the_version_does_not_depend_on_the_order_of_keys(job: dict[str, Any]) -> None:
    assert version_id_of(dict(reversed(job.items()))) == version_id_of(job)
    assert len(version_id_of(job)) == 32


@given(jobs, keys, odd)
def test_any_change_makes_another_version(job: dict[str, Any], key: str, value: Any) -> None:
    changed = {**job, key: value}
    same = msgspec.json.encode(changed, order="sorted") == msgspec.json.encode(job, order="sorted")
    assert (version_id_of(changed) == version_id_of(job)) == same


def test_nul_and_lone_surrogates_are_made_safe() -> None:
    row = row_of({"Job Title": "a\0b", "City": "x\ud800", "Skills": ["c\0"], "new": {"k\0": "\udfff"}})
    assert (row["job_title"], row["city"], row["skills"]) == ("a�b", "x�", ["c�"])
    assert row["extra"] == '{"new":{"k�":"�"}}'


def test_values_of_the_wrong_type_go_to_extra() -> None:
    row = row_of({"Salary To": "200000", "Is Remote": "yes", "Skills": "a|b", "Salary From": True, "City": 5})
    assert [row[name] for name in ("salary_to", "is_remote", "skills", "salary_from", "city")] == [None] * 5
    assert msgspec.json.decode(row["extra"]) == {
        "Salary To": "200000", "Is Remote": "yes", "Skills": "a|b", "Salary From": True, "City": 5,
    }  # fmt: skip


def test_a_field_that_the_contract_gets_later_leaves_the_digests_of_stored_rows() -> None:
    before = [f"value {number}" for number in range(21)]
    assert row_digest("id", [*before, None], None) == row_digest("id", before, None)
    assert row_digest("id", [*before, "new"], None) != row_digest("id", before, None)
    assert row_digest("id", [*before[:-1], None], None) != row_digest("id", before[:-1], None)
