"""Sources -> facts in data/ -> snapshot. Reads, checks, counts, writes beside, swaps in.

`python -m analytics.build` makes the snapshot of data/ (seconds, and only when it is missing).
`python -m analytics.build --from FOLDER` compiles data/ anew from the producers' files in FOLDER; what a check
refuses leaves data/ as it was.
`python -m analytics.build --checksums` after a table of data/ was changed by hand: writes down what its files are now.

Here stand the command and the order of the steps; what they do says `compiling`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from analytics import checksums, database, small_tables
from analytics.catalogue import built_in
from analytics.checksums import DamagedError
from analytics.compiling import (
    asked_again,
    cited_together,
    civic_space,
    flags,
    lens_scores,
    network_chance,
    recommendations,
    requests,
    states,
)
from analytics.compiling.checks import CheckError, Step, check
from analytics.flags import FLAGS
from analytics.folders import data_folder
from analytics.loading import store
from analytics.sources.recommendations import read_corrections
from analytics.starting.ending import command
from analytics.swapping import workplace
from analytics.terminal import plain

BUILD_LOG, LENS_SCORES = "build_log.csv", "lens_scores.csv"
COMPILED = (
    *recommendations.FILES,
    BUILD_LOG,
    states.MEMBERSHIPS,
    FLAGS,
    asked_again.FILE,
    *civic_space.FILES,
    requests.FILE,
    LENS_SCORES,
)
"""What every build writes; the catalogue of submissions, only where its sources are there."""


def compile_facts(folder: Path, data: Path) -> list[Step]:
    """Write the facts of the producers' files in `folder` to `data`, and return the build log.

    All is written to a copy of `data` first, and a snapshot made of it as a last check. Raises CheckError, and leaves
    `data` as it was, when a file, a row or a total is not what it must be.
    """
    with workplace(data.parent, "build") as aside:
        made = aside / "data"
        shutil.copytree(data, made)
        log, catalogue = _compiled(folder, made)
        numbered = [(position, *step) for position, step in enumerate(log, start=1)]
        small_tables.write(made / BUILD_LOG, [("position", *Step._fields), *numbered])
        database.write_snapshot(aside / "check.duckdb", made)
        network_chance.write(aside / "check.duckdb", made)
        checksums.replace(data, {name: made / name for name in (*COMPILED, *catalogue, *network_chance.FILES)})
    return log


def _compiled(folder: Path, data: Path) -> tuple[list[Step], Sequence[str]]:
    """Every step, one after the other, on the files of `data`: the build log, and the files of the catalogue."""
    corrections = read_corrections(data)
    coded, log = recommendations.read(folder, data, corrections)
    recommendations.write(coded.rows, data)
    log.append(states.check_regions(data))
    issues = {row.source_key: row.issues for row in coded.rows if row.source_key in coded.texts}
    log += flags.write(coded.texts, issues, data)
    asked = {row.source_key: (row.state_under_review, row.session) for row in coded.rows}
    log += asked_again.write(coded.texts, asked, data)
    small_tables.write(
        data / LENS_SCORES, [lens_scores.SCORE_COLUMNS, *lens_scores.score_rows(data), *asked_again.score_rows(data)]
    )

    wrong = [record for record in corrections if record.source == states.ORGANISATIONS]
    members, met, step = states.memberships(coded.printed, coded.states, wrong, data)
    small_tables.write(data / states.MEMBERSHIPS, [("organisation", "iso3"), *members])
    log.append(step)

    log += civic_space.write(folder, data)
    met_of_requests, steps = requests.write(folder, data, corrections, coded.rows)
    met.update(met_of_requests)
    log += steps

    catalogue, steps = built_in.compile_catalogue(folder, data)
    for name, rows in catalogue.items():
        small_tables.write(data / name, [built_in.FILES[name], *rows])
    log += [Step(*step) for step in steps]
    cited, steps = cited_together.write(folder, data)
    log += steps

    for record in corrections:
        rows = coded.met.get(record.correction, ())
        rows_met = met.get(record.correction, len(rows))
        check(f"correction '{record.correction}' concerns {record.rows} rows", rows_met, record.rows, rows)
        log.append(Step(f"correction: {record.title}", rows_met, rows_met, 0, record.treatment))
    return log, [*catalogue, *cited]


def _snapshot(source: str | None) -> Path:
    """The snapshot that was delivered, that of a loaded source, or that of data/, made now if it is absent."""
    if not source:
        return database.delivered() or database.ensure_snapshot()
    version = store.current(source, data_folder())
    if not version:
        message = (
            f"Nothing of '{source}' is served here. There are: {', '.join(store.datasets(data_folder())) or 'none'}."
        )
        raise database.DeliveredError(message)
    return version.snapshot()


@command
@plain
def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when the snapshot stands."""
    parser = argparse.ArgumentParser(prog="python -m analytics.build", description=__doc__)
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="deliver the snapshot to every host: copy it there")
    parser.add_argument("--source", help="with --to: that of a loaded source, as it is served here")
    parser.add_argument("--from", dest="folder", type=Path, metavar="FOLDER", help="compile data/ from these sources")
    parser.add_argument("--checksums", action="store_true", help="write down what the files of data/ are now")
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
    if options.checksums:
        checksums.keep(database.DATA)
    try:
        path = _snapshot(options.source)
        if options.to:
            path = database.deliver(path, options.to)
    except (database.DeliveredError, DamagedError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Snapshot {path.name} ready in {time.perf_counter() - start:.1f} s, {path.stat().st_size / 1e6:.1f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
