"""Which reader a table is for: by its header and, where several readers can take it, by what stands below.

A list of one's own and an export of UPR Info's database of today have columns of the same names, and a load of the
second replaces what is loaded of a review. So nothing is decided by a name that both share: each reading has its marks
in the header and in the first rows, and where neither has clearly more of them, the file is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.sentences import Said, joined
from analytics.sources import own_recommendations, own_submissions, tables, uhri, upr_info, uwazi
from analytics.sources.reading import ReadError, shown

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.sources.reading import Findings
    from analytics.sources.tables import Grid, Table

SESSION_OF_UWAZI = re.compile(r"\d{1,2} ?[-–] ?[^\W\d]{3,12}\.? ?\d{4}")
"""`44 - November 2023`"""
ACTION_OF_UWAZI = re.compile(r"[1-5] ?[-–] ?\D{3,60}")
"""`5 - Specific action`"""
NUMBER = re.compile(r"\d{1,3}(?:[.,]0)?")
CODES = re.compile(r"[A-Z]{3}(?:\|[A-Z]{3})*")
ONLY_UWAZI = frozenset(
    map(tables.key, ("title", "cycle", "sharedId", "template", "creationDate", "language", "date added", "published"))
)
ONLY_OWN = frozenset(map(tables.key, ("themes", "paragraph")))
CLEAR = 2
"""Marks that one reading must have more than the other."""
NEAR = 0.5
"""Share of the required columns from which on a refusal says which are missing."""
EXPLORER = frozenset(map(tables.key, ("Goals", "Targets", "Recommendation", "Mechanism", "Document")))
"""Columns of the SDG-Human Rights Data Explorer."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of tables: the columns it knows, those it needs, and how it reads."""

    columns: tables.Names
    required: tuple[str, ...]
    read: Callable[[Table, Findings], Iterator[Any]]
    is_header: Callable[[list[str]], bool] | None = None

    def takes(self, table: Table) -> bool:
        """Whether a table has what the reader needs."""
        if self.is_header:
            return self.is_header(table.header)
        return not self.missing(table)

    def missing(self, table: Table) -> list[str]:
        """The required columns that a table has not, as the reader calls them."""
        there = tables.columns(table.header, self.columns)
        return [self.columns[field][0] for field in self.required if field not in there]


READERS = {
    "upr_info_csv": Reader(upr_info.COLUMNS, upr_info.REQUIRED, upr_info.read_table, upr_info.is_header),
    "uwazi_csv": Reader(uwazi.COLUMNS, uwazi.REQUIRED, uwazi.read_csv),
    "uhri_xlsx": Reader(uhri.NAMES, uhri.REQUIRED, uhri.read_table),
    "own_recommendations": Reader(own_recommendations.COLUMNS, own_recommendations.REQUIRED, own_recommendations.read),
    "own_submissions": Reader(own_submissions.COLUMNS, own_submissions.REQUIRED, own_submissions.read),
}
"""Format of a table -> its reader."""


class AmbiguousError(ReadError):
    """A file that two readers can take: the person who brought it must say which. `codes` are their formats."""

    def __init__(self, said: Said, codes: tuple[str, ...]) -> None:
        super().__init__(said)
        self.codes = codes


def found(grids: Iterable[Grid]) -> tuple[Table, list[str]] | None:
    """The first table that a reader takes, and the formats it may have; None where there is none."""
    for grid in grids:
        for table in tables.headers(grid):
            if codes := [code for code, reader in READERS.items() if reader.takes(table)]:
                return table, codes
    return None


def decided(table: Table, codes: list[str], said: str | None = None) -> str:
    """The format of a table that may have several. `said` is the one that a person named.

    Raises AmbiguousError when its marks do not tell, and ReadError when the one that was named cannot be.
    """
    if said:
        if said in codes:
            return said
        there = joined("language.or", [Said(f"your_data.format.{code}") for code in codes])
        wanted = Said(f"your_data.format.{said}")
        raise ReadError(Said("refusal.other_format", file=table.path.name, wanted=wanted, there=there))
    if len(codes) == 1:
        return codes[0]
    if set(codes) == {"uwazi_csv", "own_recommendations"}:
        more = _marks_of_uwazi(table) - _marks_of_own(table)
        if abs(more) >= CLEAR:
            return "uwazi_csv" if more > 0 else "own_recommendations"
    first, last = codes[0], codes[-1]
    one, other = Said(f"your_data.format.{first}"), Said(f"your_data.format.{last}")
    command = " / ".join(f"--format {code}" for code in codes)
    said_so = Said("refusal.ambiguous", file=table.path.name, one=one, other=other, command=command)
    raise AmbiguousError(said_so, tuple(codes))


def refused(path: Path, grids: Iterable[Grid]) -> Said | None:
    """What to say of a file of tables that no reader takes: the nearest format and what it lacks; None where none is.

    The first row with most of the columns that some reader needs is taken for the header.
    """
    upper = [table for grid in grids for table in tables.headers(grid)]
    for table in upper:
        if {tables.key(name) for name in table.header} >= EXPLORER:
            return Said("refusal.explorer", file=path.name)
    best, nearest = 0.0, None
    for table in upper:
        for code, reader in READERS.items():
            missing = reader.missing(table)
            share = 1 - len(missing) / len(reader.required)
            if share > best:
                best, nearest = share, (code, missing, table)
    if nearest is None or best < NEAR:
        return None
    code, missing, table = nearest
    lacking = tables.lacking(path.name, missing, table.header)
    return Said("refusal.nearest", lacking=lacking, format=Said(f"your_data.format.{code}"))


def seen(grids: Iterable[Grid]) -> str:
    """The first row, as a message repeats it."""
    first = next((table for grid in grids for table in tables.headers(grid)), None)
    return shown(" | ".join(first.header)) if first else ""


def _marks_of_uwazi(table: Table) -> int:
    """Two for each kind of value that only the database writes, one for each thing in the header."""
    names = {tables.key(name) for name in table.header}
    sessions, actions = (_held(table, field, uwazi.COLUMNS) for field in ("session", "action_category"))
    marks = 2 * _all(SESSION_OF_UWAZI, sessions) + 2 * _all(ACTION_OF_UWAZI, actions)
    return marks + bool(names & ONLY_UWAZI) + ("recommendation" in names)


def _marks_of_own(table: Table) -> int:
    names = {tables.key(name) for name in table.header}
    if {name.lower() for name in table.header} <= set(own_recommendations.COLUMNS):
        return 100  # written as data/README.md describes it, name by name
    columns = own_recommendations.COLUMNS
    sessions, actions = (_held(table, field, columns) for field in ("session", "action_category"))
    states = _held(table, "state_under_review", columns) + _held(table, "recommending_states", columns)
    marks = 2 * bool(names & ONLY_OWN) + 2 * _all(CODES, states)
    return marks + _all(NUMBER, sessions) + _all(NUMBER, actions) + ("text" in names)


def _held(table: Table, field: str, names: tables.Names) -> list[str]:
    return table.first(field, names) if field in tables.columns(table.header, names) else []


def _all(pattern: re.Pattern[str], values: list[str]) -> bool:
    return bool(values) and all(pattern.fullmatch(value) for value in values)
