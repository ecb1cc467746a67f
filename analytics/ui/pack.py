"""The pack of slides: a button on each card, and its list and file behind "take away".

It lives in the link. Until its file or its list is asked for, nothing of its pages is run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics import filters as codec
from analytics import pack
from analytics.markup import markdown
from analytics.pack import MOST, PACK, Entry
from analytics.text import Text, text
from analytics.ui import data, link
from analytics.ui.light import LIGHT

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.ui.card import Card

NOT_OF_A_CARD = (PACK, "lang", "tour", LIGHT)
"""Parameters of a link that do not say what a card shows."""
KEPT = 200
"""Headings that are kept in memory."""


def held() -> tuple[Entry, ...]:
    """The entries of the pack of the link."""
    return pack.read(link.linked(PACK)).entries


def carried() -> dict[str, str]:
    """What links to other pages take along of it."""
    entries = held()
    return {PACK: pack.written(entries)} if entries else {}


def problems(t: Text) -> list[codec.Problem]:
    """Parts of the pack of the link that refer to no card."""
    entries, unused = pack.read(link.linked(PACK))
    strange = [pack.written([each]) for each in entries if not _exists(each, t)]
    return [codec.Problem(PACK, part) for part in (*unused, *strange)]


def _exists(entry: Entry, t: Text) -> bool:
    from analytics.ui.page import PAGES

    return entry.page in {name for _, name, _ in PAGES} and t.has(f"{entry.card}.reads")


def spoken(t: Text) -> None:
    """What assistive technology reads of the buttons below cards, which show a sign alone (see `page.css`)."""
    st.html(f"<style>:root {{--pack: {json.dumps(t('pack.help'), ensure_ascii=False)};}}</style>")


def button(card: Card) -> None:
    """Put a card into the pack, or take it out again."""
    t, entries = card.t, held()
    inside = bool(entries) and _entry(card.name) in entries
    full = len(entries) >= MOST and not inside
    st.button(
        markdown(t("pack.added" if inside else "pack.add")),
        key=f"{card.key}-pack",
        on_click=_turn,
        args=(card.name,),
        disabled=full,
        help=t("pack.full", most=t.number(MOST)) if full else t("pack.help"),
    )


def _entry(card: str) -> Entry:
    """The entry of a card of this page as it is shown now."""
    every = link.every() | data.linked()
    chosen = {name: value for name, value in every.items() if name not in NOT_OF_A_CARD}
    return pack.entry(st.session_state[link.PAGE_NAME], card, chosen)


def _turn(card: str) -> None:
    entries, mine = list(held()), _entry(card)
    if mine in entries:
        entries.remove(mine)
    elif len(entries) < MOST:
        entries.append(mine)
    _write(entries)


def _write(entries: Sequence[Entry]) -> None:
    link.write_own(PACK, pack.written(entries) or None)


def _move(place: int, by: int) -> None:
    entries = list(held())
    if place < len(entries):
        entries.insert(max(place + by, 0), entries.pop(place))
        _write(entries)


def _remove(place: int) -> None:
    entries = list(held())
    _write(entries[:place] + entries[place + 1 :])


def offer(_: Filters, t: Text) -> None:
    """The pack in its order, with what changes it, and its slides."""
    entries = [each for each in held() if _exists(each, t)]
    if not entries:
        st.markdown(markdown(f"{t('pack.about')} {t('pack.empty')}"))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(markdown(t("pack.about")), width="stretch")
        make = partial(_deck, tuple(entries), site(), t.language)
        st.download_button("PPTX", make, "upr-pack.pptx", key="file.pack.pptx", on_click="ignore")
    for place, entry in enumerate(entries):
        st.markdown(markdown(f"{t.number(place + 1)}. {_heading(entry, t.language, data.data_version())}"))
        with st.container(horizontal=True, gap="small"):
            _row_button("up", place, t, partial(_move, place, -1), off=place == 0)
            _row_button("down", place, t, partial(_move, place, 1), off=place == len(entries) - 1)
            _row_button("remove", place, t, partial(_remove, place))


def _row_button(name: str, place: int, t: Text, change: partial[None], *, off: bool = False) -> None:
    label = markdown(t(f"pack.{name}"))
    st.button(label, key=f"pack.{name}.{place}", on_click=change, disabled=off, type="tertiary")


@lru_cache(maxsize=KEPT)
def _heading(entry: Entry, language: str, version: str) -> str:
    """What a card says; of another version of the data it may say something else."""
    from analytics.ui import slides

    del version
    return slides.heading(entry, text(language))


def _deck(entries: Sequence[Entry], site: str, language: str) -> bytes:
    from analytics.ui import slides

    return slides.deck(entries, site, text(language))


def site() -> str:
    """The address of the first page."""
    from analytics.ui.page import PAGES

    site, _, last = link.page_address().rstrip("/").rpartition("/")
    return site if last in {name for _, name, _ in PAGES} else link.page_address()
