"""What a result is, the thresholds all results share, and small steps they have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from analytics.filters import Codes, Filters

FEW = 20
"""Below this many recommendations a share is marked as resting on few."""
FEWEST_REVIEWS = 5
"""Below this many reviews a group gets no rate."""
SPECIFIC = 5
"""Action category of specific requests."""
COUNTED = ("recommendations", "answered", "accepted")


@dataclass(frozen=True)
class Setting:
    """What a result is made under: the selection, the codes that exist, and the result's own parameters."""

    filters: Filters
    codes: Codes
    more: Mapping[str, Any]
    table: Callable[..., pd.DataFrame]
    """Another result, by name, under the same selection and parameters, except for those that are given."""

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
