"""The pages without a browser: their own scripts, with a recorder in place of `analytics.ui`.

What a page shows is kept: the cards with finding, rows and figure, the sentences between them. Nothing is drawn on a
screen, so a page takes milliseconds; the tables come from the same `Results`, shared by all languages.
"""

from __future__ import annotations

import builtins
import contextlib
import random
import re
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any
from unittest import mock

import pandas as pd

from analytics import codes as known
from analytics import database
from analytics.filters import DEPENDENT, Codes, Filters
from analytics.findings.finding import finding_of
from analytics.results import OWN, Results
from analytics.results.country import MOST_BESIDE
from analytics.rows import each
from analytics.ui import card as ui_card
from analytics.ui import data as ui_data
from analytics.ui.page import NEEDS, PAGES
from benchmarks.sentences.said import OPEN, Marking, Node, parsed, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]
UNREAD = {"methods", "your_data"}
"""Pages that show no finding: prose and tables to look things up in."""
VIEWS = re.compile(r'choose\(\s*"view",\s*\(([^)]*)\)')
USUAL, SOME_STATE, MOSTLY = 0.4, 0.7, 0.85
"""How often a choice is left at its default, a state is chosen, each of several weights is left at its own."""
CARD, NOTICE, SAY = "card", "notice", "say"


class StoppedError(Exception):
    """A page that ended early, as `st.stop` does."""


@dataclass
class Data:
    """A data set that pages can show."""

    name: str
    connection: Any
    codes: Codes
    results: Results
    about: Any

    @classmethod
    def opened(cls, name: str, snapshot: Path) -> Data:
        """The data set of a snapshot."""
        connection = database.open_snapshot(snapshot)
        codes = known.read_codes(connection)
        asked = Results(connection, codes)
        (about,) = each(asked.table("dataset", Filters()))
        return cls(name, connection, codes, asked, about)

    def gives(self, what: str) -> bool:
        """Whether it has what a choice needs (see `ui.data.gives`)."""
        return what not in self.codes.lacks if what in DEPENDENT else bool(getattr(self.about, what))


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


def finding_texts(finding: Any) -> tuple[str, ...]:
    """Heading, line beneath and full sentence of a finding; a plain text as it is."""
    if isinstance(finding, str):
        return (finding,)
    parts = (finding.heading, finding.more, finding.full)
    return tuple(dict.fromkeys(part for part in parts if part))


class Cards(ui_card.Cards):
    """Cards that are kept instead of drawn."""

    page: Page

    def resting_on(self, rests: str) -> Cards:
        """The same for cards that rest on something else."""
        return of_page(replace(self, rests=rests), self.page)

    def figure(self, name: str, drawn: Any, finding: Any, rows: pd.DataFrame, **more: Any) -> None:
        """Keep a figure."""
        self._keep(name, finding, rows, more.get("beside"), drawn)

    def map(self, name: str, drawn: Any, finding: Any, rows: pd.DataFrame, **more: Any) -> None:
        """Keep a map."""
        self._keep(name, finding, rows, more.get("beside"), drawn)

    def listing(self, name: str, finding: Any, rows: pd.DataFrame, **_: Any) -> None:
        """Keep a table."""
        self._keep(name, finding, rows, None, None)

    def _keep(self, name: str, finding: Any, rows: pd.DataFrame, beside: pd.DataFrame | None, drawn: Any) -> None:
        card = ui_card.Card(name, finding_of(finding), rows, self, beside)
        texts = finding_texts(finding)
        if self.rests or self.covered:
            texts = (*texts, self.rests or self.covered)
        self.page.shown.append(
            Shown(
                CARD,
                name,
                texts,
                self.page,
                card.quoted,
                rows,
                beside,
                drawn,
                filters=self.filters,
            )
        )


def of_page(cards: Any, page: Page) -> Cards:
    """Cards that know the page they are on."""
    object.__setattr__(cards, "page", page)
    return cards


