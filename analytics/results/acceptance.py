"""Acceptance and what was received: by state, region and cycle, the gaps, and the mix of what was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analytics.filters import ACTIONS
from analytics.results.definition import (
    COUNTED,
    SHOWN,
    SPECIFIC,
    Result,
    Setting,
    picked,
    places,
    pooled,
    ratio,
    with_states,
)
from analytics.statistics import rates, shrinkage
from analytics.thresholds import FEW, FEWEST_CLUSTERS, FEWEST_REVIEWS


def by_state(counts: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each selected state's counts, raw acceptance, and the rate shrunken towards its peers with its 95 % interval.

    `later` are requests of sessions without answers, in no other column.
    """
    iso3 = setting.filters.selected_states(setting.codes)
    state = places(counts["iso3"], iso3)

    def total(weights: np.ndarray) -> np.ndarray:
        return np.bincount(state, weights=weights, minlength=len(iso3)).astype(int)

    received, answered, accepted = (total(counts[name].to_numpy()) for name in COUNTED)
    received_by_action, action = counts["recommendations"].to_numpy(), counts["action_category"].to_numpy()
    categorised, specific = (total(received_by_action * which) for which in (action > 0, action == SPECIFIC))
    shrunken = shrinkage.shrunken_rates(accepted, answered)
    return pd.DataFrame(
        {
            **_placed(iso3, setting),
            "recommendations": received,
            "later": _later(iso3, setting),
            "few": (received > 0) & (received < FEW),
            "rate": ratio(accepted, answered),
            "shrunken": shrunken.rate,
            "lower": shrunken.lower,
            "upper": shrunken.upper,
            "specific_share": ratio(specific, categorised),
            "reviews": total(_starts(state, counts["session"].to_numpy())),
            "answered": answered,
            "accepted": accepted,
            "categorised": categorised,
            "specific": specific,
            "correction": _of_states(counts, state, "correction", len(iso3)),
        }
    )


def _later(iso3: Sequence[str], setting: Setting) -> np.ndarray:
    """Requests without answers of each state; no query where the selection has none of their sessions."""
    counted = np.zeros(len(iso3), dtype=int)
    if setting.filters.later_sessions(setting.codes):
        rows = setting.table("later_by_state")
        counted[places(rows["iso3"], iso3)] = rows["later"]
    return counted


def _placed(iso3: Sequence[str], setting: Setting) -> dict[str, list[str]]:
    """Columns that say which states these are and where they belong."""
    codes = setting.codes
    region_of = codes.region_of[setting.filters.scheme]
    return {
        "iso3": list(iso3),
        "region": [region_of[state] for state in iso3],
        "subregion": [codes.subregion_of[state] for state in iso3],
    }


def _of_states(rows: pd.DataFrame, state: np.ndarray, column: str, size: int) -> np.ndarray:
    """What the rows of each state hold in a column that is mostly empty; None where they hold nothing."""
    found = np.full(size, None, dtype=object)
    known = rows[column].notna().to_numpy()
    found[state[known]] = rows[column].to_numpy(dtype=object)[known]
    return found


def _starts(*keys: np.ndarray) -> np.ndarray:
    """Whether a row is the first of its keys; the rows are in the order of the keys."""
    new = np.zeros(len(keys[0]), dtype=bool)
    new[:1] = True
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return new


