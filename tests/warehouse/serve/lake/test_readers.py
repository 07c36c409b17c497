"""What the documents tell readers of a lake about its months, run as it stands."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.publish import publish_lake
from tests.support.lakes import DOCUMENTED, loaded, rows_of_lake
from tests.support.markdown import reference

CONDITION = next(span for span in reference("lake").section("Reading").spans if span.startswith("and month"))
COPY = next(block.text for block in reference("growing").blocks if block.text.startswith("copy"))
MONTHS = "select month, count(*) from ({}) group by all order by all"


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """A lake in the current folder, with an advert that has no month."""
    publish_lake(loaded(tmp_path / "w", 2), LakeAddress.of(f"{tmp_path / 'lake'}/"))
    return tmp_path / "lake"


def test_the_condition_of_the_documents_gives_the_rows_of_those_months_alone(lake: Path) -> None:
    months = dict(rows_of_lake(lake, MONTHS.format(DOCUMENTED)))
    first, last = CONDITION.split("'")[1::2]
    assert "unknown" in months
    expected = {month: rows for month, rows in months.items() if first <= month <= last}
    assert dict(rows_of_lake(lake, MONTHS.format(DOCUMENTED + CONDITION))) == expected
    assert expected.keys() < months.keys()


def test_finished_months_are_copied_into_a_file_each(lake: Path) -> None:
    with duckdb.connect() as db:
        db.execute(COPY)
    first, last = COPY.partition("between")[2].split("'")[1:4:2]
    expected = [row for row in rows_of_lake(lake, MONTHS.format(DOCUMENTED)) if first <= row[0] <= last]
    copied = "from read_parquet('finished/*/*.parquet', hive_partitioning = true, hive_types_autocast = false)"
    assert rows_of_lake(lake, MONTHS.format(copied)) == expected
    assert len(list(Path("finished").rglob("*.parquet"))) == len(expected) > 0
