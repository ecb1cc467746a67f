"""One state: each of its reviews beside its region, and what it is asked about beside its sub-region.

Places of the selection do not apply: the state is the one that is asked for, and its neighbours are all there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from analytics.results.definition import COUNTED, Result, Setting, ratio
from analytics.rows import read
from analytics.statistics.means import group_means
from analytics.thresholds import FEW, FEWEST_SPREAD

SPREAD = ("lowest", "lower_quartile", "upper_quartile", "highest")


def reviews(_: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each review of the state, first ones first: counts and rate, and those of other states of its region.

    These are reviews of the same cycle with FEW or more answers, so that they do not show the chance of small numbers;
    nothing is said of fewer than FEWEST_SPREAD of them.
    """
    counts, country = setting.everywhere("counts"), setting.more["country"]
    columns = ["iso3", "region", "cycle", "session"]
    every = counts.groupby(columns, as_index=False, observed=True)[list(COUNTED)].sum()
    every["rate"] = ratio(every["accepted"].to_numpy(), every["answered"].to_numpy())
    own = (every["iso3"] == country).to_numpy()
    mine = every[own].sort_values("session")
    peers = every[~own & (every["answered"] >= FEW).to_numpy()]
    rows = []
    for region, cycle in read(mine, "region", "cycle"):
        rates = peers.loc[(peers["region"] == region) & (peers["cycle"] == cycle), "rate"].to_numpy()
        middle = group_means(rates, np.zeros(rates.size, dtype=int), 1, ends=(0, 1))
        known = rates.size >= FEWEST_SPREAD
        rows.append([rates.size, *(getattr(middle, name)[0] if known else np.nan for name in SPREAD)])
    beside = pd.DataFrame(rows, columns=["states_with_many", *SPREAD], index=mine.index)
    return pd.concat([mine.assign(few=mine["answered"] < FEW), beside], axis=1)


def issues(_: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each issue raised with the state, most often first: its share of what the state was asked, and of its sub-region.

    Shares divide by recommendations whose issues are coded. Those of the other states of the sub-region are taken
    together. The filter of issues chooses which are shown and never changes what a share divides by.
    """
    country, subregion_of = setting.more["country"], setting.codes.subregion_of
    states, cells = setting.everywhere("all_issues_by_state"), setting.everywhere("issues_by_state")
    near = {state for state in subregion_of if state != country and subregion_of[state] == subregion_of.get(country)}
    whole, others = (states[states["iso3"].isin(which)] for which in ({country}, near))
    mine, theirs = (cells[cells["iso3"].isin(which)] for which in ({country}, near))
    elsewhere = theirs.groupby("issue", observed=True)["recommendations"].sum()
    chosen = setting.filters.issues
    mine = mine[mine["issue"].isin(chosen or setting.codes.issues)]
    mine = mine.sort_values(["recommendations", "issue"], ascending=[False, True])
    on_issue = mine["recommendations"].to_numpy()
    total, of_others = (int(rows["recommendations"].sum()) for rows in (whole, others))
    there = mine["issue"].map(elsewhere).fillna(0).to_numpy(dtype=int)
    return pd.DataFrame(
        {
            "issue": mine["issue"].to_numpy(),
            "recommendations": on_issue,
            "total": np.full(len(mine), total),
            "share": ratio(on_issue, np.full(len(mine), total)),
            "answered": mine["answered"].to_numpy(),
            "accepted": mine["accepted"].to_numpy(),
            "reference_states": np.full(len(mine), len(others)),
            "elsewhere": there,
            "reference_recommendations": np.full(len(mine), of_others),
            "share_elsewhere": ratio(there, np.full(len(mine), of_others)),
        }
    )


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "reviews_of_state": Result("counts", "review of one state: beside the reviews of its region", reviews),
    "issues_of_state": Result("issues_by_state", "issue raised with one state: beside its sub-region", issues),
}
