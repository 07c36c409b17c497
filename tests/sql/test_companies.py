"""Company spellings as the SQL models join them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import duckdb
import pytest

from jobhouse.sandbox.postings.companies import FIRMS
from tests.support.sql_models import build, stage

COLUMNS = {
    "company_name": "varchar", "job_url": "varchar", "apply_url": "varchar", "logo_url": "varchar",
    "description_length": "bigint", "description_hash": "bigint", "title_key": "varchar", "city": "varchar",
    "post_date": "date",
}  # fmt: skip
SEEDS = ("reference.company_evidence", "reference.common_words", "reference.cities")
MODELS = ("intermediate.int_companies__named", "intermediate.int_companies__resolved")
Advert = dict[str, str | int]


def staged(db: duckdb.DuckDBPyConnection, adverts: list[Advert]) -> None:
    db.execute(f"create or replace table inputs ({', '.join(' '.join(column) for column in COLUMNS.items())})")
    rows = [tuple(advert.get(column) for column in COLUMNS) for advert in adverts]
    db.executemany(f"insert into inputs values ({', '.join('?' * len(COLUMNS))})", rows)
    stage(db, "select * from inputs")


@cache
def seeds() -> duckdb.DuckDBPyConnection:
    """A database with the seeds in it, which take longer than what is tested."""
    db = duckdb.connect()
    build(db, *SEEDS)
    return db


@contextmanager
def database(adverts: list[Advert], *models: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The models built over these adverts, until they are read."""
    with seeds().cursor() as db:
        staged(db, adverts)
        build(db, *MODELS, *models)
        yield db


def resolve(adverts: list[Advert]) -> list[str]:
    """The key of the company of each advert."""
    with database(adverts) as db:
        keys = dict(db.execute("select company_name, company_key from intermediate.int_companies__resolved").fetchall())
    return [keys[advert["company_name"]] for advert in adverts]


def keys_of(names: list[str]) -> list[str]:
    return resolve([{"company_name": name} for name in names])


def test_each_firm_of_the_sandbox_has_one_key_of_its_own() -> None:
    spellings = [(firm, spelling.strip()) for firm in FIRMS for spelling in firm.spellings]
    adverts: list[Advert] = [
        {"company_name": spelling, "apply_url": f"https://careers.{firm.domain}/apply/1"}
        for firm, spelling in spellings
    ]
    pairs = {(firm.name, key) for (firm, _), key in zip(spellings, resolve(adverts), strict=True)}
    assert len(pairs) == len(FIRMS)
    assert len({key for _, key in pairs}) == len(FIRMS)


