"""Exercises for workshops, made of the data by chance, so that a trainer always has new ones with their answers.

A kind is a function (codes, table, chance, t) -> an `Exercise`, or None where the data cannot give one. A new kind is
one such function in a module by its subject, its sentences in `locale/`, and its name in KINDS.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from analytics.exercises import acceptance, asking, civic_space, coalitions, requests
from analytics.exercises.exercise import Chance, Exercise, Kind, Table

if TYPE_CHECKING:
    from analytics.filters import Codes
    from analytics.text import Text

__all__ = ["KINDS", "Exercise", "lacking", "made"]

KINDS: Mapping[str, Kind] = {
    "predict": acceptance.predict,
    "state_rate": acceptance.state_rate,
    "received": asking.received,
    "least_accepted": acceptance.least_accepted,
    "chance": acceptance.by_chance,
    "top_asker": asking.top_asker,
    "surest": acceptance.surest,
    "joint": coalitions.joint,
    "fill_rates": requests.fill_rates,
    "most_asked": requests.most_asked,
    "specific": requests.specific,
    "top_issue": requests.top_issue,
    "change": requests.change,
    "fill_lists": coalitions.fill_lists,
    "half": coalitions.half,
    "held": coalitions.held,
    "room": civic_space.room,
    "fall": civic_space.fall,
    "direction": civic_space.direction,
}
"""Name of a kind -> what makes one, in the order in which they are set."""


def made(codes: Codes, table: Table, seed: int, t: Text, place: str = "") -> list[Exercise]:
    """One exercise of each kind that these data can give. The same seed gives the same, whatever kinds are added.

    `place`: a state or a region that they are about where they can be.
    """
    made = (make(codes, table, _chance(kind, seed, place, codes), t) for kind, make in KINDS.items())
    return [exercise for exercise in made if exercise]


def lacking(every: Sequence[Exercise]) -> list[str]:
    """The kinds that these data could not give: too little is there to ask about."""
    there = {exercise.kind for exercise in every}
    return [kind for kind in KINDS if kind not in there]


def _chance(kind: str, seed: int, place: str, codes: Codes) -> Chance:
    """The chance of a kind, which asks about the place first: a state, then its region; a region with its states."""
    chance = Chance(f"{seed} {kind}")
    region_of = codes.region_of[acceptance.SCHEME]
    if place in codes.focus:
        chance.preferred = (frozenset({place, *(state for state, region in region_of.items() if region == place)}),)
    elif place in region_of:
        region = region_of[place]
        states = (state for state, other in region_of.items() if other == region)
        chance.preferred = (frozenset({place}), frozenset({region, *states}))
    return chance
