"""The figure card: finding, figure, n and coverage, limits, source, and the actions, always in this order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

import numpy as np
import streamlit as st

from analytics import results
from analytics.exports import csv, tables, xlsx
from analytics.ui import data
from analytics.ui.image_buttons import image_buttons
from analytics.ui.link import choose_state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    import plotly.graph_objects as go

    from analytics.filters import Filters
    from analytics.text import Text

SHARES = {"rate", "shrunken", "se", "lower", "upper", "share", "specific_share", "about_share", "gap", "reference"}
WIDE = {"region", "reference_region", "subregion"}
MODE_BAR = {"displaylogo": False, "modeBarButtons": [["toImage"]], "displayModeBar": "hover"}


def figure(  # noqa: PLR0913 - the parts of a card
    drawn: go.Figure,
    *,
    card: str,
    finding: str,
    rows: pd.DataFrame,
    filters: Filters,
    source: str,
    t: Text,
    config: Mapping[str, Any] | None = None,
    select: bool = False,
) -> None:
    """One figure as a card. `rows` are what it draws. With `select`, a click on a state chooses it for the page."""
    key = card.replace(".", "-")
    with st.container(border=True, key=key):
        st.markdown(f"#### {finding}")
        st.caption(t(f"{card}.reads"))

        def clicked() -> None:
            points = st.session_state[f"{key}-figure"]["selection"]["points"]
            if points and points[0].get("customdata"):
                choose_state(str(np.ravel(points[0]["customdata"])[0]))

        st.plotly_chart(
            drawn,
            key=f"{key}-figure",
            config={**MODE_BAR, **(config or {})},
            alt=f"{t(f'{card}.alt')} {finding}",
            on_select=clicked if select else "ignore",
            selection_mode="points",
        )
        _foot(card, key, finding, rows, filters, source, t, image=True)


def listing(  # noqa: PLR0913 - the parts of a card
    *, card: str, finding: str, rows: pd.DataFrame, filters: Filters, source: str, t: Text, select: bool = False
) -> None:
    """A sortable table as a card. With `select`, a click on a row chooses its state for the page."""
    key = card.replace(".", "-")
    with st.container(border=True, key=key):
        st.markdown(f"#### {finding}")
        st.caption(t(f"{card}.reads"))

        def clicked() -> None:
            places = st.session_state[f"{key}-table"]["selection"]["rows"]
            if places:
                choose_state(str(rows.iloc[places[0]]["iso3"]))

        _table(rows, filters, t, key=f"{key}-table", alt=t(f"{card}.alt"), on_select=clicked if select else "ignore")
        _foot(card, key, finding, rows, filters, source, t, image=False)


def prose(name: str, t: Text) -> None:
    """A page of prose, with the version of the data in its {version}."""
    st.markdown(t.prose(name).replace("{version}", data.data_version()))


def reference(key: str, rows: pd.DataFrame, filters: Filters, t: Text) -> None:
    """A table to look things up in, under the heading of `key`."""
    st.subheader(t(key), anchor=False)
    _table(rows, filters, t, key=key, alt=t(key))


def whole_tables(t: Text) -> None:
    """A choice of the database's tables, each as Parquet and CSV."""
    st.subheader(t("methods.tables"), anchor=False)
    names = data.table("tables")
    about = dict(zip(names["table_name"], names["meaning"], strict=True))
    name = st.selectbox(t("methods.tables.label"), list(about), format_func=lambda each: f"{each}: {about[each]}")
    downloads(
        "",
        {
            f"{name}.parquet": lambda: tables.parquet(data.whole_table(name)),
            f"{name}.csv": lambda: csv.write(data.whole_table(name).to_pandas()),
        },
    )


