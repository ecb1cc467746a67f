"""Selections by lot: what readers choose, and the corners where little is left; the same lot draws the same ones."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, NamedTuple

from analytics.filters import ACTIONS, Codes, Filters, under_scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.sentences.recorder import Data

RARE = (
    "right-to-water",
    "statelessness",
    "privacy",
    "business-and-human-rights",
    "human-rights-violations-by-state-agents",
    "enforced-disappearances",
)
BUILT_IN, WITHOUT_ACTIONS = "built in", "loaded, without actions"
EVERY_THIRD, EVERY_FOURTH = 1 / 3, 1 / 4
Lot = random.Random


class Selection(NamedTuple):
    """One selection: of which kind, of which data, what it chooses, and the lot of the choices that pages offer."""

    kind: str
    data: str
    filters: Filters
    seed: int


def _regions(lot: Lot, codes: Codes, many: int) -> dict[str, Any]:
    return {"regions": tuple(lot.sample([*codes.focus, *codes.focus, *codes.regions["m49"]], many))}


def _issue(lot: Lot, codes: Codes) -> dict[str, Any]:
    rare = [issue for issue in RARE if issue in codes.issues]
    return {"issues": (lot.choice(rare if rare and lot.random() < EVERY_THIRD * 2 else codes.issues),)}


def _sessions(lot: Lot, codes: Codes, width: int) -> dict[str, Any]:
    first, last = codes.reach
    begin = lot.randint(first, last)
    return {"sessions": (begin, min(last, begin + lot.randint(0, width)))}


def _asker(lot: Lot, codes: Codes) -> dict[str, Any]:
    often = [state for state in ("FRA", "ESP", "CAN", "NOR", "MEX", "BRA", "EGY", "CUB") if state in codes.states]
    return {"asked_by": (lot.choice(often if lot.random() < EVERY_THIRD * 2 else codes.recommending_states),)}


KINDS: Mapping[str, Callable[[Lot, Codes], dict[str, Any]]] = {
    "everything": lambda _, __: {},
    "one region": lambda lot, codes: _regions(lot, codes, 1),
    "two regions": lambda lot, codes: _regions(lot, codes, 2),
    "one sub-region": lambda lot, codes: {"subregions": (lot.choice(codes.subregions),)},
    "one state": lambda lot, codes: {"states": (lot.choice(codes.states),)},
    "few states": lambda lot, codes: {"states": tuple(lot.sample(codes.states, lot.randint(2, 6)))},
    "one asking state": _asker,
    "one asking region": lambda lot, codes: {"asked_by": (lot.choice(codes.regions["m49"]),)},
    "one issue": _issue,
    "two issues": lambda lot, codes: {"issues": tuple(lot.sample(codes.issues, 2))},
    "one cycle": lambda lot, codes: {"cycles": (lot.choice(codes.cycles),)},
    "one session": lambda lot, codes: _sessions(lot, codes, 0),
    "few sessions": lambda lot, codes: _sessions(lot, codes, 8),
    "one action": lambda lot, _: {"actions": (lot.choice(ACTIONS),)},
}
"""Kind -> what it chooses."""
OF_ACTIONS = ("one asking state", "one asking region", "one action")
"""Kinds that choose by what not every source records."""


def draw(number: int, seed: int, data: Mapping[str, Data]) -> list[Selection]:
    """So many selections: each kind in turn.

    About every third is under the groups of the UN, every third is broad, every fourth has a choice of a second kind,
    every fourteenth is of loaded data.
    """
    lot = Lot(seed)
    names = list(KINDS)
    drawn = []
    for place in range(number):
        kind = names[place % len(names)]
        loaded = WITHOUT_ACTIONS in data and lot.random() < 1 / len(names)
        of_data = WITHOUT_ACTIONS if loaded else BUILT_IN
        codes = data[of_data].codes
        kinds = [kind]
        if lot.random() < EVERY_FOURTH:
            kinds.append(lot.choice(names))
        chosen: dict[str, Any] = {}
        for each in kinds:
            if not (loaded and each in OF_ACTIONS):
                chosen |= KINDS[each](lot, codes)
        filters = Filters(acceptance="broad" if lot.random() < EVERY_THIRD else "strict", **chosen)
        if lot.random() < EVERY_THIRD:
            filters = under_scheme(filters, "un", codes)
        drawn.append(Selection(" + ".join(dict.fromkeys(kinds)), of_data, filters, lot.randrange(10**6)))
    return drawn
