"""What a state accepted and was asked again, in words: what was asked, never what became of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analytics.findings.finding import Finding
from analytics.findings.selection import sessions as said_sessions
from analytics.results.issues import ALL, REST
from analytics.rows import each, is_known

if TYPE_CHECKING:
    import pandas as pd

    from analytics.filters import Filters
    from analytics.text import Text

LAST = "last"
"""Of the reviews that are selected, the one that came last."""
NAMED = 3
"""Issues that a line names."""


def of_review(filters: Filters, reviews: pd.DataFrame, which: str) -> Filters:
    """The same of its last review alone, if that is asked for and there is one."""
    if which != LAST or reviews.empty:
        return filters
    last = int(reviews["session"].iloc[-1])
    return replace(filters, sessions=(last, last))


def counted(reviews: pd.DataFrame, filters: Filters) -> dict[str, int]:
    """What the reviews of a selection of sessions add up to."""
    chosen = reviews
    if filters.sessions:
        first, last = filters.sessions
        chosen = reviews[reviews["session"].between(first, last)]
    return {name: int(chosen[name].sum()) for name in chosen.columns if name not in {"session", "cycle"}}


def accepted(reviews: pd.DataFrame, filters: Filters, t: Text) -> Finding:
    """How many recommendations a state accepted, and how many of them were asked before or again."""
    counts = counted(reviews, filters)
    if not counts["answered"]:
        return Finding(t("follow_up.accepted.none"))
    numbers = {each: t.number(n) for each, n in counts.items()}
    heading = t("follow_up.accepted.heading", **numbers)
    share = t.percent(counts["accepted"] / counts["answered"])
    when = said_sessions(filters.sessions, t) if filters.sessions else t("follow_up.accepted.reviews")
    more = t("follow_up.accepted.more", when=f"{when[:1].upper()}{when[1:]}", share=share, **numbers)
    return Finding(heading, more)


def overview(reviews: pd.DataFrame, rows: pd.DataFrame, filters: Filters, t: Text) -> Finding:
    """The same, and on which issues most was accepted."""
    said = accepted(reviews, filters, t)
    most = [t("follow_up.issues.one", issue=t.issue(row.issue), n=t.number(row.accepted)) for row in each(rows)]
    return Finding(said.heading, f"{said.more} {t('follow_up.issues.more', issues=t.join(most[:NAMED]))}")


def listed(reviews: pd.DataFrame, rows: pd.DataFrame, filters: Filters, t: Text) -> Finding | str:
    """What stands over the list: all that is known where no issue is, else what a line of it is."""
    return accepted(reviews, filters, t) if rows.empty else t("follow_up.accepted.list")


def have_issues(rows: pd.DataFrame) -> bool:
    """Whether something was accepted on an issue: sessions without issues have none."""
    return not rows.empty


def again(moved: pd.DataFrame, reviews: pd.DataFrame, t: Text) -> Finding:
    """How many recommendations ask for what an earlier cycle asked, and which answers moved."""
    by = Counter(dict(zip(moved["movement"], moved["recommendations"], strict=True)))
    n = int(reviews.loc[(reviews["earlier_reviews"] > 0).to_numpy(), "answered"].sum())
    if not by.total():
        return Finding(t("follow_up.again.none"))
    heading = t("follow_up.again.heading", again=t.number(by.total()), n=t.number(n))
    more = t(
        "follow_up.again.more",
        moved=t.number(by["noted_accepted"]),
        accepted=t.number(by["accepted_accepted"] + by["accepted_noted"]),
    )
    return Finding(heading, more)


def both(rows: pd.DataFrame, fewest: str, t: Text) -> Finding:
    """How many issues enough states raised in both of two cycles."""
    if rows.empty:
        return Finding(t("follow_up.both.none", fewest=fewest))
    heading = t("follow_up.both.heading", issues=t.count("issues", len(rows)), fewest=fewest)
    first = [
        t("follow_up.both.one", issue=t.issue(row.issue), then=t.number(row.askers_then), now=t.number(row.askers_now))
        for row in list(each(rows))[:NAMED]
    ]
    return Finding(heading, t("follow_up.both.more", issues=t.join(first)))


def instruments(rows: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """Which treaty each region is asked to ratify most often, and what share of these requests it accepts."""
    regions: dict[str, list[Any]] = {}
    for row in each(rows):
        if row.region not in {ALL, REST}:
            regions.setdefault(row.region, []).append(row)
    most = {region: max(its, key=lambda row: row.asked_to_ratify) for region, its in regions.items()}
    if not most:
        return Finding(t("follow_up.instruments.none"))
    firsts = {
        region: [row for row in its if row.asked_to_ratify == most[region].asked_to_ratify]
        for region, its in regions.items()
    }
    named = {
        region: t.join(t(f"treaty.{row.instrument}") for row in its)
        if len(its) <= NAMED
        else t("follow_up.instruments.tied", n=t.number(len(its)))
        for region, its in firsts.items()
    }
    by_treaty: dict[str, list[str]] = {}
    for region, treaties in named.items():
        by_treaty.setdefault(treaties, []).append(t.region(region, scheme))
    said = t("issues.between").join(
        t("follow_up.instruments.one", regions=t.join(those), treaty=treaty) for treaty, those in by_treaty.items()
    )
    line = [_rate(row, scheme, t) for its in firsts.values() for row in its[:1] if len(its) == 1]
    return Finding(t("follow_up.instruments.heading", treaties=said), " ".join(line))


def _rate(row: Any, scheme: str, t: Text) -> str:
    region = t.region(row.region, scheme)
    if not is_known(row.rate):
        return t("follow_up.instruments.few", region=region, asked=t.number(row.asked_to_ratify))
    numbers = {"region": region, "accepted": t.percent(row.rate), "n": t.number(row.recommendations)}
    if not is_known(row.lower):
        return t("follow_up.instruments.rate", **numbers)
    return t("follow_up.instruments.likely", **numbers, interval=t.interval(row.lower, row.upper))


def asked_to_ratify(rows: pd.DataFrame) -> int:
    """Requests to ratify a treaty; a recommendation that names several counts for each."""
    return int(rows.loc[(rows["region"] == ALL).to_numpy(), "asked_to_ratify"].sum())


def own_instruments(rows: pd.DataFrame, t: Text) -> str:
    """How many treaties a state was asked to ratify."""
    return t("follow_up.own_instruments.finding", n=t.count("treaties", len(rows)))


def measured_pairs(scores: pd.DataFrame, t: Text) -> str:
    """How many of the pairs that were read ask the same, and how many such pairs are found."""
    by = {row.instrument: row for row in each(scores)}
    words, treaty = by["again_words"], by["again_treaty"]
    of_treaties = {
        "treaty_n": t.number(treaty.found),
        "treaty": t.percent(treaty.precision),
        "treaty_interval": t.interval(treaty.precision_lower, treaty.precision_upper),
    }
    return t("follow_up.measured.pairs", **_measured(words, t), **of_treaties)


def measured_treaties(scores: pd.DataFrame, t: Text) -> str:
    """How many of the treaties that the rules find are asked for, and how many of those that are they find."""
    (row,) = [row for row in each(scores) if row.instrument == "any_treaty"]
    return t("follow_up.measured.treaties", **_measured(row, t))


def _measured(row: Any, t: Text) -> dict[str, str]:
    return {
        "n": t.number(row.found),
        "precision": t.percent(row.precision),
        "interval": t.interval(row.precision_lower, row.precision_upper),
        "known": t.number(row.known),
        "recall": t.percent(row.recall),
        "recall_interval": t.interval(row.recall_lower, row.recall_upper),
    }
