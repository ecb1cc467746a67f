"""From a user's files to a version of a source: read, code, compare with what is there, write beside, swap in.

Files of one source replace the reviews they hold: what was loaded of the same review before is not in the new version
(but in the old one, which `store.undo` serves again). A list of the user's own is added to. Lists of submissions are
coded in `catalogue.loaded`; they are part of every data set. What a load would do says `forecast`.
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from analytics import checksums, database, flags
from analytics.catalogue import documents, loaded
from analytics.catalogue.loaded import Note
from analytics.checksums import DamagedError
from analytics.database import series
from analytics.loading import facts, indexing, store, version_files
from analytics.loading.given import Given, Once, coded_rows, read_lists, unknown_mappings
from analytics.loading.version_files import Place
from analytics.sentences import Said, SaidError
from analytics.sources.reading import ReadError, problem
from analytics.sources.recommendations import Rejected

EVERY = 5_000
"""Rows from one word about the progress to the next."""


class LoadError(SaidError):
    """Why files could not be loaded, for the person who brought them."""


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
    mapped: set[tuple[str, str]] = field(default_factory=set, init=False)
    """Kind and name of what a person mapped, and that coded some row."""


def load(
    files: Sequence[Given],
    root: Path,
    *,
    data: Path = database.DATA,
    progress: Callable[[str, int], None] | None = None,
    keeps: bool = False,
) -> list[Result]:
    """Load files, one version per source they belong to, and serve it. `progress` is told a file and its rows so far.

    `keeps`: what is loaded of the same reviews stays, but for rows that the files hold anew. Else it is replaced.

    All files are read, and all databases written, before anything is swapped in. Raises LoadError when a file cannot be
    read or holds no row that can be taken, and store.StoreError when the data folder cannot be changed; what was served
    before is served still. Should the swap of one source fail after that of another, the error says which is loaded.
    """
    loaded: list[Result] = []
    by_source: dict[str, list[Given]] = {}
    same: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    once = Once(data)
    try:
        for given in files:
            form = given.recognised.format
            first = once.first(given)
            if first is not given:
                same[form.source].append((given.path.name, first.path.name))
                continue
            if form.rows != store.LISTS:
                given.read()  # its first row, before anything is locked or written
            by_source.setdefault(form.source, []).append(given)
        with store.changing(root), contextlib.ExitStack() as stack:
            lists_beside = None
            ready = []
            for source, its in sorted(by_source.items(), key=lambda each: each[0] != store.LISTS):
                folder = stack.enter_context(store.new_version(source, root))
                place = Place(source, its, root, data, folder, progress or (lambda *_: None), keeps)
                result = _load_lists(place) if source == store.LISTS else _load(place, lists_beside)
                result.same = same[source]
                lists_beside = folder if source == store.LISTS else lists_beside
                ready.append((place, result))
            for place, result in ready:
                result.version = store.complete(
                    result.source, place.folder, version_files.log(place, result), root
                ).number
                loaded.append(result)
    except store.FullError as error:
        raise store.FullError(Said("refusal.unchanged", reason=error.said)) from error
    except (ReadError, DamagedError, OSError, database.Error) as error:
        raise LoadError(_failed(error, loaded, list(by_source), root, data)) from error
    return loaded


def _failed(error: Exception, loaded: Sequence[Result], wanted: Sequence[str], root: Path, data: Path) -> Said:
    """What a load that failed says. What it had loaded by then is finished."""
    reason = error.said if isinstance(error, SaidError) else Said("refusal.problem", problem=problem(error))
    if not loaded:
        return Said("refusal.unchanged" if isinstance(error, SaidError) else "refusal.unchanged_by", reason=reason)
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
            _write_derived(version, root, data)
            served = store.current(version.source, root)  # with the lists of now, not those of when it was asked for
            if served and served.number == version.number:
                store.serve(served, served.snapshot(data), root)
    except (SaidError, OSError, ValueError, database.Error) as error:
        reason = error.said if isinstance(error, SaidError) else Said("refusal.problem", problem=problem(error))
        raise LoadError(Said("refusal.unfinished", source=version.source, reason=reason)) from error
    return time.perf_counter() - start


def _write_derived(version: store.Version, root: Path, data: Path) -> None:
    """Make what comes of the texts of a version anew, whatever was there. Damage to its other files is an error."""
    if version.damage().keys() - store.DERIVED:
        version.check()
    with store.new_version(version.source, root) as beside:
        indexing.write_flags(version.files, data, beside)
        indexing.write_index(version.files, beside)
        made = {f"data/{name}": beside / name for name in (flags.FLAGS, indexing.WORDS, indexing.INDEX)}
        checksums.replace(version.folder, made, gone=[f"data/{flags.BEFORE}"])


def _load(place: Place, lists_beside: Path | None) -> Result:
    """Write the rows of files beside what is served; `lists_beside` is a version of lists that comes with them."""
    start = time.perf_counter()
    source, root, data, made = place.source, place.root, place.data, place.made
    before = store.current(source, root)
    if before:
        before.check()  # rows of it may stay
    rejected: list[Rejected] = []
    skipped: Counter[str] = Counter()
    used: set[tuple[str, str]] = set()
    with facts.Writer(made) as writer:
        for given in place.files:
            reading = given.read()
            rows = coded_rows(source, reading.rows, root, data, used=used, seen=writer.begin())
            for number, (raw, coded) in enumerate(rows, 1):
                if isinstance(coded, Rejected):
                    rejected.append(coded)
                else:
                    writer.add(coded, raw.text)
                if number % EVERY == 0:
                    place.progress(given.path.name, number)
            rejected += reading.rejected
            skipped.update(reading.skipped)
        if not writer.new:
            raise ReadError(_nothing("refusal.no_row_taken", place, rejected))
        counts = writer.finish(before.files if before else None, adds=place.keeps or source in facts.ADDED)
    notes = unknown_mappings(root, data)
    version_files.write_aside(place, rejected, notes)
    version_files.write_beside(place, len(rejected), counts, writer.themes, before)
    if series.mark(made) in series.SHOWN:  # the sessions beside have flags, and nobody is to see some without
        indexing.write_flags(made, data, made)
    lists = store.Version(store.LISTS, 0, lists_beside) if lists_beside else store.current(store.LISTS, root)
    store.Version(source, 0, place.folder, lists=lists).snapshot(data)
    seconds = time.perf_counter() - start
    result = Result(
        source, 0, **counts, rejected=rejected, skipped=dict(skipped), twice=writer.twice, seconds=seconds, notes=notes
    )
    result.mapped = used
    return result


def _load_lists(place: Place) -> Result:
    """Write lists of submissions beside what is served: those of before, but of the same reviews, and these."""
    start = time.perf_counter()
    source, root, data, made = place.source, place.root, place.data, place.made
    reader, before = read_lists(place.files, root, data, place.progress)
    found, rejected = reader.found, reader.found.rejected
    if not found.documents:
        raise ReadError(_nothing("refusal.no_submission_taken", place, rejected))
    was = documents.read_lists(before.files) if before else ()
    counts = loaded.compared(
        documents.combined(reader.embedded, was), found.documents, [each.review for each in found.documents]
    )
    today = datetime.now(tz=UTC).date().isoformat()
    documents.write_lists(made, reader.loaded(), today=today, rejected=len(rejected))
    version_files.write_aside(place, rejected, found.notes)
    database.ensure_snapshot(data, place.folder, over=(made,))
    store.with_lists(store.Version(source, 0, place.folder), root, data)
    seconds = time.perf_counter() - start
    return Result(source, 0, **counts, rejected=rejected, skipped={}, twice=0, seconds=seconds, notes=found.notes)


def _nothing(key: str, place: Place, rejected: Sequence[Rejected]) -> Said:
    """What is said of files of which no row can be taken."""
    first = Said("refusal.first", reason=rejected[0].reason) if rejected else ""
    return Said(key, file=place.files[0].path.name, first=first)
