"""Lists of submissions that are loaded: they join the catalogue with every data set, and nothing is guessed or lost."""

import ast
import csv
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest
from app_support import opened, words
from filelock import FileLock
from loading_support import ROWS, export

from analytics import database, doctor, load, query, small_tables
from analytics.catalogue import documents, organisations
from analytics.catalogue import loaded as loaded_lists
from analytics.database import writing
from analytics.loading import forecast, intake, mappings, store
from analytics.loading.given import Given
from analytics.loading.intake import LoadError
from analytics.sentences import Said
from analytics.sources.summaries.names import Member
from analytics.text import languages, text

pytestmark = pytest.mark.usefixtures("written_once")
ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
KENYA = "A/HRC/WG.6/8/KEN/3"
HEADER = "state,session,kind,code,name,members,city,country,stated_size"
EMBEDDED = {"BRB-29", "AFG-32", "BRN-33", "BRA-41", "CRI-47", "NAM-52", "PRY-52"}
"""The reviews whose lists come with the atlas."""
SUMMARY = """{symbol}
1. This report is a summary of {declared} stakeholders' submissions to the review. The doors of Nairobi are green.
2 The stakeholders listed below have contributed; the full texts are available at: www.ohchr.org.

Civil society

Individual submissions:
{individual}

Joint submissions:
JS1 Joint submission 1 submitted by: {joint}
3 See another note.
"""
HINGES, PAINTERS = "HI Hinges International, Geneva (Switzerland);", "PU Painters United, Nairobi (Kenya);"
DOORS = "Doors for All (DfA), Nairobi (Kenya); Gate Keepers, Accra (Ghana);"


def summary(folder, *individual, joint=DOORS, symbol=KENYA, declared="three", name="summary.txt"):
    """A summary of invented organisations: two individual submissions and a joint one of two, unless said otherwise."""
    single = "\n".join(individual or (HINGES, PAINTERS))
    path = folder / name
    path.write_text(SUMMARY.format(symbol=symbol, declared=declared, individual=single, joint=joint), encoding="utf-8")
    return Given(path)


def own(folder, *lines, name="own.csv"):
    path = folder / name
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return Given(path)


def loaded(root, *files, **more):
    (result,) = intake.load(files, root, **more)
    return result


def counts(result):
    return result.new, result.changed, result.unchanged, result.gone, len(result.rejected)


def rows(snapshot, sql):
    with database.open_snapshot(snapshot) as connection:
        return connection.execute(sql).fetchall()


def catalogue(snapshot):
    """Review -> submissions declared and listed, joint ones."""
    with database.open_snapshot(snapshot) as connection:
        found = database.query(connection, "listed_reviews", {"scheme": "m49", "lists": "all"})
    found["declared"] = found["declared"].fillna(0).astype(int)
    made = found[["review", "declared", "submissions", "joint"]].itertuples(index=False, name=None)
    return {review: tuple(numbers) for review, *numbers in made}


def names(root, review="KEN-8"):
    """Code of each submission of a review and its organisations, in the order of the list."""
    found = rows(
        store.embedded(root),
        f"select code, organisations from listed_submission where review = '{review}' order by position",
    )
    return dict(found)


def logged(snapshot):
    """The last step of the build log: rows in, out and rejected, and its note."""
    return rows(snapshot, "select rows_in, rows_out, rows_rejected, note from build_log order by position").pop()


def data_without(folder, symbol):
    """data/ as it would be without one of its lists."""
    data = folder / "data"
    shutil.copytree(DATA, data)
    for name in (*list(documents.FILES)[:3], documents.CORRECTIONS):
        header, *content = csv.reader((data / name).read_text(encoding="utf-8").splitlines())
        small_tables.write(data / name, [header, *(row for row in content if row[0] != symbol)])
    return data


# What a load does


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
        "HI": "Hinges International",
        "PU": "Painters United",
        "JS1": "Doors for All; Gate Keepers",
    }
    scopes = "select name, scope from listed_membership where review = 'KEN-8' and code = 'JS1' order by place"
    assert rows(store.embedded(root), scopes) == [("Doors for All", "national"), ("Gate Keepers", "regional")]


