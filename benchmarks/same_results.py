"""Whether a change of the code left every number as it was: `python -m benchmarks.same_results OLD_CHECKOUT`.

The old checkout and this one each run their own code in a process of their own: every result of
`python -m analytics.query` as csv under every selection below, on the embedded facts, and on a small file of invented
texts where a result needs texts. What differs is named, with its first line; exit code 1 then, 0 where nothing does.
It takes a few minutes. The data folder and the snapshots are temporary, what users loaded is not looked at.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import subprocess
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
ROWS, SOURCE = 2_000, "upr_info"
"""Rows of the file of invented texts, and the source that they are loaded as."""
OWN = ["--country", "KEN", "--q", "paint hinge"]
"""What some results cannot do without; the others take no notice."""
SELECTIONS = {
    "everything": [],
    "regional groups": ["--scheme", "un"],
    "first cycle": ["--cycles", "1"],
    "one region": ["--regions", "lac"],
    "one state": ["--states", "KEN"],
    "one asking state": ["--asked-by", "FRA"],
    "rare issue": ["--issues", "freedom-of-movement"],
    "specific action": ["--actions", "5"],
    "broad acceptance": ["--acceptance", "broad"],
    "later sessions": ["--sessions", "13-20"],
    "other parameters": [
        *("--group", "organisation", "--moves", "share", "--peers", "8", "--pair", "lac-asia", "--about", "torture"),
        *("--strata", "action_group_cycle", "--indicator", "v2csreprss", "--asking", "asia", "--asked", "africa"),
    ],
}
"""Name -> options of the command line: ten filters, and other values of the parameters that single results have."""


def main(arguments: list[str] | None = None) -> int:
    """Command line; 1 when a result differs, or exists in one checkout only."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.same_results", description=__doc__)
    parser.add_argument("old", type=Path, metavar="OLD_CHECKOUT", help="a checkout of the code as it was before")
    old = parser.parse_args(arguments).old.resolve()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _write_texts(folder / "export.csv")
        runs = [_start(checkout, folder, folder / name) for name, checkout in (("old", old), ("new", HERE))]
        failed = [run for run in runs if run.wait()]  # waits for both: they write into the folder
        if failed:
            print("A checkout could not be asked: see above.", file=sys.stderr)
            return 1
        differing = _compare(folder / "old", folder / "new")
    print("\n".join(differing) or "Every result is the same under every selection.")
    return 1 if differing else 0


def _write_texts(path: Path) -> None:
    from benchmarks import synthetic

    synthetic.write_export(path, ROWS)


def _start(checkout: Path, folder: Path, into: Path) -> subprocess.Popen[bytes]:
    """A process that runs this file on the code of a checkout, with an empty data folder and no snapshot."""
    into.mkdir()
    own = {"PYTHONPATH": str(checkout), "UPR_DATA": f"{into}-data", "UPR_CACHE": f"{into}-cache"}
    # -P: else the folder of this file would come before the checkout.
    command = [sys.executable, "-P", str(Path(__file__).resolve()), "--write", str(folder / "export.csv"), str(into)]
    return subprocess.Popen(command, cwd=checkout, env={**os.environ, **own})


def _write(export: Path, into: Path) -> None:
    """Write each result under each selection as `<result>, <selection>.csv`: what it prints, or why it refuses."""
    from analytics import load, query, results

    with contextlib.redirect_stdout(io.StringIO()):
        load.main([str(export), "--yes"])
    for name in results.results():
        for selection, options in SELECTIONS.items():
            command = [name, "--format", "csv", *OWN, *options]
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                if query.main(command) == query.WRONG:
                    query.main([*command, "--data", SOURCE])
            (into / f"{name}, {selection}.csv").write_text(printed.getvalue(), encoding="utf-8")


def _compare(old: Path, new: Path) -> list[str]:
    """One line for each result that is in one folder only, and for each csv that differs."""
    before, after = (sorted(path.name for path in folder.iterdir()) for folder in (old, new))
    apart = sorted({name.partition(",")[0] for name in set(before) ^ set(after)})
    lines = [f"{name}: only in the {'old' if f'{name}, everything.csv' in before else 'new'} code" for name in apart]
    for name in sorted(set(before) & set(after)):
        texts = [(folder / name).read_text(encoding="utf-8").splitlines() for folder in (old, new)]
        pairs = [pair for pair in zip_longest(*texts, fillvalue="(no such line)") if pair[0] != pair[1]]
        if pairs:
            lines.append(f"{name.removesuffix('.csv')}: {len(pairs)} lines differ\n- {pairs[0][0]}\n+ {pairs[0][1]}")
    return lines


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        _write(*map(Path, sys.argv[2:]))
    else:
        sys.exit(main())
