"""Weights that the reader can set, kept in the link: what they are stands open, the sliders are one click away."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analytics.markup import markdown
from analytics.results import OWN
from analytics.results.lobby_parts import MOST, STEP
from analytics.text import Text
from analytics.ui import data
from analytics.ui.link import linked, write_own


def weigh(usual: Mapping[str, int], t: Text) -> dict[str, str]:
    """The weight of each parameter named in `usual`, which holds what it is without a change."""
    chosen = wanted(usual, {name: linked(name) for name in usual})
    with st.popover(markdown(t("weights.label", weights=_said(chosen, t)))):
        for name, weight in usual.items():
            key = f"choice.{name}"
            st.session_state[key] = int(chosen[name])
            label = markdown(t(f"weights.{name}"))
            st.slider(label, 0, MOST, step=STEP, key=key, on_change=_write, args=(name, weight))
        st.caption(markdown(t("weights.help", usual=_said({name: str(weight) for name, weight in usual.items()}, t))))
    return chosen


def wanted(usual: Mapping[str, int], link: Mapping[str, str]) -> dict[str, str]:
    """The weights that a link asks for, where it asks for one that exists."""
    return {
        name: asked if (asked := link.get(name, "")) in _allowed(name) else str(weight)
        for name, weight in usual.items()
    }


def _allowed(name: str) -> tuple[str, ...]:
    return tuple(map(str, OWN[name][1](data.codes())))


def _said(weights: Mapping[str, str], t: Text) -> str:
    return t.entries(f"{t(f'weights.{name}')} {weight}" for name, weight in weights.items())


def _write(name: str, usual: int) -> None:
    write_own(name, str(st.session_state[f"choice.{name}"]), str(usual))