def test_data_version_source_and_build_log_say_that_a_list_is_loaded(tmp_path, root):
    loaded(root, summary(tmp_path))
    snapshot = store.embedded(root)
    ((version,),) = rows(snapshot, "select data_version from snapshot")
    assert re.fullmatch(r"2015-08-14-[0-9a-f]{6}\+1-loaded-lists", version)
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
        "Kenya,8,individual,,,Hinges International (HI),Geneva,Switzerland,",
    )
    result = loaded(root, own(tmp_path, *lines))
    assert (counts(result), result.notes) == ((3, 0, 0, 0, 0), [])
    assert catalogue(store.embedded(root))["KEN-8"] == (0, 3, 2)
    assert list(names(root)) == ["JS1", "JS2", "#3"]
    with database.open_snapshot(store.embedded(root)) as connection:
        asked = {"scheme": "m49", "lists": "KEN-8", "search": "", "size": "any"}
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


# Countries, names, states: nothing is guessed


def test_a_country_in_no_table_stays_empty_until_it_is_mapped_and_the_list_comes_again(tmp_path, root):
    given = own(tmp_path, "Kenya,8,individual,HI,,Hinges International,Springfield,Great Britain,")
    result = loaded(root, given)
    assert [(note.field, note.value, note.reason) for note in result.notes] == [
        ("country", "Great Britain", "country_unknown"),
    ]
    country = (
        "select s.country, m.country, m.city from submission as s join submission_member as m using (symbol, code) "
        "where symbol = 'own/8/KEN'"
    )
    assert rows(store.embedded(root), country) == [(None, None, "Springfield")]
    mappings.map_name("country", "Great Britain", "GBR", root)
    loaded(root, own(tmp_path, "Ghana,2,individual,LK,,Locks of Accra,,,"))
    assert rows(store.embedded(root), country) == [("GBR", "GBR", "Springfield")], (
        "also in a list that was loaded before"
    )
    assert loaded(root, given).notes == []


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [("country", "gbr", "GBR"), ("state", "KEN", "KEN"), ("issue", "Justice", "justice"), ("response", "", "")],
)
def test_a_name_is_mapped_to_a_code_that_exists(root, kind, typed, kept, capsys):
    assert load.main(["--map", kind, "Far Away", typed]) == 0
    assert f"From now on 'Far Away' is {kept or 'left out'}." in capsys.readouterr().out
    assert mappings.mapped(root)[kind] == {"Far Away": kept}


@pytest.mark.parametrize(
    ("kind", "code", "near"),
    [
        ("country", "GBX", "GBR"),
        ("state", "UK", "UKR"),
        ("issue", "justise", "justice"),
        ("response", "acepted", "acc"),
    ],
)
def test_a_code_that_does_not_exist_is_refused_with_those_that_do(root, kind, code, near, capsys):
    assert load.main(["--map", kind, "Far Away", code]) == 1
    said = capsys.readouterr().err
    assert f"'{code}' is no code for the kind '{kind}'." in said
    assert near in said.partition("nearest are: ")[2]
    assert not root.exists()


def test_a_mapping_to_no_code_that_was_stored_before_is_not_used_and_told(tmp_path, root):
    root.mkdir()
    stored = "kind,name,code,mapped\ncountry,Great Britain,gbx,2026-01-01\ncountry,Far Away,ken,2026-01-01\n"
    (root / "mappings.csv").write_text(stored, encoding="utf-8")
    lines = ("Kenya,8,individual,HI,,Hinges,,Great Britain,", "Kenya,8,individual,LK,,Locks,,Far Away,")
    results = intake.load([own(tmp_path, *lines), export(tmp_path, *ROWS)], root)
    for result in results:
        assert ("country Great Britain gbx", "mapping_unknown") in [(each.value, each.reason) for each in result.notes]
    assert rows(store.embedded(root), "select country from submission where symbol = 'own/8/KEN' order by code") == [
        (None,),
        ("KEN",),
    ]


def test_names_that_are_alike_stay_apart_and_are_told(tmp_path, root):
    joint = "Green Doors of Kenya; The Green Doors in Kenya; Gate Keepers;"
    result = loaded(root, summary(tmp_path, joint=joint))
    assert [note.value for note in result.notes if note.reason == "alike"] == [
        "green doors in kenya | green doors of kenya",
    ]
    found = rows(store.embedded(root), "select count(*) from stakeholder where name like '%Green Doors%'")
    assert found == [(2,)]
    assert "green doors in kenya | green doors of kenya" in (root / "submissions/0001/notes.csv").read_text("utf-8")


