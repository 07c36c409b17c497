"""One page for one request body, with retries, and a record of every request."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import httpx

from jobhouse.errors import JobhouseError
from jobhouse.sentrion.fetch import answers
from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.fetch.connection import NEVER_SENT, BearerKey, address_of, why_no_answer
from jobhouse.sentrion.fetch.page_errors import CursorFailed, asked_to_wait, error_of, moment
from jobhouse.sentrion.fetch.rate_limiter import MARGIN_SECONDS, MINUTE_SECONDS
from jobhouse.sentrion.fetch.receive import AnswerLimits, NoConnection, Receiver, TooLarge
from jobhouse.sentrion.fetch.redaction import Redactor
from jobhouse.sentrion.fetch.request_gate import RequestGate
from jobhouse.sentrion.fetch.retry import REFUSED_BEFORE_WORK, Action, Failure, PageAttempts, RetryPolicy
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.reserved_credits import OK

LONG_PAUSE_SECONDS = 5.0
"""A pause of at least this length is shown to the user, with the time at which it ends."""


class Client:
    """Asks for pages through an open `httpx.AsyncClient`."""

    def __init__(
        self, http: httpx.AsyncClient, gate: RequestGate, retry: RetryPolicy, limits: AnswerLimits | None = None
    ) -> None:
        self._receiver = Receiver(http, limits or AnswerLimits(), lambda: gate.is_interrupted)
        self._address = address_of(http)
        self._redactor = http.auth.redactor if isinstance(http.auth, BearerKey) else Redactor("")
        self._gate = gate
        self._retry = retry

    async def page(
        self,
        body: bytes,
        window_id: str,
        *,
        first: bool,
        may_be_past_end: bool = False,
        most_attempts: int | None = None,
    ) -> Page:
        """The page for one request body. Only for the first page of a window can a failure mean that there are no jobs.

        `may_be_past_end`: the page may come after the last one, so that "no jobs" is no surprise. `most_attempts`: how
        often the page is asked for at most; None: as the settings say.

        Raises:
            RefusedRequest: the API will not serve this request (400, 422).
            Refused: the key or the access is refused, or the answer is unknown.
            CreditsGone: the credits are used up.
            Stopped: a limit of the run is reached, or the API asks for a longer wait than the settings allow.
            GateClosed: the caller sends no further request.
            AnswerTooLarge: the answer is larger than any honest one.
            CursorFailed: the same for a page that is not the first, where a server answers.
            Unreachable: no good answer after the retries.

        """
        policy = self._retry if most_attempts is None else replace(self._retry, attempts=most_attempts)
        attempts, number = PageAttempts(policy, self._gate.good_answers), 0
        while True:
            on_written = partial(self._gate.note_written, await self._gate.acquire())
            number += 1
            answer = await self._send(body, window_id, number, on_written)
            if isinstance(answer, Page):
                self._gate.note_passing(attempts.empty_reasons if answer.jobs else ())
                return answer
            action = self._meaning(answer)
            attempts.add(answer, action)
            if first and attempts.means_empty(answer, action, self._gate.good_answers, self._gate.passing):
                self._gate.give_back(window_id)
                self._gate.note_empty(answer)
                return answers.empty_page(answer)
            is_empty = not first and attempts.says_nothing(may_be_past_end=may_be_past_end)
            if is_empty:
                self._gate.give_back(window_id)
            if is_empty or not attempts.may_retry(answer, action, is_proven=self._gate.is_proven):
                error = error_of(action, answer, self._address, is_proven=self._gate.is_proven)
                raise error if first else _of_cursor(error, answer, action, says_nothing=is_empty)
            await self._pause_or_slow_down(answer, action, attempts)

    async def _send(self, body: bytes, window_id: str, attempt: int, on_written: Callable[[], None]) -> Page | Failure:
        sent_at, started = datetime.now(UTC), time.monotonic()
        async with AsyncExitStack() as stack:
            status, answer = await self._exchange(body, stack, on_written)
        answer = self._storable(answer, status)
        latency = time.monotonic() - started
        record = _record_of(answer, window_id, attempt, status, int(latency * 1000), sent_at)
        kept = self._gate.record(record)
        return replace(answer, credits_used=kept.credits_used) if isinstance(answer, Page) else answer

    def _storable(self, answer: Page | Failure, status: int | None) -> Page | Failure:
        """The same answer with a reason and a note that can be shown and stored: without the key, as valid text."""
        if isinstance(answer, Failure):
            return replace(answer, reason=self._redactor.text(answer.reason), status=status)
        note, unread = (text and self._redactor.text(text) for text in (answer.note, answer.unread_price))
        return replace(answer, note=note, unread_price=unread) if note else answer

    async def _exchange(
        self, body: bytes, stack: AsyncExitStack, on_written: Callable[[], None]
    ) -> tuple[int | None, Page | Failure]:
        """Send one request; returns the status of the answer, if there is one, and its page or failure."""
        limits = self._receiver.limits
        try:
            received = await self._receiver.post(body, stack, on_written)
            content = self._redactor.body(received.content)
            return received.status, answers.read(received.status, received.headers, content)
        except TooLarge as error:
            return error.status, Failure(Action.TOO_LARGE, f"more than {limits.size // 1024**2} MB")
        except (NoConnection, *NEVER_SENT) as error:
            return None, Failure(Action.RETRY, why_no_answer(error), was_sent=False)
        except TimeoutError:
            waited = limits.grace_seconds if self._gate.is_interrupted else limits.seconds
            return None, Failure(Action.RETRY, f"no answer: it was not whole after {waited:.0f} s")
        except httpx.DecodingError as error:
            return None, Failure(Action.RETRY, f"the answer's compression is broken: {error}"[:200])
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return None, Failure(Action.RETRY, why_no_answer(error))

    async def _pause_or_slow_down(self, failure: Failure, action: Action, attempts: PageAttempts) -> None:
        """Slow all windows down after a 429, where the gate makes them wait; pause this window after other failures."""
        asked_for = failure.wait_seconds
        if asked_for is not None and asked_for > self._retry.max_wait_seconds:
            raise asked_to_wait(failure, asked_for, self._retry.max_wait_seconds)
        if action is Action.WAIT:
            wait = (MINUTE_SECONDS if asked_for is None else asked_for) + MARGIN_SECONDS
            warning = f"the API says that requests come too fast; going on at {moment(wait)}"
            self._gate.slow_down(wait, warning)
            return
        wait = asked_for or self._retry.pause(attempts.counts[action] - 1)
        warning = f"the API cannot answer now ({failure.reason}); going on at {moment(wait)}"
        await self._gate.pause(wait, warning if wait >= LONG_PAUSE_SECONDS else None)

    def _meaning(self, failure: Failure) -> Action:
        """The action for a failure: with too few credits `STOP`; for an unknown answer after good ones `RETRY`."""
        if self._may_be_out_of_credits(failure):
            return Action.STOP
        is_foreign = failure.action is Action.EMPTY_OR_WRONG and not failure.is_json
        if self._gate.is_proven and (failure.action is Action.UNKNOWN or is_foreign):
            return Action.RETRY
        return failure.action

    def _may_be_out_of_credits(self, failure: Failure) -> bool:
        """Whether the credits explain a failure that may have several reasons.

        An account that is overdrawn may be served all the same, and one with less than a page costs may be refused it.
        """
        balance = self._gate.balance
        if failure.action not in (Action.NO_ACCESS, Action.WAIT, Action.EMPTY_OR_WRONG) or balance.left is None:
            return False
        if balance.left < 0:
            return not failure.says_nothing_found
        is_short = 0 < balance.left < self._gate.page_size and failure.action is not Action.WAIT
        return balance.is_used_up or (is_short and not failure.is_clear)


def _of_cursor(error: JobhouseError, failure: Failure, action: Action, *, says_nothing: bool) -> JobhouseError:
    """The error for a page with a cursor: another one where the cursor may be what a server does not serve."""
    if not failure.is_whole or action not in (Action.RETRY, Action.EMPTY_OR_WRONG, Action.UNKNOWN):
        return error
    return CursorFailed(error, says_nothing=says_nothing, is_server_error=(failure.status or 0) >= 500)


def _record_of(
    answer: Page | Failure, window_id: str, attempt: int, status: int | None, ms: int, sent_at: datetime
) -> RequestRecord:
    record = RequestRecord(window_id, attempt, status, ms, requested_at=sent_at)
    if isinstance(answer, Page):
        return replace(
            record,
            rows=answer.delivered,
            credits_used=answer.credits_used,
            credits_remaining=answer.credits_remaining,
            unread_price=answer.unread_price,
        )
    is_empty = status == OK and answer.says_nothing_found and answer.may_mean_empty
    return replace(
        record,
        error=answer.reason,
        was_sent=answer.was_sent,
        was_refused=status in REFUSED_BEFORE_WORK or is_empty,
        credits_used=answer.credits_used or None,  # none at all is not believed of an answer without a page
    )
