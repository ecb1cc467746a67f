"""The first page as one usually writes it: plotly.express, shapes inside the figure, pandas from the file to the chart.

Nobody opens it; `benchmarks.usual` measures it beside the page of the atlas. It reads the same facts, asks the same
filter and draws the same four figures, without intervals, sentences, files or the frame around them.
"""

import json
from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

ROOT = Path(__file__).parent.parent
FOCUS = ["africa", "lac", "asia"]


@st.cache_data
def facts() -> pd.DataFrame:
    """One row per recommendation, with the region of the state under review."""
    rows = pd.read_parquet(ROOT / "data" / "recommendations.parquet")
    states = pd.read_csv(ROOT / "data" / "states.csv")
    sessions = pd.read_csv(ROOT / "data" / "sessions.csv")
    rows = rows.merge(states, left_on="state_under_review", right_on="iso3")
    rows = rows.merge(sessions[["session", "cycle"]], on="session")
    rows["accepted"] = rows["response"].eq("accepted")
    return rows


@st.cache_data
def shapes() -> dict:
    """The areas of the map."""
    return json.loads((ROOT / "static" / "world.geojson").read_text(encoding="utf-8"))


st.set_page_config(layout="wide")
every = facts()
st.title("How do Africa, Latin America and Asia answer what their peers recommend?")
names = sorted({issue for several in every["issues"] for issue in several})
issues = st.multiselect("Issues", names, key="filter.issues")
rows = every[every["issues"].apply(lambda several: any(issue in issues for issue in several))] if issues else every
answered = rows[rows["response"] != "pending"]
st.write(f"{len(rows):,} recommendations")

grouped = answered.groupby(["iso3", "m49_region"], as_index=False)
by_state = grouped.agg(region=("m49_region", "first"), rate=("accepted", "mean"), n=("accepted", "size"))
strip = px.strip(
    by_state[by_state["region"].isin(FOCUS)], x="rate", y="region", color="region", hover_data=["iso3", "n"]
)
st.plotly_chart(strip, key="strip")
drawn = px.choropleth(
    by_state, geojson=shapes(), locations="iso3", featureidkey="id", color="rate", hover_data=["n"], fitbounds=False
)
st.plotly_chart(drawn, key="map")
left, right = st.columns(2)
by_cycle = answered.groupby(["cycle", "m49_region"])["accepted"].mean().reset_index()
left.plotly_chart(px.line(by_cycle, x="cycle", y="accepted", color="m49_region", markers=True), key="cycles")
mix = rows.groupby(["m49_region", "action_category"], as_index=False).agg(n=("accepted", "size"))
mix["share"] = mix["n"] / mix.groupby("m49_region")["n"].transform("sum")
right.plotly_chart(px.bar(mix, x="share", y="m49_region", color="action_category", orientation="h"), key="mix")
