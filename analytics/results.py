"""Every result this atlas can show, as a table: counts from SQL, rates and intervals from `statistics`.

The pages and the command line call `table`, so a number on a page can always be had from the command line.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics import database
from analytics.statistics import rates, shrinkage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import duckdb

    from analytics.filters import Codes, Filters
    from analytics.text import Text

FEW = 20
"""Below this many recommendations a share is marked as resting on few."""
FEWEST_REVIEWS = 5
"""Below this many reviews a group gets no rate."""
DEFAULT_ISSUE = "death-penalty"
"""Issue of a share on one issue, until another is chosen."""


@dataclass(frozen=True)
class Result:
    """A named result: the query it rests on, what one row is, and what `statistics` makes of the counts."""

    query: str
    row: str
    finish: Callable[[pd.DataFrame, Regions], pd.DataFrame]


@dataclass(frozen=True)
class Regions:
    """The regions of a scheme, in the order of lists, and those that this atlas compares."""

    order: Sequence[str]
    focus: Sequence[str]


def table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    filters: Filters,
    codes: Codes,
    more: Mapping[str, object] | None = None,
) -> pd.DataFrame:
    """The rows of a result under a selection; `more` are parameters of this result beyond the selection.

    Raises database.UnknownNameError, naming what exists.
    """
    result = find(name)
    return finish(result, database.query(connection, result.query, parameters(filters, more)), filters, codes)


def find(name: str) -> Result:
    """The result of this name. Raises database.UnknownNameError, naming what exists."""
    if name not in results():
        message = f"There is no result '{name}'. There are: {', '.join(results())}."
        raise database.UnknownNameError(message)
    return results()[name]


def parameters(filters: Filters, more: Mapping[str, object] | None = None) -> dict[str, object]:
    """The named parameters of any query under a selection."""
    return {"about": DEFAULT_ISSUE, **filters.parameters(), **(more or {})}


def finish(result: Result, rows: pd.DataFrame, filters: Filters, codes: Codes) -> pd.DataFrame:
    """What a result makes of the rows of its query."""
    return result.finish(rows, Regions(codes.regions[filters.scheme], codes.focus))


def results() -> dict[str, Result]:
    """All results by name: one per query, and those that group or compare the rows of a query."""
    found = {
        name: Result(name, query.row, FINISH.get(name, _as_counted)) for name, query in database.queries().items()
    }
    return dict(sorted({**found, **DERIVED}.items()))


def _as_counted(rows: pd.DataFrame, _: Regions) -> pd.DataFrame:
    return rows


def by_region(states: pd.DataFrame, regions: Regions) -> pd.DataFrame:
    """Each region's states, counts and rate with its interval, the state under review being the cluster."""
    place = _places(states["region"], regions.order)
    pooled = _pooled(states, place, len(regions.order))
    return _with_states(pd.DataFrame({"region": regions.order, **pooled}))


def by_cycle(states: pd.DataFrame, regions: Regions) -> pd.DataFrame:
    """The same per focus region and cycle, with the sessions of that cycle that the selection holds."""
    cycles = sorted(set(states["cycle"]))
    place = _places(states["region"], regions.focus)
    group = np.where(place < 0, -1, place * len(cycles) + np.searchsorted(cycles, states["cycle"]))
    pooled = _pooled(states, group, len(regions.focus) * len(cycles))
    ends = states.groupby("cycle").agg(first=("first_session", "min"), last=("last_session", "max"))
    rows = {
        "region": np.repeat(regions.focus, len(cycles)),
        "cycle": np.tile(cycles, len(regions.focus)),
        "first_session": np.tile(ends["first"], len(regions.focus)),
        "last_session": np.tile(ends["last"], len(regions.focus)),
    }
    return _with_states(pd.DataFrame({**rows, **pooled}))


def gaps(states: pd.DataFrame, regions: Regions) -> pd.DataFrame:
    """Pairs of focus regions with enough reviews, widest gap first: gap = rate - reference, with its interval."""
    place = _places(states["region"], regions.focus)
    accepted, answered, reviews = (states[name].to_numpy() for name in ("accepted", "answered", "reviews"))
    known = {
        region: rates.cluster_rate(accepted[place == index], answered[place == index])
        for index, region in enumerate(regions.focus)
        if reviews[(place == index) & (answered > 0)].sum() >= FEWEST_REVIEWS
    }
    pairs = []
    for one, other in combinations(known, 2):
        high, low = (one, other) if known[one].rate >= known[other].rate else (other, one)
        gap = rates.gap(known[high], known[low])
        pairs.append({"region": high, "reference_region": low, **asdict(gap), "excludes_zero": gap.excludes_zero})
    pairs.sort(key=lambda pair: -pair["gap"])
    columns = ["region", "reference_region", "rate", "reference", "gap", "se", "lower", "upper", "excludes_zero"]
    return pd.DataFrame(pairs, columns=columns)


def _places(values: pd.Series, order: Sequence[str]) -> np.ndarray:
    """Place of each value in `order`, -1 where it is not there."""
    places = {value: place for place, value in enumerate(order)}
    return np.array([places.get(value, -1) for value in values], dtype=int)


