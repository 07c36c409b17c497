"""Numbers with their words."""

from __future__ import annotations

import pytest

from jobhouse.counting import counted
from jobhouse.warehouse.build.audit_sentences import rows_that_do_not_hold
from jobhouse.warehouse.build.transform import say_progress


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 requests"), (1, "1 request"), (2, "2 requests"), (1_234, "1,234 requests")]
)
def test_one_is_singular(count: int, said: str) -> None:
    assert counted(count, "request") == said


def test_a_model_with_one_audit(capsys: pytest.CaptureFixture[str]) -> None:
    say_progress("marts.one", 0.1, 1)
    assert capsys.readouterr().err == "  marts.one  0.1 s, 1 audit passed\n"


def test_an_audit_that_found_one_row() -> None:
    assert rows_that_do_not_hold(1) == "1 row that does not hold"
    assert rows_that_do_not_hold(1_234) == "1,234 rows that do not hold"
