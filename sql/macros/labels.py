"""Seniority and job type in a few words of our own, whatever words the board uses."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql

# from the lowest to the highest: of several levels in a label the lowest counts, since it is what an applicant needs
LEVELS = {
    "internship": r"\bintern(?:ship)?s?\b|praktik|working student|werkstudent|apprentice",
    "entry": r"entry|junior|\bjr\b|graduate|trainee|beginner|berufseinstieg",
    "mid": r"\bmid|associate|intermediate|experienced|professional|berufserfahren",
    "senior": r"senior|\bsr\b",
    "lead": r"\blead\b|\bstaff\b|principal|expert",
    "manager": r"manager|supervisor",
    "director": r"director|\bhead\b",
    "executive": r"executive|\bvp\b|vice president|chief|\bc-?level\b|\bc-?suite\b|president|partner|owner",
}
# in a title, "manager" and "associate" are occupations, and "Senior Director" is a director
TITLE_LEVELS = {
    "internship": r"\bintern(?:ship)?s?\b|praktikant|praktikum|werkstudent|working student|\bapprentice",
    "executive": r"^(?:interim |deputy |co-)?chief [a-z&, ]+ officer\b|^(?:ceo|cto|cfo|coo|cmo|cio|cpo|ciso)\b"
    r"|^(?:senior |sr[.]? |executive |group |associate )?(?:vice president|vp|svp|evp|avp)\b|\bvp of\b",
    "director": r"\bdirector\b|^head\b|\bhead of\b",
    "lead": r"\b(?:tech(?:nical)? |team |engineering )?lead\b|\bstaff (?:[a-z/+#.-]+ )*(?:engineer|scientist|designer"
    r"|developer|manager|researcher|architect|analyst)|^(?:staff|principal)\b|\bprincipal\b",
    "senior": r"\bsenior\b|\bsr\b",
    "entry": r"\bjunior\b|\bjr\b|entry.?level|\bgraduate\b|\btrainee\b",
    "mid": r"\bmid(?:-| |dle|weight)|\bintermediate\b",
}
NO_LEVELS = (
    r"\blead generation\b|\blead gen\b|\bsales leads?\b|\bstaff (?:accountant|nurse|writer|attorney|assistant)"
    r"|\bsenior (?:living|care|citizen|housing|services|home)|\bprincipal investigator\b|\bassistant to\b.*"
)
JOB_TYPES = {
    "internship": r"\bintern(?:ship)?s?\b|praktik|apprentice",
    "volunteer": r"volunteer",
    "temporary": r"temp|season|befristet|interim",
    "contract": r"contract|freelanc|self.?employed|\b1099\b|\bb2b\b",
    "part_time": r"part.?time|teilzeit|working student|werkstudent|student",
    "full_time": r"full.?time|vollzeit|permanent|regular|\bfte\b|festanstellung",
}


@macro()
def seniority_of(evaluator: MacroEvaluator, label: exp.Expression, title: exp.Expression) -> str:
    """The level that the board's label names (the lowest of several), or else the title; null where neither does."""
    text, name = f"lower({as_sql(label)})", f"regexp_replace(lower({as_sql(title)}), '{NO_LEVELS}', ' ', 'g')"
    any_level = "|".join(TITLE_LEVELS.values())
    in_title = f"case when regexp_matches(lower({as_sql(title)}), '{any_level}') then {_first(name, TITLE_LEVELS)} end"
    return f"coalesce({_first(text, LEVELS)}, {in_title})"


@macro()
def job_type_of(evaluator: MacroEvaluator, label: exp.Expression) -> str:
    """full_time, part_time, contract, temporary, internship, volunteer, or other for any other label."""
    text = f"lower({as_sql(label)})"
    return f"coalesce({_first(text, JOB_TYPES)}, case when {as_sql(label)} is not null then 'other' end)"


def _first(text: str, patterns: dict[str, str]) -> str:
    cases = " ".join(f"when regexp_matches({text}, '{pattern}') then '{name}'" for name, pattern in patterns.items())
    return f"case {cases} end"
