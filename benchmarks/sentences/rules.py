"""What a rule is: how the numbers, names and order of one sentence follow from rows, whatever made the sentence.

A rule belongs to the key of a sentence. It looks the rows up itself and computes anew; it does not call the code that
wrote the sentence. Rules of single pages are in `of_answers`, `of_asking` and `of_society`, which fill RULES.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.rows import each
from benchmarks.sentences.breaches import (
    NOT_EXTREME,
    SUPERLATIVE,
    TIE,
    WRONG_NUMBER,
    Breach,
    breach,
)
from benchmarks.sentences.said import Node, Number, numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from analytics.filters import Filters
    from benchmarks.sentences.recorder import Shown

Rule = "Callable[[Node, At], None]"
RULES: dict[str, list[Any]] = {}
"""Key of a sentence -> its rules."""
STATED: dict[tuple[str, str], Callable[[At], Any]] = {}
"""Key and blank -> the number that fills it by a stated rule: years and sessions of the data, choices of the page."""


@dataclass
class At:
    """Where a sentence stands, and what is found out about it."""

    shown: Shown
    found: list[Breach] = field(default_factory=list)
    covered: set[tuple[str, str]] = field(default_factory=set)
    """Keys and blanks whose numbers a rule has computed anew."""

    @property
    def filters(self) -> Filters:
        """The selection of the page."""
        return self.shown.page.filters

    @property
    def focus(self) -> Sequence[str]:
        """The regions that the atlas compares."""
        return self.shown.page.data.codes.focus

    def rows(self, name: str) -> pd.DataFrame:
        """A result, as the page asked for it; else under its selection."""
        page = self.shown.page
        return page.tables[name] if name in page.tables else page.table(name)

    def each(self, name: str) -> list[Any]:
        """The rows of a result."""
        return list(each(self.rows(name)))

    def say(self, kind: str, node: Node, why: str) -> None:
        """Note a breach."""
        self.found.append(breach(kind, self.shown, node, why))

    def read(self, node: Node, blank: str) -> Number | None:
        """The number that fills a blank; None where the sentence lacks the blank or it holds no number."""
        if blank not in node.blanks:
            return None
        return next(numbers(node.blanks[blank], self.shown.page.t), None)

    def number(self, node: Node, blank: str, expected: float, scale: float = 1, kind: str = WRONG_NUMBER) -> None:
        """The number of a blank is this one, as rounded as it is written."""
        if blank not in node.blanks:
            return
        self.covered.add((node.name, blank))
        said = self.read(node, blank)
        if said is None:
            if expected == expected:
                self.say(kind, node, f"{blank}: no number, {expected * scale:.4g} in the rows")
            return
        if not written_as(said, expected * scale):
            self.say(kind, node, f"{blank}: {said.value} said, {expected * scale:.4g} in the rows")

    def bounds(self, node: Node, lower: float, upper: float, scale: float = 1, blank: str = "interval") -> None:
        """The interval of a blank is this one."""
        if blank not in node.blanks:
            return
        self.covered.add((node.name, blank))
        found = [number for number in numbers(node.blanks[blank], self.shown.page.t) if not number.typed]
        for number, expected in zip(found[:2], (lower, upper), strict=False):
            if not written_as(number, expected * scale):
                self.say(WRONG_NUMBER, node, f"interval: {number.value} said, {expected * scale:.4g} in the rows")

    def names(self, node: Node, blank: str, expected: Sequence[str]) -> None:
        """The names in a blank are these, in any order."""
        if blank in node.blanks and sorted(node.blanks[blank].codes) != sorted(expected):
            self.say(WRONG_NUMBER, node, f"{blank}: {node.blanks[blank].codes} said, {list(expected)} in the rows")

    def extreme(self, node: Node, blank: str, values: Mapping[str, float], *, most: bool) -> None:
        """The names in a blank are all with the largest (or smallest) value; where they are many, their number is."""
        if blank not in node.blanks:
            return
        known = {code: value for code, value in values.items() if value == value}
        named = node.blanks[blank].codes
        if not known:
            self.say(NOT_EXTREME, node, f"{blank}: nothing to be first of")
            return
        end = (max if most else min)(known.values())
        first = [code for code, value in known.items() if value == end]
        if len(known) < 2:  # noqa: PLR2004 - a superlative needs two
            self.say(SUPERLATIVE, node, f"{blank}: of one")
        elif len(set(known.values())) < 2:  # noqa: PLR2004
            self.say(SUPERLATIVE, node, f"{blank}: all {len(known)} are equal")
        if not named:
            number = next(numbers(node.blanks[blank], self.shown.page.t), None)
            if number is None or number.value != len(first):
                self.say(TIE, node, f"{blank}: {len(first)} are first")
            self.covered.add((node.name, blank))
        elif not set(named) <= set(first):
            self.say(NOT_EXTREME, node, f"{blank}: {named}, but {first[:3]} in the rows")
        elif len(first) > len(named):
            told = [number.value for number in numbers(node, self.shown.page.t)]
            if len(first) not in told and len(first) - len(named) not in told:
                self.say(TIE, node, f"{blank}: {named}, and {len(first) - len(named)} others as much")


def written_as(number: Number, expected: float) -> bool:
    """Whether a number is written like this."""
    return expected == expected and abs(number.value - expected) <= 0.5 * 10.0**-number.decimals + 1e-6


def of(*keys: str) -> Callable[[Any], Any]:
    """The rule of sentences with these keys."""

    def kept(rule: Any) -> Any:
        for key in keys:
            RULES.setdefault(key, []).append(rule)
        return rule

    return kept


def stated(number: Callable[[At], Any], **blanks: Sequence[str] | str) -> None:
    """Keys -> blank whose number is that of the data or of a choice, not of rows."""
    for blank, keys in blanks.items():
        for key in (keys,) if isinstance(keys, str) else keys:
            STATED[key, blank] = number


def cells(
    *keys: str,
    table: str | tuple[str, ...],
    match: Mapping[str, str],
    numbers_of: Mapping[str, tuple[str, float]],
    interval: tuple[str, str, float] | None = None,
    placebo: bool = False,
    where: Callable[[Any, At], bool] | None = None,
) -> None:
    """Sentences of one row: the row is that of the names in the blanks of `match`, its columns are the numbers.

    Of several rows one must give all numbers. Of several tables those count that the page has read. `interval`: its
    columns and how they are scaled; with a `placebo` of the same form, if there is one.
    """

    def rule(node: Node, at: At) -> None:
        wanted = {column: _code(node, blank) for blank, column in match.items()}
        tables = (table,) if isinstance(table, str) else [name for name in table if name in at.shown.page.tables]
        mine = [
            row
            for name in tables
            for row in at.each(name)
            if all(str(getattr(row, column)) == code for column, code in wanted.items())
            and (not where or where(row, at))
        ]
        if not mine:
            at.say(WRONG_NUMBER, node, f"no row of {table} for {wanted}")
            return
        tried = []
        for row in mine:
            trial = At(at.shown)
            for blank, (column, scale) in numbers_of.items():
                trial.number(node, blank, float(getattr(row, column)), scale)
            if interval:
                trial.bounds(node, getattr(row, interval[0]), getattr(row, interval[1]), interval[2])
            if placebo:
                trial.bounds(node, row.placebo_lower, row.placebo_upper, 100, "placebo_interval")
            tried.append(trial)
        best = min(tried, key=lambda trial: len(trial.found))
        at.found += best.found
        at.covered |= best.covered

    of(*keys)(rule)


def _code(node: Node, blank: str) -> str:
    """Code of the name in a blank, or of the sentence that stands for it (`flag.participation`)."""
    held = node.blanks.get(blank)
    if held is None:
        return ""
    if held.codes:
        return held.codes[0]
    return next((inner.name.rpartition(".")[2] for inner in held.sentences()), held.text)


def by_rules(shown: Shown) -> tuple[list[Breach], list[set[tuple[str, str]]]]:
    """The breaches of the rules of all sentences of what is shown; and of each text, what they have covered."""
    found, covered = [], []
    for tree in shown.trees:
        at = At(shown)
        for node in tree.sentences():
            for rule in RULES.get(node.name, ()):
                rule(node, at)
            for blank in node.blanks:
                if (node.name, blank) in STATED:
                    at.number(node, blank, STATED[node.name, blank](at))
        found += at.found
        covered.append(at.covered)
    return found, covered


def region_of(node: Node) -> str:
    """Code of the region in the blank `region`."""
    return _code(node, "region")


def children(node: Node, *keys: str) -> Iterator[Node]:
    """Sentences inside a sentence."""
    return node.sentences(*keys)
