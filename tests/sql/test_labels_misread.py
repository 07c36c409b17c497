"""Kinds of employment and levels that words of other things hide."""

from __future__ import annotations

from tests.sql.test_labels import levels_of
from tests.support.sql_models import macro_values

TYPES_OF_LABELS = {
    # a contract that says for how long is no contract of one's own
    "Contract bepaalde duur (1 jaar)": "temporary", "Contract onbepaalde duur": "full_time",
    "Contract van bepaalde duur": "temporary", "Contract voor onbepaalde tijd": "full_time",
    "Tijdelijk contract": "temporary", "Jaarcontract": "temporary", "Contract pe perioadă determinată": "temporary",
    "Contract pe perioadă nedeterminată": "full_time", "Contract individual de muncă": "full_time",
    "Fixed-term contract": "temporary", "Contract (Fixed Term)": "temporary", "Temporary contract": "temporary",
    "Contract": "contract", "Contract, Temporary": "contract temporary", "Contract, Permanent": "contract full_time",
    "Permanent, Contract": "contract full_time", "12 month contract": "contract", "contrato definido": "temporary",
    "Срочный трудовой договор": "temporary", "Бессрочный трудовой договор": "full_time",
    "Строковий договір": "temporary", "Безстроковий договір": "full_time",
    "Hợp đồng xác định thời hạn": "temporary", "Hợp đồng không xác định thời hạn": "full_time",
    "عقد محدد المدة": "temporary", "عقد غير محدد المدة": "full_time", "PKWT": "temporary", "PKWTT": "full_time",
    # words of single countries
    "Práce na ŽL": "contract", "Hlavní pracovní poměr": "full_time", "Vedlejší pracovní poměr": "part_time",
    "Trvalý pracovný pomer": "full_time", "Főállású munkakör": "full_time", "Mellékállás": "part_time",
    "Alocado, Freela, Full time": "contract full_time", "Alocado": "",
    "VZ/TZ": "full_time part_time", "VZ": "full_time",
    "신입/경력": "", "FTC": "temporary",
}  # fmt: skip
TYPES_OF_TITLES = {
    "Desenvolvedor Java - CLT/PJ": "contract full_time", "Barista (PJ)": "", "Gerente de Contas PJ": "",
    "Gerente de Relacionamento - PJ": "", "Analista de crédito (PJ)": "", "Driver - CLT": "",
    "Analyst - perm or 6-12 mth FTC": "full_time temporary", "Accountant - 12 month FTC": "temporary",
    "Analyst (FTC)": "", "FTC Litigation Associate": "", "Software Developer (VZ/TZ)": "full_time part_time",
    "Nurse (TZ)": "", "Camarero jornada parcial": "part_time", "Registered Nurse - CDI": "",
    "Comptable H/F - CDI": "full_time", "Ingénieur en CDI": "full_time", "Java Developer (CDI, JPA)": "",
    "Nurse - permanent": "full_time", "Permanent Makeup Artist": "",
    "Clerk (non-permanent)": "", "Koch (unbefristet)": "full_time",
    "Comptable CDD": "temporary",
}  # fmt: skip
LEVELS_OF_TITLES = {
    "Desenvolvedores JR/Pl/SR": "entry", "Dev (Jr, Pl, Sr)": "entry", "Analista Jr., Pl. ou Sr.": "entry",
    "Desenvolvedor Pl/Sr": "mid", "Principal Administrative Secretary": None, "Principal Secretary (Finance)": None,
    "Deputy Principal": None, "Acting Principal, Hill School": None, "Principal of Hill School": None,
    "Principal Teacher": None, "Principal Clerk": None, "Principal Magistrate": None, "Principal Engineer": "lead",
    "Deputy Principal Engineer": "lead", "Principal Consultant, Schools": "lead", "招聘专家": None,
    "高级招聘专家": "senior",
    "客户服务专家": None, "技术专家": "lead",
}  # fmt: skip
LEVELS_OF_LABELS = {"신입/경력": "entry", "경력": "mid", "경력직": "mid", "경력무관": None}


def test_labels_say_which_kind_of_contract() -> None:
    labels = macro_values("labels", "type_label", [(label,) for label in TYPES_OF_LABELS])
    read = macro_values("labels", "job_types_of", [(label, None) for label in labels])
    named = [" ".join(types or []) for types in read]
    assert dict(zip(TYPES_OF_LABELS, named, strict=True)) == TYPES_OF_LABELS


def test_titles_say_which_kind_of_contract() -> None:
    read = macro_values("labels", "job_types_of", [(None, title) for title in TYPES_OF_TITLES])
    named = [" ".join(types or []) for types in read]
    assert dict(zip(TYPES_OF_TITLES, named, strict=True)) == TYPES_OF_TITLES


def test_a_label_that_says_more_than_permanent_stays() -> None:
    labels = ["full-time", "contract", "part-time"]
    read = macro_values("labels", "job_types_of", [(label, "Comptable (CDI)") for label in labels])
    assert read == [["full_time"], ["contract"], ["part_time"]]


def test_offices_of_schools_and_courts_are_no_levels() -> None:
    titles = {**LEVELS_OF_TITLES}
    assert dict(zip(titles, levels_of([(None, title) for title in titles]), strict=True)) == titles
    labels = {**LEVELS_OF_LABELS}
    assert dict(zip(labels, levels_of([(label, None) for label in labels]), strict=True)) == labels
