"""The settings of `[sources.sentrion]`: name, type, bounds, default and meaning of each, in one place.

Values come from dlt's providers (environment, `.dlt/secrets.toml`, `.dlt/config.toml`, in that order). Names are looked
up in that section and nowhere else, so that a `BASE_URL` of another program is never taken for ours. The table in the
documents and the comments in `.dlt/config.toml` repeat `definitions()`, and a test compares them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import cache
from reprlib import repr as shortened
from typing import Annotated, Any, Final, Self, get_args, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from jobhouse.errors import UsageError
from jobhouse.loopback import is_loopback
from jobhouse.nearest import end_with_guess
from jobhouse.sentrion.config.contract import PAGE_LIMIT, SMALLEST_PAGE
from jobhouse.sentrion.config.providers import Provider, dlt_providers, plain_providers
from jobhouse.sentrion.config.search import EVERYTHING, Search
from jobhouse.sentrion.config.setting_names import refuse_near_variables, refuse_unknown_in
from jobhouse.sentrion.config.settings_files import PREFIX, Documents, read_settings_files

MOST: Final = 10**9
"""The largest value of a number's setting."""
NO_LIMIT: Final = MOST + 1
"""Stands for no limit; no value of a setting is as large."""
PLACEHOLDER: Final = "your key"
"""What `example.secrets.toml` has in place of a key."""


