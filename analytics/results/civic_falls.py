"""Where civic space fell after 2014: by V-Dem, by Freedom House, and whether peers asked about civil society.

A judgement fell or rose when it moved by UNCHANGED of its scale or more; less counts as unchanged, as the copy of V-Dem
holds no bounds of uncertainty. A point of Freedom House is one of twelve and always counts. A state that one of the two
does not judge is in no count of both. What stands beside it: institutions, and recorded shutdowns of the internet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from analytics.results.civic_space import ends
from analytics.results.definition import Result, Setting, places, ratio
from analytics.thresholds import UNCHANGED

SINCE = 2014
"""The year that changes are counted from, as in the query."""
POINTS = 12
"""Highest score of Freedom House's section E."""
FURTHEST = 15
"""States in the list of falls, and those that are equal to the last of them."""
COMPLYING = ("A", "B")
"""Statuses that both sources on institutions have; what is left is C, D or none."""
BILLION = 1e9


def directions(states: pd.DataFrame, setting: Setting) -> tuple[np.ndarray, np.ndarray]:
    """By V-Dem and by Freedom House: 1 rose, -1 fell, 0 unchanged, NaN not judged in both years."""
    low, high = ends(setting.more["indicator"])
    scales = {"change": high - low, "score_change": POINTS}
    moved = {name: states[name].to_numpy(dtype=float, na_value=np.nan) for name in scales}
    value, score = (
        np.where(np.abs(moved[name]) < UNCHANGED * scale, 0.0, np.sign(moved[name])) for name, scale in scales.items()
    )
    return value, score


def compared(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each state with its judgements: whether one rose and the other fell; empty where one of them is missing."""
    product = np.multiply(*directions(states, setting))
    disagree = pd.Series(product < 0, index=states.index, dtype=object).mask(np.isnan(product), None)
    whole = {name: float for name in states if pd.api.types.is_extension_array_dtype(states[name].dtype)}
    rows = states.astype({name: kind for name, kind in whole.items() if states[name].isna().any()})
    rows.insert(list(rows.columns).index("last_score_year") + 1, "disagree", disagree)
    return rows


def furthest(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The states that fell furthest by V-Dem, and all that are equal to the last of these."""
    fell = states[directions(states, setting)[0] < 0]
    if len(fell) > FURTHEST:
        fell = fell[(fell["change"] <= fell["change"].iloc[FURTHEST - 1]).to_numpy()]
    return fell.reset_index(drop=True)


def disagreements(states: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """The states of which the two judgements say opposite things, from the lowest change by V-Dem to the highest."""
    return states[states["disagree"].eq(other=True).to_numpy()].reset_index(drop=True)


def by_region(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region: states that both judge; fell in both, rose in both, opposite directions, one of them unchanged.

    `fell_asked` and `unasked` part those that fell in both and that the chosen states recommended something after
    2014: whether any of it was about civil society. With a filter of recommending states, the rest may be reviewed.
    """
    value, score = directions(states, setting)
    product = value * score
    place = places(states["region"], setting.order)
    about, fell = states["about"].to_numpy(), (value < 0) & (score < 0)
    reviewed = fell & (states["recommendations"].to_numpy() > 0)

    def number(which: np.ndarray) -> np.ndarray:
        return np.bincount(place[which], minlength=len(setting.order))

    rows = {
        "region": np.asarray(setting.order),
        "states": number(~np.isnan(product)),
        "fell": number(fell),
        "rose": number((value > 0) & (score > 0)),
        "disagreeing": number(product < 0),
        "unchanged": number(product == 0),
        "fell_asked": number(reviewed & (about > 0)),
        "unasked": number(reviewed & (about == 0)),
    }
    return pd.DataFrame({name: values[rows["states"] > 0] for name, values in rows.items()})


def institutions(statuses: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each source, region, year and status A or B: how many states have it, and their share.

    Of each source the years that cover as many states as its best year.
    """
    covered = statuses.groupby(["source", "year"])["iso3"].transform("size")
    whole = statuses[(covered == covered.groupby(statuses["source"]).transform("max")).to_numpy()]
    keys = ["source", "region", "year"]
    rows = pd.concat(
        [
            whole.assign(with_status=whole["status"].eq(status))
            .groupby(keys, as_index=False)
            .agg(with_status=("with_status", "sum"), states=("iso3", "size"))
            .assign(status=status)
            for status in COMPLYING
        ]
    )
    order = places(rows["region"], setting.order)
    rows = rows.assign(order=order).sort_values(
        ["order", "status", "year", "source"], ascending=[True, True, True, False]
    )
    rows = rows.rename(columns={"source": "status_source"})
    rows["share"] = ratio(rows["with_status"].to_numpy(), rows["states"].to_numpy())
    return rows[["region", "status", "year", "status_source", "with_status", "states", "share"]].reset_index(drop=True)


def other_source(shares: pd.DataFrame) -> int | None:
    """The year from which the later of two sources on institutions speaks; None where there is one source only."""
    first = shares.groupby("status_source")["year"].min()
    return int(first.max()) if len(first) > 1 else None


def shutdowns(records: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region and year of the source: records, states, those with a record, inhabitants of all of these.

    A year after the last one with a known population takes that one's.
    """
    people = setting.table("denominators")
    last = people["year"].max()
    people = people.groupby(["region", "year"]).agg(states=("iso3", "size"), population=("population", "sum"))
    found = records.groupby(["region", "year"]).agg(
        events=("events", "sum"), full_network=("full_network", "sum"), with_record=("iso3", "size")
    )
    years = range(records["year"].min(), records["year"].max() + 1) if len(records) else ()
    rows = []
    for region in setting.order:
        for year in years:
            if (region, min(year, last)) in people.index:
                all_of = people.loc[(region, min(year, last))]
                its = found.loc[(region, year)] if (region, year) in found.index else dict.fromkeys(found.columns, 0)
                rows.append((region, year, *(int(its[name]) for name in found.columns), *map(int, all_of)))
    table = pd.DataFrame(rows, columns=["region", "year", *found.columns, "states", "population"])
    per = ratio(table["events"].to_numpy(dtype=float), table["population"].to_numpy(dtype=float) / BILLION)
    return table.assign(per_population=per)


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {"civic_space_falls": compared}
DERIVED: Mapping[str, Result] = {
    "civic_space_furthest": Result(
        "civic_space_falls", "state that fell furthest by V-Dem after 2014, ties included", furthest
    ),
    "civic_space_disagreements": Result(
        "civic_space_falls", "state that rose by one judgement and fell by the other", disagreements
    ),
    "civic_space_falls_by_region": Result(
        "civic_space_falls", "region: states whose civic space fell or rose after 2014 by both judgements", by_region
    ),
    "institutions_over_time": Result(
        "nhri_over_time", "region, status, year and source: share of states, to the last year", institutions
    ),
    "shutdowns_by_region": Result(
        "internet_shutdowns", "region and year: recorded internet shutdowns, states, population", shutdowns
    ),
}
