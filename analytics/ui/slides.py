"""Cards as slides: one that a page shows now, and those of a pack, whose pages are run again without a browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from analytics.database import DeliveredError
from analytics.exports import pptx
from analytics.loading import store
from analytics.loading.default import EMBEDDED
from analytics.markup import words
from analytics.pack import Entry
from analytics.sentences import translated
from analytics.text import DEFAULT, Text
from analytics.ui import data
from analytics.ui.tables import read_as

if TYPE_CHECKING:
    from analytics.ui.card import Card

Made = TypeVar("Made")


def slide(card: Card) -> pptx.Slide:
    """A card as a slide; asked for while its page runs."""
    drawn = None if card.drawn is None else card.drawn.to_dict()
    value = drawn["layout"].get("meta", {}).get("value") if drawn else None
    rows = card.beside if card.beside is not None and value in card.beside else card.rows
    scheme = card.shared.filters.scheme
    return pptx.Slide(card.carried, words(card.text("alt")), rows, read_as(rows, scheme, card.t), scheme, drawn)


def deck(entries: Sequence[Entry], site: str, t: Text) -> bytes:
    """The slides of a pack, in its order. `site`: the address of the first page."""
    return pptx.write([_of_entry(entry, site, t) for entry in entries], t)


def _of_entry(entry: Entry, site: str, t: Text) -> pptx.Slide | pptx.Missing:
    made, why = of_card(entry, slide, site, t)
    return made or pptx.Missing(t("pack.missing", page=t(f"{entry.page}.title")), why)


def heading(entry: Entry, t: Text) -> str:
    """What the card of an entry says now; else why there is none."""
    made, why = of_card(entry, lambda card: words(card.quoted), "", t, drawn=False)
    return made or f"{t(f'{entry.page}.title')}: {why}"


def of_card(
    entry: Entry, make: Callable[[Card], Made], site: str, t: Text, *, drawn: bool = True
) -> tuple[Made | None, str]:
    """What is made of the card of an entry, as its page shows it now; without one, a sentence that says why."""
    from analytics.ui import recorder
    from analytics.ui.page import HOME

    link = dict(entry.link)
    named = link.get(data.DATA, EMBEDDED)
    try:
        served = data.look_up(link.get(data.DATA))
    except (DeliveredError, *store.DAMAGE):
        return None, t("link.no_data")
    if served.damage:
        return None, words(translated(served.damage, t))
    if named != EMBEDDED and served.linked is None:
        return None, t("pack.no_data", name=named)
    if t.language != DEFAULT:
        link[recorder.LANGUAGE] = t.language
    made: list[Made] = []

    class Wanted(recorder.Recorder):
        """Makes what is wanted of the one card."""

        def keep(self, card: Card) -> None:
            if card.name == entry.card and not made:
                made.append(make(card))

    page = "" if entry.page == HOME else entry.page
    opened = Wanted(data.Run(served, link, f"{site.rstrip('/')}/{page}" if site else ""), t)
    recorder.run(recorder.script_of(entry.page), opened, drawn=drawn)
    if opened.problems:
        unknown = t.join(dict.fromkeys(f"{name}={value}" for name, value in opened.problems))
        return None, t("pack.unknown", problems=unknown)
    if made:
        return made[0], ""
    return None, words(t(opened.stopped)) if opened.stopped else t("pack.no_card")
