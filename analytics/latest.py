"""Everything newer than the built-in data, in one command: `python -m analytics latest`, or `make latest`.

    python -m analytics latest --dry-run   the plan: which sessions, how many recommendations, how long
    python -m analytics latest             the plan, a question, then all of it; --yes answers the question
    python -m analytics latest --undo      the built-in data are shown by default again

Fetches UPR Info's sessions after the last built-in one, loads them, makes them searchable and the default data set, in
one series with the built-in data unless `python -m analytics.load --apart uwazi` has said otherwise; then fetches the
UN summaries of stakeholders' submissions to the same reviews, and adds them to the catalogue.
Interrupted at any moment, the same command goes on from there.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from analytics import database
from analytics.codes import read_codes
from analytics.database import series
from analytics.fetching import sessions, summaries, uwazi
from analytics.fetching.answers import FetchError
from analytics.fetching.files import downloads, how_to_load, reserved
from analytics.fetching.plan import Plan, plan
from analytics.fetching.polite import PAUSE, Polite
from analytics.fetching.uwazi import Session
from analytics.findings.selection import in_series
from analytics.folders import DATA, data_folder
from analytics.loading import facts, indexing, intake, joining, progress, store
from analytics.loading.default import forget_default, make_default
from analytics.loading.given import Given
from analytics.sentences import SaidError
from analytics.sources.summaries.reader import NAME_OF_FILE
from analytics.starting.ending import INTERRUPTED, command
from analytics.terminal import plain
from analytics.text import DEFAULT, text
from analytics.update import FOLDERS, PLACES, holds_list, print_sessions, print_summaries

SOURCE = "uwazi"
LISTED = 10
GOES_ON = "What is complete is kept; the same command goes on from there."


@command
@plain
def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when all is there, 1 when something is missing and is named."""
    options = _parser().parse_args(arguments)
    root = data_folder()
    if options.undo:
        return _undo(root)
    teller = progress.Progress(root)
    try:
        with progress.alone(root):
            return Latest(options, root, teller).run()
    except progress.RunningError:
        _aside("This command runs already, from another window or from the page 'Your data': wait for its end.")
        return 1
    except (FetchError, SaidError) as error:
        problem = str(error)
    except OSError as error:
        problem = (
            f"'{root}' cannot be written to: {error.strerror or error}. Make room, then run the same command again."
        )
    except KeyboardInterrupt:
        _aside(f"Interrupted. {GOES_ON}")
        return INTERRUPTED
    _aside(problem)
    teller.fail(problem)
    return 1


