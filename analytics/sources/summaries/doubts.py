"""Entries of a list that may be several names, or none: what is not cut with confidence is kept whole.

The cutting rules leave a text whole where it gives no reason to cut. Here it is asked of each entry whether that seems
to be one name after all.
"""

from __future__ import annotations

import re

from analytics.sources.summaries.cutting import elements_of
from analytics.sources.summaries.evidence import ARTICLE, LIKELY, ORGANISATION_WORDS, KnownNames, weight
from analytics.sources.summaries.glued import is_part, is_run_together
from analytics.sources.summaries.names import SMALL_WORDS, Member, is_spelled_by, key
from analytics.sources.summaries.persons import A_PERSON, TAKEN_DOWN
from analytics.sources.summaries.places import is_city, is_country, is_state

SEVERAL = 3
"""Elements between commas; one comma is often inside a name, two seldom."""
WORDS_BEHIND_A_BRACKET = 3
A_SECOND_THE = re.compile(r"(?:^|\s)([^\s()]+)\sThe\s[A-Z]")
BEFORE_THE = frozenset({"by", "with", "under", "save", "against", "before", "from", ":", "–", "-", "—", "/"})
A_STOP = re.compile(r"(?<!\w)(?!Mons\b|Rvdo\b|Fund\b|Prof\b|Govt\b)[^\W\d_]{4,}\.\s(?=[A-Z]\w+\s\w+)")
BEHIND_A_BRACKET = re.compile(r"\((?=[^()]*[A-Z][^()]*[A-Z])[A-Z][\w.&-]{1,12}\)\s+(\S.*)$")
TWO_SHORT_FORMS = re.compile(r"[a-zà-ÿ]\s[A-Z]{5,}\s[A-Z]{5,}-")
A_PREFIX = re.compile(r"(?:al|el|an|ad|as|ar)-|[a-z]+[A-Z]")
JOINT = re.compile(r"\s(?:and|And|et|y|&)\s")


def may_be_several(member: Member, *, alone: bool) -> bool:
    """Whether an entry seems to hold several names, or words around a name; `alone`: it is the only one."""
    name = member.name
    return name not in (A_PERSON, TAKEN_DOWN) and (
        is_run_together(name, alone=alone)
        or _has_commas(member)
        or _goes_on_behind_bracket(name)
        or _has_a_second_opening(name)
        or _opens_small(name)
        or TWO_SHORT_FORMS.search(name) is not None
        or (alone and _has_two_sides(name))
    )


def _has_commas(member: Member) -> bool:
    elements = elements_of(member.name)
    if len(elements) < SEVERAL or (member.acronym and is_spelled_by(member.acronym, member.name)):
        return "; " in member.name and not member.acronym
    before, *others = elements
    others = [each for each in others if not (is_part(before, each) or _is_place(each) or each[:1].islower())]
    return len(others) >= SEVERAL - 1


def _is_place(text: str) -> bool:
    return is_city(text) or is_state(text) or is_country(text)


def _goes_on_behind_bracket(name: str) -> bool:
    found = BEHIND_A_BRACKET.search(name)
    if found is None or found.group(1)[0] in "(–—-":
        return False
    words = found.group(1).split()
    goes_on = key(words[0]) in ORGANISATION_WORDS
    return len(words) >= WORDS_BEHIND_A_BRACKET and words[0][0].isupper() and not goes_on


def _has_a_second_opening(name: str) -> bool:
    second = A_SECOND_THE.search(name)
    opened = second is not None and second.group(1).lower() not in SMALL_WORDS | BEFORE_THE
    return opened or A_STOP.search(name) is not None


def _opens_small(name: str) -> bool:
    return name[:1].islower() and not ARTICLE.match(name) and not name.startswith("the ") and not A_PREFIX.match(name)


def _has_two_sides(name: str) -> bool:
    """Whether both sides of an "and" may be names, in a joint submission that has no other member."""
    sides = JOINT.split(name)
    return len(sides) > 1 and min(weight(side, KnownNames()) for side in (sides[0], sides[-1])) >= LIKELY
