"""Texts of places in many scripts: the macros find the same names in DuckDB and in Spark."""

from __future__ import annotations

import warnings
from typing import Any

from sqlglot import exp

from tests.support.spark.compare import duckdb_rows, spark_rows
from tests.support.sql_models import macros_kept_apart

with warnings.catch_warnings():  # SQLMesh's own, as it is imported
    warnings.simplefilter("ignore")
    from sqlmesh.core.macros import MacroEvaluator

    with macros_kept_apart():
        from macros import places

TEXTS = (
    "Đà Nẵng", "ĐÀ NẴNG", "Vu\u0303ng Ta\u0300u", "İzmir", "IĞDIR", "Straße", "STRASSE", "Ærø", "Þórshöfn", "Œuvre",
    "ΘΕΣΣΑΛΟΝΊΚΗ", "Αθήνα", "Орёл", "Йошкар-Ола", "Їжакевич", "الأردن", "إربد", "בני ברק", "st. John’s", "Baden‐Baden",
    "Cała Polska (zdalna) · Wrocław", "ZDALNIE", "Lyon – À DISTANCE", "Омск и Красноярск", "УДАЛЁННО", "ǅ",
    "横須賀市・三浦市", "東京と大阪", "서울 및 부산", "서울특별시", "بغداد والبصرة", "بغداد (عن بعد)",
    "TỪ XA", "Hà Nội và Huế", "Todo el país", "Todo el paísaje", "Österreichweit", "г. Казань", "TP. HCM",
    "Berlin/Hamburg", "Großraum Ulm", "Remote – Uzaktan", "K\u212a", "ſ", "ทำงานที่บ้าน", "ΥΒΡΙΔΙΚΉ εργασία",
    "🇧🇦 Bosnia and Herzegovina", "📍 Bremen", "Helsinki ja 7 muuta –", "МОСКВА И ЕЩЁ 3 ГОРОДА", "Москва и МО",
    "ОКОЛИЦІ Києва", "Kraków i OKOLICE", "Împrejurimi Cluj-Napoca", "東京ほか", "서울 강남구 외", "경기 성남시 분당구",
    "전남 여수시 외 3곳", "서울전체", "Comarca de l'Anoia", "Nowhere de Vargas", "Saint-Étienne‐du‐Bois",
)  # fmt: skip


def test_names_of_places_are_the_same_in_both(spark: Any) -> None:
    rows = ", ".join("('" + text.replace("'", "''") + "')" for text in TEXTS)
    evaluator, text = MacroEvaluator(dialect="duckdb"), exp.column("text")
    found = (places.plain_name, places.compared_name, places.place_parts, places.listed_names, places.city_names)
    for macro in (*found, places.is_joined, places.says_remote, places.is_no_city):
        query = f"select text, {macro(evaluator, text)} as value from (values {rows}) as texts(text) order by text"
        ours, theirs = duckdb_rows(query), spark_rows(spark, query)
        wrong = [(one, other) for one, other in zip(sorted(ours), sorted(theirs), strict=True) if one != other]
        assert wrong == [], macro
