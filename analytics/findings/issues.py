"""What the figures of the page Issues show, in a sentence each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import pandas as pd

from analytics.filters import Codes, Filters
from analytics.findings import ties
from analytics.findings.finding import Finding
from analytics.results.issues import ALL, REST
from analytics.rows import each, is_known
from analytics.text import Text
from analytics.thresholds import FEWEST_ON_ISSUE

MOST = 6
"""Issues a sentence lists; of more it says how many."""
FIRST = 3
"""Issues named of those that were never raised."""


def divisor(filters: Filters) -> Filters:
    """The selection that shares divide by: the filter of issues only chooses what is shown."""
    return replace(filters, issues=())


def shown(codes: Codes, t: Text) -> dict[str, str]:
    """The choices of which issues are shown, with their names."""
    return {"top": t("show.top"), "all": t("show.all", n=len(codes.issues))}


def caveats(codes: Codes, t: Text) -> str:
    """How issues are counted: those of UPR Info, or the themes of another source."""
    kind = "themes" if "issues" in codes.lacks else "issues"
    return t("issues.caveats", tags=t(f"issues.tags.{kind}", n=len(codes.issues)))


def on_issues(filters: Filters, about: str, moves: str) -> Filters:
    """The selection behind the periods: the recommendations on the issues shown, or all for their share."""
    return replace(filters, issues=() if moves == "share" else filters.issues or (about,))


def neighbours(filters: Filters, peers: pd.DataFrame) -> Filters:
    """The selection behind what peers were asked: one sub-region; the filters of places and issues do not apply."""
    return replace(filters, regions=(), subregions=tuple(peers["subregion"].to_list()), states=(), issues=())


def kind_of_shares(rows: pd.DataFrame) -> str:
    """Which card shows the shares: of one region alone nothing stands out against others, so it is that of sizes."""
    return "sizes" if _of_one_region(rows) else "shares"


def _of_one_region(rows: pd.DataFrame) -> bool:
    return len(set(rows["region"])) == 1


def distinctive(rows: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """The issue that stands out most in each region."""
    by_region, found, first = _by_region(rows), [], []
    for region, mine in by_region.items():
        raised = [row for row in mine if row.distinctive and row.odds_ratio > 1]
        if raised:
            most, name = max(raised, key=lambda row: row.z), t.region(region, scheme)
            found.append(t("issues.shares.most", region=name, share=_share(most, t)))
            first.append(t("issues.shares.first", region=t.short_region(region, scheme), issue=t.issue(most.issue)))
    if not found:
        tested = any(row.tested for mine in by_region.values() for row in mine)
        return Finding(t("issues.shares.none")) if tested else _by_size(by_region, scheme, t)
    heading = t("issues.shares.heading", first=t.chain(first))
    return Finding(heading, full=t("issues.shares.finding", most=t("issues.between").join(found)))


def over_and_under(rows: pd.DataFrame, regions: Sequence[str], scheme: str, t: Text) -> list[tuple[str, str]]:
    """Of each region, what is raised more, and less, than with all other states: its name and two lists.

    Nothing where the shares are of one region.
    """
    if _of_one_region(rows):
        return []
    by_region = _by_region(rows)
    said = []
    for region in regions:
        mine = sorted(by_region.get(region, []), key=lambda row: -abs(row.z) if row.distinctive else 0)
        more = [row for row in mine if row.distinctive and row.odds_ratio > 1]
        less = [row for row in mine if row.distinctive and row.odds_ratio < 1]
        lists = [t("issues.words.over", issues=_list(more, t))] if more else []
        lists += [t("issues.words.under", issues=_list(less, t))] if less else []
        if not lists:
            lists = [t("issues.words.none" if any(row.tested for row in mine) else "issues.words.untested")]
        said.append((t("issues.words.of", region=t.region(region, scheme)), "\n\n".join(lists)))
    return said


def _by_size(by_region: dict[str, list[Any]], scheme: str, t: Text) -> Finding:
    """Where nothing can be compared: the issues that each region is asked about most."""
    said, most = [], []
    for region, mine in by_region.items():
        first = [row for row in sorted(mine, key=lambda row: -row.recommendations)[:FIRST] if row.recommendations]
        issues = [
            t(
                "issues.shares.size",
                issue=t.issue(row.issue),
                share=t.percent(row.share),
                n=t.number(row.recommendations),
            )
            for row in first
        ]
        if issues:
            name = t.region(region, scheme)
            said.append(t("issues.shares.largest", region=name, issues=t.join(issues)))
            issue = t.issue(first[0].issue)
            most.append(issue if len(by_region) == 1 else t("issues.shares.first", region=name, issue=issue))
    if not said:
        return Finding(t("issues.shares.nothing"))
    alone = t("issues.shares.alone")
    by_size = t("issues.between").join(said)
    return Finding(t("issues.shares.by_size", first=t.chain(most)), alone, f"{by_size}. {alone}")


def standing_out(rows: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """How many issues stand out, of how many compared."""
    marked, tested = int(rows["distinctive"].sum()), int(rows["tested"].sum())
    if not tested:
        return _by_size(_by_region(rows), scheme, t)
    return Finding(t("issues.odds.finding", marked=t.number(marked), tested=t.number(tested)))


def acceptance(rows: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """The issues accepted least and most over all states, and which region is lowest on most issues."""
    every = list(each(rows))
    overall = [row for row in every if row.region == ALL and is_known(row.rate)]
    overall = [row for row in overall if row.recommendations >= FEWEST_ON_ISSUE] or overall
    if not overall:
        counted = [row for row in every if row.region == ALL and row.recommendations]
        counted.sort(key=lambda row: -row.recommendations)
        parts = [
            t(
                "issues.acceptance.counted",
                issue=t.issue(row.issue),
                accepted=t.number(row.accepted),
                n=t.number(row.recommendations),
            )
            for row in counted[:FIRST]
        ]
        if not parts:
            return Finding(t("issues.shares.nothing"))
        return Finding(t("issues.acceptance.few"), t("issues.acceptance.of_each", issues=t.join(parts)))
    rate = {row.issue: row.rate for row in overall}
    n = {row.issue: row.recommendations for row in overall}
    said = {}
    for end, codes in zip(("high", "low"), ties.ends(rate), strict=True):
        behind = t("issues.acceptance.n", n=t.number(n[codes[0]])) if len(codes) == 1 else ""
        percent = t.percent(rate[codes[0]])
        said |= {end: ties.named(codes, t.issue, "issues", t), f"{end}_rate": percent, f"{end}_n": behind}
    key = "finding" if ties.differ(rate) else "one" if len(rate) == 1 else "equal"
    lowest = _lowest(every, scheme, t)
    full = f"{t(f'issues.acceptance.{key}', **said)} {lowest}".strip()
    if key != "finding":
        return Finding(t(f"issues.acceptance.{key}", **said), lowest)
    return Finding(t("issues.acceptance.heading", **said), lowest, full)


def families(rows: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """The family with the widest difference between two regions whose intervals do not overlap, else the widest."""
    pairs = []
    every = [row for row in each(rows) if row.region != REST and is_known(row.share)]
    for family in dict.fromkeys(row.family for row in every):
        mine = [row for row in every if row.family == family]
        for one, other in combinations(sorted(mine, key=lambda row: row.share), 2):
            apart = is_known(one.upper) and is_known(other.lower) and one.upper < other.lower
            pairs.append((apart, other.share - one.share, one, other))
    if not pairs:
        return _largest_family(every or [row for row in each(rows) if row.region != REST], scheme, t)
    apart, _, low, high = max(pairs, key=lambda pair: pair[:2])
    key = "apart" if apart else "overlap"
    said = {
        "family": t(f"family.{low.family}"),
        "high": t.region(high.region, scheme),
        "high_share": t.percent(high.share),
        "low": t.region(low.region, scheme),
        "low_share": t.percent(low.share),
    }
    numbers = {"high_n": t.number(high.of_region), "low_n": t.number(low.of_region)}
    return Finding(t(f"issues.families.heading.{key}", **said), full=t(f"issues.families.{key}", **said, **numbers))


def _largest_family(rows: Sequence[Any], scheme: str, t: Text) -> Finding:
    """Where regions cannot be compared: the family that most is asked about, in the region that is asked most."""
    some = [row for row in rows if row.recommendations]
    if not some:
        return Finding(t("issues.shares.nothing"))
    most = max(some, key=lambda row: row.recommendations)
    most_asked = t(
        "issues.families.largest",
        family=t(f"family.{most.family}"),
        region=t.region(most.region, scheme),
        n=t.number(most.recommendations),
        of=t.number(most.of_region),
    )
    return Finding(most_asked, t("issues.families.few"))


def over_time(rows: pd.DataFrame, moves: str, scheme: str, t: Text) -> Finding:
    """Of one issue, each region's cycles; of any number, where the intervals of two cycles do not overlap."""
    every = list(each(rows))
    cycles = [row for row in every if not row.third and is_known(getattr(row, moves))]
    pairs: dict[tuple[str, str], list[Any]] = {}
    for row in cycles:
        pairs.setdefault((row.issue, row.region), []).append(row)
    both = {key: pair for key, pair in pairs.items() if len(pair) > 1}
    issues = list(dict.fromkeys(row.issue for row in every))
    if not both:
        return Finding(t("issues.moves.none", issues=t.join(t.issue(issue) for issue in issues)))
    changed = [
        (issue, region)
        for (issue, region), (first, *_, last) in both.items()
        if is_known(first.upper) and is_known(last.upper) and (first.upper < last.lower or last.upper < first.lower)
    ]
    apart = [
        t("issues.moves.where", issue=t.issue(issue), region=t.region(region, scheme)) for issue, region in changed
    ]
    overlap = t("issues.moves.overlap" if len(both) > 1 else "issues.moves.overlap_alone")
    found = t("issues.moves.apart", where=t.join(apart)) if apart else overlap
    if len(issues) > 1:
        heading = t("issues.moves.heading.many", n=t.number(len(apart)), of=t.number(len(both)))
        return Finding(heading, full=found)
    key = "changed" if changed else "unchanged" if len(both) > 1 else "unchanged_alone"
    regions = t.join(t.region(region, scheme) for _, region in changed)
    heading = t(f"issues.moves.heading.{key}", regions=regions)
    if moves == "share":  # the selection behind shares is of all issues, so nothing else names this one
        heading = t("issues.moves.heading.of", issue=t.issue(issues[0]), said=heading)
    steps = [
        t(
            "issues.moves.step",
            region=t.region(region, scheme),
            first=t.percent(getattr(first, moves)),
            first_n=t.number(_divisor(first, moves)),
            last=t.percent(getattr(last, moves)),
            last_n=t.number(_divisor(last, moves)),
        )
        for (_, region), (first, *_, last) in both.items()
    ]
    ends = {"before": min(cycles, key=lambda row: row.cycle), "after": max(cycles, key=lambda row: row.cycle)}
    when = {name: t("selection.sessions", first=row.first_session, last=row.last_session) for name, row in ends.items()}
    moved = t(f"issues.moves.{moves}", issue=t.issue(issues[0]), steps=t("issues.between").join(steps), **when)
    return Finding(heading, full=f"{moved} {found}")


