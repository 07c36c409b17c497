"""The page as a whole: what it says can be found again with SQL, and nothing in the warehouse breaks it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from jobhouse.errors import UsageError
from jobhouse.report.formats import number, percent, times
from jobhouse.report.page import report, write_report
from jobhouse.report.truth import shipped
from jobhouse.warehouse.connect import analyst
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.query import last_result
from tests.support import raw_tables
from tests.support.html_page import Figure, Page
from tests.support.report_warehouse import TODAY, copy_of, run
from tests.support.small_marts import jobhouse

FIGURES = [
    "totals", "calendar", "postings", "titles", "companies", "stays", "map", "countries", "remote",
    "arrangement-shares", "skills-top", "skills-rising", "skills-falling", "salaries", "salaries-usd",
    "salaries-over-time", "boards-carried", "boards-shared", "missing", "pay-read", "identity",
    "windows", "doubtful", "truth-table", "credits", "runs",
]  # fmt: skip
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DATES = re.compile(rf"(?:\d{{1,2}} )?{_MONTH} \d{{4}}|Q\d \d{{4}}|\d{{4}}-\d\d-\d\d(?: \d\d:\d\d)?")
_NUMBERS = re.compile("[\N{MULTIPLICATION SIGN}\N{MINUS SIGN}]?\\d[\\d,]*(?:\\.\\d+)?(?:\N{NO-BREAK SPACE}%)?")
FIXED = {
    "salaries": {"25", "30", "75"},
    "salaries-usd": {"25", "30", "75"},
    "remote": {"10", "20"},
    "arrangement-shares": {"10"},
    "salaries-over-time": {"25", "30", "75"},
    "stays": {"30"},
    "skills-rising": {"50"},
    "skills-falling": {"50"},
    "postings": {"0"},
    "truth-table": {"1", "20", "95"},
}
"""Numbers that are part of a sentence, or the names of columns."""
ONE_ENDED = """
insert into marts.fct_job_postings by name
select 'one-ended' as job_id, 'one-ended' as opening_id, 'l0' as location_id, date '2026-09-02' as post_date,
    'EUR' as salary_currency, false as is_currency_guessed, 50000 as salary_annual_min
