"""Which name somebody meant: the name of a table that a spelling is near to, or nothing where that is not clear.

A suggestion is read by a person who then confirms it, so a wrong one does more harm than none. A spelling is looked for
as it stands, without capitals, accents, punctuation and blanks; then by what follows "Republic of" and the like; and at
last by its letters, where one name alone is near. The names are those of the table and, for states, also those in the
languages of the atlas and in `data/state_spellings.csv`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

NEAR = 84
"""Least similarity of letters, of 100: measured in tests/test_suggestions.py over misspelt names of all states."""
AHEAD = 8
"""How much nearer than the nearest name of anything else."""
SHORT = 7
"""Letters; of a shorter name one letter may be another, if no other name is as near."""
LONGEST_COMPARED = 120
"""Characters; the longest name of a state has 54."""
WORD = re.compile(r"[^\W_]+")
FORMAL = re.compile(
    r".*\b(?:republic|kingdom|state|states|federation|principality|commonwealth|emirate|sultanate) of (.+)"
)
DENIED = re.compile(r"(?:(?<!\w)not?|non|in)[ -]")
"""What turns a word into its opposite: never suggested for a word without it, nor the other way round."""
SMALL = frozenset(("the", "of", "and", "de", "la", "le", "les", "et", "y", "e", "del", "da", "do"))
MEANT_OTHERWISE = frozenset(("republic of china",))
"""Formal names of what is no state in the table."""


def folded(name: str) -> str:
    """A name in lower case without accents and punctuation, its words with one space between them."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    words = WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))
    return " ".join("saint" if word == "st" else word for word in words).removeprefix("the ")


class Suggestions:
    """What the names of a table, and other names for the same codes, suggest."""

    def __init__(self, aliases: Mapping[str, str], others: Mapping[str, str]) -> None:
        self.aliases, self.others = aliases, others

    def nearest(self, name: str) -> str:
        """The name of the table that was most likely meant; nothing where none is near, or several are."""
        said = folded(name)
        if not said or len(name) > LONGEST_COMPARED or said in MEANT_OTHERWISE:
            return ""
        core = _core(said)
        for known, form in ((self._by_form, _key(said)), (self._by_words, _words(said)), (self._by_core, _key(core))):
            if form and form in known:
                return known[form]
        return self._by_letters(said)

    @cached_property
    def _names(self) -> dict[str, str]:
        """Folded name -> name of the table: its own names as they are, for the others the first one of their code."""
        first: dict[str, str] = {}
        for name, code in self.aliases.items():
            first.setdefault(code, name)
        own = {folded(name): name for name, code in reversed([*self.aliases.items()]) if code}
        return {folded(name): first[code] for name, code in self.others.items() if code in first} | own

    @cached_property
    def _by_form(self) -> dict[str, str]:
        return self._clear((_key(form), name) for form, name in self._names.items())

    @cached_property
    def _by_words(self) -> dict[str, str]:
        return self._clear((_words(form), name) for form, name in self._names.items())

    @cached_property
    def _by_core(self) -> dict[str, str]:
        """By what follows "Republic of"; not Korea or Congo, which two states have in their names."""
        return self._clear((_key(_core(form) or form), name) for form, name in self._names.items())

    def _clear(self, names: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Those that stand for one code alone."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for form, name in names:
            found[form].append(name)
        return {form: each[-1] for form, each in found.items() if len({self.aliases[name] for name in each}) == 1}

    def _by_letters(self, said: str) -> str:
        """The nearest name, if it is near and nothing else is about as near."""
        from rapidfuzz import fuzz, process
        from rapidfuzz.distance import OSA

        names = self._names
        best: dict[str, tuple[float, str]] = {}
        near = process.extract(said, names.keys(), scorer=fuzz.ratio, score_cutoff=NEAR - 2 * AHEAD, limit=30)
        for form, score, _ in near:
            code = self.aliases[names[form]]
            best[code] = max(best.get(code, (0.0, "")), (score, form))
        if not best:
            return ""
        (score, form), *others = sorted(best.values(), reverse=True)
        beside = [each for each, *_ in near if OSA.distance(said, each, score_cutoff=1) <= 1]
        if len({self.aliases[names[each]] for each in beside}) > 1:
            return ""
        if (others and score - others[0][0] < AHEAD) or bool(DENIED.match(said)) != bool(DENIED.match(form)):
            return ""
        one_letter = said[0] == form[0] and OSA.distance(said, form, score_cutoff=1) <= 1
        return names[form] if score >= NEAR or (one_letter and len(form) < SHORT) else ""


def _core(form: str) -> str:
    """What follows "Republic of" and the like; nothing where it does not stand there."""
    found = FORMAL.fullmatch(form)
    return found.group(1).removeprefix("the ") if found else ""


def _words(form: str) -> str:
    """The words of a name in alphabetical order, without the small ones."""
    return " ".join(sorted(word for word in form.split() if word not in SMALL))


def _key(form: str) -> str:
    return form.replace(" ", "")
