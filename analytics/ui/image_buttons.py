"""Two buttons that save the figure of a card as PNG or SVG, in the reader's browser: no Chrome on the server.

Plotly's own mode bar has one format at a time; the script sets the format and presses its button.
"""

from __future__ import annotations

import streamlit as st

HTML = """<button type="button" data-format="png">PNG</button><button type="button" data-format="svg">SVG</button>"""
CSS = """
:host { display: inline-flex; }
button {
  background: none; border: 0; padding: 0.25rem 0.5rem; cursor: pointer; border-radius: var(--st-base-radius);
  color: var(--st-text-color); font: inherit; font-size: 0.875rem; min-height: 2.5rem;
}
button:hover, button:focus-visible { color: var(--st-primary-color); outline-color: var(--st-primary-color); }
"""
JS = """
export default function ({ parentElement, data }) {
  for (const button of parentElement.querySelectorAll("button")) {
    button.onclick = () => {
      const plot = document.querySelector(`.st-key-${data.card} .js-plotly-plot`);
      if (!plot) return;
      const options = { format: button.dataset.format, filename: `upr-${data.card}`, scale: 2 };
      plot._context.toImageButtonOptions = options;
      plot.querySelector(".modebar-btn").click();
    };
  }
}
"""

_buttons = st.components.v2.component("image_buttons", html=HTML, css=CSS, js=JS)


def image_buttons(card: str) -> None:
    """The buttons for the figure inside the container with key `card`."""
    _buttons(key=f"{card}-image", data={"card": card}, width="content")
