"""What the figures of the page Who asks whom show, in a sentence each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analytics.filters import Codes, Filters
from analytics.findings import ties
from analytics.findings.finding import Finding
from analytics.results.askers import TOP
from analytics.results.asking import ALL, CELLS, NONE, REGION, UNKNOWN
from analytics.rows import each, is_known
from analytics.text import Text
from analytics.thresholds import FEW

OBSERVER = "observer"
"""Region of the observer states under the scheme of UN groups. They recommend and are not reviewed."""


def groups(codes: Codes, scheme: str, t: Text, *, reviewed: bool = False) -> Mapping[str, str]:
    """Every group that states can be asked for by, with its name; `reviewed`: only those with a state under review."""
    known = [*codes.regions[scheme], *codes.organisations, NONE, UNKNOWN]
    left = [code for code in known if not (reviewed and code in {OBSERVER, UNKNOWN})]
    return {ALL: t("group.all"), **{code: t.group(code, scheme) for code in left}}


def apart(totals: pd.DataFrame, grouping: str, scheme: str, t: Text) -> str:
    """How much there is, and what does not fit the groups: observers, no recorded state, organisations that overlap."""
    row = totals.iloc[0]
    said = [
        t(
            "who_asks_whom.apart.all",
            recommendations=t.count("recommendations", row.recommendations),
            recommending=t.count("states", row.recommending_states),
            states=t.count("states", row.states),
            pairs=t.count("pairs", row.pairs),
        )
    ]
    if row.from_observers:
        where = scheme if grouping == REGION else grouping
        said.append(t(f"who_asks_whom.apart.{where}", n=t.count("recommendations", row.from_observers)))
    if row.from_unknown:
        said.append(t("who_asks_whom.apart.unknown", n=t.count("recommendations", row.from_unknown)))
    if grouping != REGION:
        said.append(t("who_asks_whom.apart.overlap"))
    return " ".join(said)


def cells(totals: pd.DataFrame) -> tuple[str, ...]:
    """What the cells can show: what is known of the recommendations, and of requests without answers, if any."""
    (row,) = each(totals)
    known = tuple(cell for cell in CELLS if cell != "later") if row.recommendations else ()
    return (*known, "later") if row.later else known


def with_answers(totals: pd.DataFrame) -> pd.DataFrame:
    """The totals without what needs no answer."""
    return totals.drop(columns="later")


def answered(rows: pd.DataFrame) -> bool:
    """Whether there is a recommendation of a session with answers."""
    return bool(rows["recommendations"].any())


def sums(rows: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> Finding:
    """How much the regions that this atlas compares received, with answers and in later sessions without."""
    parts, received = [], {}
    for region in focus:
        mine = [row for row in each(rows) if row.asked == region]
        n, later = (sum(getattr(row, name) for row in mine) for name in ("recommendations", "later"))
        if n or later:
            names = {"name": t.group(region, scheme), "n": t.number(n), "later": t.number(later)}
            parts.append(t(f"who_asks_whom.sums.{'bar_later' if later else 'bar'}", **names))
            received[names["name"]] = n
    if not parts:
        return Finding(t("who_asks_whom.flows.none"))
    line = t("who_asks_whom.sums.finding", parts=t("who_asks_whom.separator").join(parts))
    most = ties.first({name: n for name, n in received.items() if n})
    if not most:
        return Finding(line)
    return Finding(t("who_asks_whom.sums.most", regions=t.join(most), n=t.number(received[most[0]])), line)


def matrix(rows: pd.DataFrame, cell: str, focus: Sequence[str], filters: Filters, t: Text) -> Finding:
    """The largest and the smallest cell; between regions, of those under review that this atlas compares."""
    scheme = filters.scheme
    known = [row for row in each(rows) if row.asking != UNKNOWN]
    regional = any(row.asked in focus for row in known)
    cells = [row for row in known if row.asked in focus] if regional else known
    if cell == "volume":
        return _largest(known, filters, t)
    if cell == "later":
        return Finding(_most_later(max(known, key=lambda row: row.later, default=None), scheme, t))
    if cell == "ratio" and min(len({row.asking for row in known}), len({row.asked for row in known})) < 2:  # noqa: PLR2004
        return Finding(t("who_asks_whom.matrix.one_group"))
    enough = [
        row
        for row in cells
        if (row.expected if cell == "ratio" else row.recommendations) >= FEW and is_known(getattr(row, CELLS[cell]))
    ]
    if not enough:
        return Finding(t("who_asks_whom.few_states"))
    enough.sort(key=lambda row: getattr(row, CELLS[cell]))
    if getattr(enough[0], CELLS[cell]) == getattr(enough[-1], CELLS[cell]):
        same = _cell(enough[0], cell, scheme, t)
        key = "one" if len(enough) == 1 else "equal"
        return Finding(t(f"who_asks_whom.matrix.{cell}.{key}", n=len(enough), cell=same))
    ends = {"low": _cell(enough[0], cell, scheme, t), "high": _cell(enough[-1], cell, scheme, t)}
    full = t(f"who_asks_whom.matrix.{cell}", **ends)
    high, low = (
        {"asking": t.group(row.asking, scheme), "asked": t.group(row.asked, scheme)} for row in (enough[-1], enough[0])
    )
    least = t("who_asks_whom.matrix.least", **low)
    return Finding(t(f"who_asks_whom.matrix.most.{cell}", **high), least, full)


def own_group(rows: pd.DataFrame, focus: Sequence[str], grouping: str, scheme: str, t: Text) -> Finding:
    """Whether members of a group are asked and answered differently by their own; with intervals of the gaps."""
    known = [row for row in each(rows) if row.measure != "kept" and is_known(row.gap_lower)]
    if grouping == REGION:
        known = [row for row in known if row.group in focus]
    of = {measure: [row for row in known if row.measure == measure] for measure in ("specific_share", "rate")}
    if not all(of.values()):
        return Finding(t("who_asks_whom.few_states"))
    softer = [row for row in of["specific_share"] if row.excludes_zero and row.gap < 0]
    more = [row for row in of["rate"] if row.excludes_zero and row.gap > 0]
    if grouping == REGION:
        said = {
            measure: t("who_asks_whom.separator").join(_gap(row, scheme, t) for row in its)
            for measure, its in of.items()
        }
        full = t("who_asks_whom.own.finding", specific=said["specific_share"], accepted=said["rate"])
        return Finding(_own_region(softer, more, scheme, t), full=full)
    numbers = {"softer": len(softer), "of": len(of["specific_share"])}
    full = t("who_asks_whom.own.organisations", **numbers, more=len(more), of_rates=len(of["rate"]))
    return Finding(t("who_asks_whom.own.heading.organisations", **numbers), full=full)


def _own_region(softer: Sequence[Any], more: Sequence[Any], scheme: str, t: Text) -> str:
    """In which regions states ask each other for less, and in which they accept more of it, beyond chance."""
    less, accepted = (t.join(t.group(row.group, scheme) for row in rows) for rows in (softer, more))
    if less == accepted:
        return t("who_asks_whom.own.heading.same", regions=less) if less else t("who_asks_whom.own.heading.neither")
    key = "each" if less and accepted else "softer" if less else "more"
    return t(f"who_asks_whom.own.heading.{key}", softer=less, more=accepted)


def flows(rows: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> Finding:
    """Where most of what each region receives comes from."""
    parts, known, sources = [], list(each(rows)), {}
    asking = {row.asking for row in known if row.recommendations}
    if len(asking) == 1:
        received = _received(known, focus, t)
        return Finding(t("who_asks_whom.flows.alone", asking=t.group(asking.pop(), scheme), n=received))
    for region in focus:
        mine = [row for row in known if row.asked == region]
        received = sum(row.recommendations for row in mine)
        if received:
            most = max(mine, key=lambda row: row.recommendations)
            share = t.percent(most.recommendations / received, 0)
            names = {"asked": t.group(region, scheme), "asking": t.group(most.asking, scheme)}
            parts.append(t("who_asks_whom.flows.part", **names, share=share, n=t.number(received)))
            sources.setdefault(names["asking"], []).append(names["asked"])
    if not parts:
        return Finding(t("who_asks_whom.flows.none"))
    clauses = [t("who_asks_whom.flows.most", asked=t.join(asked), asking=asking) for asking, asked in sources.items()]
    line = t("who_asks_whom.flows.finding", parts=t("who_asks_whom.separator").join(parts))
    return Finding(f"{t.chain(clauses)}.", line)


def _received(rows: Sequence[Any], focus: Sequence[str], t: Text) -> str:
    """What the regions that this atlas compares receive; where they receive nothing, all."""
    every = [row for row in rows if row.asked in focus] or list(rows)
    return t.count("recommendations", sum(row.recommendations for row in every))


def askers(rows: pd.DataFrame, t: Text) -> Finding:
    """Who recommends most, and the range of specific asks and of acceptance among those who do."""
    top = [row for row in each(rows.head(TOP)) if not row.few]
    if not top and not rows["recommendations"].any() and rows["later"].any():
        most = next(each(rows))
        return Finding(t("who_asks_whom.askers.only_later", name=t.state(most.iso3), n=t.number(most.later)))
    if not top:
        return Finding(t("who_asks_whom.askers.few"))
    made = {row.iso3: row.recommendations for row in each(rows) if row.recommendations}
    first, _ = ties.ends(made)
    most = {
        "names": ties.named(first, t.state, "states", t),
        "n": t.count("recommendations", made[first[0]]),
        "states": t.count("states", top[0].states),
    }
    key = "alone" if len(made) == 1 else "most" if len(first) == 1 else "tied"
    heading = t(f"who_asks_whom.askers.{key}", **most)
    if len(top) == 1:
        return Finding(heading)
    clauses = [_ends_of(top, column, t) for column in ("specific_share", "rate")]
    among = t("who_asks_whom.askers.among", top=len(top), clauses=t.chain(clauses))
    return Finding(heading, full=f"{heading} {among}")


def _ends_of(rows: Sequence[Any], column: str, t: Text) -> str:
    """Who of these is first and last, as counted, with ties; or that all are equal."""
    value = {row.iso3: getattr(row, column) for row in rows if is_known(getattr(row, column))}
    if not value:
        return t(f"who_asks_whom.askers.{column}.none")
    high, low = ties.ends(value)
    percent = {"high_value": t.percent(value[high[0]], 0), "low_value": t.percent(value[low[0]], 0)}
    if percent["high_value"] == percent["low_value"]:
        return t(f"who_asks_whom.askers.{column}.equal", value=percent["high_value"])
    names = {end: ties.named(codes, t.state, "states", t) for end, codes in (("high", high), ("low", low))}
    return t(f"who_asks_whom.askers.{column}", **names, **percent)


def spread(rows: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """Which of the states that recommend most leans most to one region."""
    if len(set(rows["asked"])) < 2:  # noqa: PLR2004
        return Finding(t("who_asks_whom.spread.one"))
    leaning = [row for row in each(rows) if not row.few and is_known(row.ratio_lower) and row.ratio_lower > 1]
    if not leaning:
        return Finding(t("who_asks_whom.spread.none"), t("who_asks_whom.spread.bound"))
    most = max(leaning, key=lambda row: row.ratio)
    leans = {
        "name": t.state(most.iso3),
        "region": t.region(most.asked, scheme),
        "ratio": t.number(most.ratio, 2),
    }
    full = t("who_asks_whom.spread.finding", **leans, interval=_bounds(most, t), n=t.number(most.recommendations))
    return Finding(t("who_asks_whom.spread.heading", **leans), full=full)


def pairs(listed: pd.DataFrame, asking: str, asked: str, scheme: str, t: Text) -> Finding:
    """How many pairs of states there are between two groups, and how many of them are listed."""
    row = listed.iloc[0]
    ends = {
        "asking": t("who_asks_whom.pairs.everyone") if asking == ALL else t.group(asking, scheme),
        "asked": t("who_asks_whom.pairs.everyone") if asked == ALL else t.group(asked, scheme),
    }
    counts = {"n": t.count("recommendations", row.recommendations), "pairs": t.count("pairs", row.pairs)}
    key = ("some" if row.listed < row.pairs else "all") if row.recommendations else "none"
    if row.later and not row.recommendations:
        key, counts["n"] = "later", t.number(row.later)
    if asking == UNKNOWN and row.recommendations:
        key = "unrecorded"
    said = t(f"who_asks_whom.pairs.{key}", **ends, **counts)
    line = t("who_asks_whom.pairs.listed", listed=t.number(row.listed)) if key == "some" else ""
    return Finding(f"{said[0].upper()}{said[1:]}", line)


def _largest(rows: Sequence[Any], filters: Filters, t: Text) -> Finding:
    """The largest cell. Its share is of all that a group recommends only where no place and no asker is chosen."""
    some = [row for row in rows if row.recommendations]
    if not some:
        return Finding(t("who_asks_whom.flows.none"))
    row, scheme = max(some, key=lambda row: row.recommendations), filters.scheme
    places = filters.regions or filters.subregions or filters.states
    names = {"asking": t.group(row.asking, scheme), "asked": t.group(row.asked, scheme)}
    n = t.number(row.recommendations)
    if len(some) == 1:
        return Finding(t("who_asks_whom.matrix.alone", **names, n=n))
    share = t(
        f"who_asks_whom.matrix.share_of.{'chosen' if places or filters.asked_by else 'all'}",
        **names,
        share=t.percent(row.share, 0),
    )
    return Finding(t("who_asks_whom.matrix.volume", **names, n=n), share)


def _most_later(row: Any, scheme: str, t: Text) -> str:
    if row is None or not row.later:
        return t("later.none")
    names = {"asking": t.group(row.asking, scheme), "asked": t.group(row.asked, scheme)}
    return t("who_asks_whom.matrix.later", **names, n=t.number(row.later))


def _cell(row: Any, cell: str, scheme: str, t: Text) -> str:
    """A cell in words: between whom, its number, interval and n."""
    names = {"asking": t.group(row.asking, scheme), "asked": t.group(row.asked, scheme)}
    n = t.number(row.answered if cell == "acceptance" else row.recommendations)
    if cell != "ratio":
        return t("who_asks_whom.matrix.share", **names, share=t.percent(getattr(row, CELLS[cell]), 0), n=n)
    key = "times" if is_known(row.ratio_lower) else "times_alone"
    if is_known(row.ratio_lower) and row.ratio_lower <= 1 <= row.ratio_upper:
        key = "times_unclear"
    return t(f"who_asks_whom.matrix.{key}", **names, ratio=t.number(row.ratio, 2), interval=_bounds(row, t), n=n)


def _gap(row: Any, scheme: str, t: Text) -> str:
    key = "gap" if row.excludes_zero else "no_gap"
    return t(
        f"who_asks_whom.own.{key}",
        name=t.group(row.group, scheme),
        own=t.percent(row.share),
        others=t.percent(row.reference),
        interval=t(
            "language.points_interval",
            lower=t.number(row.gap_lower * 100, 1),
            upper=t.number(row.gap_upper * 100, 1),
        ),
    )


def _bounds(row: Any, t: Text) -> str:
    lower, upper = t.number(row.ratio_lower, 2), t.number(row.ratio_upper, 2)
    return t("who_asks_whom.matrix.bounds", lower=lower, upper=upper)
