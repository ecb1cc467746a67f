"""A page that outlived its server: the browser sends choices to a server that knows nothing of them."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

BEGUN = "begun"
"""Key of the session's state: it has had a run."""


def loaded_anew() -> bool:
    """Whether this is the first run of a session whose browser sends the state of widgets, as after a restart.

    Streamlit gives a page no way to ask for it: a choice made in that moment reaches no widget and is lost.
    """
    first, st.session_state[BEGUN] = BEGUN not in st.session_state, True
    run = get_script_run_ctx()
    return first and run is not None and bool(run.session_state._state._new_widget_state.states)  # noqa: SLF001
