"""Axes, months, formats, charts and templates: pure functions."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobhouse.counting import counted
from jobhouse.report import formats
from jobhouse.report.charts import Axes, ChartColumn, Day, Point, calendar, columns, line, month_labels, shades
from jobhouse.report.country_map import ShadedCountry, country_map
from jobhouse.report.figures import legend, nothing, table
from jobhouse.report.outlines import HEIGHT, WIDTH, outlines
from jobhouse.report.period import Period, months_between, months_later
from jobhouse.report.rendering import advert_text
from jobhouse.report.row_charts import axis_above, bar
from jobhouse.report.scale import Scale, level, level_ranges, nice_scale
from tests.support.html_page import Page


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (523, (0, 200, 400, 600)),
        (1, (0, 0.2, 0.4, 0.6, 0.8, 1)),
        (0.363, (0, 0.1, 0.2, 0.3, 0.4)),
        (0, (0, 0.2, 0.4, 0.6, 0.8, 1)),
        (math.nan, (0, 0.2, 0.4, 0.6, 0.8, 1)),
    ],
)
def test_ticks_are_round(largest: float, ticks: tuple[float, ...]) -> None:
    assert nice_scale(largest).ticks == ticks


def test_counts_get_no_ticks_between_whole_numbers() -> None:
    assert nice_scale(2, smallest_step=1).ticks == (0, 1, 2)


@given(st.floats(min_value=1e-9, max_value=1e15))
def test_an_axis_holds_its_largest_value_and_wastes_less_than_half(largest: float) -> None:
    scale = nice_scale(largest)
    assert scale.top >= largest * (1 - 1e-9)
    assert len(scale.ticks) <= 6
    assert scale.top <= 2 * largest


def test_what_is_beyond_an_axis_is_held_at_its_end() -> None:
    scale = Scale(10, (0, 10))
    assert [scale.percent(value) for value in (-5, 0, 5, 10, 1e9)] == [0, 0, 50, 100, 100]


def test_months_run_over_years() -> None:
    assert months_between(date(2025, 11, 30), date(2026, 2, 1)) == [
        date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1),
    ]  # fmt: skip
    assert months_later(date(2026, 1, 1), -1) == date(2025, 12, 1)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 3000))
def test_whole_months_are_those_with_all_their_days(first: date, days: int) -> None:
    period = Period(first, first + timedelta(days=days))
    held = {period.first_day + timedelta(days=number) for number in range(days + 1)}
    for month in period.months:
        every = {month + timedelta(days=n) for n in range((months_later(month, 1) - month).days)}
        assert period.is_whole(month) == (every <= held)


def test_years_are_compared_only_where_all_their_months_are_whole() -> None:
    period = Period(date(2024, 1, 1), date(2026, 11, 10))
    assert period.has_two_years
    assert period.recent[0] == date(2025, 11, 1)
    gap = Period(period.first_day, period.last_day, frozenset([date(2026, 2, 1), date(2026, 4, 1)]))
    assert not gap.has_two_years
    assert not gap.is_whole(date(2026, 4, 1))
    assert gap.recent == [date(2026, month, 1) for month in range(5, 11)]


def test_without_a_whole_month_the_present_is_what_there_is() -> None:
    period = Period(date(2026, 3, 5), date(2026, 3, 5))
    assert period.recent == [date(2026, 3, 1)]
    assert not period.has_two_years


@pytest.mark.parametrize(("value", "shade"), [(0, 0), (-1, 0), (1, 1), (25, 1), (26, 2), (100, 4), (500, 4)])
def test_shades(value: float, shade: int) -> None:
    assert level(value, 100, 4) == shade


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.number(1234567), "1,234,567"),
        (formats.number(-3), "\N{MINUS SIGN}3"),
        (formats.number(None), "\N{EN DASH}"),
        (formats.percent(0.1234), "12.3\N{NO-BREAK SPACE}%"),
        (formats.times(None), "new"),
        (formats.short(1500), "1.5k"),
        (formats.short(0), "0"),
        (formats.short(2e6), "2M"),
        (formats.day(date(2026, 3, 5)), "5 Mar 2026"),
        (counted(1, "day"), "1 day"),
    ],
)
def test_formats(written: str, expected: str) -> None:
    assert written == expected


AXES = Axes("label", "to the right", "upwards")
HOSTILE = "</title><script>alert(1)</script> & \"quotes\" 'single'"


def test_text_is_escaped_wherever_it_goes() -> None:
    drawn = table([(HOSTILE, HOSTILE), ("plot", "")], [[HOSTILE, bar(HOSTILE, 50)]], name=HOSTILE)
    assert "<script" not in drawn
    names = [name for name, _ in Page(drawn).elements]
    heads = ["div", "table", "thead", "tr", "th", "th", "tbody", "tr"]
    assert names == [*heads, "th", "td", "svg", "g", "title", "rect", "rect"]


def test_markup_is_not_escaped_twice() -> None:
    assert "<bdi>&amp;</bdi>" in table([("", "")], [[advert_text("&")]])


@given(st.text())
def test_no_text_breaks_out_of_its_element(text: str) -> None:
    assert [name for name, _ in Page(nothing(advert_text(text))).elements] == ["p", "bdi"]
    assert [name for name, _ in Page(legend(("s1" + text, text))).elements] == ["ul", "li", "svg", "rect"]


def test_control_and_direction_marks_are_left_out_and_long_texts_cut() -> None:
    assert nothing(advert_text("a\x00b\u202ec\x1bd")) == '<p class="nothing"><bdi>abcd</bdi></p>'
    assert len(advert_text("x" * 500)) < 100


@pytest.mark.parametrize("stacked", [True, False])
def test_columns_draw_every_value_within_the_plot(stacked: bool) -> None:
    found = [ChartColumn(str(n), f"<{n}>", (n, 2 * n), is_whole=n < 3) for n in range(4)]
    drawn = columns(AXES, nice_scale(9), found, formats.short, stacked=stacked)
    elements = Page(drawn).elements
    assert sum(attributes.get("class") == "mark" for _, attributes in elements) == 3
    assert sum(attributes.get("class") == "mark partial" for _, attributes in elements) == 1
    bars = [attributes for _, attributes in elements if attributes.get("class") in ("s1", "s2")]
    assert len(bars) == 8
    assert all(float(one["y"] or "") >= 10 and float(one["height"] or "") >= 0 for one in bars)


def test_a_line_breaks_where_nothing_is_known() -> None:
    points = [Point("", "t", 0.1), Point("", "t", None), Point("", "t", 0.3)]
    drawn = line(AXES, nice_scale(0.3), points, formats.short)
    (path,) = [attributes["d"] for name, attributes in Page(drawn).elements if name == "path"]
    assert path is not None
    assert path.count("M") == 2
    assert drawn.count('class="mark"') == 2


def test_no_line_leads_to_a_month_that_is_not_whole() -> None:
    points = [Point("", "t", 0.9, is_whole=False), Point("", "t", 0.2), Point("", "t", 0.3)]
    drawn = line(AXES, nice_scale(1), points, formats.short, [0.8, 0.2, 0.2])
    paths = [attributes["d"] or "" for name, attributes in Page(drawn).elements if name == "path"]
    assert [path.split()[0] for path in paths] == ["M15.00", "M15.00"]
    assert drawn.count('class="mark partial"') == 1


def test_both_axes_are_named() -> None:
    drawn = columns(AXES, nice_scale(9), [ChartColumn("", "t", (1,))], formats.short, stacked=True)
    assert ">to the right</text>" in drawn
    assert ">upwards</text>" in drawn
    above = axis_above("share", Scale(1, (0, 0.5, 1)), formats.short_percent)
    assert re.findall(r"<text[^>]*>([^<]+)<", above) == [
        "0\N{NO-BREAK SPACE}%",
        "50\N{NO-BREAK SPACE}%",
        "100\N{NO-BREAK SPACE}%",
    ]
    assert above.startswith("share\n")


@given(st.integers(1, 5000), st.integers(1, 9))
def test_each_count_gets_the_shade_whose_range_holds_it(largest: int, levels: int) -> None:
    ranges = list(level_ranges(largest, levels))
    assert ranges[0] == (0, 0, 0)
    assert ranges[-1][2] is None
    for shade, low, high in ranges:
        assert {level(count, largest, levels) for count in (low, 2 * largest if high is None else high)} == {shade}
    assert all(before[2] == after[1] - 1 for before, after in pairwise(ranges))


def test_the_shades_of_a_calendar_are_explained_and_its_weekdays_named() -> None:
    days = [Day(date(2024, 1, 1) + timedelta(days=n), "verified", n, "t") for n in range(41)]
    assert [meaning for _, meaning in shades(days)] == [
        "0",
        "1\N{EN DASH}9",
        "10\N{EN DASH}19",
        "20\N{EN DASH}28",
        "29+",
    ]
    assert "MTWTFSS" in "".join(re.findall(r'as-text">([A-Z])<', calendar(days)))


def test_a_few_busy_days_among_empty_ones_are_not_drawn_as_empty() -> None:
    days = [Day(date(2024, 1, 1) + timedelta(days=n), "verified", int(n == 7), "t") for n in range(60)]
    assert 'class="mark verified l4"' in calendar(days)


def test_small_countries_are_on_the_map_where_they_have_jobs() -> None:
    drawn = country_map("label", {code: ShadedCountry("l4", f"{code} <b>") for code in ("US", "SG")})
    marks = [attributes for _, attributes in Page(drawn).elements if attributes.get("class") == "mark l4"]
    assert ["a" in (mark["d"] or "") for mark in marks] == [False, True]
    (land,) = [attributes["d"] or "" for _, attributes in Page(drawn).elements if attributes.get("class") == "land"]
    assert "a" not in land
    assert "<b>" not in drawn


def test_outlines_are_drawn_within_the_map() -> None:
    shapes = outlines()
    assert len({one.country_code for one in shapes}) == len(shapes) > 200
    for one in shapes:
        for x, y in re.findall(r"M([\d.-]+) ?([\d.-]+)", one.path):
            assert 0 <= float(x) <= WIDTH
            assert 0 <= float(y) <= HEIGHT
    assert len("".join(one.path for one in shapes)) < 60_000


def test_a_calendar_has_a_square_for_each_day_in_its_week() -> None:
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(366 + 365)]
    drawn = calendar([Day(day, "verified", 1, str(day)) for day in days])
    squares = [attributes for name, attributes in Page(drawn).elements if name == "rect"]
    assert len(squares) == 731
    assert len({(one["x"], one["y"]) for one in squares[:366]}) == 366
    assert (squares[0]["x"], squares[0]["y"]) == ("0.07", "0.07")  # 1 January 2024 was a Monday
    assert max(float(one["x"] or "") for one in squares) < 53


def test_few_months_are_named_and_many_show_their_years() -> None:
    assert month_labels(months_between(date(2026, 1, 1), date(2026, 2, 1))) == ["Jan 2026", "Feb 2026"]
    years = month_labels(months_between(date(2020, 1, 1), date(2025, 12, 1)))
    assert [label for label in years if label] == ["2020", "2021", "2022", "2023", "2024", "2025"]
