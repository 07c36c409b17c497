"""Refuses names in settings files and in the environment that nothing reads: a limit lost by a typo costs money.

dlt's own sections are accepted, and so are sections of other sources, unless they look like a misspelt one of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final

from jobhouse.errors import UsageError
from jobhouse.nearest import end_with_guess
from jobhouse.sentrion.config.providers import SECTIONS
from jobhouse.sentrion.config.settings_files import PREFIX

SOURCES, OURS = SECTIONS
OF_COMMANDS: Final = "jobhouse"
"""The table of what all commands share, which the command line reads."""
_OF_COMMANDS_FILE: Final = Path(".dlt/config.toml")
_NAMES_OF_COMMANDS: Final = frozenset({"warehouse"})
"""The settings that this table may hold."""
USUAL_NAMES: Final[Mapping[str, frozenset[str]]] = {
    "sources": frozenset(),
    "runtime": frozenset({"dlthub_telemetry", "log_level"}),
    "normalize": frozenset(),
}
"""Sections and names that dlt reads, of the settings file that comes with jobhouse; any other is looked up in dlt."""
_CLOSE: Final = 0.8
_GENERAL: Final = {"api_key", "base_url"}
"""Names of ours that other sources and destinations use too."""
_CREDITS: Final = re.compile(r"max_*credits?(_|$)", re.IGNORECASE)
"""How the name of a limit of credits begins, spelt right or not."""
_CREDITS_VARIABLE: Final = re.compile(r"(.*__|(jobhouse|sentrion|sources?)_+)?max_*credits?(_|$)", re.IGNORECASE)


def refuse_unknown_in(documents: Mapping[Path, Mapping[str, Any]], known: Iterable[str]) -> None:
    """Refuse what is in the settings files and is read by nobody.

    The user's own files, unlike those of this folder, serve other programs too: there, only what looks like a misspelt
    section of ours is refused.

    Raises:
        UsageError: with the file, the name and the nearest right one.

    """
    names = set(known)
    for path, document in documents.items():
        is_secret = path.name == "secrets.toml"
        if OF_COMMANDS in document and path.resolve() != _OF_COMMANDS_FILE.resolve():
            raise UsageError(
                f"{path} has the table [{OF_COMMANDS}], which is read in {_OF_COMMANDS_FILE} alone; move it there."
            )
        if path.parent == Path(".dlt"):
            _check_sections(document, str(path), names, is_secret=is_secret)
        _check_sources(document.get(SOURCES, {}), str(path), names, is_secret=is_secret)
        _check_elsewhere(document, str(path), names - _GENERAL if path.parent == Path(".dlt") else set())


def _check_sections(document: Mapping[str, Any], file: str, names: set[str], *, is_secret: bool) -> None:
    for section, value in document.items():
        if section == SOURCES and not isinstance(value, Mapping):
            raise UsageError(_no_table(SOURCES, file))
        if not isinstance(value, Mapping):
            raise UsageError(_at_the_top(section, file, names, is_secret=is_secret))
        if not _is_section(section, document):
            sections = {SOURCES, OF_COMMANDS, *dlt_sections()}
            raise UsageError(_unknown(f"the section [{section}]", section, sections, file, value, names))
        _check_dlt(section, value, file)


def refuse_near_variables(environment: Iterable[str], known: Iterable[str]) -> None:
    """Refuse environment variables that name a setting of ours with a misspelt prefix.

    Raises:
        UsageError: with the variable and the nearest right one.

    """
    names = set(known)
    for variable in environment:
        own = variable.removeprefix(PREFIX)
        if own.partition("__")[0].lower() in names and own != variable and "__" in own:
            raise UsageError(
                f"The environment sets {variable}, which nothing reads; did you mean "
                f"{PREFIX}{own.partition('__')[0]}? It takes one value, and nothing below it."
            )
        if own == variable and _CREDITS_VARIABLE.match(variable):
            raise UsageError(
                f"The environment sets {variable}, which nothing reads; did you mean {PREFIX}MAX_CREDITS_PER_CYCLE?"
            )
        if not variable.startswith(PREFIX) and (meant := _meant(variable, names)):
            raise UsageError(
                f"The environment sets {variable}, which nothing reads; did you mean {PREFIX}{meant.upper()}?"
            )


@cache
def dlt_sections() -> frozenset[str]:
    """The tables that dlt reads at the top of a file."""
    from dlt.common.configuration.specs import known_sections

    listed = {value for name, value in vars(known_sections).items() if name.isupper()}
    return frozenset({*listed, "runtime", "credentials", "pipeline", "profiles"})


@cache
def dlt_names(section: str) -> frozenset[str] | None:
    """What dlt reads from one of its tables; None where it cannot tell."""
    from dlt.common.configuration.specs import BaseConfiguration, RuntimeConfiguration
    from dlt.load.configuration import LoaderConfiguration
    from dlt.normalize.configuration import NormalizeConfiguration

    specs: dict[str, type[BaseConfiguration]] = {
        "runtime": RuntimeConfiguration,
        "load": LoaderConfiguration,
        "normalize": NormalizeConfiguration,
    }
    return frozenset(specs[section].get_resolvable_fields()) if section in specs else None


def _is_section(section: str, document: Mapping[str, Any]) -> bool:
    """Whether dlt reads the table; those of its pipelines hold nothing but sections."""
    if section == OF_COMMANDS or section in USUAL_NAMES or section in dlt_sections():
        return True
    return bool(document[section]) and set(document[section]) <= dlt_sections() - {SOURCES}


def _check_sources(sources: Any, file: str, known: set[str], *, is_secret: bool) -> None:
    if not isinstance(sources, Mapping):
        raise UsageError(_no_table(SOURCES, file))
    for name, value in sources.items():
        if name == OURS:
            _check_ours(value, file, is_secret=is_secret)
        elif name in known:
            raise UsageError(_misplaced(name, (SOURCES,), file, is_secret=is_secret))
        elif not isinstance(value, Mapping):
            raise UsageError(_unknown(f"{name!r} in [sources]", name, known, file, {}, known))
        elif _is_close(name, OURS) or set(value) & (known - _GENERAL):
            raise UsageError(
                f"{file} has the section [sources.{name}], which nothing reads; did you mean [sources.{OURS}]?"
            )


def _check_elsewhere(values: Any, file: str, known: set[str], place: tuple[str, ...] = ()) -> None:
    """Refuse a setting of ours anywhere but in our section: a limit there would limit nothing."""
    if isinstance(values, list):
        for value in values:
            _check_elsewhere(value, file, known, place)
    if not isinstance(values, Mapping) or place == (SOURCES, OURS):
        return
    for name, value in values.items():
        if name in known or _CREDITS.match(name):
            raise UsageError(_misplaced(name, place, file, is_secret=True))  # `api_key` is none of these names
        _check_elsewhere(value, file, known, (*place, name))


def _misplaced(name: str, place: tuple[str, ...], file: str, *, is_secret: bool) -> str:
    """Where a setting of ours belongs; `is_secret`: whether the file may hold the key."""
    if name == "api_key" and not is_secret:
        return f"{file} holds api_key, which belongs into secrets.toml beside it, under [sources.{OURS}]."
    where = f"in [{'.'.join(place)}]" if place else "outside of any section"
    return f"{file} sets {name!r} {where}, where nothing reads it; put it under [sources.{OURS}]."


def _no_table(name: str, file: str) -> str:
    return f"{file} sets {name!r} to something that is no table; write [sources.{OURS}] with the settings below it."


def _check_ours(ours: Any, file: str, *, is_secret: bool) -> None:
    if not isinstance(ours, Mapping):
        raise UsageError(_no_table(f"{SOURCES}.{OURS}", file))
    if "api_key" in ours and not is_secret:
        raise UsageError(
            f"{file} holds api_key, which is a secret and is not read there; it belongs into secrets.toml beside it, "
            f"under [sources.{OURS}]."
        )


def _check_dlt(section: str, values: Mapping[str, Any], file: str) -> None:
    names = [name for name, value in values.items() if not isinstance(value, Mapping)]
    usual = _NAMES_OF_COMMANDS if section == OF_COMMANDS else USUAL_NAMES.get(section, frozenset())
    if set(names) <= usual:
        return
    if (known := usual if section == OF_COMMANDS else dlt_names(section)) is None:
        return
    for name in names:
        if name not in known:
            ignored = "nothing reads" if section == OF_COMMANDS else "dlt does not know"
            raise UsageError(f"{file} sets {name!r} in [{section}], which {ignored}{end_with_guess(name, known)}")


def _at_the_top(name: str, file: str, known: set[str], *, is_secret: bool) -> str:
    if name in known:
        return _misplaced(name, (), file, is_secret=is_secret)
    return f"{file} sets {name!r} outside of any section, which nothing reads{end_with_guess(name, known)}"


def _unknown(what: str, name: str, sections: set[str], file: str, value: Mapping[str, Any], known: set[str]) -> str:
    ours = set(value) & known or _is_close(name, OURS) or any(_is_close(inner, OURS) for inner in value)
    guess = f"; did you mean [sources.{OURS}]?" if ours else end_with_guess(name, sections)
    return f"{file} has {what}, which nothing reads{guess}"


def _is_close(name: str, other: str) -> bool:
    return SequenceMatcher(None, name.lower(), other).ratio() >= _CLOSE


def _meant(variable: str, known: set[str]) -> str | None:
    """The setting that a variable with nearly our prefix means; None where it belongs to another program."""
    words = [word for word in re.split(r"_+", variable.upper()) if word]
    for count in (1, 2):
        setting = "_".join(words[count:]).lower()
        head = "".join(words[:count])
        alone = head == OURS.upper() and "__" in variable
        near = alone if count == 1 else _is_close(head, SOURCES + OURS)
        found = get_close_matches(setting, sorted(known), n=1, cutoff=_CLOSE) if near else []
        if found:
            return found[0]
    return None
