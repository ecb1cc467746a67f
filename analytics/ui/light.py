"""Pages for slow lines: tables and sentences, no charts and no maps. The link says so, and every page carries it on.

A first visit is then below 100 kB beyond the platform's own files, and the script that draws charts, 1.4 MB as it
travels, is not fetched. Whoever gets the link of a view from such a page gets it with charts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from analytics import filters as codec
from analytics.markup import markdown
from analytics.ui.link import linked, write_own

if TYPE_CHECKING:
    from analytics.text import Text

LIGHT = "light"
"""Parameter of the link."""
ON = "1"
STYLE = Path(__file__).with_name("light.css")


def light() -> bool:
    """Whether this page is shown without charts and maps."""
    return linked(LIGHT) == ON


def carried() -> dict[str, str]:
    """What links to other pages take along of it."""
    return {LIGHT: ON} if light() else {}


def problems() -> list[codec.Problem]:
    """What the link asks for in vain."""
    said = linked(LIGHT)
    return [codec.Problem(LIGHT, said)] if said and said != ON else []


def switch(t: Text) -> None:
    """The switch in the menu, and how tables stand where it is on."""
    key = "choice.light"
    st.session_state[key] = light()
    st.toggle(
        markdown(t("light.label")),
        key=key,
        on_change=lambda: write_own(LIGHT, ON if st.session_state[key] else None),
        help=markdown(t("light.help")),
    )
    if light():
        st.html(STYLE)
