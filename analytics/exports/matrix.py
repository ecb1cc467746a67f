"""The working list in the layout of OHCHR's matrix of recommendations: an empty column to write the assessment into.

Columns: Recommendation, Position, Full list of themes, Assessment/comments on level of implementation. Where no text is
loaded the identifier stands in its place; the recommending states follow in brackets, as in OHCHR's documents.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.exports import xlsx
from analytics.letters import lines
from analytics.rows import each

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docx.table import _Cell

    from analytics.text import Text

COLUMNS = ("Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation")
"""The headings of OHCHR's documents, which are in English in every language of ours: its readers look for them."""
WIDTHS = (4.6, 1.1, 2.0, 2.5)
"""Inches."""
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def table(rows: pd.DataFrame, t: Text) -> pd.DataFrame:
    """Accepted recommendations in this layout; nobody has written an assessment."""
    texts = "text" in rows
    cells = []
    for row in each(rows):
        words = row.text if texts and isinstance(row.text, str) else row.recommendation_key
        states = " ".join(f"({t.state(code)})" for code in (row.asked_by or "").split())
        issues = row.its_issues if isinstance(row.its_issues, str) else ""
        themes = "; ".join(t.issue(code) for code in issues.split())
        cells.append((f"{words} {states}".strip(), t(f"response.{row.response}"), themes, ""))
    return pd.DataFrame(cells, columns=list(COLUMNS))


def workbook(made: pd.DataFrame, about: Mapping[str, str], *, right_to_left: bool = False) -> bytes:
    """It as an Excel workbook, with a sheet of what it is and where it comes from."""
    return xlsx.write({"matrix": made}, about, right_to_left=right_to_left)


def document(made: pd.DataFrame, title: str, about: Mapping[str, str], *, right_to_left: bool = False) -> bytes:
    """It as a Word document: title, what it is and where it comes from, then the table, its heading on every page."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement
    from docx.shared import Inches, Pt

    written = Document()
    page = written.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    page.left_margin = page.right_margin = Inches(0.4)
    written.styles["Normal"].font.size = Pt(9)
    written.add_heading(_plain(title), level=1)
    for name, value in about.items():
        written.add_paragraph().add_run(_plain(f"{name}: {value}")).italic = True
    grid = written.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    grid.autofit = False
    _fill(grid.rows[0].cells, COLUMNS)
    properties = grid.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no call for a repeated heading
    properties.append(OxmlElement("w:tblHeader"))
    for cells in made.itertuples(index=False):
        _fill(grid.add_row().cells, cells)
    for row in grid.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = Inches(width)
    if right_to_left:
        _turn(written)
    buffer = io.BytesIO()
    written.save(buffer)
    return buffer.getvalue()


def _turn(written: Any) -> None:
    """Have a document read from the right: its paragraphs, its letters, and the columns of its tables."""
    from docx.oxml import OxmlElement

    for paragraph in written.element.body.iter(f"{{{WORD}}}p"):
        paragraph.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in written.element.body.iter(f"{{{WORD}}}r"):
        run.get_or_add_rPr().append(OxmlElement("w:rtl"))
    for table in written.tables:
        table._tbl.tblPr.insert(1, OxmlElement("w:bidiVisual"))  # noqa: SLF001 - behind its style, as the schema asks


def _fill(cells: Sequence[_Cell], words: Sequence[str]) -> None:
    for cell, said in zip(cells, words, strict=True):
        cell.text = _plain(said)


def _plain(words: str) -> str:
    """Words without letters that no XML may hold."""
    return lines(words)
