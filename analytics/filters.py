"""What a reader has selected, as one frozen value, and the codec that writes it into a link and reads it back.

Pure: no database, no Streamlit. Queries take them as lists of codes (macro `selected` in `database/derived.sql`).
Links carry codes (ISO3, issue code, cycle number), never labels; defaults are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple

SCHEMES = ("m49", "un")
ACCEPTANCES = ("strict", "broad")
ACTIONS = (1, 2, 3, 4, 5)
DEPENDENT = ("actions", "askers", "issues")
"""What not every source has: action categories, one recommending state per row, the issues of UPR Info."""
SEPARATOR = ","
RANGE = "-"
LONGEST = 10
"""Characters of a number in a link; longer ones are no session."""


class Series(NamedTuple):
    """Data that continue the built-in ones: the sessions of either part, and how the later one came, on which day."""

    built_in: tuple[int, ...]
    later: tuple[int, ...]
    obtained: str
    """fetched, or loaded."""
    day: str


@dataclass(frozen=True)
class Codes:
    """The codes that exist in the loaded data; filters are checked against them."""

    regions: Mapping[str, tuple[str, ...]]
    """Scheme -> its regions, in the order of lists."""
    subregions: tuple[str, ...]
    states: tuple[str, ...]
    """States under review."""
    recommending_states: tuple[str, ...]
    cycles: tuple[int, ...]
    sessions: tuple[int, int]
    """First and last session with data."""
    issues: tuple[str, ...]
    years: tuple[int, int] = (0, 0)
    focus: tuple[str, ...] = ()
    """The regions this atlas compares."""
    region_of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Scheme -> state, observers too -> region."""
    subregion_of: Mapping[str, str] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    """Member states of the UN, and whoever else was reviewed, in the order of lists."""
    cycle_of: Mapping[int, int] = field(default_factory=dict)
    """Session with data -> its cycle."""
    year_of: Mapping[int, int] = field(default_factory=dict)
    """Session with data -> its year."""
    calendar: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Session of the cycles that the data hold, with data or without -> its cycle, the third of it."""
    organisations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Organisation of states -> its members, in the order of lists."""
    listed: tuple[str, ...] = ()
    """Reviews whose full list of stakeholders is in the catalogue: state and session, `BRA-41`."""
    stakeholders: tuple[str, ...] = ()
    """Organisations of the catalogue."""
    lacks: frozenset[str] = frozenset()
    """What these data do not have, of DEPENDENT: no filter selects by it and no claim about it is tested."""
    uncoded: tuple[int, ...] = ()
    """Sessions with data in which no recommendation has an issue: the source has not coded them."""
    later: Mapping[int, int] = field(default_factory=dict)
    """Session after those with data whose requests are counted, without answers -> its cycle."""
    subjects: tuple[str, ...] = ()
    """Subjects read from texts."""
    series: Series | None = None
    """Where these data are two parts shown as one."""

    @property
    def reach(self) -> tuple[int, int]:
        """First session with data, last one with data or with requests."""
        return self.sessions[0], max((self.sessions[1], *self.later))

    @property
    def whole_cycles(self) -> tuple[int, ...]:
        """Cycles of which the data hold every session: all states, each once."""
        missing = {cycle for session, (cycle, _) in self.calendar.items() if session not in self.cycle_of}
        return tuple(cycle for cycle in self.cycles if cycle not in missing)


@dataclass(frozen=True)
class Filters:
    """A selection. Empty tuples and None select everything. Lists are kept sorted and without repetition."""

    scheme: str = "m49"
    regions: tuple[str, ...] = ()
    subregions: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    """States under review, ISO3."""
    cycles: tuple[int, ...] = ()
    sessions: tuple[int, int] | None = None
    """First and last session, both included."""
    issues: tuple[str, ...] = ()
    actions: tuple[int, ...] = ()
    """Action categories, 1 to 5."""
    asked_by: tuple[str, ...] = ()
    """Recommending regions of the scheme, or recommending states (ISO3); either may match."""
    acceptance: str = "strict"
    """strict: accepted / answered; broad: partly accepted ones count as accepted."""

    def __post_init__(self) -> None:
        """Bring lists and the range into one form, so that equal selections are equal values."""
        for name in LISTS:
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        if self.sessions is not None:
            object.__setattr__(self, "sessions", (min(self.sessions), max(self.sessions)))

    def parameters(self, codes: Codes) -> dict[str, Any]:
        """Values for the named parameters of queries (macro `selected` and the acceptance definition).

        Regions, cycles and groups become the states and sessions they stand for. None selects everything, an empty list
        nothing: a choice of states or issues that leaves nothing has no session either, for queries that take no other.
        """
        chosen = self.selected_states(codes)
        by_place = self.regions or self.subregions or self.states
        sessions = self.selected_sessions(codes) if self.cycles or self.sessions else None
        if not chosen or (self.issues and not {*self.issues} & {*codes.issues}):
            sessions = []
        region_of = codes.region_of.get(self.scheme, {})
        groups = set(self.asked_by) & set(codes.regions[self.scheme])
        in_groups = [state for state, group in region_of.items() if group in groups]
        return {
            "scheme": self.scheme,
            "states": chosen if by_place else None,
            "sessions": sessions,
            "later_sessions": self.later_sessions(codes),
            "issues": list(self.issues) or None,
            "actions": list(self.actions) or None,
            "askers": sorted({*in_groups, *(set(self.asked_by) - groups)}) if self.asked_by else None,
            "acceptance": self.acceptance,
        }

    @property
    def narrowed(self) -> bool:
        """Whether any recommendation may be left out."""
        return any(getattr(self, name) for name in (*LISTS, "sessions"))

    def selected_states(self, codes: Codes) -> list[str]:
        """Member states of the selection, with or without a review in it."""
        region_of = codes.region_of.get(self.scheme, {})
        return [
            state
            for state in codes.members
            if (not self.regions or region_of[state] in self.regions)
            and (not self.subregions or codes.subregion_of[state] in self.subregions)
            and (not self.states or state in self.states)
        ]

    def selected_sessions(self, codes: Codes) -> list[int]:
        """Sessions of the selection that have data, or requests."""
        first, last = self.sessions or codes.reach
        return [
            session
            for session, cycle in {**codes.cycle_of, **codes.later}.items()
            if first <= session <= last and (not self.cycles or cycle in self.cycles)
        ]

    def later_sessions(self, codes: Codes) -> list[int]:
        """Those of them whose requests are counted without answers; none under a choice of what requests lack."""
        if self.issues or self.actions:
            return []
        return [session for session in self.selected_sessions(codes) if session in codes.later]


