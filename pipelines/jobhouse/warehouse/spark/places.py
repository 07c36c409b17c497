"""Places in lists and texts, which are counted at run time: DuckDB counts those below zero from the end."""

from __future__ import annotations

from sqlglot import exp

_ZERO = exp.Literal.number(0)


def place_in(whole: exp.Expr, place: exp.Expr) -> exp.Expr:
    """A place in a list, counted from the beginning; less than one where it is before it."""
    if is_never_negative(place):
        return place
    from_end = exp.func("size", whole) + exp.paren(place) + 1
    return exp.paren(exp.case().when(exp.LT(this=exp.paren(place), expression=_ZERO), from_end).else_(place))


def is_never_negative(one: exp.Expr) -> bool:
    """Whether an expression shows that it is zero or more."""
    if isinstance(one, exp.Paren):
        return is_never_negative(one.this)
    if isinstance(one, exp.Add | exp.Mul):
        return is_never_negative(one.this) and is_never_negative(one.expression)
    if isinstance(one, exp.Greatest):
        return any(is_never_negative(each) for each in (one.this, *one.expressions))
    return isinstance(one, exp.ArraySize | exp.Length) or one.is_int


def slice_of(whole: exp.Expr, part: exp.Slice) -> exp.Expr:
    """The elements of a list from one place to another."""
    start = part.this or exp.Literal.number(1)
    first = start if start.is_int else _at_least(place_in(whole, start), exp.Literal.number(1))
    if part.expression is None:
        return exp.func("slice", whole, first, exp.func("size", whole))
    last = place_in(whole, part.expression)
    length = _at_least(exp.paren(last) - exp.paren(first) + 1, _ZERO)
    return exp.func("slice", whole, first, length)


def _at_least(number: exp.Expr, least: exp.Expr) -> exp.Expr:
    """The larger of two numbers; NULL where the first is."""
    larger = exp.GTE(this=exp.paren(number), expression=least)
    smaller = exp.LT(this=exp.paren(number), expression=least)
    return exp.case().when(larger, number).when(smaller, least)


def start_of(text: exp.Expr, length: exp.Expr) -> exp.Expr:
    """How many letters `left(text, length)` takes: all but some where it is less than zero."""
    if is_never_negative(length):
        return length
    rest = exp.func("greatest", exp.func("length", text) + exp.paren(length), _ZERO)
    return exp.case().when(exp.LT(this=exp.paren(length), expression=_ZERO), rest).else_(length)


def length_from(start: exp.Expr, length: exp.Expr) -> exp.Expr:
    """How many letters a part of a text has; one less where it begins before the first letter."""
    if start.is_int:
        return length
    before = exp.case().when(exp.EQ(this=exp.paren(start), expression=_ZERO), exp.Literal.number(1)).else_(_ZERO)
    return exp.paren(length) - exp.paren(before)