class Recorder:
    """What a page may call, as `analytics.ui` offers it."""

    def __init__(self, page: Page, lot: random.Random) -> None:
        self._page, self._lot = page, lot

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """What shows no finding: nothing happens, and its sentences are kept."""

        def shown(*values: Any, **_: Any) -> Any:
            for value in values:
                if isinstance(value, str) and value.startswith(OPEN):
                    self._say(SAY, value)
            return "" if name == "linked" else None

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
        rows = self._page.data.results.table(name, filters or Filters(), **more)
        self._page.tables[name] = rows
        return rows

    def cards(self, *values: Any, **more: Any) -> Cards:
        """What cards have in common."""
        return of_page(Cards(*values, **more), self._page)

    def codes(self) -> Codes:
        """The codes of the data set."""
        return self._page.data.codes

    def area_points(self) -> pd.DataFrame:
        """Where each state is drawn."""
        return self._page.data.results.table("states", Filters())

    def columns(self, widths: Sequence[int]) -> list[Any]:
        """Places side by side."""
        return [_Place() for _ in widths]

    def choose(self, name: str, options: Sequence[str] | Mapping[str, str], _: Marking, **__: Any) -> str:
        """A choice of the page: the view that is asked for, else by lot and the same in every language."""
        lacking = [code for code in options if not all(map(self._page.data.gives, NEEDS.get(code, ())))]
        left = [code for code in options if code not in lacking]
        if not left:
            raise StoppedError
        if name == "view":
            if self._page.view not in left:
                raise StoppedError
            return self._page.view
        if name not in self._page.own:
            usual = str(OWN[name][0]) if name in OWN and str(OWN[name][0]) in left else left[0]
            self._page.own[name] = usual if self._lot.random() < USUAL else self._lot.choice(left)
        return self._page.own[name]

    def weigh(self, usual: Mapping[str, int], _: Marking) -> dict[str, str]:
        """Weights by lot, more often the usual ones."""
        for name, weight in usual.items():
            if name not in self._page.own:
                chosen = self._lot.choice(list(OWN[name][1](self.codes())))
                self._page.own[name] = str(weight) if self._lot.random() < MOSTLY else str(chosen)
        return {name: self._page.own[name] for name in usual}

    def selected_state(self, states: Sequence[str], _: Marking) -> str | None:
        """A state by lot, or none."""
        if "country" not in self._page.own:
            chosen = self._lot.choice(list(states)) if len(states) and self._lot.random() < SOME_STATE else ""
            self._page.own["country"] = chosen
        return self._page.own["country"] or None

    def states_beside(self, states: Sequence[str], country: str, _: Marking) -> str:
        """Up to three more states by lot."""
        others = [code for code in states if code != country]
        if "beside" not in self._page.own:
            drawn = self._lot.sample(others, self._lot.randint(0, min(MOST_BESIDE, len(others))))
            self._page.own["beside"] = ",".join(drawn)
        return self._page.own["beside"]

    def this_year(self) -> int:
        """A year between the calendar's first and last."""
        return 2026

    def chosen(self, _: Filters) -> str:
        """The state that figures mark: one by lot, or none."""
        return self.selected_state(self.codes().states, self._page.t) or ""

    def search_text(self, *_: Any) -> str:
        """Nothing is searched for."""
        return ""

    def ask(self, _: Marking) -> str:
        """Nothing is searched for."""
        return ""

    def stop_if_empty(self, rows: pd.DataFrame, _: Marking, sentence: str = "empty") -> None:
        """End the page where the selection holds nothing for it."""
        counted = [rows[name].sum() for name in ("recommendations", "later") if name in rows]
        if rows.empty or (counted and not any(counted)):
            self._page.stopped = sentence
            raise StoppedError

    def stop_without_texts(self, *_: Any) -> None:
        """End the page where no texts are loaded."""
        if not self._page.data.about.texts:
            raise StoppedError

    def page_of(self, *_: Any) -> str:
        """The first page of texts."""
        return "1"

    def texts(self, name: str, finding: Any, rows: pd.DataFrame, *, cards: Cards, **_: Any) -> None:
        """Keep a list of texts."""
        cards.listing(name, finding, rows)

    def notice(self, message: Any, filters: Filters, *_: Any, **__: Any) -> None:
        """Keep a sentence that stands out."""
        self._say(NOTICE, message, filters)

    def say(self, sentence: Any, *_: Any, **__: Any) -> None:
        """Keep a sentence."""
        self._say(SAY, sentence)

    def _say(self, kind: str, said: Any, filters: Filters | None = None) -> None:
        texts = finding_texts(said)
        if any(plain(text).strip() for text in texts):
            first = next((node.name for node in parsed(texts[0]).sentences()), "")
            chosen = self._page.filters if filters is None else filters
            self._page.shown.append(Shown(kind, first, texts, self._page, texts[0], filters=chosen))


