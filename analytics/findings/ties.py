"""Who is first of a list, and who else as much: a superlative needs two values that differ, and its ties are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from analytics.text import Text

NAMED = 3
"""Names with the same value that are said one by one; of more, how many they are."""


def differ(values: Mapping[str, float]) -> bool:
    """Whether there is a first and a last."""
    return len(set(values.values())) > 1


def ends(values: Mapping[str, float]) -> tuple[list[str], list[str]]:
    """All with the largest value, and all with the smallest."""
    high, low = max(values.values()), min(values.values())
    return [code for code, value in values.items() if value == high], [
        code for code, value in values.items() if value == low
    ]


def first(values: Mapping[str, float]) -> list[str]:
    """All with the largest value; none where all are equal, or there is nobody to compare with."""
    return ends(values)[0] if differ(values) else []


def named(codes: Sequence[str], name: Callable[[str], str], noun: str, t: Text) -> str:
    """Their names; of more than NAMED, how many they are, with the noun of a count."""
    return t.join(name(code) for code in codes) if len(codes) <= NAMED else t.count(noun, len(codes))
