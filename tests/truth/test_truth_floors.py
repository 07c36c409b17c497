"""No figure of the marts falls below its floor, on real postings and on the facts in their labels."""

from __future__ import annotations

import pytest

from jobhouse.warehouse.folder import Warehouse
from tests.support.shared_warehouses import made_once
from tests.truth import floors, measuring, postings
from tests.truth.outcomes import Figure, figures


@pytest.fixture(scope="session")
def facts_figures(tmp_path_factory: pytest.TempPathFactory) -> list[Figure]:
    folder = made_once(tmp_path_factory, "truth_of_facts", lambda made: measuring.facts_warehouse(made / "warehouse"))
    return figures(measuring.on_facts(Warehouse(folder / "warehouse")))


@pytest.fixture(scope="session")
def postings_figures(tmp_path_factory: pytest.TempPathFactory) -> list[Figure]:
    if not postings.are_there():
        pytest.skip(f"the files of real postings are not there: {postings.FOLDER}")
    folder = made_once(tmp_path_factory, "truth_of_postings", lambda made: measuring.real_warehouse(made / "warehouse"))
    return figures(measuring.on_postings(Warehouse(folder / "warehouse")))


@pytest.mark.long
def test_no_figure_on_facts_is_below_its_floor(facts_figures: list[Figure]) -> None:
    assert floors.faults("facts", facts_figures, floors.read()) == []


@pytest.mark.long
def test_no_figure_on_real_postings_is_below_its_floor(postings_figures: list[Figure]) -> None:
    assert floors.faults("postings", postings_figures, floors.read()) == []
