"""What a reader takes away: rows as files, the figure as a picture, the link to a view, a citation, whole tables."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from analytics import columns, project
from analytics import filters as codec
from analytics.exports import csv, tables, xlsx
from analytics.markup import markdown, words
from analytics.ui import data
from analytics.ui.image_buttons import image_buttons

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from analytics.text import Text
    from analytics.ui.card import Card


def keep(card: Card, *, image: bool) -> None:
    """Files of the figure and its rows, the link to this view, and how to cite it."""
    t, records, version, link = card.t, card.records, data.data_version(), address()
    citation = " ".join(record["citation"] for record in records)
    named = {name: partial(_named, card, make) for name, make in card.files.items()}
    about = {
        t("column.finding"): words(card.whole),
        t("column.link"): link,
        t("column.source"): citation,
        t("column.licence"): "; ".join(f"{record['licence']} ({record['licence_url']})" for record in records),
        t("column.version"): version,
        t("column.atlas"): project.VERSION,
        t("column.limits"): words(card.text("limits")),
    }

    def workbook() -> bytes:
        sheets = {name: _named(card, make, as_words=True) for name, make in card.files.items()}
        headings = {code: said for rows in sheets.values() for code, said in columns.headings(rows, t).items()}
        return xlsx.write(sheets, about, headings)

    with st.container(horizontal=True, gap="small"):
        for name, make in named.items():
            _file(f"{name}.csv", lambda make=make: csv.write(make()))
        _file(f"{card.key}.xlsx", workbook)
        if image:
            image_buttons(card.key)
    st.markdown(markdown(t("card.link")))
    st.code(link, language=None, wrap_lines=True)
    st.markdown(markdown(t("card.citing")))
    today = datetime.now(tz=UTC).date().isoformat()
    versions = {"version": version, "atlas": project.VERSION}
    citing = {"finding": words(card.quoted), "citation": citation, "link": link, "date": today, **versions}
    st.code(t("card.citation", **citing), language=None, wrap_lines=True)


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


def _file(name: str, make: Callable[[], bytes]) -> None:
    suffix = name.rsplit(".", 1)[1].upper()
    st.download_button(markdown(suffix), make, f"upr-{name}", key=f"file.{name}", on_click="ignore", type="tertiary")


def address() -> str:
    """The address of exactly this view, without what of the link's filters could not be used."""
    link = st.query_params.to_dict() | data.linked()
    used = codec.encode(codec.decode(link, data.codes())[0])
    kept = {name: used.get(name, value) for name, value in link.items() if name in used or name not in codec.NAMES}
    query = urlencode(kept, safe=",")
    return f"{st.context.url or ''}{'?' if query else ''}{query}"
