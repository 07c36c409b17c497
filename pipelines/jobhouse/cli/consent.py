"""Consent to spend credits: what a run needs and what is left are shown, and confirmed before a charged page."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from jobhouse.cli.messages import print_note
from jobhouse.errors import Stopped, UsageError

if TYPE_CHECKING:
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.state.run import Run
    from jobhouse.sentrion.state.run_limits import Agreement
    from jobhouse.warehouse.runs.credit_needs import Funds, Need

Yes = Annotated[bool, typer.Option("--yes", help="Spend credits without a question.")]
MaxCredits = Annotated[int | None, typer.Option(min=0, metavar="N", help="Stop before more credits are spent.")]


@dataclass(frozen=True)
class Consent:
    """Whether the command line or a setting allows spending, and whether there is a terminal to ask on."""

    is_given: bool
    can_ask: bool
    say: Callable[[str], None]

    @classmethod
    def of(cls, settings: Settings, *, yes: bool, max_credits: int | None, say: Callable[[str], None]) -> Consent:
        """What the command line and the settings allow; on a terminal a person is asked where they do not."""
        from jobhouse.sentrion.config.settings import NO_LIMIT

        is_given = yes or max_credits is not None or settings.max_credits_per_cycle < NO_LIMIT
        return cls(is_given, has_terminal(), say)

    def seek(
        self,
        run: Run,
        assess: Callable[[], tuple[Need, Funds]],
        cost_check: CostCheck | None = None,
        while_asked: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """Print what a run needs, and have it spend credits only as far as that is allowed.

        A run that needs nothing is not asked about; it may spend only where spending was allowed before. What a person
        agrees to becomes a limit of the run.

        Args:
            run: whose limits are changed.
            assess: what the run needs, and what there is.
            cost_check: how to learn the need where it is not known, at a price of its own.
            while_asked: the context in which a person is asked, who may take long to answer.

        Raises:
            UsageError: nobody has allowed it and nobody can be asked; nothing was sent.
            Stopped: the person who was asked has declined.

        """
        from jobhouse.warehouse.runs.credit_needs import sentence

        need, funds = assess()
        run.change_limits(free_only=need.is_nothing and not self.is_given)
        if need.is_nothing:
            if need.again and self.is_given:
                self.say(sentence(need, funds))
            return
        if self.is_given:
            self.say(sentence(need, funds))
            return
        if not self.can_ask:
            raise UsageError(_refusal(need, sentence(need, funds)))
        if need.credits is None and cost_check:
            with while_asked():
                most = f"at most {cost_check.credits:,} credits at one for a job"
                _ask(f"{sentence(need, funds)}. Find out first, for {most}?")
            need, funds = cost_check.ask()
        with while_asked():
            _ask(_question(need, funds))
        run.change_limits(agreed=_agreement(need))


@dataclass(frozen=True)
class CostCheck:
    """A way to learn the size of a need, which `ask` returns, and what it costs at the most."""

    credits: int
    ask: Callable[[], tuple[Need, Funds]]


def _question(need: Need, funds: Funds) -> str:
    from jobhouse.warehouse.runs.credit_needs import sentence

    how_much = "however much it is" if need.most is None else f"and no more than {need.most:,}"
    return f"{sentence(need, funds)}. Spend it, {how_much}?"


def _agreement(need: Need) -> Agreement | None:
    """What a person who says yes agrees to; None: to what nobody knows, so it is no limit."""
    from jobhouse.sentrion.state.run_limits import Agreement

    return None if need.credits is None or need.most is None else Agreement(need.credits, need.most)


def _ask(question: str) -> None:
    if not agreed(question):
        raise Stopped("Nothing more was spent; run the same command again when you want to.")


def agreed(question: str) -> bool:
    """Whether the person at the terminal says yes; no answer is a no."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # Ctrl-C is an answer here
    try:
        return typer.confirm(f"jobhouse: {question}", default=False, err=True)
    except (typer.Abort, EOFError):
        return False
    finally:
        signal.signal(signal.SIGINT, before)


def has_terminal() -> bool:
    """Whether a person sees a question and can answer it."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def need_printer(*, silent: bool) -> Callable[[str], None]:
    """A function that prints the need of a run that was allowed, as a line on stderr; silent, it prints nothing."""
    return (lambda _: None) if silent else print_note


def _refusal(need: Need, said: str) -> str:
    from jobhouse.sentrion.estimate.backfill_price import ESTIMATE_LIMITS
    from jobhouse.sentrion.state.run_limits import HOW_TO_ALLOW

    plan_first = f"jobhouse plan finds out for at most {ESTIMATE_LIMITS.credits} credits; then "
    first = plan_first if need.credits is None else ""
    return f"Nothing was sent: {said}; {first}{HOW_TO_ALLOW}."
