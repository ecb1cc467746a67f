"""Lists of submissions that are loaded: they join the catalogue with every data set."""

import re

import pytest
from lists_support import EMBEDDED, HINGES, KENYA, catalogue, counts, loaded, names, own, rows, summary
from loading_support import ROWS, export

from analytics import database
from analytics.loading import forecast, intake, store
from analytics.loading.given import Given
from analytics.loading.intake import LoadError
from analytics.sentences import Said

pytestmark = pytest.mark.usefixtures("written_once", "ten_rows")


def test_a_preview_tells_review_and_numbers_and_keeps_nothing(tmp_path, root):
    found = forecast.preview(summary(tmp_path, declared="4"), root)
    (document,) = found.documents
    assert (found.format.code, document.symbol, document.state, document.session) == ("summary", KENYA, "KEN", 8)
    assert (document.declared, len(document.entries), len(document.joint)) == (4, 3, 1)
    assert [entry.code for _, entry in found.submissions] == ["HI", "PU", "JS1"]
    assert [(note.field, note.value, note.reason) for note in found.notes] == [
        ("declared", "4 / 3", "declared_differs"),
    ]
    assert found.rejected == []
    assert not root.exists()


def test_a_loaded_list_stands_beside_the_built_in_ones(tmp_path, root):
    result = loaded(root, summary(tmp_path))
    assert (result.source, *counts(result)) == ("submissions", 3, 0, 0, 0, 0)
    found = catalogue(store.embedded(root))
    assert set(found) == EMBEDDED | {"KEN-8"}
    assert (found["KEN-8"], found["NAM-52"]) == ((3, 3, 1), (13, 14, 8))
    assert names(root) == {
        "HI": "Hinges of the World",
        "PU": "Painters United",
        "JS1": "Doors for All; Gate Keepers",
    }
    scopes = "select name, scope from listed_membership where review = 'KEN-8' and code = 'JS1' order by place"
    assert rows(store.embedded(root), scopes) == [("Doors for All", "national"), ("Gate Keepers", "regional")]


def test_data_version_source_and_build_log_say_that_a_list_is_loaded(tmp_path, root):
    loaded(root, summary(tmp_path))
    snapshot = store.embedded(root)
    ((version,),) = rows(snapshot, "select data_version from snapshot")
    assert re.fullmatch(r"2018-07-25-[0-9a-f]{6}\+1-loaded-lists", version)
    with database.open_snapshot(snapshot) as connection:
        assert database.query(connection, "dataset", {})["loaded_lists"].tolist() == [1]
        assert "loaded_summaries" in set(database.query(connection, "sources", {})["source"])
        last = database.query(connection, "build_log", {}).iloc[-1]
    assert last[["rows_in", "rows_out", "rows_rejected", "note"]].tolist() == [3, 3, 0, KENYA]
    ((embedded,),) = rows(database.ensure_snapshot(), "select data_version from snapshot")
    assert "loaded" not in embedded


def test_lists_are_part_of_every_data_set_whichever_is_loaded_first(tmp_path, root):
    loaded(root, export(tmp_path, *ROWS))
    loaded(root, summary(tmp_path))
    assert "KEN-8" in catalogue(store.current("upr_info", root).snapshot())
    made = store.current("upr_info", root)
    assert made.made == made.snapshot().name, "made before anybody looks, and not again"
    loaded(root, export(tmp_path, ROWS[0]))
    served = store.current("upr_info", root).snapshot()
    assert "KEN-8" in catalogue(served)
    asked = "select state_under_review, session from recommendation order by all"
    assert rows(served, asked) == [("GHA", 2), ("KEN", 8)]


def test_texts_that_are_made_searchable_later_are_served_with_the_lists_of_then(tmp_path, root):
    loaded(root, export(tmp_path, *ROWS))
    version = store.current("upr_info", root)
    loaded(root, summary(tmp_path))
    intake.finish(version, root)
    served = store.current("upr_info", root)
    assert served.made == served.snapshot().name, "nobody who looks waits for another one"


