"""Lenses: what a recommendation concerns, by the words of its text.

`data/lens.toml` holds the flags of civil society (who names it, asks to consult it, or concerns its room),
`data/subjects.toml` eleven subjects from the death penalty to climate change: each flag with its definition and the
words it is found by. This module reads such a file and applies it to one text or to many. Pure: no file but the rules
is read, and no text is kept.

How a text is read:

1. It is made plain: HTML entities, accents, capitals, curly quotes, hyphens and runs of white space disappear. What
   is left is words between single spaces, and a lone `.` where a sentence, or a part of one after `;`, ends.
2. Its language is the one whose small words ("the", "des", "los") it holds most often; where languages are equal,
   the text is read in each of them.
3. A flag is raised when one of its patterns in that language is found and, if it lies `within` another flag, that
   one is raised too. What `without` describes is first taken out of the text, for this flag only.

The notation of words and patterns: `*` any ending of a word or none, `?` one letter, `..5` up to five other words
of the same sentence, `{group}` any entry of that group of words. A group may use those above it. Nothing in it can
repeat inside a repetition, so no text makes a search slow.
"""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "\u00ad": "", "\u200b": "", "\ufeff": ""})
PLAIN = "which is not a plain word (a-z, 0-9, ? and a * at its end), a {group} or a gap such as ..5"
KEY = 8
"""How many letters of a word, at most, decide whether a pattern is worth searching."""
LEFT_OUT = "# "
"""What stands for words that `without` took out."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One or more patterns, ready. Every text they are found in has a word starting as one of `keys`: a quick look."""

    regex: re.Pattern[str]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """What raises one flag in one language."""

    patterns: Sequence[Pattern]
    without: Sequence[Pattern]

    def raised(self, text: str, starts: set[str]) -> bool:
        """Whether one of the patterns is in what `without` leaves of a plain text whose words start so."""
        near = [pattern for pattern in self.patterns if not pattern.keys.isdisjoint(starts)]
        if not any(pattern.regex.search(text) for pattern in near):
            return False
        for pattern in self.without:
            text = pattern.regex.sub(LEFT_OUT, text)
        return any(pattern.regex.search(text) for pattern in near)


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag: its code, its definition in a sentence, the flag it is part of, its rules by language."""

    flag: str
    definition: str
    within: str | None
    rules: Mapping[str, Rules]


class Lens:
    """The rules of one file, ready to be applied."""

    def __init__(self, version: str, definitions: Sequence[Flag], small_words: Mapping[str, Iterable[str]]) -> None:
        self.version = version
        self.definitions = tuple(definitions)
        self.small_words = {language: frozenset(words) for language, words in small_words.items()}
        rules = [rules for each in definitions for rules in each.rules.values()]
        self._keys = frozenset().union(*(pattern.keys for each in rules for pattern in each.patterns))
        self._starts = lru_cache(maxsize=50_000)(self._starts_of)

    @property
    def names(self) -> tuple[str, ...]:
        """The codes of the flags, in the order of the file."""
        return tuple(each.flag for each in self.definitions)

    def languages(self, words: Sequence[str]) -> list[str]:
        """The languages that words are read in: one, or several of which they hold as many small words."""
        counts = {language: sum(word in small for word in words) for language, small in self.small_words.items()}
        most = max(counts.values())
        return [language for language, count in counts.items() if count == most]

    def flags(self, text: str) -> frozenset[str]:
        """The flags of one text, as it stands in its source."""
        text = plain(text)
        words = text.split()
        starts = set().union(*map(self._starts, words))
        languages = self.languages(words) if starts else []
        raised: set[str] = set()
        for each in self.definitions:
            inside = each.within is None or each.within in raised
            if inside and any(each.rules[language].raised(text, starts) for language in languages):
                raised.add(each.flag)
        return frozenset(raised)

    def _starts_of(self, word: str) -> frozenset[str]:
        """The keys of the rules that a word meets: what it starts with, or the whole of it and a space."""
        return self._keys.intersection((f"{word} ", *(word[:length] for length in range(2, KEY + 1))))

    def flags_of_all(self, texts: Iterable[str]) -> list[frozenset[str]]:
        """The flags of each text, in order; a text that comes twice is read once."""
        known: dict[str, frozenset[str]] = {}
        return [known[text] if text in known else known.setdefault(text, self.flags(text)) for text in texts]


def plain(text: str) -> str:
    """A text as the rules read it: ` words between single spaces . and the ends of sentences . `."""
    text = html.unescape(text).lower().translate(LETTERS)
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    text = re.sub(r"\b(\w)\.(?=\w\.)", r"\1", text)  # N.G.O. is one word
    text = re.sub(r"[.;!?](?=\s|$)", " . ", text)
    words = re.findall(r"[^\W_]+|(?<= )[.](?= )", text)
    return f" {' '.join(words)} "


def read_lens(path: Path) -> Lens:
    """The lens of a rule file. Raises ValueError, saying in a sentence what is wrong in it and where."""
    try:
        return _lens(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        message = f"{path.name} is not a TOML file: {error}"
        raise ValueError(message) from error
    except ValueError as error:
        message = f"{path.name}: {error}"
        raise ValueError(message) from error
    except (AttributeError, TypeError) as error:
        message = f"{path.name} has a value where a table or a list belongs, or the reverse: {error}"
        raise ValueError(message) from error


def _lens(rules: Mapping[str, Any]) -> Lens:
    _refuse_unless(isinstance(rules.get("version"), str), 'a line such as version = "1" is missing')
    small_words = rules.get("small_words", {})
    _refuse_unless(bool(small_words), "the table [small_words] is missing")
    groups = {language: _groups(rules.get("words", {}).get(language, {}), language) for language in small_words}
    flags: list[Flag] = []
    for record in rules.get("flag", []):
        flags.append(_flag(record, groups, [each.flag for each in flags]))
    _refuse_unless(bool(flags), "there is no [[flag]]")
    return Lens(rules["version"], flags, small_words)


def _flag(record: Mapping[str, Any], groups: Mapping[str, Mapping[str, _Part]], above: Sequence[str]) -> Flag:
    flag, within = record.get("flag", ""), record.get("within")
    where = f"flag '{flag}'"
    _refuse_unless(bool(flag and record.get("definition")), f"{where}: 'flag' or 'definition' is missing")
    _refuse_unless(flag not in above, f"{where} stands there twice")
    _refuse_unless(within is None or within in above, f"{where} is within '{within}', which is no flag above it")
    unknown = sorted(set(record) - {"flag", "definition", "within", *groups})
    _refuse_unless(not unknown, f"{where}: '{', '.join(unknown)}' is neither a setting nor one of {', '.join(groups)}")
    rules = {}
    for language, known in groups.items():
        tables = record.get(language, {})
        _refuse_unless(bool(tables.get("patterns")), f"{where}, {language}: there are no patterns")
        place = f"{where}, {language}"
        patterns = _patterns(tables["patterns"], known, place, start=" ")  # a plain space is found fastest
        without = _patterns(tables.get("without", ()), known, place, start="(?<= )")  # and here it must stay
        rules[language] = Rules(patterns, without)
    return Flag(flag, record["definition"], within, rules)


class _Part(NamedTuple):
    """A part of a pattern: its regular expression, and the starts of words of which one is in whatever it finds."""

    regex: str
    keys: frozenset[str]

    def letters(self) -> int:
        """How telling the keys are: the letters of the shortest."""
        return min(len(key.strip()) for key in self.keys)


def _groups(words: Mapping[str, Sequence[str]], language: str) -> dict[str, _Part]:
    """Each group of words as one part; a group may use those above it."""
    groups: dict[str, _Part] = {}
    for name, entries in words.items():
        parts = [_part(entry, groups, f"[words.{language}], '{name}'") for entry in entries]
        _refuse_unless(bool(parts), f"[words.{language}], '{name}' is empty")
        keys = frozenset().union(*(part.keys for part in parts))
        groups[name] = _Part(f"(?:{'|'.join(part.regex for part in parts)})", keys)
    return groups


def _patterns(entries: Sequence[str], groups: Mapping[str, _Part], where: str, start: str) -> tuple[Pattern, ...]:
    """The patterns, each after `start`; those that have their keys in common become one, looked for once."""
    alike: dict[frozenset[str], list[str]] = {}
    for entry in entries:
        part = _part(entry, groups, where)
        alike.setdefault(part.keys, []).append(part.regex)
    return tuple(Pattern(re.compile(f"{start}(?:{'|'.join(each)})"), keys) for keys, each in alike.items())


def _part(entry: str, groups: Mapping[str, _Part], where: str) -> _Part:
    """An entry of a group, or a pattern, read word by word."""
    parts: list[_Part] = []
    for word in entry.split():
        if group := re.fullmatch(r"\{(\w+)\}", word):
            known = f"which is not above it. There are: {', '.join(groups)}."
            _refuse_unless(group[1] in groups, f"{where}: '{entry}' uses the group '{group[1]}', {known}")
            parts.append(groups[group[1]])
        elif gap := re.fullmatch(r"\.\.([1-9])", word):
            parts.append(_Part(f"(?:[^ .]+ ){{0,{gap[1]}}}?", frozenset({""})))
        else:
            _refuse_unless(
                re.fullmatch(r"[a-z0-9?]*[a-z0-9?*]", word) is not None, f"{where}: '{entry}' holds '{word}', {PLAIN}"
            )
            regex = word.replace("*", "[^ .]*").replace("?", "[a-z]") + " "
            parts.append(_Part(regex, frozenset({re.split(r"[*?]", f"{word} ")[0][:KEY]})))
    rarest = max(reversed(parts), key=_Part.letters, default=_Part("", frozenset({""})))
    _refuse_unless(rarest.letters() > 1, f"{where}: '{entry}' has no word that starts with two plain letters")
    return _Part("".join(part.regex for part in parts), rarest.keys)


def _refuse_unless(right: bool, message: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not right:
        raise ValueError(message)
