"""What an exercise is, and the steps that kinds of exercises have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

import pandas as pd

from analytics.filters import Codes
from analytics.text import Text

Option = TypeVar("Option")
OPTIONS = 4
"""Answers that one chooses from, where they are computed."""
RANKED = 3
"""States that are put in order."""
PULL = 0.2
"""Share of the larger by which two numbers differ that are to be put in order: more than a slip of the source."""


@dataclass(frozen=True)
class Blank:
    """A table with cells to fill in: `holes` are the columns that are empty on the sheet, `rows` hold all words."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    holes: tuple[int, ...]


@dataclass(frozen=True)
class Exercise:
    """A question with its answer, in the reader's language.

    `options` are empty where a guess is written down or a table is filled in (`blank`). `right` are the places of the
    right options: one to choose, or all in their order. `answer` is in words, `why` says what it rests on; `n` is how
    many units were counted, `counted` the same with its noun. `about` are codes of what is asked about: first the
    subject, if there is one, then the options in their order, where these are codes.
    """

    kind: str
    question: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    answer: str
    why: str
    n: int
    counted: str
    about: tuple[str, ...]
    source: str = "upr_info"
    blank: Blank | None = None
    unit: str = "share"
    """What a guess is written down in: a share or a number."""

    @property
    def ranks(self) -> bool:
        """Whether all options are put in an order."""
        return len(self.right) > 1


Table = Callable[..., pd.DataFrame]
"""Gives the rows of a result by its name, with everything selected."""
Kind = Callable[[Codes, Table, Random, Text], "Exercise | None"]
"""Makes an exercise; None where these data cannot give one."""


class Chance(Random):
    """Chance that asks about a place where it can: what comes first in `preferred`, each a set of codes."""

    preferred: tuple[frozenset[str], ...] = ()


def subject(candidates: Sequence[Option], chance: Random, code: Callable[[Option], str]) -> Option:
    """One of the candidates by chance: of those that the preferred place has, if there are any."""
    for place in getattr(chance, "preferred", ()):
        mine = [each for each in candidates if code(each) in place]
        if mine:
            return chance.choice(mine)
    return chance.choice(candidates)


def shuffled(options: Sequence[Option], chance: Random) -> list[Option]:
    """The options in a random order."""
    return chance.sample(list(options), len(options))


def far_apart(rows: Sequence[tuple[str, int]], chance: Random, size: int = RANKED) -> list[tuple[str, int]]:
    """Some codes with their counts, which all clearly differ, largest first; empty where there are not as many."""
    chosen: list[tuple[str, int]] = []
    order = shuffled(rows, chance)
    for place in reversed(getattr(chance, "preferred", ())):
        order.sort(key=lambda row, place=place: row[0] not in place)
    for code, count in order:
        if all(abs(count - other) >= PULL * max(count, other, 1) for _, other in chosen):
            chosen.append((code, count))
        if len(chosen) == size:
            return sorted(chosen, key=lambda row: -row[1])
    return []
