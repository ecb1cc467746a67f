"""Every result this atlas can show, as a table: counts from SQL, rates and intervals from `statistics`.

The pages and the command line call `table`, so a number on a page can always be had from the command line.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analytics import database
from analytics.filters import ACTIONS
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
SPECIFIC = 5
"""Action category of specific requests."""
COUNTED = ("recommendations", "answered", "accepted")
KEPT = 1_000
"""Results kept in memory."""
DEFAULT_ISSUE = "death-penalty"
"""Issue of a share on one issue, until another is chosen."""


@dataclass(frozen=True)
class Result:
    """A named result: the query or result it rests on, what one row is, and what is made of the rows."""

    base: str
    row: str
    make: Callable[[pd.DataFrame, Regions], pd.DataFrame]


@dataclass(frozen=True)
class Regions:
    """The regions of a scheme, in the order of lists, and those that this atlas compares."""

    order: Sequence[str]
    focus: Sequence[str]


class Results:
    """Results under selections, from one snapshot. Rows are kept and shared between readers: never change them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, codes: Codes) -> None:
        self.connection = connection
        self.codes = codes
        self._rows = lru_cache(maxsize=KEPT)(self._make)

    def table(self, name: str, filters: Filters, **more: object) -> pd.DataFrame:
        """The rows of a result; `more` are parameters of the result beyond the selection.

        Raises database.UnknownNameError, naming what exists.
        """
        return self._rows(name, filters, tuple(sorted(more.items())))

    def _make(self, name: str, filters: Filters, more: tuple[tuple[str, object], ...]) -> pd.DataFrame:
        result = results().get(name)
        if result is None:
            message = f"There is no result '{name}'. There are: {', '.join(results())}."
            raise database.UnknownNameError(message)
        if result.base == name:
            parameters = {"about": DEFAULT_ISSUE, **filters.parameters(), **dict(more)}
            rows = database.query(self.connection, name, parameters)
        else:
            rows = self._rows(result.base, filters, more)
        return result.make(rows, Regions(self.codes.regions[filters.scheme], self.codes.focus))


@cache
def results() -> dict[str, Result]:
    """All results by name: one per query, and those made of the rows of another."""
    found = {name: Result(name, query.row, MAKE.get(name, _as_counted)) for name, query in database.queries().items()}
    return dict(sorted({**found, **DERIVED}.items()))


def _as_counted(rows: pd.DataFrame, _: Regions) -> pd.DataFrame:
    return rows


def by_state(counts: pd.DataFrame, _: Regions) -> pd.DataFrame:
    """Each state's counts, raw acceptance, and the rate shrunken towards its peers with its 95 % interval."""
    state, iso3 = pd.factorize(counts["iso3"])
    first = np.unique(state, return_index=True)[1]

    def total(weights: np.ndarray) -> np.ndarray:
        return np.bincount(state, weights=weights, minlength=len(iso3)).astype(int)

    received, answered, accepted = (total(counts[name].to_numpy()) for name in COUNTED)
    specific = total(counts["recommendations"].to_numpy() * (counts["action_category"].to_numpy() == SPECIFIC))
    shrunken = shrinkage.shrunken_rates(accepted, answered)
    return pd.DataFrame(
        {
            "iso3": iso3,
            "region": counts["region"].to_numpy()[first],
            "subregion": counts["subregion"].to_numpy()[first],
            "recommendations": received,
            "few": (received > 0) & (received < FEW),
            "rate": _ratio(accepted, answered),
            "shrunken": shrunken.rate,
            "lower": shrunken.lower,
            "upper": shrunken.upper,
            "specific_share": _ratio(specific, received),
            "reviews": total(_starts(counts, ["iso3", "session"]) & (counts["session"].to_numpy() > 0)),
            "answered": answered,
            "accepted": accepted,
            "specific": specific,
            "correction": counts["correction"].groupby(state).first().to_numpy(),
        }
    )


def _starts(rows: pd.DataFrame, keys: Sequence[str]) -> np.ndarray:
    """Whether a row is the first of its keys; the rows are in the order of the keys."""
    new = np.zeros(len(rows), dtype=bool)
    new[:1] = True
    for key in keys:
        place = pd.factorize(rows[key])[0]
        new[1:] |= place[1:] != place[:-1]
    return new


def by_region(states: pd.DataFrame, regions: Regions) -> pd.DataFrame:
    """Each region's states, counts and rate with its interval, the state under review being the cluster."""
    group = _places(states["region"], regions.order)
    return _with_states({"region": regions.order, **_pooled(states, group, len(regions.order))})


