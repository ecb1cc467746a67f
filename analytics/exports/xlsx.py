"""Rows as an Excel workbook: the data, and a sheet that says what it is and where it comes from.

Cells hold the numbers; how they look goes by what their column is.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analytics import columns
from analytics.columns import Kind
from analytics.exports.cells import is_formula

WIDEST = 40
LONGEST_NAME = 31
LOOKS = {Kind.SHARE: "0.0%", Kind.POINTS: "0.0%", Kind.COUNT: "#,##0", Kind.ORDINAL: "0"}
"""How Excel shows the numbers of a column of this kind; others as they are."""


def write(
    sheets: Mapping[str, pd.DataFrame],
    about: Mapping[str, str],
    headings: Mapping[str, str] | None = None,
    *,
    right_to_left: bool = False,
) -> bytes:
    """A workbook: one sheet per table (header frozen), then `about`. Nothing in it is a formula or a link.

    `headings`: what stands over a column, if not its name. `right_to_left`: whether the first column is on the right.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        quoted = workbook.add_format({"quote_prefix": True})  # as if typed behind an apostrophe, which is not shown
        looks = {kind: workbook.add_format({"num_format": look}) for kind, look in LOOKS.items()}
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name[:LONGEST_NAME])
            sheet.freeze_panes(1, 0)
            for column, (code, values) in enumerate(rows.astype(object).where(rows.notna(), None).items()):
                heading, look = (headings or {}).get(str(code), str(code)), looks.get(columns.kind(str(code)))
                sheet.write_string(0, column, heading, head)
                for line, value in enumerate(map(_plain, values), start=1):
                    formula = isinstance(value, str) and is_formula(value)
                    sheet.write(line, column, value, quoted if formula else None)
                longest = max([len(heading), *(len(str(value)) for value in values)])
                sheet.set_column(column, column, min(longest + 1, WIDEST), look)
        notes = workbook.add_worksheet("about")
        notes.set_column(0, 0, 18)
        notes.set_column(1, 1, 100)
        for row, (name, value) in enumerate(about.items()):
            notes.write_string(row, 0, name, head)
            notes.write_string(row, 1, value, quoted if is_formula(value) else None)
        for sheet in workbook.worksheets() if right_to_left else ():
            sheet.right_to_left()
    return buffer.getvalue()


def _plain(value: Any) -> Any:
    """Lists as text; numpy scalars as Python ones."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return ", ".join(str(each) for each in value)
    return value.item() if isinstance(value, np.generic) else value
