"""Fetches what is new from the producers, politely and resumably; `python -m analytics.load` then reads it.

    python -m analytics.update upr-info --sessions 1-44    UPR Info's database, session by session
    python -m analytics.update uhri                        the Universal Human Rights Index, one file of 400 MB
    python -m analytics.update summaries --states KEN,BRA --sessions 8,21,35

An interrupted command is run again and goes on from there. With --dry-run nothing is written but the HTTP cache.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from analytics.fetching import sessions, summaries, uhri, uwazi
from analytics.fetching.answers import FetchError
from analytics.fetching.files import downloads, how_to_load, reserved
from analytics.fetching.polite import PAUSE, Polite
from analytics.sources.reading import ReadError
from analytics.sources.recognise import recognise
from analytics.starting.ending import INTERRUPTED, command
from analytics.terminal import plain

WRONG = 2
LARGEST_SESSION = 99
RANGE = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")
FOLDERS = {"upr-info": "uwazi", "uhri": "uhri", "summaries": "summaries"}
"""Command -> its folder in the data folder's downloads."""
PLACES = {
    "upr-info": ("UPR_INFO_URL", uwazi.BASE),
    "uhri": ("UPR_UHRI_URL", uhri.URL),
    "summaries": ("UPR_DOCUMENTS_URL", summaries.URL),
}
"""Command -> environment variable that names another address, and the producer's."""


@command
@plain
def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when all is there, 1 when something is missing, 2 for arguments that mean nothing."""
    options = _parser().parse_args(arguments)
    folder = options.folder or downloads(FOLDERS[options.command])
    try:
        with reserved(folder), Polite(folder, pause=options.pause, say=_aside) as guest:
            return options.run(options, guest, folder)
    except FetchError as error:
        _aside(str(error))
    except OSError as error:
        _aside(f"'{folder}' cannot be written to: {error.strerror or error}. Make room, or choose another --folder.")
    except KeyboardInterrupt:
        _aside("Interrupted. What is complete is kept; the same command goes on from there.")
        return INTERRUPTED
    return 1


def upr_info(options: argparse.Namespace, guest: Polite, folder: Path) -> int:
    """Fetch sessions of UPR Info's database; 1 when one of them is missing."""
    api = uwazi.Api(guest, options.url, options.page)
    wanted = sessions.chosen(api.sessions(), options.sessions)
    if options.dry_run:
        for here in sessions.look(api, wanted, folder):
            print(_would_fetch(here))
        return 0
    report = sessions.fetch(api, wanted, folder)
    if report.resumed:
        print(f"Going on with an unfinished run. Sessions that it had finished, not asked for again: {report.resumed}.")
    print_sessions(report)
    if report.changes:
        print(f"To load them: {how_to_load(folder, sessions.PATTERN)}")
    return 1 if report.problems else 0


def print_sessions(report: sessions.Report) -> None:
    """What changed by session, and what went wrong."""
    print(f"{'session':>7} {'rows':>8} {'new':>8} {'changed':>8} {'gone':>8} {'unchanged':>9}")
    for each in report.changes:
        note = f"   ids that came twice, kept once: {each.duplicates}" if each.duplicates else ""
        counts = f"{each.rows:>8,} {each.new:>8,} {each.changed:>8,} {each.gone:>8,} {each.unchanged:>9,}"
        print(f"{each.session:>7} {counts}{note}")
    if report.empty:
        print(f"Listed, but without rows yet: session {', '.join(map(str, report.empty))}.")
    for problem in report.problems:
        _aside(problem)


def index(options: argparse.Namespace, guest: Polite, folder: Path) -> int:
    """Fetch the bulk file of the Universal Human Rights Index."""
    download = uhri.Download(guest, folder, options.url)
    if options.dry_run:
        here = download.look()
        size = f"{here.size / 1e6:,.1f} MB" if here.size is not None else "size not stated"
        of = f", of {here.modified}" if here.modified else ""
        state = (
            "already there" if here.same else f"{here.part / 1e6:,.1f} MB already there" if here.part else "not there"
        )
        print(f"{uhri.NAME}: {size}{of}; {state}.")
        return 0
    fetched = download.fetch()
    if not fetched.new:
        print(f"Unchanged since the last download: {fetched.size / 1e6:,.1f} MB.")
    else:
        resumed = f", from byte {fetched.resumed_at:,} on" if fetched.resumed_at else ""
        print(f"Fetched {fetched.size / 1e6:,.1f} MB{resumed}.")
    print(f"To load it: {how_to_load(folder, uhri.NAME)}")
    return 0