def downloads(label: str, files: Mapping[str, Callable[[], bytes]]) -> None:
    """A row of files made on click, by file name."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(label)
        for name, make in files.items():
            suffix = name.rsplit(".", 1)[1]
            st.download_button(suffix.upper(), make, name, key=f"file.{name}", on_click="ignore", type="tertiary")


def _foot(  # noqa: PLR0913 - the parts of a card
    card: str, key: str, finding: str, rows: pd.DataFrame, filters: Filters, source: str, t: Text, *, image: bool
) -> None:
    """What stands below a figure: n, coverage, limits, source, actions."""
    record = data.source(source)
    st.caption(
        "  \n".join(
            (
                t(
                    "card.n",
                    n=t.count("recommendations", int(rows["recommendations"].sum())),
                    coverage=_covered(t),
                    scheme=t(f"scheme.{filters.scheme}"),
                ),
                f"{t('card.limits')} {t(f'{card}.limits')}",
                t("card.source", producer=record["producer"], title=record["title"], licence=record["licence"]),
            )
        )
    )
    version, link = data.data_version(), _address()
    citation = t(
        "card.citation",
        finding=finding,
        citation=record["citation"],
        version=version,
        link=link,
        date=datetime.now(tz=UTC).date().isoformat(),
    )
    named = lambda: results.named(rows, t, filters.scheme)  # noqa: E731 - made on click
    about = {
        t("column.finding"): finding,
        t("column.link"): link,
        t("column.source"): record["citation"],
        t("column.licence"): f"{record['licence']} ({record['licence_url']})",
        t("column.version"): version,
        t("column.limits"): t(f"{card}.limits"),
    }
    with st.container(horizontal=True, gap="small", key=f"{key}-actions"):
        if image:
            shown = st.popover(t("card.table"), type="tertiary", on_change="rerun", key=f"{key}-rows")
            if shown.open:
                with shown:
                    _table(rows, filters, t, key=f"{key}-table", alt=t(f"{card}.alt"))
        _file(f"{key}.csv", lambda: csv.write(named()))
        _file(f"{key}.xlsx", lambda: xlsx.write(_labelled(named(), t), about))
        if image:
            image_buttons(key)
        with st.popover(t("card.cite"), type="tertiary", key=f"{key}-cite"):
            st.markdown(t("card.link"))
            st.code(link, language=None, wrap_lines=True)
            st.markdown(t("card.citing"))
            st.code(citation, language=None, wrap_lines=True)


def _file(name: str, make: Callable[[], bytes]) -> None:
    suffix = name.rsplit(".", 1)[1].upper()
    st.download_button(suffix, make, f"upr-{name}", key=f"file.{name}", on_click="ignore", type="tertiary")


def _table(  # noqa: PLR0913 - what a table needs
    rows: pd.DataFrame,
    filters: Filters,
    t: Text,
    *,
    key: str,
    alt: str,
    on_select: Literal["ignore"] | Callable[[], None] = "ignore",
) -> None:
    shown = results.named(rows, t, filters.scheme)
    config = {
        name: st.column_config.NumberColumn(label, format="percent" if name in SHARES else "localized")
        if shown[name].dtype.kind in "fiu"
        else st.column_config.Column(label, width="medium" if name in WIDE else None)
        for name, label in _labels(shown, t).items()
    }
    st.dataframe(
        shown,
        hide_index=True,
        column_config=config,
        key=key,
        alt=alt,
        on_select=on_select,
        selection_mode="single-row",
    )


def _labels(rows: pd.DataFrame, t: Text) -> dict[str, str]:
    return {name: t(f"column.{name}") for name in rows.columns}


def _labelled(rows: pd.DataFrame, t: Text) -> pd.DataFrame:
    return rows.rename(columns=_labels(rows, t))


def _covered(t: Text) -> str:
    codes = data.codes()
    first, last = codes.sessions
    return t("card.sessions", first=first, last=last, first_year=codes.years[0], last_year=codes.years[1])


def _address() -> str:
    """The address of exactly this view."""
    query = urlencode(st.query_params.to_dict(), safe=",")
    return f"{st.context.url or ''}{'?' if query else ''}{query}"
