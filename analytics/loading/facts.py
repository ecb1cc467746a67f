"""Coded rows as the files that a snapshot is made from: recommendations, pledges, texts, recommending states.

The embedded facts and what users load are written alike; only loaded data have texts. Rows go out one by one, so that
memory does not grow with the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from json import JSONEncoder
from typing import TYPE_CHECKING, Self

from analytics import database, letters
from analytics.sources.recommendations import Recommendation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path
    from types import TracebackType

    import pyarrow as pa

RECOMMENDATIONS, PLEDGES = "recommendations.parquet", "voluntary_pledges.parquet"
TEXTS, ASKERS = "texts.parquet", "askers.parquet"
MARKUP = re.compile(r"[^\w\s,.;:'’()&+/-]|(?<=:)//|\bwww\.|_", re.IGNORECASE)
"""What no theme needs in its name."""
LINES = "rows.ndjson"
"""Where the rows of a load wait."""
BATCH = 20_000
"""Rows that are read at once."""
QUICK, SMALLEST = 3, 19
"""Levels of compression."""
ADDED = {"own"}
"""Sources whose rows are added to those that are loaded; others replace whole reviews."""
WRITTEN = (*Recommendation._fields, "text")
"""What a line holds; which of it is read is said by the columns of the facts."""
AS_LINE = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class Writer:
    """Writes coded rows for a folder. A row whose key is there already is counted in `twice` and not written.

    Rows wait as lines of a file, until `finish` makes the files of them. `level` of their compression: 19 makes them
    smallest, and takes ten times as long.
    """

    def __init__(self, folder: Path, level: int = QUICK) -> None:
        self.folder, self.level = folder, level
        self._lines = (folder / LINES).open("w", encoding="utf-8", errors="replace", newline="\n")
        self.new = 0
        self._keys: list[set[int]] = []
        self.themes: dict[str, str] = {}
        self.twice = 0

    def __enter__(self) -> Self:
        """The file is open."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove what waits."""
        self._lines.close()
        (self.folder / LINES).unlink()

    def begin(self) -> set[int]:
        """Begin a file: what takes the keys of its rows, which differ among themselves."""
        self._keys.append(set())
        return self._keys[-1]

    def add(self, row: Recommendation, text: str) -> None:
        """One row, coded, with its text."""
        before = self._keys[:-1]
        if before and any(int(row.source_key, 16) in keys for keys in before):
            self.twice += 1
            return
        self.new += 1
        if row.themes:
            themes = dict.fromkeys(self._theme(name) for name in row.themes)
            row = row._replace(issues=(*row.issues, *themes), themes=())
        self._lines.write(AS_LINE(dict(zip(WRITTEN, (*row, text), strict=True))))
        self._lines.write("\n")

    def finish(self, before: Path | None = None, *, adds: bool = False) -> dict[str, int]:
        """Make the files, with the rows of the folder `before` that the new ones do not replace, and count the rows.

        A row is replaced by one with its key and, unless the load only `adds`, by any of the same review. The same rows
        give the same bytes: they are sorted by session, state under review and key.
        """
        for keys in self._keys:
            keys.clear()  # whoever filled it may live until garbage is collected
        self._lines.close()
        changes = database.write_facts(self.folder, self.folder / LINES, before, adds=adds, level=self.level)
        return changes or {"new": self.new, "changed": 0, "unchanged": 0, "gone": 0}

    def _theme(self, name: str) -> str:
        """The code of a theme: its words in lower case. `themes` remembers its name."""
        code = "-".join(re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", name).lower())) or "unnamed"
        self.themes.setdefault(code, harmless(name) or code)
        return code


def harmless(name: str) -> str:
    """A name of a theme without what a page or a figure would take for markup, a link or a picture."""
    return " ".join(MARKUP.sub(" ", letters.name(name)).replace(":", ": ").split())


def rows_of(path: Path, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The rows of one of these files, in batches; nothing when there is no such file."""
    import pyarrow.parquet as pq

    if path.exists():
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=BATCH, columns=columns)


def keys_of(path: Path, reviews: Collection[tuple[int, str]]) -> dict[tuple[int, str], set[str]]:
    """The keys of the rows of one of these files, by session and state under review, of these reviews alone."""
    found: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for batch in rows_of(path, ["session", "state_under_review", "source_key"]):
        for *review, key in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            if tuple(review) in reviews:
                found[review[0], review[1]].add(key)
    return dict(found)


def reviews_of(path: Path) -> Counter[tuple[int, str]]:
    """How many rows one of these files has by session and state under review."""
    found: Counter[tuple[int, str]] = Counter()
    for batch in rows_of(path, ["session", "state_under_review"]):
        found.update(zip(*(column.to_pylist() for column in batch.columns), strict=True))
    return found
