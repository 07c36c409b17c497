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
    # languages
    "[Remoto] Desenvolvedor": "remote", "[🏢 Remoto] Desarrollador": "remote", "Analista - Remoto - Acme": "remote",
    "Analista (detalhe) - Remoto (Brasil)": "remote", "Cała Polska (zdalna)": "remote", "Księgowa - zdalnie": "remote",
    "Comptable (à distance)": "remote", "Comptable - Télétravail": "remote", "Comptable (100% télétravail)": "remote",
    "Programmatore (da remoto)": "remote", "Contable (Teletrabajo)": "remote", "Yazılım Uzmanı (Uzaktan)": "remote",
    "Бухгалтер (удалённо)": "remote", "Удаленная работа, бухгалтер": "remote", "Бухгалтер (віддалено)": "remote",
    "Ekonom på distans, heltid": None, "Ekonom (distans)": "remote", "Regnskapsfører (hjemmekontor)": "remote",
    "Kirjanpitäjä (etätyö)": "remote", "Boekhouder (thuiswerk)": "remote", "Účetní (práce na dálku)": "remote",
    "경리 (재택)": "remote", "개발자 (원격)": "remote", "Kế toán (từ xa)": "remote", "محاسب (عن بعد)": "remote",
    "Analyst at Acme in Remote": "remote", "Acme, Boston, MA REMOTE": "remote", "Die restliche Zeit remote": None,
    "The complexities of hybrid and several clouds": None, "Werkstudent - Hybrid oder Remo": "remote",
    "Remoto ou presencial": "remote", "Desenvolvedor (híbrido ou remoto)": "remote", "Desarrollador, no remoto": None,
    "Suporte Remoto ao Cliente": None, "Формирование дистанционного обучения": None, "Vente à distance": None,
    "Pas de télétravail": "only_on_site", "Arbeit nicht remote": "only_on_site",
    "Praca niestacjonarna": None, "Não presencial": None, "不坐班": None, "坐班": "on_site",
    "재택 불가": "only_on_site",
    # a noun's own: support, a course, a zone
    "Conseiller de clientèle à distance (H/F)": None, "Formateur à distance (H/F)": None,
    "Técnico de Soporte Remoto (Bogotá)": None, "Analista de Suporte Remoto (N1)": None,
    "Analista de Sensoriamento Remoto (Pleno)": None, "Operador de Monitoramento Remoto (12x36)": None,
    "Operador de Portaria Remota (Noturno)": None, "Médico Zona Remota (Amazonas)": None,
    "Tutor de educación a distancia (medio tiempo)": None, "Verpleegkundige zorg op afstand (Utrecht)": None,
    "Piloto remoto (drones)": None, "Специалист удалённой поддержки (Минск)": None, "Serwis zdalny (Lublin)": None,
    "Engineer, remote (Spain)": "remote", "Contable - Remoto (Lima)": "remote",
    "Contable (presencial o remoto)": "remote",
    "Professor ensino semipresencial": None, "Tutor semipresencial": None, "Vendedor semipresencial": None,
    "Vendedor (semipresencial)": "hybrid", "Remoto, no": "only_on_site", "Contable | teletrabajo: no": "only_on_site",
    "Oslo, Remote, NO": "remote",
    # what a person is, in other languages
    "Zdalny Księgowy": "remote", "Zdalna Księgowa": "remote", "Zdalny Młodszy Programista": "remote",
    "Księgowa zdalna": "remote", "Удалённый менеджер по продажам": "remote", "Бухгалтер удаленно": "remote",
    "Віддалений менеджер": "remote", "Uzaktan Yazılım Geliştirici": "remote", "Desarrollador remoto": "remote",
    "Zdalny dostęp (administrator)": None, "Zdalna obsługa klienta": None, "Удаленный мониторинг": None,
    "Uzaktan eğitim uzmanı": None, "Zdalne wsparcie IT": None, "Operador remoto": None,
    # hybrid things
    "Analista de testes híbrido": None, "Tester Híbrido (QA)": None, "Desarrollador de app híbrida": None,
    "Técnico auto híbrido": None, "Meccanico auto ibrida": None, "Mechanik samochodów hybrydowych": None,
    "Hibrit araç teknisyeni": None, "Analista QA - Híbrido": "hybrid", "Analista de testes (híbrido)": "hybrid",
    "Programista (hybrydowo)": "hybrid",
    # more languages
    "Nuotolinis darbas": "remote", "Attālināts darbs": "remote", "Kaugtöö": "remote", "Távmunka": "remote",
    "Rad od kuće": "remote", "Τηλεργασία": "remote", "Programator (telemuncă)": "remote", "עבודה מהבית": "remote",
    "Vadybininkas - galima iš namų 3 d. per savaitę": "hybrid", "재택근무 불가": "only_on_site",
    "在宅": "remote", "事務 | 在宅 | 日本": "remote", "在宅医療の看護師": None, "Hybridmotoren": None,
}  # fmt: skip
NOT_OFFERED = (
    "Remote work is not available.", "Working from home is not possible.", "WFH is not an option.",
    "This job cannot be done remotely.", "Remote candidates will not be considered.",
    "Home office ist leider nicht möglich.", "Homeoffice wird nicht angeboten.", "Homeoffice: nein",
    "Remote-Arbeit ist nicht vorgesehen.", "Télétravail non autorisé.", "Poste non éligible au télétravail.",
    "Le télétravail n'est malheureusement pas possible.", "Teletrabajo no disponible.", "El trabajo no es remoto.",
    "Não oferecemos home office.", "Vaga não é remota.", "Lo smart working non è previsto.", "No smart working.",
    "Non è possibile lavorare da remoto.", "Thuiswerken is helaas niet mogelijk.", "Praca zdalna niemożliwa.",
    "Nie oferujemy pracy zdalnej.", "Home office neumožňujeme.", "Distansarbete är tyvärr inte möjligt.",
    "Distansarbete erbjuds inte.", "Hjemmekontor er ikke mulig.", "Hjemmearbejde er ikke muligt.",
    "Etätyö ei ole mahdollista.", "Uzaktan çalışma opsiyonu yok.", "Uzaktan çalışma mevcut değildir.",
    "Uzaktan çalışma imkanı yoktur.", "Uzaktan çalışma imkanı sunulmamaktadır.",
    "Remote çalışma imkanı bulunmamaktadır.", "Uzaktan çalışma kabul edilmemektedir.", "Evden çalışma yok.",
    "Удаленная работа не рассматривается.", "Удаленная работа невозможна.", "Удаленный формат не предусмотрен.",
    "Удаленку не предлагаем.", "Віддалена робота неможлива.", "Віддалену роботу не розглядаємо.",
    "العمل عن بعد غير متاح", "لا يوجد عمل عن بعد", "无法远程办公", "不接受居家办公", "不提供遠端工作", "不可远程",
    "在宅勤務不可", "リモートワーク不可", "リモート勤務はできません",
    "テレワークなし", "재택근무 없음", "원격근무 불가",
    "재택근무는 지원하지 않습니다", "Không hỗ trợ làm việc từ xa.", "Home office nem lehetséges.", "Nincs home office.",
    "Nu se oferă telemuncă.", "Práca z domu nie je možná.", "Rad od kuće nije moguć.", "Delo od doma ni mogoče.",
    "Не се предлага работа от вкъщи.", "Η τηλεργασία δεν είναι διαθέσιμη.", "Nuotolinis darbas negalimas.",
    "Attālināts darbs nav iespējams.", "Kaugtöö ei ole võimalik.", "אין עבודה מהבית", "Kerja remote tidak tersedia.",
    "Bukan remote.", "ไม่สามารถทำงานที่บ้านได้",
)  # fmt: skip
"""Remote work that is denied, before and after the word for it."""
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
    "Occasional work from home is fine.": "occasional",
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
    # days of a week
    "Politique remote: 3 jours au bureau": "hybrid",
    "Wir sind remote, mit 2 Tagen pro Woche im Büro, also 2 Tage im Büro": "hybrid",
    "Modelo: 3 días a la semana en la oficina, el resto remoto": "hybrid",
    "Trabalho: 2 dias no escritório, 3 remotos": "hybrid",
    "Lavoro: 2 giorni in ufficio, 3 da remoto": "hybrid",
    "Praca: 2 dni w tygodniu z biura, reszta zdalnie": "hybrid",
    "Haftada 2 gün ofiste, kalanı uzaktan": "hybrid",
    "2 дня в неделю в офисе, остальное удалённо": "hybrid",
    # for a while, or denied
    "Presencial (inicialmente remoto)": "on_site",
    "Praca stacjonarna, tymczasowo zdalna": "on_site",
    "Временно удалённая работа": None,
    "Trabalho não remoto": "only_on_site",
    "Работа не удалённая": "only_on_site",
    # a chance is not the arrangement
    "Chance for remote work": "hybrid_perk",
    "Posibilidad de teletrabajo": "hybrid_perk",
    "Возможность удаленной работы": "hybrid_perk",
    # one of several benefits says nothing
    "We give 20 days of paid leave, work from home, a bonus.": None,
    "Ofrecemos seguro de vida, teletrabajo, formación.": None,
    # other things from afar, or one of two ways of helping
    "Realizar apoio de forma presencial ou remota.": "on_site",
    "Dar apoyo técnico presencial o remoto, a las tiendas": "on_site",
    "Aiuto ai clienti in sede o da remoto.": "on_site",
    "Aider les magasins sur site ou à distance.": None,
    "Hilfe für die Filialen vor Ort oder remote.": None,
    "Помощь магазинам лично или удаленно.": None,
    "pomoc prodejnám osobně nebo vzdáleně,": None,
    "Vigilar equipos de forma remota (SCADA).": None,
    "Vous aidez les clients à distance (téléphone, mail).": None,
    "Formation à distance (e-learning)": None,
    "Vente à distance (VAD)": None,
    "Entretien à distance (visio) puis sur place.": None,
    "Entrevista remota (Zoom).": None,
    "Formación en modalidad remota, 20 horas.": None,
    "Estudios en modalidad a distancia (UNED).": None,
    "Wsparcie sklepów zdalnie, telefonicznie.": None,
    "Hulp aan winkels op afstand, per telefoon.": None,
    "Hjälp till butiker på distans, per telefon.": None,
    # denied chances
    "Pas de possibilité de télétravail.": "only_on_site",
    "Pas de télétravail possible.": "only_on_site",
    "Nessuna possibilità di smart working.": "only_on_site",
    "Brak możliwości pracy zdalnej.": "only_on_site",
    "Нет возможности удаленной работы.": "only_on_site",
    "Keine Möglichkeit zum Homeoffice.": "only_on_site",
    "Não há possibilidade de trabalho remoto.": "only_on_site",
    "Удаленная работа не предусмотрена.": "only_on_site",
    "Удалённой работы нет.": "only_on_site",
    "Remoto, no": "only_on_site",
    "No se ofrece trabajo remoto": "only_on_site",
    "Le télétravail n'est pas possible.": "only_on_site",
    **dict.fromkeys(NOT_OFFERED, "only_on_site"),
    "This position can be remote anywhere in the country.": "remote",
    "Remote work is not only possible, it is the norm.": None,
    "This is not a fully remote role.": "hybrid",
    "Não é 100% remoto.": "hybrid",
    "Tamamen uzaktan çalışma imkanı": "remote",
    "Uzaktan çalışma imkanı sunulmaktadır": "hybrid_perk",
    "Uzaktan çalışma mümkün, ofis de var": "remote",
    "Distansarbete nu möjligt": "remote",
    "Bij ons kan je nu op afstand werken": None,
    "재택근무 가능": "remote",
    "在宅勤務可": "remote",
    "Vehículo híbrido para los traslados": None,
    "Heti 2 nap home office": "hybrid",
    "3 zile pe săptămână de la birou, 2 zile pe săptămână de acasă": "hybrid",
    "2 dana tjedno od kuće": "hybrid",
    # days of a course, a visit or a month
    "Schulung: 3 Tage vor Ort beim Kunden.": None,
    "2 Tage vor Ort": None,
    "Formation de 3 jours en présentiel à Lyon": "on_site",
    "Curso de 2 días presencial de inducción": "on_site",
    "szkolenia: 3 dni stacjonarnie": "on_site",
    "3 dias de home office ao mês": None,
    "2 días de teletrabajo al mes": None,
    "2 jours de télétravail par mois": None,
    "2 Tage pro Woche vor Ort": "hybrid",
    "3 jours par semaine en présentiel": "hybrid",
    "3 días a la semana presencial": "hybrid",
    "2 dni w tygodniu stacjonarnie": "hybrid",
    # contexts
    "Modalidade: remoto. Horário: integral.": "remote",
    "<p>Local: Remoto</p>": "remote",
    "Trabajar de forma remota": "remote",
    "Trabajo remoto desde España": "remote",
    "Vaga com trabalho 100% remoto": "remote",
    "Pracuj zdalnie": "remote",
    "Удаленная работа": "remote",
    "Работа: удалённо": "remote",
    "Uzaktan çalışma": "remote",
    "Làm việc từ xa": "remote",
    "Acesso remoto aos servidores": None,
    "Настройка удаленного доступа": None,
}


def test_title_label_and_place_say_where_the_work_is_done() -> None:
    words = macro_values("arrangements", "arrangement_words", [(text,) for text in WORDS])
    words = macro_values("arrangements", "arrangement_line", [(text,) for text in words])
    words = macro_values("arrangements", "arrangement_cleared", [(text,) for text in words])
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


def test_a_line_of_nothing_but_the_arrangement_states_it() -> None:
    far = "We build rockets. " * 20
    lines = {"- Remoto -": "remote", "Local: **Remoto**": "remote", "Zdalnie": "remote"}
    lines |= {"## Local\n**Remoto**\n## Vaga": "remote", "Location\nRemote\nPay": "remote", "Modelo\nHíbrido": "hybrid"}
    assert _read([f"{far}\n{line}" for line in lines]) == list(lines.values())


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
