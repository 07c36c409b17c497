"""Nothing chargeable is sent before somebody has allowed it, and what it will cost is said before."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from jobhouse.sandbox.options import DEFAULT_KEY
from tests.support.command_line import CommandLine
from tests.support.faulty_api import served
from tests.support.overcharging_api import Charging, Tricks, charging

SINCE = ("--since", "2026-09-01")


@dataclass(frozen=True)
class Api:
    """A sandbox, and the command line pointed at it; the warehouse is in the current folder."""

    engine: Charging
    cli: CommandLine
    url: str

    def __call__(self, *arguments: str, **settings: str) -> tuple[int, str]:
        """The exit code and what was said on stderr."""
        done = self.run(*arguments, **settings)
        return done.returncode, done.stderr

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """The command, against the stand-in, as it ended."""
        given = {"api_key": DEFAULT_KEY, "base_url": self.url, "requests_per_minute": "100000", **settings}
        reads_alone = ["--no-transform"] if arguments[0] == "backfill" else []
        return self.cli(*arguments, *reads_alone, **given)

    def is_untouched_by(self, *arguments: str, **settings: str) -> str:
        """What was said by a command that has sent nothing and ended with exit code 2."""
        sent = self.engine.stats.requests
        code, said = self(*arguments, **settings)
        assert (code, self.engine.stats.requests) == (2, sent)
        assert len(said.strip().splitlines()) == 1
        return said


@pytest.fixture
def api(cli: CommandLine) -> Iterator[Api]:
    engine = charging(Tricks(), jobs=10_000, credits=20_000)
    with served(engine) as url:
        yield Api(engine, cli, url)


class Terminal(io.StringIO):
    """A keyboard with these keys pressed."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answers of a person at a terminal, to be filled in before a command."""
    answers: list[str] = []

    class Answering(Terminal):
        def readline(self, *_: int) -> str:  # type: ignore[override]  # of StringIO, which typeshed has return bytes
            return answers.pop(0) if answers else ""

    monkeypatch.setattr(sys, "stdin", Answering())
    monkeypatch.setattr("jobhouse.cli.consent.has_terminal", lambda: True)
    return answers


def test_the_end_says_what_was_spent_what_is_left_and_what_a_thousand_jobs_cost(api: Api) -> None:
    given = {"api_key": DEFAULT_KEY, "base_url": api.url, "requests_per_minute": "100000"}
    planned = api.cli("plan", *SINCE, **given, max_credits_per_cycle="5000").stdout
    charged = api.engine.charged
    assert f"the account has {20_000 - charged:,} credits left" in planned
    assert f"max_credits_per_cycle leaves {5_000 - charged:,} credits" in planned
    done = api.cli("backfill", "--no-transform", "--since", "2026-03-01", "--yes", **given).stdout
    used, left = api.engine.charged - charged, 20_000 - api.engine.charged
    assert f"; {used:,} credits used, {left:,} left as the API said last, " in done
    found = re.search(r"([\d,]+) new versions stored", done)
    assert found, done
    new = int(found[1].replace(",", ""))
    assert new > 1_000
    assert f"{1_000 * used / new:,.0f} per thousand new versions" in done
    stopped = api.cli("backfill", "--no-transform", "--max-credits", "100", **given).stdout
    assert re.search(r"jobs delivered with \d+ requests?, .* in all; \d+ credits used", stopped)


@pytest.mark.parametrize("command", [["backfill"], ["backfill", *SINCE], ["nightly"]], ids=" ".join)
def test_a_first_reading_is_refused_where_nobody_can_be_asked(command: list[str], api: Api) -> None:
    said = api.is_untouched_by(*command)
    assert "not known yet" in said
    assert "jobhouse plan" in said
    assert all(option in said for option in ("--yes", "--max-credits N", "max_credits_per_cycle"))


def test_after_a_plan_the_need_is_said_beside_what_the_account_has(api: Api) -> None:
    assert api("plan")[0] == 0
    api.engine.accounts[DEFAULT_KEY].allowance = 2_900
    assert api("plan", *SINCE)[0] == 0  # the last answer says what the account has; of other days the first holds
    charged = api.engine.charged
    said = api.is_untouched_by("backfill")
    found = re.search(r"needs about ([\d,]+) credits; the account has ([\d,]+), enough for the newest (\d+) of", said)
    assert found, said
    need, account, days = (int(number.replace(",", "")) for number in found.groups())
    assert abs(need - 10_300) < 800  # the postings, and a probe
    assert account == 2_900 - charged
    assert 300 < days < 700
    assert "--max-credits allows 100" in api("backfill", "--max-credits", "100")[1]
    assert api.engine.charged <= charged + 100


@pytest.mark.parametrize(
    ("options", "settings"),
    [(["--yes"], {}), (["--max-credits", "400"], {}), ([], {"max_credits_per_cycle": "400"})],
    ids=["--yes", "--max-credits", "setting"],
)
def test_each_permission_lets_it_go_on_and_says_what_it_needs(
    options: list[str], settings: dict[str, str], api: Api
) -> None:
    code, said = api("backfill", *SINCE, *options, **settings)
    assert code in (0, 3)
    assert 0 < api.engine.charged <= (10_000 if options == ["--yes"] else 400)
    assert "not known yet" in said.splitlines()[0]


