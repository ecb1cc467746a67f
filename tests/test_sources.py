"""The readers and the coder on short invented exports, and on the real one where it is at hand."""

import html
from pathlib import Path

import pytest

from analytics.sources import upr_info
from analytics.sources.names import read_aliases
from analytics.sources.recommendations import (
    Coder,
    Correction,
    RawRow,
    Recommendation,
    Rejected,
    read_corrections,
)

DATA = Path(__file__).resolve().parents[1] / "data"
HEADER = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session"
ROW = RawRow(
    file="invented.csv",
    line=2,
    to="Kenya",
    recommending=("France",),
    text="Paint the doors green.",
    response="Accepted",
    action="5",
    issues=("Justice", "Torture"),
    session="1",
)


@pytest.fixture
def data(tmp_path):
    """The tables that the coder looks into: three names of two states, two issues, two sessions."""
    tables = {
        "state_aliases.csv": "name,iso3,used_by\nKenya,KEN,x\nFrance,FRA,x\nFrench Republic,FRA,y\n",
        "issue_aliases.csv": "name,issue\nJustice,justice\nTorture,torture\nTorture and others,torture\n",
        "sessions.csv": "session,cycle,year\n1,1,2008\n13,2,2012\n",
    }
    for name, text in tables.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def coder(data):
    return Coder("upr_info", data, [])


def export(folder, *lines, encoding="mac_roman", ends="\r"):
    """An export file with the usual header and these lines."""
    path = folder / "invented.csv"
    path.write_bytes(ends.join([HEADER, *lines, ""]).encode(encoding))
    return path


def test_an_export_with_bare_carriage_returns_is_read_row_by_row(tmp_path):
    path = export(
        tmp_path,
        "Kenya,Africa,AU,Paint the doors green.,France,WEOG,EU,Accepted,5,Justice,1",
        'Kenya,Africa,"AU, ACP","Paint, then varnish.",France,WEOG,EU,Noted,4,"Justice,Torture",13',
    )
    assert list(upr_info.read(path)) == [
        RawRow("invented.csv", 2, "Kenya", ("France",), "Paint the doors green.", "Accepted", "5", ("Justice",), "1"),
        RawRow(
            "invented.csv",
            3,
            "Kenya",
            ("France",),
            "Paint, then varnish.",
            "Noted",
            "4",
            ("Justice", "Torture"),
            "13",
        ),
    ]


@pytest.mark.parametrize("ends", ["\r", "\n", "\r\n"])
def test_every_kind_of_line_end_gives_the_same_rows(tmp_path, ends):
    line = "Kenya,Africa,AU,Paint the doors green.,France,WEOG,EU,Accepted,5,Justice,1"
    (row,) = upr_info.read(export(tmp_path, line, ends=ends))
    assert (row.to, row.text, row.session) == ("Kenya", "Paint the doors green.", "1")


def test_a_line_end_inside_quotes_does_not_end_the_row(tmp_path):
    line = 'Kenya,Africa,AU,"Paint the doors\rgreen.",France,WEOG,EU,Accepted,5,Justice,1'
    (row,) = upr_info.read(export(tmp_path, line))
    assert row.text.split() == ["Paint", "the", "doors", "green."]


def test_letters_are_read_as_mac_roman_and_not_as_latin_1(tmp_path):
    path = export(tmp_path)
    # 8E is e acute and 99 o circumflex in Mac Roman; in Latin-1 they are control characters
    path.write_bytes(HEADER.encode() + b"\rC\x99te d'Ivoire,Africa,,D\x8ecor.,France,,,Accepted,5,Justice,1\r")
    (row,) = upr_info.read(path)
    assert (row.to, row.text) == ("Côte d'Ivoire", "Décor.")


def test_html_entities_are_read_as_the_characters_they_stand_for(tmp_path):
    line = "Bosnia &amp; Herzegovina,,,Doors &lt; windows.,&#40;Unknown&#41;,,,Accepted,5,Women&#39;s rights,1"
    (row,) = upr_info.read(export(tmp_path, line))
    assert (row.to, row.recommending, row.text) == (
        "Bosnia & Herzegovina",
        ("(Unknown)",),
        "Doors < windows.",
    )
    assert row.issues == ("Women's rights",)


def test_issues_are_split_on_a_bare_comma_and_empty_ones_left_out(tmp_path):
    line = 'Kenya,,,Paint.,France,,,Accepted,5,"Freedom of movement,Justice,,Torture and other CID treatment",1'
    (row,) = upr_info.read(export(tmp_path, line))
    assert row.issues == ("Freedom of movement", "Justice", "Torture and other CID treatment")


