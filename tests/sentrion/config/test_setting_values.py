"""A value that cannot be used is refused with the place where it is; a key is never shown."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dlt.common.configuration.container import Container
from dlt.common.configuration.specs.pluggable_run_context import PluggableRunContext

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.settings import NO_LIMIT, PLACEHOLDER, Settings
from tests.support.paths import ROOT

CONFIG, SECRETS = ".dlt/config.toml", ".dlt/secrets.toml"
TABLES = 'tables, [sources.sentrion.searches.NAME], or in the environment JSON like {"NAME": {...}}.'


def written(file: str, line: str) -> None:
    Path(file).parent.mkdir(exist_ok=True)
    Path(file).write_text(f"[sources.sentrion]\n{line}\n")


def with_key() -> Settings:
    """As a command loads them that sends requests: by dlt, which reads the files of the test's folder."""
    Container()[PluggableRunContext].reload_providers()
    return Settings.load()


@pytest.fixture(autouse=True)
def files_of_this_folder() -> Iterator[None]:
    yield
    shutil.rmtree(".dlt", ignore_errors=True)
    Container()[PluggableRunContext].reload_providers()


def refusal(load: Callable[[], object]) -> str:
    with pytest.raises(UsageError) as refused:
        load()
    return str(refused.value)


def test_the_placeholder_of_the_example_is_no_key() -> None:
    Path(".dlt").mkdir()
    shutil.copy(ROOT / ".dlt" / "example.secrets.toml", SECRETS)
    said = f"The setting api_key in {SECRETS} is still the placeholder of the example; put your key there."
    assert refusal(with_key) == said
    assert f'api_key = "{PLACEHOLDER}"' in Path(SECRETS).read_text()


def test_the_largest_limit_of_credits_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES__SENTRION__MAX_CREDITS_PER_CYCLE", "1000000000")
    assert Settings.load_without_key().max_credits_per_cycle == 10**9 < NO_LIMIT
    monkeypatch.delenv("SOURCES__SENTRION__MAX_CREDITS_PER_CYCLE")
    assert Settings.load_without_key().max_credits_per_cycle == NO_LIMIT


@pytest.mark.parametrize("value", ["912873", "3.25", "true", '["912873"]', "{ key = 912873 }", "2026-01-01"])
def test_a_key_that_is_no_text_is_refused_and_not_shown(value: str) -> None:
    written(SECRETS, f"api_key = {value}")
    assert refusal(with_key) == f'The setting api_key in {SECRETS} is no text; put it in quotes, as in api_key = "...".'


def test_a_key_that_no_header_can_carry_is_not_shown() -> None:
    written(SECRETS, 'api_key = "9128 73"')
    assert refusal(with_key).startswith(f"The setting api_key in {SECRETS} holds characters that no header can carry")
    assert "9128" not in refusal(with_key)


@pytest.mark.parametrize("load", [with_key, Settings.load_without_key])
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('searches = "x"', f"The setting searches in {CONFIG} is 'x', which should be {TABLES}"),
        ("searches = 5", f"The setting searches in {CONFIG} is 5, which should be {TABLES}"),
        ("searches = { a = 5 }", f"The setting searches in {CONFIG} is {{'a': 5}}, which should be {TABLES}"),
        (
            "page_size = 500",
            f"The setting page_size in {CONFIG} is 500, which should be a whole number from 10 to 100.",
        ),
        ('base_url = "x"', f"The setting base_url in {CONFIG} is 'x', which is no address like"),
        (
            'base_url = "https://user:secret@api.example"',
            f"The setting base_url in {CONFIG} is 'https://...@api.example', which is no address like",
        ),
        ('base_url = "user:secret@api.example"', f"The setting base_url in {CONFIG} is '...@api.example', which is no"),
        (
            'base_url = "https://user:sec/ret@api.example"',
            f"The setting base_url in {CONFIG} is 'https://...@api.example', which is no address.",
        ),
        ("lake_url = 5", f"The setting lake_url in {CONFIG} is no text"),
    ],
    ids=lambda one: one if isinstance(one, str) and " = " in one else "",
)
def test_a_value_of_a_file_is_refused_with_the_file(line: str, said: str, load: Callable[[], object]) -> None:
    written(SECRETS, 'api_key = "k"')
    written(CONFIG, line)
    assert refusal(load).startswith(said)


def test_of_two_files_the_one_whose_value_counts_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr("os.geteuid", lambda: 1_000)
    (tmp_path / "home").mkdir()
    of_user = tmp_path / "home" / ".dlt" / "config.toml"
    written(str(of_user), "page_size = 500")
    assert f"page_size in {of_user} is 500" in refusal(Settings.load_without_key)
    written(CONFIG, "page_size = 600")
    assert f"page_size in {CONFIG} is 600" in refusal(Settings.load_without_key)


@pytest.mark.parametrize("load", [with_key, Settings.load_without_key])
def test_a_value_of_the_environment_is_refused_with_its_variable(
    load: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    written(CONFIG, "page_size = 50")
    monkeypatch.setenv("SOURCES__SENTRION__API_KEY", "k")
    monkeypatch.setenv("SOURCES__SENTRION__PAGE_SIZE", "many")
    assert "page_size in the environment (SOURCES__SENTRION__PAGE_SIZE) is 'many', which should" in refusal(load)
    monkeypatch.setenv("SOURCES__SENTRION__PAGE_SIZE", "10")
    monkeypatch.setenv("SOURCES__SENTRION__SEARCHES", "[1]")
    assert f"in the environment (SOURCES__SENTRION__SEARCHES) is '[1]', which should be {TABLES}" in refusal(load)


def test_a_value_that_is_handed_in_has_no_place() -> None:
    said = "The setting page_size is 5, which should be a whole number from 10 to 100."
    assert refusal(lambda: Settings.load(api_key="k", page_size=5)) == said
