"""The world as a string of SVG: an area per state, a dot for a small one, a cross where a value is unknown.

The shapes are those of static/world.geojson, projected as the maps of the pages are (Equal Earth, middle at 11 degrees
east) onto whole units of a grid: what lies between two units is left out, alike on both sides of a border.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from analytics.exports import svg
from analytics.folders import STATIC

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

UNITS = 2000
"""Width of the world in units of the picture."""
MIDDLE = 11
"""Degrees east of the meridian in the middle, as the maps of the pages have it."""
NORTH, SOUTH = 84.0, -57.0
"""Degrees of latitude at the upper and lower edge: no state reaches further."""
LEFT_OUT = "ATA"
"""Antarctica."""
EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)
"""Savric, Patterson and Jenny (2018), The Equal Earth map projection, IJGIS 33(3)."""
CORNERS = 3
"""Points that an area has at least."""
DOT, CROSS = 9, 6


@dataclass(frozen=True)
class Area:
    """A state on the map. `depth`: of the colour of its region, 0 to 1; None where its value is not known.

    `told` is what it says when pointed at; `point` are latitude and longitude of its middle.
    """

    region: str
    depth: float | None
    told: str
    point: tuple[float, float]
    small: bool


def world(areas: Mapping[str, Area], label: str, *, width: int = 960, colours: svg.Paint = svg.THEMED) -> str:
    """World map of states by code; every other area is faint. Each state carries its code as `data-state`."""
    edge = {"stroke": colours.surface, "stroke-width": "1.2"}
    shapes = _shapes()
    rest = "".join(path for code, path in shapes.items() if code not in areas)
    parts = [f"<path{svg.attributes({'d': rest, 'fill': colours.context, **edge})}/>"]
    for code, area in areas.items():
        if code in shapes:
            empty = {"fill": colours.surface, "stroke": colours.mark, "stroke-width": "1.2"}
            look = empty if area.depth is None else {**_filled(area, colours), **edge}
            parts.append(_state("path", code, {"d": shapes[code], **look}, area.told))
    for code, area in areas.items():
        latitude, longitude = area.point
        x, y = _placed(latitude, longitude + 360 * _is_west(longitude))
        if area.depth is None:
            arms = f"M{x - CROSS} {y - CROSS}l{2 * CROSS} {2 * CROSS}m0 {-2 * CROSS}l{-2 * CROSS} {2 * CROSS}"
            look = {"d": arms, "fill": "none", "stroke": colours.mark, "stroke-width": "3"}
            parts.append(_state("path", code, look, area.told))
        elif area.small:
            place = {"cx": str(x), "cy": str(y), "r": str(DOT), "stroke": colours.of(area.region), "stroke-width": "2"}
            behind = svg.attributes({**place, "fill": colours.surface})
            parts.append(f"<circle{behind}/>")
            parts.append(_state("circle", code, {**place, **_filled(area, colours)}, area.told))
    return svg.figure(UNITS, _height(), label, parts, colours, shown=width)


def legend(
    classes: Sequence[tuple[str, float]],
    regions: Sequence[tuple[str, str]],
    heading: str,
    *,
    width: int = 640,
    colours: svg.Paint = svg.THEMED,
) -> str:
    """What the map shows; the regions with their colours; each class with its depth in these. Decoration: it is said.

    `classes` are words and depth, lowest first; `regions` are codes and names.
    """
    parts = [svg.text(heading, svg.PAD, 14, {"fill": colours.ink, "font-weight": "650"})]
    left = float(svg.PAD)
    for code, name in regions:
        parts.append(svg.symbol(code, left + 6, 32, 5.5, colours))
        parts.append(svg.text(name, left + 16, 36, {"fill": colours.of(code), "font-weight": "650"}))
        left += 30 + svg.long(name)
    room = (width - 2 * svg.PAD) / max(len(classes), 1)
    below = any(svg.long(said) > room - svg.PAD for said, _ in classes)
    across = (90 if below else room * 0.9) / max(len(regions), 1)
    for place, (said, depth) in enumerate(classes):
        x, y = (svg.PAD, 46 + place * svg.LINE) if below else (svg.PAD + place * room, 46)
        for number, (code, _) in enumerate(regions):
            box = {"fill": colours.of(code), "fill-opacity": f"{depth:g}"}
            parts.append(svg.box(x + number * across, y, across - 2, 12, box))
        at = (x + 96, y + 11) if below else (x, y + 28)
        parts.append(svg.text(said, *at, {"fill": colours.mark}))
    height = 50 + len(classes) * svg.LINE if below else 80
    return svg.figure(width, height, "", parts, colours)


def _filled(area: Area, colours: svg.Paint) -> dict[str, str]:
    return {"fill": colours.of(area.region), "fill-opacity": f"{area.depth:g}"}


def _state(tag: str, code: str, look: dict[str, str], told: str) -> str:
    return f"<{tag}{svg.attributes({'data-state': code, **look})}>{svg.title(told)}</{tag}>"


@cache
def _shapes() -> dict[str, str]:
    """Code of an area -> its outline as the data of a path."""
    features = json.loads((STATIC / "world.geojson").read_text(encoding="utf-8"))["features"]
    drawn = {}
    for feature in features:
        rings = [_path(ring) for ring in _rings(feature["geometry"])]
        if any(rings) and feature["id"] != LEFT_OUT:
            drawn[feature["id"]] = "".join(rings)
    return drawn


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    areas = geometry["coordinates"]
    for area in [areas] if geometry["type"] == "Polygon" else areas:
        yield from area


def _path(ring: Sequence[Sequence[float]]) -> str:
    """A ring on the grid, its points as steps from one to the next; empty where too little is left of it."""
    west = _is_west(sum(longitude for longitude, _ in ring) / len(ring))
    points: list[tuple[int, int]] = []
    for longitude, latitude in ring:
        place = _placed(latitude, longitude + 360 * west)
        if not points or place != points[-1]:
            points.append(place)
    if points[0] == points[-1]:
        points.pop()
    if len(points) < CORNERS:
        return ""
    steps = " ".join(f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(points))
    return f"M{points[0][0]} {points[0][1]}l{steps.replace(' -', '-')}z"


def _is_west(longitude: float) -> bool:
    """Whether a place lies beyond the left edge: it is drawn at the right one."""
    return longitude < MIDDLE - 180


def _placed(latitude: float, longitude: float) -> tuple[int, int]:
    """Units from the left and from the top."""
    x, y = _projected(latitude, longitude - MIDDLE)
    half, _ = _projected(0, 180)
    _, top = _projected(NORTH, 0)
    scale = UNITS / (2 * half)
    return round((x + half) * scale), round((top - y) * scale)


def _height() -> int:
    return _placed(SOUTH, MIDDLE)[1]


def _projected(latitude: float, longitude: float) -> tuple[float, float]:
    """Equal Earth, from degrees to units of a sphere's radius."""
    one, two, three, four = EQUAL_EARTH
    angle = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = angle * angle
    sixth = square**3
    stretch = 9 * four * sixth * square + 7 * three * sixth + 3 * two * square + one
    x = 2 * sqrt(3) * radians(longitude) * cos(angle) / (3 * stretch)
    return x, angle * (one + two * square + sixth * (three + four * square))
