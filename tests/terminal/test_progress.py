"""The facts of the progress display, as functions of a run at one moment."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from pendulum import Date
from rich.console import Console

from jobhouse.sentrion.plan.windows import Window, months
from jobhouse.sentrion.state.events import RunEvents
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState
from jobhouse.terminal.progress.calendar import CalendarPen, month_states
from jobhouse.terminal.progress.display import progress_shown
from jobhouse.terminal.progress.drawing import draw
from jobhouse.terminal.progress.pace import Pace, Speed
from jobhouse.terminal.progress.resizing import erased
from jobhouse.terminal.progress.run_progress import RunProgress
from jobhouse.terminal.progress.words import duration, log_line, percent

HISTORY = Window(Date(2020, 11, 24), Date(2026, 11, 25))
MONTHS = list(months(HISTORY))
SPEED = Speed(100, 98, pages_per_minute=50, jobs_per_minute=4_900)


def reading(window: Window, read: int = 0, total: int | None = None, **more: object) -> WindowState:
    status = "reading" if total is not None else "open"
    given = {"status": status, "rows_delivered": read, "expected_total": total, "pages": -(-read // 100), **more}
    return replace(WindowState.of(window, HISTORY.since), **given)  # type: ignore[arg-type]


def complete(window: Window, jobs: int) -> WindowState:
    return reading(window, jobs, jobs, status="complete")


def run_of(*windows: Window) -> Run:
    run = Run("backfill", events=RunEvents(stage="reading"))
    run.events.progress.begin_batch(HISTORY, [], [reading(window) for window in windows])
    return run


def share(run: Run) -> float:
    return RunProgress.of(run, SPEED).share


def test_the_share_is_of_jobs_and_not_of_windows() -> None:
    small, large = MONTHS[1:3]
    run = run_of(small, large)
    run.events.progress.move(reading(large, 0, 900))
    run.events.progress.move(complete(small, 100))
    assert share(run) == 0.1


def test_windows_that_were_not_asked_about_are_taken_to_be_like_the_others_day_by_day() -> None:
    week, month = MONTHS[0], MONTHS[2]
    assert (week.days, month.days) == (7, 31)
    run = run_of(week, month)
    run.events.progress.move(complete(week, 70))
    shown = RunProgress.of(run, SPEED)
    assert (shown.jobs_read, shown.jobs_expected, shown.is_estimate) == (70, 70 + 310, True)


def test_a_second_reading_brings_no_further_jobs_but_takes_time() -> None:
    window = MONTHS[1]
    run = run_of(window)
    run.events.progress.move(reading(window, 300, 300))
    before = RunProgress.of(run, SPEED)
    run.events.progress.move(reading(window, 100, 300, first_rows=300))
    again = RunProgress.of(run, SPEED)
    run.events.progress.move(complete(window, 300))
    run.events.progress.move(reading(window, 300, 300, status="complete", first_rows=300))
    after = RunProgress.of(run, SPEED)
    assert [shown.jobs_read for shown in (before, again, after)] == [300, 300, 300]
    assert run.events.progress.outlook().read == 300
    assert [shown.seconds_left for shown in (before, again)] == [60 / 50, 2 * 60 / 50]


def test_days_that_plan_counted_are_taken_to_hold_what_it_counted() -> None:
    week, month, other = MONTHS[0], MONTHS[2], MONTHS[3]
    run = run_of(week, month, other)
    run.events.progress.planned = [(Window(week.since, month.until), 6_900)]
    assert (week.days, MONTHS[1].days, month.days) == (7, 31, 31)
    assert RunProgress.of(run, SPEED).jobs_expected is None  # nothing is known of the third window
    run.events.progress.move(complete(week, 70))
    assert RunProgress.of(run, SPEED).jobs_expected == 70 + 31 * 100 + other.days * 10


def test_what_earlier_runs_read_of_the_windows_is_said_to_be_theirs() -> None:
    begun, fresh = MONTHS[1:3]
    run = Run("backfill", events=RunEvents(stage="reading"))
    for read in (200, 300):  # the second batch goes on with what this run itself has read
        states = [reading(begun, read, 400), reading(fresh)]
        run.events.progress.begin_batch(HISTORY, [], states)
    progress = RunProgress.of(run, SPEED)
    assert (progress.jobs_read, progress.jobs_read_before, progress.jobs_delivered) == (300, 200, 0)
    assert "jobs 300 of about 800 announced; earlier 200 of them by earlier runs;" in log_line(progress)


def test_halves_stand_for_their_window_before_they_are_asked_about() -> None:
    large, other = MONTHS[1:3]
    run = run_of(large, other)
    run.events.progress.move(complete(other, 1_000))
    before = RunProgress.of(run, SPEED)
    run.events.progress.move(reading(large, 100, 9_000, status="stopped", split_into=large.halves()))
    after = RunProgress.of(run, SPEED)
    assert before.windows_planned + 1 == after.windows_planned == 3
    assert after.jobs_expected == 10_000
    assert after.share == 0.1


def test_a_batch_that_follows_goes_on_where_the_last_one_was() -> None:
    first, second, third = MONTHS[1:4]
    run = run_of(first, second, third)
    run.events.progress.move(complete(first, 300))
    run.events.progress.move(reading(second, 200, 300))
    before = RunProgress.of(run, SPEED)
    run.events.progress.begin_batch(HISTORY, [first], [reading(second, 200, 300), reading(third)])
    after = RunProgress.of(run, SPEED)
    assert after.share == before.share
    assert (after.windows_done, after.windows_planned) == (1, 3)


def test_a_window_that_is_read_again_in_the_same_run_counts_once() -> None:
    first, second = MONTHS[1:3]
    run = run_of(first, second)
    run.events.progress.move(complete(first, 300))
    run.events.progress.begin_batch(HISTORY, [], [reading(first), reading(second)])
    shown = RunProgress.of(run, SPEED)
    assert (shown.windows_done, shown.windows_planned, shown.jobs_read) == (0, 2, 0)
    run.events.progress.move(complete(first, 310))
    shown = RunProgress.of(run, SPEED)
    assert (shown.windows_done, shown.windows_planned, shown.jobs_read) == (1, 2, 310)


@pytest.mark.parametrize("stage", ["loading", "checking", "building", "reporting"])
def test_nothing_is_wholly_done_while_work_goes_on(stage: str) -> None:
    run = run_of(MONTHS[1])
    run.events.progress.move(complete(MONTHS[1], 5))
    run.events.finish()
    run.events.enter(stage)  # type: ignore[arg-type]
    assert share(run) == 0.99
    assert "100" not in log_line(RunProgress.of(run, SPEED)).split(":")[0]
    assert RunProgress.of(run, SPEED, "ended").share == 0.99
    assert RunProgress.of(run, SPEED, "done").share == 1


def test_windows_without_jobs_are_progress_too() -> None:
    run = run_of(*MONTHS[1:5])
    for window in MONTHS[1:3]:
        run.events.progress.move(complete(window, 0))
    assert share(run) == 0.5


def test_the_time_left_is_by_the_pages_left_at_the_pace_of_late() -> None:
    begun, empty, unknown = MONTHS[1:4]
    run = run_of(begun, empty, unknown)
    run.events.progress.move(complete(empty, 0))
    assert (begun.days, empty.days, unknown.days) == (31, 31, 28)
    run.events.progress.move(reading(begun, 620, 1_240))
    # 7 pages of what is begun, and 28 days at 20 a day: 6 pages
    assert RunProgress.of(run, SPEED).seconds_left == 60 * 13 / 50
    assert RunProgress.of(run, replace(SPEED, page_size=10)).seconds_left == 60 * (62 + 56) / 50


def test_no_time_is_shown_before_the_pace_is_known_or_once_all_is_read() -> None:
    run = run_of(MONTHS[1])
    assert RunProgress.of(run, Speed(100)).seconds_left is None
    assert RunProgress.of(run, SPEED).seconds_left is not None
    run.events.enter("building")
    assert RunProgress.of(run, SPEED).seconds_left is None


def paced(*moments: tuple[float, int], limit: int = 100) -> Speed:
    """The speed after pages (of 80 jobs) were seen at these seconds."""
    run, clock = run_of(MONTHS[1]), [0.0]
    pace = Pace(limit, lambda: 7, clock=lambda: clock[0])
    for clock[0], pages in moments:
        run.counters.pages = pages
        run.events.progress.move(reading(MONTHS[1], 80 * pages, 80_000))
        speed = pace.of(run)
    return speed


def test_the_pace_is_of_the_last_two_minutes_and_never_above_the_rate() -> None:
    assert paced((0, 0), (1, 60)).pages_per_minute is None
    assert paced((0, 0), (10, 90)).pages_per_minute == 100  # the first burst says nothing of what follows
    assert paced((0, 0), (60, 90), (120, 180)).pages_per_minute == 90
    slow = paced((0, 0), (60, 100), (3_600, 100), (3_720, 160))
    assert (slow.pages_per_minute, slow.jobs_per_minute, slow.requests_last_minute) == (30, 2_400, 7)


def test_the_pace_counts_no_second_readings_and_nothing_that_earlier_runs_read() -> None:
    run, clock = Run("backfill", events=RunEvents(stage="reading")), [0.0]
    pace = Pace(100, lambda: 7, clock=lambda: clock[0])
    pace.of(run)
    run.events.progress.begin_batch(HISTORY, [], [reading(MONTHS[1], 500, 1_000), reading(MONTHS[2])])
    run.events.progress.move(reading(MONTHS[1], 900, 1_000))
    run.events.progress.move(reading(MONTHS[2], 400, 800, first_rows=800))
    run.counters.pages, clock[0] = 16, 60.0  # 4 of the rest, 8 of a first and 4 of a second reading
    assert pace.of(run).jobs_per_minute == 400 + 800


def test_second_readings_to_come_take_as_much_time_as_those_before_did() -> None:
    run = run_of(*MONTHS[1:4])
    run.events.progress.move(complete(MONTHS[1], 400))
    run.events.progress.move(complete(MONTHS[2], 400))
    run.events.progress.move(reading(MONTHS[3], 200, 400))
    assert RunProgress.of(run, SPEED).seconds_left == 60 * 2 / 50
    run = run_of(*MONTHS[1:4])
    run.events.progress.move(complete(MONTHS[1], 400))
    run.events.progress.move(reading(MONTHS[2], 400, 400, status="complete", first_rows=400))
    run.events.progress.move(reading(MONTHS[3], 200, 400))
    assert RunProgress.of(run, SPEED).seconds_left == 60 * (2 + 4 / 2) / 50
    run.events.progress.move(reading(MONTHS[3], 100, 400, first_rows=400))
    assert RunProgress.of(run, SPEED).seconds_left == 60 * 3 / 50


def test_the_calendar_shows_what_is_complete_read_now_begun_and_not_started() -> None:
    done = (Window(HISTORY.since, Date(2021, 2, 1)), Window(Date(2021, 3, 1), Date(2021, 3, 9)))
    states = month_states(HISTORY, done, frozenset({MONTHS[1], Window(Date(2026, 11, 20), Date(2026, 11, 25))}))
    assert len(states) == 73
    by_month = {f"{first:%Y-%m}": state for first, state in states.items()}
    assert by_month["2020-11"] == "complete"  # the history holds a week of it
    assert by_month["2020-12"] == "reading"  # complete, and read once more
    assert by_month["2021-01"] == "complete"
    assert by_month["2021-02"] == "missing"
    assert by_month["2021-03"] == "partly"
    assert by_month["2026-11"] == "reading"


def test_the_run_knows_which_days_are_complete_and_being_read() -> None:
    earlier = Window(HISTORY.since, MONTHS[1].since)
    run = Run("backfill", events=RunEvents(stage="reading"))
    run.events.progress.begin_batch(
        HISTORY, [earlier], [reading(MONTHS[1], 100, 300), reading(MONTHS[2]), reading(MONTHS[3])]
    )
    run.events.progress.move(complete(MONTHS[2], 4))
    run.events.progress.move(reading(MONTHS[3], 100, 200))
    run.events.progress.stop_reading(MONTHS[3])
    states = list(RunProgress.of(run, SPEED).months.values())
    assert states[:5] == ["complete", "reading", "complete", "missing", "missing"]
    assert RunProgress.of(run, SPEED).days_complete == earlier.days + MONTHS[2].days


def busy() -> RunProgress:
    run = run_of(*MONTHS)
    for window in MONTHS[40:]:
        run.events.progress.move(complete(window, 52_000))
    for window in MONTHS[30:38]:
        run.events.progress.move(reading(window, 10_000, 51_000))
    run.counters.count_page(0)
    run.counters.requests, run.counters.credits_used, run.counters.balance.left = 23_456, 1_716_000, 8_284_000
    run.events.last_warning = "2024-02-01..2024-03-01: " + "no answer from the API, asked again; " * 5
    return RunProgress.of(run, SPEED)


@pytest.mark.parametrize(("width", "height"), [(80, 24), (59, 24), (40, 24), (30, 24), (200, 60), (80, 12)])
def test_the_display_fits_the_terminal(width: int, height: int) -> None:
    out = StringIO()
    console = Console(file=out, width=width, height=height, force_terminal=True, no_color=True, color_system=None)
    console.print(draw(busy(), console))
    lines = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", out.getvalue()).splitlines()
    assert len(lines) < height
    assert max(map(len, lines)) <= width
    years = [row.split()[0] for row in lines if re.match(r"20\d\d ", row)]
    assert years == ([] if height < 20 else ["2020", "2021", "2022", "2023", "2024", "2025", "2026"])


def rows_of(progress: RunProgress, width: int) -> list[str]:
    out = StringIO()
    console = Console(file=out, width=width, height=40, color_system=None)
    console.print(draw(progress, console))
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [40, 59, 60, 61, 77, 78, 80, 120, 200])
def test_no_calendar_breaks_and_no_fact_is_cut(width: int) -> None:
    full = replace(busy(), credits_remaining=12_345_678, credits_used=1_234_567, warning=None)
    rows = rows_of(full, width)
    assert max(map(len, rows)) <= width
    assert not any("…" in row for row in rows)
    calendar = [row for row in rows if re.match(r"20\d\d ", row)]
    assert len(calendar) == 7
    glyphs = [row[5:].replace(" ", "")[:12] for row in calendar[1:-1]]
    assert all(re.fullmatch(r"[■◧▪✗·]{12}", row) for row in glyphs), glyphs


def test_lines_that_a_narrower_terminal_breaks_are_all_erased() -> None:
    # 80 columns take two rows of 60, and 30 take one; rich goes up over two lines from the last one
    assert erased([80, 80, 30], 60) == "\x1b[4A\r\x1b[J\n\n"
    assert erased([30, 0, 60], 60) == "\x1b[2A\r\x1b[J\n\n"
    assert erased([10], 60) == ""


def test_a_pause_is_counted_down() -> None:
    run = run_of(*MONTHS[1:3])
    run.events.pause(120, "the API says that requests come too fast")
    assert ", paused for 2 min more" in log_line(RunProgress.of(run, SPEED))
    run.events.pause(40, "the API says that requests come too fast")
    assert re.search(r"reading, paused for (39|40) s more", rows_of(RunProgress.of(run, SPEED), 80)[0])
    run.events.pause(0, "the API says that requests come too fast")
    assert "paused" not in log_line(RunProgress.of(run, SPEED))


def test_models_are_counted_while_they_are_built() -> None:
    run = run_of(*MONTHS[1:3])
    for model in (None, "marts.a", "marts.b"):
        run.events.enter("building", model)
    rows = rows_of(RunProgress.of(run, SPEED), 80)
    assert rows[0] == "backfill  building the models: marts.b"
    assert rows[1].rstrip().endswith("2 models built")
    assert "99 %" not in "".join(rows)
    line = log_line(RunProgress.of(run, SPEED))
    assert line.startswith("backfill building the models, last marts.b, 2 models built: ")


def test_a_build_says_how_many_models_there_are() -> None:
    run = run_of(*MONTHS[1:3])
    run.events.enter("building", "marts.of_a_build_that_ran_out_of_memory")
    run.events.plan_models(2)
    run.events.enter("building", "marts.a")
    assert "model 1 of 2" in log_line(RunProgress.of(run, SPEED))
    for model in ("marts.b", "my.own"):
        run.events.enter("building", model)
    assert "3 models built" in log_line(RunProgress.of(run, SPEED)), "the user's own were not planned"


def test_a_terminal_without_the_glyphs_gets_others() -> None:
    class Latin(StringIO):
        encoding = "iso8859-1"

    states = month_states(HISTORY, (Window(HISTORY.since, Date(2021, 2, 1)),), frozenset({MONTHS[4]}))
    _, (_, first), (_, second), *_ = CalendarPen.of(Console(file=Latin())).year_rows(states)
    assert first.plain.split() == ["#", "#"]
    assert second.plain == "# . > . . . . . . . . ."


def test_lines_and_records_have_the_same_facts() -> None:
    progress = busy()
    shown, record = log_line(progress), json.loads(json.dumps(progress.as_record()))
    assert record["jobs_read"] == 33 * 52_000 + 8 * 10_000
    for part in (
        percent(progress.share).strip(), f"{record['jobs_read']:,} of about {record['jobs_expected']:,}",
        "4,900 jobs a minute", "33 of 73 complete, 8 being read", "98 of 100 in the last minute",
        "1,716,000 used, 8,284,000 left", f"about {duration(record['seconds_left'])} left to read", record["warning"],
    ):  # fmt: skip
        assert part in shown
    assert record["months"]["2026-11"] == "complete"
    assert list(record["months"].values()).count("reading") == 8


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "1 s"), (59, "59 s"), (61, "1 min"), (7_100, "118 min"), (7_300, "2 h"), (90_000, "25 h")],
)
def test_durations_are_as_rough_as_they_are_known(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


def test_a_display_that_fails_is_said_and_ends_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    class Broken(Pace):
        def of(self, run: Run) -> Any:
            raise RuntimeError("no pace")

    run = Run("backfill")
    with progress_shown(run, Broken(100, lambda: 0, 100), "plain"):
        run.events.finish()
    assert run.events.notes == ["progress is not shown any more (RuntimeError); the run goes on"]
    assert "Traceback" not in "".join(capfd.readouterr())


def test_a_run_with_nothing_left_to_read_shows_what_is_complete_while_it_builds() -> None:
    run = Run("demo", events=RunEvents(stage="building"))
    run.events.progress.begin_batch(HISTORY, [HISTORY], [])
    run.events.finish()
    shown = log_line(RunProgress.of(run, SPEED))
    assert shown.startswith("demo 100 % building the models: months 73 of 73 complete")
    assert "windows" not in shown
    assert "jobs" not in shown
