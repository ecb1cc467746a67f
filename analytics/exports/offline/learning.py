"""What one learns with: the words, exercises with their answers; and what all numbers rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import exercises, glossary, project
from analytics.exports.html import Html, join, tag
from analytics.exports.offline.atlas import MAIN
from analytics.exports.offline.states import folded
from analytics.exports.tasks import key, task
from analytics.filters import Filters
from analytics.findings.selection import coverage

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from analytics.exports.offline.atlas import Atlas

USED = (
    MAIN,
    "upr_pairs",
    "joint_submissions",
    "stakeholder_summaries",
    "coalition_statements",
    "vdem",
    "un_m49",
    "un_groups",
    "session_calendar",
    "natural_earth",
)
"""Sources of what the pack shows."""
SAID = ("version", "coverage", "licence", "citation")
"""What is said of a source."""


def terms(atlas: Atlas) -> Html:
    """The glossary, found by any word of it."""
    t = atlas.t
    search = tag(
        "p",
        tag("label", t("offline.search.terms"), for_="search-terms"),
        tag("input", id="search-terms", type="search", autocomplete="off", data_search="terms"),
        tag("output", for_="search-terms", class_="muted"),
        class_="search screen",
    )
    listed = [
        tag(
            "div",
            tag("dt", term.name),
            tag("dd", term.means),
            id=f"{glossary.ANCHOR}{term.code}",
            data_find=folded(f"{term.name} {' '.join(term.forms)} {term.means}"),
        )
        for term in glossary.terms(t)
    ]
    return join([search, tag("dl", listed, id="terms", class_="terms")])


def tasks(atlas: Atlas) -> Html:
    """Exercises, each with its answer to reveal, and the key of all of them for the paper."""
    t = atlas.t
    every = exercises.made(atlas.codes, lambda name: atlas.table(name, Filters()), atlas.seed, t)
    buttons = [
        tag("button", t(f"offline.print.{what}"), type="button", data_print=what, class_="screen", hidden=True)
        for what in ("exercises", "answers")
    ]
    set_ones = [
        task(number, exercise, [record["producer"] for record in atlas.sources(exercise.source)], t)
        for number, exercise in enumerate(every, start=1)
    ]
    return join(
        [
            tag("p", t("offline.exercises.lead", coverage=coverage(atlas.codes, t), seed=str(atlas.seed))),
            tag("p", buttons),
            tag("ol", set_ones, class_="tasks"),
            key(every, t),
        ]
    )


def sources(atlas: Atlas) -> Html:
    """Whose data these are, of which version, under which terms; what they cannot show; how to cite."""
    t = atlas.t
    records = [record for code in USED for record in atlas.sources(code)]
    citing = {"version": atlas.about.data_version, "atlas": project.VERSION, "date": atlas.day}
    main = " ".join(record["citation"] for record in atlas.sources(MAIN))
    return join(
        [
            tag("h3", t("offline.limits")),
            tag("ul", [tag("li", t(f"offline.limit.{limit}")) for limit in LIMITS]),
            tag("h3", t("offline.sources.used")),
            [_source(record, atlas) for record in records],
            tag("h3", t("offline.citing")),
            tag("p", t("offline.citation", citation=main, **citing), class_="cite"),
        ]
    )


LIMITS = ("answers", "why", "done", "small", "unknown", "boundaries")


def _source(record: pd.Series, atlas: Atlas) -> Html:
    t = atlas.t
    parts: Sequence[tuple[str, str]] = [(t(f"column.{name}"), str(record[name])) for name in SAID if record[name]]
    parts = [*parts, (t("column.url"), str(record["url"])), (t("column.licence_url"), str(record["licence_url"]))]
    listed = [tag("div", tag("dt", name), tag("dd", said)) for name, said in parts]
    named = t("offline.source", producer=record["producer"], title=record["title"])
    return tag("details", tag("summary", named), tag("dl", listed), class_="source")
