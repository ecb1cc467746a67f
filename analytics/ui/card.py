"""The figure card: finding, figure, n and coverage, limits, source, and the actions, always in this order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

import numpy as np
import streamlit as st

from analytics import columns
from analytics import filters as codec
from analytics.columns import Kind
from analytics.exports import csv, tables, xlsx
from analytics.findings import dataset
from analytics.findings.selection import coverage, selection
from analytics.text import MISSING
from analytics.ui import data
from analytics.ui.image_buttons import image_buttons
from analytics.ui.link import STATE, choose_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    import plotly.graph_objects as go

    from analytics.filters import Filters
    from analytics.text import Text

SHOWN_OF_LINK = r"https?://(?:undocs\.org/)?(.+)"
FORMATS = {Kind.SHARE: "percent", Kind.POINTS: "percent", Kind.ORDINAL: "%d"}
"""How numbers of a kind are written; others with the marks of the reader's browser."""
MODE_BAR = {"displaylogo": False, "modeBarButtons": [["toImage"]], "displayModeBar": "hover"}


@dataclass(frozen=True)
class Card:
    """What every part of a card speaks of. `beside`: further rows that the figure draws.

    `unit`: what is counted, a column of `rows`. `covered` says what the card covers, `rests` what it rests on, where
    that is not the selection of recommendations.
    `every` makes the rows of its files where `rows` are only one page of them.
    """

    name: str
    finding: str
    rows: pd.DataFrame
    filters: Filters
    sources: tuple[str, ...]
    t: Text
    beside: pd.DataFrame | None = None
    n: int | None = None
    unit: str = "recommendations"
    covered: str = ""
    rests: str = ""
    every: Callable[[], pd.DataFrame] | None = None

    @property
    def counted(self) -> int:
        """Units behind the card, recommendations or others: those of its rows, unless rows overlap and `n` says it."""
        return int(self.rows[self.unit].sum()) if self.n is None else self.n

    @property
    def key(self) -> str:
        """Key of its widgets."""
        return self.name.replace(".", "-")

    def text(self, part: str) -> str:
        """A sentence of this card: what it reads, its alt text, its limits; its blanks are what the data hold."""
        return self.t(f"{self.name}.{part}", **dataset.blanks(data.codes(), self.t))


def figure(
    drawn: go.Figure,
    *,
    card: str,
    finding: str,
    rows: pd.DataFrame,
    filters: Filters,
    source: str | tuple[str, ...],
    t: Text,
    beside: pd.DataFrame | None = None,
    n: int | None = None,
    unit: str = "recommendations",
    covered: str = "",
    rests: str = "",
    config: Mapping[str, Any] | None = None,
    select: bool = False,
    choose: Sequence[str] = (),
) -> None:
    """One figure as a card. `rows`, and those `beside`, are what it draws; `n` recommendations, if rows overlap.

    `unit` is what is counted, a column of `rows` and a noun; `covered` says what the card rests on where that is not
    the selection of recommendations, `rests` says all of that in words. `source`: one source or several. With
    `select`, a click on a state chooses it for the page. `choose` names parameters of the page instead: a click fills
    them, in order, with the codes that the clicked mark holds as its customdata.
    """
    this = Card(card, finding, rows, filters, _several(source), t, beside, n, unit, covered, rests)

    def clicked() -> None:
        points = st.session_state[f"{this.key}-figure"]["selection"]["points"]
        if points and points[0].get("customdata"):
            choose_codes((STATE,) if select else choose, list(np.ravel(points[0]["customdata"])))

    clickable = select or choose
    selecting: dict[str, Any] = {"on_select": clicked, "selection_mode": "points"} if clickable else {}
    with st.container(border=True, key=this.key):
        head(this)
        st.plotly_chart(
            drawn,
            key=f"{this.key}-figure",
            config={**MODE_BAR, **(config or {})},
            alt=f"{this.text('alt')} {finding}",
            **selecting,
        )
        foot(this, image=True)


