"""The price of a backfill, in the terminal and as JSON."""

from __future__ import annotations

from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from jobhouse.counting import counted
from jobhouse.sanitize import json_text
from jobhouse.sentrion.estimate.backfill_price import BackfillEstimate
from jobhouse.sentrion.estimate.page_counts import Estimate
from jobhouse.terminal.plain_table import plain_table


def as_json(price: BackfillEstimate) -> str:
    """The price as one JSON object."""
    return json_text(asdict(price), indent=2)


def show(price: BackfillEstimate, max_credits: int | None, console: Console) -> None:
    """Low, likely and high, then what the credits buy and what is free."""
    console.print(
        f"search {price.search}, {price.since} to {price.until}: {price.days_missing:,} of {price.days:,} days are "
        f"still to be read, in {counted(price.windows, 'window')}"
    )
    console.print(_table(price))
    for line in _lines(price, max_credits):
        console.print(line, markup=False, highlight=False)


def _table(price: BackfillEstimate) -> Table:
    bounds = ("low", "likely", "high")
    table = plain_table(["", *bounds], numbers=bounds)
    named = {
        "requests": price.requests,
        "minutes at the rate limit": price.minutes,
        "jobs": price.jobs,
        "credits": price.credits,
    }
    for name, estimate in named.items():
        table.add_row(name, *_numbers(estimate))
    return table


def _numbers(estimate: Estimate | None) -> tuple[str, ...]:
    if estimate is None:
        return ("unknown",) * 3
    return tuple(f"{value:,}" for value in (estimate.low, estimate.likely, estimate.high))


def _lines(price: BackfillEstimate, max_credits: int | None) -> list[str]:
    lines = []
    if price.days_bought is not None:
        lines.append(
            f"--max-credits {max_credits:,} pays for the newest {price.days_bought:,} of {price.days_missing:,} days "
            "with --order newest"
        )
    if price.already_paid:
        lines.append(
            f"{price.already_paid:,} of the jobs are paid in this billing cycle already, and free to read again"
        )
    if price.perhaps_paid:
        lines.append(
            f"up to {price.perhaps_paid:,} of the jobs may be paid in this billing cycle already, by readings with "
            "other filters, probe or plan; low counts them as free"
        )
    if price.account is not None:
        lines.append(f"the account has {counted(price.account, 'credit')} left, as the API said last")
    if price.cycle_left is not None:
        lines.append(f"max_credits_per_cycle leaves {counted(price.cycle_left, 'credit')} in this billing cycle")
    lines += price.notes
    asked = f"asked with {counted(price.asked_requests, 'request')}, {counted(price.asked_credits, 'credit')}"
    return [*lines, f"{asked}; the jobs in the answers are not stored" if price.asked_credits else asked]
