"""What a fetch of the latest sessions would ask for, and how long that takes at a guest's pace."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from analytics.fetching import sessions
from analytics.fetching.sessions import Here
from analytics.fetching.uwazi import WINDOW, Api, Session

REVIEWS = 14
"""States that are reviewed in a session, but for a few."""
STATES = 193
"""States by which a session is read that is larger than a search shows."""


@dataclass(frozen=True)
class Plan:
    """Sessions at the source from the first one wanted on, what is loaded of them, and the seconds it all takes."""

    here: list[Here]
    loaded: Mapping[int, int]
    """Session -> rows of the version that is served."""
    requests: int
    seconds: float

    @property
    def sessions(self) -> list[Session]:
        """All of them, those without rows yet too: whether that is believed is decided when they are read."""
        return [each.session for each in self.here]

    @property
    def held(self) -> list[Here]:
        """Those with rows."""
        return [each for each in self.here if each.at_source]

    @property
    def rows(self) -> int:
        """Rows at the source, at least."""
        return sum(each.at_source for each in self.here)

    @property
    def exact(self) -> bool:
        """Whether the source says how many rows there are."""
        return all(each.exact for each in self.here)

    @property
    def minutes(self) -> int:
        """Whole minutes, at least one."""
        return max(1, round(self.seconds / 60))


def plan(api: Api, first: int, loaded: Mapping[int, int], folder: Path, documents: Collection[int]) -> Plan:
    """Ask how many rows each session from `first` on has, and each that is loaded.

    `documents` are the sessions of the summaries that are there, once for each. How long an answer takes is measured
    on these questions. Raises FetchError when the API does not answer.
    """
    listed = api.sessions()
    wanted = [session for number, session in listed.items() if number >= first or number in loaded]
    asked, start = api.guest.asked, time.monotonic()
    here = sessions.look(api, wanted, folder)
    asked = api.guest.asked - asked
    waited = asked * api.guest.pause
    answer = max(0.0, time.monotonic() - start - waited) / max(asked, 1)
    finished = sessions.finished(folder)
    pages = sum(_pages(each, api.size) for each in here if each.session.number not in finished)
    numbers = [each.session.number for each in here if each.at_source]
    missing = sum(max(0, REVIEWS - list(documents).count(number)) for number in numbers)
    requests = pages + missing
    return Plan(here, dict(loaded), requests, requests * (api.guest.pause + answer))


def _pages(here: Here, size: int) -> int:
    """Requests that reading a session takes."""
    if here.exact and here.at_source < WINDOW:
        return max(1, math.ceil(here.at_source / size))
    return 2 + STATES
