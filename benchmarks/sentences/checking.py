"""One selection checked: every page and view, in every language, by the rules and by what holds of all sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.text import languages
from benchmarks.sentences import (
    breaches,
    of_answers,
    of_asking,
    of_coalitions,
    of_country,
    of_follow_up,
    of_lobbying,
    of_recommending,
    of_society,
    recorder,
    rules,
)
from benchmarks.sentences.breaches import Breach
from benchmarks.sentences.data import data_sets
from benchmarks.sentences.selections import Selection, draw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from benchmarks.sentences.recorder import Data, Page

SUBJECTS = (of_answers, of_asking, of_coalitions, of_country, of_follow_up, of_lobbying, of_recommending, of_society)
"""The modules that fill the table of rules."""
LOTS = 40
"""Choices by lot of a page that no filter changes: more would open the same pages again."""


Found = list[tuple[Selection, Breach]]


class Checker:
    """Checks selections one after the other."""

    def __init__(self, data: Mapping[str, Data]) -> None:
        self.data = data
        self.said = 0
        """Texts that were checked."""
        self._seen: set[tuple[object, ...]] = set()

    def breaches(self, selection: Selection) -> Iterator[Breach]:
        """Every breach under one selection. Figures are drawn, and looked at, in the first language.

        A page that no filter changes is opened once for its scheme and choices, under the selection that comes first.
        """
        for script, view in recorder.every_page():
            seed = selection.seed
            if not recorder.filtered(script):
                seed %= LOTS
                key = (script, view, selection.data, selection.filters.scheme, seed)
                if key in self._seen:
                    continue
                self._seen.add(key)
            pages = [
                recorder.opened(
                    script, view, selection.filters, self.data[selection.data], language, seed=seed, drawn=not place
                )
                for place, language in enumerate(languages())
            ]
            yield from self._of(pages)

    def _of(self, pages: list[Page]) -> Iterator[Breach]:
        for page in pages:
            for shown in page.shown:
                self.said += len(shown.texts)
                found, covered = rules.by_rules(shown)
                yield from found
                yield from breaches.every(shown, covered)
        yield from breaches.between(pages)


def part(folder: Path, number: int, seed: int, place: int, processes: int) -> tuple[Found, int]:
    """What one of several processes finds, and in how many texts: it takes every so-manieth selection."""
    data = data_sets(folder)
    checker = Checker(data)
    mine = draw(number, seed, data)[place::processes]
    return [(selection, breach) for selection in mine for breach in checker.breaches(selection)], checker.said
