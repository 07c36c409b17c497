"""Bold, italic and full-width letters and digits mean what the plain ones do."""

from __future__ import annotations

from tests.sql.test_arrangements import _read
from tests.support.sql_models import macro_values, parse_stated_salaries

WRITTEN = {
    "𝐏𝐑𝐈𝐍𝐂𝐈𝐏𝐀𝐋 𝗦𝗲𝗻𝗶𝗼𝗿 𝘋𝘦𝘷": "PRINCIPAL Senior Dev",
    "ℌ𝔢𝔩𝔩𝔬 𝓦ℴ𝓇𝓁𝒹": "Hello World",
    "𝟑𝟎𝟎𝟎 𝛼": "3000 α",
    "Ｃ＋＋／Ｃ＃（８００万）": "C++／C#（800万）",
    "Зарплата № 5 — ℃ 東京": "Зарплата № 5 — ℃ 東京",
}


def test_letters_become_plain_and_other_signs_stay() -> None:
    read = macro_values("cleaning", "known_text", [(text,) for text in WRITTEN])
    assert dict(zip(WRITTEN, read, strict=True)) == WRITTEN
    assert macro_values("cleaning", "plain_letters", [(text,) for text in WRITTEN]) == list(WRITTEN.values())


def test_texts_in_bold_letters_are_read() -> None:
    assert _read(["We build rockets.\n\n𝗥𝗲𝗺𝗼𝘁𝗲"]) == ["remote"]
    assert parse_stated_salaries([("𝐒𝐀𝐋𝐀𝐑𝐘: $𝟑𝟎𝟎𝟎 - $𝟒𝟎𝟎𝟎 𝐩𝐞𝐫 𝐦𝐨𝐧𝐭𝐡", "Vietnam")]) == [(3000.0, 4000.0, "USD", "month")]
