"""Adverts that the models cannot digest are set aside, with the reason, and the rest is built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jobhouse.cli.messages import print_built
from jobhouse.warehouse.build.transform import Built, transform
from jobhouse.warehouse.folder import Warehouse
from tests.support import raw_tables
from tests.support.copied_models import copied_project
from tests.support.history import query
from tests.support.invariants import wrongs_of_marts


@pytest.fixture
def warehouse(built_warehouse: Path, tmp_path: Path) -> Warehouse:
    """A small warehouse with the first load built."""
    return Warehouse(shutil.copytree(built_warehouse, tmp_path / "w"))


@pytest.mark.long
def test_an_advert_that_breaks_a_rule_is_set_aside_and_comes_back_with_the_mended_rule(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpaid = raw_tables.advert(71, **{"Salary Offered": "0 per month", "Country": "India"})
    endless = raw_tables.advert(72, City="Berlin, " * 1_000)
    raw_tables.load(warehouse, [unpaid, endless, raw_tables.advert(73)], 1)
    seeds = copied_project(tmp_path, monkeypatch) / "seeds"
    evidence, periods = seeds / "pay_evidence.csv", seeds / "pay_periods.csv"
    sound = evidence.read_text(encoding="utf-8")
    # what keeps zero from being pay: no currency fits it, and no month's pay is that low
    evidence.write_text(sound.replace("smallest_amount,0.01", "smallest_amount,0"))
    periods.write_text(periods.read_text(encoding="utf-8").replace("month,12,80,", "month,12,0,"))
    built = transform(warehouse)
    reasons = "select model, field, reason, value, job_url from ops.quarantine order by model"
    too_long = (
        "staging.stg_sentrion__job_versions", "city", "city is longer than 4,096 bytes", "Berlin, " * 25,
        endless["Job URL"],
    )  # fmt: skip
    assert query(warehouse.folder, reasons) == [
        ("intermediate.int_salaries__parsed", "salary", "the pay is zero or less", "0 per month", unpaid["Job URL"]),
        too_long,
    ]
    assert built.warnings == ("2 adverts are set aside and in no mart, see ops.quarantine",)
    assert list(wrongs_of_marts(warehouse.folder)) == []
    [(posted,)] = query(warehouse.folder, "select count(*) from marts.fct_job_postings")
    evidence.write_text(sound, encoding="utf-8")
    built = transform(warehouse)
    assert query(warehouse.folder, reasons) == [too_long]
    assert built.warnings == ("1 advert is set aside and in no mart, see ops.quarantine",)
    assert query(warehouse.folder, "select count(*) from marts.fct_job_postings") == [(posted + 1,)]


def test_what_audits_warn_of_is_said_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    print_built(Built(43, 102, 1.0, ("3 adverts are set aside and in no mart, see ops.quarantine",)))
    assert capsys.readouterr().err == "jobhouse: 3 adverts are set aside and in no mart, see ops.quarantine.\n"
