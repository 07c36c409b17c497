"""Texts that adverts write and that are easily misread as pay, or as other pay."""

from __future__ import annotations

from tests.support.sql_models import parse_salaries

# text, country, and: min, max, currency, period
MISREAD = [
    # of several countries: the dollar of the United States if they are one of them, or else the only one
    ("$92,000 + super", "Australia / Germany", 92_000, 92_000, "AUD", "year"),
    ("$27 per hour", "Canada / US", 27, 27, "USD", "hour"),
    ("$27 per hour", "US / Canada", 27, 27, "USD", "hour"),
    ("$72,000 a year", "New Zealand / Australia", 72_000, 72_000, None, "year"),
    ("$32,000 - $38,000 per month", "Hong Kong / Asia", 32_000, 38_000, None, "month"),
    ("$48,000 per month", "Taiwan / Japan", 48_000, 48_000, "TWD", "month"),
    ("NZ$72,000", "New Zealand / Australia", 72_000, 72_000, "NZD", "year"),
    ("$92,000", "Germany / Europe", 92_000, 92_000, "USD", "year"),
    # durations, heights and counts in m
    ("up to 9m FTC £41,000", "UK", 41_000, 41_000, "GBP", "year"),
    ("4m-8m contract £420/day", "UK", 420, 420, "GBP", "day"),
    ("£360/day, 3m - 9m", "UK", 360, 360, "GBP", "day"),
    ("6m-18m, £410 per day", "UK", 410, 410, "GBP", "day"),
    ("9m+ contract, €460 per day", "Germany", 460, 460, "EUR", "day"),
    ("heights up to 25m, £16 per hour", "UK", 16, 16, "GBP", "hour"),
    ("do 30 m od stacji, 5200 zł", "Poland", 5_200, 5_200, "PLN", "month"),
    ("2m+ customers, £58k", "UK", 58_000, 58_000, "GBP", "year"),
    ("Working at heights over 3m; $34/hour", "Australia", 34, 34, "AUD", "hour"),
    ("up to 9m contract, $52/hr", "US", 52, 52, "USD", "hour"),
    ("Warehouse 4m+ pallets, $21 per hour", "US", 21, 21, "USD", "hour"),
    ("3m - 9m", "UK", None, None, None, None),
    ("9m+", "US", None, None, None, None),
    ("up to 30m contract", "Vietnam", None, None, None, None),
    ("30m-40m", "Vietnam", 30_000_000, 40_000_000, "VND", "month"),
    # names of the least pay before a code
    ("Mindestgehalt EUR 2.600 brutto", "Austria", 2_600, None, "EUR", "month"),
    ("Mindestgehalt: EUR 39.500 brutto/Jahr", "Austria", 39_500, None, "EUR", "year"),
    ("KV-Mindestgehalt EUR 39.500 brutto/Jahr", "Austria", 39_500, None, "EUR", "year"),
    ("Mindestgehalt laut KV EUR 2.600 brutto pro Monat", "Austria", 2_600, None, "EUR", "month"),
    ("Das Mindestgehalt beträgt EUR 3.100 brutto/Monat", "Austria", 3_100, None, "EUR", "month"),
    ("Minimum salary USD 52,000 per year", "US", 52_000, None, "USD", "year"),
    # a low year or a high month, and the text says neither
    ("ILS 66,000", "Israel", 66_000, 66_000, "ILS", None),
    ("PLN 47 000", "Poland", 47_000, 47_000, "PLN", None),
    ("43 000 - 53 000 PLN", "Poland", 43_000, 53_000, "PLN", None),
    ("RON 46.000", "Romania", 46_000, 46_000, "RON", None),
    ("TRY 305,000", "Turkey", 305_000, 305_000, "TRY", None),
    ("KES 12,000", "Kenya", 12_000, 12_000, "KES", None),
    # codes that are words
    ("mzda nad 31 000 Kč", "Czechia", 31_000, None, "CZK", "month"),
    ("nad 6200 zł brutto", "Poland", 6_200, None, "PLN", "month"),
    ("plat nad 31 000", "Czechia", None, None, None, None),
    ("wynagrodzenie nad 6200", "Poland", None, None, None, None),
    ("mga 21,000 php", "Philippines", 21_000, 21_000, "PHP", "month"),
    ("sahod ng mga 21,000 kada buwan", "Philippines", None, None, None, None),
    # more of something else, and an end that is open
    ("$52,000 and more benefits", "US", 52_000, 52_000, "USD", "year"),
    ("€ 2.200 o más vacaciones", "Spain", 2_200, 2_200, "EUR", "month"),
    ("$52,000 or more", "US", 52_000, None, "USD", "year"),
    ("$52,000 or more, with a car", "US", 52_000, None, "USD", "year"),
    ("$24 or more per hour", "US", 24, None, "USD", "hour"),
    # what is not less is more, and where pay starts it does not end
    ("not less than $52,000", "US", 52_000, None, "USD", "year"),
    ("no less than $52,000", "US", 52_000, None, "USD", "year"),
    ("will start at $52,000", "US", 52_000, None, "USD", "year"),
    ("no menos de 24.000 € brutos anuales", "Spain", 24_000, None, "EUR", "year"),
    ("nicht weniger als 41.000 € im Jahr", "Germany", 41_000, None, "EUR", "year"),
    ("pas moins de 31 000 € par an", "France", 31_000, None, "EUR", "year"),
    ("não inferior a R$ 4.100 por mês", "Brazil", 4_100, None, "BRL", "month"),
    ("non inferiore a 31.000 € annui", "Italy", 31_000, None, "EUR", "year"),
    ("niet lager dan € 2.600 per maand", "Netherlands", 2_600, None, "EUR", "month"),
    ("nie mniej niż 6200 zł", "Poland", 6_200, None, "PLN", "month"),
    ("ne méně než 31 000 Kč", "Czechia", 31_000, None, "CZK", "month"),
    ("не ниже 62 000 руб", "Russia", 62_000, None, "RUB", "month"),
    ("не менше 31 000 грн", "Ukraine", 31_000, None, "UAH", "month"),
    ("begins at $52,000", "US", 52_000, None, "USD", "year"),
    ("între 4.100 și 5.200 lei", "Romania", 4_100, 5_200, "RON", "month"),
    ("από 1.100 έως 1.300 €", "Greece", 1_100, 1_300, "EUR", "month"),
    ("nuo 1600 EUR", "Lithuania", 1_600, None, "EUR", "month"),
    ("iki 2600 EUR", "Lithuania", None, 2_600, "EUR", "month"),
    ("RM 2,600 hingga RM 3,100", "Malaysia", 2_600, 3_100, "MYR", "month"),
    # the country says which dollar it is; of several currencies the advert's country has one
    ("Canada: $92,000 - $99,000; US residents: $81,000 - $89,000", "US", 81_000, 89_000, "USD", "year"),
    ("$92k - $99k (Canada), $81k - $89k (US)", "Canada", 92_000, 99_000, "CAD", "year"),
    ("£41,000 - £46,000 or €51,000 - €56,000", "Germany", 51_000, 56_000, "EUR", "year"),
    ("£41,000 - £46,000 or €51,000 - €56,000", "Japan", 41_000, 46_000, "GBP", "year"),
    ("Talk to us: $92,000 - $99,000", "Canada", 92_000, 99_000, "CAD", "year"),
    # the lowest, the middle and the highest
    ("Min $51,000 / Mid $61,000 / Max $71,000", "US", 51_000, 71_000, "USD", "year"),
    ("Minimum 51k, Midpoint 61k, Maximum 71k", "US", 51_000, 71_000, "USD", "year"),
    # overtime, the pay of fewer hours and what changes with success count where nothing else is named
    ("$21 per hour, overtime $31 per hour", "US", 21, 21, "USD", "hour"),
    ("Overtime $31 per hour", "US", 31, 31, "USD", "hour"),
    ("51.000 € brutto, variabel 9.000 €", "Germany", 51_000, 51_000, "EUR", "year"),
    ("£31,000, pro rata £19,000", "UK", 31_000, 31_000, "GBP", "year"),
    ("pro rata £31,000", "UK", 31_000, 31_000, "GBP", "year"),
    # turns of work, a point before three digits, and what is no pay
    ("6 к 1, 62 000 руб", "Russia", 62_000, 62_000, "RUB", "month"),
    ("75 к руб", "Russia", 75_000, 75_000, "RUB", "month"),
    ("$13.500 por hora", "US", 13.5, 13.5, "USD", "hour"),
    ("$4.250 por hora", "Chile", 4_250, 4_250, "CLP", "hour"),
    ("$14.500 por hora", "Colombia", 14_500, 14_500, "COP", "hour"),
    ("lương cứng 8tr + hoa hồng lên đến 12tr", "Vietnam", 8_000_000, 8_000_000, "VND", "month"),
    ("$400 sign on", "India", None, None, None, None),
    ("$400 sign-on", "India", None, None, None, None),
    # pay by the year without a currency is as likely in dollars where pay is by the month, unless none are of that size
    ("250,000 per annum", "South Africa", 250_000, 250_000, None, "year"),
    ("46,000 per year", "Malaysia", 46_000, 46_000, None, "year"),
    ("125,000 per year", "Israel", 125_000, 125_000, None, "year"),
    ("250000 per year", "United Arab Emirates", 250_000, 250_000, None, "year"),
    ("420,000 per annum", "India", 420_000, 420_000, "INR", "year"),
]


def test_what_is_easily_misread_is_read_as_a_person_would() -> None:
    read = parse_salaries([(text, None, None, None, country) for text, country, *_ in MISREAD])
    wrong = [(case, row[:4]) for case, row in zip(MISREAD, read, strict=True) if row[:4] != tuple(case[2:])]
    assert not wrong


def test_a_dollar_column_of_several_countries_is_none_of_theirs() -> None:
    countries = ("Australia / Europe", "Australia / US", "Australia / Germany", "Australia")
    read = parse_salaries([(None, 90_000, 110_000, "$", country) for country in countries])
    assert [row[2] for row in read] == [None, "USD", "AUD", "AUD"]


def test_the_months_of_a_board_say_nothing_where_pay_is_by_the_year() -> None:
    months = [(None, low, low + 500, "USD", "Vietnam") for low in (1_200, 1_500, 2_000)]
    read = parse_salaries([*months, (None, 8_000, 10_000, "USD", "US")], ["a"] * 4)
    assert [row[3] for row in read] == ["month", "month", "month", "year"]
