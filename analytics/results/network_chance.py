"""Networks of joint submissions beside chance, and who stands between their parts: what takes seconds, made once.

Each network is known by its memberships: what was made of the built-in lists lies in data/ under their fingerprint.
Where lists that users loaded make another network, it has another fingerprint and is made anew, so that no number
speaks of other lists than those beside it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from analytics.results.coalitions import CYCLE, SENSITIVITIES
from analytics.rows import each

if TYPE_CHECKING:
    from analytics.results.definition import Setting

SHOWN = ("largest_share", "repeated_pairs", "components")
"""Measures of a network that are compared with chance: columns of results, in the order of figures."""
ALL, GRADE_A, WITHOUT_LARGEST = SENSITIVITIES
CHANCE = ("fingerprint", "measure", "observed", "mean", "lower", "upper", "draws", "reason")
BROKERS = ("fingerprint", "rank", "stakeholder", "partners", "betweenness")
KEPT_BROKERS = 10
"""Organisations between others that are kept of each network."""
MOST = 5_000
"""Memberships above which a network that is not kept is not compared with chance: it would take too long."""
KEPT = 4
"""Data sets whose memberships stay in memory as arrays."""
DIGITS = {"components": 2, "repeated_pairs": 2, "largest_share": 5}


class Memberships:
    """Rows of the result `network_memberships` as arrays with one place per membership.

    `submission` and `organisation` are numbers, the others codes and names. No scheme of regions is in it.
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        self.columns = {name: rows[name].to_numpy(dtype=object) for name in rows}
        self.keys = self.columns["membership"]
        self.review = self.columns["review"]
        self.state = self.columns["iso3"]
        self.submission = pd.factorize(rows["review"] + "|" + rows["code"])[0]
        self.organisation = pd.factorize(self.columns["stakeholder"])[0]

    def region(self, region_of: Mapping[str, str]) -> np.ndarray:
        """The region of each membership's review."""
        return np.array([region_of[state] for state in self.state], dtype=object)

    @cached_property
    def single(self) -> Mapping[str, Network]:
        """Review -> its network."""
        code, reviews = pd.factorize(self.review)
        order = np.argsort(code, kind="stable")
        ends = np.cumsum(np.bincount(code, minlength=len(reviews)))[:-1]
        split = zip(reviews, np.split(order, ends), strict=False)
        return {str(review): Network(str(review), ALL, self, places) for review, places in split}


@dataclass(frozen=True, eq=False)
class Network:
    """The joint submissions of one region or review. `of` is the code of either, `part` one of SENSITIVITIES."""

    of: str
    part: str
    memberships: Memberships
    places: np.ndarray
    """Which memberships it has."""

    @cached_property
    def fingerprint(self) -> str:
        """12 hexadecimal digits from the memberships and from how chance is drawn."""
        from analytics.statistics import shuffled_networks as drawn

        how = f"{drawn.DRAWS} {drawn.SEED} {drawn.BEFORE} {drawn.BETWEEN} {KEPT_BROKERS} {' '.join(SHOWN)}"
        signed = self.memberships.keys[self.places].tolist()
        return hashlib.sha256("\n".join([how, *signed]).encode()).hexdigest()[:12]

    @cached_property
    def size(self) -> tuple[int, int, int, int]:
        """Its reviews, joint submissions that name anybody, organisations, and those that sign two or more."""
        whole = self.memberships
        signed = np.bincount(whole.organisation[self.places])
        joint = np.unique(whole.submission[self.places]).size
        return len(set(whole.review[self.places])), joint, int((signed > 0).sum()), int((signed > 1).sum())


class Made(NamedTuple):
    """What is made of a network: rows of CHANCE and of BROKERS, without the fingerprint."""

    chance: list[tuple[Any, ...]]
    brokers: list[tuple[Any, ...]]


