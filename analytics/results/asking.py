"""Who asks whom: recommendations between groups of states, beside what the totals alone would give.

Single recommending states are in `askers`. A group is a region of the scheme or, where the parameter `group` says so,
an organisation of states. Organisations overlap: a recommendation counts in every cell its two states belong to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analytics.filters import Codes
from analytics.results.definition import COUNTED, Result, Setting, picked, places, pooled, ratio
from analytics.statistics import networks, rates
from analytics.thresholds import FEW, FEWEST_CLUSTERS, FEWEST_REVIEWS

REGION, ORGANISATION = GROUPINGS = ("region", "organisation")
ALL, NONE, UNKNOWN = "", "none", "unknown"
"""In place of a group: every state; states in no organisation; no recommending state recorded."""
BY_ACTION = ("categorised", "specific")
"""Columns of the pairs: what has an action category, and what is a specific request."""
LISTED = 200
"""Pairs of states that are listed at most."""
BOUNDS = ("lower", "upper")
CELLS = {
    "volume": "recommendations",
    "ratio": "ratio",
    "specific": "specific_share",
    "acceptance": "rate",
    "later": "later",
}
"""What a cell of the matrix may show -> its column."""


@dataclass(frozen=True)
class Groups:
    """Groups of states: their codes, and who belongs to them (groups x states)."""

    codes: tuple[str, ...]
    members: np.ndarray
    overlap: bool


def group_codes(codes: Codes) -> tuple[str, ...]:
    """Every group a pair of states can be asked for by, under any scheme."""
    regions = [region for scheme in codes.regions.values() for region in scheme]
    return (ALL, *dict.fromkeys(regions), *codes.organisations, NONE, UNKNOWN)


def groups(setting: Setting) -> Groups:
    """The groups that the parameter `group` names, with all states and observers in the order of the pairs."""
    states = states_in_order(setting)
    if setting.more["group"] == ORGANISATION:
        members = [np.isin(states, its) for its in setting.codes.organisations.values()]
        outside = ~np.any(members, axis=0)
        return Groups((*setting.codes.organisations, NONE), np.array([*members, outside]), overlap=True)
    region_of = setting.codes.region_of[setting.filters.scheme]
    region = places(pd.Series([region_of[state] for state in states]), setting.order)
    return Groups(tuple(setting.order), region == np.arange(len(setting.order))[:, None], overlap=False)


def as_pairs(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The pairs, with both states as categories in one order, so that they need not be looked up again."""
    states = pd.CategoricalDtype(states_in_order(setting))
    return rows.astype(dict.fromkeys(("recommending_state", "state_under_review"), states))


def later_pairs(setting: Setting) -> pd.DataFrame:
    """The pairs of the requests without answers; no query where the selection has none of their sessions."""
    if setting.filters.later_sessions(setting.codes):
        return setting.table("later_pairs")
    return _no_pairs(states_in_order(setting))


@lru_cache
def _no_pairs(states: tuple[str, ...]) -> pd.DataFrame:
    none = pd.Categorical([], categories=states)
    return pd.DataFrame({"recommending_state": none, "state_under_review": none, "later": np.zeros(0, dtype=np.uint16)})


