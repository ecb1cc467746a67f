"""What a result is, the rule for a rate with its interval, and small steps that results have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.filters import Codes, Filters
from analytics.statistics import rates
from analytics.thresholds import FEWEST_CLUSTERS, FEWEST_REVIEWS

SPECIFIC = 5
"""Action category of specific requests."""
COUNTED = ("recommendations", "answered", "accepted")
INTERVAL = ("se", "lower", "upper")
SHOWN = {name: name for name in ("rate", *INTERVAL)}
"""Columns of a rate with its interval, under their own names (see `picked`)."""


def _nowhere(name: str) -> pd.DataFrame:
    """No result: what a setting gives that was made without results. Raises KeyError."""
    raise KeyError(name)


@dataclass(frozen=True)
class Setting:
    """What a result is made under: the selection, the codes that exist, and the result's own parameters."""

    filters: Filters
    codes: Codes
    more: Mapping[str, Any]
    table: Callable[..., pd.DataFrame]
    """Another result, by name, under the same selection and parameters, except for those that are given."""
    everywhere: Callable[[str], pd.DataFrame] = _nowhere
    """Another result, by name, of all places under what else is selected."""

    @property
    def order(self) -> Sequence[str]:
        """The regions of the scheme, in the order of lists."""
        return self.codes.regions[self.filters.scheme]

    @property
    def focus(self) -> Sequence[str]:
        """The regions this atlas compares."""
        return self.codes.focus


@dataclass(frozen=True)
class Result:
    """A named result: the query or result it rests on, what one row is, and what is made of the rows."""

    base: str
    row: str
    make: Callable[[pd.DataFrame, Setting], pd.DataFrame]


@dataclass(frozen=True)
class Written:
    """Values that are written freely instead of chosen: their form, and how to say it."""

    form: str
    said: str

    def __contains__(self, value: object) -> bool:
        """Whether a value has the form."""
        return isinstance(value, str) and re.fullmatch(self.form, value) is not None

    def __iter__(self) -> Iterator[object]:
        """What exists, as one says it."""
        return iter((self.said,))

    def __len__(self) -> int:
        """One way to say it."""
        return 1


def as_counted(rows: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """The rows of the query as they are."""
    return rows


def places(values: pd.Series, order: Sequence[str]) -> np.ndarray:
    """Place of each value in `order`, -1 where it is not there."""
    by_value = {value: place for place, value in enumerate(order)}
    return np.array([by_value.get(value, -1) for value in values.to_list()], dtype=int)


def with_states(columns: Mapping[str, Any]) -> pd.DataFrame:
    """The groups that have a state."""
    some = columns["states"] > 0
    return pd.DataFrame({name: np.asarray(values)[some] for name, values in columns.items()})


def ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part of whole; NaN where nothing was counted."""
    return np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=np.asarray(whole) > 0)


def pooled(
    part: np.ndarray,
    whole: np.ndarray,
    group: np.ndarray,
    groups: int,
    *,
    reviews: np.ndarray | None = None,
    held: np.ndarray | None = None,
) -> dict[str, np.ndarray]:
    """The rate of each group of states with its interval, and what both rest on: columns with one place per group.

    `part` of `whole` is counted with one row per state and group; `group` is the row's place, -1 for none. Rows in
    which nothing was counted are left out. What must be enough are the `reviews` (of each row) that remain, the reviews
    `held` (of each group) where some of these count nothing here, or else the states, as each has a review or more.
    Columns: states, reviews, whole, part, and those of `estimated`.
    """
    inside = (group >= 0) & (whole > 0)
    part, whole, group = part[inside], whole[inside], group[inside]
    found = rates.cluster_rates(part, whole, group, groups, FEWEST_CLUSTERS)
    if reviews is not None:
        held = np.bincount(group, weights=reviews[inside], minlength=groups).astype(int)
    enough = found.clusters if held is None else held
    return {
        "states": found.clusters,
        "reviews": enough,
        "whole": found.n,
        "part": np.bincount(group, weights=part, minlength=groups).astype(int),
        **estimated(found, enough),
    }


def estimated(found: rates.Rates, reviews: np.ndarray) -> dict[str, np.ndarray]:
    """What may be shown of rates: columns rate, se, lower, upper, with NaN for what may not.

    No rate below FEWEST_REVIEWS reviews; no interval where `found` gives a reason: fewer than FEWEST_CLUSTERS states,
    or states that are all alike, which says nothing of the states that were not asked.
    """
    enough = reviews >= FEWEST_REVIEWS
    sure = enough & (found.reason == "")
    return {
        "rate": np.where(enough, found.rate, np.nan),
        **{name: np.where(sure, getattr(found, name), np.nan) for name in INTERVAL},
    }


def picked(columns: Mapping[str, np.ndarray], **names: str) -> dict[str, np.ndarray]:
    """Some of the columns under other names, in this order: `picked(found, answered="whole", rate="rate")`."""
    return {name: columns[of] for name, of in names.items()}
