"""Sources -> facts in data/ -> snapshot. Reads, checks, counts, writes beside, swaps in.

`python -m analytics.build` makes the snapshot of data/ (seconds, and only when it is missing).
`python -m analytics.build --from FOLDER` compiles data/ anew from the producers' files in FOLDER; what a check
refuses leaves data/ as it was.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import shutil
import sys
import tempfile
import time
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

from analytics import database, flags
from analytics.catalogue import built_in
from analytics.compiling import civic_space, lens_scores, subjects
from analytics.lens import read_lens
from analytics.sources import upr_info
from analytics.sources.recommendations import Coder, Recommendation, Rejected, read_corrections

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analytics.sources.recommendations import Correction

SHOWN_ROWS = 20
LAST_OF_CYCLE_1 = 12
COMPILED = (
    "recommendations.parquet",
    "voluntary_pledges.parquet",
    "build_log.csv",
    "memberships.csv",
    flags.FLAGS,
    "civic_space.parquet",
    "ngo_laws.csv",
    "nhri_status.csv",
    "lens_scores.csv",
)
COLUMNS = (
    "source",
    "source_key",
    "session",
    "state_under_review",
    "recommending_state",
    "response",
    "response_raw",
    "action_category",
    "issues",
    "correction",
)
"""What is kept of a coded row of UPR Info, where each has at most one recommending state and no themes."""
ORGANISATIONS = "organisations"
"""The source, in data/sources.toml, of which states belong to which organisations."""
M49_MEMBERS = {"africa": 54, "lac": 33, "asia": 47}
UN_MEMBERS = {"africa": 54, "asia": 54, "lac": 33, "eeg": 23, "weog": 29}


class CheckError(Exception):
    """A check that failed; the message says what was expected, what was found, and which rows."""


class Step(NamedTuple):
    """One row of the build log."""

    step: str
    rows_in: int
    rows_out: int
    rows_rejected: int
    note: str


def compile_facts(folder: Path, data: Path) -> list[Step]:
    """Write the facts of the UPR Info export in `folder` to `data`, and return the build log.

    Raises CheckError, and leaves `data` as it was, when a file, a row or a total is not what it must be.
    """
    source = tomllib.loads((data / "sources.toml").read_text(encoding="utf-8"))["upr_info"]
    corrections = read_corrections(data)
    coder = Coder("upr_info", data, corrections)
    log: list[Step] = []
    facts: list[Recommendation] = []
    rejected: list[Rejected] = []
    texts: dict[str, str] = {}
    printed: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for name, sha256 in source["sha256"].items():
        path = _find(folder, name)
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != sha256:
            message = f"'{name}' is not the file that data/sources.toml describes: sha256 {found}, expected {sha256}"
            raise CheckError(message)
        raw = list(upr_info.read(path))
        coded = [coder.code(row) for row in raw]
        taken = [row for row in coded if isinstance(row, Recommendation)]
        texts |= {row.source_key: each.text for row, each in zip(coded, raw, strict=True) if _has_text(row)}
        refused = [row for row in coded if isinstance(row, Rejected)]
        reasons = Counter(row.reason for row in refused)
        note = "; ".join(f"{count} x {reason}" for reason, count in reasons.items()) or "no row rejected"
        log.append(Step(f"UPR Info export, {name}", len(coded), len(taken), len(refused), note))
        facts += taken
        rejected += refused
        printed.update(upr_info.memberships(path))
    _check_rejected(rejected)
    log += _check_totals(facts, source["published_totals"])
    log += _check_states(data)
    raised, steps = raised_flags(texts, data)
    log += steps
    issues = {row.source_key: row.issues for row in facts if row.source_key in texts}
    log += [Step(*each) for each in subjects.agreement_steps(raised, issues)]
    wrong = [record for record in corrections if record.source == ORGANISATIONS]
    members, met_by, step = memberships(printed, coder.states, wrong, data)
    log.append(step)
    civic, steps = _civic_space(folder, data)
    log += steps
    listed, steps = built_in.compile_catalogue(folder, data)
    log += [Step(*each) for each in steps]
    for record in corrections:
        rows = [] if record in wrong else coder.met[record.correction]
        met = met_by[record.correction] if record in wrong else len(rows)
        _check(f"correction '{record.correction}' concerns {record.rows} rows", met, record.rows, rows)
        log.append(Step(f"correction: {record.title}", met, met, 0, record.treatment))
    _swap_in(facts, members, raised, civic=civic, listed=listed, log=log, data=data)
    return log


def _civic_space(folder: Path, data: Path) -> tuple[dict[str, bytes], list[Step]]:
    """The files on civic space by name, and their steps for the log."""
    records = tomllib.loads((data / "sources.toml").read_text(encoding="utf-8"))
    try:
        files, log = civic_space.compile_files(folder, records, _members(data))
    except civic_space.SourceError as error:
        raise CheckError(*error.args) from error
    return files, [Step(*step) for step in log]


def _members(data: Path) -> list[str]:
    with (data / "states.csv").open(encoding="utf-8", newline="") as file:
        return [row["iso3"] for row in csv.DictReader(file) if row["un_member"] == "1"]


def _has_text(row: Recommendation | Rejected) -> TypeGuard[Recommendation]:
    """Whether the lens reads the row: pledges are kept apart from everything that is counted."""
    return isinstance(row, Recommendation) and row.response != "pledge"


def raised_flags(texts: Mapping[str, str], data: Path) -> tuple[list[tuple[str, str]], list[Step]]:
    """Key and flag of each recommendation that a lens of `data` flags, and a step for the log of each lens.

    Raises ValueError when the rules of one cannot be read.
    """
    raised, steps = [], []
    for name, rules in flags.LENSES.items():
        lens = read_lens(data / rules)
        found = flags.flags_of(texts, lens)
        counts = Counter(flag for _, flag in found)
        note = ", ".join(f"{flag} {counts[flag]}" for flag in lens.names)
        flagged = len({key for key, _ in found})
        lens_name = f"{name.replace('_', '-')} lens, version {lens.version}"
        steps.append(Step(lens_name, len(texts), flagged, 0, note))
        raised += found
    return raised, steps


def memberships(
    printed: Counter[tuple[str, tuple[str, ...]]], states: Mapping[str, str], wrong: Sequence[Correction], data: Path
) -> tuple[list[tuple[str, str]], Counter[str], Step]:
    """Organisation and state of each membership, how many rows each correction met, and the step for the log.

    `printed` counts the rows that print a state with its organisations; memberships in `wrong` are left out. Raises
    CheckError for an organisation that is not in data/organisations.csv, and where rows contradict each other.
    """
    with (data / "organisations.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["acronym"]: row["organisation"] for row in csv.DictReader(file)}
    known = {key: rows for key, rows in printed.items() if key[0] in states}
    unknown = sorted({name for _, names in known for name in names if name not in codes})
    _check("organisations that are not in data/organisations.csv", len(unknown), 0, unknown)
    often = Counter(state for state, _ in known)
    unclear = [key for key in known if often[key[0]] > 1]
    _check("lists of organisations that differ between rows of one state", len(unclear), 0, unclear)
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


def _find(folder: Path, name: str) -> Path:
    for path in (folder / "upr_info" / name, folder / name):
        if path.exists():
            return path
    message = (
        f"'{name}' is neither in '{folder}' nor in its folder upr_info. Say --from FOLDER with the export's files."
    )
    raise CheckError(message)


def _check(what: str, found: object, expected: object, rows: Iterable[object] = ()) -> None:
    if found != expected:
        shown = "".join(f"\n  {row}" for row in list(rows)[:SHOWN_ROWS])
        message = f"{what}: expected {expected}, found {found}{shown}"
        raise CheckError(message)


def _check_rejected(rejected: Sequence[Rejected]) -> None:
    _check("rows that could not be coded", len(rejected), 0, rejected)


def _check_totals(facts: Sequence[Recommendation], published: dict[str, int]) -> list[Step]:
    keys = Counter(row.source_key for row in facts)
    twice = [row for row in facts if keys[row.source_key] > 1]
    _check("rows whose key is not their own", len(twice), 0, twice)
    with_text = [row for row in facts if row.response != "pledge"]
    second = [row for row in with_text if row.session > LAST_OF_CYCLE_1]
    found = {
        "recommendations": len(with_text),
        "voluntary_pledges": len(facts) - len(with_text),
        "states_under_review": len({row.state_under_review for row in with_text}),
        "recommendations_cycle_1": len(with_text) - len(second),
        "recommendations_sessions_13_20": len(second),
        "accepted": sum(row.response == "accepted" for row in with_text),
    }
    for total, expected in published.items():
        _check(f"published total '{total}'", found[total], expected)
    return [
        Step(f"published total: {total.replace('_', ' ')}", expected, expected, 0, "as published")
        for total, expected in published.items()
    ]


def _check_states(data: Path) -> list[Step]:
    with (data / "states.csv").open(encoding="utf-8", newline="") as file:
        members = [row for row in csv.DictReader(file) if row["un_member"] == "1"]
    _check("member states", len(members), 193)
    regions = Counter(row["m49_region"] for row in members)
    groups = Counter(row["un_group"] for row in members)
    _check("members of the three M49 regions", {region: regions[region] for region in M49_MEMBERS}, M49_MEMBERS)
    _check("members of the UN regional groups", dict(groups), UN_MEMBERS, groups.items())
    return [Step("state table", len(members), len(members), 0, "193 members; M49 regions and UN groups complete")]


def _swap_in(
    facts: Sequence[Recommendation],
    members: Sequence[tuple[str, str]],
    raised: Sequence[tuple[str, str]],
    *,
    civic: Mapping[str, bytes],
    listed: Mapping[str, Sequence[Sequence[object]]],
    log: Sequence[Step],
    data: Path,
) -> None:
    """Write the compiled files to a copy of `data`, make a snapshot of it as a last check, then move them over."""
    with tempfile.TemporaryDirectory(dir=data.parent, prefix=".build-") as temporary:
        copy = Path(temporary) / "data"
        shutil.copytree(data, copy)
        _write_parquet([row for row in facts if row.response != "pledge"], copy / COMPILED[0])
        _write_parquet([row for row in facts if row.response == "pledge"], copy / COMPILED[1])
        numbered = [(position, *step) for position, step in enumerate(log, start=1)]
        _write_csv(numbered, ("position", *Step._fields), copy / COMPILED[2])
        _write_csv(members, ("organisation", "iso3"), copy / COMPILED[3])
        flags.write(copy / flags.FLAGS, raised)
        for name, content in civic.items():
            (copy / name).write_bytes(content)
        _write_csv(lens_scores.score_rows(copy), lens_scores.SCORE_COLUMNS, copy / "lens_scores.csv")
        for name, rows in listed.items():
            _write_csv(rows, built_in.FILES[name], copy / name)
        database.write_snapshot(Path(temporary) / "check.duckdb", copy)
        for name in (*COMPILED, *listed):
            (copy / name).replace(data / name)


def _write_csv(rows: Iterable[Sequence[object]], header: Sequence[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _write_parquet(facts: Sequence[Recommendation], path: Path) -> None:
    """Sorted by session and state, so that columns compress; the same bytes on every build."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = sorted(facts, key=lambda row: (row.session, row.state_under_review, row.source_key))
    columns = {name: [getattr(row, name) for row in rows] for name in COLUMNS}
    code = pa.dictionary(pa.int16(), pa.string())
    kinds: dict[str, pa.DataType] = {
        "source_key": pa.string(),
        "session": pa.uint8(),
        "action_category": pa.uint8(),
        "issues": pa.list_(code),
    }
    table = pa.table({name: pa.array(values, kinds.get(name, code)) for name, values in columns.items()})
    plain = ["source_key"]
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=[name for name in table.column_names if name not in plain] + ["issues.list.element"],
        store_schema=False,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when the snapshot stands."""
    parser = argparse.ArgumentParser(prog="python -m analytics.build", description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, metavar="FOLDER", help="compile data/ from these sources")
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    if options.folder:
        try:
            log = compile_facts(options.folder, database.DATA)
        except (CheckError, OSError, ValueError, database.Error) as error:
            print(f"Nothing was changed. {error}", file=sys.stderr)
            return 1
        for step in log:
            counts = f"{step.rows_in:>7,} in {step.rows_out:>7,} out {step.rows_rejected:>4,} rejected"
            print(f"{counts}  {step.step}: {step.note}")
    path = database.ensure_snapshot()
    print(f"Snapshot {path.name} ready in {time.perf_counter() - start:.1f} s, {path.stat().st_size / 1e6:.1f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
