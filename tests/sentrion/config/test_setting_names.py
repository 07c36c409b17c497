"""No setting is lost by a typo: what nothing reads is refused with the nearest right name, and dlt's own names pass."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from dlt.common.configuration.container import Container
from dlt.common.configuration.specs.pluggable_run_context import PluggableRunContext

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.setting_names import refuse_unknown_in
from jobhouse.sentrion.config.settings import Settings
from tests.support.paths import ROOT

LIMIT = "max_credits_per_cycle = 100"
OURS = "[sources.sentrion]"


def written(text: str, name: str = "config.toml") -> None:
    Path(".dlt").mkdir(exist_ok=True)
    (Path(".dlt") / name).write_text(text)


@pytest.fixture(autouse=True)
def files_of_this_folder() -> Iterator[None]:
    """Let dlt read the files of the test's folder, and afterwards none."""
    yield
    shutil.rmtree(".dlt", ignore_errors=True)
    Container()[PluggableRunContext].reload_providers()


def loaded(**given: str) -> Settings:
    Container()[PluggableRunContext].reload_providers()
    return Settings.load(**given)


def refusal() -> str:
    with pytest.raises(UsageError) as refused:
        loaded(api_key="k")
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"[source.sentrion]\n{LIMIT}", "[source], which nothing reads; did you mean [sources.sentrion]?"),
        (f"[sources.sentrio]\n{LIMIT}", "[sources.sentrio], which nothing reads; did you mean [sources.sentrion]?"),
        (f"[sources.jobs]\n{LIMIT}", "[sources.jobs], which nothing reads; did you mean [sources.sentrion]?"),
        (f"[sentrion]\n{LIMIT}", "did you mean [sources.sentrion]?"),
        (f"[sources]\n{LIMIT}", "'max_credits_per_cycle' in [sources], where nothing reads it; put it under"),
        (
            "[sources.searches.a]\nis_remote = true",
            "'searches' in [sources], where nothing reads it; put it under",
        ),
        (
            '[sources]\napi_key = "k"',
            "holds api_key, which belongs into secrets.toml beside it, under [sources.",
        ),
        (LIMIT, "'max_credits_per_cycle' outside of any section, where nothing reads it; put it under"),
        ("max_credit_per_cycle = 1", "did you mean max_credits_per_cycle?"),
        ("nonsense = 1", "'nonsense' outside of any section"),
        (f"{OURS}\nmax_credit_per_cycle = 1", "did you mean max_credits_per_cycle?"),
        (f'{OURS}\napi_key = "k"', "belongs into secrets.toml"),
        ('api_key = "k"', "belongs into secrets.toml"),
        ("[jobhose]\nwarehouse = 'real'", "[jobhose], which nothing reads; did you mean jobhouse?"),
        ("[runtme]\nlog_level = 'INFO'", "[runtme], which nothing reads; did you mean runtime?"),
        ("[runtime]\nlog_levl = 'INFO'", "'log_levl' in [runtime], which dlt does not know; did you mean log_level?"),
        ("[load]\nworker = 1", "did you mean workers?"),
        (f"[{OURS}]\n{LIMIT}", "'sources.sentrion' to something that is no table; write [sources.sentrion]"),
        (f"[[sources]]\n[sources.sentrion]\n{LIMIT}", "'sources' to something that is no table; write"),
        ("sources = 5", "'sources' to something that is no table; write [sources.sentrion]"),
        (f"[destination]\n{LIMIT}", "'max_credits_per_cycle' in [destination], where nothing reads it; put it under"),
        (f"[extract]\n{LIMIT}", "'max_credits_per_cycle' in [extract]"),
        ("[data_writer.deep]\nmax_credit = 1", "'max_credit' in [data_writer.deep]"),
        (f"[sources.github.deep]\n{LIMIT}", "'max_credits_per_cycle' in [sources.github.deep]"),
        (f"[[sources.github.list]]\n{LIMIT}", "'max_credits_per_cycle' in [sources.github.list]"),
        ("[destination.duckdb]\nbilling_cycle_day = 3", "'billing_cycle_day' in [destination.duckdb]"),
    ],
    ids=lambda text: text.splitlines()[0],
)
def test_a_name_that_nothing_reads_is_refused(text: str, said: str) -> None:
    written(text)
    assert said in refusal()
    assert "config.toml" in refusal()