def test_the_header_of_the_xls_is_taken_for_an_export(tmp_path):
    path = tmp_path / "invented.csv"
    path.write_bytes(
        b"SuR,Rgrp,Org,Text,State,Rgrp,Org,Response,Action,Issue,Session\rKenya,,,Paint.,France,,,Noted,1,Justice,13\r"
    )
    (row,) = upr_info.read(path)
    assert (row.to, row.response, row.session) == ("Kenya", "Noted", "13")


def test_a_file_with_another_header_is_refused_by_name(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text(HEADER.replace("To,", "Country,", 1), encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"other\.csv starts with the column 'Country' and has 11 columns; .*'To' or 'SuR'"
    ):
        list(upr_info.read(path))


def test_a_row_with_a_missing_column_is_refused_with_its_line(tmp_path):
    with pytest.raises(ValueError, match=r"invented\.csv, line 2: 3 columns instead of 11"):
        list(upr_info.read(export(tmp_path, "Kenya,Africa,AU")))


def test_a_row_is_coded_by_exact_look_up(coder):
    coded = coder.code(ROW)
    assert isinstance(coded, Recommendation)
    assert coded._replace(source_key="") == Recommendation(
        source="upr_info",
        source_key="",
        session=1,
        state_under_review="KEN",
        recommending_states=("FRA",),
        response="accepted",
        response_raw="Accepted",
        action_category=5,
        issues=("justice", "torture"),
        correction=None,
    )


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("kenya", "Kenya"),
        ("Kenia", "Kenya"),
        ("Republic of French", "French Republic"),
        (" Kenya", "Kenya"),
        ("Gondor", ""),
    ],
)
def test_a_name_that_is_not_in_the_table_is_rejected_and_never_guessed(coder, name, suggestion):
    assert coder.code(ROW._replace(to=name)) == Rejected(
        "invented.csv", 2, "state under review", name, "this name is not in data/state_aliases.csv", suggestion
    )


@pytest.mark.parametrize(
    ("changed", "field", "value", "reason"),
    [
        (
            {"recommending": ("Gondor",)},
            "recommending state",
            "Gondor",
            "this name is not in data/state_aliases.csv",
        ),
        (
            {"recommending": ("(Unknown)",)},
            "recommending state",
            "(Unknown)",
            "this name is not in data/state_aliases.csv",
        ),
        ({"session": "2"}, "session", "2", "this session is not in data/sessions.csv"),
        ({"response": "Maybe"}, "response", "Maybe", "this response is not known"),
        ({"action": "6"}, "action category", "6", "the action category must be 1 to 5"),
        ({"action": ""}, "action category", "", "the action category must be 1 to 5"),
        (
            {"issues": ("Justice", "Doors")},
            "issue",
            "Doors",
            "this name is not in data/issue_aliases.csv",
        ),
        ({"to": ""}, "state under review", "", "no name is given"),
        ({"recommending": ()}, "recommending state", "", "no recommending state is given"),
    ],
)
def test_a_row_that_cannot_be_coded_is_rejected_with_field_value_and_reason(coder, changed, field, value, reason):
    assert coder.code(ROW._replace(**changed)) == Rejected("invented.csv", 2, field, value, reason)


@pytest.mark.parametrize(
    ("word", "response"),
    [
        ("Accepted", "accepted"),
        ("Supported", "accepted"),
        ("Noted", "noted"),
        ("Rejected", "noted"),
        ("Not Supported", "noted"),
        ("General response", "noted"),
        ("No response", "noted"),
        ("Supported/Noted", "partial"),
        ("Partially accepted", "partial"),
        ("Pending", "pending"),
        ("", "pending"),
        ("Voluntary Pledge", "pledge"),
    ],
)
def test_each_response_word_has_one_meaning_and_is_kept_beside_it(coder, word, response):
    coded = coder.code(ROW._replace(response=word))
    assert (coded.response, coded.response_raw) == (response, word)


def test_a_paragraph_keeps_all_its_states_and_its_own_themes(data):
    row = ROW._replace(recommending=("France", "Kenya"), action="", issues=(), themes=("Doors",), source="uhri")
    coded = Coder("uhri", data).code(row)
    assert (coded.recommending_states, coded.action_category, coded.themes) == (("FRA", "KEN"), None, ("Doors",))


