"""Who recommends, from the text of a paragraph in an OHCHR matrix: names in brackets at the end of each part.

Written as `... (France, Iran (Islamic Republic of)); ... (Bosnia and Herzegovina) (Togo);`. Other brackets stand in the
same places: `(No. 189)`, `(2011-2020)`, `(ICCPR-OP2)`. The names that are known tell them apart; at the very end of a
part a bracket counts as names even if none of them is known, so that a misprint is rejected and not overlooked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analytics.sources.names import Names

OFFICIAL_FORM = re.compile(r"^\s*(?:[A-Z][\w’'-]+\s+){0,3}(?:Republic|State|States|Kingdom|Federation) of\s*$")
"""What follows the comma in `Iran, Islamic Republic of`, but not in `Japan, Republic of Korea`."""
NO_NAME = re.compile(
    r"\d|^[^a-z]*s?$|^(?!the )[a-z]|\b(?:Act|Bill|Code|Committee|Convention|Council|Court|Covenant|Declaration|"
    r"Framework|Fund|Goals?|Instruments?|Law|Office|Optional|Plan|Principles|Programme|Protocol|Rules|Strategy|Treaty)\b"
)
"""Years, numbers, acronyms, words in small letters and names of instruments are no names of states."""
LONGEST_NAME = 80
MOST_BRACKETS = 2_000


def recommending(text: str, known: Names) -> tuple[str, ...]:
    """The names of the recommending states in a paragraph, each once, in the order of the text."""
    groups = list(_groups(text))
    starts = [*(start for start, _, _ in groups[1:]), len(text)]
    names: list[str] = []
    for (start, end, inside), following in zip(groups, starts, strict=False):
        parts = split_names(inside)
        if (
            parts
            and text[:start].strip()
            and _are_names(parts, known, text[end:following], at_end=following == len(text))
        ):
            names += parts
    return tuple(dict.fromkeys(names))


def split_names(text: str) -> list[str]:
    """Names between commas and semicolons; never at ' and ', nor before `Islamic Republic of`."""
    names: list[str] = []
    depth, start = 0, 0
    pieces = []
    for place, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if letter in ",;\n" and depth <= 0:
            pieces.append(text[start:place])
            start = place + 1
    for piece in [*pieces, text[start:]]:
        if names and OFFICIAL_FORM.match(piece):
            names[-1] = f"{names[-1]}, {' '.join(piece.split())}"
        else:
            names.append(" ".join(piece.split()).rstrip("."))
    return [name for name in names if name]


def _groups(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and inside of each outermost pair of brackets. An unclosed one ends with its line."""
    depth, start, found = 0, 0, 0
    for place, letter in enumerate(text):
        if letter == "(":
            start = place if not depth else start
            depth += 1
        elif depth and letter in ")\n":
            depth = depth - 1 if letter == ")" else 0
            if not depth:
                yield start, place + 1, text[start + 1 : place]
                found += 1
                if found >= MOST_BRACKETS:
                    return


def _are_names(parts: list[str], known: Names, behind: str, *, at_end: bool) -> bool:
    """`behind` is what stands between this bracket and the next one, or the end of the text."""
    if all(known.code(part) is not None for part in parts):
        return not re.match(r"\s*[a-z]", behind)
    ends_a_part = bool(re.match(r"\s*(?:[;.\n]|$)", behind)) or (not at_end and not behind.strip(" ,"))
    if not ends_a_part:
        return False
    some = any(known.code(part) is not None for part in parts)
    return some or not any(NO_NAME.search(part) or len(part) > LONGEST_NAME for part in parts)
