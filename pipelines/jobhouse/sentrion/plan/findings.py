"""Findings: what was found out about the API where its documentation is silent, with the evidence.

A finding is believed until an answer contradicts it. Without a believed finding, requests are made in the safe way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Literal, Self, cast, get_args

from jobhouse.sentrion.config.contract import TOTAL_CAP
from jobhouse.sentrion.config.search import EVERYTHING
from jobhouse.sentrion.plan.windows import Bounds

Assumption = Literal[
    "bounds", "salary_data_available", "is_agency", "exclude_duplicates", "order", "totals", "rereads", "edge"
]
UNKNOWN: Final = "unknown"
VALUES: Final[Mapping[str, bool | None]] = {"true": True, "false": False, "null": None}
"""The value to send for an answer about a filter; "omitted": the field is left out."""
FORMS: Final = (*VALUES, "omitted")
MOST_PROBE_CREDITS: Final = 300
"""What a probe may cost."""
FILTERS_ASKED: Final[tuple[Assumption, ...]] = ("salary_data_available", "is_agency", "exclude_duplicates")


@dataclass(frozen=True)
class Finding:
    """One answered question. `contradicted` names the later answer of the API that contradicts it."""

    question: Assumption
    answer: str
    evidence: Mapping[str, Any]
    asked_at: str
    requests: int
    credits: int
    contradicted: str | None = None

    @property
    def believed(self) -> str | None:
        """The answer, unless it is unknown or contradicted."""
        return None if self.contradicted or self.answer == UNKNOWN else self.answer


@dataclass
class Findings:
    """All findings, by question."""

    found: dict[str, Finding] = field(default_factory=dict)

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Self:
        asked = {name: value for name, value in state.items() if name in get_args(Assumption)}
        return cls({name: Finding(question=cast("Assumption", name), **value) for name, value in asked.items()})

    def to_state(self) -> dict[str, Any]:
        plain = {name: asdict(finding) for name, finding in self.found.items()}
        return {name: {key: value for key, value in row.items() if key != "question"} for name, row in plain.items()}

    def believed(self, question: Assumption) -> str | None:
        finding = self.found.get(question)
        return finding.believed if finding else None

    @property
    def bounds(self) -> Bounds | None:
        return cast("Bounds | None", self.believed("bounds"))

    @property
    def rereads_cost(self) -> bool:
        """Whether the probe or a later answer showed that rereading a job in one billing cycle is charged again."""
        finding = self.found.get("rereads")
        return finding is not None and (finding.answer == "charged" or finding.contradicted is not None)

    @property
    def were_probed(self) -> bool:
        """Whether a probe asked all that decides which jobs come, and was not cut off before that."""
        return all(question in self.found for question in (*FILTERS_ASKED, "bounds"))

    def copies_share(self) -> float | None:
        """The share of jobs that the API counts as duplicates; None: it is not known."""
        finding = self.found.get("exclude_duplicates")
        if finding is None or finding.contradicted or self.believed("totals") not in ("exact", "capped"):
            return None
        found = finding.evidence.get("found", {}).values()
        totals = [total for total in found if isinstance(total, int) and total != TOTAL_CAP]
        return 1 - min(totals) / max(totals) if len(totals) > 1 and max(totals) else None

    def everything(self) -> dict[str, Any]:
        """The filters that ask for all jobs: the safe values, or the values that were found to bring the most."""
        filters = dict(EVERYTHING)
        for name in FILTERS_ASKED:
            if form := self.believed(name):
                filters = with_form(filters, name, form)
        return filters

    def left_out(self, filters: Mapping[str, Any]) -> list[str]:
        """What these filters leave out since no value of a field brings all jobs, a note for each such field."""
        return [note for name in FILTERS_ASKED if (note := self._left_out(name, filters))]

    def _left_out(self, name: Assumption, filters: Mapping[str, Any]) -> str | None:
        finding = self.found.get(name)
        if finding is None or finding.believed is None or filters != with_form(filters, name, finding.answer):
            return None
        other, found = finding.evidence.get("left_out"), finding.evidence.get("found", {})
        if not other:
            return None
        can_be_set = other in ("true", "false")
        advice = (
            f"read those with a search of their own that sets {name} = {other}" if can_be_set else "they stay unread"
        )
        return (
            f"no value of {name} brings all jobs: {finding.answer} brings most ({found.get(finding.answer)} of "
            f"{finding.evidence.get('window')}), but not those that {other} brings ({found.get(other)}); {advice}"
        )

    def take(self, findings: Iterable[Finding]) -> None:
        """Add new findings; an unknown answer does not replace a believed one."""
        for finding in findings:
            if finding.answer != UNKNOWN or self.believed(finding.question) is None:
                self.found[finding.question] = finding

    def note_charged_rereads(self, why: str, at: str) -> bool:
        """Note that rereads are charged; returns whether that is new."""
        if self.rereads_cost:
            return False
        if not self.contradict("rereads", why):
            self.found["rereads"] = Finding("rereads", "charged", {"means": why}, at, 0, 0)
        return True

    def contradict(self, question: Assumption, why: str) -> bool:
        """Mark a believed finding as contradicted; returns whether there was one."""
        if self.believed(question) is None:
            return False
        self.found[question] = replace(self.found[question], contradicted=why)
        return True


def with_form(filters: Mapping[str, Any], name: str, form: str) -> dict[str, Any]:
    """The filters with one field sent as true, false or null, or left out."""
    rest = {key: value for key, value in filters.items() if key != name}
    return rest if form == "omitted" else {**rest, name: VALUES[form]}
