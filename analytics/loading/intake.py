"""From a user's files to a version of a source: read, code, compare with what is there, write beside, swap in.

Files of one source replace the reviews they hold: what was loaded of the same review before is not in the new version
(but in the old one, which `store.undo` serves again). A list of the user's own is added to. Lists of submissions are
coded in `catalogue.loaded`; they are part of every data set.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from analytics import database, small_tables
from analytics.catalogue import documents, loaded
from analytics.loading import facts, indexing, store
from analytics.sentences import Said, SaidError
from analytics.sources.names import Names, read_aliases
from analytics.sources.ohchr import review_of
from analytics.sources.reading import MOST_REJECTED, ReadError, problem
from analytics.sources.recognise import read_any, recognise
from analytics.sources.recommendations import SOURCES, Coder, Rejected, read_corrections
from analytics.sources.summaries.reader import NAME_OF_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from analytics.catalogue.loaded import Found, Note
    from analytics.sources.recognise import Format
    from analytics.sources.recommendations import RawRow, Recommendation

SHOWN = 5
"""First rows of a preview."""
MOST_TOPICS = 256
"""Topics that a filter can tell apart: the bits of its two numbers."""
EVERY = 5_000
"""Rows from one word about the progress to the next."""
ADDED = {"own"}
"""Sources whose rows are added to those that are loaded; others replace whole reviews."""
REJECTED = ("file", "line", "field", "value", "reason", "suggestion")
"""Columns of rejected.csv, and of notes.csv."""


class LoadError(SaidError):
    """Why files could not be loaded, for the person who brought them."""


@dataclass(frozen=True)
class Given:
    """A file, and which review it is about where it does not say so itself."""

    path: Path
    state: str | None = None
    session: int | None = None


@dataclass
class Preview:
    """What a load of one file would do. Reviews are pairs of session and state.

    `fewer` are reviews of which more rows are loaded than the file holds, and would be replaced: both numbers.
    """

    file: str
    format: Format
    rows: int = 0
    pledges: int = 0
    reviews: Counter[tuple[int, str]] = field(default_factory=Counter)
    first: list[tuple[RawRow, Recommendation]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    fewer: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)


@dataclass
class Result:
    """What a load did, by rows: recommendations, or submissions; `notes` are what a person should know.

    `skipped` rows are of another kind, `twice` are rows that came before, `same` files whose content came before, each
    with the file it came in.
    """

    source: str
    version: int
    new: int
    changed: int
    unchanged: int
    gone: int
    rejected: list[Rejected]
    skipped: dict[str, int]
    twice: int
    seconds: float
    notes: list[Note]
    same: list[tuple[str, str]] = field(default_factory=list, init=False)


def preview(given: Given, root: Path) -> Preview | Found:
    """Read and code a file to its end, and keep nothing. Raises LoadError when it cannot be read."""
    try:
        if recognise(given.path).rows == store.LISTS:
            reader, _ = _read_lists([given], root)
            reader.found.fewer = reader.fewer()
            return reader.found
        reading = read_any(given.path, state=given.state, session=given.session)
        found = Preview(given.path.name, reading.format)
        held: Counter[tuple[int, str, bool]] = Counter()
        for number, (raw, coded) in enumerate(_coded(reading.format.source, reading.rows, root)):
            if isinstance(coded, Rejected):
                found.rejected.append(coded)
                continue
            found.rows += coded.response != "pledge"
            found.pledges += coded.response == "pledge"
            found.reviews[coded.session, coded.state_under_review] += 1
            held[coded.session, coded.state_under_review, coded.response == "pledge"] += 1
            if number < SHOWN:
                found.first.append((raw, coded))
    except ReadError as error:
        raise LoadError(error.said) from error
    found.rejected += reading.rejected
    found.skipped = reading.skipped
    found.fewer = _fewer(held, reading.format.source, root)
    return found


def _fewer(
    held: Mapping[tuple[int, str, bool], int], source: str, root: Path
) -> dict[tuple[int, str], tuple[int, int]]:
    """Reviews of which more rows are served than are held, of recommendations or pledges: both numbers."""
    served = store.current(source, root)
    found: dict[tuple[int, str], tuple[int, int]] = {}
    if served is None or source in ADDED:
        return found
    with contextlib.suppress(*store.DAMAGE):  # which is the doctor's to tell
        there = [facts.reviews_of(served.files / name) for name in (facts.RECOMMENDATIONS, facts.PLEDGES)]
        for (session, state, pledge), n in held.items():
            if there[pledge][session, state] > n:
                was, now = found.get((session, state), (0, 0))
                found[session, state] = was + there[pledge][session, state], now + n
    return found


def load(
    files: Sequence[Given],
    root: Path,
    *,
    data: Path = database.DATA,
    progress: Callable[[str, int], None] | None = None,
) -> list[Result]:
    """Load files, one version per source they belong to, and serve it. `progress` is told a file and its rows so far.

    All files are read, and all databases written, before anything is swapped in. Raises LoadError when a file cannot be
    read or holds no row that can be taken, and store.StoreError when the data folder cannot be changed; what was served
    before is served still. Should the swap of one source fail after that of another, the error says which is loaded.
    """
    loaded: list[Result] = []
    by_source: dict[str, list[Given]] = {}
    same: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    once = _Once(data)
    try:
        for given in files:
            form = recognise(given.path)
            first = once.first(given, form)
            if first is not given:
                same[form.source].append((given.path.name, first.path.name))
                continue
            if form.rows != store.LISTS:
                read_any(given.path, state=given.state, session=given.session)
            by_source.setdefault(form.source, []).append(given)
        with store.changing(root), contextlib.ExitStack() as stack:
            lists_beside = None
            ready = []
            for source, its in sorted(by_source.items(), key=lambda each: each[0] != store.LISTS):
                folder = stack.enter_context(store.new_version(source, root))
                place = _Place(source, its, root, data, folder, progress or (lambda *_: None))
                result = _load_lists(place) if source == store.LISTS else _load(place, lists_beside)
                result.same = same[source]
                lists_beside = folder if source == store.LISTS else lists_beside
                ready.append((place, result))
            for place, result in ready:
                result.version = store.complete(result.source, place.folder, _log(place, result), root).number
                loaded.append(result)
    except store.FullError as error:
        raise store.FullError(Said("refusal.unchanged", reason=error.said)) from error
    except (ReadError, OSError, database.Error) as error:
        raise LoadError(_failed(error, loaded, list(by_source), root, data)) from error
    return loaded


def _failed(error: Exception, loaded: Sequence[Result], wanted: Sequence[str], root: Path, data: Path) -> Said:
    """What a load that failed says. What it had loaded by then is finished."""
    reason = error.said if isinstance(error, ReadError) else Said("refusal.problem", problem=problem(error))
    if not loaded:
        return Said("refusal.unchanged" if isinstance(error, ReadError) else "refusal.unchanged_by", reason=reason)
    done = [each.source for each in loaded]
    others = ", ".join(each for each in wanted if each not in done)
    said = Said("refusal.partly", done=", ".join(done), others=others, reason=reason)
    for source in done:
        try:
            version = store.current(source, root)
            _ = version and finish(version, root, data=data)
        except LoadError as unfinished:
            said = Said("refusal.and", first=said, last=unfinished.said)
    return said


def finish(version: store.Version, root: Path, *, data: Path = database.DATA) -> float:
    """Make the texts of a version searchable and flag civil society in them; the seconds it took.

    The second step of a load, apart from it so that what was loaded is served at once. The snapshot with index and
    flags is made beside the one that is served, and replaces it in one step if the version is still the current one.
    Stopped at any moment it leaves what was served in place, and can be run again. Lists of submissions have no texts:
    nothing is done for them. Raises LoadError, which says that what was loaded is served and how to finish it.
    """
    if version.source == store.LISTS:
        return 0.0
    start = time.perf_counter()
    try:
        with store.changing(root):
            indexing.write_flags(version.files, data)
            indexing.write_index(version.files)
            served = store.current(version.source, root)  # with the lists of now, not those of when it was asked for
            if served and served.number == version.number:
                store.serve(served, served.snapshot(data), root)
    except (store.StoreError, OSError, ValueError, database.Error) as error:
        reason = error.said if isinstance(error, store.StoreError) else Said("refusal.problem", problem=problem(error))
        raise LoadError(Said("refusal.unfinished", source=version.source, reason=reason)) from error
    return time.perf_counter() - start


@dataclass(frozen=True)
class _Place:
    """The files of one source, the folder that they are loaded into, and who is told how far it is."""

    source: str
    files: Sequence[Given]
    root: Path
    data: Path
    folder: Path
    progress: Callable[[str, int], None]

    @property
    def made(self) -> Path:
        """The files that stand in for those of data/."""
        return self.folder / "data"


def _log(place: _Place, result: Result) -> dict[str, object]:
    """What is kept of a load; `before` is the version that it was made from, 0 where there was none."""
    before = store.current(result.source, place.root)
    return {
        "source": result.source,
        "loaded": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "before": before.number if before else 0,
        "files": [given.path.name for given in place.files],
        **{name: getattr(result, name) for name in ("new", "changed", "unchanged", "gone")},
        "rejected": len(result.rejected),
        "notes": len(result.notes),
        "twice": result.twice,
        "skipped": result.skipped,
        "same": [file for file, _ in result.same],
    }


def _load(place: _Place, lists_beside: Path | None) -> Result:
    """Write the rows of files beside what is served; `lists_beside` is a version of lists that comes with them."""
    start = time.perf_counter()
    source, root, data, made = place.source, place.root, place.data, place.made
    before = store.current(source, root)
    rejected: list[Rejected] = []
    skipped: Counter[str] = Counter()
    with facts.Writer(made) as writer:
        for given in place.files:
            reading = read_any(given.path, state=given.state, session=given.session)
            for number, (raw, coded) in enumerate(_coded(source, reading.rows, root, data), start=1):
                if isinstance(coded, Rejected):
                    rejected.append(coded)
                else:
                    writer.add(coded, raw.text)
                if number % EVERY == 0:
                    place.progress(given.path.name, number)
            rejected += reading.rejected
            skipped.update(reading.skipped)
        if not writer.keys:
            raise ReadError(_nothing("refusal.no_row_taken", place, rejected))
        counts = writer.finish(before.files if before else None, adds=source in ADDED)
    notes = _unused(root, data)
    _write_aside(place, rejected, notes)
    _write_beside(place, len(rejected), counts, writer.themes, before)
    lists_served = store.current(store.LISTS, root)
    beside = lists_beside / "data" if lists_beside else lists_served.files if lists_served else None
    database.ensure_snapshot(data, place.folder, over=(made, beside) if beside else (made,))
    seconds = time.perf_counter() - start
    return Result(
        source, 0, **counts, rejected=rejected, skipped=dict(skipped), twice=writer.twice, seconds=seconds, notes=notes
    )


def _read_lists(
    files: Iterable[Given],
    root: Path,
    data: Path = database.DATA,
    progress: Callable[[str, int], None] = lambda *_: None,
) -> tuple[loaded.Reader, store.Version | None]:
    """Files of submissions, read beside what is loaded; the version that is served."""
    before = store.current(store.LISTS, root)
    kept = documents.read_lists(before.files) if before else ()
    reader = loaded.Reader(data, store.mappings(root, data), kept)
    for given in files:
        reader.read(given.path, given.state, given.session)
        progress(given.path.name, len(reader.found.submissions))
    reader.found.notes += [*reader.alike(), *_unused(root, data)]
    return reader, before


def _load_lists(place: _Place) -> Result:
    """Write lists of submissions beside what is served: those of before, but of the same reviews, and these."""
    start = time.perf_counter()
    source, root, data, made = place.source, place.root, place.data, place.made
    reader, before = _read_lists(place.files, root, data, place.progress)
    found, rejected = reader.found, reader.found.rejected
    if not found.documents:
        raise ReadError(_nothing("refusal.no_submission_taken", place, rejected))
    was = documents.read_lists(before.files) if before else ()
    counts = loaded.compared(
        documents.combined(reader.embedded, was), found.documents, [each.review for each in found.documents]
    )
    today = datetime.now(tz=UTC).date().isoformat()
    documents.write_lists(made, reader.loaded(), today=today, rejected=len(rejected))
    _write_aside(place, rejected, found.notes)
    database.ensure_snapshot(data, place.folder, over=(made,))
    store.with_lists(store.Version(source, 0, place.folder), root, data)
    seconds = time.perf_counter() - start
    return Result(source, 0, **counts, rejected=rejected, skipped={}, twice=0, seconds=seconds, notes=found.notes)


def _nothing(key: str, place: _Place, rejected: Sequence[Rejected]) -> Said:
    """What is said of files of which no row can be taken."""
    first = Said("refusal.first", reason=rejected[0].reason) if rejected else ""
    return Said(key, file=place.files[0].path.name, first=first)


def _coded(
    source: str, rows: Iterable[Any], root: Path, data: Path = database.DATA
) -> Iterator[tuple[RawRow, Recommendation | Rejected]]:
    """Each row with what it is coded to. One coder per file, so that a row has one key whichever file it comes in.

    Raises ReadError when too many rows cannot be taken: such a file is another one than it seems.
    """
    coder = Coder(source, data, read_corrections(data), store.mappings(root, data))
    rejected = 0
    for row in rows:
        coded = coder.code(row)
        if isinstance(coded, Rejected):
            rejected += 1
            if rejected > MOST_REJECTED:
                raise ReadError(Said("refusal.rejected", file=row.file, most=MOST_REJECTED, reason=coded.reason))
        yield row, coded


class _Once:
    """Tells files whose content came before.

    Files of equal content that say different reviews by their names, where it does not stand inside, are different.
    """

    def __init__(self, data: Path) -> None:
        self.known = Names(read_aliases(data / "state_aliases.csv"))
        self.came: defaultdict[str, list[tuple[Given, tuple[object, object]]]] = defaultdict(list)

    def first(self, given: Given, form: Format) -> Given:
        """The first file with this content about this review: this one itself, where none came before."""
        with given.path.open("rb") as file:
            came = self.came[hashlib.file_digest(file, "sha256").hexdigest()]
        about = self._about(given, form)
        for other, its in came:
            if all(None in pair or len(set(pair)) == 1 for pair in zip(about, its, strict=True)):
                return other
        came.append((given, about))
        return given

    def _about(self, given: Given, form: Format) -> tuple[object, object]:
        """State and session that are said of a file, each None where it is not."""
        state = session = None
        if form.needs_review:
            state, session = review_of(given.path.name, self.known)
        elif form.code == loaded.SUMMARY and (named := NAME_OF_FILE.search(given.path.name)):
            state, session = named.group(2).upper(), int(named.group(1))
        return given.state or state, given.session or session


def _unused(root: Path, data: Path) -> list[Note]:
    """What a person should know of names that are mapped to a code that does not exist."""
    wrong = store.wrong_mappings(root, data)
    return [loaded.Note("mappings.csv", 0, "mapping", " ".join(each), "mapping_unknown") for each in wrong]


def _write_aside(place: _Place, rejected: Sequence[Rejected], notes: Sequence[Note]) -> None:
    """What a person is told of a load."""
    rows = [tuple(getattr(row, name) for name in REJECTED) for row in rejected]
    small_tables.write(place.folder / "rejected.csv", [REJECTED, *rows])
    small_tables.write(place.folder / "notes.csv", [REJECTED, *map(loaded.stored, notes)])


def _write_beside(
    place: _Place,
    rejected: int,
    counts: dict[str, int],
    themes: Mapping[str, str],
    before: store.Version | None,
) -> None:
    """The small files of a version: what it is, its log, its topics."""
    source, folder, files = place.source, place.made, [given.path.name for given in place.files]
    today = datetime.now(tz=UTC).date().isoformat()
    topics = SOURCES[source].vocabulary
    (folder / "dataset.toml").write_text(
        f'source = "{source}"\nversion = "{today}"\ntopics = "{topics}"\n', encoding="utf-8"
    )
    note = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    step = f"load of {', '.join(files[:SHOWN])}{' ...' if len(files) > SHOWN else ''}"
    total = sum(counts.values()) - counts["gone"]
    log = [("position", "step", "rows_in", "rows_out", "rows_rejected", "note")]
    small_tables.write(folder / "build_log.csv", [*log, (1, step, total + rejected, total, rejected, note)])
    named = {**(_topics(before.files) if before else {}), **themes}
    if topics == "issues" and named:  # themes of a list of one's own stand beside the issues
        named |= _topics(place.data)
    if len(named) > MOST_TOPICS:
        raise ReadError(Said("refusal.themes", found=len(named), most=MOST_TOPICS))
    if named or topics == "themes":
        small_tables.write(folder / "issues.csv", [("issue", "name"), *sorted(named.items())])


def _topics(folder: Path) -> dict[str, str]:
    """Code and name of each issue and theme of a folder."""
    path = folder / "issues.csv"
    return {row["issue"]: row["name"] for row in small_tables.read(path)} if path.exists() else {}
