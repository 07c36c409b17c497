"""The error, with its sentence for the user, for a page that could not be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from jobhouse.errors import JobhouseError, Refused, Stopped, Unreachable
from jobhouse.sentrion.fetch.connection import ApiAddress
from jobhouse.sentrion.fetch.retry import Action, Failure


class RefusedRequest(Refused):
    """400 or 422: this request is refused, where another (without its cursor, or a later start) may be served."""


class CreditsGone(Stopped):
    """The vendor's credits are used up."""


class NotConnected(Unreachable):
    """No connection could be made, so nothing was sent."""


class AnswerTooLarge(Unreachable):
    """The answer is larger than the limit; a smaller page size may help."""


class CursorFailed(Unreachable):
    """A server keeps answering a cursor without a page.

    It is down, the cursor has expired, or nothing follows. `error`: what ends the window if none of this is found out;
    `says_nothing`: the answers may mean that nothing follows; `is_server_error`: the status is one from 500 on.
    """

    def __init__(self, error: JobhouseError, *, says_nothing: bool, is_server_error: bool) -> None:
        super().__init__(str(error))
        self.error, self.says_nothing, self.is_server_error = error, says_nothing, is_server_error


_MAY_BE_OF_A_PROXY: Final = "; it may come from a proxy on the way, not from the API"
"""Said of a refusal that is no JSON."""

_ERRORS: Final[dict[Action, tuple[type[JobhouseError], str]]] = {
    Action.RETRY: (
        Unreachable,
        "The API kept failing ({}); what was read is kept, run the same command again later.",
    ),
    Action.WAIT: (
        Unreachable,
        "The API kept saying that requests come too fast ({}); lower requests_per_minute.",
    ),
    Action.STOP: (
        CreditsGone,
        "The API's credits are used up ({}); run the same command again when there are new ones.",
    ),
    Action.BAD_REQUEST: (
        RefusedRequest,
        "The API refuses the request ({}); check the search's filters and dates.",
    ),
    Action.BAD_KEY: (
        Refused,
        "The API refuses the key ({}); check api_key in .dlt/secrets.toml or the environment.",
    ),
    Action.NO_ACCESS: (
        Refused,
        "The key has no access to historical jobs ({}); ask Sentrion to enable it for this key.",
    ),
    Action.EMPTY_OR_WRONG: (
        Refused,
        "There is no jobs API at this address ({}); check the setting base_url.",
    ),
    Action.UNKNOWN: (
        Refused,
        "The API gave an answer jobhouse does not know ({}); check the setting base_url.",
    ),
    Action.TOO_LARGE: (
        AnswerTooLarge,
        "The API gave an answer that is too large ({}); what was read is kept, run the same command again later.",
    ),
}


def error_of(action: Action, failure: Failure, address: ApiAddress, *, is_proven: bool = False) -> JobhouseError:
    """The error for a failure that is not retried.

    `address` is where it was asked; `is_proven`: it gave a good answer to this run before.
    """
    if action is Action.EMPTY_OR_WRONG and failure.may_be_of_api(is_proven=is_proven):
        action = Action.RETRY
    if action is Action.RETRY and not failure.was_sent:
        through, check = "", "the network"
        if address.is_proxied:
            through = " through the environment's proxy"
            check += ", the proxy in HTTPS_PROXY or ALL_PROXY with its user and password"
        return NotConnected(
            f"The API at {address.url}{through} could not be reached ({failure.reason}); check {check} and the setting "
            "base_url, then run the same command again."
        )
    kind, sentence = _ERRORS[action]
    may_be_foreign = issubclass(kind, Refused) and not failure.is_json
    return kind(sentence.format(failure.reason + (_MAY_BE_OF_A_PROXY if may_be_foreign else "")))


def credits_gone(reason: str) -> JobhouseError:
    """The error for credits that ran out where no answer says so."""
    kind, sentence = _ERRORS[Action.STOP]
    return kind(sentence.format(reason))


def asked_to_wait(failure: Failure, seconds: float, longest: float) -> Stopped:
    """The error where the API asks for a longer wait than the settings allow."""
    return Stopped(
        f"The API asks to wait until {moment(seconds)} ({failure.reason}), longer than the setting max_wait_seconds "
        f"{longest:.0f}; what was read is kept, run the same command again then."
    )


def moment(seconds: float) -> str:
    """The time so many seconds from now, with its day where that is not today."""
    now = datetime.now(UTC)
    try:
        then = now + timedelta(seconds=seconds)
    except OverflowError:
        return "a day beyond the calendar"
    return then.strftime("%H:%M:%S UTC" if then.date() == now.date() else "%Y-%m-%d %H:%M UTC")
