"""What the score of a state to lobby is made of: the weights of its parts, its acceptance here, what it shares."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from analytics.filters import Codes
from analytics.statistics.shrinkage import Shrunken, shrunken_rates

WEIGHTS = {"w_interest": 70, "w_history": 20, "w_acceptance": 5, "w_ties": 5}
"""Parameter of each part -> its weight, unless the reader sets another.

Who never raises an issue rarely begins with it here, so interest comes first, and history next. Acceptance and ties say
whom to ask first of those who are equal otherwise. Set with sessions 1-19 alone, see `lobby_trial`.
"""
STEP, MOST = 5, 100
"""Weights are whole numbers of so many, from 0 to the most."""
TIES = ("same_subregion", "same_region", "same_un_group", "same_organisation")


def acceptance(accepted: np.ndarray, answered: np.ndarray) -> tuple[np.ndarray, Shrunken]:
    """The shrunken rate of what each state asked one country; of who asked nothing that of all, 0 without answers."""
    found, of = shrunken_rates(accepted, answered), answered.sum()
    return np.where(np.isnan(found.rate), accepted.sum() / of if of else 0.0, found.rate), found


def tied(shared: Mapping[str, np.ndarray]) -> np.ndarray:
    """The share of the four ties that each state has with one, 0 to 1."""
    return sum((shared[name].astype(float) for name in TIES), np.zeros(len(shared[TIES[0]]))) / len(TIES)


def ties(codes: Codes, country: str, states: np.ndarray) -> dict[str, np.ndarray]:
    """What each state has in common with one: sub-region, region (M49), regional group of the UN, organisations."""
    made = {}
    for name, of in zip(TIES, (codes.subregion_of, codes.region_of["m49"], codes.region_of["un"]), strict=False):
        mine = of.get(country)
        made[name] = np.array([mine is not None and of.get(state) == mine for state in states], dtype=bool)
    shared = _groups(tuple(codes.organisations.items()), country)
    made["shared_groups"] = np.array([" ".join(shared.get(state, ())) for state in states], dtype=object)
    made["same_organisation"] = made["shared_groups"] != ""
    return made


@cache
def _groups(organisations: tuple[tuple[str, tuple[str, ...]], ...], country: str) -> dict[str, list[str]]:
    """Every state that is in an organisation with this one, and the organisations."""
    shared: dict[str, list[str]] = {}
    for code, members in organisations:
        if country in members:
            for member in members:
                shared.setdefault(member, []).append(code)
    return shared
