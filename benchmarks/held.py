"""What the cases of `benchmarks.intervals` have in common: what a draw gives, whether an interval held the truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

Held = Mapping[str, bool]
"""Of one draw: the interval, and whether it held the truth; an interval that is not printed is not in it."""
Case = Callable[[np.random.Generator, int], Iterator[Held]]

INSTEAD = "instead: "
"""Begins the name of an interval that is not ours."""
HARD = "hard: "
"""Begins the name of an interval of ours that is known not to hold everywhere, with the reason where it is drawn."""


def holds(found: object, truth: float) -> bool:
    """Whether the interval of a result holds the truth."""
    return bool(getattr(found, "lower") <= truth <= getattr(found, "upper"))  # noqa: B009 - any result with two ends
