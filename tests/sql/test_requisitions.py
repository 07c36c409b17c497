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
        ("jobs.jobvite.com/careers/acme/job/oQwertYu?fr=false", "jobvite.com:oqwertyu"),
        ("acme.wd3.myworkdayjobs.com/External/job/Toronto/Analyst_R230012193-1", "acme.myworkdayjobs.com:r230012193"),
        ("acme.wd1.myworkdayjobs.com/Careers/job/AKRON-01/Engineer_R44857-2", "acme.myworkdayjobs.com:r44857"),
        ("acme.wd1.myworkdayjobs.com/Careers/job/180-Main-Street/Clerk_REQ162388", "acme.myworkdayjobs.com:req162388"),
        ("acme.wd1.myworkdayjobs.com/en-US/C/job/Ohio/2023-Intern_49169", "acme.myworkdayjobs.com:49169"),
        ("acme.wd1.myworkdayjobs.com/C/job/Ohio/Intern_2023_JR-248209-2?a=b_123", "acme.myworkdayjobs.com:jr-248209"),
        ("acme.wd1.myworkdayjobs.com/C/job/Ohio/Clerk_R-2024-00012/apply", "acme.myworkdayjobs.com:r-2024-00012"),
        ("acme.wd1.myworkdayjobs.com/C/job/Ohio/041167", "acme.myworkdayjobs.com:041167"),
        ("acme.wd1.myworkdayjobs.com/C/job/Building_1200/Clerk", None),
        ("acme.wd1.myworkdayjobs.com/C/job/Ohio/Intern-Summer_2024", None),
        ("wd5.myworkdaysite.com/en-US/recruiting/acme/C/job/Ohio/Clerk_R-1145-2", "acme.myworkdaysite.com:r-1145"),
        ("acme.fa.us2.oraclecloud.com/hcmUI/en/sites/CX_1001/job/2103213", "acme.oraclecloud.com:2103213"),
        (f"acme.fa.us2.oraclecloud.com/hcmUI/en/sites/CX_1/job/57957?tid=x_{UUID}", "acme.oraclecloud.com:57957"),
        ("acme.fa.us2.oraclecloud.com/hcmUI/en/sites/CX_1/job/57957/location=USA", "acme.oraclecloud.com:57957"),
        ("acme.taleo.net/careersection/10169/jobdetail.ftl?job=2028403", "acme.taleo.net:2028403"),
        ("careers-acme.icims.com/jobs/4711/2023-summer-engineer/job", "acme.icims.com:4711"),
        ("jobs-acme.icims.com/jobs/4711/job", "acme.icims.com:4711"),
        ("acme.bamboohr.com/careers/40", "acme.bamboohr.com:40"),
        ("birch.bamboohr.com/careers/40", "birch.bamboohr.com:40"),
        ("acme.bamboohr.com/careers/40-engineer", None),
        ("acme.bamboohr.com/careers/engineer-2024", None),
        ("acme.recruitee.com/o/engineering-intern-summer-2022", None),
        ("acme.breezy.hr/p/a9aa7bcdd706-engineer-summer-2021-intern", "breezy.hr:a9aa7bcdd706"),
        ("acme.referrals.selectminds.com/jobs/summer-2021-internship-3822", "acme.selectminds.com:3822"),
        ("acme.avature.net/careers/JobDetail/Intern-Summer-20231/25829", "acme.avature.net:25829"),
        ("sjobs.brassring.com/TG/Home?partnerid=25&siteid=5341#jobDetails=2000316_5341", "25.brassring.com:2000316"),
        ("sjobs.brassring.com/TGnewUI/Home?siteid=5341#jobDetails=2000316_5341", None),
        ("workforcenow.adp.com/m/r.html?cid=5055dea5-b670-4a19-adb1-2aea04ba5207&jobId=472432",
         "5055dea5-b670-4a19-adb1-2aea04ba5207.adp.com:472432"),
        ("career4.successfactors.com/career?career_job_req_id=86841&company=AcmeP1", "acmep1.successfactors.com:86841"),
        ("jobs.dayforcehcm.com/en-US/acme/CANDIDATEPORTAL/jobs/820", "acme.dayforcehcm.com:820"),
        ("jobs.smartrecruiters.com/Acme/743999715469518-engineer", "smartrecruiters.com:743999715469518"),
        ("usajobs.gov/job/856750600", "usajobs.gov:856750600"),
        (f"app.mokahr.com/apply/acme/36501#/job/{UUID}?a=b", f"mokahr.com:{UUID}"),
        ("careers.acme.co.uk/vacancy?req_id=4711", "acme.co.uk:4711"),
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
