"""What can be taken away from any page, behind one button of the frame: briefs, packs, slides, the atlas offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.markup import markdown
from analytics.ui import pack

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.filters import Filters
    from analytics.text import Text

OFFERS: tuple[Callable[[Filters, Text], None], ...] = (pack.offer,)
"""What draws each offer inside the opened popover: a line that says what it is, and its button."""


def take_away(filters: Filters, t: Text) -> None:
    """The button and what it opens; what is offered is drawn only once it is open."""
    more = st.popover(markdown(t("take_away.label")), key="take-away", on_change="rerun", width="stretch")
    if more.open:
        with more:
            for offer in OFFERS:
                offer(filters, t)
