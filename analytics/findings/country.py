"""What is known of one country, in sentences: its last review, the next one, what stands out, and why.

What stands out follows four rules, printed in the methods; each needs enough behind it and says what it compares.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analytics.filters import Codes
from analytics.findings.finding import Finding
from analytics.findings.selection import held
from analytics.markup import bold, items
from analytics.results.askers import MIX
from analytics.rows import each, is_known, kept
from analytics.text import Text
from analytics.thresholds import FEW, STANDS_OUT

NAMED = 3
"""Issues and recommending states that a sentence gives from the top of a list."""


def answered(reviews: pd.DataFrame) -> list[Any]:
    """The reviews with answers, first ones first."""
    return [row for row in each(reviews) if row.answered]


def rests(reviews: pd.DataFrame, t: Text) -> str:
    """How many recommendations there are to speak of, and of which sessions."""
    known = answered(reviews)
    if not known:
        return t("country.rests.none")
    sessions = sorted({row.session for row in known})
    n = t.count("recommendations", sum(row.recommendations for row in known))
    return t("country.rests", n=n, sessions=_listed(sessions, t))


def _listed(sessions: list[int], t: Text) -> str:
    if len(sessions) == 1:
        return held(sessions, t).said
    return t("selection.session_list", sessions=t.join(map(str, sessions)))


def coded(issues: pd.DataFrame, t: Text) -> str:
    """How many recommendations with issues there are."""
    n = int(issues["coded"].iloc[0]) if len(issues) else 0
    return t("country.coded", n=t.count("recommendations", n))


def years(rows: pd.DataFrame, t: Text) -> str:
    """The years of a line."""
    if rows.empty:
        return t("country.civic.rests.none")
    return t("country.civic.rests", first=int(rows["year"].min()), last=int(rows["year"].max()))


def listed(reviews: pd.DataFrame) -> pd.DataFrame:
    """The reviews for a table: where no recommendation is held, what was asked and answered is unknown, not 0."""
    return kept(reviews, _blanked)


def _blanked(reviews: pd.DataFrame) -> pd.DataFrame:
    unheld = (reviews["recommendations"] == 0).to_numpy()
    neither = unheld & (reviews["later"] == 0).to_numpy()
    unknown = {**dict.fromkeys(("recommendations", "accepted", "answered", *MIX), unheld)}
    unknown |= dict.fromkeys(("askers", "later"), neither)
    blanked = {name: where for name, where in unknown.items() if where.any()}
    values = {name: np.where(where, np.nan, reviews[name].to_numpy(dtype=float)) for name, where in blanked.items()}
    return reviews.assign(**values)


def headline(country: str, reviews: pd.DataFrame, t: Text) -> str:
    """What the country accepted in its last review with answers."""
    known = answered(reviews)
    if not known:
        return t("country.headline.none", state=t.state(country))
    last = known[-1]
    return t(
        "country.headline",
        state=t.state(country),
        rate=t.percent(last.rate, 0),
        n=t.count("recommendations", last.answered),
        session=last.session,
        year=last.year,
    )


def after(reviews: pd.DataFrame, to_come: pd.DataFrame, year: int, t: Text) -> str:
    """The reviews after the last with answers, and the next one, as far as a calendar or the order tells.

    `year` is the present one.
    """
    known = answered(reviews)
    last = known[-1].session if known else 0
    said = [_after(row, t) for row in each(reviews) if row.session > last]
    past = [row for row in each(to_come) if row.year < year]
    coming = [row for row in each(to_come) if row.year >= year]
    said += [t("country.after.past", cycle=row.cycle, session=row.session, year=row.year) for row in past]
    if coming:
        key = "calendar" if coming[0].in_calendar else "order"
        said.append(t(f"country.next.{key}", cycle=coming[0].cycle, session=coming[0].session, year=coming[0].year))
    return " ".join(said)


def _after(row: Any, t: Text) -> str:
    when = {"session": row.session, "year": row.year}
    if row.later:
        n = t.count("requests", row.later)
        return t("country.after.requests", n=n, states=t.count("recommending", row.askers), **when)
    return t("country.after.held", **when)


def notes(country: str, reviews: pd.DataFrame, t: Text) -> str:
    """What is known to be special about its reviews: a correction, or no clear answer; empty where nothing is."""
    said = [
        t("countries.note", note=t(f"correction.{row.correction}"))
        for row in each(reviews)
        if isinstance(row.correction, str)
    ]
    unclear = [row.session for row in each(reviews) if row.answered and not row.accepted]
    said += [t("country.unclear", state=t.state(country), session=session) for session in unclear]
    return " ".join(said)


def stands_out(country: str, reviews: pd.DataFrame, ranges: pd.DataFrame, issues: pd.DataFrame, t: Text) -> str:
    """At most four sentences, each from a rule; that nothing stands out where no rule applies."""
    said = [
        *_beside_others(ranges, "rate", t),
        *_change(answered(reviews), t),
        *_beside_others(ranges, "specific_share", t),
        *_issue(issues, t),
    ]
    if not said:
        return t("country.stands.nothing", state=t.state(country))
    return f"{bold(t('country.stands'))}\n\n{items(said)}"


def _beside_others(ranges: pd.DataFrame, measure: str, t: Text) -> list[str]:
    """The last review, where its share lies outside the middle half of its region's other reviews in the cycle."""
    of_region = [row for row in each(ranges) if row.record_measure == measure and row.within == "region"]
    if not of_region:
        return []
    row = of_region[-1]
    if not is_known(row.own_share) or not is_known(row.range_middle):
        return []
    if row.range_lower <= row.own_share <= row.range_upper:
        return []
    above = row.own_share > row.range_upper
    others = row.below if above else row.other_reviews - row.below - row.equal
    return [
        t(
            f"country.stands.{measure}.{'above' if above else 'below'}",
            cycle=row.cycle,
            others=t.number(others),
            of=t.number(row.other_reviews),
            share=t.percent(row.own_share, 0),
        )
    ]


