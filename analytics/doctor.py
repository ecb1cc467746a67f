"""What is loaded here, and whether it is sound: `python -m analytics.doctor`.

Every file of the embedded facts and of every version is compared with its checksum, and every snapshot that is served
is opened, or made anew. With --repair what can be mended is mended before, see `loading.repairing`.
"""

from __future__ import annotations

import argparse
import contextlib
import stat
import sys
from collections.abc import Generator, Iterator, Sequence
from itertools import combinations, groupby
from pathlib import Path

from analytics import checksums, database
from analytics.catalogue import documents
from analytics.folders import data_folder
from analytics.loading import default, facts, indexing, mappings, repairing, store
from analytics.loading.store import Version
from analytics.sentences import Said, SaidError
from analytics.sources.reading import problem
from analytics.starting.ending import command
from analytics.terminal import plain

LISTED = 20


@command
@plain
def main(arguments: Sequence[str] = ()) -> int:
    """Command line; 0 when everything that is served is sound."""
    parser = argparse.ArgumentParser(prog="python -m analytics.doctor", description="Is what is loaded here sound?")
    parser.add_argument("--repair", action="store_true", help="mend what can be mended, and say what was done")
    options = parser.parse_args(arguments)
    root = data_folder()
    unsound: list[Exception] = []
    if options.repair:
        with _naming(unsound):
            print("\n".join(repairing.repair(root)) or "Nothing of what is loaded has to be mended.")
    with _naming(unsound):
        snapshot = database.ensure_snapshot()
        print(f"Embedded facts: {snapshot.name}, {snapshot.stat().st_size / 1e6:.1f} MB in {snapshot.parent}")
    print(f"Loaded data: {root}{'' if root.exists() else ' (nothing loaded yet)'}")
    with _naming(unsound):
        _read_folders(root)
    for source in sorted({*store.kept(root), *store.sources(root)}):
        with _naming(unsound):
            served = store.if_known(source, root)
            for version in store.versions(source, root):
                _print_version(version, served=served is not None and version.number == served.number)
            _print_served(store.current(source, root), root)
    lists = store.if_known(store.LISTS, root)
    if lists and not unsound:
        print(f"Lists of submissions loaded, part of every data set: {len(documents.read_lists(lists.files))}")
    for (one, other), both in groupby(overlaps(root) if not unsound else (), key=lambda each: each[:2]):
        _print_overlap(one, other, [each[2:] for each in both])
    with _naming(unsound):
        print(f"Names mapped: {sum(len(names) for names in mappings.mapped(root).values())}")
    with _naming(unsound):
        wish, shown = default.wish(root), default.default(root)
        lost = f" ('{wish}' was chosen, and is not served)" if wish and not shown else ""
        print(f"Shown where a link names no data set: {shown or default.EMBEDDED}{lost}")
    return 1 if unsound else 0


@contextlib.contextmanager
def _naming(unsound: list[Exception]) -> Generator[None]:
    """Print what is not sound, and go on."""
    try:
        yield
    except (SaidError, *store.DAMAGE) as error:
        print(f"  {error if isinstance(error, SaidError) else f'{problem(error)}.'}")
        unsound.append(error)


def _read_folders(root: Path) -> None:
    """Raise StoreError, naming the folder, where one of a source cannot be read: it would look empty."""
    folder = root
    try:
        for folder in (root, *root.iterdir()) if root.exists() else ():
            if stat.S_ISDIR(folder.stat().st_mode):
                next(folder.iterdir(), None)
    except OSError as error:
        raise store.StoreError(Said("damage.folder", folder=str(folder), problem=problem(error))) from error


def overlaps(root: Path) -> Iterator[tuple[str, str, tuple[int, str], tuple[int, int]]]:
    """Reviews that are in two sources, with the rows of each: their units differ, so they are never pooled."""
    reviews = {default.EMBEDDED: facts.reviews_of(database.DATA / facts.RECOMMENDATIONS)}
    for source in store.datasets(root):
        served = store.if_known(source, root)
        with contextlib.suppress(*store.DAMAGE):  # what is damaged is not counted, and named where it would be shown
            if served:
                served.check()
                reviews[source] = facts.reviews_of(served.files / facts.RECOMMENDATIONS)
    for one, other in combinations(reviews, 2):
        for review in sorted(reviews[one].keys() & reviews[other].keys()):
            yield one, other, review, (reviews[one][review], reviews[other][review])


def _print_overlap(one: str, other: str, both: Sequence[tuple[tuple[int, str], tuple[int, int]]]) -> None:
    """Both totals of the reviews that are in two sources, then those of the first ones."""
    first, second = (sum(counts[place] for _, counts in both) for place in (0, 1))
    print(f"In two sources: {len(both):,} reviews, {one} {first:,}, {other} {second:,} rows.")
    for (session, state), counts in both[:LISTED]:
        print(f"  session {session}, {state}: {one} {counts[0]:,}, {other} {counts[1]:,} rows")
    if len(both) > LISTED:
        print(f"  and {len(both) - LISTED:,} more, which the page Your data lists")


def line(version: Version, *, served: bool) -> str:
    """What a person is told of a version; * marks the one that is served."""
    log, said = version.logged, "its log cannot be read"
    if log:
        said = (
            f"loaded {log['loaded']} from {', '.join(log['files'])}; {log['new']:,} new, {log['changed']:,} changed, "
            f"{log['unchanged']:,} unchanged, {log['gone']:,} gone, {log['rejected']:,} rejected"
        )
    return f"  {'*' if served else ' '} {version.source} {version.number}: {said}; {version.size / 1e6:.1f} MB"


def _print_version(version: Version, *, served: bool) -> None:
    """The line on a version, and what is wrong with its files: of the one that is served it is said why below."""
    print(line(version, served=served))
    found = version.damage()
    if found and not served:
        print(f"    damaged, and not served: {checksums.in_words(found)}")
    if not version.is_checked():
        print(
            "    loaded before checksums were kept, so nobody can say whether it is as it was: load it again, or have"
        )
        print("    its files taken as they are now: python -m analytics.doctor --repair")


def _print_served(version: Version | None, root: Path) -> None:
    """That the version that is served is sound. Raises one of DAMAGE where it is not."""
    if not version:
        return
    path = version.snapshot() if version.source == store.LISTS else store.shown(version, root, store.snapshot_of)[1]
    print(f"    sound: {path.name}{', one series with the built-in data' if version.name == store.SERIES else ''}")
    if version.source != store.LISTS and not (version.files / indexing.INDEX).exists():
        print(f"    texts not searchable yet: python -m analytics.load --finish {version.source}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
