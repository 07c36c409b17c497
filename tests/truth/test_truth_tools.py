"""The tools behind the truth table: intervals, figures, floors, draws, splits, and the files of labels themselves."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from jobhouse.errors import DataCheckFailed
from jobhouse.report.truth import shipped
from jobhouse.warehouse.folder import Warehouse
from tests.truth import floors, labels, postings, publishing, sampling
from tests.truth.measuring import SPLITS
from tests.truth.outcomes import Figure, Outcome, Share, figures
from tests.truth.postings import split_of
from tests.truth.tasks import TASKS, Task
from tests.truth.tasks.places import key_of

FIGURE = Figure("pay", 100, precision=Share(90, 95), recall=Share(90, 98))


def test_wilsons_interval_is_the_published_one() -> None:
    # 81 of 263: the example of Newcombe 1998, table I
    low, high = Share(81, 263).interval
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert Share(0, 0).interval == (0, 1)
    assert Share(20, 20).interval[1] == pytest.approx(1)


@pytest.mark.parametrize("share", [0.5, 0.9, 0.98])
def test_the_interval_holds_the_true_share_19_times_in_20(share: float) -> None:
    chance = random.Random(5)
    drawn = [Share(sum(chance.random() < share for _ in range(200)), 200).interval for _ in range(1_000)]
    held = sum(low <= share <= high for low, high in drawn) / len(drawn)
    assert 0.92 < held < 0.98


def test_precision_is_of_what_is_claimed_and_recall_of_what_is_true() -> None:
    outcomes = [
        Outcome("pay", "dev", is_true=True, is_claimed=True, is_right=True),
        Outcome("pay", "dev", is_true=True, is_claimed=True, is_right=False),
        Outcome("pay", "dev", is_true=True, is_claimed=False, is_right=False),
        Outcome("pay", "dev", is_true=False, is_claimed=False, is_right=False),
    ]
    [figure] = figures(outcomes)
    assert (figure.label_count, figure.precision, figure.recall) == (4, Share(1, 2), Share(1, 3))


def test_a_figure_at_its_floor_passes_and_one_below_is_named() -> None:
    [floor] = floors.raised([], {"facts": [FIGURE]})
    assert floors.faults("facts", [FIGURE], [floor]) == []
    worse = replace(FIGURE, recall=Share(88, 98))
    assert floors.faults("facts", [worse], [floor]) == ["pay: recall is 88 of 98, below its floor of 0.908"]
    assert floors.faults("facts", [], [floor]) == ["pay is not measured any more"]
    assert floors.faults("postings", [FIGURE], [floor]) == ["pay has no floor"]


def test_a_floor_is_raised_and_never_lowered() -> None:
    [floor] = floors.raised([], {"facts": [FIGURE]})
    worse = replace(FIGURE, label_count=50, precision=Share(50, 95), recall=Share(50, 98))
    better = replace(FIGURE, precision=Share(95, 95))
    assert floors.raised([floor], {"facts": [worse]}) == [floor]
    assert floors.raised([floor], {"facts": [better]}) == [replace(floor, precision=0.99)]


def test_strata_give_the_same_number_or_all_they_have() -> None:
    things = [("small", n) for n in range(3)] + [("large", n) for n in range(500)] + [("other", n) for n in range(90)]
    drawn = sampling.drawn(things, lambda thing: thing[0], 43, seed=1)
    assert Counter(stratum for stratum, _ in drawn) == {"small": 3, "large": 20, "other": 20}
    assert drawn == sampling.drawn(things, lambda thing: thing[0], 43, seed=1)
    assert drawn != sampling.drawn(things, lambda thing: thing[0], 43, seed=2)


def test_a_company_is_in_one_split_however_it_is_written() -> None:
    names = [f"Company {number}" for number in range(3_000)]
    splits = [split_of({"Company Name": name}) for name in names]
    assert splits == [split_of({"Company Name": f" {name.upper()} ", "Job Title": "Cook"}) for name in names]
    # 5 of 16 digits; four standard errors of 3,000 names
    assert splits.count("aside") / len(splits) == pytest.approx(5 / 16, abs=0.034)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_labels_are_whole(task: Task) -> None:
    rows = labels.read(task.name)
    assert len(rows) >= 100
    ids = [tuple(row[name] for name in row if name.startswith("version_id")) for row in rows]
    assert len(set(ids)) == len(ids)
    assert all(len(version_id or "") == 32 for pair in ids for version_id in pair)
    assert {row["split"] for row in rows} == {"dev", "aside"}
    assert all(row["stratum"] for row in rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("München", "MUNCHEN"),
        ("St. Louis", "Saint Louis"),
        ("New York City", "New York"),
        ("Xi'an", "Xian"),
        ("北京市", "北京"),
    ],
)
def test_names_of_places_are_compared_as_readers_do(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_the_readme_quotes_the_figures_that_ship() -> None:
    assert publishing.marked_in(publishing.README.read_text(encoding="utf-8")) == publishing.quoted(shipped())


def test_figures_ship_for_each_floor_and_split() -> None:
    measures = {one.measure for one in floors.read() if one.data == "postings"}
    assert {split: {one.measure for one in shipped().of_split(split)} for split in SPLITS} == dict.fromkeys(
        SPLITS, measures
    )


def test_a_build_that_fails_leaves_no_warehouse_to_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(warehouse: Warehouse) -> None:
        raise DataCheckFailed("an audit failed")

    monkeypatch.setattr(postings, "transform", failing)
    with pytest.raises(DataCheckFailed):
        postings.build(tmp_path, [{"Job Title": "Cook"}])
    assert not Warehouse(tmp_path).database.exists()
