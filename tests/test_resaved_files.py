"""Tables as people write and save them again: which reader they are for, and that every way gives the same rows."""

import csv
import json

import openpyxl
import pytest
from loading_support import loaded, root, served  # noqa: F401 - a fixture

from analytics import load
from analytics.loading import forecast, store
from analytics.loading.given import Given
from analytics.sources import tables
from analytics.sources.reading import ReadError
from analytics.sources.recognise import read_any, recognise
from analytics.sources.tabular import AmbiguousError

UWAZI = "Title,Recommendation,State under Review,Recommending State,Response,Action Category,Issues,Session"
UWAZI_ROW = (
    "t",
    "Mend the gates",
    "Kenya",
    "Ghana",
    "Supported",
    "5 - Specific action",
    "Justice",
    "44 - November 2023",
)
UPR_INFO = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session"
UPR_INFO_ROW = ("Kenya", "African Group", "AU", "Mend the gates", "Ghana", "", "", "Accepted", 5, "Justice", 8)
UHRI = (
    "Text,Countries Concerned,Reccomending Body,Themes,UPR Reccomending States,UPR Position,Type,OHCHR Annotation Id,"
    "UPR Session"
)
UHRI_ROW = ("101.1 Mend", "- Kenya", "- UPR", "- Doors", "- Ghana", "- Supported", "- Recommendations", "a-1", "- 44")
OWN = "state_under_review,session,recommending_states,text,response"
OWN_ROW = ("Kenya", 44, "Ghana", "Mend the gates", "Supported")
TABLES = {
    "upr_info_csv": (UPR_INFO, UPR_INFO_ROW),
    "uwazi_csv": (UWAZI, UWAZI_ROW),
    "uhri_xlsx": (UHRI, UHRI_ROW),
    "own_recommendations": (OWN, OWN_ROW),
}


