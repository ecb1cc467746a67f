"""Two exports of one database, row by row: what the later one keeps, changes, adds and leaves out.

The exports give a row no number of its own. Rows are the same when session, states and words agree; words are compared
without punctuation, accents and capitals, and letters that were stored in the wrong encoding are put right first.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analytics.sources.recommendations import Recommendation

    Row = tuple[Recommendation, str]
    """A coded row and its text."""


class Compared(NamedTuple):
    """Numbers of rows: matched ones, those of them with another answer, action category or issues, and rows of one."""

    matched: int
    answers: int
    actions: int
    issues: int
    only_earlier: int
    only_later: int


def compare(earlier: Iterable[Row], later: Iterable[Row]) -> Compared:
    """Match the rows of two exports one to one. Rows of sessions that only the later one covers are left out."""
    before, after = _by_words(earlier), _by_words(later)
    last = max((session for session, *_ in before), default=0)
    after = {words: rows for words, rows in after.items() if words[0] <= last}
    pairs = [
        pair
        for words, rows in before.items()
        for pair in zip(sorted(rows, key=_facts), sorted(after.get(words, ()), key=_facts), strict=False)
    ]
    return Compared(
        matched=len(pairs),
        answers=sum(one.response != other.response for one, other in pairs),
        actions=sum(one.action_category != other.action_category for one, other in pairs),
        issues=sum(set(one.issues) != set(other.issues) for one, other in pairs),
        only_earlier=sum(map(len, before.values())) - len(pairs),
        only_later=sum(map(len, after.values())) - len(pairs),
    )


def plain(text: str) -> str:
    """The words of a text, by which it is found in another export."""
    with contextlib.suppress(UnicodeError):
        text = text.encode("cp1252").decode("utf-8")  # UTF-8 that was read as Windows' own: "GuaranÃ­"
    letters = unicodedata.normalize("NFKD", text.lower())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(each for each in letters if not unicodedata.combining(each))))


def _by_words(rows: Iterable[Row]) -> dict[tuple[int, str, tuple[str, ...], str], list[Recommendation]]:
    found = defaultdict(list)
    for row, text in rows:
        found[row.session, row.state_under_review, row.recommending_states, plain(text)].append(row)
    return found


def _facts(row: Recommendation) -> tuple[object, ...]:
    return row.response, row.action_category or 0, sorted(row.issues)
