"""How much there is to read: limits of every page and view in every language, and how the words are counted."""

import pytest

from analytics.text import languages
from benchmarks import words

BEFORE, ALLOWED = words.kept(words.BEFORE), words.kept(words.ALLOWED)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("page", "view"), words.VIEWS)
def test_no_page_holds_more_to_read_than_a_workshop_has_patience_for(page, view, language, record_property):
    """A language without an excess of its own has that of English, whose sentence it says."""
    shown = words.opened(page, view=view, lang="" if language == "en" else language)
    allowed = ALLOWED.get((language, page, view)) or ALLOWED.get(("en", page, view), {})
    limits = {name: max(words.limit(name, page), allowed.get(name, 0)) for name in words.MEASURES}
    measured = shown.measured
    assert {name: value for name, value in measured.items() if value > limits[name]} == {}
    pytest.importorskip("textstat", reason="needs the package textstat")
    record_property("readability", (language, f"{page} {view}".strip(), shown.readability))


def test_what_is_allowed_beyond_the_limits_only_shrinks():
    assert set(ALLOWED) <= set(BEFORE)
    for key, allowed in ALLOWED.items():
        assert all(allowed[name] <= max(BEFORE[key][name], words.limit(name, key[1])) for name in words.MEASURES), key


@pytest.mark.parametrize(
    ("markdown", "plain", "count"),
    [
        ("### Peers ask **more** of\nstates", "Peers ask more of\nstates", 5),
        (":orange[**● Doors**] :small[:gray[n = 12]]", "● Doors n = 12", 3),
        ("### 36 % et 64\u00a0% de 1\u202f204", "36 % et 64\u00a0% de 1\u202f204", 5),
        ('the [UPR](#upr "A review.") asks', "the UPR asks", 3),
        ("61\u202f014 portes, soit 32\u00a0% \\[des autres\\]", "61\u202f014 portes, soit 32\u00a0% [des autres]", 6),
    ],
)
def test_words_are_counted_as_they_are_shown(markdown, plain, count):
    assert words.plain(markdown) == plain
    assert words.count_words(markdown) == count


def test_numbers_of_a_heading_are_counted_once_each_and_names_are_none():
    assert words.count_numbers("Of 1,204 states (M49), 61\u202f014 and −11.5 points: 4.0 to 18.9%.") == 5


def test_readability_is_words_of_a_sentence_and_long_words_of_a_hundred():
    """Two sentences of 4 and 7 words, 3 of them of more than six letters: 11 / 2 + 100 * 3 / 11."""
    pytest.importorskip("textstat", reason="needs the package textstat")
    said = "### Doors are opened quickly.\nWindows of 11.5 houses remain closed tonight."
    assert words.Page(words.Read((said, "Question"), drawn=False)).readability == pytest.approx(5.5 + 100 * 3 / 11)


def test_what_is_folded_away_is_not_counted_and_what_stands_around_a_chart_is(tmp_path):
    script = tmp_path / "doors.py"
    script.write_text(
        """
import streamlit as st

st.title("Doors")
with st.container():
    st.markdown("### Eight of 10 doors are open\\nThe others are not.")
    st.plotly_chart({"data": [{"y": [1]}]})
    with st.popover("How to read"):
        st.markdown("Each door is a dot.")
st.caption("n = 10 doors")
""",
        encoding="utf-8",
    )
    page = words.read(words.AppTest.from_file(str(script)).run().main)
    assert page.measured == {"open": 1 + 6 + 4 + 3 + 3, "around": 13, "heading": 6, "numbers": 1}


def test_an_excess_that_is_mended_is_taken_out_and_none_grows():
    allowed = {("en", "pages/a.py", ""): {"open": 800, "around": 100, "heading": 20, "numbers": 2}}
    better = {("en", "pages/a.py", ""): {"open": 600, "around": 120, "heading": 12, "numbers": 1}}
    mended = {("en", "pages/a.py", ""): {"open": 400, "around": 60, "heading": 20, "numbers": 2}}
    assert words.shrunk(allowed, better) == {
        ("en", "pages/a.py", ""): {"open": 600, "around": 100, "heading": 20, "numbers": 2}
    }
    assert words.shrunk(allowed, mended) == {}
