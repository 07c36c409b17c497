"""The page as a browser shows it: quiet, whole, reachable by keyboard, as wide as the screen and legible."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from xml.etree import ElementTree

import pytest

from jobhouse.report.page import write_report
from jobhouse.warehouse.folder import Warehouse
from tests.support import browser
from tests.support.html_page import Page as Parsed
from tests.support.report_warehouse import TODAY, copy_of, fill, run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(
    browser.installed() is None, reason="no browser on this machine: apt-get install chromium"
)

# what a reader sees of an element's text and of what lies behind it, and how far they are apart (WCAG 2.2)
CONTRASTS = """
() => {
  const channel = (value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const worst = { text: 99, mark: 99 };
  const texts = "h1, h2, h3, h4, p, a, th, td, dt, dd, dd *, li, summary, pre code, svg text";
  for (const element of document.querySelectorAll(texts)) {
    const style = getComputedStyle(element);
    const colour = parse(element.closest("svg") ? style.fill : style.color);
    worst.text = Math.min(worst.text, ratio(colour, behind(element)));
  }
  for (const element of document.querySelectorAll("rect.s1, rect.s2, circle, .short path, .over path, rect.l4")) {
    if (element.closest(".partial")) continue;
    const style = getComputedStyle(element);
    const colour = parse(element.classList.contains("ring") ? style.stroke : style.fill);
    worst.mark = Math.min(worst.mark, ratio(colour, behind(element.parentElement)));
  }
  return worst;
}
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.opened() as opened:
        yield opened


class Shown:
    """An open page, and all that it asked for or complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.getAttribute('aria-label')"))

    def tip(self) -> str:
        return self.page.locator("#tip").inner_text() if self.page.locator("#tip").is_visible() else ""


def show(chromium: Browser, file: Path, width: int = 1024, scheme: Literal["light", "dark"] = "light") -> Shown:
    shown = Shown(chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme))
    shown.page.goto(file.as_uri())
    return shown


def test_the_demo_opens_without_a_complaint_or_a_request(chromium: Browser, demo_warehouse: Path) -> None:
    file = write_report(Warehouse(demo_warehouse), datetime.now(UTC).date())
    shown = show(chromium, file)
    assert shown.complaints == []
    assert shown.requests == [file.as_uri()]
    assert shown.page.locator("figure").count() >= 19
    assert shown.page.locator("#calendar .mark").count() >= 2_190
    assert shown.page.locator("#postings g.mark").count() == 73
    shown.page.close()


def test_every_mark_of_the_page_is_drawn_and_named(chromium: Browser, page_file: Path, page: str) -> None:
    shown = show(chromium, page_file)
    assert shown.complaints == []
    for name, figure in Parsed(page).figures.items():
        marks = shown.page.locator(f"#{name} .mark")
        labels = marks.evaluate_all("marks => marks.map(mark => mark.getAttribute('aria-label'))")
        assert labels == figure.titles, name
        boxes = marks.evaluate_all("marks => marks.filter(m => m.getBoundingClientRect().width < 1).length")
        assert boxes == 0, name
    shown.page.close()


def test_hovering_shows_what_a_mark_stands_for(chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file)
    for mark in ("#calendar .mark >> nth=40", "#postings .mark >> nth=3", "#salaries .mark >> nth=0"):
        shown.page.locator(mark).hover()
        assert shown.tip() == shown.page.locator(mark).get_attribute("aria-label")
        assert shown.tip()
    shown.page.locator("h1").hover()
    assert shown.tip() == ""
    shown.page.close()


def test_the_keyboard_walks_through_a_plot_with_one_stop(chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file)
    shown.page.locator("#postings .mark").first.focus()
    assert shown.tip().startswith("Jan 2024:")
    shown.page.keyboard.press("ArrowRight")
    assert shown.focused().startswith("Feb 2024:")
    assert shown.tip() == shown.focused()
    shown.page.keyboard.press("End")
    assert shown.focused().startswith("Sep 2026 (month not whole)")
    shown.page.keyboard.press("Escape")
    assert shown.tip() == ""
    shown.page.keyboard.press("Tab")
    assert shown.page.evaluate("document.activeElement.tagName") == "SUMMARY"
    shown.page.keyboard.press("Enter")
    assert shown.page.locator("#postings details").get_attribute("open") is not None
    shown.page.keyboard.press("Shift+Tab")
    assert shown.focused().startswith("Sep 2026")  # it comes back to where it was
    shown.page.close()


def test_in_the_calendar_arrows_go_by_day_and_by_week(chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file)
    shown.page.locator("#calendar .mark").first.focus()
    shown.page.keyboard.press("ArrowRight")
    assert shown.focused().startswith("8 Jan 2024:")
    shown.page.keyboard.press("ArrowDown")
    assert shown.focused().startswith("9 Jan 2024:")
    shown.page.close()


def test_a_screen_reader_meets_one_day_of_the_calendar_and_each_table_by_its_name(
    chromium: Browser, page_file: Path
) -> None:
    shown = show(chromium, page_file)
    met = shown.page.locator("#calendar .mark:not([aria-hidden])")
    assert met.count() == 1
    met.focus()
    shown.page.keyboard.press("ArrowRight")
    assert met.count() == 1
    assert met.get_attribute("aria-label") == shown.focused()
    assert shown.focused().startswith("8 Jan 2024:")
    names = shown.page.locator("figure table").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert names
    assert all(names)
    shown.page.close()


@pytest.mark.parametrize("width", [360, 768, 1600])
def test_the_page_fits_the_screen_and_so_do_tooltips(width: int, chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file, width)
    assert shown.page.evaluate("document.documentElement.scrollWidth") == width
    for mark in (shown.page.locator("#postings .mark").first, shown.page.locator("#postings .mark").last):
        mark.focus()
        box = shown.page.locator("#tip").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    for summary in shown.page.locator("summary").all():
        summary.click()
    assert shown.page.evaluate("document.documentElement.scrollWidth") == width
    shown.page.close()


BROKEN_WORDS = """
() => Array.from(document.querySelectorAll("tbody th")).filter((cell) => cell.getClientRects().length)
  .flatMap((cell) => Array.from(cell.childNodes).filter((node) => node.nodeType === Node.TEXT_NODE))
  .flatMap((node) => Array.from(node.data.matchAll(/[^\\s\u00a0]+/g)).map((word) => {
    const range = document.createRange();
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    return { said: word[0], lines: new Set(Array.from(range.getClientRects()).map((box) => Math.round(box.top))).size };
  }))
  .filter((word) => word.said.length < 15 && word.lines > 1).map((word) => word.said)
"""


@pytest.mark.parametrize("width", [360, 400])
def test_words_and_the_truth_table_are_whole_on_a_narrow_page(
    width: int, chromium: Browser, demo_warehouse: Path
) -> None:
    shown = show(chromium, write_report(Warehouse(demo_warehouse), datetime.now(UTC).date()), width)
    assert shown.page.evaluate(BROKEN_WORDS) == []
    table = shown.page.locator("#truth-table .scroll")
    assert table.evaluate("(one) => one.scrollWidth - one.clientWidth") == 0
    heights = table.evaluate("(one) => Array.from(one.querySelectorAll('tbody tr')).map((row) => row.clientHeight)")
    assert max(heights) < 8 * 17, "a name, the shares and what is published take a few lines"
    shown.page.close()


OVERLAPS = """
() => {
  const boxes = Array.from(document.querySelectorAll("svg text"))
    .filter((text) => text.getClientRects().length)
    .map((text) => ({ said: text.textContent, in: text.closest("svg"), box: text.getBoundingClientRect() }));
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return boxes.flatMap((one, place) => boxes.slice(place + 1)
    .filter((other) => one.in === other.in && meet(one.box, other.box))
    .map((other) => one.said + " / " + other.said));
}
"""


@pytest.mark.parametrize("width", [360, 768, 1600])
def test_no_label_lies_on_another(width: int, chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file, width)
    assert shown.page.evaluate(OVERLAPS) == []
    shown.page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_marks_stand_out(scheme: Literal["light", "dark"], chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file, scheme=scheme)
    is_dark = shown.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 28)"
    assert is_dark == (scheme == "dark")
    for summary in shown.page.locator("summary").all():
        summary.click()
    worst = shown.page.evaluate(CONTRASTS)
    assert worst["text"] >= 4.5
    assert worst["mark"] >= 3
    shown.page.close()


def test_print_is_light_and_leaves_out_what_paper_cannot_do(chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file, scheme="dark")
    shown.page.emulate_media(media="print", color_scheme="dark")
    assert shown.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not shown.page.locator("nav").is_visible()
    assert not shown.page.locator("#postings details").is_visible()
    assert shown.page.locator("#postings .plot").is_visible()
    shown.page.close()


def test_on_paper_captions_stay_with_their_plots_and_nothing_scrolls(chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file, width=700)
    shown.page.locator("#postings summary").click()
    shown.page.emulate_media(media="print")
    kept = shown.page.locator("main figure:not(#calendar)").evaluate_all(
        "all => all.map(one => getComputedStyle(one).breakInside)"
    )
    assert set(kept) == {"avoid"}
    assert (
        shown.page.locator("#postings thead").evaluate("one => getComputedStyle(one).display") == "table-header-group"
    )
    scrolling = shown.page.locator(".scroll, pre").evaluate_all(
        "all => all.filter(one => !getComputedStyle(one).overflow.startsWith('visible')).length"
    )
    assert scrolling == 0
    for unwanted in ("nav", ".actions", "summary", ".skip", "#tip"):
        assert not shown.page.locator(unwanted).first.is_visible(), unwanted
    shown.page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_contents_stay_and_lead_to_each_figure_without_a_script(
    width: int, chromium: Browser, page_file: Path
) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    opened = context.new_page()
    opened.goto(page_file.as_uri() + "#boards-shared")
    box = opened.locator("nav").bounding_box()
    assert box is not None
    assert box["y"] == 0
    for link in opened.locator("nav a").all():
        assert opened.locator(link.get_attribute("href") or "#none").count() == 1
    opened.locator("nav a[href='#boards']").click()
    heading = opened.locator("#boards h2").bounding_box()
    assert heading is not None
    assert heading["y"] >= (box["height"] if width == 360 else 0), "the bar covers no heading"
    assert heading["y"] < 400
    context.close()


def test_the_contents_show_where_the_reader_is_and_take_the_keyboard(chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file, width=1280)
    shown.page.keyboard.press("Tab")
    assert shown.page.evaluate("document.activeElement.className") == "skip"
    shown.page.keyboard.press("Tab")
    assert shown.page.evaluate("document.activeElement.hash") == "#totals"
    shown.page.locator("nav a[href='#stays']").focus()
    shown.page.keyboard.press("Enter")
    shown.page.locator("nav a[href='#stays'][aria-current]").wait_for()
    assert shown.page.locator("nav a[aria-current]").evaluate_all("all => all.map(one => one.hash)") == [
        "#market",
        "#stays",
    ]
    assert shown.complaints == []
    shown.page.close()


def test_a_calendar_taken_along_has_its_months_and_weekdays(chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file)
    drawn = ElementTree.fromstring(downloaded(shown, "calendar", "Download SVG"))
    texts = "".join(text.text or "" for text in drawn.iter("{http://www.w3.org/2000/svg}text"))
    assert "JFMAMJJASOND" in texts
    assert "MWFS" in texts
    shown.page.close()


def test_without_the_script_titles_stay(chromium: Browser, page_file: Path, page: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(page_file.as_uri())
    assert opened.locator("#postings .mark title").count() == len(Parsed(page).figures["postings"].titles)
    context.close()


def test_hostile_texts_run_nothing(chromium: Browser, page_file: Path) -> None:
    alerts: list[str] = []
    shown = show(chromium, page_file)
    shown.page.on("dialog", lambda dialog: alerts.append(dialog.message))
    shown.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')")
    shown.page.wait_for_timeout(100)
    assert alerts == []
    assert any("Content Security Policy" in complaint for complaint in shown.complaints)
    shown.page.close()


def downloaded(shown: Shown, figure: str, action: str) -> str:
    with shown.page.expect_download() as waiting:
        shown.page.locator(f"#{figure} button", has_text=action).click()
    return Path(waiting.value.path()).read_text(encoding="utf-8")


def test_numbers_can_be_taken_along_as_csv(chromium: Browser, page_file: Path, page: str) -> None:
    shown = show(chromium, page_file)
    rows = list(csv.reader(io.StringIO(downloaded(shown, "postings", "Download CSV"))))
    assert rows[0] == ["month", "postings", "openings"]
    assert [row[1] for row in rows[1:]] == [
        cell.replace(",", "") for cell in Parsed(page).figures["postings"].cells[4::3]
    ]
    hostile = list(csv.reader(io.StringIO(downloaded(shown, "companies", "Download CSV"))))
    assert hostile[1][0] == '<script>alert("company")</script>'
    assert shown.complaints == []
    shown.page.close()


def test_a_plot_can_be_taken_along_as_it_looks(chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file)
    drawn = ElementTree.fromstring(downloaded(shown, "postings", "Download SVG"))
    bars = drawn.iter("{http://www.w3.org/2000/svg}rect")
    fills = {bar.get("style", "") for bar in bars if (bar.get("class") or "") == "s1"}
    assert fills
    assert all("fill: rgb(43, 108, 138)" in style for style in fills)
    assert shown.complaints == []
    shown.page.close()


def test_sql_can_be_copied(chromium: Browser, page_file: Path, page: str) -> None:
    context = chromium.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.goto(page_file.as_uri())
    opened.locator("#companies button", has_text="Copy SQL").click()
    opened.get_by_role("button", name=re.compile("^Copied ?: Who hires most$")).wait_for()
    assert opened.get_by_role("status").inner_text().startswith("Copied: Who hires most"), "a screen reader hears it"
    assert opened.evaluate("navigator.clipboard.readText()") == Parsed(page).figures["companies"].sql
    context.close()


def test_a_page_without_a_clipboard_says_so(chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file)
    shown.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    shown.page.locator("#companies button", has_text="Copy SQL").click()
    shown.page.locator("#companies button", has_text="Not allowed here").wait_for()
    assert shown.page.get_by_role("status").inner_text().startswith("Not allowed here: ")
    assert shown.complaints == []
    shown.page.close()


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@sum(1)", "-a"])
def test_no_text_is_a_formula_in_the_csv(text: str, chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file)
    shown.page.evaluate(
        "text => { document.querySelector('#companies tbody th, #companies tbody td').textContent = text }", text
    )
    rows = list(csv.reader(io.StringIO(downloaded(shown, "companies", "Download CSV"))))
    assert rows[1][0] == f"'{text}"
    shown.page.close()


def test_what_can_be_taken_along_is_named_for_each_figure(chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file)
    names = shown.page.locator(".actions button").evaluate_all("all => all.map(one => one.textContent)")
    assert len(names) == len(set(names))
    assert "Download SVG: Postings by month" in names
    shown.page.emulate_media(media="print")
    assert not shown.page.locator(".actions").first.is_visible()
    shown.page.close()


def csv_of(shown: Shown, figure: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(downloaded(shown, figure, "Download CSV"))))


PANELS = """
() => Array.from(document.querySelectorAll("#salaries .panel")).flatMap((panel) =>
  Array.from(panel.querySelectorAll("tbody tr"), (row) => [panel.querySelector("h4"), ...row.cells]
    .filter((cell) => !cell.matches(".plot-column")).map((cell) => cell.textContent.trim())))
"""


PAY_OF_TWELVE = """
insert into marts.fct_job_postings by name
select 'few' || i as job_id, 'few' || i as opening_id, 'l1' as location_id, date '2026-06-15' as post_date,
    'GBP' as salary_currency, false as is_currency_guessed, 50000 + i as salary_annual_min, 60000 as salary_annual_max
from range(12) as numbers(i)
"""


def test_the_csv_of_pay_has_all_panels_and_says_which_medians_are_of_few(
    chromium: Browser, empty: Warehouse, tmp_path: Path
) -> None:
    warehouse = copy_of(empty, tmp_path)
    fill(warehouse)
    run(warehouse, PAY_OF_TWELVE)
    shown = show(chromium, write_report(warehouse, TODAY))
    panels = shown.page.evaluate(PANELS)
    assert len({row[0] for row in panels}) > 1
    rows = csv_of(shown, "salaries")
    named = [(f"{row['country']}, {row['currency']} a year", row["seniority"], row["n"]) for row in rows]
    assert named == [(title, name, count.replace(",", "")) for title, name, count, _ in panels]
    medians = [median.lstrip("\N{ALMOST EQUAL TO}\N{NO-BREAK SPACE}").replace(",", "") for *_, median in panels]
    assert [row["median"] for row in rows] == medians
    few = ["yes" if "\N{ALMOST EQUAL TO}" in median else "no" for *_, median in panels]
    assert [row["median of fewer than 30"] for row in rows] == few
    assert set(few) == {"yes", "no"}
    shown.page.close()


def test_numbers_of_the_csv_are_plain(chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file)
    for figure in ("salaries-usd", "salaries-over-time"):
        rows = csv_of(shown, figure)
        assert rows, figure
        assert all(row["median"].isdigit() for row in rows), figure
        assert not any("\N{ALMOST EQUAL TO}" in value for row in rows for value in row.values()), figure
    growth = [row["change"] for row in csv_of(shown, "skills-rising")]
    assert [one for one in growth if one != "new"]
    assert all(float(one) > 0 for one in growth if one != "new")
    shown.page.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_link_that_skips_the_contents_is_seen_when_focused(width: int, chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file, width)
    shown.page.keyboard.press("Tab")
    box = shown.page.locator(".skip:focus").bounding_box()
    assert box is not None
    for share in (0.02, 0.5, 0.98):
        at = [box["x"] + share * box["width"], box["y"] + box["height"] / 2]
        assert shown.page.evaluate("([x, y]) => document.elementFromPoint(x, y).className", at) == "skip"
    shown.page.close()


SWATCHES = """
() => Array.from(document.querySelectorAll(".legend"), (legend) =>
  Array.from(legend.querySelectorAll("li > :first-child"), (key) => {
    const shape = key.querySelector("path, rect, circle, line") || key, style = getComputedStyle(shape);
    const drawn = [style.fill, style.stroke, style.strokeDasharray];
    const colours = shape === key ? [style.backgroundColor, style.border] : drawn;
    return [shape.tagName, shape.getAttribute("d"), ...colours, style.opacity].join(" ");
  }))
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_legends_are_told_apart_where_colours_are_forced(
    scheme: Literal["light", "dark"], chromium: Browser, page_file: Path
) -> None:
    shown = show(chromium, page_file, scheme=scheme)
    shown.page.emulate_media(color_scheme=scheme, forced_colors="active")
    legends = shown.page.evaluate(SWATCHES)
    assert len(legends) > 10
    for legend in legends:
        assert len(legend) == len(set(legend))
    shown.page.close()


def test_days_that_are_short_or_over_have_shapes_of_their_own(chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file)
    shapes = {}
    for status in ("short", "over"):
        drawn = shown.page.locator(f"#calendar .mark.{status} path, #calendar .legend .{status} path")
        (shapes[status],) = set(drawn.evaluate_all("all => all.map(one => one.getAttribute('d'))"))
        days = shown.page.locator(f"#calendar .mark.{status}")
        assert drawn.count() == days.count() + 1, "each day, and the legend"
    assert shapes["short"] != shapes["over"]
    shown.page.close()


def test_a_plot_taken_along_has_its_title_and_legend(chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file, width=360)
    svg = "{http://www.w3.org/2000/svg}"
    drawn = ElementTree.fromstring(downloaded(shown, "postings", "Download SVG"))
    texts = [text.text for text in drawn.findall(f"{svg}text")]
    assert [drawn.findtext(f"{svg}title"), *texts[-3:]] == [
        "Postings by month", "postings", "openings", "month not whole",
    ]  # fmt: skip
    keys = [one.get("style", "") for part in drawn.findall(f"{svg}svg") for one in part.iter(f"{svg}rect")]
    assert ["rgb(43, 108, 138)" in keys[0], "rgb(184, 112, 26)" in keys[1], "opacity: 0.45" in keys[2]] == [True] * 3
    assert shown.page.locator("#postings h3").inner_text() in texts
    days = ElementTree.fromstring(downloaded(shown, "calendar", "Download SVG"))
    shapes = [one.get("d") for part in days.findall(f"{svg}svg") for one in part.iter(f"{svg}path")]
    assert len(set(shapes)) == 2, "short and over"
    shown.page.close()


CUT = """
() => Array.from(document.querySelectorAll(".scroll")).filter((one) => one.checkVisibility()).map((one) => ({
  isCut: one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight,
  isStop: one.tabIndex === 0 && one.getAttribute("role") === "group" && Boolean(one.getAttribute("aria-label")),
}))
"""
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_the_keyboard_scrolls_tables_that_are_cut_and_stops_at_no_other(chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file, width=320)
    shown.page.locator("#postings summary").click()
    shown.page.evaluate(TWO_FRAMES)  # after which sizes that changed are known to the page
    tables = shown.page.evaluate(CUT)
    assert [one["isStop"] for one in tables] == [one["isCut"] for one in tables]
    assert {one["isCut"] for one in tables} == {True, False}
    shown.page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_links_of_the_contents_are_high_enough_for_a_finger(width: int, chromium: Browser, page_file: Path) -> None:
    shown = show(chromium, page_file, width)
    heights = shown.page.locator("nav a").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height).filter(height => height)"
    )
    assert min(heights) >= 24
    shown.page.close()
