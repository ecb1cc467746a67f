"""What other producers publish on civic space: V-Dem's indicators, laws about NGOs, accreditation of institutions.

Belongs here: reading one row per state and year of each file, and refusing rows with a reason. What a state without a
row means ("no data", never zero) is the business of whoever shows it.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from analytics import small_tables
from analytics.compiling import states
from analytics.compiling.checks import Step, check, described

INDICATORS = ("v2xcs_ccsi", "v2x_cspart", "v2csreprss", "v2cseeorgs", "v2x_frassoc_thick", "v2x_freexp_altinf")
"""The indicators that are kept: two indices of civil society, its repression and entry, association, expression."""
BARRIERS = ("entry", "funding", "advocacy")
"""Kinds of legal barriers: sums of the single barriers that the authors coded, halves allowed."""
ABSENT = {"", "NA"}
"""How a value that is not there is written."""
STATUSES = ("A", "B", "C", "none")


class Refused(NamedTuple):
    """A row that is not taken: its state and year as the source writes them, and why."""

    iso3: str
    year: str
    reason: str


@dataclass(frozen=True)
class Source:
    """One file: its code in sources.toml, the columns that are kept and what a row must be to be taken."""

    source: str
    title: str
    columns: tuple[str, ...]
    refuse: Callable[[Mapping[str, str]], str]
    """Why a row of a known state is not taken; empty if it is."""


class Read(NamedTuple):
    """Rows of a file, in the order of state and year, and those that were refused."""

    rows: list[tuple[str, ...]]
    refused: list[Refused]


def _no_value(*columns: str) -> Callable[[Mapping[str, str]], str]:
    return lambda row: "no value" if any(row[column] in ABSENT for column in columns) else ""


def _unknown_status(row: Mapping[str, str]) -> str:
    return "" if row["status"] in STATUSES else f"status '{row['status']}' is not one of {', '.join(STATUSES)}"


SOURCES = (
    Source("vdem", "V-Dem, civil society", INDICATORS, _no_value(*INDICATORS)),
    Source("ngo_laws", "Laws about NGOs", BARRIERS, _no_value(*BARRIERS)),
    Source("nhri_status", "Status of national human rights institutions", ("status",), _unknown_status),
)


FILES = ("civic_space.parquet", "ngo_laws.csv", "nhri_status.csv")
"""The files of SOURCES, in their order."""


def write(folder: Path, data: Path) -> list[Step]:
    """Write FILES, and return a row of the build log for each.

    Raises CheckError when a file, a key, a year or a count is not what data/sources.toml says.
    """
    records = tomllib.loads((data / "sources.toml").read_text(encoding="utf-8"))
    members = [row["iso3"] for row in states.members(data)]
    log = []
    for source, file in zip(SOURCES, FILES, strict=True):
        record = records[source.source]
        ((name, sha256),) = record["sha256"].items()
        found = read(small_tables.read(described(folder, "civic_space", name, sha256)), source, members)
        _check_counts(source, found, record["expected"])
        reasons = Counter(row.reason for row in found.refused)
        note = "; ".join(f"{count} x {reason}" for reason, count in reasons.items()) or "no row rejected"
        taken = len(found.rows)
        log.append(Step(f"{source.title}, {name}", taken + len(found.refused), taken, len(found.refused), note))
        columns = ("iso3", "year", *source.columns)
        if file.endswith(".parquet"):
            _write_parquet(found.rows, columns, data / file)
        else:
            small_tables.write(data / file, [columns, *found.rows])
    return log


def read(every: Sequence[Mapping[str, str]], source: Source, members: Sequence[str]) -> Read:
    """Of the rows of a file the kept columns of member states; the others with the reason they are refused."""
    known, often = set(members), Counter((row["iso3"], row["year"]) for row in every)
    rows, refused = [], []
    for row in every:
        key = row["iso3"], row["year"]
        reason = source.refuse(row)
        if row["iso3"] not in known:
            reason = f"{row['iso3']} is no member state"
        elif often[key] > 1:
            reason = f"{row['iso3']} has several rows for {row['year']}"
        if reason:
            refused.append(Refused(*key, reason))
        else:
            rows.append((*key, *(row[column] for column in source.columns)))
    return Read(sorted(rows), refused)


def _check_counts(source: Source, found: Read, expected: Mapping[str, object]) -> None:
    years = [int(row[1]) for row in found.rows]
    counts = {
        "rows": len(found.rows) + len(found.refused),
        "taken": len(found.rows),
        "states": len({row[0] for row in found.rows}),
        "first_year": min(years, default=0),
        "last_year": max(years, default=0),
    }
    for what, number in expected.items():
        check(f"{source.title}, {what.replace('_', ' ')}", counts[what], number)


def _write_parquet(rows: Sequence[Sequence[str]], columns: Sequence[str], path: Path) -> None:
    """Values in thousandths, as the source gives them: half the size of floating numbers."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    iso3, year, *values = zip(*rows, strict=True)
    arrays = [pa.array(iso3).dictionary_encode(), pa.array([int(each) for each in year], pa.uint16())]
    arrays += [pa.array([round(float(each) * 1000) for each in column], pa.int16()) for column in values]
    table = pa.table(dict(zip(columns, arrays, strict=True)))
    pq.write_table(table, path, compression="zstd", compression_level=19, store_schema=False)
