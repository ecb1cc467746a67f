"""What a gap between two regions is made of: the mix of what they were asked, and how they answer the same asks.

The strata, kinds of recommendations told apart, are the reader's choice; the query `strata` counts them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.results.definition import Result, Setting, estimated, picked, places, ratio
from analytics.results.regions import PAIRS
from analytics.statistics import decomposition
from analytics.thresholds import FEWEST_CLUSTERS, FEWEST_COMPARED, FEWEST_REVIEWS

STRATA = ("action", "action_group", "action_cycle", "action_group_cycle")
"""Action category; with the recommending UN group; with the cycle; with both."""
UNKNOWN = "unknown"
"""Recommending group of a recommendation whose recommending state the report does not name."""
PARTS = ("composition", "rate", "not_overlapping", "gap")


@dataclass(frozen=True)
class Counted:
    """Answers of the states of the focus regions by stratum."""

    region: np.ndarray
    """Place among the focus regions of each state."""
    reviews: np.ndarray
    """Reviews with answers of each focus region."""
    strata: Mapping[str, np.ndarray]
    """What tells the strata apart: a column per trait, a place per stratum."""
    answered: np.ndarray
    """States x strata."""
    accepted: np.ndarray

    def of(self, place: int) -> tuple[np.ndarray, np.ndarray]:
        """Accepted and answered of one region, states x strata; nothing where too few reviews stand behind it."""
        mine = (self.region == place) & (self.reviews[place] >= FEWEST_REVIEWS)
        return self.accepted[mine], self.answered[mine]


def by_stratum(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each stratum of the chosen pair: its share and rate in both regions, and what it adds to the parts of the gap."""
    counted = _counted(rows, setting)
    one, other = _pair(setting)
    parts = _parts(counted, setting)
    (accepted, answered), (reference_accepted, reference_answered) = (
        tuple(values.sum(axis=0) for values in counted.of(place)) for place in (one, other)
    )
    columns = {
        "region": np.full(len(answered), setting.focus[one]),
        "reference_region": np.full(len(answered), setting.focus[other]),
        **counted.strata,
        "recommendations": (answered + reference_answered).astype(int),
        "share": ratio(answered, np.full(len(answered), answered.sum())),
        "reference_share": ratio(reference_answered, np.full(len(answered), reference_answered.sum())),
        "rate": ratio(accepted, answered),
        "reference": ratio(reference_accepted, reference_answered),
        "overlap": parts.overlap,
        "composition": parts.composition_by_stratum,
        "rate_part": parts.rate_by_stratum,
        "not_overlapping": parts.not_overlapping_by_stratum,
    }
    some = columns["recommendations"] > 0
    return pd.DataFrame({name: values[some] for name, values in columns.items()})


