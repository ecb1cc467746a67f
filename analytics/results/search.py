"""Texts: what a search finds and how, and the accepted wording on an issue. Only loaded data sets have texts.

What is typed is read by `analytics.search`; here it becomes the parameters of the queries. Results come in pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import search
from analytics.results.definition import Result
from analytics.rows import each, read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.results.definition import Setting

PAGE = 20
"""Texts on one page of a result."""
ALL = "all"
"""In place of the number of a page: everything at once, for files."""
MOST = 4_294_967_295
TEXTS = (
    *("search", "search_spoken", "search_totals", "search_totals_spoken", "search_stems", "search_words"),
    *("search_phrases", "search_parts", "accepted_wording", "accepted_wording_totals"),
)
"""Results that need texts; those that start with `search` need the index as well."""

STAND_FOR = {"q": ("words", "terms", "phrases"), "page": ("limit",)}
"""Parameters of queries that a parameter of a result becomes."""
SPOKEN = "{}_spoken"
"""The query that looks for phrases as well; the one without them is much quicker."""


def query_of(name: str, own: Mapping[str, Any]) -> str:
    """The query behind a result, which depends on whether a search has phrases."""
    return SPOKEN.format(name) if name in {"search", "search_totals"} and search.parse(str(own["q"])).phrases else name


def parameters(own: Mapping[str, Any], look_up: Callable[[str], pd.DataFrame]) -> dict[str, Any]:
    """Values for the parameters that a search (`q`) and a page of it stand for.

    `look_up` gives the result `search_words` or `search_phrases` of it: how its parts are written in the index.
    """
    asked, whole = search.parse(str(own["q"])), str(own["page"]) == ALL
    looked_for = [
        (place, term, weight)
        for place, terms, weight in read(look_up("search_words"), "place", "terms", "weight")
        for term in terms
    ]
    return {
        "terms": [term for _, term, _ in looked_for],
        "bits": [1 << place for place, _, _ in looked_for],
        "weights": [weight for *_, weight in looked_for],
        "all_found": (1 << len(asked.words)) - 1,
        "spoken": [spoken for (spoken,) in read(look_up("search_phrases"), "spoken")] if asked.phrases else [],
        "limit": MOST if whole else PAGE,
        "offset": 0 if whole else (int(own["page"]) - 1) * PAGE,
    }


def parts_of(own: Mapping[str, Any]) -> dict[str, Any]:
    """Values for the words of a search and their stems, and for its phrases."""
    asked = search.parse(str(own["q"]))
    stems = sorted({stem for _, _, stem in asked.stems})
    return {"words": list(asked.words), "stems": stems, "phrases": list(asked.phrases)}


def words(found: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each word of a search: the stems it is looked for by, the words of texts that have them, in how many texts."""
    asked, every = search.parse(str(setting.more["q"])), list(each(found))
    rows = []
    for place, (word, typed) in enumerate(zip(asked.words, asked.typed, strict=True)):
        stems = {(language, stem) for at, language, stem in asked.stems if at == place}
        terms = {row.term for row in every if row.word == word or (row.language, row.stem) in stems}
        mine = [row for row in every if row.term in terms]
        by_term = {row.term: row for row in mine}
        texts = sum(int(row.texts) for row in by_term.values())
        rows.append(
            {
                "place": place,
                "word": typed,
                "stems": [f"{row.language}{search.SEPARATOR}{row.stem}" for row in by_term.values()],
                "found_as": sorted({row.word for row in mine}),
                "terms": [int(term) for term in by_term],
                "texts": texts,
                "weight": search.weight(int(mine[0].searched), texts) if mine else 0.0,
            }
        )
    return pd.DataFrame(rows, columns=["place", "word", "stems", "found_as", "terms", "texts", "weight"])


def parts(held: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each word (kind 0), then each phrase (kind 1): recommendations that hold it, and that hold all others."""
    asked, every = search.parse(str(setting.more["q"])), list(each(held))
    words, phrases = (1 << len(asked.words)) - 1, list(asked.phrases)
    rows = []
    for place, word in enumerate(asked.words):
        holding = sum(row.recommendations for row in every if row.words >> place & 1)
        without = sum(row.recommendations for row in every if row.words | 1 << place == words and all(row.phrases))
        rows.append((0, place, word, holding, without))
    for place, phrase in enumerate(phrases):
        holding = sum(row.recommendations for row in every if row.phrases[place])
        without = sum(
            row.recommendations
            for row in every
            if row.words == words and all(holds for at, holds in enumerate(row.phrases) if at != place)
        )
        rows.append((1, place, phrase, holding, without))
    return pd.DataFrame(rows, columns=["kind", "place", "sought", "recommendations", "without"])


def pages(total: int) -> int:
    """How many pages so many texts take; one at least."""
    return max(1, -(-total // PAGE))


def ranked(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The texts of a page with their place in the whole list."""
    page = str(setting.more["page"])
    first = 1 if page == ALL else (int(page) - 1) * PAGE + 1
    rows = rows.copy()  # what the query gave is kept
    rows.insert(0, "rank", range(first, first + len(rows)))
    return rows


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {
    "search": ranked,
    "search_spoken": ranked,
    "search_parts": parts,
    "accepted_wording": ranked,
}
DERIVED: Mapping[str, Result] = {
    "search_words": Result("search_stems", "word of a search: the stems it is looked for by, and their texts", words)
}
