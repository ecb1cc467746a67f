"""Texts: what a search finds and how, and the accepted wording on an issue. Only loaded data sets have texts.

What is typed is read by `analytics.search`; here it becomes the parameters of the queries. Results come in pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analytics import search
from analytics.results.definition import Result, Setting
from analytics.rows import each, kept, read

PAGE = 20
"""Texts on one page of a result."""
ALL = "all"
"""In place of the number of a page: everything at once, for files."""
MOST = 4_294_967_295
TEXTS = ("search", "search_totals", "search_words", "accepted_wording", "accepted_wording_totals")
"""Results that need texts; those that start with `search` need the index as well."""

STAND_FOR = {"q": ("terms", "spoken", "unspoken"), "page": ("limit",)}
"""Parameters of queries that a parameter of a result becomes."""


WORDS = ("place", "word", "stems", "found_as", "terms", "texts", "weight")
"""What is known of each word of a search."""


def parameters(own: Mapping[str, Any]) -> dict[str, Any]:
    """Values for the parameters that a search as it was typed (`q`) and a page of it stand for."""
    asked, whole = search.parse(str(own["q"])), str(own["page"]) == ALL
    return {
        "spoken": [search.spoken(phrase.split()) for phrase in asked.phrases],
        "unspoken": [search.spoken(each.split()) for each in left_out(asked)],
        "all_found": (1 << len(asked.words)) - 1,
        "limit": MOST if whole else PAGE,
        "offset": 0 if whole else (int(own["page"]) - 1) * PAGE,
    }


def left_out(asked: search.Query) -> tuple[str, ...]:
    """Words and phrases that a text must not hold."""
    return (*asked.excluded.loose, *asked.excluded.phrases) if asked.excluded else ()


def excluded(dictionary: pd.DataFrame, typed: str) -> list[int]:
    """The stems that a text must not hold: those of the words behind NOT or a minus, phrases apart."""
    asked = search.parse(typed).excluded
    if not asked:
        return []
    looked_up = kept(dictionary, _dictionary).look_up(asked)
    loose = [entries for word, entries in zip(asked.typed, looked_up, strict=True) if word in asked.loose]
    return [entry.term for entries in loose for entry in entries]


def terms(looked_up: pd.DataFrame) -> dict[str, Any]:
    """Values for what the words of a search are in the index, from the result `search_words`.

    There is one `weight` for all where a text can hold one of them at most: stems of one word, each of a language of
    its own, as texts have one.
    """
    rows = read(looked_up, "place", "terms", "stems", "weight")
    found = [(place, term, weight) for place, terms, _, weight in rows for term in terms]
    languages = [stem.partition(search.SEPARATOR)[0] for *_, stems, _ in rows for stem in stems]
    single = len(rows) == 1 and 0 < len(languages) == len(set(languages))
    return {
        "terms": [term for _, term, _ in found],
        "bits": [1 << place for place, _, _ in found],
        "weights": [weight for *_, weight in found],
        "weight": found[0][-1] if single else None,
    }


def within(limits: Sequence[pd.DataFrame], without: pd.DataFrame | None = None) -> bytes | None:
    """The recommendations that are in all of these tables, as bits from number 0 on; None for no limits at all.

    Those of the table `without` are not; it needs a limit beside it.
    """
    if not limits:
        return None
    numbers = [table["recommendation"].to_numpy() for table in limits]
    last = max(int(column.max(initial=0)) for column in numbers)
    inside = np.ones((last // 8 + 1) * 8, dtype=bool)
    for column in numbers:
        found = np.zeros_like(inside)
        found[column] = True
        inside &= found
    if without is not None:
        numbers_out = without["recommendation"].to_numpy()
        inside[numbers_out[numbers_out < len(inside)]] = False
    return np.packbits(inside).tobytes()


def words(dictionary: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each word of a search: the stems it is looked for by, the words of texts that have them, in how many texts."""
    asked, known = search.parse(str(setting.more["q"])), kept(dictionary, _dictionary)
    found: dict[str, list[Any]] = {name: [] for name in WORDS}
    for place, (typed, entries) in enumerate(zip(asked.typed, known.look_up(asked), strict=True)):
        texts = sum(entry.texts for entry in entries)
        found["place"].append(place)
        found["word"].append(typed)
        found["stems"].append([entry.label for entry in entries])
        found["found_as"].append(sorted({word for entry in entries for word in entry.words}))
        found["terms"].append([entry.term for entry in entries])
        found["texts"].append(texts)
        found["weight"].append(search.weight(known.searched, texts) if entries else 0.0)
    return pd.DataFrame(found)


def _dictionary(rows: pd.DataFrame) -> search.Dictionary:
    columns = (rows[name].to_list() for name in ("word", "language", "stem", "term", "texts"))
    return search.Dictionary(zip(*columns, strict=True), int(rows["searched"].max()) if len(rows) else 0)


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
    rows = rows.copy(deep=False)  # what the query gave is kept
    rows.insert(0, "rank", range(first, first + len(rows)))
    return rows


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {
    "search": ranked,
    "search_parts": parts,
    "accepted_wording": ranked,
}
DERIVED: Mapping[str, Result] = {
    "search_words": Result(
        "search_dictionary", "word of a search: the stems it is looked for by, and their texts", words
    )
}
