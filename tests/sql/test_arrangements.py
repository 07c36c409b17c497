"""Where the work is done, as titles, labels, places and texts say it."""

from __future__ import annotations

import pytest

from tests.support.sql_models import macro_values

WORDS = {
    "Data Engineer": None, "Data Engineer (Remote)": "remote", "Remote Sensing Scientist": None,
    "Remote Support Technician": None, "Hybrid Cloud Architect": None, "Data Analyst - Hybrid": "hybrid",
    "Distributed Systems Engineer": None, "Full-time, ONSITE": "on_site", "Full-time, ONSITE or REMOTE": "remote",
    "REMOTE or ONSITE, Full-time": "remote", "Full-time, no remote unfortunately": "only_on_site",
    "Full-time Onsite (Remote for now)": "on_site", "NYC or Remote": "remote", "San Jose, CA (Hybrid)": "hybrid",
    "Stanford, CA (Hybrid/Not Remote)": "hybrid", "Remote, Greece": "remote", "US Remote": "remote",
    "Analyst (Telework Eligible)": "hybrid_perk", "Onsite Only, Full time": "only_on_site", "Anywhere": "remote",
    "Human Resources Specialist (Telework Manager)": None, "Remote Operated Vehicle Pilot": None,
    "前端工程师\uff08远程\uff09": "remote",
    "Desarrollador (Trabajo remoto)": "remote", "Sachbearbeiter im Home Office": "remote",
    "Comptable (télétravail partiel)": "hybrid", "Desenvolvedor - Híbrido": "hybrid",
}  # fmt: skip
TEXTS = {
    "We use hybrid mobile apps and remote procedure calls.": None,
    "We build software for remote patient monitoring.": None,
    "You support remote teams and join an onsite interview.": None,
    "Acme | Engineer | NYC | ONSITE or REMOTE | We build rockets": "remote",
    "Acme | Engineer | NYC | ONSITE | We build rockets": "only_on_site",
    "Acme | Engineer | NYC | ONSITE | Three of us were hired. " + "We build rockets. " * 20 + "We work remote two days"
    " per week.": "hybrid",
    "Acme | Engineer | NYC | ONSITE | "
    + "We build rockets. " * 20
    + "We offer work from home options.": "only_on_site",
    "Acme | Engineer | Berlin (Hybrid) | We build rockets": "hybrid",
    "Acme | Engineer | REMOTE (EU only) | We build rockets": "remote",
    "We are a remote-first company.": "remote",
    "<p>Location:</p><p>Fully <b>remote</b></p>": "remote",
    "This is NOT a remote position.": "only_on_site",
    "Unfortunately remote work is not possible.": "only_on_site",
    "This is a hybrid role, with 3 days in the office.": "hybrid",
    "You work 2-3 days per week in our London office.": "hybrid",
    "The role is hybrid or fully remote, as you like.": "remote",
    "We offer flexible hours and work from home opportunities.": "hybrid_perk",
    "Occasional work from home is fine.": None,
    "Work location: in person": "on_site",
    "Homeoffice möglich": "hybrid",
    "2 jours de télétravail par semaine": "hybrid",
    "Poste en full remote": "remote",
    "不支持远程": "only_on_site",
    "支持远程办公": "remote",
    "负责车辆远程监控": None,
    "週2日出社のハイブリッド勤務": "hybrid",
    "Praca zdalna": "remote",
}


def test_title_label_and_place_say_where_the_work_is_done() -> None:
    read = macro_values("arrangements", "arrangement_in_words", [(text,) for text in WORDS])
    assert dict(zip(WORDS, read, strict=True)) == WORDS


@pytest.mark.parametrize("written", [str, str.upper, str.lower])
def test_a_text_says_where_the_work_is_done_and_what_only_sounds_like_it_does_not(written: type[str]) -> None:
    read = macro_values("arrangements", "arrangement_in_text", [(written(text),) for text in TEXTS])
    assert dict(zip(TEXTS, read, strict=True)) == TEXTS
