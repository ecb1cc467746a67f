"""Which recommendations the lenses flag, and how far UPR Info's own issues agree; how good they are: `lens_scores`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analytics import flags
from analytics.compiling import subjects
from analytics.compiling.checks import Step
from analytics.lens import read_lens

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path


def write(texts: Mapping[str, str], issues: Mapping[str, Collection[str]], data: Path) -> list[Step]:
    """Write key and flag of each text that a lens of `data` flags; a step for the log of each lens and each subject.

    `issues` are those that UPR Info gave to each row, by its key. Raises ValueError when rules cannot be read.
    """
    raised, log = [], []
    for name, rules in flags.LENSES.items():
        lens = read_lens(data / rules)
        found = flags.flags_of(texts, lens)
        counts = Counter(flag for _, flag in found)
        note = ", ".join(f"{flag} {counts[flag]}" for flag in lens.names)
        flagged = len({key for key, _ in found})
        log.append(Step(f"{name.replace('_', '-')} lens, version {lens.version}", len(texts), flagged, 0, note))
        raised += found
    flags.write(data / flags.FLAGS, raised)
    return log + [Step(*each) for each in subjects.agreement_steps(raised, issues)]