LISTS = ("regions", "subregions", "states", "cycles", "issues", "actions", "asked_by")
NUMBERS = {"cycles", "actions"}
NAMES = tuple(each.name for each in fields(Filters))


class Problem(NamedTuple):
    """A part of a link that could not be used: the parameter and the value that is not known."""

    parameter: str
    value: str


def encode(filters: Filters) -> dict[str, str]:
    """Query parameters of a link to this selection; what is at its default is left out."""
    default = Filters()
    link = {}
    for name in NAMES:
        value = getattr(filters, name)
        if value != getattr(default, name):
            separator = RANGE if name == "sessions" else SEPARATOR
            link[name] = value if isinstance(value, str) else separator.join(str(each) for each in value)
    return link


def decode(link: Mapping[str, str], codes: Codes, also: Sequence[str] = ()) -> tuple[Filters, list[Problem]]:
    """The selection a link asks for, and what in it could not be used.

    `also` names further parameters that belong to the page. What is not known is left out of the selection and
    named in the problems, so that it can be told to the reader; a reversed range of sessions is put in order.
    """
    problems: list[Problem] = [Problem(name, value) for name, value in link.items() if name not in (*NAMES, *also)]
    found: dict[str, Any] = {}
    scheme = link.get("scheme", "m49")
    if scheme in SCHEMES:
        found["scheme"] = scheme
    else:
        problems.append(Problem("scheme", scheme))
    known = known_values(codes, found.get("scheme", "m49"))
    for name in LISTS:
        values = [value.strip() for value in link.get(name, "").split(SEPARATOR) if value.strip()]
        by_text = {str(code): code for code in known[name]}
        found[name] = tuple(by_text[value] for value in values if value in by_text)
        problems += [Problem(name, value) for value in values if value not in by_text]
    if link.get("sessions"):
        sessions = _range(link["sessions"], codes.reach)
        found["sessions"] = sessions
        if sessions is None:
            problems.append(Problem("sessions", link["sessions"]))
    acceptance = link.get("acceptance", "strict")
    if acceptance in ACCEPTANCES:
        found["acceptance"] = acceptance
    else:
        problems.append(Problem("acceptance", acceptance))
    return Filters(**found), problems


def known_values(codes: Codes, scheme: str) -> dict[str, tuple[Any, ...]]:
    """Name of each list field -> the values it may hold under a region scheme, in the order of lists.

    None where the data lack what the field selects by: where a row has several recommending states, it would find only
    the rows with a single one.
    """
    return {
        "regions": tuple(region for region in codes.regions[scheme] if region != "observer"),
        "subregions": codes.subregions,
        "states": codes.states,
        "cycles": tuple(sorted({*codes.cycles, *codes.later.values()})),
        "issues": codes.issues,
        "actions": () if "actions" in codes.lacks else ACTIONS,
        "asked_by": () if "askers" in codes.lacks else (*codes.regions[scheme], *codes.recommending_states),
    }


def under_scheme(filters: Filters, scheme: str, codes: Codes) -> Filters:
    """The same selection under another region scheme; regions that the scheme does not have are left out."""
    known = known_values(codes, scheme)
    return replace(
        filters,
        scheme=scheme,
        regions=tuple(region for region in filters.regions if region in known["regions"]),
        asked_by=tuple(asked for asked in filters.asked_by if asked in known["asked_by"]),
    )


def _range(text: str, limits: tuple[int, int]) -> tuple[int, int] | None:
    """`4` or `4-9` as first and last session, or None when it is not a range inside the limits."""
    ends = text.split(RANGE)
    if len(ends) not in {1, 2} or not all(end.strip().isdecimal() and len(end) < LONGEST for end in ends):
        return None
    numbers = sorted(int(end) for end in ends)
    if numbers[0] < limits[0] or numbers[-1] > limits[1]:
        return None
    return numbers[0], numbers[-1]
