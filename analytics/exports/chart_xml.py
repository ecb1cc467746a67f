"""Charts of slides as Office reads and edits them: what is drawn, its XML and the workbook behind it.

Written here, not by python-pptx, which has no error bars, no labels of single points, and a workbook in which a name
that begins with `=` is a formula. Elements stand in the order of ECMA-376, part 1, 21.2.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

Value = float | None
NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DIM = "4B5563"
"""Colour of axes and of intervals on bars."""
FULL = 100_000
"""How DrawingML writes 100 %."""
EMU_OF_POINT = 12_700
X_AXIS, Y_AXIS = 1001, 1002
ALIGNED = {"r": "l", "l": "r"}
"""Place of a label beside its point -> how its lines are set."""
DARK = 450
"""A colour whose parts sum to less is dark behind words."""
SHEET = "Sheet1"


@dataclass(frozen=True)
class Run:
    """Words of one look; `colour` is six hexadecimal digits, size in points."""

    text: str
    bold: bool = False
    colour: str = "111827"
    size: float = 10


Lines = Sequence[Sequence[Run]]


@dataclass(frozen=True)
class Label:
    """What is written at a point; `place` is r, l, t, b or ctr of it."""

    lines: Lines
    place: str


@dataclass(frozen=True)
class Look:
    """How a mark looks: colour, or none; symbol and size of a point, colour of its edge; whether a bar is hatched."""

    colour: str = ""
    symbol: str = "circle"
    size: int = 7
    edge: str = ""
    hatched: bool = False


@dataclass
class Series:
    """Points, or values of categories. Intervals of bars reach so far beyond and below the values."""

    name: str
    y: list[Value]
    x: list[Value] = field(default_factory=list)
    look: Look = field(default_factory=Look)
    looks: dict[int, Look] = field(default_factory=dict)
    """Of single points that look otherwise."""
    marks: bool = True
    line: tuple[str, float, str, float] | None = None
    """Colour, width in points, dash and how much of it is seen."""
    beyond: list[Value] = field(default_factory=list)
    below: list[Value] = field(default_factory=list)
    thick: float = 1.5
    labels: dict[int, Label] = field(default_factory=dict)
    shown: list[int] = field(default_factory=list)
    """Places of the values that are written, in the format of the chart; beside the bars, if outside."""
    outside: bool = False


@dataclass(frozen=True)
class Axis:
    """One axis: its ends, where lines stand, whether it is drawn and how its numbers are written."""

    low: float
    high: float
    step: float | None = None
    drawn: bool = False
    grid: bool = False
    written: str = "General"
    log: bool = False


@dataclass
class Chart:
    """A chart; with `categories` it is one of bars, else of points. `inner` is the plot in shares of its frame."""

    series: list[Series]
    x: Axis
    y: Axis
    inner: tuple[float, float, float, float] = (0, 0, 1, 1)
    categories: list[str] = field(default_factory=list)
    upright: bool = False
    stacked: bool = False
    size: float = 10
    """Points of its words."""
    labelled: str = "0%"
    """How values are written beside bars."""

    def xml_bytes(self, _: Any) -> bytes:
        """What python-pptx asks a chart for."""
        drawn = _bars(self) if self.categories else _points(self)
        x, y, width, height = self.inner
        layout = (
            '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
            f'<c:x val="{x:.4f}"/><c:y val="{y:.4f}"/><c:w val="{width:.4f}"/><c:h val="{height:.4f}"/>'
            "</c:manualLayout></c:layout>"
        )
        return (
            f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?><c:chartSpace {NAMESPACES}>"
            '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
            f"<c:plotArea>{'<c:layout/>' if self.categories else layout}{drawn}</c:plotArea>"
            '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
            f"<c:txPr><a:bodyPr/><a:p><a:pPr>{_look_of_words(self.size)}</a:pPr>"
            '<a:endParaRPr lang="en-US"/></a:p></c:txPr></c:chartSpace>'
        ).encode()

    @property
    def rows(self) -> int:
        """Rows of the workbook: series of unequal length hide each other in some programs."""
        return max((len(each.y) for each in self.series), default=0)

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook that opens on "edit data"."""
        import xlsxwriter

        buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
        with xlsxwriter.Workbook(buffer, options) as book:
            sheet = book.add_worksheet(SHEET)
            for column, (heading, values) in enumerate(self.columns()):
                sheet.write_string(0, column, heading)
                for row, value in enumerate(values, start=1):
                    if value is not None:
                        sheet.write(row, column, value)
        return buffer.getvalue()

    def columns(self) -> list[tuple[str, Sequence[Any]]]:
        """The columns of the workbook: categories, then each series with its intervals."""
        made: list[tuple[str, Sequence[Any]]] = [("", self.categories)] if self.categories else []
        for each in self.series:
            made += ([] if self.categories else [("x", each.x)]) + [(each.name, each.y)]
            made += [("+", each.beyond), ("−", each.below)] if each.beyond else []
        return made

    def place(self, series: Series) -> int:
        """The first column of a series."""
        column = 1 if self.categories else 0
        for each in self.series:
            if each is series:
                return column
            column += (1 if self.categories else 2) + (2 if each.beyond else 0)
        raise ValueError(series.name)