@pytest.mark.parametrize(
    "text",
    [
        f"{OURS}\n{LIMIT}\n[sources.sentrion.searches.nurses]\nis_remote = true",
        "[sources.github]\naccess_token_name = 'x'",
        "[runtime]\nlog_level = 'INFO'\nrequest_timeout = 3",
        "[normalize.parquet_normalizer]\nadd_dlt_load_id = true\n[normalize.data_writer]\nfile_max_items = 9",
        "[load]\nworkers = 1\n[extract]\nworkers = 2\n[data_writer]\nbuffer_max_items = 5",
        "[destination.duckdb]\ncredentials = 'x.duckdb'\n[destination.filesystem.credentials]\nkey = 'x'",
        "[jobs.destination.duckdb]\ncredentials = 'x.duckdb'",
        "",
    ],
    ids=lambda text: text.splitlines()[0] if text else "nothing",
)
def test_what_dlt_reads_passes(text: str) -> None:
    for name in ("config.toml", "secrets.toml"):
        written(text, name)
    loaded(api_key="k")


def test_the_files_that_come_with_jobhouse_pass() -> None:
    here = ROOT / ".dlt"
    written((here / "config.toml").read_text())
    written((here / "example.secrets.toml").read_text().replace("your key", "k"), "secrets.toml")
    assert loaded().api_key == "k"


def test_a_search_that_does_not_run_is_checked_too() -> None:
    written(f"{OURS}\n[sources.sentrion.searches.another]\n{LIMIT}")
    assert "[sources.sentrion.searches.another]" in refusal()


@pytest.mark.parametrize(("section", "where"), [("", "outside of any section"), ("[sources]\n", "in [sources]")])
def test_secrets_must_stand_in_their_section_too(section: str, where: str) -> None:
    written(f'{section}api_key = "k"', "secrets.toml")
    said = f".dlt/secrets.toml sets 'api_key' {where}, where nothing reads it; put it under [sources.sentrion]."
    assert refusal() == said


def test_the_table_of_the_commands_is_refused_where_they_do_not_read_it() -> None:
    table = '[jobhouse]\nwarehouse = "real"'
    written(table)
    loaded(api_key="k")
    written(table, "secrets.toml")
    said = ".dlt/secrets.toml has the table [jobhouse], which is read in .dlt/config.toml alone; move it there."
    assert refusal() == said
    (Path(".dlt") / "secrets.toml").unlink()
    home = Path.home() / ".dlt" / "config.toml"
    with pytest.raises(UsageError, match=r"has the table \[jobhouse\]"):
        refuse_unknown_in({home: {"jobhouse": {"warehouse": "real"}}}, {"api_key"})
    refuse_unknown_in({Path.cwd() / ".dlt" / "config.toml": {"jobhouse": {"warehouse": "real"}}}, {"api_key"})


@pytest.mark.parametrize(
    "variable",
    [
        "SOURCE__SENTRION__MAX_CREDITS_PER_CYCLE",
        "SOURCES__SENTRIO__MAX_CREDITS_PER_CYCLE",
        "SOURCES_SENTRION__MAX_CREDITS_PER_CYCLE",
        "SOURCES_SENTRION_MAX_CREDITS_PER_CYCLE",
        "SOURCES__SENTRION_MAX_CREDITS_PER_CYCLE",
        "SENTRION__MAX_CREDIT_PER_CYCLE",
        "MAX_CREDITS_PER_CYCLE",
        "max_credits_per_cycle",
        "JOBHOUSE_MAX_CREDITS_PER_CYCLE",
        "SOURCES__MAX_CREDITS_PER_CYCLE",
        "SOURCE__SENTRION__MAX_CREDITS",
        "JOBS__SOURCES__SENTRION__MAX_CREDITS_PER_CYCLE",
        "SOURCES__SENTRION__MAX_CREDITS_PER_CYCLE__X",
    ],
)
def test_a_variable_that_nearly_names_a_setting_is_refused(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "100")
    said = refusal()
    assert variable in said
    assert "SOURCES__SENTRION__MAX_CREDITS_PER_CYCLE?" in said


@pytest.mark.parametrize(
    "variable", ["SENTRION_API_KEY", "BASE_URL", "SOURCES__GITHUB__BASE_URL", "RESOURCES_SENTRY", "X_MAX_CREDITS"]
)
def test_the_variable_of_another_program_passes(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "100")
    loaded(api_key="k")
