"""Help on every page, behind one button of the menu: how to use a page in five steps, what changed, where to write.

The tour of five views is another thing: see `tour`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics import addresses, changes
from analytics.markup import bold, items, markdown, read
from analytics.text import DEFAULT

if TYPE_CHECKING:
    from analytics.text import Text

STEPS = ("card", "filter", "find", "take_away", "sources")
"""What is explained, in this order."""


def helped(t: Text) -> None:
    """The button, and what it opens on."""
    more = st.popover(markdown(t("help.button")), key="help", on_change="rerun", width="stretch")
    if not more.open:
        return
    with more, st.container(key="help-steps"):
        for number, step in enumerate(STEPS, start=1):
            name = bold(t("help.step", step=number, name=t(f"help.{step}")))
            st.markdown(markdown(f"{name} {t(f'help.{step}.how')}"))
        _changed(t)
        if address := addresses.feedback():
            st.link_button(markdown(t("help.feedback")), address, width="stretch")


def _changed(t: Text) -> None:
    """The last changes; that they are in English, where the page is not."""
    last = changes.last()
    if last is None or not last.entries:
        return
    with st.expander(markdown(t("help.changes", version=last.version, day=t.day(last.day)))):
        if t.language != DEFAULT:
            st.caption(markdown(t("help.in_english")))
        st.markdown(markdown(items([read(entry) for entry in last.entries])))
