"""What somebody may have meant who typed a name that does not exist."""

from __future__ import annotations

import pytest

from jobhouse.nearest import did_you_mean, end_with_guess, nearest

NAMES = ["marts.fct_job_postings", "job_descriptions", "dim_dates", ".tables", ".schema"]


def test_names_that_hold_what_was_typed_or_look_like_it_are_near() -> None:
    assert nearest("job_postings", NAMES)[0] == "marts.fct_job_postings"
    assert nearest(".tabels", NAMES) == [".tables"]
    assert nearest("xyz", NAMES) == []


@pytest.mark.parametrize(
    ("typed", "ending", "question"),
    [(".tabels", "; did you mean .tables?", " Did you mean .tables?"), ("xyz", ".", "")],
)
def test_a_sentence_ends_with_a_guess_or_with_a_full_stop(typed: str, ending: str, question: str) -> None:
    assert (end_with_guess(typed, NAMES), did_you_mean(typed, NAMES)) == (ending, question)
