"""`jobhouse sql`: reads and nothing else, in every format, with one sentence for every mistake."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jobhouse.child_process import in_child
from jobhouse.errors import UsageError
from jobhouse.terminal.sql.command import answer_sql
from jobhouse.warehouse.connect import analyst
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.query import examples, query_interruptible
from tests.support.commands import start
from tests.support.small_marts import command, jobhouse, marts

CRASHES = pytest.mark.skipif(duckdb.__version__ >= "2", reason="DuckDB 2.0 does not crash here any more")
FIRST = "select * from marts.fct_job_postings order by job_id limit 2"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return marts(tmp_path_factory.mktemp("sql") / "w")


@pytest.mark.parametrize(
    "attack",
    [
        "copy (select 1) to '{dir}/out.csv'",
        "copy marts.fct_job_postings to '{dir}/out.parquet' (format parquet)",
        "export database '{dir}/out'",
        "attach '{dir}/out.duckdb' as other",
        "select * from read_csv('{secret}')",
        "select * from read_text('{secret}')",
        "from '{secret}'",
        "select * from glob('{dir}/*')",
        "install httpfs",
        "load httpfs",
        "select * from read_parquet('http://127.0.0.1:9/x.parquet')",
        "create table marts.x as select 1",
        "drop view marts.fct_job_postings",
        "delete from ops.coverage_daily",
        "set enable_external_access = true",
        "set memory_limit = '1GB'",
        "set lock_configuration = false",
        "create persistent secret s (type s3)",
        "select * from answers",
    ],
)
def test_sql_reads_the_warehouse_and_reaches_nothing_else(attack: str, warehouse: Warehouse, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    before = warehouse.database.read_bytes()
    answers = pa.table({"a": [1]})  # a variable that a query must not find
    with analyst(warehouse) as db, pytest.raises(duckdb.Error):
        db.execute(attack.format(dir=tmp_path, secret=secret)).fetchall()
    assert sorted(tmp_path.iterdir()) == [secret]
    assert answers.num_rows == 1
    assert warehouse.database.read_bytes() == before


def test_sql_cannot_log_to_a_file(warehouse: Warehouse, tmp_path: Path) -> None:
    attack = f"call enable_logging(storage = 'file', storage_path = '{tmp_path}/out'); select 1"
    done = jobhouse(warehouse, "sql", attack)
    assert done.returncode != 0
    assert not (tmp_path / "out").exists()


@CRASHES
@pytest.mark.parametrize(
    ("crash", "said"),
    [
        ("call enable_logging(storage = 'file', storage_config = {{'path': '{dir}/out'}}); select 1", "disabled by"),
        ("select * from pandas_scan(null)", "SIGSEGV"),
        ("call enable_logging(storage_normalize = -1)", "a fault of its own"),
    ],
)
def test_sql_that_makes_duckdb_crash_gets_one_sentence(
    crash: str, said: str, warehouse: Warehouse, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=said):
        in_child(lambda: answer_sql(warehouse, crash.format(dir=tmp_path), "table"))
    assert list(tmp_path.iterdir()) == []


@CRASHES
def test_a_crash_ends_the_command_with_exit_code_2_and_what_was_answered_before_is_shown(warehouse: Warehouse) -> None:
    done = jobhouse(warehouse, "sql", "select 'before'; from pandas_scan(null)")
    assert done.returncode == 2
    assert b"before" in done.stdout
    assert len(done.stderr.decode().strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["selec 1"], 'syntax error at or near "selec"'),
        (["select * from marts.fct_job_posting"], 'Did you mean "fct_job_postings"?'),
        (["select job_titel from marts.fct_job_postings"], "job_title"),
        (["select 'x'::integer"], "Could not convert string 'x'"),
        (["select 1;\n\nselect nothing\nfrom range(3)"], '"nothing" not found'),
        (["-"], "no SQL to run"),
        ([" "], "no SQL to run"),
        (["-- nothing\n;;"], "no SQL to run"),
        (["select 1", "-f", "x.sql"], "not both"),
        (["-f", "none.sql"], "none.sql"),
        (["-f", "binary.sql"], "UTF-8"),
        ([os.fsdecode(b"select '\xff'")], "UTF-8"),
        (["create temp table t as select 1", "--format", "csv"], "ends with no query"),
        (["select interval 1 day as pause", "--format", "parquet"], "Parquet cannot hold"),
        (["select timetz '12:00:00+02' as noon", "--format", "parquet"], "cannot hold the offset of a time (noon)"),
    ],
    ids=str,
)
def test_a_mistake_gets_one_sentence(arguments: list[str], said: str, warehouse: Warehouse) -> None:
    Path("binary.sql").write_bytes(b"\xff\xfe")
    done = jobhouse(warehouse, "sql", *arguments)
    assert done.returncode == 2, done.stderr
    sentence, *pointer = done.stderr.decode().strip().splitlines()
    assert said in sentence
    assert not pointer or (pointer[0].startswith("LINE ") and set(pointer[1].strip()) == {"^"} and len(pointer) == 2)


def test_an_error_points_at_the_line_and_the_column_of_the_text(warehouse: Warehouse) -> None:
    done = jobhouse(warehouse, "sql", "select 1;\n\nselect\n  nothing\nfrom range(3)")
    _, line, caret = done.stderr.decode().splitlines()
    assert line == "LINE 4:   nothing"
    assert caret.index("^") == line.index("nothing")


def test_an_unknown_table_gets_the_nearest_of_those_that_people_query(warehouse: Warehouse) -> None:
    done = jobhouse(warehouse, "sql", "from job_postings")
    assert 'Did you mean "fct_job_postings"?' in done.stderr.decode()


def test_tables_of_marts_and_ops_need_no_schema(warehouse: Warehouse) -> None:
    query = "select (select count(*) from fct_job_postings) as postings, (select count(*) from coverage_daily) as days"
    assert json.loads(jobhouse(warehouse, "sql", query, "--format", "json").stdout) == [{"postings": 1000, "days": 1}]
    assert b"fct_job_postings" in jobhouse(warehouse, "sql", "show tables").stdout
    assert b"job_title" in jobhouse(warehouse, "sql", "describe fct_job_postings").stdout


@pytest.mark.parametrize("query", ["-- a comment\nselect 7 as seven", "--none\nselect 7 as seven"])
def test_a_query_that_begins_with_a_comment_is_no_option(query: str, warehouse: Warehouse) -> None:
    for arguments in ([query, "--format", "csv"], ["--format", "csv", query]):
        assert jobhouse(warehouse, "sql", *arguments).stdout == b"seven\n7\n"


@pytest.mark.parametrize("query", ["-- x", "--\tx", "-- x --format csv"])
def test_a_comment_of_one_line_is_no_option_either(query: str, warehouse: Warehouse) -> None:
    assert b"There is no SQL to run" in jobhouse(warehouse, "sql", query).stderr


@pytest.mark.parametrize(
    ("option", "said"), [("--formt=csv", b"There is no option --formt"), ("--nope", b"No such option: --nope")]
)
def test_a_wrong_option_is_still_one(option: str, said: bytes, warehouse: Warehouse) -> None:
    assert said in jobhouse(warehouse, "sql", option, "select 1").stderr


@pytest.mark.parametrize("statement", ["attach '{}/x.duckdb'", "copy (select 1) to '{}/x.csv'", "from '{}/x.csv'"])
def test_a_file_that_sql_does_not_open_comes_with_advice(statement: str, warehouse: Warehouse, tmp_path: Path) -> None:
    said = jobhouse(warehouse, "sql", statement.format(tmp_path)).stderr.decode()
    assert "jobhouse sql opens no file but the warehouse" in said
    assert "the copy of jobhouse publish in a DuckDB of your own" in said


def test_a_query_keeps_its_letters_where_the_locale_is_not_utf_8(warehouse: Warehouse) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    query = "select length('Köln') as n, 'é' = chr(233) as same"
    done = subprocess.run(
        [*command(warehouse), "sql", "--format", "csv", query],
        check=False, capture_output=True, env={**os.environ, **plain},
    )  # fmt: skip
    assert (done.stdout.split(), done.stderr) == ([b"n,same", b"4,true"], b"")


def test_markdown_holds_whole_values_and_no_cell_ends_early(warehouse: Warehouse) -> None:
    query = "select 'a|b' || chr(10) || repeat('c', 300) as text, 1 as n, null::integer as z, [1, 2] as list"
    assert jobhouse(warehouse, "sql", query, "--format", "markdown").stdout.decode().splitlines() == [
        "| text | n | z | list |", "| --- | ---: | ---: | --- |", rf"| a\|b {'c' * 300} | 1 |  | [1,2] |",
    ]  # fmt: skip


def _json_of(warehouse: Warehouse, query: str) -> Any:
    return json.loads(jobhouse(warehouse, "sql", query, "--format", "json").stdout)


def _csv_of(warehouse: Warehouse, query: str) -> list[str]:
    return jobhouse(warehouse, "sql", query, "--format", "csv").stdout.decode().splitlines()


@pytest.mark.parametrize(
    ("value", "in_json"),
    [
        ("age(date '2026-03-15', date '2026-01-01')", "2 months 14 days"),
        ("[interval 1 month]", ["1 month"]),
        ("{'pause': interval 1 year}", {"pause": "1 year"}),
        ("timestamp_ns '2026-01-02 03:04:05.123456789'", "2026-01-02T03:04:05.123456789"),
        ("time_ns '03:04:05.123456789'", "03:04:05.123456789"),
        ("map{true: 1, false: 2}", {"true": 1, "false": 2}),
        ("map{1.5: 2}", {"1.5": 2}),
        ("{'by': map{date '2026-01-02': 1}}", {"by": {"2026-01-02": 1}}),
        ("map{date '2026-01-02': interval 1 month}", {"2026-01-02": "1 month"}),
    ],
)
def test_values_that_python_would_change_are_written_as_duckdb_has_them(
    value: str, in_json: object, warehouse: Warehouse
) -> None:
    query = f"select {value} as value, 1 as n from range(2) as numbers(n) order by n -- two of them"
    assert _json_of(warehouse, query) == [{"value": in_json, "n": 1}] * 2
    in_csv = [row[0] for row in csv.reader(_csv_of(warehouse, query)[1:])]
    drawn = [
        row.rpartition(" ")[0].strip() for row in jobhouse(warehouse, "sql", query).stdout.decode().splitlines()[2:4]
    ]
    for text in in_csv + drawn:
        assert text == in_json or json.loads(text) == in_json


def test_an_empty_text_is_not_null_in_csv(warehouse: Warehouse) -> None:
    assert _csv_of(warehouse, "select '' as empty, null as nothing, '\"\"' as marks") == [
        "empty,nothing,marks", '"",,""""""',
    ]  # fmt: skip


def test_a_query_that_cannot_stand_within_another_is_written_all_the_same(warehouse: Warehouse) -> None:
    assert _csv_of(warehouse, "describe select interval 1 month as pause")[1].startswith("pause,INTERVAL")


def test_an_advert_brings_no_image_into_markdown(warehouse: Warehouse) -> None:
    query = "select '![](https://tracker.example/a.png) <img src=//b.example> `c`' as text"
    *_, row = jobhouse(warehouse, "sql", query, "--format", "markdown").stdout.decode().splitlines()
    assert row == r"| ![]\(https://tracker.example/a.png) \<img src=//b.example> \`c\` |"


def test_a_warehouse_without_marts_says_transform(tmp_path: Path) -> None:
    empty = Warehouse(tmp_path)
    with duckdb.connect(str(empty.database)) as db:
        db.execute("create schema sentrion; create table sentrion.job_versions as select 1 as version_id")
    done = jobhouse(empty, "sql", FIRST)
    assert done.returncode == 2
    assert empty.command("jobhouse transform") in done.stderr.decode()
    assert b"Did you mean" not in jobhouse(empty, "sql", "from fct_job_postings").stderr
    assert b"1 row" in jobhouse(empty, "sql", "from sentrion.job_versions").stdout
    mistake = jobhouse(empty, "sql", "select requests_sent from sentrion.job_versions").stderr
    assert b"requests_sent" in mistake
    assert b"transform" not in mistake


@pytest.mark.parametrize("made", ["", "create schema sentrion; create table sentrion.runs (run_id text)"])
@pytest.mark.parametrize("command", [["sql", FIRST], ["report"], ["publish"]], ids=lambda command: str(command[0]))
def test_a_warehouse_that_nothing_was_read_into_says_what_reads(made: str, command: list[str], tmp_path: Path) -> None:
    empty = Warehouse(tmp_path)
    with duckdb.connect(str(empty.database)) as db:
        db.execute(made)
    done = jobhouse(empty, *command)
    assert done.returncode == 2
    assert empty.command("jobhouse backfill") in done.stderr.decode()
    assert b"transform" not in done.stderr
    assert b"demo" not in done.stderr  # it would refuse a file that is there


@pytest.mark.parametrize("content", [b"", b"no database at all"])
def test_a_file_that_is_no_database_is_said_at_once(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "jobs.duckdb").write_bytes(content)
    done = jobhouse(Warehouse(tmp_path), "sql", "select 1")
    assert done.returncode == 2
    assert "no DuckDB file" in done.stderr.decode()


def test_json_has_iso_dates_plain_numbers_and_nested_values(warehouse: Warehouse) -> None:
    rows = json.loads(jobhouse(warehouse, "sql", FIRST, "--format", "json").stdout)
    assert rows[1] == {
        "job_id": 1, "job_title": "title 1", "post_date": "2026-01-02", "salary_min": 1.25,
        "skills": ["sql", "skill 1"], "place": {"city": "Zürich", "code": 1}, "extra": {"a": [1]},
        "first_seen_at": "2026-03-01T12:00:00Z", "is_remote": False,
    }  # fmt: skip
    odd = "select 1 as a, 2 as a, 'nan'::double as n, null as z, 12345678901234567890123::hugeint as h"
    done = jobhouse(warehouse, "sql", odd, "--format", "json")
    assert json.loads(done.stdout) == [{"a": 1, "a_2": 2, "n": None, "z": None, "h": 12345678901234567890123}]
    assert json.loads(jobhouse(warehouse, "sql", "select 1 where false", "--format", "json").stdout) == []


def test_columns_of_one_name_differ_in_the_head_of_csv(warehouse: Warehouse) -> None:
    done = jobhouse(warehouse, "sql", "select 1 as a, 2 as a, 3 as b", "--format", "csv")
    assert done.stdout.decode() == "a,a_2,b\n1,2,3\n"


def test_csv_has_a_header_and_quotes_what_needs_it(warehouse: Warehouse) -> None:
    query = (
        """select 'a,"b"' as text, null as nothing, true as yes, date '2026-01-02' as day, [1, 2] as list, 1.50 as d"""
    )
    done = jobhouse(warehouse, "sql", query, "--format", "csv")
    assert list(csv.reader(io.StringIO(done.stdout.decode()))) == [
        ["text", "nothing", "yes", "day", "list", "d"],
        ['a,"b"', "", "true", "2026-01-02", "[1,2]", "1.50"],
    ]


def test_parquet_goes_through_a_pipe_and_keeps_types(warehouse: Warehouse) -> None:
    done = jobhouse(warehouse, "sql", "from marts.fct_job_postings order by job_id", "--format", "parquet")
    table = pq.read_table(io.BytesIO(done.stdout))
    assert table.num_rows == 1_000
    assert str(table.schema.field("post_date").type) == "date32[day]"
    assert table.column("place")[3].as_py() == {"city": "Zürich", "code": 3}


def test_the_table_is_clipped_and_harmless(warehouse: Warehouse) -> None:
    query = "select chr(27) || '[31m' || repeat('x', 500) || chr(10) as t, 0.123456 as d, 1 / 3 as share"
    shown = jobhouse(warehouse, "sql", query).stdout.decode()
    assert "\x1b" not in shown
    assert "…" in shown
    assert "0.3333" in shown
    assert max(map(len, shown.splitlines())) < 100
    assert shown.splitlines()[-1] == "1 row"
    assert "there are more" in jobhouse(warehouse, "sql", "from range(500)").stdout.decode()


def test_every_statement_is_run_and_shown_and_formats_take_the_last(warehouse: Warehouse) -> None:
    text = "create temp table t as select 42 as answer; select 'first' as one; from t -- the end"
    shown = jobhouse(warehouse, "sql", text).stdout.decode()
    assert "first" in shown
    assert "42" in shown
    assert json.loads(jobhouse(warehouse, "sql", text, "--format", "json").stdout) == [{"answer": 42}]


@pytest.mark.parametrize("arguments", [[], ["-"], ["-f", "-"]], ids=str)
def test_piped_sql_is_run(arguments: list[str], warehouse: Warehouse) -> None:
    done = jobhouse(warehouse, "sql", *arguments, "--format", "csv", given=b"select 7 as seven")
    assert done.stdout == b"seven\n7\n"


def test_a_file_is_run_even_with_a_byte_order_mark(warehouse: Warehouse) -> None:
    Path("q.sql").write_text("select 7 as seven", encoding="utf-8-sig")
    assert jobhouse(warehouse, "sql", "-f", "q.sql", "--format", "csv").stdout == b"seven\n7\n"


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_a_closed_pipe_is_no_error(form: str, warehouse: Warehouse) -> None:
    query = "select i, repeat('x', 100) as x from range(3000000) as t(i)"
    with subprocess.Popen(
        command(warehouse, "sql", query, "--format", form), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.long
@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_large_result_takes_no_memory(form: str, warehouse: Warehouse) -> None:
    query = "select i, repeat('x', 1000) || i as x from range(300000) as t(i)"
    interpreter, flag, program, *arguments = command(warehouse, "sql", query, "--format", form)
    # the peak of the child that runs the query: what the system counts for it begins with the memory of its parent
    reported = (
        "import atexit, resource, sys\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "in_kb = lambda: peak() // (1024 if sys.platform == 'darwin' else 1)\n"
        "atexit.register(lambda: sys.stderr.write(f'peak {in_kb()} kB'))\n"
    )
    with Path("out").open("wb") as out:
        done = subprocess.run(
            [interpreter, flag, reported + program, *arguments],
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=True,
        )
    (peak_kb,) = re.findall(r"peak (\d+) kB", done.stderr)
    assert Path("out").stat().st_size > 300_000_000
    assert int(peak_kb) < 350 * 1024


def test_ctrl_c_stops_a_query_with_exit_code_3(warehouse: Warehouse) -> None:
    endless = "select 'started'; select count(*) from range(10000000) a, range(10000000) b where a.range + b.range = 7"
    process = start("--warehouse", str(warehouse.folder), "sql", endless)
    process.wait_until_said("1 row")
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 3
    assert "Interrupted" in said
    assert len(said.strip().splitlines()) == 1


def test_ctrl_c_between_two_statements_stops_the_next(warehouse: Warehouse) -> None:
    with analyst(warehouse) as db, query_interruptible(db):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)
        with pytest.raises(duckdb.InterruptException):
            db.execute("select count(*) from range(10000000) a, range(10000000) b where a.range + b.range = 7")


def test_a_reader_waits_for_the_load_that_holds_the_file(tmp_path: Path) -> None:
    held = marts(tmp_path / "w")
    hold = (
        f"import duckdb, time; db = duckdb.connect({str(held.database)!r}); print('held', flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with start("--warehouse", str(held.folder), "sql", "select 7 as seven", "--format", "csv") as asking:
            asking.wait_until_said("waiting")
            writer.kill()
            assert asking.communicate()[0] == "seven\n7\n"
    assert asking.returncode == 0


def test_parquet_is_kept_from_a_terminal(warehouse: Warehouse) -> None:
    control, terminal = pty.openpty()
    done = subprocess.run(
        command(warehouse, "sql", "select 1", "--format", "parquet"),
        stdin=subprocess.DEVNULL, stdout=terminal, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(terminal)
    os.close(control)
    assert done.returncode == 2
    assert b"garble" in done.stderr


def test_examples_are_a_dozen_questions(warehouse: Warehouse) -> None:
    shown = jobhouse(warehouse, "sql", "--examples").stdout.decode()
    assert shown == examples()
    assert shown.count("\n-- ") + 1 >= 12
