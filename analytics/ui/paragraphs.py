"""Words of a page that stand in no card."""

from __future__ import annotations

import streamlit as st

from analytics import project
from analytics.text import Text
from analytics.ui import data


def say(sentence: str) -> None:
    """A paragraph."""
    st.markdown(sentence)


def prose(name: str, t: Text) -> None:
    """A page of prose, with the citation of the recommendations and the versions of data and atlas in its blanks."""
    citation = " ".join(record["citation"] for record in data.sources(data.MAIN))
    cited = t.prose(name).replace("{citation}", citation)
    st.markdown(cited.replace("{version}", data.data_version()).replace("{atlas}", project.VERSION))
