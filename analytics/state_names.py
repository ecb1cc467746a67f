"""Which state a person means by a name: in any language of the atlas, in another spelling, or an older name.

Exact but for case, accents and punctuation; nothing is guessed. What readers of files take for a state is stricter: see
`sources.names`.
"""

from __future__ import annotations

import re
from functools import cache

from analytics.folders import DATA
from analytics.sources.names import read_aliases
from analytics.text import alphabetical, languages, text

TABLES = ("state_aliases.csv", "state_spellings.csv")


def state_called(name: str) -> str | None:
    """ISO3 code of the state, or None where no state has this name."""
    return _names().get(_bare(name))


@cache
def names_of_states() -> dict[str, frozenset[str]]:
    """Code of a state -> every name it has in files and languages, and the code itself."""
    named: dict[str, set[str]] = {}
    for name, code in _known():
        named.setdefault(code, set()).add(name)
    return {code: frozenset(names) for code, names in named.items()}


@cache
def _names() -> dict[str, str]:
    return {_bare(name): code for name, code in _known() if _bare(name)}


def _known() -> list[tuple[str, str]]:
    """Names with their codes; what the atlas itself calls a state comes last."""
    known = [pair for table in TABLES for pair in read_aliases(DATA / table).items() if pair[1]]
    codes = dict.fromkeys(code for _, code in known)
    known += [(text(language).state(code), code) for language in languages() for code in codes]
    return known + [(code, code) for code in codes]


def _bare(name: str) -> str:
    """Letters and digits alone, without accents, in small letters."""
    return re.sub(r"[^a-z0-9]+", "", alphabetical(name).casefold())
