"""Words in cells of files that people open in spreadsheets: none of them is a formula there."""

from __future__ import annotations

import re

STARTS = "=+@\uff1d\uff0b\uff0d\uff20-"
"""Characters that begin a formula, also as full-width ones, which some spreadsheets take for the same."""
FIRST = re.compile(rf"\A(?:[\t\r]|\s*[{STARTS}])")
INSIDE = re.compile(rf"([;|\t\r\n] {{0,9}}\"?)(?=[{STARTS}])")
"""Behind what some spreadsheet, or its settings, takes for the end of a cell or a line."""
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?%?")


def is_formula(words: str) -> bool:
    """Whether a spreadsheet could take the words of a cell, or of a part of it, for a formula. A number is none."""
    return bool((FIRST.match(words) or INSIDE.search(words)) and not NUMBER.fullmatch(words))


def as_text(words: str) -> str:
    """The words with an apostrophe before each formula; another end of a line than a line feed would end the row."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    if not is_formula(words):
        return lines
    return ("'" if FIRST.match(words) else "") + INSIDE.sub(r"\1'", lines)
