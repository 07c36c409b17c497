"""Delivered, versions, postings, openings: explained once, in the same words wherever a user meets them first."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb

from jobhouse.terminal.four_counts import EXPLANATION, sentence
from jobhouse.warehouse.ledger.counts import Counts
from tests.support.command_line import CommandLine
from tests.support.paths import ROOT


def test_the_readme_has_the_same_words() -> None:
    words = " ".join((ROOT / "README.md").read_text().replace("*", "").split())
    assert EXPLANATION in words


def test_counts_of_marts_are_named_once_there_are_marts() -> None:
    assert sentence(Counts(1_200, 1_100, 900, 800)) == "1,200 delivered, 1,100 versions, 900 postings, 800 openings"
    assert sentence(Counts(1_200, 1_100, None, None)) == "1,200 delivered, 1,100 versions"


def test_status_begins_with_the_four_counts(demo_warehouse: Path, cli: CommandLine) -> None:
    shown = cli("--warehouse", str(demo_warehouse), "status").stdout
    facts = json.loads(cli("--warehouse", str(demo_warehouse), "status", "--json").stdout)
    numbers = [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", shown.splitlines()[0])]
    assert numbers == [facts[name] for name in ("delivered", "versions", "postings", "openings")]
    assert EXPLANATION in " ".join(shown.split())
    with duckdb.connect(str(demo_warehouse / "jobs.duckdb"), read_only=True) as db:
        openings = db.execute("select count(*) from marts.fct_openings").fetchall()
    assert openings == [(facts["openings"],)]
    assert facts["delivered"] >= facts["versions"] >= facts["postings"] >= facts["openings"] > 0
