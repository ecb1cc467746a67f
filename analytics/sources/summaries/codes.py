"""The entries of a section of single organisations: which code belongs to which name.

On the page the codes stand in a column of their own. In a text they come before the name on its line, on a line of
their own, or many together before many names (a page read column by column). Only the last needs a search: the codes
are dealt out in order so that they fit the names best.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from analytics.sources.summaries.lists import join_lines
from analytics.sources.summaries.pieces import cut_at_semicolons
from analytics.sources.summaries.places import country_ends, fold, is_country, split_address

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_CODE_LINE = 45
LONGEST_CODE = 50
LONGEST_ENTRY = 400
WORDS_IN_CODE = 4
MANY_CODES = 3
MOST_TOKENS = 150
"""Codes in one column of one page; more than this is no column of codes."""

SUBMITTER = re.compile(r"([A-Z]{2,}+(?:[-/][A-Z]{2,}+)*+)\s++(?=[A-Z][a-z])")
"""`EU-FRA European ...`: a code in capitals before a name."""
PLACE = re.compile(r"\w\s\w[^()]{0,120}\s\([A-Z][^()]{3,}")
"""A bracket behind two words, as `(Country)` is; codes have brackets too: `HRDP (US)`, `PC(USA)`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One organisation of a list: its code (empty if none is printed), its text, and both as printed."""

    code: str
    text: str
    raw: str


def read_entries(lines: Iterable[str], words: frozenset[str]) -> tuple[list[Entry], list[tuple[str, str]]]:
    """The entries in the lines of a section, and doubts as (reason, text)."""
    entries: list[Entry] = []
    doubts: list[tuple[str, str]] = []
    codes: list[str] = []
    for paragraph in _paragraphs(lines):
        if _is_code_column(paragraph):
            if codes and entries and len(paragraph) == len(codes) == 1:
                _extend_last_code(entries, codes.pop())
            codes += paragraph
            continue
        made, doubt = _with_codes(codes, _chunks(paragraph, words), entries)
        entries += made
        doubts += doubt
        codes = []
    if codes:
        doubts.append(("code_without_name", " ".join(codes)))
    doubts += [("no_code", entry.text) for entry in entries if not entry.code]
    doubts += [("entry_too_long", e.text) for e in entries if len(e.text) > LONGEST_ENTRY]
    return entries, doubts


def without_bodies(lines: Iterable[str]) -> list[str]:
    """The lines without bodies of an organisation that is listed itself: `CoE-CPT` below `CoE` is no submission."""
    kept: list[str] = []
    parents: set[str] = set()
    inside = False
    for line in lines:
        code = line.split(" ", maxsplit=1)[0].strip("(") if line else ""
        if _is_code_like(code):
            inside = any(code.startswith(f"{parent}-") for parent in parents)
            parents |= set() if inside else {code}
        if not inside:
            kept.append(line)
        elif line.endswith(";"):
            inside = False
    return kept


def further_submitters(lines: Iterable[str], words: frozenset[str]) -> tuple[list[Entry], list[str]]:
    """Entries with a code of their own among the attachments of another one, and the lines that are left."""
    entries: list[Entry] = []
    left: list[str] = []
    held: list[str] = []
    ended = True
    for line in lines:
        opened = SUBMITTER.match(line) if ended and not held else None
        if opened and fit([opened.group(1)], line[opened.end() :].split()) >= 1:
            held = [line]
        elif held:
            held.append(line)
        else:
            left.append(line)
        ended = not line or line.endswith((";", ".")) or (ended and not held)
        if held and line.endswith((";", ".")):
            entries.append(_attached(join_lines(held, words)))
            held = []
    return [*entries, *([_attached(join_lines(held, words))] if held else [])], left


def _attached(raw: str) -> Entry:
    code, text = raw.split(" ", maxsplit=1)
    bare = text.strip(" ;.")
    # Without an address the title of what was attached may follow the name.
    return _entry(code, bare if split_address(bare)[1].country else bare.split(",")[0], raw)


def _paragraphs(lines: Iterable[str]) -> list[list[str]]:
    """Lines in groups: between gaps, and a gap inside an unfinished entry is none."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line and (not groups[-1] or _ends_entry(groups[-1])) and _opens_code_column(line):
            groups += [[line], []]
        elif line:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    merged: list[list[str]] = []
    for group in groups:
        if merged and group and not _ends_entry(merged[-1]) and not _is_code_column(merged[-1]):
            merged[-1] += group
        elif group:
            merged.append(group)
    return merged


