"""Exercises for workshops, made of the data by chance, so that a trainer always has new ones with their answers.

A kind is a function (codes, table, chance, t) -> an `Exercise`, or None where the data cannot give one. A new kind is
one such function in a module by its subject, its sentences in `locale/`, and its name in KINDS.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING

from analytics.exercises import acceptance, asking, coalitions
from analytics.exercises.exercise import Exercise, Kind, Table

if TYPE_CHECKING:
    from analytics.filters import Codes
    from analytics.text import Text

__all__ = ["KINDS", "Exercise", "made"]

KINDS: Mapping[str, Kind] = {
    "predict": acceptance.predict,
    "state_rate": acceptance.state_rate,
    "received": asking.received,
    "least_accepted": acceptance.least_accepted,
    "chance": acceptance.by_chance,
    "top_asker": asking.top_asker,
    "surest": acceptance.surest,
    "joint": coalitions.joint,
}
"""Name of a kind -> what makes one, in the order in which they are set."""


def made(codes: Codes, table: Table, seed: int, t: Text) -> list[Exercise]:
    """One exercise of each kind that these data can give. The same seed gives the same, whatever kinds are added."""
    chances = {kind: Random(f"{seed} {kind}") for kind in KINDS}  # noqa: S311 - it must be the same again
    every = (make(codes, table, chances[kind], t) for kind, make in KINDS.items())
    return [exercise for exercise in every if exercise]
