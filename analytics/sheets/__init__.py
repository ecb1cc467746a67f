"""What stands on the sheets that people print: a module per subject. Sentences are those of `findings`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.findings.submissions import review
from analytics.sheets import coalition, country, ground, issue, region

if TYPE_CHECKING:
    from analytics.exports.sheet import Sheet
    from analytics.filters import Codes, Filters
    from analytics.sheets.ground import Ground
    from analytics.text import Text

OBSERVER = "observer"


@dataclass(frozen=True)
class Kind:
    """A kind of sheet: of which codes there is one, what it is called, what of a selection applies, what makes it."""

    codes: Callable[[Codes, str], Sequence[str]]
    """By the scheme of regions."""
    title: Callable[[str, str, Text], str]
    """Of a code under a scheme."""
    applied: Callable[[Filters], Filters | None]
    make: Callable[[Ground, str], Sheet]


def _review(code: str, _: str, t: Text) -> str:
    iso3, _, session = code.rpartition("-")
    return review(iso3, int(session), t)


KINDS: Mapping[str, Kind] = {
    "region": Kind(
        lambda codes, scheme: [code for code in codes.regions[scheme] if code != OBSERVER],
        lambda code, scheme, t: t.region(code, scheme),
        ground.everywhere,
        region.brief,
    ),
    "country": Kind(lambda codes, _: codes.members, lambda code, _, t: t.state(code), ground.everywhere, country.sheet),
    "issue": Kind(lambda codes, _: codes.issues, lambda code, _, t: t.issue(code), ground.every_issue, issue.sheet),
    "coalition": Kind(lambda codes, _: codes.listed, _review, lambda _: None, coalition.sheet),
}


def file_of(kind: str, code: str, of: Ground) -> str:
    """The name of a sheet's file, known before it is made."""
    made = KINDS[kind]
    title = made.title(code, of.filters.scheme, of.t)
    return f"{ground.named(kind, title, made.applied(of.filters), of)}.pdf"
