"""The pack: the cards that a reader has put aside for slides, as a link carries them.

Pure: no database, no Streamlit. An entry is short: the name of the card, then the parameters of the link that showed
it, `regions.gaps~regions~africa~view~gap`. A card has the name of its page in its own; on another one, that stands
before it, `country-countries.map`. Entries follow each other behind `~~`, in the order of the slides.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PACK = "pack"
"""Parameter of the link."""
MOST, LONGEST = 20, 1_000
"""Entries of a pack, and characters of one in a link."""
PART, NEXT = "~", "~~"
CARD = re.compile(r"(?:([a-z_]{1,40})-)?(([a-z_]{1,40})\.[a-z_]{1,40})")
NAME = re.compile(r"[a-z_]{1,40}")


class Entry(NamedTuple):
    """A page, a card that it shows, and the parameters of its link, sorted."""

    page: str
    card: str
    link: tuple[tuple[str, str], ...]


class Pack(NamedTuple):
    """What a link holds: entries, and parts that are none."""

    entries: tuple[Entry, ...]
    unused: tuple[str, ...]


def entry(page: str, card: str, link: Mapping[str, str]) -> Entry:
    """The entry of a card of a page under a link, whose empty parameters choose nothing."""
    return Entry(page, card, tuple(sorted((name, value) for name, value in link.items() if value)))


def written(entries: Iterable[Entry]) -> str:
    """Entries as a link carries them."""
    parts = ([_named(each), *(part for pair in each.link for part in pair)] for each in entries)
    return NEXT.join(PART.join(map(_quoted, each)) for each in parts)


@lru_cache(maxsize=64)
def read(pack: str) -> Pack:
    """What a link holds; an entry that comes twice counts once."""
    parts = dict.fromkeys(part for part in pack.split(NEXT) if part)
    found = {part: _entry(part) for part in parts}
    known = [each for each in dict.fromkeys(found.values()) if each]
    kept = tuple(known[:MOST])
    return Pack(kept, tuple(part for part, each in found.items() if each not in kept))


def _named(each: Entry) -> str:
    return each.card if each.card.partition(".")[0] == each.page else f"{each.page}-{each.card}"


def _quoted(part: str) -> str:
    return quote(part, safe=" ,").replace("~", "%7E")


def _entry(part: str) -> Entry | None:
    named, *link = map(unquote, part.split(PART))
    names, values, found = link[::2], link[1::2], CARD.fullmatch(named)
    sound = len(names) == len(values) and all(map(NAME.fullmatch, names)) and all(values)
    if found is None or len(part) > LONGEST or not sound or len({*names}) < len(names):
        return None
    return entry(found[1] or found[3], found[2], dict(zip(names, values, strict=True)))
