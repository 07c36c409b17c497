"""Where the work is done, as titles, labels, places and texts say it."""

from __future__ import annotations

import duckdb
import pytest

from tests.support.identity_models import STAGING, rebuild, store
from tests.support.identity_models import TEXTS as TEXTS_MODEL
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
    "Remote Java Software Engineer": "remote", "Remote Tutor": "remote", "Data Engineer (m/f/d) Remote": "remote",
    "US Payroll Manager Remote": "remote", "Account Manager (UK_Remote, GB)": "remote",
    "Remote Service Technician": None, "Remote Deposit Capture Manager": None, "Remote Area Nurse": None,
    "Hybride Arbeit": "hybrid", "Hybrides Arbeitsmodell": "hybrid", "Hybride": "hybrid", "Hibrit": "hybrid",
    "Controller (40-50% Homeoffice)": "hybrid", "Controller, 60 % télétravail": "hybrid", "100% Homeoffice": "remote",
    "在宅": "remote", "事務 | 在宅 | 日本": "remote", "在宅医療の看護師": None, "Hybridmotoren": None,
}  # fmt: skip
TEXTS = {
    "We build rockets.": None,
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
    "Remote, im Büro oder hybrid, mit einem Büro für Hybridarbeit.": "remote",
    "Our team is &gt; 50% remote.": None,
    "Flexibel: hybrides Arbeiten, 60 % Homeoffice": "hybrid",
    "不支持远程": "only_on_site",
    "支持远程办公": "remote",
    "负责车辆远程监控": None,
    "週2日出社のハイブリッド勤務": "hybrid",
    "Praca zdalna": "remote",
}


def test_title_label_and_place_say_where_the_work_is_done() -> None:
    words = macro_values("arrangements", "arrangement_line", [(text,) for text in WORDS])
    read = macro_values("arrangements", "arrangement_stated", [(text,) for text in words])
    assert dict(zip(WORDS, read, strict=True)) == WORDS


@pytest.mark.parametrize("written", [str, str.upper, str.lower])
def test_a_text_says_where_the_work_is_done_and_what_only_sounds_like_it_does_not(written: type[str]) -> None:
    assert dict(zip(TEXTS, _read([written(text) for text in TEXTS]), strict=True)) == TEXTS


def test_what_two_sentences_say_is_not_put_together() -> None:
    far = "We build rockets. " * 20
    assert _read([f"{far}We have an office. {far}Remote", f"{far}You are remote. {far}Sensing is what we do."]) == [
        None,
        "remote",
    ]


def test_a_line_is_read_as_its_tags_divide_it() -> None:
    far = "<p>We build rockets.</p>" * 20
    assert (
        _read([f"{far}<ul><li>Remote</li><li>Pay</li></ul>", f"{far}<br>Location: remote<br>", f"{far}remote<br>"])
        == ["remote"] * 3
    )


def _read(texts: list[str]) -> list[str | None]:
    with duckdb.connect() as db:
        store(db, [{"Job Description": text} for text in texts])
        for name in (STAGING, "staging.stg_sentrion__descriptions", TEXTS_MODEL):
            rebuild(db, name)
        read = dict(
            db.execute(
                "select description, text_arrangement from staging.stg_sentrion__descriptions "
                "join staging.stg_sentrion__job_versions using (version_id) "
                "join staging.stg_sentrion__texts using (description_hash)"
            ).fetchall()
        )
    return [read[text] for text in texts]
