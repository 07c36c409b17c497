"""A command whose stdin, stdout or stderr the caller has closed does its work and ends with its own exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import duckdb
import pytest

from tests.support.small_marts import marts


@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (0, 1, 2)], ids=str)
@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["sql", "select 1"], 0), (["sql", "select nothing"], 2)],
    ids=["done", "refused"],
)
def test_a_command_goes_on_without_them(
    arguments: list[str], code: int, closed: tuple[int, ...], tmp_path: Path
) -> None:
    warehouse = marts(tmp_path / "w", jobs=10)
    stdin, stdout, stderr = (None if number in closed else subprocess.PIPE for number in range(3))
    done = subprocess.run(
        [sys.executable, "-m", "jobhouse", "--warehouse", str(warehouse.folder), *arguments],
        check=False, preexec_fn=partial(_close, closed), stdin=stdin, stdout=stdout, stderr=stderr,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    if 2 not in closed:
        assert (b"jobhouse" in done.stderr) == (code == 2)
    with duckdb.connect(str(warehouse.database), read_only=True) as db:
        assert db.execute("select count(*) from marts.fct_job_postings").fetchall() == [(10,)]


def _close(numbers: tuple[int, ...]) -> None:
    for number in numbers:
        os.close(number)
