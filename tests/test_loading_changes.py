"""What a load says of rows: which are new or changed, which it leaves out, and what it would replace."""

import ast
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from app_support import opened
from loading_support import export, served
from reader_support import docx, row, uhri_json, uhri_record, uwazi_json, uwazi_record

from analytics import checksums, database, load
from analytics.database import DATA
from analytics.loading import facts, forecast, intake, mappings, omissions, store
from analytics.loading.given import Given
from analytics.markup import markdown
from analytics.sources.recommendations import COLUMNS, Coder, RawRow, Recommendation
from analytics.text import languages, text

pytestmark = pytest.mark.usefixtures("written_once", "ten_rows")
ROOT = Path(__file__).resolve().parents[1]
HEADER = "state_under_review,session,recommending_states,text,response,issues"


def loaded(root, *files):
    """New, changed, unchanged, gone and rejected rows."""
    (result,) = intake.load(files, root)
    return result.new, result.changed, result.unchanged, result.gone, len(result.rejected)


def uwazi(folder, *records):
    path = folder / "uwazi.json"
    path.write_text(json.dumps({"rows": records, "totalRows": len(records)}), encoding="utf-8")
    return Given(path)


def uhri(folder, *records):
    return Given(uhri_json(folder / "uhri.json", [*records]))


def own(folder, *lines, header=f"{HEADER},id", name="own.csv"):
    path = folder / name
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return Given(path)


def word(label):
    return [{"value": "x", "label": label}]


# What counts as changed


def test_a_record_of_todays_database_is_changed_when_one_of_its_facts_is(tmp_path, root):
    others = (
        {"response": word("Not Supported")},
        {"action_category": word("2 - Continuing action")},
        {"issues": word("Justice")},
        {"recommending_state": word("Japan")},
        {"recommending_state": [*word("France"), *word("Japan")]},
        {"recommendation": [{"value": "Paint the gate"}]},
        {"state_under_review": word("Ghana")},
        {"session": word("43 - May 2023")},
    )
    assert loaded(root, uwazi(tmp_path, *map(uwazi_record, range(1, 11)))) == (10, 0, 0, 0, 0)
    changed = [uwazi_record(number, **other) for number, other in enumerate(others, start=1)]
    again = uwazi(tmp_path, *changed, *map(uwazi_record, (9, 10)))
    assert loaded(root, again) == (0, 8, 2, 0, 0)
    assert loaded(root, again) == (0, 0, 10, 0, 0)


def test_every_answer_of_todays_database_that_changed_is_counted(tmp_path, root):
    loaded(root, Given(uwazi_json(tmp_path / "three.json")))
    noted = (uwazi_record(number, response=word("Not Supported")) for number in (1, 2, 3))
    assert loaded(root, uwazi(tmp_path, *noted)) == (0, 3, 0, 0, 0)
    assert served(root, "uwazi") == [("KEN", "FRA", "noted")] * 3


def test_issues_and_states_in_another_order_change_nothing(tmp_path, root):
    issues, states = [*word("Justice"), *word("Labour")], [*word("France"), *word("Japan")]
    loaded(root, uwazi(tmp_path, uwazi_record(1, issues=issues, recommending_state=states)))
    turned = uwazi_record(1, issues=issues[::-1], recommending_state=states[::-1])
    assert loaded(root, uwazi(tmp_path, turned)) == (0, 0, 1, 0, 0)


def test_a_paragraph_of_uhri_is_changed_when_one_of_its_facts_is(tmp_path, root):
    others = (
        {"UprPositions": ["Noted"]},
        {"UprRecommendingCountry": ["France"]},
        {"UprRecommendingCountry": ["France", "Togo"]},
        {"Themes": ["Windows"]},
        {"Text": "121.9 Paint the doors (France) (Kenya);"},
    )
    assert loaded(root, uhri(tmp_path, *map(uhri_record, range(1, 8)))) == (7, 0, 0, 0, 0)
    changed = [uhri_record(number, **other) for number, other in enumerate(others, start=1)]
    fresh = uhri_record(8, Text="121.8 Mend the roof (France);")
    assert loaded(root, uhri(tmp_path, *changed, uhri_record(6), fresh)) == (1, 5, 1, 1, 0)


