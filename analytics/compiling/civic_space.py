"""What other producers publish on civic space, and what it is divided by: one row per state and year of each file.

V-Dem's indicators, Freedom House's scores, laws about NGOs, accreditation of institutions, recorded shutdowns of the
internet, population and income. Belongs here: reading the files, and refusing rows with a reason. What a state without
a row means ("no data", never zero; of shutdowns "none recorded", never none) is the business of whoever shows it.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from analytics import small_tables
from analytics.compiling import compact, states
from analytics.compiling.checks import Step, check, described
from analytics.compiling.compact import CODE, LARGE, THOUSANDTHS, WHOLE, YEAR

INDICATORS = ("v2xcs_ccsi", "v2x_cspart", "v2csreprss", "v2cseeorgs", "v2x_frassoc_thick", "v2x_freexp_altinf")
"""The indicators that are kept: two indices of civil society, its repression and entry, association, expression."""
BARRIERS = ("entry", "funding", "advocacy")
"""Kinds of legal barriers: sums of the single barriers that the authors coded, halves allowed."""
ABSENT = {"", "NA"}
"""How a value that is not there is written."""
STATUSES = ("A", "B", "C", "none")
SHORT_STATUSES = ("A", "B", "D")
"""Those of the later file, where D is C or none."""
SCORES = ("d1", "e", "e1", "e2", "e3")
"""Freedom House: free media; associational and organisational rights; the three questions that these are the sum of."""
INCOMES = {
    "Low income": "low",
    "Lower middle income": "lower_middle",
    "Upper middle income": "upper_middle",
    "High income": "high",
}


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
    file: str
    """What it becomes in data/: `.csv`, or `.parquet` where the columns say what they hold."""
    columns: Sequence[str] | Mapping[str, str]
    allowed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Codes that a column may have."""
    ours: Callable[[Mapping[str, str]], Mapping[str, str]] = dict
    """A row in our names of columns and our codes."""

    def refuse(self, row: Mapping[str, str]) -> str:
        """Why a row of a known state is not taken; empty if it is."""
        if any(row[column] in ABSENT for column in self.columns):
            return "no value"
        wrong = [column for column, codes in self.allowed.items() if row[column] not in codes]
        return "; ".join(f"{each} '{row[each]}' is not one of {', '.join(self.allowed[each])}" for each in wrong)


class Read(NamedTuple):
    """Rows of a file, in the order of state and year, and those that were refused."""

    rows: list[tuple[str, ...]]
    refused: list[Refused]


def _of_freedom_house(row: Mapping[str, str]) -> dict[str, str]:
    """An edition is about the year before it."""
    scores = {score: row[score.upper()] for score in SCORES}
    return {"iso3": row["iso3"], "year": str(int(row["Edition"]) - 1), "freedom": row["Status"], **scores}


def _of_income(row: Mapping[str, str]) -> dict[str, str]:
    return {**row, "income_group": INCOMES.get(row["income_group"], row["income_group"])}


SOURCES = (
    Source("vdem", "V-Dem, civil society", "civic_space.parquet", dict.fromkeys(INDICATORS, THOUSANDTHS)),
    Source("ngo_laws", "Laws about NGOs", "ngo_laws.csv", BARRIERS),
    Source(
        "nhri_status",
        "Status of national human rights institutions",
        "nhri_status.csv",
        ("status",),
        {"status": STATUSES},
    ),
    Source(
        "nhri_accreditation",
        "Accreditation of national human rights institutions",
        "nhri_accreditation.csv",
        ("status",),
        {"status": SHORT_STATUSES},
    ),
    Source(
        "freedom_house",
        "Freedom in the World",
        "freedom_house.parquet",
        {"freedom": CODE, **dict.fromkeys(SCORES, WHOLE)},
        {"freedom": ("F", "PF", "NF")},
        ours=_of_freedom_house,
    ),
    Source("internet_shutdowns", "Recorded internet shutdowns", "internet_shutdowns.csv", ("events", "full_network")),
    Source("population", "Population", "population.parquet", {"population": LARGE}),
    Source(
        "income_groups",
        "Income groups",
        "income_groups.parquet",
        {"income_group": CODE},
        {"income_group": tuple(INCOMES.values())},
        ours=_of_income,
    ),
)
FILES = tuple(source.file for source in SOURCES)


def write(folder: Path, data: Path) -> list[Step]:
    """Write FILES, and return a row of the build log for each.

    Raises CheckError when a file, a key, a year or a count is not what data/sources.toml says.
    """
    records = tomllib.loads((data / "sources.toml").read_text(encoding="utf-8"))
    members = [row["iso3"] for row in states.members(data)]
    log = []
    for source in SOURCES:
        record = records[source.source]
        ((name, sha256),) = record["sha256"].items()
        rows = small_tables.read(described(folder, "civic_space", name, sha256))
        found = read([source.ours(row) for row in rows], source, members)
        _check_counts(source, found, record["expected"])
        reasons = Counter(row.reason for row in found.refused)
        note = "; ".join(f"{count} x {reason}" for reason, count in reasons.items()) or "no row rejected"
        taken = len(found.rows)
        log.append(Step(f"{source.title}, {name}", taken + len(found.refused), taken, len(found.refused), note))
        if isinstance(source.columns, dict):
            compact.write(data / source.file, found.rows, {"iso3": CODE, "year": YEAR, **source.columns})
        else:
            small_tables.write(data / source.file, [("iso3", "year", *source.columns), *found.rows])
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
