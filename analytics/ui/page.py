"""What every page starts with: title, menu, filter bar, the sentence of what is selected, coverage.

The link is the only state. Each run reads the selection from it and sets the widgets to it; a widget that the
reader changes writes the link. So a filter survives a reload, and the menu carries it to the next page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from analytics import filters as codec
from analytics import project
from analytics.charts.coverage import HATCHED
from analytics.database import DeliveredError
from analytics.filters import Codes, Filters
from analytics.findings import glance
from analytics.findings.coverage import later
from analytics.findings.selection import coverage, held, in_series, later_sessions, only_later, selection
from analytics.loading import store
from analytics.loading.default import EMBEDDED
from analytics.markup import bold, markdown
from analytics.pack import PACK
from analytics.rows import each
from analytics.sentences import translated
from analytics.text import DEFAULT, Text, languages, text
from analytics.ui import data, finder, light, pack, paper, tour
from analytics.ui.choices import unknown
from analytics.ui.coverage import coverage_strip
from analytics.ui.explanations import begin, explained
from analytics.ui.filter_bar import IDLE, filter_bar
from analytics.ui.help import helped
from analytics.ui.keyboard import keyboard
from analytics.ui.lasting import settle
from analytics.ui.link import OWN, PAGE_NAME, STATE, VIEW, chosen_state, linked_state, unused, write_own
from analytics.ui.paragraphs import heading
from analytics.ui.restarts import loaded_anew
from analytics.ui.take_away import take_away

HOME = "glance"
PAGES = (
    ("", HOME, "app.py"),
    ("look_up", "country", "pages/country.py"),
    ("look_up", "countries", "pages/countries.py"),
    ("look_up", "who_asks_whom", "pages/who_asks_whom.py"),
    ("look_up", "recommending_state", "pages/recommending_state.py"),
    ("look_up", "whom_to_lobby", "pages/whom_to_lobby.py"),
    ("look_up", "follow_up", "pages/follow_up.py"),
    ("look_up", "search", "pages/search.py"),
    ("compare", "regions", "pages/regions.py"),
    ("compare", "issues", "pages/issues.py"),
    ("compare", "claims", "pages/claims.py"),
    ("civil_society", "coalitions", "pages/coalitions.py"),
    ("civil_society", "coalition_networks", "pages/coalition_networks.py"),
    ("civil_society", "coalition_impact", "pages/coalition_impact.py"),
    ("civil_society", "coalition_country", "pages/coalition_country.py"),
    ("civil_society", "coalition_room", "pages/coalition_room.py"),
    ("civil_society", "submissions", "pages/submissions.py"),
    ("civil_society", "civic_space", "pages/civic_space.py"),
    ("civil_society", "civic_falls", "pages/civic_falls.py"),
    ("about", "workshop", "pages/workshop.py"),
    ("about", "your_data", "pages/your_data.py"),
    ("about", "methods", "pages/methods.py"),
    ("about", "glossary", "pages/glossary.py"),
)
"""Group of the menu, name and file of each page that exists, in the order of the menu."""
REQUESTS = "who_asks_whom"
"""The page that shows requests without answers, also where nothing else is selected."""
SEARCH = "search"
"""The page that is in the menu only where texts are loaded."""
ALL_ON_ONE = "country"
"""The page to which every other one leads from a chosen state."""
LANGUAGE = "lang"
OF_EVERY_PAGE = (LANGUAGE, STATE, data.DATA, tour.TOUR, PACK, light.LIGHT)
"""Parameters that every page understands."""
DOORS = ("country", "regions", "coalitions", "workshop")
"""Pages behind the doors of the first screen: look up, compare, civil society, teach."""
MENU_WIDTH = 232
"""Pixels of the menu: the longest name of a page in any language on one line."""
STYLE = Path(__file__).with_name("page.css")
RIGHT_TO_LEFT = Path(__file__).with_name("right_to_left.css")
ICON = Path(__file__).parents[2] / "static" / "favicon.png"


def open_page(
    name: str, own: Sequence[str] = (), *, filtered: bool = True, totals: str = "selection", covered: bool = True
) -> tuple[Text, Filters]:
    """Start the page `name`: its frame in the reader's language, and the selection its link asks for.

    `own` names query parameters that belong to this page. `filtered` is False on pages that select by the scheme of
    regions alone, `covered` on pages that say themselves what their data cover.
    `totals` names the result that the sentence of the selection reads: `totals` is quicker where the page needs no
    counts of states, of which `selection` is made.
    """
    settle()
    anew = loaded_anew()  # before any widget of this run is there
    link = st.query_params.to_dict()
    wanted = link.get(LANGUAGE, DEFAULT)
    t = text(wanted if wanted in languages() else DEFAULT)
    try:
        data.begin()
    except (DeliveredError, *store.DAMAGE) as error:
        delivered = isinstance(error, DeliveredError)
        st.error(markdown(t("link.no_data") if delivered else translated(store.said_of(None, error), t)))
        st.stop()
    begin(t)
    st.session_state[OWN] = own
    st.session_state[PAGE_NAME] = name
    st.set_page_config(
        page_title=f"{t(f'{name}.title')} · {t('site.name')}",
        page_icon=str(ICON),
        layout="wide",
        initial_sidebar_state=MENU_WIDTH,  # and open where there is room for it
    )
    st.html(STYLE)
    if t.right_to_left:
        st.html(RIGHT_TO_LEFT)
    pack.spoken(t)
    filters, problems = codec.decode(link, data.codes(), also=(*OF_EVERY_PAGE, *own))
    problems += [*unknown(link, own), *pack.problems(t), *light.problems()]
    if (link.get(data.DATA) or EMBEDDED) != EMBEDDED and not data.chosen() and not data.damage():
        problems.append(codec.Problem(data.DATA, link[data.DATA]))
    if wanted not in languages():
        problems.append(codec.Problem(LANGUAGE, wanted))
    _menu(filters, t)
    keyboard(t)
    paper.printing()
    _head(name, filters, problems, t)
    paper.head(filters, t, filtered=filtered)
    if anew:
        st.info(markdown(t("link.loaded_anew")))
    if filtered:
        filter_bar(filters, data.codes(), t, IDLE.get((name, link.get(VIEW, "")), frozenset()))
        if name != HOME or filters != Filters():  # the first page has said how many all are
            st.markdown(explained(markdown(_selection_sentence(filters, totals, t))))
    elif not covered and filters.narrowed:
        st.caption(markdown(t("selection.kept", selection=selection(filters, data.codes(), t))))
    with st.sidebar:
        coverage_strip(name, link.get(VIEW, ""), t)
        if covered:
            st.caption(explained(f":small[{markdown(data.once(_coverage, t))}]"))
    return t, filters if filtered else codec.Filters(scheme=filters.scheme)


def _head(name: str, filters: Filters, problems: Sequence[codec.Problem], t: Text) -> None:
    """What stands above the filters: the step of a tour, the title, what the page asks, what the link asks in vain."""
    tour.band(name, _page, _link(filters, t), t)
    st.title(markdown(t(f"{name}.question" if name == HOME else f"{name}.title")), anchor=False)
    if name == HOME:
        _welcome(filters, t)
    else:
        st.markdown(explained(markdown(t(f"{name}.question"))))
    _lead_home(name, filters, t)
    unused(problems, t)
    _say_damage(name, filters, t)
    if data.usual() and not st.query_params.get(data.DATA) and not data.damage():
        _say_default(name, filters, t)


def chosen(filters: Filters) -> str:
    """The state that figures mark: the one chosen on any page, else the only one selected; empty without one."""
    return chosen_state(filters)


def stop_if_empty(rows: pd.DataFrame, t: Text, sentence: str = "empty") -> None:
    """End the page with a sentence and the next step when the selection holds no recommendation for it."""
    if holds_nothing(rows):
        filters, _ = codec.decode(st.query_params.to_dict(), data.codes())
        if _later(filters):
            st.info(markdown(only_later(data.codes(), t)))
            invite(REQUESTS, filters, t)
        else:
            st.info(markdown(t(sentence)))
        st.stop()


def holds_nothing(rows: pd.DataFrame) -> bool:
    """Whether the selection holds no recommendation for a page whose rows these are."""
    counted = [rows[name].sum() for name in ("recommendations", "later") if name in rows]
    return rows.empty or bool(counted and not any(counted))


def notice(message: str, filters: Filters, t: Text) -> None:
    """A sentence that stands out."""
    with st.container(border=True):
        st.markdown(explained(heading(message, filters, t)))


def invitation(page: str, label: str, t: Text, dataset: str = "") -> None:
    """A link to another page in the reader's language, with nothing selected; on a data set, if one is named."""
    language = {} if t.language == DEFAULT else {LANGUAGE: t.language}
    link = language | ({data.DATA: dataset} if dataset else {}) | pack.carried() | light.carried()
    st.page_link(_page(page), label=markdown(label), query_params=link)


