"""What a state accepted and was asked again, and the treaties it was asked to ratify: a working list, no judgement.

Asked again says what two recommendations have in common, not what became of the first: a state can have done it and be
asked for more, and a pair that was not found can still ask the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.results.definition import Result, Setting, picked, places, pooled, with_states
from analytics.results.issues import ALL, RATE, REST
from analytics.thresholds import ASKED_IN_BOTH

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from analytics.filters import Codes

MOVEMENTS = ("noted_accepted", "accepted_accepted", "mixed_accepted", "noted_noted", "accepted_noted", "mixed_noted")
"""The answer to all earlier recommendations that asked the same, `mixed` where they differ, and the answer now."""
FEWEST_ASKERS = ("2", "3", "5", "10")
OWN: Mapping[str, tuple[object, Callable[[Codes], Collection[object]]]] = {
    "fewest_askers": (str(ASKED_IN_BOTH), lambda _: FEWEST_ASKERS),
}


def with_texts(rows: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """Accepted recommendations; their text only where it is loaded."""
    return rows if rows["text"].notna().any() else rows.drop(columns="text")


def again(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The same of what was asked again, with the movement from the earlier answers to this one."""
    before, asked = rows["accepted_before"].to_numpy(), rows["asked_before"].to_numpy()
    then = np.where(before == 0, "noted", np.where(before == asked, "accepted", "mixed"))
    now = np.where(rows["accepted_now"].to_numpy(dtype=bool), "accepted", "noted")
    place = list(rows.columns).index("accepted_now")
    moved = rows.drop(columns="accepted_now")
    moved.insert(place, "movement", [f"{one}_{other}" for one, other in zip(then, now, strict=True)])
    return with_texts(moved, setting)


def movements(rows: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """How many of the recommendations asked again moved from which answer to which; none is left out."""
    counts = rows["movement"].value_counts()
    return pd.DataFrame({"movement": MOVEMENTS, "recommendations": [int(counts.get(each, 0)) for each in MOVEMENTS]})


def in_both(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Issues that enough states raised in each of the last two cycles of the selection that have issues, most first."""
    cycles = sorted(set(rows["cycle"]))
    columns = ["issue", "cycle", "askers", "recommendations", "answered", "accepted"]
    first, last = (rows.loc[rows["cycle"] == cycle, columns] for cycle in [*(0, 0), *cycles][-2:])
    both = first.merge(last, on="issue", suffixes=("_then", "_now"))
    fewest = int(str(setting.more["fewest_askers"]))
    enough = both[(both["askers_then"] >= fewest) & (both["askers_now"] >= fewest)]
    order = ["askers_now", "askers_then", "issue"]
    return enough.sort_values(order, ascending=[False, False, True], ignore_index=True)


def instruments(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each treaty: how many recommendations ask to ratify it, how many states, what share is accepted; most first."""
    found = by_region(rows, setting)
    return found[found["region"] == ALL].drop(columns="region").sort_values(
        ["asked_to_ratify", "instrument"], ascending=[False, True], ignore_index=True
    )  # fmt: skip


def by_region(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The same for each focus region, the rest of the world and all states: the state as cluster."""
    named = list(dict.fromkeys(rows.sort_values("instrument")["instrument"]))
    regions = (*setting.focus, REST, ALL)
    place = places(rows["region"], setting.focus)
    place = np.where(place < 0, len(setting.focus), place)
    first = places(rows["instrument"], named) * len(regions)
    group = np.concatenate([first + place, first + len(regions) - 1])
    size = len(named) * len(regions)
    counted = {
        name: np.tile(rows[name].to_numpy(), 2) for name in ("recommendations", "answered", "accepted", "reviews")
    }
    asked = np.bincount(group, weights=counted["recommendations"], minlength=size).astype(int)
    found = pooled(counted["accepted"], counted["answered"], group, size, reviews=counted["reviews"])
    columns = picked(found, **RATE)
    return with_states(
        {
            "instrument": np.repeat(named, len(regions)),
            "region": np.tile(regions, len(named)),
            "states": columns.pop("states"),
            "asked_to_ratify": asked,
            **columns,
        }
    )


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {"follow_up": with_texts, "asked_again": again}
DERIVED: Mapping[str, Result] = {
    "asked_again_movements": Result("asked_again", "movement from the earlier answers to the one now", movements),
    "issues_in_both_cycles": Result("issues_by_cycle", "issue raised in both of the last two cycles", in_both),
    "instruments": Result("instruments_by_state", "treaty that states are asked to ratify", instruments),
    "instruments_by_region": Result("instruments_by_state", "treaty and region", by_region),
}
