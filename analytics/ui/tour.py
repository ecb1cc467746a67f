"""The tour: five views in an order, each with a sentence above it; the link says which step is shown.

It needs no memory of its own: a step is a link to a page with its number, the last one or "skip" leaves it out again,
and the menu of every page calls it back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import streamlit as st

from analytics.markup import markdown
from analytics.text import Text
from analytics.ui.link import STATE, write_own

TOUR = "tour"
"""Parameter of the link that says the step."""


class Step(NamedTuple):
    """A view of the tour: its page, and what of the page its link chooses."""

    page: str
    link: Mapping[str, str]


WIDTHS = (7, 1, 1.6)
"""Of the sentence of a step, the way on and the way out."""
EXAMPLE = "KEN"
"""The state that the tour looks up."""
STEPS = (
    Step("glance", {STATE: EXAMPLE}),
    Step("countries", {STATE: EXAMPLE, "measure": "rate"}),
    Step("regions", {}),
    Step("coalitions", {}),
    Step("methods", {}),
)


def steps() -> tuple[str, ...]:
    """The values that the link may have."""
    return tuple(str(number) for number in range(1, len(STEPS) + 1))


def start(page: Callable[[str], Any], link: Mapping[str, str], t: Text) -> None:
    """The link that begins it. `page` finds a page by its name; `link` is the selection and the language."""
    with st.container(key="tour-start"):
        _to(1, t("tour.start"), page, link)


def band(name: str, page: Callable[[str], Any], link: Mapping[str, str], t: Text) -> None:
    """The sentence of the step that the link asks for, with the way on and the way out; nothing outside the tour."""
    said = st.query_params.get(TOUR, "")
    if said not in steps() or STEPS[int(said) - 1].page != name:
        return
    number = int(said)
    with st.container(border=True, key="tour"):
        said, on, out = st.columns(WIDTHS, vertical_alignment="center")
        place = t("tour.place", step=number, steps=len(STEPS))
        said.markdown(f"**{markdown(place)}** {markdown(t(f'tour.{number}', state=t.state(EXAMPLE)))}")
        with on:
            if number < len(STEPS):
                _to(number + 1, t("tour.next"), page, link)
        ending = "tour.skip" if number < len(STEPS) else "tour.end"
        out.button(markdown(t(ending)), type="tertiary", key="tour.skip", on_click=write_own, args=(TOUR, None))


def _to(number: int, label: str, page: Callable[[str], Any], link: Mapping[str, str]) -> None:
    step = STEPS[number - 1]
    st.page_link(page(step.page), label=markdown(label), query_params={**link, **step.link, TOUR: str(number)})
