"""The plots of the notebook, each from the result of one of its queries.

Notebooks that users saved call these functions, so their names and arguments stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import altair as alt

from jobhouse.sanitize import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    Chart = alt.Chart | alt.LayerChart | alt.FacetChart

_FIRST: Final = "#2b6c8a"
_SECOND: Final = "#b8701a"
_SERIES: Final = {"posting_count": "postings", "opening_count": "openings"}


def shown(plot: Callable[..., Chart], frame: pd.DataFrame, otherwise: str, *given: object) -> Chart | str:
    """The plot of these rows; where there are none, a sentence."""
    return otherwise if frame.empty else plot(frame, *given)


def months(frame: pd.DataFrame) -> Chart:
    """Postings and openings by month, as two lines; a month that is not whole is a paler point beside them."""
    whole = frame.get("is_whole", True)
    long = frame.assign(is_whole=whole).melt(["month_date", "is_whole"], list(_SERIES), "what", "count")
    long["month"] = long["month_date"].map("{:%b %Y}".format) + long["is_whole"].map({True: "", False: " (not whole)"})
    long["what"] = long["what"].map(_SERIES)
    colour = alt.Color(
        "what:N",
        title=None,
        legend=alt.Legend(orient="top"),
        scale=alt.Scale(domain=list(_SERIES.values()), range=[_FIRST, _SECOND]),
    )
    both = alt.Chart(long, width="container", height=220).encode(
        x=alt.X("month_date:T", title="month of posting"),
        y=alt.Y("count:Q", title="postings, openings"),
        color=colour,
        tooltip=["month", "what", alt.Tooltip("count:Q", format=",")],
    )
    points = both.mark_point(filled=True, size=30, opacity=1).encode(
        opacity=alt.condition("datum.is_whole", alt.value(1), alt.value(0.45))
    )
    return alt.layer(both.transform_filter("datum.is_whole").mark_line(), points)


def skills(frame: pd.DataFrame) -> alt.Chart:
    """The share of postings that name each skill."""
    share = alt.X("posting_share:Q", title="share of postings", axis=alt.Axis(format="%", tickCount=6))
    count, exact = alt.Tooltip("posting_count:Q", format=","), alt.Tooltip("posting_share:Q", format=".1%")
    return _bars(frame, "skill", share, count, exact)


def companies(frame: pd.DataFrame) -> alt.Chart:
    """The openings of each company."""
    openings = alt.X("opening_count:Q", title="openings", axis=alt.Axis(tickCount=6))
    return _bars(frame, "company_name", openings, "opening_count", "posting_count")


def pay(frame: pd.DataFrame, currency: str | None = None) -> Chart:
    """The middle half of annual pay by seniority, and the median."""
    title = f"{currency} a year" if currency else "a year"
    levels = alt.Chart(frame, width="container", height=26 * len(frame)).encode(
        y=alt.Y("seniority_level:N", title=None, sort=None),
        tooltip=["seniority_level", *(alt.Tooltip(f"{name}:Q", format=",") for name in frame.columns[1:])],
    )
    middle_half = levels.mark_bar(color=_FIRST, height=10).encode(
        x=alt.X("salary_annual_p25:Q", title=title, axis=alt.Axis(format="~s", tickCount=6)), x2="salary_annual_p75:Q"
    )
    return alt.layer(middle_half, levels.mark_tick(color=_SECOND, thickness=3).encode(x="salary_annual_p50:Q"))


def _bars(frame: pd.DataFrame, name: str, length: alt.X, *tooltips: Any) -> alt.Chart:
    """A bar for each row; names come from adverts, so they are cleaned of characters that reorder a line."""
    chart: alt.Chart = (
        alt.Chart(frame.assign(**{name: frame[name].map(clean)}), width="container", height=22 * len(frame))
        .mark_bar(color=_FIRST)
        .encode(x=length, y=alt.Y(f"{name}:N", title=None, sort=None), tooltip=[name, *tooltips])
    )
    return chart
