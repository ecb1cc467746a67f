"""What a reader finds by its name from any page: pages, countries, issues, organisations, terms of the glossary. Pure.

1. A name is its words without accents and capitals, and these written as one; a country has its names in every
   language of the atlas, its older names and its code.
2. What was typed is found where each of its words begins a word of one name, or all of it, written as one, begins that
   name written as one. First come names that are just that, then those that begin with it.
3. Where nothing is found, the names nearest in their letters are offered, and said to be that.

The texts that users load are searched elsewhere: see `search`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analytics.text import alphabetical

KINDS = ("page", "state", "issue", "organisation", "term")
"""In the order in which equally good ones are listed."""
MOST = 12
"""Results that are listed."""
WORD = re.compile(r"[^\W_]+")
FEWEST_LETTERS = 4
"""Of what was typed, for names that are only near it."""
NEAR, MOST_NEAR = 75, 3
"""Likeness of letters (0 to 100) that counts as near, and how many near names are offered."""
EXACT, BEGINS, HOLDS = range(3)


class Entry(NamedTuple):
    """Something that can be found: what it is, what it is called, what is said of it, and the link to it."""

    kind: str
    label: str
    page: str
    link: tuple[tuple[str, str], ...] = ()
    more: str = ""


@dataclass(frozen=True)
class Index:
    """What can be found in one language, each with its names as they are compared."""

    entries: Sequence[Entry]
    names: Sequence[tuple[str, ...]]
    """Of each entry: names as words between single spaces."""
    joined: Sequence[tuple[str, ...]]
    """The same written as one."""


class Found(NamedTuple):
    """What was found: the first ones, how many there are, and whether they are only near what was typed."""

    entries: list[Entry]
    all: int
    near: bool = False


def index(known: Iterable[tuple[Entry, Iterable[str]]]) -> Index:
    """An index of entries, each with its names beside its label."""
    entries, names = [], []
    for entry, others in known:
        entries.append(entry)
        names.append(tuple(dict.fromkeys(filter(None, map(_plain, (entry.label, *others))))))
    return Index(entries, names, [tuple(name.replace(" ", "") for name in each) for each in names])


def find(known: Index, typed: str) -> Found:
    """The entries that have this name, or one that begins so."""
    words = _plain(typed).split()
    if not words:
        return Found([], 0)
    ranked = []
    for entry, names, joined in zip(known.entries, known.names, known.joined, strict=True):
        rank = _rank(words, names, joined)
        if rank is not None:
            ranked.append((rank, KINDS.index(entry.kind), len(entry.label), alphabetical(entry.label), entry))
    if ranked:
        ranked.sort(key=lambda each: each[:-1])
        return Found([entry for *_, entry in ranked[:MOST]], len(ranked))
    near = _near(known, "".join(words))
    return Found(near, len(near), near=True)


def _plain(name: str) -> str:
    """A name as it is compared: its words, without accents, in small letters, between single spaces."""
    return " ".join(WORD.findall(alphabetical(name)))


def _rank(words: Sequence[str], names: Sequence[str], joined: Sequence[str]) -> int | None:
    """How well the best of the names fits; None where none does."""
    typed, one = " ".join(words), "".join(words)
    if one in joined:
        return EXACT
    if any(name.startswith(typed) for name in names) or any(name.startswith(one) for name in joined):
        return BEGINS
    held = any(all(f" {word}" in f" {name}" for word in words) for name in names)
    return HOLDS if held else None


def _near(known: Index, typed: str) -> list[Entry]:
    """The entries with the names nearest in their letters, the nearest first."""
    from rapidfuzz import fuzz, process

    if len(typed) < FEWEST_LETTERS:
        return []
    places = [place for place, names in enumerate(known.joined) for _ in names]
    names = [name for each in known.joined for name in each]
    near = process.extract(typed, names, scorer=fuzz.ratio, score_cutoff=NEAR, limit=MOST_NEAR * 4)
    return list(dict.fromkeys(known.entries[places[at]] for *_, at in near))[:MOST_NEAR]
