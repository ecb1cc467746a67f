"""The small text tables of data/ and of what users load (.csv, UTF-8), read and written whole.

How a table that a user brings is written is seen from its content, in `sources.tables`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path


def read(path: Path) -> list[dict[str, str]]:
    """The rows, by the columns of the header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, content: Iterable[Sequence[object]]) -> None:
    """A table; the first row is its header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(content)
