"""Texts that users loaded: the box that asks for words, pages of results, and the list of texts as a card.

A text comes from anybody. It reaches the browser as HTML that holds no markup but ours: `search.highlighted` and
`html.escape` see to it, and nothing of it is ever read as Markdown.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analytics.findings.finding import Finding, finding_of
from analytics.findings.search import facts
from analytics.markup import markdown
from analytics.results.search import ALL, pages
from analytics.rows import each
from analytics.search import highlighted, parse
from analytics.text import Text
from analytics.ui import data
from analytics.ui.card import Card, Cards, foot, head
from analytics.ui.link import unused, write_own

QUERY, PAGE = "q", "page"
"""Parameters of the link."""
LONGEST = 200
"""Characters of a search."""


def ask(t: Text) -> str:
    """What the reader searches for, kept in the link."""
    key = "choice.q"
    st.session_state[key] = st.query_params.get(QUERY, "")[:LONGEST].replace("\0", "")

    def write() -> None:
        _search(st.session_state[key])

    return str(
        st.text_input(
            markdown(t("search.box")), key=key, on_change=write, max_chars=LONGEST, placeholder=t("search.example")
        )
    ).strip()


def offers(sentence: str, others: Sequence[tuple[str, str]]) -> None:
    """What to do where nothing was found: a sentence, and other searches as (label, what is searched)."""
    st.markdown(markdown(sentence))
    for number, (label, query) in enumerate(others):
        st.button(markdown(label), key=f"offer.{number}", on_click=_search, args=(query,))


def page_of(total: int, t: Text) -> str:
    """Which page of so many texts the link asks for, with buttons to the ones beside it."""
    last = pages(total)
    wanted = st.query_params.get(PAGE, "1")
    if not (wanted.isdecimal() and int(wanted[:LONGEST])):
        unused([(PAGE, wanted)], t)
        wanted = "1"
    now = min(int(wanted[:LONGEST]), last)
    if last > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            for name, there in (("before", now - 1), ("after", now + 1)):
                off = not 1 <= there <= last
                st.button(
                    markdown(t(f"search.{name}")),
                    key=f"page.{name}",
                    on_click=write_own,
                    args=(PAGE, str(there), "1"),
                    disabled=off,
                )
            st.markdown(markdown(t("search.page", page=t.number(now), pages=t.number(last))))
    return str(now)


def texts(
    name: str,
    finding: Finding | str,
    rows: pd.DataFrame,
    *,
    cards: Cards,
    result: str,
    own: dict[str, Any],
    marks: Collection[str] = (),
) -> None:
    """One page of texts as a card; its files hold all of them. `own` are the parameters of `result`, with `q`, if any.

    `marks`: the stems (`language:stem`) that are marked in the texts.
    """
    every = data.later(result, cards.filters, **{**own, PAGE: ALL})
    card = Card(name, finding_of(finding), rows, cards, every=every)
    with st.container(border=True, key=card.key):
        head(card)
        st.html(_list(card, str(own.get(QUERY, "")), frozenset(marks)))
        foot(card)


def _list(card: Card, asked: str, marks: frozenset[str]) -> str:
    query, first = parse(asked), int(card.rows["rank"].iloc[0])
    items = []
    for row in each(card.rows):
        title, *others = facts(row, card.t)
        said = " · ".join(html.escape(each) for each in others)
        body = highlighted(row.text, query, marks)
        items.append(f"<li><p><strong>{html.escape(title)}</strong><br><small>{said}</small></p><p>{body}</p></li>")
    label = html.escape(card.text("alt"))
    return f'<ol start="{first}" aria-label="{label}">{"".join(items)}</ol>'


def _search(query: str) -> None:
    write_own(QUERY, query.strip() or None)
    write_own(PAGE, None)
