"""The files that a person brings: what they are, which of them came before, and their rows in codes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from analytics.catalogue import documents, loaded
from analytics.catalogue.loaded import Note
from analytics.folders import DATA
from analytics.loading import mappings, store
from analytics.sentences import Said
from analytics.sources.names import Names, read_aliases
from analytics.sources.ohchr import review_of
from analytics.sources.reading import MOST_REJECTED, ReadError
from analytics.sources.recognise import Reading, Recognised, recognise
from analytics.sources.recommendations import Coder, RawRow, Recommendation, Rejected, read_corrections
from analytics.sources.summaries.reader import NAME_OF_FILE


@dataclass(frozen=True)
class Given:
    """A file, and which review it is about where it does not say so itself."""

    path: Path
    state: str | None = None
    session: int | None = None
    said: str | None = None
    """The format that a person named, where a file can have several."""

    @cached_property
    def recognised(self) -> Recognised:
        """Its format, found once."""
        return recognise(self.path, self.said)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of its content."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def read(self) -> Reading:
        """Its rows, from the first one on."""
        return self.recognised.read(state=self.state, session=self.session)


class Once:
    """Tells files whose content came before.

    Files of equal content that say different reviews by their names, where it does not stand inside, are different.
    """

    def __init__(self, data: Path) -> None:
        self.known = Names(read_aliases(data / "state_aliases.csv"))
        self.came: defaultdict[str, list[tuple[Given, tuple[object, object]]]] = defaultdict(list)

    def first(self, given: Given) -> Given:
        """The first file with this content about this review: this one itself, where none came before."""
        came = self.came[given.digest]
        about = self._about(given)
        for other, its in came:
            if all(None in pair or len(set(pair)) == 1 for pair in zip(about, its, strict=True)):
                return other
        came.append((given, about))
        return given

    def _about(self, given: Given) -> tuple[object, object]:
        """State and session that are said of a file, each None where it is not."""
        state = session = None
        form = given.recognised.format
        if form.needs_review:
            state, session = review_of(given.path.name, self.known)
        elif form.code == loaded.SUMMARY and (named := NAME_OF_FILE.search(given.path.name)):
            state, session = named.group(2).upper(), int(named.group(1))
        return given.state or state, given.session or session


def coded_rows(
    source: str,
    rows: Iterable[Any],
    root: Path,
    data: Path = DATA,
    *,
    used: set[tuple[str, str]] | None = None,
    seen: set[int] | None = None,
) -> Iterator[tuple[RawRow, Recommendation | Rejected]]:
    """Each row with what it is coded to. One coder per file, so that a row has one key whichever file it comes in.

    Kind and name of what a person mapped, and that coded some row, are put into `used` at the end; keys into `seen`.
    Raises ReadError when too many rows cannot be taken: such a file is another one than it seems.
    """
    coder = Coder(source, data, read_corrections(data), mappings.mapped(root, data), seen)
    rejected = 0
    for row in rows:
        coded = coder.code(row)
        if isinstance(coded, Rejected):
            rejected += 1
            if rejected > MOST_REJECTED:
                raise ReadError(Said("refusal.rejected", file=row.file, most=MOST_REJECTED, reason=coded.reason))
        yield row, coded
    if used is not None:
        used |= coder.used()
    if seen is None:
        coder.seen.clear()  # what it remembers holds the coder itself, until garbage is collected


def read_lists(
    files: Iterable[Given],
    root: Path,
    data: Path = DATA,
    progress: Callable[[str, int], None] = lambda *_: None,
) -> tuple[loaded.Reader, store.Version | None]:
    """Files of submissions, read beside what is loaded; the version that is served, whose lists stay."""
    before = store.current(store.LISTS, root)
    if before:
        before.check()
    kept = documents.read_lists(before.files) if before else ()
    reader = loaded.Reader(data, mappings.mapped(root, data), kept)
    for given in files:
        reader.read(given.recognised, given.state, given.session)
        progress(given.path.name, len(reader.found.submissions))
    reader.found.notes += [*reader.alike(), *unknown_mappings(root, data)]
    return reader, before


def unknown_mappings(root: Path, data: Path) -> list[Note]:
    """What a person should know of names that are mapped to a code that does not exist."""
    wrong = mappings.unknown(root, data)
    return [loaded.Note(mappings.FILE, 0, "mapping", " ".join(each), "mapping_unknown") for each in wrong]
