"""What users have loaded, outside the repository: per source, versions written beside and swapped in whole.

    $UPR_DATA/<source>/<number>/   the files that stand in for those of data/, rejected.csv, log.json, the snapshot
    $UPR_DATA/submissions/         the same for lists of submissions, which are shown with every data set
    $UPR_DATA/<source>/current     number and snapshot of the version that is served; replaced in one step
    SHA256SUMS in a version        what its files are, see `checksums`; one that is damaged is named and not served
    $UPR_DATA/mappings.csv         names that a person mapped to codes, see `mappings`
    $UPR_DATA/lock                 held by whoever changes any of this, names and what is removed included

A version is complete when its folder has its number: it is written as `.<name>.part` and renamed. So a load that is
killed at any moment leaves the version before it in place, and the next one clears what is left of it. Nothing that was
loaded is overwritten: undo names an earlier version. How rows get here is in `intake`.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import shutil
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from analytics import checksums, database, flags
from analytics.checksums import DamagedError
from analytics.database import series
from analytics.loading import indexing
from analytics.sentences import Said, SaidError
from analytics.sources.reading import problem
from analytics.swapping import PART, flush, remove, sweep, write

NUMBER = "{:04d}"
CURRENT = "current"
LISTS = "submissions"
"""Lists of submissions: no data set of its own, but part of each, of the embedded one as of those that are loaded."""
SERIES = "series"
"""What a version that continues the embedded facts is called (`dataset.series`)."""
ROOM = 300_000_000
"""Bytes that must be free before a load starts; the largest source so far takes half of that, and a little more while
it is loaded."""
NO_ROOM = 0
"""What a change needs that only names another version, or writes a few lines."""
LEFT_OVER = 3_600
"""Seconds after which a small file that is written in the data folder itself is left over."""
POINTER = re.compile(r"(\d{1,9}) (upr-[0-9a-f]{12}\.duckdb)\n?")
"""What `current` holds, but for its digest."""
DERIVED = {f"data/{name}" for name in (indexing.WORDS, indexing.INDEX, flags.FLAGS)}
"""Files of a version that are made anew from its texts."""
DAMAGE = (database.Error, OSError, ValueError)
"""What a snapshot that cannot be made ends in, whether its files are damaged or there is no room."""
Made = TypeVar("Made")


class StoreError(SaidError):
    """Why the data folder could not be used or changed, for the person who asked."""


class BusyError(StoreError):
    """Somebody else is changing the data folder."""


class FullError(StoreError):
    """The disk is nearly full; nothing was changed by whoever is told so."""


@dataclass(frozen=True)
class Version:
    """One complete version of a source. `made`: the file name of its snapshot, where one is served.

    `lists` are the loaded lists of submissions that its snapshot holds beside its own rows.
    """

    source: str
    number: int
    folder: Path
    made: str = ""
    lists: Version | None = None

    @cached_property
    def log(self) -> dict[str, Any]:
        """When it was loaded, from which files, with which result. Raises DamagedError where that cannot be read."""
        try:
            return json.loads(checksums.content(self.folder, "log.json"))
        except (OSError, ValueError) as error:
            raise DamagedError(self.said_damaged(error)) from error

    @property
    def logged(self) -> dict[str, Any]:
        """The same; nothing where that cannot be read."""
        with contextlib.suppress(DamagedError):
            return self.log
        return {}

    def is_checked(self) -> bool:
        """Whether it has checksums: it was loaded since there are any, or they were written down later."""
        return checksums.are_kept(self.folder) or not self.logged or "checksums" in self.logged

    def damage(self) -> dict[str, Said]:
        """What is wrong with which of its files."""
        return checksums.damage(self.folder) if self.is_checked() else {}

    def check(self) -> None:
        """Raise DamagedError, naming its files and what helps, where it is not as it was loaded."""
        found = self.damage() if self.number else {}  # it has its number once it is complete
        if found:
            raise DamagedError(self.said_damaged(checksums.in_words(found), finishes=found.keys() <= DERIVED))

    def said_damaged(self, why: Exception | str, *, finishes: bool = False) -> Said:
        """That it is damaged, and the command that helps."""
        what = why.said if isinstance(why, SaidError) else problem(why) if isinstance(why, Exception) else why
        if isinstance(what, Said) and what.key == "damage.version":
            return what
        command = f"python -m analytics.load --{'finish' if finishes else 'undo'} {shlex.quote(self.source)}"
        return Said("damage.version", number=str(self.number), source=self.source, what=what, command=command)

    @property
    def files(self) -> Path:
        """The files that stand in for those of data/."""
        return self.folder / "data"

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    @property
    def name(self) -> str:
        """What people call it: by its source, or the series that it is part of."""
        with contextlib.suppress(*DAMAGE):  # which is the doctor's to tell
            if self.source != LISTS and series.is_series(self.files, database.DATA):
                return SERIES
        return self.source

    def snapshot(self, data: Path = database.DATA) -> Path:
        """Its database, made now if it is absent or damaged, and anew once an update of the atlas changes it."""
        for each in filter(None, (self, self.lists)):
            each.check()
        over = (self.files, self.lists.files) if self.lists else (self.files,)
        try:
            return database.ensure_snapshot(data, self.folder, over)
        except Exception as error:  # files that nobody could check fail in as many ways as there are damages
            if self.is_checked() or isinstance(error, (OSError, SaidError)):
                raise
            raise DamagedError(self.said_damaged(error)) from error


def sources(root: Path) -> list[str]:
    """Sources of which a version is served."""
    return sorted(path.parent.name for path in root.glob(f"*/{CURRENT}")) if root.exists() else []


def kept(root: Path) -> list[str]:
    """Sources that have a version, whether one is served or not."""
    return sorted({path.parent.parent.name for path in root.glob("*/[0-9]*/log.json")})


def datasets(root: Path) -> list[str]:
    """Those of them that can be looked at by themselves."""
    return [source for source in sources(root) if source != LISTS]


def versions(source: str, root: Path) -> list[Version]:
    """Every complete version of a source, the oldest first."""
    folders = (root / source).glob("[0-9]*") if source.isidentifier() else ()
    found = [path for path in folders if path.name.isdecimal() and (path / "log.json").exists()]
    lists = _lists_for(source, root)
    return [
        Version(source, int(path.name), path, lists=lists) for path in sorted(found, key=lambda path: int(path.name))
    ]


def current(source: str, root: Path) -> Version | None:
    """The version of a source that is served; None when there is none. Raises DamagedError when that cannot be said."""
    if not source.isidentifier():
        return None
    try:
        text, _ = checksums.unsealed((root / source / CURRENT).read_bytes())
        what = Said("damage.changed", file=CURRENT)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, DamagedError) as error:
        text, what = "", error.said if isinstance(error, DamagedError) else problem(error)
    found = POINTER.fullmatch(text)
    if found:
        folder = root / source / NUMBER.format(int(found[1]))
        if folder.is_dir():
            return Version(source, int(found[1]), folder, found[2], _lists_for(source, root))
        what = Said("damage.missing", file=folder.name)
    raise DamagedError(Said("damage.pointer", source=source, what=what))


def if_known(source: str, root: Path) -> Version | None:
    """The version of a source that is served; None when there is none, or when nobody can say which."""
    with contextlib.suppress(DamagedError):
        return current(source, root)
    return None


def _lists_for(source: str, root: Path) -> Version | None:
    """The loaded lists that are part of a source: lists are not part of themselves."""
    return None if source == LISTS else if_known(LISTS, root)


def embedded(root: Path) -> Path:
    """The snapshot that was delivered, or that of the embedded facts with the loaded lists, if there are any."""
    return database.delivered() or shown(None, root, snapshot_of)[1]


def said_of(version: Version | None, error: Exception) -> Said:
    """Why a version is not shown, from what its snapshot ended in."""
    if isinstance(error, SaidError):
        return error.said
    if version and not version.is_checked():
        return version.said_damaged(error)
    return Said("refusal.problem", problem=problem(error))


def snapshot_of(version: Version | None) -> Path:
    """The snapshot of a version; of the embedded facts alone, where there is none."""
    return version.snapshot() if version else database.ensure_snapshot()


def shown(
    version: Version | None, root: Path, show: Callable[[Version | None], Made]
) -> tuple[Version | None, Made, Said | None]:
    """A version, or the embedded facts with the loaded lists, what `show` makes of it, and what is said of damage.

    Damaged lists are left out, and that is said. Raises one of DAMAGE where `show` fails without them too.
    """
    left_out = None
    try:
        lists = current(LISTS, root)
    except DamagedError as error:
        lists, left_out = None, Said("damage.lists", reason=error.said)
    version = version or lists
    try:
        return version, show(version), left_out
    except DAMAGE as error:
        if not lists or (lists.is_checked() and not lists.damage()):
            raise
        version = None if version is lists else version and replace(version, lists=None)
        left_out = Said("damage.lists", reason=lists.said_damaged(error))
    return version, show(version), left_out


@contextlib.contextmanager
def changing(root: Path, room: int = ROOM, patience: float = 0.0) -> Generator[None]:
    """Hold the data folder while it is changed. What an interrupted change left is cleared first.

    `room`: bytes that must be free. `patience`: seconds that another change is waited for.

    Raises BusyError when somebody else holds it, FullError when the disk is nearly full, StoreError when it cannot be
    written.
    """
    import filelock

    try:
        root.mkdir(parents=True, exist_ok=True)
        held = filelock.FileLock(root / "lock", timeout=patience).acquire()
    except filelock.Timeout as error:
        raise BusyError(Said("refusal.busy")) from error
    except OSError as error:
        raise StoreError(Said("refusal.folder", folder=str(root), problem=problem(error))) from error
    with held:
        free = shutil.disk_usage(root).free
        if free < room:
            left, needed = round(free / 1e6), round(room / 1e6)
            raise FullError(Said("refusal.room", folder=str(root), free=left, needed=needed))
        for leftover in (*root.glob(f"*/.*{PART}"), *root.glob(f"*/[0-9]*/data/.*{PART}")):
            remove(leftover)
        for leftover in root.glob(f".*{PART}"):  # not all of them are written by who holds the folder
            with contextlib.suppress(OSError):
                if leftover.stat().st_mtime < time.time() - LEFT_OVER:
                    remove(leftover)
        yield


@contextlib.contextmanager
def new_version(source: str, root: Path) -> Generator[Path]:
    """A folder to write the next version of a source in; it becomes one by `complete`, else it goes away."""
    folder = root / source / f".{os.getpid()}-{os.urandom(4).hex()}.part"
    (folder / "data").mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def complete(source: str, folder: Path, log: Mapping[str, Any], root: Path) -> Version:
    """Make the folder the version that is served. Everything is on the disk before its name is."""
    number = max((each.number for each in versions(source, root)), default=0) + 1
    kept = {**log, "checksums": checksums.NAME}
    (folder / "log.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    checksums.keep(folder)
    for path in folder.rglob("*"):
        if path.is_file():
            flush(path)
    made = folder.rename(root / source / NUMBER.format(number))
    version = Version(source, number, made, lists=_lists_for(source, root))
    try:
        serve(version, version.snapshot(), root)
    except BaseException:
        served = current(source, root)
        if not (served and served.number == number):
            remove(made)  # nobody serves it, so it was not loaded
        raise
    return version


def adopt(version: Version) -> None:
    """Write down what the files of a version from before there were checksums are now."""
    kept = {**version.log, "checksums": checksums.NAME}
    write(version.folder / "log.json", json.dumps(kept, ensure_ascii=False, indent=1).encode())
    checksums.keep(version.folder)


def serve(version: Version, snapshot: Path, root: Path) -> None:
    """Serve this snapshot of a version from now on: one rename, so that a reader sees the old one or the new one.

    With lists of submissions, the snapshots of every data set are made anew before, so that no reader waits for them.
    """
    others = with_lists(version, root) if version.source == LISTS else []
    _point(version, snapshot, root)
    for other, made in others:
        _point(other, made, root)


def with_lists(lists: Version | None, root: Path, data: Path = database.DATA) -> list[tuple[Version, Path]]:
    """Every served data set with these lists, and its snapshot, made now.

    One that cannot be opened as it is either is left to the doctor; any other that cannot be made is an error.
    """
    found = []
    for version in (if_known(source, root) for source in datasets(root)):
        if version:
            other = replace(version, lists=lists)
            try:
                found.append((other, other.snapshot(data)))
            except DAMAGE:
                if _opens(version, data):
                    raise
    return found


def _opens(version: Version, data: Path) -> bool:
    try:
        version.snapshot(data)
    except DAMAGE:
        return False
    return True


def _point(version: Version, snapshot: Path, root: Path) -> None:
    write(root / version.source / CURRENT, checksums.sealed(f"{version.number} {snapshot.name}\n"))
    _tidy(version.source, root)


def _tidy(source: str, root: Path) -> None:
    """Remove the snapshots that are served no longer, but one per version, and beside the served one the one before it.

    Lists come in many small loads: of their versions only the one before the served one keeps its snapshot, any other
    has it made anew. Who still reads a removed one keeps it open until done.
    """
    served = if_known(source, root)
    for version in versions(source, root):
        sweep(version.folder, "upr")
        made = sorted(version.folder.glob("upr-*.duckdb"), key=lambda path: path.stat().st_mtime, reverse=True)
        kept = {served.made} if served and served.number == version.number else set()
        others = [path for path in made if path.name not in kept]
        spared = source != LISTS or (served is not None and version.number >= served.number - 1)
        for path in others[int(spared) :]:
            remove(path)


def before(version: Version, root: Path) -> Version | None:
    """What an undo of this version serves: the one it was made from; None where it was made from nothing."""
    made_from = version.logged.get("before", version.number - 1)
    earlier = [each for each in versions(version.source, root) if each.number <= made_from]
    return earlier[-1] if earlier else None


def sound_before(version: Version, root: Path) -> Version | None:
    """The last version on the way back from this one that is not damaged."""
    back = before(version, root)
    return sound_before(back, root) if back and back.damage() else back


def contents(version: Version | None, root: Path) -> set[str]:
    """SHA-256 of every file that this version and those it was made from were loaded from."""
    return {digest for each in made_from(version, root) for digest in each.logged.get("contents", ())}


def made_from(version: Version | None, root: Path) -> Iterator[Version]:
    """A version and those that it was made from: what one undo after the other serves."""
    while version:
        yield version
        version = before(version, root)


def forget(source: str, number: int, root: Path, *, needed: bool = False) -> int:
    """Remove a version and its files for good; the bytes that are free then.

    Raises StoreError for one that does not exist or is served, and, unless one that is `needed` may go too, for one
    that an undo would serve.
    """
    known = versions(source, root)
    wanted = next((each for each in known if each.number == number), None)
    served = current(source, root)
    if not wanted:
        there = ", ".join(str(each.number) for each in known) or Said("refusal.none")
        raise StoreError(Said("refusal.no_version", number=str(number), source=source, there=there))
    if served and served.number == number:
        raise StoreError(Said("refusal.remove_served", number=str(number), source=source))
    undone = made_from(served or known[-1], root)
    if number in {each.number for each in undone} and not needed:
        raise StoreError(Said("refusal.remove_needed", number=str(number), source=source))
    size = wanted.size
    aside = root / source / f".{wanted.folder.name}-{os.urandom(4).hex()}{PART}"
    try:
        remove(wanted.folder.rename(aside))  # in one step; what a killed process leaves of it goes at the next change
    except OSError as error:
        raise StoreError(Said("refusal.folder", folder=str(root), problem=problem(error))) from error
    return size


def undo(source: str, root: Path, number: int | None = None) -> Version | None:
    """Serve an earlier version again: the one `before` the current one, or the one with this number.

    Before the first version of a source are the embedded data alone: None. Its files stay, and its number serves it
    again. Raises StoreError, naming what exists.
    """
    known = versions(source, root)
    served = if_known(source, root)
    if number:
        back = next((each for each in known if each.number == number), None)
    else:
        back = sound_before(served, root) if served else None
    if not back and (number or not served):
        there = ", ".join(str(each.number) for each in known) or Said("refusal.none")
        said = Said("refusal.no_earlier", source=source, there=there)
        if number:
            said = Said("refusal.no_version", number=str(number), source=source, there=there)
        if served:
            said = Said("refusal.and", first=said, last=Said("refusal.served", number=str(served.number)))
        elif known:
            said = Said("refusal.and", first=said, last=Said("refusal.not_served", number=str(known[-1].number)))
        raise StoreError(said)
    try:
        go_back(source, back, root)
    except DamagedError as error:
        raise StoreError(error.said) from error
    except DAMAGE as error:
        raise StoreError(Said("refusal.not_taken_back", source=source, problem=problem(error))) from error
    return back


def go_back(source: str, back: Version | None, root: Path) -> None:
    """Serve this version of a source, or none. Raises one of DAMAGE where that cannot be; nothing is changed then."""
    if back:
        serve(back, back.snapshot(), root)
        return
    others = with_lists(None, root) if source == LISTS else []
    (root / source / CURRENT).unlink()
    for other, made in others:
        _point(other, made, root)
