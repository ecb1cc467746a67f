"""Rows as CSV: UTF-8 with a mark that spreadsheets need, and no cell that a spreadsheet would run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics import columns
from analytics.exports.cells import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping


def write(rows: pd.DataFrame) -> bytes:
    """The rows with their column names as header. Text that is like a formula gets an apostrophe.

    Shares stay numbers between 0 and 1; years and counts have no decimals, also where some are not known.
    """
    safe = rows.copy()
    for name in [name for name in safe if columns.kind(name) in columns.WHOLE and safe[name].dtype.kind == "f"]:
        if (safe[name].dropna() % 1 == 0).all():
            safe[name] = safe[name].astype("Int64")
    return lines(safe).encode("utf-8-sig")


def beside(rows: pd.DataFrame, about: Mapping[str, str]) -> pd.DataFrame:
    """The rows with what the file is about in the last columns, the same in each.

    A row of remarks above the header would break whatever reads the file, and a second file gets lost.
    """
    return rows.assign(**{f"about_{name}": said for name, said in about.items()})


def lines(rows: pd.DataFrame) -> str:
    """The same with the numbers of floating point as they are."""
    safe = rows.copy()
    for name in safe.columns[[dtype.kind not in "biuf" for dtype in safe.dtypes]]:
        safe[name] = safe[name].map(_as_cell, na_action="ignore")
    return str(safe.to_csv(index=False, lineterminator="\n"))


def _as_cell(cell: object) -> object:
    if isinstance(cell, (list, tuple, np.ndarray)):
        cell = ", ".join(str(each) for each in cell)
    return as_text(cell) if isinstance(cell, str) else cell
