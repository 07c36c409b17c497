"""The notebook as a browser shows it: it runs by itself, draws, answers to its filters, and asks nobody else."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from jobhouse.explore.workspace import NOTEBOOK
from jobhouse.warehouse.connect import analyst
from jobhouse.warehouse.folder import Warehouse
from tests.support import browser
from tests.support.notebooks import Served, period_of, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytest.importorskip("marimo", reason="marimo is not installed: pip install -e '.[explore]'")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(browser.installed() is None, reason="no browser on this machine: apt-get install chromium"),
]

PLOTS = 4
PATIENCE = 120_000
"""Milliseconds that a page may take before a test fails; a busy machine needs several seconds."""

# plots are drawn on canvas: how many of its dots have the colour of the first series
DOTS_DRAWN = """
(canvas) => {
  const { width, height } = canvas;
  const dots = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  let found = 0;
  for (let at = 0; at < dots.length; at += 4)
    if (dots[at] === 0x2b && dots[at + 1] === 0x6c && dots[at + 2] === 0x8a) found += 1;
  return found;
}
"""
RIGHT_EDGE = "canvas => canvas.getBoundingClientRect().right"
# preloads that marimo leaves unused are no fault of the notebook
HARMLESS = "was preloaded using link preload"


class Shown:
    """The open notebook, and all that it asked for or complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and HARMLESS not in text:
            self.complaints.append(text)

    def figures(self) -> tuple[int, ...]:
        """Postings, openings and companies, as the page says."""
        return tuple(int(self.figure(name).replace(",", "")) for name in ("postings", "openings", "companies"))

    def figure(self, name: str) -> str:
        return self.page.locator(f"marimo-stat[data-label*='{name}']").locator("div").first.inner_text().split()[1]

    def drawing(self) -> str:
        return str(self.plots().last.evaluate("canvas => canvas.toDataURL()"))

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for a change that has no event, up to a limit."""
        give_up_at = time.monotonic() + PATIENCE / 2_000
        while not holds():
            assert time.monotonic() < give_up_at, "the page did not change as it should"
            self.page.wait_for_timeout(100)

    def plots(self) -> Locator:
        return self.page.locator(".vega-embed canvas")

    @contextmanager
    def code(self) -> Iterator[None]:
        """The code shown, as after a click; without it again at the end, since other tests look at the same page."""
        editors = self.page.locator(".cm-content:visible")
        assert editors.count() == 0
        self.page.locator("#preview-button").click()
        editors.first.wait_for()
        self.wait_until_drawn()
        yield
        self.page.locator("#preview-button").click()
        self.until(lambda: editors.count() == 0)
        self.wait_until_drawn()

    def wait_until_drawn(self) -> None:
        for number in range(PLOTS):
            self.plots().nth(number).wait_for()


@pytest.fixture(scope="module")
def warehouse(demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A copy of its own, since a test writes to it while others read the shared one."""
    folder = tmp_path_factory.mktemp("browsed")
    shutil.copy(demo_warehouse / "jobs.duckdb", folder)
    return Warehouse(folder)


@pytest.fixture(scope="module")
def running(warehouse: Warehouse) -> Iterator[Served]:
    with served(warehouse) as one:
        yield one


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.opened() as opened:
        yield opened


@pytest.fixture(scope="module")
def shown(chromium: Browser, running: Served) -> Iterator[Shown]:
    shown = Shown(chromium.new_page(viewport={"width": 1280, "height": 900}))
    shown.page.goto(running.url)
    shown.wait_until_drawn()
    yield shown
    shown.page.close()


def counted(warehouse: Warehouse, condition: str) -> tuple[int, ...]:
    period = period_of(warehouse)
    query = f"""
        select count(*), count(distinct opening_id), count(distinct company_id)
        from marts.fct_job_postings
        where post_date between '{period.first_day}' and '{period.last_day}' and {condition}
    """
    with analyst(warehouse) as db:
        return tuple(db.execute(query).fetchall()[0])


