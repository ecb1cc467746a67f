"""The networks of the built-in joint submissions beside chance: kept, because they take longer than a page has.

A network whose memberships are those of the last build stays as it was: the same memberships always give the same
numbers, see `results.network_chance`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics import database, small_tables
from analytics.codes import read_codes
from analytics.results import network_chance

if TYPE_CHECKING:
    from collections.abc import Iterable
CHANCE, BROKERS = "network_chance.csv", "network_brokers.csv"
FILES = (CHANCE, BROKERS)


def write(snapshot: Path, data: Path) -> None:
    """Write FILES of `data` for the lists that a snapshot holds."""
    with database.open_snapshot(snapshot) as connection:
        found = networks(connection)
    kept = [_kept(data / name) for name in FILES]
    rows: tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]] = ([], [])
    for key, network in sorted(found.items()):
        if key in kept[0]:
            parts: Iterable[list[tuple[Any, ...]]] = (part.get(key, []) for part in kept)
        else:
            parts = network_chance.made(network)
        for into, its in zip(rows, parts, strict=True):
            into += [(key, *map(_written, row)) for row in its]
    for name, header, its in zip(FILES, (network_chance.CHANCE, network_chance.BROKERS), rows, strict=True):
        small_tables.write(data / name, [header, *its])


def networks(connection: database.Connection) -> dict[str, network_chance.Network]:
    """Every network that a page shows, by its fingerprint: of the reviews and, under each scheme, of the regions."""
    rows = database.query(connection, "network_memberships", {})
    memberships = network_chance.Memberships(rows)
    reviews = database.query(connection, "listed_reviews", {"scheme": "m49", "lists": "all"})
    grades = dict(zip(reviews["review"], reviews["grade"], strict=True))
    several = [*memberships.single.values()]
    for region_of in read_codes(connection).region_of.values():
        several += network_chance.regional(memberships, region_of, grades)
    return {network.fingerprint: network for network in several if network.places.size}


def _kept(path: Path) -> dict[str, list[tuple[str, ...]]]:
    rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in small_tables.read(path) if path.exists() else ():
        key, *others = row.values()
        rows[key].append(tuple(others))
    return rows


def _written(value: Any) -> Any:
    """A number as short as it is; an absent one is empty."""
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:g}" if value < 1 else f"{value:.2f}".rstrip("0").rstrip(".")
    return value
