"""Terms that a newcomer would not know: what each means, and where one stands in a sentence.

The terms of a language are in `locale/<language>/glossary.toml`. Nobody marks them by hand: `explained` finds them in
what is about to be shown as Markdown, and makes each a link whose title is its meaning. What becomes of these links in
the browser is in `analytics/ui/explanations.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from analytics.text import Text, alphabetical

ANCHOR = "term-"
"""Before the code of a term in its anchor on the page of the glossary."""
TERM = "glossary.term."
CLOSED = r"!?\[(?:[^\[\]\\]|\\.)*\]\((?:[^()\\]|\\.)*\)|`[^`]*`|<[^<>]*>|https?://\S+|:[\w/-]+(?=[\[:])"
"""What holds no terms: links, pictures, what a person types, tags, addresses, names of directives."""

BEGINNING = re.compile(r"(?:^|[.!?¿¡:;·(“«\n])[\s*#]*$|[*\[]$")
"""Ends with what a sentence, a label or bold words begin after."""


class Term(NamedTuple):
    """A term in one language."""

    code: str
    name: str
    forms: tuple[str, ...]
    means: str


def terms(t: Text) -> list[Term]:
    """All terms, in the order of the alphabet."""
    return list(_terms(t))


def explained(
    markdown: str, t: Text, names: Mapping[str, Sequence[str]], known: Collection[str] = ()
) -> tuple[str, set[str]]:
    """Markdown with the first occurrence of each term made a link with its meaning, and the terms known by now.

    `names` are those of `holding`, in which a term is no term but a part of the name; `known` are codes of terms that
    were explained before in the same place.
    """
    means = _meanings(t)
    met, parts, rest = set(known), [], 0
    for start, end, code in _found(markdown, t):
        if code in met or _inside(markdown, start, end, names.get(code, ())):
            continue
        met.add(code)
        title = means[code].replace("\\", "\\\\").replace('"', '\\"')
        parts.append(f'{markdown[rest:start]}[{markdown[start:end]}](#{ANCHOR}{code} "{title}")')
        rest = end
    return "".join([*parts, markdown[rest:]]), met


def holding(names: Iterable[str], t: Text) -> dict[str, tuple[str, ...]]:
    """Of names, such as those of organisations, those in which a term stands, by its code; not those that are one."""
    found: dict[str, set[str]] = {}
    for name in names:
        for start, end, code in _found(name, t):
            if end - start < len(name):
                found.setdefault(code, set()).add(name)
    return {code: tuple(sorted(each)) for code, each in found.items()}


@lru_cache(maxsize=16)
def _terms(t: Text) -> tuple[Term, ...]:
    codes = dict.fromkeys(key.split(".")[2] for key in t.sentences if key.startswith(TERM))
    found = (
        Term(
            code,
            t(f"glossary.term.{code}.name"),
            tuple(t.sentences[f"glossary.term.{code}.forms"]),
            t(f"glossary.term.{code}.means"),
        )
        for code in codes
    )
    return tuple(sorted(found, key=lambda term: alphabetical(term.name)))


@lru_cache(maxsize=16)
def _meanings(t: Text) -> dict[str, str]:
    """What each term means, by its code."""
    return {term.code: term.means for term in _terms(t)}


@lru_cache(maxsize=16)
def _forms(t: Text) -> dict[str, tuple[str, str]]:
    """Form in small letters and with plain spaces -> the form, and the code of its term."""
    return {_plain(form): (form, term.code) for term in _terms(t) for form in term.forms}


@lru_cache(maxsize=16)
def _pattern(t: Text) -> re.Pattern[str]:
    """What is closed to terms, and terms: of these the longest."""
    forms = sorted((form for term in _terms(t) for form in term.forms), key=len, reverse=True)
    return re.compile(rf"{CLOSED}|(?P<term>(?<![\w-])(?:{'|'.join(map(_written, forms))})(?![\w-]))")


def _written(form: str) -> str:
    """How a form may be written: spaces and apostrophes of any kind, and its first letter small or a capital."""
    first, rest = form[0], re.sub(r"(?:\\?\s)+", r"\\s", re.escape(form[1:])).replace("'", "['’]")
    return (f"[{first}{first.upper()}]" if first.islower() else re.escape(first)) + rest


@lru_cache(maxsize=4_000)
def _found(said: str, t: Text) -> tuple[tuple[int, int, str], ...]:
    """Where terms stand, and which; a capital that no sentence begins with is part of a name."""
    found = []
    for each in _pattern(t).finditer(said):
        if each["term"]:
            form, code = _forms(t)[_plain(each["term"])]
            if form[0] == each["term"][0] or BEGINNING.search(said[: each.start()]):
                found.append((*each.span(), code))
    return tuple(found)


def _inside(said: str, start: int, end: int, names: Sequence[str]) -> bool:
    """Whether what was found is a part of one of these names, which stands there."""
    for name in names:
        at = said.find(name, max(0, end - len(name)))
        if 0 <= at <= start:
            return True
    return False


def _plain(form: str) -> str:
    return re.sub(r"\s", " ", form).replace("’", "'").casefold()
