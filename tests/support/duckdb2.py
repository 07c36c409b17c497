"""Tests that cannot pass on DuckDB 2.0 because of dlt or SQLMesh, with the reason; all others must.

`.ci/task duckdb2` runs them. They are expected to fail there, strictly: one that passes fails the run, so that it is
taken off the list. Neither dlt's nor SQLMesh's releases of today allow DuckDB 2.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import duckdb
import pytest

from tests.support.paths import ROOT

IS_2: Final = int(duckdb.__version__.split(".")[0]) >= 2
SQLMESH: Final = (
    "SQLMesh 0.236 asks DuckDB while a result of its own is unread (`DuckDBEngineAdapter._df_to_source_queries`), "
    "which 2.0 refuses, so it builds nothing"
)
EXPECTED: Final[Mapping[str, str]] = dict.fromkeys(
    (
        "sql/test_fct_job_postings.py::test_a_load_leaves_untouched_rows_untouched",
        "sql/test_fct_job_postings.py::test_a_url_that_turns_out_to_carry_two_adverts_becomes_two_postings",
        "sql/test_fct_job_postings.py::test_no_posting_is_left_under_an_id_that_no_version_has",
        "sql/test_quarantine.py::test_an_advert_that_breaks_a_rule_is_set_aside_and_comes_back_with_the_mended_rule",
        "sql/test_renamed_models.py::test_a_build_replaces_models_that_bear_another_name_by_now",
        "sql/test_truth.py::test_nearly_all_postings_are_sure",
        "sql/test_truth.py::test_postings_of_each_month",
        "sql/test_truth.py::test_postings_of_each_skill_and_month",
        "sql/test_truth.py::test_share_of_each_skill_is_of_the_postings_that_could_name_it",
        "sql/test_truth.py::test_skills_are_those_that_the_advert_delivers_or_names",
        "sql/test_truth.py::test_postings_of_each_board_and_month",
        "sql/test_truth.py::test_an_advert_and_its_reposts_are_one_posting",
        "sql/test_truth.py::test_remote_is_what_is_true_or_unknown",
        "sql/test_truth.py::test_remote_share",
        "sql/test_truth.py::test_spellings_of_companies_are_joined_and_no_two_companies",
        "sql/test_truth.py::test_companies_are_those_that_post",
        "sql/test_truth.py::test_companies_are_shown_in_a_spelling_that_was_delivered",
        "sql/test_truth.py::test_postings_of_each_company_and_month",
        "sql/test_truth.py::test_countries_are_the_true_ones",
        "sql/test_truth.py::test_annual_pay_is_the_true_one_or_unknown",
        "sql/test_truth.py::test_pay_is_not_invented",
        "sql/test_truth.py::test_median_annual_pay_by_currency_and_year",
        "sql/test_truth.py::test_pay_by_month_adds_up_to_the_openings_with_pay",
        "sql/test_truth.py::test_openings_of_each_month",
        "sql/test_truth.py::test_openings_in_all",
        "warehouse/load/test_warehouse_2456235.py::test_a_build_migrates_it_and_the_marts_agree",
        "warehouse/serve/test_examples.py::test_an_example_answers_its_question",
        "warehouse/serve/test_keys.py::test_all_keys_are_declared_and_hold",
        "warehouse/test_duckdb2.py::test_sqlmesh_builds",
    ),
    SQLMESH,
)
"""The reason for each test, as `file::function`; all its parameters fail."""


def expect_failures(items: Iterable[pytest.Item]) -> None:
    """Mark the tests that are listed, where they run on DuckDB 2.0."""
    for item in items:
        if IS_2 and isinstance(item, pytest.Function) and (reason := EXPECTED.get(name_of(item))):
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


def name_of(test: pytest.Function) -> str:
    return f"{test.path.relative_to(ROOT / 'tests').as_posix()}::{test.originalname}"
