"""Real postings in Spark: the rows of DuckDB's builds, after a full build and after an increment."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.support import raw_tables
from tests.support.spark.lakes import BothBuilds
from tests.truth import postings

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
EACH: int = 600
"""Postings of each of two loads, drawn from all files."""


@pytest.mark.skipif(not postings.are_there(), reason="the files of real postings are not there")
def test_real_postings_have_the_same_rows_on_both_engines(spark: Any, tmp_path: Path) -> None:
    both = BothBuilds(raw_tables.make(tmp_path / "warehouse"), tmp_path / "lake", spark)
    drawn = random.Random(7).sample(postings.jobs(), 2 * EACH)
    both.load_and_compare((drawn[:EACH], drawn[EACH:]))
    assert both.found == []
