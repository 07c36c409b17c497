"""Spellings of pay as adverts of many countries use them, each with what it says."""

from __future__ import annotations

import pytest

from tests.support.sql_models import parse_salaries

# text, currency, country, and: min, max, currency, period
SPELLINGS = [
    ("48.750/hour", None, "US", 48.75, 48.75, "USD", "hour"),
    ("48.750/hour", None, None, 48.75, 48.75, None, "hour"),
    ("95553.375/year", None, None, 95_553.375, 95_553.375, None, "year"),
    ("18～25K", None, None, 18_000, 25_000, None, None),
    ("20~30K", None, "China", 20_000, 30_000, "CNY", "month"),
    ("€50-75,000", None, None, 50_000, 75_000, "EUR", "year"),
    ("R500-600k", None, None, 500_000, 600_000, "ZAR", "year"),
    ("R 45 000 per month", None, "South Africa", 45_000, 45_000, "ZAR", "month"),
    ("$90-120k/equity", None, "US", 90_000, 120_000, "USD", "year"),
    ("80-100k base + 20% OTE", "USD", "US", 80_000, 100_000, "USD", "year"),
    ("120k/yr to 150k/yr", "USD", None, 120_000, 150_000, "USD", "year"),
    ("100.000,00 €", None, None, 100_000, 100_000, "EUR", "year"),
    ("1,2 Mio JPY per month", None, None, 1_200_000, 1_200_000, "JPY", "month"),
    ("50-60k€", None, None, 50_000, 60_000, "EUR", "year"),
    ("45 k€ - 55 k€ brut annuel", None, "France", 45_000, 55_000, "EUR", "year"),
    ("de 40 à 50 k€", None, "France", 40_000, 50_000, "EUR", "year"),
    ("2 500 € brut par mois", None, "France", 2_500, 2_500, "EUR", "month"),
    ("von 50.000 bis 60.000 € im Jahr", None, None, 50_000, 60_000, "EUR", "year"),
    ("50.000 € - 60.000 € brutto/Jahr", None, None, 50_000, 60_000, "EUR", "year"),
    ("Stundenlohn 15,50 €", None, None, 15.5, 15.5, "EUR", "hour"),
    ("15,50 €/Std.", None, None, 15.5, 15.5, "EUR", "hour"),
    ("3.200,- € monatlich", None, None, 3_200, 3_200, "EUR", "month"),
    ("entre 30.000 y 40.000 € brutos anuales", None, None, 30_000, 40_000, "EUR", "year"),
    ("R$ 5.000,00 a R$ 7.000,00 por mês", None, None, 5_000, 7_000, "BRL", "month"),
    ("R$ 8 mil a R$ 10 mil", None, None, 8_000, 10_000, "BRL", "month"),
    ("CHF 90'000 - 110'000 p.a.", None, None, 90_000, 110_000, "CHF", "year"),
    ("8 000 - 12 000 zł brutto / mies.", None, None, 8_000, 12_000, "PLN", "month"),
    ("от 150 000 до 200 000 руб.", None, "Russia", 150_000, 200_000, "RUB", "month"),
    ("150-200 тыс. руб. в месяц", None, None, 150_000, 200_000, "RUB", "month"),
    ("45.000-55.000 kr. pr. måned", None, "Denmark", 45_000, 55_000, "DKK", "month"),
    ("Rp 8-10 juta per bulan", None, None, 8_000_000, 10_000_000, "IDR", "month"),
    ("Rp 8.000.000 - 10.000.000", None, None, 8_000_000, 10_000_000, "IDR", "month"),
    ("15-20 triệu VND/tháng", None, None, 15_000_000, 20_000_000, "VND", "month"),
    ("월급 300만원", None, None, 3_000_000, 3_000_000, "KRW", "month"),
    ("연봉 4000만원 ~ 6000만원", None, None, 40_000_000, 60_000_000, "KRW", "year"),
    ("時給1,200円〜1,500円", None, None, 1_200, 1_500, "JPY", "hour"),
    ("月給25万円～30万円", None, None, 250_000, 300_000, "JPY", "month"),
    ("￥１５,０００－２０,０００／月", None, "China", 15_000, 20_000, "CNY", "month"),
    ("¥8千-1.2万/月", None, "China", 8_000, 12_000, "CNY", "month"),
    ("15k-25k·14薪", None, None, 15_000, 25_000, "CNY", "month"),
    ("₹25,000 - ₹40,000 pm", None, None, 25_000, 40_000, "INR", "month"),
    ("₹8-12 LPA", None, None, 800_000, 1_200_000, "INR", "year"),
    ("8L - 12L per annum", "INR", None, 800_000, 1_200_000, "INR", "year"),
    ("1-1.5 Cr", "INR", "India", 10_000_000, 15_000_000, "INR", "year"),
    ("£450-£550 p/d", None, None, 450, 550, "GBP", "day"),
    ("£500pd", None, None, 500, 500, "GBP", "day"),
    ("£12.50 ph", None, None, 12.5, 12.5, "GBP", "hour"),
    ("£350 pw", None, None, 350, 350, "GBP", "week"),
    ("$3500mo", None, "US", 3_500, 3_500, "USD", "month"),
    ("£28,000pa", None, None, 28_000, 28_000, "GBP", "year"),
    ("$18.50 - $22.00 Hourly", None, "US", 18.5, 22, "USD", "hour"),
    ("Hourly rate: $60", None, "US", 60, 60, "USD", "hour"),
    ("$60 - $80/hr DOE", None, "US", 60, 80, "USD", "hour"),
    ("$65 - $85 per hour on W2", None, "US", 65, 85, "USD", "hour"),
    ("€1,250 per week", None, None, 1_250, 1_250, "EUR", "week"),
    ("1.250 € pro Woche", None, None, 1_250, 1_250, "EUR", "week"),
    ("80.000 - 95.000 €", None, None, 80_000, 95_000, "EUR", "year"),
    # two periods are two readings of one pay, never one range
    ("月 20k-40k*13-15 薪 年 20-70 万", None, "China", 20_000, 40_000, "CNY", "month"),
    ("月薪20k-40k 年薪20-70万", None, "China", 20_000, 40_000, "CNY", "month"),
    ("年: 30-50万, 月: 2-3万", None, "China", 300_000, 500_000, "CNY", "year"),
    ("20-40K 13-16薪 (年 30-60万)", None, "China", 20_000, 40_000, "CNY", "month"),
    ("$25 - $30 (hourly)", None, "US", 25, 30, "USD", "hour"),
    ("$25-$30 hourly, $52,000-$62,400 annually", None, "US", 25, 30, "USD", "hour"),
    ("$52,000-$62,400 a year ($25-$30 an hour)", None, "US", 52_000, 62_400, "USD", "year"),
    ("Junior: $80k-100k; Senior: $120k-150k", None, "US", 80_000, 150_000, "USD", "year"),
    ("$80k–$100k (Engineer), $120-150k (Senior)", None, "US", 80_000, 150_000, "USD", "year"),
    ("Backend 100-150k, Frontend 90-120k", "EUR", None, 90_000, 150_000, "EUR", "year"),
    ("SF: $150-200k, NYC: $140-190k, Remote: $120-160k", None, "US", 120_000, 200_000, "USD", "year"),
    ("Junior 80-100, senior 120-150k", "USD", None, 80_000, 150_000, "USD", "year"),
    ("Engineer ($80k-100k), Staff Engineer ($160-190k)", None, None, 80_000, 190_000, "USD", "year"),
    ("L3: $120k, L4: $150k, L5: $180k", None, None, 120_000, 180_000, "USD", "year"),
    ("£80k-£100k ($104k-$130k)", "GBP", "UK", 80_000, 100_000, "GBP", "year"),
    ("London £60-80k | Berlin €60-80k | Manchester £50-65k", None, None, 50_000, 80_000, "GBP", "year"),
    ("$85,000/yr USD or $105,000/yr CAD", "CAD", None, 105_000, 105_000, "CAD", "year"),
    ("$85,000/yr USD or $105,000/yr CAD", None, None, 85_000, 85_000, "USD", "year"),
    ("£70-80k/$90-$100k", "GBP", None, 70_000, 80_000, "GBP", "year"),
    ("$50-60 (mid), $70-80/hr (senior)", None, "US", 50, 80, "USD", "hour"),
    ("Intern: $30-40/hr; Full time: $120-150k; Senior: $150-180k", None, "US", 120_000, 180_000, "USD", "year"),
    ("$120k base, $20k bonus, $50k equity", None, "US", 120_000, 120_000, "USD", "year"),
    ("$110k base 20k bonus", None, "US", 110_000, 110_000, "USD", "year"),
    ("Sign-on bonus $10k, salary $95,000 - $105,000", None, "US", 95_000, 105_000, "USD", "year"),
    ("$150-180k base, $200-240k OTE", None, "US", 150_000, 180_000, "USD", "year"),
    ("OTE $200-240k", None, "US", 200_000, 240_000, "USD", "year"),
    ("min 50k max 80k", "EUR", None, 50_000, 80_000, "EUR", "year"),
    ("from 50k up to 80k EUR", None, None, 50_000, 80_000, "EUR", "year"),
    ("Up to €70k", None, None, None, 70_000, "EUR", "year"),
    ("bis zu 70.000 €", None, None, None, 70_000, "EUR", "year"),
    ("ab 45.000 € brutto", None, None, 45_000, None, "EUR", "year"),
    ("from $100,000 per annum", None, "US", 100_000, None, "USD", "year"),
    ("AUD $140,000 to $190,000 + super", None, None, 140_000, 190_000, "AUD", "year"),
    ("$120,000 + Super", None, "Australia", 120_000, 120_000, "AUD", "year"),
    ("US$ 60,000 - US$ 80,000", None, "Brazil", 60_000, 80_000, "USD", "year"),
    ("60000 - 80000 USD per year", None, None, 60_000, 80_000, "USD", "year"),
    ("USD 4,000 - 6,000 monthly", None, None, 4_000, 6_000, "USD", "month"),
    ("$1.5k/week", None, "US", 1_500, 1_500, "USD", "week"),
    ("$2,000 biweekly", None, "US", None, None, None, None),
    ("$0.60 per mile", None, "US", None, None, None, None),
    ("$100-$150", None, "US", None, None, None, None),
    ("CAD$70-120 + equity", None, "Canada", None, None, None, None),
    ("$13.135", None, "US", None, None, None, None),
    ("$67,000.00–$84,000.00", None, "US", 67_000, 84_000, "USD", "year"),
    ("$140,000 — $180,000 USD", None, None, 140_000, 180_000, "USD", "year"),
    (
        "The salary range is $140,000 - $180,000 per year. Bonus up to $20,000.",
        None,
        "US",
        140_000,
        180_000,
        "USD",
        "year",
    ),
    ("6m contract, £500/day", None, None, 500, 500, "GBP", "day"),
    ("£500/day, 6 month contract", None, None, 500, 500, "GBP", "day"),
    ("9am-5pm, $20/hour", None, "US", 20, 20, "USD", "hour"),
    ("100k USD/year", None, None, 100_000, 100_000, "USD", "year"),
    ("60-80K EUR gross/year", None, None, 60_000, 80_000, "EUR", "year"),
    ("6000 —— 8000（美元）视能力定", None, None, 6_000, 8_000, "USD", "month"),
    ("3000€ x 14", None, None, 3_000, 3_000, "EUR", "month"),
    ("150-200元/天", None, None, 150, 200, "CNY", "day"),
    ("年薪30-50万", None, None, 300_000, 500_000, "CNY", "year"),
    ("NT$45,000 - 60,000/月", None, None, 45_000, 60_000, "TWD", "month"),
    ("1.8万-2.5万*15薪", None, None, 18_000, 25_000, "CNY", "month"),
    ("50,000 TL - 70,000 TL aylık", None, None, 50_000, 70_000, "TRY", "month"),
    ("Kč 45 000 - 60 000 měsíčně", None, None, 45_000, 60_000, "CZK", "month"),
    ("€55,000 - €65,000 per annum, plus 25 days holiday", None, None, 55_000, 65_000, "EUR", "year"),
    ("DKK 50.000 per month", None, None, 50_000, 50_000, "DKK", "month"),
    ("130.5k - 160.5k USD", None, None, 130_500, 160_500, "USD", "year"),
    ("$1,200-$1,500 weekly", None, "US", 1_200, 1_500, "USD", "week"),
    ("104000-130000 per year + bonus", None, "US", 104_000, 130_000, "USD", "year"),
    ("$100-$120k Base / $150-$180k OTE", None, "US", 100_000, 120_000, "USD", "year"),
    ("年収 600万〜900万", None, None, 6_000_000, 9_000_000, "JPY", "year"),
    ("Full-time: $100k - $130k. Contract: $60 - $80/hr.", None, "US", 100_000, 130_000, "USD", "year"),
    ("25 000 - 30 000 zł netto (B2B), 20 000 - 25 000 zł brutto", None, None, 20_000, 25_000, "PLN", "month"),
    ("$90,000 - $120,000, $50 - $70", None, "US", 90_000, 120_000, "USD", "year"),
    ("$90,000 - $120,000 or $45,000 - $50,000, $7,000 - $9,000", None, "US", 45_000, 120_000, "USD", "year"),
    ("\u00a330k-40k junior, \u00a3250k-300k head", None, "GB", 30_000, 300_000, "GBP", "year"),
    ("Salary (EUR): 50000 - 60000", None, None, 50_000, 60_000, "EUR", "year"),
]


