"""Figures of bars as charts of categories on a slide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from analytics import letters
from analytics.exports.chart_xml import Axis, Chart, Series
from analytics.exports.figure_parts import (
    POINTS,
    TINY,
    Canvas,
    Drawing,
    Frame,
    Panel,
    Part,
    axis,
    beside,
    each_of,
    ends_of,
    in_data,
    layout_of,
    look_of,
    panels,
    plain,
)

MOST_BARS, LONGEST_NAME = 26, 60
SCALE = 1.15
FEW = 14
"""Bars whose names are written in the usual size."""
LOWEST = 100
"""Pixels of a chart, below which a table says more."""
LEGEND = 1.1
"""Lines of words that the lowest line of a legend takes."""


def bars(traces: Sequence[Part], layout: Part, height: float, called: Mapping[str, str]) -> Drawing | None:
    """The figure as charts; None where bars do not stand on zero or on each other, or stand among other marks."""
    found = panels([trace for trace in traces if trace["type"] == "bar"])
    others = [trace for trace in traces if trace["type"] != "bar" and trace.get("mode") != "text"]
    if others or not all(_stands(trace, panel.traces) for panel in found for trace in panel.traces):
        return None
    canvas, drawing = Canvas(layout, height, SCALE), Drawing([], [], [])
    beside(layout, canvas, drawing)
    above = 0.0
    if len(found) == 1:
        drawing.notes = [note for note in drawing.notes if note.top < 1 / 5]
        lowest = max((note.top for note in drawing.notes), default=None)
        above = 0 if lowest is None else lowest + LEGEND * canvas.line / height
    for panel in found:
        chart, there = _Bars(panel, traces, canvas, called).made()
        if chart is None:
            return None
        if there > len(chart.categories):
            drawing.left_out = len(chart.categories), there
        (left, right), (low, high) = (layout_of(name, layout).get("domain", (0, 1)) for name in (panel.x, panel.y))
        if (high - low) * height < LOWEST:
            return None
        frame = Frame(chart, left, above + (1 - above) * (1 - high), right - left, (1 - above) * (high - low))
        drawing.frames.append(frame)
    return drawing


def _stands(trace: Part, every: Sequence[Part]) -> bool:
    """Whether a bar begins at zero, or where the ones before it end."""
    if trace.get("base") is None:
        return True
    value, place = ("x", "y") if trace.get("orientation") == "h" else ("y", "x")
    before = every[: next(number for number, each in enumerate(every) if each is trace)]
    for number, at in enumerate(trace[place]):
        start = each_of(trace["base"], number) or 0
        under = (zip(each[place], each[value], strict=True) for each in before)
        if start and abs(start - sum(size or 0 for pairs in under for where, size in pairs if where == at)) > TINY:
            return False
    return True


class _Bars:
    """The bars of one pair of axes."""

    def __init__(self, panel: Panel, traces: Sequence[Part], canvas: Canvas, called: Mapping[str, str]) -> None:
        self.panel, self.traces, self.canvas, self.called = panel, traces, canvas, called
        self.layout = canvas.layout
        self.upright = panel.traces[0].get("orientation") != "h"
        self.value, self.place = ("y", "x") if self.upright else ("x", "y")
        self.names, self.values = (
            layout_of(name, self.layout) for name in (panel.x, panel.y)[:: 1 if self.upright else -1]
        )
        ends = self.names.get("range") or ((1, 0) if self.names.get("autorange") == "reversed" else (0, 1))
        self.down = 1 if ends[0] > ends[1] else -1
        self.stacked = self.layout.get("barmode") == "stack"

    def made(self) -> tuple[Chart | None, int]:
        """The chart of the first bars, and how many there are."""
        places = list(dict.fromkeys(at for trace in self.panel.traces for at in trace[self.place]))
        if not places:
            return None, 0
        if not any(isinstance(at, str) for at in places):
            places.sort(reverse=not self.upright and self.down < 0)
        shown = places[:MOST_BARS]
        series = self._series(shown)
        based = any(each_of(trace.get("base"), 0) for trace in self.panel.traces)
        values = self._axis(series)
        names = Axis(0, 1, drawn=True)
        x, y = (names, values) if self.upright else (values, names)
        said = [_short(self._name(at)) for at in shown]
        size = self.canvas.size * FEW / max(len(shown), FEW)
        chart = Chart(series, x, y, categories=said, upright=self.upright, stacked=self.stacked or based, size=size)
        return chart, len(places)

    def _series(self, shown: Sequence[Any]) -> list[Series]:
        """One series per trace; traces that never share a category are one, unless they are stacked."""
        series: list[Series] = []
        filled: list[set[Any]] = []
        for trace in self.panel.traces:
            at = {*trace[self.place]}
            fits = [number for number, taken in enumerate(filled) if not taken & at and not self.stacked]
            if not fits:
                series.append(Series("", [None] * len(shown)))
                filled.append(set())
            number = fits[0] if fits else len(series) - 1
            filled[number] |= at
            self._fill(series[number], trace, shown)
        for number, each in enumerate(series):
            looks = list(each.looks.values())
            if looks:
                each.look = max(looks, key=looks.count)
            each.name = self._called(number, series)
            each.looks = {point: look for point, look in each.looks.items() if look != each.look}
        return series

    def _fill(self, series: Series, trace: Part, shown: Sequence[Any]) -> None:
        """Put the bars of a trace into a series, at their categories."""
        error = trace.get(f"error_{self.value}")
        for number, at in enumerate(trace[self.place]):
            if at not in shown or trace[self.value][number] is None:
                continue
            point = shown.index(at)
            series.y[point] = float(trace[self.value][number])
            series.looks[point] = look_of(trace, number, 1)
            if error and error["array"][number] is not None:
                if not series.beyond:
                    series.beyond, series.below = [None] * len(shown), [None] * len(shown)
                    series.thick = float(error.get("thickness", 2)) * POINTS
                series.beyond[point] = error["array"][number]
                series.below[point] = error.get("arrayminus", error["array"])[number]
            if each_of(trace.get("text"), number) and trace.get("textposition") != "none":
                series.shown.append(point)

    def _called(self, number: int, series: Sequence[Series]) -> str:
        """Name of a series: that of the legend where it names as many, else the region of its colour."""
        legend = [
            plain(note["text"])
            for note in self.layout.get("annotations", [])
            if note.get("xref") == note.get("yref") == "paper" and "xshift" in note
        ]
        if len(legend) == len(series):
            return legend[number]
        mine = {self.called.get(look.colour, "") for look in series[number].looks.values()}
        return mine.pop() if len(mine) == 1 else ""

    def _axis(self, series: Sequence[Series]) -> Axis:
        """The axis of the values; where the figure has none, one that is not drawn."""
        least = min([0, *(value or 0 for each in series for value in each.y)])
        most = max([0, *(value or 0 for each in series for value in each.y)])
        ends = ends_of(self.values, [least, most])
        drawn = {**self.values, "visible": True, "showgrid": True, "type": "linear"}
        made, _ = axis(drawn, (min(ends), max(ends)), least)
        low = made.low if least < 0 else 0
        shown = self.values.get("visible", True)
        if shown and made.drawn:
            return replace(made, low=low)
        return replace(made, low=low, step=None, drawn=shown, grid=shown, written="#,##0")

    def _name(self, at: Any) -> str:
        """The name of a bar: that of its tick, else what the figure writes above it, behind what it stands under."""
        ticks = dict(zip(self.names.get("tickvals") or [], self.names.get("ticktext") or [], strict=False))
        if self.upright or isinstance(at, str):
            return letters.typeset(plain(str(ticks.get(at, at))))
        written = [
            (trace["y"][number], str(each_of(trace["text"], number)))
            for trace in self.traces
            if trace.get("mode") == "text"
            for number in range(len(trace["y"]))
        ]
        written += [(note["y"], note["text"]) for note in self.layout.get("annotations", []) if in_data(note, "y")]
        above = sorted(
            ((abs(y - at), plain(text), "<b>" in text) for y, text in written if (y - at) * self.down <= TINY),
            key=lambda each: each[0],
        )
        own = plain(str(ticks.get(at) or (above[0][1] if above else "")))
        group = next((text for _, text, bold in above if bold), "")
        return own if group in {own, ""} else f"{group}: {own}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
