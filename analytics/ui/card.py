"""The figure card: heading, one line, figure, one folded line with all that was left out, and the actions.

They always stand in this order.

`cards` binds once what the cards of a page have in common; each of them is then a figure, a map or a listing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analytics import maps
from analytics.charts.palette import draws
from analytics.exports.carried import Carried
from analytics.filters import Filters
from analytics.findings import dataset
from analytics.findings.finding import Finding, finding_of
from analytics.findings.selection import coverage, held, lead, selection
from analytics.markup import markdown, words
from analytics.text import Text
from analytics.ui import data, pack, paper
from analytics.ui.carrying import carried
from analytics.ui.explanations import explained
from analytics.ui.files import keep
from analytics.ui.light import light
from analytics.ui.link import choose_codes
from analytics.ui.paragraphs import heading
from analytics.ui.tables import table

ACRONYM = re.compile(r"\((\w+)\)$")
MODE_BAR = {"displaylogo": False, "modeBarButtons": [["toImage"]], "displayModeBar": True, "displayNotifier": False}
"""One button, which nobody sees (`page.css`): those of `image_buttons` press it."""


@dataclass(frozen=True)
class Cards:
    """What cards have in common. `source`: one source or several.

    `n`: how many units they rest on, if their rows overlap; else their rows hold it. `unit`: what is counted, a column
    of the rows and a noun. `covered` says what the cards cover, `rests` what they rest on, where that is not the
    selection of recommendations.
    """

    filters: Filters
    t: Text
    source: str | tuple[str, ...]
    n: int | None = None
    unit: str = "recommendations"
    covered: str = ""
    rests: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """Codes of its sources."""
        return (self.source,) if isinstance(self.source, str) else self.source

    def resting_on(self, rests: str) -> Cards:
        """The same for cards that rest on something else, in words."""
        return replace(self, rests=rests)

    def figure(
        self,
        name: str,
        drawn: go.Figure,
        finding: Finding | str,
        rows: pd.DataFrame,
        *,
        beside: pd.DataFrame | None = None,
        click: Sequence[str] = (),
        config: Mapping[str, Any] | None = None,
    ) -> Card:
        """One figure as a card. `rows`, and those `beside`, are what it draws; without a mark it is left out.

        `click` names parameters of the page: a click on a mark fills them, in order, with the codes that the mark
        holds as its customdata.
        """
        card = Card(name, finding_of(finding), rows, self, beside, drawn=drawn)

        def clicked() -> None:
            points = st.session_state[f"{card.key}-figure"]["selection"]["points"]
            if points and points[0].get("customdata"):
                choose_codes(click, list(np.ravel(points[0]["customdata"])))

        selecting: dict[str, Any] = {"on_select": clicked, "selection_mode": "points"} if click else {}
        with st.container(border=True, key=card.key):
            head(card)
            shown = draws(drawn) and not light()
            if light() and not rows.empty:
                _plain(card)
            elif shown:
                st.plotly_chart(
                    drawn,
                    key=f"{card.key}-figure",
                    config={**MODE_BAR, **(config or {})},
                    alt=words(f"{card.text('alt')} {card.quoted}"),
                    **selecting,
                )
            foot(card, drawn if shown else None, tables=shown or light())
        return card

    def map(
        self,
        name: str,
        drawn: go.Figure,
        finding: Finding | str,
        rows: pd.DataFrame,
        *,
        beside: pd.DataFrame | None = None,
        click: Sequence[str] = (),
    ) -> Card:
        """A figure that is a map: it asks no other site for its base map."""
        return self.figure(name, drawn, finding, rows, beside=beside, click=click, config=maps.CONFIG)

    def listing(
        self, name: str, finding: Finding | str, rows: pd.DataFrame, *, click: Mapping[str, str] | None = None
    ) -> None:
        """A sortable table as a card.

        `click` names parameters of the page, each with the column that holds its code: a click on a row fills them.
        """
        card, filled = Card(name, finding_of(finding), rows, self), dict(click or {})

        def choose(row: pd.Series) -> None:
            choose_codes(list(filled), [row[column] for column in filled.values()])

        with st.container(border=True, key=card.key):
            head(card)
            on_choose = choose if filled else None
            if light():
                _plain(card)
            else:
                _table(card, rows, on_choose=on_choose, printed=True)
            foot(card, tables=light(), on_choose=on_choose)


cards = Cards


@dataclass(frozen=True)
class Card:
    """What every part of one card speaks of. `beside`: further rows that the figure, `drawn`, draws.

    `every` makes the rows of its files where `rows` are only one page of them.
    """

    name: str
    finding: Finding
    rows: pd.DataFrame
    shared: Cards
    beside: pd.DataFrame | None = None
    every: Callable[[], pd.DataFrame] | None = None
    drawn: go.Figure | None = None

    @property
    def t(self) -> Text:
        """The reader's language."""
        return self.shared.t

    @property
    def quoted(self) -> str:
        """Its heading, with what it is about, as words."""
        return self._about(self.finding.heading)

    @property
    def whole(self) -> str:
        """All that is known, with what it is about, as words."""
        return self._about(self.finding.whole)

    def _about(self, said: str) -> str:
        about = lead(self.shared.filters, data.codes(), self.t)
        return self.t("card.quoted", lead=about, heading=said) if about else said

    @property
    def records(self) -> list[dict[str, Any]]:
        """Its sources, their terms in the reader's language."""
        every = [record for code in self.shared.sources for record in data.sources(code)]
        return [{**record, "licence": self.t.record(record["licence"])} for record in every]

    @property
    def counted(self) -> str:
        """Units behind the card with their noun: those of its rows, unless rows overlap."""
        unit, n = self.shared.unit, self.shared.n
        return self.t.count(unit, int(self.rows[unit].sum()) if n is None else n)

    @property
    def key(self) -> str:
        """Key of its widgets."""
        return self.name.replace(".", "-")

    @property
    def sourced(self) -> list[str]:
        """Its sources with their terms, a sentence each."""
        return [
            self.t("card.source", producer=record["producer"], title=record["title"], licence=record["licence"])
            for record in self.records
        ]

    @property
    def carried(self) -> Carried:
        """What its files say of themselves."""
        return carried(self)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Its rows by the name of their file."""
        return {self.key: self.rows} | ({} if self.beside is None else {f"{self.key}-each": self.beside})

    @property
    def files(self) -> dict[str, Callable[[], pd.DataFrame]]:
        """What makes the rows of each of its files, by name."""
        return {self.key: self.every} if self.every else {name: rows.copy for name, rows in self.tables.items()}

    def text(self, part: str) -> str:
        """A sentence of this card: what it reads, its alt text, its limits; its blanks are what the data hold."""
        return self.t(f"{self.name}.{part}", **data.once(dataset.blanks, self.t))


def head(card: Card) -> None:
    """What stands above a figure: a heading that says what it is about, and one line."""
    finding = card.finding
    said = f"{heading(finding.heading, card.shared.filters, card.t)}\n{markdown(finding.more)}"
    st.markdown(explained(said, card.key))


def foot(
    card: Card,
    drawn: go.Figure | None = None,
    *,
    tables: bool = False,
    on_choose: Callable[[pd.Series], None] | None = None,
) -> None:
    """What stands below a figure, if there is one: one line that opens on all that is known, and the actions.

    `tables`: whether its sortable tables are among them; a click on a row calls `on_choose`.
    """
    t, about = card.t, _about(card)
    paper.notes(about)
    with st.container(horizontal=True, gap="small"):
        with st.popover(markdown(_line(card)), type="tertiary", key=f"{card.key}-about"):
            st.markdown(explained(markdown("\n\n".join(about)), card.key))
        label = markdown(t("card.more" if tables else "card.keep"))
        more = st.popover(label, type="tertiary", on_change="rerun", key=f"{card.key}-more")
        pack.button(card)
    if more.open:
        with more:
            if tables:
                for rows in card.tables.values():
                    _table(card, rows, on_choose=on_choose)
            keep(card, drawn)


def _line(card: Card) -> str:
    """How many are counted, of which sessions, from whom. What `rests` says behind a dot is for whoever opens it."""
    t, shared = card.t, card.shared
    producers = t.join(dict.fromkeys(_short(record["producer"]) for record in card.records))
    counted = shared.rests.partition(" · ")[0] if shared.rests else card.counted
    if shared.rests or shared.covered:
        return t("card.folded.counted", counted=counted, producers=producers)
    chosen = [session for session in shared.filters.selected_sessions(data.codes()) if session in data.codes().cycle_of]
    sessions = held(chosen or list(data.codes().cycle_of), t).said
    return t("card.folded", counted=counted, sessions=sessions, producers=producers)


def _short(producer: str) -> str:
    """A producer by its acronym, or without what follows its name; the whole name is a click away."""
    acronym = ACRONYM.search(producer)
    return acronym[1] if acronym else producer.partition(", ")[0]


def _about(card: Card) -> list[str]:
    """How to read it, the whole finding, n and coverage, limits, source and terms: a paragraph each."""
    t, shared = card.t, card.shared
    scheme = t(f"scheme.{shared.filters.scheme}")
    if shared.rests:
        n = t("card.counted", counted=shared.rests, scheme=scheme)
    elif shared.covered:
        n = t("card.n_of", n=card.counted, covered=shared.covered, scheme=scheme)
    else:
        what = selection(shared.filters, data.codes(), t)
        n = t("card.n", n=card.counted, selection=what, coverage=data.once(coverage, t), scheme=scheme)
    reads, limits = (f"{t(f'card.{part}')} {card.text(part)}" for part in ("reads", "limits"))
    return [reads, *([card.finding.full] if card.finding.full else []), n, limits, *card.sourced]


def _table(
    card: Card, rows: pd.DataFrame, on_choose: Callable[[pd.Series], None] | None = None, *, printed: bool = False
) -> None:
    """A table of the card: its rows, or those beside."""
    key = f"{card.key}-table" if rows is card.rows else f"{card.key}-table-each"
    scheme, alt = card.shared.filters.scheme, words(card.text("alt"))
    table(rows, scheme, card.t, key=key, alt=alt, on_choose=on_choose, printed=printed)


def _plain(card: Card) -> None:
    """Its rows as text, in place of a chart or of a table that can be sorted."""
    table(card.rows, card.shared.filters.scheme, card.t, key=card.key, alt=words(card.text("alt")), plain=paper.ROWS)
