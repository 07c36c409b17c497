"""The browser on this machine, headless, kept from the network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


def installed() -> str | None:
    """Path of a browser, where there is one."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def opened() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=list(OPTIONS))
        try:
            yield browser
        finally:
            browser.close()