SAME = [
    ("Acme", "ACME", "acme", "Acme Inc", "Acme, Inc.", "Acme LLC", "Acme™", "Acme (acme.io)", "Acme.com"),
    ("Acme", "Acme | acme.com", "Acme -- New York, NY (ONSITE)", "Acme - Remote", "Acme(YC W21)", "Acme acme.io"),
    ("Acme", "Acme (Rocket team)", "Acme, Inc. (Previously Bcme)", "Acme\uff08rockets\uff09", "Acme [Series B]"),
    (
        "Muster",
        "Muster S.p.A.",
        "Muster Sp. z o.o.",
        "Muster K.K.",
        "Muster A/S",
        "Muster Oy",
        "Muster AB",
        "Muster SARL",
    ),
    (
        "Muster",
        "Muster, S.A. de C.V.",
        "Muster d.o.o.",
        "Muster O\u00dc",
        "Muster Ltda.",
        "Muster Pvt. Ltd.",
        "Muster PLC",
    ),
    ("Café Müller", "Cafe Muller GmbH"),
    ("General Motors", "General Motors Company"),
    ("Johnson & Johnson", "Johnson and Johnson"),
    ("Department of the Air Force", "US Department of the Air Force"),
    ("The Foo Bar Company", "Foo Bar Company"),
    ("Acme", "Acme https://acme.com/jobs", "Acme (YC W21)", "Acme (Series B)", "Acme (formerly Bcme)", "Acme (YC)"),
    ("Muster", "Muster GmbH", "Muster AG", "Muster GmbH & Co. KG", "Muster S.A.", "Muster B.V.", "Muster Pty Ltd"),
    ("Data Dog", "Datadog", "Data-Dog"),
    ("AT&T", "AT&amp;T", "AT and T"),
    (
        "字节跳动",
        "字节跳动有限公司",
        "北京字节跳动科技有限公司",
        "字节跳动\uff08北京\uff09",
        "字节跳动-抖音",
        "字节跳动集团",
    ),
    (
        "字节跳动",
        "字节跳动 ByteDance",
        "ByteDance",
        "字节跳动\uff08ByteDance\uff09",
        "字节跳动抖音电商供应链 (ByteDance)",
    ),
    ("小红帽", "小红帽保险", "北京小红帽科技有限公司"),
    (
        "Globex\u00e5",
        "Globexa A/S",
        "\uff27\uff4c\uff4f\uff42\uff45\uff58\uff41 Oy Ab",
        "Globexa, N.A.",
        "Globexa (Pty) Ltd",
    ),
    ("UAB Globexa", "SIA Globexa", "PT. Globexa", "Globexa d.d.", "Globexa Berhad", "Globexa Proprietary Limited"),
    ("(\uc8fc)\uce74\uce74\uc624", "\uce74\uce74\uc624", "\uc8fc\uc2dd\ud68c\uc0ac \uce74\uce74\uc624"),
    (
        "Globexa",
        "Globexa Technologies",
        "Globexa AI Labs",
        "Globexa Systems",
        "Globexa Health",
        "Globexa Financial",
        "Globexa HQ",
        "Globexa.ai",
        "GlobexaAI",
    ),
    ("Globexa", "Globexa US", "Globexa - North America", "Globexa Limited India", "Globexa Deutschland GmbH"),
    (
        "Globexa",
        "Globexa, Ann Arbor, MI",
        "Globexa - Senior Painter and Engineer",
        "Globexa Careers",
        "Globexa seeks people",
    ),
    ("Globexa", "Globexa, a Muster company", "Globexa - a division of Muster", "Careers at Globexa"),
    ("Home Depot", "The Home Depot Canada", "Home Depot UK Ltd"),
    ("Dept. of Bridges", "Department of Bridges"),
    ("Saint Muster's Hosp.", "St. Musters Hospital"),
    ("Hims & Hers", "Hims + Hers"),
    ("\u5b57\u8282\u8df3\u52a8", "\u5b57\u8282\u8df3\u52a8 \u4e0a\u6d77", "\u5b57\u8282\u8df3\u52a8\u4e2d\u56fd"),
    ("Muster Insurance", "Muster Insurance Group Holdings", "Muster Insurance Company"),
    ("トヨタ", "株式会社トヨタ", "トヨタ株式会社"),
    ("ソニー", "ソニー(株)", "ソニー株式会社"),
    ("삼성SDI", "삼성SDI(주)", "삼성SDI 주식회사"),
    ("Globexa", "Globexa小红帽", "globexa 小红帽"),
    ("Globexa小红帽", "小红帽 Globexa", "Muster Globexa小红帽"),
    ("Globexa", "Globexa中国"),
    ("Globexa", "Globexa Aktiengesellschaft", "Globexa GmbH&Co.KG", "Globexa GmbH und Co. KG", "Globexa AöR"),
    ("Globexa Muster", "PT Globexa Muster", "PT Globexa Muster (Persero) Tbk", "Globexa Muster AB (publ)"),
    ("ΜΥΣΤΕΡ", "ΜΥΣΤΕΡ Α.Ε.", "ΜΥΣΤΕΡ ΑΕ"),  # noqa: RUF001
    ("5M", "5M Company", "5M Co."),
    ("Globexa", "200510503Z Globexa Pte. Ltd.", "Globexa (1234567-A)", "Globexa GmbH, HRB 12345 B", "Globexa 12345678"),
    ("Globexa", "Globexa c/o Muster", "Globexa SE c/o Hiring"),
    ("Muster Insurance Group", "Muster Insurance Group Holdings"),
]
DIFFERENT = [
    ("Capital", "Capital Group"),
    ("Signal", "Signal.ai"),
    ("Well", "B.Well"),
    ("Delta Care", "Delta Bank"),
    ("C", "C++", "C#"),
    ("Inc", "LLC"),
    ("Costa", "Costco"),
    ("Group", "Group One"),
    ("Guardian", "The Guardian", "Guardian Group"),
    ("Zodiac", "Zodiac Solutions", "Zodiac.io"),
    ("中国知网", "中国移动"),
    ("百度 AI", "腾讯 AI"),
    ("IBM 中国", "Oracle 中国"),
    ("Propel", "Propel(x)"),
    ("Visa", "Visa Hiring Group"),
    ("华山", "华山保险"),
    ("Muster", "Muster Insurance Group"),
    ("Summit", "Summit Technologies", "Summit UK"),
    ("Johnson", "Johnson Consulting"),
    ("Boston", "Boston Robotics"),
    ("Northstar", "Northstar Labs"),
    ("Datasoft", "Datasoft Solutions"),
    ("Omni", "OmniAI", "Open", "OpenAI"),
    ("Bank of America", "Bank of India", "Bank of China"),
    ("National Bank", "National Bank Canada"),
    ("Teach for America", "Teach for India"),
    ("First Choice", "First Choice Health"),
    ("Archer", "Archer Group"),
    ("Globexa Networks", "Globexa Health"),
    ("Globexa", "Globexa Bank", "Globexa Technology SE", "Globexa Healthcare", "Globexa Insurance"),
    ("Globexa", "Globexa Consulting LLP", "Globexa Engineering", "Globexa Staffing"),
    ("Booking.com", "Booking Holdings Inc."),
    ("Summit", "PT Summit"),
    ("Globexa", "Globexa 2000", "1990 Globexa"),
    ("Muster", "Muster Company"),
    ("Globexa", "Mustera", "Globexa税理士法人", "Mustera税理士法人", "Globexa 監査法人", "税理士法人"),
    ("Globexa", "Globexa快递", "Mustera快递", "Mustera", "快递"),
    ("Globexa", "Globexa云计算", "Mustera", "Mustera云计算"),
    ("Globexa", "Globexaデータ", "データ", "Globexa東日本", "Globexa西日本"),
    ("Mustera", "Globexa", "Muster소프트", "Globexa소프트", "소프트"),
    ("小红帽", "小红帽7FRESH"),
    ("小红帽", "小红帽 Globexa", "小红帽 Mustera", "Globexa", "Mustera"),
    ("Globexa", "Globexa小红帽", "Globexa大灰狼", "小红帽", "大灰狼"),
]


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_spellings_of_one_company_share_a_key(names: tuple[str, ...]) -> None:
    assert len(set(keys_of(list(names)))) == 1, dict(zip(names, keys_of(list(names)), strict=True))


