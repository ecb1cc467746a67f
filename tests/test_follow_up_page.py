"""The page of follow-up: a country's list, what was asked again, treaties by region, and a reader's own marks."""

import pytest
from app_support import cards, opened, shown_rows, words

from analytics.loading import status_marks
from analytics.serving import access
from analytics.text import text

PAGE = "pages/follow_up.py"


@pytest.fixture
def loaded(tmp_path, monkeypatch):
    """A data folder of its own, in which this reader may write."""
    monkeypatch.setenv("UPR_DATA", str(tmp_path))
    monkeypatch.setenv(access.SWITCH, "1")
    return tmp_path


def said(at):
    return "\n".join(words(at.main))


def test_without_a_country_the_page_asks_for_one():
    at = opened(PAGE)
    assert text("en")("follow_up.choose") in said(at)
    assert cards(at) == {}


def test_one_choice_of_a_country_shows_what_its_last_review_accepted():
    at = opened(PAGE, country="KEN")
    read = said(at)
    assert "192 of 253 recommendations were accepted." in read
    assert "Session 21: 75.9% accepted. Asked in an earlier cycle too, as far as found: 57 of 253." in read
    assert len(at.get_by_key("follow_up-accepted-table").value) == 192
    assert "144 of 166" not in read
    assert "336 of 419 recommendations were accepted." in said(opened(PAGE, country="KEN", review="all"))


def test_what_was_asked_again_is_worded_as_a_sign_and_never_as_a_result():
    at = opened(PAGE, country="KEN", view="again")
    read = said(at)
    assert "57 of 253 recommendations ask for what an earlier cycle asked." in read
    assert "(a sign, no proof, that it was not done, or not wholly)" in read
    assert shown_rows_of(at, "follow_up-again")["recommendations"].sum() == 57


def shown_rows_of(at, card):
    at.session_state[f"{card}-more"] = True
    return shown_rows(at.run(), card)


def test_more_states_asked_for_leave_fewer_issues():
    few, many = (opened(PAGE, country="KEN", view="both", fewest_askers=n) for n in ("2", "10"))
    counts = [len(shown_rows_of(at, "follow_up-both")) for at in (few, many)]
    assert counts[0] > counts[1] > 0


def test_the_treaties_asked_for_most_are_named_for_each_region():
    at = opened(PAGE, view="instruments")
    read = said(at)
    assert "Asked most to ratify: Africa, ICCPR-OP2; Latin America & Caribbean, CAT; Asia, Rome Statute." in read
    assert "Africa: 30.1% of 452 accepted (likely 18.4 to 45.1%)." in read
    french = said(opened(PAGE, view="instruments", lang="fr"))
    assert "PIDCP-PF2" in french


def test_who_may_not_write_reads_why_in_one_sentence(monkeypatch):
    monkeypatch.setenv(access.SWITCH, "0")
    at = opened(PAGE, country="KEN")
    assert text("en")("follow_up.marks.read_only") in said(at)
    assert not at.get("progress")
    assert not [each for each in at.text_input if each.label == text("en")("follow_up.marks.source")]


def test_a_status_is_kept_shown_and_counted(loaded):
    at = opened(PAGE, country="KEN")
    key = at.get_by_key("follow_up-accepted-table").value["recommendation_key"].iloc[0]
    at = opened(PAGE, country="KEN", row=key)
    note = "# Done **now** <script>"
    next(each for each in at.selectbox if each.label == "Status").set_value("done")
    at.text_area[0].set_value(note)
    next(each for each in at.button if each.label == "Keep this status").click()
    at.run()
    assert not at.exception
    assert status_marks.current(loaded)[key].note == note
    assert any(note in each.value for each in at.text), "shown as text, not as Markdown"
    assert "Your own marks: 1 done, 1 marked, of 192 accepted" in str([each.proto for each in at.get("progress")])


def test_a_damaged_file_of_marks_is_said_and_the_list_stays(loaded):
    (loaded / status_marks.FILE).write_text("x\n", encoding="utf-8")
    at = opened(PAGE, country="KEN")
    assert not at.exception
    assert "cannot be read any more" in at.error[0].value
    assert len(at.get_by_key("follow_up-accepted-table").value) == 192


@pytest.mark.usefixtures("loaded")
def test_a_row_of_another_country_is_no_line_of_this_list():
    at = opened(PAGE, country="KEN", row="0" * 12)
    assert not at.exception
    assert text("en")("follow_up.marks.choose") in said(at)


def test_a_review_without_a_clear_answer_is_told_beside_what_moved():
    """DPR Korea noted all 167 of cycle 1, which is no clear answer, so a later yes is no plain movement."""
    said = " ".join(words(opened(PAGE, country="PRK", view="again").main))
    assert "no clear answer in session 6" in said
