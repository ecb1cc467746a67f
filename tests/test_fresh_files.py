"""Tables as people keep them, five of each kind that is not tried elsewhere. All words are invented."""

import json

import pytest
from test_refusals import EXPLORER, EXPLORER_ROW, refusal
from test_resaved_files import OWN, OWN_ROW, UHRI, UHRI_ROW, UWAZI, UWAZI_ROW, workbook, written

from analytics.folders import DATA
from analytics.sources.recognise import read_any
from analytics.sources.recommendations import Coder


def coded(path):
    reading = read_any(path)
    coder = Coder(reading.format.source, DATA)
    return [coder.code(row) for row in reading.rows]


@pytest.mark.parametrize("unknown", ["(Unknown)", "Unknown", "UNKNOWN", "&#40;Unknown&#41;", "(UNKNOWN)"])
def test_a_recommending_state_that_nobody_knows_is_none(tmp_path, unknown):
    row = ["Indonesia" if cell == "Kenya" else unknown if cell == "Ghana" else cell for cell in UWAZI_ROW]
    (found,) = coded(written(tmp_path / "x.csv", UWAZI, row))
    assert (found.state_under_review, found.recommending_states) == ("IDN", ())


@pytest.mark.parametrize("way", ["comma", "semicolon", "tab", "workbook", "line of Excel"])
def test_an_export_of_the_explorer_is_named_however_it_was_saved(tmp_path, way):
    path = tmp_path / "x"
    if way == "workbook":
        workbook(path, EXPLORER.split(","), EXPLORER_ROW)
    else:
        separator = {"comma": ",", "tab": "\t"}.get(way, ";")
        written(path, EXPLORER, EXPLORER_ROW, separator=separator, before="sep=;\n" if way == "line of Excel" else "")
    assert "an export of the SDG-Human Rights Data Explorer. It holds no session" in refusal(path)


@pytest.mark.parametrize("spelled", ["Recommending", "Reccomending", "RECOMMENDING", "recommending", "reccomending"])
def test_uhri_is_read_whoever_spelled_it(tmp_path, spelled):
    header = UHRI.replace("Reccomending", spelled)
    for path in (
        written(tmp_path / "x.csv", header, UHRI_ROW),
        written(tmp_path / "y.csv", header, UHRI_ROW, separator=";"),
    ):
        (found,) = coded(path)
        assert (found.source, found.state_under_review, found.session) == ("uhri", "KEN", 44)


@pytest.mark.parametrize("between", ["", ".", "_", " ", "-"])
def test_uhri_as_json_is_read_with_the_names_of_its_columns(tmp_path, between):
    header = [name.replace(" ", between) for name in UHRI.split(",")]
    path = tmp_path / "x.json"
    path.write_text(json.dumps([dict(zip(header, UHRI_ROW, strict=True))]), encoding="utf-8")
    (found,) = coded(path)
    assert (found.source, found.state_under_review, found.recommending_states) == ("uhri", "KEN", ("GHA",))


@pytest.mark.parametrize("session", ["44.0", "44", "S44", "44th", "Session 44"])
@pytest.mark.parametrize("kept", ["text", "workbook"])
def test_a_session_is_a_number_however_it_is_written(tmp_path, session, kept):
    row = [session if cell == 44 else cell for cell in OWN_ROW]
    path = tmp_path / ("x.csv" if kept == "text" else "x.xlsx")
    (found,) = coded(written(path, OWN, row) if kept == "text" else workbook(path, OWN.split(","), row))
    assert (found.source, found.session) == ("own", 44)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ken\u200bya", "KEN"),
        ("\u202eGhana\u202c", "GHA"),
        ("Fra\u00adnce", "FRA"),
        ("\u2066Mali\u2069", "MLI"),
        ("Ja\u2060pan\ufeff", "JPN"),
    ],
)
def test_what_nobody_sees_in_a_name_makes_no_other_name(tmp_path, name, code):
    row = [name if cell == "Ghana" else cell for cell in OWN_ROW]
    (found,) = coded(written(tmp_path / "x.csv", OWN, row))
    assert found.recommending_states == (code,)
