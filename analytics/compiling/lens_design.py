"""How the sample of each lens is drawn: its strata, its sizes, and the files of `data` that it is about.

Belongs here: what differs between the lenses. Does not: what is done with a design, which is the same for both
(`lens_sample` draws and labels, `lens_scores` scores).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from analytics.compiling import subjects
from analytics.flags import LENSES
from analytics.lens import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

REGIONS = ("africa", "asia", "lac")
OTHER = "other"
SAID_FIRST = ("follow_up", "consults", "names_civil_society", "room", "defenders")
BROAD = re.compile(
    r" (civi[cl]|ngo|cso|non ?gov|non state|associat|organi|assembl|assoc|defend|activis|advoca|societ|union|stakehold"
    r"|grass|communit\w+ based|charit|volunt|campaign|movement|protest|demonstrat|gather|rall(y|ies)|dissid|networks?"
    r"|groups|partner|participat|consult|dialogue|representatives)"
)
TREATY = re.compile(r" (?:convention|covenant|protocol|statute|treat(?:y|ies)|instruments|ratif|sign |acced)")


class Row(NamedTuple):
    """A recommendation with its words, the region of the state under review, and who asks whom when.

    `asked` holds the session, the state under review and the recommending states; `issues` are codes.
    """

    source_key: str
    text: str
    region: str
    asked: tuple[int, str, tuple[str, ...]]
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Design:
    """How the sample of one lens is drawn, and the files of `data` that it is about.

    `name` starts the names of the files of the sample, `rules` is the file of the rules.
    `first` are the flags in the order in which they decide the stratum of a text with several; `silent` names the kind
    of stratum of a text without any. `sizes` says for each period of sessions, such as 1-20, how many are drawn from
    each kind of stratum in each region, or all there are. Scores of a part of the texts rest on at least `fewest`.
    `kinds` names the kind of stratum of flags that share one. `pooled` names the score of all flags within another.
    """

    name: str
    rules: str
    seed: int
    first: Sequence[str]
    silent: Callable[[Row], str]
    sizes: Mapping[str, Mapping[str, int]]
    fewest: int = 0
    kinds: Mapping[str, str] = field(default_factory=dict)
    pooled: str = ""

    @property
    def sample(self) -> str:
        """The file of the labels."""
        return f"{self.name}_sample.csv"

    @property
    def strata(self) -> str:
        """The file of the sizes of the strata."""
        return f"{self.name}_strata.csv"

    @property
    def several(self) -> bool:
        """Whether there are several periods, so that strata and scores are by period too."""
        return len(self.sizes) > 1

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the texts that are scored apart: regions, and periods where there are several."""
        return (*REGIONS, OTHER, *(self.sizes if self.several else ()))

    def period(self, session: int) -> str:
        """The period that a session belongs to. Raises ValueError for one that belongs to none."""
        for period in self.sizes:
            first, last = map(int, period.split("-"))
            if first <= session <= last:
                return period
        message = f"session {session} is in none of the periods {', '.join(self.sizes)}"
        raise ValueError(message)

    def stratum(self, row: Row, flags: frozenset[str]) -> str:
        """Where a text with these flags belongs: kind:region, and the period where there are several."""
        first = next((flag for flag in self.first if flag in flags), None)
        kind = self.kinds.get(first, first) if first else self.silent(row)
        period = [self.period(row.asked[0])] if self.several else []
        return ":".join((kind, row.region, *period))


def _broad_word(row: Row) -> str:
    return "broad_word" if BROAD.search(plain(row.text)) else "no_word"


def _near_subject(row: Row) -> str:
    subject = subjects.near(plain(row.text), row.issues)
    return f"near_{subject}" if subject else "nothing"


def _near_treaty(row: Row) -> str:
    near = "international-instruments" in row.issues or TREATY.search(plain(row.text))
    return "near_treaty" if near else "nothing"


CIVIL_SOCIETY = Design(
    name="lens",
    rules=LENSES["civil_society"],
    seed=1927,
    first=SAID_FIRST,
    silent=_broad_word,
    sizes={
        "1-20": {**dict.fromkeys(SAID_FIRST, 16), "broad_word": 45, "no_word": 40},
        "21-27": {**dict.fromkeys(SAID_FIRST, 8), "broad_word": 20, "no_word": 20},
    },
)
"""Its rules were made on sessions 1-20, whose sample was drawn from the export of 2015, and not changed since."""
SUBJECTS = Design(
    name="subject",
    rules=LENSES["subjects"],
    seed=2018,
    first=tuple(subjects.BROAD),
    silent=_near_subject,
    sizes={
        "1-27": {
            **dict.fromkeys(subjects.BROAD, 8),
            **dict.fromkeys(("climate", "death_penalty", "torture"), 10),
            **{f"near_{subject}": 5 for subject in subjects.BROAD},
            "near_sogi": 7,
            "near_child_exploitation": 10,
            "near_torture": 10,
            "nothing": 25,
        }
    },
    fewest=20,
)
"""The rarest subject comes first; UPR Info's issue of the same subject is as good as a broad word."""
OTHERS = (
    "kampala", "adoption_1993", "maputo", "aggression", "trafficking_2000", "education_1960", "genocide", "istanbul",
    "stateless_1954", "refugees", "ilo_169", "stateless_1961", "icc_immunities", "ilo_189", "rome_statute",
)  # fmt: skip
PROTOCOLS = (
    "iccpr_op1", "crpd_op", "crc_opic", "crc_opac", "crc_opsc", "cedaw_op", "icescr_op", "iccpr_op2", "opcat",
)  # fmt: skip
TREATIES = ("crc", "icerd", "cedaw", "icescr", "iccpr", "crpd", "cat", "ced", "cmw")
INSTRUMENTS = Design(
    name="instrument",
    rules=LENSES["instruments"],
    seed=1976,
    first=(*OTHERS, *PROTOCOLS, *TREATIES, "ratification"),
    silent=_near_treaty,
    sizes={
        "1-27": {"other": 10, "protocol": 14, "treaty": 12, "ratification": 6, "near_treaty": 6, "nothing": 2},
    },
    fewest=20,
    pooled="any_treaty",
    kinds=dict.fromkeys(OTHERS, "other") | dict.fromkeys(PROTOCOLS, "protocol") | dict.fromkeys(TREATIES, "treaty"),
)
"""Protocols of the core treaties, these treaties, all others; a text near one names some treaty or has the issue."""
DESIGNS = {"civil_society": CIVIL_SOCIETY, "subjects": SUBJECTS, "instruments": INSTRUMENTS}
