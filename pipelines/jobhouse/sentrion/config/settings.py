"""Settings from dlt's providers: environment, `.dlt/secrets.toml`, `.dlt/config.toml`, in that order.

Every setting lives in `[sources.sentrion]`, e.g. `SOURCES__SENTRION__BASE_URL`. Names are looked up there and nowhere
else, so that a `BASE_URL` meant for another program is never taken for ours, and unknown names are refused.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Self
from urllib.parse import urlsplit

from dlt.common.configuration.container import Container
from dlt.common.configuration.providers.provider import ConfigProvider
from dlt.common.configuration.specs.pluggable_run_context import PluggableRunContext
from dlt.common.typing import TSecretStrValue

from jobhouse.errors import UsageError
from jobhouse.loopback import is_loopback
from jobhouse.sentrion.config.contract import PAGE_LIMIT, SMALLEST_PAGE
from jobhouse.sentrion.config.search import EVERYTHING, Search
from jobhouse.sentrion.config.setting_names import nearest, refuse_near_variables, refuse_unknown_in
from jobhouse.sentrion.config.settings_files import check_settings_files

SECTIONS: Final = ("sources", "sentrion")
ENVIRONMENT_PREFIX: Final = "SOURCES__SENTRION__"
NO_LIMIT: Final = 10**9


def _number(default: float, least: float, most: float = NO_LIMIT) -> Any:
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True)
class Settings:
    """What `[sources.sentrion]` holds; every value has been checked."""

    api_key: str = field(repr=False)
    base_url: str = "https://api.sentrion.ai"
    requests_per_minute: int = _number(100, 1)
    max_concurrency: int = _number(8, 1, 100)
    page_size: int = _number(PAGE_LIMIT, SMALLEST_PAGE, PAGE_LIMIT)
    pages_per_batch: int = _number(100, 1)
    batch_seconds: float = _number(60.0, 1)
    max_window_jobs: int = _number(50_000, PAGE_LIMIT)
    retry_attempts: int = _number(6, 1, 100)
    retry_pause_seconds: float = _number(1.0, 0)
    max_wait_seconds: float = _number(900.0, 0, 86_400)
    max_credits_per_cycle: int = _number(NO_LIMIT, 0)
    billing_cycle_day: int = _number(1, 1, 28)
    lookback_days: int = _number(0, 0, 366)
    searches: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def load(cls, **given: Any) -> Self:
        """Settings from the providers, with `given` values (None: not given) before them.

        Raises:
            UsageError: a file that is no TOML, a missing key, an unknown name, a value that does not fit, or a proxy
                or certificates in the environment that cannot be used.

        """
        from jobhouse.sentrion.fetch.connection import check_environment  # noqa: PLC0415 - imports httpx, not always needed

        settings = cls._load(**given)
        check_environment(settings.base_url)
        return settings

    @classmethod
    def _load(cls, **given: Any) -> Self:
        known = {setting.name for setting in fields(cls)}
        refuse_unknown_in(check_settings_files(), known)
        refuse_near_variables(os.environ, known)
        _refuse_unknown(known)
        values = {name: value for name, value in given.items() if value is not None}
        for setting in fields(cls):
            if setting.name not in values and (found := _lookup(setting.name)) is not None:
                values[setting.name] = found
        if not str(values.get("api_key") or "").strip():
            raise UsageError(
                "There is no API key; put api_key under [sources.sentrion] in .dlt/secrets.toml "
                f"or set {ENVIRONMENT_PREFIX}API_KEY."
            )
        return cls(
            **{
                setting.name: _checked(setting, values[setting.name])
                for setting in fields(cls)
                if setting.name in values
            }
        )

    @classmethod
    def load_without_key(cls) -> Self:
        """Settings for what sends nothing, and so needs no key."""
        return cls._load(api_key="none")

    def known_search(self, name: str) -> Search | None:
        """The search as it is set now; one that was read once may be set no more."""
        return self.search(name) if name == "default" or name in self.searches else None

    def search(self, name: str, everything: Mapping[str, Any] = EVERYTHING) -> Search:
        """The named search; `default` asks for everything unless the settings define it otherwise.

        `everything` are the values that ask for all jobs; a search need only set what it wants otherwise.
        """
        if name in self.searches:
            return Search.checked(name, self.searches[name], everything)
        if name == "default":
            return Search(name, dict(everything))
        known = ", ".join(sorted({"default", *self.searches}))
        raise UsageError(f"There is no search named {name!r}; the settings know {known}.")


def _checked(setting: Any, value: Any) -> Any:
    match setting.name:
        case "api_key":
            return _checked_key(str(value))
        case "base_url":
            return _checked_url(str(value))
        case "searches":
            return _checked_searches(value)
    whole = isinstance(setting.default, int)
    return _checked_number(setting.name, value, whole, setting.metadata)


def _checked_key(value: str) -> str:
    key = value.strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise UsageError("The api_key holds characters that no header can carry; copy the key again.")
    return key


def _checked_url(value: str) -> str:
    try:
        url = urlsplit(value.strip())
        _ = url.port
    except ValueError as error:
        raise UsageError(f"The setting base_url is {value!r}, which is no address ({error}).") from None
    if url.scheme not in ("http", "https") or not url.hostname or url.query or url.fragment or url.username:
        raise UsageError(f"The setting base_url is {value!r}, which is no address like https://api.sentrion.ai.")
    if url.scheme == "http" and not is_loopback(url.hostname):
        raise UsageError(
            f"The setting base_url is {value!r}: plain http would send the key unencrypted; use https "
            "(http is for this machine's own sandbox only)."
        )
    return value.strip().rstrip("/")


def _checked_number(name: str, value: Any, whole: bool, bounds: Mapping[str, float]) -> float:
    wanted = f"a {'whole ' if whole else ''}number from {bounds['least']} to {bounds['most']}"
    try:
        number = (int if whole else float)(str(value))
    except ValueError:
        number = bounds["least"] - 1
    if isinstance(value, bool) or not bounds["least"] <= number <= bounds["most"]:
        raise UsageError(f"The setting {name} is {value!r}, which should be {wanted}.")
    return number


def _checked_searches(value: Any) -> Mapping[str, Mapping[str, Any]]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise UsageError(f'{ENVIRONMENT_PREFIX}SEARCHES is no JSON; write it like {{"NAME": {{...}}}}.') from None
    if not isinstance(value, Mapping) or not all(isinstance(search, Mapping) for search in value.values()):
        raise UsageError("The setting searches should hold tables: [sources.sentrion.searches.NAME].")
    for name, filters in value.items():
        Search.checked(name, filters)
    return value


def _providers() -> list[ConfigProvider]:
    return list(Container()[PluggableRunContext].providers.providers)


def _lookup(name: str) -> Any:
    hint: Any = TSecretStrValue if name == "api_key" else Any
    for provider in _providers():
        if name == "api_key" and not provider.supports_secrets:
            continue
        value, _ = provider.get_value(name, hint, "", *SECTIONS)
        if value is not None:
            return value
    return None


def _refuse_unknown(known: set[str]) -> None:
    for name, place in _named_settings():
        if name not in known:
            raise UsageError(
                f"{place} sets {name!r}, which jobhouse does not know{nearest(name, known) or '.'} "
                f"It knows {', '.join(sorted(known))}."
            )


def _named_settings() -> Iterator[tuple[str, str]]:
    """Every name set for this source, with the place where it is set."""
    for variable in os.environ:
        if variable.startswith(ENVIRONMENT_PREFIX):
            yield (
                variable.removeprefix(ENVIRONMENT_PREFIX).split("__")[0].lower(),
                f"The environment ({variable})",
            )
    for provider in _providers():
        if provider.name.endswith(".toml"):
            section, _ = provider.get_value(SECTIONS[-1], dict, "", *SECTIONS[:-1])
            for name in section if isinstance(section, Mapping) else ():
                yield name, f"[sources.sentrion] in {provider.name}"
