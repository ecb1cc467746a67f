"""What stands on a sheet of paper, whatever writes it: sections of sentences, figures and tables.

`analytics/sheets/` fills one per subject; `pdf` prints it. All words are in the reader's language and may hold the
marks of `markup`; numbers of figures are shares of their axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.exports.carried import Carried


@dataclass(frozen=True)
class Found:
    """A finding: its heading, and what else is known. `small`: what is read only by whoever looks it up."""

    heading: str
    more: str = ""
    small: str = ""


@dataclass(frozen=True)
class Mark:
    """A value with its interval on an axis from 0 to 1, and what stands beside it; NaN where there is none.

    `band` is drawn behind it, `ends` are those of a thin line behind the band. `open`: a mark that rests on few.
    """

    name: str
    said: str
    value: float
    lower: float = float("nan")
    upper: float = float("nan")
    region: str = ""
    band: tuple[float, float] | None = None
    ends: tuple[float, float] | None = None
    open: bool = False
    bold: bool = False


@dataclass(frozen=True)
class Dots:
    """Marks below each other on one axis. `ticks`: what stands at which place of the axis."""

    marks: tuple[Mark, ...]
    ticks: tuple[tuple[float, str], ...]
    reads: str
    alt: str


@dataclass(frozen=True)
class Bar:
    """Parts of a whole side by side: each a share, and what stands in it where there is room."""

    name: str
    parts: tuple[tuple[float, str], ...]
    said: str
    region: str = ""


@dataclass(frozen=True)
class Bars:
    """Bars below each other; `legend` names their parts, `depths` are how strong each is drawn; 0 is grey."""

    bars: tuple[Bar, ...]
    legend: tuple[str, ...]
    depths: tuple[float, ...]
    alt: str


@dataclass(frozen=True)
class Table:
    """Rows of words below their headings. `numbers`: the columns that stand at the right, one beside the other."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    reads: str = ""
    strong: tuple[int, ...] = ()
    """Rows in bold: what the others belong to."""


Part = Found | Dots | Bars | Table


@dataclass(frozen=True)
class Section:
    """A question, or what a part of the sheet is about, and what stands below."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Note:
    """Paragraphs in small letters below a title, which may be empty."""

    title: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """Rows of sections: one takes the whole width, two stand side by side. `pages`: how many it may have."""

    kind: str
    """What it is, above its title."""
    title: str
    lead: str
    rows: tuple[tuple[Section, ...], ...]
    foot: tuple[Note, ...]
    """Limits, sources and citation, in small letters."""
    opens: str
    """What stands before the link."""
    pages: int
    carried: Carried
