"""Pay that the text of an advert states."""

from __future__ import annotations

import pytest

from tests.support.sql_models import parse_stated_salaries

# description, country, and what it states: min, max, currency, period
STATED = [
    ("<p>We bake.</p><h3>Salary</h3>$51,600.00 - $77,500.00<h3>Benefits</h3>", "US", 51_600, 77_500, "USD", "year"),
    (
        "<p>The base salary range for this role in the north is <b>$120,000</b> to <b>$150,000</b>.</p>",
        "US",
        120_000,
        150_000,
        "USD",
        "year",
    ),
    ("Pay: $21.50 - $25 per hour. We have 40 ovens.", "US", 21.5, 25, "USD", "hour"),
    ("The hourly rate is USD $17.75/Hr. - USD $31.25/Hr. Come and bake", "US", 17.75, 31.25, "USD", "hour"),
    (
        "Salary&nbsp;range: <strong>&pound;30,000</strong>&nbsp;&ndash;&nbsp;£40,000 plus bonus",
        "GB",
        30_000,
        40_000,
        "GBP",
        "year",
    ),
    ("Earn up to $40/hour, and work from home", "US", None, 40, "USD", "hour"),
    ("You get $90,000-$110,000 per year and a hat", "US", 90_000, 110_000, "USD", "year"),
    ("<b>Rate:</b> £250 - £300 per day", "GB", 250, 300, "GBP", "day"),
    ("<b>Pay range</b><br>Minimum:<br>$131,200.00<br>", "US", 131_200, None, "USD", "year"),
    # a word glued to the figure, a commission behind it
    ("Pay Range of $67,830.00 - $142,800.00Targeted Commission: $40,000.00Sales", "US", 67_830, 142_800, "USD", "year"),
    ("salary spans $135,000- $155,000and more", "US", 135_000, 155_000, "USD", "year"),
    # stated twice it is one, in two places it is from the lowest to the highest
    ("Salary: $80k-$90k. Again: the salary is $80k-$90k", "US", 80_000, 90_000, "USD", "year"),
    (
        "<p>Pay range in Ohio: $90,000-$100,000</p><p>Pay range in Texas: $95,000-$120,000</p>",
        "US",
        90_000,
        120_000,
        "USD",
        "year",
    ),
    # the base is pay, and not what is hoped for besides
    ("Base salary $80k-$90k, OTE $160k-$180k", "US", 80_000, 90_000, "USD", "year"),
    ("Salary: $70,000. On-target earnings (OTE) are $140,000 annually", "US", 70_000, 70_000, "USD", "year"),
    ("The base pay is $70,000-$80,000, with an earnings potential of $120,000", "US", 70_000, 80_000, "USD", "year"),
    (
        "Salary $70-80K. With total annual compensation in the $90,000-$99,000 range",
        "US",
        70_000,
        80_000,
        "USD",
        "year",
    ),
    ("Gehalt: 60.000 €, Zieleinkommen 75.000 €", "Germany", 60_000, 60_000, "EUR", "year"),
    # that of full time, and of today
    ("Salary: FTE £40,000, actual £24,000", "UK", 40_000, 40_000, "GBP", "year"),
    ("Salary: £24,000 actual (FTE £40,000)", "UK", 40_000, 40_000, "GBP", "year"),
    ("Salary: £40,000 pro rata", "UK", 40_000, 40_000, "GBP", "year"),
    ("Salary: £40,000, pro rata to £24,000", "UK", 40_000, 40_000, "GBP", "year"),
    ("Salary: previously $80,000-$90,000, now $90,000-$99,000", "US", 90_000, 99_000, "USD", "year"),
    # of several countries that of the advert's own; of several places from the lowest to the highest
    ("Salary: US: $150-180k; UK: £90-110k", "UK", 90_000, 110_000, "GBP", "year"),
    ("Salary: US: $150-180k; UK: £90-110k", "US", 150_000, 180_000, "USD", "year"),
    ("Canada pay range: $90,000-99,000\nUnited States pay range: $80,000-92,000", "US", 80_000, 92_000, "USD", "year"),
    (
        "Canada pay range: $90,000-99,000\nUnited States pay range: $80,000-92,000",
        "Canada",
        90_000,
        99_000,
        "CAD",
        "year",
    ),
    ("Salary in the US: $90,000-99,000; in Canada CAD 80,000-92,000", "Canada", 80_000, 92_000, "CAD", "year"),
    (
        "<b>Pay ranges</b><p>$60,000 - $70,000 in Ohio<br>$80,000 - $90,000 in Maine",
        "US",
        60_000,
        90_000,
        "USD",
        "year",
    ),
    # from the minimum to the maximum
    ("Pay: Minimum 50k Midpoint 60k Maximum 70k", "US", 50_000, 70_000, "USD", "year"),
    ("Pay scale: Min $51,000 - Mid $61,000 - Max $71,000", "US", 51_000, 71_000, "USD", "year"),
    ("Salary range: Minimum: $51,000<br>Midpoint: $61,000<br>Maximum: $71,000", "US", 51_000, 71_000, "USD", "year"),
    ("good pay ranging from $18/hr to $24/hr", "US", 18, 24, "USD", "hour"),
    # one period of several
    ("Pay: $25/hr ($52,000 annually)", "US", 25, 25, "USD", "hour"),
    ("Pay: $52,000 annually, $25/hr", "US", 52_000, 52_000, "USD", "year"),
    ("Salary: $60,000 - $70,000. Bonus: $10,000", "US", 60_000, 70_000, "USD", "year"),
    # from, with no upper end
    ("Salaries start at $60k", "US", 60_000, None, "USD", "year"),
    ("The salary will not be lower than 2600 €", "Slovakia", 2_600, None, "EUR", "month"),
    ("Salary: not less than $60,000", "US", 60_000, None, "USD", "year"),
    ("Hourly pay: $18.50 - $19", "US", 18.5, 19, "USD", "hour"),
    ("Good pay: $20.00/hr. to $25.00/hr. with us", "US", 20, 25, "USD", "hour"),
    ("The salary is $50,000&#160;- $60,000", "US", 50_000, 60_000, "USD", "year"),
    ("An average wage gain of $24k. Salary: $115,500", "US", 115_500, 115_500, "USD", "year"),
    ("You earn up to $40 per hour", "US", None, 40, "USD", "hour"),
    ("薪資：月薪 35,000 ~ 45,000 元", "Taiwan", 35_000, 45_000, "TWD", "month"),
    ("Das Bruttogehalt beträgt 3.500 € pro Monat", "Germany", 3_500, 3_500, "EUR", "month"),
    ("Wir zahlen ein Jahresgehalt von 55.000 bis 65.000 EUR", "Germany", 55_000, 65_000, "EUR", "year"),
    ("Rémunération : 32 000 € à 36 000 € brut annuel", "France", 32_000, 36_000, "EUR", "year"),
    ("Salario: entre 24.000€ y 28.000€ brutos anuales", "Spain", 24_000, 28_000, "EUR", "year"),
    ("Salário: R$ 3.500,00 por mês mais vale", "Brazil", 3_500, 3_500, "BRL", "month"),
    ("Retribuzione: 28.000 - 32.000 € annui", "Italy", 28_000, 32_000, "EUR", "year"),
    ("Het salaris ligt tussen € 2.900 en € 3.400 bruto per maand", "Netherlands", 2_900, 3_400, "EUR", "month"),
    ("Wynagrodzenie: 8 000 - 11 000 zł brutto miesięcznie", "Poland", 8_000, 11_000, "PLN", "month"),
    ("Mzda 38 000 - 45 000 Kč měsíčně", "Czechia", 38_000, 45_000, "CZK", "month"),
    ("Зарплата от 90 000 до 120 000 руб. в месяц", "Russia", 90_000, 120_000, "RUB", "month"),
    ("Salariul este între 4.100 și 5.200 lei", "Romania", 4_100, 5_200, "RON", "month"),
    ("Fizetés: bruttó 410.000 Ft/hó", "Hungary", 410_000, 410_000, "HUF", "month"),
    ("Bruttó bér: 410 000 - 520 000 Ft", "Hungary", 410_000, 520_000, "HUF", "month"),
    ("Atlyginimas nuo 1600 iki 2100 EUR bruto", "Lithuania", 1_600, 2_100, "EUR", "month"),
    ("Atlyginimas iki 2600 EUR", "Lithuania", None, 2_600, "EUR", "month"),
    ("Atalgojums no 1600 līdz 2100 EUR bruto", "Latvia", 1_600, 2_100, "EUR", "month"),
    ("Palk 1600 kuni 2100 eurot", "Estonia", 1_600, 2_100, "EUR", "month"),
    ("Μισθός από 1.100 έως 1.300 €", "Greece", 1_100, 1_300, "EUR", "month"),
    ("Gaji Rp 4.100.000 s/d Rp 5.200.000", "Indonesia", 4_100_000, 5_200_000, "IDR", "month"),
    ("Gaji dari RM 2,600 hingga RM 3,100", "Malaysia", 2_600, 3_100, "MYR", "month"),
    ("Plača: 1.600 - 1.900 EUR bruto", "Slovenia", 1_600, 1_900, "EUR", "month"),
    ("岗位职责：烘焙\n薪资范围：15k-25k", "China", 15_000, 25_000, "CNY", "month"),
    ("給与：月給25万円～30万円", "Japan", 250_000, 300_000, "JPY", "month"),
    ("급여: 월급 280만원", "South Korea", 2_800_000, 2_800_000, "KRW", "month"),
    ("Mức lương: 15 - 20 triệu/tháng", "Vietnam", 15_000_000, 20_000_000, "VND", "month"),
    # thousands, currencies of other countries, small figures
    ("薪资：8-15k，13薪", "China", 8_000, 15_000, "CNY", "month"),
    ("薪资 3000-6000 美金", "China", 3_000, 6_000, "USD", "month"),
    ("Salary: 4.4-5.5K SGD /month", "Singapore", 4_400, 5_500, "SGD", "month"),
    ("Salary: 2000SGD - 3000SGD per month", "Singapore", 2_000, 3_000, "SGD", "month"),
    ("Salary: Kshs. 69,140- 84,430 Per month", "Kenya", 69_140, 84_430, "KES", "month"),
    ("Mzda: 46–60 tis. Kč", "Czech Republic", 46_000, 60_000, "CZK", "month"),
    ("Зарплата 80к - 120к", "Russia", 80_000, 120_000, "RUB", "month"),
    ("Зарплата: от 70 т.р. на руки", "Russia", 70_000, None, "RUB", "month"),
    ("Ставка: 300 руб./час", "Russia", 300, 300, "RUB", "hour"),
    ("Sueldo entre 600 y 900 euros mensuales", "Spain", 600, 900, "EUR", "month"),
    ("### Salary\nEuros 40k-120k", "Spain", 40_000, 120_000, "EUR", "year"),
    ("Gehaltspaket: 60.000 € - 70.000 €", "Germany", 60_000, 70_000, "EUR", "year"),
    # one end in a list below its heading
    ("Salary\n\n* from $3500/month\n* lunch", "US", 3_500, None, "USD", "month"),
    ("Salary\n- Up to $4100/month", "US", None, 4_100, "USD", "month"),
    # a range by a period: alone in its line, or what the reader gets
    ("We bake.\n$25 - $30 per hour DOE\nCome", "US", 25, 30, "USD", "hour"),
    ("<p>£28,000 - £32,000 per annum</p>", "GB", 28_000, 32_000, "GBP", "year"),
    ("We offer $25-$30 per hour", "US", 25, 30, "USD", "hour"),
    ("This role pays $25-$30 per hour", "US", 25, 30, "USD", "hour"),
    ("Wir bieten 20 € - 25 € pro Stunde", "Germany", 20, 25, "EUR", "hour"),
    ("Rate: $40 - $50 per hour", "US", 40, 50, "USD", "hour"),
    ("Now hiring at $17 - $19 per hour!", "US", 17, 19, "USD", "hour"),
    # a level called mid, days of holiday after the lower end, dollars of one country
    ("Salary Mid $90,000 - $110,000 per year", "US", 90_000, 110_000, "USD", "year"),
    ("Stundenlohn ab 15 € pro Stunde, bis zu 30 Tage Urlaub", "Germany", 15, None, "EUR", "hour"),
    ("Salario desde 1.400 € al mes y hasta 500 € en comisiones", "Spain", 1_400, None, "EUR", "month"),
    ("Remote US and Canada: salary $100,000 - $130,000", "US", 100_000, 130_000, "USD", "year"),
    ("Outside of Canada the salary is $120,000 - $140,000", "US", 120_000, 140_000, "USD", "year"),
    ("Salary (Remote - Canada): $80,000 USD", "US", 80_000, 80_000, "USD", "year"),
    ("Wage from $20 per hour\nMaximum 50 lbs to lift", "US", 20, None, "USD", "hour"),
]
NOT_STATED = [
    "Retention bonus $2,000 - $4,000 per year",
    "The average salary in our sector is $85,000",
    "90% of our pupils find a job with a mean salary, or an average salary of 38K € a year",
    "The federal minimum wage is $7.25 per hour",
    "Companies pay $100K+ to solve this",
    "$2,000-$5,000/article",
    "Good salary, death in service £100,000",
    "Media spend $20k-$50k per month",
    '<span data-salary="45000 USD">Baker</span>',
    "Loyer de 450 € à 600 € par mois",
    "給与：応相談\n資本金：5000万円",
    "Lønn etter avtale\nForsikring: 1 000 000 kr",
    "Competitive salary, 401K with company matching and 25 days of holiday",
    "A salary that is fair. Our founders raised $40 million in 2019",
    "Salary and a sign-on bonus of $5,000",
    "Pay, equity and health insurance\n* Free snacks\n* Flexible hours\n* $200 a month for transit",
    "Competitive pay and $5k/year to spend on continuing education",
    "Nous sommes présents dans 12 pays avec plus de 2 600 collaborateurs",
    "薪资：有竞争力\n- 4K显示器",
    "Paying customers: 18,000 companies",
    # a range by a period of something else, in any language
    "Unterkunft: 300 € - 400 € pro Monat",
    "Umsatzverantwortung von 200.000 € - 300.000 € pro Jahr",
    "Unsere Kunden zahlen 50 € - 90 € pro Stunde",
    "Chiffre d'affaires : 300 000 € - 400 000 € par an",
    "Huur 800 € - 1200 € per maand",
    "Our pupils pay $15 - $20 per hour",
    "Bakers whom we place can earn $300 - $500 per day",
    "You help bakeries earn $500 - $900 per month",
    "Deals of $20,000 - $40,000 per year",
    "- Revenue managed: $5,000 - $9,000 per month",
    "- $5,000 - $9,000 per month of revenue",
    "Pay - 2,800 coins/day",
    "Salary\n* $5,000 sign-on bonus\n* lunch",
    "Compensation:\n- $2,000 monthly stipend for transit",
    "You get $5,000 per year for courses",
    "We are offering $500 per month to repay your student loans",
    "Bakeries are charged; $400 - $600 per month.",
    "We bake in a flat ($900 - $1,400 per month)",
    "Annual range of deals: $50,000 - $250,000",
    "Vidutinis atlyginimas 2100 EUR",
    "Gaji minimum RM1,700",
    "Earn $200 for each successful referral",
    "We manage more than $35 billion in assets for retirement income",
    "Salary grade 12, 40 hours a week",
    "Gaji menarik dan tunjangan Rp 600.000",
    "Salariu atractiv, tichete de masă de 1.400 lei",
    "Fizetés: megegyezés szerint, éves juttatás 310.000 Ft",
    "Μισθός ανάλογα με την εμπειρία. Επίδομα 1.300 €",
]


def test_the_pay_that_a_text_states_is_read_as_a_delivered_one() -> None:
    read = parse_stated_salaries([(text, country) for text, country, *_ in STATED])
    wrong = [
        (text, row, meant)
        for (text, _, *meant), row in zip(STATED, read, strict=True)
        if [None if value is None or isinstance(value, str) else pytest.approx(value) for value in row[:2]]
        + list(row[2:])
        != meant
    ]
    assert wrong == []


def test_figures_that_are_no_pay_are_not_read() -> None:
    read = parse_stated_salaries([(text, "US") for text in NOT_STATED])
    assert [(text, row) for text, row in zip(NOT_STATED, read, strict=True) if row != (None, None, None, None)] == []