def test_a_line_of_ones_own_with_an_identifier_is_changed_when_one_of_its_facts_is(tmp_path, root):
    first, second = "Ghana,2,France,Doors,Accepted,Justice,a", "Ghana,2,Japan,Walls,Noted,Justice,b"
    assert loaded(root, own(tmp_path, first, second)) == (2, 0, 0, 0, 0)
    assert loaded(root, own(tmp_path, first, second.replace("Noted", "Accepted"))) == (0, 1, 1, 0, 0)
    assert loaded(root, own(tmp_path, first.replace("Doors", "Gates"))) == (0, 1, 0, 0, 0)
    assert served(root, "own") == [("GHA", "FRA", "accepted"), ("GHA", "JPN", "accepted")]


def test_a_row_of_an_export_is_changed_when_issue_answer_or_action_is(tmp_path, root):
    rows = [("Ghana", f"Paint {what}.", "France", "Accepted", 5, "Justice", 2) for what in ("a", "b", "c", "d")]
    a, b, c, d = rows
    assert loaded(root, export(tmp_path, *rows)) == (4, 0, 0, 0, 0)
    others = ((*a[:5], "Labour", 2), (*b[:3], "Rejected", *b[4:]), (*c[:4], 1, *c[5:]))
    assert loaded(root, export(tmp_path, *others, d)) == (0, 3, 1, 0, 0)


def test_a_voluntary_pledge_is_changed_when_its_issue_is(tmp_path, root):
    pledge = ("Ghana", "Paint the doors.", "Ghana", "Voluntary Pledge", 5, "Justice", 2)
    other = (*pledge[:5], "Labour", 2)
    assert loaded(root, export(tmp_path, pledge)) == (1, 0, 0, 0, 0)
    assert loaded(root, export(tmp_path, pledge)) == (0, 0, 1, 0, 0)
    assert loaded(root, export(tmp_path, other)) == (0, 1, 0, 0, 0)


def test_a_paragraph_of_a_matrix_is_changed_when_its_answer_or_theme_is(tmp_path, root):
    def matrix(answer, theme):
        walls = row("44.2 Oil the hinges (Kenya);", "Noted", "- Hinges", "")
        doors = row("44.1 Paint the doors (France) (Togo);", answer, f"- {theme}", "")
        return Given(docx(tmp_path / "matrix.docx", doors, walls), "Namibia", 38)

    assert loaded(root, matrix("Supported", "Doors")) == (2, 0, 0, 0, 0)
    assert loaded(root, matrix("Noted", "Doors")) == (0, 1, 1, 0, 0)
    assert loaded(root, matrix("Noted", "Paint")) == (0, 1, 1, 0, 0)
    assert loaded(root, matrix("Noted", "Paint")) == (0, 0, 2, 0, 0)


def test_rows_whose_name_is_mapped_to_another_state_are_changed(tmp_path, root):
    rows = [("Ghana", f"Paint {what}.", "Frence", "Accepted", 5, "Justice", 2) for what in ("doors", "walls")]
    fixed = ("Ghana", "Mend the roof.", "Japan", "Accepted", 5, "Justice", 2)
    mappings.map_name("state", "Frence", "FRA", root)
    assert loaded(root, export(tmp_path, *rows, fixed)) == (3, 0, 0, 0, 0)
    mappings.map_name("state", "Frence", "TGO", root)
    assert loaded(root, export(tmp_path, *rows, fixed)) == (0, 2, 1, 0, 0)
    assert served(root) == [("GHA", "JPN", "accepted"), *[("GHA", "TGO", "accepted")] * 2]


def test_another_word_for_the_same_answer_changes_nothing(tmp_path, root):
    line = "Ghana,2,France,Doors,Accepted,Justice,a"
    assert loaded(root, own(tmp_path, line)) == (1, 0, 0, 0, 0)
    assert loaded(root, own(tmp_path, line.replace("Accepted", "Supported"))) == (0, 0, 1, 0, 0)


# The files of the facts


