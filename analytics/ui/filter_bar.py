"""The filter bar: one chip per kind of filter, each opening its widgets; every change is written into the link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from analytics import filters as codec
from analytics.filters import Codes, Filters
from analytics.findings.selection import asker, cycle_held, sessions
from analytics.markup import markdown
from analytics.text import Text, alphabetical
from analytics.ui import data
from analytics.ui.link import write_filters


def filter_bar(filters: Filters, codes: Codes, t: Text) -> None:
    """Draw the bar with the widgets set to `filters`."""
    known = codec.known_values(codes, filters.scheme)
    with st.container(horizontal=True, key="filter-bar"):
        with _chip("regions", _regions_label(filters, t), t):
            _single("scheme", filters.scheme, codec.SCHEMES, lambda code: t(f"scheme.{code}"), t)
            _several("regions", filters, known["regions"], lambda code: t.region(code, filters.scheme), t, pills=True)
            within = _within(filters, codes)
            _several(
                "subregions", filters, _allowed(filters.subregions, known["subregions"], within[0]), t.subregion, t
            )
            states = _allowed(filters.states, data.once(_by_name, t, known["states"], Text.state), within[1])
            _several("states", filters, states, t.state, t)
        with _chip("cycles", _cycles_label(filters, t), t):
            _several("cycles", filters, known["cycles"], lambda cycle: cycle_held(cycle, codes, t), t, pills=True)
            _sessions(filters, codes, t)
        with _chip("issues", _amount(filters.issues, t.issue, t), t):
            _several("issues", filters, data.once(_by_name, t, known["issues"], Text.issue), t.issue, t)
        if known["actions"]:
            with _chip("actions", _amount(filters.actions, str, t), t):
                _several("actions", filters, known["actions"], lambda action: t(f"action.{action}"), t, pills=True)
                st.caption(markdown(t("filter.actions.help")))
        if known["asked_by"]:
            with _chip("asked_by", _amount(filters.asked_by, lambda code: asker(code, filters.scheme, codes, t), t), t):
                groups = codes.regions[filters.scheme]
                askers = (*groups, *data.once(_by_name, t, codes.recommending_states, Text.state))
                _several("asked_by", filters, askers, lambda code: asker(code, filters.scheme, codes, t), t)
        with _chip("acceptance", t(f"acceptance.{filters.acceptance}.name"), t):
            _single("acceptance", filters.acceptance, codec.ACCEPTANCES, lambda code: t(f"acceptance.{code}.name"), t)
            alike = f" {t('filter.acceptance.alike')}" if data.chosen() is None else ""
            st.caption(markdown(f"{t('filter.acceptance.help')}{alike}"))
        st.button(
            markdown(t("filter.reset")),
            type="tertiary",
            on_click=write_filters,
            args=(Filters(),),
            disabled=filters == Filters(),
        )


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


def _chip(field: str, value: str, t: Text) -> Any:
    return st.popover(markdown(t("filter.chip", name=t(f"filter.{field}"), value=value)), key=f"chip.{field}")


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
        st.multiselect(markdown(label), options, placeholder=t("filter.all"), format_func=name, **common)


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


def _regions_label(filters: Filters, t: Text) -> str:
    scheme = t(f"scheme.{filters.scheme}.short")
    places = [
        *(t.region(region, filters.scheme) for region in filters.regions),
        *(t.subregion(subregion) for subregion in filters.subregions),
        *(t.state(state) for state in filters.states),
    ]
    return f"{_amount(places, str, t)} ({scheme})"


def _cycles_label(filters: Filters, t: Text) -> str:
    parts = [*(str(cycle) for cycle in filters.cycles)]
    if filters.sessions:
        parts.append(sessions(filters.sessions, t))
    return ", ".join(parts) or t("filter.all")


def _amount(values: Sequence[Any], name: Callable[[Any], str], t: Text) -> str:
    """All, the one name, or how many."""
    if not values:
        return t("filter.all")
    return name(values[0]) if len(values) == 1 else t("filter.several", n=len(values))
