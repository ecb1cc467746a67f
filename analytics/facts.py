"""Coded rows as the files that a snapshot is made from: recommendations, pledges, texts, recommending states.

The embedded facts and what users load are written alike; only loaded data have texts. Rows go out in batches, so that
memory does not grow with the file.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    import pyarrow as pa

    from analytics.sources.recommendations import Recommendation

RECOMMENDATIONS, PLEDGES = "recommendations.parquet", "voluntary_pledges.parquet"
TEXTS, ASKERS = "texts.parquet", "askers.parquet"
FILES = (RECOMMENDATIONS, PLEDGES, TEXTS, ASKERS)
Row = tuple[int, str, bool, int]
"""Session, state under review, whether it is a pledge, and a hash of recommending state and text: what tells a changed
row from a new one."""
BATCH = 20_000
"""Rows held in memory before they are written."""


def schemas() -> dict[str, pa.Schema]:
    """Columns of each file."""
    import pyarrow as pa

    rows = pa.schema(
        {
            "source": pa.string(),
            "source_key": pa.string(),
            "session": pa.uint8(),
            "state_under_review": pa.string(),
            "recommending_state": pa.string(),
            "response": pa.string(),
            "response_raw": pa.string(),
            "action_category": pa.uint8(),
            "issues": pa.list_(pa.string()),
            "correction": pa.string(),
        }
    )
    return {
        RECOMMENDATIONS: rows,
        PLEDGES: rows,
        TEXTS: pa.schema({"source_key": pa.string(), "paragraph": pa.string(), "text": pa.string()}),
        ASKERS: pa.schema({"source_key": pa.string(), "recommending_state": pa.string()}),
    }


class Writer:
    """Writes coded rows into a folder. A row whose key is there already is counted in `twice` and not written."""

    def __init__(self, folder: Path) -> None:
        import pyarrow.parquet as pq

        self._schemas = schemas()
        self._files = {name: pq.ParquetWriter(folder / name, schema) for name, schema in self._schemas.items()}
        self._waiting: dict[str, list[tuple[Any, ...]]] = {name: [] for name in FILES}
        self.rows: dict[str, Row] = {}
        self.themes: dict[str, str] = {}
        self.twice = 0

    def __enter__(self) -> Self:
        """The files are open."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what waits, and close."""
        for name, file in self._files.items():
            if kind is None:
                self._write(name)
            file.close()

    def add(self, row: Recommendation, text: str) -> None:
        """One row, coded, with its text."""
        if row.source_key in self.rows:
            self.twice += 1
            return
        several = len(row.recommending_states) > 1
        recommending = None if several or not row.recommending_states else row.recommending_states[0]
        pledge = row.response == "pledge"
        words = hash((recommending, None if pledge else text))
        self.rows[row.source_key] = (row.session, row.state_under_review, pledge, words)
        fact = (
            row.source,
            row.source_key,
            row.session,
            row.state_under_review,
            recommending,
            row.response,
            row.response_raw,
            row.action_category,
            [*row.issues, *dict.fromkeys(self._theme(name) for name in row.themes)],
            row.correction,
        )
        self._put(PLEDGES if pledge else RECOMMENDATIONS, [fact])
        if not pledge:
            self._put(TEXTS, [(row.source_key, row.paragraph, text)])
            if several:
                self._put(ASKERS, [(row.source_key, state) for state in row.recommending_states])

    def _theme(self, name: str) -> str:
        """The code of a theme: its words in lower case. `themes` remembers its name."""
        code = "-".join(re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", name).lower())) or "unnamed"
        self.themes.setdefault(code, name)
        return code

    def keep(self, folder: Path, gone: Collection[str]) -> None:
        """All rows of another folder but those with these keys."""
        import pyarrow as pa

        for name in FILES:
            self._write(name)
            for batch in rows_of(folder / name):
                kept = pa.array([key not in gone for key in batch["source_key"].to_pylist()])
                self._files[name].write_table(pa.Table.from_batches([batch]).filter(kept))

    def _put(self, name: str, rows: Iterable[tuple[Any, ...]]) -> None:
        waiting = self._waiting[name]
        waiting.extend(rows)
        if len(waiting) >= BATCH:
            self._write(name)

    def _write(self, name: str) -> None:
        import pyarrow as pa

        rows, schema = self._waiting[name], self._schemas[name]
        if rows:
            columns = [
                pa.array(values, field.type) for values, field in zip(zip(*rows, strict=True), schema, strict=True)
            ]
            self._files[name].write_table(pa.Table.from_arrays(columns, schema=schema))
            rows.clear()


def known(folder: Path) -> Iterator[tuple[str, Row]]:
    """Key and row of everything in a folder; a pledge has no text."""
    texts = {}
    for batch in rows_of(folder / TEXTS, ["source_key", "text"]):
        texts.update(zip(*(column.to_pylist() for column in batch.columns), strict=True))
    columns = ["source_key", "session", "state_under_review", "recommending_state"]
    for name in (RECOMMENDATIONS, PLEDGES):
        for batch in rows_of(folder / name, columns):
            for key, session, state, recommending in zip(
                *(column.to_pylist() for column in batch.columns), strict=True
            ):
                yield key, (session, state, name == PLEDGES, hash((recommending, texts.get(key))))


def rows_of(path: Path, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The rows of one of these files, in batches; nothing when there is no such file."""
    import pyarrow.parquet as pq

    if path.exists():
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=BATCH, columns=columns)
