"""Figures of one recommending state: what it asked in each cycle beside others, and where its requests go."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import lanes
from analytics.charts.country import ranged_said
from analytics.results.country import MEASURES
from analytics.rows import each, is_known
from analytics.text import Text

THIN = 0.002
"""Half of the width of the stroke that is what the totals would give, as a share."""


def record(cycles: pd.DataFrame, ranges: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Each cycle a lane, by measure: its share solid, the middle halves of all others and of its region as bands."""
    counted = {row.cycle: row for row in each(cycles)}
    groups = []
    for measure in reversed(MEASURES):  # what it asks, then what becomes of it
        its = [row for row in each(ranges) if row.record_measure == measure]
        drawn = [
            _lane(counted[cycle], {row.within: row for row in pair}, measure, scheme, t)
            for cycle, pair in groupby(its, key=lambda row: row.cycle)
        ]
        groups.append((t(f"recommending_state.measure.{measure}"), drawn))
    return lanes.figure(groups, t)


def _lane(cycle: Any, others: Mapping[str, Any], measure: str, scheme: str, t: Text) -> lanes.Lane:
    whole = cycle.answered if measure == "rate" else cycle.categorised
    value = getattr(cycle, measure)
    known = t.percent(value, 0) if is_known(value) else t("country.none")
    head = t("recommending_state.lane", cycle=cycle.cycle, value=known, n=t.number(whole))
    names = {"all": t("recommending_state.all"), "region": t.short_region(cycle.region, scheme)}
    ranged = [row for within in ("all", "region") if is_known((row := others[within]).range_middle)]
    said = [ranged_said(names[row.within], row, row.other_states, t) for row in ranged]
    bands = [(row.range_lower, row.range_upper) for row in ranged]
    return lanes.Lane(value, cycle.region, head, said or [t("country.lane.few")], bands)


def spread(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """The share of its recommendations that goes to each focus region; a stroke is what the totals would give."""
    drawn = []
    for row in each(rows):
        made = row.recommendations / row.share if row.share else 0
        usual = row.expected / made if made else float("nan")
        head = t(
            "recommending_state.spread.lane",
            region=t.short_region(row.asked, scheme),
            share=t.percent(row.share, 0),
            n=t.number(row.recommendations),
        )
        bands = [(usual - THIN, usual + THIN)] if is_known(usual) else []
        said = t("recommending_state.spread.usual", share=t.percent(usual, 0)) if is_known(usual) else t("country.none")
        drawn.append(lanes.Lane(row.share, row.asked, head, [said], bands))
    return lanes.figure([("", drawn)], t)