def _points(chart: Chart) -> str:
    every = "".join(_of_points(chart, each, place) for place, each in enumerate(chart.series))
    return (
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{every}'
        f'<c:axId val="{X_AXIS}"/><c:axId val="{Y_AXIS}"/></c:scatterChart>'
        f"{_axis(chart.x, X_AXIS, Y_AXIS, 'b', chart, 'valAx')}{_axis(chart.y, Y_AXIS, X_AXIS, 'l', chart, 'valAx')}"
    )


def _of_points(chart: Chart, series: Series, place: int) -> str:
    column = chart.place(series)
    singles = "".join(
        f'<c:dPt><c:idx val="{point}"/>{_marker(look)}<c:bubble3D val="0"/></c:dPt>'
        for point, look in sorted(series.looks.items())
    )
    return (
        f"<c:ser>{_head(series, place, column + 1)}<c:spPr>{_line(series.line)}</c:spPr>"
        f"{_marker(series.look) if series.marks else _no_marker()}{singles if series.marks else ''}"
        f"{_labels(series, chart.labelled)}"
        f"<c:xVal>{_numbers(series.x, column, chart.rows)}</c:xVal>"
        f"<c:yVal>{_numbers(series.y, column + 1, chart.rows)}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def _bars(chart: Chart) -> str:
    every = "".join(_of_bars(chart, each, place) for place, each in enumerate(chart.series))
    grouping = "stacked" if chart.stacked else "clustered"
    values, names = (chart.y, chart.x) if chart.upright else (chart.x, chart.y)
    at_values, at_names = ("l", "b") if chart.upright else ("b", "l")
    return (
        f'<c:barChart><c:barDir val="{"col" if chart.upright else "bar"}"/><c:grouping val="{grouping}"/>'
        f'<c:varyColors val="0"/>{every}<c:gapWidth val="45"/><c:overlap val="100"/>'
        f'<c:axId val="{X_AXIS}"/><c:axId val="{Y_AXIS}"/></c:barChart>'
        f"{_axis(names, X_AXIS, Y_AXIS, at_names, chart, 'catAx')}"
        f"{_axis(values, Y_AXIS, X_AXIS, at_values, chart, 'valAx')}"
    )


def _of_bars(chart: Chart, series: Series, place: int) -> str:
    column = chart.place(series)
    singles = "".join(
        f'<c:dPt><c:idx val="{point}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{_area(look)}</c:spPr></c:dPt>"
        for point, look in sorted(series.looks.items())
    )
    names = "".join(
        f'<c:pt idx="{point}"><c:v>{escape(name)}</c:v></c:pt>' for point, name in enumerate(chart.categories)
    )
    reference = f"{SHEET}!$A$2:$A${len(chart.categories) + 1}"
    return (
        f"<c:ser>{_head(series, place, column)}<c:spPr>{_area(series.look)}</c:spPr>"
        f'<c:invertIfNegative val="0"/>{singles}'
        f"{_labels(series, chart.labelled)}{_interval(series, column + 1, chart.rows)}"
        f'<c:cat><c:strRef><c:f>{reference}</c:f><c:strCache><c:ptCount val="{len(chart.categories)}"/>{names}'
        f"</c:strCache></c:strRef></c:cat><c:val>{_numbers(series.y, column, chart.rows)}</c:val></c:ser>"
    )


def _head(series: Series, place: int, column: int) -> str:
    reference = f"{SHEET}!${_letters(column)}$1"
    return (
        f'<c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef><c:f>{reference}</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(series.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    )


def _numbers(values: Sequence[Value], column: int, rows: int) -> str:
    letters = _letters(column)
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>' for place, value in enumerate(values) if value is not None
    )
    return (
        f"<c:numRef><c:f>{SHEET}!${letters}$2:${letters}${rows + 1}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{rows}"/>{points}</c:numCache></c:numRef>'
    )


def _letters(column: int) -> str:
    """`A` for 0, `AA` for 26."""
    letters, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _interval(series: Series, column: int, rows: int) -> str:
    if not series.beyond:
        return ""
    return (
        f'<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"<c:plus>{_numbers(series.beyond, column, rows)}</c:plus>"
        f"<c:minus>{_numbers(series.below, column + 1, rows)}</c:minus>"
        f"<c:spPr>{_line((DIM, series.thick, '', 1))}</c:spPr></c:errBars>"
    )


def _labels(series: Series, look: str) -> str:
    if not series.labels and not series.shown:
        return ""
    shows = (
        '<c:showLegendKey val="0"/><c:showVal val="{}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )
    written = "".join(
        f'<c:dLbl><c:idx val="{point}"/><c:tx><c:rich><a:bodyPr wrap="none" lIns="0" rIns="0" tIns="0" bIns="0"/>'
        f"{_paragraphs(label.lines, ALIGNED.get(label.place, 'ctr'))}</c:rich></c:tx>"
        f'<c:dLblPos val="{label.place}"/>{shows.format(1)}</c:dLbl>'
        for point, label in sorted(series.labels.items())
    )
    hidden = (
        ""
        if series.labels
        else "".join(
            f'<c:dLbl><c:idx val="{point}"/><c:delete val="1"/></c:dLbl>'
            for point in range(len(series.y))
            if point not in series.shown
        )
    )
    deep = _is_dark(series.look.colour) and not series.outside and not series.look.hatched
    colour = "FFFFFF" if deep else "111827"
    format_ = (
        f'<c:numFmt formatCode="{look}" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr><c:txPr><a:bodyPr/><a:p><a:pPr>'
        f'<a:defRPr>{_fill(colour)}</a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )
    return f"<c:dLbls>{written}{hidden}{format_}{shows.format(0 if series.labels else 1)}</c:dLbls>"


def _is_dark(colour: str) -> bool:
    return sum(int(colour[place : place + 2] or "ff", 16) for place in (0, 2, 4)) < DARK


def _paragraphs(lines: Lines, aligned: str) -> str:
    """Lines of words as DrawingML."""
    made = ["".join(f"<a:r>{_of_run(run)}<a:t>{escape(run.text)}</a:t></a:r>" for run in line) for line in lines]
    return "".join(f'<a:p><a:pPr algn="{aligned}"/>{line}</a:p>' for line in made)


def _of_run(run: Run) -> str:
    return f'<a:rPr lang="en-US" sz="{round(run.size * 100)}" b="{int(run.bold)}">{_fill(run.colour)}</a:rPr>'


def _look_of_words(size: float) -> str:
    return f'<a:defRPr sz="{round(size * 100)}">{_fill(DIM)}</a:defRPr>'


def _marker(look: Look) -> str:
    edge = f'<a:ln w="9525">{_fill(look.edge)}</a:ln>' if look.edge else "<a:ln><a:noFill/></a:ln>"
    return (
        f'<c:marker><c:symbol val="{look.symbol}"/><c:size val="{min(max(look.size, 2), 72)}"/>'
        f"<c:spPr>{_fill(look.colour)}{edge}</c:spPr></c:marker>"
    )


def _no_marker() -> str:
    return '<c:marker><c:symbol val="none"/></c:marker>'


def _area(look: Look) -> str:
    if not look.hatched:
        return _fill(look.colour)
    return (
        f'<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="{look.colour}"/></a:fgClr>'
        '<a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>'
    )


def _fill(colour: str, alpha: float = 1) -> str:
    if not colour:
        return "<a:noFill/>"
    clear = "" if alpha >= 1 else f'<a:alpha val="{round(alpha * FULL)}"/>'
    return f'<a:solidFill><a:srgbClr val="{colour}">{clear}</a:srgbClr></a:solidFill>'


def _line(line: tuple[str, float, str, float] | None) -> str:
    if line is None or not line[0]:
        return '<a:ln w="19050"><a:noFill/></a:ln>'
    colour, width, dash, alpha = line
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(width * EMU_OF_POINT)}" cap="flat">{_fill(colour, alpha)}{dashed}<a:round/></a:ln>'


def _axis(axis: Axis, own: int, other: int, place: str, chart: Chart, kind: str) -> str:  # noqa: PLR0917 - its parts
    is_values = kind == "valAx"
    ends = f'<c:max val="{axis.high!r}"/><c:min val="{axis.low!r}"/>' if is_values else ""
    beneath = is_values and chart.categories and not chart.upright
    turned = not is_values and not chart.upright  # the first category stands on top
    grid = f"<c:majorGridlines><c:spPr>{_line(('E5E7EB', 0.75, '', 1))}</c:spPr></c:majorGridlines>"
    step = f'<c:majorUnit val="{axis.step!r}"/>' if is_values and axis.step else ""
    log = '<c:logBase val="10"/>' if axis.log else ""
    rest = (
        f'<c:crossBetween val="{"between" if chart.categories else "midCat"}"/>{step}'
        if is_values
        else '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/>'
    )
    return (
        f'<c:{kind}><c:axId val="{own}"/><c:scaling>{log}<c:orientation val="{"maxMin" if turned else "minMax"}"/>'
        f'{ends}</c:scaling><c:delete val="{int(not axis.drawn)}"/><c:axPos val="{place}"/>{grid if axis.grid else ""}'
        f'<c:numFmt formatCode="{escape(axis.written, {chr(34): "&quot;"})}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{_line(('E5E7EB', 0.75, '', 1))}</c:spPr><c:txPr><a:bodyPr/><a:p><a:pPr>{_look_of_words(chart.size)}"
        f'</a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr><c:crossAx val="{other}"/>'
        f'<c:crosses val="{"max" if beneath else "min"}"/>{rest}</c:{kind}>'
    )
