"""Which submissions the UN summaries cite together: from the source's counts to facts, without what are no citations.

The source counts, for each review, in how many footnotes two submissions stand together. Three things in it are none:

- The endnote that lists the stakeholders is a footnote too, and the source cuts it at each page. So all submissions on
  one page of the list are "together" once more than they were cited. The list runs through the individual submissions
  by code, then through the joint ones by number; `pages` finds where it was cut, and what is counted is the source's
  number less one on the same page. Four documents at hand give the same counts, footnote by footnote (see the tests).
- The endnote that explains abbreviations of treaties makes submissions of the treaties. A code without an entry in the
  list is not taken.
- A joint submission without held signatories is called individual; its code says what it is.

A code that could name a person is replaced. No name is kept.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from analytics import small_tables
from analytics.compiling import compact
from analytics.compiling.checks import Step, check, described
from analytics.compiling.compact import CODE, WHOLE
from analytics.sources.summaries.persons import A_PERSON, is_person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SOURCE = "cited_together"
FOLDER = "coalitions/joint_cycle3"
SUBMISSIONS, PAIRS = FILES = ("cited_submissions.parquet", "cited_pairs.parquet")
READ = ("cited_together_submissions.csv", "cited_together_pairs.csv", "individuals_cocited.csv")
"""Files of the source: submissions, pairs, and the entries of the individual ones."""
JOINT = re.compile(r"JS(\d+)")

Review = tuple[str, int]


def write(folder: Path, data: Path) -> tuple[Sequence[str], list[Step]]:
    """Write FILES; their names, and the steps for the log. Without the source nothing is written.

    Raises CheckError when a file or a total is not what data/sources.toml says.
    """
    if not any((folder / room / READ[0]).is_file() for room in (FOLDER, "")):
        note = "no submissions cited together among the sources: they stay as they are"
        return (), [Step("submissions cited together in UN summaries", 0, 0, 0, note)]
    record = tomllib.loads((data / "sources.toml").read_text(encoding="utf-8"))[SOURCE]
    submitted, paired, entries = (
        small_tables.read(described(folder, FOLDER, name, record["sha256"][name])) for name in READ
    )
    found = [len({(row["iso3"], row["session"]) for row in submitted}), len(submitted), len(paired)]
    check("Cited together: reviews, submissions and pairs", found, record["expected"])
    names = {(row["iso3"], row["code"]): row["name_as_cut"] for row in entries}
    listed, unlisted = by_review(submitted, names)
    together: dict[Review, dict[tuple[str, str], int]] = defaultdict(dict)
    for row in paired:
        together[row["iso3"], int(row["session"])][row["one"], row["other"]] = int(row["times"])
    submissions: list[tuple[object, ...]] = []
    pairs: list[tuple[object, ...]] = []
    cut = Counter[int]()
    for review, codes in sorted(listed.items()):
        place = {code: position for position, code in enumerate(codes, start=1)}
        times = {
            tuple(sorted((place[one], place[other]))): number
            for (one, other), number in together[review].items()
            if one in place and other in place
        }
        page = pages(len(codes), times)
        cut[page[-1]] += 1
        for code, position in place.items():
            shown = A_PERSON if is_person(code) or is_person(names.get((review[0], code), "")) else code
            submissions.append((*review, position, shown, int(JOINT.fullmatch(code) is not None), page[position - 1]))
        pairs += [(*review, *pair, number) for pair, number in sorted(times.items())]
    columns = ("state", "session", "position", "code", "joint", "page")
    compact.write(
        data / SUBMISSIONS, submissions, dict(zip(columns, (CODE, WHOLE, WHOLE, CODE, WHOLE, WHOLE), strict=True))
    )
    columns = ("state", "session", "one", "other", "times")
    compact.write(data / PAIRS, pairs, dict(zip(columns, (CODE, *[WHOLE] * 4), strict=True)))
    same = _on_one_page(submissions, pairs)
    often = ", ".join(f"{number} x {code}" for code, number in unlisted.most_common(5))
    on_pages = f"lists on one page {cut[1]}, on several {cut.total() - cut[1]}"
    return FILES, [
        Step(
            "submissions in UN summaries that cite several together",
            len(submitted),
            len(submissions),
            unlisted.total(),
            f"left out, in no list of stakeholders: {often} and others; {on_pages}",
        ),
        Step(
            "pairs of submissions in one footnote",
            len(paired),
            len(pairs) - same,
            len(paired) - len(pairs) + same,
            f"{same} stand together only in the list of stakeholders, {len(paired) - len(pairs)} are of no submission",
        ),
    ]


def by_review(
    submitted: Sequence[Mapping[str, str]], names: Mapping[tuple[str, str], str]
) -> tuple[dict[Review, list[str]], Counter[str]]:
    """The codes of each review in the order of its list, and how often a code stands in none."""
    listed: dict[Review, list[str]] = defaultdict(list)
    unlisted = Counter[str]()
    for row in submitted:
        code = row["code"]
        if JOINT.fullmatch(code) or (row["iso3"], code) in names:
            listed[row["iso3"], int(row["session"])].append(code)
        else:
            unlisted[code] += 1
    return {review: sorted(codes, key=in_list) for review, codes in listed.items()}, unlisted


def in_list(code: str) -> tuple[int, str]:
    """Where a list has a submission: individual ones by code, then joint ones by number."""
    joint = JOINT.fullmatch(code)
    return (int(joint[1]), code) if joint else (0, code.casefold())


def pages(submissions: int, times: Mapping[tuple[int, ...], int]) -> list[int]:
    """The page of each submission of a list, from 1: as long as everything on a page stands together with all of it."""
    page = [1] * submissions
    first = 1
    for position in range(2, submissions + 1):
        if not all((before, position) in times for before in range(first, position)):
            first = position
        page[position - 1] = page[position - 2] + (first == position)
    return page


def _on_one_page(submissions: Sequence[tuple[object, ...]], pairs: Sequence[tuple[object, ...]]) -> int:
    """Pairs that stand together nowhere but on one page of the list."""
    page = {row[:3]: row[5] for row in submissions}
    return sum(
        number == 1 and page[state, session, one] == page[state, session, other]
        for state, session, one, other, number in pairs
    )
