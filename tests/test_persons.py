"""Natural persons and names taken down: never kept by name, whatever list they come from. All names are invented."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from analytics import small_tables
from analytics.catalogue import documents
from analytics.catalogue.documents import Document, Entry, Signatory
from analytics.sources.summaries import persons
from analytics.sources.summaries.joint_texts import read_joint_text
from analytics.sources.summaries.names import Member
from analytics.sources.summaries.reader import Submission

DATA = Path(__file__).resolve().parents[1] / "data"
GOLD = Path(__file__).parent / "gold"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Dr. Green Door", "a person"),
        ("Maria Tall-Tree", "a person"),
        ("Green Door, activist in human rights at the University of Gates", "a person"),
        ("Individuals: Green Door, Blue Hill", "a person"),
        ("Council of Gates/Maria Tall-Tree", "Council of Gates"),
        ("Maria Tall-Tree Foundation", "Maria Tall-Tree Foundation"),
        ("Robert F. Kennedy Human Rights", "Robert F. Kennedy Human Rights"),
        ("Green Door", "Green Door"),
        ("Sister Namibia", "Sister Namibia"),
    ],
)
def test_an_entry_that_is_a_person_has_no_name(name, shown):
    assert persons.shown_name(name) == shown


def test_persons_are_counted_and_have_no_acronym_and_no_place():
    members = read_joint_text("Elm Network, Lima (Peru); Dr. Green Door (GD), Quito (Ecuador); Maria Tall-Tree").members
    assert [member.name for member in members] == ["Elm Network", "a person", "a person"]
    assert members[1] == Member("a person")


def test_a_role_behind_a_name_is_that_of_a_person():
    members = read_joint_text("Elm Network; Oak Trust; Green Door (Independent Consultant), Lima (Peru)").members
    assert [member.name for member in members] == ["Elm Network", "Oak Trust", "a person"]
    assert "Green" not in repr(members)


@pytest.fixture
def lists(tmp_path, monkeypatch):
    """A folder for decisions and requests that the rules read instead of data/."""
    for name in ("person_decisions.csv", "take_down.csv"):
        (tmp_path / name).write_text((DATA / name).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(persons, "DATA", tmp_path)
    persons._hashes.cache_clear()  # noqa: SLF001 - the files are read once
    yield tmp_path
    persons._hashes.cache_clear()  # noqa: SLF001


def add(path, *row):
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(row)


def test_a_decision_goes_before_the_rules(lists):
    add(lists / "person_decisions.csv", persons.hashed("Green Door"), 1, "read")
    add(lists / "person_decisions.csv", persons.hashed("Maria Tall-Tree"), 0, "read")
    assert persons.shown_name("The Green Door") == "a person"
    assert persons.shown_name("leader of the alliance and Green Door, of Tall Gates") == "a person"
    assert persons.shown_name("Evergreen Doors") == "Evergreen Doors"
    assert persons.shown_name("Maria Tall-Tree") == "Maria Tall-Tree"


def test_a_name_taken_down_is_in_no_reading_build_or_load(lists):
    add(lists / "take_down.csv", persons.hashed("Elm Network"), "2026-11-29", "asked")
    add(lists / "take_down.csv", persons.hashed("OAKI"), "2026-11-29", "asked")
    read = read_joint_text("Elm Network (EN), Lima (Peru); Oak Institute (OAKI); Pine Centre")
    assert [member.name for member in read.members] == ["taken down on request", "taken down on request", "Pine Centre"]
    single = Submission("EN", "individual", "Elm Network", (Member("Elm Network", "EN", "Lima", "Peru"),), "", "Lima")
    loaded = documents.entry(single, {"Peru": "PER", None: ""}.get)
    assert "Elm" not in repr(loaded)
    assert loaded.city == ""


def test_a_list_stored_before_a_request_honours_it(lists):
    add(lists / "take_down.csv", persons.hashed("Elm Network"), "2026-11-29", "asked")
    members = (Signatory("Elm Network", "EN"), Signatory("Dr. Green Door"), Signatory("Maria Tall-Tree"))
    one = Document("own/1/KEN", "KEN", 1, 1, "own_submissions", (Entry("JS1", "joint", members=members),))
    listed, _, rows, organisations = documents.rows([one, replace(one, symbol="own/2/KEN", session=2)], DATA)
    assert len(listed) == 2
    called = {row[0]: row[1] for row in organisations}
    shown = [row[4] or called[row[3]] for row in rows]
    assert shown == ["taken down on request", "a person", "a person"] * 2
    assert len({row[3] for row in rows}) == len(rows) == len(organisations), "two persons are not one organisation"


def test_the_files_that_keep_names_out_hold_hashes_only():
    for name in ("person_decisions.csv", "take_down.csv"):
        assert all(len(row["name_hash"]) == 64 for row in small_tables.read(DATA / name))


def test_no_file_of_the_catalogue_or_the_gold_lists_names_a_person():
    files = {
        "submissions.csv": "name",
        "submission_members.csv": "name",
        "stakeholders.csv": "name",
        "names_printed_alone.csv": "name",
    }
    named = [row[column] for file, column in files.items() for row in small_tables.read(DATA / file)]
    for file, column in (
        ("submissions.csv", "name"),
        ("joint_submissions.csv", "member"),
        ("joint_cycle3.csv", "member"),
    ):
        named += [row[column] for row in small_tables.read(GOLD / file)]
    assert [name for name in named if name and name != persons.A_PERSON and persons.is_person(name)] == []