@dataclass(frozen=True)
class Settings:
    """What `[sources.sentrion]` holds; the values that `load` returns have been checked."""

    api_key: Annotated[str, Meta(description="secret: `.dlt/secrets.toml` or the environment")] = field(repr=False)
    base_url: Annotated[str, Meta(description="plain http is accepted only for this machine")] = (
        "https://api.sentrion.ai"
    )
    former_base_url: Annotated[
        str,
        Meta(
            description="where the same API has moved: the `base_url` that the warehouse was read from until then",
            examples=["https://old.example"],
        ),
    ] = ""
    requests_per_minute: Annotated[
        int, Meta(ge=1, le=MOST, description="requests in any 60 seconds, of all runs on one warehouse folder")
    ] = 100
    max_concurrency: Annotated[
        int, Meta(ge=1, le=100, description="the most windows read at the same time; slow answers need more of them")
    ] = 40
    page_size: Annotated[int, Meta(ge=SMALLEST_PAGE, le=PAGE_LIMIT, description="jobs in an answer")] = PAGE_LIMIT
    pages_per_batch: Annotated[
        int, Meta(ge=1, le=MOST, description="pages in one batch; a kill costs two batches at most")
    ] = 100
    batch_seconds: Annotated[float, Meta(ge=1, le=MOST, description="load at least this often")] = 60.0
    max_window_jobs: Annotated[int, Meta(ge=PAGE_LIMIT, le=MOST, description="larger windows are halved")] = 50_000
    max_credits_per_cycle: Annotated[
        int,
        Meta(
            ge=0,
            le=MOST,
            description="credits of all runs of a billing cycle, spent without a question",
            examples=[100_000],
        ),
    ] = NO_LIMIT
    billing_cycle_day: Annotated[
        int, Meta(ge=1, le=28, description="day of the month on which a billing cycle begins")
    ] = 1
    retry_attempts: Annotated[
        int, Meta(ge=1, le=100, description="how often one page is requested, in `probe` and `plan` at most 3 times")
    ] = 6
    retry_pause_seconds: Annotated[float, Meta(ge=0, le=MOST, description="first pause, doubled each time")] = 1.0
    max_wait_seconds: Annotated[
        float,
        Meta(ge=0, le=86_400, description="longest wait for 429s or a `Retry-After`; beyond it, exit code 6 or 3"),
    ] = 900.0
    lookback_days: Annotated[
        int, Meta(ge=0, le=366, description="recent days that a nightly run reads again; 0: as measured")
    ] = 0
    lake_url: Annotated[
        str,
        Meta(
            description="a folder, `s3://`, `gs://` or `az://`: the lake that a nightly run brings up to date, or that "
            "`transform --gateway lake` and `--gateway spark` read",
            examples=["s3://bucket/jobs"],
        ),
    ] = ""
    searches: Annotated[
        Mapping[str, Mapping[str, Any]], Meta(description="tables, see below; JSON in the environment")
    ] = field(default_factory=dict)

    @classmethod
    def load(cls, **given: Any) -> Self:
        """The settings of a command that sends requests; `given` values come first, None means not given.

        Raises:
            UsageError: a file is no TOML, the key is missing, a name is unknown, a value does not fit, or a proxy or
                certificates in the environment cannot be used.
        """
        from jobhouse.sentrion.fetch.connection import check_environment  # imports httpx

        settings = cls._load(dlt_providers, given)
        check_environment(settings.base_url)
        return settings

    @classmethod
    def load_without_key(cls) -> Self:
        """The settings of a command that sends nothing: it needs no key, and does not wait for dlt's import."""
        return cls._load(plain_providers, {"api_key": "none"}, needs_key=False)

    @classmethod
    def _load(
        cls, providers_of: Callable[[Documents], list[Provider]], given: Mapping[str, Any], *, needs_key: bool = True
    ) -> Self:
        names = definitions().keys()
        documents = read_settings_files(needs_key=needs_key)
        refuse_unknown_in(documents, names)
        refuse_near_variables(os.environ, names)
        providers = providers_of(documents)
        _refuse_unknown(providers)
        found = {name: value for name in names if (value := _value_of(name, given, providers)) is not None}
        if "api_key" in found and found["api_key"].is_blank:
            raise UsageError(f"The setting api_key{found['api_key'].place} is empty; put your key there.")
        if "api_key" not in found:
            raise UsageError(
                "There is no API key; put api_key under [sources.sentrion] in .dlt/secrets.toml "
                f"or set {PREFIX}API_KEY."
            )
        return cls(**{name: _checked(definitions()[name], value) for name, value in found.items()})

    def known_search(self, name: str, everything: Mapping[str, Any] = EVERYTHING) -> Search | None:
        """The named search, or None where the settings do not define it any more."""
        return self.search(name, everything) if name == "default" or name in self.searches else None

    def search(self, name: str, everything: Mapping[str, Any] = EVERYTHING) -> Search:
        """The named search; `default` requests everything unless the settings define it otherwise.

        `everything` holds the values that request all jobs; a search sets only what it wants otherwise.
        """
        if name in self.searches:
            return Search.checked(name, self.searches[name], everything)
        if name == "default":
            return Search(name, dict(everything))
        known = ", ".join(sorted({"default", *self.searches}))
        raise UsageError(f"There is no search named {name!r}; the settings know {known}.")


@dataclass(frozen=True)
class Definition:
    """One setting, as messages and documents describe it."""

    name: str
    kind: Any
    default: Any
    meta: Meta

    @property
    def environment(self) -> str:
        return PREFIX + self.name.upper()

    @property
    def takes(self) -> str:
        """What a value of a number's setting must be."""
        number = "a whole number" if self.kind is int else "a number"
        return f"{number} from {self.meta.ge} to {self.meta.le}"


@cache
def definitions() -> Mapping[str, Definition]:
    """Every setting by its name."""
    annotations = get_type_hints(Settings, include_extras=True)
    return {
        setting.name: Definition(setting.name, kind, setting.default, meta)
        for setting in fields(Settings)
        for kind, meta in [get_args(annotations[setting.name])]
    }


@dataclass(frozen=True)
class _Found:
    """A value that is not checked yet, and where it is."""

    value: Any
    place: str = ""
    """As it follows the name of a setting in a message; empty where the value was handed in."""

    @property
    def is_blank(self) -> bool:
        return isinstance(self.value, str) and not self.value.strip()


