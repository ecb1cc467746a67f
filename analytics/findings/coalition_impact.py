"""What is said of networks and what was then recommended, and of submissions cited together: never as an effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analytics.filters import Codes
from analytics.findings.finding import Finding
from analytics.findings.submissions import review
from analytics.results.coalition_impact import COMPARISONS, DRAWN, compared, numbered
from analytics.rows import each, is_known
from analytics.statistics.multiplicity import FALSE_DISCOVERY_RATE
from analytics.text import Text, alphabetical

FINE = 2
"""Decimals of percentage points."""
NAMED = 3
"""Networks or submissions that a sentence names; of more it says how many."""


def opening(outcomes: pd.DataFrame, codes: Codes, t: Text) -> str:
    """Which reviews are compared, which wait for recommendations, and which have no list."""
    total = outcomes.sum(numeric_only=True) if len(outcomes) else pd.Series({"reviews": 0, "waiting": 0, "unlisted": 0})
    return t(
        "coalition_impact.opening",
        reviews=t.count("reviews", int(total["reviews"])),
        waiting=t.number(total["waiting"]),
        unlisted=t.number(total["unlisted"]),
        first_year=codes.years[0],
        last_year=codes.years[1],
    )


def sources(codes: Codes) -> tuple[str, ...]:
    """What the comparison of networks rests on; requests without answers only where the data have some."""
    return ("joint_submissions", "upr_info", *(("upr_pairs",) if codes.later else ()))


def basis(outcomes: pd.DataFrame, scores: pd.DataFrame, t: Text) -> str:
    """States compared, and the versions of the rules that read the subjects."""
    version = dict(zip(scores["subject"], scores["version"], strict=True))
    lens = version.pop("civil_society", "")
    return t(
        "coalition_impact.basis",
        states=t.count("states", int(outcomes["reviews"].sum()) if len(outcomes) else 0),
        subjects=next(iter(version.values()), ""),
        lens=lens,
    )


def networks(changes: pd.DataFrame, t: Text) -> Finding:
    """How many networks' states changed otherwise, beyond chance and corrected for their number; or none."""
    rows = numbered(changes)
    if not rows:
        return Finding(t("coalition_impact.networks.none"))
    n = t.count("networks", len(rows))
    beyond = [row for row in rows if row.q <= FALSE_DISCOVERY_RATE]
    parts = [
        t(f"coalition_impact.networks.{way}", names=_names([row.organisation for row in mine], t))
        for way, mine in (
            ("more", [row for row in beyond if row.difference > 0]),
            ("less", [row for row in beyond if row.difference < 0]),
        )
        if mine
    ]
    if not parts:
        heading = t("coalition_impact.networks.alike", n=n)
        return Finding(heading, full=f"{heading} {_beyond_chance(changes, t)}".strip())
    heading = t("coalition_impact.networks.heading", beyond=t.number(len(beyond)), n=n)
    said = t("coalition_impact.networks.finding", parts=t.chain(parts), n=n)
    return Finding(heading, said, f"{said} {_beyond_chance(changes, t)}")


def _beyond_chance(changes: pd.DataFrame, t: Text) -> str:
    """The numbers of those networks with their placebo, and of those that only pass alone; empty without any."""
    rows = numbered(changes)
    said = [
        t(
            "coalition_impact.networks.numbers",
            name=row.organisation,
            points=_points(row.difference, t),
            interval=_interval(row, t),
            placebo=_points(row.placebo, t),
            placebo_interval=_interval(row, t, "placebo_"),
        )
        for row in rows
        if row.q <= FALSE_DISCOVERY_RATE
    ]
    alone = [row.organisation for row in rows if row.q > FALSE_DISCOVERY_RATE and _excludes_zero(row)]
    if alone:
        said.append(t("coalition_impact.networks.alone", names=_names(alone, t)))
    moved = [row.organisation for row in rows if _excludes_zero(row, "placebo_")]
    if moved:
        said.append(t("coalition_impact.networks.moved", names=_names(moved, t)))
    return " ".join(said)