def written(path, header, *rows, separator=",", before=""):
    """A text table; the header is a string with commas between its names."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(before)
        csv.writer(file, delimiter=separator).writerows([header.split(","), *rows])
    return path


def workbook(path, *rows, above=()):
    book = openpyxl.Workbook()
    for each in (*above, *rows):
        book.active.append(list(each))
    book.save(path)
    return path


def only(path, **given):
    (row,) = (reading := read_any(path, **given)).rows
    assert reading.rejected == []
    return row


def plain(row):
    return row._replace(file="", line=0)


# Which reader a header is for


OWN_HEADERS = (
    "State under review,Session,Recommending states,Text,Response,Themes",
    "STATE UNDER REVIEW,SESSION,RECOMMENDING STATES,TEXT,RESPONSE,THEMES",
    "State.under.review,Session,Recommending.states,Text,Response,Themes",
    "state under review,session,recommending state,text,response,theme",
    "stateUnderReview,session,recommendingStates,text,response,themes",
    "State under Review,Session,Recommending State(s),Recommendation,Response,Themes",
    "State_Under_Review,Session,Recommending_States,Text,Response,Themes",
)


@pytest.mark.parametrize("header", OWN_HEADERS)
def test_a_list_of_ones_own_is_known_however_its_header_is_written(tmp_path, header):
    row = ("Kenya", "44", "Ghana|Chad", "Mend", "Supported", "Wells")
    path = written(tmp_path / "x.csv", header, row, separator=";")
    assert recognise(path).format.code == "own_recommendations"
    assert (only(path).recommending, only(path).themes, only(path).response) == (
        ("Ghana", "Chad"),
        ("Wells",),
        "Supported",
    )


@pytest.mark.parametrize(
    "header", ["State under review,Session,Recommending states", "SuR,Sessions,Recommending country"]
)
def test_the_three_required_columns_are_enough(tmp_path, header):
    path = written(tmp_path / "x.csv", header, ("KEN", "44", "Ghana|Chad"))
    assert (only(path).source, only(path).recommending) == ("own", ("Ghana", "Chad"))


UWAZI_HEADERS = (
    UWAZI,
    UWAZI.upper(),
    "title,recommendation,state_under_review,recommending_state,response,action_category,issues,session",
    "Title,Recommendation,State.under.Review,Recommending.State,Response,Action.Category,Issues,Session",
    "title,recommendation,stateUnderReview,recommendingState,response,actionCategory,issue,session",
)


@pytest.mark.parametrize("header", UWAZI_HEADERS)
def test_an_export_of_todays_database_is_known_however_its_header_is_written(tmp_path, header):
    assert recognise(written(tmp_path / "x.csv", header, UWAZI_ROW)).format.code == "uwazi_csv"


@pytest.mark.parametrize(
    ("header", "row", "code"),
    [
        ("State under review,Recommending state,Recommendation,Response,Session", "Kenya,Ghana,x,Supported,44", None),
        (
            "State under review,Recommending state,Recommendation,Response,Session",
            "Kenya,Ghana,x,Supported,44 - November 2023",
            "uwazi_csv",
        ),
        (
            "State under review,Recommending state,Recommendation,Response,Action category,Session",
            "Kenya,Ghana,x,Noted,5 - Specific action,44",
            "uwazi_csv",
        ),
        (
            "State under review,Recommending state,Text,Response,Session",
            "KEN,GHA,x,Supported,44",
            "own_recommendations",
        ),
        (
            "State under review,Recommending state,Text,Response,Session,Paragraph",
            "Kenya,Ghana,x,Supported,44 - November 2023,4.1",
            None,
        ),
        (OWN + ",themes", "Kenya,44 - November 2023,Ghana,x,Supported,y", "own_recommendations"),
    ],
)
def test_what_stands_in_the_rows_decides_or_the_file_is_asked_about(tmp_path, header, row, code):
    path = written(tmp_path / "x.csv", header, row.split(","))
    if code:
        assert recognise(path).format.code == code
        return
    with pytest.raises(
        AmbiguousError, match=r"database \(\.csv, \.xlsx\); your own list .* --format own_recomm"
    ) as asked:
        recognise(path)
    assert set(asked.value.codes) == {"uwazi_csv", "own_recommendations"}
    for said in asked.value.codes:
        assert only(path, said=said).source == {"uwazi_csv": "uwazi", "own_recommendations": "own"}[said]


def test_a_format_that_a_file_cannot_have_is_refused(tmp_path):
    path = written(tmp_path / "x.csv", UHRI, UHRI_ROW)
    with pytest.raises(ReadError, match=r"cannot be read as: UPR Info export .* It can be read as: UHRI export"):
        recognise(path, "upr_info_csv")


def test_the_command_line_asks_and_is_answered(tmp_path, root, capsys):  # noqa: F811
    header = "State under review,Recommending state,Recommendation,Response,Session"
    path = written(tmp_path / "x.csv", header, ("Kenya", "Ghana", "Mend", "Supported", "44"))
    assert load.main([str(path), "--yes"]) == 1
    assert "can be read in two ways" in capsys.readouterr().err
    assert load.main([str(path), "--format", "own_recommendations", "--yes"]) == 0
    assert served(root, "own") == [("KEN", "GHA", "accepted")]
    assert store.datasets(root) == ["own"]


def test_a_list_of_ones_own_leaves_the_database_as_it_was(tmp_path, root):  # noqa: F811
    database = written(tmp_path / "database.csv", UWAZI, UWAZI_ROW, ("u", "Oil them", *UWAZI_ROW[2:]))
    loaded(root, Given(database))
    mine = written(tmp_path / "mine.csv", OWN_HEADERS[0], ("Kenya", "44", "Chad", "Ours", "Noted", "Wells"))
    assert forecast.preview(Given(mine), root).replaced == {}
    loaded(root, Given(mine))
    assert served(root, "uwazi") == [("KEN", "GHA", "accepted")] * 2
    assert served(root, "own") == [("KEN", "TCD", "noted")]


# How people save tables


def as_workbook(path, header, row):
    return workbook(path, header.split(","), row)


def below_notes(path, header, row):
    return workbook(path, header.split(","), row, above=[["Exported by hand"], [], ["State", "see below"]])


def with_index(path, header, row):
    return written(path, f"Unnamed: 0,{header}", (0, *row))


def with_blank_index(path, header, row):
    return written(path, f",{header}", ("1", *row))


def with_column_behind(path, header, row):
    return written(path, f"{header},My notes", (*row, "look again"))


def with_column_before(path, header, row):
    return written(path, f"My notes,{header}", ("look again", *row))


def with_empty_columns(path, header, row):
    return written(path, f"{header},,,", (*row, "", "", ""), separator=";")


def with_sep_line(path, header, row):
    return written(path, header, row, separator=";", before="sep=;\r\n")


def with_quoted_sep_line(path, header, row):
    return written(path, header, row, separator="\t", before='"sep=\t"\r\n')


def in_capitals(path, header, row):
    return written(path, header.upper(), row)


def with_dots(path, header, row):
    return written(path, header.replace(" ", ".").replace("_", "."), row)


WAYS = (
    as_workbook,
    below_notes,
    with_index,
    with_blank_index,
    with_column_behind,
    with_column_before,
    with_empty_columns,
    with_sep_line,
    with_quoted_sep_line,
    in_capitals,
    with_dots,
)


@pytest.mark.parametrize("code", TABLES)
@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_save_a_table_gives_the_same_row(tmp_path, code, way):
    usual = written(tmp_path / "usual.csv", *TABLES[code])
    path = way(tmp_path / "again", *TABLES[code])
    assert recognise(path).format.code == recognise(usual).format.code == code
    assert plain(only(path)) == plain(only(usual))


def test_an_empty_cell_at_the_end_of_a_row_of_a_workbook_is_no_damage(tmp_path):
    header = [*OWN.split(","), "themes"]
    rows = list(read_any(workbook(tmp_path / "x", header, [*OWN_ROW, "Doors"], [*OWN_ROW[:3]])).rows)
    assert [(row.themes, row.text) for row in rows] == [(("Doors",), "Mend the gates"), ((), "")]


def test_a_table_in_the_second_sheet_is_found(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Read me"])
    sheet = book.create_sheet()
    sheet.append(UWAZI.split(","))
    sheet.append(UWAZI_ROW)
    book.save(tmp_path / "x")
    assert only(tmp_path / "x").text == "Mend the gates"


@pytest.mark.parametrize(
    "header",
    [
        UHRI,
        UHRI.replace("Reccomending", "Recommending"),
        (
            "text,countries_concerned,reccomending_body,themes,upr_reccomending_states,upr_position,type,"
            "ohchr_annotation_id,upr_session"
        ),
        (
            "Text,Countries.Concerned,Recommending.Body,Themes,UPR.Recommending.States,UPR.Position,Type,"
            "OHCHR.Annotation.Id,UPR.Session"
        ),
        "Text,Countries,Body,Themes,UprRecommendingCountry,UprPositions,AnnotationType,AnnotationId,UprSession",
    ],
)
def test_uhri_is_known_by_any_spelling_of_its_columns_as_table_and_as_json(tmp_path, header):
    usual = only(written(tmp_path / "usual.csv", UHRI, UHRI_ROW))
    for path in (
        written(tmp_path / "a.csv", header, UHRI_ROW),
        written(tmp_path / "b.csv", header, UHRI_ROW, separator=";"),
        workbook(tmp_path / "c.xlsx", header.split(","), UHRI_ROW),
    ):
        assert plain(only(path)) == plain(usual)
    path = tmp_path / "d.json"
    path.write_text(json.dumps([dict(zip(header.split(","), UHRI_ROW, strict=True))]), encoding="utf-8")
    assert recognise(path).format.code == "uhri_json"
    assert plain(only(path))._replace(line=0) == plain(usual)


@pytest.mark.parametrize(
    "text", ["Protect&nbsp;caf&eacute;s &amp; doors", "Protect\u00a0cafés & doors", "Protect caf&#233;s &#38; doors"]
)
def test_entities_are_characters_in_every_format(tmp_path, text):
    for code, (header, row) in TABLES.items():
        place = 0 if code == "uhri_xlsx" else next(i for i, each in enumerate(row) if each == "Mend the gates")
        path = written(tmp_path / code, header, (*row[:place], text, *row[place + 1 :]))
        assert only(path).text == "Protect cafés & doors"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("State under review", "state_under_review"),
        ("Recommending State(s)", "recommending states"),
        ("UPR.Reccomending.States", "UPR Recommending State"),
        ("sharedId", "Shared ID"),
        ("Countries", "country"),
        ("&nbsp;Session ", "session"),
        ("SuR", "sur"),
    ],
)
def test_headings_that_people_write_are_one(one, other):
    assert tables.key(one) == tables.key(other)
    assert tables.key("Recommending states") != tables.key("Recommended states")


@pytest.mark.parametrize(
    ("states", "reviewed"),
    [
        ("- China\n- Hong Kong, China\n- Macao, China", "China"),
        ("- Serbia - Kosovo", "Serbia"),
        ("- Kenya\n- Kenya", "Kenya"),
        ("- Timor-Leste", "Timor-Leste"),
        ("- Kenya\n- Uganda", None),
        ("- Chad - Mali - Togo", None),
    ],
)
def test_a_report_under_two_states_is_no_review_of_either(tmp_path, states, reviewed):
    reading = read_any(written(tmp_path / "x.csv", UHRI, (UHRI_ROW[0], states, *UHRI_ROW[2:])))
    assert [row.to for row in reading.rows] == ([reviewed] if reviewed else [])
    assert [str(each.reason).split(" (")[0] for each in reading.rejected] == (
        [] if reviewed else ["it stands under several states"]
    )


@pytest.mark.parametrize("between", ["\n- ", " - ", "; ", "|", "\n"])
def test_states_of_uhri_may_stand_between_other_marks(tmp_path, between):
    named = "- " + between.join(("Timor-Leste", "Guinea-Bissau", "Ghana"))
    path = written(tmp_path / "x.csv", UHRI, (*UHRI_ROW[:4], named, *UHRI_ROW[5:]))
    assert only(path).recommending == ("Timor-Leste", "Guinea-Bissau", "Ghana")


@pytest.mark.parametrize(
    "header",
    [
        "state,session,kind,members,stated_size",
        "State,Session,Kind,Members,Stated size",
        "State under review,Session,Kind,Member,Size",
        "SUR,SESSIONS,KIND,MEMBERS,STATED.SIZE",
    ],
)
@pytest.mark.parametrize("as_text", [True, False])
def test_a_list_of_submissions_is_known_however_its_header_is_written(tmp_path, header, as_text):
    row = ("Kenya", 44, "joint", "Gates (GTS)|Doors", "about 9")
    path = written(tmp_path / "x", header, row) if as_text else workbook(tmp_path / "x", header.split(","), row)
    submission = only(path).submission
    assert ([member.name for member in submission.members], submission.stated_size.number) == (["Gates", "Doors"], 9)
