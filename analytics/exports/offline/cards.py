"""A figure of the pack with all that belongs to it, in the order of the cards on the pages.

A heading, one line, the figure, a folded line with how to read it, n, coverage, limits and terms, and its rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.exports.html import Html, paragraphs, tag
from analytics.exports.offline.atlas import MAIN, Atlas
from analytics.exports.offline.tables import table
from analytics.findings.finding import Finding, finding_of
from analytics.findings.selection import coverage, held, selection

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

WIDE, NARROW = 820, 330
"""Widths of a figure on a screen or a page of paper, and on a phone."""
Draw = Callable[[int], str]
"""What draws a figure of some width."""


@dataclass(frozen=True)
class Cards:
    """What cards have in common, as on the pages: source, how many units they rest on, what they cover or rest on."""

    atlas: Atlas
    source: str | tuple[str, ...] = MAIN
    n: int | None = None
    unit: str = "recommendations"
    covered: str = ""
    rests: str = ""

    def figure(
        self,
        name: str,
        draw: Draw | Html,
        finding: Finding | str,
        rows: pd.DataFrame,
        *,
        beside: pd.DataFrame | None = None,
        reads: str = "",
        below: object = "",
        elsewhere: Html | None = None,
    ) -> Html:
        """A figure as a card. `rows`, and those `beside`, are what it draws; `below` stands under it.

        `reads`: how it is read, where that is not as on the pages. `elsewhere`: what leads to the table that its rows
        are in, where this is another part of the page.
        """
        said = finding_of(finding)
        drawn = draw if isinstance(draw, Html) else by_width(draw)
        return self._card(
            "card figure",
            said,
            tag("div", drawn, class_="drawn"),
            below,
            self._about(name, said, rows, reads),
            elsewhere or self._behind(name, [rows] if beside is None else [rows, beside]),
        )

    def _behind(self, name: str, every: Sequence[pd.DataFrame]) -> Html:
        """The rows that a figure draws, behind a line."""
        t, label = self.atlas.t, self._text(name, "alt")
        tables = [table(rows, self.atlas.scheme, t, label) for rows in every]
        box = tag("div", tables, class_="scrolls", tabindex="0", role="region", aria_label=label)
        return tag("details", tag("summary", t("offline.rows")), box, class_="rows")

    def listing(self, name: str, listed: Html, finding: Finding | str, rows: pd.DataFrame, *, reads: str = "") -> Html:
        """A table that is shown at once as a card; `rows` are what it rests on."""
        said = finding_of(finding)
        return self._card("card", said, listed, self._about(name, said, rows, reads))

    def _card(self, kind: str, finding: Finding, *parts: object) -> Html:
        more = tag("p", finding.more, class_="more") if finding.more else ""
        return tag("article", tag("h3", finding.heading), more, parts, class_=kind)

    def _text(self, name: str, part: str) -> str:
        return self.atlas.t(f"{name}.{part}", **self.atlas.blanks)

    def _about(self, name: str, finding: Finding, rows: pd.DataFrame, reads: str) -> Html:
        """One line that opens on how to read it, the whole finding, n and coverage, limits, source and terms."""
        t, codes = self.atlas.t, self.atlas.codes
        sources = (self.source,) if isinstance(self.source, str) else self.source
        records = [record for code in sources for record in self.atlas.sources(code)]
        producers = t.join(dict.fromkeys(record["producer"] for record in records))
        scheme = t(f"scheme.{self.atlas.scheme}")
        counted = "" if self.rests else t.count(self.unit, int(rows[self.unit].sum()) if self.n is None else self.n)
        if self.rests:
            n = t("card.counted", counted=self.rests, scheme=scheme)
            line = t("card.folded.counted", counted=self.rests.partition(" · ")[0], producers=producers)
        elif self.covered:
            n = t("card.n_of", n=counted, covered=self.covered, scheme=scheme)
            line = t("card.folded.counted", counted=counted, producers=producers)
        else:
            everything = selection(self.atlas.filters, codes, t)
            n = t("card.n", n=counted, selection=everything, coverage=coverage(codes, t), scheme=scheme)
            line = t("card.folded", counted=counted, sessions=held(list(codes.cycle_of), t).said, producers=producers)
        told = [
            f"{t('card.reads')} {reads or self._text(name, 'reads')}",
            finding.full,
            n,
            f"{t('card.limits')} {self._text(name, 'limits')}",
            *(
                t("card.source", **{part: record[part] for part in ("producer", "title", "licence")})
                for record in records
            ),
        ]
        return tag("details", tag("summary", line), paragraphs("\n\n".join(filter(None, told))), class_="about")


def by_width(draw: Draw) -> Html:
    """A figure as it fits a screen or paper, and as it fits a phone; the style of the page shows one of them."""
    return Html(f'<div class="wide">{draw(WIDE)}</div><div class="narrow">{draw(NARROW)}</div>')
