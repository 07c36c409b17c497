"""Marts over a lake whose rows are others by now: another lake, or rows that are gone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from jobhouse.cli.commands.transform import Gateway, _url_of
from jobhouse.errors import DataCheckFailed, Stopped, UsageError
from jobhouse.warehouse import connect
from jobhouse.warehouse.build import all_models
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.over_lake import OverLake, over_lake_of
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.publish import publish_lake
from jobhouse.warehouse.serve.lake.rows import transform_over_lake
from tests.chaos.every_write import marts_of
from tests.support import raw_tables
from tests.support.commands import SETTINGS_PREFIX
from tests.support.history import query

LOAD_IDS = "select load_id from sentrion._dlt_loads order by all"


def another_lake(place: Path) -> LakeAddress:
    """A lake of real adverts, of the warehouse in `other`."""
    other, address = raw_tables.make(place / "other"), LakeAddress.of(str(place / "second"))
    raw_tables.load(other, [raw_tables.advert(number) for number in range(3)], 7)
    publish_lake(other, address)
    return address


@pytest.mark.long
def test_another_lake_is_refused_unless_all_is_built_from_nothing(place: Path) -> None:
    other, over = Warehouse(place / "other"), Warehouse(place / "over")
    address = another_lake(place)
    with pytest.raises(UsageError, match=r"lacks loads that the marts .* were built from \(1, such as 0\)"):
        transform_over_lake(over, address)
    assert over.holds_demo
    transform_over_lake(over, address, full=True)
    transform(other)
    assert marts_of(over.folder) == marts_of(other.folder)
    assert not over.holds_demo


def failing(*_: object) -> None:
    """In place of a build: an audit finds rows."""
    raise all_models._MODELS.failed("an audit")


@pytest.mark.long
def test_a_full_build_over_another_lake_that_fails_changes_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over, first = Warehouse(place / "over"), LakeAddress.of(str(place / "lake"))
    second = another_lake(place)
    before, loads = marts_of(over.folder), query(over.folder, LOAD_IDS)
    with monkeypatch.context() as patched:
        patched.setattr(all_models, "build_models", failing)
        with pytest.raises(DataCheckFailed, match="an audit"):
            transform_over_lake(over, second, full=True)
    found = over_lake_of(over)
    assert found is not None
    assert found.url == first.text
    assert over.holds_demo
    assert marts_of(over.folder) == before
    assert query(over.folder, LOAD_IDS) == loads
    with pytest.raises(UsageError, match="lacks loads"):
        transform_over_lake(over, second)
    assert transform_over_lake(over, first).models == 0


@pytest.mark.long
def test_adverts_deleted_on_request_leave_the_marts_with_the_next_build(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse, over, lake = Warehouse(place / "w"), Warehouse(place / "over"), LakeAddress.of(str(place / "lake"))
    [(gone,)] = query(over.folder, "select min(version_id) from marts.fct_job_postings")
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("delete from sentrion.job_versions where version_id = ?", [gone])
    publish_lake(warehouse, lake)
    assert transform_over_lake(over, lake).models
    assert "took out rows that the marts hold" in capsys.readouterr().err
    transform(warehouse, full=True)
    assert marts_of(over.folder) == marts_of(warehouse.folder)
    capsys.readouterr()
    assert transform_over_lake(over, lake).models == 0
    assert capsys.readouterr().err == ""


HOLD = "import sys, duckdb; held = duckdb.connect(sys.argv[1]); print(flush=True); input()"


@pytest.mark.parametrize("gateway", [Gateway.LAKE, Gateway.SPARK])
def test_no_other_lake_is_taken_while_a_build_holds_the_file_that_names_it(
    gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over, lake = Warehouse(tmp_path), tmp_path / "lake"
    (lake / "_lake").mkdir(parents=True)
    (lake / "_lake" / "files.parquet").touch()
    with duckdb.connect(str(over.database)) as db:
        db.execute("create schema sentrion")
        OverLake(str(lake)).write(db.execute)
    monkeypatch.setenv(f"{SETTINGS_PREFIX}LAKE_URL", str(tmp_path / "another"))
    monkeypatch.setattr(connect, "READER_WAIT_SECONDS", 0.0)
    command = [sys.executable, "-c", HOLD, str(over.database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        try:
            with pytest.raises(Stopped, match="another program holds it"):
                _url_of(over, None, gateway)
        finally:
            holder.communicate(b"\n")
    assert _url_of(over, None, gateway) == str(lake)
