"""Requisitions: the number of a vacancy is read from title, text and address; other numbers are none."""

from __future__ import annotations

import pytest

from tests.support.sql_models import macro_values

UUID = "c2c32459-08ad-4bd9-96d0-1028b72057f5"


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Data Engineer (R-14726)", "r-14726"),
        ("JR-0012345 Nurse", "jr-0012345"),
        ("Nurse - Req #123", "123"),
        ("Bus Driver - PM #639", "639"),
        ("Engineer (Job Number: 2317091)", "2317091"),
        ("Ingenieur, Kennziffer 12/2025", "12/2025"),
        ("Engineer (BE-CEM-MRO-2023-57-GRAP)", "be-cem-mro-2023-57-grap"),
        ("Tutor, flexible (41)", "41"),
        ("Analyst &#8211; Europe", None),
        ("Summer Intern 2025", None),
        ("Trainee (2024/25)", None),
        ("Operator 24/7", None),
        ("Developer III", None),
        (None, None),
    ],
)  # fmt: skip
def test_a_title_names_a_requisition(title: str | None, number: str | None) -> None:
    assert macro_values("requisitions", "title_requisition", [(title,)]) == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Apply now. Requisition ID: R-4711. We are", "r-4711"),
        ("<h3>Req ID: 15766</h3>", "15766"),
        ("Announcement number: AB-25-117-X9", "ab-25-117-x9"),
        ("Bewerbung unter Referenznummer 2025-0815", "2025-0815"),
        ("Founded in 1998, we have 4000 positions", None),
        ("The job 2025 brings", None),
    ],
)
def test_a_text_names_a_requisition(text: str, number: str | None) -> None:
    assert macro_values("requisitions", "text_requisition", [(text,)]) == [number]


@pytest.mark.parametrize(
    ("url_key", "number"),
    [
        ("boards.greenhouse.io/acme/jobs/5543155", "greenhouse.io:5543155"),
        ("acme.example/careers?gh_jid=5543155", "greenhouse.io:5543155"),
        (f"jobs.lever.co/acme/{UUID}/apply", f"lever.co:{UUID}"),
        ("apply.workable.com/acme/j/694729A010", "workable.com:694729a010"),
        ("acme.wd3.myworkdayjobs.com/External/job/Toronto/Analyst_R230012193-1", "myworkdayjobs.com:r230012193"),
        ("acme.taleo.net/careersection/10169/jobdetail.ftl?job=2028403", "taleo.net:2028403"),
        ("careers-acme.icims.com/jobs/4711/engineer/job", "icims.com:4711"),
        ("jobs.smartrecruiters.com/Acme/743999715469518-engineer", "smartrecruiters.com:743999715469518"),
        ("usajobs.gov/job/856750600", "usajobs.gov:856750600"),
        ("boards.greenhouse.io/8451university", None),
        ("board.example/jobs/4711", None),
        ("board.example/view?jobid=4711", None),
        (None, None),
    ],
)  # fmt: skip
def test_an_address_of_an_applicant_tracking_system_names_a_requisition(
    url_key: str | None, number: str | None
) -> None:
    assert macro_values("requisitions", "address_requisition", [(url_key,)]) == [number]