@pytest.mark.parametrize("names", DIFFERENT, ids=lambda names: names[0])
def test_different_companies_have_different_keys(names: tuple[str, ...]) -> None:
    assert len(set(keys_of(list(names)))) == len(names)


SIGNS: dict[str, list[Advert]] = {
    "address": [{"apply_url": "https://jobs.acme.de/1"}, {"job_url": "https://www.acme.de/careers"}],
    "address in the name": [{"company_name": "Acme Group (acme.de)"}, {"apply_url": "https://jobs.acme.de/1"}],
    "system": [{"apply_url": "https://jobs.lever.co/acme/1"}, {"job_url": "https://jobs.lever.co/Acme/2"}],
    "host in a system": [
        {"apply_url": "https://acme.wd1.myworkdayjobs.com/1"},
        {"job_url": "https://acme.wd1.myworkdayjobs.com/2"},
    ],
    "LinkedIn": [
        {"job_url": "https://www.linkedin.com/company/acme/jobs"},
        {"job_url": "https://linkedin.com/company/acme?x=1"},
    ],
    "logo": [{"logo_url": "https://pictures.example/acme.png"}] * 2,
    "text": [{"description_hash": 5, "description_length": 900}] * 2,
    "title and city": [{"title_key": "rocket painter", "city": "Ulm"}, {"title_key": "rocket painter", "city": "ulm"}],
}


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("name", ["The Acme", "Acme Group", "Acme Technologies", "Acme.io", "Acme Bank"])
def test_a_longer_name_is_the_same_company_where_adverts_share_a_sign(sign: str, name: str) -> None:
    longer, shorter = SIGNS[sign]
    keys = resolve([{"company_name": name, **longer}, {"company_name": "Acme", **shorter}])
    assert len(set(keys)) == 1


