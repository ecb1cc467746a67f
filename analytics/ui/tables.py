"""Rows as a sortable table: headings in the reader's language, each column as its kind is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pandas as pd
import streamlit as st

from analytics import columns
from analytics.columns import Kind
from analytics.filters import Filters
from analytics.markup import markdown
from analytics.text import MISSING, Text

SHOWN_OF_LINK = r"https?://(?:undocs\.org/)?(.+)"
FORMATS = {Kind.SHARE: "percent", Kind.POINTS: "percent", Kind.ORDINAL: "%d"}
"""How numbers of a kind are written; others with the marks of the reader's browser."""


def table(
    rows: pd.DataFrame,
    scheme: str,
    t: Text,
    *,
    key: str,
    alt: str,
    on_select: Literal["ignore"] | Callable[[], None] = "ignore",
) -> None:
    """The rows with names in place of codes. A click on a row calls `on_select`."""
    shown = columns.named(rows, t, scheme, as_words=True)
    st.dataframe(
        shown,
        hide_index=True,
        column_config={name: column_config(shown, name, said) for name, said in columns.headings(shown, t).items()},
        key=key,
        alt=alt,
        placeholder=MISSING,
        on_select=on_select,
        selection_mode="single-row",
    )


def reference(key: str, rows: pd.DataFrame, filters: Filters, t: Text) -> None:
    """A table to look things up in, under the heading of `key`."""
    st.subheader(markdown(t(key)), anchor=False)
    table(rows, filters.scheme, t, key=key, alt=t(key))


def column_config(rows: pd.DataFrame, name: str, heading: str) -> Any:
    """How a column is shown. Raises KeyError for one that nobody described."""
    column = columns.of(name)
    if column.kind is Kind.LINK:
        return st.column_config.LinkColumn(heading, display_text=SHOWN_OF_LINK)
    if rows[name].dtype.kind in "fiu":
        return st.column_config.NumberColumn(heading, format=FORMATS.get(column.kind, "localized"))
    return st.column_config.Column(heading, width="medium" if column.wide else None)
