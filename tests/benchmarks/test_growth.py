"""The table and the picture of what commands take as the warehouse grows."""

from __future__ import annotations

from xml.etree import ElementTree

from tests.benchmarks.growth.chart import chart
from tests.benchmarks.growth.commands import Took, cell
from tests.benchmarks.growth.table import markdown

MEASURED = {
    1_000: {"load": Took(2.0, 3.0, 100.0), "report": Took(2.0), "file": Took(megabytes=4.4)},
    10_000: {"load": Took(20.0, 30.0, 120.0), "report": Took(2.1), "file": Took(megabytes=40.0)},
}
SVG = "{http://www.w3.org/2000/svg}"


def test_a_cell_says_what_was_measured() -> None:
    assert cell(Took(seconds=1.234, megabytes=1_234.0, name="example 3")) == "1.23 s, 1,234 MB, example 3"
    assert cell(Took(megabytes=4.4)) == "4 MB"


def test_each_measure_has_a_row_and_each_size_a_column() -> None:
    lines = markdown(MEASURED).splitlines()
    assert lines[0] == "| job versions | 1,000 | 10,000 |"
    assert lines[2:5] == [
        "| load | 2.00 s, 100 MB | 20.00 s, 120 MB |",
        "| report | 2.00 s | 2.10 s |",
        "| file | 4 MB | 40 MB |",
    ]


def test_a_picture_has_a_line_for_each_measure_in_seconds_and_no_label_covers_another() -> None:
    drawn = ElementTree.fromstring(chart(MEASURED))
    assert len(drawn.findall(f"{SVG}circle")) == 4
    labels = {
        text.text: float(text.get("y", "")) for text in drawn.findall(f"{SVG}text") if text.text in MEASURED[1_000]
    }
    assert set(labels) == {"load", "report"}
    assert abs(labels["load"] - labels["report"]) >= 15
    close = {size: {"load": Took(2.0), "report": Took(2.01)} for size in (1_000, 10_000)}
    heights = [float(text.get("y", "")) for text in ElementTree.fromstring(chart(close)).findall(f"{SVG}text")][-2:]
    assert abs(heights[0] - heights[1]) >= 15
