"""What a search of texts is: words, stems, phrases in quotes, and the marks in what was found. Pure.

1. A word is a run of letters and digits in lower case; single letters are none. Words are looked up without accents.
2. Every text is read in one of four languages: the one of whose small words it holds most (`search.toml`; where they
   are equal, the first). Its other words are brought to their stems in that language (Snowball), so that "rights" finds
   "right" and "ratification" finds "ratifications".
3. What a reader types has no language: each word is looked for by its stem in each of the four, and by every stem that
   the same word, without its accents, has in some text. Words that are small in one of the languages are ignored.
4. A text is found when it holds all that is left, and every phrase in quotes as it stands, whatever its capitals,
   accents and punctuation; and when it holds no word and no phrase that stands behind NOT or a minus.

The index is made in `indexing`, the ranking in `queries/search.sql`. What is typed into a search is never code, and
nothing of a text is markup: `highlighted` escapes all of it.
"""

from __future__ import annotations

import html
import math
import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from analytics.letters import visible

SNOWBALL = {"en": "english", "fr": "french", "es": "spanish", "pt": "portuguese"}
"""The stemmer of each language."""
WORD = re.compile(r"[^\W_]+")
QUOTED = re.compile(r'"([^"]*)"')
EXCLUDED = re.compile(r'"[^"]*"|(?:(?<!\S)NOT\s+-?|(?<!\S)[-−])("[^"]*"|[^\s"]+)')
"""A phrase, or what a text must not hold: `NOT word`, `-word`, `-"a phrase"`; not the hyphen of `follow-up`."""
BEGINNING = re.compile(r"(?<!\S)[^\W_]+\*+(?!\S)")
QUOTES = str.maketrans(dict.fromkeys("“”„«»″", '"'))
IRREGULAR: Mapping[str, Mapping[str, str]] = {
    "en": {
        "women": "woman",
        "men": "man",
        "children": "child",
        "grandchildren": "grandchild",
        "schoolchildren": "schoolchild",
        "stepchildren": "stepchild",
        "people": "person",
        "persons": "person",
        "policemen": "policeman",
        "policewomen": "policewoman",
        "servicemen": "serviceman",
        "servicewomen": "servicewoman",
        "fishermen": "fisherman",
        "ombudsmen": "ombudsman",
        "businesswomen": "businesswoman",
        "wives": "wife",
        "midwives": "midwife",
        "housewives": "housewife",
        "lives": "life",
        "crises": "crisis",
        "analyses": "analysis",
        "criteria": "criterion",
    }
}
"""Plurals that a stemmer leaves apart from their singular, as both stand in texts."""
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
LONGEST_WORD = 40
"""Letters; what is longer is no word and is not indexed."""
MOST_WORDS = 20
"""Words that are looked for at once; more are ignored."""
SEPARATOR = ":"


@dataclass(frozen=True)
class Query:
    """What was typed, as it is looked for. `words` are without accents; `typed` are the same as they were typed.

    `stems` holds one (place of the word, language, stem) per word and language. `ignored` are small words, single
    letters and what exceeds MOST_WORDS, outside of phrases. A phrase is written as its words between single spaces.
    """

    words: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    stems: tuple[tuple[int, str, str], ...] = ()
    phrases: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    """The words of `typed` that stand outside of phrases."""
    excluded: Query | None = None
    """What a text must not hold, any of it."""
    refused: tuple[str, ...] = ()
    """Beginnings of words: nothing is looked for where there are any."""

    def without(self, part: str) -> str:
        """What to type for the same search without one of its words or phrases."""
        words = [word for word in self.loose if word != part]
        phrases = [f'"{phrase}"' for phrase in self.phrases if phrase != part]
        excluded = [f"-{each}" for each in self.excluded.parts()] if self.excluded else []
        return " ".join([*words, *phrases, *excluded])

    def including(self) -> str:
        """What to type for the same search with nothing left out."""
        return replace(self, excluded=None).said()

    def parts(self) -> list[str]:
        """Its words and its phrases in quotes."""
        return [*self.loose, *(f'"{phrase}"' for phrase in self.phrases)]

    def unquoted(self) -> str:
        """What to type for the words of the phrases in any order."""
        return " ".join(dict.fromkeys(self.typed))

    def said(self) -> str:
        """The search as it was understood."""
        return self.without("")


@dataclass(frozen=True)
class Entry:
    """A stem of a language, as the texts that are searched have it: its number, its words, how many texts hold it."""

    label: str
    """Language and stem, as `language:stem`."""
    term: int
    texts: int
    words: list[str]


class Dictionary:
    """The stems of all texts that are searched. Made once per data set: a search looks up its words in no time."""

    def __init__(self, rows: Iterable[tuple[str, str, str, int, int]], searched: int) -> None:
        """Rows are word without accents, language, stem, its number, texts that hold it; the most frequent first."""
        self.searched = searched
        """How many texts there are."""
        self._entries: dict[str, Entry] = {}
        self._labels: dict[str, list[str]] = {}
        for word, language, stem_of_it, term, texts in rows:
            label = f"{language}{SEPARATOR}{stem_of_it}"
            self._entries.setdefault(label, Entry(label, term, texts, [])).words.append(word)
            self._labels.setdefault(word, []).append(label)

    def look_up(self, query: Query) -> list[list[Entry]]:
        """The stems by which each word of a query is found, in its spelling or by stem; the most frequent first."""
        labels: list[set[str]] = [set(self._labels.get(word, ())) for word in query.words]
        for place, language, stem_of_it in query.stems:
            labels[place].add(f"{language}{SEPARATOR}{stem_of_it}")
        found = ([self._entries[label] for label in each if label in self._entries] for each in labels)
        return [sorted(entries, key=lambda entry: (-entry.texts, entry.term)) for entries in found]


