"""The three regions compared: the spread inside them, the gaps between them, change, and the mix of what was asked.

What a gap is made of is in `mix`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analytics.filters import ACTIONS
from analytics.results.definition import (
    COUNTED,
    INTERVAL,
    SHOWN,
    Result,
    Setting,
    picked,
    places,
    pooled,
    ratio,
    with_states,
)
from analytics.statistics import rates
from analytics.statistics.means import group_means
from analytics.thresholds import FEW, FEWEST_CLUSTERS, FEWEST_REVIEWS, FEWEST_SPREAD, FEWEST_STATES

FEW_STATES = 3
"""Chosen states up to which each is set beside its sub-region."""
PAIRS: Mapping[str, tuple[str, str]] = {
    "africa-asia": ("africa", "asia"),
    "lac-asia": ("lac", "asia"),
    "africa-lac": ("africa", "lac"),
}
"""Pairs of regions, in fixed order: gap = first - second."""
DIFFERENCE = ("rate", "reference", "gap", "se", "lower", "upper")


def spread(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each focus region: its pooled rate, the mean of its states, and the middle half of them, with intervals.

    The mean counts each state once. The middle half and the two ends are those of the states with FEW or more
    recommendations, so that they do not show the chance of small numbers.
    """
    place, size = places(states["region"], setting.focus), len(setting.focus)
    columns = {"region": np.asarray(setting.focus), **_pooled(states, place, size)}
    accepted, answered = (states[name].to_numpy() for name in ("accepted", "answered"))
    rate = ratio(accepted, answered)
    mine = (place >= 0) & (answered > 0) & (columns["reviews"] >= FEWEST_REVIEWS)[place]
    many = mine & (answered >= FEW)
    many &= (np.bincount(place[many], minlength=size) >= FEWEST_SPREAD)[place]
    mean, middle = (
        group_means(rate[inside], place[inside], size, ends=(0, 1), fewest=FEWEST_CLUSTERS) for inside in (mine, many)
    )
    columns |= {
        "mean_of_states": mean.mean,
        "mean_lower": mean.lower,
        "mean_upper": mean.upper,
        "states_with_many": middle.n,
        **{name: getattr(middle, name) for name in ("lowest", "lower_quartile", "upper_quartile", "highest")},
    }
    return with_states(columns)


