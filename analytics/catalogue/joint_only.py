"""Signatories of the joint submissions of the third cycle, as cut out of the UN summaries -> documents in codes.

A public project cut the texts out of the summaries; `sources.summaries.joint_texts` reads who signed. These lists hold
joint submissions and no other: they count towards nothing that needs all submissions of a review. A review whose full
list is in the catalogue keeps that one, and the two are compared.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from analytics.catalogue import documents, organisations
from analytics.catalogue.documents import Document, Entry, Signatory
from analytics.sources.summaries import persons
from analytics.sources.summaries.joint_texts import read_joint_text
from analytics.sources.summaries.names import key
from analytics.sources.summaries.reader import Submission

SOURCE = "joint_submissions"
FOLDER = "coalitions/joint_cycle3"
SYMBOL = "A/HRC/WG.6/{session}/{state}/3"
Coded = Callable[[str | None], str | None]
Decisions = Sequence[Mapping[str, str]]


def read(path: Path, coded: Coded) -> tuple[list[Document], Counter[str]]:
    """The lists of all reviews of a file of texts, and the countries that are in no table, with how often each stands.

    `coded` gives the code of a country, None for an unknown one: its organisations go without.
    """
    listed: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    unknown: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            entry = _entry(row, coded)
            unknown.update(each.printed for each in (entry, *entry.members) if each.printed)
            listed[row["iso3"], int(row["session_cycle3"])].append(entry)
    made = [
        Document(SYMBOL.format(session=session, state=state), state, session, None, SOURCE, tuple(entries))
        for (state, session), entries in listed.items()
    ]
    return made, unknown


def _entry(row: Mapping[str, str], coded: Coded) -> Entry:
    found = read_joint_text(row["text"])
    about = (found.title, found.members, "", found.contact.city, found.contact.country, found.stated_size)
    submission = Submission(row["code"], "joint", *about)
    uncertain = found.unsplit or bool(found.kept_whole) or row["tail_cut"] == "1"
    return replace(documents.entry(submission, coded), uncertain=uncertain)


def each_once(document: Document, decisions: Decisions) -> Document:
    """The list with each organisation once in a submission, as decided; two persons are not one."""
    return replace(document, entries=tuple(_once(entry, decisions) for entry in document.entries))


def _once(entry: Entry, decisions: Decisions) -> Entry:
    whose = organisations.preferred({key(each.name) for each in entry.members}, decisions)
    once: dict[object, Signatory] = {}
    for place, member in enumerate(entry.members):
        unnamed = member.name in (persons.A_PERSON, persons.TAKEN_DOWN)
        once.setdefault(place if unnamed else whose[key(member.name)], member)
    return replace(entry, members=tuple(once.values()))


def without_full(joint_only: Iterable[Document], full: Iterable[Document]) -> tuple[list[Document], str]:
    """The lists of reviews that have no full one, and in words how the others compare with their full lists."""
    full_of = {each.review: each for each in full}
    stay, reviews, submissions, members = [], 0, Counter[str](), Counter[str]()
    for each in joint_only:
        if each.review not in full_of:
            stay.append(each)
            continue
        reviews += 1
        here, there = _members(each), _members(full_of[each.review])
        submissions.update(same=len(here.keys() & there.keys()), full=len(there))
        members.update(same=sum(len(here.get(code, set()) & names) for code, names in there.items()))
        members.update(full=sum(map(len, there.values())))
    said = (
        f"{reviews} reviews have a full list too, which is kept; {submissions['same']} of its {submissions['full']} "
        f"joint submissions and {members['same']} of {members['full']} members stand here in the same words"
    )
    return stay, said


def _members(document: Document) -> dict[str, set[str]]:
    return {each.code: {key(member.name) for member in each.members} for each in document.joint}
