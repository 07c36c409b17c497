"""The destination differs from dlt's own in nothing but how often it looks for its settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dlt
import pytest
from dlt.common.normalizers.naming.snake_case import NamingConvention

from jobhouse.warehouse.load.destination import WarehouseDuckDb


def test_it_can_do_what_dlts_own_can(tmp_path: Path) -> None:
    ours, theirs = (make(str(tmp_path / "a.duckdb")) for make in (WarehouseDuckDb, dlt.destinations.duckdb))
    assert dict(ours.capabilities()) == dict(theirs.capabilities())
    naming = NamingConvention()
    assert dict(ours.capabilities(naming=naming)) == dict(theirs.capabilities(naming=naming))


def test_a_pipeline_of_dlts_own_finds_its_state_and_it_finds_theirs(tmp_path: Path) -> None:
    def pipeline(make: Any) -> dlt.Pipeline:
        return dlt.pipeline("p", pipelines_dir=str(tmp_path), destination=make(str(tmp_path / "a.duckdb")))

    for makers in ((WarehouseDuckDb, dlt.destinations.duckdb), (dlt.destinations.duckdb, WarehouseDuckDb)):
        first, second = makers
        pipeline(first).run([{"n": 1}], table_name=first.__name__.lower())
        assert pipeline(second).state["destination_type"] == "dlt.destinations.duckdb"
        assert first.__name__.lower() in pipeline(second).default_schema.tables


def test_it_looks_for_its_settings_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    resolve = dlt.destinations.duckdb.configuration

    def counted(destination: Any, *given: Any, **named: Any) -> Any:
        looked.append(destination)
        return resolve(destination, *given, **named)

    monkeypatch.setattr(dlt.destinations.duckdb, "configuration", counted)
    ours = WarehouseDuckDb(str(tmp_path / "a.duckdb"))
    one, other = ours.capabilities(), ours.capabilities()
    assert looked == [ours]
    assert one is not other