def test_each_spelling_says_the_pay_that_a_reader_sees() -> None:
    read = parse_salaries([(text, None, None, currency, country) for text, currency, country, *_ in SPELLINGS])
    wrong = [(case, row[:4]) for case, row in zip(SPELLINGS, read, strict=True) if row[:4] != tuple(case[3:])]
    assert not wrong


# text, and the basis that the reading gives
SEVERAL = [
    ("$80k-100k junior, $120k-150k senior", "text_several"),
    ("$80k or $95k", "text_several"),
    ("$80k, $20", "text_single"),
    ("$80k-100k, $20k bonus", "text_range"),
    ("$80k-100k (up to $120k with experience)", "text_range"),
]


@pytest.mark.parametrize(("text", "basis"), SEVERAL, ids=[text for text, _ in SEVERAL])
def test_several_mentions_are_said_to_be_several(text: str, basis: str) -> None:
    [row] = parse_salaries([(text, None, None, "USD", "US")])
    assert row[6] == basis


@pytest.mark.parametrize("country", [None, "US", "Sweden"])
def test_no_separator_makes_an_hour_of_thousands(country: str | None) -> None:
    texts = [f"{whole}.{part}/hour" for whole in (7, 12, 48, 99, 250) for part in ("000", "750", "125")]
    read = parse_salaries([(text, None, None, None, country) for text in texts])
    assert [(text, row) for text, row in zip(texts, read, strict=True) if (row[0] or 0) > 1000] == []
