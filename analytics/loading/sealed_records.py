"""Records that a person made one by one, as a sealed table of the data folder: read whole, written beside, swapped in.

What the records say belongs to `mappings` and `status_marks`; how a load is kept, to `store`.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from analytics import checksums, small_tables
from analytics.checksums import DamagedError
from analytics.loading.store import StoreError
from analytics.sentences import Said
from analytics.sources.reading import problem
from analytics.swapping import beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def read(path: Path, columns: Sequence[str], damage: str) -> list[tuple[str, ...]]:
    """What the file says, nothing where there is none.

    Raises DamagedError, in the sentence `damage`, where that is not what was written.
    """
    try:
        text, _ = checksums.unsealed(path.read_bytes())
    except FileNotFoundError:
        return []
    except (OSError, DamagedError) as error:
        what = error.said if isinstance(error, DamagedError) else problem(error)
        raise DamagedError(Said(damage, file=path.name, what=what)) from error
    header, *rows = csv.reader(io.StringIO(text, newline="")) if text else [columns]
    if tuple(header) != tuple(columns) or any(len(row) != len(columns) for row in rows):
        raise DamagedError(Said(damage, file=path.name, what=Said("damage.digest")))
    return [tuple(row) for row in rows]


def write(path: Path, columns: Sequence[str], records: Iterable[Sequence[str]]) -> None:
    """Raises StoreError, and leaves the file as it was, where it cannot be written."""
    try:
        with beside(path) as part:
            small_tables.write(part, [columns, *records])
            part.write_bytes(checksums.sealed(part.read_bytes().decode()))
    except OSError as error:
        raise StoreError(Said("refusal.folder", folder=str(path.parent), problem=problem(error))) from error
