"""Makes the README's pictures of the report from a demo warehouse: python tests/pictures.py WAREHOUSE."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parents[1]
PICTURES: Final = ROOT / ".pictures"
WIDTH, HEIGHT = 1100, 1690
SCHEMES: Final = ("light", "dark")

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def main(warehouse: Path) -> None:
    """Write the report and take it in light and in dark, from its head to the first plots."""
    sys.path.insert(0, str(ROOT))
    from pipelines.report.page import write_report
    from pipelines.warehouse.folder import Warehouse
    from tests.report.browser import opened

    page = write_report(Warehouse(warehouse))
    PICTURES.mkdir(exist_ok=True)
    with opened() as browser:
        for scheme in SCHEMES:
            take(browser, page, scheme)


def take(browser: Browser, page: Path, scheme: str) -> None:
    """One picture, with the tooltip of a day shown."""
    shown = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme)
    shown.goto(page.resolve().as_uri())
    shown.locator("#calendar .mark").nth(-60).hover()
    shown.screenshot(path=PICTURES / f"report-{scheme}.png")
    shown.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
