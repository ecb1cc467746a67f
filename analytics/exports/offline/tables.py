"""Rows as tables of HTML: names in place of codes, each column as its kind is read, a heading to sort by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analytics import columns
from analytics.columns import Kind
from analytics.exports.html import Html, tag
from analytics.text import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from analytics.text import Text

NUMBERS = {Kind.COUNT, Kind.SHARE, Kind.POINTS, Kind.NUMBER, Kind.ORDINAL}


def table(rows: pd.DataFrame, scheme: str, t: Text, caption: str) -> Html:
    """The rows with their columns, but for flags that hold in none and what is empty."""
    shown = columns.named(rows, t, scheme, as_words=True).drop(columns=["iso3"], errors="ignore")
    kept = [name for name in shown if shown[name].notna().any() and not _is_idle(name, shown[name])]
    headings = [(t(f"column.{name}"), _is_number(name, shown[name])) for name in kept]
    cells = ([(_cell(name, row[name], t), None) for name in kept] for row in shown.to_dict("records"))
    return of_cells(headings, cells, caption)


def of_cells(
    headings: Sequence[tuple[str, bool]],
    rows: Iterable[Sequence[tuple[str, float | None]]],
    caption: str,
    *,
    sorts: bool = False,
    marks: Sequence[Mapping[str, str]] = (),
) -> Html:
    """A table of words, each with the number that it is sorted by, if by one; the first of a row names it.

    `headings` say whether a column holds numbers; `sorts`, whether they are buttons, though none of the browser's own:
    Chromium prints a heading that holds one on the first page only. `marks` are attributes of rows.
    """
    head = [
        tag(
            "th",
            tag("span", said, role="button", tabindex="0") if sorts else said,
            scope="col",
            class_="number" if number else None,
        )
        for said, number in headings
    ]
    body = []
    for place, row in enumerate(rows):
        first, *others = row
        cells = [
            tag("td", said, class_="number" if number else "words", data_v=_sorted_by(value))
            for (said, value), (_, number) in zip(others, headings[1:], strict=True)
        ]
        body.append(tag("tr", tag("th", first[0], scope="row"), cells, **(marks[place] if marks else {})))
    return tag("table", tag("caption", caption), tag("thead", tag("tr", head)), tag("tbody", body))


def _sorted_by(value: float | None) -> str | None:
    return None if value is None or value != value else f"{value:.6g}"


def _is_idle(name: str, values: pd.Series) -> bool:
    return columns.kind(name) is Kind.FLAG and not values.fillna(value=False).any()


def _is_number(name: str, values: pd.Series) -> bool:
    return columns.kind(name) in NUMBERS and values.dtype.kind in "fiu"


def _cell(name: str, value: Any, t: Text) -> str:
    """A value as a table writes it."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return t.join(str(one) for one in value)
    if value is None or value != value:
        return MISSING
    kind = columns.kind(name)
    if kind is Kind.FLAG:
        return t("table.yes") if value else ""
    return value if isinstance(value, str) else _number(value, kind, t)


def _number(value: float, kind: Kind | None, t: Text) -> str:
    if kind in columns.PERCENT:
        return t.percent(value)
    if kind is Kind.ORDINAL:
        return f"{value:.0f}"
    return t.number(value, 0 if float(value).is_integer() else 2)
