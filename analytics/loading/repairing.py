"""What can be mended of loaded data is mended, and said: `python -m analytics.doctor --repair`.

What was made of other files is made anew: snapshots (by whoever opens them), the search index, flags. Where a file of
the version that is served is lost, the last sound version before it is served, and without one none; where nobody can
say which version was served, the newest sound one. No file is removed: what cannot be read is put aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from analytics.checksums import DamagedError
from analytics.loading import default, intake, mappings, store
from analytics.loading.store import Version
from analytics.sentences import SaidError


def repair(root: Path) -> Iterator[str]:
    """Mend what can be mended, and say each thing that was done or could not be. Lists, part of all, come first."""
    if not root.is_dir():
        return
    yield from _small_files(root)
    for source in sorted({*store.kept(root), *store.sources(root)}, key=lambda source: (source != store.LISTS, source)):
        try:
            yield from _mended(source, root)
        except (SaidError, *store.DAMAGE) as error:
            yield f"'{source}' could not be mended: {error}"


def _small_files(root: Path) -> Iterator[str]:
    for name, read in ((mappings.FILE, mappings.mapped), (default.FILE, default.wish)):
        try:
            read(root)
        except DamagedError:
            aside = root / f"{name}.damaged-{datetime.now(tz=UTC):%Y%m%dT%H%M%S}"
            with store.changing(root):
                (root / name).rename(aside)
            yield f"'{name}' was put aside as '{aside.name}': say again what it said."


def _mended(source: str, root: Path) -> Iterator[str]:
    for version in store.versions(source, root):
        if not version.is_checked():
            version.snapshot()
            with store.changing(root):
                store.adopt(version)
            yield f"Version {version.number} of '{source}' has checksums now, of its files as they are."
    try:
        served = store.current(source, root)
    except DamagedError:
        newest = next((each for each in reversed(store.versions(source, root)) if not each.damage()), None)
        yield _served(source, newest, root)
        return
    found = served.damage() if served else {}
    if served and found and found.keys() <= store.DERIVED:
        intake.finish(served, root)
        yield f"The search index and the flags of version {served.number} of '{source}' were made anew."
    elif served and found:
        yield _served(source, store.sound_before(served, root), root)


def _served(source: str, version: Version | None, root: Path) -> str:
    """Serve another version, or none; what is said of that."""
    with store.changing(root):
        store.go_back(source, version, root)
    if version:
        return f"Version {version.number} of '{source}' is served now. Load what came after it again."
    return f"No version of '{source}' is sound: none is served. Load its files again."
