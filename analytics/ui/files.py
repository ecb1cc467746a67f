"""What a reader takes away: rows as files, the figure as a picture, the link to a view, a citation, whole tables."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics import columns, project
from analytics.exports import csv, tables, xlsx
from analytics.markup import markdown, words
from analytics.ui import data
from analytics.ui.address import address
from analytics.ui.image_buttons import image_buttons

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    import plotly.graph_objects as go

    from analytics.text import Text
    from analytics.ui.card import Card


def keep(card: Card, drawn: go.Figure | None) -> None:
    """Files of the figure and its rows, the link to this view, and how to cite it."""
    t, records, carried = card.t, card.records, card.carried
    named = {name: partial(_named, card, make) for name, make in card.files.items()}
    about = {
        t("column.finding"): words(card.whole),
        t("column.link"): carried.link,
        t("column.source"): " ".join(record["citation"] for record in records),
        t("column.licence"): "; ".join(f"{record['licence']} ({record['licence_url']})" for record in records),
        t("column.version"): data.data_version(),
        t("column.atlas"): project.VERSION,
        t("column.limits"): words(card.text("limits")),
    }

    def workbook() -> bytes:
        sheets = {name: _named(card, make, as_words=True) for name, make in card.files.items()}
        headings = {code: said for rows in sheets.values() for code, said in columns.headings(rows, t).items()}
        return xlsx.write(sheets, about, headings)

    with st.container(horizontal=True, gap="small"):
        for part, make in named.items():
            _file(
                f"{carried.name}{part.removeprefix(card.key)}.csv", f"{part}.csv", lambda make=make: csv.write(make())
            )
        _file(f"{carried.name}.xlsx", f"{card.key}.xlsx", workbook)
        if drawn is not None:
            image_buttons(card.key, drawn, carried, t)
    st.markdown(markdown(t("card.link")))
    st.code(address(), language=None, wrap_lines=True)
    st.markdown(markdown(t("card.citing")))
    st.code(carried.citation, language=None, wrap_lines=True)


def downloads(label: str, files: Mapping[str, Callable[[], bytes]]) -> None:
    """A row of files made on click, by file name."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(markdown(label))
        for name, make in files.items():
            suffix = name.rsplit(".", 1)[1]
            st.download_button(
                markdown(suffix.upper()), make, name, key=f"file.{name}", on_click="ignore", type="tertiary"
            )


def whole_tables(t: Text) -> None:
    """A choice of the database's tables, each as Parquet and CSV."""
    st.subheader(markdown(t("methods.tables")), anchor=False)
    names = data.table("tables")
    about = dict(zip(names["table_name"], names["meaning"], strict=True))
    name = st.selectbox(
        markdown(t("methods.tables.label")), list(about), format_func=lambda each: f"{each}: {about[each]}"
    )
    table = data.later_table(name)
    downloads(
        "",
        {
            f"{name}.parquet": lambda: tables.parquet(table()),
            f"{name}.csv": lambda: csv.write(table().to_pandas()),
        },
    )


def _named(card: Card, make: Callable[[], pd.DataFrame], *, as_words: bool = False) -> pd.DataFrame:
    return columns.named(make(), card.t, card.shared.filters.scheme, as_words=as_words)


def _file(name: str, key: str, make: Callable[[], bytes]) -> None:
    suffix = name.rsplit(".", 1)[1].upper()
    st.download_button(markdown(suffix), make, name, key=f"file.{key}", on_click="ignore", type="tertiary")
