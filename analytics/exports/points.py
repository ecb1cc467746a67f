"""Figures of points, lines and intervals as charts of a slide.

A tall figure whose vertical axis holds names is set in columns. What a figure writes at a place becomes the label of a
point that nobody sees, so that it stays with the chart when it is copied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil

from analytics.exports.chart_xml import Chart, Label, Series, Value
from analytics.exports.figure_parts import (
    DASHES,
    INK,
    INTERVAL,
    MARK,
    POINTS,
    TINY,
    WIDTH,
    Canvas,
    Drawing,
    Frame,
    Panel,
    Part,
    axis,
    beside,
    colour_of,
    each_of,
    ends_of,
    hue,
    in_data,
    layout_of,
    lines_of,
    look_of,
    mixed,
    panels,
    plain,
)

LEAST, MOST = 0.67, 1.35
"""How far a figure is made smaller, before it is set in columns, and larger."""
MOST_COLUMNS = 3
LETTER, LONGEST_NAME = 6.4, 34
"""Pixels of a letter, on average; letters of a name beside the chart that get room."""
EDGE, BESIDE, RIGHT = 6, 10, 24
"""Pixels above the plot, and on both sides of it."""
TICK, TITLE = 18, 20
"""Pixels of a line of ticks and of the title of an axis."""
Named = tuple[float, float, Label]


def points(traces: Sequence[Part], layout: Part, height: float, called: Mapping[str, str]) -> Drawing | None:
    """The figure as charts; None where it is too tall for them."""
    tall = float(layout.get("height", height))
    found, columns = panels(traces), max(1, ceil(float(layout.get("height", height)) * LEAST / height))
    horizontal, vertical = (layout_of(name, layout) for name in "xy")
    named = not vertical.get("visible", True) or (vertical.get("ticktext") and vertical.get("showgrid") is False)
    lists = named and horizontal.get("visible", True) and len(found) == 1
    if columns > MOST_COLUMNS or (columns > 1 and not lists):
        return None
    canvas = Canvas(layout, height, min(MOST, height * columns / tall), columns)
    cuts = _cuts(layout, columns) if columns > 1 else [None]
    frames = [
        _Frame(panel, canvas, column, cut, called, first=panel is found[0]).made()
        for column, cut in enumerate(cuts)
        for panel in found
    ]
    drawing = Drawing(frames, [], [])
    beside(layout, canvas, drawing)
    return drawing


def _cuts(layout: Part, columns: int) -> list[tuple[float, float] | None]:
    """Ends (below, above) of each column's part of the vertical axis, cut above a name; best one that stands out."""
    low, high = layout_of("y", layout)["range"]
    down = -1 if high > low else 1  # the way from top to bottom
    notes = [note for note in layout.get("annotations", []) if in_data(note, "y")]
    names = [note["y"] for note in notes]
    names += [tick - down / 2 for tick in layout_of("y", layout).get("tickvals") or []]
    bold = [note["y"] for note in notes if "<b>" in note["text"]] or names
    ends = [high]
    for number in range(1, columns):
        wanted = high + (low - high) * number / columns
        near = [place for place in bold if abs(place - wanted) < abs(low - high) / columns / 3] or names
        ends.append(min(near, key=lambda place, wanted=wanted: abs(place - wanted), default=wanted))
    nudge = abs(low - high) / 250 * down
    return [(after - nudge, before - nudge) for before, after in pairwise([*ends, low])]


