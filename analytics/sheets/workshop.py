"""What a trainer hands out: the agenda of a session, a sheet of exercises, its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.exports.sheet import Found, Section, Table
from analytics.exports.tasks import LETTERS, in_words
from analytics.filters import Filters
from analytics.findings.selection import coverage
from analytics.markup import items
from analytics.sheets import ground as parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.exercises import Exercise
    from analytics.exports.sheet import Part, Sheet
    from analytics.sheets.ground import Ground
    from analytics.workshop import Session
    from analytics.workshop.script import Script

PAGES = 9
"""Sheets of paper that each may take."""
LIMITS = ("glance.states", "glance.mix", "coalitions.joint", "civic_space.time")
"""Cards whose limits hold for what exercises and sessions show."""
SOURCES = ("upr_info", "joint_submissions", "stakeholder_summaries", "vdem")
LINE = "_" * 12
"""Where a guess is written."""


def agenda(ground: Ground, session: Session, script: Script) -> Sheet:
    """The steps of a session with their minutes, what the trainer says and asks."""
    t, rows, begins = ground.t, [], 0
    for step in session.steps:
        section, ends = script.sections[step.name], begins + step.minutes
        when = t("workshop.when", first=t.number(begins), last=t.count("minutes", ends))
        said = tuple(Found("", each) for each in section.said)
        rows.append((Section(f"{when} · {section.title}", (*said, Found("", items(list(section.questions))))),))
        begins = ends
    aims = (Found(script.audience, "\n".join(script.goal)),)
    first = Section(t("workshop.agenda", minutes=t.count("minutes", session.minutes)), aims)
    return _sheet(ground, "agenda", script.title, [(first,), *rows])


def exercises(ground: Ground, every: Sequence[Exercise], seed: int) -> Sheet:
    """The questions, with room to answer."""
    rows = [
        (Section(_heading(ground, number, each), tuple(_asked(each))),) for number, each in enumerate(every, start=1)
    ]
    return _sheet(ground, "exercises", ground.t("workshop.sheet", seed=str(seed)), rows)


def answers(ground: Ground, every: Sequence[Exercise], seed: int) -> Sheet:
    """The answers, for the trainer."""
    rows = [
        (Section(_heading(ground, number, each), (Found(in_words(each), each.why),)),)
        for number, each in enumerate(every, start=1)
    ]
    return _sheet(ground, "answers", ground.t("workshop.sheet", seed=str(seed)), rows)


def _heading(ground: Ground, number: int, exercise: Exercise) -> str:
    return f"{number} · {ground.t(f'exercises.{exercise.kind}.title')}"


def _asked(exercise: Exercise) -> list[Part]:
    """A question, and what one chooses from or fills in."""
    asked: list[Part] = [Found(exercise.question)]
    if exercise.ranks:
        return [*asked, Found("", "\n".join(f"{LINE[:4]} {option}" for option in exercise.options))]
    if exercise.options:
        lettered = (f"{LETTERS[place]}. {option}" for place, option in enumerate(exercise.options))
        return [*asked, Found("", "\n".join(lettered))]
    if exercise.blank:
        rows = tuple(
            tuple(LINE if place in exercise.blank.holes else cell for place, cell in enumerate(row))
            for row in exercise.blank.rows
        )
        return [*asked, Table(exercise.blank.headings, rows, tuple(range(1, len(exercise.blank.headings))))]
    return [*asked, Found("", f"{LINE} {'%' if exercise.unit == 'share' else ''}")]


def _sheet(ground: Ground, kind: str, title: str, rows: Sequence[Sequence[Section]]) -> Sheet:
    t = ground.t
    return parts.sheet(
        ground,
        kind,
        title,
        rows,
        selected=parts.everywhere(ground.filters),
        covered=coverage(ground.codes, t),
        limits={t(f"{card.partition('.')[0]}.title"): card for card in LIMITS},
        sources=SOURCES,
        link=ground.link("workshop", Filters()),
        pages=PAGES,
    )
