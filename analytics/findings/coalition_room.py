"""Coalitions beside civic space, in sentences: never an effect, and never a difference where an interval holds zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analytics.filters import Codes
from analytics.findings.finding import Finding
from analytics.results.coalition_country import countable, third_cycle
from analytics.results.coalition_room import KEPT, WITHIN
from analytics.rows import each, is_known
from analytics.text import Text


def basis(rows: pd.DataFrame, reviews: pd.DataFrame, codes: Codes, scheme: str, t: Text) -> str:
    """The reviews drawn of the compared regions, and why others are not: no civic space, no number, no list."""
    inside = rows[rows["region"].isin(codes.focus).to_numpy()]
    space, number = inside["value"].notna(), inside["against"].notna()
    held = third_cycle(reviews[reviews["region"].isin(codes.focus).to_numpy()])
    region_of = codes.region_of[scheme]
    members = [iso3 for iso3 in codes.members if region_of[iso3] in codes.focus]
    said = t(
        "coalition_room.basis",
        drawn=t.count("reviews", int((space & number).sum())),
        held=t.number(len(held)),
        no_space=t.number(int((~space).sum())),
        without=t.count("states", len(set(members) - set(held["iso3"]))),
    )
    left = len(held) - len(inside) + int((space & ~number).sum())
    if not left:
        return said
    return f"{said} {t('coalition_room.basis.left', n=t.number(left), countable=t.number(len(countable(held))))}"


def together(rows: pd.DataFrame, counted: str, t: Text) -> Finding:
    """Whether what is counted rises or falls with civic space, inside regions."""
    row = next(row for row in each(rows) if row.region == WITHIN and row.sensitivity == KEPT[0])
    what = t(f"coalition_room.what.{counted}")
    if not is_known(row.rho):
        return Finding(t("coalition_room.together.few", what=what))
    heading = t(f"coalition_room.together.{_way(row)}", what=what)
    return Finding(heading, full=f"{t('coalition_room.opening')} {heading} {_checks(rows, t)}")


def _checks(rows: pd.DataFrame, t: Text) -> str:
    """The numbers behind that sentence, and whether they hold with grade A only and without the largest reviews."""
    mine = {row.sensitivity: row for row in each(rows) if row.region == WITHIN}
    said = [t(f"coalition_room.check.{kept}", found=_number(mine[kept], t)) for kept in KEPT]
    return " ".join(said)


def of_regions(rows: pd.DataFrame, counted: str, focus: Sequence[str], scheme: str, t: Text) -> Finding:
    """In which single regions it does, and whether that rests on one review; or that it is clear in none."""
    found = {(row.region, row.sensitivity): row for row in each(rows)}
    what = t(f"coalition_room.what.{counted}")
    tested = [region for region in focus if is_known(found[region, KEPT[0]].rho)]
    if not tested:
        return Finding(t("coalition_room.regions.few"))
    clear = [region for region in tested if _way(found[region, KEPT[0]]) != "none"]
    if not clear:
        none = t("coalition_room.regions.none", what=what, regions=t.join(t.region(each_, scheme) for each_ in tested))
        return Finding(none)
    parts, loose = [], []
    for region in clear:
        row = found[region, KEPT[0]]
        firm = all(_way(found[region, kept]) == _way(row) for kept in KEPT if is_known(found[region, kept].rho))
        parts.append(t(f"coalition_room.regions.{_way(row)}", region=t.region(region, scheme), what=what))
        loose += [] if firm else [t.region(region, scheme)]
    more = t("coalition_room.regions.not_firm", regions=t.join(loose)) if loose else ""
    return Finding(f"{t.chain(parts)}.", more)


def _way(row: Any) -> str:
    """`less` room goes with more of it, `more` room does, or `none`: the interval holds zero, or there is none."""
    if not is_known(row.rho_lower):
        return "none"
    return "less" if row.rho_upper < 0 else "more" if row.rho_lower > 0 else "none"


def _number(row: Any, t: Text) -> str:
    if not is_known(row.rho):
        return t("coalition_room.too_few", reviews=t.count("reviews", row.reviews))
    numbers = {name: t.number(getattr(row, name), 2) for name in ("rho", "rho_lower", "rho_upper")}
    return t("coalition_room.rho", **numbers, reviews=t.count("reviews", row.reviews))
