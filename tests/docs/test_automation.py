"""The workflow, the hooks, the script of habits and the changelog agree with the project's metadata."""

from __future__ import annotations

import re
import subprocess
import tomllib
from typing import Any

import yaml

from tests.support.markdown import code, page, pages
from tests.support.paths import ROOT

SCRIPT = ROOT / ".ci" / "task"


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def habits() -> list[str]:
    return re.findall(r"^(\w+)\)", SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)


def test_ci_runs_on_every_python_that_the_project_allows() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    job = workflow["jobs"]["test"]
    least, beyond = map(int, re.findall(r"3\.(\d+)", project()["requires-python"]))
    assert job["strategy"]["matrix"]["python"] == [f"3.{minor}" for minor in range(least, beyond)]
    assert {"run": ".ci/run", "env": {"PYTHON": "python"}} in job["steps"]
    assert f"They need Python 3.{least} to 3.{beyond - 1} with pip" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_hooks_run_the_tools_of_the_project() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [one["repo"] for one in hooks["repos"]] == ["local"]
    tools = {hook["entry"].split()[0].removeprefix(".venv/bin/") for hook in hooks["repos"][0]["hooks"]}
    needed = {re.split(r"\W", one)[0] for one in project()["optional-dependencies"]["test"]}
    assert tools <= needed


def test_habits_are_those_of_the_script() -> None:
    listed = [code(row[1])[0] for row in page(".github/CONTRIBUTING.md").rows("habit")]
    assert listed == [f".ci/task {name}" for name in habits()]
    named = {name for each in pages() for name in re.findall(r"\.ci/task (\w+)", each.text)}
    assert named <= set(habits())


def test_a_wrong_habit_is_refused_with_the_right_ones() -> None:
    done = subprocess.run([SCRIPT, "lints"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert all(name in done.stderr for name in habits())


def test_the_changelog_has_the_present_version() -> None:
    assert f"\n## {project()['version']} - " in page(".github/CHANGELOG.md").text
