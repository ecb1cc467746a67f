"""One country's coalitions in sentences: what is held, what is unknown, its neighbours, the case notes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.filters import Codes
from analytics.markup import bold, items
from analytics.results.coalition_country import COUNTABLE, MEASURES
from analytics.rows import each, is_known
from analytics.text import Text

SOURCES = ("joint_submissions", "stakeholder_summaries")
"""Where the lists come from that are built in."""
MISSING = "C"
"""Grade of a list that lacks joint submissions: its number is a lower bound."""
ABROAD = ["subregional", "regional", "international"]
NAMED = 3
"""Names that a sentence gives from the top of a list."""
LISTED = 60
"""Organisations of neighbours that are shown."""
NEAR = 2
"""Other states of the region in which an organisation signs to be named."""


def sources(lists: pd.DataFrame, country: str | None = None) -> tuple[str, ...]:
    """Where the lists of a country come from, or all."""
    mine = lists[(lists["iso3"] == country).to_numpy()] if country else lists
    return tuple(dict.fromkeys(mine["list_source"])) or SOURCES


def basis(lists: pd.DataFrame, country: str, t: Text) -> str:
    """The reviews of the country with a list, each with what the list is worth."""
    mine = [row for row in each(lists) if row.iso3 == country]
    if not mine:
        return t("coalition_country.basis.none", state=t.state(country))
    return t.join(_basis(row, t) for row in mine)


def _basis(row: Any, t: Text) -> str:
    kind = t(f"submissions.list_kind.{row.list_kind}")
    if not isinstance(row.grade, str):
        return t("coalition_country.basis.ungraded", session=row.session, kind=kind)
    grade = t(f"submissions.grade.{row.grade}")
    joint = t.count("joint", row.joint)
    return t("coalition_country.basis.review", session=row.session, joint=joint, kind=kind, grade=grade)


def members(lists: pd.DataFrame, rows: pd.DataFrame, country: str, t: Text) -> str:
    """The same, and where the members of its joint submissions are from as far as lists tell."""
    reviews = basis(lists, country, t)
    if rows.empty:
        return reviews
    numbers = {"national": rows["national"], "abroad": rows[ABROAD].sum(axis=1), "unknown": rows["unknown"]}
    said = {name: t.number(int(values.sum())) for name, values in numbers.items()}
    return t("coalition_country.basis.members", reviews=reviews, **said)


def held(states: pd.DataFrame, codes: Codes, scheme: str, t: Text) -> str:
    """How many states of each compared region have a list, and how many are unknown."""
    parts = []
    for region in codes.focus:
        mine = states[(states["region"] == region).to_numpy()]
        known = int(mine["joint"].notna().sum())
        parts.append(
            t(
                "coalition_country.held.region",
                region=t.region(region, scheme),
                known=t.number(known),
                n=t.number(len(mine)),
            )
        )
    return t("coalition_country.held.finding", regions=t.join(parts))


def headline(country: str, ranges: pd.DataFrame, scheme: str, t: Text) -> str:
    """What the reader came for in one sentence: the number beside the region, or that it is unknown."""
    if ranges.empty:
        return t("coalition_country.unknown", state=t.state(country))
    return _headline(_reviews(ranges)[0], scheme, t)


def _reviews(ranges: pd.DataFrame) -> list[Any]:
    """The numbers of joint submissions of its reviews, in their order."""
    return [row for row in each(ranges) if row.review_measure == MEASURES[0]]


def _headline(row: Any, scheme: str, t: Text) -> str:
    key = "tied" if row.equal else "beside"
    if not is_known(row.region_middle):
        key = "alone"
    joint = t.count("joint", int(row.own_value))
    return t(
        f"coalition_country.headline.{key}",
        state=t.state(row.iso3),
        session=row.session,
        joint=t("coalition_country.at_least", joint=joint) if row.grade == MISSING else joint,
        below=t.number(row.below),
        equal=t.number(row.equal),
        others=t.number(row.other_reviews),
        region=t.region(row.region, scheme),
    )


def ranges(rows: pd.DataFrame, t: Text) -> str:
    """On how many measures its reviews lie above, below or inside the middle half of the region."""
    known = [row for row in each(rows) if is_known(row.own_value) and is_known(row.region_middle)]
    if not known:
        return t("coalition_country.ranges.none")
    above = sum(row.own_value > row.region_upper for row in known)
    below = sum(row.own_value < row.region_lower for row in known)
    numbers = {"above": above, "below": below, "inside": len(known) - above - below, "n": len(known)}
    return t("coalition_country.ranges.finding", state=t.state(known[0].iso3), **numbers)


def submissions(rows: pd.DataFrame, country: str, t: Text) -> str:
    """How many joint submissions, how many members, and of how many lists tell where they are from."""
    if rows.empty:
        return t("coalition_country.submissions.none", state=t.state(country))
    memberships = int(rows["members"].sum())
    return t(
        "coalition_country.submissions.finding",
        joint=t.count("joint", len(rows)),
        memberships=t.number(memberships),
        known=t.number(memberships - int(rows["unknown"].sum())),
    )


def organisations(rows: pd.DataFrame, country: str, t: Text) -> str:
    """How many organisations sign, and how many of them also elsewhere."""
    if rows.empty:
        return t("coalition_country.organisations.none", state=t.state(country))
    return t(
        "coalition_country.organisations.finding",
        state=t.state(country),
        n=t.count("organisations", len(rows)),
        elsewhere=t.number(int((rows["other_reviews"] > 0).sum())),
    )


def shared(rows: pd.DataFrame, on_states: str, t: Text) -> str:
    """With how many states of its region that have a list it shares organisations."""
    sharing = int((rows["organisations_shared"] > 0).sum())
    n = t.count("states", len(rows))
    return t("coalition_country.basis.shared", sharing=t.number(sharing), n=n, held=on_states)


def neighbours(rows: pd.DataFrame, country: str, t: Text) -> str:
    """With which states of its region it shares most organisations; those with as many as the last named are told."""
    sharing = rows[(rows["organisations_shared"] > 0).to_numpy()]
    if sharing.empty:
        return t("coalition_country.neighbours.none", state=t.state(country))
    ordered = list(each(sharing.sort_values("organisations_shared", ascending=False, kind="stable")))
    first, rest = ordered[:NAMED], ordered[NAMED:]
    tied = sum(row.organisations_shared == first[-1].organisations_shared for row in rest)
    names = t.join(
        t("coalition_country.named", name=t.state(row.iso3), n=t.number(row.organisations_shared)) for row in first
    )
    if tied:
        number = t.number(first[-1].organisations_shared)
        names = f"{names} {t('coalition_country.tied', n=t.number(tied), number=number)}"
    return t("coalition_country.neighbours.finding", state=t.state(country), names=names)


def names_members(lists: pd.DataFrame, country: str) -> bool:
    """Whether a list of the country names its members; where only leads are named, who else signs is unknown."""
    return bool(lists.loc[(lists["iso3"] == country).to_numpy(), "grade"].isin(COUNTABLE).any())


def nearby(rows: pd.DataFrame, country: str, *, known: bool, t: Text) -> str:
    """The organisations that sign in two or more other states of the region; whether not here, if that is known."""
    if rows.empty:
        return t("coalition_country.nearby.none", state=t.state(country))
    key = "finding" if known else "unknown"
    said = t(
        f"coalition_country.nearby.{key}", state=t.state(country), n=t.count("organisations", len(rows)), fewest=NEAR
    )
    return said if len(rows) <= LISTED else f"{said} {t('coalition_country.nearby.more', shown=LISTED)}"


def first_ones(rows: pd.DataFrame) -> pd.DataFrame:
    """The first of a long list."""
    return rows.head(LISTED)


def case_notes(rows: pd.DataFrame, coalitions: pd.DataFrame, counts: pd.DataFrame, t: Text) -> str:
    """A line per country: what the tables hold, and what they do not."""
    return items([case(row, coalitions, counts, t) for row in each(rows)])


def country_note(  # noqa: PLR0917 - all that is held of a country
    ranges: pd.DataFrame, rows: pd.DataFrame, coalitions: pd.DataFrame, counts: pd.DataFrame, scheme: str, t: Text
) -> str:
    """What the tables hold about it, and its other reviews with a list."""
    others = [_headline(row, scheme, t) for row in _reviews(ranges)[1:]]
    return " ".join([*(case(row, coalitions, counts, t) for row in each(rows)), *others])


def case(row: Any, coalitions: pd.DataFrame, counts: pd.DataFrame, t: Text) -> str:
    """What the tables hold about one country, and what is missing."""
    lists = _lists(row, t)
    stated = _stated(row, counts, t)
    sizes = _sizes(row, coalitions, t)
    gaps = []
    if not is_known(row.joint_third):
        gaps.append(t("coalition_country.case.no_third"))
    if not row.lists:
        gaps.append(t("coalition_country.case.no_list"))
    if not stated:
        gaps.append(t("coalition_country.case.no_count"))
    if not sizes:
        gaps.append(t("coalition_country.case.no_size"))
    held = [*lists, *stated, *sizes]
    name = t.state(row.iso3)
    said = f"{t('card.quoted', lead=bold(name), heading=t.chain(held))}." if held else bold(f"{name}.")
    return f"{said} {t('coalition_country.case.gaps', gaps=t.join(gaps))}" if gaps else said


def _lists(row: Any, t: Text) -> list[str]:
    """The list of the third cycle, and full ones of any."""
    said = []
    if is_known(row.joint_third):
        third = t(
            "coalition_country.case.third", joint=t.count("joint", int(row.joint_third)), session=f"{row.session:.0f}"
        )
        more = t(f"submissions.grade.{row.grade}") if isinstance(row.grade, str) else ""
        if row.grade in COUNTABLE:
            more = t(
                f"coalition_country.case.{'counted' if is_known(row.median_size) else 'unsized'}",
                organisations=t.count("organisations", int(row.organisations_in)),
                size=t.number(row.median_size, 0 if row.median_size % 1 == 0 else 1),
                network=t.number(row.with_network),
            )
        said.append(f"{third} ({more})" if more else third)
    if row.lists:
        submissions = t.count("submissions", row.submissions)
        said.append(t("coalition_country.case.list", submissions=submissions, joint=t.number(row.joint)))
    return said


def _stated(row: Any, counts: pd.DataFrame, t: Text) -> list[str]:
    """Stated numbers of submissions, in their order of years."""
    mine = sorted((one for one in each(counts) if one.iso3 == row.iso3), key=lambda one: one.year)
    return [
        t(
            f"coalition_country.case.count.{'outlier' if one.outlier else 'stated'}",
            when=_when(one, t),
            n=t.number(one.submissions),
            basis=t(f"submissions.count_basis.{one.count_basis}"),
        )
        for one in mine
    ]


def _when(count: Any, t: Text) -> str:
    """The session of a stated number; where no page says it, the year."""
    if is_known(count.session):
        return t("coalition_country.case.session", session=int(count.session))
    return str(int(count.year))


def _sizes(row: Any, coalitions: pd.DataFrame, t: Text) -> list[str]:
    """Stated sizes of named coalitions."""
    return [
        t(
            "coalition_country.case.size",
            name=one.said_of,
            year=int(one.year) if is_known(one.year) else t("submissions.undated"),
            n=t(f"submissions.sign.{one.exactness}", n=t.number(one.organisations_stated)),
        )
        for one in each(coalitions)
        if one.iso3 == row.iso3 and is_known(one.organisations_stated)
    ]


def cases_found(rows: pd.DataFrame, t: Text) -> str:
    """How many of the countries of the case notes have a list of the third cycle, and which have none."""
    without = [t.state(row.iso3) for row in each(rows) if not is_known(row.joint_third)]
    known = t.number(len(rows) - len(without))
    if not without:
        return t("coalition_country.cases.all", n=known)
    return t("coalition_country.cases.finding", known=known, n=t.number(len(rows)), without=t.join(without))
