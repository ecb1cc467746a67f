"""Guided sessions of a workshop: their steps, how many minutes each takes, and the card that each projects.

What is said in them stands in `locale/<language>/workshop_<session>.md` (see `script`). Pure: no database, no
Streamlit. A step projects a card of a page as that page shows it, so what a trainer says and what the atlas says never
differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analytics import pack

if TYPE_CHECKING:
    from analytics.pack import Entry

COUNTRY, ISSUES = "country", "issues"
"""Parameters of a link that a trainer chooses for a session."""
DATA = "data"
"""Parameter that names the data set (see analytics/ui/data.py)."""
SESSION, SEED, PLACE = "guide", "seed", "place"
"""Parameters of the page: which session, which sheet of exercises, about which region."""
LARGEST = 999_999
"""The last number of a sheet."""


@dataclass(frozen=True)
class Step:
    """A part of a session: its section in the script, its minutes, and the card that it projects, if any.

    `page` shows the card under `link`; `takes` are the parameters that the trainer chose.
    """

    name: str
    minutes: int
    page: str = ""
    card: str = ""
    link: Mapping[str, str] = field(default_factory=dict)
    takes: tuple[str, ...] = ()

    def entry(self, chosen: Mapping[str, str]) -> Entry | None:
        """The card as a link leads to it; None without one. `chosen` may name the data set too."""
        if not self.card:
            return None
        taken = {name: chosen[name] for name in (*self.takes, DATA) if chosen.get(name)}
        return pack.entry(self.page, self.card, {**self.link, **taken})


@dataclass(frozen=True)
class Session:
    """Steps in their order; `takes` are the parameters that a trainer chooses."""

    steps: tuple[Step, ...]
    takes: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(step.minutes for step in self.steps)

    def asks_for(self, parameter: str) -> bool:
        """Whether it is about something that a trainer chooses: a state, an issue."""
        return parameter in self.takes

    def entries(self, chosen: Mapping[str, str]) -> list[Entry]:
        """Its cards."""
        return [entry for step in self.steps if (entry := step.entry(chosen))]


def _of(page: str, card: str, *takes: str, **link: str) -> dict[str, object]:
    """The card of a step."""
    return {"page": page, "card": f"{page}.{card}", "link": link, "takes": takes}


def _step(name: str, minutes: int, card: Mapping[str, object] | None = None) -> Step:
    return Step(name, minutes, **(card or {}))  # ty: ignore[invalid-argument-type]


PRACTICE = "practice"
"""The step that shows the practices instead of a card."""
SESSIONS: Mapping[str, Session] = {
    "record": Session(
        (
            _step("review", 3, _of("glance", "states", COUNTRY)),
            _step("asked", 5, _of("country", "record", COUNTRY)),
            _step("kinds", 5, _of("country", "mix", COUNTRY)),
            _step("issues", 5, _of("country", "issues", COUNTRY, view="asked")),
            _step("askers", 4, _of("country", "askers", COUNTRY, view="asked")),
            _step("again", 4, _of("follow_up", "again", COUNTRY, view="again")),
            _step("beyond", 4),
        ),
        (COUNTRY,),
    ),
    "advocacy": Session(
        (
            _step("aim", 5, _of("country", "issues", COUNTRY, view="asked")),
            _step("who", 5, _of("whom_to_lobby", "parts", COUNTRY, ISSUES)),
            _step("why", 5, _of("whom_to_lobby", "listing", COUNTRY, ISSUES)),
            _step("new", 6, _of("whom_to_lobby", "unasked", COUNTRY, ISSUES, view="unasked")),
            _step("words", 7, _of("glance", "mix")),
            _step("trust", 7, _of("whom_to_lobby", "tested", view="tested")),
            _step("plan", 10),
        ),
        (COUNTRY, ISSUES),
    ),
    "asia": Session(
        (
            _step("gap", 5, _of("glance", "states")),
            _step("interval", 5, _of("regions", "gaps")),
            _step("inside", 5, _of("regions", "spread")),
            _step("asks", 6, _of("glance", "mix")),
            _step("mix", 6, _of("regions", "standardised", view="parts")),
            _step("claims", 6, _of("claims", "asia_varies")),
            _step("coalitions", 6, _of("claims", "asia_diverse")),
            _step("quote", 6),
        ),
    ),
    "coalition": Session(
        (
            _step("many", 6, _of("coalitions", "joint", view="many")),
            _step("form", 6, _of("coalition_country", "submissions", COUNTRY, view="who_signed")),
            _step("large", 6, _of("coalitions", "size", view="large")),
            _step("region", 8, _of("coalition_country", "neighbours", COUNTRY, view="neighbours")),
            _step("networks", 6, _of("coalition_networks", "presence", view="international")),
            _step("join", 8, _of("coalition_country", "nearby", COUNTRY, view="neighbours")),
            _step(PRACTICE, 10),
            _step("plan", 10),
        ),
        (COUNTRY,),
    ),
}
"""Name of a session -> its steps, in the order in which they are offered."""
SPECIFIC = "specific"
"""The practice of which the data show what is accepted by kind of request."""
PRACTICES: Mapping[str, Mapping[str, object]] = {
    "stay": _of("coalition_networks", "repeats", view="bridges"),
    "several": _of("coalitions", "size", view="large"),
    "mixed": _of("coalitions", "scopes", view="signing"),
    "shelter": _of("coalition_room", "ranks"),
    "voice": _of("coalition_impact", "voice", view="cited"),
    "network": _of("coalition_impact", "pooled", view="signed"),
    SPECIFIC: _of("glance", "mix"),
    "lobby": _of("whom_to_lobby", "tested", view="tested"),
    "again": _of("follow_up", "again", COUNTRY, view="again"),
}
"""A practice of coalitions -> the card that says what the data show of it, and what not."""


def practices() -> dict[str, Step]:
    """The practices as steps without minutes."""
    return {name: _step(name, 0, card) for name, card in PRACTICES.items()}


@dataclass(frozen=True)
class Numbers(Collection[str]):
    """The whole numbers from 1 to the largest, as a link writes them."""

    largest: int

    def __contains__(self, value: object) -> bool:
        """Whether it is one of them."""
        return isinstance(value, str) and value.isascii() and value.isdecimal() and value == str(self.of(value))

    def of(self, value: str) -> int:
        """The number, within the bounds."""
        return min(max(int(value), 1), self.largest) if value.isascii() and value.isdecimal() else 1

    def __iter__(self):  # noqa: ANN204 - what exists, as one says it
        """What exists, as one says it."""
        return iter((f"1 to {self.largest}",))

    def __len__(self) -> int:
        """One way to say it."""
        return 1


NUMBERS = Numbers(LARGEST)
OWN: Mapping[str, tuple[object, Callable[..., Collection[object]]]] = {
    SESSION: (next(iter(SESSIONS)), lambda _: SESSIONS),
    SEED: ("1", lambda _: NUMBERS),
    PLACE: ("", lambda codes: ("", *codes.focus)),
}
"""Parameters of the page: name -> default and the values that exist."""
