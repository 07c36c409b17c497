"""An open upper end, and the words for an hour and a month, in languages with fewer speakers."""

from __future__ import annotations

import pytest

from tests.support.sql_models import parse_salaries

Case = tuple[str, str | None, float | None, float | None, str | None, str | None]
# text, country, and: min, max, currency, period
OPEN: list[Case] = [
    ("$100,000 or more USD", "US", 100_000, None, "USD", "year"),
    ("$100,000 or more USD", "Canada", 100_000, None, "USD", "year"),
    ("$100,000 & up", "US", 100_000, None, "USD", "year"),
    ("£30,000 plus", "UK", 30_000, None, "GBP", "year"),
    ("£30,000 plus bonus", "UK", 30_000, 30_000, "GBP", "year"),
    ("£30,000 plus £5,000 bonus", "UK", 30_000, 30_000, "GBP", "year"),
    ("£30,000 plus per annum", "UK", 30_000, None, "GBP", "year"),
    ("$50,000 and more benefits", "US", 50_000, 50_000, "USD", "year"),
    ("3000 € oder mehr je nach Erfahrung", "Germany", 3_000, None, "EUR", "month"),
    ("2 000 € ou plus selon profil", "France", 2_000, None, "EUR", "month"),
]
PERIODS: list[Case] = [
    ("5 €/val. Į rankas", "Lithuania", 5, 5, "EUR", "hour"),
    ("5,60–23,10 €/val.", "Lithuania", 5.6, 23.1, "EUR", "hour"),
    ("8 € už valandą", "Lithuania", 8, 8, "EUR", "hour"),
    ("12–15 €/val.", "Lithuania", 12, 15, "EUR", "hour"),
    ("1500–2000 €/mėn.", "Lithuania", 1_500, 2_000, "EUR", "month"),
    ("900 € per mėnesį", "Lithuania", 900, 900, "EUR", "month"),
    ("7,50 €/stundā", "Latvia", 7.5, 7.5, "EUR", "hour"),
    ("6 EUR stundā", "Latvia", 6, 6, "EUR", "hour"),
    ("850 € mēnesī", "Latvia", 850, 850, "EUR", "month"),
    ("9 €/tund", "Estonia", 9, 9, "EUR", "hour"),
    ("9 € tunnis", "Estonia", 9, 9, "EUR", "hour"),
    ("950 € kuus", "Estonia", 950, 950, "EUR", "month"),
    ("6 €/ώρα", "Greece", 6, 6, "EUR", "hour"),
    ("6 € την ώρα", "Greece", 6, 6, "EUR", "hour"),
    ("900€ τον μήνα", "Greece", 900, 900, "EUR", "month"),
    ("900€ μηνιαίως", "Greece", 900, 900, "EUR", "month"),
    ("7 €/hod.", "Slovakia", 7, 7, "EUR", "hour"),
    ("7 € na hodinu", "Slovakia", 7, 7, "EUR", "hour"),
    ("180 Kč/hod.", "Czechia", 180, 180, "CZK", "hour"),
    ("180 Kč za hodinu", "Czechia", 180, 180, "CZK", "hour"),
    ("950 €/mesiac", "Slovakia", 950, 950, "EUR", "month"),
    ("6000 Kč/MD", "Czechia", 6_000, 6_000, "CZK", "day"),
    ("8 €/sat", "Croatia", 8, 8, "EUR", "hour"),
    ("8 eura po satu", "Croatia", 8, 8, "EUR", "hour"),
    ("900 € mjesečno", "Croatia", 900, 900, "EUR", "month"),
    ("500 RSD/sat", "Serbia", 500, 500, "RSD", "hour"),
    ("80.000 RSD mesečno", "Serbia", 80_000, 80_000, "RSD", "month"),
    ("9 €/uro", "Slovenia", 9, 9, "EUR", "hour"),
    ("9 € na uro", "Slovenia", 9, 9, "EUR", "hour"),
    ("14 €/tunti", "Finland", 14, 14, "EUR", "hour"),
    ("14 euroa tunnissa", "Finland", 14, 14, "EUR", "hour"),
    ("980 € kuukaudessa", "Finland", 980, 980, "EUR", "month"),
    ("2500 €/kk", "Finland", 2_500, 2_500, "EUR", "month"),
    ("25 lei/oră", "Romania", 25, 25, "RON", "hour"),
    ("25 lei pe oră", "Romania", 25, 25, "RON", "hour"),
    ("4.000 lei pe lună", "Romania", 4_000, 4_000, "RON", "month"),
    ("150 kr/t", "Denmark", 150, 150, "DKK", "hour"),
    ("150 kr. pr. time", "Denmark", 150, 150, "DKK", "hour"),
    ("34.000 kr. pr. md.", "Denmark", 34_000, 34_000, "DKK", "month"),
    ("45 ₪ לשעה", "Israel", 45, 45, "ILS", "hour"),
    ("9,000 ₪ לחודש", "Israel", 9_000, 9_000, "ILS", "month"),
    ("6 €/час", "Bulgaria", 6, 6, "EUR", "hour"),
    ("620 €/месец", "Bulgaria", 620, 620, "EUR", "month"),
    ("900 € месечно", "Bulgaria", 900, 900, "EUR", "month"),
    ("1800 Ft/óra", "Hungary", 1_800, 1_800, "HUF", "hour"),
    ("havi 450.000 Ft", "Hungary", 450_000, 450_000, "HUF", "month"),
    ("120 грн/год", "Ukraine", 120, 120, "UAH", "hour"),
    ("120 грн за годину", "Ukraine", 120, 120, "UAH", "hour"),
    ("1 500 000 руб/год", "Russia", 1_500_000, 1_500_000, "RUB", "year"),
    ("8 AZN/saat", "Azerbaijan", 8, 8, "AZN", "hour"),
    ("700 AZN aylıq", "Azerbaijan", 700, 700, "AZN", "month"),
    ("12 ₾/საათში", "Georgia", 12, 12, "GEL", "hour"),
    ("900 ₾ თვეში", "Georgia", 900, 900, "GEL", "month"),
    ("2000 ₸/сағат", "Kazakhstan", 2_000, 2_000, "KZT", "hour"),
    ("250000 ₸ айына", "Kazakhstan", 250_000, 250_000, "KZT", "month"),
    ("1500 € į rankas, 40 val./sav.", "Lithuania", 1_500, 1_500, "EUR", "month"),
    ("30 000 Kč, 8 hod. denně", "Czechia", 30_000, 30_000, "CZK", "month"),
    ("35 000 Kč, 40 h/týden", "Czechia", 35_000, 35_000, "CZK", "month"),
    ("1400 €, 5 Tage/Woche", "Germany", 1_400, 1_400, "EUR", "month"),
    ("450 €/T", "Germany", None, None, None, None),
    ("20 000 ₽", "Russia", 20_000, 20_000, "RUB", "month"),
    ("15000", "Russia", 15_000, 15_000, "RUB", "month"),
    ("300 AZN/həftə", "Azerbaijan", 300, 300, "AZN", "week"),
    ("$200 Fri/Sat", "US", None, None, None, None),
    ("$150 every Sat", "US", None, None, None, None),
]


@pytest.mark.parametrize("cases", [OPEN, PERIODS], ids=["open", "periods"])
def test_the_end_is_open_and_the_period_is_known(cases: list[Case]) -> None:
    read = parse_salaries([(text, None, None, None, country) for text, country, *_ in cases])
    wrong = [(case, row[:4]) for case, row in zip(cases, read, strict=True) if row[:4] != case[2:]]
    assert not wrong