def test_a_name_is_not_alike_one_that_its_list_replaces(tmp_path, root):
    loaded(root, summary(tmp_path, joint="Green Doors of Kenya; Gate Keepers;"))
    again = summary(tmp_path, joint="Green Doors in Kenya; Gate Keepers;")
    assert forecast.preview(again, root).notes == []
    other = own(tmp_path, "Ghana,2,individual,,,Green Doors in Kenya,,,")
    assert [note.reason for note in forecast.preview(other, root).notes] == ["alike"]


def test_an_organisation_in_two_spellings_of_one_submission_is_counted_once_and_told(tmp_path, root):
    result = loaded(root, own(tmp_path, "Kenya,8,joint,JS1,,The Doors For All|Doors for All (DfA)|Gates,,,"))
    assert [(note.line, note.value, note.reason) for note in result.notes] == [
        (2, "Doors for All", "spelled_otherwise"),
    ]
    signed = "select name, acronym from submission_member where symbol = 'own/8/KEN' order by place"
    assert rows(store.embedded(root), signed) == [("The Doors For All", "DfA"), ("Gates", None)]


def test_an_organisation_of_the_built_in_lists_is_known_again_and_keeps_its_code(tmp_path, root):
    """Access Now is in the lists of the atlas; a loaded list prints it with an article and in capitals."""
    (before,) = rows(database.ensure_snapshot(), "select stakeholder from stakeholder where name = 'Access Now'")
    loaded(root, summary(tmp_path, HINGES, "AN The ACCESS NOW, Brussels (Belgium);"))
    whose = "select stakeholder from submission_member where symbol like '%/8/KEN/3' and code = 'AN'"
    assert rows(store.embedded(root), whose) == [before]
    kept = "select stakeholder from stakeholder"
    assert set(rows(database.ensure_snapshot(), kept)) <= set(rows(store.embedded(root), kept))


def test_codes_of_organisations_that_are_known_stay_when_others_would_take_them():
    known = organisations.ids(["doors for all"])
    assert organisations.ids(["doors for all", "doors"], known)["doors for all"] == "doors-for-all"
    long = " ".join(["doors"] * 12)
    known = organisations.ids([f"{long} b"])
    made = organisations.ids([f"{long} a", f"{long} b"], known)
    assert (made[f"{long} b"], made[f"{long} a"]) == (known[f"{long} b"], f"{known[f'{long} b']}-2")


def test_only_pairs_with_a_name_of_the_files_are_proposed():
    old = [Member("Green Doors of Kenya"), Member("Green Doors in Kenya"), Member("Blue Gates", "BG")]
    assert [*organisations.proposals([Member("Hinges", "BG"), Member("Keys")], old)] == [("blue gates", "hinges")]


def test_an_acronym_that_many_share_proposes_none_of_them():
    letters = "abcdefghijklmnopqrstu"
    assert [*organisations.proposals([Member(3 * letter, "BG") for letter in letters])] == []
    assert len([*organisations.proposals([Member(3 * letter, "BG") for letter in letters[1:]])]) == 20 * 19 / 2


def test_of_very_many_names_that_are_alike_the_first_are_told_and_that_there_are_more(tmp_path, root):
    doors = "|".join(f"Doors of Nairobi {number}" for number in range(loaded_lists.MOST_NAMES))
    tracemalloc.start()
    notes = forecast.preview(own(tmp_path, f"Kenya,8,joint,JS1,,{doors},,,"), root).notes
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [note.reason for note in notes] == ["alike"] * 200 + ["more_alike"]
    assert peak < 50e6


def test_more_names_than_can_be_compared_are_refused_with_a_sentence(tmp_path, root):
    given = own(tmp_path, f"Kenya,8,joint,JS1,,{'|'.join(f'Door {n}' for n in range(loaded_lists.MOST_NAMES + 1))},,,")
    with pytest.raises(LoadError, match=r"^These lists name 5,001 organisations; at most 5,000 are taken at once"):
        forecast.preview(given, root)
    with pytest.raises(LoadError, match=r"^Nothing was changed\. These lists name 5,001 organisations"):
        intake.load([given], root)
    assert store.sources(root) == []


def test_a_code_of_a_symbol_that_is_not_iso_is_looked_up_mapped_or_rejected(tmp_path, root):
    given = summary(tmp_path, symbol="A/HRC/WG.6/8/XKE/3", name="A_HRC_WG.6_8_XKE_3.txt")
    (first, *_) = forecast.preview(given, root).rejected
    assert (first.field, first.value) == ("state under review", "XKE")
    assert "no ISO 3166 code" in first.reason
    (document,) = forecast.preview(Given(given.path, state="Kenya"), root).documents
    assert (document.state, document.symbol) == ("KEN", "A/HRC/WG.6/8/XKE/3")
    mappings.map_name("state", "XKE", "KEN", root)
    assert forecast.preview(given, root).rejected == []
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    (data / "symbol_codes.csv").write_text("iso3,session,code,source\nKEN,8,XKE,invented\n", encoding="utf-8")
    reader = loaded_lists.Reader(data, {})
    reader.read(given.recognised)
    assert [each.state for each in reader.found.documents] == ["KEN"]


