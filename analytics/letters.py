"""Letters that nobody sees: what a name, a message or a line on a terminal is without them.

A control sequence of a terminal, a mark that turns the direction of reading, a letter without width: names that hold
them look like other names, and lines that hold them like other lines.
"""

from __future__ import annotations

import re
import unicodedata

JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiner: shapes letters where a script joins them, and hides letters everywhere else."""
JOINED = re.compile("(?<=[\u0600-\u18af])[\u200c\u200d](?=[\u0600-\u18af])")
"""Between letters from Arabic to Mongolian: there a name without it is another name, as in Persian or Sinhala."""
BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Letters and marks that are drawn as nothing, though their category does not say so."""
SPACES = {"Zl", "Zp", "Zs"}
NOTHING = {"Cf", "Cn", "Co", "Cs"}
FIRM = "\u00a0\u202f"
"""Blanks at which no line ends."""
SEQUENCE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b\\]|\x9d)[^\x07\x1b\x9c\x9d]*(?:\x07|\x1b\\\\|\x9c)|\x1b[ -/]*[0-~]"
)
"""What a terminal takes for an order: colours, moves, titles, links (OSC 8)."""


def visible(words: str) -> str:
    """Words on one line, without what nobody sees. A control character is a blank."""
    if words.isprintable() and not BLANK.search(words):
        return words
    plain = BLANK.sub("", SEQUENCE.sub("", words))
    return "".join(_seen(letter, plain, place) for place, letter in enumerate(plain))


def typeset(words: str) -> str:
    """The same for words that are printed: blanks that hold a line together stay as they are."""
    return "".join(part if part in FIRM else visible(part) for part in re.split(f"([{FIRM}])", words))


def name(words: str) -> str:
    """The same for a name: single blanks, and none around it."""
    return " ".join(visible(words).split())


def lines(words: str) -> str:
    """The same for several lines."""
    return "\n".join(map(visible, words.split("\n")))


def _seen(letter: str, words: str, place: int) -> str:
    if letter.isprintable() and letter not in JOINERS:
        return letter
    kind = unicodedata.category(letter)
    if kind == "Cc" or kind in SPACES:
        return " "
    if letter in JOINERS:
        return letter if JOINED.match(words, place) else ""
    return "" if kind in NOTHING else letter
