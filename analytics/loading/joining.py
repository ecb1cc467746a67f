"""A version of a source is shown in one series with the embedded facts from now on, or alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import checksums, database
from analytics.database import series
from analytics.loading import store
from analytics.sentences import Said
from analytics.sources.reading import problem

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.loading.store import Version


def join(version: Version, obtained: str, root: Path, data: Path = database.DATA) -> None:
    """Show it in one series: its rows were `series.FETCHED`, or `series.LOADED`.

    Raises StoreError where it is no continuation of the embedded facts, or has no flags yet; nothing is changed then.
    """
    version.check()
    refused = series.refused(version.files, data)
    if refused:
        raise store.StoreError(refused)
    if not (version.files / series.FLAGS).exists():
        raise store.StoreError(Said("refusal.series_unfinished", source=version.source))
    _mark(version, obtained, root, data)


def part(version: Version, root: Path, data: Path = database.DATA) -> None:
    """Show it alone, also after the next load."""
    _mark(version, series.APART, root, data)


def _mark(version: Version, said: str, root: Path, data: Path) -> None:
    """Write it down, and serve the snapshot that follows from it. Raises StoreError when that cannot be made."""
    if series.mark(version.files) == said:
        return
    described = version.files / series.DATASET
    with store.changing(root), store.new_version(version.source, root) as beside:
        version.check()
        before = described.read_text(encoding="utf-8")
        kept = "".join(each for each in before.splitlines(keepends=True) if not each.startswith(series.MARK))
        _describe(version, kept + series.line(said), beside)
        try:
            store.serve(version, version.snapshot(data), root)
        except store.DAMAGE as error:
            _describe(version, before, beside)
            raise store.StoreError(Said("refusal.problem", problem=problem(error))) from error


def _describe(version: Version, text: str, beside: Path) -> None:
    """Replace what says how a version is shown."""
    part = beside / series.DATASET
    part.write_text(text, encoding="utf-8")
    checksums.replace(version.folder, {f"data/{series.DATASET}": part})
