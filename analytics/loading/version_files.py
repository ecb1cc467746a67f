"""The small files of a version: its log, what it is, its topics, and what a person is told of its load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from analytics import small_tables
from analytics.catalogue import loaded
from analytics.database import series
from analytics.exports.cells import as_text
from analytics.loading import store
from analytics.sentences import Said
from analytics.sources.reading import ReadError
from analytics.sources.recommendations import SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from analytics.catalogue.loaded import Note
    from analytics.loading.given import Given
    from analytics.loading.intake import Result
    from analytics.sources.recommendations import Rejected

NAMED = 5
"""Files that the build log names."""
MOST_TOPICS = 256
"""Topics that a filter lists; a source with more has no themes but words that somebody typed."""
REJECTED = ("file", "line", "field", "value", "reason", "suggestion")
"""Columns of rejected.csv, and of notes.csv."""


@dataclass(frozen=True)
class Place:
    """The files of one source, the folder that they are loaded into, and who is told how far it is."""

    source: str
    files: Sequence[Given]
    root: Path
    data: Path
    folder: Path
    progress: Callable[[str, int], None]
    keeps: bool = False
    """Whether what is loaded of the same reviews stays, beside the rows of these files."""

    @property
    def made(self) -> Path:
        """The files that stand in for those of data/."""
        return self.folder / "data"


def log(place: Place, result: Result) -> dict[str, object]:
    """What is kept of a load; `before` is the version that it was made from, 0 where there was none."""
    before = store.current(result.source, place.root)
    return {
        "source": result.source,
        "loaded": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "before": before.number if before else 0,
        "files": [given.path.name for given in place.files],
        "contents": [given.digest for given in place.files],
        **{name: getattr(result, name) for name in ("new", "changed", "unchanged", "gone")},
        "rejected": len(result.rejected),
        "notes": len(result.notes),
        "twice": result.twice,
        "skipped": result.skipped,
        "same": [file for file, _ in result.same],
        "mapped": sorted(result.mapped),
    }


def write_aside(place: Place, rejected: Sequence[Rejected], notes: Sequence[Note]) -> None:
    """What a person is told of a load."""
    rows = [tuple(getattr(row, name) for name in REJECTED) for row in rejected]
    for name, found in (("rejected.csv", rows), ("notes.csv", map(loaded.stored, notes))):
        cells = [[as_text(cell) if isinstance(cell, str) else cell for cell in row] for row in found]
        small_tables.write(place.folder / name, [REJECTED, *cells])


def write_beside(
    place: Place,
    rejected: int,
    counts: dict[str, int],
    themes: Mapping[str, str],
    before: store.Version | None,
) -> None:
    """What goes into the snapshot beside the facts: what the version is, its log, its topics.

    It is shown alone, or in one series with the embedded facts, as the one before it was.

    Raises ReadError when there are more topics than a filter can tell apart.
    """
    source, folder, files = place.source, place.made, [given.path.name for given in place.files]
    today = datetime.now(tz=UTC).date().isoformat()
    topics = SOURCES[source].vocabulary
    described = f'source = "{source}"\nversion = "{today}"\ntopics = "{topics}"\n'
    described += series.line(series.mark(before.files)) if before else ""
    (folder / series.DATASET).write_text(described, encoding="utf-8")
    note = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    step = f"load of {', '.join(files[:NAMED])}{' ...' if len(files) > NAMED else ''}"
    total = sum(counts.values()) - counts["gone"]
    log = [("position", "step", "rows_in", "rows_out", "rows_rejected", "note")]
    small_tables.write(folder / "build_log.csv", [*log, (1, step, total + rejected, total, rejected, note)])
    named = {**(_topics(before.files) if before else {}), **themes}
    if topics == "issues" and named:  # themes of a list of one's own stand beside the issues
        named |= _topics(place.data)
    if len(named) > MOST_TOPICS:
        raise ReadError(Said("refusal.themes", found=len(named), most=MOST_TOPICS))
    if named or topics == "themes":
        small_tables.write(folder / "issues.csv", [("issue", "name"), *sorted(named.items())])


def _topics(folder: Path) -> dict[str, str]:
    """Code and name of each issue and theme of a folder."""
    path = folder / "issues.csv"
    return {row["issue"]: row["name"] for row in small_tables.read(path)} if path.exists() else {}
