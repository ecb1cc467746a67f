"""Natural persons in lists of submissions, and names that are not to be shown: neither is stored or shown by name.

An entry that is a person becomes "a person": by a form of address, by a given name with nothing of an organisation
beside it, or because somebody read it and decided so. Decisions and requests to be taken down are kept as hashes of
the name's normal form, so that the files which keep a name out do not print it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from analytics import small_tables
from analytics.folders import DATA
from analytics.sources.summaries.evidence import ORGANISATION_WORDS, SUBJECTS
from analytics.sources.summaries.names import Member, key

if TYPE_CHECKING:
    from pathlib import Path

A_PERSON = "a person"
TAKEN_DOWN = "taken down on request"
ADDRESSED = re.compile(
    r"^(?:mr|mrs|ms|dr|prof|professor|sr|sra|srta|père|mme|mlle|maître|monsieur|madame|señora?|"
    r"doña|sheikh)(?:\.\s?|\s)(?:[A-ZÀ-Ý][\w'’.-]*\s?){1,4}$",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\bactivists?\s(?:in|for|at)\b|\bjournalists?:\s|"
    r"\bindependent\s(?:experts?|consultant|researcher|lawyer|activist|journalist)\b",
    re.IGNORECASE,
)
PERSONS = re.compile(r"^(?:personas|persons|individuals|personnes|et les personnalités)\b[^:]{0,40}:", re.IGNORECASE)
FULL_NAME = re.compile(r"^[A-ZÀ-Ý][\w'’-]+(?:\s(?:[A-ZÀ-Ý]\.|[A-ZÀ-Ý][\w'’-]+|de|del|la|van|von|da|dos|bin|al|el))+$")
MOST_WORDS = 5
WORDS_OF_A_NAME = (2, 3, 4)
LONGEST_ROLE = 100
# Common in the lists of five continents; only with nothing of an organisation beside it.
FIRST_NAMES = """
    john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony
    mark paul steven andrew kenneth george peter mary patricia jennifer linda elizabeth susan jessica sarah
    karen nancy lisa margaret anna emma laura julia alice jose juan luis carlos jorge pedro manuel francisco
    miguel angel rafael jesus alejandro fernando ricardo eduardo roberto sergio andres oscar maria ana carmen
    rosa luz marta gloria claudia adela sandra veronica lucia silvia elena teresa beatriz jean pierre michel
    jacques philippe francois marie catherine isabelle sophie mohamed mohammed muhammad ahmed ahmad ali hassan
    hussein ibrahim mustafa omar youssef khalid abdul abdullah fatima aisha khadija layla jairo jaime diego
    pablo ramon enrique javier antonio joao paulo marcos lucas gabriel mateus fernanda juliana camila bruno
    tiago kofi kwame chidi emeka tendai"""
GIVEN_NAMES = frozenset(FIRST_NAMES.split())


def hashed(name: str) -> str:
    """The hash under which the files of data/ keep a name out: SHA-256 of its normal form."""
    return _hash(key(name))


def _hash(normal_form: str) -> str:
    return hashlib.sha256(normal_form.encode()).hexdigest()


@cache
def _hashes(path: Path, column: str) -> dict[str, str]:
    return {row["name_hash"]: row[column] for row in small_tables.read(path)}


def is_person(name: str) -> bool:
    """Whether an entry is a natural person: as decided, else by its form."""
    decided = _hashes(DATA / "person_decisions.csv", "person").get(hashed(name))
    if decided:
        return decided == "1"
    return (
        name == A_PERSON
        or _holds_a_decided_name(name)
        or ADDRESSED.match(name) is not None
        or PERSONS.match(name) is not None
        or (len(name) <= LONGEST_ROLE and ROLE.search(name) is not None)
        or _has_given_name(name)
    )


def _holds_a_decided_name(name: str) -> bool:
    """Whether a decided person is named anywhere in a longer entry: "..., and Green Door - activist"."""
    decided = _hashes(DATA / "person_decisions.csv", "person")
    words = key(name).split()
    return any(
        decided.get(_hash(" ".join(words[start : start + length]))) == "1"
        for length in WORDS_OF_A_NAME
        for start in range(len(words) - length + 1)
    )


def _has_given_name(name: str) -> bool:
    words = key(name).split()
    return (
        1 < len(words) <= MOST_WORDS
        and words[0] in GIVEN_NAMES
        and FULL_NAME.match(name) is not None
        and not (ORGANISATION_WORDS | SUBJECTS).intersection(words)
    )


def is_taken_down(name: str) -> bool:
    """Whether somebody asked that this name be shown no more."""
    return hashed(name) in _hashes(DATA / "take_down.csv", "asked_on")


def shown_name(name: str, acronym: str | None = None) -> str:
    """The name as it may be stored and shown. `Org/Person` loses the person."""
    if is_taken_down(name) or (acronym and is_taken_down(acronym)):
        return TAKEN_DOWN
    if is_person(name) or (acronym and ROLE.search(acronym)):
        return A_PERSON
    kept = [part for part in name.split("/") if not is_person(part)]
    return "/".join(kept).strip() or A_PERSON


def without_name(member: Member) -> Member:
    """The member as it may be stored and shown: a person or a taken-down body without name, acronym and address."""
    name = shown_name(member.name, member.acronym)
    if name in (A_PERSON, TAKEN_DOWN):
        return Member(name, lead=member.lead)
    return replace(member, name=name)