def test_a_document_is_not_loaded_as_that_of_another_review(tmp_path, root):
    given = summary(tmp_path)
    found = forecast.preview(Given(given.path, "Ghana", 8), root)
    assert (found.documents, len(found.rejected)) == ([], 3)
    assert f"the document is {KENYA}, which is about another review" in found.rejected[0].reason


def test_a_name_cannot_hold_what_a_page_would_read_as_markup(tmp_path, root):
    loaded(root, own(tmp_path, "Kenya,8,individual,X,,![Doors](http://doors.example/a.png) <b>:material/home: $x$,,,"))
    (name,) = names(root).values()
    assert name == "(Doors)(http: doors.example/a.png) b material/home: x"


def test_a_country_is_kept_and_mapped_as_it_is_shown(tmp_path, root):
    given = own(tmp_path, "Kenya,8,individual,X,,Doors,Springfield,<b>Great`Britain,")
    assert [note.value for note in loaded(root, given).notes] == ["bGreat'Britain"]
    assert "<b>" not in (root / "submissions/0001/data/lists.json").read_text(encoding="utf-8")
    mappings.map_name("country", "bGreat'Britain", "GBR", root)
    assert loaded(root, given).notes == []


def test_only_facts_are_kept_of_a_document(tmp_path, root):
    result = loaded(root, summary(tmp_path, joint="Doors for All;"))
    assert [note.value for note in result.notes] == ["JS1: Doors for All"]
    kept = [path for path in (root / "submissions").rglob("*") if path.suffix in {".json", ".csv"}]
    assert {path.name for path in kept} == {"lists.json", "log.json", "rejected.csv", "notes.csv"}
    assert [path.name for path in kept if re.search("are green|This report", path.read_text(encoding="utf-8"))] == []
    _, note = csv.reader((root / "submissions/0001/notes.csv").read_text(encoding="utf-8").splitlines())
    assert note[3:5] == ["JS1", "a joint submission with one organisation that is named"], "of a doubt only the code"


def test_every_reason_of_a_note_has_its_sentence():
    sources = [ROOT / "analytics/catalogue/loaded.py", *(ROOT / "analytics/sources/summaries").glob("*.py")]
    found = set()
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ParseWarning":
                found |= {each.value for each in ast.walk(node.args[0]) if isinstance(each, ast.Constant)}
            if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[0], ast.Constant):
                found |= {node.elts[0].value}
    reasons = {each for each in found if isinstance(each, str) and re.fullmatch(r"[a-z]+(_[a-z]+)+", each)}
    assert {"declared_differs", "one_member", "no_code", "not_split", "spelled_otherwise"} <= reasons
    reasons -= {"regional_organisation"}
    assert [each for each in sorted(reasons) if not text("en").has(f"note.{each}")] == []


# Nothing is lost


def test_an_undo_goes_back_to_the_version_before_and_then_to_the_built_in_lists_alone(tmp_path, root):
    loaded(root, export(tmp_path, *ROWS))
    loaded(root, summary(tmp_path))
    loaded(root, own(tmp_path, "Ghana,2,individual,LK,,Locks of Accra,,,"))

    def shown():
        snapshots = (store.embedded(root), store.current("upr_info", root).snapshot())
        return [set(catalogue(each)) - EMBEDDED for each in snapshots]

    assert shown() == [{"KEN-8", "GHA-2"}] * 2
    assert store.undo("submissions", root).number == 1
    assert shown() == [{"KEN-8"}] * 2
    assert store.undo("submissions", root) is None
    assert shown() == [set()] * 2
    assert store.embedded(root) == database.ensure_snapshot()
    with pytest.raises(
        store.StoreError, match=r"There are: 1, 2\. None is served; --version 2 serves the last one again\.$"
    ):
        store.undo("submissions", root)
    assert store.undo("submissions", root, 2).number == 2
    assert shown() == [{"KEN-8", "GHA-2"}] * 2