class Latest:
    """One run of the command."""

    def __init__(self, options: argparse.Namespace, root: Path, teller: progress.Progress) -> None:
        self.options, self.root, self.teller = options, root, teller
        self.downloads, self.documents = (downloads(FOLDERS[name]) for name in ("upr-info", "summaries"))
        self.problems: list[str] = []

    def run(self) -> int:
        """All steps, each of which finds what was done before. Raises what main names."""
        first = 1 + max(session for session, _ in facts.reviews_of(DATA / facts.RECOMMENDATIONS))
        with reserved(self.downloads), Polite(self.downloads, pause=self.options.pause, say=_aside) as guest:
            api = uwazi.Api(guest, self.options.url)
            made = plan(api, first, self._loaded(), self.downloads, self._documents_there())
            self._say_plan(made, first)
            if not made.held:
                return 1 if made.here else 0
            if self.options.dry_run or not (self.options.yes or _agreed()):
                return 0
            report = sessions.fetch(api, self._counted(made.sessions), self.downloads, unfinished=True)
        self.problems += report.problems
        wanted = {change.session for change in report.changes}
        version = self._load(sessions.path_of(number, self.downloads) for number in sorted(wanted))
        if version is None:
            self.teller.fail("; ".join(self.problems))
            print_sessions(report)
            return 1
        self._make_searchable(version)
        self._join(version)
        make_default(SOURCE, self.root)
        self.teller.tell(default=SOURCE)
        found = self._fetch_summaries(version, wanted)
        lists = self._load_lists(version, wanted)
        if not self.problems:
            sessions.forget(self.downloads)
        print("\nWhat is new")
        print_sessions(report)
        self._print_loaded(version)
        if found:
            print("Summaries of stakeholders' submissions")
            print_summaries(found)
        self._print_end(lists)
        self.teller.tell("done", problem="; ".join(self.problems), missing=len(found.misses) if found else 0)
        return 1 if self.problems else 0

    # What is there

    def _loaded(self) -> Counter[int]:
        """Rows by session of the version that is served."""
        version = store.current(SOURCE, self.root)
        if version:
            version.check()
        return _by_session(version)

    def _documents_there(self) -> list[int]:
        """The session of each summary that was fetched."""
        named = [NAME_OF_FILE.search(path.name) for path in self.documents.glob("A_HRC_WG.6_*")]
        return [int(name.group(1)) for name in named if name]

    # The steps

    def _say_plan(self, made: Plan, first: int) -> None:
        numbers = [each.session.number for each in made.held]
        span = {"first": numbers[0], "last": numbers[-1]} if numbers else {}
        told = {"sessions": len(numbers), "rows": made.rows, "minutes": made.minutes, **span}
        self.teller.content.clear()
        self.teller.tell(progress.STEPS[0], plan=told)
        if not numbers:
            print(_nothing(made, first))
            return
        known = [each for each in made.held if each.session.number in made.loaded]
        about = "about " if made.exact else "more than "
        print(f"From session {first} on the database has {about}{_rounded(made.rows)} recommendations")
        print(
            f"in {len(numbers)} sessions, {numbers[0]} to {numbers[-1]}; with the summaries of stakeholders to the same"
        )
        print(f"reviews that is {made.requests:,} requests with pauses between them: about {made.minutes:,} minutes.")
        for each in known:
            number = each.session.number
            here, there = made.loaded[number], each.at_source
            differs = "" if here == there else f", {there:,} at the source"
            print(f"  session {number}: {here:,} rows are loaded{differs}; asked again for what was edited since")

    def _counted(self, wanted: Sequence[Session]) -> Iterator[Session]:
        """The sessions, each told as it begins."""
        for number, session in enumerate(wanted):
            self.teller.tell("sessions", done=number, total=len(wanted))
            yield session

    def _load(self, paths: Iterable[Path]) -> store.Version | None:
        """Load the files that were not loaded as they are now; the version that is served in the end."""
        before = store.current(SOURCE, self.root)
        there = store.contents(before, self.root)
        files = [given for given in map(Given, paths) if given.digest not in there]
        if files:
            rows: dict[str, int] = {}

            def count(file: str, read: int) -> None:
                rows[file] = read
                self.teller.tell("load", done=sum(rows.values()))

            self.teller.tell("load")
            _aside(f"Loading {len(files)} sessions.")
            intake.load(files, self.root, progress=count)
        return store.current(SOURCE, self.root)

    def _make_searchable(self, version: store.Version) -> None:
        """Index and flags, and the snapshot with them served, unless that was done."""
        self.teller.tell("search")
        if not (version.files / indexing.INDEX).exists():
            _aside("Making the texts searchable.")
            intake.finish(version, self.root)
        elif version.snapshot().name != version.made:
            with store.changing(self.root):
                store.serve(version, version.snapshot(), self.root)

    def _join(self, version: store.Version) -> None:
        """Show it in one series with the built-in data, unless somebody has said how it is to be shown."""
        if series.mark(version.files):
            return
        try:
            joining.join(version, series.FETCHED, self.root)
        except store.StoreError as refused:
            _aside(str(refused))

    def _fetch_summaries(self, version: store.Version, wanted: set[int]) -> summaries.Report | None:
        """Ask for the summary of each review; None where the server did not let that happen, which is a problem."""
        reviews = [(state, session) for session, state in _reviews(version) if session in wanted]
        url, folder = self.options.documents_url, self.documents
        try:
            with (
                reserved(folder),
                Polite(folder, pause=self.options.pause, say=_aside) as guest,
                tqdm(total=len(reviews), desc="summaries", unit="", disable=None, leave=False) as bar,
            ):

                def count() -> None:
                    bar.update()
                    self.teller.tell("documents", done=int(bar.n), total=len(reviews))

                self.teller.tell("documents", total=len(reviews))
                return summaries.fetch(guest, reviews, folder, url, reads=holds_list, progress=count)
        except FetchError as error:
            self.problems.append(str(error))
            return None

    def _load_lists(self, version: store.Version, wanted: set[int]) -> list[str]:
        """Add the summaries to the catalogue that are not in it yet; the files in which no list can be read."""
        there = store.contents(store.current(store.LISTS, self.root), self.root)
        found = (
            summaries.there(state, session, self.documents) for session, state in _reviews(version) if session in wanted
        )
        files = [given for given in map(Given, filter(None, found)) if given.digest not in there]
        self.teller.tell("lists", total=len(files))
        taken, unread = [], []
        for number, given in enumerate(files, start=1):
            (taken if holds_list(given.path) else unread).append(given)
            self.teller.tell("lists", done=number, total=len(files))
        if taken:
            _aside(f"Adding {len(taken)} lists of submissions to the catalogue.")
            try:
                intake.load(taken, self.root)
            except SaidError as error:
                self.problems.append(str(error))
        return [given.path.name for given in unread]

    # What is said in the end

    def _print_loaded(self, version: store.Version) -> None:
        rows = _by_session(version)
        span = f"sessions {min(rows)} to {max(rows)}"
        print(f"Shown by default now: '{SOURCE}', version {version.number}, {rows.total():,} recommendations, {span}.")
        with database.open_snapshot(version.snapshot()) as connection:
            parts = read_codes(connection).series
        if parts:
            print(f"One series with the built-in data: {in_series(parts, text(DEFAULT))}.")
            print(f"  To see it alone: python -m analytics.load --apart {SOURCE}")
        rejected = version.log["rejected"]
        if rejected:
            print(f"  {rejected:,} rows were rejected: {version.folder / 'rejected.csv'} says why, row by row.")
            print('  A name that is in no table: python -m analytics.load --map state "NAME" CODE, then')
            print(f"  {how_to_load(self.downloads, sessions.PATTERN)} --yes")
        self.teller.tell(rejected=rejected, rows=rows.total(), first=min(rows), last=max(rows))

    def _print_end(self, unread: list[str]) -> None:
        for name in unread[:LISTED]:
            print(f"  {name}: no list of stakeholders can be read in it, so it is not in the catalogue.")
        for problem in self.problems:
            _aside(problem)
        if self.problems:
            print(f"Not all of it is there. {GOES_ON}")
        print("The built-in data stay in the menu; python -m analytics latest --undo makes them the default again.")


