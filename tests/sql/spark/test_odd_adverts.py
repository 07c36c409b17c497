"""Odd adverts in Spark: all tables have the rows of DuckDB's build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support import raw_tables
from tests.support.odd_adverts import Job, odd_adverts
from tests.support.spark.lakes import BothBuilds

pytestmark = [pytest.mark.slow, pytest.mark.long, pytest.mark.timeout(3600)]


def test_odd_adverts_have_the_same_rows_on_both_engines(spark: Any, tmp_path: Path) -> None:
    both = BothBuilds(raw_tables.make(tmp_path / "warehouse"), tmp_path / "lake", spark)
    both.load_and_compare([[advert for advert in odd_adverts(400, 7) if not names_a_number_of_many_digits(advert)]])
    assert both.found == []


def names_a_number_of_many_digits(advert: Job) -> bool:
    """Whether pay is so large or small that Java writes it in its own way."""
    pay = (advert.get("Salary From"), advert.get("Salary To"))
    return any(isinstance(one, int | float) and one and not 1e-4 <= abs(one) <= 1e15 for one in pay)
