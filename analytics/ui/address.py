"""The address of exactly this view: for whoever reads it, and for whoever gets it from them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from analytics import addresses
from analytics import filters as codec
from analytics.pack import PACK
from analytics.ui import data, link
from analytics.ui.light import LIGHT

if TYPE_CHECKING:
    from analytics.text import Text


def address() -> str:
    """The address of this view for this reader: one that others can open, else that of the reader's browser."""
    return _shared() or _of_browser()


def carried_address(t: Text) -> str:
    """What files and citations say of it: an address that others can open, else in words that there is none."""
    return _shared() or t("link.unset", view=_view() or t("link.first_page"))


def _shared() -> str:
    return addresses.shared(_of_browser(), _view())


def _view() -> str:
    return addresses.view(link.page_address(), st.get_option("server.baseUrlPath"), _query())


def _of_browser() -> str:
    query = _query()
    return f"{link.page_address()}{'?' if query else ''}{query}"


def _query() -> str:
    """The link's parameters, without the pack, with charts, and without what of its filters could not be used."""
    every = link.every() | data.linked()
    for name in (PACK, LIGHT):
        every.pop(name, None)
    used = codec.encode(codec.decode(every, data.codes())[0])
    kept = {name: used.get(name, value) for name, value in every.items() if name in used or name not in codec.NAMES}
    return urlencode(kept, safe=",")