def test_files_of_both_kinds_load_in_one_go(tmp_path, root):
    results = intake.load([export(tmp_path, *ROWS), summary(tmp_path)], root)
    assert sorted((result.source, result.new) for result in results) == [("submissions", 3), ("upr_info", 3)]
    assert "KEN-8" in catalogue(store.current("upr_info", root).snapshot())


def test_no_source_is_changed_where_a_file_of_another_one_cannot_be_read(tmp_path, root):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nbroken")
    nothing = own(tmp_path, "Namibia,52,individual,DA,,Doors for All,,,")
    for bad in (Given(broken), nothing):
        with pytest.raises(LoadError, match=rf"^Nothing was changed\. {bad.path.name}"):
            intake.load([export(tmp_path, *ROWS), bad], root)
        assert store.sources(root) == []
        assert list(root.glob("*/.*.part")) == []


def test_where_only_one_source_could_be_swapped_in_the_message_says_which_and_it_is_finished(
    tmp_path, root, monkeypatch
):
    asked = tmp_path / "asked.csv"
    asked.write_text("state_under_review,session,recommending_states\nGhana,2,France\n", encoding="utf-8")
    complete = store.complete

    def full(source, *more):
        if source == "own":
            raise OSError(28, "No space left on device")
        return complete(source, *more)

    monkeypatch.setattr(store, "complete", full)
    said = r"^Loaded: submissions, upr_info\. Not loaded: own\. No space left on device\.$"
    with pytest.raises(LoadError, match=said):
        intake.load([export(tmp_path, *ROWS), Given(asked), summary(tmp_path)], root)
    assert store.sources(root) == ["submissions", "upr_info"]
    made = store.current("upr_info", root)
    assert (made.files / "search_stems.parquet").exists()
    assert "KEN-8" in catalogue(made.snapshot())


def test_a_review_that_comes_again_replaces_what_was_loaded_of_it_and_no_other(tmp_path, root):
    loaded(root, summary(tmp_path))
    other = "GHA,2,individual,LK,,Locks of Accra,,,"
    assert counts(loaded(root, own(tmp_path, other))) == (1, 0, 0, 0, 0)
    again = summary(tmp_path, HINGES, "CL Carpenters League, Nairobi (Kenya);", joint="Doors for All; Gate Keepers")
    assert counts(loaded(root, again)) == (1, 1, 1, 1, 0), "CL new, JS1 without places changed, HI unchanged, PU gone"
    assert set(names(root)) == {"HI", "CL", "JS1"}
    assert set(names(root, "GHA-2")) == {"LK"}
    assert counts(loaded(root, again)) == (0, 0, 3, 0, 0)


def test_a_list_of_ones_own_has_no_document_and_no_declared_number(tmp_path, root):
    lines = (
        "Kenya,8,joint,JS1,Coalition of Doors,Doors for All (DfA)|Gate Keepers,Nairobi,Kenya,",
        "KEN,8,joint,JS2,,,,,more than 50",
        "Kenya,8,individual,,,Hinges of the World (HI),Geneva,Switzerland,",
    )
    result = loaded(root, own(tmp_path, *lines))
    assert (counts(result), result.notes) == ((3, 0, 0, 0, 0), [])
    assert catalogue(store.embedded(root))["KEN-8"] == (0, 3, 2)
    assert list(names(root)) == ["JS1", "JS2", "#3"]
    with database.open_snapshot(store.embedded(root)) as connection:
        asked = {"scheme": "m49", "lists": "KEN-8", "search": "", "called": "", "size": "any"}
        assert database.query(connection, "catalogue", asked)["document"].isna().all()
    stated = "select stated_size, exactness from submission where code = 'JS2' and symbol = 'own/8/KEN'"
    assert rows(store.embedded(root), stated) == [(50, "more_than")]


