"""Two exports of one database compared row by row; the rows are invented, the numbers counted by hand."""

from analytics.compiling.vintages import Compared, compare, plain
from analytics.sources.recommendations import Recommendation


def row(text, *, session=1, state="KEN", of="FRA", response="accepted", action=5, issues=("justice",)):
    coded = Recommendation("invented", text, session, state, (of,), response, response, action, issues, None)
    return coded, text


def test_equal_exports_match_row_by_row():
    rows = [row("Open the gate."), row("Open the gate."), row("Paint the door.", state="BRA")]
    assert compare(rows, rows) == Compared(matched=3, answers=0, actions=0, issues=0, only_earlier=0, only_later=0)


def test_what_differs_is_counted_by_what_it_is():
    earlier = [
        row("Open the gate."),
        row("Paint the door."),
        row("Mend the roof.", issues=("labour", "justice")),
        row("Close the window."),
        row("Count the keys.", session=2),
    ]
    later = [
        row("Open the gate.", response="noted"),
        row("Paint the door.", action=4, issues=("labour",)),
        row("Mend the roof.", issues=("justice", "labour")),
        row("Ring the bell."),
        row("Count the keys.", session=2, of="DEU"),
        row("Light the lamp.", session=3),
    ]
    assert compare(earlier, later) == Compared(matched=3, answers=1, actions=1, issues=1, only_earlier=2, only_later=2)


def test_of_rows_with_the_same_words_those_with_the_same_facts_belong_together():
    earlier = [row("Open the gate.", response="accepted"), row("Open the gate.", response="noted")]
    later = [row("Open the gate.", response="noted"), row("Open the gate.", response="accepted")]
    assert compare(earlier, later).answers == 0


def test_words_are_compared_without_punctuation_accents_and_broken_letters():
    assert plain("The “Guaraní” people’s door; open!") == "the guarani people s door open"
    assert plain("The Guaran\u00c3\u00ad door") == plain("The Guaraní door") == "the guarani door"
