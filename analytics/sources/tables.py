"""Tables in files, whatever they are written in: a header, and rows below it. Text and workbooks share all of this.

A file holds one `Grid` or several: sheets, or the ways in which a text can be cut into columns. People write above a
header, behind it and beside it: the header is the first of the upper rows that a reader knows, columns without a name
(the numbers that programs put before rows, the empty ones that Excel leaves behind) are left out, and names of columns
count the same in capitals or not, with spaces, dots, underscores or none, in the singular or the plural.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from analytics.sentences import Said, joined
from analytics.sources.reading import ReadError, shown

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.sources.reading import Findings

    Cells = tuple[int, Sequence[str]]

UPPER = 20
"""Rows of a grid in which its header is looked for."""
FEWEST_COLUMNS = 2
LONGEST_HEADING = 100
INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
WORD = re.compile(r"[^\W_]+")
UNNAMED = re.compile(r"unnamed: ?\d+|\.{3}\d+", re.IGNORECASE)
"""What programs call a column without a name."""
SPELLED = {"reccomending": "recommending", "reccomended": "recommended", "reccomendation": "recommendation"}
Names = Mapping[str, tuple[str, ...]]
"""Field -> what its column may be called."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells in rows. `upper` are the first rows that are not blank, `read` gives all of them.

    `ragged`: a row may end early, as workbooks leave away what is empty.
    """

    path: Path
    upper: list[tuple[int, list[str]]]
    read: Callable[[Findings], Iterator[tuple[int, Sequence[str]]]]
    ragged: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A header, the row that it stands in, the place of each of its columns, and the grid that it is part of."""

    grid: Grid
    header: list[str]
    line: int
    places: tuple[int, ...]

    @property
    def path(self) -> Path:
        """The file."""
        return self.grid.path

    def first(self, field: str, names: Names, most: int = UPPER) -> list[str]:
        """What the column of a field holds in the upper rows below the header."""
        place = self.places[columns(self.header, names)[field]]
        below = [cells for line, cells in self.grid.upper if line > self.line]
        return [value for cells in below[:most] if place < len(cells) and (value := cells[place].strip())]


def headers(grid: Grid) -> Iterator[Table]:
    """What may be the table of a grid: each of its upper rows as a header, the first row first."""
    for line, cells in grid.upper:
        named = [
            (place, name.strip()) for place, name in enumerate(cells) if not UNNAMED.fullmatch(name.strip() or "...1")
        ]
        if len(named) >= FEWEST_COLUMNS or line == grid.upper[0][0]:
            yield Table(grid, [name for _, name in named], line, tuple(place for place, _ in named))


def rows(table: Table, findings: Findings) -> Iterator[Cells]:
    """Number and cells of each row below the header, the columns that have a name. Rows of another width are rejected.

    Raises ReadError when the rows cannot be told apart any more.
    """
    wanted = table.places[-1] + 1
    every = table.places == tuple(range(wanted))
    for line, cells in table.grid.read(findings):
        if line <= table.line:
            continue
        if len(cells) < wanted and table.grid.ragged:
            cells = [*cells, *[""] * (wanted - len(cells))]  # noqa: PLW2901
        if len(cells) < wanted or any(cells[wanted:]):
            reason = Said("reason.columns", found=len(cells), wanted=wanted)
            findings.reject(line, "row", " | ".join(cells), reason)
        elif every:
            yield line, cells[:wanted]
        else:
            found = [cells[place] for place in table.places]
            if any(found):
                yield line, found


def records(
    table: Table, wanted: Names, required: Iterable[str], findings: Findings
) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and fields of each row below the header, the `wanted` ones that it has.

    Raises ReadError when a required column is not there, naming it and what there is.
    """
    places = columns(table.header, wanted)
    missing = [wanted[field][0] for field in required if field not in places]
    if missing:
        raise ReadError(lacking(table.path.name, missing, table.header))
    for line, cells in rows(table, findings):
        yield line, {field: cells[place] for field, place in places.items()}


def columns(header: Sequence[str], wanted: Names) -> dict[str, int]:
    """Field -> position of the first column that is called one of its names, for the fields that have one."""
    places = {key(name): place for place, name in reversed([*enumerate(header)])}
    found = {
        field: next((places[each] for each in map(key, names) if each in places), None)
        for field, names in wanted.items()
    }
    return {field: place for field, place in found.items() if place is not None}


@lru_cache(maxsize=10_000)
def key(name: str) -> str:
    """A heading for comparison: its words in lower case and in the singular, spelled right, with nothing between."""
    words = WORD.findall(INSIDE.sub(" ", html.unescape(name[:LONGEST_HEADING])).lower())
    return "".join(SPELLED.get(word, _singular(word)) for word in words if word != "s" or len(words) == 1)


def _singular(word: str) -> str:
    if len(word) <= 3 or word.endswith("ss"):  # noqa: PLR2004 - no plural is as short
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def lacking(file: str, missing: Iterable[str], header: Sequence[str]) -> Said:
    """What is said of a file without columns that it must have."""
    named = joined("language.and", sorted(missing))
    return Said("refusal.columns", file=file, missing=named, there=shown(", ".join(header)))