def pooled(everywhere: pd.DataFrame, regions: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """All networks together, and whether it holds in every form."""
    first, *forms = each(everywhere)
    numbers = _forms(everywhere, regions, scheme, t)
    if not is_known(first.difference):
        return Finding(t("coalition_impact.pooled.none"))
    if not _excludes_zero(first):
        said = t("coalition_impact.pooled.alike", interval=_interval(first, t))
        return Finding(t("coalition_impact.pooled.heading.alike"), full=f"{said} {numbers}")
    way = "more" if first.difference > 0 else "less"
    holds = all(_excludes_zero(row) and (row.difference > 0) == (first.difference > 0) for row in forms)
    said = t(
        f"coalition_impact.pooled.{way}",
        points=t("language.points", n=t.number(abs(first.difference) * 100, FINE)),
        holds=t(f"coalition_impact.pooled.{'holds' if holds else 'not_every'}"),
    )
    heading = t(f"coalition_impact.pooled.heading.{way}")
    return Finding(heading, t(f"coalition_impact.pooled.line.{'holds' if holds else 'not_every'}"), f"{said} {numbers}")


def _forms(everywhere: pd.DataFrame, regions: pd.DataFrame, scheme: str, t: Text) -> str:
    """The estimate, its placebo, its other forms and its regions with their intervals, in words."""
    first, *others = each(everywhere)
    if not is_known(first.difference):
        return ""
    said = t(
        "coalition_impact.pooled.numbers",
        points=_points(first.difference, t),
        interval=_interval(first, t),
        placebo=_points(first.placebo, t),
        placebo_interval=_interval(first, t, "placebo_"),
        forms=t.chain(_form(t(f"coalition_impact.form.{row.variant}"), row, t) for row in others),
    )
    far = [t.region(row.region, scheme) for row in each(regions) if is_known(row.lower) and _excludes_zero(row)]
    near = [t.region(row.region, scheme) for row in each(regions) if is_known(row.lower) and not _excludes_zero(row)]
    for key, names in (("far", far), ("near", near)):
        if names:
            said += " " + t(f"coalition_impact.regions.{key}", regions=t.join(names))
    return said


def accepted(rows: pd.DataFrame, t: Text) -> Finding:
    """The share accepted where a network on the subject signed and where none did, where answers exist."""
    row = next(each(rows))
    if not row.states:
        return Finding(t("coalition_impact.accepted.none"))
    if not is_known(row.lower):
        return Finding(t("coalition_impact.accepted.few", n=t.count("states", row.states)))
    key = "alike" if not _excludes_zero(row) else "more" if row.difference > 0 else "less"
    said = t(
        f"coalition_impact.accepted.{key}",
        points=t("language.points", n=t.number(abs(row.difference) * 100, FINE)),
        interval=_interval(row, t),
        signed=t.percent(row.share_signed, 0),
        not_signed=t.percent(row.share_not_signed, 0),
    )
    return Finding(t(f"coalition_impact.accepted.heading.{key}"), full=said)


def accepted_basis(rows: pd.DataFrame, t: Text) -> str:
    """What that comparison rests on."""
    row = next(each(rows))
    if not row.states:
        return t("coalition_impact.accepted.none")
    sessions = (
        t("selection.session", first=int(row.first_session))
        if row.first_session == row.last_session
        else t("selection.sessions", first=t.number(row.first_session), last=t.number(row.last_session))
    )
    counted = t.count("recommendations", row.answered)
    return t("coalition_impact.accepted.basis", states=t.count("states", row.states), n=counted, sessions=sessions)


def countries(rows: pd.DataFrame, t: Text) -> dict[str, str]:
    """The states whose review of the third cycle can be chosen, by name."""
    states = sorted({str(iso3) for iso3 in rows["iso3"]}, key=lambda iso3: alphabetical(t.state(iso3)))
    return {iso3: t.state(iso3) for iso3 in states}


def subjects(rows: pd.DataFrame, t: Text) -> str:
    """One review: on how many subjects a network signed, and which of these subjects is recommended on most."""
    if rows.empty:
        return t("coalition_impact.subjects.none")
    first = next(each(rows))
    named = review(first.iso3, first.session, t)
    signed = [row for row in each(rows) if row.joint]
    if not signed:
        return t("coalition_impact.subjects.nobody", review=named, joint=t.count("joint", first.in_review))
    if not is_known(first.share):
        return t("coalition_impact.subjects.waiting", review=named, n=t.number(len(signed)))
    rose = [row for row in signed if is_known(row.reference_share) and row.share > row.reference_share]
    compared_with = [row for row in signed if is_known(row.reference_share)]
    if not compared_with:
        return t("coalition_impact.subjects.alone", review=named, n=t.number(len(signed)))
    return t(
        "coalition_impact.subjects.finding",
        review=named,
        rose=t.number(len(rose)),
        n=t.number(len(compared_with)),
    )


def subjects_basis(rows: pd.DataFrame, t: Text) -> str:
    """What the bars of one review rest on."""
    if rows.empty:
        return t("coalition_impact.subjects.none")
    row = next(each(rows))
    return t(
        "coalition_impact.subjects.basis",
        joint=t.count("joint", row.in_review),
        n=t.count("recommendations", row.third_of),
        before=t.number(row.second_of),
    )


def voice(gaps: pd.DataFrame, everywhere: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """Joint against individual submissions everywhere."""
    (row,) = [row for row in compared(gaps, "joint") if not isinstance(row.region, str)]
    if not is_known(row.difference):
        return Finding(t("coalition_impact.voice.none"))
    key = "alike" if not _excludes_zero(row) else "more" if row.difference > 0 else "less"
    said = t(
        f"coalition_impact.voice.{key}",
        points=t("language.points", n=t.number(abs(row.difference) * 100, FINE)),
        interval=_interval(row, t),
    )
    return Finding(
        t(f"coalition_impact.voice.heading.{key}"), full=f"{said} {_voice_forms(everywhere, gaps, scheme, t)}".strip()
    )


def _voice_forms(everywhere: pd.DataFrame, gaps: pd.DataFrame, scheme: str, t: Text) -> str:
    """The same in other forms, and which regions by themselves can be told apart from zero."""
    others = [row for row in each(everywhere) if row.variant not in {"all", "ranks", "any", "with_list"}]
    row_of = {row.variant: row for row in each(everywhere)}
    if not is_known(row_of["all"].difference):
        return ""
    said = t(
        "coalition_impact.voice.forms",
        forms=t.chain(_form(t(f"coalition_impact.voice.form.{row.variant}"), row, t) for row in others),
        ranks=_form(t("coalition_impact.voice.form.ranks"), row_of["ranks"], t),
        any=_form(t("coalition_impact.voice.form.any"), row_of["any"], t),
    )
    counted = row_of["with_list"]
    opposite = _excludes_zero(counted) and counted.difference * row_of["all"].difference < 0
    with_list = _form(t("coalition_impact.voice.form.with_list"), counted, t)
    said += " " + t(f"coalition_impact.voice.{'opposite' if opposite else 'uncorrected'}", with_list=with_list)
    rows = [row for row in compared(gaps, "joint") if isinstance(row.region, str) and is_known(row.lower)]
    for key, mine in (
        ("far", [row for row in rows if _excludes_zero(row)]),
        ("near", [row for row in rows if not _excludes_zero(row)]),
    ):
        if mine:
            said += " " + t(
                f"coalition_impact.regions.{key}", regions=t.join(t.region(row.region, scheme) for row in mine)
            )
    return said


def sides(gaps: pd.DataFrame, t: Text) -> str:
    """Which joint submissions are cited with more others, and which comparisons are too close to tell."""
    rows = {
        comparison: row
        for comparison in COMPARISONS[1:]
        for row in compared(gaps, comparison)
        if not isinstance(row.region, str)
    }
    known = {name: row for name, row in rows.items() if is_known(row.difference)}
    if not known:
        return t("coalition_impact.voice.none")
    ways = {
        "more": [name for name, row in known.items() if _excludes_zero(row) and row.difference > 0],
        "less": [name for name, row in known.items() if _excludes_zero(row) and row.difference < 0],
    }
    parts = [
        t(f"coalition_impact.sides.{way}", names=t.join(t(f"coalition_impact.sides.{name}.name") for name in names))
        for way, names in ways.items()
        if names
    ]
    return t("coalition_impact.sides.finding", parts=t.chain(parts)) if parts else t("coalition_impact.sides.alike")


def voice_basis(gaps: pd.DataFrame, t: Text) -> str:
    """Submissions and reviews behind the widest comparison."""
    rows = compared(gaps, "joint")
    return t(
        "coalition_impact.voice.basis",
        n=t.count("submissions", max((row.submissions for row in rows), default=0)),
        reviews=t.count("reviews", max((row.reviews for row in rows), default=0)),
    )


def sides_basis(gaps: pd.DataFrame, t: Text) -> str:
    """Submissions and reviews behind each comparison among joint submissions."""
    rows = [row for name in COMPARISONS[1:] for row in compared(gaps, name) if not isinstance(row.region, str)]
    parts = [
        t(
            "coalition_impact.sides.counted",
            name=t(f"coalition_impact.sides.{row.comparison}"),
            n=t.number(row.submissions),
            reviews=t.count("reviews", row.reviews),
        )
        for row in rows
    ]
    return t("coalition_impact.sides.basis", parts=t.chain(parts))


def common_voice(rows: pd.DataFrame, t: Text) -> Finding:
    """One review: how many submissions are cited with another, and which with most."""
    if rows.empty:
        return Finding(t("coalition_impact.common_voice.none"))
    every = list(each(rows))
    named = review(every[0].iso3, every[0].session, t)
    most = every[0].cited_with
    if not most:
        said = t("coalition_impact.common_voice.nobody", review=named, n=t.count("submissions", len(every)))
        return Finding(said)
    heading = t(
        "coalition_impact.common_voice.finding",
        review=named,
        together=t.number(sum(row.cited_with > 0 for row in every)),
        n=t.count("submissions", len(every)),
    )
    names = _names([row.code for row in every if row.cited_with == most], t)
    return Finding(heading, t("coalition_impact.common_voice.most", names=names, most=t.number(most)))


def common_voice_basis(rows: pd.DataFrame, pairs: pd.DataFrame, t: Text) -> str:
    """Submissions and pairs of one review, and how many pairs are drawn."""
    key = "cut" if len(pairs) > DRAWN else "basis"
    counted = t.count("submissions", len(rows))
    return t(f"coalition_impact.common_voice.{key}", n=counted, pairs=t.number(len(pairs)), drawn=t.number(DRAWN))


def _names(names: Sequence[str], t: Text) -> str:
    """Up to NAMED names; of more, how many others there are."""
    if len(names) <= NAMED:
        return t.join(names)
    return t("coalition_impact.and_others", names=t.entries(names[:NAMED]), n=t.number(len(names) - NAMED))


def _excludes_zero(row: Any, prefix: str = "") -> bool:
    lower, upper = (getattr(row, f"{prefix}{end}") for end in ("lower", "upper"))
    return lower > 0 or upper < 0


def _points(difference: float, t: Text) -> str:
    """A difference in percentage points with its sign, as fine as subjects are small."""
    return t("language.points", n=t.plus(difference * 100, FINE))


def _interval(row: Any, t: Text, prefix: str = "") -> str:
    """An interval in percentage points."""
    lower, upper = (t.number(getattr(row, f"{prefix}{end}") * 100, FINE) for end in ("lower", "upper"))
    return t("language.points_interval", lower=lower, upper=upper)


def _form(name: str, row: Any, t: Text) -> str:
    """One form of an estimate with its interval, or that it has none."""
    if not is_known(row.lower):
        return t("coalition_impact.form.few", name=name)
    return t("coalition_impact.form.said", name=name, points=_points(row.difference, t), interval=_interval(row, t))
