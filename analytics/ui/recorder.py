"""The pages without a browser: their own scripts, with a recorder in place of `analytics.ui`.

The cards that a page shows under a link are kept, with finding, rows and figure; nothing is drawn on a screen, so a
page takes milliseconds. A pack of slides is made so when it is asked for; the harness of sentences chooses by lot.
"""

from __future__ import annotations

import builtins
import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import pandas as pd

from analytics import filters as codec
from analytics.filters import Codes, Filters
from analytics.findings.finding import Finding, finding_of
from analytics.results import OWN
from analytics.results.country import MOST_BESIDE
from analytics.results.search import pages
from analytics.text import Text
from analytics.ui import data
from analytics.ui.card import Card, Cards
from analytics.ui.choices import BESIDE, given, unknown
from analytics.ui.link import STATE
from analytics.ui.page import LANGUAGE, PAGES, holds_nothing, this_year
from analytics.ui.texts import LONGEST, PAGE, QUERY
from analytics.ui.weights import wanted

ROOT = Path(__file__).resolve().parents[2]


class StoppedError(Exception):
    """A page that ended early, as `st.stop` does."""


@dataclass(frozen=True)
class Kept(Cards):
    """Cards that are kept instead of drawn."""

    keep: Callable[[Card], None] = field(kw_only=True, repr=False)

    def figure(self, name: str, drawn: Any, finding: Finding | str, rows: pd.DataFrame, **more: Any) -> Card:
        """Keep a figure."""
        card = Card(name, finding_of(finding), rows, self, more.get("beside"), drawn=drawn)
        self.keep(card)
        return card

    def map(self, name: str, drawn: Any, finding: Finding | str, rows: pd.DataFrame, **more: Any) -> Card:
        """Keep a map."""
        return self.figure(name, drawn, finding, rows, **more)

    def listing(self, name: str, finding: Finding | str, rows: pd.DataFrame, **_: Any) -> None:
        """Keep a table."""
        self.keep(Card(name, finding_of(finding), rows, self))