def test_every_unknown_name_of_a_row_is_named_with_its_suggestion(coder):
    rejected = coder.code(ROW._replace(recommending=("Kenia", "France", "Frence")))
    assert (rejected.value, rejected.reason, rejected.suggestion) == (
        "Kenia | Frence",
        "these names are not in data/state_aliases.csv",
        "Kenya | France",
    )


def test_what_a_user_mapped_is_coded_and_what_is_mapped_to_nothing_is_left_out(data):
    mapped = {"state": {"Kenia": "KEN", "Gondor": ""}, "issue": {"Doors": "justice"}, "response": {"Yes": "accepted"}}
    coder = Coder("uhri", data, [], mapped)
    row = ROW._replace(to="Kenia", recommending=("France", "Gondor"), issues=("Doors",), response="yes")
    coded = coder.code(row)
    assert (coded.state_under_review, coded.recommending_states, coded.issues, coded.response) == (
        "KEN",
        ("FRA",),
        ("justice",),
        "accepted",
    )
    assert isinstance(coder.code(row._replace(to="Gondor")), Rejected)


@pytest.mark.parametrize(
    "word",
    [
        *("13 - May 2012", "13", "Session 13", "13th session", "S13", "13 (May 2012)", "13, May 2012"),
        *("Cycle 2 - Session 13", "13th session, cycle 2", "13e session", "Session 13 - 21 May 2012", "UPR 13"),
    ],
)
def test_the_number_of_a_session_is_found_in_its_words(coder, word):
    assert coder.code(ROW._replace(session=word)).session == 13


@pytest.mark.parametrize(
    "word",
    [
        *("1\nKenya", "2012", "", "thirteen", "1234", "13 November 2012", "13-Nov", "1.11.2012", "13/11"),
        *("Cycle 1", "3rd cycle", "2nd cycle, 13", "13-14", "Sessions 13 and 14", "Session 13-14"),
    ],
)
def test_a_session_without_its_number_is_rejected(coder, word):
    assert coder.code(ROW._replace(session=word)).field == "session"


def test_a_record_keeps_its_key_when_its_words_change_but_not_its_identity(data):
    first, second = (
        Coder("uwazi", data).code(ROW._replace(text=text, source="uwazi", identity="a1")) for text in ("Old.", "New.")
    )
    assert first.source_key == second.source_key


def test_a_record_that_comes_twice_is_taken_once(data):
    coder = Coder("uwazi", data)
    first, second = (coder.code(ROW._replace(line=line, source="uwazi", identity="a1")) for line in (2, 3))
    assert isinstance(first, Recommendation)
    assert (second.line, second.field, second.value) == (3, "identity", "a1")
    assert second.reason == "a record with this identity was read before"


def test_an_iso3_code_is_a_name_too(coder):
    assert coder.code(ROW._replace(to="KEN")).state_under_review == "KEN"


def test_a_source_that_does_not_exist_is_named(data):
    with pytest.raises(ValueError, match=r"no source 'unhri'.*upr_info, uwazi, uhri, ohchr, own"):
        Coder("unhri", data)


def test_two_names_of_one_issue_are_one_issue(coder):
    assert coder.code(ROW._replace(issues=("Torture", "Torture and others"))).issues == ("torture",)


def test_exact_duplicates_are_kept_with_keys_of_their_own(coder):
    keys = [coder.code(row).source_key for row in (ROW, ROW._replace(line=3), ROW._replace(line=4))]
    assert len(set(keys)) == 3
    assert all(len(key) == 12 and set(key) <= set("0123456789abcdef") for key in keys)


def test_keys_are_the_same_on_every_build_and_in_every_file(data):
    first = Coder("upr_info", data, []).code(ROW)
    second = Coder("upr_info", data, []).code(ROW._replace(file="invented.xls", line=9))
    assert first.source_key == second.source_key


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "Paint the doors red."},
        {"session": "13"},
        {"to": "France"},
        {"recommending": ("Kenya",)},
        {"response": "Noted"},
        {"action": "4"},
    ],
)
def test_a_change_of_any_identifying_word_changes_the_key(data, changed):
    keys = {Coder("upr_info", data, []).code(row).source_key for row in (ROW, ROW._replace(**changed))}
    assert len(keys) == 2


def test_a_correction_counts_the_rows_it_meets_and_marks_them(data):
    record = Correction("doors", "upr_info", "Doors", {"to": "Kenya", "session": "1"}, 2, "flag", "x")
    coder = Coder("upr_info", data, [record])
    coded = [coder.code(row) for row in (ROW, ROW._replace(session="13"), ROW._replace(text="Varnish."))]
    assert [row.correction for row in coded] == ["doors", None, "doors"]
    assert len(coder.met["doors"]) == 2


