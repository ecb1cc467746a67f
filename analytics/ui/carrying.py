"""What a card takes along in its files: the words of `Carried`, for the reader's language and selection."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from analytics import project
from analytics.exports.carried import Carried
from analytics.exports.names import file_name
from analytics.findings.nothing import says_nothing
from analytics.findings.selection import coverage, lead, selection
from analytics.markup import words
from analytics.ui import data
from analytics.ui.address import carried_address
from analytics.ui.link import STATE, own_choices

if TYPE_CHECKING:
    from analytics.text import Text
    from analytics.ui.card import Card

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ«“¿¡\d])")
"""Between two sentences of a text."""


def carried(card: Card) -> Carried:
    """What the files of a card say of themselves."""
    t, shared, finding = card.t, card.shared, card.finding
    counted, selected, covered = _counted(card)
    citation = " ".join(record["citation"] for record in card.records)
    link, day = carried_address(t), t.day(datetime.now(tz=UTC).date())
    versions = {"version": data.data_version(), "atlas": project.VERSION}
    about = t.chain(filter(None, (selected, covered))) or counted
    citing = {"selection": about, "citation": citation, "link": link, "date": day, **versions}
    said = t("card.citation.plain", **citing)
    if not says_nothing(finding, t):
        said = t("card.citation", finding=card.quoted, **citing)
    reads, limits = card.text("reads"), card.text("limits")
    named = dict.fromkeys((*_chosen(t), lead(shared.filters, data.codes(), t), data.chosen() or ""))
    return Carried(
        name=file_name(card.key, *named),
        heading=words(card.quoted),
        more=words(finding.more),
        full=words(finding.whole),
        reads=words(f"{t('card.reads')} {reads}"),
        unit=_first(words(reads)),
        counted=words(counted),
        selection=words(selected),
        covered=words(covered),
        limits=words(f"{t('card.limits')} {limits}"),
        caution=words(f"{t('card.limits')} {_first(limits)}"),
        sources=tuple(words(source) for source in card.sourced),
        citation=words(said),
        link=link,
        day=day,
        version=t("card.version", **versions),
        language=t.language,
    )


def _counted(card: Card) -> tuple[str, str, str]:
    """How many with their noun, what is selected, sessions and years; what a card rests on says more than one."""
    t, shared = card.t, card.shared
    narrowed = selection(shared.filters, data.codes(), t) if shared.filters.narrowed else ""
    if shared.rests:
        counted, _, covered = shared.rests.partition(" · ")
        return counted, "" if narrowed and narrowed in covered else narrowed, covered
    n = t("card.n_counted", n=card.counted)
    if shared.covered:
        return n, narrowed, shared.covered
    return n, narrowed or t("selection.everything"), data.once(coverage, t)


def _chosen(t: Text) -> list[str]:
    """What the reader has chosen on this page, beside the filters and the question, where it is not the default."""
    return [t.state(value) if name == STATE else value for name, value in own_choices().items()]


def _first(said: str) -> str:
    return SENTENCE.split(said, maxsplit=1)[0]
