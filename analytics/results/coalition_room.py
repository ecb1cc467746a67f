"""Coalitions beside the room that civil society has: reviews of the third cycle, inside regions.

Civic space is V-Dem's, in the year of the review; a state without it is counted and in no correlation. Regions differ
in both, so what is asked is whether the two go together inside a region. It is an association, never an effect.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np
import pandas as pd

from analytics.filters import Codes
from analytics.results.coalition_country import countable, third_cycle, values
from analytics.results.definition import Result, Setting, places
from analytics.statistics.association import RankCorrelation, rank_correlation, rank_correlation_within
from analytics.thresholds import FEWEST_STATES

COUNTED = ("network_share", "abroad_share", "joint", "organisations_in")
"""What can be set against civic space; the first is what the page opens with."""
WITHIN = "within"
"""All focus regions together, by ranks inside each."""
KEPT = ("all", "grade_a", "without_largest")
"""The reviews of a correlation: all that carry the number, only those of grade A, all but each region's largest."""
OWN: Mapping[str, tuple[object, Callable[[Codes], Collection[object]]]] = {"counted": (COUNTED[0], lambda _: COUNTED)}


def room(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each review of the third cycle with civic space of its year, and what is set against it."""
    mine = third_cycle(rows)
    space = setting.table("civic_space_of_lists")[["review", "value"]]
    found = mine.merge(space, on="review", how="left")
    if setting.more["counted"] != "joint":
        found = countable(found)
    against = values(found, str(setting.more["counted"]))
    names = ["iso3", "region", "session", "year", "grade", "value", "joint", "with_network", "told", "with_abroad"]
    made = found[names].assign(against=against, measure_against=setting.more["counted"])
    return made.reset_index(drop=True)


def correlations(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The focus regions together and each: rank correlation with civic space, for all reviews and two checks.

    None with fewer than FEWEST_STATES reviews.
    """
    known = rows[(rows["value"].notna() & rows["against"].notna()).to_numpy()]
    made = []
    for kept in KEPT:
        for region in (WITHIN, *setting.focus):
            mine = _kept(known, kept, setting)
            if region != WITHIN:
                mine = mine[(mine["region"] == region).to_numpy()]
            found = _correlation(mine, region, setting)
            enough = found.n >= FEWEST_STATES
            numbers = (found.rho, found.lower, found.upper) if enough else (np.nan,) * 3
            made.append((region, kept, found.n, *numbers))
    return pd.DataFrame(made, columns=["region", "sensitivity", "reviews", "rho", "rho_lower", "rho_upper"])


def _correlation(mine: pd.DataFrame, region: str, setting: Setting) -> RankCorrelation:
    value, against = (mine[name].to_numpy(dtype=float) for name in ("value", "against"))
    if region != WITHIN:
        return rank_correlation(value, against)
    return rank_correlation_within(value, against, places(mine["region"], setting.focus))


def _kept(rows: pd.DataFrame, kept: str, setting: Setting) -> pd.DataFrame:
    """The reviews of the focus regions that a correlation rests on."""
    rows = rows[rows["region"].isin(setting.focus).to_numpy()]
    if kept == "grade_a":
        return rows[(rows["grade"] == "A").to_numpy()]
    if kept == "without_largest" and len(rows):
        largest = rows.sort_values(["joint", "iso3"], ascending=[False, True]).drop_duplicates("region").index
        return rows.drop(largest)
    return rows


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "coalition_room": Result("coalition_reviews", "review of the third cycle: coalitions and civic space", room),
    "coalition_room_ranks": Result(
        "coalition_room", "focus region, or all inside regions: rank correlation with interval", correlations
    ),
}
