"""How a language writes numbers, shares and days, and which form a noun takes behind a number: the CLDR, read by Babel.

Read once per language. A language's own file overrides what the UN writes otherwise (`[language]` of its `text.toml`).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from babel import Locale

if TYPE_CHECKING:
    from collections.abc import Mapping

LATIN = "latn"
"""The digits that the atlas writes."""
FIELDS = {"d": "{day}", "M": "{month}", "y": "{year}"}
"""Letters of a pattern of the CLDR, by the blank that they become."""
PART = re.compile(r"'([^']*)'|([dMy])\2*|([^'dMy]+)")
NO_BREAK = "\u00a0"
OTHER = "other"
"""The form of a noun that every language has."""
KEPT = 4096
"""Numbers whose form is remembered."""
LEFT_TO_RIGHT = "\u200e"
UNSEEN = re.compile("[\u200e\u200f\u061c]")
"""Marks of direction, which the CLDR puts around signs: the page has one direction, and files are read elsewhere."""


@lru_cache(maxsize=KEPT)
def form(language: str, number: str) -> str:
    """The form of a noun behind a number written so: `one`, `other`; in Arabic also `zero`, `two`, `few`, `many`.

    0.4 is `one` in French, not in English; so is 1, but not 1.0.
    """
    return Locale.parse(language.replace("-", "_")).plural_form(Decimal(number))


@cache
def forms(language: str) -> set[str]:
    """All forms that a noun can take behind a number."""
    return {*Locale.parse(language.replace("-", "_")).plural_form.tags, OTHER}


@cache
def conventions(language: str) -> Mapping[str, Any]:
    """Settings of a language, as `[language]` of a text file writes them.

    `thousands` and `decimal`: the marks of a number. `percent`: a share, with the blank {n}. `day`: {day}, {month} and
    {year} in their order; `first_of_month`: how {n} is written on the first; `months`: their names as they stand in a
    day, with spaces between them. `comma`: what stands between entries of a list. `sign`: what stands before the sign
    of a number, so that it stays on its left. Raises babel.UnknownLocaleError for a language that the CLDR does not
    know.
    """
    known = Locale.parse(language.replace("-", "_"))
    marks, pattern = known.number_symbols[LATIN], str(known.date_formats["long"].pattern)
    percent = str(known.percent_formats[None].pattern)
    names = known.months["format"]["wide"] if "MMM" in pattern else {number: str(number) for number in range(1, 13)}
    return {
        "thousands": marks["group"],
        "decimal": marks["decimal"],
        "percent": UNSEEN.sub("", re.sub(r"[#0,.]+", "{n}", percent.replace("%", marks["percentSign"]))),
        "day": PART.sub(lambda part: part[1] or FIELDS.get(part[2] or "", part[3] or ""), pattern),
        "first_of_month": "{n}",
        "comma": ", ",
        "sign": LEFT_TO_RIGHT if known.text_direction == "rtl" else "",
        "months": " ".join(names[number].replace(" ", NO_BREAK) for number in sorted(names)),
    }
