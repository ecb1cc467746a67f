"""Rows as parquet: few bytes, and the same ones for the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

CODE, WHOLE, YEAR, LARGE, THOUSANDTHS = "code", "whole", "year", "large", "thousandths"
"""What a column holds: a code; whole numbers to 255, 65,535 or four billions; or thousandths of the numbers given, half
the size of floating numbers."""


def write(path: Path, rows: Sequence[Sequence[object]], columns: Mapping[str, str]) -> None:
    """Write rows; `columns` say what each holds. Raises ValueError for a number that does not fit."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    numbers = {WHOLE: pa.uint8(), YEAR: pa.uint16(), LARGE: pa.uint32()}
    arrays = {}
    by_column = zip(*rows, strict=True) if rows else [()] * len(columns)
    for (name, holds), values in zip(columns.items(), by_column, strict=True):
        if holds == CODE:
            arrays[name] = pa.array(values, pa.string()).dictionary_encode()
        elif holds == THOUSANDTHS:
            arrays[name] = pa.array([round(float(str(value)) * 1000) for value in values], pa.int16())
        else:
            arrays[name] = pa.array([int(str(value)) for value in values], numbers[holds])
    pq.write_table(pa.table(arrays), path, compression="zstd", compression_level=19, store_schema=False)