def stakeholder_summaries(options: argparse.Namespace, guest: Polite, folder: Path) -> int:
    """Fetch stakeholder summaries; 1 when none is there in the end."""
    unknown = summaries.unknown_states(options.states)
    if unknown:
        _aside(f"--states does not know {', '.join(unknown)}. There are the codes of data/states.csv, such as KEN.")
        return WRONG
    reviews = [(state, session) for state in options.states for session in options.sessions]
    if options.dry_run:
        return _would_ask(reviews, folder)
    report = summaries.fetch(guest, reviews, folder, options.url, reads=holds_list)
    print_summaries(report)
    if not (report.fetched or report.there):
        return 1
    print(f"To load them: {how_to_load(folder, 'A_HRC_WG.6_*')}")
    return 0


def print_summaries(report: summaries.Report) -> None:
    """What was fetched, what is missing under which symbols, and what cannot be read."""
    print(f"{len(report.fetched)} fetched, {len(report.there)} already there, {len(report.misses)} not found.")
    for path in report.unread:
        print(f"  {path.name}: no list of stakeholders can be read in it, and it is not there as Word either.")
    for miss in report.misses:
        print(f"  {miss.state}, session {miss.session}: no document {' or '.join(miss.tried)}. {miss.said}")
    if report.misses:
        print("A state is reviewed in one session per cycle; elsewhere a miss is no loss. A code that a document shows")
        print("to differ from the state's own belongs into data/symbol_codes.csv.")


def holds_list(path: Path) -> bool:
    """Whether a list of stakeholders can be read in a file."""
    try:
        recognise(path).read()
    except ReadError:
        return False
    return True


def _would_ask(reviews: Sequence[tuple[str, int]], folder: Path) -> int:
    """Say under which symbols each summary would be asked for, and which are there."""
    missing = 0
    for state, session in reviews:
        held = summaries.there(state, session, folder)
        missing += held is None
        found = f"{held.name} is there" if held else "not there"
        print(f"{state}, session {session}: {' or '.join(summaries.symbols(state, session))}; {found}")
    print(f"{missing} would be asked for, each as .pdf, and as .docx where no list can be read in that.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analytics.update",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    several = commands.add_parser("upr-info", help="UPR Info's database, session by session")
    several.add_argument("--sessions", type=_numbers, metavar="1-44", help="which sessions; all by default")
    several.add_argument("--page", type=int, default=uwazi.PAGE, metavar="ROWS", help="rows asked for at once")
    several.set_defaults(run=upr_info)
    bulk = commands.add_parser("uhri", help="the bulk file of the Universal Human Rights Index")
    bulk.set_defaults(run=index)
    documents = commands.add_parser("summaries", help="UN summaries of stakeholders' submissions")
    documents.add_argument("--states", type=_codes, required=True, metavar="KEN,BRA", help="states, by ISO 3166 code")
    documents.add_argument("--sessions", type=_numbers, required=True, metavar="8,21,35", help="which sessions")
    documents.set_defaults(run=stakeholder_summaries)
    for each in (several, bulk, documents):
        each.add_argument("--dry-run", action="store_true", help="say what would be fetched, and what is already there")
    for name, each in commands.choices.items():
        variable, url = PLACES[name]
        each.add_argument("--folder", type=Path, metavar="F", help="where the files go, instead of the data folder")
        each.add_argument("--url", default=os.environ.get(variable) or url, help=f"another address, also ${variable}")
        each.add_argument("--pause", type=float, default=PAUSE, metavar="S", help="seconds between two requests")
    return parser


def _numbers(words: str) -> list[int]:
    """`1-3,8` -> 1, 2, 3, 8."""
    found: list[int] = []
    for part in words.split(","):
        written = RANGE.fullmatch(part.strip())
        if not written:
            message = f"'{words}' is no list of sessions. Write 1-44, or 8,21,35."
            raise argparse.ArgumentTypeError(message)
        first, last = written.groups()
        numbers = range(int(first), int(last or first) + 1)
        if not numbers or numbers[-1] > LARGEST_SESSION or numbers[0] < 1:
            message = f"'{part.strip()}' is no range of sessions between 1 and {LARGEST_SESSION}."
            raise argparse.ArgumentTypeError(message)
        found += numbers
    return list(dict.fromkeys(found))


def _codes(words: str) -> list[str]:
    return list(dict.fromkeys(word.strip().upper() for word in words.split(",") if word.strip()))


def _would_fetch(here: sessions.Here) -> str:
    more = "" if here.exact else " or more, read by state"
    if here.rows is None:
        there = "not there"
    else:
        day = f" of {here.fetched:%Y-%m-%d}" if here.fetched else ""
        there = f"{here.rows:,} rows{day} are there"
    return f"{here.session.label}: {here.at_source:,} rows{more}; {there}"


def _aside(sentence: str) -> None:
    """Say something beside the results, without breaking a progress bar."""
    tqdm.write(sentence, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