def test_it_opens_and_draws_without_a_complaint_or_a_request_elsewhere(
    shown: Shown, running: Served, warehouse: Warehouse
) -> None:
    assert shown.page.title() == "Job postings"
    assert shown.figures() == counted(warehouse, "true")
    drawn = [shown.plots().nth(number).evaluate(DOTS_DRAWN) for number in range(PLOTS)]
    assert min(drawn) > 500, drawn
    assert shown.complaints == []
    here = (f"http://127.0.0.1:{running.port}/", f"ws://127.0.0.1:{running.port}/", "data:", "blob:")
    assert [url for url in shown.requests if not url.startswith(here)] == []


def test_a_choice_of_nothing_is_answered_by_a_sentence(shown: Shown) -> None:
    words = shown.page.locator("marimo-text input").first
    words.fill("no advert has this title")
    words.press("Enter")
    shown.page.get_by_text("No posting is like that: choose fewer filters.", exact=True).wait_for()
    shown.until(lambda: shown.figures() == (0, 0, 0))
    shown.page.get_by_text("No posting is chosen.", exact=True).wait_for()
    assert shown.page.get_by_text("NaN").count() == 0
    words.fill("")
    words.press("Enter")
    shown.wait_until_drawn()
    assert shown.complaints == []


def test_it_opens_as_an_app_whose_code_is_one_click_away(shown: Shown) -> None:
    with shown.code():
        assert shown.figures()
    assert shown.figures()


def test_nothing_counts_as_changed_before_its_user_changes_it(shown: Shown, warehouse: Warehouse) -> None:
    shipped = files("jobhouse.explore").joinpath(NOTEBOOK).read_text(encoding="utf-8")
    assert shown.page.locator(".marimo-cell").count() == shipped.count("@app.cell")
    assert shown.page.locator(".needs-run").count() == 0
    assert "yellow" not in str(shown.page.locator("#save-button").get_attribute("class"))
    assert (warehouse.folder / "explore" / NOTEBOOK).read_text(encoding="utf-8") == shipped


def test_a_filter_changes_the_numbers_and_the_plots(shown: Shown, warehouse: Warehouse) -> None:
    before, plot = shown.figures(), shown.drawing()
    remote = shown.page.locator("marimo-dropdown select").first
    remote.select_option("remote")
    shown.until(lambda: shown.figures() == counted(warehouse, "work_arrangement = 'remote'"))
    shown.until(lambda: shown.drawing() != plot)
    remote.select_option("any")
    shown.until(lambda: (shown.figures(), shown.drawing()) == (before, plot))


@pytest.mark.parametrize("width", [360, 768, 1600])
def test_the_page_fits_the_screen(width: int, shown: Shown) -> None:
    shown.page.set_viewport_size({"width": width, "height": 900})
    shown.page.wait_for_function("width => document.documentElement.clientWidth === width", arg=width)
    assert shown.page.evaluate("document.documentElement.scrollWidth") == width
    shown.until(lambda: all(plot.evaluate(RIGHT_EDGE) <= width for plot in shown.plots().all()))


def test_loads_go_on_while_it_is_open(shown: Shown, warehouse: Warehouse) -> None:
    assert shown.figures()
    with duckdb.connect(str(warehouse.database)) as db:
        assert db.execute("select count(*) > 0 from marts.fct_job_postings").fetchall() == [(True,)]


def test_a_query_of_ones_own_is_answered(shown: Shown, warehouse: Warehouse) -> None:
    with analyst(warehouse) as db:
        expected = db.execute("select count(*) * 1000 from marts.fct_job_postings").fetchall()[0][0]
    with shown.code():
        editor = shown.page.locator(".cm-content", has_text="order by post_date desc").last
        editor.click()
        shown.page.keyboard.press("Control+A")
        shown.page.keyboard.insert_text("select 'asked', count(*) * 1000 as answer from marts.fct_job_postings")
        shown.page.keyboard.press("Control+Enter")
        answer = shown.page.get_by_text(str(expected)).or_(shown.page.get_by_text(f"{expected:,}"))
        answer.first.wait_for()
