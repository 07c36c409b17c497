"""The progress of a run in words: the same in the live drawing and in the lines of a log."""

from __future__ import annotations

from typing import Final

from jobhouse.counting import counted
from jobhouse.terminal.progress.run_progress import RunProgress

_STAGES: Final = {
    "starting": "starting",
    "probing": "asking the API what its documentation leaves open",
    "reading": "reading",
    "loading": "loading a batch",
    "stopping": "finishing the batch in hand",
    "checking": "verifying what was read",
    "building": "building the models",
    "reporting": "writing the report",
    "done": "done",
    "ended": "ended early",
}


def stage(progress: RunProgress) -> str:
    """What the run does now; a pause is counted down."""
    if progress.pause_seconds and progress.stage in ("probing", "reading"):
        return f"{_STAGES[progress.stage]}, paused for {duration(progress.pause_seconds)} more"
    return _STAGES[progress.stage]


def how_far(progress: RunProgress) -> str:
    """Per cent of the jobs; while models are built, how many are, since no more jobs are read by then."""
    if not _counts_models(progress):
        return percent(progress.share)
    if progress.models_built <= progress.models_planned:
        return f"model {progress.models_built} of {progress.models_planned}"
    return f"{counted(progress.models_built, 'model')} built"


def _counts_models(progress: RunProgress) -> bool:
    return bool(progress.models_built) and progress.stage in ("building", "reporting")


def log_line(progress: RunProgress) -> str:
    """All facts as one line of a log."""
    now = stage(progress)
    if progress.stage == "building" and progress.working_on:
        now = f"{now}, last {progress.working_on}"
    parts = [f"{name} {value}" for name, value in facts(progress)]
    parts += [time_left(progress)] if time_left(progress) else []
    parts += [f"note: {progress.warning}"] if progress.warning else []
    begins = f"{now}, {how_far(progress)}" if _counts_models(progress) else f"{how_far(progress)} {now}"
    return f"{progress.command} {begins}: {'; '.join(parts)}"


def facts(progress: RunProgress) -> list[tuple[str, str]]:
    """Names and values of what is known."""
    states = progress.months_by_state()
    known = [
        ("jobs", _jobs(progress)),
        ("earlier", f"{progress.jobs_read_before:,} of them by earlier runs" if progress.jobs_read_before else ""),
        ("pace", "" if progress.jobs_per_minute is None else f"{progress.jobs_per_minute:,.0f} jobs a minute"),
        ("windows", f"{progress.windows_done:,} of {progress.windows_planned:,}"),
        ("months", f"{states['complete']} of {len(progress.months)} complete, {states['reading']} being read"),
        ("days", f"{progress.days_complete:,} of {progress.days:,} complete"),
        ("requests", f"{progress.requests:,} ({_rate(progress)} in the last minute)"),
        ("credits", _credits(progress)),
    ]
    hidden = _names_without_meaning(progress)
    return [(name, value) for name, value in known if value and name not in hidden]


def _names_without_meaning(progress: RunProgress) -> list[str]:
    if not progress.months:
        return ["months", "days"]
    # without a planned window all months are complete, and this run reads nothing
    return [] if progress.windows_planned else ["jobs", "earlier", "windows"]


def _jobs(progress: RunProgress) -> str:
    if progress.jobs_expected is None:
        return f"{progress.jobs_read:,}"
    return f"{progress.jobs_read:,} of {'about ' if progress.is_estimate else ''}{progress.jobs_expected:,} announced"


def _rate(progress: RunProgress) -> str:
    return f"{progress.requests_last_minute:,} of {progress.requests_per_minute:,}"


def _credits(progress: RunProgress) -> str:
    left = "" if progress.credits_remaining is None else f", {progress.credits_remaining:,} left"
    return f"{progress.credits_used:,} used{left}"


def time_left(progress: RunProgress) -> str:
    """Time until all is read, or the time that an ended run took; empty where it is unknown."""
    if progress.stage in ("done", "ended"):
        return f"in {duration(progress.seconds)}"
    return "" if progress.seconds_left is None else f"about {duration(progress.seconds_left)} left to read"


def percent(share: float) -> str:
    """Whole per cent, rounded down: 100 only when all is done."""
    return f"{int(100 * share):3d} %"


def duration(seconds: float) -> str:
    """Seconds, minutes or hours, rounded."""
    minutes, hours = seconds / 60, seconds / 3600
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    return f"{minutes:.0f} min" if hours < 2 else f"{hours:.0f} h"
