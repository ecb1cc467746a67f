"""The states: that the committed table is whole, and which organisations they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from analytics import small_tables
from analytics.compiling.checks import Step, check
from analytics.sources.recommendations import Correction

ORGANISATIONS = "organisations"
"""The source, in data/sources.toml, of which states belong to which organisations."""
MEMBERSHIPS = "memberships.csv"
M49_MEMBERS = {"africa": 54, "lac": 33, "asia": 47}
UN_MEMBERS = {"africa": 54, "asia": 54, "lac": 33, "eeg": 23, "weog": 29}


def members(data: Path) -> list[dict[str, str]]:
    """The rows of the member states in data/states.csv."""
    return [row for row in small_tables.read(data / "states.csv") if row["un_member"] == "1"]


def check_regions(data: Path) -> Step:
    """The step for the log. Raises CheckError when a state or a group is missing."""
    rows = members(data)
    check("member states", len(rows), 193)
    regions = Counter(row["m49_region"] for row in rows)
    groups = Counter(row["un_group"] for row in rows)
    check("members of the three M49 regions", {region: regions[region] for region in M49_MEMBERS}, M49_MEMBERS)
    check("members of the UN regional groups", dict(groups), UN_MEMBERS, groups.items())
    return Step("state table", len(rows), len(rows), 0, "193 members; M49 regions and UN groups complete")


def memberships(
    printed: Counter[tuple[str, tuple[str, ...]]], states: Mapping[str, str], wrong: Sequence[Correction], data: Path
) -> tuple[list[tuple[str, str]], Counter[str], Step]:
    """Organisation and state of each membership, how many rows each correction met, and the step for the log.

    `printed` counts the rows that print a state with its organisations; memberships in `wrong` are left out. Raises
    CheckError for an organisation that is not in data/organisations.csv, and where rows contradict each other.
    """
    codes = {row["acronym"]: row["organisation"] for row in small_tables.read(data / "organisations.csv")}
    known = {key: rows for key, rows in printed.items() if key[0] in states}
    unknown = sorted({name for _, names in known for name in names if name not in codes})
    check("organisations that are not in data/organisations.csv", len(unknown), 0, unknown)
    often = Counter(state for state, _ in known)
    unclear = [key for key in known if often[key[0]] > 1]
    check("lists of organisations that differ between rows of one state", len(unclear), 0, unclear)
    met: Counter[str] = Counter()
    left_out = set()
    for record in wrong:
        state, name = record.where["state"], record.where["organisation"]
        met[record.correction] = sum(rows for (of, names), rows in known.items() if of == state and name in names)
        left_out.add((codes[name], states[state]))
    found = {(codes[name], states[state]) for state, names in known for name in names}
    note = f"{len(codes)} organisations, alike in all rows of a state; {len(found & left_out)} left out as corrected"
    step = Step("memberships of organisations", len(found), len(found - left_out), 0, note)
    return sorted(found - left_out), met, step
