"""What the page of coalitions shows: how many joint submissions, how large, who signs.

A finding is a heading and, after an empty line each, what else is known and how sensitive it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

import pandas as pd

from analytics.filters import Codes, Filters
from analytics.findings import ties
from analytics.results.coalitions import COUNTED, SENSITIVITIES, SIZED, listed, unlisted
from analytics.rows import each, is_known
from analytics.text import Text
from analytics.thresholds import FEWEST_LISTS

SOURCE = "joint_submissions"
"""Where lists come from where none is held."""


def places(filters: Filters) -> Filters:
    """What of the selection applies to this page: the scheme of regions."""
    return replace(Filters(), scheme=filters.scheme)


def opening(reviews: pd.DataFrame, codes: Codes, t: Text) -> str:
    """What these data are, how many reviews they hold, and how many states are unknown."""
    known = listed(reviews)
    if known.empty:
        return t("coalitions.none")
    joint = t.count("joint", int(known["joint"].sum()))
    held = {"joint": joint, "reviews": t.count("reviews", len(known)), **_years(known)}
    others = {"first_year": codes.years[0], "last_year": codes.years[1]}
    return t("coalitions.opening", states=t.count("states", len(unlisted(reviews))), **held, **others)


def held(reviews: pd.DataFrame, t: Text, grades: Sequence[str] = COUNTED["joint"]) -> dict[str, Any]:
    """What the cards of these lists have in common: their sources, and what they rest on."""
    known = listed(reviews, tuple(grades))
    sources = tuple(dict.fromkeys(known["list_source"])) or (SOURCE,)
    if known.empty:
        return {"source": sources, "rests": t("coalitions.none")}
    number, n = t.count("reviews", len(known)), t.number(known["joint"].sum())
    key = "coalitions.rests" if len(grades) > len(SIZED) else "coalitions.rests.sized"
    unknown = t("coalitions.rests.unknown", states=t.count("states", len(unlisted(reviews))))
    return {"source": sources, "rests": f"{t(key, n=n, reviews=number, **_years(known))} · {unknown}"}


def counts(
    medians: pd.DataFrame, gaps: pd.DataFrame, measure: str, focus: Sequence[str], t: Text, *, scheme: str = "m49"
) -> str:
    """Half of the reviews of a region have this many or more; whether regions differ; the same on fewer lists."""
    rows, gaps = (table[(table["coalition_measure"] == measure).to_numpy()] for table in (medians, gaps))
    return _medians(rows, gaps, measure, focus, t, scheme=scheme)


def sizes(medians: pd.DataFrame, gaps: pd.DataFrame, focus: Sequence[str], t: Text, *, scheme: str = "m49") -> str:
    """Half of the joint submissions of a region name this many organisations or more."""
    return _medians(medians, gaps, "size", focus, t, scheme=scheme)


def furthest(reviews: pd.DataFrame, t: Text) -> str:
    """Whose review drew most, and how many are unknown."""
    known = listed(reviews)
    if known.empty:
        return t("coalitions.none")
    joint = dict(zip(known["iso3"], known["joint"], strict=True))
    first, _ = ties.ends(joint)
    most, names = joint[first[0]], ties.named(first, t.state, "states", t)
    unknown = t.count("states", len(unlisted(reviews)))
    return t("coalitions.map.finding", names=names, n=t.number(most), states=unknown)


def scopes(shares: pd.DataFrame, gaps: pd.DataFrame, focus: Sequence[str], t: Text, *, scheme: str = "m49") -> str:
    """In how many somebody from outside the region signs; what cannot be told; whether regions differ."""
    found = [row for row in each(shares) if row.region in focus and row.joint]
    elsewhere = _enough(row for row in found if (row.sensitivity, row.signatories) == ("all", "with_elsewhere"))
    if not elsewhere:
        return t("coalitions.few")
    ends = {"low": t.percent(min(row.share for row in elsewhere), 0)}
    ends["high"] = t.percent(max(row.share for row in elsewhere), 0)
    key = "coalitions.scopes.heading" if ends["low"] != ends["high"] else "coalitions.scopes.heading.same"
    untold = [row for row in found if (row.sensitivity, row.signatories) == ("all", "untold")]
    told = [t("coalitions.scopes.untold", regions=t.join(_shares(untold, scheme, t)))]
    for signatories in ("with_elsewhere", "only_national"):
        mine = [row for row in _of(gaps, "all") if row.signatories == signatories]
        said = {"signatories": t(f"coalitions.scopes.of.{signatories}"), "clause": _clause(mine, scheme, t)}
        close = any(row.could_close for row in mine if row.excludes_zero)
        told.append(t("coalitions.scopes.closing" if close else "coalitions.scopes.compared", **said))
    of_elsewhere = gaps[(gaps["signatories"] == "with_elsewhere").to_numpy()]
    checks = []
    for sensitivity in SENSITIVITIES[1:]:
        rows = [row for row in found if (row.sensitivity, row.signatories) == (sensitivity, "with_elsewhere")]
        checks.append(_sensitivity(sensitivity, _shares(rows, scheme, t), of_elsewhere, scheme, t))
        national = [row for row in _of(gaps, sensitivity) if row.signatories == "only_national"]
        checks.append(t("coalitions.scopes.national", clause=_clause(national, scheme, t)))
    return "\n\n".join([t(key, **ends), " ".join(told), " ".join(checks)])


def _shares(rows: Sequence[Any], scheme: str, t: Text) -> list[str]:
    return [_checked(row, t.percent(row.share, 0), scheme, t) for row in rows]


def _medians(
    medians: pd.DataFrame, gaps: pd.DataFrame, measure: str, focus: Sequence[str], t: Text, *, scheme: str = "m49"
) -> str:
    found = {(row.sensitivity, row.region): row for row in each(medians) if row.region in focus and row.reviews}
    mine = [row for (sensitivity, _), row in found.items() if sensitivity == "all"]
    usual = _enough(mine)
    if not usual:
        return t("coalitions.few")
    medians_said = t.join([_checked(row, _number(row.median, t), scheme, t) for row in mine])
    told = [t("coalitions.compared", values=medians_said, clause=_clause(_of(gaps, "all"), scheme, t))]
    flat = [t.short_region(row.region, scheme) for row in usual if not is_known(row.median_lower)]
    told += [t("coalitions.no_width", regions=t.join(flat))] if flat else []
    ends = {"low": t.number(min(row.smallest for row in mine)), "high": t.number(max(row.largest for row in mine))}
    told.append(t(f"coalitions.{measure}.range", **ends))
    checks = []
    for sensitivity in SENSITIVITIES[1:]:
        rows = [row for (one, _), row in found.items() if one == sensitivity]
        values = [_checked(row, _number(row.median, t), scheme, t) for row in rows]
        checks.append(_sensitivity(sensitivity, values, gaps, scheme, t))
    return "\n\n".join([_half(usual, _of(gaps, "all"), measure, scheme, t), " ".join(told), " ".join(checks)])


def _half(rows: Sequence[Any], gaps: Sequence[Any], measure: str, scheme: str, t: Text) -> str:
    """The heading: the two regions that differ most, or what holds in all that are compared."""
    medians = {row.region: row.median for row in rows}
    apart = [row for row in gaps if row.excludes_zero and {row.region, row.reference_region} <= set(medians)]
    if not apart:
        names = t.join(t.short_region(region, scheme) for region in medians)
        return t(f"coalitions.{measure}.heading.all", regions=names, n=t.number(ceil(min(medians.values()))))
    furthest = max(apart, key=lambda row: abs(row.median_gap))
    low, high = sorted((furthest.region, furthest.reference_region), key=lambda region: medians[region])
    ends = {"high": t.short_region(high, scheme), "low": t.short_region(low, scheme)}
    return t(f"coalitions.{measure}.heading", n=t.number(ceil(medians[high])), m=t.number(ceil(medians[low])), **ends)


def _enough(rows: Iterable[Any]) -> list[Any]:
    """Regions with enough reviews to be compared."""
    return [row for row in rows if row.reviews >= FEWEST_LISTS]


def _of(gaps: pd.DataFrame, sensitivity: str) -> list[Any]:
    return [row for row in each(gaps) if row.sensitivity == sensitivity]


def _clause(gaps: Sequence[Any], scheme: str, t: Text) -> str:
    """Which regions lie above which, as far as an interval of the difference tells."""
    name = "gap" if gaps and hasattr(gaps[0], "gap") else "median_gap"
    compared = [row for row in gaps if is_known(getattr(row, name))]
    if not compared:
        return t("coalitions.clause.few")
    above = []
    for row in compared:
        if row.excludes_zero:
            pair = [t.short_region(code, scheme) for code in (row.region, row.reference_region)]
            high, low = pair if getattr(row, name) > 0 else reversed(pair)
            above.append(t("coalitions.clause.above", high=high, low=low))
    if not above:
        return t("coalitions.clause.close")
    return t.join(above) if len(above) == len(compared) else t("coalitions.clause.rest", above=t.join(above))


def _sensitivity(sensitivity: str, values: Sequence[str], gaps: pd.DataFrame, scheme: str, t: Text) -> str:
    said = {"values": t.join(values) or t("few.reviews"), "clause": _clause(_of(gaps, sensitivity), scheme, t)}
    return t(f"coalitions.sensitivity.{sensitivity}", **said)


def _checked(row: Any, value: str, scheme: str, t: Text) -> str:
    """A region with its value, or with how few reviews it has."""
    region = t.short_region(row.region, scheme)
    if row.reviews < FEWEST_LISTS:
        return t("coalitions.region.few", region=region, reviews=t.count("reviews", row.reviews))
    return t("coalitions.region", region=region, value=value)


def _number(median: float, t: Text) -> str:
    return t.number(median, 0 if median % 1 == 0 else 1)


def _years(reviews: pd.DataFrame) -> Mapping[str, int]:
    return {"first": int(reviews["year"].min()), "last": int(reviews["year"].max())}
