"""Whether the list of whom to lobby is right: ranked with earlier sessions alone, held against who asked in later ones.

One case is a state under review and an issue that one recommendation or more raised with it in the later sessions. The
list of its case knows the earlier sessions only. Fixed before any later session was looked at: half-life, root and
weights were chosen by ranking with sessions 1-12 and scoring 13-19 (the second of SPLITS), both earlier than 20.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.filters import Codes
from analytics.results.definition import Result, Setting
from analytics.results.lobby_parts import WEIGHTS, acceptance, tied, ties
from analytics.statistics import ranking
from analytics.statistics.estimates import Estimate, weighted_mean
from analytics.thresholds import FEWEST_CLUSTERS, FIRST_PLACES, HALF_LIFE, MORE_PLACES, TRIED, TUNED

VALIDATION = "lobby_validation"
SPLITS = tuple(f"{first}-{last}" for first, last in (TRIED, TUNED))
"""Sessions that a list is held against, made with all sessions before them; the second is where weights were chosen."""
PARTS = "parts"
LAST, ISSUE, OVERALL = BASELINES = ("last", "issue", "overall")
"""Plain lists: who raised the issue with this state before; most active on the issue; most active of all."""
MEASURES = {"precision": (ranking.precision, FIRST_PLACES), "recall": (ranking.recall, MORE_PLACES)}
"""Measure -> how it is counted, and of how many first places."""
ALL = "all"
"""In place of a region: every state under review."""
ENDS = ("lower", "upper")
LOWEST = -(10**9)
"""Key of a state in the list of those that it could ask itself: behind all others."""


@dataclass(frozen=True)
class Past:
    """What the earlier sessions hold, as arrays over all states: issue x asking, issue x asking x reviewed, pairs."""

    raised: np.ndarray
    recent: np.ndarray
    here: np.ndarray
    accepted: np.ndarray
    answered: np.ndarray
    made: np.ndarray


def tried(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each list in each region of the scheme, and in all: precision and recall, and how much better the four parts are.

    Intervals have the state under review as the cluster. `kept` of a region: the list by parts is ahead of each plain
    list in both measures, with intervals of the paired differences above 0.
    """
    first, last = map(int, str(setting.more["split"]).split("-"))
    session = rows["session"].to_numpy()
    states = np.array(rows["recommending_state"].cat.categories)
    true = _cube(rows[(session >= first) & (session <= last)], len(states)) > 0
    issue, reviewed = np.nonzero(true.any(axis=1))
    past = _past(rows[session < first], setting.table("asks_by_pair"), first, states)
    found = true[issue, :, reviewed]
    measured = {
        by: {name: of(found, key, number) for name, (of, number) in MEASURES.items()}
        for by, key in _lists(past, issue, reviewed, states, setting.codes).items()
    }
    region_of = setting.codes.region_of[setting.filters.scheme]
    regions = np.array([region_of.get(state, "") for state in states])[reviewed]
    made = []
    for region in (ALL, *setting.order):
        inside = np.ones(len(regions), dtype=bool) if region == ALL else regions == region
        if inside.any():
            made += _compared(region, {by: _within(of, inside) for by, of in measured.items()}, reviewed[inside])
    columns = ("region", "ranked_by", "states", "cases", *MEASURED, "kept")
    return pd.DataFrame(made, columns=columns)


def best(rows: pd.DataFrame, region: str) -> str:
    """By what lists of a region are ordered: by the parts where these are kept, else by the most precise plain list.

    As last time where nothing was tried.
    """
    mine = rows[(rows["region"] == region).to_numpy()]
    if mine["kept"].any():
        return PARTS
    plain = mine[mine["ranked_by"].isin(BASELINES).to_numpy()].sort_values(
        list(MEASURES), ascending=False, kind="stable"
    )
    return str(plain["ranked_by"].iloc[0]) if len(plain) else LAST


def _within(measures: Mapping[str, np.ndarray], inside: np.ndarray) -> dict[str, np.ndarray]:
    return {name: values[inside] for name, values in measures.items()}


