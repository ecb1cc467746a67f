"""The pages without a browser, as `analytics.ui.recorder` runs them, with what a check needs to know of them.

What a page shows is kept: the cards with finding, rows and figure, the sentences between them. Its choices are made by
lot; the tables come from the same `Results`, shared by all languages.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.filters import Codes, Filters
from analytics.results import OWN, Results
from analytics.results.country import MOST_BESIDE
from analytics.ui import data as ui_data
from analytics.ui import recorder as pages
from analytics.ui.page import PAGES
from analytics.ui.recorder import ROOT
from benchmarks.sentences.said import OPEN, Marking, Node, parsed, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from analytics.ui.card import Card

UNREAD = {"methods", "your_data"}
"""Pages that show no finding: prose and tables to look things up in."""
VIEWS = re.compile(r'choose\(\s*"view",\s*\(([^)]*)\)')
USUAL, SOME_STATE, MOSTLY = 0.4, 0.7, 0.85
"""How often a choice is left at its default, a state is chosen, each of several weights is left at its own."""
CARD, NOTICE, SAY = "card", "notice", "say"


@dataclass
class Data:
    """A data set that pages can show."""

    name: str
    served: ui_data.Served

    @classmethod
    def opened(cls, name: str, snapshot: Path) -> Data:
        """The data set of a snapshot."""
        return cls(name, ui_data.Served(delivered=snapshot))

    @property
    def codes(self) -> Codes:
        """The codes that filters may hold."""
        return ui_data.opened(self.served).codes

    @property
    def results(self) -> Results:
        """What its rows come from."""
        return ui_data.opened(self.served).results


@dataclass
class Shown:
    """One thing that a page shows, with what a check needs to know of it."""

    kind: str
    """card, notice or say."""
    name: str
    """Of a card; else the first key of the sentence."""
    texts: tuple[str, ...]
    """What is said, with marks: heading, the line beneath, the full sentence; or one text."""
    page: Page
    heading: str = ""
    """What stands as heading of a card, with its selection."""
    rows: pd.DataFrame | None = None
    beside: pd.DataFrame | None = None
    figure: Any = None
    filters: Filters = field(default_factory=Filters)
    """The selection that the card itself rests on."""

    @cached_property
    def trees(self) -> list[Node]:
        """Its texts as trees."""
        return [parsed(text) for text in self.texts]

    @property
    def said(self) -> str:
        """What a reader sees."""
        return " | ".join(plain(text) for text in self.texts)

    def tables(self) -> list[pd.DataFrame]:
        """What its numbers must come from: its rows and those beside, then what the page has read."""
        mine = [rows for rows in (self.rows, self.beside) if rows is not None]
        return [*mine, *self.page.tables.values()]


@dataclass
class Page:
    """One page as one link opens it in one language."""

    script: str
    name: str
    view: str
    filters: Filters
    data: Data
    t: Marking
    own: dict[str, str] = field(default_factory=dict)
    """Own parameters of the page, as they were chosen."""
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    """Result -> its rows, as the page asked for them last."""
    shown: list[Shown] = field(default_factory=list)
    stopped: str = ""
    """Key of the sentence that ended the page early."""

    def table(self, name: str, **own: object) -> pd.DataFrame:
        """Any result under the selection of the page, asked for or not."""
        return self.data.results.table(name, self.filters, **own)


class Recorder(pages.Recorder):
    """What a page may call; what a reader chooses is chosen by lot, and all that it says is kept."""

    def __init__(self, page: Page, lot: random.Random) -> None:
        super().__init__(ui_data.Run(page.data.served), page.t)
        self._page, self._lot = page, lot

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """What shows no finding: nothing happens, and its sentences are kept."""

        def shown(*values: Any, **_: Any) -> Any:
            for value in values:
                if isinstance(value, str) and value.startswith(OPEN):
                    self._say(SAY, value)

        return shown

    def open_page(
        self, name: str, own: Sequence[str] = (), *, filtered: bool = True, **_: Any
    ) -> tuple[Marking, Filters]:
        """Language and selection of the page; of one that no filter changes, the scheme of regions alone."""
        del own
        self._page.name = name
        if not filtered:
            self._page.filters = Filters(scheme=self._page.filters.scheme)
        return self._page.t, self._page.filters

    def table(self, name: str, filters: Filters | None = None, **more: object) -> pd.DataFrame:
        """The rows of a result."""
        rows = super().table(name, filters, **more)
        self._page.tables[name] = rows
        return rows

    def keep(self, card: Card) -> None:
        """Keep a card, with what it rests on."""
        shared, finding = card.shared, card.finding
        parts = (finding.heading, finding.more, finding.full, shared.rests or shared.covered)
        texts = tuple(dict.fromkeys(part for part in parts if part))
        told = {"rows": card.rows, "beside": card.beside, "figure": card.drawn, "filters": shared.filters}
        self._page.shown.append(Shown(CARD, card.name, texts, self._page, card.quoted, **told))

    def choose(self, name: str, options: Sequence[str] | Mapping[str, str], *_: Any, **__: Any) -> str:
        """A choice of the page: the view that is asked for, else by lot and the same in every language."""
        left = self.left(name, options)
        if name == "view":
            if self._page.view not in left:
                raise pages.StoppedError
            return self._page.view
        if name not in self._page.own:
            usual = str(OWN[name][0]) if name in OWN and str(OWN[name][0]) in left else left[0]
            self._page.own[name] = usual if self._lot.random() < USUAL else self._lot.choice(left)
        return self._page.own[name]

    def weigh(self, usual: Mapping[str, int], *_: Any) -> dict[str, str]:
        """Weights by lot, more often the usual ones."""
        for name, weight in usual.items():
            if name not in self._page.own:
                chosen = self._lot.choice(list(OWN[name][1](self.codes())))
                self._page.own[name] = str(weight) if self._lot.random() < MOSTLY else str(chosen)
        return {name: self._page.own[name] for name in usual}

    def selected_state(self, states: Sequence[str], *_: Any, **__: Any) -> str | None:
        """A state by lot, or none."""
        if "country" not in self._page.own:
            chosen = self._lot.choice(list(states)) if len(states) and self._lot.random() < SOME_STATE else ""
            self._page.own["country"] = chosen
        return self._page.own["country"] or None

    def states_beside(self, states: Sequence[str], country: str, *_: Any) -> str:
        """Up to three more states by lot."""
        others = [code for code in states if code != country]
        if "beside" not in self._page.own:
            drawn = self._lot.sample(others, self._lot.randint(0, min(MOST_BESIDE, len(others))))
            self._page.own["beside"] = ",".join(drawn)
        return self._page.own["beside"]

    def this_year(self) -> int:
        """A year between the calendar's first and last."""
        return 2026

    def chosen(self, _: Filters, /) -> str:
        """The state that figures mark: one by lot, or none."""
        return self.selected_state(self.codes().states) or ""

    def notice(self, message: Any, filters: Filters, *_: Any, **__: Any) -> None:
        """Keep a sentence that stands out."""
        self._say(NOTICE, message, filters)

    def say(self, sentence: Any, *_: Any, **__: Any) -> None:
        """Keep a sentence."""
        self._say(SAY, sentence)

    def _say(self, kind: str, said: str, filters: Filters | None = None) -> None:
        if plain(said).strip():
            first = next((node.name for node in parsed(said).sentences()), "")
            chosen = self._page.filters if filters is None else filters
            self._page.shown.append(Shown(kind, first, (said,), self._page, said, filters=chosen))