def by_cycle(counts: pd.DataFrame, regions: Regions) -> pd.DataFrame:
    """The same per focus region and cycle, with the sessions of that cycle that the selection holds."""
    counts = counts[counts["cycle"].to_numpy() > 0]
    cycles = np.unique(counts["cycle"])
    state, iso3 = pd.factorize(counts["iso3"])
    cycle = np.searchsorted(cycles, counts["cycle"])
    cell = state * len(cycles) + cycle  # a state in a cycle: one review
    size = len(iso3) * len(cycles)
    answered, accepted = (np.bincount(cell, weights=counts[name], minlength=size) for name in COUNTED[1:])
    region = np.full(len(iso3), -1)
    region[state] = _places(counts["region"], regions.focus)
    places, groups = np.repeat(region, len(cycles)), len(regions.focus) * len(cycles)
    group = np.where(places < 0, -1, places * len(cycles) + np.tile(np.arange(len(cycles)), len(iso3)))
    reviews = {"answered": answered, "accepted": accepted, "reviews": np.ones(size)}
    session = counts["session"].to_numpy()
    return _with_states(
        {
            "region": np.repeat(regions.focus, len(cycles)),
            "cycle": np.tile(cycles, len(regions.focus)),
            "first_session": np.tile([session[cycle == each].min() for each in range(len(cycles))], len(regions.focus)),
            "last_session": np.tile([session[cycle == each].max() for each in range(len(cycles))], len(regions.focus)),
            **_pooled(reviews, group, groups),
        }
    )


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
    for pair in combinations(known, 2):
        high, low = sorted(pair, key=lambda region: -known[region].rate)
        pairs.append((high, low, rates.gap(known[high], known[low])))
    pairs.sort(key=lambda pair: -pair[2].gap)
    columns = ["region", "reference_region", "rate", "reference", "gap", "se", "lower", "upper", "excludes_zero"]
    rows = [
        (high, low, gap.rate, gap.reference, gap.gap, gap.se, gap.lower, gap.upper, gap.excludes_zero)
        for high, low, gap in pairs
    ]
    return pd.DataFrame(rows, columns=columns)


def action_mix(counts: pd.DataFrame, regions: Regions) -> pd.DataFrame:
    """Share of each action category in its focus region, and acceptance within it."""
    place, action = _places(counts["region"], regions.focus), counts["action_category"].to_numpy().astype(int)
    inside = (place >= 0) & (action > 0)
    cell = place[inside] * len(ACTIONS) + action[inside] - 1
    size = len(regions.focus) * len(ACTIONS)
    received, answered, accepted = (
        np.bincount(cell, weights=counts[name].to_numpy()[inside], minlength=size).astype(int) for name in COUNTED
    )
    of_region = np.repeat(received.reshape(-1, len(ACTIONS)).sum(axis=1), len(ACTIONS))
    rows = {
        "region": np.repeat(regions.focus, len(ACTIONS)),
        "action_category": np.tile(ACTIONS, len(regions.focus)),
        "recommendations": received,
        "of_region": of_region,
        "share": _ratio(received, of_region),
        "answered": answered,
        "accepted": accepted,
        "rate": _ratio(accepted, answered),
    }
    return pd.DataFrame({name: values[received > 0] for name, values in rows.items()})


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


def with_share_on_issue(rows: pd.DataFrame, _: Regions) -> pd.DataFrame:
    """Share of each state's recommendations that is on the issue."""
    received = rows["recommendations"].to_numpy()
    return rows.assign(
        few=(received > 0) & (received < FEW), about_share=_ratio(rows["about_issue"].to_numpy(), received)
    )


def _places(values: pd.Series, order: Sequence[str]) -> np.ndarray:
    """Place of each value in `order`, -1 where it is not there."""
    places = {value: place for place, value in enumerate(order)}
    return np.array([places.get(value, -1) for value in values.to_list()], dtype=int)


def _pooled(states: Mapping[str, Any] | pd.DataFrame, group: np.ndarray, groups: int) -> dict[str, np.ndarray]:
    """Columns with one place per group: states with answers, recommendations (answered), accepted, rate, interval.

    Where fewer than FEWEST_REVIEWS reviews remain there is no rate.
    """
    inside = (group >= 0) & (np.asarray(states["answered"]) > 0)
    group = group[inside]
    accepted, answered, reviews = (np.asarray(states[name])[inside] for name in ("accepted", "answered", "reviews"))
    rate = rates.cluster_rates(accepted, answered, group, groups=groups)
    enough = np.bincount(group, weights=reviews, minlength=groups) >= FEWEST_REVIEWS
    return {
        "states": rate.clusters,
        "recommendations": rate.n,
        "accepted": np.bincount(group, weights=accepted, minlength=groups).astype(int),
        **{name: np.where(enough, getattr(rate, name), np.nan) for name in ("rate", "se", "lower", "upper")},
    }


def _with_states(columns: Mapping[str, Any]) -> pd.DataFrame:
    """The groups that have a state."""
    some = columns["states"] > 0
    return pd.DataFrame({name: np.asarray(values)[some] for name, values in columns.items()})


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part of whole; NaN where nothing was counted."""
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)


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


MAKE: Mapping[str, Callable[[pd.DataFrame, Regions], pd.DataFrame]] = {"on_issue_by_state": with_share_on_issue}
DERIVED: Mapping[str, Result] = {
    "received_by_state": Result("counts", "state under review: received, accepted (raw, shrunken), specific", by_state),
    "acceptance_by_region": Result("received_by_state", "region: its states and rate with interval", by_region),
    "acceptance_gaps": Result("received_by_state", "pair of focus regions: the gap in acceptance with interval", gaps),
    "acceptance_by_cycle": Result("counts", "focus region and cycle: its states and rate with interval", by_cycle),
    "action_mix": Result("counts", "focus region and action category: its share and acceptance", action_mix),
    "selection": Result("received_by_state", "selection: its recommendations, states and reviews", totals),
}
