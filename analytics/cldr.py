"""How a language writes numbers, shares and days, and which numbers are singular: the CLDR's data, read by Babel.

Read once per language. A language's own file overrides what the UN writes otherwise (`[language]` of its `text.toml`).
Nouns have two forms here, one and other: a language with more, such as Arabic or Russian, needs more than this.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from babel import Locale

if TYPE_CHECKING:
    from collections.abc import Mapping

LATIN = "latn"
"""The digits that the atlas writes."""
COUNTED = range(100)
"""Whole numbers among which the singular ones are: what comes later repeats these in languages of two forms."""
FIELDS = {"d": "{day}", "M": "{month}", "y": "{year}"}
"""Letters of a pattern of the CLDR, by the blank that they become."""
PART = re.compile(r"'([^']*)'|([dMy])\2*|([^'dMy]+)")
NO_BREAK = "\u00a0"


@cache
def is_singular(language: str, number: str) -> bool:
    """Whether a noun stands in the singular behind a number written so: 0.4 in French, not in English; 1, not 1.0."""
    return Locale.parse(language.replace("-", "_")).plural_form(Decimal(number)) == "one"


@cache
def conventions(language: str) -> Mapping[str, Any]:
    """Settings of a language, as `[language]` of a text file writes them.

    `thousands` and `decimal`: the marks of a number. `percent`: a share, with the blank {n}. `singular`: the whole
    numbers that take the singular. `day`: {day}, {month} and {year} in their order; `first_of_month`: how {n} is
    written on the first; `months`: their names as they stand in a day, with spaces between them. Raises
    babel.UnknownLocaleError for a language that the CLDR does not know.
    """
    known = Locale.parse(language.replace("-", "_"))
    marks, pattern = known.number_symbols[LATIN], str(known.date_formats["long"].pattern)
    percent = str(known.percent_formats[None].pattern)
    names = known.months["format"]["wide"] if "MMM" in pattern else {number: str(number) for number in range(1, 13)}
    return {
        "thousands": marks["group"],
        "decimal": marks["decimal"],
        "percent": re.sub(r"[#0,.]+", "{n}", percent.replace("%", marks["percentSign"])),
        "singular": [number for number in COUNTED if known.plural_form(number) == "one"],
        "day": PART.sub(lambda part: part[1] or FIELDS.get(part[2] or "", part[3] or ""), pattern),
        "first_of_month": "{n}",
        "months": " ".join(names[number].replace(" ", NO_BREAK) for number in sorted(names)),
    }
