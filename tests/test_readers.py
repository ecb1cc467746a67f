"""Every format is recognised by its content and ends in the same common rows, on invented files and on real ones."""

import csv
import json
import tracemalloc
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import reader_support as support

from analytics.sources import ohchr, uhri
from analytics.sources.names import Names, read_aliases
from analytics.sources.ohchr_states import recommending, split_names
from analytics.sources.reading import ReadError
from analytics.sources.recognise import FORMATS, read_any, recognise
from analytics.sources.recommendations import Coder, Recommendation, read_corrections

DATA = Path(__file__).resolve().parents[1] / "data"
REVIEW = {"state": "Kenya", "session": 44}


@pytest.fixture(scope="module")
def known():
    return Names(read_aliases(DATA / "state_aliases.csv"))


def rows_of(path, **review):
    reading = read_any(path, **review)
    return list(reading.rows), reading


def only_row(path, **review):
    (row,), reading = rows_of(path, **review)
    assert reading.rejected == []
    return row


# Which format


@pytest.mark.parametrize("code", support.FILES)
@pytest.mark.parametrize("name", ["data.bin", "wrong.xls", "wrong.docx", "no_suffix"])
def test_a_format_is_recognised_by_content_whatever_the_file_is_called(tmp_path, code, name):
    assert recognise(support.FILES[code](tmp_path / name)).format is FORMATS[code]


