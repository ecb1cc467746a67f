"""The recommendations and voluntary pledges of the UPR Info export, and the totals they must come to.

Another default source is another reader of these `Coded` rows.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.compiling.checks import Step, check, described
from analytics.loading import facts
from analytics.sources import upr_info
from analytics.sources.recommendations import Coder, Recommendation, Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.sources.recommendations import Correction

SOURCE = "upr_info"
FILES = (facts.RECOMMENDATIONS, facts.PLEDGES)
LAST_OF_CYCLE_1 = 12


@dataclass
class Coded:
    """The rows of the source in codes, and what other steps need of it.

    `texts` by key are those of recommendations, without pledges; `printed` counts the rows that print a state with its
    organisations; `met` are the rows that each correction met.
    """

    states: Mapping[str, str]
    met: Mapping[str, Sequence[str]]
    rows: list[Recommendation] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    printed: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)


def read(folder: Path, data: Path, corrections: Sequence[Correction]) -> tuple[Coded, list[Step]]:
    """Every row of the export in `folder`, and the steps for the log.

    Raises CheckError when a file, a row or a published total is not what it must be.
    """
    source = tomllib.loads((data / "sources.toml").read_text(encoding="utf-8"))[SOURCE]
    coder = Coder(SOURCE, data, corrections)
    coded, log = Coded(coder.states, coder.met), []
    rejected: list[Rejected] = []
    for name, sha256 in source["sha256"].items():
        path = described(folder, SOURCE, name, sha256)
        reasons: Counter[str] = Counter()
        rows = 0
        for rows, raw in enumerate(upr_info.read(path), start=1):  # noqa: B007
            row = coder.code(raw)
            if isinstance(row, Rejected):
                rejected.append(row)
                reasons[str(row.reason)] += 1
                continue
            coded.rows.append(row)
            if row.response != "pledge":
                coded.texts[row.source_key] = raw.text
        refused = reasons.total()
        note = "; ".join(f"{count} x {reason}" for reason, count in reasons.items()) or "no row rejected"
        log.append(Step(f"UPR Info export, {name}", rows, rows - refused, refused, note))
        coded.printed.update(upr_info.memberships(path))
    check("rows that could not be coded", len(rejected), 0, rejected)
    return coded, log + _published(coded.rows, source["published_totals"])


def _published(rows: Sequence[Recommendation], published: Mapping[str, int]) -> list[Step]:
    keys = Counter(row.source_key for row in rows)
    twice = [row for row in rows if keys[row.source_key] > 1]
    check("rows whose key is not their own", len(twice), 0, twice)
    with_text = [row for row in rows if row.response != "pledge"]
    second = [row for row in with_text if row.session > LAST_OF_CYCLE_1]
    found = {
        "recommendations": len(with_text),
        "voluntary_pledges": len(rows) - len(with_text),
        "states_under_review": len({row.state_under_review for row in with_text}),
        "recommendations_cycle_1": len(with_text) - len(second),
        "recommendations_sessions_13_20": len(second),
        "accepted": sum(row.response == "accepted" for row in with_text),
    }
    for total, expected in published.items():
        check(f"published total '{total}'", found[total], expected)
    return [
        Step(f"published total: {total.replace('_', ' ')}", expected, expected, 0, "as published")
        for total, expected in published.items()
    ]


def write(rows: Sequence[Recommendation], data: Path) -> None:
    """The FILES of these rows, as a load would write them, without their texts."""
    with tempfile.TemporaryDirectory(dir=data.parent) as name, facts.Writer(Path(name), facts.SMALLEST) as writer:
        for row in rows:
            writer.add(row, "")
        writer.finish()
        for file in FILES:
            (Path(name) / file).replace(data / file)