def test_an_unknown_recommender_is_accepted_only_where_a_correction_says_so(data):
    record = Correction(
        "asker",
        "upr_info",
        "Asker",
        {"to": "Kenya", "session": "1", "from": "(Unknown)"},
        1,
        "no_recommending_state",
        "x",
    )
    coder = Coder("upr_info", data, [record])
    coded = coder.code(ROW._replace(recommending=("(Unknown)",)))
    assert (coded.recommending_states, coded.correction) == ((), "asker")
    assert isinstance(coder.code(ROW._replace(recommending=("(Unknown)",), session="13")), Rejected)


def test_a_correction_of_another_source_is_left_alone(data):
    record = Correction("doors", "uhri", "Doors", {"to": "Kenya"}, 1, "flag", "x")
    coder = Coder("upr_info", data, [record])
    assert coder.code(ROW).correction is None
    assert not any(coder.met.values())


def test_a_name_with_two_codes_in_the_alias_table_stops_the_reading(data):
    (data / "state_aliases.csv").write_text("name,iso3\nKenya,KEN\nKenya,FRA\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"state_aliases\.csv gives 'Kenya' two codes: KEN and FRA"):
        read_aliases(data / "state_aliases.csv")


def test_every_correction_record_says_what_it_is_about():
    records = read_corrections(DATA)
    assert {(record.correction, record.rows, record.treatment) for record in records} >= {
        ("south-sudan-s11", 33, "flag"),
        ("indonesia-s1-unknown", 9, "no_recommending_state"),
        ("voluntary-pledges", 947, "keep_apart"),
    }
    assert all(record.title and len(record.reason) > 40 for record in records)


@pytest.fixture(scope="module")
def exported(sources):
    """Every row of the six .csv files."""
    return [row for path in sorted((sources / "upr_info").glob("*.csv")) for row in upr_info.read(path)]


def test_the_export_holds_41066_recommendations_and_947_pledges(exported):
    pledges = [row for row in exported if row.response == "Voluntary Pledge"]
    assert (len(exported) - len(pledges), len(pledges)) == (41_066, 947)
    assert all((row.to,) == row.recommending for row in pledges)
    assert not any(html.unescape(name) != name for row in exported for name in (row.to, *row.recommending))


def test_the_file_called_17_20_holds_sessions_18_to_20(exported):
    assert {row.session for row in exported if row.file == "17-20.csv"} == {"18", "19", "20"}


def test_three_exact_duplicates_exist_and_have_keys_of_their_own(exported):
    coder = Coder("upr_info", DATA, read_corrections(DATA))
    recommendations = [row for row in exported if row.response != "Voluntary Pledge"]
    assert len(recommendations) - len({row._replace(file="", line=0) for row in recommendations}) == 3
    assert len({coder.code(row).source_key for row in recommendations}) == 41_066


def test_26_of_33_rows_to_south_sudan_repeat_those_to_sudan(exported):
    sudan = {row.text for row in exported if (row.to, row.session) == ("Sudan", "11")}
    south_sudan = [row.text for row in exported if row.to == "South Sudan"]
    assert (len(south_sudan), sum(text in sudan for text in south_sudan)) == (33, 26)


def test_a_row_without_an_issue_is_taken_as_not_coded(coder):
    assert coder.code(ROW._replace(issues=())).issues == ()


def test_both_names_of_an_issue_fall_on_one_code_and_one_that_is_gone_on_what_replaced_it():
    coder = Coder("upr_info", DATA)
    names = [
        ("NHRI", "National Human Rights Institution"),
        ("Right to water", "Right to water and sanitation"),
        ("National plan of action", "Labour"),
        ("National plan of action",),
    ]
    codes = [coder.code(ROW._replace(issues=each)).issues for each in names]
    assert codes == [("nhri",), ("right-to-water",), ("labour",), ("general",)]


def test_a_session_that_a_source_leaves_empty_is_the_one_of_its_record():
    record = Correction("no-session", "upr_info", "", {"to": "Kenya", "session": ""}, 1, "session", "", session=8)
    coder = Coder("upr_info", DATA, [record])
    assert coder.code(ROW._replace(session="", issues=("Justice",))).session == 8
    assert coder.code(ROW._replace(to="Ghana", session="", issues=("Justice",))).field == "session"
    assert len(coder.met["no-session"]) == 1