def test_the_columns_of_the_facts_are_the_fields_of_a_row_and_its_text():
    names = [column.name for column in COLUMNS]
    assert sorted(names) == sorted({*Recommendation._fields, "text"} - {"themes"}), "themes stand among the issues"


def test_a_version_that_was_written_before_a_column_was_known_is_served_and_compared(tmp_path, root):
    line = "Ghana,2,France,Doors,Accepted,Justice,a"
    loaded(root, own(tmp_path, line))
    version = store.current("own", root)
    older = pq.read_table(version.files / facts.RECOMMENDATIONS).drop_columns(["action_category", "correction"])
    pq.write_table(older, version.files / facts.RECOMMENDATIONS)
    checksums.keep(version.folder)
    with database.open_snapshot(version.snapshot()) as snapshot:
        rows = snapshot.execute("select response, action_category, correction from recommendation").fetchall()
    assert rows == [("accepted", None, None)]
    assert loaded(root, own(tmp_path, line)) == (0, 0, 1, 0, 0)


def test_the_same_rows_in_another_order_make_the_same_bytes(tmp_path, root):
    rows = [("Ghana", f"Mend {what}.", "France", "Accepted", 5, "Justice", 2) for what in "abc"]
    rows.append(("Ghana", "Paint.", "Ghana", "Voluntary Pledge", 5, "Justice", 2))
    loaded(root, export(tmp_path, *rows))
    loaded(tmp_path / "turned", export(tmp_path, *rows[::-1]))
    one, other = (store.current("upr_info", each).files for each in (root, tmp_path / "turned"))
    for name in (facts.RECOMMENDATIONS, facts.PLEDGES):
        assert (one / name).read_bytes() == (other / name).read_bytes()


# Lists of one's own without identifiers


def test_a_corrected_line_of_ones_own_replaces_the_old_one(tmp_path, root):
    first, second = "Ghana,2,France|Japan,Doors,Accepted,Justice", "Ghana,2,Japan,Walls,Noted,Justice"
    assert loaded(root, own(tmp_path, first, second, header=HEADER)) == (2, 0, 0, 0, 0)
    first, second = "GHA,2,JPN|France, Doors,Noted,Justice", "Ghana,Session 2,Japan,Walls,Noted,Labour|Justice"
    assert loaded(root, own(tmp_path, first, second, header=HEADER)) == (0, 2, 0, 0, 0)
    assert loaded(root, own(tmp_path, second, header=HEADER)) == (0, 0, 1, 0, 0)
    fresh = "Ghana,2,Japan,Gates,Noted,Justice"
    assert loaded(root, own(tmp_path, fresh, header=HEADER)) == (1, 0, 0, 0, 0)
    with database.open_snapshot(store.current("own", root).snapshot()) as snapshot:
        answers = snapshot.execute("select text, response from recommendation_text order by text").fetchall()
    assert answers == [("Doors", "noted"), ("Gates", "noted"), ("Walls", "noted")]


def test_a_line_of_ones_own_whose_name_is_mapped_anew_replaces_the_old_one(tmp_path, root):
    line = "Ghana,2,Frence,Doors,Accepted,Justice"
    mappings.map_name("state", "Frence", "FRA", root)
    assert loaded(root, own(tmp_path, line, header=HEADER)) == (1, 0, 0, 0, 0)
    mappings.map_name("state", "Frence", "TGO", root)
    assert loaded(root, own(tmp_path, line, header=HEADER)) == (0, 1, 0, 0, 0)
    assert served(root, "own") == [("GHA", "TGO", "accepted")]


def test_a_line_of_ones_own_that_differs_in_its_answer_only_is_rejected(tmp_path, root):
    header = "state_under_review,session,recommending_states,text,response,paragraph"
    lines = ("Ghana,2,France,Doors,Accepted,1.1", "GHA,2,FRA,Doors,Noted,1.1", "Ghana,2,France,Doors,Noted,1.2")
    given = own(tmp_path, *lines, header=header)
    (row,) = forecast.preview(given, root).rejected
    assert (row.line, row.field, row.value) == (3, "identity", "2 | GHA | FRA")
    assert row.reason == "a line with the same session, states, paragraph and text came before: give each an id"
    assert loaded(root, given) == (2, 0, 0, 0, 1)
    assert served(root, "own") == [("GHA", "FRA", "accepted"), ("GHA", "FRA", "noted")]


