"""Rows as CSV: UTF-8 with a mark that spreadsheets need, and no cell that a spreadsheet would run."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics import columns

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(rows: pd.DataFrame) -> bytes:
    """The rows with their column names as header. Text that starts like a formula gets a leading apostrophe.

    Shares stay numbers between 0 and 1; years and counts have no decimals, also where some are not known.
    """
    safe = rows.copy()
    for name in [name for name in safe if columns.kind(name) in columns.WHOLE and safe[name].dtype.kind == "f"]:
        if (safe[name].dropna() % 1 == 0).all():
            safe[name] = safe[name].astype("Int64")
    for name in safe.columns[[dtype.kind not in "biuf" for dtype in safe.dtypes]]:
        safe[name] = safe[name].map(_as_text, na_action="ignore")
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _as_text(cell: object) -> object:
    if isinstance(cell, (list, tuple, np.ndarray)):
        cell = ", ".join(str(each) for each in cell)
    if not isinstance(cell, str):
        return cell
    lines = cell.replace("\r\n", "\n").replace("\r", "\n")  # a lone carriage return would end the row
    return f"'{lines}" if cell.startswith(FORMULA_STARTS) else lines