def listing(
    *,
    card: str,
    finding: str,
    rows: pd.DataFrame,
    filters: Filters,
    source: str | tuple[str, ...],
    t: Text,
    n: int | None = None,
    unit: str = "recommendations",
    covered: str = "",
    rests: str = "",
    select: bool = False,
    choose: Mapping[str, str] | None = None,
) -> None:
    """A sortable table as a card; `n`, `unit`, `covered` and `rests` as in `figure`.

    With `select`, a click on a row chooses its state for the page. `choose` names a parameter of the page and the
    column that holds its code instead.
    """
    this = Card(card, finding, rows, filters, _several(source), t, None, n, unit, covered, rests)
    columns = {STATE: "iso3"} if select else dict(choose or {})

    def clicked() -> None:
        places = st.session_state[f"{this.key}-table"]["selection"]["rows"]
        if places:
            choose_codes(list(columns), [rows.iloc[places[0]][column] for column in columns.values()])

    with st.container(border=True, key=this.key):
        head(this)
        _table(this, rows, on_select=clicked if columns else "ignore")
        foot(this, image=False)


def say(sentence: str) -> None:
    """A paragraph."""
    st.markdown(sentence)


def prose(name: str, t: Text) -> None:
    """A page of prose, with the citation of the recommendations and the version of the data in its blanks."""
    cited = t.prose(name).replace("{citation}", data.source(data.MAIN)["citation"])
    st.markdown(cited.replace("{version}", data.data_version()))


def reference(key: str, rows: pd.DataFrame, filters: Filters, t: Text) -> None:
    """A table to look things up in, under the heading of `key`."""
    st.subheader(t(key), anchor=False)
    shown = columns.named(rows, t, filters.scheme, as_words=True)
    config = _configs(shown, t)
    st.dataframe(shown, hide_index=True, column_config=config, key=key, alt=t(key), placeholder=MISSING)


def whole_tables(t: Text) -> None:
    """A choice of the database's tables, each as Parquet and CSV."""
    st.subheader(t("methods.tables"), anchor=False)
    names = data.table("tables")
    about = dict(zip(names["table_name"], names["meaning"], strict=True))
    name = st.selectbox(t("methods.tables.label"), list(about), format_func=lambda each: f"{each}: {about[each]}")
    table = data.later_table(name)
    downloads(
        "",
        {
            f"{name}.parquet": lambda: tables.parquet(table()),
            f"{name}.csv": lambda: csv.write(table().to_pandas()),
        },
    )