def test_a_code_that_is_made_is_none_that_stands_in_the_list(tmp_path, root):
    codes = ("#2", "", "#3", "A", "A*", "")
    lines = [f"Kenya,8,individual,{code},,Doors {number},,," for number, code in enumerate(codes)]
    result = loaded(root, own(tmp_path, *lines))
    assert list(names(root)) == ["#2", "#4", "#3", "A", "#6"]
    assert [(row.line, row.value) for row in result.rejected] == [(6, "A")]


REFUSED = {
    "another list of a built-in review": (
        "Namibia,52,individual,DA,,Doors for All,,,",
        ("review", "NAM-52", "the built-in list A/HRC/WG.6/52/NAM/3 stays: only the same document replaces it"),
    ),
    "an unknown state": (
        "Gondor,8,individual,DA,,Doors for All,,,",
        ("state under review", "Gondor", "is not in data/"),
    ),
    "no session": ("Kenya,99,individual,DA,,Doors for All,,,", ("session", "99", "is not in data/sessions.csv")),
    "the same code twice": ("Kenya,8,individual,OK,,Doors for All,,,", ("code", "OK", "this code came before")),
    "several in one": (
        "Kenya,8,individual,DA,,Doors for All|Gate Keepers,,,",
        ("members", "Doors for All | Gate Keepers", "several organisations make a joint submission"),
    ),
    "a name that is none": ("Kenya,8,individual,DA,,()|,,,", ("members", "()", "no name of an organisation")),
    "a name as long as a report": (
        f"Kenya,8,joint,DA,,{'Doors ' * 40},,,",
        ("members", None, "more than 200 characters"),
    ),
    "a title like a sentence": (f"Kenya,8,joint,DA,{'Doors ' * 12},Doors,,,", ("name", None, "at most 60 characters")),
    "an acronym as long as a report": (
        f"Kenya,8,joint,DA,,{'D' * 201} - Doors,,,",
        ("members", None, "more than 200 characters"),
    ),
    "a city like a sentence": (f"Kenya,8,joint,DA,,Doors,{'Doors ' * 12},,", ("city", None, "at most 60 characters")),
    "a country like a sentence": (
        f"Kenya,8,joint,DA,,Doors,,{'Doors ' * 12},",
        ("country", None, "a country has at most 60 characters"),
    ),
    "a code like a sentence": (f"Kenya,8,joint,{'D' * 51},,Doors,,,", ("code", "D" * 51, "at most 50 characters")),
}


@pytest.mark.parametrize(("line", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_is_rejected_with_line_and_reason(tmp_path, root, line, said):
    given = own(tmp_path, "Kenya,8,individual,OK,,Open Keys,,,", line)
    (row,) = forecast.preview(given, root).rejected
    assert (row.file, row.line, row.field) == ("own.csv", 3, said[0])
    assert said[1] in {None, row.value}
    assert (said[2] in row.reason, type(row.reason)) == (True, Said), "words that every language has"
    result = loaded(root, given)
    assert counts(result) == (1, 0, 0, 0, 1)
    assert said[2] in (root / "submissions" / "0001" / "rejected.csv").read_text(encoding="utf-8")


def test_a_file_without_a_submission_that_can_be_taken_changes_nothing(tmp_path, root):
    loaded(root, summary(tmp_path))
    with pytest.raises(LoadError, match=r"Nothing was changed\. own\.csv holds no submission .* built-in list .*NAM"):
        intake.load([own(tmp_path, "Namibia,52,individual,DA,,Doors for All,,,")], root)
    assert [each.number for each in store.versions("submissions", root)] == [1]


def test_two_lists_of_one_review_at_once_are_not_mixed(tmp_path, root):
    result = loaded(root, summary(tmp_path), own(tmp_path, "Kenya,8,individual,LK,,Locks of Nairobi,,,"))
    assert counts(result) == (3, 0, 0, 0, 1)
    assert "about the same review" in result.rejected[0].reason