def by_subregion(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each sub-region of a focus region: its states, counts and pooled rate with interval."""
    size = len(setting.codes.subregions)
    return with_states(
        {
            "region": np.repeat(setting.focus, size),
            "subregion": np.tile(setting.codes.subregions, len(setting.focus)),
            **_pooled(states, _cell(states, setting), len(setting.focus) * size),
        }
    )


def within_subregions(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The sub-regions, each followed by its states: a row without a state is the sub-region itself."""
    heads = by_subregion(states, setting)
    cell = _cell(states, setting)
    inside = (cell >= 0) & (states["answered"].to_numpy() > 0)
    mine = {
        name: states[name].to_numpy()[inside] for name in ("region", "subregion", "iso3", "reviews", "accepted", "rate")
    }
    size = int(inside.sum())
    members = {
        **mine,
        "recommendations": states["answered"].to_numpy()[inside],
        "states": np.ones(size, dtype=int),
        "few_states": np.zeros(size, dtype=bool),
    }
    order = np.argsort(np.concatenate([np.unique(cell[inside]), cell[inside]]), kind="stable")
    rows = {}
    for name in [*heads.columns[:2], "iso3", *heads.columns[2:]]:
        head = heads[name].to_numpy() if name in heads else np.full(len(heads), None)
        member = members.get(name, np.full(size, np.nan))
        rows[name] = np.concatenate([head, member])[order]
    return pd.DataFrame(rows)


def beside_subregion(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each chosen state, where they are few: what it accepted beside the other states of its sub-region.

    These are all of the sub-region under what else is selected, and no others than the chosen state are in view.
    """
    few = 0 < len(setting.filters.states) <= FEW_STATES
    everywhere = setting.everywhere("received_by_state") if few else states
    rows = []
    for iso3, subregion, answered, accepted in zip(
        *(states[name] for name in ("iso3", "subregion", "answered", "accepted")), strict=True
    ):
        if not (few and answered):
            continue
        others = everywhere[((everywhere["subregion"] == subregion) & (everywhere["iso3"] != iso3)).to_numpy()]
        counts = {name: others[name].to_numpy() for name in ("accepted", "answered", "reviews")}
        place = np.zeros(len(others), dtype=int)
        found = pooled(counts["accepted"], counts["answered"], place, 1, reviews=counts["reviews"])
        names = {"reference_states": "states", "reference_recommendations": "whole", "reference": "rate"}
        bounds = {"reference_lower": "lower", "reference_upper": "upper"}
        rows.append(
            {
                "iso3": iso3,
                "subregion": subregion,
                "recommendations": answered,
                "accepted": accepted,
                "rate": accepted / answered,
                **{name: found[of][0] for name, of in (names | bounds).items()},
            }
        )
    return pd.DataFrame(rows)


def gaps(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The pairs of focus regions in fixed order: gap = rate - reference; no numbers where a region has few."""
    place, size = places(states["region"], setting.focus), len(setting.focus)
    of_region = _pooled(states, place, size)
    accepted, answered = (states[name].to_numpy() for name in ("accepted", "answered"))
    at = {region: index for index, region in enumerate(setting.focus)}
    rate = [
        rates.cluster_rate(accepted[place == index], answered[place == index], FEWEST_CLUSTERS) for index in range(size)
    ]
    rows = []
    for region, reference in PAIRS.values():
        one, other = at[region], at[reference]
        enough = min(of_region["reviews"][[one, other]]) >= FEWEST_REVIEWS
        row: dict[str, Any] = {"region": region, "reference_region": reference}
        for prefix, index in (("", one), ("reference_", other)):
            row |= {f"{prefix}{name}": of_region[name][index] for name in ("recommendations", "reviews", "states")}
        rows.append(row | _difference(rates.gap(rate[one], rate[other]), known=enough))
        rows[-1]["few_states"] = min(row["states"], row["reference_states"]) < FEWEST_STATES
    return pd.DataFrame(rows)


def changes(counts: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each focus region from the first to the last cycle: on the states reviewed in both, and on all states.

    Of the cycles that the data hold whole, if there are two of them: these are all states against themselves.

    On all states the two rates are treated as if no state were in both, so that interval is a little too wide.
    """
    counts = counts[(places(counts["region"], setting.focus) >= 0) & (counts["cycle"].to_numpy() > 0)]
    cycles = np.unique(counts["cycle"])
    whole = np.isin(cycles, setting.codes.whole_cycles)
    if whole.sum() > 1:
        counts = counts[np.isin(counts["cycle"], cycles[whole])]
        cycles = cycles[whole]
    names = ["region", "basis", "reference_cycle", "cycle", "reference_states", "states", *DIFFERENCE, "excludes_zero"]
    if len(cycles) < 2:  # noqa: PLR2004 - a change needs two
        return pd.DataFrame(columns=[*names, "few_states"])
    state, iso3 = pd.factorize(counts["iso3"])
    cell = state * len(cycles) + np.searchsorted(cycles, counts["cycle"])
    answered, accepted = (
        np.bincount(cell, weights=counts[name], minlength=len(iso3) * len(cycles)).reshape(-1, len(cycles))
        for name in COUNTED[1:]
    )
    region = np.zeros(len(iso3), dtype=int)
    region[state] = places(counts["region"], setting.focus)
    rows = []
    for place, name in enumerate(setting.focus):
        y, n = accepted[region == place], answered[region == place]
        first, last = (rates.cluster_rate(y[:, cycle], n[:, cycle], FEWEST_CLUSTERS) for cycle in (0, -1))
        if not (first.clusters or last.clusters):
            continue
        paired = rates.paired_change(y[:, 0], n[:, 0], y[:, -1], n[:, -1], FEWEST_CLUSTERS)
        for basis, of_first, of_last, change in (
            ("both", paired.clusters, paired.clusters, paired),
            ("all", first.clusters, last.clusters, rates.gap(last, first)),
        ):
            fewest = min(of_first, of_last)
            row = {"region": name, "basis": basis, "reference_cycle": cycles[0], "cycle": cycles[-1]}
            row |= {"reference_states": of_first, "states": of_last}
            row |= _difference(change, known=fewest >= FEWEST_REVIEWS)
            rows.append(row | {"few_states": fewest < FEWEST_STATES})
    return pd.DataFrame(rows)


def by_action(counts: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each action category of each focus region: its share of what was asked, and acceptance in it with interval."""
    place, action = places(counts["region"], setting.focus), counts["action_category"].to_numpy().astype(int)
    counts, place, action = (values[(place >= 0) & (action > 0)] for values in (counts, place, action))
    state, iso3 = pd.factorize(counts["iso3"])
    kinds, groups = len(ACTIONS), len(setting.focus) * len(ACTIONS)
    asked = np.bincount(place * kinds + action - 1, weights=counts["recommendations"], minlength=groups).astype(int)
    of_region = np.repeat(asked.reshape(-1, kinds).sum(axis=1), kinds)
    cell = state * kinds + action - 1  # a state and what it was asked, its reviews together
    answered, accepted = (np.bincount(cell, weights=counts[name], minlength=len(iso3) * kinds) for name in COUNTED[1:])
    region = np.zeros(len(iso3), dtype=int)
    region[state] = place
    group = np.repeat(region, kinds) * kinds + np.tile(np.arange(kinds), len(iso3))
    reviews = np.unique(np.stack([place, state, counts["session"].to_numpy()]), axis=1)[0]
    held = np.repeat(np.bincount(reviews, minlength=len(setting.focus)), kinds)
    found = pooled(accepted, answered, group, groups, held=held)
    rows = {
        "region": np.repeat(setting.focus, kinds),
        "action_category": np.tile(ACTIONS, len(setting.focus)),
        "recommendations": asked,
        "of_region": of_region,
        "share": ratio(asked, of_region),
        **picked(found, answered="whole", accepted="part", states="states", **SHOWN),
    }
    return pd.DataFrame({name: values[of_region > 0] for name, values in rows.items()})


def _cell(states: pd.DataFrame, setting: Setting) -> np.ndarray:
    """Place of each state among the sub-regions of the focus regions, -1 outside them."""
    region = places(states["region"], setting.focus)
    subregion = places(states["subregion"], setting.codes.subregions)
    return np.where(region < 0, -1, region * len(setting.codes.subregions) + subregion)


def _pooled(states: pd.DataFrame, group: np.ndarray, groups: int) -> dict[str, np.ndarray]:
    """Columns with one place per group: states and reviews with answers, counts, and the rate with its interval."""
    accepted, answered, reviews = (states[name].to_numpy() for name in ("accepted", "answered", "reviews"))
    found = pooled(accepted, answered, group, groups, reviews=reviews)
    columns = picked(found, states="states", reviews="reviews", recommendations="whole", accepted="part", **SHOWN)
    return {**columns, "few_states": found["states"] < FEWEST_STATES}


def _difference(gap: rates.Gap, *, known: bool) -> dict[str, Any]:
    """A difference of two rates as columns; without numbers where too few reviews or states stand behind it.

    No interval where the states of a side are all alike: one that rested on the other side alone would be too narrow.
    """
    numbers = {name: getattr(gap, name) if known else np.nan for name in DIFFERENCE}
    return {
        **numbers,
        **(dict.fromkeys(INTERVAL, np.nan) if gap.reason else {}),
        "excludes_zero": known and gap.excludes_zero,
    }


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "spread_by_region": Result(
        "received_by_state", "focus region: its rate, the mean and the middle half of its states", spread
    ),
    "acceptance_by_subregion": Result(
        "received_by_state", "sub-region of a focus region: its states and rate with interval", by_subregion
    ),
    "states_within_subregions": Result(
        "received_by_state", "sub-region of a focus region, followed by one row per state in it", within_subregions
    ),
    "beside_subregion": Result(
        "received_by_state", "chosen state, up to three: its acceptance beside its sub-region", beside_subregion
    ),
    "regional_gaps": Result("received_by_state", "pair of focus regions in fixed order: the gap with interval", gaps),
    "cycle_changes": Result("counts", "focus region and basis: change from first to last cycle with interval", changes),
    "answers_by_action": Result("counts", "focus region and action category: share, acceptance, interval", by_action),
}
