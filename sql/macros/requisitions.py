"""The numbers under which an employer runs a vacancy, as adverts name them in title, text and address."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql

KINDS = (
    "req(?:uisition)?|job|ref(?:erence)?|posting|position|vacancy|announcement|opening|stellen|referenz|kenn|ausschreibungs"
    "|offre|réf(?:érence)?|referencia|vaga|vacature"
)
NUMBERS = r"id|no|nr|num(?:ber)?|code|ziffer|nummer|n°|nº|#"
NAMED = rf"\b(?:{KINDS})[. _-]?(?:{NUMBERS})[.]?\s?[:#.-]*\s*#?([a-z]{{0,8}}[-_/]?[0-9][a-z0-9_/-]*[0-9])"
"""'Requisition ID: R-1234', 'Job No. 123', 'Kennziffer 12/2025', 'announcement number: AB-12-345'."""
MARKED = r"(?:^|[^a-z0-9&;])(j?r-?[0-9]{4,}|(?:req|job)[ #-]*[0-9]{3,}|#[0-9]{3,})\b"
"""'JR-0012345', 'R22391', 'REQ 123', '#639', which mean a requisition in a title alone."""
BRACKETED = r"[(\[]([0-9]+|[a-z0-9]+(?:[-/][a-z0-9]+)*[-/][0-9][a-z0-9]*(?:[-/][a-z0-9]+)*)[)\]]"
"""'(78653)', '(BE-CEM-2023-57)': a number or a code in brackets."""
NO_NUMBER = r"^(?:19|20)[0-9]{2}(?:[-/](?:(?:19|20)?[0-9]{2}))?$|^24/7$|^(?:50|100)[/-]100$"
"""A year is no requisition."""

SYSTEMS = (
    "greenhouse.io", "lever.co", "ashbyhq.com", "workable.com", "myworkdayjobs.com", "myworkdayjobs-impl.com",
    "myworkdaysite.com", "icims.com", "smartrecruiters.com", "jobvite.com", "oraclecloud.com", "taleo.net",
    "brassring.com", "ultipro.com", "bamboohr.com", "recruitee.com", "teamtailor.com", "personio.de", "personio.com",
    "breezy.hr", "applytojob.com", "eightfold.ai", "paylocity.com", "adp.com", "successfactors.com",
    "successfactors.eu", "sapsf.com", "rippling.com", "gem.com", "dover.com", "pinpointhq.com", "comeet.co",
    "comeet.com", "softgarden.io", "join.com", "avature.net", "phenompeople.com", "cornerstoneondemand.com", "csod.com",
    "paycomonline.net", "dayforcehcm.com", "selectminds.com", "peopleadmin.com", "interfolio.com", "governmentjobs.com",
    "usajobs.gov", "mokahr.com", "feishu.cn", "zhiye.com",
)  # fmt: skip
"""Hosts of applicant tracking systems and of employers' own announcements, where the number in an address is the
vacancy's. The number of a job board's listing differs with each cross-post, and is none."""
SYSTEM_HOST = "(?:^|[.])(?:" + "|".join(host.replace(".", "[.]") for host in SYSTEMS) + ")(?:[/?#:]|$)"
BY_SUB_DOMAIN = (
    "myworkdayjobs(?:-impl)?[.]com|oraclecloud[.]com|taleo[.]net|bamboohr[.]com|recruitee[.]com|csod[.]com"
    "|cornerstoneondemand[.]com|selectminds[.]com|avature[.]net|peopleadmin[.]com|zhiye[.]com|eightfold[.]ai"
    "|phenompeople[.]com"
)
CUSTOMER_HOST = (
    f"(?:^|[.])(?:{BY_SUB_DOMAIN}|icims[.]com|myworkdaysite[.]com|dayforcehcm[.]com|successfactors[.](?:com|eu)"
    "|sapsf[.]com|brassring[.]com|adp[.]com|paycomonline[.]net)(?:[/?#:]|$)"
)
"""Systems that number the vacancies of each customer from one: two customers have the same numbers."""
CUSTOMERS = (
    rf"^([^./?#]+)[.](?:[^/?#]*[.])?(?:{BY_SUB_DOMAIN})(?:[/?#:]|$)",
    # the first word is the portal's: one customer has several with the same numbers
    r"^(?:[^-./?#]+-)?([^./?#]+)[.]icims[.]com(?:[/?#:]|$)",
    r"myworkdaysite[.]com/(?:[^?#]*/)?recruiting/([^/?#]+)",
    r"dayforcehcm[.]com/(?:[^?#]*/)?[a-z]{2}-[a-z]{2}/([^/?#]+)",
    r"(?:myjobs[.]adp[.]com|paycomonline[.]net/[^?#]*/portal)/([^/?#]+)",
    r"[?&](?:company|partnerid|cid|clientkey)=([^&#]+)",
)
DOMAIN = "[^.]+[.](?:(?:ac|co|com|edu|go|gob|gov|ne|net|or|org)[.][a-z]{2}|[^.]+)$"
"""The name that a site has in its country: acme.com, acme.co.uk."""
PARAMETERS = (
    "gh_jid|gh_jobid|job_?req(?:uisition)?_?id|requisition_?id|req_?id|career_job_req_id|opportunityid|pid|jobid|job_id"
    "|jobadid|job|jid|jobseqno"
)
SAFE_PARAMETERS = "gh_jid|gh_jobid|job_?req(?:uisition)?_?id|requisition_?id|req_?id|career_job_req_id|jobseqno"
"""Parameters that name a requisition on a company's own site as well."""
IN_SYSTEM = rf"[?&#](?:{PARAMETERS})=([a-z0-9_-]*[0-9][a-z0-9_-]*)"
IN_ANY = rf"[?&#](?:{SAFE_PARAMETERS})=([a-z0-9_-]*[0-9][a-z0-9_-]*)"
IN_FRAGMENT = "#jobdetails=([0-9]+)"
CODE_IN_PATH = (
    "(?:workable[.]com/(?:[^?#]*/)?j/|jobvite[.]com/(?:[^?#]*/)?jobs?/)(o[0-9a-z]{7,}|[0-9a-f]{6,})(?:[/?#]|$)"
)
"""Systems that number with letters, too."""
PAGES = "jobs?|positions?|details|p|apply|viewdetails|postings|careers|view|o|preview|requisitions?"
"""Parts of a path before the number of a vacancy."""
LONG_NUMBER = "[0-9]{5,}|[03-9][0-9]{3}|1[0-8][0-9]{2}|2[1-9][0-9]{2}|[0-9a-f]{12,}"
"""Four digits or more, but no year."""
IN_PATH = (
    rf"/(?:{PAGES})/((?:{LONG_NUMBER})(?:[-/?#]|$)|[0-9]{{2,4}}(?:[/?#]|$))",
    r"/([0-9]{5,})(?:[-/?#]|$)",
    rf"/(?:{PAGES})/[^/?#]*-((?:{LONG_NUMBER})(?:[/?#]|$))",
)
"""The number in a part of the path of its own or before the words of the title, else after them. Few digits are a
number where they stand alone."""
IN_WORKDAY = r"/(?:job|details)/[^?#]*_([a-z-]*(?:[0-9]+-)?[0-9]{3,}[a-z0-9-]*)(?:/(?:apply|login)[^?#]*)?(?:[?#]|$)"
"""What follows the last underscore: numbers before it are those of a building or of the title."""
OWN_PART = "/([0-9]{5,})(?:[?#]|$)"
COPY = r"((?:^|[^0-9])(?:19|20)[0-9]{2}-[0-9]{1,2}$)|-[0-9]{1,2}$"
"""Workday counts the copies of one requisition at its end; after a year, it is the number."""
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def _kept(found: str) -> str:
    """The number without marks that some write and others leave out, null where it is a year."""
    bare = f"regexp_replace({found}, '^[^0-9a-z]+', '')"
    return f"case when not regexp_matches({found}, '{NO_NUMBER}') then nullif({bare}, '') end"


