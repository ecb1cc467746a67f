"""Subjects read from texts over time: their share of what each region was asked, also where no answer is known.

A share of requests needs no answer, so that the counts of later sessions enter it; nothing here is a rate of answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytics.results.definition import Result, Setting, picked, places, pooled, with_states
from analytics.thresholds import ROUGH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

SHARE = {
    "reviews": "states",
    "of_region": "whole",
    "recommendations": "part",
    "share": "rate",
    "lower": "lower",
    "upper": "upper",
}
"""Columns, and what they are of a pooled rate whose clusters are reviews."""


def shares(asked: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Share of the chosen subject per region and cycle, the review as cluster.

    `unanswered`: some of these sessions are counted without answers. `rough`: the precision of the rules is under
    ROUGH; unknown for civil society, which is any flag of a lens that is measured flag by flag.
    """
    subject = str(setting.more["subject"])
    asked = asked[(asked["subject"] == subject).to_numpy()]
    cycles = sorted(set(asked["cycle"]))
    region, cycle = places(asked["region"], setting.order), places(asked["cycle"], cycles)
    size = len(setting.order) * len(cycles)
    group = np.where(region >= 0, region * len(cycles) + cycle, -1)
    found = pooled(asked["recommendations"].to_numpy(), asked["total"].to_numpy(), group, size)
    by_cycle = asked.groupby("cycle").agg(
        first_session=("session", "min"), last_session=("session", "max"), unanswered=("unanswered", "any")
    )
    scores = setting.table("subject_scores").set_index("subject")
    precision = float(scores["precision"].astype(float).get(subject, np.nan))
    columns = {
        "subject": np.full(size, subject),
        "region": np.repeat(setting.order, len(cycles)),
        "cycle": np.tile(cycles, len(setting.order)),
        **{name: np.tile(by_cycle[name].to_numpy(), len(setting.order)) for name in by_cycle},
        "states": found["states"],
        **picked(found, **SHARE),
        "precision": np.full(size, precision),
        "rough": np.full(size, precision < ROUGH),
        "version": np.full(size, str(scores["version"].get(subject, ""))),
    }
    return with_states(columns).drop(columns="states")


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "subject_shares": Result("subjects_asked", "region and cycle: share of a subject of what was asked", shares),
}
