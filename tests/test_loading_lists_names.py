"""Names, countries and states of a list of submissions: nothing is guessed, and only facts are kept."""

import ast
import csv
import re
import shutil
import tracemalloc
from pathlib import Path

import pytest
from lists_support import HINGES, KENYA, loaded, names, own, rows, summary
from loading_support import ROWS, export

from analytics import database, load
from analytics.catalogue import loaded as loaded_lists
from analytics.catalogue import organisations
from analytics.loading import forecast, intake, mappings, store
from analytics.loading.given import Given
from analytics.loading.intake import LoadError
from analytics.sources.summaries.names import Member
from analytics.text import text

pytestmark = pytest.mark.usefixtures("written_once", "ten_rows")
ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"


def test_a_country_in_no_table_stays_empty_until_it_is_mapped_and_the_list_comes_again(tmp_path, root):
    given = own(tmp_path, "Kenya,8,individual,HI,,Hinges of the World,Springfield,Great Britain,")
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