class _Frame:
    """One pair of axes in one column. Upside down: values of a reversed axis change their sign."""

    def __init__(
        self,
        panel: Panel,
        canvas: Canvas,
        column: int,
        cut: tuple[float, float] | None,
        called: Mapping[str, str],
        *,
        first: bool,
    ) -> None:
        self.panel, self.canvas, self.column, self.called, self.first = panel, canvas, column, called, first
        self.layout = canvas.layout
        self.x_axis, self.y_axis = layout_of(panel.x, self.layout), layout_of(panel.y, self.layout)
        xs, ys = ([_numbers(trace, name) for trace in panel.traces] for name in "xy")
        ends = cut or ends_of(self.y_axis, _known(ys))
        self.flip = -1 if ends[0] > ends[1] else 1
        self.values = [
            (x, [None if each is None else self.flip * each for each in y]) for x, y in zip(xs, ys, strict=True)
        ]
        self.x, self.x_ticks = axis(self.x_axis, ends_of(self.x_axis, _known(xs)), min(_known(xs), default=0))
        least = min(_known(y for _, y in self.values), default=0)
        turned = (self.flip * ends[0], self.flip * ends[1])
        self.y, self.y_ticks = axis(self.y_axis, turned, least, self.flip)
        self._measure()

    def _measure(self) -> None:
        """Where it stands on the place for figures, in pixels."""
        canvas = self.canvas
        (left, right), (low, high) = self.x_axis.get("domain", (0, 1)), self.y_axis.get("domain", (0, 1))
        names = [plain(name) for name in self.y_axis.get("ticktext") or [] if self.y_axis.get("visible", True)]
        room = min(max(map(len, names), default=0), LONGEST_NAME) * LETTER * canvas.scale + BESIDE
        self.deep = max((str(tick).count("<br>") + 1 for tick in self.x_axis.get("ticktext") or []), default=1)
        ticks = (EDGE + TICK * self.deep) * canvas.scale if self.x_axis.get("visible", True) else 0
        self.title = self.x_axis.get("title", {}).get("text", "")
        below = EDGE + ticks + (TITLE * canvas.scale if self.title else 0)
        column, plot = WIDTH / canvas.columns, canvas.height - canvas.margin["t"] - below
        self.lowest = low <= TINY
        self.left, self.width = column * (self.column + left), column * (right - left)
        self.top, tall = canvas.margin["t"] + plot * (1 - high), plot * (high - low)
        self.height = tall + (below if self.lowest else TICK * canvas.scale)
        wide, high = max(self.width - room - RIGHT, self.width / 5), max(tall - EDGE, self.height / 5)
        self.inner = (room / self.width, EDGE / self.height, wide / self.width, high / self.height)
        self.pixel = (self.y.high - self.y.low) / high  # of the vertical axis

    def made(self) -> Frame:
        """The chart."""
        series, names = [], list(self._names())
        for (xs, ys), trace in zip(self.values, self.panel.traces, strict=True):
            drawn = enumerate(ys[: len(xs)])
            keep = [place for place, value in drawn if value is None or self._inside(value)]
            if any(ys[place] is not None for place in keep):
                series += self._traced(trace, xs, ys, keep)
                names += _texts(trace, xs, ys, keep, self.canvas.size)
        series += self._shapes()
        if names:
            series.append(self._labels(names))
        chart = Chart(series, self.x, self.y, self.inner, size=self.canvas.size)
        top = self.top / self.canvas.height
        tall = min(self.height / self.canvas.height, 1 - top)
        return Frame(chart, self.left / WIDTH, top, self.width / WIDTH, tall)

    def _inside(self, value: float) -> bool:
        return self.y.low <= value <= self.y.high

    def _labels(self, names: Sequence[Named]) -> Series:
        low = self.x.low * (1 + TINY) if self.x.log else self.x.low
        y = [min(max(y, self.y.low), self.y.high) for _, y, _ in names]
        x = [min(max(x, low), self.x.high) for x, _, _ in names]
        return Series("", list(y), list(x), marks=False, labels={at: label for at, (*_, label) in enumerate(names)})

    def _names(self) -> Iterator[Named]:
        """Ticks that an axis cannot write, its title, and what the figure writes at places."""
        size = self.canvas.size
        if self.lowest:
            for at, said in self.x_ticks:
                yield at, self.y.low, Label(lines_of(said, size, MARK), "b")
        for at, said in self.y_ticks:
            if said and self._inside(at):
                yield self.x.low, at, Label(lines_of(said, size), "l")
        if self.title:
            below = Label([*[[]] * self.deep, *lines_of(self.title, size, MARK)], "b")
            yield (self.x.low + self.x.high) / 2, self.y.low, below
        for note in self.layout.get("annotations", []):
            yield from self._named(note)

    def _named(self, note: Part) -> Iterator[Named]:
        x_ref, y_ref = note.get("xref") or "x", note.get("yref") or "y"
        lines = lines_of(note["text"], self.canvas.size, colour_of(note))
        if (x_ref, y_ref) == (self.panel.x, "paper"):
            yield note["x"], self.y.high, Label(lines, "t")
            return
        if y_ref != self.panel.y or x_ref not in {self.panel.x, "paper"}:
            return
        x, y = note["x"], self.flip * note["y"]
        if x_ref == "paper":
            low, high = self.x_axis.get("domain", (0, 1))
            if not (low - TINY <= x <= high + TINY or (self.first and x < low)):
                return
            x = self.x.low + (self.x.high - self.x.low) * (x - low) / (high - low)
        if self._inside(y):
            upward = {"bottom": 0.5, "top": -0.5}.get(note.get("yanchor", ""), 0) * len(lines) * self.canvas.line
            y += (upward + note.get("yshift", 0) * self.canvas.scale) * self.pixel
            yield x, y, Label(lines, {"left": "r", "right": "l"}.get(note.get("xanchor", ""), "ctr"))

    def _traced(self, trace: Part, xs: Sequence[Value], ys: Sequence[Value], keep: Sequence[int]) -> Iterator[Series]:
        """Intervals and marks of a trace."""
        if str(trace.get("marker", {}).get("symbol", "")).startswith("line-ns"):
            yield self._strokes(trace, xs, ys, keep)
            return
        mode = trace.get("mode", "markers")
        if "markers" not in mode and "lines" not in mode:
            return
        looks = [look_of(trace, place, max(self.canvas.scale, LEAST)) for place in keep]
        usual = max(looks, key=looks.count) if len({*looks}) < len(looks) else looks[0]
        line = None
        if "lines" in mode:
            drawn = trace.get("line", {})
            width = float(drawn.get("width", 2)) * POINTS
            colour = mixed(hue(drawn.get("color")), float(trace.get("opacity", 1))) or usual.colour
            line = (colour, width, DASHES.get(drawn.get("dash", ""), ""), 1.0)
        full = hue(each_of(trace.get("marker", {}).get("color"), keep[0])) or (line[0] if line else "")
        series = Series(
            self.called.get(full, ""),
            [ys[place] for place in keep],
            [xs[place] for place in keep],
            usual,
            {at: look for at, look in enumerate(looks) if look != usual},
            marks="markers" in mode,
            line=line,
        )
        yield from self._intervals(trace, series, keep)
        yield series

    def _intervals(self, trace: Part, at: Series, keep: Sequence[int]) -> Iterator[Series]:
        """Intervals as lines from end to end: their ends are numbers to edit, and every program shows them."""
        for along, across in (("x", "y"), ("y", "x")):
            error = trace.get(f"error_{along}")
            if not error or all(each_of(error["array"], place) is None for place in keep):
                continue
            ends: dict[str, list[Value]] = {"x": [], "y": []}
            for x, y, place in zip(at.x, at.y, keep, strict=True):
                beyond, below = error["array"][place], error.get("arrayminus", error["array"])[place]
                middle = {"x": x, "y": y}
                centre, other = middle[along], middle[across]
                if centre is not None and other is not None and beyond is not None:
                    ends[along] += [round(centre - below, 6), round(centre + beyond, 6), round(centre + beyond, 6)]
                    ends[across] += [other] * 3
                    ends["y"][-1] = None  # no line leads to the next interval
            colour = hue(error.get("color")) or at.look.colour
            line = (colour, float(error.get("thickness", 2)) * POINTS, "", 1.0)
            yield Series(self.called.get(INTERVAL, ""), ends["y"], ends["x"], marks=False, line=line)

    def _strokes(self, trace: Part, xs: Sequence[Value], ys: Sequence[Value], keep: Sequence[int]) -> Series:
        """Marks that are upright strokes, which Office has no symbol for: short lines through the points."""
        marker = trace["marker"]
        half = float(marker.get("size", BESIDE)) / 2 * self.pixel
        ends: tuple[list[Value], list[Value]] = ([], [])
        for x, y in ((xs[place], ys[place]) for place in keep):
            if x is not None and y is not None:
                ends[0].extend([x, x, x])
                ends[1].extend([y - half, y + half, None])
        edge = marker.get("line", {})
        colour = hue(each_of(edge.get("color"), 0)) or hue(each_of(marker.get("color"), 0)) or MARK
        return Series("", ends[1], ends[0], marks=False, line=(colour, float(edge.get("width", 2)), "", 1.0))

    def _shapes(self) -> Iterator[Series]:
        """Lines and bands of the figure."""
        for shape in self.layout.get("shapes", []):
            x_ref, y_ref = shape.get("xref") or "x", shape.get("yref") or "y"
            here = x_ref in {self.panel.x, "paper"} and y_ref in {self.panel.y, "paper"}
            if not here or x_ref == y_ref == "paper":
                continue
            ends = [self.flip * shape[end] for end in ("y0", "y1")]
            if y_ref != "paper" and not any(map(self._inside, ends)):
                continue
            xs = [_at(end, self.x.low, self.x.high, share=x_ref == "paper") for end in (shape["x0"], shape["x1"])]
            if y_ref == "paper":
                ends = [_at(shape[end], self.y.low, self.y.high, share=True) for end in ("y0", "y1")]
            ys: list[Value] = [min(max(end, self.y.low), self.y.high) for end in ends]
            drawn, seen = shape.get("line", {}), float(shape.get("opacity", 1))
            if shape["type"] == "line":
                dash = DASHES.get(drawn.get("dash", ""), "")
                line = (hue(drawn.get("color")), float(drawn.get("width", 1)) * POINTS, dash, seen)
                yield Series("", ys, [*xs], marks=False, line=line)
            elif hue(shape.get("fillcolor")):
                thick = max(abs(ends[1] - ends[0]) / self.pixel * POINTS, 1)
                middle = sum(ends) / 2
                line = (hue(shape["fillcolor"]), thick, "", seen)
                yield Series("", [middle, middle], [*xs], marks=False, line=line)


def _at(end: float, low: float, high: float, *, share: bool) -> float:
    return low + (high - low) * end if share else end


def _numbers(trace: Part, name: str) -> list[Value]:
    return [None if value is None or value != value else float(value) for value in trace.get(name, [])]


def _known(lists: Iterable[Iterable[Value]]) -> list[float]:
    return [value for values in lists for value in values if value is not None]


def _texts(trace: Part, xs: Sequence[Value], ys: Sequence[Value], keep: Sequence[int], size: float) -> Iterator[Named]:
    """What a trace writes beside its points."""
    if "text" not in trace.get("mode", ""):
        return
    for place in keep:
        x, y, said = xs[place], ys[place], each_of(trace.get("text"), place)
        if x is None or y is None or not said:
            continue
        at = str(each_of(trace.get("textposition"), place) or "middle center")
        aside = {"right": "r", "left": "l"}.get(at.rpartition(" ")[2])
        colour = hue(each_of(trace.get("textfont", {}).get("color"), place)) or INK
        yield x, y, Label(lines_of(str(said), size, colour), aside or (at[0] if at[0] in "tb" else "ctr"))