def test_an_undo_never_brings_back_what_was_taken_out_before(tmp_path, root):
    ghana, kenya = own(tmp_path, "Ghana,2,joint,JS1,,Gates,,,"), summary(tmp_path)

    def shown():
        return set(catalogue(store.embedded(root))) - EMBEDDED

    loaded(root, ghana)
    assert store.undo("submissions", root) is None
    loaded(root, kenya)
    assert (store.current("submissions", root).log["before"], shown()) == (0, {"KEN-8"})
    assert (store.undo("submissions", root), shown()) == (None, set())
    assert (store.undo("submissions", root, 2).number, shown()) == (2, {"KEN-8"})
    loaded(root, ghana)
    store.undo("submissions", root, 1)
    loaded(root, kenya)
    assert shown() == {"GHA-2", "KEN-8"}
    assert (store.undo("submissions", root).number, shown()) == (1, {"GHA-2"})


def test_an_undo_that_a_full_disk_stops_is_a_sentence(tmp_path, root, monkeypatch, capsys):
    loaded(root, export(tmp_path, *ROWS))
    loaded(root, summary(tmp_path))
    for path in store.current("upr_info", root).folder.glob("upr-*.duckdb"):
        if path.name != store.current("upr_info", root).made:
            path.unlink()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "write_snapshot", full)
    assert load.main(["--undo", "submissions"]) == 1
    assert "'submissions' could not be taken back: No space left on device." in capsys.readouterr().err
    assert store.current("submissions", root).number == 1


def test_a_second_load_at_the_same_time_is_refused(tmp_path, root):
    root.mkdir()
    with FileLock(root / "lock"), pytest.raises(store.BusyError):
        intake.load([summary(tmp_path)], root)


def test_a_disk_that_fills_up_leaves_what_was_served(tmp_path, root, monkeypatch):
    loaded(root, summary(tmp_path))

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(writing, "write_snapshot", full)
        with pytest.raises(LoadError, match="Nothing was changed: No space left on device"):
            intake.load([own(tmp_path, "Ghana,2,individual,LK,,Locks of Accra,,,")], root)
    assert set(catalogue(store.embedded(root))) == EMBEDDED | {"KEN-8"}
    assert list(root.glob("*/.*.part")) == []


@pytest.mark.parametrize("error", [database.Error("could not write block"), OSError(28, "No space left on device")])
def test_a_data_set_without_room_for_the_lists_stops_the_load_before_anything_is_changed(
    tmp_path, root, monkeypatch, error
):
    loaded(root, export(tmp_path, *ROWS))
    before, write = store.current("upr_info", root), database.write_snapshot

    def full(path, data):
        if path.parent == before.folder:
            raise error
        write(path, data)

    monkeypatch.setattr(writing, "write_snapshot", full)
    with pytest.raises(LoadError, match=r"^Nothing was changed: (could not write block|No space left on device)"):
        intake.load([summary(tmp_path)], root)
    assert (store.sources(root), store.current("upr_info", root)) == (["upr_info"], before)
    assert set(catalogue(before.snapshot())) == EMBEDDED


def test_a_data_set_that_is_damaged_already_does_not_stop_a_list(tmp_path, root):
    loaded(root, export(tmp_path, *ROWS))
    (store.current("upr_info", root).files / "recommendations.parquet").write_bytes(b"damage")
    assert loaded(root, summary(tmp_path)).new == 3


LOAD_FOREVER = """
import sys
from pathlib import Path
from analytics.loading import intake
from analytics.loading.given import Given
root, *files = map(Path, sys.argv[1:])
print("ready", flush=True)
for number in range(100):
    intake.load([Given(files[number % len(files)])], root)
"""