def downloads(label: str, files: Mapping[str, Callable[[], bytes]]) -> None:
    """A row of files made on click, by file name."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(label)
        for name, make in files.items():
            suffix = name.rsplit(".", 1)[1]
            st.download_button(suffix.upper(), make, name, key=f"file.{name}", on_click="ignore", type="tertiary")


def head(card: Card) -> None:
    """What stands above a figure: the finding, and how to read it."""
    st.markdown(f"### {card.finding}\n:small[:gray[{card.text('reads')}]]")


def foot(card: Card, *, image: bool) -> None:
    """What stands below a figure: n, coverage, limits, source, actions."""
    t, records = card.t, [data.source(code) for code in card.sources]
    scheme = t(f"scheme.{card.filters.scheme}")
    if card.rests:
        n = t("card.counted", counted=card.rests, scheme=scheme)
    elif card.covered:
        n = t("card.n_of", n=_counted(card), covered=card.covered, scheme=scheme)
    else:
        what = selection(card.filters, data.codes(), t)
        n = t("card.n", n=_counted(card), selection=what, coverage=coverage(data.codes(), t), scheme=scheme)
    limits = f"{t('card.limits')} {card.text('limits')}"
    source = "  \n".join(
        t("card.source", producer=record["producer"], title=record["title"], licence=record["licence"])
        for record in records
    )
    st.caption(f"{n}  \n{limits}  \n{source}")
    more = st.popover(
        t("card.more" if image else "card.keep"), type="tertiary", on_change="rerun", key=f"{card.key}-more"
    )
    if more.open:
        with more:
            if image:
                for rows in _tables(card).values():
                    _table(card, rows)
            _keep(card, records, image=image)


def _several(source: str | tuple[str, ...]) -> tuple[str, ...]:
    return (source,) if isinstance(source, str) else source


def _counted(card: Card) -> str:
    """The n of a card with its noun."""
    return card.t.count(card.unit, card.counted)


def _keep(card: Card, records: Sequence[pd.Series], *, image: bool) -> None:
    """Files of the figure and its rows, the link to this view, and how to cite it."""
    t, version, link = card.t, data.data_version(), _address()
    citation = " ".join(record["citation"] for record in records)
    named = {name: partial(_named, card, make) for name, make in _files(card).items()}
    about = {
        t("column.finding"): card.finding,
        t("column.link"): link,
        t("column.source"): citation,
        t("column.licence"): "; ".join(f"{record['licence']} ({record['licence_url']})" for record in records),
        t("column.version"): version,
        t("column.limits"): card.text("limits"),
    }

    def workbook() -> bytes:
        sheets = {name: _named(card, make, as_words=True) for name, make in _files(card).items()}
        headings = {code: said for rows in sheets.values() for code, said in columns.headings(rows, t).items()}
        return xlsx.write(sheets, about, headings)

    with st.container(horizontal=True, gap="small"):
        for name, make in named.items():
            _file(f"{name}.csv", partial(_as_csv, make))
        _file(f"{card.key}.xlsx", workbook)
        if image:
            image_buttons(card.key)
    st.markdown(t("card.link"))
    st.code(link, language=None, wrap_lines=True)
    st.markdown(t("card.citing"))
    today = datetime.now(tz=UTC).date().isoformat()
    citing = {"finding": card.finding, "citation": citation, "version": version, "link": link, "date": today}
    st.code(t("card.citation", **citing), language=None, wrap_lines=True)


def _tables(card: Card) -> dict[str, pd.DataFrame]:
    """The rows of a card by the name of their file."""
    return {card.key: card.rows} | ({} if card.beside is None else {f"{card.key}-each": card.beside})


def _files(card: Card) -> dict[str, Callable[[], pd.DataFrame]]:
    """What makes the rows of each file of a card, by its name."""
    if card.every:
        return {card.key: card.every}
    return {name: rows.copy for name, rows in _tables(card).items()}


def _named(card: Card, make: Callable[[], pd.DataFrame], *, as_words: bool = False) -> pd.DataFrame:
    return columns.named(make(), card.t, card.filters.scheme, as_words=as_words)


def _as_csv(make: Callable[[], pd.DataFrame]) -> bytes:
    return csv.write(make())


def _file(name: str, make: Callable[[], bytes]) -> None:
    suffix = name.rsplit(".", 1)[1].upper()
    st.download_button(suffix, make, f"upr-{name}", key=f"file.{name}", on_click="ignore", type="tertiary")


def _table(card: Card, rows: pd.DataFrame, on_select: Literal["ignore"] | Callable[[], None] = "ignore") -> None:
    shown = columns.named(rows, card.t, card.filters.scheme, as_words=True)
    st.dataframe(
        shown,
        hide_index=True,
        column_config={
            name: column_config(shown, name, said) for name, said in columns.headings(shown, card.t).items()
        },
        key=f"{card.key}-table" if rows is card.rows else f"{card.key}-table-each",
        alt=card.text("alt"),
        placeholder=MISSING,
        on_select=on_select,
        selection_mode="single-row",
    )


def _configs(rows: pd.DataFrame, t: Text) -> dict[str, Any]:
    return {name: column_config(rows, name, said) for name, said in columns.headings(rows, t).items()}


def column_config(rows: pd.DataFrame, name: str, heading: str) -> Any:
    """How a column is shown. Raises KeyError for one that nobody described."""
    column = columns.of(name)
    if column.kind is Kind.LINK:
        return st.column_config.LinkColumn(heading, display_text=SHOWN_OF_LINK)
    if rows[name].dtype.kind in "fiu":
        return st.column_config.NumberColumn(heading, format=FORMATS.get(column.kind, "localized"))
    return st.column_config.Column(heading, width="medium" if column.wide else None)


def _address() -> str:
    """The address of exactly this view, without what of the link's filters could not be used."""
    link = st.query_params.to_dict()
    used = codec.encode(codec.decode(link, data.codes())[0])
    kept = {name: used.get(name, value) for name, value in link.items() if name in used or name not in codec.NAMES}
    query = urlencode(kept, safe=",")
    return f"{st.context.url or ''}{'?' if query else ''}{query}"
