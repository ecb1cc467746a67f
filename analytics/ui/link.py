"""The link of the page is the only state: what writes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from analytics import filters as codec
from analytics import letters
from analytics.filters import Filters
from analytics.markup import markdown, typed
from analytics.text import Text
from analytics.ui import data

STATE = "country"
"""Parameter that holds the state chosen on a page."""
VIEW = "view"
"""The choice of a page's questions, which stand side by side however many they are."""
OWN = "own-parameters"
"""Key of the session's state: names of the parameters that belong to the page."""
PAGE_NAME = "page-name"
"""Key of the session's state: the name of the page."""
MOST_UNUSED, LONGEST = 20, 60
"""Parameters of a link that are named where they could not be used, and characters of each and of its value."""


def write_filters(filters: Filters) -> None:
    """Put the selection into the link; the page's own parameters and the language stay."""
    others = {key: value for key, value in st.query_params.to_dict().items() if key not in codec.NAMES}
    st.query_params.from_dict({**others, **codec.encode(filters)})


def every() -> dict[str, str]:
    """All that the link has."""
    run = data.RUN.get()
    return dict(run.link) if run else st.query_params.to_dict()


def page_address() -> str:
    """The address of the page, without its parameters; empty where nobody knows it."""
    run = data.RUN.get()
    return run.url if run else st.context.url or ""


def linked(name: str) -> str:
    """What the link has for a parameter of the page; empty where it has nothing."""
    return every().get(name, "")


def linked_state() -> str:
    """The state that the reader has chosen, which every page keeps in its link; empty without one that exists."""
    state = linked(STATE)
    codes = data.codes()
    return state if state in {*codes.members, *codes.recommending_states} else ""


def chosen_state(filters: Filters) -> str:
    """The same; without one, the only state that is selected."""
    return linked_state() or (filters.states[0] if len(filters.states) == 1 else "")


def write_own(name: str, value: str | None, default: str | None = None) -> None:
    """Put a parameter of the page into the link; a default is left out."""
    if value is None or value == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def own_choices() -> dict[str, str]:
    """What the reader has chosen on this page by its own parameters, without its question, where it is no default."""
    run = data.RUN.get()
    own = run.own if run else st.session_state[OWN]
    chosen = {name: linked(name) if run else st.session_state.get(f"choice.{name}") for name in own if linked(name)}
    return {name: str(value) for name, value in chosen.items() if value and name != VIEW}


def choose_codes(names: Sequence[str], codes: Sequence[object]) -> None:
    """Put the first codes of what was clicked into these parameters of the page, one each."""
    for name, code in zip(names, codes, strict=False):
        write_own(name, str(code))


def unused(problems: Iterable[tuple[str, str]], t: Text) -> None:
    """Name to the reader the parameters of the link, and their values, that could not be used."""
    every = [typed(f"{_short(name)}={_short(value)}") for name, value in problems]
    if every:
        named = [*every[:MOST_UNUSED], *(["…"] if len(every) > MOST_UNUSED else [])]
        st.warning(markdown(t("link.problems", problems=t.chain(named))))


def _short(words: str) -> str:
    plain = letters.name(words)
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"
