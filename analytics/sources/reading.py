"""What every reader shares: the one error, the notes it takes while it reads, and its limits.

A reader yields rows one by one and never holds a whole file. What it cannot take stands in its `Findings`: rows that
are rejected, with the reason, and rows of another kind that are skipped, counted. What makes the rest of the file
meaningless is a `ReadError`, a sentence for whoever brought the file; it may come after good rows, so nothing of a
file counts before its end.
"""

from __future__ import annotations

import errno
import html
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from analytics import letters
from analytics.sentences import Said, SaidError
from analytics.sources.recommendations import Field, Rejected
from analytics.text import DEFAULT, text

MOST_REJECTED = 50_000
"""With more rejected rows than this, the file is not what it was taken for."""
MOST_ROWS = 5_000_000
"""More rows than any source has had, by a factor of ten."""
LONGEST_CELL = 131_072
"""Characters; the longest recommendation has about 5,000. Also the limit of Python's csv module."""
LONGEST_SHOWN = 200
"""Characters of a value that a rejected row repeats."""

Row = TypeVar("Row")


class ReadError(SaidError, ValueError):
    """A file that cannot be read: which one, what was seen, and what would help."""


@dataclass
class Findings:
    """What a reader notes beside the rows of one file. `strict` stops at the first row that it would reject."""

    file: str
    strict: bool = False
    rejected: list[Rejected] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    def reject(self, line: int, column: Field, value: str, reason: Said) -> None:
        """Note a row that is not taken. Raises ReadError when strict, and when there are too many."""
        if self.strict:
            raise ReadError(Said("refusal.row", file=self.file, line=line, reason=reason))
        self.rejected.append(Rejected(self.file, line, column, shown(value), reason))
        if len(self.rejected) > MOST_REJECTED:
            raise ReadError(Said("refusal.rejected", file=self.file, most=MOST_REJECTED, reason=reason))

    def skip(self, reason: str) -> None:
        """Count a row that belongs to something else, and is no loss."""
        self.skipped[reason] += 1


def shown(value: object) -> str:
    """A value as a message repeats it: on one line, printable, and short."""
    text = letters.name(str(value)[: 2 * LONGEST_SHOWN])
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} …"


def unescaped(text: str) -> str:
    """A cell without HTML entities and the blanks around it; blanks that do not break are plain ones."""
    if "&" in text:
        text = html.unescape(text)
    return text.replace("\u00a0", " ").strip()


def problem(error: Exception) -> Said:
    """What the system or a library says: the usual words in every language, other ones quoted."""
    number = getattr(error, "errno", None)
    for code, name in errno.errorcode.items():
        # A library puts into its own words what the system says, behind the place of a file.
        if text(DEFAULT).has(f"system.{name}") and (number == code or (not number and os.strerror(code) in str(error))):
            return Said(f"system.{name}")
    words = shown(getattr(error, "strerror", None) or error).rstrip(".")
    return Said("system.words", words=words or type(error).__name__)


def guarded(rows: Iterator[Row], file: str, kind: Said) -> Iterator[Row]:
    """The same rows, where a library fails on a damaged file in as many ways as there are damages: one error.

    Raises ReadError also when the rows do not end.
    """
    for _ in range(MOST_ROWS):
        try:
            row = next(rows)
        except StopIteration:
            return
        except ReadError:
            raise
        except Exception as error:
            raise ReadError(Said("refusal.damaged", file=file, kind=kind, problem=problem(error))) from error
        yield row
    raise ReadError(Said("refusal.rows", file=file, most=MOST_ROWS))
