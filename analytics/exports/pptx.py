"""Findings as slides, one each, 16:9: heading, one line, a chart or table that can be edited, and where it comes from.

How it was counted, what it does not show and how to cite it stand in the notes of the slide.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import columns
from analytics.charts import palette
from analytics.columns import Kind
from analytics.exports import figure_parts as parts
from analytics.exports import native, slide_table
from analytics.exports.carried import Carried
from analytics.exports.chart_xml import Axis, Chart, Look, Series, Value
from analytics.exports.slide_table import Box, clean, inches, rgb, short
from analytics.text import Text

if TYPE_CHECKING:
    from pptx.presentation import Presentation

WIDE, HIGH = 13.333, 7.5
"""Inches of a slide."""
LEFT, ACROSS = 0.55, 12.23
"""Where everything begins, and how wide it is."""
TOP_OF_FIGURE, TALL = 1.72, 4.48
TOP_OF_FOOT = 6.32
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIXELS = 96
"""Of an inch."""
INK, MUTED, RULE = "111827", "4B5563", "E5E7EB"
MOST_ROWS, MOST_COLUMNS = 12, 7
"""Of a table on a slide."""
COLUMNS_BESIDE, LARGEST = 3, 15
"""Of a table beside a chart, and bars of the largest values."""
LONGEST_NAME, LONGEST_HEADING, LONGEST_MORE, LONGEST_LINK = 60, 260, 280, 120
LOOKS = {Kind.SHARE: "0.0%", Kind.POINTS: "0.0%", Kind.COUNT: "#,##0", Kind.ORDINAL: "0"}
LONGEST_TITLE = 250
"""Of the properties of a file."""
SIZES, SMALL = ((26, 130), (22, 180)), 18
"""Points of a heading, and of fewer letters than how many; of a longer one."""
LINES_OF_FOOT, ONE_LINE_OF_FOOT = 4, 165
"""Of what is said below a figure; all of it stands in the notes."""
ROOM, SIZE_OF_NAMES = 1.15, 11
"""How far an axis reaches beyond its longest bar, which is named there; points of names."""
TITLE_ONLY = 5
ONE_LINE = 120
"""Letters of the second line that fit on one."""


@dataclass(frozen=True)
class Slide:
    """One finding. `rows` are those that it draws, `shown` the same for reading: names, in the order of columns.

    `drawn` is the figure as a dictionary; without one, the rows are shown.
    """

    carried: Carried
    alt: str
    rows: pd.DataFrame
    shown: pd.DataFrame
    scheme: str
    drawn: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Missing:
    """A slide that could not be made, and why."""

    heading: str
    why: str


def write(slides: Sequence[Slide | Missing], t: Text) -> bytes:
    """The slides as one file of PowerPoint."""
    from pptx import Presentation

    deck = Presentation()
    _widen(deck)
    headings = [each.carried.heading for each in slides if isinstance(each, Slide)]
    deck.core_properties.title = short(next(iter(headings), t("site.name")), LONGEST_TITLE)
    deck.core_properties.author = t("site.name")
    deck.core_properties.language = t.language
    for each in slides:
        if isinstance(each, Missing):
            _missing(deck, each)
        else:
            _Page(deck, each, t).fill()
    _speak(deck, t.language)
    if t.right_to_left:
        _turn(deck)
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _speak(deck: Presentation, language: str) -> None:
    """Say of every run of words what language it is in, for who reads it aloud and for the checker of spelling."""
    for slide in deck.slides:
        held = [slide.element, *(shape.chart.element for shape in slide.shapes if shape.has_chart)]
        held += [slide.notes_slide.element] if slide.has_notes_slide else []
        for part in held:
            for run in part.iter(f"{{{DRAWING}}}r"):
                run.get_or_add_rPr().set("lang", language)
            for end in part.iter(f"{{{DRAWING}}}endParaRPr"):
                end.set("lang", language)


def _turn(deck: Presentation) -> None:
    """Have words read from the right: headings, tables and what is said below. A figure keeps its words in place."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_table:
                shape.table._tbl.tblPr.set("rtl", "1")  # noqa: SLF001 - python-pptx has no call for it
            placed = not shape.has_table and not shape.is_placeholder
            _turn_words(shape.element, stays={"l", "ctr", "r"} if placed else {"ctr", "r"})
        if slide.has_notes_slide:
            _turn_words(slide.notes_slide.element, stays=set())


def _turn_words(part: Any, stays: Collection[str]) -> None:
    """Paragraphs of a part, read from the right and flush with it; but for those whose alignment stays."""
    for paragraph in part.iter(f"{{{DRAWING}}}p"):
        look = paragraph.get_or_add_pPr()
        look.set("rtl", "1")
        if look.get("algn") not in stays:
            look.set("algn", "r")


