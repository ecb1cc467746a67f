"""What is loaded here, and whether it is sound: `python -m analytics.doctor`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import combinations, groupby
from pathlib import Path

from analytics import database
from analytics.catalogue import documents
from analytics.folders import data_folder
from analytics.loading import facts, indexing, mappings, store
from analytics.loading.default import EMBEDDED, default
from analytics.loading.store import Version
from analytics.sources.reading import ReadError
from analytics.starting.ending import command
from analytics.terminal import plain

LISTED = 20


@command
@plain
def main() -> int:
    """Command line; 0 when every version that is served is sound."""
    root = data_folder()
    snapshot = database.ensure_snapshot()
    lists = store.current(store.LISTS, root)
    print(f"Embedded facts: {snapshot.name}, {snapshot.stat().st_size / 1e6:.1f} MB in {snapshot.parent}")
    print(f"Loaded data: {root}{'' if root.exists() else ' (nothing loaded yet)'}")
    sound = True
    for source in store.sources(root):
        served = store.current(source, root)
        for version in store.versions(source, root):
            print(line(version, served=served is not None and version.number == served.number))
        sound &= served is not None and _is_sound(served)
    if lists and sound:
        print(f"Lists of submissions loaded, part of every data set: {len(documents.read_lists(lists.files))}")
    for (one, other), both in groupby(overlaps(root) if sound else (), key=lambda each: each[:2]):
        _print_overlap(one, other, [each[2:] for each in both])
    mapped = sum(len(names) for names in mappings.mapped(root).values())
    print(f"Names mapped: {mapped}")
    print(f"Shown where a link names no data set: {default(root) or EMBEDDED}")
    return 0 if sound else 1


def overlaps(root: Path) -> Iterator[tuple[str, str, tuple[int, str], tuple[int, int]]]:
    """Reviews that are in two sources, with the rows of each: their units differ, so they are never pooled."""
    reviews = {EMBEDDED: facts.reviews_of(database.DATA / facts.RECOMMENDATIONS)}
    for source in store.datasets(root):
        served = store.current(source, root)
        if served:
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
    log = version.log
    return (
        f"  {'*' if served else ' '} {version.source} {version.number}: loaded {log['loaded']} from "
        f"{', '.join(log['files'])}; {log['new']:,} new, {log['changed']:,} changed, {log['unchanged']:,} unchanged, "
        f"{log['gone']:,} gone, {log['rejected']:,} rejected; {version.size / 1e6:.1f} MB"
    )


def _is_sound(version: Version) -> bool:
    try:
        path = version.snapshot()
    except (OSError, ReadError, database.Error) as error:
        print(f"    cannot be served: {error}")
        return False
    print(f"    sound: {path.name}{', one series with the built-in data' if version.name == store.SERIES else ''}")
    if version.source != store.LISTS and not (version.files / indexing.INDEX).exists():
        print(f"    texts not searchable yet: python -m analytics.load --finish {version.source}")
    return True


if __name__ == "__main__":
    sys.exit(main())
