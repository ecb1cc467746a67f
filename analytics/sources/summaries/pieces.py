"""The pieces of a list: cut at semicolons, and behind the addresses that the lists print after their members."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from analytics.sources.summaries.evidence import OPENING_WORDS, names_printed_alone
from analytics.sources.summaries.names import clean, key
from analytics.sources.summaries.places import country_ends, fold, is_country, split_address
from analytics.sources.summaries.wording import JOINER, SUPPORTERS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

FEW, MANY = 2, 5
LONGEST_ELEMENT = 1_000
LONGEST_BRACKET = 80
OPENING = 12
"""Letters that two spellings of one name have in common at least, at their beginning."""
MOST_ALIKE = 50
"""Names with one opening that a piece is compared with."""
BETWEEN = re.compile(r"(?<!\s)\s++(?:and|&)\s++", re.IGNORECASE)


def pieces(text: str) -> list[str]:
    """The text cut at semicolons, joiners, headings of supporters, and behind each `(Country)` that a name follows."""
    found = []
    for piece in cut_at_semicolons(SUPPORTERS.sub(f" {JOINER} " if text.count(";") > FEW else ", ", text)):
        for part in piece.split(JOINER):
            found += _cut_behind_countries(part)
    openings = Counter(_opening(piece) for piece in found)
    cut = [part for piece in found for part in _cut_at_repeated_openings(piece, openings)]
    return _merge_torn_words([cleaned for piece in cut if (cleaned := clean(_without_unopened(piece)))])


def _opening(piece: str) -> str:
    return " ".join(piece.split(maxsplit=2)[:2])


def _cut_at_repeated_openings(piece: str, openings: Counter[str]) -> list[str]:
    """`Elm Society of Doors Elm Society of Gates`, where many other pieces open with "Elm Society"."""
    opening = _opening(piece)
    if " " not in opening or openings[opening] < MANY or len(piece) > LONGEST_ELEMENT:
        return [piece]
    parts = re.split(rf"(?<=[\w)”])(?<!\bde)(?<!\bof)\s(?={re.escape(opening)}\s)", piece)
    return parts if min(len(part.split()) for part in parts) > FEW else [piece]


def _merge_torn_words(found: list[str]) -> list[str]:
    """`Society; of Doors` as one: a word that opens names is none by itself."""
    merged: list[str] = []
    for piece in found:
        if merged and fold(merged[-1]) in OPENING_WORDS | {"sociedad", "society"}:
            merged[-1] = f"{merged[-1]} {piece}"
        else:
            merged.append(piece)
    return merged


def _without_unopened(piece: str) -> str:
    """`Org, City, Country)` without its bracket, which was never opened."""
    bare = piece.rstrip(" ,.")
    unopened = bare.endswith(")") and bare.count(")") > bare.count("(") and is_country(bare[:-1].rpartition(",")[2])
    return bare[:-1] if unopened and "," in bare else piece


def cut_at_semicolons(text: str) -> list[str]:
    """The text cut at each semicolon outside brackets; a bracket that is never closed, or far away, holds nothing."""
    cuts, opened, inside = [], [], []
    for position, character in enumerate(text):
        if character == "(":
            opened.append(position)
        elif character == ")" and opened:
            start = opened.pop()
            if position - start <= LONGEST_BRACKET:
                while inside and inside[-1] > start:
                    inside.pop()
        elif character == ";":
            (inside if opened else cuts).append(position)
    edges = sorted([*cuts, *inside])
    return [text[start:end] for start, end in zip([0, *(e + 1 for e in edges)], [*edges, len(text)], strict=True)]


def _cut_behind_countries(piece: str) -> list[str]:
    """`Org A, City (Country), Org B, City (Country) and Org C` as three; also with bare countries."""
    ends = [end for end in country_ends(piece) if re.match(r",?\s+\S|,", piece[end:])]
    if ends:
        starts = [0, *ends]
        return [piece[start:end] for start, end in zip(starts, [*ends, len(piece)], strict=True)]
    return _cut_behind_bare_countries(piece)


def _cut_behind_bare_countries(piece: str) -> list[str]:
    """`Org A, City, Country, Org B, City, Country and Org C, City, Country`, the form of the first cycles."""
    found, held = [], []
    for element in piece.split(","):
        country, rest = _country_and_rest(element)
        # The first element is a name ("France Terre d'Asile"), and a country needs a name before it.
        if not held or country is None:
            held.append(element)
            continue
        found.append(",".join([*held, country]))
        held = [rest] if rest else []
    return [*found, ",".join(held)] if any(e.strip() for e in held) else found


def _country_and_rest(element: str) -> tuple[str | None, str]:
    """`Trinidad and Tobago and The Coalition` -> ("Trinidad and Tobago", "The Coalition")."""
    if is_country(element):
        return element, ""
    for found in BETWEEN.finditer(element):
        if is_country(element[: found.start()]):
            return element[: found.start()], element[found.end() :]
    return None, element


def merge_torn_names(found: list[str], joined: Collection[str]) -> list[str]:
    """Joins two pieces that a semicolon inside a name tore apart, where the list has that name whole elsewhere."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name in joined:
        alike[name[:OPENING]].append(name)
    merged: list[str] = []
    for piece in found:
        if merged and _is_known_as_one(merged[-1], piece):
            merged[-1] = f"{merged[-1]}: {piece}"
        elif merged and not merged[-1].endswith(")") and _are_one_name(merged[-1], piece, alike):
            merged[-1] = f"{merged[-1]}; {piece}"
        else:
            merged.append(piece)
    return merged


def _is_known_as_one(first: str, second: str) -> bool:
    """Whether two pieces together are a name that lists print alone: `CIVICUS; World Alliance for ...`."""
    added = key(split_address(second)[0])
    return "(" not in first and bool(added) and f"{key(first)} {added}" in names_printed_alone()


def _are_one_name(first: str, second: str, alike: Mapping[str, list[str]]) -> bool:
    """Whether two pieces together are nearly a name that is printed elsewhere, and more so than the first alone."""
    alone, added = key(first), key(split_address(second)[0])
    both = f"{alone} {added}"
    joined = alike.get(both[:OPENING], [])
    if added and both in joined:
        return True
    return any(
        abs(len(name) - len(both)) < 20  # noqa: PLR2004 - a word of the name is missing here
        and (likeness := SequenceMatcher(None, name, both).ratio()) > 0.9  # noqa: PLR2004
        and likeness > SequenceMatcher(None, name, alone).ratio()
        for name in joined[:MOST_ALIKE]
    )