def test_lines_of_ones_own_without_a_text_are_told_apart_by_their_identifiers(tmp_path, root):
    lines = ("Ghana,2,France,,Accepted,Justice", "Ghana,2,France,,Noted,Labour")
    assert loaded(root, own(tmp_path, *lines, header=HEADER)) == (1, 0, 0, 0, 1)
    assert loaded(root, own(tmp_path, *(f"{line},{n}" for n, line in enumerate(lines)))) == (2, 0, 0, 0, 0)


def test_keys_of_other_sources_are_as_committed():
    row = RawRow("a.csv", 2, "Ghana", ("France",), "Paint  the doors.", "Accepted", "5", ("Justice",), "2")
    assert Coder("upr_info", DATA).code(row).source_key == "b46b964b24b8"
    assert Coder("uhri", DATA).code(row._replace(source="uhri", identity="a-1")).source_key == "b042994c0057"


# What is left out


def test_rows_that_stand_in_two_files_are_counted_and_told(tmp_path, root):
    doors, walls, roof = (("Ghana", f"Mend {what}.", "France", "Accepted", 5, "Justice", 2) for what in "abc")
    one, other = export(tmp_path, doors, walls, name="one.csv"), export(tmp_path, walls, roof, name="other.csv")
    (result,) = intake.load([one, other], root)
    assert (result.new, result.twice, result.same) == (3, 1, [])
    assert omissions.of_result(result, text("en")) == [
        "Rows that stood in these files before and count once, as they came first: 1."
    ]
    assert omissions.of_result(intake.load([one], root)[0], text("en")) == [], "nothing to say"


def test_a_file_whose_content_came_before_is_named(tmp_path, root, capsys):
    rows = [("Ghana", f"Mend {what}.", "France", "Accepted", 5, "Justice", 2) for what in "ab"]
    paths = [str(export(tmp_path, *rows, name=name).path) for name in ("one.csv", "two.csv", "three.csv")]
    assert load.main([*paths, "--yes"]) == 0
    said = capsys.readouterr().out
    assert "  two.csv was not read: it has the content of one.csv.\n" in said
    assert "  three.csv was not read: it has the content of one.csv.\n" in said
    assert store.current("upr_info", root).log["same"] == ["two.csv", "three.csv"]
    assert store.current("upr_info", root).log["new"] == 2


def test_files_of_equal_content_that_are_about_different_reviews_are_both_read(tmp_path, root):
    names = ("UPR34_Slovenia.docx", "UPR34_Namibia.docx", "UPR34_Slovenia_copy.docx", "copy.docx")
    files = [docx(tmp_path / name) for name in names]
    (result,) = intake.load([Given(path) for path in files], root)
    assert (result.new, result.same) == (
        4,
        [("UPR34_Slovenia_copy.docx", "UPR34_Slovenia.docx"), ("copy.docx", "UPR34_Slovenia.docx")],
    )
    again = [Given(files[3], "Kenya", 34), Given(files[3], "Ghana", 34), Given(files[3], "Kenya", 34)]
    (result,) = intake.load(again, root)
    assert (result.new, result.same) == (4, [("copy.docx", "copy.docx")])


@pytest.mark.usefixtures("root")
def test_rows_of_another_kind_are_told_in_preview_and_result(tmp_path, capsys):
    records = (uhri_record(1), uhri_record(2, Body="- CRC"), uhri_record(3, Body="- CAT"), uhri_record(4, Body=None))
    path = str(uhri(tmp_path, *records).path)
    said = "  Left out, because they are something else: other mechanisms than the UPR (2); records without a body (1)."
    for more in ([], ["--yes"]):
        assert load.main([path, *more]) == 0
        assert said in capsys.readouterr().out


