"""A session to project: all its steps on one stage, which a script moves between without a network.

`stage` stands in the page of the workshop and, with the same style and script, in a file of its own (`document`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.charts import palette
from analytics.exports import html, svg
from analytics.exports.html import Html, tag
from analytics.exports.presenter.figures import Found, drawn
from analytics.exports.presenter.figures import reads as how_to_read
from analytics.exports.tasks import key, task
from analytics.filters import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.exercises import Exercise
    from analytics.exports.offline.atlas import Atlas
    from analytics.text import Text
    from analytics.workshop import Session
    from analytics.workshop.script import Script, Section

__all__ = ["CSS", "JS", "SHEET_CSS", "SHEET_JS", "Found", "Missing", "document", "sheet", "stage"]

HERE = Path(__file__).parent
STAGE_CSS, JS, SHEET_CSS, SHEET_JS = (
    (HERE / name).read_text(encoding="utf-8") for name in ("stage.css", "stage.js", "sheet.css", "sheet.js")
)
CSS = svg.themed(STAGE_CSS)
ALONE = "\nhtml, body, main { margin: 0; height: 100%; }\nmain > .stage { height: 100%; border: 0; border-radius: 0; }"
ALONE += "\n.stage .of-page, .stage .of-show { display: none; }"
"""Style of a stage that is all there is."""
BY_ACTION = {"glance.mix", "country.mix"}
"""Cards whose depths of colour are kinds of requests."""
LISTS = {"whom_to_lobby.listing"}
"""Cards whose heading says no more than the title of the step."""


@dataclass(frozen=True)
class Missing:
    """A card that these data do not give, and why."""

    why: str


Shown = Found | Missing | Html | None
"""What a step projects: a card, why there is none, something made, or nothing."""


def stage(session: Session, script: Script, shown: Sequence[Shown], atlas: Atlas) -> Html:
    """All steps of a session with what moves between them; `shown` is what each projects, in their order."""
    t, steps = atlas.t, []
    for number, (step, what) in enumerate(zip(session.steps, shown, strict=True), start=1):
        where = t(
            "workshop.where",
            session=script.title,
            n=t.number(number),
            all=t.number(len(session.steps)),
            minutes=t.count("minutes", step.minutes),
        )
        section = script.sections[step.name]
        steps.append(_step(where, section, what, atlas, minutes=step.minutes, first=number == 1))
    return tag(
        "div",
        tag("div", steps, class_="steps"),
        _bar(t),
        class_="stage",
        role="region",
        aria_label=script.title,
        aria_roledescription=t("workshop.stage"),
    )


def sheet(every: Sequence[Exercise], producers: Mapping[str, Sequence[str]], t: Text) -> Html:
    """Exercises to answer or to print, with the key of their answers. `producers`: those of each source."""
    buttons = [
        tag("button", t(f"offline.print.{what}"), type="button", data_print=what) for what in ("exercises", "answers")
    ]
    asked = [task(number, each, producers[each.source], t) for number, each in enumerate(every, start=1)]
    return tag("div", tag("p", buttons), tag("ol", asked, class_="tasks"), key(every, t), class_="sheet")


def document(content: Html, title: str, t: Text) -> bytes:
    """A stage as a file that needs nothing else, UTF-8."""
    blanks = {"language": t.language, "direction": t("language.direction"), "title": title, "content": content}
    script = f'"use strict";\n{JS}\npresent(document.querySelector(".stage"));\n'
    return html.document(_template(), CSS + ALONE, script, blanks).encode()


@cache
def _template() -> str:
    return (HERE / "page.html").read_text(encoding="utf-8")


def _step(where: str, section: Section, what: Shown, atlas: Atlas, *, minutes: int, first: bool) -> Html:
    """A step: where one is, its title, what is found with its picture, and two layers that can be opened."""
    t, parts, reads = atlas.t, [], []
    if isinstance(what, Found):
        said = what.carried
        parts = [] if what.card in LISTS else [tag("p", said.heading, class_="finding")]
        figure = [drawn(what, atlas), *([_kinds(t)] if what.card in BY_ACTION else [])]
        parts += [tag("div", figure, class_="drawn"), tag("p", what.rests, class_="rests")]
        reads = [tag("p", how_to_read(what, t)), tag("p", said.limits)]
        reads += [tag("p", each, class_="source") for each in said.sources]
    elif isinstance(what, Missing):
        parts = [tag("p", what.why, class_="finding")]
    elif what:
        parts = [tag("div", what, class_="drawn")]
    asks = [*(tag("p", each) for each in section.said), tag("ul", [tag("li", each) for each in section.questions])]
    layers = [
        tag("div", inside, class_=f"layer {name}", hidden=True)
        for name, inside in (("reads", reads), ("asks", asks if parts else []))
        if inside
    ]
    return tag(
        "section",
        tag("p", where, class_="where"),
        tag("h2", section.title),
        layers,
        parts or tag("div", asks, class_="alone"),
        class_="step now" if first else "step",
        tabindex="-1",
        data_minutes=str(minutes),
    )


def _kinds(t: Text) -> Html:
    """Which depth of colour is which kind of request."""
    depths = zip(ACTIONS, palette.STEPS, strict=True)
    kinds = [tag("li", Html(svg.swatch(depth)), " ", t(f"action.{action}")) for action, depth in depths]
    return tag("ul", kinds, class_="kinds muted")


def _bar(t: Text) -> Html:
    """What moves between steps, opens their layers and tells the time."""

    def button(name: str, said: str, **more: object) -> Html:
        return tag("button", said, type="button", data_do=name, **more)

    return tag(
        "div",
        button("back", t("workshop.back")),
        tag("span", class_="place"),
        button("next", t("workshop.next")),
        tag("span", class_="gap"),
        button("reads", t("workshop.reads"), aria_pressed="false"),
        button("asks", t("workshop.asks"), aria_pressed="false"),
        button("clock", "", class_="clock", title=t("workshop.clock")),
        button("show", t("workshop.show"), class_="of-page"),
        button("close", t("workshop.close"), class_="of-show"),
        class_="bar",
        role="toolbar",
        aria_label=t("workshop.bar"),
    )
