"""Odd adverts, made from a seed: job objects of the API's own shape whose values are what no model was written for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Final

from jobhouse.sentrion.config.contract import JOB_FIELDS

Job = dict[str, Any]
Values = tuple[Any, ...]

TEXTS: Final[Values] = (
    "", " ", "\n", "\t \r\n", "a\nb", "a\n", "\nb", "null", "N/A", "-", "--", "none", "\u200b", "\ufeff",
    "\x00", "a\x00b", "\ud800", "\udfff text", "\U0001f600" * 60, "\u202eright to left", "e\u0301\u0301\u0301",
    "İI\u0131ß", "\uffff", "\x1b[31mred", "\x07", "'", "''", '"', "\\", "\\'", "%", "_", "$", "{}", "[]",
    "{y}", "{{ macro }}", "@this_model", "; drop table x; --", "<script", "<b>bold</b>", "&amp;lt;", "a|b",
    "|", "||", ",", ",;/|()&+", "( ", ")(", "[", "*", "+", "?", "(?i)", "0", "00", "-1", "1e999", "NaN", "inf",
    "-inf", "Infinity", "true", "false", "1" * 400, "x" * 2_500, "x" * 5_000, "ä" * 2_000, "a,b," * 900,
    "\u4e2d\u6587" * 40, "\u3000", "no",
)  # fmt: skip
"""Any field may bring them."""
OTHER_TYPES: Final[Values] = (
    None, True, False, 0, -1, 1, 0.0, -0.0, 1.5, 2**31, 2**53, 2**63 - 1, -(2**63), 1e300, -1e308, 5e-324,
    1.7976931348623157e308, [], [[]], [None], [None, None], ["a", None, "a"], ["", " ", "|"], [1, 2.5, True],
    [{"name": "SQL"}], [["a"], ["b"]], {}, {"": ""}, {"a": None}, {"a": {"b": [1, None, {"c": "d"}]}},
    {"name": "Berlin"}, {"$": 1}, {"min": 0, "max": -1}, ["x"] * 50,
)  # fmt: skip
DAYS: Final[Values] = (
    "0001-01-01", "0000-00-00", "0000-01-01", "9999-12-31", "99999-01-01", "294247-01-10", "-0044-03-15",
    "5881580-07-11", "2026-02-30", "2026-13-01", "infinity", "-infinity", "epoch", "today", "now",
    "1969-12-31", "1970-01-01", "1970-01-02", "2099-12-31", "2100-01-01", "1710500000000", "9999999999999",
    "0000000000000", "1710500000", "9999999999", "0000000000", "99999999999999999999", "20260230", "20260105",
    "00000000", "99991231", "31.12.9999", "31.02.2026", "December 31, 9999", "31 Dec 0001",
    "2026-01-05T25:00:00Z", "2026-01-05T10:00:00+99:99", "2026-01-05 BC", "2026-01-05 (BC)", "2026/01/05",
    "05/01/2026", "2026-1-5", "20260105120000", "2026-W01-1", "\uff12\uff10\uff12\uff16-01-05", "2026-01-05\n",
)  # fmt: skip
PAY_TEXTS: Final[Values] = (
    "0 per month", "0 per hour", "up to 0 per day", "0", "0 - 0", "$0", "$0-$0", "0 - 50,000",
    "$0 - $50,000 per year", "-5000 per month", "$-5000", "-$5,000 - $6,000 a year", "0.00/hour",
    "0.0000001/hour", "0k", "0k-0k per year", "from 0 per week", "0+ per month", "at least 0 EUR",
    "NaN per hour", "inf per month", "Infinity USD", "1e999 per year", "1e3 per hour", "9" * 400 + " per year",
    "9" * 15 + "k per month", "9" * 20 + " USD per day", "1 per month", "1-2 per hour",
    "99999999999999999999999-99999999999999999999999999 per year", "10-5 per hour", "60k-50k per year",
    "100 - 0 per hour", "0薪", "0-0K·16薪", "30-50K·99薪", "30-50K·00薪", "月薪 0元", "年収0万円", "0 LPA", "0-0 LPA",
    "0 lakhs per annum", "999999999999 crores per annum", "¥0", "kr 0 per month", "0 kr - 0 kr per month",
    "{h}", "{y}5{m}", "$" * 900, "1-" * 600, "1,000," * 300, "(((" * 300, "<0 per day", "≤0 per day",
    ">0 per day", "$1/hr - $0/hr", "USD 0.4 per hour", "0.5-1 per year", "1..2 per year", "1.2.3.4 per hour",
    "5 per fortnight", "$.5 per hour",
)  # fmt: skip
NUMBERS: Final[Values] = (
    0, 0.0, -0.0, -1, -50_000.5, 5e-324, 1e-9, 0.5, 1, 1e12, 1e15, 1e300, 1.7976931348623157e308, 2**63, "0",
    "-5", "120,000", "1,2,3", "1e9", "1" * 400, "NaN", "inf", "-inf", "Infinity", "0x10", "12 000", " 5 ",
    float("inf"), float("-inf"), float("nan"), 60_000, 90_000.0,
)  # fmt: skip
CURRENCIES: Final[Values] = (
    "USD", "usd", "$", "¥", "kr", "EUR\n", "XXX", "INR", "ZWL", "rs.", "Euro", "US$", "USD\nIndia", "ARS",
    "IRR", "VND", "USD\nx",
)  # fmt: skip
COUNTRIES: Final[Values] = (
    "India", "IN", "US", "Georgia", "CA", "Armenia", "Mexico", "b\nDE", "DE\n", "US/EU", "US|CA|MX|GB",
    "Remote", "EU", "XX", "ZZ", "AN", "Congo, The Democratic Republic of the", "UK", "中国", "日本", "England",
    "Worldwide", ", , ,", "US, US, US", "Germany;Germany",
)  # fmt: skip
STATES: Final[Values] = (
    "CA", "ca", "California", "a\nb", "x", "Bayern", "NY|NJ", "DC", "N/A", "Georgia", "GA, Georgia", "a\n",
    "Remote", "EU",
)  # fmt: skip
CITIES: Final[Values] = (
    "Paris", "paris", "PARIS", "Paris, TX", "London; Paris; Berlin", "Remote", "Remote - US",
    "Berlin remote Mitte", "Singapore", "San José", "La Paz", "Vienna, VA", "Denver, CO or San Francisco, CA",
    "Berlin/Berlin/Berlin", "Berlin, Berlin", "(Berlin)", "- Berlin -", "Berlin (remote) (hybrid)", "Anywhere",
    "Multiple locations", "Washington", "Georgia", "CA", ";".join(f"Town {n}" for n in range(120)), "北京",
    "東京都", "İstanbul", "St. John's",
)  # fmt: skip
ADDRESSES: Final[Values] = (
    "not a url", "http://", "https://", "//", "/", "?", "#", "http://[::1", "javascript:alert(1)",
    "mailto:a@b", "https://a.example/" + "x" * 5_000, "https://a.example/?" + "x=y&" * 5_000,
    "http://h.example?" + "&" * 3_000, "http://h.example/?a=1&a=1&utm_source=x",
    "http://u:p@h.example:99999/..;/%00", "HTTP://WWW.A.EXAMPLE:80/", "http://münchen.example/ü?q=ö#ä",
    "https://a.example", "https://a.example/", "https://a.example/#", "https://a.example/?",
    "a.example/jobs/1", "https://a.example/jobs/1\nhttps://a.example/jobs/2",
    "https://a.example/jobs/title-of-it-123456", "data:text/html;base64,AAAA", "https://\x00/",
)  # fmt: skip
TITLES: Final[Values] = (
    "I", "II", "Sr", "Jr Sr Jr", "(m/f/d)", "Head of", "remote", "remote remote", "+++", "###", "C++", "C#",
    "1 2 3 4 5", "Engineer 1", "Engineer II", "Engineer", "engineer ENGINEER", "VP", "Chief of Staff",
    "Manager, Manager", " ".join(f"word{n}" for n in range(180)), "İngeniør", "エンジニア",
)  # fmt: skip
COMPANIES: Final[Values] = (
    "Inc", "Inc.", "The", "The Inc", "GmbH & Co. KG", "A", "a.b.c.", "株式会社", "有限公司", "www.a.com", "(YC W20)",
    "Group", "Capital Group", "&", "&amp;", "...", "---", "Firm, Inc. Inc. Inc.", "FIRM", "firm", "Firm GmbH",
    "™", "http://x", " Co ", "co.", "Ltd " * 80, "(((", "N.A.", "N/A Inc",
)  # fmt: skip
LABELS: Final[Values] = (
    "Full Time", "full-time|part-time", "Senior", "Entry Level | Senior", "C-Level", "\\bintern", "x", "Staff",
    "other", "Praktikum",
)  # fmt: skip
LISTS: Final[Values] = (
    [], [""], [" "], ["N/A"], ["a", "a", "A", " a "], ["a|b", "c"], ["|", "||"], [None], ["a", None], "a|b|c",
    "a, b", "[]", '["a"]', "N/A", "", [f"skill {n}" for n in range(5_000)], ["x" * 5_000], ["İ", "i̇", "I"],
    ["ß", "SS", "ẞ"], ["\x00"], ["\ud800"], ["\U0001f600"], ["a\nb"], [1, None, "1"], [["a", ["b"]]],
    [{"name": "SQL", "level": 3}], {"0": "SQL"}, {"name": ["SQL"]}, 7, True, ["SQL"] * 300,
    ["sql", "SQL", "Sql"], ["'"], ['"'], ["\\"],
)  # fmt: skip
FLAGS: Final[Values] = (
    True, False, None, "true", "no", "remote", "Yes", "hybrid", 0, 1, 2, -1, 0.0, 1.0, 1e300, [True],
    {"remote": True},
)  # fmt: skip
ADVERT_TEXTS: Final[Values] = (
    "<p>" * 3_000, "<script>" * 500, "." * 30_000, ". " * 15_000, "\n" * 20_000, "- " * 9_000, "a" * 50_000,
    "\U0001f600" * 21_000, "x" * 39, "x" * 40 + ".",
    ("A sentence that is long enough to be remembered. " * 3 + "\n") * 200, "<" * 5_000, "&nbsp;" * 4_000,
    "data:image/png;base64," + "QUJD" * 20_000,
)  # fmt: skip

VALUES: Final[dict[str, Values]] = {
    "Job Type": LABELS, "Job Title": TITLES, "Apply URL": ADDRESSES, "Post Date": DAYS, "Valid Through": DAYS,
    "City": CITIES, "Job Board": LABELS, "Job Description": ADVERT_TEXTS, "Country": COUNTRIES,
    "Company Name": COMPANIES, "State": STATES, "Salary Offered": PAY_TEXTS, "Logo URL": ADDRESSES,
    "Is Remote": FLAGS, "Job URL": ADDRESSES, "Department Name": LISTS, "Seniority Level": LABELS,
    "Salary Currency": CURRENCIES, "Salary To": NUMBERS, "Salary From": NUMBERS, "Skills": LISTS,
}  # fmt: skip
"""The odd values that belong to each field."""
HUGE: Final[Values] = ("x" * 1_200_000, "a, " * 400_000, ["x" * 600_000, "y" * 600_000], {"name": "x" * 1_200_000})
UNKNOWN_KEYS: Final[Values] = (
    "Id", "job_title", "$", "", "Job  Title", "a.b", '"', "\x00", "Salary", "Skills ", "_dlt_load_id",
    "version_id",
)  # fmt: skip


def _ordinary(draw: random.Random) -> Job:
    """An advert without anything odd; some share a posting or an opening, so few are the addresses and companies."""
    number = draw.randrange(3_000)
    return {
        "Job Type": "Full Time", "Job Title": f"Engineer {draw.randrange(9)}",
        "Apply URL": f"https://apply.example/{number}",
        "Post Date": f"2026-{draw.randrange(1, 11):02}-{draw.randrange(1, 29):02}", "Valid Through": None,
        "City": draw.choice(("Berlin", "Austin")), "Job Board": draw.choice(("Board", "Other board")),
        "Job Description": f"We look for somebody to do the work of number {number % 40}. " * 9,
        "Country": draw.choice(("DE", "US", "India", None)), "Company Name": f"Firm {draw.randrange(60)}",
        "State": None, "Salary Offered": None, "Logo URL": None, "Is Remote": draw.random() < 0.3,
        "Job URL": draw.choice((f"https://board.example/jobs/{number}", None)),
        "Department Name": ["Engineering"], "Seniority Level": "Senior",
        "Salary Currency": draw.choice(("USD", "EUR", None)), "Salary To": draw.choice((90_000.0, None)),
        "Salary From": draw.choice((60_000.0, None)), "Skills": ["SQL", "Python"],
    }  # fmt: skip


def odd_adverts(count: int, seed: int) -> Iterator[Job]:
    """So many adverts, of which each has one to eight odd values or is odd in all that it says."""
    draw = random.Random(seed)
    keys = [field.key for field in JOB_FIELDS]
    for _ in range(count):
        job = _ordinary(draw)
        how_many = len(keys) if draw.random() < 0.03 else draw.randint(1, 8)
        for key in draw.sample(keys, how_many):
            job[key] = odd_value(key, draw)
        if draw.random() < 0.1:
            job[draw.choice(UNKNOWN_KEYS)] = draw.choice(draw.choice((TEXTS, OTHER_TYPES, LISTS)))
        if draw.random() < 0.05:
            del job[draw.choice(keys)]
        yield job


def odd_value(key: str, draw: random.Random) -> Any:
    """One that belongs to the field, any text, another type, two glued, characters at random, or a megabyte."""
    kind = draw.choices(("own", "text", "type", "glued", "random", "huge"), (600, 150, 120, 80, 50, 1))[0]
    match kind:
        case "own":
            return draw.choice(VALUES[key])
        case "text":
            return draw.choice(TEXTS)
        case "type":
            return draw.choice(OTHER_TYPES)
        case "huge":
            return draw.choice(HUGE)
        case "glued":
            between = draw.choice((" ", "\n", "-", "|", ""))
            return between.join(str(draw.choice(VALUES[key]))[:400] for _ in range(2))
        case _:
            ends = draw.choices((128, 0x3000, 0x110000), k=draw.randrange(30))
            return "".join(chr(draw.randrange(end)) for end in ends)
