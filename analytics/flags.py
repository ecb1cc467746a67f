"""The file of flags: which text, by the key of its row, carries which flag of any lens.

What a flag is and when it is raised says `lens`. A lens is added in `LENSES`; no two lenses have a flag in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import small_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from analytics.lens import Lens

LENSES = {"civil_society": "lens.toml", "subjects": "subjects.toml", "instruments": "instruments.toml"}
"""Lens -> the file of `data` with its rules."""
FLAGS = "flags.parquet"
"""Key and flag of each text that a lens flags, sorted. Most of it are keys, of which parquet takes half."""
BEFORE = "civil_society_flags.csv"
"""What a load had instead when there was one lens, as a table of the same columns."""


def flags_of(texts: Mapping[str, str], lens: Lens) -> list[tuple[str, str]]:
    """Key and flag of each text that a lens flags, sorted. `texts` are by their keys."""
    raised = zip(texts, lens.flags_of_all(texts.values()), strict=True)
    return sorted((key, flag) for key, flags in raised for flag in flags)


def read(path: Path) -> list[tuple[str, str]]:
    """Key and flag of each row, in order."""
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=["source_key", "flag"])
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def write(path: Path, raised: Iterable[tuple[str, str]]) -> None:
    """A row for each key and flag, sorted; the same bytes for the same rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = sorted(raised)
    keys, flags = ([row[place] for row in rows] for place in (0, 1))
    table = pa.table({"source_key": pa.array(keys, pa.string()), "flag": pa.array(flags, pa.string())})
    pq.write_table(table, path, compression="zstd", compression_level=19, use_dictionary=["flag"], store_schema=False)


def take_over(folder: Path) -> None:
    """Where a folder has the flags of a load from when there was one lens, let them stand in for all others."""
    if (folder / BEFORE).exists():
        (folder / FLAGS).unlink(missing_ok=True)  # it may be a link to those of data/
        write(folder / FLAGS, ((row["source_key"], row["flag"]) for row in small_tables.read(folder / BEFORE)))
