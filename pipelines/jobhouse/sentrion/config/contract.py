"""What the Sentrion historical jobs API takes, gives and refuses, as tables.

Facts come from the vendor's public pages (historical jobs, company jobs, introduction). The pages leave much open;
where they do, the rows here hold the reading that loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import msgspec

SEARCH_PATH: Final = "/api/v3/jobs-search/search"
PAGE_LIMIT: Final = 100
"""Jobs in one answer at the most; the API takes 10 to 100."""
SMALLEST_PAGE: Final = 10
HISTORY_YEARS: Final = 6
TOTAL_CAP: Final = 10_000
"""Search engines stop counting here by default, so an exact 10,000 is taken for "at least"."""

NO_CURSOR: Final = msgspec.Raw(b"null")
"""The `search_after` of a first page."""

FieldKind = Literal["text", "number", "flag", "texts"]


@dataclass(frozen=True)
class JobField:
    """One key of a job object: its spelling in the API and its column in the warehouse."""

    key: str
    column: str
    kind: FieldKind


JOB_FIELDS: Final = (
    JobField("Job Type", "job_type", "text"),
    JobField("Job Title", "job_title", "text"),
    JobField("Apply URL", "apply_url", "text"),
    JobField("Post Date", "post_date", "text"),
    JobField("Valid Through", "valid_through", "text"),
    JobField("City", "city", "text"),
    JobField("Job Board", "job_board", "text"),
    JobField("Job Description", "job_description", "text"),
    JobField("Country", "country", "text"),
    JobField("Company Name", "company_name", "text"),
    JobField("State", "state", "text"),
    JobField("Salary Offered", "salary_offered", "text"),
    JobField("Logo URL", "logo_url", "text"),
    JobField("Is Remote", "is_remote", "flag"),
    JobField("Job URL", "job_url", "text"),
    JobField("Department Name", "department_name", "texts"),
    JobField("Seniority Level", "seniority_level", "text"),
    JobField("Salary Currency", "salary_currency", "text"),
    JobField("Salary To", "salary_to", "number"),
    JobField("Salary From", "salary_from", "number"),
    JobField("Skills", "skills", "texts"),
)
JOB_KEYS: Final = frozenset(field.key for field in JOB_FIELDS)
