"""Joint submissions of the third cycle in the catalogue: totals that others counted, grades, one list per review."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from analytics import small_tables
from analytics.catalogue import documents, joint_only
from analytics.catalogue.documents import Document, Entry, Signatory
from analytics.database import DATA
from analytics.sources.summaries.persons import A_PERSON

REVIEWS = {"africa": 36, "asia": 44, "lac": 30}
"""Reviews of the third cycle with joint submissions, as DOMAIN.md counts them."""
NUMBERS = {"ITA-34": 16, "GHA-28": 16, "COL-30": 27, "BRN-33": 3, "AFG-32": 1, "BRB-29": 4, "BRA-27": 28}
"""Joint submissions of single reviews, counted in their documents."""
CIVICUS = {"africa": 18, "asia": 26, "lac": 11}
"""Reviews whose text prints CIVICUS in capitals; it also signs as Civicus and under its full name alone."""
MORE_CIVICUS = {"africa": {"TUN-27"}, "asia": {"LAO-35", "LKA-28", "MYS-31"}, "lac": set()}


def many(*counts):
    """Invented joint submissions JS1, JS2 ... with so many members each."""
    return tuple(
        Entry(f"JS{number}", "joint", members=tuple(Signatory(f"Door {place}") for place in range(members)))
        for number, members in enumerate(counts, start=1)
    )


def listed(entries, source="joint_submissions", symbol="A/HRC/WG.6/28/KEN/3"):
    return Document(symbol, "KEN", 28, None, source, tuple(entries))


# The real ones


def test_the_reviews_of_the_third_cycle_are_as_many_as_others_counted(table):
    rows = table("listed_reviews")
    rows = rows[(rows["cycle"] == 3) & (rows["joint"] > 0)]
    assert len(rows) == 156
    assert rows.groupby("region").size()[list(REVIEWS)].to_dict() == REVIEWS
    assert rows.set_index("review")["joint"][list(NUMBERS)].to_dict() == NUMBERS
    assert rows["joint"].sum() == 1_840


def test_a_list_of_joint_submissions_says_nothing_of_others(table):
    rows = table("listed_reviews")
    only = rows[rows["list_kind"] == "joint_only"]
    assert only[["submissions", "individual", "institutions", "declared", "joint_share"]].isna().all(axis=None)
    assert rows.drop(only.index)["submissions"].notna().all()
    assert len(rows) - len(only) == 7


def test_civicus_signs_where_the_texts_print_it(table):
    rows = table("joint_memberships")
    name = "civicus-world-alliance-for-citizen-participation"
    mine = rows[(rows["stakeholder"] == name) & (rows["cycle"] == 3)].drop_duplicates("review")
    for region, reviews in CIVICUS.items():
        found = set(mine[mine["region"] == region]["review"])
        assert found >= MORE_CIVICUS[region]
        assert len(found - MORE_CIVICUS[region]) == reviews


def test_networks_have_a_seat_and_a_subject_where_they_are_certain(table):
    rows = table("networks").set_index("stakeholder")
    assert len(rows) >= 30
    assert (rows["listed_in"] >= 5).all()
    assert rows.loc["ecpat-international", ["seat", "subject"]].tolist() == ["THA", "child_exploitation"]
    assert rows.loc["sexual-rights-initiative", "subject"] == "sexual_health"


def test_no_person_of_the_decisions_is_named_in_the_catalogue():
    decided = {row["name_hash"] for row in small_tables.read(DATA / "person_decisions.csv") if row["person"] == "1"}
    assert len(decided) > 40
    names = {row["name"] for row in small_tables.read(DATA / "submission_members.csv")}
    names |= {row["name"] for row in small_tables.read(DATA / "stakeholders.csv")}
    assert not [name for name in names if joint_only.persons.hashed(name) in decided]
    assert A_PERSON in names


# Grades


@pytest.mark.parametrize(
    ("entries", "grade"),
    [
        (many(3, 2, 5), "A"),
        (many(3, 1, 5), "A"),
        (many(3, 1, 1), "D"),
        (many(1), "D"),
        ((*many(3, 2), replace(*many(4), code="JS3", uncertain=True)), "B"),
        ((*many(3, 2), replace(*many(4), code="JS4")), "C"),
        ((*many(3, 2), replace(*many(0), code="JS3", size=40, exactness="exact")), "A"),
        ((), ""),
    ],
    ids=["all", "a third", "more than a third", "one", "uncertain", "a number missing", "a stated size", "none"],
)
def test_a_list_is_graded_by_what_can_be_counted(entries, grade):
    assert listed(entries).grade == grade


def test_only_what_can_be_divided_and_names_two_has_a_size(table):
    rows = table("joint_sizes")
    sized = rows[rows["size"].notna()]
    assert (sized["size"] == sized["members"]).all()
    assert (sized["size"] >= 2).all()
    uncertain = [row for row in small_tables.read(DATA / "submissions.csv") if row["uncertain"] == "1"]
    keys = set(zip(rows["iso3"], rows["session"].astype(str), rows["code"], strict=True)) - set(
        zip(sized["iso3"], sized["session"].astype(str), sized["code"], strict=True)
    )
    assert uncertain
    assert {(row["symbol"].split("/")[4], row["symbol"].split("/")[3], row["code"]) for row in uncertain} <= keys


# One list per review


def test_a_full_list_stays_and_the_other_is_compared_with_it():
    full = listed(many(3, 2), source="stakeholder_summaries")
    other = replace(listed(many(4)), state="GHA", symbol="A/HRC/WG.6/28/GHA/3")
    stay, said = joint_only.without_full([listed(many(3, 1)), other], [full])
    assert stay == [other]
    assert "1 reviews have a full list too, which is kept; 2 of its 2 joint submissions and 4 of 5 members" in said


def test_a_loaded_full_list_takes_the_place_of_joint_submissions_whatever_its_symbol():
    embedded = listed(many(3))
    loaded = listed(many(3, 2), source="loaded_summaries", symbol="A/HRC/WG.6/28/KE/3")
    assert documents.clashes(loaded, [embedded]) is None
    assert documents.combined([embedded], [loaded]) == [loaded]
    own = listed(many(3, 2), source="own_submissions", symbol="own/28/KEN")
    assert documents.clashes(own, [embedded]) == embedded


def test_an_organisation_stands_once_in_a_submission_and_persons_stay_apart():
    names = ("Doors for All", "The doors for all", "Portas para todos", A_PERSON, A_PERSON)
    entry = Entry("JS1", "joint", members=tuple(map(Signatory, names)))
    same = {"first": "doors for all", "second": "portas para todos", "decision": "same"}
    (made,) = joint_only.each_once(listed([entry]), [same]).entries
    assert [member.name for member in made.members] == ["Doors for All", A_PERSON, A_PERSON]


def test_texts_become_documents(tmp_path: Path):
    path = tmp_path / "joint_texts.csv"
    rows = [
        ("iso3", "region_m49", "session_cycle3", "code", "tail_cut", "n_pieces", "text"),
        ("KEN", "africa", 28, "JS1", 0, 1, "Doors for All, Nairobi (Kenya) and Gate Network, Paris (France)"),
        ("KEN", "africa", 28, "JS2", 1, 1, "Doors for All, Nairobi (Kenya); Hinge Association"),
    ]
    small_tables.write(path, rows)
    (document,), unknown = joint_only.read(path, {None: "", "Kenya": "KEN"}.get)
    assert (document.symbol, document.review, document.kind) == ("A/HRC/WG.6/28/KEN/3", (28, "KEN"), "joint_only")
    assert unknown == Counter({"France": 1})
    assert [entry.uncertain for entry in document.entries] == [False, True]
    assert [member.country for member in document.entries[0].members] == ["KEN", ""]
    assert document.grade == "B"
