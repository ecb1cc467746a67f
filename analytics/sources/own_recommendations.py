"""Reader of our own lists of recommendations, `.csv`, made by hand. The columns are described in data/README.md.

One line is one recommendation with all its recommending states. Names of states and issues are those of the alias
tables, ISO3 codes of states are taken as well; `|` stands between several values.
"""

from __future__ import annotations

from collections.abc import Iterator

from analytics.sources import tables
from analytics.sources.reading import Findings, unescaped
from analytics.sources.recommendations import RawRow
from analytics.sources.tables import Table

SOURCE = "own"
COLUMNS: tables.Names = {
    "state_under_review": ("state_under_review", "sur", "country under review"),
    "session": ("session", "upr session"),
    "recommending_states": ("recommending_states", "recommending country"),
    "text": ("text", "recommendation"),
    "response": ("response", "answer", "position"),
    "action_category": ("action_category", "action"),
    "issues": ("issues",),
    "themes": ("themes",),
    "paragraph": ("paragraph",),
    "id": ("id",),
}
"""Field, as data/README.md describes it -> what its column may be called."""
REQUIRED = ("state_under_review", "session", "recommending_states")


def read(table: Table, findings: Findings) -> Iterator[RawRow]:
    """The rows of a list. Raises ReadError when a required column is not there."""
    for line, cells in tables.records(table, COLUMNS, REQUIRED, findings):
        yield _row({name: unescaped(cell) for name, cell in cells.items()}, table.path.name, line)


def split(cell: str) -> tuple[str, ...]:
    """Several values of one cell, each once."""
    return tuple(dict.fromkeys(value.strip() for value in cell.split("|") if value.strip()))


def _row(found: dict[str, str], file: str, line: int) -> RawRow:
    return RawRow(
        file=file,
        line=line,
        to=found["state_under_review"],
        recommending=split(found["recommending_states"]),
        text=found.get("text", ""),
        response=found.get("response", ""),
        action=found.get("action_category", ""),
        issues=split(found.get("issues", "")),
        session=found["session"],
        themes=split(found.get("themes", "")),
        paragraph=found.get("paragraph", ""),
        source=SOURCE,
        identity=found.get("id", ""),
    )
