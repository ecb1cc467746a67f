"""Which names are one organisation, and what it is: for the lists in data/ and for those that users load.

Two names are one organisation when they are equal once case, accents, articles and acronyms are taken out
(`stakeholder_names.key`), or when data/stakeholder_decisions.csv says so. Names that are merely alike are proposed to a
person and never joined. What a list holds, and the files that are made of it, is in `submissions`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import chain, combinations, islice
from typing import TYPE_CHECKING

from analytics import small_tables
from analytics.sources.recommendations import read_aliases
from analytics.sources.summaries.names import key
from analytics.sources.summaries.places import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Protocol

    class Named(Protocol):
        """A name with its acronym, as a list prints them."""

        @property
        def name(self) -> str:
            """The name."""

        @property
        def acronym(self) -> str | None:
            """The acronym; nothing where none is printed."""


ALIKE = 86
"""Names at least so alike, 0 to 100 (rapidfuzz, words in order or sorted), are proposed as one organisation."""
AT_ONCE = 100
"""Names that are compared with all others at once: memory grows with it."""
MOST_SHARE = 20
"""Names behind one acronym; more share it by chance, or are no names, and are not proposed for it."""
LONGEST_ID = 60
"""Characters of a code that is made of a name."""
HEADINGS = ("nhri", "regional_organisation")
"""Kinds of submissions that say what the organisation is."""
Pair = tuple[str, str]


class Places:
    """Codes of countries as lists print them: by the alias table, and by what a person mapped."""

    def __init__(self, data: Path, mapped: Mapping[str, str] | None = None) -> None:
        names = {**read_aliases(data / "state_aliases.csv"), **(mapped or {})}
        self.codes = {_plain(name): code for name, code in names.items()}

    def code(self, country: str | None) -> str | None:
        """ISO3; empty where no country is printed or a person left it out, None where it is in no table."""
        return self.codes.get(_plain(country)) if country else ""


def _plain(country: str) -> str:
    return fold(country).removeprefix("the ")


class Kinds:
    """The rules of data/stakeholder_kinds.csv, the first that fits decides."""

    def __init__(self, data: Path) -> None:
        self.rules = [
            (
                row["kind"],
                row["word"],
                re.compile(rf"\b{re.escape(row['word']).replace(chr(92) + '*', chr(92) + 'w*')}\b"),
            )
            for row in small_tables.read(data / "stakeholder_kinds.csv")
        ]

    def kind(self, name: str, headings: Iterable[str]) -> tuple[str, str]:
        """Kind and its basis: the heading of a list, else a word of the name, else unknown."""
        for heading in HEADINGS:
            if heading in headings:
                return heading, "heading"
        plain = fold(name)
        return next(((kind, word) for kind, word, rule in self.rules if rule.search(plain)), ("unknown", ""))


def proposals(members: Iterable[Named], others: Iterable[Named] = ()) -> Iterator[Pair]:
    """Pairs of different names, in order, that may be one organisation: they are alike, or share an acronym.

    `others` are compared with `members`, and not with each other. Pairs are found one by one, each once: who wants only
    some of them does not wait for all.
    """
    ours, theirs = list(members), list(others)
    mine = {key(member.name) for member in ours} - {""}
    acronyms: dict[str, set[str]] = defaultdict(set)
    for member in (*ours, *theirs):
        acronyms[fold(member.acronym or "")].add(key(member.name))
    acronyms.pop("", None)
    few = (sorted(same - {""}) for same in acronyms.values() if len(same) <= MOST_SHARE)
    shared = (pair for same in few for pair in combinations(same, 2) if mine & {*pair})
    seen = set()
    for pair in chain(shared, _alike(mine, {key(member.name) for member in theirs} - {""})):
        if pair not in seen:
            seen.add(pair)
            yield pair


def _alike(names: set[str], others: set[str]) -> Iterator[Pair]:
    """Pairs in order of a name and another one that are alike, as they stand or with their words sorted."""
    import numpy as np
    from rapidfuzz import fuzz, process

    every, ours = sorted(names | others), sorted(names)
    for start in range(0, len(ours), AT_ONCE):
        some = ours[start : start + AT_ONCE]
        for written in (str, _sorted):
            rows, columns = [*map(written, some)], [*map(written, every)]
            alike = process.cdist(rows, columns, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.uint8)
            for one, other in zip(*alike.nonzero(), strict=True):
                if some[one] != every[other]:
                    yield min(some[one], every[other]), max(some[one], every[other])


def _sorted(name: str) -> str:
    return " ".join(sorted(name.split()))


def decisions(data: Path) -> list[dict[str, str]]:
    """The committed decisions on names that are alike."""
    return small_tables.read(data / "stakeholder_decisions.csv")


def undecided(pairs: Iterable[Pair], made: Iterable[Mapping[str, str]], most: int | None = None) -> list[Pair]:
    """Those of these pairs that no decision is about, the first so many, sorted."""
    known = {tuple(sorted((row["first"], row["second"]))) for row in made}
    return sorted(islice((pair for pair in pairs if pair not in known), most))


def preferred(names: Iterable[str], made: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Name -> the name of its organisation, by these decisions."""
    becomes = {row["second"]: row["first"] for row in made if row["decision"] == "same"}
    found = {}
    for name in names:
        last, seen = name, {name}
        while last in becomes and becomes[last] not in seen:
            last = becomes[last]
            seen.add(last)
        found[name] = last
    return found


def ids(names: Iterable[str], known: Mapping[str, str] | None = None) -> dict[str, str]:
    """A short code of each name, its own; those that are `known` keep theirs."""
    found = dict(known or {})
    taken = set(found.values())
    for name in sorted(set(names) - found.keys()):
        words = name.split()
        while len("-".join(words)) > LONGEST_ID and len(words) > 1:
            words.pop()
        code, number = "-".join(words)[:LONGEST_ID], 2
        while code in taken:
            code = f"{'-'.join(words)}-{number}"
            number += 1
        found[name] = code
        taken.add(code)
    return found


def shown_name(name: str, printed: Sequence[str]) -> str:
    """The wording of an organisation most often printed under the name it goes by, without an opening article."""
    own = Counter(each for each in printed if key(each) == name) or Counter(printed)
    return re.sub(r"^(?:The|the)\s+(?=[A-Z])", "", own.most_common(1)[0][0])
