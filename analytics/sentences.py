"""Sentences for whoever loads data: in English in files and commands, in the reader's language on a page.

Code says one by its key, where it finds what is wrong: `Said("reason.columns", found=3, wanted=11)`. The English of it
stands in `locale/en` and nowhere else, and is what the object is, as text. Where only that text was kept, as in the
rejected.csv of a load, the sentence is found again by its words.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Self

from analytics.text import DEFAULT, Text, text

KEPT = ("reason.", "note.")
"""Starts of the keys of sentences that files keep."""
GROUPED = re.compile(r"\d{1,3}(,\d{3})+")
"""A number as English writes it from a thousand on."""


class Said(str):
    """A sentence in English that can be said in every language.

    Its blanks are words; numbers, which a language writes its own way; or sentences. Raises KeyError for a key that
    does not exist and for a blank that is not given.
    """

    __slots__ = ("blanks", "key")
    key: str
    blanks: Mapping[str, object]

    def __new__(cls, key: str, /, **blanks: object) -> Self:
        """The sentence of a key with its blanks."""
        said = super().__new__(cls, _filled(key, blanks, text(DEFAULT)))
        said.key, said.blanks = key, blanks
        return said

    def __getnewargs_ex__(self) -> tuple[tuple[str], Mapping[str, object]]:
        """What a copy is made of: not the words."""
        return (self.key,), self.blanks

    def into(self, t: Text) -> str:
        """The sentence in another language."""
        return _filled(self.key, self.blanks, t)


class SaidError(Exception):
    """Why something cannot be done: a sentence for the person who asked."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


def joined(key: str, parts: Iterable[Said | str]) -> Said | str:
    """Words or sentences, at least one, put together two by two: `language.and`, `language.semicolon`."""
    so_far, *others = parts
    for part in others:
        so_far = Said(key, first=so_far, last=part)
    return so_far


def translated(sentence: str, t: Text) -> str:
    """The sentence in the language of `t`; as it is where no sentence of this version has these words."""
    said = sentence if isinstance(sentence, Said) else again(sentence)
    return said.into(t) if said else sentence


def again(kept: str) -> Said | None:
    """The sentence that a file kept in English, found by its words; None for words of another version."""
    found = ((key, form.fullmatch(kept)) for key, form in _forms())
    return next((Said(key, **dict(_blanks(match.groupdict()))) for key, match in found if match), None)


def _blanks(words: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    for name, word in words.items():
        yield name, int(word.replace(",", "")) if GROUPED.fullmatch(word) else word


@cache
def _forms() -> list[tuple[str, re.Pattern[str]]]:
    """Key and form of every sentence that is kept, those with most words of their own first."""
    kept = {key: each for key, each in text(DEFAULT).sentences.items() if key.startswith(KEPT)}
    ordered = sorted(kept, key=lambda key: -sum(len(said) for said, *_ in string.Formatter().parse(kept[key])))
    return [(key, re.compile(_form(kept[key]), re.DOTALL)) for key in ordered]


def _form(sentence: str) -> str:
    parts = string.Formatter().parse(sentence)
    return "".join(re.escape(said) + (f"(?P<{blank}>.*)" if blank else "") for said, blank, *_ in parts)


def _filled(key: str, blanks: Mapping[str, object], t: Text) -> str:
    return t(key, **{name: _in_words(value, t) for name, value in blanks.items()})


def _in_words(value: object, t: Text) -> object:
    if isinstance(value, Said):
        return value.into(t)
    return t.number(value) if isinstance(value, int) else value
