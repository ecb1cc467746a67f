"""Where civic space fell after 2014: by V-Dem, by Freedom House, and whether peers asked about civil society.

A direction is the sign of the change: the copy of V-Dem holds no bounds of uncertainty, and a point of Freedom House is
one of twelve. A state that one of the two does not judge is in no count of both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.results.definition import Result, Setting, places

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def by_region(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region: states that both judge; fell in both, rose in both, opposite directions, one of them unchanged.

    `asked` and `unasked` part those that fell in both and were reviewed after 2014: whether a peer asked about civil
    society.
    """
    both = states[(states["change"].notna() & states["score_change"].notna()).to_numpy()]
    value, score = (np.sign(both[name].to_numpy(dtype=float)) for name in ("change", "score_change"))
    place = places(both["region"], setting.order)
    fell, reviewed, about = (value < 0) & (score < 0), both["recommendations"].to_numpy() > 0, both["about"].to_numpy()

    def number(which: np.ndarray) -> np.ndarray:
        return np.bincount(place[which], minlength=len(setting.order))

    rows = {
        "region": np.asarray(setting.order),
        "states": number(np.ones(len(both), dtype=bool)),
        "fell": number(fell),
        "rose": number((value > 0) & (score > 0)),
        "disagree": number(value * score < 0),
        "unchanged": number(value * score == 0),
        "asked": number(fell & reviewed & (about > 0)),
        "unasked": number(fell & reviewed & (about == 0)),
    }
    return pd.DataFrame({name: values[rows["states"] > 0] for name, values in rows.items()})


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "civic_space_falls_by_region": Result(
        "civic_space_falls", "region: states whose civic space fell or rose after 2014 by both judgements", by_region
    ),
}