def _ends_entry(lines: list[str]) -> bool:
    return lines[-1].endswith((";", "."))


def _is_code_column(lines: list[str]) -> bool:
    """Whether these lines hold codes only. A name would end in a semicolon or comma, or be followed by a place."""
    return all(_may_hold_codes(line) and (len(lines) == 1 or not line.endswith(",")) for line in lines)


def _may_hold_codes(line: str) -> bool:
    if ";" in line or ", " in line or line.endswith(").") or line.count("(") != line.count(")") or PLACE.search(line):
        return False
    codes = sum(_is_code_like(token) for token in line.split())
    return len(line) <= LONGEST_CODE_LINE or codes > 1


def _opens_code_column(line: str) -> bool:
    """Whether a line at the start of an entry is a row of codes, also without a gap behind it."""
    tokens = line.split()
    codes = sum(_is_code_like(token) for token in tokens)
    return len(tokens) >= MANY_CODES and codes > len(tokens) / 2 and _may_hold_codes(line)


def _chunks(lines: list[str], words: frozenset[str]) -> list[str]:
    """The text of each entry in a paragraph."""
    marked = join_lines(lines, words)
    chunks = [chunk.strip(" .") for chunk in cut_at_semicolons(marked)]
    chunks = [chunk for chunk in chunks if chunk]
    if len(chunks) < len(lines) and any(len(country_ends(chunk)) > 1 for chunk in chunks):
        return [part for chunk in chunks for part in _cut_behind_places(chunk)]
    if len(chunks) == 1 and len(lines) > 1 and not country_ends(marked):
        return _cut_at_line_ends(lines, words)
    return chunks


def _cut_behind_places(chunk: str) -> list[str]:
    """Entries that no semicolon separates: `... (Switzerland) HRW Human Rights Watch, ...`."""
    ends = [end for end in country_ends(chunk) if _is_code_like(chunk[end:].strip(" ,.").split(" ")[0])]
    edges = [0, *(end for end in ends if chunk[end:].strip(" ,.")), len(chunk)]
    return [part for a, b in pairwise(edges) if (part := chunk[a:b].strip(" ,."))]


def _cut_at_line_ends(lines: list[str], words: frozenset[str]) -> list[str]:
    """Entries without semicolons or brackets: a line ends in a country, and the next opens with a code."""
    groups: list[list[str]] = [[]]
    for line in lines:
        ended = groups[-1] and is_country(groups[-1][-1].rpartition(",")[2])
        if ended and _is_code_like(line.split(" ")[0]):
            groups.append([])
        groups[-1].append(line)
    return [join_lines(group, words).strip(" .;") for group in groups]


def _with_codes(column: list[str], chunks: list[str], before: list[Entry]) -> tuple[list[Entry], list[tuple[str, str]]]:
    """Entries from the codes of a column and the texts that follow them."""
    if not column:
        return [_entry(*split_code(chunk), chunk) for chunk in chunks], []
    if len(chunks) == 1 and len(column) == 1:
        return [_entry(column[0], chunks[0], f"{column[0]} {chunks[0]}")], []
    tokens = [token for line in column for token in line.split()]
    if len(column) > len(chunks) and before and len(chunks) == 1 and len(column) == 2:  # noqa: PLR2004
        _extend_last_code(before, column[0])
        return [_entry(column[1], chunks[0], f"{column[1]} {chunks[0]}")], []
    if len(tokens) < len(chunks) or len(tokens) > MOST_TOKENS:
        doubt = [("codes_not_dealt_out", " ".join(tokens))]
        return [_entry(*split_code(chunk), chunk) for chunk in chunks], doubt
    dealt = column if len(column) == len(chunks) else _deal(tokens, chunks)
    return [_entry(code, chunk, f"{code} {chunk}") for code, chunk in zip(dealt, chunks, strict=True)], []