def invite(page: str, filters: Filters, t: Text) -> None:
    """A link to another page with this selection, in the words of that page."""
    st.page_link(_page(page), label=markdown(t(f"{page}.invitation")), query_params=_link(filters, t))


def stop_without_texts(filters: Filters, t: Text) -> None:
    """End the page with a sentence and the next step when its data have no texts, or none that can be searched yet."""
    if data.gives("texts"):
        if not data.gives("searchable"):
            st.markdown(markdown(t("search.unfinished", source=data.about().source)))
            st.stop()
        if parts := data.codes().series:
            st.caption(markdown(t("search.in_part", sessions=held(parts.later, t).said)))
        return
    loaded = data.with_texts()
    st.markdown(markdown(t("search.choose" if loaded else "search.load")))
    for name in loaded:
        label = markdown(t(data.called(name)))
        st.page_link(_page(SEARCH), label=label, query_params=_link(filters, t) | {data.DATA: name})
    st.stop()


def columns(widths: Sequence[int]) -> Sequence[Any]:
    """Places side by side, one below the other on a phone."""
    return st.columns(widths)


def this_year() -> int:
    """The present year, which tells a review to come from one that was."""
    return datetime.now(tz=UTC).year


def _lead_home(name: str, filters: Filters, t: Text) -> None:
    """From every page to all that is known of the chosen state."""
    state = linked_state()
    if state and name != ALL_ON_ONE:
        label = t("country.invitation", name=t.state(state))
        st.page_link(_page(ALL_ON_ONE), label=markdown(label), query_params=_link(filters, t))