def third(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the third cycle."""
    return rows[(rows["cycle"] == CYCLE).to_numpy()]


def regional(
    memberships: Memberships,
    region_of: Mapping[str, str],
    grades: Mapping[str, str],
    parts: Sequence[str] = SENSITIVITIES,
) -> Iterator[Network]:
    """The networks of each region: of all its lists, of those of grade A, and without its largest review.

    The largest is the one with most joint submissions that name anybody; of several, the first by code.
    """
    of = memberships.region(region_of)
    best = np.array([grades[review] == "A" for review in memberships.review], dtype=bool)
    for region in sorted(set(of)):
        inside = of == region
        review = memberships.review[inside][np.unique(memberships.submission[inside], return_index=True)[1]]
        names, joint = np.unique(review.astype(str), return_counts=True)
        largest = memberships.review == names[joint.argmax()]
        chosen = {ALL: inside, GRADE_A: inside & best, WITHOUT_LARGEST: inside & ~largest}
        for part in parts:
            yield Network(str(region), part, memberships, np.flatnonzero(chosen[part]))


def made(network: Network, *, most: int | None = None) -> Made:
    """A network beside its null model, and its brokers; above `most` memberships only what is observed.

    Chance keeps how many submissions of each review an organisation signed, and how many signed each submission.
    """
    from analytics.statistics import co_submission, shuffled_networks

    columns, places = network.memberships.columns, network.places
    review, code, organisation = (columns[name][places] for name in ("review", "code", "stakeholder"))
    submission = (review + "|" + code).astype(str)
    large = most is not None and places.size > most
    draws = 0 if large else shuffled_networks.DRAWS
    found = shuffled_networks.compared_with_chance(
        submission, organisation.astype(str), review.astype(str), draws=draws
    )
    chance = [
        (
            measure,
            *(_rounded(value, measure) for value in (each.observed, each.mean, each.lower, each.upper)),
            each.draws,
            "too_many" if large else each.reason,
        )
        for measure in SHOWN
        for each in (found[measure],)
    ]
    if large or not places.size:
        return Made(chance, [])
    number, names = pd.factorize(organisation)
    graph = co_submission.co_submission(pd.factorize(submission)[0], number, len(names))
    order = sorted(range(len(names)), key=lambda place: (-graph.betweenness[place], names[place]))[:KEPT_BROKERS]
    between = [place for place in order if graph.betweenness[place] > 0]
    return Made(
        chance,
        [
            (rank, str(names[place]), int(graph.partners[place]), round(float(graph.betweenness[place]), 5))
            for rank, place in enumerate(between, start=1)
        ],
    )


def known(networks: list[Network], setting: Setting) -> list[Made]:
    """What is made of each network: as it is kept, else made now."""
    chance, brokers = (_kept(Same(setting.table(name))) for name in ("network_chance", "network_brokers"))
    found = []
    for network in networks:
        key = network.fingerprint
        if key in chance:
            found.append(Made(chance[key], brokers.get(key, [])))
        else:
            found.append(made(network, most=MOST))
    return found


class Same:
    """Rows that are known by being the very same, as results are while they are kept."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = rows

    def __hash__(self) -> int:
        """Equal for the same rows."""
        return id(self.rows)

    def __eq__(self, other: object) -> bool:
        """Whether they are the same rows, not only equal ones."""
        return isinstance(other, Same) and self.rows is other.rows


def memberships(rows: pd.DataFrame) -> Memberships:
    """The arrays of these rows, made once for all results and schemes that ask for them."""
    return _memberships(Same(rows))


@lru_cache(maxsize=KEPT)
def _memberships(same: Same) -> Memberships:
    return Memberships(same.rows)


@lru_cache(maxsize=2 * KEPT)
def _kept(same: Same) -> dict[str, list[tuple[Any, ...]]]:
    """Fingerprint -> its rows, without it."""
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *others in each(same.rows):
        found[key].append(tuple(others))
    return found


def _rounded(value: float, measure: str) -> float:
    return round(value, DIGITS[measure])
