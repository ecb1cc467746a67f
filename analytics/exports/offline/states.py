"""The states: a table of all to search and sort, and maps that say the numbers of the state one points at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from analytics import columns, maps
from analytics.exports import svg_map
from analytics.exports.html import Html, join, tag
from analytics.exports.offline.cards import Cards, by_width
from analytics.exports.offline.tables import of_cells
from analytics.findings import countries as find
from analytics.findings import glance
from analytics.findings.coalitions import places
from analytics.markup import words
from analytics.rows import each, is_known, read
from analytics.state_names import names_of_states
from analytics.text import MISSING, alphabetical

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from analytics.exports.offline.atlas import Atlas

MEASURES = {"rate": "glance.map", "recommendations": "countries.map"}
"""What the maps show, and the card of the pages whose texts they have."""


def listed(atlas: Atlas) -> Html:
    """All states with their numbers, found by any of their names, in the order of any column."""
    t = atlas.t
    received, joint = atlas.rows("received_by_state"), _joint(atlas)
    states = sorted(each(received), key=lambda row: alphabetical(t.state(row.iso3)))
    headings = [
        (t("column.state"), False),
        (t(f"offline.column.{atlas.scheme}"), False),
        *((t(f"offline.column.{name}"), True) for name in ("received", "accepted", "adjusted", "specific")),
        *((t(f"offline.column.{name}"), True) for name in ("later", "joint")),
    ]
    rows = [_cells(row, joint.get(row.iso3), atlas) for row in states]
    marks = [{"data_state": row.iso3, "data_find": "|".join(_names(row.iso3))} for row in states]
    search = tag(
        "p",
        tag("label", t("offline.search"), for_="search"),
        tag("input", id="search", type="search", autocomplete="off", data_search="states"),
        tag("output", for_="search", class_="muted"),
        class_="search screen",
    )
    box = {"class_": "scrolls tall", "tabindex": "0", "role": "region", "aria_label": t("offline.states.alt")}
    drawn = tag("div", of_cells(headings, rows, t("offline.states.alt"), sorts=True, marks=marks), id="states", **box)
    finding = t("offline.states", states=t.count("states", len(states)))
    cards = Cards(atlas, source=("upr_info", *_with_later(received)))
    return cards.listing(
        "countries.table", join([search, drawn]), finding, rows=received, reads=t("offline.states.reads")
    )


def _with_later(received: pd.DataFrame) -> tuple[str, ...]:
    return ("upr_pairs",) if received["later"].any() else ()


def _cells(row: Any, joint: float | None, atlas: Atlas) -> list[tuple[str, float | None]]:
    """A state as a row of the table: words, and the numbers that they are sorted by."""
    t = atlas.t
    accepted = t("offline.of", share=t.percent(row.rate), n=t.number(row.answered)) if row.answered else MISSING
    adjusted = MISSING
    if is_known(row.shrunken):
        bounds = t.interval(row.lower, row.upper) if is_known(row.lower) else t("interval.none")
        adjusted = t("offline.adjusted", share=t.percent(row.shrunken), interval=bounds)
    specific = MISSING
    if row.categorised:
        specific = t("offline.of", share=t.percent(row.specific_share), n=t.number(row.categorised))
    return [
        (t.state(row.iso3), None),
        (t.short_region(row.region, atlas.scheme), None),
        (t.number(row.recommendations), row.recommendations),
        (accepted, row.rate),
        (adjusted, row.shrunken),
        (specific, row.specific_share),
        (t.number(row.later) if row.later else MISSING, row.later or None),
        (MISSING if joint is None else t.number(joint), joint),
    ]


def drawn(atlas: Atlas) -> Html:
    """A map of what is accepted and one of how much is received; the state pointed at says its numbers."""
    t, cards = atlas.t, Cards(atlas)
    received = atlas.rows("received_by_state")
    findings = {
        "rate": glance.acceptance_map(received, atlas.focus, t),
        "recommendations": find.ranked(received, "recommendations", t, ""),
    }
    listed_below = tag("p", tag("a", t("offline.rows"), href="#countries"), class_="muted screen")
    made = []
    for measure, card in MEASURES.items():
        limits = columns.of(measure).class_limits or maps.class_limits(
            received[measure].to_numpy(dtype=float), share=False
        )
        box = {"class_": "scrolls map", "tabindex": "0", "role": "region", "aria_label": t(f"{card}.alt")}
        world = tag("div", Html(_world(received, measure, limits, atlas)), **box)
        legend = by_width(lambda width, limits=limits, measure=measure: _legend(limits, measure, atlas, width))
        chooser = tag(
            "p",
            tag("label", t("country.label"), for_=f"choose-{measure}"),
            tag("select", tag("option", t("country.placeholder"), value=""), id=f"choose-{measure}"),
            class_="choose screen",
            hidden=True,
        )
        told = tag("p", t("offline.point"), class_="told screen", aria_live="polite")
        figure = tag("div", legend, world, chooser, told, class_="pointed")
        made.append(cards.figure(card, figure, findings[measure], rows=received, elsewhere=listed_below))
    return join(made)


def _world(received: pd.DataFrame, measure: str, limits: tuple[float, ...], atlas: Atlas) -> str:
    t = atlas.t
    place = {iso3: point for iso3, *point in read(atlas.rows("states"), "iso3", "latitude", "longitude", "small")}
    areas = {}
    for row in each(received):
        value = getattr(row, measure)
        known = row.recommendations and is_known(value)
        in_focus = row.region in atlas.focus
        depth = (maps.depth(value, limits) if in_focus else maps.GREY) if known else None
        latitude, longitude, small = place[row.iso3]
        told = t("offline.told", name=t.state(row.iso3), value=columns.written(measure, value, t) if known else MISSING)
        areas[row.iso3] = svg_map.Area(row.region if in_focus else "", depth, told, (latitude, longitude), bool(small))
    return svg_map.world(areas, t(f"{MEASURES[measure]}.alt"))


def _legend(limits: tuple[float, ...], measure: str, atlas: Atlas, width: int) -> str:
    t = atlas.t
    regions = [(region, t.short_region(region, atlas.scheme)) for region in atlas.focus]
    steps = [maps.depth(value, limits) for value in (-np.inf, *limits)]
    said = maps.classes(limits, measure, t) if limits else []
    return svg_map.legend(list(zip(said, steps, strict=False)), regions, t(f"legend.title.{measure}"), width=width)


def told(atlas: Atlas) -> Mapping[str, Mapping[str, Any]]:
    """Code of a state -> its name and what is said of it, for the script of the page."""
    t, joint = atlas.t, _joint(atlas)
    received, counts = atlas.rows("received_by_state"), atlas.rows("counts")
    said = {}
    for iso3 in sorted(received["iso3"], key=lambda iso3: alphabetical(t.state(iso3))):
        sentences = [words(find.one_state(received, counts, iso3, atlas.filters, atlas.codes, t))]
        if iso3 in joint:
            sentences.append(t("offline.joint", n=t.count("joint", int(joint[iso3]))))
        else:
            sentences.append(t("offline.joint.unknown"))
        said[iso3] = {"name": t.state(iso3), "said": " ".join(sentences)}
    return said


def _joint(atlas: Atlas) -> dict[str, float]:
    """State -> joint submissions to its review of the third cycle, where they are known."""
    rows = atlas.table("joint_reviews", places(atlas.filters))
    return {iso3: number for iso3, number in read(rows, "iso3", "joint") if is_known(number)}


def _names(iso3: str) -> list[str]:
    """Every name that a state is found by, folded."""
    return sorted({folded(name) for name in names_of_states().get(iso3, {iso3})})


def folded(name: str) -> str:
    """A name without accents, capitals and marks, as the script of the page folds what one types."""
    return re.sub(r"[^\w]+|_", " ", alphabetical(name)).strip()