def _link(filters: Filters, t: Text) -> dict[str, str]:
    """Query parameters that open another page with this selection and language."""
    language = {} if t.language == DEFAULT else {LANGUAGE: t.language}
    state = {STATE: linked_state()} if linked_state() else {}
    return codec.encode(filters) | language | state | data.linked() | pack.carried() | light.carried()


@cache
def _page(page: str) -> Any:
    """The page by its name, as menu and invitations link to it. Made once: a path would be resolved for every link."""
    file = next(file for _, name, file in PAGES if name == page)
    return st.Page(ICON.parents[1] / file, default=page == HOME)


def _welcome(filters: Filters, t: Text) -> None:
    """What whoever comes new reads first: what the review and this atlas are, and four doors."""
    st.markdown(explained(markdown(data.once(_lead, t))))
    link = _link(filters, t)
    with st.container(key="doors"):
        for place, page in zip(st.columns(len(DOORS), gap="small"), DOORS, strict=True):
            name, more = t(f"glance.door.{page}"), t(f"glance.door.{page}.more")
            label = f"{markdown(bold(name))} :small[:gray[{markdown(more)}]]"
            place.page_link(_page(page), label=label, width="stretch", query_params=link)


def _menu(filters: Filters, t: Text) -> None:
    with st.sidebar:
        st.markdown(f"### {markdown(t('site.name'))}")
        group, link = "", _link(filters, t)
        searched = data.gives("texts") or bool(data.with_texts())
        shown = [(its_group, name) for its_group, name, _ in PAGES if searched or name != SEARCH]
        finder.box(tuple(name for _, name in shown), _page, link, t)
        take_away(filters, t)
        helped(t)
        for its_group, name in shown:
            if its_group != group:
                st.caption(markdown(t(f"menu.{its_group}")))
                group = its_group
            st.page_link(_page(name), label=markdown(t(f"{name}.title")), query_params=link)
        tour.start(_page, link, t)
        _language_choice(t)
        light.switch(t)
        _data_choice(t)


