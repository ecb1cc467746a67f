"""Who has the most: all of those that are equal, and none where there is nobody to compare with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Name = TypeVar("Name")
PAIR = 2
"""A superlative needs two to compare."""


def highest(values: Mapping[Name, float]) -> list[Name]:
    """Those with the largest value, in their order; none of fewer than two, and none where all are equal."""
    if len(values) < PAIR or len(set(values.values())) == 1:
        return []
    most = max(values.values())
    return [name for name, value in values.items() if value == most]