def test_an_unknown_file_is_told_what_was_seen_and_what_is_supported(tmp_path):
    path = tmp_path / "prices.csv"
    path.write_text("door,price\nred,5\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"prices\.csv is not .*first line is 'door \| price'.*Supported are: UPR Info"):
        recognise(path)


UNKNOWN = {
    "nothing": (b"", "it is empty"),
    "blanks": (b" \r\n", "nothing but blanks"),
    "other JSON": (b'{"doors": [1, 2]}', "it is JSON with the keys 'doors'"),
    "broken JSON": (b'{"doors', "it is JSON without keys, or damaged"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Office file, but no Excel workbook"),
    "UTF-16": ("To,Text\n".encode("utf-16"), "written in UTF-16"),
    "a damaged package": (b"PK\x03\x04 and then nothing", "a damaged or incomplete Office file"),
}


@pytest.mark.parametrize("kind", UNKNOWN)
def test_a_file_of_no_use_gets_a_sentence(tmp_path, kind):
    content, sentence = UNKNOWN[kind]
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=sentence):
        read_any(path)


def test_a_zip_of_something_else_is_named(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("holiday.txt", "sun")
    with pytest.raises(ReadError, match=r"a zip file that holds 'holiday\.txt'"):
        recognise(path)


def test_a_file_that_is_not_there_is_told_so(tmp_path):
    with pytest.raises(ReadError, match=r"gone\.csv cannot be opened"):
        recognise(tmp_path / "gone.csv")


# UPR Info's export


@pytest.mark.parametrize(
    ("encoding", "ends"),
    [("mac_roman", "\r"), ("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("mac_roman", "\n"), ("cp1252", "\r\n")],
)
def test_the_encoding_of_an_export_is_found_from_its_content(tmp_path, encoding, ends):
    line = "Kenya,,,Décor fût gère.,Côte d'Ivoire,,,Accepted,5,Justice,1"
    row = only_row(support.upr_info_csv(tmp_path / "x", line, encoding=encoding, ends=ends))
    assert (row.text, row.recommending) == ("Décor fût gère.", ("Côte d'Ivoire",))


def test_mixed_line_ends_and_blank_lines_lose_no_row(tmp_path):
    line = "Kenya,,,Paint.,France,,,Accepted,5,Justice,1"
    path = tmp_path / "x"
    path.write_bytes("\r\n".join([support.HEADER, line, line + "\r" + line, "", line + "\n\n" + line]).encode())
    assert len(rows_of(path)[0]) == 5


def test_a_damaged_row_is_rejected_and_its_neighbours_are_taken(tmp_path):
    line = "Kenya,,,Paint.,France,,,Accepted,5,Justice,1"
    path = support.upr_info_csv(tmp_path / "x", line, line.replace("Paint", "P\0t"), "Kenya,short", line, ends="\n")
    rows, reading = rows_of(path)
    assert [row.line for row in rows] == [2, 5]
    assert [(each.line, each.reason) for each in reading.rejected] == [
        (3, "the row holds bytes that are no text: the file is damaged here"),
        (4, "2 columns instead of 11"),
    ]


def test_one_broken_byte_does_not_change_the_encoding_of_the_others(tmp_path):
    good = "Kenya,,,Décor àéïôù.,France,,,Accepted,5,Justice,1".encode()
    path = tmp_path / "x"
    path.write_bytes(b"\n".join([support.HEADER.encode(), good, good.replace("é".encode(), b"\xe9", 1), good]))
    rows, reading = rows_of(path)
    assert [row.text for row in rows] == ["Décor àéïôù."] * 2
    assert [each.line for each in reading.rejected] == [3]


# Today's UPR Info database


@pytest.mark.parametrize("shape", ["page", "pages", "records", "lines of pages", "lines of records"])
def test_pages_of_the_api_give_every_record_in_whatever_shape_they_were_saved(tmp_path, shape):
    rows, reading = rows_of(support.uwazi_json(tmp_path / "x", shape))
    assert [row.identity for row in rows] == ["s1", "s2", "s3"]
    assert rows[0].text == "Paint door 1 & varnish it"
    coded = Coder("uwazi", DATA).code(rows[0])
    assert (coded.session, coded.state_under_review, coded.recommending_states, coded.response) == (
        44,
        "KEN",
        ("FRA",),
        "accepted",
    )
    assert (coded.action_category, coded.issues, reading.rejected) == (5, ("justice", "labour"), [])


@pytest.mark.parametrize("missing", [[], None, [{}], [{"value": None}]])
def test_a_property_may_be_empty_or_missing(tmp_path, missing):
    path = tmp_path / "x"
    records = [support.uwazi_record(1, action_category=missing, issues=missing)]
    path.write_text(json.dumps({"rows": records}), encoding="utf-8")
    coded = Coder("uwazi", DATA).code(only_row(path))
    assert (coded.action_category, coded.issues) == (None, ())


def test_a_record_without_a_recommending_state_is_rejected_with_the_reason(tmp_path):
    path = tmp_path / "x"
    path.write_text(json.dumps([support.uwazi_record(1, recommending_state=[])]), encoding="utf-8")
    assert Coder("uwazi", DATA).code(only_row(path)).reason == "no recommending state is given"


def test_an_empty_page_has_no_rows(tmp_path):
    path = tmp_path / "x"
    path.write_text('{"rows": [], "totalRows": 0}', encoding="utf-8")
    assert rows_of(path)[0] == []


def test_a_truncated_page_is_an_error_after_its_good_records(tmp_path):
    path = support.uwazi_json(tmp_path / "x", "pages")
    path.write_bytes(path.read_bytes()[:-150])
    with pytest.raises(ReadError, match="JSON file that cannot be read to its end"):
        rows_of(path)


def test_values_of_the_csv_export_stand_between_bars(tmp_path):
    rows, _ = rows_of(support.uwazi_csv(tmp_path / "x"))
    assert (rows[0].recommending, rows[0].issues) == (("Côte d'Ivoire", "France"), ("Justice", "Labour"))
    assert isinstance(Coder("uwazi", DATA).code(rows[0]), Recommendation)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_an_export_saved_with_another_separator_is_read_alike(tmp_path, separator):
    path = support.upr_info_csv(tmp_path / "x")
    usual = [(row.to, row.text, row.recommending, row.issues) for row in rows_of(path)[0]]
    with path.open(encoding="mac_roman", newline="") as file:
        lines = list(csv.reader(file))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(lines)
    assert [(row.to, row.text, row.recommending, row.issues) for row in rows_of(path)[0]] == usual


# UHRI


@pytest.mark.parametrize("make", [support.uhri_json, support.uhri_xlsx])
def test_uhri_gives_paragraphs_of_the_review_with_all_their_states(tmp_path, make):
    rows, reading = rows_of(make(tmp_path / "x"))
    assert [row.identity for row in rows] == ["a-1", "a-3"]
    assert (rows[0].to, rows[0].recommending, rows[0].session) == ("Timor-Leste", ("France", "Kenya"), "41")
    assert rows[0].paragraph == "121.1"
    assert reading.skipped == {"other mechanisms than the UPR": 1}
    coded = Coder("uhri", DATA).code(rows[0])
    assert (coded.state_under_review, coded.response, coded.action_category) == ("TLS", "accepted", None)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"Text": "Response of Kenya: painted."}, "responses of states"),
        ({"AnnotationType": "- Concerns/Observations"}, "other types than recommendations"),
        ({"Body": None}, "records without a body"),
    ],
)
def test_what_is_no_recommendation_of_the_review_is_counted_and_left_out(tmp_path, changed, reason):
    rows, reading = rows_of(support.uhri_json(tmp_path / "x", [support.uhri_record(**changed)]))
    assert (rows, reading.skipped) == ([], {reason: 1})


