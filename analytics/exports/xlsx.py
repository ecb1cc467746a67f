"""Rows as an Excel workbook: one sheet of data, one that says what it is and where it comes from."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

WIDEST = 40


def write(rows: pd.DataFrame, about: Mapping[str, str]) -> bytes:
    """A workbook of `rows` (sheet 1, header frozen) and `about` (sheet 2). Nothing in it is a formula or a link."""
    import xlsxwriter  # noqa: PLC0415 - only on click

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet = workbook.add_worksheet("data")
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(rows.columns):
            sheet.write_string(0, column, str(name), head)
            values = rows[name].astype(object).where(rows[name].notna(), None)
            sheet.write_column(1, column, [_plain(value) for value in values])
            longest = max([len(str(name)), *(len(str(value)) for value in values)])
            sheet.set_column(column, column, min(longest + 1, WIDEST))
        notes = workbook.add_worksheet("about")
        notes.set_column(0, 0, 18)
        notes.set_column(1, 1, 100)
        for row, (name, value) in enumerate(about.items()):
            notes.write_string(row, 0, name, head)
            notes.write_string(row, 1, value)
    return buffer.getvalue()


def _plain(value: object) -> object:
    """Lists as text; numpy scalars as Python ones."""
    if isinstance(value, (list, tuple)) or type(value).__name__ == "ndarray":
        return ", ".join(str(each) for each in value)  # type: ignore[union-attr]
    return value.item() if hasattr(value, "item") else value