def _language_choice(t: Text) -> None:
    key = "choice.language"
    st.session_state[key] = t.language
    st.segmented_control(
        markdown(t("menu.language")),
        languages(),
        format_func=lambda code: markdown(text(code)("language.name")),
        key=key,
        on_change=lambda: write_own(LANGUAGE, st.session_state[key], DEFAULT),
        required=True,
    )


def _data_choice(t: Text) -> None:
    """Which data set the pages show, where there is more than one; of a series, which sessions are whose.

    Units differ, so no others are shown together.
    """
    loaded = data.names()
    if not loaded:
        return
    key, usual = "choice.data", data.usual()
    st.session_state[key] = data.chosen() or EMBEDDED

    def label(name: str) -> str:
        called = t(data.called(name))
        return t("menu.usual", name=called) if name == usual else called

    st.selectbox(
        markdown(t("menu.data")),
        (EMBEDDED, *loaded),
        format_func=label,
        key=key,
        on_change=lambda: write_own(data.DATA, st.session_state[key], None if usual else EMBEDDED),
    )
    parts = data.codes().series
    if parts:
        said = in_series(parts, t)
        st.caption(markdown(f"{said[0].upper()}{said[1:]}."))


def _say_damage(page: str, filters: Filters, t: Text) -> None:
    """What is damaged and what helps; the page ends there where that is what it was to show.

    The page on what is loaded goes on, because an undo is there.
    """
    damage, left_out = data.damage(), data.left_out()
    if left_out:
        st.warning(markdown(translated(left_out, t)))
    if damage:
        st.error(markdown(translated(damage, t)))
    if damage and page != "your_data":
        invitation("your_data", t("your_data.title"), t)
        built_in = _link(filters, t) | {data.DATA: EMBEDDED}
        st.page_link(_page(page), label=markdown(t("link.built_in")), query_params=built_in)
        st.stop()


def _say_default(page: str, filters: Filters, t: Text) -> None:
    """What a link shows that names no data set, as links of before another one was made the default do not."""
    shown = t(data.called(str(data.usual())))
    st.caption(markdown(t("link.usual", name=shown, sessions=data.once(coverage, t))))
    built_in = _link(filters, t) | {data.DATA: EMBEDDED}
    st.page_link(_page(page), label=markdown(t("link.built_in")), query_params=built_in)


def _selection_sentence(filters: Filters, totals: str, t: Text) -> str:
    (counted,) = each(data.table(totals, filters))
    what = selection(filters, data.codes(), t)
    numbers = t(
        "selection.numbers",
        recommendations=t.count("recommendations", counted.recommendations),
        states=t.count("states", counted.states),
    )
    everywhere = not (filters.regions or filters.subregions or filters.states)
    focus = t("selection.focus", n=t.number(counted.focus_recommendations)) if everywhere else ""
    line = t("selection.line", what=f"{what[0].upper()}{what[1:]}", numbers=numbers, focus=focus)
    later = _later(filters)
    if not later:
        return line
    return f"{line} {t('selection.later', n=t.number(later), sessions=later_sessions(filters, data.codes(), t))}"


def _later(filters: Filters) -> int:
    """Requests of the selection in sessions without answers."""
    if not filters.later_sessions(data.codes()):
        return 0
    (counted,) = each(data.table("later_totals", filters))
    return int(counted.later)


def _lead(codes: Codes, t: Text) -> str:
    return glance.lead(data.table("totals"), data.table("listed_reviews"), codes, t)


def _coverage(codes: Codes, t: Text) -> str:
    lists, layers = data.about().loaded_lists, data.table("coverage_layers")
    line = t(
        "coverage.line" if data.chosen() is None or codes.series else "coverage.loaded",
        producer=data.sources(data.MAIN)[0]["producer"],
        sessions=coverage(codes, t),
        version=data.data_version(),
        atlas=project.VERSION,
        later=later(layers, t),
        legend=t("coverage.key.requests" if HATCHED in set(layers["layer"]) else "coverage.key"),
    )
    return f"{line} {t('coverage.lists', n=t.number(lists))}" if lists else line
