"""Draws `.github/docs/marts.svg`, how the marts hang together: `python -m tests.support.marts_diagram`.

Boxes are the tables with keys; a line leads from a column to the table that it refers to. The keys are those that the
published copy declares.
"""

from __future__ import annotations

from html import escape

from jobhouse.warehouse.serve.keys import KEYS, Keys
from tests.support.paths import ROOT

DIAGRAM = ROOT / ".github" / "docs" / "marts.svg"
WIDTH, HEIGHT = 860, 500
BOX, ROW, HEAD = 220, 18, 24
PLACES = {
    "marts.companies_monthly": (10, 310),
    "marts.dim_locations": (10, 130),
    "marts.dim_companies": (10, 230),
    "marts.fct_openings": (320, 20),
    "marts.fct_job_postings": (320, 190),
    "marts.posting_skills": (630, 20),
    "marts.posting_locations": (630, 102),
    "marts.posting_departments": (630, 220),
    "marts.job_descriptions": (630, 310),
    "marts.job_changes": (630, 400),
}
NOTES = {
    (320, 390): (
        "postings",
        "one wide row of each posting:",
        "company, place, pay, skills;",
        "most questions need no join",
    ),
    (10, 390): (
        "counts by day and month",
        "postings_daily, dim_dates,",
        "active_openings_daily,",
        "skills_monthly, boards_monthly,",
        "salaries_monthly",
    ),
}
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1d2126; } .name { font-weight: 600; } .key { fill: #2b6c8a; }
rect { fill: #fcfbf8; stroke: #8a9097; } .note rect { stroke-dasharray: 4 3; } path { fill: none; stroke: #8a9097; }
circle { fill: #8a9097; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6e4df; } .key { fill: #63a9c9; } rect { fill: #15181c; stroke: #70767d; }
  path { stroke: #70767d; } circle { fill: #70767d; }
}
"""


def diagram() -> str:
    shown = {table: KEYS[table] for table in PLACES}
    lines = [line(table, column, parent) for table, keys in shown.items() for column, parent in keys.foreign.items()]
    boxes = [box(table, columns_of(keys)) for table, keys in shown.items()]
    notes = [note(place, said) for place, said in NOTES.items()]
    label = "The marts: which column refers to which table, and those that need no other"
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">',
        f"<style>{STYLE}</style>", *lines, *boxes, *notes, "</svg>", "",
    ])  # fmt: skip


def columns_of(keys: Keys) -> list[tuple[str, str]]:
    """The columns that are keys, those of its own first."""
    return [*((column, "key") for column in keys.primary), *((column, "") for column in keys.foreign)]


def box(table: str, columns: list[tuple[str, str]]) -> str:
    x, y = PLACES[table]
    rows = [
        f'<text x="{x + 10}" y="{y + HEAD + ROW * (number + 1) - 4}" class="{kind}">{escape(column)}</text>'
        for number, (column, kind) in enumerate(columns)
    ]
    name = f'<text x="{x + 10}" y="{y + 17}" class="name">{escape(table.partition(".")[2])}</text>'
    return f'<g><rect x="{x}" y="{y}" width="{BOX}" height="{height_of(columns)}" rx="4"/>{name}{"".join(rows)}</g>'


def height_of(columns: list[tuple[str, str]]) -> int:
    return HEAD + ROW * len(columns) + 6


def line(table: str, column: str, parent: str) -> str:
    """From the row of the column to the head of the table that it refers to, on the sides that face each other."""
    (x, y), (to_x, to_y) = PLACES[table], PLACES[parent]
    row = [name for name, _ in columns_of(KEYS[table])].index(column)
    start_y, end_y = y + HEAD + ROW * row + 10, to_y + 12
    if x == to_x:
        start_x = end_x = x + (BOX if x else 0)
        bend = 40
        curve = f"C{start_x + bend} {start_y} {end_x + bend} {end_y} {end_x} {end_y}"
    else:
        start_x, end_x = (x, to_x + BOX) if x > to_x else (x + BOX, to_x)
        middle = (start_x + end_x) / 2
        curve = f"C{middle:g} {start_y} {middle:g} {end_y} {end_x} {end_y}"
    return f'<path d="M{start_x} {start_y}{curve}"/><circle cx="{end_x}" cy="{end_y}" r="3.5"/>'


def note(place: tuple[int, int], said: tuple[str, ...]) -> str:
    x, y = place
    texts = "".join(
        f'<text x="{x + 10}" y="{y + 17 + ROW * number}" class="{"name" if number == 0 else ""}">{text}</text>'
        for number, text in enumerate(said)
    )
    height = HEAD + ROW * (len(said) - 1) + 2
    return f'<g class="note"><rect x="{x}" y="{y}" width="{BOX}" height="{height}" rx="4"/>{texts}</g>'


if __name__ == "__main__":
    DIAGRAM.write_text(diagram(), encoding="utf-8")
