"""What most pages stand on, counted in pandas beside the query: as fast as it can be written, and the same numbers.

Frames are read once and not timed: codes are categories, answers are columns of their own, a choice of issues is looked
up by the number of the recommendation.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analytics import database
from analytics.filters import Codes, Filters

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS = """
    recommendation, session, cycle, state_under_review, region_m49, region_un, recommending_state, action_category,
    is_answered(response) as answered, is_accepted(response, 'strict') as accepted, action_category > 0 as categorised,
    action_category = 5 as specific
"""
FOCUS = ["africa", "lac", "asia"]
ANSWERS = ["answered", "accepted"]


class Frames:
    """The tables that filters look at, as frames: a row per recommendation, and one per recommendation and issue."""

    def __init__(self, connection: database.Connection) -> None:
        self.received = connection.table("selectable").project(COLUMNS).df()
        self.tagged = connection.table("selectable_issue").project(f"{COLUMNS}, issue").df()

    def selected(self, values: Mapping[str, Any], *, tagged: bool = False) -> pd.DataFrame:
        """The rows of a selection; of `tagged` ones a choice of issues selects none."""
        rows = self.tagged if tagged else self.received
        mask = np.ones(len(rows), dtype=bool)
        for column, name in (
            ("state_under_review", "states"),
            ("session", "sessions"),
            ("action_category", "actions"),
            ("recommending_state", "askers"),
        ):
            if values[name] is not None:
                mask &= _among(rows[column], values[name])
        if values["issues"] is not None and not tagged:
            on_issue = np.zeros(int(self.received["recommendation"].max()) + 1, dtype=bool)
            on_issue[self.tagged["recommendation"].to_numpy()[_among(self.tagged["issue"], values["issues"])]] = True
            mask &= on_issue[rows["recommendation"].to_numpy()]
        return rows if mask.all() else rows[mask]


def _among(column: pd.Series, chosen: list[Any]) -> np.ndarray:
    """Whether each value is among the chosen ones; of categories by their codes."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column.isin(chosen).to_numpy()
    known = np.append(column.cat.categories.isin(chosen), False)
    return known[column.cat.codes.to_numpy()]


def counts(frames: Frames, values: Mapping[str, Any]) -> list[pd.Series]:
    """Per review and action category: recommendations, answered, accepted."""
    return _counted(frames.selected(values), ["state_under_review", "session", "action_category"], ANSWERS)


def state_pairs(frames: Frames, values: Mapping[str, Any]) -> list[pd.Series]:
    """Per recommending state and state under review: recommendations, answered, accepted, categorised, specific."""
    by = ["recommending_state", "state_under_review"]
    return _counted(frames.selected(values), by, [*ANSWERS, "categorised", "specific"])


def issues_by_state(frames: Frames, values: Mapping[str, Any]) -> list[pd.Series]:
    """Per state under review and issue: reviews, recommendations, answered, accepted."""
    rows = frames.selected(values, tagged=True)
    by = ["state_under_review", "issue"]
    inner = rows.groupby([*by, "session"], observed=True)
    sums = inner[ANSWERS].sum().assign(recommendations=inner.size(), reviews=1)
    outer = sums.groupby(by, observed=True).sum()
    return [outer["reviews"], outer["recommendations"], outer["answered"], outer["accepted"]]


def asks_by_cycle(frames: Frames, values: Mapping[str, Any]) -> list[pd.Series]:
    """Per recommending state and cycle: recommendations, states, answered, accepted, categorised, specific."""
    rows = frames.selected(values)
    by = ["recommending_state", "cycle"]
    inner = rows.groupby([*by, "state_under_review"], observed=True)
    parts = [*ANSWERS, "categorised", "specific"]
    sums = inner[parts].sum().assign(recommendations=inner.size(), states=1)
    outer = sums.groupby(by, observed=True).sum()
    return [outer["recommendations"], outer["states"], *(outer[part] for part in parts)]


def totals(frames: Frames, values: Mapping[str, Any]) -> list[pd.Series]:
    """Of the selection: recommendations, states, reviews, and recommendations and states of the focus regions."""
    rows = frames.selected(values)
    region = f"region_{values['scheme']}"
    by_review = rows.groupby([region, "state_under_review", "session"], observed=True)
    reviews = by_review.agg(n=("recommendation", "size")).reset_index()
    focus = reviews[reviews[region].isin(FOCUS)]
    states, in_focus = (part["state_under_review"].nunique() for part in (reviews, focus))
    found = [reviews["n"].sum(), states, len(reviews), focus["n"].sum(), in_focus]
    return [pd.Series([number]) for number in found]


COUNTED: dict[str, Callable[[Frames, Mapping[str, Any]], list[pd.Series]]] = {
    "counts": counts,
    "totals": totals,
    "issues_by_state": issues_by_state,
    "state_pairs": state_pairs,
    "asks_by_cycle": asks_by_cycle,
}
"""Query -> the same in pandas: its columns of counts, in their order, of the same rows in the same order."""
SHOWN = {
    "counts": ["recommendations", "answered", "accepted"],
    "totals": ["recommendations", "states", "reviews", "focus_recommendations", "focus_states"],
    "issues_by_state": ["reviews", "recommendations", "answered", "accepted"],
    "state_pairs": ["recommendations", "answered", "accepted", "categorised", "specific"],
    "asks_by_cycle": ["recommendations", "states", "answered", "accepted", "categorised", "specific"],
}


def beside(
    connection: database.Connection, codes: Codes, chosen: list[Filters]
) -> dict[str, tuple[list[float], list[float]]]:
    """Seconds of each query and of the same in pandas, one after the other under each selection.

    Raises ValueError where they count different numbers.
    """
    frames = Frames(connection)
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in COUNTED}
    for filters in chosen:
        values = {**filters.parameters(codes), "acceptance": "strict"}
        for name, count in COUNTED.items():
            start = perf_counter()
            rows = database.query(connection, name, values)
            between = perf_counter()
            counted = count(frames, values)
            end = perf_counter()
            for column, same in zip(SHOWN[name], counted, strict=True):
                if rows[column].tolist() != same.tolist():
                    message = f"{name}.{column} differs from pandas under {filters}"
                    raise ValueError(message)
            found[name][0].append(between - start)
            found[name][1].append(end - between)
    return found


def _counted(rows: pd.DataFrame, by: list[str], parts: list[str]) -> list[pd.Series]:
    """Rows per group, and how many of them are so."""
    groups = rows.groupby(by, observed=True, dropna=False)
    sums = groups[parts].sum()
    return [sums.assign(size=groups.size())["size"], *(sums[part] for part in parts)]