def by_region(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region's states, counts and rate with its interval, the state under review being the cluster."""
    group = places(states["region"], setting.order)
    return with_states({"region": setting.order, **_pooled(states, group, len(setting.order))})


def later_by_region(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Requests without answers to the states of each region, and how many states received them."""
    group, later = places(states["region"], setting.order), states["later"].to_numpy()
    there = (group >= 0) & (later > 0)
    counted = np.bincount(group[there], minlength=len(setting.order))
    received = np.bincount(group[there], weights=later[there], minlength=len(setting.order)).astype(int)
    return with_states({"region": np.array(setting.order), "states": counted, "later": received})


def later_totals(states: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """One row: requests of the selection in sessions without answers, and the states that received them."""
    return pd.DataFrame([{"later": int(states["later"].sum()), "states": len(states)}])


def by_cycle(counts: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The same per focus region and cycle, with the sessions of that cycle that the selection holds."""
    cycles = np.unique(counts["cycle"])
    state, iso3 = pd.factorize(counts["iso3"])
    cycle = np.searchsorted(cycles, counts["cycle"])
    cell = state * len(cycles) + cycle  # a state in a cycle: one review
    size = len(iso3) * len(cycles)
    answered, accepted = (np.bincount(cell, weights=counts[name], minlength=size) for name in COUNTED[1:])
    region = np.full(len(iso3), -1)
    region[state] = places(counts["region"], setting.focus)
    of_cell, groups = np.repeat(region, len(cycles)), len(setting.focus) * len(cycles)
    group = np.where(of_cell < 0, -1, of_cell * len(cycles) + np.tile(np.arange(len(cycles)), len(iso3)))
    reviews = {"answered": answered, "accepted": accepted, "reviews": np.ones(size)}
    session = counts["session"].to_numpy()
    return with_states(
        {
            "region": np.repeat(setting.focus, len(cycles)),
            "cycle": np.tile(cycles, len(setting.focus)),
            "first_session": np.tile([session[cycle == each].min() for each in range(len(cycles))], len(setting.focus)),
            "last_session": np.tile([session[cycle == each].max() for each in range(len(cycles))], len(setting.focus)),
            **_pooled(reviews, group, groups),
        }
    )


def gaps(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Pairs of focus regions with enough reviews and states, widest gap first: gap = rate - reference, interval."""
    place = places(states["region"], setting.focus)
    accepted, answered, reviews = (states[name].to_numpy() for name in ("accepted", "answered", "reviews"))
    known = {
        region: rates.cluster_rate(accepted[place == index], answered[place == index], FEWEST_CLUSTERS)
        for index, region in enumerate(setting.focus)
        if reviews[(place == index) & (answered > 0)].sum() >= FEWEST_REVIEWS
    }
    pairs = []
    for pair in combinations(known, 2):
        high, low = sorted(pair, key=lambda region: -known[region].rate)
        gap = rates.gap(known[high], known[low])
        if not gap.reason:
            pairs.append((high, low, gap))
    pairs.sort(key=lambda pair: -pair[2].gap)
    columns = ["region", "reference_region", "rate", "reference", "gap", "se", "lower", "upper", "excludes_zero"]
    rows = [
        (high, low, gap.rate, gap.reference, gap.gap, *_interval(gap), gap.excludes_zero) for high, low, gap in pairs
    ]
    return pd.DataFrame(rows, columns=columns)


def _interval(gap: rates.Gap) -> tuple[float, float, float]:
    """Standard error and interval of a gap; NaN where there is none to rely on."""
    return (np.nan, np.nan, np.nan) if gap.reason else (gap.se, gap.lower, gap.upper)


def action_mix(counts: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Share of each action category in its focus region, and acceptance within it."""
    place, action = places(counts["region"], setting.focus), counts["action_category"].to_numpy().astype(int)
    inside = (place >= 0) & (action > 0)
    cell = place[inside] * len(ACTIONS) + action[inside] - 1
    size = len(setting.focus) * len(ACTIONS)
    received, answered, accepted = (
        np.bincount(cell, weights=counts[name].to_numpy()[inside], minlength=size).astype(int) for name in COUNTED
    )
    of_region = np.repeat(received.reshape(-1, len(ACTIONS)).sum(axis=1), len(ACTIONS))
    rows = {
        "region": np.repeat(setting.focus, len(ACTIONS)),
        "action_category": np.tile(ACTIONS, len(setting.focus)),
        "recommendations": received,
        "of_region": of_region,
        "share": ratio(received, of_region),
        "answered": answered,
        "accepted": accepted,
        "rate": ratio(accepted, answered),
    }
    return pd.DataFrame({name: values[received > 0] for name, values in rows.items()})


def asked_by_action(counts: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """Share of each action category in the recommendations of the selection that have one, and acceptance within it."""
    action = counts["action_category"].to_numpy().astype(int)
    counted = {
        name: np.bincount(action, weights=counts[name].to_numpy(), minlength=len(ACTIONS) + 1)[1:].astype(int)
        for name in COUNTED
    }
    total = np.full(len(ACTIONS), counted["recommendations"].sum())
    rows = {
        "action_category": np.array(ACTIONS),
        "recommendations": counted["recommendations"],
        "total": total,
        "share": ratio(counted["recommendations"], total),
        "answered": counted["answered"],
        "accepted": counted["accepted"],
        "rate": ratio(counted["accepted"], counted["answered"]),
    }
    return pd.DataFrame({name: values[total > 0] for name, values in rows.items()})


def totals(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """One row: recommendations, states and reviews of the selection, in all and in the focus regions."""
    received, reviews = states["recommendations"].to_numpy(), states["reviews"].to_numpy()
    focus = places(states["region"], setting.focus) >= 0
    counted = {
        "recommendations": received.sum(),
        "later": states["later"].to_numpy().sum(),
        "states": (received > 0).sum(),
        "reviews": reviews.sum(),
        "focus_recommendations": received[focus].sum(),
        "focus_states": (received[focus] > 0).sum(),
    }
    return pd.DataFrame([counted])


def _pooled(states: Mapping[str, Any] | pd.DataFrame, group: np.ndarray, groups: int) -> dict[str, np.ndarray]:
    """Columns with one place per group: states with answers, recommendations (answered), accepted, rate, interval."""
    accepted, answered, reviews = (np.asarray(states[name]) for name in ("accepted", "answered", "reviews"))
    found = pooled(accepted, answered, group, groups, reviews=reviews)
    return picked(found, states="states", recommendations="whole", accepted="part", **SHOWN)


def with_share_on_issue(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Share of each selected state's recommendations that is on the issue."""
    iso3 = setting.filters.selected_states(setting.codes)
    state = places(rows["iso3"], iso3)
    received, about = np.zeros(len(iso3), dtype=int), np.zeros(len(iso3), dtype=int)
    received[state], about[state] = rows["recommendations"], rows["about_issue"]
    return pd.DataFrame(
        {
            **_placed(iso3, setting),
            "recommendations": received,
            "about_issue": about,
            "correction": _of_states(rows, state, "correction", len(iso3)),
            "few": (received > 0) & (received < FEW),
            "about_share": ratio(about, received),
        }
    )


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {"on_issue_by_state": with_share_on_issue}
DERIVED: Mapping[str, Result] = {
    "received_by_state": Result("counts", "state under review: received, accepted (raw, shrunken), specific", by_state),
    "acceptance_by_region": Result("received_by_state", "region: its states and rate with interval", by_region),
    "acceptance_gaps": Result("received_by_state", "pair of focus regions: the gap in acceptance with interval", gaps),
    "acceptance_by_cycle": Result("counts", "focus region and cycle: its states and rate with interval", by_cycle),
    "action_mix": Result("counts", "focus region and action category: its share and acceptance", action_mix),
    "asked_by_action": Result("counts", "action category: its share of the selection and acceptance", asked_by_action),
    "later_by_region": Result(
        "received_by_state", "region that received requests without answers: how many", later_by_region
    ),
    "later_totals": Result(
        "later_by_state", "selection: requests of its sessions without answers, states under review", later_totals
    ),
    "selection": Result("received_by_state", "selection: its recommendations, states and reviews", totals),
}
