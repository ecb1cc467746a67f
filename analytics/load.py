"""Load files that you hold: `python -m analytics.load FILE...` shows what would be taken, `--yes` takes it.

    python -m analytics.load 1-5.csv 6-9.csv             what is in these files, and what would be rejected and why
    python -m analytics.load 1-5.csv 6-9.csv --yes       load them; the dashboard shows them at its next change
    python -m analytics.load China.docx --state China --session 17 --yes
    python -m analytics.load A_HRC_WG.6_8_KEN_3.pdf --yes      a list of submissions joins the catalogue of coalitions
    python -m analytics.load second_half.csv --keep --yes      what is loaded of the same reviews stays beside it
    python -m analytics.load mine.csv --format own_recommendations      a file that can be read in two ways
    python -m analytics.load --map state "Cote d'Ivory" CIV    a name stands for a code from now on
    python -m analytics.load --unmap state "Cote d'Ivory"      forget what it stands for
    python -m analytics.load --undo upr_info             serve the version before again; before the first, none
    python -m analytics.load --join uwazi                show it in one series with the built-in data it continues
    python -m analytics.load --apart uwazi               show it alone again
    python -m analytics.load --finish upr_info           make its texts searchable, if that was interrupted
    python -m analytics.load --versions                  every version that is there; * marks the one that is served
    python -m analytics.load --remove upr_info 2         remove an old version for good; --yes also one an undo needs

Loaded data live in $UPR_DATA (see `python -m analytics.doctor`); the embedded facts stay as they are.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from analytics import terminal
from analytics.catalogue.loaded import Found, Note
from analytics.database import series
from analytics.doctor import line
from analytics.folders import data_folder
from analytics.loading import finishing, forecast, intake, joining, mappings, omissions, store
from analytics.loading.forecast import Preview
from analytics.loading.given import Given
from analytics.loading.intake import LoadError, Result
from analytics.sentences import Said, SaidError
from analytics.sources import tabular
from analytics.sources.recommendations import Rejected
from analytics.starting.ending import command
from analytics.text import DEFAULT, text

LISTED = 10
"""Rejected rows that are listed; all of them are in rejected.csv of the version."""


@command
@terminal.plain
def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when everything that was asked for was done."""
    parser = argparse.ArgumentParser(
        prog="python -m analytics.load", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--yes", action="store_true", help="load; without it, only look")
    parser.add_argument("--state", help="the state under review, for files that do not say it")
    parser.add_argument("--session", type=int, help="the session, for files that do not say it")
    parser.add_argument("--format", choices=tabular.READERS, help="what a file is that can be read in two ways")
    parser.add_argument(
        "--keep", action="store_true", help="keep what is loaded of the same reviews beside the new rows"
    )
    parser.add_argument("--map", nargs=3, metavar=("KIND", "NAME", "CODE"), help=f"of {', '.join(mappings.KINDS)}")
    parser.add_argument("--unmap", nargs=2, metavar=("KIND", "NAME"), help="forget what a name stands for")
    parser.add_argument("--undo", metavar="SOURCE", help="serve the version before the current one")
    parser.add_argument("--finish", metavar="SOURCE", help="make the texts of the current version searchable")
    parser.add_argument("--join", metavar="SOURCE", help="show it in one series with the built-in data")
    parser.add_argument("--apart", metavar="SOURCE", help="show it alone")
    parser.add_argument("--version", type=int, help="with --undo: serve this version")
    parser.add_argument("--versions", nargs="?", const="", metavar="SOURCE", help="list what is loaded, also before")
    parser.add_argument("--remove", nargs=2, metavar=("SOURCE", "NUMBER"), help="remove an old version for good")
    options = parser.parse_args(arguments)
    root = data_folder()
    try:
        if options.join or (options.files and options.yes):
            finishing.finish(root, print)
        _name(options, root)
        _change(options, root)
        _keep_house(options, root)
        if not options.files:
            if all(value in (None, False, []) for value in vars(options).values()):
                parser.print_help()
            return 0
        files = [Given(path, options.state, options.session, options.format) for path in _named(options.files)]
        if not options.yes:
            for given in files:
                _print_preview(forecast.preview(given, root))
            print("Nothing was loaded. Add --yes to load.")
            return 0
        results = intake.load(files, root, progress=_progress, keeps=options.keep)
        for result in results:
            _print_result(result, root)
        unfinished = [result for result in results if result.source != store.LISTS and not _is_finished(result, root)]
    except SaidError as error:
        _complain(error)
        return 1
    return 1 if unfinished else 0


def _named(files: Iterable[Path]) -> Iterator[Path]:
    """Each file; those that a name with * or ? means, where the shell leaves that to the command, as on Windows."""
    for path in files:
        meant = []
        with contextlib.suppress(OSError):  # a name that no file can have: the reader says so
            meant = [] if path.exists() else sorted(path.parent.glob(path.name))
        yield from meant or [path]


def _change(options: argparse.Namespace, root: Path) -> None:
    """What changes the versions that are there."""
    if options.undo:
        with store.changing(root, store.NO_ROOM):
            version = store.undo(options.undo, root, options.version)
        print(_again(options.undo, version))
    if options.finish:
        _finish(options.finish, root)
    if options.join:
        joining.join(_served(options.join, root), series.LOADED, root)
        print(f"'{options.join}' and the built-in data are shown as one series.")
    if options.apart:
        joining.part(_served(options.apart, root), root)
        print(f"'{options.apart}' is shown alone.")


def _keep_house(options: argparse.Namespace, root: Path) -> None:
    """List the versions that are there, and remove one of them."""
    if options.remove:
        source, number = options.remove
        if not number.isdecimal():
            raise store.StoreError(Said("refusal.no_number", number=number))
        with store.changing(root, store.NO_ROOM):
            freed = store.forget(source, int(number), root, needed=options.yes)
        print(f"Version {number} of '{source}' is removed: {freed / 1e6:,.1f} MB are free again.")
    if options.versions is not None:
        there = [each for source in store.kept(root) for each in store.versions(source, root)]
        wanted = [each for each in there if options.versions in ("", each.source)]
        served = {each.source: store.if_known(each.source, root) for each in wanted}
        for each in wanted:
            print(line(each, served=(now := served[each.source]) is not None and now.number == each.number))
        if not wanted:
            sources = ", ".join(store.kept(root)) or Said("refusal.none")
            print(f"Nothing is loaded{f' of {options.versions!r}' if options.versions else ''}. There are: {sources}.")


def _name(options: argparse.Namespace, root: Path) -> None:
    """What changes the meaning of names."""
    if options.unmap:
        forgotten = mappings.forget_name(*options.unmap, root)
        print(f"'{options.unmap[1]}' {'is no longer mapped' if forgotten else 'was not mapped'}.")
        for version in mappings.loaded_with(*options.unmap, root) if forgotten else ():
            files = ", ".join(version.log["files"])
            print(
                f"  It was used when {files} was loaded, version {version.number} of '{version.source}': what it gave"
            )
            print("  stands there still. Take that version back with --undo, and load the files again.")
    if options.map:
        code = mappings.map_name(*options.map, root)
        print(f"From now on '{options.map[1]}' is {code or 'left out'}.")


def _served(source: str, root: Path) -> store.Version:
    """The version of a source of recommendations that is served. Raises LoadError where there is none."""
    version = store.current(source, root)
    if version is None:
        there = ", ".join(store.sources(root)) or Said("refusal.none")
        raise LoadError(Said("refusal.not_loaded", source=source, there=there))
    if source == store.LISTS:
        raise LoadError(Said("refusal.no_texts", source=source))
    return version


def _finish(source: str, root: Path) -> None:
    version = _served(source, root)
    print(f"Searchable after {intake.finish(version, root):.1f} s")


def _is_finished(result: Result, root: Path) -> bool:
    """Whether the texts of what was just loaded could be made searchable; what was loaded is served even if not."""
    try:
        _finish(result.source, root)
    except LoadError as error:
        _complain(error)
        return False
    return True


def _complain(error: Exception) -> None:
    print(f"\n{error}" if sys.stdout.isatty() else error, file=sys.stderr)


def _progress(file: str, rows: int) -> None:
    if sys.stdout.isatty():
        print(f"\r{file}: {rows:,} rows", end="", flush=True)


def _again(source: str, version: store.Version | None) -> str:
    if version is None and source == store.LISTS:
        return "The lists of submissions that came with the atlas are served again, alone."
    if version is None:
        return f"'{source}' is served no longer. Its files stay: --undo {source} --version NUMBER serves it again."
    return f"Version {version.number} of '{version.source}' is served again, loaded {version.log['loaded']}."


def _print_preview(found: Preview | Found) -> None:
    if isinstance(found, Found):
        _print_lists(found)
        return
    sessions = sorted({session for session, _ in found.reviews})
    span = (
        f"sessions {sessions[0]}-{sessions[-1]}" if len(sessions) > 1 else f"session {sessions[0]}" if sessions else ""
    )
    print(f"{found.file}: {found.format.label}")
    print(f"  {found.rows:,} recommendations, {found.pledges:,} pledges, {len(found.reviews)} reviews, {span}")
    for raw, coded in found.first:
        asking = ", ".join(coded.recommending_states)
        print(f"  {coded.session} {coded.state_under_review} <- {asking}: {coded.response} | {raw.text[:60]}")
    t = text(DEFAULT)
    _print_told([*omissions.skipped(found.skipped, t), *omissions.replaced(found.replaced, found.format.source, t)])
    if any(gone for _, gone in found.replaced.values()):
        print("  To keep them beside the new rows, as for two halves of one review: add --keep.")
    _print_rejected(found.rejected)


def _print_lists(found: Found) -> None:
    label = found.format.label if found.format else ""
    print(f"{found.file}: {label}")
    for each in found.documents:
        declared = "no number" if each.declared is None else f"{each.declared:,}"
        print(
            f"  {each.state}, session {each.session} ({each.symbol}): declares {declared}, lists {len(each.entries):,} "
            f"submissions, {len(each.joint):,} joint with {sum(len(one.members) for one in each.joint):,} memberships"
        )
    for each, entry in found.submissions[: forecast.SHOWN]:
        signed = "; ".join(member.name for member in entry.members) or entry.name
        print(f"  {each.session} {each.state} {entry.code}, {entry.kind}: {signed[:100]}")
    _print_told(omissions.fewer(found.fewer, text(DEFAULT)))
    _print_notes(found.notes)
    _print_rejected(found.rejected)


def _print_told(sentences: Sequence[str]) -> None:
    for sentence in sentences:
        print(f"  {sentence}")


def _print_notes(notes: Sequence[Note]) -> None:
    t = text(DEFAULT)
    if notes:
        print(f"  {len(notes):,} {'note' if len(notes) == 1 else 'notes'}:")
    for note in notes[:LISTED]:
        file = f"{note.file}: " if note.file else ""
        meant = f" Did you mean '{note.suggestion}'?" if note.suggestion else ""
        print(f"    {file}{note.field} '{note.value}': {t(f'note.{note.reason}')}.{meant}")
    for country in dict.fromkeys(note.value for note in notes if note.reason == "country_unknown"):
        named = terminal.quoted(country, "NAME")
        print(f"  To say which country that is: python -m analytics.load --map country {named} CODE")


def _print_result(result: Result, root: Path) -> None:
    print(
        f"\r{result.source}, version {result.version}: {result.new:,} new, {result.changed:,} changed, "
        f"{result.unchanged:,} unchanged, {result.gone:,} gone, {len(result.rejected):,} rejected, "
        f"in {result.seconds:.1f} s"
    )
    _print_told(omissions.of_result(result, text(DEFAULT)))
    _print_notes(result.notes)
    _print_rejected(result.rejected)
    folder = root / result.source / store.NUMBER.format(result.version)
    for rows, name in ((result.notes, "notes.csv"), (result.rejected, "rejected.csv")):
        if rows:
            print(f"  all of them: {folder / name}")
    if result.source == store.LISTS:
        print("  The lists are part of the page Coalitions now, with every data set.")


def _print_rejected(rejected: Sequence[Rejected]) -> None:
    if rejected:
        print(f"  {len(rejected):,} rejected:")
    for row in rejected[:LISTED]:
        meant = f" Did you mean '{row.suggestion}'?" if row.suggestion else ""
        print(f"    {row.file}, line {row.line}: {row.field} '{row.value}': {row.reason}.{meant}")


if __name__ == "__main__":
    sys.exit(main())
