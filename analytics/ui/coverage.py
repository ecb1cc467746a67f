"""The coverage strip of every page: what the data hold to when, and which layers of them the page uses."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from analytics.charts import coverage as charts
from analytics.filters import Codes
from analytics.findings import coverage as find
from analytics.markup import markdown, words
from analytics.text import Text
from analytics.ui import data
from analytics.ui.light import light

EVERY = ("answers", "issues", "requests", "submissions", "vdem", "freedom_house")
USES = {
    "glance": ("answers",),
    "regions": ("answers",),
    "country": ("answers", "requests"),
    "countries": ("answers", "issues", "requests"),
    "issues": ("answers", "issues"),
    "who_asks_whom": ("answers", "requests"),
    "recommending_state": ("answers", "requests"),
    "whom_to_lobby": ("answers", "issues", "requests"),
    "claims": ("answers", "issues", "submissions", "vdem"),
    "follow_up": ("answers", "issues"),
    "search": ("answers",),
    "coalitions": ("submissions",),
    "coalition_networks": ("submissions",),
    "coalition_impact": ("answers", "requests", "submissions"),
    "coalition_country": ("submissions",),
    "coalition_room": ("submissions", "vdem"),
    "submissions": ("submissions",),
    "civic_space": ("answers", "vdem"),
    "civic_falls": ("answers", "requests", "vdem", "freedom_house"),
    "workshop": ("answers", "issues", "submissions"),
    "your_data": EVERY,
    "methods": EVERY,
    "glossary": (),
}
"""Page -> the layers that its first question uses."""
OF_VIEW = {
    ("recommending_state", "on_what"): ("answers", "issues"),
    ("country", "asked"): ("answers", "issues", "requests"),
    ("country", "society"): ("answers", "submissions", "vdem"),
    ("country", "beside"): ("answers",),
    **{("coalition_impact", view): ("submissions",) for view in ("cited", "voice")},
    ("who_asks_whom", "own"): ("answers",),
    **{("follow_up", view): ("answers",) for view in ("again", "instruments")},
    ("issues", "subjects"): ("answers", "requests"),
    ("whom_to_lobby", "tested"): ("answers", "issues"),
    ("civic_falls", "institutions"): (),
    ("civic_falls", "shutdowns"): (),
    ("civic_space", "asked"): ("answers",),
    ("civic_space", "answers"): ("answers", "issues", "vdem"),
    ("civic_space", "laws"): (),
    ("civic_space", "gaps"): ("answers", "issues", "vdem"),
}
"""A later question of a page -> the layers that it uses, where these are others."""


def coverage_strip(page: str, view: str, t: Text) -> None:
    """Draw it; without the figure, the same is read as a sentence."""
    drawn, said = data.once(_strip, t, OF_VIEW.get((page, view), USES[page]))
    if light():
        st.sidebar.caption(markdown(said))
        return
    st.sidebar.plotly_chart(drawn, key="coverage-strip", config={"staticPlot": True}, alt=words(said))


def _strip(_: Codes, t: Text, used: tuple[str, ...]) -> tuple[go.Figure, str]:
    rows = data.table("coverage_layers")
    return charts.strip(rows, used, find.ends(rows, t), t), find.layers(rows, used, t)
