"""Choices of a page's own, kept in its link: a view, a state, words. And what of a link does not exist here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics import filters as codec
from analytics.markup import markdown, typed
from analytics.results import OWN
from analytics.results.country import MOST_BESIDE
from analytics.state_names import state_called
from analytics.text import alphabetical
from analytics.ui import data, tour
from analytics.ui.explanations import meanings
from analytics.ui.link import LONGEST, STATE, VIEW, chosen_state, unused, write_own

if TYPE_CHECKING:
    from analytics.text import Text

BESIDE = "beside"
"""Parameter of the states beside the chosen one."""
UNKNOWN = "country.unknown"
"""Key of the session's state: a name that a reader typed and that no state has, until the reader is told."""
NEEDS = {
    **dict.fromkeys(("parts", "asks", "specific", "strength.general", "specific_share", "wording"), ("actions",)),
    **dict.fromkeys(("families", "never", "answers", "both"), ("issues",)),
    **dict.fromkeys(("matrix", "own", "flows", "askers", "action_group", "action_group_cycle"), ("askers",)),
    **dict.fromkeys(("gaps", "lobby", "unasked", "tested"), ("askers", "issues")),
}
"""Choices of pages that need what not every source gives (see `given`); with their parameter where an issue has the
same code."""
FITS = 5
"""Options that fit side by side."""


def given(name: str, option: str) -> bool:
    """Whether the data set has what an option of a parameter needs."""
    return all(map(data.gives, NEEDS.get(f"{name}.{option}", NEEDS.get(option, ()))))


def choose(name: str, options: Sequence[str] | Mapping[str, str], t: Text, *, side_by_side: bool = True) -> str:
    """A choice of this page, kept in the link under `name`. The default is that of results, else the first option.

    Options are codes that have a text or are issues; or codes with their labels, which keep their order. Few of them
    stand `side_by_side`, if they may. A value in the link that is no option is named to the reader and the default is
    used.
    """
    key = f"choice.{name}"
    lacking = [option for option in options if not given(name, option)]
    if lacking:
        options = (
            [option for option in options if option not in lacking] if not isinstance(options, Mapping) else options
        )
        st.caption(markdown(t("dataset.lacks", what=t.join(t(f"{name}.{option}") for option in lacking))))
        if not options:
            st.stop()
    usual = str(OWN[name][0]) if name in OWN else ""
    if usual not in options:  # data sets have other issues
        usual = next(iter(options))
    wanted = st.query_params.get(name, usual)
    if wanted not in options and name == STATE:
        _say_elsewhere(wanted, t)
    elif wanted not in options and (name not in OWN or _exists(name, wanted)):
        unused([(name, wanted)], t)
    st.session_state[key] = wanted if wanted in options else usual

    def label(option: str) -> str:
        if isinstance(options, Mapping):
            return options[option]
        return t(f"{name}.{option}") if t.has(f"{name}.{option}") else t.issue(option)

    def write() -> None:
        write_own(name, st.session_state[key], usual)

    labelled = markdown(t(f"{name}.label"))
    known = None if name == VIEW else meanings(labelled, *(markdown(label(each)) for each in options))
    common: dict[str, Any] = {"key": key, "on_change": write, "help": known}
    if (side_by_side and len(options) <= FITS) or name == VIEW:
        common |= {"required": True, "label_visibility": "collapsed" if name == VIEW else "visible"}
        return str(st.segmented_control(labelled, options, format_func=lambda each: markdown(label(each)), **common))
    ordered = options if isinstance(options, Mapping) else sorted(options, key=lambda code: alphabetical(label(code)))
    return st.selectbox(labelled, ordered, format_func=label, **common)


def search_text(name: str, t: Text) -> str:
    """Words that the reader searches for on this page, kept in the link under `name`."""
    key = f"choice.{name}"
    st.session_state[key] = st.query_params.get(name, "")

    def write() -> None:
        write_own(name, st.session_state[key].strip(), "")

    heading = markdown(t(f"{name}.label"))
    return st.text_input(heading, key=key, on_change=write, placeholder=t(f"{name}.placeholder")).strip()


def selected_state(states: Sequence[str], t: Text, *, asking: bool = False) -> str | None:
    """The state chosen on this page by name, on the map or in a table; kept in the link. `asking`: as one that asks."""
    key = "choice.country"
    filters, _ = codec.decode(st.query_params.to_dict(), data.codes())
    wanted = chosen_state(filters)
    if wanted not in states:
        _say_elsewhere(wanted, t)
    st.session_state[key] = wanted if wanted in states else None
    options = sorted(states, key=lambda state: alphabetical(t.state(state)))
    if name := st.session_state.pop(UNKNOWN, ""):
        st.warning(markdown(t("country.unknown_name", name=typed(name))))

    def write() -> None:
        chosen = st.session_state[key]
        code = chosen if chosen is None or chosen in states else state_called(chosen)
        if chosen is not None and code is None:
            st.session_state[UNKNOWN] = chosen[:LONGEST]
        else:
            write_own(STATE, code)

    return st.selectbox(
        markdown(t("recommending_state.label" if asking else "country.label")),
        options,
        format_func=t.state,
        key=key,
        on_change=write,
        index=None,
        placeholder=t("country.placeholder"),
        accept_new_options=True,  # other names of a state are understood too
        filter_mode="contains",
    )


def states_beside(states: Sequence[str], country: str, t: Text) -> str:
    """Up to three more states that the reader puts beside the one chosen, as codes with commas; kept in the link."""
    key, name = f"choice.{BESIDE}", BESIDE
    wanted = [code for code in st.query_params.get(name, "").split(",") if code]
    there = list(dict.fromkeys(code for code in wanted if code in states and code != country))[:MOST_BESIDE]
    unused([(name, code) for code in wanted if code not in there and code != country], t)
    st.session_state[key] = there

    def write() -> None:
        write_own(name, ",".join(st.session_state[key]) or None)

    st.multiselect(
        markdown(t("country.beside.label")),
        sorted((code for code in states if code != country), key=lambda state: alphabetical(t.state(state))),
        format_func=t.state,
        key=key,
        on_change=write,
        max_selections=MOST_BESIDE,
        placeholder=t("country.beside.placeholder"),
    )
    return ",".join(there)


def unknown(link: Mapping[str, str], own: Sequence[str]) -> list[codec.Problem]:
    """What of a page's own parameters, of the chosen state and of the tour does not exist in these data."""
    named = [name for name in dict.fromkeys((*own, STATE)) if link.get(name) and name in OWN]
    problems = [codec.Problem(name, link[name]) for name in named if not _exists(name, link[name])]
    step = link.get(tour.TOUR)
    return problems if step is None or step in tour.steps() else [*problems, codec.Problem(tour.TOUR, step)]


def _exists(name: str, value: str) -> bool:
    """Whether these data know this value of a parameter of results."""
    codes = data.codes()
    values = (*codes.members, *codes.states, *codes.recommending_states) if name == STATE else OWN[name][1](codes)
    return value in values or value in map(str, values)


def _say_elsewhere(state: str, t: Text) -> None:
    """That the state chosen on another page is none of those shown here; one that does not exist is named already."""
    if state and _exists(STATE, state):
        st.caption(markdown(t("country.elsewhere", name=t.state(state))))