def test_a_load_killed_at_any_moment_leaves_lists_that_can_be_read(tmp_path, root):
    one, two = summary(tmp_path), summary(tmp_path, HINGES, name="other.txt", declared="two")
    loaded(root, one)
    moments = random.Random(3)
    for _ in range(3):
        command = [sys.executable, "-c", LOAD_FOREVER, str(root), str(two.path), str(one.path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
            process.stdout.readline()
            time.sleep(moments.uniform(0.1, 2))
            process.send_signal(signal.SIGKILL)
        assert catalogue(store.embedded(root))["KEN-8"] in {(3, 3, 1), (2, 2, 1)}
    loaded(root, one)
    assert list(root.glob("*/.*.part")) == []


def test_a_list_that_a_new_atlas_brings_itself_wins_over_another_one_that_was_loaded(tmp_path, root):
    """Loaded while the atlas had no list of Namibia; the next one has it."""
    old = data_without(tmp_path, "A/HRC/WG.6/52/NAM/3")
    intake.load(
        [own(tmp_path, "Namibia,52,individual,DA,,Doors for All,,,", "KEN,8,joint,JS1,,Gates,,,")], root, data=old
    )
    version = store.current("submissions", root)
    assert catalogue(version.snapshot(old))["NAM-52"] == (0, 1, 0)
    new = catalogue(version.snapshot())
    assert (new["NAM-52"], new["KEN-8"]) == ((13, 14, 8), (0, 1, 1))
    assert logged(version.snapshot()) == (
        *(2, 1, 1),
        "own/8/KEN; left out, because the atlas has another list of the review: own/52/NAM",
    )


def test_the_build_log_says_what_the_last_load_rejected_and_counts_what_is_there(tmp_path, root):
    loaded(root, own(tmp_path, "KEN,8,joint,JS1,,Gates,,,", "Gondor,8,joint,JS1,,Gates,,,"))
    note = "own/8/KEN; submissions that the last load rejected before, not counted here: 1"
    assert logged(store.embedded(root)) == (1, 1, 0, note)
    loaded(root, own(tmp_path, "GHA,2,joint,JS1,,Gates,,,"))
    assert logged(store.embedded(root)) == (2, 2, 0, "own/2/GHA, own/8/KEN")


def test_a_correction_that_does_not_fit_a_loaded_list_is_not_shown_as_made(tmp_path, root):
    """The record about JS3 of Brunei expects a member that this version of the document does not name."""
    about = "select count(*) from submission_correction where symbol = 'A/HRC/WG.6/33/BRN/3'"
    assert rows(database.ensure_snapshot(), about) == [(1,)]
    joint = f"{DOORS}\nJS2 Joint submission 2 submitted by: {DOORS}\nJS3 Joint submission 3 submitted by: {DOORS}"
    loaded(root, summary(tmp_path, joint=joint, symbol="A/HRC/WG.6/33/BRN/3"))
    assert "JS3" in names(root, "BRN-33")
    assert rows(store.embedded(root), about) == [(0,)]


# The producers' files


@pytest.mark.parametrize(
    "case",
    [
        ("A/HRC/WG.6/52/NAM/3", "A_HRC_WG.6_52_NAM_3_endnote2_excerpt.txt", "NAM-52", (13, 14, 8)),
        ("A/HRC/WG.6/47/CRI/3", "A_HRC_WG.6_47_CRI_3.txt", "CRI-47", (26, 26, 11)),
    ],
    ids=lambda case: case[2],
)
def test_a_list_taken_out_and_loaded_is_as_it_was(sources, tmp_path, root, case):
    """Declared, listed and joint submissions as a person counts them; every row of the catalogue as it was."""
    symbol, file, review, numbers = case
    data = data_without(tmp_path, symbol)
    assert review not in catalogue(database.ensure_snapshot(data, tmp_path))
    result = loaded(root, Given(sources / "stakeholder_summaries" / file), data=data)
    assert counts(result) == (numbers[1], 0, 0, 0, 0)
    snapshot = store.current("submissions", root).snapshot(data)
    assert catalogue(snapshot)[review] == numbers
    for table in ("submission_member", "submission", "stakeholder", "listed_membership"):
        whole = f"select * from {table} order by all"
        assert rows(snapshot, whole) == rows(database.ensure_snapshot(), whole), table


def test_the_seven_lists_change_nothing_when_they_are_loaded(sources, root):
    seven = {row["symbol"].replace("/", "_") for row in small_tables.read(DATA / "stakeholder_documents.csv")}
    texts = sorted((sources / "stakeholder_summaries").glob("*.txt"))
    files = [Given(path) for path in texts if any(path.stem.startswith(symbol) for symbol in seven)]
    result = loaded(root, *files)
    assert counts(result) == (0, 0, 158, 0, 0)
    assert [note for note in result.notes if note.reason in {"alike", "country_unknown"}] == []
    assert [note.value for note in result.notes if note.reason == "declared_differs"] == ["13 / 14"]
    ((joint,),) = rows(store.embedded(root), "select count(*) from submission where kind = 'joint'")
    assert joint == 91


def test_what_is_read_back_from_the_catalogue_makes_the_same_catalogue():
    made = documents.rows(documents.documents(DATA), DATA)
    for name, content in zip(documents.FILES, made, strict=True):
        _, *committed = csv.reader((DATA / name).read_text(encoding="utf-8").splitlines())
        assert [["" if value is None else str(value) for value in row] for row in content] == committed, name


# Commands and pages


def test_the_command_shows_loads_and_takes_back(tmp_path, root, capsys):
    path = str(summary(tmp_path, PAINTERS, "LL Locks, Far Away (Great Britain);", declared="4").path)
    assert load.main([path]) == 0
    said = capsys.readouterr().out
    assert f"KEN, session 8 ({KENYA}): declares 4, lists 3 submissions, 1 joint with 2 memberships" in said
    assert "2 notes:" in said
    assert "declared '4 / 3': the document declares the first number of submissions" in said
    assert "and load the list again." in said
    assert 'python -m analytics.load --map country "Great Britain" CODE' in said
    assert load.main([path, "--yes"]) == 0
    said = capsys.readouterr().out
    assert "submissions, version 1: 3 new, 0 changed, 0 unchanged, 0 gone, 0 rejected" in said
    assert str(root / "submissions" / "0001" / "notes.csv") in said
    assert query.main(["listed_reviews", "--lists", "KEN-8", "--format", "csv"]) == 0
    assert "KEN-8" in capsys.readouterr().out
    assert query.main(["listed_reviews", "--data", "submissions"]) == 2
    assert load.main(["--finish", "submissions"]) == 1
    assert "they have no texts to search" in capsys.readouterr().err
    assert load.main(["--undo", "submissions"]) == 0
    assert "came with the atlas are served again" in capsys.readouterr().out


def test_the_doctor_counts_the_lists_and_looks_after_them(tmp_path, root, capsys):
    loaded(root, summary(tmp_path))
    assert doctor.main() == 0
    said = capsys.readouterr().out
    assert "* submissions 1: loaded" in said
    assert "Lists of submissions loaded, part of every data set: 1" in said
    assert "--finish submissions" not in said
    (root / "submissions" / "0001" / "data" / "lists.json").write_text("damage", encoding="utf-8")
    assert doctor.main() == 1


@pytest.mark.parametrize("language", languages())
def test_the_page_shows_what_a_list_holds_and_loads_it(tmp_path, root, monkeypatch, language):
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    given = summary(tmp_path, HINGES, "LL Locks, Far Away (Great Britain);", declared="4")
    at = opened("pages/your_data.py", lang=language)
    at.file_uploader[0].set_value([(given.path.name, given.path.read_bytes(), "text/plain")]).run()
    assert not at.exception
    tables = [each.value for each in at.dataframe]
    assert tables[0].iloc[0].tolist()[1:] == [8, KENYA, "4", "3", "1"]
    assert tables[1].iloc[:, 2].tolist() == ["HI", "LL", "JS1"]
    assert [each.proto.alt for each in at.dataframe] == [
        text(language)(f"your_data.{what}", name=given.path.name) for what in ("reviews", "first")
    ]
    assert at.table[0].value.iloc[:, 0].tolist() == ["4 / 3", "Great Britain"]
    at.get_by_key("map.country.Great Britain").select("GBR").run()
    assert mappings.mapped(root)["country"] == {"Great Britain": "GBR"}
    at.get_by_key("load").click().run()
    assert not at.exception
    assert "KEN-8" in catalogue(store.embedded(root))
    t = text(language)
    assert t("your_data.lists.done") in [each.value for each in at.markdown]
    assert not [each.value for each in at.markdown if each.value.startswith("summary")], (
        "no word on the progress is left"
    )
    assert at.main.get("page_link")[-1].proto.label == t("your_data.open", name=t("coalitions.title"))
    (loaded_at,) = at.dataframe[-1].value.iloc[:, 3]
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d UTC", loaded_at)


@pytest.mark.usefixtures("root")
def test_the_page_shows_rejected_rows_whole_and_as_nothing_but_text(tmp_path, monkeypatch):
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    lines = "Kenya,8,individual,DA,,Doors for All,,,", "![Gondor](https://gate.example),8,individual,GK,,Gates,,,"
    at = opened("pages/your_data.py")
    at.file_uploader[0].set_value([("own.csv", own(tmp_path, *lines).path.read_bytes(), "text/csv")]).run()
    (row,) = at.table[0].value.itertuples(index=False, name=None)
    said = ("3", "state under review", r"\!\[Gondor\]\(https\://gate\.example\)")
    assert row == (*said, r"this name is not in data/state\_aliases\.csv", "")


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("language", languages())
def test_the_page_asks_what_a_name_stands_for_and_says_of_what_kind_it_is(tmp_path, monkeypatch, language):
    """One word can be a state in one column and a country in another; each is asked for by itself."""
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    lines = (
        "Kenia,8,individual,DA,,Doors for All,,,",
        "Kenya,8,individual,GK,,Gate Keepers,,Kenia,",
    )
    content = own(tmp_path, *lines).path.read_bytes()
    at = opened("pages/your_data.py", lang=language)
    at.file_uploader[0].set_value([("own.csv", content, "text/csv"), ("doors.txt", b"Doors", "text/plain")]).run()
    t = text(language)
    asked = [each for each in at.selectbox if each.key.startswith(("map.", "state."))]
    assert [(each.label, each.proto.placeholder) for each in asked] == [
        (t("your_data.state", file="doors.txt"), t("country.placeholder")),
        (t("your_data.map.state", name="Kenia"), t("your_data.map.choose")),
        (t("your_data.map.country", name="Kenia"), t("your_data.map.choose")),
    ]


@pytest.mark.parametrize("language", languages())
def test_the_pages_say_that_lists_are_loaded(tmp_path, root, language):
    loaded(root, summary(tmp_path))
    t = text(language)
    for page in ("app.py", "pages/claims.py", "pages/civic_space.py"):
        at = opened(page, lang=language)
        read = " ".join(words(at.main))
        assert t("coverage.lists", n=1) in read, page
        assert "+1-loaded-lists" in read
    at = opened("pages/coalitions.py", lang=language, view="catalogue")
    assert not at.exception
    read = " ".join(words(at.main))
    assert t("coalitions.covered.loaded", n=1) in read
    assert read.count("A/HRC/WG.6/<session>/<state>/3") == 2, "built-in and loaded summaries are both named as sources"


@pytest.fixture(scope="module")
def both_kinds(tmp_path_factory):
    """A data folder with an export, a summary and a list of one's own."""
    files, folder = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("both")
    lines = ("Ghana,2,joint,JS1,,,,,about 40", "Ghana,2,individual,LK,,Locks of Accra,,,")
    intake.load([export(files, *ROWS), summary(files), own(files, *lines)], folder)
    return folder


@pytest.mark.parametrize("view", ["coverage", "catalogue", "reviews", "network", "named"])
def test_every_question_about_coalitions_opens_with_lists_of_both_kinds(both_kinds, monkeypatch, view):
    monkeypatch.setenv("UPR_DATA", str(both_kinds))
    for chosen in ({}, {"lists": "KEN-8"}, {"lists": "GHA-2"}, {"data": "upr_info"}):
        at = opened("pages/coalitions.py", view=view, **chosen)
        assert (list(at.exception), list(at.warning)) == ([], []), chosen


def test_asks_and_recommendations_meet_where_a_loaded_list_is_about_an_embedded_review(tmp_path, root):
    """Kenya's session 8 is in the embedded recommendations, and has no list among the embedded ones."""
    loaded(root, summary(tmp_path))
    at = opened("pages/coalitions.py")
    assert any("Kenya, session 8: 3 submissions, 1 of them joint" in each.value for each in at.markdown)
    assert any("but the filters of those pages do not apply" in each.value for each in at.markdown)


def test_a_list_that_is_loaded_is_seen_without_a_restart_and_so_is_its_undo(tmp_path, root):
    at = opened("pages/coalitions.py", view="catalogue", search="gate keepers")
    assert at.dataframe[0].value.empty
    loaded(root, summary(tmp_path))
    assert at.run().dataframe[0].value["code"].tolist() == ["JS1"]
    store.undo("submissions", root)
    assert at.run().dataframe[0].value.empty


def test_lists_are_no_data_set_of_their_own(tmp_path, root):
    loaded(root, summary(tmp_path))
    at = opened(data="submissions")
    assert any("`data=submissions`" in each.value for each in at.warning)
    assert not [each for each in at.selectbox if each.key == "choice.data"]


def test_many_small_loads_do_not_fill_the_disk_and_each_can_be_gone_back_to(tmp_path, root):
    for number in range(1, 5):
        loaded(root, own(tmp_path, f"Kenya,{number},individual,LK,,Locks of Nairobi,,,"))
    kept = [len(list(each.folder.glob("upr-*.duckdb"))) for each in store.versions("submissions", root)]
    assert kept == [0, 0, 1, 1]
    store.undo("submissions", root, 1)
    assert set(catalogue(store.embedded(root))) == EMBEDDED | {"KEN-1"}
