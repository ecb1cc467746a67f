"""Words of a page: headings of what is found, and what stands in no card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics import project
from analytics.findings.selection import lead
from analytics.markup import markdown
from analytics.ui import data
from analytics.ui.explanations import explained

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.text import Text


def heading(said: str, filters: Filters, t: Text) -> str:
    """A finding as a heading in Markdown, behind what it is about where that is not everything."""
    about = lead(filters, data.codes(), t)
    return f"### {markdown(t('card.led', lead=about, heading=said) if about else said)}"


def say(sentence: str) -> None:
    """A paragraph; nothing where there is nothing to say."""
    if sentence:
        st.markdown(explained(markdown(sentence)))


def aside(label: str, sentence: str) -> None:
    """A paragraph for whoever asks for it."""
    with st.popover(markdown(label), type="tertiary"):
        st.markdown(explained(markdown(sentence)))


def prose(name: str, t: Text) -> None:
    """A page of prose, with the citation of the recommendations and the versions of data and atlas in its blanks."""
    citation = " ".join(record["citation"] for record in data.sources(data.MAIN))
    cited = t.prose(name).replace("{citation}", citation)
    st.markdown(explained(cited.replace("{version}", data.data_version()).replace("{atlas}", project.VERSION)))