def test_every_kind_of_row_that_readers_skip_has_a_name():
    words = [
        word.value
        for path in sorted((ROOT / "analytics" / "sources").glob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "skip"
        for word in ast.walk(call.args[0])
        if isinstance(word, ast.Constant)
    ]
    assert "headings" in words
    for word in words:
        (sentence,) = omissions.skipped({word: 1}, text("en"))
        assert sentence == f"Left out, because they are something else: {word} (1)."
        assert text("fr").has(f"your_data.skipped.{word.lower().replace(' ', '_')}"), word


# What would be replaced


def test_a_preview_says_which_reviews_would_lose_rows(tmp_path, root, capsys):
    ghana = [("Ghana", f"Mend {what}.", "France", "Accepted", 5, "Justice", 2) for what in "abc"]
    pledge = ("Ghana", "Paint.", "Ghana", "Voluntary Pledge", 5, "Justice", 2)
    kenya = ("Kenya", "Mend.", "France", "Accepted", 5, "Justice", 8)
    whole, part = export(tmp_path, *ghana, pledge, kenya), export(tmp_path, ghana[0], kenya, name="part.csv")
    assert forecast.preview(part, root).replaced == {}
    loaded(root, whole)
    assert forecast.preview(whole, root).replaced == {(2, "GHA"): (4, 0), (8, "KEN"): (1, 0)}
    expected = {(2, "GHA"): (3, 2), (8, "KEN"): (1, 0)}
    assert forecast.preview(part, root).replaced == expected, "a file without pledges replaces none"
    assert load.main([str(part.path)]) == 0
    assert (
        "  Already loaded in the data set “upr_info”, and replaced by this file: 2 reviews (rows: 4).\n"
        "  A load replaces a whole review. Rows that are not in this file, and would be gone unless another file you "
        "load holds them: 2. Ghana, session 2 (2 of 3 gone).\n"
        "  To keep them beside the new rows, as for two halves of one review: add --keep.\n"
    ) in capsys.readouterr().out
    assert loaded(root, part) == (0, 0, 2, 2, 0)


def test_a_list_of_ones_own_replaces_no_review(tmp_path, root):
    first, second = "Ghana,2,France,Doors,Accepted,Justice", "Ghana,2,Japan,Walls,Noted,Justice"
    loaded(root, own(tmp_path, first, second, header=HEADER))
    assert forecast.preview(own(tmp_path, first, header=HEADER), root).replaced == {}


def test_a_preview_of_submissions_says_which_list_would_lose_some(tmp_path, root):
    header = "state,session,kind,code,name,members,city,country,stated_size"
    lines = [f"Kenya,8,individual,{code},,{name},,," for code, name in (("LK", "Locks"), ("KE", "Keys"))]
    loaded(root, own(tmp_path, *lines, header=header))
    assert forecast.preview(own(tmp_path, lines[0], header=header), root).fewer == {(8, "KEN"): (2, 1)}
    assert forecast.preview(own(tmp_path, *lines, header=header), root).fewer == {}


@pytest.mark.parametrize("language", languages())
def test_the_page_says_what_is_left_out_and_what_would_be_replaced(tmp_path, root, monkeypatch, language):
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    loaded(root, uhri(tmp_path, uhri_record(1), uhri_record(2)))
    part = uhri(tmp_path, uhri_record(1), uhri_record(2, Body="- CRC"), uhri_record(3, Body=None)).path.read_bytes()
    at = opened("pages/your_data.py", lang=language)
    at.file_uploader[0].set_value([(name, part, "application/json") for name in ("one.json", "two.json")]).run()
    assert not at.exception
    t = text(language)
    left_out = omissions.skipped({"other mechanisms than the UPR": 1, "records without a body": 1}, t)
    would_go = omissions.replaced({(41, "TLS"): (2, 1)}, t("dataset.uhri"), t)
    assert len(would_go) == 2
    shown = [each.value for each in at.markdown]
    assert all(shown.count(markdown(sentence)) == 2 for sentence in (*left_out, *would_go))
    at.get_by_key("load").click().run()
    assert not at.exception
    shown = [each.value for each in at.status[0].markdown]
    same = t("your_data.same", file="two.json", other="one.json")
    assert all(markdown(sentence) in shown for sentence in (same, *left_out))
