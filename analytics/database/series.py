"""One series: a loaded data set that continues the embedded one, and is shown together with it.

Units are never pooled, so only what the same producer counts in the same unit continues it (`Source.continues`), each
row with one recommending state, and only sessions after the embedded ones. Whether a version is to be shown so is a
line of its `dataset.toml`; whether it may is looked at whenever its snapshot is made, so that an update of the embedded
facts never counts a session twice.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from analytics.database.opening import values_in
from analytics.flags import FLAGS
from analytics.sentences import Said
from analytics.sources.recommendations import SOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DATASET = "dataset.toml"
FACTS = ("recommendations.parquet", "voluntary_pledges.parquet")
ASKERS = "askers.parquet"
PARTS = (*FACTS, FLAGS)
"""Files of which a series has two: those of the version, and the embedded ones, which begin with BUILT_IN."""
BUILT_IN = "built_in_"
OF_FACTS = ("upr_info", "upr_info_2015")
"""Sources of data/ that recommendations or pledges come from: used only where some do."""
MARK = "continues"
APART, FETCHED, LOADED = "apart", "fetched", "loaded"
"""What the mark says: to be shown alone; in one series with what was fetched, or with files that somebody loaded."""
SHOWN = {FETCHED, LOADED}


def mark(files: Path) -> str:
    """What the files of a version say of how they are to be shown; nothing where nobody has said it."""
    described = files / DATASET
    if not described.exists():
        return ""
    return str(tomllib.loads(described.read_text(encoding="utf-8")).get(MARK, ""))


def line(said: str) -> str:
    """The line of a `dataset.toml` that says it; nothing for nothing."""
    return f'{MARK} = "{said}"\n' if said else ""


def refused(files: Path, data: Path) -> Said | None:
    """Why the rows in these files cannot be in one series with those of `data`; None where they can."""
    source, embedded = (tomllib.loads((folder / DATASET).read_text(encoding="utf-8")) for folder in (files, data))
    name = source["source"]
    if SOURCES[name].continues != embedded["source"]:
        return Said("refusal.series_source", source=name)
    if values_in(files / ASKERS, "source_key"):
        return Said("refusal.series_unit", source=name)
    first = min(_sessions([files / each for each in FACTS]), default=0)
    last = max(_sessions([data / FACTS[0]]))
    if first <= last:
        return Said("refusal.series_sessions", source=name, first=str(first), last=str(last))
    return None


def said_sessions(path: Path) -> str:
    """The sessions that the rows of a file are of, in the words of the records of sources."""
    found = _sessions([path])
    first, last = min(found), max(found)
    gaps = "" if len(found) == last - first + 1 else ", with gaps"
    return f"session {first}" if first == last else f"sessions {first}-{last}{gaps}"


def is_series(files: Path, data: Path) -> bool:
    """Whether a version is shown in one series with `data`: it is to be, it may be, and its texts carry flags."""
    return mark(files) in SHOWN and (files / FLAGS).exists() and refused(files, data) is None


def _sessions(paths: Sequence[Path]) -> set[int]:
    """The sessions that the rows of these files are of."""
    return {session for path in paths for session in values_in(path, "session")}
