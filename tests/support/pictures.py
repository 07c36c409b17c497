"""Makes the README's pictures: python tests/support/pictures.py [WAREHOUSE].

The progress of a reading, and of a demo warehouse the report, each in light and in dark, and the notebook.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

ROOT: Final = Path(__file__).resolve().parents[2]
PICTURES: Final = ROOT / ".pictures"
WIDTH, HEIGHT = 1100, 1690
REPORT_WIDTH = 1_280  # two years of the calendar side by side, beside the contents
HEAD, NOTEBOOK_HEIGHT = 92, 1560
PATIENCE, SETTLING = 120_000, 3_000
Scheme = Literal["light", "dark"]
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
SHARE: Final = 0.6
"""How far the reading is when its picture is taken."""
SCREEN: Final = """<!doctype html><meta charset="utf-8"><body style="margin:0;background:{background}">
<pre style="display:inline-block;margin:0;padding:16px 20px;font:15px/1.25 'DejaVu Sans Mono',monospace;
color:{foreground}">{code}</pre></body>"""

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect

    from jobhouse.terminal.progress.run_progress import RunProgress


def main(warehouse: Path | None) -> None:
    """Take the progress of a reading; and the report and the notebook, where a warehouse is named."""
    from tests.support.browser import opened

    PICTURES.mkdir(exist_ok=True)
    progress = of_a_reading()
    with opened() as browser:
        for scheme in SCHEMES:
            take_screen(browser, progress, scheme)
            if warehouse:
                take_report(browser, warehouse, scheme)
        if warehouse:
            take_notebook(browser, warehouse)


def of_a_reading() -> RunProgress:
    """The progress of a real reading, in this process, as soon as it is so far."""
    from jobhouse.sentrion.state.run import Run
    from jobhouse.terminal.progress.pace import Pace
    from jobhouse.terminal.progress.run_progress import RunProgress
    from tests.support.in_process import engine_of, transport

    run = Run("demo", transport=transport(engine_of(latency=0.05)))
    pace = Pace(6_000, lambda: run.counters.requests)
    with tempfile.TemporaryDirectory() as folder:
        reader = threading.Thread(target=read, args=(run, Path(folder)))
        reader.start()
        while (progress := RunProgress.of(run, pace.of(run))).share < SHARE or progress.stage != "reading":
            reader.join(0.05)
        reader.join()
    return progress


def read(run: object, folder: Path) -> None:
    from tests.support.history import backfill

    backfill("http://127.0.0.1", folder, run)  # type: ignore[arg-type]


def take_screen(browser: Browser, progress: RunProgress, scheme: Scheme) -> None:
    """A terminal of 80 columns, drawn with what rich would send to it."""
    from rich.console import Console
    from rich.terminal_theme import DEFAULT_TERMINAL_THEME, MONOKAI

    from jobhouse.terminal.progress.drawing import draw

    console = Console(record=True, file=StringIO(), width=80, height=24, force_terminal=True, color_system="truecolor")
    console.print(draw(progress, console))
    theme = {"light": DEFAULT_TERMINAL_THEME, "dark": MONOKAI}[scheme]
    page = browser.new_page(viewport={"width": 800, "height": 100}, device_scale_factor=2)
    page.set_content(console.export_html(theme=theme, code_format=SCREEN, inline_styles=True))
    page.locator("pre").screenshot(path=PICTURES / f"progress-{scheme}.png")
    page.close()


def take_report(browser: Browser, warehouse: Path, scheme: Scheme) -> None:
    """The report from its head to the first plots, with the tooltip of a day shown."""
    from jobhouse.report.page import write_report
    from jobhouse.warehouse.folder import Warehouse

    page = write_report(Warehouse(warehouse))
    shown = browser.new_page(viewport={"width": REPORT_WIDTH, "height": HEIGHT}, color_scheme=scheme)
    shown.goto(page.resolve().as_uri())
    shown.locator("#calendar .mark").nth(-60).hover()
    shown.screenshot(path=PICTURES / f"report-{scheme}.png")
    shown.close()


def take_notebook(browser: Browser, warehouse: Path) -> None:
    """The notebook down to its first plot and the query of that, without the path of its file at the top."""
    from jobhouse.warehouse.folder import Warehouse
    from tests.support.notebooks import served

    shown = browser.new_page(viewport={"width": WIDTH, "height": HEAD + NOTEBOOK_HEIGHT})
    with served(Warehouse(warehouse)) as one:
        shown.goto(one.url)
        shown.locator(".vega-embed canvas").nth(3).wait_for(timeout=PATIENCE)
        shown.wait_for_timeout(SETTLING)
        area: FloatRect = {"x": 0, "y": HEAD, "width": WIDTH, "height": NOTEBOOK_HEIGHT}
        shown.screenshot(path=PICTURES / "explore.png", clip=area)
    shown.close()


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "pipelines"), str(ROOT)]
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