def _pooled(states: pd.DataFrame, group: np.ndarray, groups: int) -> dict[str, np.ndarray]:
    """Columns with one place per group: states with answers, recommendations (answered), accepted, rate, interval.

    Where fewer than FEWEST_REVIEWS reviews remain there is no rate.
    """
    counts = {name: states[name].to_numpy() for name in ("accepted", "answered", "reviews")}
    inside = (group >= 0) & (counts["answered"] > 0)
    group = group[inside]
    accepted, answered, reviews = (counts[name][inside] for name in ("accepted", "answered", "reviews"))
    rate = rates.cluster_rates(accepted, answered, group, groups=groups)
    enough = np.bincount(group, weights=reviews, minlength=groups) >= FEWEST_REVIEWS
    return {
        "states": rate.clusters,
        "recommendations": rate.n,
        "accepted": np.bincount(group, weights=accepted, minlength=groups).astype(int),
        **{name: np.where(enough, getattr(rate, name), np.nan) for name in ("rate", "se", "lower", "upper")},
    }


def _with_states(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["states"] > 0].reset_index(drop=True)


def with_shares(rows: pd.DataFrame, regions: Regions) -> pd.DataFrame:
    """Share of each action category in its focus region, and acceptance within it."""
    place = _places(rows["region"], regions.focus)
    order = np.argsort(place, kind="stable")
    mine = rows.iloc[order[place[order] >= 0]].reset_index(drop=True)
    of_region = mine.groupby("region")["recommendations"].transform("sum")
    return mine.assign(
        of_region=of_region, share=mine["recommendations"] / of_region, rate=_ratio(mine, "accepted", "answered")
    )


def with_shrunken_rates(rows: pd.DataFrame, _: Regions) -> pd.DataFrame:
    """Raw acceptance of each state beside the rate shrunken towards its peers, with its 95 % interval."""
    shrunken = shrinkage.shrunken_rates(rows["accepted"], rows["answered"])
    measured = {
        "recommendations": rows["recommendations"],
        "few": rows["recommendations"].between(1, FEW - 1),
        "rate": _ratio(rows, "accepted", "answered"),
        "shrunken": shrunken.rate,
        "lower": shrunken.lower,
        "upper": shrunken.upper,
        "specific_share": _ratio(rows, "specific", "recommendations"),
    }
    return _beside(rows, measured)


def with_share_on_issue(rows: pd.DataFrame, _: Regions) -> pd.DataFrame:
    """Share of each state's recommendations that is on the issue."""
    measured = {
        "recommendations": rows["recommendations"],
        "few": rows["recommendations"].between(1, FEW - 1),
        "about_share": _ratio(rows, "about_issue", "recommendations"),
    }
    return _beside(rows, measured)


def _beside(rows: pd.DataFrame, measured: Mapping[str, object]) -> pd.DataFrame:
    """The state and its regions, what was measured, then the counts it rests on."""
    who = ["iso3", "region", "subregion"]
    counts = [name for name in rows.columns if name not in {*who, *measured}]
    return pd.DataFrame({**{name: rows[name] for name in who}, **measured, **{name: rows[name] for name in counts}})


def totals(states: pd.DataFrame, regions: Regions) -> pd.DataFrame:
    """One row: recommendations, states and reviews of the selection, in all and in the focus regions."""
    received, reviews = states["recommendations"].to_numpy(), states["reviews"].to_numpy()
    focus = _places(states["region"], regions.focus) >= 0
    counted = {
        "recommendations": received.sum(),
        "states": (received > 0).sum(),
        "reviews": reviews.sum(),
        "focus_recommendations": received[focus].sum(),
        "focus_states": (received[focus] > 0).sum(),
    }
    return pd.DataFrame([counted])


def _ratio(rows: pd.DataFrame, part: str, whole: str) -> np.ndarray:
    """Share of two columns; NaN where nothing was counted."""
    parts, wholes = rows[part].to_numpy(), rows[whole].to_numpy()
    return np.divide(parts, wholes, out=np.full(len(rows), np.nan), where=wholes > 0)


def named(rows: pd.DataFrame, t: Text, scheme: str) -> pd.DataFrame:
    """The same rows with names in place of codes; a state keeps its code and gets its name beside it."""
    names: Mapping[str, Callable[[str], str]] = {
        "region": lambda code: t.region(code, scheme),
        "reference_region": lambda code: t.region(code, scheme),
        "subregion": t.subregion,
        "issue": t.issue,
        "correction": lambda code: t(f"correction.{code}") if t.has(f"correction.{code}") else code,
    }
    shown = rows.copy()
    for column, name in names.items():
        if column in shown:
            shown[column] = shown[column].map(name, na_action="ignore")
    if "iso3" in shown and "name" not in shown:
        shown.insert(list(shown.columns).index("iso3") + 1, "state", shown["iso3"].map(t.state))
    return shown


FINISH: Mapping[str, Callable[[pd.DataFrame, Regions], pd.DataFrame]] = {
    "action_mix": with_shares,
    "on_issue_by_state": with_share_on_issue,
    "received_by_state": with_shrunken_rates,
}
DERIVED: Mapping[str, Result] = {
    "acceptance_by_cycle": Result(
        "acceptance_by_state_and_cycle", "focus region and cycle: its states and rate with interval", by_cycle
    ),
    "acceptance_by_region": Result("received_by_state", "region: its states and rate with interval", by_region),
    "acceptance_gaps": Result("received_by_state", "pair of focus regions: the gap in acceptance with interval", gaps),
    "selection": Result("received_by_state", "selection: its recommendations, states and reviews", totals),
}
