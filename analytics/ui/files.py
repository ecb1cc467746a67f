"""What a reader takes away: rows as files, the figure as a picture, the link to a view, a citation, whole tables."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics import columns, project
from analytics.exports import csv, layers, pptx, tables, xlsx
from analytics.exports.definitions import definitions
from analytics.markup import markdown, words
from analytics.ui import data
from analytics.ui.address import address
from analytics.ui.image_buttons import image_buttons
from analytics.ui.slides import slide

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    import plotly.graph_objects as go

    from analytics.exports.carried import Carried
    from analytics.text import Text
    from analytics.ui.card import Card


def keep(card: Card, drawn: go.Figure | None) -> None:
    """Files of the figure and its rows, the link to this view, and how to cite it."""
    t, carried = card.t, card.carried
    named = {name: partial(_named, card, make) for name, make in card.files.items()}
    about = _about(card, carried) | {t("card.of_columns"): ""}
    short = {"selection": _selected(carried), "source": " ".join(carried.sources), "link": carried.link}

    def workbook() -> bytes:
        sheets = {name: _named(card, make, as_words=True) for name, make in card.files.items()}
        headings = {code: said for rows in sheets.values() for code, said in columns.headings(rows, t).items()}
        notes = about | definitions(sheets.values(), t)
        return xlsx.write(sheets, notes, headings, right_to_left=t.right_to_left)

    with st.container(horizontal=True, gap="small"):
        for part, make in named.items():
            others = [each() for other, each in named.items() if other != part]
            label = _told_apart(make(), others, t) if others else "CSV"
            name = f"{carried.name}{part.removeprefix(card.key)}.csv"
            _file(label, name, f"{part}.csv", lambda make=make: csv.write(csv.beside(make(), short)))
        _file("XLSX", f"{carried.name}.xlsx", f"{card.key}.xlsx", workbook)
        _file("PPTX", f"{carried.name}.pptx", f"{card.key}.pptx", partial(pptx.write, [slide(card)], t))
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


def layer(card: Card, points: pd.DataFrame) -> None:
    """The rows of a map, one per state, as files for geographic software. `points`: where small states are drawn."""
    downloads(card.t("countries.layer"), layers.files(card.rows, points, card.carried))


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


def _told_apart(rows: pd.DataFrame, others: Sequence[pd.DataFrame], t: Text) -> str:
    """What the button of one of several tables says: the first column that is its own, and how many rows it has."""
    own = [name for name in rows if not columns.of(name).beside]
    first = next((name for name in own if not any(name in other for other in others)), own[0])
    return t("card.csv_of", what=t(f"column.{first}"), n=t.count("rows", len(rows)))


def _selected(carried: Carried) -> str:
    return " · ".join(filter(None, (carried.counted, carried.selection, carried.covered)))


def _about(card: Card, carried: Carried) -> dict[str, str]:
    """What the second sheet of a workbook says, by its heading."""
    t, records = card.t, card.records
    return {
        t("column.finding"): words(card.whole),
        t("card.of_count"): carried.counted,
        t("card.of_selection"): carried.selection,
        t("card.of_coverage"): carried.covered,
        t("card.of_reading"): words(card.text("reads")),
        t("column.limits"): words(card.text("limits")),
        t("column.source"): " ".join(record["citation"] for record in records),
        t("column.licence"): t.chain(f"{record['licence']} ({record['licence_url']})" for record in records),
        t("column.link"): carried.link,
        t("card.cite_as"): carried.citation,
        t("column.version"): data.data_version(),
        t("column.atlas"): project.VERSION,
        t("card.of_day"): carried.day,
    }


def _file(label: str, name: str, key: str, make: Callable[[], bytes]) -> None:
    st.download_button(markdown(label), make, name, key=f"file.{key}", on_click="ignore", type="tertiary")