class _Place:
    def __enter__(self) -> None:
        """A place that nobody sees."""

    def __exit__(self, *_: object) -> None:
        """Leave it."""


@cache
def language(code: str) -> Marking:
    """The marking form of a language."""
    return Marking(code)


@cache
def _script(path: str) -> CodeType:
    return compile((ROOT / path).read_text(encoding="utf-8"), path, "exec")


@cache
def views(path: str) -> tuple[str, ...]:
    """The questions that a page offers one at a time; one empty one where it shows everything."""
    found = VIEWS.search((ROOT / path).read_text(encoding="utf-8"))
    return tuple(re.findall(r'"(\w+)"', found[1])) if found else ("",)


@cache
def filtered(path: str) -> bool:
    """Whether the selection changes what a page counts; else only the scheme of regions and its own choices do."""
    return "filtered=False" not in (ROOT / path).read_text(encoding="utf-8")


def pages() -> list[tuple[str, str]]:
    """Every page that says something, with each of its views."""
    scripts = [file for _, name, file in PAGES if name not in UNREAD]
    return [(script, view) for script in scripts for view in views(script)]


def opened(script: str, view: str, filters: Filters, data: Data, lang: str, *, seed: int, drawn: bool = True) -> Page:
    """Run a page as a link opens it. The same seed makes the same choices in every language."""
    page = Page(script, "", view, filters, data, language(lang))
    recorder = Recorder(page, random.Random(seed))  # noqa: S311 - which view to look at, no secret
    served = ui_data.Opened(data.connection, data.codes, data.results, data.about, {})
    names = {"__name__": script, "__builtins__": {**vars(builtins), "__import__": _importing(recorder, drawn=drawn)}}
    no_session = mock.patch.object(ui_data, "_opened", return_value=served)  # which a card would ask what is served
    with contextlib.suppress(StoppedError), no_session:
        exec(_script(script), names)  # noqa: S102 - the page's own script
    return page


def _importing(recorder: Recorder, *, drawn: bool) -> Callable[..., Any]:
    """Import as a page does: `analytics.ui` is the recorder, and charts are left out where nobody looks at them."""

    def imported(name: str, *more: Any, **named: Any) -> Any:
        module = __import__(name, *more, **named)
        if name == "analytics":
            return _Instead(module, ui=recorder, **({} if drawn else {"maps": _Undrawn()}))
        if name.startswith("analytics.charts") and not drawn:
            return _Undrawn()
        return module

    return imported


class _Instead:
    """A module with some of its names replaced."""

    def __init__(self, module: Any, **replaced: Any) -> None:
        self.__dict__.update(replaced)
        self._module = module

    def __getattr__(self, name: str) -> Any:
        """Any other name of the module."""
        return getattr(self._module, name)


class _Undrawn:
    """Charts that draw nothing."""

    def __getattr__(self, _: str) -> Any:
        """A module or function of charts."""
        return _Undrawn()

    def __call__(self, *_: Any, **__: Any) -> None:
        """Draw nothing."""
