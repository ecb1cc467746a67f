"""What every sheet is made of, and the parts that several of them have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from analytics import addresses, project
from analytics import filters as codec
from analytics.exports.carried import Carried
from analytics.exports.names import file_name
from analytics.exports.sheet import Bar, Bars, Dots, Found, Mark, Note, Sheet, Table
from analytics.filters import ACTIONS
from analytics.findings import dataset, who_asks_whom
from analytics.findings.finding import finding_of
from analytics.findings.selection import lead, selection
from analytics.markup import bold, words
from analytics.rows import each, is_known, read
from analytics.text import DEFAULT, MISSING
from analytics.thresholds import FEW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    import pandas as pd

    from analytics.exports.sheet import Part, Section
    from analytics.filters import Codes, Filters
    from analytics.findings.finding import Finding
    from analytics.text import Text

TICKS = (0, 0.25, 0.5, 0.75, 1)
STEPS = (0.05, 0.1, 0.2, 0.25, 0.5, 1)
"""Ends of an axis of shares that are smaller than all."""
LISTED = 6
"""Rows of a table on a sheet of one page."""
AXIS = ("value", "lower", "upper")
DEPTHS = (0.22, 0.38, 0.55, 0.75, 1)
"""How strong action categories are drawn, from minimal to specific."""
MAIN = "upr_info"
"""What sheets call the source of the recommendations, whichever it is."""


@dataclass(frozen=True)
class Ground:
    """Where a sheet's numbers, names and words come from. `address`: that of the first page as its reader opens it."""

    table: Callable[..., pd.DataFrame]
    """Rows of a result by name, selection and its own parameters."""
    codes: Codes
    sources: Callable[[str], Sequence[pd.Series]]
    """Records of a source by its code."""
    data_version: str
    filters: Filters
    """What the reader has selected; each sheet says what of it applies."""
    t: Text
    day: date
    address: str = ""
    linked: Mapping[str, str] | None = None
    """What a link says of the data set."""

    def link(self, page: str, filters: Filters, **own: str) -> str:
        """The address of the page that shows the same; in words, if no address opens elsewhere."""
        language = {} if self.t.language == DEFAULT else {"lang": self.t.language}
        query = urlencode({**own, **codec.encode(filters), **language, **(self.linked or {})}, safe=",")
        view = f"{page}?{query}" if query else page
        return addresses.shared(f"{self.address}{view}", view) or self.t("link.unset", view=view)


def everywhere(filters: Filters) -> Filters:
    """The selection without places."""
    return replace(filters, regions=(), subregions=(), states=())


def every_issue(filters: Filters) -> Filters:
    """The selection without issues."""
    return replace(filters, issues=())


def sheet(
    ground: Ground,
    kind: str,
    title: str,
    rows: Sequence[Sequence[Section]],
    *,
    selected: Filters | None,
    covered: str,
    limits: Mapping[str, str],
    sources: Iterable[str],
    link: str,
    pages: int = 1,
) -> Sheet:
    """A sheet with what it says of itself.

    `selected`: the selection it shows, None where none applies. `limits`: what of the sheet -> the card that says what
    that does not show. `sources`: codes of sources.
    """
    t = ground.t
    records = [record for code in dict.fromkeys(sources) for record in ground.sources(code)]
    shown = selection(selected, ground.codes, t) if selected else t("briefs.unfiltered")
    if selected and selected.acceptance != codec.ACCEPTANCES[0]:
        shown = t.entries([shown, t("lead.broad")])
    said = {name: _sentence(t(f"{card}.limits", **dataset.blanks(ground.codes, t))) for name, card in limits.items()}
    cited = " ".join(dict.fromkeys(str(record["citation"]) for record in records))
    day, versions = t.day(ground.day), {"version": ground.data_version, "atlas": project.VERSION}
    scheme = t(f"scheme.{(selected or ground.filters).scheme}")
    about = t.chain((title, shown, covered))
    citation = t("card.citation.plain", selection=about, citation=cited, link=link, date=day, **versions)
    terms = [
        t("card.source", producer=record["producer"], title=record["title"], licence=record["licence"])
        for record in records
    ]
    carried = Carried(
        name=named(kind, title, selected, ground),
        heading=words(title),
        more="",
        full="",
        reads="",
        unit="",
        counted="",
        selection=words(shown),
        covered=words(covered),
        limits=words(" ".join(said.values())),
        caution=words(next(iter(said.values()))),
        sources=tuple(words(each_one) for each_one in dict.fromkeys(terms)),
        citation=words(citation),
        link=link,
        day=day,
        version=t("card.version", **versions),
        language=t.language,
    )
    foot = (
        Note(t("card.limits"), tuple(t("briefs.limit", of=bold(of), limit=limit) for of, limit in said.items())),
        Note("", carried.sources),
        Note(t("card.citing"), (carried.citation,)),
    )
    return Sheet(
        kind=f"{t(f'briefs.{kind}.kind')} · {t('site.name')}",
        title=title,
        lead=t("briefs.lead", selection=f"{shown[:1].upper()}{shown[1:]}", covered=covered, scheme=scheme),
        rows=tuple(tuple(row) for row in rows if row),
        foot=foot,
        opens=t("briefs.opens"),
        pages=pages,
        carried=carried,
    )


