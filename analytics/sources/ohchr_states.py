"""Who recommends, from the text of a paragraph in an OHCHR matrix: names in brackets at the end of each part.

Written as `... (France, Iran (Islamic Republic of)); ... (Bosnia and Herzegovina) (Togo);`. Other brackets stand in the
same places: `(No. 189)`, `(2011-2020)`, `(ICCPR-OP2)`. The names that are known tell them apart; at the very end of a
part a bracket counts as names even if none of them is known, so that a misprint is rejected and not overlooked.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from analytics.sources.names import Names

OFFICIAL_FORM = re.compile(r"^\s*(?:[A-Z][\w’'-]+\s+){0,3}(?:Republic|State|States|Kingdom|Federation) of(?: the)?\s*$")
"""What follows the comma in `Iran, Islamic Republic of`, but not in `Japan, Republic of Korea`."""
NO_NAME = re.compile(
    r"\d|^[^a-z]*s?$|^(?!the )[a-z]|\b(?:Act|Agency|Agenda|Agreement|Assembly|Bank|Bill|Board|Centre|Charter|Code|"
    r"Commission|Commissioner|Committee|Compact|Conference|Convention|Council|Court|Covenant|Declaration|Forum|Framework|"
    r"Fund|Goals?|Group|Guidelines|Initiative|Institute|Instruments?|Law|Mechanism|Ministry|Network|Office|Optional|"
    r"Organi[sz]ation|Parliament|Party|Plan|Policy|Principles|Programme|Protocol|Rapporteur|Resolution|Rules|Statute|"
    r"Strategy|Treaty|Tribunal|Union)\b"
)
"""Years, numbers, acronyms, words in small letters and names of instruments are no names of states."""
LONGEST_NAME = 80
INSIDE = re.compile(r"\s*[a-z]")
"""How a sentence goes on behind a bracket."""
CLAUSE = re.compile(r"[;,/.:]|\band\b|\bor\b")
MOST_WORDS = 3
"""Of a clause before the bracket of whoever says it: `Sign (Chile) and ratify (Peru) the protocol`."""
JOINED = re.compile(r" and | & | ?/ ?| et | y ")
PART_ENDS = re.compile(r"[;\n]|\.\s+[A-Z]")
MOST_NAMES = 200
"""In one bracket; there are fewer states."""
MOST_BRACKETS = 2_000


def recommending(text: str, known: Names, left: list[str] | None = None) -> tuple[str, ...]:
    """The names of the recommending states in a paragraph, each once, in the order of the text.

    What stands in brackets inside a sentence, may name a state and is not taken for a recommending one is put into
    `left`, so that none is lost without a word.
    """
    groups = list(_groups(text))
    parts = [_named(inside, known) for _, _, inside in groups]
    states = [_all_states(each, known) for each in parts]
    behind = [text[end:start] for (_, end, _), (start, _, _) in itertools.pairwise([*groups, (len(text), 0, "")])]
    last = 0
    names: list[str] = []
    for place, (start, end, _) in enumerate(groups):
        if not text[:start].strip():
            taken = False
        elif states[place]:
            verb = len(CLAUSE.split(text[last:start])[-1].split()) <= MOST_WORDS
            taken = not INSIDE.match(behind[place]) or verb or not _followed(place, states, behind)
        else:
            taken = _are_names(parts[place], known, behind[place], at_end=place == len(groups) - 1)
        if taken:
            names += parts[place]
        elif left is not None:
            left += [part for part in parts[place] if known.code(part) or not NO_NAME.search(part)]
        last = end
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


def _named(inside: str, known: Names) -> list[str]:
    """The names in a bracket; `France and Togo` or `France/Togo` are two where both are names and the whole is none."""
    names: list[str] = []
    for name in split_names(inside):
        several = [part for part in JOINED.split(name) if part] if len(name) <= LONGEST_NAME else []
        apart = len(several) > 1 and known.code(name) is None and all(known.code(part) is not None for part in several)
        names += several if apart else [name]
    return names


def _all_states(parts: list[str], known: Names) -> bool:
    """Whether all of these are names of states, or misprints of such."""
    if all(known.code(part) is not None for part in parts):
        return bool(parts)
    few = len(parts) <= MOST_NAMES and all(len(part) <= LONGEST_NAME for part in parts)
    return few and all(
        known.code(part) is not None or (not NO_NAME.search(part) and bool(known.suggest(part))) for part in parts
    )


def _followed(place: int, states: list[bool], behind: list[str]) -> bool:
    """Whether a later bracket of states stands in the same part: then this one belongs to what the sentence says."""
    for here, is_states in zip(behind[place:], states[place + 1 :], strict=False):
        if PART_ENDS.search(here):
            return False
        if is_states:
            return True
    return False


def _are_names(parts: list[str], known: Names, behind: str, *, at_end: bool) -> bool:
    """Whether parts that are not all names of states are names of some; `behind` is what stands behind the bracket.

    One that another bracket follows at once is only taken when a name of a state is in it: it says what is meant by
    the word before it, as `(Venice Commission)` does.
    """
    if not re.match(r"\s*(?:[;.\n]|$)", behind) and (at_end or behind.strip(" ,")):
        return False
    if any(known.code(part) is not None for part in parts):
        return True
    ends = at_end or bool(re.match(r"\s*[;.\n]", behind))
    return ends and bool(parts) and not any(NO_NAME.search(part) or len(part) > LONGEST_NAME for part in parts)