def _widen(deck: Presentation) -> None:
    """Make the slides, and what new ones start from, 16:9."""
    before = deck.slide_width or 1
    deck.slide_width, deck.slide_height = inches(WIDE), inches(HIGH)
    master = deck.slide_master
    for shape in [*master.placeholders, *(shape for layout in master.slide_layouts for shape in layout.placeholders)]:
        if shape.element.spPr.find(f".//{{{DRAWING}}}off") is not None:
            shape.left, shape.width = (round(size * deck.slide_width / before) for size in (shape.left, shape.width))


def _missing(deck: Presentation, missing: Missing) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    _title(slide, missing.heading)
    _words(slide, missing.why, (LEFT, TOP_OF_FIGURE, ACROSS, 2), 18)


def _title(slide: Any, heading: str) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    said = short(heading, LONGEST_HEADING)
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = map(inches, (LEFT, 0.3, ACROSS, 0.95))
    frame = title.text_frame
    frame.text, frame.word_wrap, frame.vertical_anchor = said, True, MSO_ANCHOR.BOTTOM
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.font.size = Pt(next((size for size, most in SIZES if len(said) < most), SMALL))
        paragraph.font.bold = True
        paragraph.font.color.rgb = rgb(INK)


def _words(slide: Any, text: str, box: Box, size: float, link: str = "") -> None:
    from pptx.util import Pt

    shape = slide.shapes.add_textbox(*map(inches, box))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, line in enumerate(clean(text).split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.color.rgb = Pt(size), rgb(MUTED)
        if link and number == 0:
            run.hyperlink.address = link


class _Page:
    """One slide as it is filled."""

    def __init__(self, deck: Presentation, finding: Slide, t: Text) -> None:
        self.slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
        self.finding, self.carried, self.t = finding, finding.carried, t
        self.cut = ""
        """What is said of rows that are left out."""

    def fill(self) -> None:
        _title(self.slide, self.carried.heading)
        if self.carried.more:
            more = short(self.carried.more, LONGEST_MORE)
            _words(self.slide, more, (LEFT, 1.28, ACROSS, 0.4), 15 if len(more) < ONE_LINE else 11)
        self._figure()
        self._foot()
        self._notes()

    def _figure(self) -> None:
        drawn, box = self.finding.drawn, (LEFT, TOP_OF_FIGURE, ACROSS, TALL)
        value = (drawn or {}).get("layout", {}).get("meta", {}).get("value")
        if value and value in self.finding.rows:
            self._largest(value)
            return
        drawing = native.draw(drawn, TALL * PIXELS, self._regions()) if drawn else None
        if drawing is None:
            self._table(self.finding.shown, box, MOST_ROWS, MOST_COLUMNS)
            return
        for frame in drawing.frames:
            self._chart(frame.chart, _inside(box, frame.left, frame.top, frame.width, frame.height))
        for swatch in drawing.swatches:
            self._swatch(swatch, _inside(box, swatch.left, swatch.top, swatch.width, swatch.height))
        for note in drawing.notes:
            self._note(note, _inside(box, note.left, note.top, 1 - note.left, 0.05))
        if drawing.left_out:
            shown, there = drawing.left_out
            self.cut = self.t("slides.first_bars", n=self.t.number(shown), all=self.t.number(there))

    def _regions(self) -> dict[str, str]:
        named = {colour: self.t.region(code, self.finding.scheme) for code, colour in palette.COLOURS.items()}
        return {**named, parts.INTERVAL: self.t("slides.interval")}

    def _chart(self, chart: Chart, box: Box) -> None:
        from pptx.enum.chart import XL_CHART_TYPE

        kind = XL_CHART_TYPE.BAR_CLUSTERED if chart.categories else XL_CHART_TYPE.XY_SCATTER
        shape = self.slide.shapes.add_chart(kind, *map(inches, box), chart)
        shape.element.nvGraphicFramePr.cNvPr.set("descr", clean(self.finding.alt))

    def _swatch(self, swatch: parts.Swatch, box: Box) -> None:
        from pptx.enum.shapes import MSO_SHAPE

        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(inches, box))
        shape.line.fill.background()
        shape.shadow.inherit = False
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(swatch.colour)

    def _note(self, note: parts.Note, box: Box) -> None:
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        shape = self.slide.shapes.add_textbox(*map(inches, box))
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for number, line in enumerate(note.lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            for part in line:
                run = paragraph.add_run()
                run.text, run.font.bold = part.text, part.bold
                run.font.size, run.font.color.rgb = Pt(part.size), rgb(part.colour)

    def _largest(self, value: str) -> None:
        """The states with the largest values as bars, and as a table."""
        rows = self.finding.rows[self.finding.rows[value].notna()].sort_values(value, ascending=False, kind="stable")
        top = rows.head(LARGEST)
        if top.empty:
            self._table(self.finding.shown, (LEFT, TOP_OF_FIGURE, ACROSS, TALL), MOST_ROWS, MOST_COLUMNS)
            return
        names = [short(self.t.state(code), LONGEST_NAME) for code in top["iso3"]]
        hues = [parts.hue(palette.colour(region)) for region in top["region"]]
        values: list[Value] = [float(each) for each in top[value]]
        looks = {place: Look(hue) for place, hue in enumerate(hues)}
        heading = self.t(f"column.{value}")
        series = Series(heading, values, look=looks[0], looks=looks, shown=list(range(len(values))), outside=True)
        look = LOOKS.get(columns.of(value).kind, "General")
        high = float(max(top[value].max(), 0)) * ROOM or 1
        chart = Chart(
            [series],
            Axis(float(min(top[value].min(), 0)), high, written=look),
            Axis(0, 1, drawn=True),
            categories=names,
        )
        chart.labelled, chart.size = look, SIZE_OF_NAMES
        half = ACROSS / 2
        self._chart(chart, (LEFT, TOP_OF_FIGURE, half, TALL))
        shown = self.finding.shown.loc[rows.index]
        beside = [name for name in ("state", value, columns.of(value).whole) if name in shown]
        box = (LEFT + half + 0.2, TOP_OF_FIGURE, ACROSS - half - 0.2, TALL)
        self._table(shown[list(dict.fromkeys(beside))], box, MOST_ROWS, COLUMNS_BESIDE, of=len(self.finding.shown))
        self.cut = self.t("slides.largest", n=self.t.number(len(top)), all=self.t.number(len(self.finding.shown)))

    def _table(self, rows: pd.DataFrame, box: Box, most: int, wide: int, of: int | None = None) -> None:
        kept = slide_table.first(rows, most, wide)
        if kept.empty or not len(kept.columns):
            _words(self.slide, self.t("slides.no_rows"), box, 16)
            return
        slide_table.add(self.slide, kept, box, clean(self.finding.alt), self.t)
        there = len(rows) if of is None else of
        if there > len(kept) or len(rows.columns) > len(kept.columns):
            self.cut = self._left_out(len(kept), there, len(kept.columns), len(rows.columns))

    def _left_out(self, shown: int, there: int, columns_shown: int, columns_there: int) -> str:
        """A sentence that says what a table leaves out."""
        number = self.t.number
        rows = {"n": number(shown), "all": number(there)}
        across = {"columns": number(columns_shown), "all_columns": number(columns_there)}
        if columns_shown == columns_there:
            return self.t("slides.first", **rows)
        if shown == there:
            return self.t("slides.columns", **across)
        return self.t("slides.first_of_both", **rows, **across)

    def _foot(self) -> None:
        said, t = self.carried, self.t
        line = self.slide.shapes.add_connector(1, *map(inches, (LEFT, TOP_OF_FOOT, LEFT + ACROSS, TOP_OF_FOOT)))
        line.line.color.rgb = rgb(RULE)
        about = " · ".join(part for part in (self.cut, said.counted, said.selection, said.covered) if part)
        left, rows = LINES_OF_FOOT, []
        for text, most in ((about, 2), (" ".join(said.sources), 2), (said.caution, 1)):
            rows.append(short(text, min(most, left) * ONE_LINE_OF_FOOT) if text and left else "")
            left -= -(-len(rows[-1]) // ONE_LINE_OF_FOOT)
        _words(self.slide, "\n".join(filter(None, rows)), (LEFT, TOP_OF_FOOT + 0.06, ACROSS, 0.72), 9)
        dated = t("slides.dated", site=t("site.name"), day=said.day, version=said.version)
        _words(self.slide, dated, (LEFT, HIGH - 0.38, 5.2, 0.2), 9)
        web = said.link.startswith(("https://", "http://"))
        address = short(said.link, LONGEST_LINK)
        _words(self.slide, address, (LEFT + 5.3, HIGH - 0.38, ACROSS - 5.3, 0.2), 9, link=said.link if web else "")

    def _notes(self) -> None:
        said = self.carried
        full = said.full if said.full not in {said.heading, said.more} else ""
        parts = (full, said.reads, said.counted, said.selection, said.covered, said.limits, self.cut, *said.sources)
        paragraphs = [clean(part) for part in (*parts, said.citation, said.link) if part]
        self.slide.notes_slide.notes_text_frame.text = "\n".join(paragraphs)


def _inside(box: Box, left: float, top: float, width: float, height: float) -> Box:
    """A part of a place on the slide, given in shares of it."""
    x, y, across, tall = box
    return x + across * left, y + tall * top, across * width, tall * height
