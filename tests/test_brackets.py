"""Who recommends, in matrices of OHCHR: no state in brackets is lost without a word, no other bracket is a state."""

from pathlib import Path

import pytest
import reader_support as support

from analytics.sources.names import names_of_states
from analytics.sources.ohchr_states import recommending, split_names
from analytics.sources.recognise import read_any
from analytics.sources.summaries.word import word_text

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture(scope="module")
def known():
    return names_of_states(DATA)


def rows_of(path):
    reading = read_any(path, state="Kenya", session=44)
    return list(reading.rows), reading


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Consider ratifying (Turkey) / Ratify (Mexico) the protocol on boats;", ("Turkey", "Mexico")),
        ("Sign (Chile) and ratify (Peru) the protocol on boats;", ("Chile", "Peru")),
        ("Accede (Togo) to the convention on boats;", ("Togo",)),
        ("Ratify (Mexico) the protocol on boats; Paint the doors (Togo);", ("Mexico", "Togo")),
        ("Ratify (Mexico, Chile) the protocol on boats without delay.", ("Mexico", "Chile")),
        ("Sign (Chad) and ratify the second of two protocols (Peru);", ("Chad", "Peru")),
        ("Paint the doors (Togo). Oil the hinges of them (Mexico) as well;", ("Togo", "Mexico")),
        ("Ratify (Mexcio) the protocol on boats;", ("Mexcio",)),
        ("Heed the body of boats (Venice Commission) (Czechia);", ("Czechia",)),
        ("Join the accord (Paris Agreement) (Fiji);", ("Fiji",)),
        ("Adopt the rules (Bangkok) (Fiji) (Togo);", ("Fiji", "Togo")),
        ("Heed the office (High Commissioner for Boats) (Mali);", ("Mali",)),
        ("Keep the council (Boat Council) (Korea, Republic of);", ("Korea, Republic of",)),
        ("Paint (Congo, Democratic Republic of the, Mali);", ("Congo, Democratic Republic of the", "Mali")),
        ("Paint (Gondor);", ("Gondor",)),
        ("Paint (France and Togo);", ("France", "Togo")),
        ("Paint (France/Togo, Mali);", ("France", "Togo", "Mali")),
        (
            "Paint (Bosnia and Herzegovina and Antigua and Barbuda);",
            ("Bosnia and Herzegovina and Antigua and Barbuda",),
        ),
        ("Paint (Trinidad and Tobago);", ("Trinidad and Tobago",)),
    ],
)
def test_a_state_in_the_middle_of_a_sentence_recommends_and_a_body_does_not(known, text, names):
    assert recommending(text, known) == names


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Paint doors in the region (Kenya) and beyond (Togo);", ["Kenya"]),
        ("(Mexico) Paint the doors;", ["Mexico"]),
        ("Keep the doors (Gondor) (Togo);", ["Gondor"]),
        ("Heed the body (Venice Commission) and the rule (No. 189) (Togo);", []),
    ],
)
def test_what_is_not_taken_and_may_be_a_state_is_told(tmp_path, known, text, left):
    told: list[str] = []
    recommending(text, known, told)
    assert told == left
    path = support.docx(tmp_path / "x", support.row(f"44.1 {text}", "Noted", "Doors", ""))
    _, reading = rows_of(path)
    skipped = {"brackets inside a sentence that may name states": len(left)} if left else {}
    assert reading.skipped == skipped


def test_an_official_form_behind_a_comma_is_one_name():
    assert split_names("Mali, Congo, Democratic Republic of the, Korea, Republic of") == [
        "Mali",
        "Congo, Democratic Republic of the",
        "Korea, Republic of",
    ]


def run(text, around=""):
    inside = f"<w:r><w:t>{text}</w:t></w:r>"
    return f"<w:{around}>{inside}</w:{around}>" if around else inside


def paragraph(*runs):
    return f"<w:tc><w:p>{''.join(runs)}</w:p></w:tc>"


@pytest.mark.parametrize("around", ["moveFrom", "del"])
def test_what_tracked_changes_took_away_is_no_text(tmp_path, around):
    first = paragraph(run("44.1 Paint the doors "), run("(Togo) ", around), run("(Chad)", "moveTo"), run(";", "ins"))
    path = support.docx(tmp_path / "x", support.row(first, "Noted", "Doors", ""))
    (row,), _ = rows_of(path)
    assert (row.text, row.recommending) == ("Paint the doors (Chad);", ("Chad",))


def test_a_row_that_was_deleted_is_none(tmp_path):
    deleted = support.row("44.2 Oil them (Togo);", "Noted", "Doors", "").replace(
        "<w:tr>", '<w:tr><w:trPr><w:del w:id="1" w:author="x"/></w:trPr>'
    )
    path = support.docx(tmp_path / "x", support.row("44.1 Paint (Chad);", "Noted", "Doors", ""), deleted)
    assert [row.paragraph for row in rows_of(path)[0]] == ["44.1"]


def merged(text, *, first):
    return support.cell(text, '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>")


@pytest.mark.parametrize("times", [1, 3, 900])
def test_a_text_merged_over_rows_is_one_recommendation_with_all_its_themes(tmp_path, times):
    lines = [support.row(merged("44.1 Paint (Chad);", first=True), "Noted", "- Doors", "")]
    lines += [support.row(merged("", first=False), "Noted", f"- Hinges {number}", "") for number in range(times)]
    path = support.docx(tmp_path / "x", *lines, support.row("44.2 Oil (Togo);", "Noted", "- Oil", ""))
    rows, reading = rows_of(path)
    assert [row.paragraph for row in rows] == ["44.1", "44.2"]
    assert rows[0].themes[:2] == ("Doors", "Hinges 0")
    assert len(rows[0].themes) == min(times + 1, 200)
    assert reading.skipped == {"rows that a merged cell continues": times}


def test_another_answer_in_a_merged_row_makes_the_answer_partial(tmp_path):
    lines = [
        support.row(merged("44.1 Paint (Chad);", first=True), "Supported", "Doors", ""),
        support.row(merged("", first=False), "Noted", "Doors", ""),
    ]
    (row,), _ = rows_of(support.docx(tmp_path / "x", *lines))
    assert (row.response, row.themes) == ("Supported/Noted", ("Doors",))


@pytest.mark.parametrize("around", ["moveFrom", "del"])
def test_what_tracked_changes_took_away_is_no_text_of_a_summary_either(tmp_path, around):
    runs = run("Doors ") + run("Hinges ", around) + run("Gates", "ins")
    path = support.packed(
        tmp_path / "x", f'<w:document xmlns:w="{support.WORD}"><w:body><w:p>{runs}</w:p></w:body></w:document>'
    )
    assert word_text(path).split() == ["Doors", "Gates"]
