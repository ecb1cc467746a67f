"""The filter bar: one chip per kind of filter, each opening its widgets; every change is written into the link."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from analytics import filters as codec
from analytics.filters import Codes, Filters
from analytics.findings.selection import asker, cycle_held, sessions
from analytics.markup import markdown
from analytics.rows import each
from analytics.text import Text, alphabetical
from analytics.ui import data
from analytics.ui.link import STATE, linked_state, write_filters, write_own

_ALL_BUT_PLACES = frozenset({"cycles", "issues", "actions", "asked_by", "acceptance"})
IDLE: Mapping[tuple[str, str], frozenset[str]] = {
    **dict.fromkeys([("civic_falls", ""), ("civic_falls", "falls")], frozenset({"issues", "actions", "acceptance"})),
    ("civic_falls", "institutions"): _ALL_BUT_PLACES,
    ("civic_falls", "shutdowns"): _ALL_BUT_PLACES,
    **dict.fromkeys([("civic_space", ""), ("civic_space", "time")], _ALL_BUT_PLACES - {"cycles"}),
    ("civic_space", "answers"): frozenset({"issues"}),
    ("civic_space", "laws"): _ALL_BUT_PLACES,
    ("civic_space", "gaps"): frozenset({"issues"}),
    ("issues", "families"): frozenset({"issues"}),
    **{("whom_to_lobby", view): frozenset({"issues"}) for view in ("", "lobby", "unasked")},
    ("whom_to_lobby", "tested"): _ALL_BUT_PLACES,
}
"""Page and question (empty: its first one) -> the filters that are not in the bar: they change nothing there, or the
page asks for them by itself (`choose_issues`)."""


def filter_bar(filters: Filters, codes: Codes, t: Text, idle: Collection[str] = ()) -> None:
    """Draw the bar with the widgets set to `filters`, but for those `idle`, which change nothing on this page."""
    known = codec.known_values(codes, filters.scheme)
    with st.container(horizontal=True, key="filter-bar", gap="xsmall", vertical_alignment="center"):
        with _chip("regions", _places(filters, t), t, everything=t(f"chip.regions.all.{filters.scheme}")):
            _single("scheme", filters.scheme, codec.SCHEMES, lambda code: t(f"scheme.{code}"), t)
            _several("regions", filters, known["regions"], lambda code: t.region(code, filters.scheme), t, pills=True)
            within = _within(filters, codes)
            _several(
                "subregions", filters, _allowed(filters.subregions, known["subregions"], within[0]), t.subregion, t
            )
            states = _allowed(filters.states, data.once(_by_name, t, known["states"], Text.state), within[1])
            _several("states", filters, states, t.state, t)
        if "cycles" not in idle:
            with _chip("cycles", _times(filters, t), t):
                name = data.once(_years, t).get
                _several("cycles", filters, known["cycles"], lambda cycle: str(name(cycle)), t, pills=True)
                _sessions(filters, codes, t)
        if "issues" not in idle:
            with _chip("issues", [t.issue(issue) for issue in filters.issues], t):
                choose_issues(filters, t)
        _more(filters, codes, t, idle)
        _chosen(codes, t)
        if filters != Filters():
            st.button(markdown(t("filter.reset")), type="tertiary", on_click=write_filters, args=(Filters(),))


def choose_issues(filters: Filters, t: Text) -> None:
    """The filter of issues on a page that is about them, in place of the one in the bar."""
    issues = codec.known_values(data.codes(), filters.scheme)["issues"]
    _several("issues", filters, data.once(_by_name, t, issues, Text.issue), t.issue, t)


def _more(filters: Filters, codes: Codes, t: Text, idle: Collection[str]) -> None:
    """What fewer people choose by; nothing where these data or this page make no use of any of it."""
    known = codec.known_values(codes, filters.scheme)
    used = [field for field in ("actions", "asked_by") if known[field] and field not in idle]
    if "acceptance" not in idle and data.once(_partly_accepted, t):
        used.append("acceptance")
    if not used:
        return
    values = {
        "actions": [t(f"action.{action}") for action in filters.actions],
        "asked_by": [asker(code, filters.scheme, codes, t) for code in filters.asked_by],
        "acceptance": [] if filters.acceptance == Filters().acceptance else [t("acceptance.broad")],
    }
    said = [f"{t(f'filter.{field}')} {value}" for field in used for value in values[field]]
    with _chip("more", said, t):
        if "actions" in used:
            _several("actions", filters, known["actions"], lambda action: t(f"action.{action}"), t, pills=True)
            st.caption(markdown(t("filter.actions.help")))
        if "asked_by" in used:
            groups = codes.regions[filters.scheme]
            askers = (*groups, *data.once(_by_name, t, codes.recommending_states, Text.state))
            _several("asked_by", filters, askers, lambda code: asker(code, filters.scheme, codes, t), t)
        if "acceptance" in used:
            _single("acceptance", filters.acceptance, codec.ACCEPTANCES, lambda code: t(f"acceptance.{code}.name"), t)
            st.caption(markdown(t("filter.acceptance.help")))


def _chosen(codes: Codes, t: Text) -> None:
    """The state that every page marks, to let go of."""
    state = linked_state()
    if state in {*codes.members, *codes.states}:
        st.button(
            markdown(t("country.chosen", name=t.state(state))),
            key="chosen",
            help=markdown(t("country.let_go")),
            on_click=write_own,
            args=(STATE, None),
        )


def _partly_accepted(_: Codes, __: Text) -> bool:
    """Whether these data hold answers that only one of the two definitions counts as accepted."""
    every = (data.table("received_by_state", Filters(acceptance=definition)) for definition in codec.ACCEPTANCES)
    return len({int(rows["accepted"].sum()) for rows in every}) > 1


def _years(codes: Codes, t: Text) -> dict[int, str]:
    """Cycle -> its name, with the years of its sessions where these hold all that is said of it."""
    years: dict[int, list[int]] = {}
    for row in each(data.table("sessions")):
        years.setdefault(row.cycle, []).append(row.year)
    names = {}
    for cycle in {*codes.cycles, *codes.later.values()}:
        name, held = cycle_held(cycle, codes, t), years.get(cycle, [])
        known = held and cycle not in codes.later.values()
        names[cycle] = t("filter.cycle_years", cycle=name, first=min(held), last=max(held)) if known else name
    return names


def _by_name(_: Codes, t: Text, options: Sequence[str], name: Callable[[Text, str], str]) -> list[str]:
    """Options in the alphabetical order of their names."""
    return sorted(options, key=lambda option: alphabetical(name(t, option)))


def _change(field: str) -> None:
    """Take the new value of one widget into the link."""
    codes = data.codes()
    now, _ = codec.decode(st.query_params.to_dict(), codes)
    value = st.session_state[_key(field)]
    if field == "scheme":
        write_filters(codec.under_scheme(now, value, codes))
    elif field == "sessions":
        write_filters(replace(now, sessions=None if tuple(value) == codes.reach else tuple(value)))
    elif field == "acceptance":
        write_filters(replace(now, acceptance=value))
    else:
        write_filters(replace(now, **{field: tuple(value)}))


def _key(field: str) -> str:
    return f"filter.{field}"


def _chip(field: str, values: Sequence[str], t: Text, everything: str = "") -> Any:
    """A popover that says what is chosen: everything, the one value, or how many."""
    if not values:
        said = everything or t(f"chip.{field}.all")
    else:
        many = t("chip.several", name=t(f"chip.{field}"), n=t.number(len(values)))
        said = values[0] if len(values) == 1 else many
    return st.popover(markdown(said), key=f"chip.{field}")


def _several(
    field: str, filters: Filters, options: Sequence[Any], name: Callable[[Any], str], t: Text, *, pills: bool = False
) -> None:
    st.session_state[_key(field)] = list(getattr(filters, field))
    label = t(f"filter.{field}.label")
    common: dict[str, Any] = {"key": _key(field), "on_change": _change, "args": (field,)}
    if pills:
        st.pills(
            markdown(label), options, selection_mode="multi", format_func=lambda each: markdown(name(each)), **common
        )
    else:
        st.multiselect(markdown(label), options, placeholder=t("filter.none"), format_func=name, **common)


def _single(field: str, value: str, options: Sequence[str], name: Callable[[str], str], t: Text) -> None:
    st.session_state[_key(field)] = value
    st.segmented_control(
        markdown(t(f"filter.{field}.label")),
        options,
        format_func=lambda option: markdown(name(option)),
        key=_key(field),
        on_change=_change,
        args=(field,),
        required=True,
    )


def _sessions(filters: Filters, codes: Codes, t: Text) -> None:
    first, last = codes.reach
    st.session_state[_key("sessions")] = filters.sessions or codes.reach
    st.select_slider(
        markdown(t("filter.sessions.label")),
        range(first, last + 1),
        value=codes.reach,  # two ends make it a range; what it shows is set above
        key=_key("sessions"),
        on_change=_change,
        args=("sessions",),
    )


def _within(filters: Filters, codes: Codes) -> tuple[set[str], set[str]]:
    """Sub-regions and states inside the chosen regions and sub-regions."""
    region_of = codes.region_of[filters.scheme]
    in_regions = {state for state in codes.states if not filters.regions or region_of[state] in filters.regions}
    states = {
        state for state in in_regions if not filters.subregions or codes.subregion_of[state] in filters.subregions
    }
    return {codes.subregion_of[state] for state in in_regions}, states


def _allowed(chosen: Sequence[str], options: Sequence[str], inside: set[str]) -> list[str]:
    """Options inside the wider choice, and those already chosen, which must stay to be taken out again."""
    return [option for option in options if option in inside or option in chosen]


def _places(filters: Filters, t: Text) -> list[str]:
    return [
        *(t.region(region, filters.scheme) for region in filters.regions),
        *(t.subregion(subregion) for subregion in filters.subregions),
        *(t.state(state) for state in filters.states),
    ]


def _times(filters: Filters, t: Text) -> list[str]:
    chosen = [t("cycle.name", cycle=cycle) for cycle in filters.cycles]
    return [*chosen, sessions(filters.sessions, t)] if filters.sessions else chosen
