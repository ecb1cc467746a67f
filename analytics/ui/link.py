"""The link of the page is the only state: what writes it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics import filters as codec
from analytics.filters import Filters

STATE = "country"
"""Parameter that holds the state chosen on a page."""


def write_filters(filters: Filters) -> None:
    """Put the selection into the link; the page's own parameters and the language stay."""
    others = {key: value for key, value in st.query_params.to_dict().items() if key not in codec.NAMES}
    st.query_params.from_dict({**others, **codec.encode(filters)})


def linked(name: str) -> str:
    """What the link has for a parameter of the page; empty where it has nothing."""
    return st.query_params.get(name, "")


def write_own(name: str, value: str | None, default: str | None = None) -> None:
    """Put a parameter of the page into the link; a default is left out."""
    if value is None or value == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def choose_codes(names: Sequence[str], codes: Sequence[object]) -> None:
    """Put the first codes of what was clicked into these parameters of the page, one each."""
    for name, code in zip(names, codes, strict=False):
        write_own(name, str(code))
