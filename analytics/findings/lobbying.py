"""What the page Whom to lobby says: who comes first and why, who never asked, whether the ranking is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from analytics.filters import Codes, Filters
from analytics.findings.finding import Finding
from analytics.results.lobby_parts import WEIGHTS
from analytics.results.lobby_trial import ALL, MEASURES, PARTS
from analytics.results.lobbying import STRENGTHS
from analytics.rows import each, is_known
from analytics.text import Text
from analytics.thresholds import FEW

NAMED = 3
"""States that a heading names."""
WHY = "why"
"""Column of the lines of reasons: words of a language, so that it is in no result."""
IN_COMMON = ("same_subregion", "same_region", "same_un_group")


class Wanted(NamedTuple):
    """What is looked for: for which state under review, on which issues, in which wording."""

    country: str
    filters: Filters
    strength: str
    t: Text

    @property
    def said(self) -> dict[str, str]:
        """The blanks of its sentences: the state, the issues, the wording where it is not any."""
        t, any_wording = self.t, self.strength == STRENGTHS[0]
        return {
            "state": t.state(self.country),
            "what": t("whom_to_lobby.what.several" if len(self.filters.issues) > 1 else "whom_to_lobby.what.one"),
            "wording": "" if any_wording else t(f"whom_to_lobby.wording.{self.strength}"),
        }


def everywhere(filters: Filters) -> Filters:
    """The selection that is counted: the state under review is chosen by name, so places do not apply."""
    return replace(filters, regions=(), subregions=(), states=())


def unfiltered(filters: Filters) -> Filters:
    """What the test of the ranking is counted in: everything, by the regions of the scheme."""
    return Filters(scheme=filters.scheme)


def places(filters: Filters, t: Text) -> str:
    """That a choice of places changes nothing here; empty without one."""
    return "" if everywhere(filters) == filters else t("whom_to_lobby.places")


def raised(rows: pd.DataFrame) -> int:
    """Recommendations on the issues that stand behind the list."""
    return int(rows["about_issue"].sum())


def sources(rows: pd.DataFrame) -> tuple[str, ...]:
    """Where the recommendations come from, and later requests to this state, if any are counted."""
    return ("upr_info", "upr_pairs") if rows["later_here"].any() else ("upr_info",)


def ranked_by(rows: pd.DataFrame, weights: Mapping[str, str], tried: pd.DataFrame, codes: Codes, of: Wanted) -> str:
    """By what the list is ordered, and why so."""
    t, scheme, by = of.t, of.filters.scheme, str(rows["ranked_by"].iloc[0])
    if any(int(weights[name]) != usual for name, usual in WEIGHTS.items()):
        return t("whom_to_lobby.ranked.own")
    code = codes.region_of[scheme].get(of.country, "")
    region = t.region(code, scheme)
    if by == PARTS:
        mine = {row.ranked_by: row.precision for row in each(tried) if row.region == code}
        precision, plain = t.percent(mine.pop(PARTS)), t.percent(max(mine.values()))
        return t("whom_to_lobby.ranked.parts", region=region, precision=precision, plain=plain)
    order = t(f"whom_to_lobby.order.{by}")
    if tried.empty:
        return t("whom_to_lobby.ranked.untested", order=order)
    return t("whom_to_lobby.ranked.plain", region=region, order=order)


def first(rows: pd.DataFrame, of: Wanted) -> Finding:
    """Who comes first, how many raised the issue here, how many asked here at all."""
    t, said = of.t, of.said
    names, states = t.join(map(t.state, rows["iso3"].head(NAMED))), t.count("states", len(rows))
    if len(rows) <= NAMED:
        return Finding(t("whom_to_lobby.first.all", names=names, what=said["what"], wording=said["wording"]))
    here, asked = (t.number(int((rows[name] > 0).sum())) for name in ("on_issue_here", "asked_here"))
    more = t("whom_to_lobby.more", n=states, here=here, asked=asked, what=said["what"], state=said["state"])
    heading = t("whom_to_lobby.first", names=names, n=states, state=said["state"], wording=said["wording"])
    return Finding(heading, more)


def listing(rows: pd.DataFrame, t: Text) -> str:
    """What stands in the list of reasons."""
    return (
        t("whom_to_lobby.listing.finding", n=t.number(len(rows))) if len(rows) > 1 else t("whom_to_lobby.listing.one")
    )


def never(rows: pd.DataFrame, of: Wanted) -> str:
    """Who is interested in the issue and never asked the state anything."""
    t, said = of.t, of.said
    if rows.empty:
        return t("whom_to_lobby.unasked.none", **said)
    if len(rows) <= NAMED:
        return t("whom_to_lobby.unasked.named", names=t.join(map(t.state, rows["iso3"])), **said)
    return t("whom_to_lobby.unasked.finding", n=t.count("states", len(rows)), **said)


def with_reasons(rows: pd.DataFrame, of: Wanted) -> pd.DataFrame:
    """State, place and a line of reasons for each row."""
    t, what = of.t, of.said["what"]
    lines = [
        t(
            "whom_to_lobby.why",
            what=what,
            times=t.count("times", row.about_issue),
            states=t.count("states", row.states),
            here=_here(row, t),
            answers=_answers(row, t),
            ties=in_common(row, t),
        )
        for row in each(rows)
    ]
    return pd.DataFrame({"iso3": rows["iso3"], "rank": rows["rank"], WHY: lines})


def _here(row: Any, t: Text) -> str:
    if not row.on_issue_here:
        return t("whom_to_lobby.why.not_here")
    return t("whom_to_lobby.why.here", times=t.count("times", row.on_issue_here))


def _answers(row: Any, t: Text) -> str:
    """What became of its asks to this state, whatever they were about."""
    if row.answered:
        key = "accepted_few" if row.answered < FEW else "accepted"
        said = {"rate": t.percent(row.rate, 0), "shrunken": t.percent(row.shrunken, 0), "n": t.number(row.answered)}
        return t(f"whom_to_lobby.why.{key}", **said)
    if row.asked_here:
        return t("whom_to_lobby.why.unanswered", times=t.count("times", row.asked_here))
    if row.later_here:
        return t("whom_to_lobby.why.only_later", times=t.count("times", row.later_here))
    return t("whom_to_lobby.why.no_asks")


def in_common(row: Any, t: Text) -> str:
    """What a state shares with the one under review: the narrower of sub-region and region, UN group, organisations."""
    held = [name for name in IN_COMMON if getattr(row, name)]
    told = [name for name in held if not (name == "same_region" and row.same_subregion)]
    said = [t(f"whom_to_lobby.tie.{name}") for name in told]
    if row.shared_groups:
        names = t.join(t.group(code, "m49", short=True) for code in row.shared_groups.split())
        said.append(t("whom_to_lobby.tie.shared_groups", organisations=names))
    return t.join(said) if said else t("whom_to_lobby.tie.none")


def tested(rows: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """Whether the four parts find more than every plain list: of all states, by region, by how much."""
    if rows.empty:
        return Finding(t("whom_to_lobby.tested.none"))
    of_all = {row.ranked_by: row for row in each(rows) if row.region == ALL}
    regions = {row.region: bool(row.kept) for row in each(rows) if row.region != ALL}
    kept = [t.region(region, scheme) for region, its in regions.items() if its]
    mine = of_all[PARTS]
    if len(kept) == len(regions):
        where = t("whom_to_lobby.tested.everywhere")
    else:
        where = t("whom_to_lobby.tested.where", regions=t.join(kept)) if kept else t("whom_to_lobby.tested.nowhere")
    heading = t("whom_to_lobby.tested.finding" if mine.kept else "whom_to_lobby.tested.no")
    if mine.kept:
        plain = [row for by, row in of_all.items() if by != PARTS]
        gaps = {name: min(getattr(row, f"{name}_gap") for row in plain) for name in MEASURES}
        least = {name: t("language.points", n=t.number(gap * 100, 1)) for name, gap in gaps.items()}
        where = f"{t('whom_to_lobby.tested.ahead', **least)} {where}"
    if not is_known(mine.precision_lower):
        return Finding(heading, where)
    measured = {
        name: t(
            f"whom_to_lobby.tested.full.{name}",
            value=t.percent(getattr(mine, name)),
            interval=t.interval(getattr(mine, f"{name}_lower"), getattr(mine, f"{name}_upper")),
        )
        for name in MEASURES
    }
    gaps = " ".join(_gap(row, t) for by, row in of_all.items() if by != PARTS)
    full = t("whom_to_lobby.tested.full", **measured, gaps=gaps)
    return Finding(heading, where, f"{heading} {where} {full}")


def _gap(row: Any, t: Text) -> str:
    """How far the four parts are ahead of a plain list, in each measure."""
    said = {}
    for name in MEASURES:
        lower, upper = (t.number(getattr(row, f"{name}_gap_{end}") * 100, 1) for end in ("lower", "upper"))
        interval = t("language.points_interval", lower=lower, upper=upper)
        said[name] = t("whom_to_lobby.tested.gap.of", gap=t.signed(getattr(row, f"{name}_gap")), interval=interval)
    return t("whom_to_lobby.tested.gap", order=t(f"whom_to_lobby.order.{row.ranked_by}"), **said)


def trial(rows: pd.DataFrame, t: Text) -> str:
    """What the test rests on."""
    mine = next((row for row in each(rows) if row.region == ALL), None)
    cases, states = (mine.cases, mine.states) if mine else (0, 0)
    return t("whom_to_lobby.tested.rests", cases=t.count("cases", cases), states=t.count("states", states))
