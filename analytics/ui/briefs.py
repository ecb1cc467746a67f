"""Sheets to print, in the popover of what can be taken away: of what is chosen a button each, else a choice."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics import addresses
from analytics.markup import bold, markdown
from analytics.sheets import KINDS, file_of
from analytics.sheets.ground import Ground, records
from analytics.text import alphabetical
from analytics.ui import data
from analytics.ui.link import chosen_state, linked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.filters import Codes, Filters
    from analytics.text import Text

MIME = "application/pdf"


def briefs(filters: Filters, t: Text) -> None:
    """A line that says what sheets are, and each kind with its buttons."""
    ground, codes = ground_of(filters, t), data.codes()
    st.markdown(markdown(f"{bold(t('briefs.offer'))} {t('briefs.offer.more')}"))
    country = chosen_state(filters)
    chosen = {
        "country": [country] if country else [],
        "coalition": _reviews(country, codes),
        "issue": _issues(filters, codes),
        "region": list(filters.regions),
    }
    for kind in sorted(chosen, key=lambda kind: not chosen[kind]):  # what is chosen stands first
        if kind == "region":
            _buttons(kind, chosen[kind] or codes.focus, ground)
        elif kind == "coalition" and country and not chosen[kind]:
            st.caption(markdown(t("coalition_country.unknown", state=t.state(country))))
        else:
            _one(kind, chosen[kind], ground)


def _one(kind: str, codes: Sequence[str], ground: Ground) -> None:
    """The buttons of what is chosen; where nothing is, a choice of all there is."""
    t, scheme = ground.t, ground.filters.scheme
    if not codes:
        made = KINDS[kind]
        every = made.codes(ground.codes, scheme)
        options = sorted(every, key=lambda code: alphabetical(made.title(code, scheme, t)))
        label = t(f"briefs.{kind}.kind")
        wanted = st.selectbox(
            markdown(label),
            options,
            format_func=lambda code: made.title(code, scheme, t),
            index=None,
            placeholder=t("briefs.choose", kind=label),
            key=f"brief.{kind}.choice",
            label_visibility="collapsed",
        )
        codes = [wanted] if wanted else []
    _buttons(kind, codes, ground)


def _buttons(kind: str, codes: Sequence[str], ground: Ground) -> None:
    """A button for each of these sheets; a sheet is made when it is asked for."""
    if not codes:
        return
    t = ground.t
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(markdown(t("briefs.line", kind=t(f"briefs.{kind}.kind"))), width="content")
        for code in codes:
            st.download_button(
                markdown(KINDS[kind].title(code, ground.filters.scheme, t)),
                partial(_made, kind, code, ground),
                file_of(kind, code, ground),
                MIME,
                key=f"brief.{kind}.{code}",
                on_click="ignore",
            )


def _made(kind: str, code: str, ground: Ground) -> bytes:
    from analytics.exports import pdf

    return pdf.write(KINDS[kind].make(ground, code))


def _issues(filters: Filters, codes: Codes) -> list[str]:
    """The issues of the filter, else the one that the page shows."""
    about = linked("about")
    return list(filters.issues) or ([about] if about in codes.issues else [])


def _reviews(country: str, codes: Codes) -> list[str]:
    """The reviews with a list of submissions: the one that the page shows, else those of the chosen state."""
    lists = linked("lists")
    if lists in codes.listed:
        return [lists]
    return [review for review in codes.listed if country and review.rpartition("-")[0] == country]


def ground_of(filters: Filters, t: Text) -> Ground:
    """What sheets are made of. They are made later, when the link can be that of another data set: all is bound now."""
    about, codes = data.about(), data.codes()
    return Ground(
        table=data.results().table,
        codes=codes,
        sources=partial(records, data.table("sources"), codes, str(about.source)),
        data_version=data.data_version(),
        filters=filters,
        t=t,
        day=datetime.now(tz=UTC).date(),
        address=_first_page(),
        linked=data.linked(),
    )


def _first_page() -> str:
    """The address of the first page in the reader's browser."""
    url = (st.context.url or "").partition("?")[0]
    page = addresses.view(url, st.get_option("server.baseUrlPath"), "")
    return f"{url.removesuffix(page).rstrip('/')}/" if url else ""
