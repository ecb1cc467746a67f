"""The atlas as one page without a network, offered in "Take away"."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from analytics.exports import offline
from analytics.markup import markdown
from analytics.ui import data

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.text import Text


def offer(filters: Filters, t: Text) -> None:
    """What it is, and its button: it holds everything, under the scheme of regions that is chosen."""
    day = t.day(datetime.now(tz=UTC).date())
    atlas = offline.Atlas(data.codes(), data.results().table, t, day, filters.scheme)
    st.markdown(markdown(t("offline.offer")))
    st.download_button(
        markdown(t("offline.button")),
        lambda: offline.pack(atlas),
        offline.name(t.language),
        mime="text/html",
        key="take-away.offline",
        on_click="ignore",
        width="stretch",
    )