NO_SIGNS: dict[str, list[Advert]] = {
    "nothing": [{}, {}],
    "board": [{"apply_url": "https://boards.greenhouse.io/acme"}] * 2,
    "form of a system": [{"apply_url": "https://boards.greenhouse.io/embed/job_app?for=acme"}] * 2,
    "short text": [{"description_hash": 5, "description_length": 30}] * 2,
    "title without a city": [{"title_key": "rocket painter"}] * 2,
    "other addresses": [{"apply_url": "https://acme.de"}, {"apply_url": "https://acme.fr"}],
}


@pytest.mark.parametrize("sign", NO_SIGNS)
def test_a_longer_name_is_another_company_without_a_sign(sign: str) -> None:
    longer, shorter = NO_SIGNS[sign]
    keys = resolve([{"company_name": "Acme Group", **longer}, {"company_name": "Acme", **shorter}])
    assert len(set(keys)) == 2


@pytest.mark.parametrize(("name", "is_one"), [("Volkswagen", True), ("Capital", False), ("Abc", False)])
def test_a_group_is_the_company_of_its_name_unless_the_word_is_short_or_common(name: str, is_one: bool) -> None:
    keys = keys_of([name, f"{name} Group"])
    assert (len(set(keys)) == 1) is is_one


def test_a_role_in_a_city_joins_no_two_trades() -> None:
    role: Advert = {"title_key": "rocket painter", "city": "Ulm"}
    keys = resolve([{"company_name": name, **role} for name in ("Summit Foods", "Summit Robotics", "Summit Talent")])
    assert len(set(keys)) == 3


def test_what_many_names_share_is_no_sign() -> None:
    names = [f"{first}{last}" for first in ("Acme", "Birch", "Cedar", "Delta") for last in ("", " Labs")]
    keys = resolve([{"company_name": name, "logo_url": "https://pictures.example/none.png"} for name in names])
    assert len(set(keys)) == len(names)


def test_a_company_bears_its_most_frequent_spelling() -> None:
    dates = [("Acme Inc", "2024-03-01"), ("ACME", "2025-01-01"), ("Acme", "2026-01-01"), ("Confidential", "2026-01-01")]
    adverts: list[Advert] = [{"company_name": name, "post_date": day} for name, day in dates]
    rest: list[Advert] = [{"company_name": "Acme"}, {"post_date": "2020-01-01"}, {"company_name": "Beta"}]
    with database([*adverts, *rest], "marts.dim_companies") as db:
        rows = db.execute(
            "select company_name, spelling_count, first_post_date::varchar, last_post_date::varchar "
            "from marts.dim_companies order by 1"
        ).fetchall()
    assert rows == [("Acme", 3, "2024-03-01", "2026-01-01"), ("Beta", 1, None, None)]


def test_of_spellings_as_frequent_a_company_bears_the_shortest() -> None:
    names = ["Globexa India Private Limited", "Globexa", "Globexa US"]
    with database([{"company_name": name} for name in names], "marts.dim_companies") as db:
        assert db.execute("select company_name from marts.dim_companies").fetchall() == [("Globexa",)]


def test_a_company_bears_its_name_without_what_stands_beside_it() -> None:
    names = ["Acme (REMOTE)"] * 3 + ["Acme - Remote"] * 2 + ["Acme is hiring!"] * 2 + ["Acme"]
    adverts: list[Advert] = [{"company_name": name} for name in [*names, "Beta (Series A)"]]
    with database(adverts, "marts.dim_companies") as db:
        shown = db.execute("select company_name from marts.dim_companies order by 1").fetchall()
    assert shown == [("Acme",), ("Beta (Series A)",)]


def test_a_town_and_its_state_name_no_company() -> None:
    names = ["Denver, CO", "Toronto, ON", "Globexa, CO", "City of Denver, CO", "Denver", "Denver, TX"]
    with database([{"company_name": name} for name in names]) as db:
        found = db.execute("select company_name from intermediate.int_companies__resolved where company_id is null")
        assert {name for (name,) in found.fetchall()} == {"Denver, CO", "Toronto, ON"}
