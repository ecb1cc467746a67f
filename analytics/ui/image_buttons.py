"""Buttons that save the figure of a card as PNG or SVG, in the reader's browser: no Chrome on the server.

A picture goes out without its card, so it holds what the card says: heading, unit, selection, n, limits, source, link.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.exports.carried import Carried
    from analytics.text import Text

HTML = """
<button type="button" data-size="page" data-format="png">PNG</button>
<button type="button" data-size="page" data-format="svg">SVG</button>
<button type="button" data-size="slide" data-format="png">PNG 16:9</button>
"""
CSS = """
:host { display: inline-flex; }
button {
  background: none; border: 0; padding: 0.25rem 0.5rem; cursor: pointer; border-radius: var(--st-base-radius);
  color: var(--st-text-color); font: inherit; font-size: 0.875rem; min-height: 2.5rem;
}
button:hover, button:focus-visible { color: var(--st-primary-color); outline-color: var(--st-primary-color); }
"""
JS = Path(__file__).with_name("image_buttons.js").read_text(encoding="utf-8")
COLOURS = "theme.light.chartCategoricalColors"
INK, MUTED = "#111827", "#4B5563"

_buttons = st.components.v2.component("image_buttons", html=HTML, css=CSS, js=JS)


def image_buttons(card: str, drawn: go.Figure, carried: Carried, t: Text) -> None:
    """The buttons for the figure inside the container with key `card`, and the words that its pictures carry."""
    words = {
        "above": [
            _block(carried.heading, 20, INK, bold=True),
            _block(carried.more, 14, INK),
            _block(carried.unit, 13, MUTED),
        ],
        "below": [
            _block(" · ".join(filter(None, (carried.counted, carried.selection, carried.covered))), 13, INK),
            _block(carried.caution, 12, MUTED),
            _block(" ".join(carried.sources), 12, MUTED),
            _block(f"{t('site.name')} · {carried.version} · {carried.day} · {carried.link}", 12, MUTED),
        ],
    }
    data = {
        "card": card,
        "name": carried.name,
        "figure": drawn.to_json(),
        "colours": st.get_option(COLOURS),
        "words": words,
        "slide": t("card.slide"),
    }
    _buttons(key=f"{card}-image", data=data, width="content")


def _block(text: str, size: int, color: str, *, bold: bool = False) -> dict[str, Any]:
    """A paragraph: its words, pixels of its letters, colour."""
    return {"text": text, "size": size, "color": color, "bold": bold}
