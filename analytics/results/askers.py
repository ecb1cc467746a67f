"""The states that make recommendations: how many, to whom, what they ask for and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from analytics.results.asking import later_pairs, possible, square, states_in_order
from analytics.results.definition import COUNTED, Result, Setting, places, pooled, ratio
from analytics.statistics import networks, shrinkage
from analytics.thresholds import FEW, FEWEST_CLUSTERS

TOP = 15
"""Recommending states that are compared one by one."""
MIX = ("minimal", "continuing", "considering", "general", "specific")
"""Action categories 1 to 5, as columns."""


def recommending_states(pairs: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each recommending state, most recommendations first: states addressed, what it asks for, acceptance.

    The rate has an interval with the state under review as the cluster; the shrunken rate is for ranking. `later` are
    requests of sessions without answers, in no other column.
    """
    states, region_of = _known(setting)
    asking = pairs["recommending_state"].cat.codes.to_numpy()
    made = {name: _total(asking, pairs[name], len(states)) for name in COUNTED}
    later = later_pairs(setting)
    made["later"] = _total(later["recommending_state"].cat.codes.to_numpy(), later["later"], len(states))
    made |= dict(zip(MIX, _mix(setting.table("actions_by_asker"), states), strict=True))
    order = _most_first(made["recommendations"], states, made["later"])
    made = {name: values[order] for name, values in made.items()}
    place = np.full(len(states) + 1, -1)  # the last: no recorded recommending state
    place[order] = np.arange(len(order))
    known = asking >= 0
    accepted, answered = (pairs[name].to_numpy()[known] for name in ("accepted", "answered"))
    found = pooled(accepted, answered, place[asking[known]], len(order))
    return pd.DataFrame(
        {
            "iso3": states[order],
            "region": [region_of[state] for state in states[order]],
            "recommendations": made["recommendations"],
            "later": made["later"],
            "few": made["recommendations"] < FEW,
            "states": np.bincount(place[asking[known]], minlength=len(order)),
            **{name: made[name] for name in MIX},
            "specific_share": ratio(made["specific"], sum(made[name] for name in MIX)),
            "answered": made["answered"],
            "accepted": made["accepted"],
            "rate": ratio(made["accepted"], made["answered"]),
            "lower": found["lower"],
            "upper": found["upper"],
            "shrunken": shrinkage.shrunken_rates(made["accepted"], made["answered"]).rate,
        }
    )


def spread(pairs: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The states that recommend most and how they spread over the focus regions, against what the totals would give."""
    states, _ = _known(setting)
    made = square(pairs, "recommendations")[:-1].sum(axis=1)
    return spread_of(pairs, setting, states[_most_first(made, states)[:TOP]].tolist())


def spread_of(pairs: pd.DataFrame, setting: Setting, chosen: Sequence[str | None]) -> pd.DataFrame:
    """The same of chosen recommending states, in their order; those that made no recommendation are left out."""
    states, region_of = _known(setting)
    count = square(pairs, "recommendations")[:-1]
    made = count.sum(axis=1)
    place_of = {state: place for place, state in enumerate(states)}
    top = np.array([place_of[each] for each in chosen if each in place_of and made[place_of[each]]], dtype=int)
    order = list(setting.order)
    region = places(pd.Series([region_of[state] for state in states]), order)
    asking = np.full(len(states), len(top))
    asking[top] = np.arange(len(top))
    found = networks.regional_association(
        count, asking, region, max(len(top) + 1, len(order)), possible(count), fewest=FEWEST_CLUSTERS
    )
    received = np.bincount(region, weights=count.sum(axis=0), minlength=len(order))
    asked = [place for place in map(order.index, setting.focus) if received[place]]
    cells = np.ix_(np.arange(len(top)), np.array(asked, dtype=int))
    observed = found.observed[cells].ravel()
    iso3 = np.repeat(states[top], len(asked))
    return pd.DataFrame(
        {
            "iso3": iso3,
            "region": [region_of[state] for state in iso3],
            "asked": np.tile([order[place] for place in asked], len(top)),
            "recommendations": observed,
            "few": observed < FEW,
            "share": ratio(observed, np.repeat(made[top], len(asked))),
            "expected": found.expected[cells].ravel(),
            "ratio": found.ratio[cells].ravel(),
            "ratio_lower": found.lower[cells].ravel(),
            "ratio_upper": found.upper[cells].ravel(),
        }
    )


def _known(setting: Setting) -> tuple[np.ndarray, Mapping[str, str]]:
    """States in the order of the pairs, and the region of each under the scheme."""
    return np.array(states_in_order(setting)), setting.codes.region_of[setting.filters.scheme]


def _total(asking: np.ndarray, counts: pd.Series, states: int) -> np.ndarray:
    """Sum of a column of the pairs by recommending state."""
    known = asking >= 0
    return np.bincount(asking[known], weights=counts.to_numpy()[known], minlength=states).astype(int)


def _mix(rows: pd.DataFrame, states: np.ndarray) -> np.ndarray:
    """Recommendations by action category and recommending state."""
    mix = np.zeros((len(MIX), len(states)), dtype=int)
    place = rows["action_category"].to_numpy() - 1, places(rows["recommending_state"], states.tolist())
    mix[place] = rows["recommendations"].to_numpy()
    return mix


def _most_first(made: np.ndarray, states: np.ndarray, later: np.ndarray | None = None) -> np.ndarray:
    """Places of the states that made a recommendation, most first, equal ones by code.

    Behind them those that are only known for requests without answers (`later`), most first.
    """
    behind = np.zeros_like(made) if later is None else later * (made == 0)
    order = np.lexsort((states, -behind, -made))
    return order[(made + behind)[order] > 0]


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "recommending_states": Result(
        "state_pairs", "recommending state: what it asks for, acceptance", recommending_states
    ),
    "asking_spread": Result("state_pairs", f"one of the {TOP} that recommend most and focus region: n, ratio", spread),
}
