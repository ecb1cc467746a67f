"""Rows as a sortable table: headings in the reader's language, each column as its kind is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from analytics import columns
from analytics.columns import Kind
from analytics.filters import Filters
from analytics.markup import markdown
from analytics.text import MISSING, Text
from analytics.ui import paper
from analytics.ui.light import light
from analytics.ui.link import linked_state

CHOSEN = "▸ "
"""Before the name of the chosen state, whose row is the first."""
OF_A_STATE = ("correction", "region", "subregion", "review", "iso3")
"""What is said of a state behind its numbers."""
SHOWN_OF_LINK = r"https?://(?:undocs\.org/)?(.+)"
ROW, LINE = 35, 21
"""Pixels of a row with one line of words, and of each line more."""
FORMATS = {Kind.SHARE: "percent", Kind.POINTS: "percent", Kind.ORDINAL: "%d"}
"""How numbers of a kind are written; others with the marks of the reader's browser."""


def table(
    rows: pd.DataFrame,
    scheme: str,
    t: Text,
    *,
    key: str,
    alt: str,
    on_choose: Callable[[pd.Series], None] | None = None,
    printed: bool = False,
    plain: int = 0,
) -> None:
    """The rows with names in place of codes: names first, then numbers, codes and places of states last.

    A click on any cell calls `on_choose` with its row. The row of the chosen state comes first. `printed`: whether it
    is part of the page, so that its first rows are on paper too. `plain`: how many rows stand there as text, in place
    of a table that can be sorted.
    """
    ordered, chosen = _chosen_first(rows)
    shown = columns.named(ordered, t, scheme, as_words=True)
    if chosen:
        names = shown.columns.get_loc(columns.of("iso3").beside)
        shown.iloc[0, names] = f"{CHOSEN}{shown.iloc[0, names]}"
    for name in shown.columns:
        if columns.kind(name) is Kind.FLAG:
            shown[name] = [_said(value, t) for value in shown[name]]
    selecting: dict[str, Any] = {}
    place = f"{key}.{chosen}" if chosen else key  # a new table: in the old one the clicked cell holds another row now
    if on_choose:

        def clicked() -> None:
            cells = st.session_state[place]["selection"]["cells"]
            if cells:
                on_choose(ordered.iloc[cells[0][0]])

        selecting = {"on_select": clicked, "selection_mode": "single-cell"}
    order, headings = _order(shown), columns.headings(shown, t)
    if plain:
        paper.table(shown[order], [headings[name] for name in order], t, seen=alt, most=plain)
        return
    lines = max(columns.of(name).lines for name in shown.columns)
    st.dataframe(
        shown,
        hide_index=True,
        column_order=order,
        column_config={name: column_config(shown, name, said) for name, said in headings.items()},
        key=place,
        alt=alt,
        row_height=ROW + LINE * (lines - 1) if lines > 1 else None,
        placeholder=MISSING,
        **selecting,
    )
    if printed:
        paper.table(shown[order], [headings[name] for name in order], t)


def _chosen_first(rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The rows, that of the chosen state before the others, and this state; empty where no row is its own."""
    state = linked_state()
    if "iso3" not in rows or not state or (rows["iso3"] == state).sum() != 1:
        return rows, ""
    return rows.sort_values("iso3", key=lambda codes: codes != state, kind="stable"), state


def _order(rows: pd.DataFrame) -> list[str]:
    """Columns as they are read: who, then how many; what code a state has and where it lies comes last.

    A flag that holds in no row is left out.
    """
    told = [name for name in rows.columns if columns.kind(name) is not Kind.FLAG or any(rows[name])]
    last = [name for name in OF_A_STATE if name in told] if columns.of("iso3").beside in rows else []
    return [name for name in told if name not in last] + last


def read_as(rows: pd.DataFrame, scheme: str, t: Text) -> pd.DataFrame:
    """The same rows for a reader who cannot sort them: names in place of codes, columns as they are read."""
    shown = columns.named(rows, t, scheme, as_words=True)
    return shown[_order(shown)]


def _said(flag: Any, t: Text) -> str | None:
    """A flag in words: only what holds is said."""
    if pd.isna(flag):
        return None
    return t("table.yes") if flag else ""


def reference(key: str, rows: pd.DataFrame, filters: Filters, t: Text) -> None:
    """A table to look things up in, under the heading of `key`."""
    st.subheader(markdown(t(key)), anchor=False)
    table(rows, filters.scheme, t, key=key, alt=t(key), printed=True, plain=len(rows) if light() else 0)


def column_config(rows: pd.DataFrame, name: str, heading: str) -> Any:
    """How a column is shown. Raises KeyError for one that nobody described."""
    column = columns.of(name)
    if column.kind is Kind.LINK:
        return st.column_config.LinkColumn(heading, display_text=SHOWN_OF_LINK)
    if rows[name].dtype.kind in "fiu":
        return st.column_config.NumberColumn(heading, format=FORMATS.get(column.kind, "localized"))
    width = "large" if column.lines > 1 else "medium" if column.wide else None
    return st.column_config.Column(heading, width=width)
