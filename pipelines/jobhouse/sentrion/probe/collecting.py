"""The findings of one probe as they come, whatever ends it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Final, get_args

from jobhouse.clock import now_text
from jobhouse.errors import JobhouseError, Unreachable
from jobhouse.sentrion.plan.findings import UNKNOWN, Assumption, Finding
from jobhouse.sentrion.probe.probe_client import ProbeClient, ProbeLimitReached

LIMITS_REACHED: Final = "the probe's limits were reached"


class FindingCollector:
    """Collects a finding for each question that was asked to its end."""

    def __init__(self, probe_client: ProbeClient) -> None:
        self.found: list[Finding] = []
        self.error: JobhouseError | None = None
        self._probe_client = probe_client
        self._failed: Finding | None = None
        """That of the question asked last, where the API gave it no good answer."""

    async def past_one_failure(self, ask: Callable[[], Awaitable[None]]) -> None:
        """Ask a question; one to which the API gives no good answer is left, two in a row are an outage.

        After an outage neither was asked: the next probe does it.
        """
        try:
            await ask()
        except Unreachable:
            if self._failed:
                self.found.remove(self._failed)
                self.found.pop()
                raise
            self._failed = self.found[-1]
        else:
            self._failed = None

    def leave_the_rest(self) -> None:
        """Note the questions that the probe's limits left, so that no other probe is made for them."""
        asked = {finding.question for finding in self.found}
        for question in get_args(Assumption):
            if question not in asked:
                self.found.append(Finding(question, UNKNOWN, {"why": LIMITS_REACHED}, now_text(), 0, 0))

    @asynccontextmanager
    async def finding(self, question: Assumption) -> AsyncGenerator[dict[str, Any]]:
        """Collect the evidence for one question; without an answer in it, the finding is unknown.

        There is no finding where the probe is cut off: the next one asks again.
        """
        probe_client, sent, paid = self._probe_client, len(self._probe_client.requests), self._probe_client.credits
        evidence: dict[str, Any] = {}
        try:
            yield evidence
        except ProbeLimitReached:
            if probe_client.is_interrupted:
                raise
            self._note(question, {**evidence, "why": LIMITS_REACHED}, sent, paid)
            raise
        except Unreachable as error:
            self._note(question, {"why": str(error)}, sent, paid)
            raise
        self._note(question, evidence, sent, paid)

    def _note(self, question: Assumption, evidence: dict[str, Any], sent: int, paid: int) -> None:
        answer = evidence.pop("answer", None) or UNKNOWN
        spent = (len(self._probe_client.requests) - sent, self._probe_client.credits - paid)
        self.found.append(Finding(question, answer, evidence, now_text(), *spent))