def _compared(
    region: str, measured: Mapping[str, Mapping[str, np.ndarray]], reviewed: np.ndarray
) -> list[dict[str, Any]]:
    """The rows of one region."""
    rows, ahead = [], True
    for by, measures in measured.items():
        row: dict[str, Any] = {"region": region, "ranked_by": by, "cases": len(reviewed)}
        for name, values in measures.items():
            row |= _columns(name, estimated := _estimate(values, reviewed))
            row["states"] = estimated.clusters
            if by != PARTS:
                gap = _estimate(measured[PARTS][name] - values, reviewed)
                row |= _columns(f"{name}_gap", gap)
                ahead = ahead and gap.excludes_zero and gap.value > 0
        rows.append(row)
    return [row | {"kept": ahead} for row in rows]


def _columns(name: str, estimate: Estimate) -> dict[str, float]:
    return {name: estimate.value, **{f"{name}_{end}": getattr(estimate, end) for end in ENDS}}


def _estimate(values: np.ndarray, reviewed: np.ndarray) -> Estimate:
    """The mean over cases, with the state under review as the cluster."""
    _, index = np.unique(reviewed, return_inverse=True)
    cases = np.bincount(index)
    return weighted_mean(np.bincount(index, weights=values) / cases, cases, FEWEST_CLUSTERS, cases)


def _cube(rows: pd.DataFrame, states: int, weights: np.ndarray | None = None) -> np.ndarray:
    """Recommendations by issue, recommending state and state under review."""
    issues = len(rows["issue"].cat.categories)
    axes = [rows[name].cat.codes.to_numpy(dtype=np.int64) for name in ("issue", "recommending_state")]
    reviewed = rows["state_under_review"].cat.codes.to_numpy()
    place = (axes[0] * states + axes[1]) * states + reviewed
    n = rows["recommendations"].to_numpy(dtype=float) if weights is None else weights
    return np.bincount(place, weights=n, minlength=issues * states**2).reshape(issues, states, states)


def _past(rows: pd.DataFrame, pairs: pd.DataFrame, first: int, states: np.ndarray) -> Past:
    here = _cube(rows, len(states))
    n = rows["recommendations"].to_numpy() * ranking.recency(rows["session"].to_numpy(), first - 1, HALF_LIFE)
    before = pairs[(pairs["session"] < first).to_numpy()]
    place = before["recommending_state"].cat.codes.to_numpy(dtype=np.int64) * len(states)
    place += before["state_under_review"].cat.codes.to_numpy()

    def square(name: str) -> np.ndarray:
        of = np.bincount(place, weights=before[name].to_numpy(dtype=float), minlength=len(states) ** 2)
        return of.reshape(len(states), len(states))

    return Past(
        raised=here.sum(axis=2),
        recent=_cube(rows, len(states), n).sum(axis=2),
        here=here,
        accepted=square("accepted"),
        answered=square("answered"),
        made=square("recommendations").sum(axis=1),
    )


def _lists(
    past: Past, issue: np.ndarray, reviewed: np.ndarray, states: np.ndarray, codes: Codes
) -> dict[str, np.ndarray]:
    """The keys of each list, by cases and states; the state under review itself is the last."""
    place = ranking.places(past.raised, past.made)[issue]
    here = past.here[issue, :, reviewed]
    accepting, shared = np.zeros((2, len(states), len(states)))
    for country in np.unique(reviewed):
        accepting[country], _ = acceptance(past.accepted[:, country], past.answered[:, country])
        shared[country] = tied(ties(codes, states[country], states))
    parts = (ranking.interest(past.recent)[issue], ranking.history(here), accepting[reviewed], shared[reviewed])
    points = ranking.points(np.stack(parts), list(WEIGHTS.values()))
    keys = {
        PARTS: ranking.keys(np.where(past.raised[issue] > 0, points, -1), place),
        LAST: ranking.keys(here > 0, place),
        ISSUE: place,
        OVERALL: ranking.places(past.made, past.raised)[issue],
    }
    for key in keys.values():
        key[np.arange(len(reviewed)), reviewed] = LOWEST
    return keys


MEASURED = tuple(f"{name}{part}{end}" for name in MEASURES for part in ("", "_gap") for end in ("", "_lower", "_upper"))
MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    VALIDATION: Result("asks_by_issue", "region and way to rank: how often the first places were right", tried)
}
