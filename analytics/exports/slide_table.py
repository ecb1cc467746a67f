"""Rows as a table of a slide, and how words stand on slides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import columns, letters
from analytics.columns import Kind
from analytics.text import MISSING, Text

if TYPE_CHECKING:
    from pptx.dml.color import RGBColor
    from pptx.util import Length

Box = tuple[float, float, float, float]
"""Left, top, width and height, in inches."""
EMU_OF_INCH = 914_400
INK, MUTED, SHADE = "111827", "4B5563", "F3F4F6"
TALLEST, LONGEST, WIDEST, BETWEEN = 0.34, 60, 34, 3
"""Inches of a row; letters of a cell, of those that widen its column, and between two columns."""
BOLD = 1.3
"""How much wider the letters of headings are."""
SIZES, SMALL = ((12, 110), (10, 150)), 9
"""Points of words in a table, and of fewer letters across than how many; of a wider one."""
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""Of PowerPoint's styles of tables, the one without colours and lines."""
TABLE_STYLE = "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"


def inches(value: float) -> Length:
    """A length on a slide."""
    from pptx.util import Emu

    return Emu(round(value * EMU_OF_INCH))


def rgb(digits: str) -> RGBColor:
    """A colour of six digits."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(digits)


def clean(text: str) -> str:
    """Words without what nobody sees and what no file of Office may hold."""
    return "\n".join(map(letters.typeset, text.replace("\r\n", "\n").split("\n")))


def short(text: str, longest: int) -> str:
    """The same, cut where it is longer."""
    said = clean(text)
    return said if len(said) <= longest else f"{said[: longest - 1].rstrip()}…"


def first(rows: pd.DataFrame, most: int, wide: int) -> pd.DataFrame:
    """The rows and columns that a slide has room for; addresses are left to files."""
    told = [name for name in rows.columns if columns.kind(name) is not Kind.LINK]
    return rows[told[:wide]].head(most)


def add(slide: Any, rows: pd.DataFrame, box: Box, alt: str, t: Text) -> None:
    """Put rows on a slide as a table; there is at least one, and a column."""
    from pptx.util import Pt

    headings = columns.headings(rows, t)
    cells = [[written(name, value, t) for name, value in zip(rows.columns, row, strict=True)] for row in _lists(rows)]
    texts = [[short(headings[name], LONGEST) for name in rows.columns], *cells]
    high = min(box[3] / len(texts), TALLEST)
    place = map(inches, (*box[:3], high * len(texts)))
    shape = slide.shapes.add_table(len(texts), len(rows.columns), *place)
    shape.element.nvGraphicFramePr.cNvPr.set("descr", alt)
    table = shape.table
    table.first_row, table.horz_banding = True, False
    table._tbl.tblPr.find(TABLE_STYLE).text = NO_STYLE  # noqa: SLF001 - python-pptx has no styles of tables
    wide = [_width([line[place] for line in texts]) for place in range(len(rows.columns))]
    size = Pt(next((size for size, most in SIZES if sum(wide) < most), SMALL))
    for column, letters_wide in zip(table.columns, wide, strict=True):
        column.width = inches(box[2] * letters_wide / sum(wide))
    numbers = [rows.dtypes.iloc[place].kind in "iuf" for place in range(len(rows.columns))]
    for number, line in enumerate(texts):
        table.rows[number].height = inches(high)
        for cell, text, right in zip(table.rows[number].cells, line, numbers, strict=True):
            _cell(cell, text, size, head=number == 0, right=right)


def _lists(rows: pd.DataFrame) -> list[list[Any]]:
    return rows.to_numpy(dtype=object).tolist()


def _width(texts: Sequence[str]) -> float:
    """Letters that a column needs, the one of its heading too."""
    return min(max(len(texts[0]) * BOLD, *map(len, texts)), WIDEST) + BETWEEN


def _cell(cell: Any, text: str, size: Length, *, head: bool, right: bool) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    cell.text = text
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = inches(0.02)
    cell.margin_left = cell.margin_right = inches(0.06)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.font.size, paragraph.font.bold = size, head
    paragraph.font.color.rgb = rgb(INK if not head else MUTED)
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    if head:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(SHADE)


def written(name: str, value: Any, t: Text) -> str:
    """A cell in words: numbers as the language writes their unit."""
    kind = columns.kind(name)
    if isinstance(value, (list, tuple)) or getattr(value, "ndim", 0):
        return short(", ".join(map(str, value)), LONGEST)
    if kind is Kind.FLAG:
        return t("table.yes") if value is True else ""
    if isinstance(value, str):
        return short(value, LONGEST)
    if pd.isna(value):
        return MISSING
    return _number(kind, value, t)


def _number(kind: Kind | None, value: Any, t: Text) -> str:
    if kind in columns.PERCENT:
        return t.percent(value)
    if kind is Kind.ORDINAL:
        return str(int(value))
    if not isinstance(value, (int, float)):
        return short(str(value), LONGEST)
    return t.number(value, 0 if float(value).is_integer() else 2)
