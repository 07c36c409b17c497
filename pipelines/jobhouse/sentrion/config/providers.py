"""Where settings come from: dlt's providers, or the same places read without importing dlt.

Importing dlt takes longer than all else that `jobhouse status` does. Where dlt would read nothing but the environment
and its two files, `plain_providers` reads those; in every other case it returns dlt's own providers.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from jobhouse.sentrion.config.global_folder import NAMES
from jobhouse.sentrion.config.settings_files import PREFIX, Documents, is_plain_project

if TYPE_CHECKING:
    from dlt.common.configuration.providers.provider import ConfigProvider

SECTIONS: Final = ("sources", "sentrion")
_VAULTS: Final = ("enable_google_secrets", "enable_aws_secrets")
"""dlt's settings that add a provider."""
_NOTEBOOKS: Final = ("google.colab", "streamlit")
"""dlt reads secrets from these programs when it runs inside them and finds no file."""


@dataclass(frozen=True)
class Provider:
    """One place that may hold settings."""

    holds_secrets: bool
    get: Callable[[str], Any]
    """The value of a setting; None where it is not set here."""
    named: Callable[[], Iterator[tuple[str, str]]]
    """Every name that is set here for jobhouse, with a description of the place."""
    place: Callable[[str], str]
    """Where the value of a setting is, for a message about it."""


def dlt_providers(documents: Documents) -> list[Provider]:
    """The providers that dlt uses in this process; it read the files when it was imported."""
    from dlt.common.configuration.container import Container
    from dlt.common.configuration.specs.pluggable_run_context import PluggableRunContext

    return [_of_dlt(provider, documents) for provider in Container()[PluggableRunContext].providers.providers]


def plain_providers(documents: Documents) -> list[Provider]:
    """The environment and the two files, where dlt would look nowhere else; dlt's own providers otherwise."""
    if _dlt_looks_elsewhere(documents):
        return dlt_providers(documents)
    return [
        Provider(True, lambda name: os.environ.get(PREFIX + name.upper()), _variables, _variable),
        *(_of_file(name, documents) for name in NAMES),
    ]


def _dlt_looks_elsewhere(documents: Documents) -> bool:
    """Whether dlt reads settings from a plugin, a vault, Airflow, a notebook, a workspace or another folder."""
    texts = chain(os.environ, map(str, documents.values()))
    return (
        not is_plain_project()
        or any(vault in text.lower() for text in texts for vault in _VAULTS)
        or any(program in sys.modules for program in _NOTEBOOKS)
        or find_spec("airflow") is not None
        or any(plugin.name != "dlt" for plugin in entry_points(group="dlt"))
    )


def _of_dlt(provider: ConfigProvider, documents: Documents) -> Provider:
    from dlt.common.configuration.providers.environ import EnvironProvider
    from dlt.common.typing import TSecretStrValue

    def get(name: str) -> Any:
        hint: Any = TSecretStrValue if name == "api_key" else Any
        return provider.get_value(name, hint, "", *SECTIONS)[0]

    def named() -> Iterator[tuple[str, str]]:
        if isinstance(provider, EnvironProvider):
            yield from _variables()
        elif provider.name.endswith(".toml"):
            section = provider.get_value(SECTIONS[-1], dict, "", *SECTIONS[:-1])[0]
            yield from _names(section, provider.name)

    def place(name: str) -> str:
        return _variable(name) if isinstance(provider, EnvironProvider) else _file(provider.name, name, documents)

    return Provider(provider.supports_secrets, get, named, place)


def _of_file(name: str, documents: Documents) -> Provider:
    """A file of the user with that of this folder over it."""
    section: Any = {}
    for path, document in reversed(list(documents.items())):
        if path.name == name:
            section = _merged(section, document.get(SECTIONS[0], {}).get(SECTIONS[1], {}))
    return Provider(
        name == "secrets.toml",
        section.get,
        lambda: _names(section, name),
        lambda setting: _file(name, setting, documents),
    )


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Both tables in one; `above` wins, and tables inside them are merged too."""
    merged = {**below, **above}
    for name in below.keys() & above.keys():
        if isinstance(below[name], Mapping) and isinstance(above[name], Mapping):
            merged[name] = _merged(below[name], above[name])
    return merged


def _names(section: Any, file: str) -> Iterator[tuple[str, str]]:
    for name in section if isinstance(section, Mapping) else ():
        yield name, f"[{'.'.join(SECTIONS)}] in {file}"


def _variable(setting: str) -> str:
    return f"the environment ({PREFIX}{setting.upper()})"


def _file(name: str, setting: str, documents: Documents) -> str:
    """The first file of this name that holds the setting; the name alone where the value came from elsewhere."""
    of_name = ((path, document) for path, document in documents.items() if path.name == name)
    holding = (path for path, document in of_name if setting in document.get(SECTIONS[0], {}).get(SECTIONS[1], {}))
    return str(next(holding, name))


def _variables() -> Iterator[tuple[str, str]]:
    for variable in os.environ:
        if variable.startswith(PREFIX):
            yield variable.removeprefix(PREFIX).split("__")[0].lower(), f"The environment ({variable})"