def _checked(setting: Definition, found: _Found) -> Any:
    if setting.kind is str:
        return _TEXTS[setting.name](_checked_text(setting.name, found), found.place)
    return _checked_searches(found) if setting.name == "searches" else _checked_number(setting, found)


def _checked_number(setting: Definition, found: _Found) -> float:
    value = found.value
    digits = value.strip().replace("_", "") if isinstance(value, str) else value
    try:
        return msgspec.convert(digits, Annotated[setting.kind, setting.meta], strict=False)  # type: ignore[no-any-return]
    except msgspec.ValidationError:
        raise UsageError(
            f"The setting {setting.name}{found.place} is {value!r}, which should be {setting.takes}."
        ) from None


def _checked_text(name: str, found: _Found) -> str:
    """The text without blanks around it; another value is not shown, since it may be a key without its quotes."""
    if not isinstance(found.value, str):
        raise UsageError(f'The setting {name}{found.place} is no text; put it in quotes, as in {name} = "...".')
    return found.value.strip()


def _checked_key(key: str, place: str) -> str:
    if key == PLACEHOLDER:
        raise UsageError(f"The setting api_key{place} is still the placeholder of the example; put your key there.")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise UsageError(f"The setting api_key{place} holds characters that no header can carry; copy the key again.")
    return key


def _checked_url(address: str, place: str, name: str = "base_url") -> str:
    shown = re.sub(r"^([a-z]+://)?.*@", r"\1...@", address, flags=re.DOTALL)  # a password is shown to nobody
    setting = f"The setting {name}{place} is {shown!r}"
    try:
        url = urlsplit(address)
        _ = url.port
    except ValueError as error:
        why = f" ({error})" if shown == address else ""  # which quotes what stands there
        raise UsageError(f"{setting}, which is no address{why}.") from None
    if url.scheme not in ("http", "https") or not url.hostname or url.query or url.fragment or url.username:
        raise UsageError(f"{setting}, which is no address like https://api.sentrion.ai.")
    if url.scheme == "http" and not is_loopback(url.hostname):
        raise UsageError(
            f"{setting}: plain http would send the key unencrypted; use https "
            "(http is for this machine's own sandbox only)."
        )
    return address.rstrip("/")


_TEXTS: Final[Mapping[str, Callable[[str, str], str]]] = {
    "api_key": _checked_key,
    "base_url": _checked_url,
    "former_base_url": lambda address, place: address and _checked_url(address, place, "former_base_url"),
    "lake_url": lambda address, _: address,
}
"""What checks the text of a setting; the second argument is where it is."""


def _checked_searches(found: _Found) -> Mapping[str, Mapping[str, Any]]:
    value = found.value
    if isinstance(value, str):
        with suppress(ValueError):
            value = json.loads(value)
    if not isinstance(value, Mapping) or not all(isinstance(search, Mapping) for search in value.values()):
        raise UsageError(
            f"The setting searches{found.place} is {shortened(found.value)}, which should be tables, "
            '[sources.sentrion.searches.NAME], or in the environment JSON like {"NAME": {...}}.'
        )
    for name, filters in value.items():
        Search.checked(name, filters)
    return value


def _value_of(name: str, given: Mapping[str, Any], providers: list[Provider]) -> _Found | None:
    """The given value, or that of the first provider which sets the name; None where it is not set."""
    if given.get(name) is not None:
        return _Found(given[name])
    asked = (provider for provider in providers if provider.holds_secrets or name != "api_key")
    values = (
        _Found(value, f" in {provider.place(name)}") for provider in asked if (value := provider.get(name)) is not None
    )
    return next(values, None)


def _refuse_unknown(providers: list[Provider]) -> None:
    known = definitions().keys()
    for provider in providers:
        for name, place in provider.named():
            if name not in known:
                raise UsageError(
                    f"{place} sets {name!r}, which jobhouse does not know{end_with_guess(name, known)} "
                    f"It knows {', '.join(sorted(known))}."
                )
