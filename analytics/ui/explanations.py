"""Terms of the glossary where they stand: underlined with dots, explained when pointed at, tapped or reached by Tab.

A term is a link with its meaning as its title, so it is explained also where the script below does not run. The script
shows the meaning at once and beside the term, also to who has no mouse. It leaves again with Escape.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from analytics import glossary
from analytics.codes import Codes
from analytics.markup import bold, markdown
from analytics.text import Text
from analytics.ui import data
from analytics.ui.link import linked, unused

LISTED = (("stakeholders", "organisation"), ("networks", "organisation"), ("named_coalitions", "said_of"))
"""Results that name organisations, and the column of the name."""
PAGE = "page"
"""Place of what stands on a page outside its cards."""
TERM = "term"
"""Parameter of the glossary: the term that a link asks for, which stands above the others."""
KEY = "explanations"
"""Key of the session's state: what is explained in this run."""


@dataclass
class Explained:
    """The reader's language, and by place of the page the codes of terms that are explained there."""

    t: Text
    known: defaultdict[str, set[str]] = field(default_factory=partial(defaultdict, set))


def begin(t: Text) -> None:
    """Nothing is explained yet on this page."""
    st.session_state[KEY] = Explained(t)


def explained(said: str, place: str = PAGE) -> str:
    """Markdown whose terms are explained, each where it stands first in a place: a card, or what is in none."""
    run = st.session_state[KEY]
    said, run.known[place] = glossary.explained(said, run.t, data.once(_names, run.t), run.known[place])
    return said


def meanings(*labels: str) -> str | None:
    """Help for a widget, whose label and options can hold no links: the terms that stand in them."""
    t = st.session_state[KEY].t
    known: set[str] = set()
    for label in labels:
        known = glossary.explained(label, t, {}, known)[1]
    return (
        "  \n".join(markdown(f"{bold(term.name)}: {term.means}") for term in glossary.terms(t) if term.code in known)
        or None
    )


def list_of_terms(t: Text) -> None:
    """All terms with their meaning, one after the other, each with its address; above them the one of the link."""
    every, asked = glossary.terms(t), linked(TERM)
    for term in every:
        if term.code == asked:
            with st.container(border=True):
                st.markdown(f"{markdown(bold(term.name))}  \n{markdown(term.means)}")
    if asked and asked not in {term.code for term in every}:
        unused([(TERM, asked)], t)
    for term in every:
        st.subheader(markdown(term.name), anchor=f"{glossary.ANCHOR}{term.code}")
        st.session_state[KEY].known[term.code].add(term.code)  # no term leads to itself
        st.markdown(explained(markdown(term.means), term.code))


def _names(_: Codes, t: Text) -> dict[str, tuple[str, ...]]:
    """Names in which a term may stand as a part."""
    places = [name for kind in ("states", "organisations") for name in t.names[kind].values()]
    listed = [name for result, column in LISTED for name in data.table(result)[column].dropna()]
    return glossary.holding({*places, *listed}, t)