def never_asked(rows: pd.DataFrame, peers: pd.DataFrame, country: str, fewest: str, t: Text) -> Finding:
    """How many issues peers were asked about and the country never was, and the first of them."""
    others = [row for row in each(peers) if row.recommendations and not row.is_country]
    said = {
        "country": t.state(country),
        "subregion": t.subregion(next(iter(peers["subregion"]), "")),
        "fewest": fewest,
        "peers": t.number(len(others)),
    }
    if not any(row.recommendations for row in each(peers) if row.is_country):
        return Finding(t("issues.never.unreviewed", **said))
    if len(others) < int(fewest):
        return Finding(t("issues.never.few", **said))
    if rows.empty:
        return Finding(t("issues.never.none", **said))
    first = [
        t("issues.never.issue", issue=t.issue(row.issue), asked=t.number(row.peers_asked), peers=said["peers"])
        for row in list(each(rows))[:FIRST]
    ]
    n = t.count("issues", len(rows))
    full = t("issues.never.finding", n=n, issues=t.join(first), **said)
    return Finding(t("issues.never.heading", n=n, **said), t("issues.never.first", issues=t.join(first)), full)


def _by_region(rows: pd.DataFrame) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in each(rows):
        if row.region != REST:
            found.setdefault(row.region, []).append(row)
    return found


