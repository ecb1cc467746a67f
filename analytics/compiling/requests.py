"""Who asked whom how often in sessions 28-36, where no export says what was answered: counts of recommendations.

The source has one row per year, recommending state and state under review, with the texts of all recommendations joined
by commas. A text is cut at a comma that a capital, a quotation mark or a square bracket ("[Ratify] ...") follows with
no space between; the number is that of the pieces. They are read for the flags of the lenses, and not kept. `agreement`
checks the cutting against an export that has each recommendation in a row of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from analytics import small_tables
from analytics.compiling import compact
from analytics.compiling.checks import Step, check, described
from analytics.compiling.compact import CODE, WHOLE
from analytics.lens import read_lens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from analytics.sources.recommendations import Correction, Recommendation

SOURCE = "upr_pairs"
FILE = "requests.parquet"
LENSES = ("lens.toml", "subjects.toml")
"""Files of rules in data/, those that are there; recommendations that the first one flags are about civil society."""
SESSIONS = range(28, 37)
"""Sessions that are taken. Those before are in the export, with their answers."""
BETWEEN = re.compile(r""",(?=[A-Z["'“])""")
KEY = ("session", "state_under_review", "recommending_state")
LEFT_OUT = "leave_out"
"""Treatment of corrections whose rows are not taken."""


class Pair(NamedTuple):
    """One row of the source in codes; `session` is 0 before session 28."""

    year: int
    session: int
    state_under_review: str
    recommending_state: str
    texts: tuple[str, ...]

    def is_about(self, record: Correction) -> bool:
        """Whether a correction is about this row."""
        return all(str(getattr(self, name)) == value for name, value in record.where.items())


def pieces(text: str) -> tuple[str, ...]:
    """The recommendations of a text that joins several."""
    return tuple(BETWEEN.split(text))


def read(path: Path, data: Path) -> list[Pair]:
    """Every row of the source. Raises CheckError for a state whose code is in no table, or that is in no session."""
    import rdata

    (frame,) = rdata.read_rda(path).values()
    columns = ("year", "ccode_state_under_review", "ccode_recommending_state")
    coded = [tuple(map(int, row)) for row in zip(*(frame[column] for column in columns), strict=True)]
    codes = {int(row["cow_code"]): row["iso3"] for row in small_tables.read(data / "cow_codes.csv")}
    strange = sorted({code for row in coded for code in row[1:]} - set(codes))
    check("codes of states that are not in data/cow_codes.csv", strange, [])
    sessions = {row["iso3"]: int(row["session"]) for row in small_tables.read(data / "scheduled_reviews.csv")}
    first = years_of(data)[SESSIONS[0]]
    rows = []
    for (year, state, asker), text in zip(coded, frame["recommendations"], strict=True):
        session = sessions.get(codes[state], 0) if year >= first else 0
        rows.append(Pair(year, session, codes[state], codes[asker], pieces(text)))
    unknown = sorted({row.state_under_review for row in rows if row.year > first and not row.session})
    check("states under review that are not in data/scheduled_reviews.csv", unknown, [])
    return rows


def years_of(data: Path) -> dict[int, int]:
    """The year of each session."""
    return {int(row["session"]): int(row["year"]) for row in small_tables.read(data / "sessions.csv")}


def write(
    folder: Path, data: Path, corrections: Iterable[Correction], held: Iterable[Recommendation]
) -> tuple[Counter[str], list[Step]]:
    """Write FILE; how many rows each correction met, and the steps for the log.

    `held` are the recommendations of an export, which the cutting is checked against. Raises CheckError when a file,
    a row or a total is not what data/sources.toml says.
    """
    record = tomllib.loads((data / "sources.toml").read_text(encoding="utf-8"))[SOURCE]
    ((name, sha256),) = record["sha256"].items()
    rows = read(described(folder, "upr_pairs_2008_2020", name, sha256), data)
    records = [each for each in corrections if each.source == SOURCE]
    met = Counter({each.correction: sum(row.is_about(each) for row in rows) for each in records})
    wrong = [each for each in records if each.treatment == LEFT_OUT]
    stray = [row for row in rows if any(row.is_about(each) for each in wrong)]
    taken = [row for row in rows if row.session in SESSIONS and not any(row.is_about(each) for each in wrong)]
    years = years_of(data)
    misplaced = sorted({(row.state_under_review, row.year) for row in taken if row.year != years[row.session]})
    check("Requests: reviews in a year that is not that of their session", misplaced, [])
    before = len(rows) - len(taken) - len(stray)
    note = f"{before} x sessions 1-27, which are held with their answers; {len(stray)} x left out (see corrections)"
    log = [Step(f"Requests, {name}", len(rows), len(taken), before + len(stray), note)]
    log += [_check_sessions(taken, record["sessions"]), *_check_cutting(rows, held, years, record["equal"])]
    counted, counts, steps = _counted(taken, data)
    holds = dict(zip(KEY, (WHOLE, CODE, CODE), strict=True)) | dict.fromkeys(counts, WHOLE)
    compact.write(data / FILE, counted, holds)
    return met, log + steps


def agreement(
    rows: Iterable[Pair], held: Iterable[Recommendation], years: Mapping[int, int]
) -> dict[int, tuple[int, int]]:
    """By year, of the pairs of states that both have: how many have the same number of recommendations, and all."""
    theirs = Counter(
        (years[each.session], each.state_under_review, state) for each in held for state in each.recommending_states
    )
    ours: Counter[tuple[int, str, str]] = Counter()
    for row in rows:
        ours[row.year, row.state_under_review, row.recommending_state] += len(row.texts)
    shared = [pair for pair in ours if pair in theirs]
    equal = Counter(pair[0] for pair in shared if ours[pair] == theirs[pair])
    return {year: (equal[year], every) for year, every in sorted(Counter(pair[0] for pair in shared).items())}


def _counted(taken: Sequence[Pair], data: Path) -> tuple[list[tuple[object, ...]], list[str], list[Step]]:
    """A row per pair of states and session, the names of its columns of counts, and the steps for the log."""
    lenses = [read_lens(data / name) for name in LENSES if (data / name).exists()]
    flags = ["number", "about", *(flag for lens in lenses for flag in lens.names)]
    twice = sorted(flag for flag, times in Counter(flags).items() if times > 1)
    check("flags that two lenses have", twice, [])
    texts = [text for row in taken for text in row.texts]
    raised = [lens.flags_of_all(texts) for lens in lenses]
    of_text = [row for row in taken for _ in row.texts]
    counts: dict[tuple[int, str, str], Counter[str]] = {}
    for row, found in zip(of_text, zip(*raised, strict=True), strict=True):
        of_pair = counts.setdefault((row.session, row.state_under_review, row.recommending_state), Counter())
        of_pair.update(("number", *(["about"] if found[0] else []), *(flag for each in found for flag in each)))
    log = []
    for name, lens, found in zip(LENSES, lenses, raised, strict=False):
        often = Counter(flag for each in found for flag in each)
        note = ", ".join(f"{flag} {often[flag]}" for flag in lens.names)
        log.append(Step(f"requests, {name}, version {lens.version}", len(texts), sum(map(bool, found)), 0, note))
    two = f"{len(taken) - len(counts)} pairs stand in two rows, which were added up"
    log.append(Step("requests, pairs of states in a session", len(taken), len(counts), 0, two))
    return [(*pair, *(counts[pair][flag] for flag in flags)) for pair in sorted(counts)], flags, log


def _check_sessions(taken: Sequence[Pair], expected: Mapping[str, object]) -> Step:
    """States under review, rows and recommendations of each session, as data/sources.toml has them."""
    found: dict[str, list[int]] = {}
    for session in sorted({row.session for row in taken}):
        rows = [row for row in taken if row.session == session]
        states = {row.state_under_review for row in rows}
        found[str(session)] = [len(states), len(rows), sum(len(row.texts) for row in rows)]
    for session in sorted({*found, *expected}):
        check(f"Requests, session {session}: states, rows, recommendations", found.get(session), expected.get(session))
    note = "; ".join(f"{session}: {states} / {rows} / {number}" for session, (states, rows, number) in found.items())
    number = sum(each[2] for each in found.values())
    return Step("requests: states under review, rows and recommendations by session", len(taken), number, 0, note)


def _check_cutting(
    rows: Iterable[Pair],
    held: Iterable[Recommendation],
    years: Mapping[int, int],
    expected: Mapping[str, object],
) -> list[Step]:
    """A step where the export reaches into the years that are compared."""
    found = {str(year): list(both) for year, both in agreement(rows, held, years).items()}
    compared = [year for year in expected if year in found]
    for year in compared:
        check(
            f"Requests, {year}: pairs with as many recommendations as the export, and all", found[year], expected[year]
        )
    said = "; ".join(f"{year}: {found[year][0]} of {found[year][1]}" for year in compared)
    pairs = [sum(found[year][place] for year in compared) for place in (1, 0)]
    note = f"pairs of states that the export has as well, with as many recommendations in both: {said}"
    return [Step("requests: the cutting of texts against the export", *pairs, 0, note)] if compared else []