def named(kind: str, title: str, selected: Filters | None, ground: Ground) -> str:
    """The name of its file, without the ending: what it is of, what is selected, the language."""
    return file_name(kind, title, lead(selected, ground.codes, ground.t) if selected else "", ground.t.language)


def found(finding: Finding | str, *, whole: bool = False) -> Found:
    """A finding on paper: its heading with its line, or, if `whole`, with all that is known."""
    said = finding_of(finding)
    if not whole or not said.full:
        return Found(said.heading, said.more)
    return Found(said.heading, small=said.full.removeprefix(said.heading).strip())


def rates(rows: Iterable[Any], name: Callable[[Any], str], ground: Ground, strong: str = "") -> tuple[Mark, ...]:
    """Rates of groups of states with intervals and n; one without says why. The region `strong` stands out."""
    return tuple(
        Mark(
            name(row),
            said_of(row, ground.t),
            row.rate,
            row.lower,
            row.upper,
            row.region,
            open=row.recommendations < FEW,
            bold=row.region == strong,
        )
        for row in rows
    )


def said_of(row: Any, t: Text) -> str:
    """A rate of a group of states in words: its interval, or why there is none, and n."""
    counts = t("regions.counts", n=t.number(row.recommendations), states=t.count("states", row.states))
    if not is_known(row.rate):
        return t("briefs.rate.none", why=t("few.reviews"), counts=counts)
    if not is_known(row.lower):
        return t("briefs.rate.alone", rate=t.percent(row.rate), why=t("interval.none"), counts=counts)
    return t("briefs.rate", rate=t.percent(row.rate), interval=t.interval(row.lower, row.upper), counts=counts)


def accepted(marks: Sequence[Mark], reads: str, ground: Ground) -> Dots:
    """Shares accepted on an axis of all."""
    ticks = tuple((tick, ground.t.percent(tick, 0)) for tick in TICKS)
    return Dots(tuple(marks), ticks, reads, f"{ground.t('measure.rate')}: {_alt(marks, ground.t)}")


def shares(marks: Sequence[Mark], reads: str, ground: Ground) -> Dots:
    """Shares on an axis that ends behind the largest of them."""
    t = ground.t
    largest = max((end for mark in marks for end in (mark.value, mark.upper) if is_known(end)), default=1)
    end = next(step for step in STEPS if step >= min(largest, 1))
    ticks = tuple((part, t.percent(part * end, 0 if end * 100 % 4 == 0 else 1)) for part in (0, 0.5, 1))
    scaled = (replace(mark, **{name: getattr(mark, name) / end for name in AXIS}) for mark in marks)
    return Dots(tuple(scaled), ticks, reads, f"{t('moves.share')}: {_alt(marks, t)}")


def _alt(marks: Sequence[Mark], t: Text) -> str:
    return t.chain(t.entries([mark.name, mark.said]) for mark in marks)


def mix(of: Iterable[tuple[str, str, pd.DataFrame]], ground: Ground) -> Bars | Found:
    """What was asked, by kind: of each state or region its name, its region, and its share of each action category."""
    t = ground.t
    bars = []
    for name, region, rows in of:
        share = dict(read(rows, "action_category", "share"))
        if not share:
            continue
        n = t("briefs.n", n=t.number(int(rows["recommendations"].sum())))
        parts = tuple((share.get(action, 0), t.percent(share.get(action, 0), 0)) for action in ACTIONS)
        bars.append(Bar(name, parts, n, region))
    if not bars:
        lacks = "actions" in ground.codes.lacks
        return Found(t("dataset.lacks", what=t("briefs.asked")) if lacks else t("empty"))
    legend = tuple(t(f"action.{action}") for action in ACTIONS)
    said = t.chain(f"{bar.name}: {t.entries(part for _, part in bar.parts)}" for bar in bars)
    return Bars(tuple(bars), legend, DEPTHS, f"{t.entries(legend)}. {said}")


def askers(rows: pd.DataFrame, ground: Ground) -> Iterator[Part]:
    """Who recommends most, and what was accepted of that."""
    t = ground.t
    yield Found("", who_asks_whom.askers(rows, t).heading)
    made = [
        (t.state(row.iso3), t.number(row.recommendations), of_all(row.accepted, row.answered, t))
        for row in list(each(rows))[:LISTED]
        if row.recommendations
    ]
    if made:
        headings = (t("column.asked_by"), t("column.recommendations"), t("column.accepted"))
        yield Table(headings, tuple(made), (1, 2))


def of_all(part: float, whole: float, t: Text) -> str:
    """A share with what it divides: `76.5% of 338`; a dash of nothing."""
    return t("briefs.of", share=t.percent(part / whole), n=t.number(whole)) if whole else MISSING


def _sentence(said: str) -> str:
    """With a capital at its start."""
    return f"{said[:1].upper()}{said[1:]}"


def records(every: pd.DataFrame, codes: Codes, own: str, code: str) -> Sequence[pd.Series]:
    """The records of a source, of those that the data have; of the recommendations the built-in one is first.

    `own` is the source of the recommendations: two, where the data are a series.
    """
    wanted = [code] if code != MAIN else [MAIN, own] if codes.series else [own]
    return [row for _, row in every.iterrows() if row["source"] in wanted]