def _share(row: Any, t: Text) -> str:
    return t(
        "issues.words.issue",
        issue=t.issue(row.issue),
        share=t.percent(row.share),
        n=t.number(row.recommendations),
        other=t.percent(row.share_elsewhere),
    )


def _list(rows: Sequence[Any], t: Text) -> str:
    listed = t("issues.between").join(_share(row, t) for row in rows[:MOST])
    return listed if len(rows) <= MOST else t("issues.words.more", issues=listed, n=t.number(len(rows) - MOST))


def _divisor(row: Any, moves: str) -> int:
    return row.of_region if moves == "share" else row.recommendations


def _lowest(rows: Sequence[Any], scheme: str, t: Text) -> str:
    """Which focus region has the lowest rate on most of the issues that have a rate in all of them."""
    by_issue: dict[str, dict[str, float]] = {}
    for row in rows:
        if row.region not in {REST, ALL} and is_known(row.rate):
            by_issue.setdefault(row.issue, {})[row.region] = row.rate
    compared = [rates for rates in by_issue.values() if len(rates) == 3]  # noqa: PLR2004 - all three regions
    if not compared:
        return ""
    alone = [rates for rates in compared if list(rates.values()).count(min(rates.values())) == 1]
    lowest = Counter(min(rates, key=lambda region: rates[region]) for rates in alone)
    most = [region for region in lowest if lowest[region] == max(lowest.values())]
    if len(most) in {0, len(compared[0])} or len(compared) == 1:  # no region is lower than all others
        return ""
    return t(
        "issues.acceptance.lowest" if len(most) == 1 else "issues.acceptance.lowest_tied",
        region=t.join(t.region(region, scheme) for region in most),
        n=t.number(lowest[most[0]]),
        issues=t.count("issues", len(compared)),
    )