"""


def said(figure: Figure) -> set[str]:
    """Every number of a figure that is no date."""
    texts = [*figure.titles, *figure.cells, figure.counts, figure.heading]
    return {found.strip(",") for text in texts for found in _NUMBERS.findall(_DATES.sub(" ", text))}


def known(rows: list[dict[str, Any]]) -> set[str]:
    """Every number that the rows hold, in each way that the page writes numbers; sums and counts of rows too."""
    found = {number(len(rows))}
    for row in rows:
        for value in row.values():
            found |= written(value)
    for column in rows[0] if rows else ():
        values = [row[column] for row in rows]
        if all(isinstance(value, int) or value is None for value in values):
            found.add(number(sum(value or 0 for value in values)))
        if column == "status":
            found |= {number(values.count(value)) for value in values}
    return found


def written(value: object) -> set[str]:
    if isinstance(value, str):
        return set(_NUMBERS.findall(value))
    if isinstance(value, int | float | Decimal):
        share = float(value)
        return {number(share), percent(share), percent(abs(share)), times(share), str(value)}
    return set()


def rows_of(warehouse: Warehouse, sql: str) -> list[dict[str, Any]]:
    with analyst(warehouse) as db:
        result = last_result(db, sql)
        return [
            dict(zip([c.name for c in result.columns], row, strict=True)) for batch in result.rows() for row in batch
        ]


def shipped_numbers() -> set[str]:
    """The numbers that come with the package, as the page writes them."""
    measured = shipped()
    shares = [share for figure in measured.figures for share in (figure.precision, figure.recall)]
    found = {f"{share.value:.3f}" for share in shares if share.value is not None}
    found |= {f"{end:.2f}" for share in shares for end in (share.low, share.high)}
    found |= {number(figure.label_count) for figure in measured.figures} | {number(measured.posting_count)}
    return found | {text for figure in measured.figures for text in written(figure.published)}


@pytest.mark.long
@pytest.mark.parametrize("made", ["filled", "demo"])
def test_every_number_can_be_found_again_with_the_sql_below_it(made: str, request: pytest.FixtureRequest) -> None:
    warehouse, today = _warehouse(made, request)
    figures = Page(report(warehouse, today)).figures
    assert list(figures) == FIGURES
    for name, figure in figures.items():
        source = known(rows_of(warehouse, figure.sql)) if figure.sql else shipped_numbers()
        missing = said(figure) - source - FIXED.get(name, set())
        assert not missing, name


def _warehouse(made: str, request: pytest.FixtureRequest) -> tuple[Warehouse, date]:
    if made == "filled":
        return request.getfixturevalue("filled"), TODAY
    return Warehouse(request.getfixturevalue("demo_warehouse")), datetime.now(UTC).date()


def test_the_filled_page_shows_something_everywhere(page: str) -> None:
    assert 'class="nothing"' not in page
    for name, figure in Page(page).figures.items():
        assert figure.titles or figure.cells, name


def test_titles_say_what_the_plots_show(page: str) -> None:
    figures = Page(page).figures
    plain = {"totals", "truth-table", "credits", "runs"}
    plain |= {"salaries-usd", "titles"}  # no two countries have 30 openings with pay, and no title has as many
    labels = {name for name, figure in figures.items() if not any(sign.isdigit() for sign in figure.heading)}
    assert labels == plain
    assert figures["companies"].heading.endswith("openings")


def test_marks_are_as_many_as_the_rows(page: str, filled: Warehouse) -> None:
    figures = Page(page).figures
    for name in (
        "calendar",
        "postings",
        "titles",
        "companies",
        "stays",
        "countries",
        "remote",
        "arrangement-shares",
        "skills-top",
        "salaries",
        "salaries-usd",
        "credits",
    ):
        assert len(figures[name].titles) == len(rows_of(filled, figures[name].sql)), name
    both = len(figures["skills-rising"].titles) + len(figures["skills-falling"].titles)
    assert both == len(rows_of(filled, figures["skills-rising"].sql))


def test_the_page_is_the_same_each_time(page: str, filled: Warehouse) -> None:
    assert report(filled, TODAY) == page


def test_texts_of_adverts_stay_texts(page: str) -> None:
    parsed = Page(page)
    names = [name for name, _ in parsed.elements]
    assert names.count("script") == 1
    assert not {"img", "i-frame", "iframe", "object"} & set(names)
    assert not [attributes for _, attributes in parsed.elements if any(key.startswith("on") for key in attributes)]
    assert '<script>alert("company")</script>' in " ".join(parsed.figures["companies"].cells)
    assert "\x00" not in page
    assert "\u202e" not in page


def test_the_page_names_no_other_file_and_no_network(page: str) -> None:
    assert "://" not in page
    for name, attributes in Page(page).elements:
        for key in ("src", "href", "action", "data"):
            assert (attributes.get(key) or "#").startswith(("#", "data:,")), (name, attributes)
    assert "default-src 'none'" in page


def test_the_demo_alone_is_called_made_up_and_its_page_is_small(demo_warehouse: Path, page: str) -> None:
    demo = report(Warehouse(demo_warehouse), datetime.now(UTC).date())
    assert len(demo.encode()) < 2_000_000
    assert "made up: jobhouse demo" in demo
    assert "made up" not in page


def test_an_empty_warehouse_gets_a_page_that_says_so(empty: Warehouse) -> None:
    parsed = Page(report(empty, TODAY))
    assert [name for name, figure in parsed.figures.items() if figure.titles] == []
    assert "Nothing has been read yet" in report(empty, TODAY)
    assert "No posting has a day of posting yet" in report(empty, TODAY)


@pytest.mark.parametrize("columns", ["post_date", "nothing"])
def test_one_posting_gets_a_page(columns: str, empty: Warehouse, tmp_path: Path) -> None:
    warehouse = copy_of(empty, tmp_path)
    day = "date '2026-09-27'" if columns == "post_date" else "null::date"
    run(
        warehouse,
        "insert into marts.fct_job_postings (job_id, job_id_basis, opening_id, post_date, first_post_date) "
        f"values ('a', 'version', 'o', {day}, {day})",
    )
    figures = Page(report(warehouse, TODAY)).figures
    assert figures["totals"].cells[:2] == ["1 adverts, each once", "1 vacancies behind them"]
    assert ("postings" in figures) == (columns == "post_date")
    assert any("1 of 1 postings" in title for title in figures["missing"].titles)
    if columns == "post_date":
        assert figures["postings"].titles == ["Sep 2026 (month not whole): 1 postings, 1 openings"]


def test_a_month_that_is_not_over_is_marked_and_left_out_of_comparisons(page: str) -> None:
    figures = Page(page).figures
    assert figures["postings"].titles[-1].startswith("Sep 2026 (month not whole)")
    assert figures["postings"].titles[-2].startswith("Aug 2026:")
    assert "Sep 2024 to Aug 2025 (ring) with Sep 2025 to Aug 2026 (dot)" in figures["skills-rising"].counts
    assert "Rust" in figures["skills-rising"].cells
    assert "COBOL" in figures["skills-falling"].cells


def test_stays_are_counted_in_bins_of_one_width_and_all_of_them(filled: Warehouse, page: str) -> None:
    rows = rows_of(filled, Page(page).figures["stays"].sql)
    assert len({row["days_to"] - row["days_from"] for row in rows}) == 1
    assert [row["days_from"] for row in rows[1:]] == [row["days_to"] + 1 for row in rows[:-1]]
    known = """
        select count(*) as n from marts.fct_openings
        where first_date is not null and not is_end_assumed and not is_dated_by_month
    """
    (held,) = rows_of(filled, known)
    assert sum(row["opening_count"] for row in rows) + rows[0]["longer_count"] == held["n"] == rows[0]["known_count"]


def test_every_plot_has_a_named_axis(page: str) -> None:
    heads = re.findall(r'<th scope="col" class="plot-column">(.*?)</th>', page, re.DOTALL)
    assert len(heads) > 10
    assert all(re.sub(r"<svg.*</svg>", "", head, flags=re.DOTALL).strip() for head in heads)


def test_skills_are_in_the_order_of_their_change(filled: Warehouse, page: str) -> None:
    rows = rows_of(filled, Page(page).figures["skills-rising"].sql)
    for direction, is_falling in (("rising", False), ("falling", True)):
        growths = [row["growth"] for row in rows if row["direction"] == direction]
        assert len(growths) >= 2
        assert growths == sorted(growths, reverse=not is_falling)


def test_unknown_is_not_on_site_and_a_share_of_a_handful_is_not_drawn(empty: Warehouse, tmp_path: Path) -> None:
    warehouse = copy_of(empty, tmp_path)
    run(
        warehouse,
        """
        insert into marts.fct_job_postings by name
        select day || i as job_id, day as post_date, arrangement as work_arrangement
        from (values
            (date '2026-07-01', 'remote', 10), (date '2026-07-02', 'on_site', 25), (date '2026-07-02', 'hybrid', 5),
            (date '2026-07-02', null, 60), (date '2026-08-01', 'remote', 19), (date '2026-09-01', null, 1)
        ) as days(day, arrangement, postings), lateral (select unnest(range(postings)) as i)
        """,
    )
    figure = Page(report(warehouse, TODAY)).figures["remote"]
    assert [title.replace("\N{NO-BREAK SPACE}", " ") for title in figure.titles] == [
        "Jul 2026: 25.0 % remote, 10 of 40 postings; 60.0 % of all do not say"
    ]
    assert "19" in figure.cells
    assert "61 of 120 postings, which do not say" in figure.counts
    assert "No board has enough postings" in figure.counts


def test_a_board_that_comes_does_not_move_the_share_of_the_same_boards(empty: Warehouse, tmp_path: Path) -> None:
    """From July on a board with remote jobs alone carries as much as all others."""
    warehouse = copy_of(empty, tmp_path)
    run(
        warehouse,
        """
        insert into marts.fct_job_postings by name
        select board || month || i as job_id, make_date(2026, month::int, 1) as post_date, board as job_board,
            case when board = 'New' or i < 10 then 'remote' else 'on_site' end as work_arrangement
        from range(1, 10) as months(month), range(40) as numbers(i), (values ('Old'), ('New')) as boards(board)
        where board = 'Old' or month >= 7
        """,
    )
    rows = rows_of(warehouse, Page(report(warehouse, TODAY)).figures["remote"].sql)
    assert {row["same_boards_remote_share"] for row in rows} == {0.25}
    assert [row["remote_share"] for row in rows] == [0.25] * 6 + [0.625] * 3


def test_the_line_of_the_same_boards_leaves_out_part_months_and_a_share_of_a_handful(
    empty: Warehouse, tmp_path: Path
) -> None:
    """June has too few postings of the board, July and August have enough, and September is not over."""
    warehouse = copy_of(empty, tmp_path)
    run(
        warehouse,
        """
        insert into marts.fct_job_postings by name
        select day || i as job_id, day as post_date, 'Old' as job_board,
            case when i < 10 then 'remote' else 'on_site' end as work_arrangement
        from (values
            (date '2026-06-10', 19), (date '2026-07-01', 40), (date '2026-08-01', 40), (date '2026-09-01', 40)
        ) as days(day, postings), lateral (select unnest(range(postings)) as i)
        """,
    )
    plot = report(warehouse, TODAY).partition('id="remote"')[2].partition("</figure>")[0]
    solid, dashed = re.findall(r'<path[^>]* d="([^"]*)"', plot)
    assert dashed == solid
    assert re.findall(r"[ML]([\d.]+)", dashed) == ["15.00", "25.00"], "the second and the third of ten places"


def test_no_single_pay_bends_the_scale(filled: Warehouse, page: str) -> None:
    figure = Page(page).figures["salaries"]
    assert rows_of(filled, "select max(salary_annual_max) as m from marts.fct_job_postings") == [{"m": 1e9}]
    assert max(row["salary_annual_p75"] for row in rows_of(filled, figure.sql)) < 100_000
    assert "1G" not in page
    assert "1,000,000,000" not in page


def test_pay_after_the_last_exchange_rate_is_said_to_be_missing(filled: Warehouse, page: str) -> None:
    assert "Exchange rates end" not in page, "September is not over, so no figure of it is missing"
    late = """
        select count(distinct opening_id) as n from marts.fct_job_postings
        where salary_currency = 'EUR' and post_date >= '2026-09-01' and location_id is not null and opening_id not in (
            select opening_id from marts.fct_job_postings
            where post_date >= '2025-10-01' and salary_annual_usd_min is not null
        )
    """
    (row,) = rows_of(filled, late)
    october = date(2026, 10, 5)
    run(filled, ONE_ENDED)
    try:
        shown = Page(report(filled, october)).figures["salaries-usd"].counts
        assert f"Exchange rates end with Aug 2026: the pay of {row['n']} openings" in shown
        run(filled, "insert into reference.exchange_rates (month_key) values ('2026-09')")
        assert "Exchange rates end" not in report(filled, october)
    finally:
        run(filled, "delete from reference.exchange_rates where month_key = '2026-09'")
        run(filled, "delete from marts.fct_job_postings where job_id = 'one-ended'")


def test_a_country_counts_postings_that_name_it_beside_others(filled: Warehouse, page: str) -> None:
    counted = {row["country_code"]: row for row in rows_of(filled, Page(page).figures["countries"].sql)}
    assert counted["DE"]["named_count"] == counted["DE"]["posting_count"]
    assert counted["FR"]["named_count"] == counted["FR"]["posting_count"] + counted["DE"]["posting_count"]


def test_the_map_shades_countries_by_their_share_and_counts_the_others(filled: Warehouse, page: str) -> None:
    figure = Page(page).figures["map"]
    rows = rows_of(filled, figure.sql)
    known = [row for row in rows if row["country_code"]]
    assert len(figure.titles) == len(known) == rows[0]["country_count"]
    assert figure.titles[0].startswith(f"{known[0]['country_name']}: {number(known[0]['posting_count'])} postings")
    (unknown,) = [row for row in rows if row["country_code"] is None]
    assert f"{number(unknown['posting_count'])} name no country" in figure.counts
    assert sum(row["posting_share"] for row in rows) == pytest.approx(1)


def test_spellings_of_a_title_are_one(empty: Warehouse, tmp_path: Path) -> None:
    warehouse = copy_of(empty, tmp_path)
    run(
        warehouse,
        """
        insert into marts.fct_job_postings by name
        select i as job_id, 'o' || i as opening_id, 'c' as company_id, date '2026-08-01' as post_date,
            ['Full-Stack Engineer', 'full stack engineer (m/w/d)', 'Full-Stack Engineer', '(w/m)', null, 'Nurse (RN)'][
                1 + i % 6
            ] as job_title
        from range(60) as numbers(i)
        """,
    )
    figure = Page(report(warehouse, TODAY)).figures["titles"]
    assert [title.split(",")[0] for title in figure.titles] == [
        "Full-Stack Engineer: 30 openings",
        "Nurse (RN): 10 openings",
    ]
    assert figure.heading == "Full-Stack Engineer is the title advertised most: 30 openings"


def test_a_board_that_comes_does_not_move_the_arrangements_of_the_same_boards(empty: Warehouse, tmp_path: Path) -> None:
    warehouse = copy_of(empty, tmp_path)
    run(
        warehouse,
        """
        insert into marts.fct_job_postings by name
        select board || month || i as job_id, make_date(2026, month::int, 1) as post_date, board as job_board,
            case when board = 'New' or i < 10 then 'remote' when i < 20 then 'hybrid' else 'on_site' end
                as work_arrangement
        from range(1, 10) as months(month), range(40) as numbers(i), (values ('Old'), ('New')) as boards(board)
        where board = 'Old' or month >= 7
        """,
    )
    figure = Page(report(warehouse, TODAY)).figures["arrangement-shares"]
    rows = rows_of(warehouse, figure.sql)
    assert {(row["remote_share"], row["hybrid_share"], row["on_site_share"]) for row in rows} == {(0.25, 0.25, 0.5)}
    heading = "25.0 % of postings are remote, 25.0 % hybrid and 50.0 % on site, on the same boards"
    assert figure.heading.replace("\N{NO-BREAK SPACE}", " ") == heading


def test_pay_over_time_draws_no_median_of_a_few(filled: Warehouse, page: str) -> None:
    figure = Page(page).figures["salaries-over-time"]
    rows = rows_of(filled, figure.sql)
    drawn = [row for row in rows if row["opening_count"] >= 30]
    assert len(figure.titles) == len(drawn)
    assert drawn
    few = [row for row in rows if row["country_opening_count"] < 30]
    assert figure.cells.count("yes") == len(few) + len(rows) - len(drawn)


def test_a_board_that_comes_does_not_move_the_pay_of_the_same_boards(empty: Warehouse, tmp_path: Path) -> None:
    """In the second year a board that pays half joins, and the other doubles its adverts."""
    warehouse = copy_of(empty, tmp_path)
    run(
        warehouse,
        """
        insert into reference.exchange_rates (month_key) values ('2025-12');
        insert into marts.dim_locations (location_id, country_code, country_name) values ('l', 'US', 'United States');
        insert into marts.fct_job_postings by name
        select board || year || i as job_id, 'o' || job_id as opening_id, board as job_board, 'l' as location_id,
            make_date(year::int, 1 + i::int % 12, 1) as post_date,
            if(board = 'New', 50000, 100000) + i % 10 as salary_annual_usd_min,
            salary_annual_usd_min as salary_annual_usd_max
        from (values (2024, 'Old', 60), (2025, 'Old', 120), (2025, 'New', 120)) as boards(year, board, postings),
            lateral (select unnest(range(postings)) as i);
        insert into ops.coverage_daily by name
        select 'default' as search, day::date as date_day, 'verified' as status, 0 as loaded_count
        from generate_series(timestamp '2024-01-01', timestamp '2025-12-31', interval 1 day) as days(day);
        """,
    )
    figure = Page(report(warehouse, TODAY)).figures["salaries-over-time"]
    (row, *_) = rows_of(warehouse, figure.sql)
    assert row["year_count"] == 60
    assert figure.heading.startswith("United States: pay shows no clear change on the same boards, a median of 100,00")


def test_windows_are_counted_by_their_verdict_since_rows_may_be_lost_where_counts_agree(
    empty: Warehouse, tmp_path: Path
) -> None:
    warehouse = copy_of(empty, tmp_path)
    run(
        warehouse,
        """
        insert into ops.coverage_daily by name
        select 'default' as search, date '2026-09-01' as date_day, 'short' as status, 'w' as window_id,
            1 as window_days, 341 as window_expected_count, 341 as window_delivered_count, 307 as loaded_count,
            '34 of the job versions it delivered are not stored' as reason;
        """,
    )
    figure = Page(report(warehouse, TODAY)).figures["windows"]
    assert figure.cells[-3:] == ["341", "341", "34 of the job versions it delivered are not stored"]
    assert "whose verdict is short, over or drifted: 1," in figure.counts
    assert "delivered jobs differ from those announced" not in figure.counts


def test_no_level_of_headings_is_left_out(page: str) -> None:
    levels = [int(tag[1]) for tag, _ in Page(page).elements if re.fullmatch(r"h\d", tag)]
    assert [(one, after) for one, after in pairwise(levels) if after > one + 1] == []


def test_countries_in_doubt_are_shown(empty: Warehouse, tmp_path: Path) -> None:
    warehouse = copy_of(empty, tmp_path)
    run(
        warehouse,
        """
        insert into marts.dim_locations (location_id, country_code, country_name) values ('l', 'SD', 'Sudan');
        insert into marts.fct_job_postings (job_id, location_id, is_country_doubtful, post_date)
        values ('a', 'l', true, '2026-09-01');
        """,
    )
    assert Page(report(warehouse, TODAY)).figures["doubtful"].cells[3:6] == ["Sudan", "1", "1"]


def test_postings_of_the_future_and_of_long_ago_do_not_stretch_the_plots(
    filled: Warehouse, empty: Warehouse, tmp_path: Path
) -> None:
    warehouse = copy_of(empty, tmp_path)
    run(
        warehouse,
        """
        insert into marts.fct_job_postings by name
        select day::varchar as job_id, day as post_date, day as first_post_date
        from (values (date '1970-01-01'), (date '2025-05-05'), (date '2026-08-08'), (date '2099-01-01')) as days(day);
        insert into ops.coverage_daily by name
        select 'default' as search, day::date as date_day, 'verified' as status, 0 as loaded_count
        from generate_series(timestamp '2024-01-01', timestamp '2026-09-28', interval 1 day) as days(day);
        """,
    )
    titles = Page(report(warehouse, TODAY)).figures["postings"].titles
    assert [titles[0][:8], titles[-1][:8], len(titles)] == ["May 2025", "Aug 2026", 16]


def test_many_searches_keep_the_page_small(empty: Warehouse, tmp_path: Path) -> None:
    warehouse = copy_of(empty, tmp_path)
    run(
        warehouse,
        """
        insert into ops.coverage_daily by name
        select 'search' || number as search, day::date as date_day, 'verified' as status, 12345 as loaded_count,
            31 as window_days, 999999 as window_expected_count, 999999 as window_delivered_count
        from generate_series(timestamp '2020-11-24', timestamp '2026-11-24', interval 1 day) as days(day),
            range(9) as s(number);
        """,
    )
    page = report(warehouse, TODAY)
    assert len(page.encode()) < 2_000_000
    assert "the searches search3, search4" in page


def test_a_warehouse_without_marts_says_transform(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"jobhouse --warehouse \S+ transform"):
        write_report(raw_tables.make(tmp_path / "w"))


def test_no_warehouse_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing in the warehouse"):
        write_report(Warehouse(tmp_path))


def test_the_command_writes_the_file_and_names_it(filled: Warehouse) -> None:
    done = jobhouse(filled, "report")
    target = filled.folder / "report.html"
    assert done.returncode == 0, done.stderr
    assert target.resolve().as_uri() in done.stdout.decode()
    assert Page(target.read_text(encoding="utf-8")).figures
    assert not list(filled.folder.glob("*.part"))