@cache
def small_words() -> Mapping[str, frozenset[str]]:
    """The small words of each language, in the order of preference of languages."""
    rules = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {language: frozenset(words) for language, words in rules.items()}


@cache
def _all_small() -> frozenset[str]:
    return frozenset(map(plain, chain.from_iterable(small_words().values())))


def tidy(text: str) -> str:
    """A text as it is read: without HTML entities and what nobody sees, accents and letters in one piece."""
    return visible(unicodedata.normalize("NFC", html.unescape(text)))


def words_in(text: str) -> list[str]:
    """The words of a text, in order, with their accents."""
    return WORD.findall(tidy(text).lower())


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """A word in lower case without accents."""
    word = word.lower()
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFKD", word.translate(LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def spoken(words: Iterable[str]) -> str:
    """Words as phrases are looked for in them, and as phrases are: without accents, each between spaces."""
    return f" {' '.join(map(plain, words))} "


def language_of(words: Sequence[str]) -> str:
    """The language of a text by its words: the one of whose small words it holds most, else the first of those."""
    counts = {language: sum(word in small for word in words) for language, small in small_words().items()}
    return max(counts, key=lambda language: counts[language])


def is_indexed(word: str, language: str) -> bool:
    """Whether a word of a text in this language can be found: no small word, no single letter."""
    return _is_word(word) and word not in small_words()[language]


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(SNOWBALL[language])


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a word in a language."""
    return str(_stemmer(language).stemWord(IRREGULAR.get(language, {}).get(word, word)))


@lru_cache(maxsize=1_000)
def parse(typed: str) -> Query:
    """What a reader typed, as it is looked for; a quotation mark without its partner counts for nothing."""
    typed = tidy(typed).translate(QUOTES)
    refused = tuple(dict.fromkeys(BEGINNING.findall(typed)))
    if refused:
        return Query(refused=refused)
    excluded = _parsed(" ".join(filter(None, EXCLUDED.findall(typed))))
    asked = _parsed(EXCLUDED.sub(lambda found: " " if found.group(1) else found.group(), typed))
    asked = replace(asked, ignored=tuple(dict.fromkeys((*asked.ignored, *excluded.ignored))))
    return replace(asked, excluded=replace(excluded, ignored=())) if excluded.parts() else asked


def _parsed(typed: str) -> Query:
    """Words and phrases alone."""
    quoted = [words for each in QUOTED.findall(typed) if (words := words_in(each))]
    outside = words_in(QUOTED.sub(" ", typed))
    small = _all_small()
    kept = [word for word in outside if _is_word(word) and plain(word) not in small]
    inside = [word for words in quoted for word in words if _is_word(word) and plain(word) not in small]
    first = dict.fromkeys([*kept, *inside])
    words = tuple(first)[:MOST_WORDS]
    return Query(
        words=tuple(map(plain, words)),
        typed=words,
        stems=tuple(
            (place, language, stem(word, language)) for place, word in enumerate(words) for language in SNOWBALL
        ),
        phrases=tuple(dict.fromkeys(" ".join(each) for each in quoted)),
        ignored=tuple(dict.fromkeys(word for word in outside if word not in words)),
        loose=tuple(word for word in words if word in kept),
    )


def weight(texts: int, held: int) -> float:
    """What a word weighs in the score of BM25, when `held` of all `texts` hold it: in the form that is never negative.

    ln(1 + (texts - held + 0.5) / (held + 0.5)): Robertson and Zaragoza 2009, with the 1 that Lucene adds.
    """
    return math.log(1 + (texts - held + 0.5) / (held + 0.5))


def highlighted(text: str, query: Query, stems: Collection[str]) -> str:
    """A text as HTML in which nothing but the marks is markup.

    Marked are the words that match by stem, the language of the text decided as in the index, and whole phrases.
    `stems` are those that were looked for, as `language:stem`.
    """
    text = tidy(text)
    places = list(WORD.finditer(text))
    words = [place[0].lower() for place in places]
    language, wanted = language_of(words), frozenset(query.words)
    marked = [
        is_indexed(word, language)
        and (plain(word) in wanted or f"{language}{SEPARATOR}{stem(word, language)}" in stems)
        for word in words
    ]
    runs = [tuple(map(plain, phrase.split())) for phrase in query.phrases]
    plains = list(map(plain, words)) if runs else []
    joined = [False] * len(words)
    for run in runs:
        for place in range(len(words) - len(run) + 1):
            if tuple(plains[place : place + len(run)]) == run:
                marked[place : place + len(run)] = [True] * len(run)
                joined[place : place + len(run) - 1] = [True] * (len(run) - 1)
    return "".join(_pieces(text, places, marked, joined))


def _pieces(text: str, places: list[re.Match[str]], marked: list[bool], joined: list[bool]) -> Iterator[str]:
    """The text piece by piece; a mark goes on over what stands between joined words."""
    end, inside = 0, False
    for place, mark, goes_on in zip(places, marked, joined, strict=True):
        yield html.escape(text[end : place.start()])
        word = html.escape(place[0])
        yield f"{'<mark>' if mark and not inside else ''}{word}{'</mark>' if mark and not goes_on else ''}"
        inside, end = goes_on, place.end()
    yield html.escape(text[end:])


def _is_word(word: str) -> bool:
    return (len(word) > 1 or word.isdecimal()) and len(word) <= LONGEST_WORD
