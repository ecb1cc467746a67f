"""The civil-society lens: what share of recommendations raises each flag, and what is accepted of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.results.definition import Result, Setting, picked, places, pooled
from analytics.thresholds import FEW, ROUGH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ANY = "any"
"""Any flag of the lens."""
TAGGED = "tagged"
"""Tagged by UPR Info with one of the three civil-society issues: counted beside the flags, and no flag."""
OTHER, ALL = "other", "all"


def shares(flagged: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region and flag: its share of the recommendations and acceptance, the state under review as cluster.

    `precision` and `recall` are those of the region's own sample (of all samples, under the scheme un), `rough` says
    that precision is under ROUGH.
    """
    states = setting.table("received_by_state")
    scores = _scores(setting)
    flags = [ANY, *dict.fromkeys(flag for flag, _, _ in scores)]
    flagged = flagged[flagged["flag"].isin(flags).to_numpy()]
    order, iso3 = setting.order, states["iso3"].to_list()
    state, flag = places(flagged["iso3"], iso3), places(flagged["flag"], flags)
    size = (len(iso3), len(flags))

    def count(name: str) -> np.ndarray:
        counted = np.bincount(
            state * len(flags) + flag, weights=flagged[name].to_numpy(), minlength=len(iso3) * len(flags)
        )
        return counted.reshape(size)

    found, answered, accepted = (count(name) for name in ("recommendations", "answered", "accepted"))
    region = places(states["region"], order)
    received = states["recommendations"].to_numpy()
    held = np.bincount(region, weights=states["reviews"].to_numpy(), minlength=len(order))
    tables = []
    for place, name in enumerate(flags):
        share = pooled(found[:, place], received, region, len(order), held=held)
        rate = pooled(accepted[:, place], answered[:, place], region, len(order), held=held)
        samples = [_sample(code, setting) for code in order]
        precision, recall = (
            np.array([scores.get((name, measure, sample), np.nan) for sample in samples])
            for measure in ("precision", "recall")
        )
        rows = {
            "region": np.asarray(order),
            "flag": np.full(len(order), name),
            **picked(share, states="states", of_region="whole", recommendations="part"),
            **picked(share, share="rate", share_lower="lower", share_upper="upper"),
            **picked(rate, answered="whole", rate="rate", rate_lower="lower", rate_upper="upper"),
            "few": rate["whole"] < FEW,
            "precision": precision,
            "recall": recall,
            "rough": precision < ROUGH,
        }
        tables.append(pd.DataFrame({column: values[share["whole"] > 0] for column, values in rows.items()}))
    return pd.concat(tables, ignore_index=True)


def _scores(setting: Setting) -> dict[tuple[str, str, str], float]:
    rows = setting.table("lens_scores")
    return dict(zip(zip(rows["flag"], rows["score"], rows["sample"], strict=True), rows["share"], strict=True))


def _sample(region: str, setting: Setting) -> str:
    """The part of the sample that speaks of a region."""
    if setting.filters.scheme != "m49":
        return ALL
    return region if region in setting.focus else OTHER


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "flag_shares": Result("flags_by_state", "region and flag of the lens: share and acceptance with intervals", shares),
}
