"""Load files that you hold: `python -m analytics.load FILE...` shows what would be taken, `--yes` takes it.

    python -m analytics.load 1-5.csv 6-9.csv             what is in these files, and what would be rejected and why
    python -m analytics.load 1-5.csv 6-9.csv --yes       load them; the dashboard shows them at its next change
    python -m analytics.load China.docx --state China --session 17 --yes
    python -m analytics.load --map state "Cote d'Ivory" CIV    a name stands for a code from now on
    python -m analytics.load --undo upr_info             serve the version before the current one again
    python -m analytics.load --finish upr_info           make its texts searchable, if that was interrupted

Loaded data live in $UPR_DATA (see `python -m analytics.doctor`); the embedded facts stay as they are.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from analytics import loading, store
from analytics.folders import data_folder
from analytics.loading import Given, LoadError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.loading import Preview, Result
    from analytics.sources.recommendations import Rejected

LISTED = 10
"""Rejected rows that are listed; all of them are in rejected.csv of the version."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when everything that was asked for was done."""
    parser = argparse.ArgumentParser(
        prog="python -m analytics.load", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--yes", action="store_true", help="load; without it, only look")
    parser.add_argument("--state", help="the state under review, for files that do not say it")
    parser.add_argument("--session", type=int, help="the session, for files that do not say it")
    parser.add_argument("--map", nargs=3, metavar=("KIND", "NAME", "CODE"), help=f"of {', '.join(store.KINDS)}")
    parser.add_argument("--undo", metavar="SOURCE", help="serve the version before the current one")
    parser.add_argument("--finish", metavar="SOURCE", help="make the texts of the current version searchable")
    parser.add_argument("--version", type=int, help="with --undo: serve this version")
    options = parser.parse_args(arguments)
    root = data_folder()
    try:
        if options.map:
            store.map_name(*options.map, root)
            print(f"From now on '{options.map[1]}' is {options.map[2] or 'left out'}.")
        if options.undo:
            with store.changing(root):
                version = store.undo(options.undo, root, options.version)
            print(f"Version {version.number} of '{version.source}' is served again, loaded {version.log['loaded']}.")
        if options.finish:
            _finish(options.finish, root)
        if not options.files:
            if not (options.map or options.undo or options.finish):
                parser.print_help()
            return 0
        files = [Given(path, options.state, options.session) for path in options.files]
        if not options.yes:
            for given in files:
                _print_preview(loading.preview(given, root))
            print("Nothing was loaded. Add --yes to load.")
            return 0
        for result in loading.load(files, root, progress=_progress):
            _print_result(result, root)
            _finish(result.source, root)
    except (LoadError, store.StoreError) as error:
        print(f"\n{error}" if sys.stdout.isatty() else error, file=sys.stderr)
        return 1
    return 0


def _finish(source: str, root: Path) -> None:
    version = store.current(source, root)
    if version is None:
        message = f"'{source}' is not loaded. Loaded are: {', '.join(store.sources(root)) or 'none'}."
        raise LoadError(message)
    print(f"Searchable after {loading.finish(version, root):.1f} s")


def _progress(file: str, rows: int) -> None:
    if sys.stdout.isatty():
        print(f"\r{file}: {rows:,} rows", end="", flush=True)


def _print_preview(found: Preview) -> None:
    sessions = sorted({session for session, _ in found.reviews})
    span = (
        f"sessions {sessions[0]}-{sessions[-1]}" if len(sessions) > 1 else f"session {sessions[0]}" if sessions else ""
    )
    print(f"{found.file}: {found.format.label}")
    print(f"  {found.rows:,} recommendations, {found.pledges:,} pledges, {len(found.reviews)} reviews, {span}")
    for raw, coded in found.first:
        asking = ", ".join(coded.recommending_states)
        print(f"  {coded.session} {coded.state_under_review} <- {asking}: {coded.response} | {raw.text[:60]}")
    for reason, rows in found.skipped.items():
        print(f"  {rows:,} skipped: {reason}")
    _print_rejected(found.rejected)


def _print_result(result: Result, root: Path) -> None:
    print(
        f"\r{result.source}, version {result.version}: {result.new:,} new, {result.changed:,} changed, "
        f"{result.unchanged:,} unchanged, {result.gone:,} gone, {len(result.rejected):,} rejected, "
        f"in {result.seconds:.1f} s"
    )
    _print_rejected(result.rejected)
    if result.rejected:
        print(f"  all of them: {root / result.source / store.NUMBER.format(result.version) / 'rejected.csv'}")


def _print_rejected(rejected: Sequence[Rejected]) -> None:
    if rejected:
        print(f"  {len(rejected):,} rejected:")
    for row in rejected[:LISTED]:
        meant = f" Did you mean '{row.suggestion}'?" if row.suggestion else ""
        print(f"    {row.file}, line {row.line}: {row.field} '{row.value}': {row.reason}.{meant}")


if __name__ == "__main__":
    sys.exit(main())
