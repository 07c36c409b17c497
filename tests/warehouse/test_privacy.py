"""Who may read what a run makes: its user alone; the published copy, whoever the umask lets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pendulum
import pytest

from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
from jobhouse.warehouse.privacy import private_files, umask_for
from tests.support.command_line import CommandLine
from tests.support.permissions import mode, open_to_others
from tests.support.sandbox import run_in_child
from tests.support.small_marts import marts

SINCE = pendulum.now("UTC").date().subtract(days=70).isoformat()


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.long
def test_all_that_a_backfill_makes_is_the_users_alone(tmp_path: Path, cli: CommandLine) -> None:
    (tmp_path / "new").mkdir()
    with run_in_child(SandboxOptions(jobs=300, rate=0)) as url, umask(0):
        settings = {"api_key": DEFAULT_KEY, "base_url": url, "requests_per_minute": "1000000"}
        for command in (["probe"], ["backfill", "--since", SINCE, "--max-credits", "9000"], ["verify"], ["status"]):
            done = cli("--warehouse", "new/w", *command, **settings)
            assert done.returncode == 0, done.stderr
    assert {"jobs.duckdb", "dlt", "rate.sqlite", ".lock"} <= {path.name for path in (tmp_path / "new/w").iterdir()}
    assert open_to_others(tmp_path / "new/w") == {}


def test_the_published_copy_is_as_the_umask_says(tmp_path: Path, cli: CommandLine) -> None:
    warehouse = marts(tmp_path / "w", jobs=10)
    warehouse.folder.chmod(0o755)
    with umask(0o027):
        for command in (["publish"], ["publish", "--to", str(tmp_path / "copy.duckdb")]):
            done = cli("--warehouse", "w", *command)
            assert done.returncode == 0, done.stderr
    assert mode(warehouse.published) == mode(tmp_path / "copy.duckdb") == 0o440
    assert mode(warehouse.published.parent) == 0o750
    assert mode(warehouse.folder) == 0o755  # made by somebody else, and left alone
    others = set(warehouse.published.parent.iterdir()) - {warehouse.published}
    assert all(mode(path) == 0o600 for path in others)


def test_a_copy_in_a_folder_of_a_group_is_of_that_group(tmp_path: Path, cli: CommandLine) -> None:
    warehouse = marts(tmp_path / "w", jobs=10)
    groups = {*os.getgroups(), *([4711] if os.getuid() == 0 else [])} - {warehouse.folder.stat().st_gid}
    if not groups:
        pytest.skip("this user is in one group alone, and may give nothing to another")
    group = groups.pop()
    os.chown(warehouse.folder, -1, group)
    warehouse.folder.chmod(0o2750)
    assert cli("--warehouse", "w", "publish").returncode == 0
    assert warehouse.published.stat().st_gid == group


@pytest.mark.parametrize(
    ("folder", "users", "expected"),
    [(0o700, 0o022, 0o077), (0o755, 0o022, 0o077), (0o777, 0, 0o007), (0o770, 0o002, 0o007), (0o2775, 0o002, 0o007),
     (0o770, 0o022, 0o027), (0o750, 0o022, 0o027), (0o770, 0o077, 0o077)],
    ids=oct,
)  # fmt: skip
def test_a_folder_that_was_given_to_a_group_stays_the_groups(
    folder: int, users: int, expected: int, tmp_path: Path
) -> None:
    tmp_path.chmod(folder)
    with umask(users), private_files(tmp_path):
        (tmp_path / "file").touch()
    assert mode(tmp_path / "file") == 0o666 & ~expected
    tmp_path.chmod(0o700)


def test_a_folder_that_is_not_there_will_be_private(tmp_path: Path) -> None:
    assert umask_for(tmp_path / "new") == 0o077
