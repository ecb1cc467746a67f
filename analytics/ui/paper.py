"""What only a printed page shows: what is selected, day and address; below a card how to read it; a table's first rows.

On the screen a table is a canvas and the notes of a card are folded, and a browser that prints waits for nothing. So
both are on the page already, hidden, as plain HTML: compressed, as they are sent, half a kB a card
and 2 kB a table. The
script scales charts to the sheet and gives them the colours of the light theme.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from analytics import columns, project
from analytics.charts import palette
from analytics.columns import Kind
from analytics.findings.selection import selection
from analytics.markup import words
from analytics.text import MISSING
from analytics.ui import data
from analytics.ui.address import address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd

    from analytics.filters import Filters
    from analytics.text import Text

FOLDER = Path(__file__).parent
CSS, JS = ((FOLDER / f"print.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
ROWS = 40
"""Rows of a table that are printed: about one sheet."""
LONGEST = 120
"""Characters of a cell that has room in a table on a sheet."""
MOST_LETTERS = 170
"""Of the longest words of all columns side by side: more could not be read on a sheet."""
ANYWHERE = 8
"""Letters that an address stands in, which breaks anywhere."""
DECIMALS = 2
"""Of a number that is neither a count nor a share."""
NUMERIC = "iuf"
PAPER = "on-paper"
"""Class of what is hidden on the screen."""

_script = st.components.v2.component("print", css=CSS, js=JS, isolate_styles=False)


def printing() -> None:
    """Load the script and its styles, out of the flow of the page."""
    themes = {name: st.get_option(f"theme.{name}.chartCategoricalColors") for name in ("light", "dark")}
    with st.container(key="print"):
        _script(key="print-script", data={**themes, "surface": int(palette.SURFACE[1:]) - 1}, height="content")


def head(filters: Filters, t: Text, *, filtered: bool) -> None:
    """What is selected, where the page is filtered; which atlas, facts and day; the address of the view."""
    scheme = t(f"scheme.{filters.scheme}")
    said = [scheme]
    if filtered:
        broad = [t("lead.broad")] if filters.acceptance == "broad" else []
        said = [t("paper.selected", selection=t.entries([selection(filters, data.codes(), t), *broad])), scheme]
    today = t.day(datetime.now(tz=UTC).date())
    seen = t("paper.seen", site=t("site.name"), atlas=project.VERSION, version=data.data_version(), day=today)
    _html("head", _paragraphs([" · ".join(said), f"{seen} · {address()}"]))


def notes(paragraphs: Iterable[str]) -> None:
    """What is folded below a figure on the screen."""
    _html("notes", _paragraphs(paragraphs))


def table(rows: pd.DataFrame, headings: Iterable[str], t: Text, *, seen: str = "", most: int = ROWS) -> None:
    """The first rows of a table that is shown, and of how many they are the first.

    `seen`: what the table is called where it stands on the screen too (see `light`). `most`: rows.
    Where cells hold long sentences, or are many, each row is a paragraph: a sheet has no room for them side by side.
    """
    first, headings = rows.head(most), [escape(said) for said in headings]
    kinds = [_class(name, rows[name].dtype.kind in NUMERIC) for name in rows.columns]
    cells = [
        list(map(_writer(name, t) if kind == "n" else _plain, _known(first[name])))
        for name, kind in zip(rows.columns, kinds, strict=True)
    ]
    lines = [[escape(cell) for cell in line] for line in zip(*cells, strict=True)]
    letters = sum(_letters(kind, [head, *each]) for kind, head, each in zip(kinds, headings, cells, strict=True))
    if letters > MOST_LETTERS or max((len(cell) for line in lines for cell in line), default=0) > LONGEST:
        body = "".join(_record(line, headings) for line in lines)
    else:
        heads = "".join(f"<th class={kind}>{said}" for kind, said in zip(kinds, headings, strict=True))
        marks = [f"<td class={kind}>" for kind in kinds]
        written = "".join("<tr>" + "".join(map("".join, zip(marks, line, strict=True))) for line in lines)
        style = f"lang={t.language} style=--columns:{len(kinds)};--letters:{letters}"
        body = f"<table {style}><thead><tr>{heads}<tbody>{written}</table>"
    of = [t("paper.rows", shown=t.number(len(first)), rows=t.number(len(rows)))] if len(rows) > most else []
    _html("rows", body + _paragraphs(of), seen)


def _record(line: Sequence[str], headings: Sequence[str]) -> str:
    """A row as a paragraph, without what it does not say."""
    first, *others = zip(headings, line, strict=True)
    said = (f"<b>{head}</b> {cell}" for head, cell in others if cell not in {"", MISSING})
    return f"<p>{' · '.join([f'<strong>{first[1]}</strong>', *said])}</p>"


def _letters(kind: str, said: Sequence[str]) -> int:
    """Letters of the longest word of a column, which no line can be shorter than."""
    return ANYWHERE if kind == "a" else max(len(word) for each in said for word in re.split(r"\s|(?<=-)", each))


def _class(name: str, number: bool) -> str:  # noqa: FBT001 - of one column
    """How a cell stands: a number, an address that may break anywhere, or words."""
    return "n" if number else "a" if columns.kind(name) is Kind.LINK else "w"


def _html(part: str, body: str, seen: str = "") -> None:
    place = f'{part} seen" role="region" tabindex="0" aria-label="{escape(seen)}' if seen else part
    st.html(f'<div class="{PAPER} {place}">{body}</div>')


def _paragraphs(sentences: Iterable[str]) -> str:
    return "".join(f"<p>{escape(words(said))}</p>" for said in sentences)


def _writer(name: str, t: Text) -> Callable[[float], str]:
    """How a number of a column is written."""
    kind = columns.kind(name)
    if kind in columns.PERCENT:
        return t.percent
    if kind is Kind.ORDINAL:
        return lambda value: MISSING if value != value else f"{value:.0f}"
    return lambda value: t.number(value, 0 if value == int(value) else DECIMALS) if value == value else MISSING


def _known(column: pd.Series) -> pd.Series:
    """Its cells as plain values, an absent one a number that is none: pandas' own sign of it cannot be compared."""
    return column.astype(object).where(column.notna(), math.nan)


def _plain(cell: object) -> str:
    if isinstance(cell, (list, tuple)):
        return ", ".join(map(str, cell))
    return MISSING if cell is None or cell != cell else str(cell)
