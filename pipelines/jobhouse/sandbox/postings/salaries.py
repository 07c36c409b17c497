"""Pay, in the many spellings in which job adverts give it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

HOURS_A_YEAR = 2080

_SYMBOLS = {"USD": "$", "CAD": "C$", "GBP": "£", "EUR": "€", "JPY": "¥", "INR": "₹", "AUD": "A$"}


class Pay(NamedTuple):
    """Pay as delivered (first four), and the true pay: amounts a year in `true_currency`."""

    text: str | None
    low: float | None
    high: float | None
    currency: str | None
    annual_low: float
    annual_high: float
    true_currency: str


Style = Callable[[int, int, str], Pay]


def _sign(currency: str) -> str:
    return _SYMBOLS.get(currency, f"{currency} ")


def _documented(low: int, high: int, currency: str) -> Pay:
    sign = _sign(currency)
    return Pay(f"{sign}{low:,} - {sign}{high:,}/year", low, high, currency, low, high, currency)


def _thousands(low: int, high: int, currency: str) -> Pay:
    sign = _sign(currency)
    return Pay(f"{sign}{low // 1000}k-{sign}{high // 1000}k", low, high, currency, low, high, currency)


def _short_thousands(low: int, high: int, currency: str) -> Pay:
    return Pay(f"{_sign(currency)}{low // 1000}-{high // 1000}k", None, None, None, low, high, currency)


def _long_dash(low: int, high: int, currency: str) -> Pay:
    sign = _sign(currency)
    return Pay(f"{sign}{low:,}—{sign}{high:,} ({currency})", low, high, currency, low, high, currency)


def _words(low: int, high: int, currency: str) -> Pay:
    sign = "US$" if currency == "USD" else _sign(currency)
    return Pay(f"{sign}{low:,} to {sign}{high:,}", low, high, currency, low, high, currency)


def _pro_rated(low: int, high: int, currency: str) -> Pay:
    sign = _sign(currency)
    return Pay(f"{sign}{low:,} - {sign}{high:,} pro-rated", low, high, currency, low, high, currency)


def _per_annum(low: int, high: int, currency: str) -> Pay:
    return Pay(f"{low} - {high} {currency} per annum", low, high, None, low, high, currency)


def _bare_year(low: int, high: int, currency: str) -> Pay:
    return Pay(f"{low}/year", low, low, currency, low, low, currency)


def _bare_hour(low: int, high: int, currency: str) -> Pay:
    rate = round(low / HOURS_A_YEAR, 2)
    return Pay(f"{rate}/hour", rate, rate, currency, rate * HOURS_A_YEAR, rate * HOURS_A_YEAR, currency)


def _hour_range(low: int, high: int, currency: str) -> Pay:
    first, last = round(low / HOURS_A_YEAR), round(high / HOURS_A_YEAR)
    text = f"{_sign(currency)}{first} - {_sign(currency)}{last} per hour"
    return Pay(text, first, last, currency, first * HOURS_A_YEAR, last * HOURS_A_YEAR, currency)


def _up_to_hour(low: int, high: int, currency: str) -> Pay:
    rate = round(high / HOURS_A_YEAR)
    text = f"up to {_sign(currency)}{rate}/hr"
    return Pay(text, None, rate, currency, rate * HOURS_A_YEAR, rate * HOURS_A_YEAR, currency)


def _month_range(low: int, high: int, currency: str) -> Pay:
    first, last = low // 12 // 100 * 100, high // 12 // 100 * 100
    text = f"{first:,} \u2013 {last:,} {currency} / month".replace(",", " ")
    return Pay(text, first, last, currency, first * 12, last * 12, currency)


def _millions(low: int, high: int, currency: str) -> Pay:
    amount = high // 1_000_000
    return Pay(f"{amount}M {currency}/yr", None, None, None, amount * 10**6, amount * 10**6, currency)


def _numbers_only(low: int, high: int, currency: str) -> Pay:
    return Pay(None, low, high, currency, low, high, currency)


def _numbers_without_currency(low: int, high: int, currency: str) -> Pay:
    return Pay("", low, high, None, low, high, currency)


STYLES: tuple[Style, ...] = (
    _documented, _documented, _thousands, _short_thousands, _long_dash, _words, _pro_rated, _per_annum,
    _bare_year,
    _bare_hour, _hour_range, _up_to_hour, _numbers_only, _numbers_only, _numbers_without_currency,
)  # fmt: skip


def spell(low: int, high: int, currency: str, style: int) -> Pay:
    """Pay from `low` to `high` (whole thousands a year in `currency`) in the style of that number."""
    if currency in ("JPY", "INR") and style % 3 == 0 and high >= 1_000_000:
        return _millions(low, high, currency)
    if currency == "PLN":
        return _month_range(low, high, currency)
    return STYLES[style % len(STYLES)](low, high, currency)
