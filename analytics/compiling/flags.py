"""Which recommendations the civil-society lens flags; how good it is says `lens_sample`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analytics import small_tables
from analytics.compiling.checks import Step
from analytics.lens import read_lens
from analytics.loading.indexing import FLAG_COLUMNS, FLAGS, flagged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write(texts: Mapping[str, str], data: Path) -> Step:
    """Write key and flag of each of the texts that `data`/lens.toml flags, sorted; the step for the log.

    Raises ValueError when the rules cannot be read.
    """
    lens = read_lens(data / "lens.toml")
    found = sorted(flagged(lens, texts, texts.values()))
    small_tables.write(data / FLAGS, [FLAG_COLUMNS, *found])
    counts = Counter(flag for _, flag in found)
    note = ", ".join(f"{flag} {counts[flag]}" for flag in lens.names)
    keys = {key for key, _ in found}
    return Step(f"civil-society lens, version {lens.version}", len(texts), len(keys), 0, note)
