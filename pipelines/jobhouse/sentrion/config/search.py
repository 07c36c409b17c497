"""A search: a named, checked set of filters that is sent with every request.

A misspelt filter may mean "everything" to the API and be paid for. So each field is checked before anything is sent,
and each field that has a default in the API is always sent explicitly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, permutations, product
from math import factorial, prod
from shlex import quote
from typing import Annotated, Any, Final, Literal, NamedTuple

import msgspec
from msgspec import UNSET, Meta, UnsetType

from jobhouse.errors import UsageError
from jobhouse.nearest import end_with_guess

Text = Annotated[str, Meta(pattern=r"\S")]
Texts = Annotated[list[Text], Meta(min_length=1)]
Places = Annotated[
    list[Annotated[dict[Literal["country", "state", "city"], Text], Meta(min_length=1)]], Meta(min_length=1)
]


class Keywords(msgspec.Struct, forbid_unknown_fields=True):
    """Words that the title or the description must hold, any of them or all."""

    title: Texts | UnsetType = UNSET
    description: Texts | UnsetType = UNSET
    mode: Literal["or", "and"] = "or"

    def __post_init__(self) -> None:
        if self.title is UNSET and self.description is UNSET:
            raise ValueError("neither title nor description")


class FilterKind(NamedTuple):
    """What a field takes: the type that checks it, and the words for a person."""

    type: Any
    takes: str


FLAG: Final = FilterKind(bool, "true or false")
FLAG_OR_ANY: Final = FilterKind(bool | Literal["any"] | None, 'true, false or "any"')
TEXTS: Final = FilterKind(Texts, "a list of texts with at least one entry")
PLACES: Final = FilterKind(Places, "a list of tables with the texts country, state or city")
KEYWORDS: Final = FilterKind(Keywords, 'a table with the lists title or description, and the mode "or" or "and"')

FILTERS: Final[dict[str, FilterKind]] = {
    "jobs_locations": PLACES,
    "exclude_jobs_locations": PLACES,
    "is_remote": FLAG_OR_ANY,
    "country_exists": FLAG,
    "department": TEXTS,
    "job_type": TEXTS,
    "seniority_level": TEXTS,
    "industry": TEXTS,
    "salary_data_available": FLAG_OR_ANY,
    "is_agency": FLAG,
    "job_keywords": KEYWORDS,
    "exclude_job_keywords": KEYWORDS,
    "job_boards": FLAG_OR_ANY,
    "include_job_boards": TEXTS,
    "exclude_job_boards": TEXTS,
    "exclude_duplicates": FLAG,
}
"""Every request field a search may set. Dates, `limit` and `search_after` belong to the reader."""

RESERVED: Final = {
    "published_after": "use --since",
    "published_before": "use --until",
    "limit": "use the setting page_size",
    "search_after": "jobhouse keeps the cursor itself",
}

EVERYTHING: Final[Mapping[str, Any]] = {
    "is_remote": None,
    "salary_data_available": None,
    "is_agency": True,
    "job_boards": None,
    "exclude_duplicates": False,
}
"""The fields the API defaults, in the values that ask for all jobs.