def parts(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The parts of the chosen pair's gap and the gap itself, each with its interval.

    Beside each, the number of strata it is about and the share of each region's recommendations in them.
    """
    counted = _counted(rows, setting)
    one, other = _pair(setting)
    found = _parts(counted, setting)
    common, apart = int(found.overlap.sum()), found.strata_without_overlap
    shares = (found.share_not_overlapping_a, found.share_not_overlapping_b)
    inside = {
        "composition": (common, 1 - shares[0], 1 - shares[1]),
        "rate": (common, 1 - shares[0], 1 - shares[1]),
        "not_overlapping": (apart, *shares),
        "gap": (common + apart, 1.0, 1.0),
    }
    known = found.reason != "no_answers"
    made = []
    for name in PARTS:
        part = getattr(found, name)
        strata, share, reference_share = inside[name]
        made.append(
            {
                "region": setting.focus[one],
                "reference_region": setting.focus[other],
                "part": name,
                "difference": part.value if known else np.nan,
                "se": part.se,
                "lower": np.nan if found.reason else part.lower,
                "upper": np.nan if found.reason else part.upper,
                "excludes_zero": not found.reason and (part.lower > 0 or part.upper < 0),
                "strata": strata,
                "share": share,
                "reference_share": reference_share,
            }
        )
    return pd.DataFrame(made)


def standardised(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each focus region's rate as it is, and as it would be with one mix of strata for all: direct standardisation.

    The mix is that of the focus regions together, over the strata that all of them have; `dropped` is the share of a
    region's recommendations outside these.
    """
    counted = _counted(rows, setting)
    present = [place for place in range(len(setting.focus)) if counted.reviews[place] >= FEWEST_REVIEWS]
    inside = np.isin(counted.region, present)
    accepted, answered = counted.accepted[inside], counted.answered[inside]
    group = np.searchsorted(present, counted.region[inside])
    asked = decomposition.standardised_rates(
        accepted.sum(axis=1, keepdims=True),
        answered.sum(axis=1, keepdims=True),
        group,
        groups=len(present),
        fewest=FEWEST_CLUSTERS,
    )
    alike = decomposition.standardised_rates(accepted, answered, group, groups=len(present), fewest=FEWEST_COMPARED)
    reviews = counted.reviews[present]
    return pd.DataFrame(
        {
            "region": np.asarray(setting.focus)[present],
            "states": asked.rates.clusters,
            "reviews": reviews,
            "recommendations": asked.rates.n,
            **estimated(asked.rates, reviews),
            **picked(
                estimated(alike.rates, reviews),
                standardised="rate",
                standardised_lower="lower",
                standardised_upper="upper",
            ),
            "dropped": alike.dropped,
        }
    )


def _pair(setting: Setting) -> tuple[int, int]:
    """Places of the chosen pair among the focus regions."""
    one, other = PAIRS[str(setting.more["pair"])]
    return setting.focus.index(one), setting.focus.index(other)


def _parts(counted: Counted, setting: Setting) -> decomposition.Decomposition:
    """Kitagawa's decomposition of the chosen pair's gap."""
    one, other = _pair(setting)
    return decomposition.kitagawa(*counted.of(one), *counted.of(other), FEWEST_COMPARED)


def _counted(rows: pd.DataFrame, setting: Setting) -> Counted:
    """Count the answers of the focus regions by state and chosen stratum, of what has an action category."""
    place = places(rows["region"], setting.focus)
    inside = (place >= 0) & (rows["answered"].to_numpy() > 0) & (rows["action_category"].to_numpy() > 0)
    rows, place = rows[inside], place[inside]
    groups = (*setting.codes.regions["un"], UNKNOWN)
    chosen = str(setting.more["strata"])
    traits: dict[str, Any] = {"action_category": rows["action_category"].to_numpy().astype(int)}
    if "group" in chosen:
        traits["recommending_group"] = places(rows["recommending_group"], groups)
    if "cycle" in chosen:
        traits["cycle"] = rows["cycle"].to_numpy().astype(int)
    strata, stratum = np.unique(np.stack(list(traits.values())), axis=1, return_inverse=True)
    labels = dict(zip(traits, strata, strict=True))
    if "recommending_group" in labels:
        labels["recommending_group"] = np.asarray(groups, dtype=object)[labels["recommending_group"]]
    state, iso3 = pd.factorize(rows["iso3"])
    shape = (len(iso3), strata.shape[1])
    cell = state * shape[1] + stratum.ravel()
    answered, accepted = (
        np.bincount(cell, weights=rows[name], minlength=shape[0] * shape[1]).reshape(shape)
        for name in ("answered", "accepted")
    )
    region = np.zeros(len(iso3), dtype=int)
    region[state] = place
    reviews = np.unique(np.stack([place, state, rows["session"].to_numpy()]), axis=1)[0]
    return Counted(region, np.bincount(reviews, minlength=len(setting.focus)), labels, answered, accepted)


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "gap_by_stratum": Result("strata", "stratum of the pair: shares, rates, what it adds to the gap", by_stratum),
    "gap_parts": Result("strata", "part of the gap of the pair: composition, rate, no overlap", parts),
    "standardised_rates": Result("strata", "focus region: its rate as it is and at one mix of strata", standardised),
}
