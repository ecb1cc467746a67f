"""The recommendations of UPR Info's export of 2018, the pledges of that of 2015, and the totals they must come to.

The earlier export is read whole: how the two differ, row by row, stands in the build log.
"""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.compiling import vintages
from analytics.compiling.checks import Step, check, described
from analytics.loading import facts
from analytics.sources import upr_info
from analytics.sources.recommendations import Coder, Recommendation, Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.sources.recommendations import Correction

SOURCE, EARLIER = "upr_info", "upr_info_2015"
FILES = (facts.RECOMMENDATIONS, facts.PLEDGES)
PLEDGE = "pledge"
SPECIFIC = 5
LAST = 99
"""No session comes later."""
LAST_WITH_ISSUES = 26
"""The last session whose recommendations have issues; those of the next one, the last of the export, have none."""


@dataclass
class Coded:
    """The rows of one export in codes, and what other steps need of it.

    `texts` by key are those of recommendations, without pledges; `printed` counts the rows that print a state with its
    organisations; `met` are the rows that each correction met.
    """

    states: Mapping[str, str]
    met: dict[str, list[str]]
    rows: list[Recommendation] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    printed: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)


def read(folder: Path, data: Path, corrections: Sequence[Correction]) -> tuple[Coded, list[Step]]:
    """Every recommendation of the export in `folder` and every pledge of the earlier one; the steps for the log.

    Raises CheckError when a file, a row or a published total is not what it must be.
    """
    coded, log = _read(folder, SOURCE, data, corrections)
    earlier, of_earlier = _read(folder, EARLIER, data, corrections)
    without = Counter(row.session for row in coded.rows if not row.issues)
    check("sessions whose rows have no issues", set(without), {LAST_WITH_ISSUES + 1})
    log.append(Step(f"issues not coded, session {LAST_WITH_ISSUES + 1}", without.total(), without.total(), 0, "kept"))
    log += [*of_earlier, _compared(earlier, coded)]
    coded.rows += [row._replace(source=EARLIER) for row in earlier.rows if row.response == PLEDGE]
    coded.met |= {
        record.correction: earlier.met[record.correction] for record in corrections if record.source == EARLIER
    }
    return coded, log


def write(rows: Sequence[Recommendation], data: Path) -> None:
    """The FILES of these rows, as a load would write them, without their texts."""
    with tempfile.TemporaryDirectory(dir=data.parent) as name, facts.Writer(Path(name), facts.SMALLEST) as writer:
        for row in rows:
            writer.add(row, "")
        writer.finish()
        for file in FILES:
            (Path(name) / file).replace(data / file)


def _read(folder: Path, source: str, data: Path, corrections: Sequence[Correction]) -> tuple[Coded, list[Step]]:
    """The rows of one export, and its steps. Both are of one database: what is known of its rows holds in either."""
    record = tomllib.loads((data / "sources.toml").read_text(encoding="utf-8"))[source]
    known = [replace(each, source=SOURCE) for each in corrections if each.source in {SOURCE, source}]
    coder = Coder(SOURCE, data, known)
    coded, log = Coded(coder.states, coder.met), []
    rejected: list[Rejected] = []
    for name, sha256 in record["sha256"].items():
        path = described(folder, record["folder"], name, sha256)
        reasons: Counter[str] = Counter()
        rows = 0
        for rows, raw in enumerate(upr_info.read(path), start=1):  # noqa: B007
            row = coder.code(raw)
            if isinstance(row, Rejected):
                rejected.append(row)
                reasons[str(row.reason)] += 1
                continue
            coded.rows.append(row)
            if row.response != PLEDGE:
                coded.texts[row.source_key] = raw.text
        refused = reasons.total()
        note = "; ".join(f"{count} x {reason}" for reason, count in reasons.items()) or "no row rejected"
        log.append(Step(f"UPR Info, {record['published']:%B %Y}, {name}", rows, rows - refused, refused, note))
        coded.printed.update(upr_info.memberships(path))
    check("rows that could not be coded", len(rejected), 0, rejected)
    return coded, log + _published(coded.rows, record["published_totals"])


def _published(rows: Sequence[Recommendation], published: Mapping[str, int]) -> list[Step]:
    """Check keys and totals. A total is named after what it counts: `accepted_sessions_21_27`, `cuba_session_16`."""
    keys = Counter(row.source_key for row in rows)
    twice = [row for row in rows if keys[row.source_key] > 1]
    check("rows whose key is not their own", len(twice), 0, twice)
    asked = [row for row in rows if row.response != PLEDGE]
    for total, expected in published.items():
        check(f"published total '{total}'", _total(total, rows, asked), expected)
    return [
        Step(f"published total: {total.replace('_', ' ')}", expected, expected, 0, "as published")
        for total, expected in published.items()
    ]


def _total(name: str, rows: Sequence[Recommendation], asked: Sequence[Recommendation]) -> int:
    """What a total of this name counts."""
    if name == "voluntary_pledges":
        return len(rows) - len(asked)
    if name == "states_under_review":
        return len({row.state_under_review for row in asked})
    counted, _, span = name.partition("session")
    sessions = [int(number) for number in re.findall(r"\d+", span)] or [0, LAST]
    within = [row for row in asked if sessions[0] <= row.session <= sessions[-1]]
    of = {
        "accepted": lambda row: row.response == "accepted",
        "specific": lambda row: row.action_category == SPECIFIC,
        "cuba": lambda row: row.state_under_review == "CUB",
    }.get(counted.strip("_"))
    return sum(map(of, within)) if of else len(within)


def _compared(earlier: Coded, later: Coded) -> Step:
    found = vintages.compare(_with_texts(earlier), _with_texts(later))
    note = (
        f"{found.matched} rows matched, of which {found.answers} with another answer, {found.actions} with another "
        f"action category, {found.issues} with other issues; {found.only_earlier} only in 2015, {found.only_later} "
        "only in 2018"
    )
    return Step("exports of 2015 and 2018, sessions 1-20", len(earlier.texts), found.matched, found.only_earlier, note)


def _with_texts(export: Coded) -> list[tuple[Recommendation, str]]:
    return [(row, export.texts[row.source_key]) for row in export.rows if row.source_key in export.texts]
