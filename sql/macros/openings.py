"""How two postings are compared: the keys by which they are found, and what titles, places, pay and numbers share."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.arrangement_words import MENTIONS
from macros.engines import hash_of
from macros.expressions import as_sql, text_of
from macros.requisitions import KINDS, NUMBERS

NOWHERE = (
    "remote|anywhere|worldwide|global|various|multiple|several|distributed|nationwide|flexible|hybrid|virtual"
    "|home ?office"
    "|bundesweit|deutschlandweit|verschiedene|mehrere|divers|varias|远程|不限|多地"
)
"""Beginnings of a delivered city that is none."""
CITY = r"[^,;/|、()]*[^,;/|、() ]"
"""One of several cities in one text."""


@macro()
def names_nowhere(evaluator: MacroEvaluator, city: exp.Expression) -> str:
    """Whether what stands in place of a city names none."""
    return f"regexp_matches(lower({as_sql(city)}), '^(?:{NOWHERE})')"


@macro()
def block_key(evaluator: MacroEvaluator, kind: exp.Expression, *values: exp.Expression) -> str:
    """A key for the block of postings with these values; null where one of them is missing."""
    known = " and ".join(f"{as_sql(value)} is not null" for value in values)
    hashed: str = hash_of(evaluator, kind, *values)
    return f"case when {known} then {hashed} end"


@macro()
def periods_of(
    evaluator: MacroEvaluator, first_day: exp.Expression, last_day: exp.Expression, days: exp.Expression
) -> str:
    """The numbers of the periods of a posting, two for each of its days.

    A period begins every `days` days and lasts twice as long, so that any two days that are no further apart than that
    are in one period.
    """
    origin = "cast('1970-01-01' as date)"
    ends = [
        f"cast(floor(date_diff('day', {origin}, {as_sql(day)}) / {as_sql(days)}) as bigint)"
        for day in (first_day, last_day)
    ]
    return f"list_distinct([{', '.join(f'{end} - {back}' for end in ends for back in (0, 1))}])"


@macro()
def text_keys(evaluator: MacroEvaluator, shingle: exp.Expression, periods: exp.Expression) -> str:
    """Keys for the blocks of postings that share a shingle and a period; none where the shingle is missing.

    Without the periods, a phrase that most adverts have would make one block of them all.
    """
    one = as_sql(shingle)
    hashed = hash_of(evaluator, exp.Literal.string("text"), shingle, exp.column("period"))
    return f"case when {one} is not null then list_transform({as_sql(periods)}, lambda period: {hashed}) else [] end"


@macro()
def keys_of(evaluator: MacroEvaluator, *keys: exp.Expression) -> str:
    """The distinct keys that are known, as a list."""
    listed = ", ".join(map(as_sql, keys))
    return f"list_distinct(list_filter([{listed}], lambda block_key: block_key is not null))"


@macro()
def page_of(evaluator: MacroEvaluator, url_key: exp.Expression) -> str:
    """The address where it names a page, null where it is no more than a host or a mailbox."""
    key = as_sql(url_key)
    return f"case when regexp_matches({key}, '^[^/?#@]+[/?#]') then {key} end"


@macro()
def shared_words(evaluator: MacroEvaluator, ours: exp.Expression, theirs: exp.Expression) -> str:
    """The part of the shorter of two titles that the other has too, 0 to 1."""
    one, other = (f"string_split({as_sql(words)}, ' ')" for words in (ours, theirs))
    shorter = f"least(array_length({one}), array_length({other}))"
    return f"array_length(list_intersect({one}, {other})) / cast({shorter} as double)"


@macro()
def is_other_level(evaluator: MacroEvaluator, ours: exp.Expression, theirs: exp.Expression) -> str:
    """Whether two titles ask for different levels; 'Senior/Staff' asks for the level of 'Senior' as well."""
    one, other = as_sql(ours), as_sql(theirs)
    apart = f"not list_has_any(string_split({one}, ' '), string_split({other}, ' '))"
    return f"case when {one} is null or {other} is null then {one} is distinct from {other} else {apart} end"


@macro()
def is_other_rank(evaluator: MacroEvaluator, ours: exp.Expression, theirs: exp.Expression) -> str:
    """Whether two titles ask for different ranks: staff, principal and lead are one, and so are head and director."""
    ranks: list[exp.Expression] = [
        exp.maybe_parse(
            f"replace(replace(replace({as_sql(level)}, 'staff', 'lead'), 'principal', 'lead'), 'head', 'director')"
        )
        for level in (ours, theirs)
    ]
    other: str = is_other_level(evaluator, *ranks)
    return other


@macro()
def have_common_city(evaluator: MacroEvaluator, ours: exp.Expression, theirs: exp.Expression) -> str:
    """Whether one of two texts of cities names a city that the other names too; null where one names none."""
    one, other = as_sql(ours), as_sql(theirs)
    cities = ", ".join(f"regexp_extract_all({each}, '{CITY}')" for each in (one, other))
    # each case is only worked out where those before it do not hold
    return (
        f"case when {one} is null or {other} is null then null when {one} = {other} then true "
        f"when contains({one}, {other}) or contains({other}, {one}) then true "
        f"when contains({one} || {other}, ',') then list_has_any({cities}) else false end"
    )


@macro()
def shared_entries(evaluator: MacroEvaluator, ours: exp.Expression, theirs: exp.Expression) -> str:
    """The part of all entries of two lists that both have, 0 to 1."""
    one, other = as_sql(ours), as_sql(theirs)
    both = f"array_length(list_intersect({one}, {other}))"
    return f"{both} / cast(array_length({one}) + array_length({other}) - {both} as double)"


@macro()
def entries_missing(evaluator: MacroEvaluator, entries: exp.Expression, others: exp.Expression) -> str:
    """The entries of a list that another list, or none, does not have."""
    return f"list_filter({as_sql(entries)}, lambda entry: not list_contains(coalesce({as_sql(others)}, []), entry))"


@macro()
def learned(evaluator: MacroEvaluator, ours: exp.Expression, theirs: exp.Expression) -> str:
    """The value that only one of two postings names; null where both do or neither does."""
    one, other = as_sql(ours), as_sql(theirs)
    return f"case when {one} is null or {other} is null then coalesce({one}, {other}) end"


@macro()
def is_same_requisition(
    evaluator: MacroEvaluator,
    ours: exp.Expression,
    theirs: exp.Expression,
    our_system: exp.Expression,
    their_system: exp.Expression,
) -> str:
    """Whether two adverts name one requisition; null where they name none that can be compared.

    What a system calls a vacancy says nothing about what another one does.
    """
    named = f"{as_sql(ours)} = {as_sql(theirs)}"
    one_system = f"split_part({as_sql(our_system)}, ':', 1) = split_part({as_sql(their_system)}, ':', 1)"
    numbered = f"case when {one_system} then {as_sql(our_system)} = {as_sql(their_system)} end"
    return f"case when not ({named}) or not ({numbered}) then false when {named} or {numbered} then true end"


@macro()
def are_bands_apart(
    evaluator: MacroEvaluator,
    our_min: exp.Expression,
    our_max: exp.Expression,
    their_min: exp.Expression,
    their_max: exp.Expression,
    our_currency: exp.Expression,
    their_currency: exp.Expression,
    factor: exp.Expression,
) -> str:
    """Whether two bands of pay in one currency do not meet, even if the lower one were larger by a factor."""
    one_currency = f"coalesce({as_sql(our_currency)} = {as_sql(their_currency)}, true)"
    bands = ((our_max, their_min), (their_max, our_min))
    apart = " or ".join(f"{as_sql(upper)} * {as_sql(factor)} < {as_sql(lower)}" for upper, lower in bands)
    return f"{one_currency} and ({apart})"


SEVERAL_PLACES = (
    "(?:multiple|several|various|all) (?:locations|cities|offices|sites|countries)"
    "|(?:mehrere|verschiedene) (?:stand)?orte"
    "|bundesweit|deutschlandweit|plusieurs (?:sites|villes|lieux)|(?:varias|múltiples) (?:ubicaciones|ciudades)"
    "|(?:várias|diversas) (?:cidades|localidades)|meerdere locaties|più sedi|wiele lokalizacji|多地|多个城市|複数勤務地"
)


TOLD = f"(?:{KINDS})[. _-]?(?:{NUMBERS})|{SEVERAL_PLACES}"


@macro()
def is_worth_reading(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """Whether a text may name a requisition, several places or where the work is done: most name none."""
    return f"regexp_matches({as_sql(text)}, {text_of('|'.join((f'(?i){TOLD}', *MENTIONS)))})"


@macro()
def tells_more(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """Whether a text may name a requisition or several places."""
    return f"regexp_matches({as_sql(text)}, '(?i){TOLD}')"


@macro()
def names_several_places(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """Whether a text says that its vacancy is open in several places."""
    return f"regexp_matches({as_sql(text)}, '(?i){SEVERAL_PLACES}')"
