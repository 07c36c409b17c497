"""Switches: everything that the API's documentation leaves open, and every fault, as one typed table.

A field of `Switches` is a question, its `Literal` the permitted answers, its default the likeliest one (or
the documented one, where there is documentation). Numbers are shares (0..1), counts, seconds or requests, as
the name says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Literal, get_args, get_origin, get_type_hints

from jobhouse.errors import UsageError

# no_filter: as if the field did not exist; default: as if it had been omitted; refused: 422;
# only_without: only jobs without a salary / not from an agency / without any duplicate
Unset = Literal["no_filter", "default", "refused", "only_without"]


@dataclass(frozen=True, slots=True)
class Switches:
    """How the sandbox answers where several ways are plausible, and how often it shows which fault."""

    # -- which jobs a request means
    bounds: Literal["half_open", "closed", "open_closed", "open"] = "half_open"
    # post_date: days are UTC; local_time: a posting of 02:00 UTC belongs to the day before (UTC-5);
    # crawl_date: the day on which the posting was found, 0 to 20 days after its Post Date
    window_time: Literal["post_date", "local_time", "crawl_date"] = "post_date"
    salary_null: Unset = "no_filter"
    salary_false: Unset = "no_filter"
    salary_omitted: Unset = "default"
    agency_true: Literal["included", "only_agencies"] = "included"
    agency_null: Unset = "no_filter"
    agency_false: Unset = "only_without"
    agency_omitted: Unset = "default"
    duplicates_null: Unset = "no_filter"
    duplicates_false: Unset = "no_filter"
    duplicates_omitted: Unset = "default"
    history_limit: Literal["exact", "six_times_365", "clamp", "none"] = "exact"
    history_refusal: Literal["422", "400"] = "422"
    access_refusal: Literal["403", "401", "400"] = "403"
    unknown_fields: Literal["ignored", "refused"] = "ignored"

    # -- paging
    order: Literal["newest", "oldest", "unspecified"] = "newest"
    cursor: Literal["integers", "big_integers", "strings", "with_null"] = "integers"
    cursor_filters: Literal["free", "tied"] = "free"
    # a cursor is refused as `cursor_refusal` says, after so many other pages or seconds since it was issued; 0: never
    cursor_max_pages: int = 0
    cursor_max_seconds: float = 0.0
    cursor_refusal: Literal["400", "404", "410", "500", "success_false"] = "400"
    # empty_page: the page after the last one is answered as `empty_window` says
    end: Literal["null", "empty_list", "missing", "empty_page", "same_cursor"] = "null"
    empty_window: Literal["empty_jobs", "error_text", "success_false", "not_found", "data_null"] = "empty_jobs"
    totals: Literal["exact", "capped", "before_duplicates", "drifting", "null"] = "exact"
    total_field: Literal["page", "matches"] = "page"

    # -- credits, errors, rate
    # last_page: a short page that looks like the last one of as many jobs, or of an unknown number
    credits_out: Literal["402", "403", "429", "success_false", "short_page", "last_page", "last_page_uncounted"] = "402"
    credits_remaining: Literal["number", "null", "negative"] = "number"
    error_body: Literal["object", "string", "detail", "html", "empty"] = "object"
    retry_after: Literal["absent", "present"] = "absent"
    rate_window: Literal["sliding", "fixed"] = "sliding"
    failed_calls: Literal["free", "count"] = "free"

    # -- drift of the schema; shares are of the jobs
    numbers: Literal["numbers", "strings"] = "numbers"
    arrays: Literal["arrays", "strings"] = "arrays"
    dates: Literal["days", "timestamps"] = "days"
    extra_keys: Literal["none", "some"] = "none"
    missing_keys: Literal["none", "some"] = "none"
    nul_share: float = 0.0
    megabyte_share: float = 0.0

    # -- faults; shares are of the request positions (filters + cursor), each hit at most `fault_times` times
    error_429: float = 0.0
    error_500: float = 0.0
    error_502: float = 0.0
    drop_before: float = 0.0
    drop_middle: float = 0.0
    truncated: float = 0.0
    success_false: float = 0.0
    repeated_cursor: float = 0.0
    empty_page: float = 0.0
    slow: float = 0.0
    slow_seconds: float = 2.0
    fault_times: int = 1
    latency_jitter_seconds: float = 0.0

    # -- broken promises; shares are of the request positions, each hit at most `fault_times` times.
    # swapped_row: the first job of a page is replaced by the last of the page before; deleted_row: the first job of a
    # page is left out, and the total is one less from there on; tenth_row, repeated: the tenth, twentieth, ... job of
    # every page is replaced by the one before it;
    # paging, endless: after the last page a new cursor leads to the first one again (with cursor=integers);
    # limit, ignored: a page holds up to 1,000 jobs, whatever was requested
    paging: Literal["ends", "endless"] = "ends"
    limit: Literal["heeded", "ignored"] = "heeded"
    swapped_row: float = 0.0
    deleted_row: float = 0.0
    tenth_row: Literal["own", "repeated"] = "own"
    # shares of the jobs: null, or a bare number, in place of an object
    null_jobs: float = 0.0
    scalar_jobs: float = 0.0

    # -- history that changes: shares of the jobs, released after so many requests (or by /sandbox/advance)
    late_share: float = 0.0
    late_after: int = 100
    edit_share: float = 0.0
    edit_after: int = 100

    def __post_init__(self) -> None:
        for name, value in self.as_dict().items():
            _check(name, value)
        if self.paging == "endless" and self.cursor != "integers":
            raise UsageError(f"Switch paging=endless needs cursor=integers, not cursor={self.cursor}.")

    def as_dict(self) -> dict[str, str | int | float]:
        """Every switch and its value."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def changed(self) -> dict[str, str | int | float]:
        """The switches that differ from the default."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}

    def as_text(self) -> str:
        """The `--faults` text that `parse_switches` reads back into this object."""
        return ",".join(f"{name}={value}" for name, value in self.changed().items())


_HINTS = get_type_hints(Switches)


def permitted(name: str) -> tuple[str, ...] | None:
    """The values of a named-choice switch; None where the switch is a number."""
    hint = _HINTS[name]
    return get_args(hint) if get_origin(hint) is Literal else None


def switch_names() -> tuple[str, ...]:
    """Every switch, in the order of the table."""
    return tuple(_HINTS)


def switch_lines() -> list[str]:
    """Each switch with its values, the default first, or with its default and the numbers that it takes."""
    longest = max(map(len, switch_names()))
    return [f"{name:{longest}}  {_values(name, default)}" for name, default in Switches().as_dict().items()]


def _values(name: str, default: str | float) -> str:
    choices = permitted(name)
    if choices is None:
        return f"{default}, or {_number_rule(name)}"
    return ", ".join([str(default), *(choice for choice in choices if choice != default)])


def parse_switches(text: str) -> Switches:
    """Read `name=value,name=value`.

    Raises:
        UsageError: a switch or a value that does not exist, with what is permitted; or one that is given twice.
    """
    given: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, value = part.partition("=")
        if not equals:
            raise UsageError(f"--faults wants name=value pairs divided by commas, and {part!r} has no '='.")
        name, value = name.strip(), value.strip()
        if given.setdefault(name, value) != value:
            raise UsageError(f"--faults gives {name} twice, as {given[name]!r} and as {value!r}; give it once.")
    return switches_from(given)


def switches_from(given: Mapping[str, str]) -> Switches:
    """Switches from names and texts; raises UsageError as `parse_switches` does."""
    return Switches(**{name: _typed(name, value) for name, value in given.items()})  # type: ignore[arg-type]


def _typed(name: str, value: str) -> str | int | float:
    if name not in _HINTS:
        near = get_close_matches(name, switch_names(), n=1)
        meant = f"did you mean {near[0]}? " if near else ""
        raise UsageError(f"No switch is called {name!r}; {meant}jobhouse sandbox --list shows all.")
    hint = _HINTS[name]
    if get_origin(hint) is Literal:
        return value
    try:
        return int(value) if hint is int else float(value)
    except ValueError:
        raise UsageError(f"Switch {name} cannot be {value!r}; it takes {_number_rule(name)}.") from None


def _number_rule(name: str) -> str:
    if _HINTS[name] is int:
        return "a whole number from 0"
    return "seconds from 0" if name.endswith("_seconds") else "a share from 0 to 1"


def _check(name: str, value: str | float) -> None:
    choices = permitted(name)
    if choices is not None:
        if value not in choices:
            raise UsageError(f"Switch {name} cannot be {value!r}; permitted are {', '.join(choices)}.")
        return
    top = 1.0 if _number_rule(name).startswith("a share") else float("inf")
    if isinstance(value, str) or not 0 <= value <= top:
        raise UsageError(f"Switch {name} cannot be {value!r}; it takes {_number_rule(name)}.")