def test_a_hyphen_inside_a_name_separates_nothing():
    assert uhri.values("- Timor-Leste\n- Guinea-Bissau") == ["Timor-Leste", "Guinea-Bissau"]
    assert uhri.values("- Timor-Leste - France") == ["Timor-Leste", "France"]
    assert uhri.values(["Timor-Leste"]) == ["Timor-Leste"]


def test_different_answers_to_one_paragraph_are_partial(tmp_path):
    row = only_row(support.uhri_json(tmp_path / "x", [support.uhri_record(UprPositions=["Supported", "Noted"])]))
    coded = Coder("uhri", DATA).code(row)
    assert (coded.response, coded.response_raw) == ("partial", "Supported/Noted")


def test_a_formula_is_rejected_and_not_taken_for_a_value(tmp_path):
    rows, reading = rows_of(support.uhri_xlsx(tmp_path / "x", [{"Text": '=HYPERLINK("x")'}, {}]))
    assert [row.line for row in rows] == [3]
    assert reading.rejected[0].reason == "a cell holds a formula: save the file with values only"


def test_a_workbook_without_a_column_is_refused_by_name(tmp_path, monkeypatch):
    columns = {name: key for name, key in uhri.COLUMNS.items() if name != "UPR Position"}
    monkeypatch.setattr(support, "COLUMNS", columns)
    with pytest.raises(ReadError, match="lacks the column UPR Position"):
        read_any(support.uhri_xlsx(tmp_path / "x"))


def test_a_large_json_is_streamed(tmp_path):
    path = tmp_path / "x"
    padded = support.uhri_record(Text="1.1 " + "Paint. " * 500)
    with path.open("w", encoding="utf-8") as file:
        file.write("[" + ",".join(json.dumps({**padded, "AnnotationId": str(n)}) for n in range(4_000)) + "]")
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_any(path).rows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 4_000
    assert (path.stat().st_size > 14e6, peak < 2e6) == (True, True)


def test_the_sheet_and_the_row_of_the_header_are_found_in_a_workbook(tmp_path):
    rows, reading = rows_of(support.uhri_xlsx(tmp_path / "x", above=[["Export of UHRI"], []]))
    assert [(row.identity, row.line) for row in rows] == [("a-1", 4), ("a-3", 6)]
    assert (reading.rejected, reading.skipped) == ([], {"other mechanisms than the UPR": 1})


# OHCHR's matrices


def test_the_matrix_of_2024_is_read_with_its_four_columns(tmp_path):
    path = support.docx(tmp_path / "UPR44_Kenya.docx", generation="2024")
    rows, reading = rows_of(path)
    assert [(row.paragraph, row.recommending, row.response, row.themes) for row in rows] == [
        ("44.1", ("France", "Togo"), "Supported", ("Doors",)),
        ("44.2", ("Kenya",), "Noted", ("Hinges",)),
    ]
    assert (rows[0].to, rows[0].session, reading.rejected) == ("Kenya", "44", [])
    assert rows[0].text == "Paint the doors (France) (Togo);"


def test_the_matrix_of_2014_has_its_states_in_a_column(tmp_path):
    line = support.row(
        "44.1. Paint (2011-2020);", "France\nIran, Islamic Republic of", "Noted", "2.1. Doors  12.4. Locks"
    )
    row = only_row(support.docx(tmp_path / "x", line, generation="2014"), **REVIEW)
    assert (row.recommending, row.themes) == (("France", "Iran, Islamic Republic of"), ("Doors", "Locks"))


