"""What can be taken away from any page, behind one button of the frame: briefs, packs, slides, the atlas offline."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics import package
from analytics.markup import markdown
from analytics.ui import data, offline, pack
from analytics.ui.briefs import briefs

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.filters import Filters
    from analytics.text import Text


def data_package(_: Filters, t: Text) -> None:
    """All tables in one file, made on click."""
    version = data.data_version()
    st.markdown(markdown(t("take_away.package.about", version=version)))
    make, name = partial(package.zipped, data.connection()), package.name_of(version)
    label = markdown(t("take_away.package.label"))
    st.download_button(label, make, name, "application/zip", key="file.package", on_click="ignore")


OFFERS: tuple[Callable[[Filters, Text], None], ...] = (pack.offer, briefs, offline.offer, data_package)
"""What draws each offer inside the opened popover: a line that says what it is, and its button."""


def take_away(filters: Filters, t: Text) -> None:
    """The button and what it opens; what is offered is drawn only once it is open."""
    more = st.popover(markdown(t("take_away.label")), key="take-away", on_change="rerun", width="stretch")
    if more.open:
        with more:
            for offer in OFFERS:
                offer(filters, t)