def test_what_is_done_or_free_is_not_asked_about(api: Api) -> None:
    assert api("backfill", *SINCE, "--yes")[0] == 0
    assert api("backfill", *SINCE, "--progress", "none") == (0, "")
    code, said = api("verify", "--ask", "--json")
    assert code == 0
    assert re.fullmatch(
        r"verify --ask: 3 requests; 0 credits used, [\d,]+ left as the API said last\.\n", said
    )  # read in this cycle, so asking for it again is free
    said = api.is_untouched_by("backfill", "--since", "2026-08-01")
    assert re.search(r"needs about \d+ credits; the account has [\d,]+; allow it", said)


def test_a_window_that_was_cut_off_in_its_second_reading_is_free_to_go_on_with(api: Api) -> None:
    month = ("backfill", "--since", "2026-11-01")
    assert api(*month, "--yes", "--max-requests", "3")[0] == 3
    charged = api.engine.charged
    assert api(*month, "--progress", "none") == (0, "")
    assert api.engine.charged == charged
    assert api.engine.stats.requests > 3


@pytest.mark.usefixtures("no_build")
def test_a_run_that_was_not_asked_about_ends_at_the_first_page_that_costs(api: Api) -> None:
    assert api("backfill", *SINCE, "--yes")[0] == 0
    api.engine.tricks = Tricks(rereads_cost=True)
    charged = api.engine.charged
    code, said = api("nightly", "--quiet")
    assert code == 3
    assert 0 < api.engine.charged - charged <= 100
    assert f"{api.engine.charged - charged} credits were charged without having been asked for; allow it with" in said
    assert "nightly needs about" in api.is_untouched_by("nightly", "--quiet")


def test_asking_is_paid_for_where_rereads_are_known_to_be_charged(api: Api) -> None:
    api.engine.tricks = Tricks(rereads_cost=True)
    assert api("probe")[0] == 0
    assert api("backfill", *SINCE, "--yes")[0] == 0
    said = api.is_untouched_by("verify", "--ask", "--json")
    assert "verify --ask needs about 30 credits" in said
    charged = api.engine.charged
    done = api.run("verify", "--ask", "--json", "--max-credits", "20")
    assert (done.returncode, api.engine.charged - charged) == (3, 20)
    assert "--max-credits 20" in done.stderr
    found = json.loads(done.stdout)
    assert "--max-credits 20" in found["ended_early"]
    assert sum(window["asked_at"] is not None for window in found["windows"]) == 2
    assert found["verdicts"] == json.loads(api.run("verify", "--json").stdout)["verdicts"]
    assert api("verify", "--ask", "--json", max_credits_per_cycle="0")[0] == 3
    assert api.engine.charged == charged + 20


def test_a_person_who_declines_spends_nothing(api: Api, person: list[str]) -> None:
    for answers in (["n\n"], ["\n"], []):
        person[:] = answers
        code, said = api("backfill")
        assert (code, api.engine.stats.requests) == (3, 0)
        assert "for at most 420 credits at one for a job? [y/N]" in said
        assert "Nothing more was spent" in said


def test_a_person_is_asked_again_once_the_price_is_known(api: Api, person: list[str]) -> None:
    person[:] = ["y\n", "n\n"]
    code, said = api("backfill")
    assert code == 3
    assert 0 < api.engine.charged <= 420
    asked = r"needs about [\d,]+ credits; the account has [\d,]+. Spend it, and no more than [\d,]+\? \[y/N\]"
    assert re.search(asked, said)
    person[:] = ["y\n", "n\n"]
    code, said = api("nightly", "--search", "other", searches='{"other": {"is_remote": true}}')
    assert code == 3
    assert "for at most 120 credits at one for a job? [y/N]" in said
    assert re.search(r"nightly needs about \d+ credits; the account has [\d,]+. Spend it, and no more than", said)
    person[:] = ["y\n"]
    code, said = api("backfill", "--since", "2026-11-01")
    assert code == 0
    assert said.count("[y/N]") == 1


def agreed_to(said: str) -> tuple[int, int]:
    """What the question said that a run needs, and the most that it may spend."""
    found = re.search(r"needs about ([\d,]+) credits?[;,].* and no more than ([\d,]+)\? \[y/N\]", said)
    assert found, said
    need, most = (int(number.replace(",", "")) for number in found.groups())
    return need, most


def test_a_run_spends_no_more_than_was_agreed_to_where_jobs_cost_more_than_expected(
    api: Api, person: list[str]
) -> None:
    assert api("plan", *SINCE)[0] == 0
    api.engine.tricks = Tricks(price=10)
    charged = api.engine.charged
    person[:] = ["y\n"]
    code, said = api("backfill", *SINCE)
    need, most = agreed_to(said)
    assert 0 < need < most <= need + 300
    assert code == 3
    assert 0 < api.engine.charged - charged <= most + 900  # the first page cost 900 more than any before it
    (ending,) = [line for line in said.splitlines() if f"about {need} credits were agreed to" in line]
    assert f"and no more than {most}: {api.engine.charged - charged} used" in ending
    assert "run the same command again, which asks about the rest" in ending
    charged = api.engine.charged
    person[:] = ["y\n"]
    code, said = api("backfill", *SINCE)
    need_now, most = agreed_to(said)
    assert "as a job has cost up to 9" in said  # of a window with jobs that the plan had paid for
    assert need_now > 5 * need
    assert code == 0
    assert api.engine.charged - charged <= most


def test_what_others_allow_is_no_agreement(api: Api) -> None:
    assert api("plan", *SINCE)[0] == 0
    api.engine.tricks = Tricks(price=10)
    charged = api.engine.charged
    assert api("backfill", *SINCE, "--yes")[0] == 0
    assert api.engine.charged - charged > 3_000
