"""How far a recommendation is done, as a user says it: $UPR_DATA/status_marks.csv, a record per word with its time.

The last word on a recommendation counts; earlier ones stay as its history. They are never mixed with what a source
says, and nothing of them is checked: a status is a user's own judgement.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analytics import letters
from analytics.checksums import DamagedError
from analytics.exports import csv as exported
from analytics.loading import sealed_records, store
from analytics.loading.mappings import PATIENCE
from analytics.sentences import Said

FILE = "status_marks.csv"
STATUSES = ("not_started", "in_progress", "done", "no_information")
KEY = re.compile(r"[0-9a-f]{12}")
LONGEST: Mapping[str, int] = {"note": 2_000, "source": 500, "who": 120}
"""Characters that are kept of each."""
MOST = 100_000
"""Records of one import."""


class Mark(NamedTuple):
    """One word on one recommendation: `day` is when it was so, `recorded` when it was written, both as ISO 8601."""

    recommendation_key: str
    status: str
    note: str = ""
    source: str = ""
    day: str = ""
    who: str = ""
    recorded: str = ""


def history(root: Path) -> list[Mark]:
    """Every word, in the order in which they were written. Raises DamagedError."""
    marks = [Mark(*row) for row in sealed_records.read(root / FILE, Mark._fields, "damage.marks")]
    if not all(_is_right(mark) for mark in marks):
        raise DamagedError(Said("damage.marks", file=FILE, what=Said("damage.digest")))
    return marks


def current(root: Path) -> dict[str, Mark]:
    """The last word on each recommendation, by its key."""
    return {mark.recommendation_key: mark for mark in history(root)}


def add(marks: Sequence[Mark], root: Path) -> None:
    """Keep words behind those that are there; what nobody sees is taken out of them, and long ones are cut.

    Raises ValueError for a key, a status or a day that is none, StoreError where the folder cannot be written.
    """
    now = datetime.now(tz=UTC).isoformat(timespec="seconds")
    clean = [_clean(mark)._replace(recorded=now) for mark in marks]
    wrong = [mark for mark in clean if not _is_right(mark)]
    if wrong:
        message = f"not a mark: {wrong[0]}"
        raise ValueError(message)
    with store.changing(root, store.NO_ROOM, PATIENCE):
        sealed_records.write(root / FILE, Mark._fields, [*history(root), *clean])


def as_file(root: Path) -> bytes:
    """All of it as CSV, for a spreadsheet or another data folder."""
    return exported.write(pd.DataFrame(history(root), columns=list(Mark._fields)))


def from_file(content: bytes) -> tuple[list[Mark], int]:
    """The marks of such a file, in its order, and how many lines are none. Raises ValueError for another file."""
    try:
        lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        rows = [row for _, row in zip(range(MOST), lines, strict=False)]
        named = set(lines.fieldnames or ())
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(FILE) from error
    if not {"recommendation_key", "status"} <= named:
        raise ValueError(FILE)
    marks = [_clean(Mark(*(_unquoted(row.get(name) or "") for name in Mark._fields))) for row in rows]
    right = [mark for mark in marks if _is_right(mark)]
    return right, len(marks) - len(right)


def not_yet(marks: Iterable[Mark], root: Path) -> list[Mark]:
    """Those of the marks that are not the last word on their recommendation already."""
    there = current(root)
    last = {mark.recommendation_key: mark for mark in marks}
    return [mark for key, mark in last.items() if key not in there or there[key][:-1] != mark[:-1]]


def counted(keys: Iterable[str], marks: Mapping[str, Mark]) -> dict[str, int]:
    """How many of these recommendations have each status; without a mark is none."""
    found = dict.fromkeys(STATUSES, 0)
    for key in keys:
        if key in marks:
            found[marks[key].status] += 1
    return found


def _clean(mark: Mark) -> Mark:
    words = {name: letters.lines(getattr(mark, name))[:most].strip() for name, most in LONGEST.items()}
    return mark._replace(**words)


def _is_right(mark: Mark) -> bool:
    return KEY.fullmatch(mark.recommendation_key) is not None and mark.status in STATUSES and _is_day(mark.day)


def _is_day(day: str) -> bool:
    try:
        return not day or bool(date.fromisoformat(day))
    except ValueError:
        return False


def _unquoted(cell: str) -> str:
    """A cell without the apostrophe that the file has before what a spreadsheet would take for a formula."""
    return cell[1:] if cell.startswith("'") and exported.as_text(cell[1:]) == cell else cell
