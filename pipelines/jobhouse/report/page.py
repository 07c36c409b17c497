"""`report.html`: one file that shows what is in the warehouse; it needs no network and no other file."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

from filelock import FileLock

from jobhouse.report.facts import Facts
from jobhouse.report.formats import day
from jobhouse.report.layout import nothing, section
from jobhouse.report.markup import Html, join, tag
from jobhouse.report.sections.boards import boards
from jobhouse.report.sections.market import market
from jobhouse.report.sections.pay import pay
from jobhouse.report.sections.quality import quality
from jobhouse.report.sections.reading import cost, coverage, headline
from jobhouse.report.sections.skills import skills
from jobhouse.warehouse.connect import analyst
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.query import one_sentence_errors
from jobhouse.warehouse.storage_errors import storage_errors_translated

_CHAPTERS = (
    ("coverage", "Coverage"),
    ("market", "The market"),
    ("skills", "Skills"),
    ("pay", "Pay"),
    ("boards", "Boards"),
    ("quality", "Data quality"),
    ("cost", "Credits and runs"),
)
_TIP = tag("div", id="tip", role="tooltip", hidden="")
_ENDING = "Every number can be found again: paste the SQL below a figure into "


def write_report(warehouse: Warehouse, today: date | None = None) -> Path:
    """Write `report.html` into the warehouse folder, swapped in whole, and return its path.

    Raises:
        UsageError: there is no warehouse, it has no marts yet, or its folder must not be written.
        Stopped: a load holds the file for longer than a reader waits, or the disk is full; the last report is whole.
    """
    target = warehouse.folder / "report.html"
    with storage_errors_translated(f"The report {target}", "the last one, if any, is as it was"):
        page = report(warehouse, today or datetime.now(UTC).date())
        _swap_in(page, target)
    return target


def _swap_in(page: str, target: Path) -> None:
    """Write beside the target, then rename; two reports at once write one after the other."""
    unfinished, lock = target.with_suffix(".html.part"), target.with_name(".report.lock")
    lock.touch()  # the lock itself would take a folder that must not be written for one that is held
    with FileLock(lock):
        try:
            unfinished.write_text(page, encoding="utf-8")
            os.replace(unfinished, target)
        except OSError:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise


def report(warehouse: Warehouse, today: date) -> str:
    """The page, as the marts are and as of a day: the same for the same warehouse and day."""
    with analyst(warehouse) as db, one_sentence_errors(warehouse, db):
        facts = Facts(db, today)
        chapters = [headline(facts), coverage(facts), *_of_postings(facts), cost(facts)]
    return "<!doctype html>\n" + _document(chapters, facts, is_demo=warehouse.holds_demo)


def _of_postings(facts: Facts) -> list[Html]:
    if facts.span is None:
        told = nothing("No posting has a day of posting yet; when some do, the market is shown here.")
        return [section("market", "The market", told), boards(facts), quality(facts)]
    span = facts.span
    return [market(facts, span), skills(facts, span), pay(facts, span), boards(facts), quality(facts)]


def _document(chapters: list[Html], facts: Facts, *, is_demo: bool) -> Html:
    script, style = _file("behaviour.js"), _file("style.css")
    return tag(
        "html",
        tag("head", _meta(script), tag("title", "Job postings: the report"), tag("style", style)),
        tag("body", *_body(chapters, facts, is_demo=is_demo), _TIP, tag("script", script)),
        lang="en-GB",
    )  # fmt: skip


def _meta(script: Html) -> Html:
    """Nothing is loaded from anywhere, and no script runs but the page's own."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:"
    return Html(
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">'
    )


def _body(chapters: Iterable[Html], facts: Facts, *, is_demo: bool) -> list[Html]:
    drawn = join(chapters)
    links = [tag("a", name, href=f"#{target}") for target, name in _CHAPTERS if f'<section id="{target}"' in drawn]
    return [
        tag("a", "Skip to the figures", href="#figures", class_="skip"),
        tag(
            "header",
            tag("h1", "Job postings"),
            tag("p", _about(facts, is_demo=is_demo), class_="about"),
            tag("nav", *links, aria_label="Chapters"),
        ),
        tag("main", drawn, id="figures", tabindex=-1),
        tag("footer", tag("p", _ENDING, tag("code", "jobhouse sql"), ".")),
    ]  # fmt: skip


def _about(facts: Facts, *, is_demo: bool) -> str:
    made_up = "The postings are made up: jobhouse demo wrote them. " if is_demo else ""
    days = ""
    if facts.span:
        shown = f"{day(facts.span.first_day)} to {day(facts.span.last_day)}"
        days = f" Plots over time show {shown}; paler months are not whole."
    return f"{made_up}As of {day(facts.today)}, from the warehouse's marts.{days}"


def _file(name: str) -> Html:
    return Html(files("jobhouse.report").joinpath(name).read_text(encoding="utf-8"))
