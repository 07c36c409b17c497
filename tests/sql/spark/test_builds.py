"""`transform --gateway spark`: the rows of DuckDB's builds, after a full build and after each increment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jobhouse.errors import DataCheckFailed
from jobhouse.warehouse.spark import models
from jobhouse.warehouse.spark.models import SparkAudit, SparkModel
from tests.support import raw_tables
from tests.support.spark.lakes import BothBuilds

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]


@pytest.fixture(scope="module")
def both(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> BothBuilds:
    """A warehouse with all loads, built after each by both engines, and compared."""
    folder = tmp_path_factory.mktemp("both")
    both = BothBuilds(raw_tables.make(folder / "warehouse"), folder / "lake", spark)
    both.load_and_compare(raw_tables.loads())
    return both


def test_increments_on_both_engines_lead_to_the_same_rows(both: BothBuilds) -> None:
    assert both.found == []
    assert len({table.folder.split("/")[1] for table in both.manifest.tables.values()}) > 1  # seeds were built once
    assert both.folders == {table.folder for table in both.manifest.tables.values()}


def test_where_nothing_is_new_nothing_is_built(both: BothBuilds) -> None:
    before = both.manifest
    assert both.build_in_spark().models == 0
    assert both.manifest == before


def test_an_audit_that_fails_leaves_everything_as_it_was(both: BothBuilds, monkeypatch: pytest.MonkeyPatch) -> None:
    audit = SparkAudit("no_cities", "select city from reference__cities where city = 'Berlin'", is_blocking=True)
    rendered = models.models_of

    def with_audit(*given: Any) -> list[SparkModel]:
        return [
            replace(one, audits=(audit,), code="changed", deletions=()) if one.name == "reference.cities" else one
            for one in rendered(*given)
            if one.name == "reference.cities"
        ]

    before, folders = both.manifest, both.folders
    monkeypatch.setattr(models, "models_of", with_audit)
    both.fingerprint = "changed"
    with pytest.raises(DataCheckFailed, match=r"the audit no_cities of reference\.cities found .* not hold:\n.*city"):
        both.build_in_spark()
    assert (both.manifest, both.folders) == (before, folders)
