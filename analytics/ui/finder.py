"""The box that finds pages, countries, issues, organisations and terms from every page, behind one button of the menu.

What can be found is read once per data set and language, and only when somebody looks; the button alone is sent with
every page. A result is a link to the page that shows it, with what was found chosen there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics import finder, glossary
from analytics.finder import Entry, Index
from analytics.markup import bold, markdown, typed
from analytics.rows import each
from analytics.state_names import names_of_states
from analytics.text import languages, text
from analytics.ui import data
from analytics.ui.explanations import TERM
from analytics.ui.link import STATE

if TYPE_CHECKING:
    from analytics.filters import Codes
    from analytics.text import Text

LONGEST = 80
"""Characters that are looked for."""


def box(pages: tuple[str, ...], page: Callable[[str], Any], link: Mapping[str, str], t: Text) -> None:
    """The button, and once it is open the box with what it found. `page` finds one of `pages` by its name."""
    more = st.popover(markdown(t("finder.button")), key="finder", on_change="rerun", width="stretch")
    if more.open:
        with more, st.container(key="finder-found"):
            _look(pages, page, link, t)


def _look(pages: tuple[str, ...], page: Callable[[str], Any], link: Mapping[str, str], t: Text) -> None:
    asked = st.text_input(
        markdown(t("finder.label")), key="finder.asked", max_chars=LONGEST, placeholder=t("finder.placeholder")
    ).strip()
    if not asked:
        return
    found = finder.find(data.once(_index, t, pages), asked)
    if not found.entries:
        st.markdown(markdown(t("finder.none", typed=typed(asked))))
        return
    if found.near:
        st.markdown(markdown(t("finder.near", typed=typed(asked))))
    for entry in found.entries:
        label = f"{markdown(bold(entry.label))} :small[{markdown(t(f'finder.{entry.kind}'))}]"
        st.page_link(page(entry.page), label=label, query_params={**link, **dict(entry.link)})
        if entry.more:
            st.caption(markdown(entry.more))
    if found.all > len(found.entries):
        st.caption(markdown(t("finder.more", n=t.number(found.all - len(found.entries)))))


def _index(codes: Codes, t: Text, pages: tuple[str, ...]) -> Index:
    return finder.index(_known(codes, t, pages))


def _known(codes: Codes, t: Text, pages: tuple[str, ...]) -> Iterator[tuple[Entry, list[str]]]:
    """Everything that can be found, with its further names."""
    every = [text(language) for language in languages()]
    for name in pages:
        titles = [other(f"{name}.title") for other in every]
        yield Entry("page", t(f"{name}.title"), name, more=t(f"{name}.question")), titles
    called = names_of_states()
    for state in dict.fromkeys((*codes.members, *codes.recommending_states)):
        where = "country" if state in codes.members else "recommending_state"
        names = [*(other.state(state) for other in every), *called.get(state, ()), state]
        yield Entry("state", t.state(state), where, ((STATE, state),)), names
    for issue in codes.issues:
        yield (
            Entry("issue", t.issue(issue), "issues", (("issues", issue),)),
            [other.issue(issue) for other in every],
        )
    for row in each(data.table("stakeholders")):
        acronym = [row.acronym] if isinstance(row.acronym, str) else []
        label = f"{row.organisation} ({row.acronym})" if acronym else row.organisation
        chosen = (("view", "catalogue"), ("organisation", row.stakeholder))
        yield Entry("organisation", label, "submissions", chosen), [row.organisation, *acronym]
    for term in glossary.terms(t):
        yield Entry("term", term.name, "glossary", ((TERM, term.code),), term.means), list(term.forms)
