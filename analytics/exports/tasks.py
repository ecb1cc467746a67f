"""Exercises as HTML: to answer on a screen, with the answer behind a line, or on paper with a key of all answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.exports.html import Html, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.exercises import Exercise
    from analytics.text import Text

LETTERS = "ABCDEFGH"


def task(number: int, exercise: Exercise, producers: Sequence[str], t: Text) -> Html:
    """A question, what to choose from or where to write, and the answer behind a line."""
    rests = t("card.folded.counted", counted=exercise.counted, producers=t.join(dict.fromkeys(producers)))
    answer = tag(
        "details",
        tag("summary", t("offline.reveal")),
        tag("p", tag("strong", in_words(exercise))),
        tag("p", exercise.why),
        tag("p", rests, class_="muted"),
        class_="answer",
    )
    question = tag("p", exercise.question, class_="question", id=f"task-{number}")
    return tag("li", question, _given(number, exercise, t), answer, class_="task")


def key(every: Sequence[Exercise], t: Text) -> Html:
    """All answers, for the trainer."""
    answers = [tag("li", tag("p", in_words(exercise)), tag("p", exercise.why, class_="muted")) for exercise in every]
    return tag("div", tag("h3", t("offline.key"), id="key"), tag("ol", answers), class_="key")


def in_words(exercise: Exercise) -> str:
    """The answer in words, with the letter of the option that it is."""
    letter = LETTERS[exercise.right[0]] if len(exercise.right) == 1 else ""
    return f"{letter}. {exercise.answer}" if letter else exercise.answer


def _given(number: int, exercise: Exercise, t: Text) -> Html:
    """What one chooses from, puts in order, fills in or writes down."""
    if exercise.ranks:
        options = [
            tag("li", tag("label", tag("input", inputmode="numeric", autocomplete="off", size="2"), " ", option))
            for option in exercise.options
        ]
        return tag("ul", options, class_="options", aria_labelledby=f"task-{number}")
    if exercise.options:
        options = [
            tag(
                "label",
                tag("input", type="radio", name=f"choice-{number}"),
                tag("span", f"{LETTERS[place]}. {option}"),
                class_="option right" if place in exercise.right else "option",
            )
            for place, option in enumerate(exercise.options)
        ]
        return tag("div", options, role="radiogroup", aria_labelledby=f"task-{number}")
    if exercise.blank:
        return _blank(number, exercise)
    label = tag("label", t("offline.guess"), for_=f"guess-{number}")
    field = tag("input", id=f"guess-{number}", inputmode="decimal", autocomplete="off")
    return tag("p", label, field, " %" if exercise.unit == "share" else "")


def _blank(number: int, exercise: Exercise) -> Html:
    """A table in which some cells are fields."""
    blank = exercise.blank
    if blank is None:
        return Html("")
    body = []
    for row in blank.rows:
        cells = [
            tag("td", tag("input", autocomplete="off", aria_label=f"{row[0]}, {blank.headings[place]}"))
            if place in blank.holes
            else tag("th", cell, scope="row")
            if place == 0
            else tag("td", cell, class_="number")
            for place, cell in enumerate(row)
        ]
        body.append(tag("tr", cells))
    heads = [tag("th", said, scope="col") for said in blank.headings]
    head = tag("thead", tag("tr", heads))
    table = tag("table", head, tag("tbody", body), class_="fill", aria_labelledby=f"task-{number}")
    return tag("div", table, class_="scrolls")