class Recorder:
    """What a page may call, as `analytics.ui` offers it; it opens as the link of `run` says, on its data."""

    def __init__(self, run: data.Run, t: Text) -> None:
        self.run, self.link, self.t = run, run.link, t
        self.cards_kept: list[Card] = []
        self.problems: list[tuple[str, str]] = []
        """Parameters of the link, and their values, that could not be used."""
        self.stopped = ""
        """Key of the sentence that ended the page early."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """What shows no finding: nothing happens."""
        return lambda *_, **__: None

    def open_page(self, name: str, own: Sequence[str] = (), *, filtered: bool = True, **_: Any) -> tuple[Text, Filters]:
        """Language and selection of the page; of one that no filter changes, the scheme of regions alone."""
        del name
        filters, problems = codec.decode(self.link, self.codes(), also=(STATE, LANGUAGE, data.DATA, *own))
        self.problems += [*problems, *unknown(self.link, own)]
        self.run.own[:] = own
        return self.t, filters if filtered else Filters(scheme=filters.scheme)

    def table(self, name: str, filters: Filters | None = None, **more: object) -> pd.DataFrame:
        """The rows of a result."""
        return data.table(name, filters, **more)

    def cards(self, *values: Any, **more: Any) -> Kept:
        """What cards have in common."""
        return Kept(*values, **more, keep=self.keep)

    def keep(self, card: Card) -> None:
        """Keep a card."""
        self.cards_kept.append(card)

    def codes(self) -> Codes:
        """The codes of the data set."""
        return data.codes()

    def area_points(self) -> pd.DataFrame:
        """Where each state is drawn."""
        return data.area_points()

    def columns(self, widths: Sequence[int]) -> list[Any]:
        """Places side by side."""
        return [contextlib.nullcontext() for _ in widths]

    def linked(self, name: str) -> str:
        """What the link has for a parameter of the page."""
        return self.link.get(name, "")

    def left(self, name: str, options: Sequence[str] | Mapping[str, str]) -> list[str]:
        """The options of a choice that the data set has what they need for. Ends the page where none is left."""
        left = [code for code in options if given(name, code)]
        if not left:
            raise StoppedError
        return left

    def choose(self, name: str, options: Sequence[str] | Mapping[str, str], _: Text, **__: Any) -> str:
        """A choice of the page: what the link says, else the default."""
        left = self.left(name, options)
        usual = str(OWN[name][0]) if name in OWN and str(OWN[name][0]) in left else left[0]
        wanted = self.link.get(name, usual)
        if wanted not in left and name != STATE:  # another page knows more states
            self.problems.append((name, wanted))
        return wanted if wanted in left else usual

    def chosen(self, filters: Filters, /) -> str:
        """The state that figures mark: the one of the link, else the only one selected; empty without one."""
        state = self.link.get(STATE, "")
        only = filters.states[0] if len(filters.states) == 1 else ""
        return state if state in {*self.codes().members, *self.codes().recommending_states} else only

    def weigh(self, usual: Mapping[str, int], _: Text, /) -> dict[str, str]:
        """The weights of the page."""
        return wanted(usual, self.link)

    def selected_state(self, states: Sequence[str], _: Text, /, **__: Any) -> str | None:
        """The state that the page is about."""
        state = self.chosen(codec.decode(self.link, self.codes())[0])
        return state if state in states else None

    def states_beside(self, states: Sequence[str], country: str, _: Text, /) -> str:
        """Up to three more states beside it."""
        wanted = [code for code in self.link.get(BESIDE, "").split(",") if code and code != country]
        there = list(dict.fromkeys(code for code in wanted if code in states))[:MOST_BESIDE]
        self.problems += [(BESIDE, code) for code in wanted if code not in there]
        return ",".join(there)

    def this_year(self) -> int:
        """The present year."""
        return this_year()

    def search_text(self, name: str, _: Text) -> str:
        """Words that are searched for on the page."""
        return self.link.get(name, "").strip()

    def ask(self, _: Text) -> str:
        """What is searched for in texts."""
        return self.link.get(QUERY, "")[:LONGEST].replace("\0", "").strip()

    def page_of(self, total: int, _: Text) -> str:
        """Which page of so many texts."""
        wanted = self.link.get(PAGE, "1")[:LONGEST]
        return str(min(int(wanted), pages(total))) if wanted.isdecimal() and int(wanted) else "1"

    def texts(self, name: str, finding: Finding | str, rows: pd.DataFrame, *, cards: Cards, **_: Any) -> None:
        """Keep a list of texts."""
        cards.listing(name, finding, rows)

    def stop_if_empty(self, rows: pd.DataFrame, _: Text, sentence: str = "empty") -> None:
        """End the page where the selection holds nothing for it."""
        if holds_nothing(rows):
            self.stopped = sentence
            raise StoppedError

    def stop_without_texts(self, *_: Any) -> None:
        """End the page where no texts are loaded, or none that can be searched yet."""
        if not (data.gives("texts") and data.gives("searchable")):
            raise StoppedError


def script_of(page: str) -> str:
    """The file of a page."""
    return next(file for _, name, file in PAGES if name == page)


def run(script: str, recorder: Recorder, *, drawn: bool = True) -> None:
    """Run a page's script; charts are left out where nobody looks at them."""
    names = {"__name__": script, "__builtins__": {**vars(builtins), "__import__": _importing(recorder, drawn=drawn)}}
    before = data.RUN.set(recorder.run)
    try:
        with contextlib.suppress(StoppedError):
            exec(_script(script), names)  # noqa: S102 - the page's own script
    finally:
        data.RUN.reset(before)


@cache
def _script(path: str) -> CodeType:
    return compile((ROOT / path).read_text(encoding="utf-8"), path, "exec")


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