def _extend_last_code(entries: list[Entry], rest: str) -> None:
    """A code that broke over two lines: its second half came behind the name."""
    last = entries.pop()
    entries.append(Entry(f"{last.code}{''.join(rest.split())}" if last.code else rest, last.text, f"{last.raw} {rest}"))


def _entry(code: str, text: str, raw: str) -> Entry:
    bare = text.strip(" ,;–—-:*")
    if len(code) > LONGEST_CODE:
        return Entry("", f"{code} {bare}", " ".join(raw.split()))
    return Entry("".join(code.split()).strip(",;:*–—"), bare, " ".join(raw.split()))


def split_code(chunk: str) -> tuple[str, str]:
    """Code and text of `HRW Human Rights Watch, Geneva (Switzerland)`; the code is empty if none fits."""
    tokens = chunk.split()
    best, best_fit = 0, 0.0 if _is_code_like(tokens[0]) else 0.5
    for length in range(1, min(WORDS_IN_CODE, len(tokens) - 1) + 1):
        code, name = tokens[:length], split_address(" ".join(tokens[length:]))[0].split() or ["("]
        fits = fit(code, name)
        if not _is_code_like(code[0]) and fits < 3:  # noqa: PLR2004 - only a repeated name makes plain words a code
            continue
        if (length > 1 and fits < 1) or name[0].startswith("("):
            continue
        weight = fits - 0.2 * (length - 1) + (0.1 if length == 1 else 0)
        if weight > best_fit:
            best, best_fit = length, weight
    return " ".join(tokens[:best]), " ".join(tokens[best:]).lstrip(" –—-:*")


def fit(code: list[str], name: list[str]) -> float:
    """How well a code fits a name: 3 repeats it, 2.5 has its initials, 1.5 its letters, 1 its first, 0.2 nothing.

    Of `Ombudsman/HRC` either half may fit.
    """
    if len(code) == 1 and "/" in code[0].strip("/"):
        return max(fit([half], name) for half in code[0].split("/") if half)
    letters = re.sub(r"\W", "", fold("".join(code)))
    whole = re.sub(r"\W", "", fold("".join(name[:20])))
    words = [re.sub(r"\W", "", fold(word)) for word in name[:20]]
    initials = "".join(word[0] for word in words if word)
    if not letters or not whole or not words[0]:
        return 0
    for start in (whole, whole.removeprefix("the")):
        if start.startswith(letters):
            return 3
    first = initials[:1] == letters[0] or (words[0] == "the" and initials[1:2] == letters[0])
    if not first:
        return 0.2
    if _in_order(letters, initials):
        return 2.5
    return 1.5 if _in_order(letters, whole) else 1


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _is_code_like(token: str) -> bool:
    """`HRW`, `C-FAM`, `AfroLeaders`, `A.F.I.`: two capitals, or a capital with a digit."""
    bare = token.strip(",;:*()")
    capitals = sum(character.isupper() for character in bare)
    return 1 < len(bare) <= LONGEST_CODE_LINE and (capitals > 1 or (capitals > 0 and any(c.isdigit() for c in bare)))


def _deal(tokens: list[str], chunks: list[str]) -> list[str]:
    """The tokens dealt out in order, each chunk at least one and at most four, with the best fit in total."""
    spare = len(tokens) - len(chunks)
    names = [split_address(chunk)[0].split() for chunk in chunks]
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for dealt, name in enumerate(names, start=1):
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for used, (total, lengths) in best.items():
            for length in range(1, min(WORDS_IN_CODE, spare + dealt - used) + 1):
                weight = total + fit(tokens[used : used + length], name) - 0.05 * (length - 1)
                reached = used + length
                if reached not in following or weight > following[reached][0]:
                    following[reached] = (weight, (*lengths, length))
        best = following
    if len(tokens) not in best:
        return [*tokens[: len(chunks) - 1], " ".join(tokens[len(chunks) - 1 :])]
    lengths = best[len(tokens)][1]
    ends = list(accumulate(lengths))
    return [" ".join(tokens[end - length : end]) for length, end in zip(lengths, ends, strict=True)]