def test_merged_cells_repeat(tmp_path):
    lines = (
        support.row("44.1 Paint (France);", support.cell("Noted", '<w:vMerge w:val="restart"/>'), "A1 Doors", ""),
        support.row("44.2 Oil (Togo);", support.cell("", "<w:vMerge/>"), "A1 Doors", ""),
        support.row("44.3 Open (Chad);", support.cell("Noted", '<w:gridSpan w:val="3"/>')),
    )
    rows, _ = rows_of(support.docx(tmp_path / "x", *lines, generation="2015"), **REVIEW)
    assert [(row.paragraph, row.response) for row in rows] == [("44.1", "Noted"), ("44.2", "Noted"), ("44.3", "Noted")]


def test_a_matrix_that_does_not_name_its_review_asks_for_it(tmp_path):
    path = support.docx(tmp_path / "Kenya_matrix_2013.docx")
    with pytest.raises(ReadError, match="does not say which session it is about"):
        read_any(path)
    assert rows_of(path, session=21)[0][0].to == "Kenya"


def test_a_review_that_is_given_must_not_differ_from_that_of_the_file_name(tmp_path):
    path = support.docx(tmp_path / "UPR44_Kenya.docx", generation="2024")
    for given, said in (({"session": 20}, "session 20"), ({"state": "Uganda"}, "state Uganda")):
        with pytest.raises(ReadError, match=f"says another review than {said}"):
            read_any(path, **given)
    assert rows_of(path, session=44, state="KEN")[0][0].session == "44"


@pytest.mark.parametrize(
    ("name", "review"),
    [
        ("UPR_4_cycle_Kenya_S44.docx", ("Kenya", 44)),
        ("UPR34_Slovenia_Thematic_list.docx", ("Slovenia", 34)),
        ("EgyptMatriceRecommendations.docx", ("Egypt", None)),
        ("Papua New Guinea S39.docx", ("Papua New Guinea", 39)),
        ("Cote_d_Ivoire-Session-47.docx", ("Cote d'Ivoire", 47)),
        ("NigeriaMatrix2024.docx", ("Nigeria", None)),
        ("matrix.docx", (None, None)),
    ],
)
def test_the_review_is_read_from_the_file_name(known, name, review):
    assert ohchr.review_of(name, known) == review


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Paint (France, Togo);", ("France", "Togo")),
        ("Paint (France) (Togo);", ("France", "Togo")),
        ("Paint (Chile); (Togo); (Chad);", ("Chile", "Togo", "Chad")),
        ("Paint (France); Oil the hinges (Togo);", ("France", "Togo")),
        ("Keep the plan (2011-2020) and the rule (No. 189) (Togo).", ("Togo",)),
        ("Sign the second one (ICCPR-OP2) (Togo);", ("Togo",)),
        ("Sign it (Istanbul Convention) (Togo);", ("Togo",)),
        ("Paint (Bosnia and Herzegovina);", ("Bosnia and Herzegovina",)),
        ("Paint (Iran, Islamic Republic of, Norway)", ("Iran, Islamic Republic of", "Norway")),
        ("Paint (Japan, Republic of Korea)", ("Japan", "Republic of Korea")),
        ("Paint (Bolivia (Plurinational State of), Chile);", ("Bolivia (Plurinational State of)", "Chile")),
        ("Paint (Côte d’Ivoire);", ("Côte d’Ivoire",)),
        ("Paint (Sierra Le one) (Togo);", ("Sierra Le one", "Togo")),
        ("Paint doors in the region (Kenya) and beyond (Togo);", ("Togo",)),
        ("(Togo)", ()),
        ("Paint (unfinished", ()),
        ("Paint", ()),
    ],
)
def test_recommending_states_are_told_from_other_brackets(known, text, names):
    assert recommending(text, known) == names


def test_names_are_not_split_at_and_nor_inside_an_official_form():
    assert split_names("Trinidad and Tobago, Venezuela, Bolivarian Republic of") == [
        "Trinidad and Tobago",
        "Venezuela, Bolivarian Republic of",
    ]


# Lists of one's own, and summaries


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_list_of_ones_own_may_use_codes_and_any_separator(tmp_path, separator):
    rows, reading = rows_of(support.own_recommendations(tmp_path / "x", separator))
    first, second = [Coder("own", DATA).code(row) for row in rows]
    assert (first.state_under_review, first.recommending_states, first.issues, first.themes, first.paragraph) == (
        "KEN",
        ("FRA", "TGO"),
        ("justice",),
        ("Doors",),
        "44.1",
    )
    assert (second.recommending_states, second.response, reading.rejected) == (("FRA",), "pending", [])


