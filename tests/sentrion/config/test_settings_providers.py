"""Settings are read without dlt as dlt reads them; wherever dlt would look elsewhere too, dlt itself is asked."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dlt.common.runtime.run_context import RunContext

from jobhouse.sentrion.config import providers
from jobhouse.sentrion.config.providers import Provider, plain_providers
from jobhouse.sentrion.config.setting_names import USUAL_NAMES, dlt_names, dlt_sections
from jobhouse.sentrion.config.settings import definitions
from jobhouse.sentrion.config.settings_files import _folders, read_settings_files

OURS = "[sources.sentrion]\n"
FILES = {
    "none": {},
    "this folder's": {".dlt/config.toml": OURS + "page_size = 50\nbatch_seconds = 2.5"},
    "the user's": {"home/.dlt/config.toml": OURS + "page_size = 50\n[sources.sentrion.searches.a]\nis_remote = true"},
    "this folder's over the user's": {
        ".dlt/config.toml": OURS + "page_size = 50\n[sources.sentrion.searches.a]\nis_remote = true",
        "home/.dlt/config.toml": OURS + "page_size = 60\nretry_attempts = 2\n[sources.sentrion.searches.a]\n"
        "is_remote = false\nindustry = ['x']\n[sources.sentrion.searches.b]\nis_agency = true",
    },
    "a value over a table": {
        ".dlt/config.toml": OURS + "searches = '{}'",
        "home/.dlt/config.toml": "[sources.sentrion.searches.b]\nis_agency = true",
    },
    "a table over a value": {
        ".dlt/config.toml": "[sources.sentrion.searches.b]\nis_agency = true",
        "home/.dlt/config.toml": OURS + "searches = '{}'",
    },
    "secrets over config": {
        ".dlt/config.toml": OURS + "page_size = 50",
        ".dlt/secrets.toml": OURS + "api_key = 'k'\npage_size = 70",
        "home/.dlt/secrets.toml": OURS + "api_key = 'other'\nmax_concurrency = 2",
    },
    "dotted names": {
        ".dlt/config.toml": "sources.sentrion.page_size = 50\nsources.sentrion.searches.a.is_remote = true"
    },
    "tables apart": {
        ".dlt/config.toml": f"{OURS}page_size = 50\n[runtime]\nlog_level = 'INFO'\n"
        "[sources.sentrion.searches.a]\nis_remote = true\n[sources.sentrion.searches.b]\nindustry = ['x']"
    },
    "another type": {".dlt/config.toml": OURS + "page_size = 2026-01-01\nbatch_seconds = inf\nmax_concurrency = true"},
    "nothing of ours": {
        ".dlt/config.toml": "[sources.github]\nx = 1",
        ".dlt/secrets.toml": "[destination.duckdb]\na = 1",
    },
}


@pytest.fixture(autouse=True)
def plain_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user with a home of their own, and none of the variables that move dlt's folders."""
    for name in list(os.environ):
        if name.startswith("DLT_") or name == "XDG_DATA_HOME":
            monkeypatch.delenv(name)
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(os, "geteuid", lambda: 1_000)


@pytest.fixture
def asked_dlt(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lists each time that dlt is asked for its providers."""
    asked: list[str] = []

    def none(_: object) -> list[object]:
        asked.append("dlt")
        return []

    monkeypatch.setattr(providers, "dlt_providers", none)
    return asked


def found(asked: list[Provider]) -> list[Any]:
    """The value of each setting in each place, what is set there, and where it is."""
    values = ({name: one.get(name) for name in definitions()} for one in asked)
    return [
        (found, list(one.named()), [one.place(name) for name, value in found.items() if value is not None])
        for one, found in zip(asked, values, strict=True)
    ]


@pytest.mark.parametrize("environment", [{}, {"PAGE_SIZE": "20", "SEARCHES": "{}", "NONSENSE": "1", "API_KEY": "e"}])
@pytest.mark.parametrize("files", FILES.values(), ids=FILES)
def test_the_same_is_found_as_dlt_finds(
    files: dict[str, str], environment: dict[str, str], asked_dlt: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)
    for name, value in environment.items():
        monkeypatch.setenv(f"SOURCES__SENTRION__{name}", value)
    of_dlt = [providers._of_dlt(one, read_settings_files()) for one in RunContext(".").initial_providers()]
    assert found(plain_providers(read_settings_files())) == found(of_dlt)
    assert [one.holds_secrets for one in plain_providers({})] == [one.holds_secrets for one in of_dlt]
    assert asked_dlt == []


def a_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("site/plugin-1.dist-info").mkdir(parents=True)
    Path("site/plugin-1.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: plugin\nVersion: 1\n")
    Path("site/plugin-1.dist-info/entry_points.txt").write_text("[dlt]\nplugin = plugin\n")
    monkeypatch.syspath_prepend(str(Path("site").resolve()))


def airflow(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("site/airflow").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(Path("site").resolve()))


def a_workspace(_monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".dlt").mkdir()
    Path(".dlt/.workspace").touch()


def a_vault_in_a_file(_monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".dlt").mkdir()
    Path(".dlt/config.toml").write_text("[providers]\nenable_google_secrets = true")


ELSEWHERE: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "a plugin": a_plugin,
    "Airflow": airflow,
    "a workspace": a_workspace,
    "a vault in a file": a_vault_in_a_file,
    "a vault in the environment": lambda patch: patch.setenv("PROVIDERS__ENABLE_AWS_SECRETS", "true"),
    "another folder": lambda patch: patch.setenv("DLT_CONFIG_FOLDER", "other"),
    "another project": lambda patch: patch.setenv("DLT_PROJECT_DIR", "other"),
    "a notebook": lambda patch: patch.setitem(sys.modules, "google.colab", sys),
}


@pytest.mark.parametrize("arrange", ELSEWHERE.values(), ids=ELSEWHERE)
def test_dlt_is_asked_where_it_looks_elsewhere(
    arrange: Callable[[pytest.MonkeyPatch], None], asked_dlt: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arrange(monkeypatch)
    plain_providers(read_settings_files())
    assert asked_dlt == ["dlt"]


@pytest.mark.parametrize(
    "environment",
    [{}, {"DLT_PROJECT_DIR": "other"}, {"XDG_DATA_HOME": "data"}, {"HOME": "/nonexistent"}, {"DLT_DATA_DIR": "data"}],
    ids=str,
)
@pytest.mark.parametrize("user", [0, 1_000])
def test_the_folders_are_those_of_dlt(user: int, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    context = RunContext(".")
    assert _folders() == (Path(context.settings_dir), Path(context.global_dir))


def test_the_names_that_are_known_without_dlt_are_known_to_dlt() -> None:
    for section, names in USUAL_NAMES.items():
        assert section in dlt_sections()
        assert names <= (dlt_names(section) or frozenset())
