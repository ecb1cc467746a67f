"""A figure as charts of a slide that can be edited: its marks, intervals, lines and names, in light colours.

What is neither points nor bars, such as maps, heat maps, networks and flows, is left to tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.exports.bars import bars
from analytics.exports.figure_parts import Drawing, Part, hue
from analytics.exports.points import points


def draw(figure: Part, height: float, names: Mapping[str, str]) -> Drawing | None:
    """A figure on the place for it, so many pixels high; None where only a table can show it.

    `names`: what a series in a colour is called, and what intervals are.
    """
    traces, layout = figure["data"], figure["layout"]
    if not traces or any(trace["type"] not in {"bar", "scatter"} for trace in traces) or _is_network(traces, layout):
        return None
    called = {hue(colour) or colour: name for colour, name in names.items()}
    draws = bars if any(trace["type"] == "bar" for trace in traces) else points
    return draws(traces, layout, height, called)


def _is_network(traces: Sequence[Part], layout: Part) -> bool:
    """Lines between places that mean nothing: neither axis is drawn."""
    drawn = any(layout.get(axis, {}).get("visible", True) for axis in ("xaxis", "yaxis"))
    return not drawn and any("lines" in trace.get("mode", "") for trace in traces)
