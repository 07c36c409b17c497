"""The table of the reference and the committed settings file repeat the definition of each setting, both ways."""

from __future__ import annotations

import re
from typing import Final

from jobhouse.sentrion.config.settings import MOST, NO_LIMIT, Definition, definitions
from tests.support.markdown import page, reference
from tests.support.paths import ROOT

NOT_IN_CONFIG: Final = {"api_key", "searches"}
"""A secret has a file of its own, and searches are tables."""


def default_of(setting: Definition) -> str:
    if setting.default == NO_LIMIT:
        return "no limit"
    match setting.default:
        case str():
            return f"`{setting.default}`" if setting.default else ""
        case int() | float():
            return f"{setting.default:g}"
    return ""


def meaning_of(setting: Definition) -> str:
    least, most = setting.meta.ge, setting.meta.le
    if most is not None and most < MOST:
        return f"{setting.meta.description} ({least} to {most})"
    return f"{setting.meta.description} (at least {least})" if least and least > 1 else f"{setting.meta.description}"


def row_of(setting: Definition) -> list[str]:
    return [f"`{setting.name}`", f"`{setting.environment}`", default_of(setting), meaning_of(setting)]


def line_of(setting: Definition) -> str:
    """The line of `.dlt/config.toml` that shows a setting with its default, or with an example where it has none."""
    example = (setting.meta.examples or [setting.default])[0]
    value = f'"{example}"' if isinstance(example, str) else f"{example:g}" if isinstance(example, float) else example
    return f"# {setting.name} = {value}  # {meaning_of(setting)}"


def test_the_table_of_the_reference_is_the_definition() -> None:
    assert reference("settings").rows("setting") == [row_of(setting) for setting in definitions().values()]


def test_the_committed_settings_file_is_the_definition() -> None:
    text = (ROOT / ".dlt" / "config.toml").read_text(encoding="utf-8")
    section = text.split("[sources.sentrion]\n")[1].split("\n\n")[0]
    shown = [re.sub(r" +#", "  #", line) for line in section.splitlines()]
    assert shown == [line_of(setting) for setting in definitions().values() if setting.name not in NOT_IN_CONFIG]


def test_the_example_of_secrets_names_the_secret_alone() -> None:
    text = page(".dlt/example.secrets.toml").text
    assert re.findall(r"^(\w+) = ", text, re.MULTILINE) == ["api_key"]
