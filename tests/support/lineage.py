"""The diagram of the SQL models in sql/README.md: python -m tests.support.lineage writes it there.

SQLMesh knows what each model reads, macros included. An arrow that follows from two others is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Final

from tests.support.paths import SQL
from tests.support.sql_models import project

FILE: Final = SQL / "README.md"
BEGIN: Final = "<!-- lineage: python -m tests.support.lineage -->\n"
END: Final = "<!-- end of lineage -->\n"
LAYERS: Final = ("sentrion", "reference", "staging", "intermediate", "marts", "ops")

Reads = Mapping[str, frozenset[str]]


def reads() -> Reads:
    """What each model reads, both as schema.table."""
    context = project()
    names = {fqn: f"{model.fully_qualified_table.db}.{model.view_name}" for fqn, model in context.models.items()}
    return {
        names[fqn]: frozenset(names[read] for read in model.depends_on if read in names)
        for fqn, model in sorted(context.models.items())
    }


def direct(found: Reads) -> Reads:
    """The same without what a model reads through another one that it reads as well."""
    return {model: frozenset(read for read in of if not _is_indirect(read, of, found)) for model, of in found.items()}


def _is_indirect(read: str, of: frozenset[str], found: Reads) -> bool:
    return any(read in _all_below(other, found) for other in of - {read})


def _all_below(model: str, found: Reads) -> set[str]:
    below = set(found.get(model, ()))
    return below.union(*(_all_below(each, found) for each in below))


def diagram(found: Reads) -> str:
    """The flow chart in mermaid's language, a box for each schema."""
    lines = ["```mermaid", "flowchart LR"]
    for layer in LAYERS:
        tables = [model for model in found if model.startswith(f"{layer}.")]
        lines += [f"    subgraph {layer}", *(f"        {model}[{_label(model)}]" for model in tables), "    end"]
    arrows = sorted((read, model) for model, of in direct(found).items() for read in of)
    return "\n".join([*lines, *(f"    {read} --> {model}" for read, model in arrows), "```", ""])


def _label(model: str) -> str:
    return model.partition(".")[2]


def written(text: str, drawn: str) -> str:
    """The document with this diagram in the place of the one between the marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{drawn}\n{END}{after}"


def main() -> None:
    text = FILE.read_text(encoding="utf-8")
    FILE.write_text(written(text, diagram(reads())), encoding="utf-8")
    sys.stderr.write(f"{FILE} is current.\n")


if __name__ == "__main__":
    main()