@macro()
def title_requisition(evaluator: MacroEvaluator, title: exp.Expression) -> str:
    """The requisition that a title names; null where it names none."""
    lowered = f"lower({as_sql(title)})"
    found = ", ".join(_kept(f"regexp_extract({lowered}, '{shape}', 1)") for shape in (NAMED, MARKED, BRACKETED))
    return f"case when regexp_matches({as_sql(title)}, '[0-9]') then coalesce({found}) end"


@macro()
def text_requisition(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The first requisition that a text names; null where it names none."""
    return _kept(f"lower(regexp_extract({as_sql(text)}, '(?i){NAMED}', 1))")


@macro()
def address_requisition(evaluator: MacroEvaluator, url_key: exp.Expression) -> str:
    """The system, with its customer, and the number under which an address shows a vacancy; null where one lacks."""
    key = f"lower({as_sql(url_key)})"
    host = f"regexp_extract({key}, '^[^/?#]*')"
    # of a Greenhouse vacancy the number is the same on the company's own site
    system = f"case when contains({key}, 'gh_jid') then 'greenhouse.io' else regexp_extract({host}, '{DOMAIN}') end"
    # systems with numbers of their own for each customer
    of_customer = f"case when regexp_matches({host} || '/', '{CUSTOMER_HOST}') then {_customer(key)} || '.' else '' end"
    return (
        f"case when regexp_matches({host} || '/', '{SYSTEM_HOST}') "
        f"then {of_customer} || {system} || ':' || {_number(key)} "
        f"when contains({key}, '=') then {system} || ':' || {_found(key, IN_ANY)} end"
    )


def _found(text: str, shape: str) -> str:
    return f"nullif(regexp_extract({text}, '{shape}', 1), '')"


def _customer(key: str) -> str:
    """Whose vacancies a system shows at an address; null where it does not say."""
    return f"coalesce({', '.join(_found(key, shape) for shape in CUSTOMERS)})"


def _number(key: str) -> str:
    # parameters other than those of the vacancy tell where a reader came from
    page = f"regexp_replace({key}, '[?][^#]*', '')"
    of_workday = _kept(f"regexp_replace(regexp_extract({key}, '{IN_WORKDAY}', 1), '{COPY}', '\\1')")
    in_path = ", ".join(f"rtrim({_found(page, shape)}, '-/#')" for shape in (CODE_IN_PATH, *IN_PATH))
    own_part = _found(page, OWN_PART)
    of_page = (
        f"case when contains({key}, 'myworkday') then coalesce({of_workday}, {own_part}) else coalesce({in_path}) end"
    )
    in_parameters = ", ".join(_found(key, shape) for shape in (IN_SYSTEM, IN_FRAGMENT))
    return f"coalesce({in_parameters}, nullif(regexp_extract({page}, '{UUID}'), ''), {of_page})"
