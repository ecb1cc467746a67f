"""What a search found and what it looked for, in words; and the accepted wording on an issue."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from analytics.filters import Codes, Filters
from analytics.findings.selection import held
from analytics.markup import bold
from analytics.rows import each
from analytics.search import Query, parse
from analytics.text import Text

__all__ = [
    "accepted_texts",
    "facts",
    "found",
    "looked_for",
    "marks",
    "nearby",
    "nothing",
    "parse",
    "wording",
    "wordings",
]

MOST_SPECIFIC = (4, 5)
"""Action categories of accepted wording: general and specific action."""
FORMS = 6
"""Forms of a word that are listed; of more, it is said that there are."""


def wordings(totals: pd.DataFrame) -> int:
    """How many accepted texts there are."""
    return int(totals["wordings"].sum())


def accepted_texts(totals: pd.DataFrame) -> int:
    """How many recommendations have them."""
    return int(totals["texts"].sum())


def nearby(filters: Filters, issue: str, subregion: str) -> Filters:
    """The selection behind accepted wording: one issue in one sub-region, whatever places and actions are filtered."""
    places = replace(filters, regions=(), subregions=(subregion,), states=())
    return replace(places, issues=(issue,), actions=MOST_SPECIFIC)


def marks(words: pd.DataFrame) -> frozenset[str]:
    """The stems that are marked in texts."""
    return frozenset(stem for row in each(words) for stem in row.stems)


def found(totals: pd.DataFrame, query: Query, t: Text) -> str:
    """How many recommendations to how many states hold what was looked for."""
    (counted,) = each(totals)
    return t(
        "search.found",
        query=_typed(query, t),
        recommendations=t.count("recommendations", counted.recommendations),
        states=t.count("states", counted.states),
    )


def looked_for(words: pd.DataFrame, query: Query, t: Text) -> str:
    """Each word with the forms it is found in, each phrase, and what was ignored; or how to search, if nothing."""
    if query.refused:
        return t("search.refused", words=t.join(_quoted(each, t) for each in query.refused))
    if not query.words:
        said = [t("search.how")]
    else:
        phrases = [t("search.phrase", phrase=_quoted(phrase, t)) for phrase in query.phrases]
        said = [t("search.looked_for", what=t.chain([*(_word(row, t) for row in each(words)), *phrases]))]
    if query.words and query.excluded:
        said.append(t("search.excluded", words=_left_out(query, t)))
    if query.ignored:
        said.append(t("search.ignored", words=t.join(_quoted(word, t) for word in query.ignored)))
    return " ".join(said)


def nothing(parts: pd.DataFrame, query: Query, t: Text) -> tuple[str, list[tuple[str, str]]]:
    """Why nothing was found, and other searches that find something: their label, and what is searched."""
    rows = list(each(parts))
    absent = [row for row in rows if not row.recommendations]
    if query.excluded and not absent:
        why = t("search.left_out", parts=_left_out(query, t))
    elif absent:
        why = t("search.absent", parts=t.join(_quoted(_part(row, query), t) for row in absent))
    else:
        counts = [
            t("search.alone", part=_quoted(_part(row, query), t), n=t.number(row.recommendations)) for row in rows
        ]
        why = t("search.not_together", parts=t.chain(counts))
    offers = []
    for row in rows:
        part = _part(row, query)
        if row.without and query.without(part) and (row.kind or part in query.loose):
            offers.append((t("search.without", part=_quoted(part, t), n=t.number(row.without)), query.without(part)))
    if query.excluded:
        offers.append((t("search.including"), query.including()))
    if query.phrases:
        offers.append((t("search.unquoted"), query.unquoted()))
    return f"{bold(t('search.nothing', query=_typed(query, t)))} {why}", offers


def wording(totals: pd.DataFrame, issue: str, country: str, codes: Codes, t: Text) -> str:
    """How many accepted texts there are on an issue in a sub-region, and how much of it is accepted there.

    Of a series, in the sessions that came later: only these have texts.
    """
    (counted,) = each(totals)
    later = codes.series.later if codes.series else ()
    return t(
        "search.wording.finding" if counted.wordings else "search.wording.none",
        issue=t.issue(issue),
        subregion=t.subregion(codes.subregion_of[country]),
        country=t.state(country),
        among=t("search.wording.among", sessions=held(later, t).said) if later else "",
        n=t.number(counted.wordings),
        texts=t.count("recommendations", counted.texts),
        accepted=t.number(counted.accepted),
        answered=t.number(counted.answered),
    )


def facts(row: Any, t: Text) -> list[str]:
    """What stands above a text: state under review, session, who asked, response, action category, paragraph, n."""
    said = [t.state(row.state_under_review), t("search.session", session=row.session)]
    if row.asked_by:
        said.append(t("search.asked_by", states=t.join(t.state(code) for code in row.asked_by.split())))
    said.append(t(f"response.{row.response}"))
    if t.has(action := f"action.{row.action_category}"):  # absent where the source gives none
        said.append(t(action))
    if getattr(row, "paragraph", ""):
        said.append(t("search.paragraph", paragraph=row.paragraph))
    if getattr(row, "recommendations", 1) > 1:
        said.append(t.count("recommendations", row.recommendations))
    return said


def _typed(query: Query, t: Text) -> str:
    """The search as it was understood: words, and phrases in quotes."""
    said = [*query.loose, *(_quoted(phrase, t) for phrase in query.phrases)]
    excluded = [*query.excluded.loose, *(_quoted(each, t) for each in query.excluded.phrases)] if query.excluded else []
    return " ".join([*said, *(f"−{each}" for each in excluded)])


def _left_out(query: Query, t: Text) -> str:
    """Words and phrases that a text must not hold."""
    parts = [*query.excluded.loose, *query.excluded.phrases] if query.excluded else []
    return t.join(_quoted(each, t) for each in parts)


def _quoted(words: str, t: Text) -> str:
    return t("search.quoted", words=words)


def _word(row: Any, t: Text) -> str:
    forms = list(row.found_as[:FORMS])
    if not forms:
        return t("search.no_form", word=row.word)
    more = [t("search.more_forms")] if len(row.found_as) > FORMS else []
    return t("search.word", word=row.word, forms=t.entries([*forms, *more]), texts=t.number(row.texts))


def _part(row: Any, query: Query) -> str:
    """A word as it was typed, or a phrase."""
    return str(row.sought) if row.kind else query.typed[row.place]