@cache
def language(code: str) -> Marking:
    """The marking form of a language."""
    return Marking(code)


@cache
def views(path: str) -> tuple[str, ...]:
    """The questions that a page offers one at a time; one empty one where it shows everything."""
    found = VIEWS.search((ROOT / path).read_text(encoding="utf-8"))
    return tuple(re.findall(r'"(\w+)"', found[1])) if found else ("",)


@cache
def filtered(path: str) -> bool:
    """Whether the selection changes what a page counts; else only the scheme of regions and its own choices do."""
    return "filtered=False" not in (ROOT / path).read_text(encoding="utf-8")


def every_page() -> list[tuple[str, str]]:
    """Every page that says something, with each of its views."""
    scripts = [file for _, name, file in PAGES if name not in UNREAD]
    return [(script, view) for script in scripts for view in views(script)]


def opened(script: str, view: str, filters: Filters, data: Data, lang: str, *, seed: int, drawn: bool = True) -> Page:
    """Run a page as a link opens it. The same seed makes the same choices in every language."""
    page = Page(script, "", view, filters, data, language(lang))
    recorder = Recorder(page, random.Random(seed))  # noqa: S311 - which view to look at, no secret
    pages.run(script, recorder, drawn=drawn)
    page.stopped = recorder.stopped
    return page
