"""What a figure takes along wherever it goes: every picture, slide, sheet and workbook says the same of itself.

The pages fill it (`Card.carried` in analytics/ui); the writers of this package print it, each in its own form.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Carried:
    """Words in the reader's language, without markup; a paragraph is one line.

    `name` is that of its files without their ending: the card, then what is selected. `heading` is the finding with
    what it is about, `more` its second line, `full` the whole statistical sentence. `unit` says what the numbers are,
    `counted` how many with their noun, `selection` what is selected, `covered` sessions and years. `limits` stands in
    full, `caution` is its first sentence. `day` is that of access, as the language writes it.
    """

    name: str
    heading: str
    more: str
    full: str
    reads: str
    unit: str
    counted: str
    selection: str
    covered: str
    limits: str
    caution: str
    sources: tuple[str, ...]
    citation: str
    link: str
    day: str
    version: str
    language: str
