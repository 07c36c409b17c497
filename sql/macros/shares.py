"""Shares, and how far chance moves them."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql


@macro()
def share_variance(
    evaluator: MacroEvaluator,
    part: exp.Expression,
    whole: exp.Expression,
    part_squares: exp.Expression,
    part_sizes: exp.Expression,
    size_squares: exp.Expression,
    clusters: exp.Expression,
) -> str:
    """The variance of a share of things that come in clusters, such as the adverts of a company.

    That of a ratio between clusters: n / (n - 1) times the sum of (part - share * size) squared, over the whole
    squared. `part_squares`, `part_sizes` and `size_squares` are the sums of part * part, part * size and size * size
    over the clusters. It is at least that of things drawn one by one, where one thing more on either side keeps a share
    of nothing or of all from being certain. A single cluster says as much as one thing.
    """
    share, number = f"({as_sql(part)} / {as_sql(whole)})", as_sql(clusters)
    drawn = f"(({as_sql(part)} + 1) / ({as_sql(whole)} + 2))"
    one = f"{drawn} * (1 - {drawn})"
    deviations = (
        f"({as_sql(part_squares)} - 2 * {share} * {as_sql(part_sizes)} + {share} * {share} * {as_sql(size_squares)})"
    )
    between = f"{number} / ({number} - 1) * {deviations} / ({as_sql(whole)} * {as_sql(whole)})"
    return f"(case when {number} > 1 then greatest({between}, {one} / {as_sql(whole)}) else {one} end)"
