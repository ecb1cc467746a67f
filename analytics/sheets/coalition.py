"""The coalition sheet of one review: its submissions, their sizes, which organisations sign and with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.exports.sheet import Bar, Bars, Found, Section, Table
from analytics.findings import coalition_country
from analytics.findings import submissions as find
from analytics.findings.coalitions import places
from analytics.results.submissions import SCOPES, full_lists
from analytics.rows import each
from analytics.sheets import ground as parts
from analytics.text import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from analytics.exports.sheet import Part, Sheet
    from analytics.sheets.ground import Ground

LARGEST = 6
"""Joint submissions whose organisations are named."""
NAMED = 6
"""Organisations of each that are named; of more, the number is said."""
DEPTHS = (1, 0.75, 0.55, 0.38, 0)
"""How strong members are drawn, from national to those of no known country."""
AGAIN = 2
"""Submissions that two organisations share to stand among those who sign together often."""


def sheet(ground: Ground, review: str) -> Sheet:
    """The sheet of a review in the catalogue (`BRA-41`); no filter but the scheme of regions applies."""
    t, scheme = ground.t, places(ground.filters)
    lists = ground.table("listed_reviews", scheme, lists=review)
    (row,) = each(lists)
    basis = coalition_country.basis(lists, row.iso3, t)
    return parts.sheet(
        ground,
        "coalition",
        find.review(row.iso3, int(row.session), t),
        [
            (
                Section(t("briefs.submissions"), tuple(_submissions(ground, row, lists))),
                Section(t("briefs.signing"), tuple(_signing(ground, review))),
            ),
            (Section(t("briefs.largest"), tuple(_largest(ground, review))),),
            (
                Section(t("briefs.organisations"), tuple(_organisations(ground, review))),
                Section(t("briefs.together"), tuple(_together(ground, review))),
            ),
        ],
        selected=None,
        covered=t("briefs.coalition.covered", basis=basis, symbol=row.symbol),
        limits={
            t("briefs.submissions"): "submissions.lists",
            t("briefs.largest"): "coalition_country.submissions",
            t("briefs.signing"): "submissions.scopes",
            t("briefs.together"): "submissions.network",
        },
        sources=(row.list_source,),
        link=ground.link("submissions", scheme, view="network", lists=review),
    )


def _submissions(ground: Ground, row: Any, lists: pd.DataFrame) -> Iterator[Part]:
    """What the document declares, what its list holds, and what others state."""
    t = ground.t
    if not full_lists(lists).empty:
        yield Found("", find.mismatches(lists, t).whole)
    counts = {
        "declared": row.declared,
        "submissions": row.submissions,
        "joint": row.joint,
        "individual": row.individual,
        "institutions": row.institutions,
        "memberships": row.memberships,
    }
    made = [(t(f"column.{name}"), t.number(value)) for name, value in counts.items()]
    for stated in each(ground.table("submission_counts", places(ground.filters))):
        if (stated.iso3, stated.session) == (row.iso3, row.session) and stated.submissions != row.declared:
            basis = t(f"submissions.count_basis.{stated.count_basis}")
            made.append((t("briefs.stated", basis=basis), t.number(stated.submissions)))
    yield Table((t("briefs.counted"), t("briefs.number")), tuple(made), (1,), t("briefs.unlisted"))


def _signing(ground: Ground, review: str) -> Iterator[Part]:
    """Where the members of its joint submissions are from, as far as the list prints it."""
    t = ground.t
    rows = ground.table("scopes_by_review", places(ground.filters), lists=review)
    yield Found("", find.scopes(rows, t).heading)
    if rows.empty:
        return
    share = {row.scope: row for row in each(rows)}
    n = t("briefs.n", n=t.number(int(rows["memberships"].sum())))
    told = tuple((share[scope].share, t.number(share[scope].memberships)) for scope in SCOPES)
    legend = tuple(
        t("coalition_country.named", name=t(f"submissions.scope.{scope}"), n=number)
        for scope, (_, number) in zip(SCOPES, told, strict=True)
    )
    yield Bars((Bar("", told, n, rows["region"].iloc[0]),), legend, DEPTHS, t.chain(legend))


def _largest(ground: Ground, review: str) -> Iterator[Part]:
    """The sizes of its joint submissions, and who stands in the largest."""
    t = ground.t
    sizes = ground.table("joint_sizes", places(ground.filters), lists=review)
    yield parts.found(find.sizes_found(sizes, t))
    members = ground.table("joint_memberships", places(ground.filters), lists=review)
    named = {code: list(rows["organisation"]) for code, rows in members.groupby("code", sort=False)}
    largest = sorted((row for row in each(sizes) if row.members), key=lambda row: (-row.members, row.code))
    made = [(row.code, t.number(row.members), _names(named.get(row.code, []), ground)) for row in largest[:LARGEST]]
    if made:
        headings = (t("column.code"), t("column.members"), t("column.organisations"))
        yield Table(headings, tuple(made), (1,))


def _names(names: Sequence[str], ground: Ground) -> str:
    said = ground.t.chain(names[:NAMED])
    rest = len(names) - NAMED
    return ground.t("briefs.more", names=said, n=ground.t.number(rest)) if rest > 0 else said or MISSING


def _organisations(ground: Ground, review: str) -> Iterator[Part]:
    """The organisations that sign most joint submissions here."""
    t = ground.t
    rows = ground.table("co_submission", places(ground.filters), lists=review)
    ordered = sorted(each(rows), key=lambda row: (-row.submissions, -row.partners, row.organisation))
    made = [(row.organisation, t.number(row.submissions), t.number(row.partners)) for row in ordered[: parts.LISTED]]
    if not made:
        yield Found("", t("submissions.network.none"))
        return
    headings = (t("column.organisation"), t("column.joint"), t("column.partners"))
    yield Table(headings, tuple(made), (1, 2))


def _together(ground: Ground, review: str) -> Iterator[Part]:
    """How they are connected, and which pairs sign together again."""
    t = ground.t
    yield Found("", find.network(ground.table("co_submission_summary", places(ground.filters), lists=review), t).whole)
    rows = ground.table("co_submission_links", places(ground.filters), lists=review)
    again = [row for row in each(rows) if row.shared >= AGAIN][: parts.LISTED]
    if not again:
        yield Found("", t("briefs.together.none"))
        return
    headings = (t("column.organisation"), t("column.partner_organisation"), t("column.shared"))
    made = tuple((row.organisation, row.partner_organisation, t.number(row.shared)) for row in again)
    yield Table(headings, made, (2,))
