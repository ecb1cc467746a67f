"""Sessions of a workshop on the page: what each step projects, all of it in one component that needs no network."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from analytics import exercises as made_of
from analytics.exports import kit as kits
from analytics.exports import offline, presenter
from analytics.exports.html import Html, tag
from analytics.exports.names import file_name
from analytics.exports.offline.tables import of_cells
from analytics.exports.presenter import Found, Missing
from analytics.filters import Filters
from analytics.findings import workshop as find
from analytics.findings.selection import coverage
from analytics.markup import bold, items, markdown, words
from analytics.sheets import workshop as sheets
from analytics.text import Text, text
from analytics.ui import data, pack, slides
from analytics.ui.briefs import ground_of
from analytics.ui.choices import choose
from analytics.ui.explanations import explained
from analytics.ui.link import linked, write_own
from analytics.ui.tables import read_as
from analytics.workshop import COUNTRY, ISSUES, LARGEST, NUMBERS, PLACE, PRACTICE, SEED, SESSIONS, SPECIFIC, practices

if TYPE_CHECKING:
    from analytics.exercises import Exercise
    from analytics.ui.card import Card
    from analytics.workshop import Session, Step
    from analytics.workshop.script import Script

KEPT = 64
"""Stages that are kept in memory."""
KIT = ("agenda", "exercises", "answers", "slides", "presenter", "offline")
"""What a kit holds."""
OF_LISTS = {"coalition_country"}
"""Pages whose cards need a list of joint submissions of the state."""
SHOW = """
export default function ({ parentElement, data }) {
  if (parentElement.uprShown === data.html) return;
  parentElement.uprShown = data.html;
  const made = new DOMParser().parseFromString(data.html, "text/html").body.firstElementChild;
  parentElement.querySelector(":scope > .stage, :scope > .sheet")?.remove();
  parentElement.append(made);
  (made.matches(".stage") ? present : printing)(made);
}
"""
"""The script of the component, behind those of the stage and of the sheet."""
_shown = st.components.v2.component(
    "workshop", css=presenter.CSS + presenter.SHEET_CSS, js=presenter.JS + presenter.SHEET_JS + SHOW
)


def session(name: str, country: str | None, issue: str, t: Text) -> None:
    """The stage of a session, what it is for and its agenda."""
    chosen = _chosen(name, country, issue)
    if SESSIONS[name].asks_for(COUNTRY) and not country:
        st.caption(markdown(t("workshop.usual", state=t.state(chosen[COUNTRY]))))
    made, script = _made(name, chosen, t), _script(name, chosen, t)
    _shown(key="workshop-stage", data={"html": made}, height="content")
    st.caption(markdown(t("workshop.keys")))
    st.markdown(explained(markdown("\n\n".join((script.audience, *script.goal)))))
    st.markdown(explained(markdown(_agenda(SESSIONS[name], script, t))))
    title = words(script.title)
    st.download_button(
        markdown(t("workshop.file")),
        lambda: presenter.document(made, title, t),
        f"{file_name('session', name, *chosen.values(), t.language)}.html",
        "text/html",
        key="workshop-file",
        on_click="ignore",
    )


def _agenda(session: Session, script: Script, t: Text) -> str:
    """The steps with their minutes."""
    steps = [
        t("workshop.step", title=script.sections[step.name].title, minutes=t.count("minutes", step.minutes))
        for step in session.steps
    ]
    return f"{bold(t('workshop.agenda', minutes=t.count('minutes', session.minutes)))}\n\n{items(steps)}"


def _chosen(name: str, country: str | None, issue: str) -> dict[str, str]:
    """What a session is about: the choices of the trainer, else what the data hold most of."""
    usual = find.usual(data.table, data.codes())
    wanted = {COUNTRY: country or usual.get(COUNTRY, ""), ISSUES: issue or usual.get(ISSUES, "")}
    return {parameter: value for parameter, value in wanted.items() if SESSIONS[name].asks_for(parameter)}


def _script(name: str, chosen: Mapping[str, str], t: Text) -> Script:
    """What is said in a session."""
    return find.script(name, chosen, data.table, data.codes(), t)


def _made(name: str, chosen: Mapping[str, str], t: Text) -> Html:
    """The stage of a session; of another version of the data it may say something else."""
    return _stage(
        name, tuple(chosen.items()), t.language, data.data_version(), tuple(data.linked().items()), pack.site()
    )


@lru_cache(maxsize=KEPT)
def _stage(  # noqa: PLR0917 - all that changes it
    name: str,
    chosen: tuple[tuple[str, str], ...],
    language: str,
    version: str,
    linked: tuple[tuple[str, str], ...],
    site: str,
) -> Html:
    del version
    t, about = text(language), dict(chosen)
    day = t.day(datetime.now(tz=UTC).date())
    atlas = offline.Atlas(data.codes(), data.results().table, t, day)
    found = [_projected(step, about, dict(linked), site, t) for step in SESSIONS[name].steps]
    return presenter.stage(SESSIONS[name], _script(name, about, t), found, atlas)


def _projected(
    step: Step, chosen: Mapping[str, str], linked: Mapping[str, str], site: str, t: Text
) -> Found | Missing | Html | None:
    """What a step projects."""
    if step.name == PRACTICE:
        return _practices(chosen, linked, site, t)
    entry = step.entry({**chosen, **linked})
    if entry is None:
        return None

    def found(card: Card) -> Found:
        scheme, country = card.shared.filters.scheme, chosen.get(COUNTRY, "")
        shown, alt = read_as(card.rows, scheme, t), words(card.text("alt"))
        carried, producers = card.carried, t.join(dict.fromkeys(record["producer"] for record in card.records))
        counted = " · ".join(filter(None, (carried.counted, carried.selection, carried.covered)))
        rests = t("card.folded.counted", counted=counted, producers=producers)
        return Found(card.name, carried, alt, card.rows, card.beside, shown, words(rests), country)

    made, why = slides.of_card(entry, found, site, t, drawn=False)
    if made is None and step.page in OF_LISTS:
        why = t("coalition_country.unknown", state=t.state(chosen[COUNTRY]))
    return made or Missing(why)


def _practices(chosen: Mapping[str, str], linked: Mapping[str, str], site: str, t: Text) -> Html:
    """Each practice beside what the data show of it and what they cannot."""
    rows = []
    for name, step in practices().items():
        found = _projected(step, chosen, linked, site, t)
        shows, hides = found.why if isinstance(found, Missing) else "", ""
        if isinstance(found, Found):
            shows, hides = found.carried.heading, found.carried.caution.removeprefix(words(t("card.limits"))).strip()
            hides = f"{hides[:1].upper()}{hides[1:]}"
            if name == SPECIFIC:
                shows = find.by_strength(found.rows, t)
        rows.append([(t(f"workshop.practice.{name}"), None), (shows, None), (hides, None)])
    headings = [(t(f"workshop.practices.{name}"), False) for name in ("practice", "shows", "hides")]
    label = t("workshop.practices")
    box = {"class_": "scrolls long", "tabindex": "0", "role": "region", "aria_label": label}
    return tag("div", of_cells(headings, rows, label), **box)


def exercises(place: str, seed: int, t: Text) -> None:
    """A sheet of exercises with its answers, to work on here or to print."""
    every = _exercises(place, seed, t)
    said = [
        t("workshop.sheet.lead", coverage=coverage(data.codes(), t), seed=str(seed), n=t.count("exercises", len(every)))
    ]
    if lacking := made_of.lacking(every):
        said.append(t("workshop.sheet.lacking", kinds=t.join(t(f"exercises.{kind}.title") for kind in lacking)))
    st.markdown(explained(markdown(" ".join(said))))
    producers = {each.source: [record["producer"] for record in data.sources(each.source)] for each in every}
    sheet = presenter.sheet(every, producers, t)
    _shown(key="workshop-sheet", data={"html": sheet}, height="content")


def exercise_region(t: Text) -> str:
    """The region that exercises are about; empty for all."""
    regions = {code: t.region(code, find.SCHEME) for code in data.codes().focus}
    return choose(PLACE, {"": t("workshop.anywhere"), **regions}, t, side_by_side=False)


def sheet_number(t: Text) -> int:
    """The number of the sheet, kept in the link: the same number gives the same exercises."""
    key, asked = f"choice.{SEED}", linked(SEED) or "1"
    st.session_state[key] = NUMBERS.of(asked)

    def write() -> None:
        write_own(SEED, str(st.session_state[key]), "1")

    return int(st.number_input(markdown(t("seed.label")), 1, LARGEST, step=1, key=key, on_change=write))


def kit(name: str, country: str | None, issue: str, seed: int, t: Text) -> None:
    """One file with all that a session needs, made on click."""
    chosen, ground = _chosen(name, country, issue), ground_of(Filters(scheme=find.SCHEME), t)
    script, stage, linked_data, site = _script(name, chosen, t), _made(name, chosen, t), data.linked(), pack.site()
    every = _exercises(chosen.get(COUNTRY, ""), seed, t)
    folder = file_name("workshop", name, *chosen.values(), str(seed), t.language)
    atlas = offline.Atlas(ground.codes, ground.table, t, t.day(ground.day), seed=seed)

    def made() -> bytes:
        from analytics.exports import pdf

        cards = SESSIONS[name].entries({**chosen, **linked_data})
        files = {
            "agenda.pdf": pdf.write(sheets.agenda(ground, SESSIONS[name], script)),
            "exercises.pdf": pdf.write(sheets.exercises(ground, every, seed)),
            "answers.pdf": pdf.write(sheets.answers(ground, every, seed)),
            "slides.pptx": slides.deck(list(dict.fromkeys(cards)), site, t),
            "presenter.html": presenter.document(stage, words(script.title), t),
        }
        described = {
            _file(part, t): (content, t(f"workshop.kit.{part.partition('.')[0]}")) for part, content in files.items()
        }
        described[offline.name(t.language)] = offline.pack(atlas), t("workshop.kit.offline")
        return kits.zipped(folder, described, t("workshop.kit.note", session=words(script.title), seed=str(seed)))

    st.markdown(explained(markdown(t("workshop.kit.about", session=script.title))))
    st.markdown(explained(markdown(items([f"{t(f'workshop.kit.{part}')}" for part in KIT]))))
    label = markdown(t("workshop.kit.button"))
    st.download_button(label, made, f"{folder}.zip", "application/zip", key="workshop-kit", on_click="ignore")


def _file(part: str, t: Text) -> str:
    """The name of a file of the kit in the reader's language."""
    name, _, ending = part.partition(".")
    return f"{file_name(t(f'workshop.kit.{name}.file'))}.{ending}"


def _exercises(place: str, seed: int, t: Text) -> list[Exercise]:
    return made_of.made(data.codes(), data.table, seed, t, place)