`salary_data_available` is true when omitted, and would leave one job in eight; null is the best documented reading
of "with and without". `exclude_duplicates: false` leaves the choice of the duplicate to keep to SQL.
"""

CASELESS: Final = frozenset({"industry", "include_job_boards", "exclude_job_boards"})
"""Fields that the API compares without regard to case."""

MOST_SEQUENCES: Final = 5_040
"""So many sequences of the entries of lists are tried for a hash of an earlier version: all of seven entries."""

OPPOSED: Final = (
    ("include_job_boards", "exclude_job_boards"),
    ("jobs_locations", "exclude_jobs_locations"),
)


@dataclass(frozen=True)
class Search:
    """One named search. `filters` holds what the request body carries besides dates, limit and cursor."""

    name: str = "default"
    filters: Mapping[str, Any] = field(default_factory=lambda: dict(EVERYTHING))
    recorded_hash: str = ""
    """The hash that a warehouse has for these filters already, where an earlier version chose it."""

    @classmethod
    def checked(cls, name: str, settings: Mapping[str, Any], everything: Mapping[str, Any] = EVERYTHING) -> Search:
        """Build a search from a settings table, or say in one sentence what is wrong with it.

        Raises:
            UsageError: an unusable name, an unknown or reserved field, a wrong type, or one thing both included and
                excluded.

        """
        _check_name(name)
        where = f"[sources.sentrion.searches.{name}]"
        for key, value in settings.items():
            _check_field(where, key, value)
        _check_opposed(where, settings)
        return cls(name, {**everything, **{key: _sent(value) for key, value in settings.items()}})

    @cached_property
    def filters_hash(self) -> str:
        """32 hex digits that change when any filter does; a cursor is only good for the filters it came from.

        The sequence of a list and its repeated entries are no filter, nor is the case of what the API folds.
        """
        return self.recorded_hash or _hash_of({name: _as_set(name, value) for name, value in self.filters.items()})

    def as_recorded(self, hashes: Collection[str]) -> Search:
        """The same with the hash that a warehouse has for it, of all that it has for this name.

        Earlier versions hashed lists as they are written, so lists that are not too long are tried in any sequence.
        """
        if not hashes:
            return self
        possible = chain((_hash_of(self.filters), self.filters_hash), _written_hashes(self.filters))
        return replace(self, recorded_hash=next((one for one in possible if one in hashes), self.recorded_hash))

    def body(self, published_after: str, published_before: str, limit: int, cursor: msgspec.Raw) -> bytes:
        """One request body as JSON, the cursor spliced in exactly as the API gave it."""
        return msgspec.json.encode(
            {
                **self.filters,
                "published_after": published_after,
                "published_before": published_before,
                "limit": limit,
                "search_after": cursor,
            }
        )


def search_option(name: str) -> str:
    """What names a search in a command line; nothing for the built-in one."""
    return "" if name == "default" else f" --search {quote(name)}"


def _hash_of(filters: Mapping[str, Any]) -> str:
    return hashlib.blake2b(msgspec.json.encode(filters, order="sorted"), digest_size=16).hexdigest()


def _as_set(name: str, value: Any) -> Any:
    """The value of a filter, its lists sorted and without repeated entries."""
    if isinstance(value, Mapping):
        return {key: _as_set(key, part) for key, part in value.items()}
    if not isinstance(value, list):
        return value
    entries = [entry.casefold() for entry in value] if name in CASELESS else value
    return [msgspec.Raw(entry) for entry in sorted({msgspec.json.encode(entry, order="sorted") for entry in entries})]


def _written_hashes(filters: Mapping[str, Any]) -> Iterator[str]:
    """The hashes of earlier versions for every sequence of the lists, where those are `MOST_SEQUENCES` at most."""
    lists = [name for name, value in filters.items() if isinstance(value, list)]
    if prod(factorial(len(filters[name])) for name in lists) > MOST_SEQUENCES:
        return
    for sequence in product(*(permutations(filters[name]) for name in lists)):
        yield _hash_of({**filters, **dict(zip(lists, map(list, sequence), strict=True))})


def _sent(value: Any) -> Any:
    return None if isinstance(value, str) and value == "any" else value


def _check_name(name: str) -> None:
    """A name is a key of the ledger, an option of commands and a word of messages, so it is one visible line."""
    if not name.strip() or name != name.strip() or not name.isprintable():
        raise UsageError(
            f"A search cannot be named {name!r}; a name is one line of visible characters without blanks around it."
        )


def _check_field(where: str, key: str, value: Any) -> None:
    if key in RESERVED:
        raise UsageError(f"{where} sets {key}, which a search cannot; {RESERVED[key]}.")
    if key not in FILTERS:
        guess = end_with_guess(key, FILTERS)
        raise UsageError(f"{where} sets the unknown field {key}{guess} The API knows {', '.join(sorted(FILTERS))}.")
    kind, takes = FILTERS[key]
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        raise UsageError(f"{where} sets {key} = {value!r}, which should be {takes}.") from None


def _check_opposed(where: str, settings: Mapping[str, Any]) -> None:
    for include, exclude in OPPOSED:
        included = {_folded(value) for value in settings.get(include, ())}
        both = sorted(included & {_folded(value) for value in settings.get(exclude, ())})
        if both:
            raise UsageError(f"{where} has {both[0]} both in {include} and in {exclude}; take it out of one.")


def _folded(value: Any) -> str:
    """One spelling for a value that the API compares without regard to case."""
    text = value if isinstance(value, str) else ", ".join(f"{k} {v}" for k, v in sorted(value.items()))
    return text.strip().casefold()
