"""Reader of our own lists of submissions, `.csv`, made by hand, and the common row of all submissions.

One line is one submission to one review. The columns are described in data/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analytics.sentences import Said
from analytics.sources import tables
from analytics.sources.own_recommendations import split
from analytics.sources.reading import Findings, unescaped
from analytics.sources.recommendations import Field
from analytics.sources.summaries.names import Member, split_acronym
from analytics.sources.summaries.reader import Submission
from analytics.sources.summaries.wording import StatedSize
from analytics.sources.tables import Table

COLUMNS: tables.Names = {
    "state": ("state", "state under review", "sur"),
    "session": ("session",),
    "code": ("code",),
    "kind": ("kind",),
    "name": ("name",),
    "members": ("members",),
    "city": ("city",),
    "country": ("country",),
    "stated_size": ("stated_size", "size"),
}
"""Field, as data/README.md describes it -> what its column may be called."""
REQUIRED = ("state", "session", "kind", "members")
KINDS = ("individual", "joint", "nhri", "regional_organisation")
SIZE = re.compile(r"(more than |about |approx\.? )?(\d{1,5})")
EXACTNESS = {"": "exact", "more than": "more than", "about": "approx", "approx": "approx", "approx.": "approx"}


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One submission to one review, and where it stood. `state` is a name or a code, as the file gives it."""

    file: str
    line: int
    state: str
    session: str
    submission: Submission


def read(table: Table, findings: Findings) -> Iterator[SubmissionRow]:
    """The submissions of a list. Raises ReadError when a required column is not there."""
    for line, cells in tables.records(table, COLUMNS, REQUIRED, findings):
        found = {name: " ".join(unescaped(cell).split()) for name, cell in cells.items()}
        wrong = _wrong(found)
        if wrong:
            findings.reject(line, *wrong)
        else:
            yield SubmissionRow(table.path.name, line, found["state"], found["session"], _submission(found))


def _wrong(found: dict[str, str]) -> tuple[Field, str, Said] | None:
    """Field, value and reason of the first thing that cannot be right."""
    if found["kind"] not in KINDS:
        return "kind", found["kind"], Said("reason.kind", kinds=", ".join(KINDS))
    if not found["state"] or not found["session"]:
        return "state", found["state"], Said("reason.no_review")
    size = found.get("stated_size", "")
    if size and not SIZE.fullmatch(size.lower()):
        return "stated size", size, Said("reason.stated_size")
    if not found["members"] and not size:
        return "members", "", Said("reason.no_members")
    return None


def _submission(found: dict[str, str]) -> Submission:
    members = [Member(*split_acronym(name)) for name in split(found["members"])]
    size = SIZE.fullmatch(found.get("stated_size", "").lower())
    stated = StatedSize(int(size.group(2)), EXACTNESS[(size.group(1) or "").strip()]) if size else None
    return Submission(
        code=found.get("code", "").replace(" ", ""),
        kind=found["kind"],
        name=found.get("name") or None,
        members=tuple(members),
        raw=found["members"],
        city=found.get("city") or None,
        country=found.get("country") or None,
        stated_size=stated,
    )