def matrix(pairs: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each recommending group x group under review: n, observed / expected, specific asks and acceptance.

    `later` are requests of sessions without answers, in no other column.

    Expected is what the totals of the states alone would give, no state recommending to itself. Recommendations
    without a recorded recommending state are a row of their own, in no total of expected ones.
    """
    group = groups(setting)
    count, answered, accepted, categorised, specific = (square(pairs, name) for name in (*COUNTED, *BY_ACTION))
    asking = np.zeros((len(group.codes) + 1, len(count)))
    asking[:-1, :-1], asking[-1, -1] = group.members, 1
    asked = group.members.T.astype(float)
    observed, made = asking @ count @ asked, asking @ count.sum(axis=1)
    received = asked.T @ count.sum(axis=0)
    expected, *of_ratio = (np.vstack([each, np.full(each.shape[1], np.nan)]) for each in _association(count, group))
    by_state = asking @ count
    share_specific = _shares(asking @ specific, asking @ categorised, group)
    share_accepted = _shares(asking @ accepted, asking @ answered, group)
    later = asking @ square(later_pairs(setting), "later") @ asked
    columns = {
        "recommendations": observed.astype(int),
        "later": later.astype(int),
        "few": observed < FEW,
        "pairs": (asking @ (count > 0) @ asked).astype(int),
        "states": ((by_state > 0) @ asked).astype(int),
        "share": ratio(observed, np.broadcast_to(made[:, None], observed.shape)),
        "expected": expected,
        **dict(zip(("ratio", "ratio_lower", "ratio_upper"), of_ratio, strict=True)),
        "categorised": (asking @ categorised @ asked).astype(int),
        "specific": (asking @ specific @ asked).astype(int),
        **dict(zip(("specific_share", "specific_lower", "specific_upper"), share_specific, strict=True)),
        "answered": (asking @ answered @ asked).astype(int),
        "accepted": (asking @ accepted @ asked).astype(int),
        **dict(zip(("rate", "lower", "upper"), share_accepted, strict=True)),
    }
    there = (made > 0)[:, None] & (received > 0)
    there[-1] &= observed[-1] > 0
    there |= later > 0
    row, column = np.nonzero(there)
    names = np.array([*group.codes, UNKNOWN])
    cells = {"asking": names[row], "asked": names[column]}
    return pd.DataFrame(cells | {name: np.asarray(values)[there] for name, values in columns.items()})


def by_region(pairs: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The same between regions, whatever the page groups by."""
    if setting.more["group"] == REGION:
        return setting.table("asking_matrix")
    return matrix(pairs, replace(setting, more={**setting.more, "group": REGION}))


def own_group(pairs: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each group and its own members: share kept inside, and specific asks and acceptance against those of others.

    `kept` is the share of what its states recommended that went to its own states (recommending state as the cluster),
    compared with the expected share. The other two compare what its states got from each other with what they got
    from all others, on the states that got both (state under review as the cluster).
    """
    group = groups(setting)
    count, answered, accepted, categorised, specific = (square(pairs, name)[:-1] for name in (*COUNTED, *BY_ACTION))
    expected = networks.expected_counts(count, possible(count))
    counted, kept = [], {}
    for code, member in zip(group.codes, group.members, strict=True):
        made, received = count[member].sum(axis=1), count[:, member].sum()
        if code == NONE or not received or not made.sum():
            continue
        inside = np.ix_(member, member)
        kept[code] = expected[inside].sum() / expected[member].sum() if expected[member].sum() else np.nan
        counted.append((code, "kept", count[inside].sum(axis=1), made, np.zeros_like(made), np.zeros_like(made)))
        for measure, part, whole in (("specific_share", specific, categorised), ("rate", accepted, answered)):
            own = part[inside].sum(axis=0), whole[inside].sum(axis=0)
            others = part[:, member].sum(axis=0) - own[0], whole[:, member].sum(axis=0) - own[1]
            both = (own[1] > 0) & (others[1] > 0)
            counted.append((code, measure, *(values[both] for values in (*own, *others))))
    return _against_others(counted, kept)


def totals(pairs: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """One row: recommendations and pairs of states; those from observers, and those without a recommending state."""
    count = square(pairs, "recommendations")
    region_of = setting.codes.region_of[setting.filters.scheme]
    focus = np.array([region_of[state] in setting.focus for state in states_in_order(setting)])
    observers = np.isin(
        states_in_order(setting), [state for state, its in setting.codes.region_of["un"].items() if its == "observer"]
    )
    counted = {
        "recommendations": count.sum(),
        "later": later_pairs(setting)["later"].sum(),
        "pairs": (count[:-1] > 0).sum(),
        "recommending_states": (count[:-1].sum(axis=1) > 0).sum(),
        "states": (count.sum(axis=0) > 0).sum(),
        "from_observers": count[:-1][observers].sum(),
        "from_unknown": count[-1].sum(),
        "focus_recommendations": count[:, focus].sum(),
    }
    return pd.DataFrame([{name: int(value) for name, value in counted.items()}])


def listed(pairs: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The pairs between the groups `asking` and `asked` that hold most recommendations, LISTED at most.

    Where the selection has no recommendation with an answer, those that hold most requests without.
    """
    pairs = _with_later(pairs, setting)
    inside = _between(pairs, setting)
    unknown = len(pairs["recommending_state"].cat.categories)
    asking, asked = (pairs[name].cat.codes.to_numpy()[inside] for name in ("recommending_state", "state_under_review"))
    received, later = (pairs[name].to_numpy()[inside].astype(int) for name in ("recommendations", "later"))
    first = np.lexsort((asked, np.where(asking < 0, unknown, asking), -later * (received == 0), -received))[:LISTED]
    counts = ["recommendations", "specific", "answered", "accepted", "later"]
    columns = ["recommending_state", "state_under_review", *counts]
    rows = pairs[columns].iloc[inside[first]].reset_index(drop=True)
    small = dict.fromkeys(columns[2:], np.uint16)  # these rows travel to the browser
    return rows.astype(dict.fromkeys(columns[:2], object) | small)


def listed_of(pairs: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """One row: how many pairs are listed, and how many there are with how many recommendations."""
    later = later_pairs(setting)
    pairs = _with_later(pairs, setting)
    inside = _between(pairs, setting)
    known = int((pairs["recommending_state"].cat.codes.to_numpy()[inside] >= 0).sum())
    counted = {
        "listed": min(len(inside), LISTED),
        "pairs": known,
        "recommendations": int(pairs["recommendations"].to_numpy()[inside].sum()),
        "later": int(later["later"].to_numpy()[_between(later, setting)].sum()),
    }
    return pd.DataFrame([counted])


def _with_later(pairs: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The pairs with a column `later`; where there are none, the pairs of the requests without answers."""
    later = later_pairs(setting)
    if pairs.empty:
        return later.assign(**dict.fromkeys((*COUNTED, *BY_ACTION), 0))
    if later.empty:
        return pairs.assign(later=0)
    asking, asked = (pairs[name].cat.codes.to_numpy() for name in ("recommending_state", "state_under_review"))
    return pairs.assign(later=square(later, "later")[asking, asked])


def _between(pairs: pd.DataFrame, setting: Setting) -> np.ndarray:
    """Places of the pairs between the groups `asking` and `asked`."""
    inside = np.ones(len(pairs), dtype=bool)
    for parameter, column in (("asking", "recommending_state"), ("asked", "state_under_review")):
        code = str(setting.more[parameter])
        if code != ALL:
            # One more place than there are states: -1, no recording, looks up the last.
            members = np.append(_members(code, setting), code == UNKNOWN)
            inside &= members[pairs[column].cat.codes.to_numpy()]
    return np.flatnonzero(inside)


def _members(code: str, setting: Setting) -> np.ndarray:
    """Which states and observers belong to a group: a region of the scheme, an organisation, or none of these."""
    states, codes = states_in_order(setting), setting.codes
    if code == NONE:
        return ~np.isin(states, [state for members in codes.organisations.values() for state in members])
    if code in codes.organisations:
        return np.isin(states, codes.organisations[code])
    region_of = codes.region_of[setting.filters.scheme]
    return np.array([region_of[state] == code for state in states])


def states_in_order(setting: Setting) -> tuple[str, ...]:
    """States and observers, in the order of rows and columns."""
    return tuple(setting.codes.region_of["m49"])


def square(pairs: pd.DataFrame, column: str) -> np.ndarray:
    """A column as recommending states x states under review; the last row has no recorded recommending state."""
    size = len(pairs["recommending_state"].cat.categories)
    square = np.zeros((size + 1, size))
    asking, asked = (pairs[name].cat.codes.to_numpy() for name in ("recommending_state", "state_under_review"))
    square[asking, asked] = pairs[column].to_numpy()
    return square


def possible(count: np.ndarray) -> np.ndarray:
    """No state recommends to itself, unless an export says so."""
    return ~np.eye(len(count), dtype=bool) | (count > 0)


def _association(count: np.ndarray, group: Groups) -> tuple[np.ndarray, ...]:
    """Expected, ratio and its interval between groups; where they overlap, no interval."""
    known, members = count[:-1], group.members.astype(float)
    if not group.overlap:
        region = members.argmax(axis=0)
        found = networks.regional_association(
            known, region, region, len(group.codes), possible(known), fewest=FEWEST_CLUSTERS
        )
        return found.expected, found.ratio, found.lower, found.upper
    expected = members @ networks.expected_counts(known, possible(known)) @ members.T
    none = np.full(expected.shape, np.nan)
    return expected, ratio(members @ known @ members.T, expected), none, none


def _shares(part: np.ndarray, whole: np.ndarray, group: Groups) -> tuple[np.ndarray, ...]:
    """Share and interval of each cell, from recommending groups x states under review: the state is the cluster."""
    column, state = np.nonzero(group.members)
    cell = np.arange(len(part))[:, None] * len(group.codes) + column
    found = pooled(part[:, state].ravel(), whole[:, state].ravel(), cell.ravel(), len(part) * len(group.codes))
    return tuple(found[name].reshape(len(part), -1) for name in ("rate", *BOUNDS))


def _against_others(counted: Sequence[tuple[Any, ...]], expected: Mapping[str, float]) -> pd.DataFrame:
    """One row per group and measure: its own share against that of others, or against the expected one.

    `counted`: group, measure, and by state the part and whole of its own members and of others. `expected`: the
    reference of a group's measure `kept`, which has no others.
    """
    place = np.repeat(np.arange(len(counted)), [len(own) for _, _, own, *_ in counted])
    names, measures, *counts = list(zip(*counted, strict=True)) or [()] * 6
    stacked = [np.concatenate([np.zeros(0), *column]) for column in counts]
    mine, theirs = (pooled(*stacked[first : first + 2], place, len(counted)) for first in (0, 2))
    alone = np.array([measure == "kept" for measure in measures], dtype=bool)
    enough = mine["states"] >= FEWEST_REVIEWS
    changes = [rates.paired_change(*row[4:], *row[2:4], FEWEST_CLUSTERS) for row in counted]
    gaps = {
        name: np.where(enough & ~alone, [getattr(change, name) for change in changes], np.nan)
        for name in ("gap", *BOUNDS, "excludes_zero")
    }
    reference = np.array([expected[name] for name in names], dtype=float)
    return pd.DataFrame(
        {
            "group": names,
            "measure": measures,
            **picked(mine, recommendations="whole", states="states", share="rate", lower="lower", upper="upper"),
            "reference_recommendations": np.where(alone, np.nan, theirs["whole"]),
            "reference": np.where(alone, np.where(enough, reference, np.nan), theirs["rate"]),
            **picked(theirs, reference_lower="lower", reference_upper="upper"),
            **picked(gaps, gap="gap", gap_lower="lower", gap_upper="upper"),
            "excludes_zero": gaps["excludes_zero"] == 1,
        }
    )


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {
    "state_pairs": as_pairs,
    "later_pairs": as_pairs,
}
DERIVED: Mapping[str, Result] = {
    "asking_matrix": Result("state_pairs", "recommending group and group under review: n, ratio, shares", matrix),
    "asking_by_region": Result(
        "state_pairs", "recommending region and region under review: n, ratio, shares", by_region
    ),
    "own_group": Result("state_pairs", "group and measure: its own members against others", own_group),
    "asked_totals": Result("state_pairs", "selection: recommendations, pairs of states, observers", totals),
    "listed_pairs": Result("state_pairs", f"pair of states between two groups, {LISTED} at most", listed),
    "listed_pairs_of": Result("state_pairs", "selection: pairs between two groups, and how many are listed", listed_of),
}