def test_a_list_of_submissions_gives_members_and_stated_size(tmp_path):
    rows, reading = rows_of(support.own_submissions(tmp_path / "x"))
    joint = rows[0].submission
    assert (rows[0].state, rows[0].session, joint.code, joint.stated_size.number) == ("KEN", "44", "JS1", 50)
    assert [(member.name, member.acronym) for member in joint.members] == [("Painters", "PNT"), ("Carpenters", None)]
    assert (reading.format.rows, reading.rejected) == ("submissions", [])


def test_a_submission_of_an_unknown_kind_is_rejected(tmp_path):
    path = support.own_submissions(tmp_path / "x")
    path.write_text(path.read_text(encoding="utf-8").replace(",joint,", ",group,"), encoding="utf-8")
    rows, reading = rows_of(path)
    assert (len(rows), reading.rejected[0].field, reading.rejected[0].value) == (1, "kind", "group")


def test_a_stakeholder_summary_is_plugged_in(tmp_path):
    rows, reading = rows_of(support.summary(tmp_path / "x"))
    assert [(row.state, row.session, row.submission.name) for row in rows] == [
        ("KEN", "44", "Hinges International"),
        ("KEN", "44", "Painters United"),
    ]
    assert (reading.declared, reading.warnings) == (2, ())


def test_the_columns_of_ones_own_lists_are_documented():
    from analytics.sources import own_recommendations, own_submissions

    described = (DATA / "README.md").read_text(encoding="utf-8")
    for columns in (own_recommendations.COLUMNS, own_submissions.COLUMNS):
        assert [name for name in columns if f"| `{name}` |" not in described] == []


# The producers' files


def test_all_exports_give_41066_recommendations_and_947_pledges(sources):
    coder = Coder("upr_info", DATA, read_corrections(DATA))
    responses = Counter()
    for path in sorted((sources / "upr_info").glob("*.csv")):
        rows, reading = rows_of(path)
        coded = [coder.code(row) for row in rows]
        assert (reading.format.code, reading.rejected) == ("upr_info_csv", [])
        responses.update(row.response for row in coded)
    assert (responses.total() - responses["pledge"], responses["pledge"]) == (41_066, 947)
    assert responses["accepted"] == 30_472


@pytest.mark.parametrize("name", ["1-5", "voluntary"])
def test_csv_and_xls_of_the_same_reviews_are_identical_row_for_row(sources, tmp_path, name):
    folder = sources / "upr_info"
    disguised = tmp_path / "disguised.csv"
    disguised.write_bytes((folder / f"{name}.xls").read_bytes())
    from_csv, from_xls = [
        [row._replace(file="") for row in rows_of(path)[0]] for path in (folder / f"{name}.csv", disguised)
    ]
    assert len(from_csv) > 900
    assert from_csv == from_xls


@pytest.mark.parametrize(
    ("name", "session", "paragraphs"),
    [
        ("China_Matrix_recommendations_2013.docx", 17, 252),
        ("EgyptMatriceRecommendations.docx", 20, 300),
        ("UPR20__Slovenia_ThematicListRecommendations_E.docx", None, 163),
        ("UPR34_Slovenia_Thematic_list_of_Recommendations.docx", None, 215),
    ],
)
def test_every_paragraph_of_the_matrices_has_its_states(sources, name, session, paragraphs):
    rows, reading = rows_of(sources / "ohchr_matrices" / name, session=session)
    coder = Coder("ohchr", DATA)
    coded = [coder.code(row) for row in rows]
    assert (len(rows), len({row.paragraph for row in rows}), reading.rejected) == (paragraphs, paragraphs, [])
    assert all(row.recommending and row.themes and row.response for row in rows)
    refused = [row for row in coded if not isinstance(row, Recommendation)]
    # Two names are misprinted in China's matrix: both are suggested, neither is guessed.
    assert sorted(row.suggestion for row in refused) == (
        ["Bolivia (Plurinational State of)", "Sierra Leone"] if name.startswith("China") else []
    )
    assert all(row.recommending_states for row in coded if isinstance(row, Recommendation))
