"""What is set for the whole process while jobs are loaded."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
import duckdb
from jobhouse.warehouse.lean_process import allow_pandas, leave_pandas_out

leave_pandas_out()
leave_pandas_out()
duckdb.connect().execute("select ?", [1])
print("pandas" in sys.modules)
allow_pandas()
print(duckdb.connect().execute("select 1 as n").df().shape)
leave_pandas_out()
import pandas
"""


def test_a_load_does_without_pandas_and_a_build_has_it() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (ended.stdout.split("\n"), ended.returncode) == (["False", "(1, 1)", ""], 0), ended.stderr