def _change(reviews: list[Any], t: Text) -> list[str]:
    """The share accepted, where it moved by STANDS_OUT or more from the first answered review to the last.

    A review in which nothing was accepted is one of unclear answers (see `notes`), and says nothing of a change.
    """
    enough = [row for row in reviews if row.answered >= FEW and row.accepted]
    if len(enough) < 2 or abs(enough[-1].rate - enough[0].rate) < STANDS_OUT:  # noqa: PLR2004 - two ends
        return []
    first, last = enough[0], enough[-1]
    return [
        t(
            f"country.stands.{'rose' if last.rate > first.rate else 'fell'}",
            first=t.percent(first.rate, 0),
            first_n=t.number(first.answered),
            first_cycle=first.cycle,
            last=t.percent(last.rate, 0),
            last_n=t.number(last.answered),
            last_cycle=last.cycle,
        )
    ]


def _issue(issues: pd.DataFrame, t: Text) -> list[str]:
    """The issue furthest above the middle of the sub-region, with FEW recommendations, above its middle half."""
    found = [row for row in each(issues) if row.against_range == "above" and row.recommendations >= FEW]
    if not found:
        return []
    row = found[0]
    return [
        t(
            "country.stands.issue",
            issue=t.issue(row.issue),
            share=t.percent(row.share, 0),
            n=t.number(row.recommendations),
            below=t.number(row.below),
            of=t.number(row.other_states),
        )
    ]


def record(reviews: pd.DataFrame, t: Text) -> Finding:
    """The share accepted in each answered review."""
    known = answered(reviews)
    if not known:
        return Finding(t("country.record.none"))
    if len(known) == 1:
        (row,) = known
        return Finding(t("country.record.one", cycle=row.cycle, rate=t.percent(row.rate, 0), n=t.number(row.answered)))
    parts = [
        t("country.compare.part", cycle=row.cycle, rate=t.percent(row.rate, 0), n=t.number(row.answered))
        for row in known
    ]
    said = t.chain(parts)
    return Finding(
        t("country.record.finding", reviews=t.count("reviews", len(known))), f"{said[:1].upper()}{said[1:]}."
    )


def mix(reviews: pd.DataFrame, t: Text) -> Finding:
    """The share of specific requests in the last review with action categories."""
    known = [row for row in each(reviews) if is_known(row.specific_share)]
    if not known:
        return Finding(t("country.mix.none"))
    row = known[-1]
    return Finding(t("country.mix.finding", cycle=row.cycle, share=t.percent(row.specific_share, 0)))


def issues(rows: pd.DataFrame, country: str, codes: Codes, t: Text) -> Finding:
    """How many issues lie above the middle half of the sub-region, and the first of them."""
    place = t.subregion(codes.subregion_of[country])
    if rows.empty:
        return Finding(t("country.issues.none", state=t.state(country)))
    if not (rows["other_states"] >= 1).any() or (rows["against_range"] == "none").all():
        return Finding(t("country.issues.few", subregion=place))
    above = [row for row in each(rows) if row.against_range == "above"]
    if not above:
        return Finding(t("country.issues.inside", subregion=place))
    names = t.join(t.issue(row.issue) for row in above[:NAMED])
    more = t("country.issues.more", names=names) if len(above) > 1 else ""
    first = t.issue(above[0].issue)
    n = t.count("issues", len(above))
    return Finding(
        t("country.issues.finding", issue=first, subregion=place), f"{more} {t('country.issues.n', n=n)}".strip()
    )


def askers(rows: pd.DataFrame, country: str, t: Text) -> Finding:
    """Who asked most, with ties, and how many asked."""
    asking = [row for row in each(rows) if row.recommendations]
    if not asking:
        return Finding(t("country.askers.none", state=t.state(country)))
    most = asking[0].recommendations
    tied = [row.iso3 for row in asking if row.recommendations == most]
    n = t.count("recommending", len(asking))
    if len(asking) == 1 or len(tied) > NAMED:
        return Finding(t("country.askers.many", n=n, most=t.number(most)))
    names = t.join(t.state(iso3) for iso3 in tied)
    key = "finding" if len(tied) == 1 else "tied"
    return Finding(t(f"country.askers.{key}", names=names, most=t.number(most)), t("country.askers.n", n=n))


def civic_space(rows: pd.DataFrame, t: Text) -> Finding:
    """The value in the first and last year of a review with data, else in the last year."""
    if rows.empty:
        return Finding(t("country.civic.none"))
    reviewed = [row for row in each(rows) if row.reviewed]
    ends = reviewed if len(reviewed) > 1 else list(each(rows))
    first, last = ends[0], ends[-1]
    key = "reviews" if len(reviewed) > 1 else "years"
    blanks = {"first": t.number(first.value, 2), "last": t.number(last.value, 2)}
    heading = t(f"country.civic.heading.{key}", **blanks)
    return Finding(heading, t(f"country.civic.{key}", first_year=first.year, last_year=last.year))


def compared(rows: pd.DataFrame, t: Text) -> Finding:
    """How many countries are set side by side; no order of them is claimed."""
    if rows.empty:
        return Finding(t("country.record.none"))
    names = t.join(t.state(iso3) for iso3 in dict.fromkeys(rows["iso3"]))
    return Finding(t("country.compare.finding", names=names))