def _undo(root: Path) -> int:
    was = forget_default(root)
    print("The built-in data are the default again." if was else "The built-in data are the default already.")
    print(f"What was loaded stays in the menu; python -m analytics.load --undo {SOURCE} takes it out.")
    return 0


def _reviews(version: store.Version) -> list[tuple[int, str]]:
    """Session and state of every review of a version."""
    return sorted(facts.reviews_of(version.files / facts.RECOMMENDATIONS))


def _by_session(version: store.Version | None) -> Counter[int]:
    found: Counter[int] = Counter()
    if version:
        for (session, _), rows in facts.reviews_of(version.files / facts.RECOMMENDATIONS).items():
            found[session] += rows
    return found


def _nothing(made: Plan, first: int) -> str:
    """What is said of a database that gives no row: it may have none, or its ids may have changed."""
    if not made.here:
        return f"The database lists no session {first} or later: there is nothing newer than the built-in data."
    listed = ", ".join(str(session.number) for session in made.sessions)
    return (
        f"The database lists session {listed} and answers with no row at all, as it does for an id that it does not "
        "know. Run the same command again later; if it stays so, load its CSV export instead."
    )


def _rounded(rows: int) -> str:
    """To thousands, where there are many."""
    return f"{round(rows, -3):,}" if rows > 10_000 else f"{rows:,}"  # noqa: PLR2004


def _agreed() -> bool:
    """Whether the person at the terminal says yes; without one, nobody was asked."""
    if not sys.stdin.isatty():
        print("Nothing was fetched. Add --yes to fetch.")
        return False
    if input("Fetch all this now? [y/N] ").strip().lower() in ("y", "yes"):
        return True
    print("Nothing was fetched.")
    return False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analytics latest",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--dry-run", action="store_true", help="only the plan")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--undo", action="store_true", help="make the built-in data the default again")
    parser.add_argument("--pause", type=float, default=PAUSE, metavar="S", help="seconds between two requests")
    for option, producer in (("--url", "upr-info"), ("--documents-url", "summaries")):
        variable, url = PLACES[producer]
        parser.add_argument(option, default=os.environ.get(variable) or url, help=f"another address, also ${variable}")
    return parser


def _aside(sentence: str) -> None:
    tqdm.write(sentence, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
