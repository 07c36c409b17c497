"""Labels for work from elsewhere and their answers, and what else says where the work is done."""

from __future__ import annotations

import pytest

from tests.sql.test_arrangements import _read
from tests.support.sql_models import macro_values

FAR = "We build rockets. " * 70
NO = (
    "是否远程：否", "可否远程：否", "远程：不支持", "- 是否全职：全职\n- 是否远程：否", "재택: 불가", "リモート：不可",
    "Work from home: No", "WFH: no", "Remote working: No", "Remote allowed: No", "Remote work: not possible",
    "Remote - no",
    "**Remote:** No", "Remote? No.", "Is remote work possible? No", "- Remote or not: No", "Home office: no",
    "Homeoffice: nein", "Télétravail : non", "Teletrabajo: no", "Remoto: não", "Smart working: no", "Thuiswerken: nee",
    "Praca zdalna: nie", "Distansarbete: nej", "Fjernarbejde: nej", "Hjemmekontor: nei",
    "Etätyö: ei",
    "Távmunka: nem", "Uzaktan çalışma: Hayır", "Удаленная работа: нет", "Дистанционная работа - нет",
    "Удаленка: нет", "Віддалена робота: ні", "Làm việc từ xa: Không", "Remote: ❌", "Remote: No (Tokyo)",
    "<li>Remote: No</li><li>Pay</li>",
)  # fmt: skip
YES = (
    "是否远程：是", "可否远程：可", "Remote: Yes", "Remote working: yes", "Praca zdalna: tak", "Удаленная работа: да",
    "リモート：可", "재택: 가능", "Trabalho remoto: sim", "Remote: ✅", "Remote - NO, SE, DK",
    "Remote:\nYou work from anywhere",
)  # fmt: skip
NOTHING = (
    "是否远程：", "- 是否全职：\n- 是否远程：", "Remote or not: ", "Remote: No problem", "Remote? No problem!",
    "Remote: no experience needed", "Remote access: no",
)  # fmt: skip
SAID = {
    "Вся команда работает удаленно.": "remote",
    "возможность полной удаленки": "remote",
    "возможна частичная удаленка": "hybrid",
    "Trabajo parcialmente remoto": "hybrid",
    "Удаленный формат работы или офис в городе.": "remote",
    "Удаленный формат обучения": None,
    "Remote: no\nHybrid: yes": "hybrid",
    "Remote: no\nHybrid: no": "only_on_site",
    "We are an all-remote team of 25.": "remote",
    "with a fully remote team in ten countries": "remote",
    "Experience leading a fully remote team": None,
    "You support remote teams": None,
    "Je kan zowel op kantoor werken, van thuis uit of elders.": "hybrid",
    "Arbeit sowohl im Büro als auch von zu Hause": "hybrid",
    "Praca zarówno w biurze, jak i z domu": "hybrid",
    "Работаем как в офисе, так и из дома": "hybrid",
    "Can work independently in a remote working environment": None,
    "Experience with remote working environments is a plus": None,
    "We offer a remote working environment.": "remote",
    "We help clients anytime, anywhere. Ask us": None,
    "We teach anyone, anywhere. Ask us": None,
    "We are open to the right person, anywhere. Ask us": "remote",
    # now and then: what a flag makes of it is another rule
    "Příležitostný home office": "occasional",
    "Gelegentlich Homeoffice": "occasional",
    "Работа в городе, иногда удаленно": "occasional",
    "We are remote-first. Occasional work from home.": "remote",
}
TITLES = {
    "Mobile Híbrido Developer": None,
    "Programador Híbrido (Ionic)": None,
    "Desenvolvedor Mobile Híbrido": None,
    "Sviluppatore ibrido": "hybrid",
    "Desenvolvedor Híbrido - São Paulo": "hybrid",
    "Programador (Híbrido)": "hybrid",
    "Analista - Híbrido": "hybrid",
    "Remote Java Senior": "remote",
    "Acme | Remote Java Senior | 9000 PLN": "remote",
    "Remote Support Senior": None,
    "Internships (Summer 2026, In Person- NYC)": "on_site",
    "Comptable - télétravail, NE": "remote",
    "Vaga [Remoto parcial]": "hybrid",
    "Developer (Alocado)": "on_site",
    "Dinheiro alocado em fundos": None,
    "Praha–Žižkov / příležitostně z domova": "occasional",
    "Berlin, gelegentlich Homeoffice": "occasional",
    "Home office: no": "only_on_site",
    "WFH: no": "only_on_site",
    "Remote - NO": "remote",
}


@pytest.mark.parametrize("given", [f"{FAR}\n\n{{}}\nApply now in the office.", "We look for you.\n\n{}\n\nApply now."])
def test_an_answer_of_no_is_on_site_one_of_yes_remote_and_none_says_nothing(given: str) -> None:
    expected = {**dict.fromkeys(NO, "only_on_site"), **dict.fromkeys(YES, "remote"), **dict.fromkeys(NOTHING)}
    assert dict(zip(expected, _read([given.format(text) for text in expected]), strict=True)) == expected


def test_sentences_say_where_the_work_is_done() -> None:
    assert dict(zip(SAID, _read([f"{FAR}{text}\nApply now." for text in SAID]), strict=True)) == SAID


def test_titles_and_places_say_where_the_work_is_done() -> None:
    words = macro_values("arrangements", "arrangement_words", [(text,) for text in TITLES])
    words = macro_values("arrangements", "arrangement_line", [(text,) for text in words])
    words = macro_values("arrangements", "arrangement_cleared", [(text,) for text in words])
    read = macro_values("arrangements", "arrangement_stated", [(text,) for text in words])
    assert dict(zip(TITLES, read, strict=True)) == TITLES


def test_from_home_now_and_then_is_hybrid_beside_a_flag_or_in_the_place() -> None:
    rows = [("true", None, "occasional"), (None, "occasional", None), (None, None, "occasional"),
            ("false", None, "occasional"), ("true", None, None)]  # fmt: skip
    read = macro_values("arrangements", "work_arrangement_of", rows)
    assert read == ["hybrid", "hybrid", None, "on_site", "remote"]
