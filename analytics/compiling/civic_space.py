"""What other producers publish on civic space: V-Dem's indicators, laws about NGOs, accreditation of institutions.

Belongs here: reading one row per state and year of each file, and refusing rows with a reason. What a state without a
row means ("no data", never zero) is the business of whoever shows it.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

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


class SourceError(Exception):
    """A file that is not the one described, or whose rows are not what data/sources.toml says."""


def compile_files(
    folder: Path, records: Mapping[str, Mapping[str, Mapping[str, object]]], members: Sequence[str]
) -> tuple[dict[str, bytes], list[tuple[str, int, int, int, str]]]:
    """The files of data/ by name, and a row of the build log for each source.

    `records` are the tables of data/sources.toml: sha256 and expected counts. `members` are the member states. Raises
    SourceError when a file, a key, a year or a count is not what it must be.
    """
    files, log = {}, []
    for source in SOURCES:
        record = records[source.source]
        ((name, sha256),) = record["sha256"].items()
        content = _content(folder, name, str(sha256))
        found = read(content, source, members)
        _check(source, found, record["expected"])
        reasons = Counter(row.reason for row in found.refused)
        note = "; ".join(f"{count} x {reason}" for reason, count in reasons.items()) or "no row rejected"
        taken = len(found.rows)
        log.append((f"{source.title}, {name}", taken + len(found.refused), taken, len(found.refused), note))
        columns = ("iso3", "year", *source.columns)
        if source.source == "vdem":
            files["civic_space.parquet"] = _parquet(found.rows, columns)
        else:
            files[f"{source.source}.csv"] = _csv(found.rows, columns)
    return files, log


def read(content: str, source: Source, members: Sequence[str]) -> Read:
    """The rows of a file's text: kept columns of member states; the others with the reason they are refused."""
    every = list(csv.DictReader(io.StringIO(content)))
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


def _content(folder: Path, name: str, sha256: str) -> str:
    path = next((path for path in (folder / "civic_space" / name, folder / name) if path.exists()), None)
    if path is None:
        message = f"'{name}' is neither in '{folder}' nor in its folder civic_space."
        raise SourceError(message)
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        message = f"'{name}' is not the file that data/sources.toml describes: sha256 {found}, expected {sha256}"
        raise SourceError(message)
    return content.decode("utf-8")


def _check(source: Source, found: Read, expected: Mapping[str, object]) -> None:
    years = [int(row[1]) for row in found.rows]
    counts = {
        "rows": len(found.rows) + len(found.refused),
        "taken": len(found.rows),
        "states": len({row[0] for row in found.rows}),
        "first_year": min(years, default=0),
        "last_year": max(years, default=0),
    }
    for what, number in expected.items():
        if counts[what] != number:
            message = f"{source.title}, {what.replace('_', ' ')}: expected {number}, found {counts[what]}"
            raise SourceError(message)


def _csv(rows: Sequence[Sequence[str]], columns: Sequence[str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _parquet(rows: Sequence[Sequence[str]], columns: Sequence[str]) -> bytes:
    """Values in thousandths, as the source gives them: half the size of floating numbers."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    iso3, year, *values = zip(*rows, strict=True)
    arrays = [pa.array(iso3).dictionary_encode(), pa.array([int(each) for each in year], pa.uint16())]
    arrays += [pa.array([round(float(each) * 1000) for each in column], pa.int16()) for column in values]
    buffer = io.BytesIO()
    table = pa.table(dict(zip(columns, arrays, strict=True)))
    pq.write_table(table, buffer, compression="zstd", compression_level=19, store_schema=False)
    return buffer.getvalue()
