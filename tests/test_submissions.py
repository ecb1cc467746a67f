"""The catalogue of submissions: queries on a few invented lists, results by hand, totals of the seven real ones."""

import csv
import re
import shutil
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from conftest import few_rows_and

from analytics import database
from analytics.catalogue import built_in, organisations
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.results import Results, submissions
from analytics.results.definition import Setting
from analytics.sources.summaries.names import Member

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
EVERYTHING = Filters()
OWN = {"lists": "all", "search": "", "size": "any", "organisation": ""}
TOTALS = {
    "BRB-29": (9, 9, 4),
    "AFG-32": (8, 8, 1),
    "BRN-33": (9, 9, 3),
    "BRA-41": (70, 70, 50),
    "CRI-47": (26, 26, 11),
    "NAM-52": (13, 14, 8),
    "PRY-52": (22, 22, 14),
}
"""Review -> submissions declared, submissions listed, joint ones: counted by a person."""


@pytest.fixture(scope="module")
def few_lists():
    """The real schema with two invented lists, for reading."""
    with few_rows_and((ROOT / "tests" / "fixtures" / "few_lists.sql").read_text(encoding="utf-8")) as opened:
        yield opened


@pytest.fixture
def ask(few_lists):
    """Rows of a query on them; what is absent is None."""

    def rows(name, *columns, **own):
        given = {**OWN, **own}
        found = database.query(few_lists, name, {"scheme": "m49", **given, **submissions.parameters(given)})
        cells = found.astype(object).where(found.notna(), None)
        return [tuple(row) for row in cells[list(columns) or list(cells)].itertuples(index=False)]

    return rows


@pytest.fixture
def made(few_lists):
    """A result on them."""
    results = Results(few_lists, read_codes(few_lists))
    return lambda name, filters=EVERYTHING, **own: results.table(name, filters, **own)


# Counted


def test_a_review_with_a_list_has_what_it_declares_and_holds(ask):
    name = "listed_reviews"
    columns = ("review", "region", "year", "declared", "submissions", "joint", "individual", "institutions")
    assert ask(name, *columns, "memberships", "note") == [
        ("KEN-1", "africa", 2008, 4, 4, 2, 1, 1, 5, None),
        ("ARM-13", "asia", 2012, 3, 2, 1, 1, 0, 0, "declared_differs"),
    ]
    assert [row[0] for row in ask("listed_reviews", "review", lists="asia")] == ["ARM-13"]
    assert [row[0] for row in ask("listed_reviews", "review", lists="KEN-1")] == ["KEN-1"]
    assert [row[0] for row in ask("listed_reviews", "region", scheme="un")] == ["africa", "eeg"]


@pytest.mark.parametrize(
    ("own", "codes"),
    [
        ({}, ["HI", "JS1", "DfA", "JS1", "JS2", "CL"]),
        ({"search": "gates"}, ["JS1", "JS2"]),
        ({"search": " GÂTES  keys "}, ["JS1"]),
        ({"search": "dfa"}, ["DfA", "JS1"]),
        ({"search": "armenia"}, ["HI", "JS1"]),
        ({"search": "Arménie"}, ["HI", "JS1"]),
        ({"search": " kenia"}, ["DfA", "JS1", "JS2", "CL"]),
        ({"search": "6/1/KEN"}, ["DfA", "JS1", "JS2", "CL"]),
        ({"search": "nobody"}, []),
        ({"size": "joint"}, ["JS1", "JS1", "JS2"]),
        ({"size": "few"}, ["JS1", "JS2"]),
        ({"size": "some"}, []),
        ({"size": "many"}, ["JS1"]),
        ({"size": "single"}, ["HI", "DfA", "CL"]),
        ({"lists": "KEN-1", "size": "joint", "search": "hinges"}, ["JS2"]),
    ],
    ids=str,
)
def test_a_search_finds_by_organisation_state_document_and_size(ask, own, codes):
    rows = ask("catalogue", "code", "found", **own)
    assert rows == [(code, len(codes)) for code in codes]


def test_a_submission_tells_where_its_members_are_from_and_where_it_stands(ask):
    columns = ("organisations", "members", "national", "regional", "international", "unknown", "document")
    first, second = ask("catalogue", *columns, lists="KEN-1", size="joint")
    address = "https://undocs.org/A/HRC/WG.6/1/KEN/3"
    assert first == ("Doors for All; The Gâtes Network; Keys", 3, 1, 1, 0, 1, address)
    assert second == ("Gâtes Network; Hinges International", 2, 0, 1, 1, 0, address)


def test_a_size_that_a_list_states_stands_beside_the_organisations_it_names(ask):
    assert ask("catalogue", "code", "members", "stated_size", lists="ARM-13") == [("HI", 1, None), ("JS1", 0, "> 20")]


def test_an_organisation_has_its_submissions_and_its_partners(ask):
    assert ask("stakeholders", "stakeholder", "organisation_kind", "submissions", "joint", "listed_in") == [
        ("locks", "nhri", 1, 0, 1),
        ("doors", "unknown", 2, 1, 1),
        ("gates", "network", 2, 2, 1),
        ("hinges", "unknown", 2, 1, 2),
        ("keys", "unknown", 1, 1, 1),
    ]
    assert ask("organisation_submissions", "iso3", "code", "scope", "others", organisation="hinges") == [
        ("ARM", "HI", "international", 0),
        ("KEN", "JS2", "international", 1),
    ]
    assert ask("organisation_partners", "stakeholder", "shared", "reviews_shared", organisation="gates") == [
        ("doors", 1, "KEN-1"),
        ("hinges", 1, "KEN-1"),
        ("keys", 1, "KEN-1"),
    ]


def test_joint_submissions_have_sizes_members_and_partners_from_abroad(ask):
    assert ask("joint_sizes", "review", "code", "members", "national", "unknown") == [
        ("KEN-1", "JS1", 3, 1, 1),
        ("KEN-1", "JS2", 2, 0, 0),
        ("ARM-13", "JS1", 0, 0, 0),
    ]
    assert ask("joint_memberships", "code", "stakeholder", "scope") == [
        ("JS1", "doors", "national"),
        ("JS1", "gates", "regional"),
        ("JS1", "keys", "unknown"),
        ("JS2", "gates", "regional"),
        ("JS2", "hinges", "international"),
    ]
    assert ask("partners_abroad", "country", "scope", "memberships", "organisations_abroad") == [
        ("GHA", "regional", 2, 1),
        ("FRA", "international", 1, 1),
    ]


def test_stated_numbers_keep_their_exactness_and_outliers_are_marked(ask):
    columns = ("iso3", "coalition", "year", "organisations_stated", "exactness", "size_basis")
    assert ask("named_coalitions", *columns) == [
        ("KEN", "Coalition of Doors", 2012, 25, "exact", "stated"),
        ("KEN", "Coalition of Doors", 2016, 40, "more_than", "stated"),
        ("ARM", "Gates", None, None, "none", "none"),
    ]
    assert ask("submission_counts", "iso3", "session", "submissions", "exactness", "outlier") == [
        ("CUB", None, 900, "more_than", True),
        ("KEN", 1, 4, "exact", False),
    ]


# Made of counts, by hand


def test_coverage_counts_reviews_per_region_and_what_is_missing(made):
    rows = made("list_coverage").set_index("region")[["states", "states_listed", "reviews", "missing"]]
    assert rows.loc["africa"].tolist() == [2, 1, 1, 9]
    assert rows.loc["asia"].tolist() == [2, 1, 1, 9]
    assert rows.loc["lac"].tolist() == [1, 0, 0, 10]
    states = made("list_coverage_by_state").set_index("iso3")
    assert states.loc["KEN", ["reviews", "submissions", "joint", "review"]].tolist() == [1, 4, 2, "KEN-1"]
    assert states.loc["GHA", "reviews"] == 0


def test_the_network_of_a_review_is_the_one_a_person_draws(made):
    """Doors, Gates and Keys signed JS1, Gates and Hinges JS2: Gates is on the way from Hinges to the other two."""
    nodes = made("co_submission", lists="KEN-1").set_index("stakeholder")
    assert nodes["partners"].to_dict() == {"gates": 3, "doors": 2, "keys": 2, "hinges": 1}
    assert nodes["betweenness"].to_dict() == pytest.approx({"gates": 2 / 3, "doors": 0, "keys": 0, "hinges": 0})
    assert set(nodes["component"]) == {1}
    links = made("co_submission_links", lists="KEN-1")
    pairs = {frozenset(pair) for pair in links[["stakeholder", "partner"]].itertuples(index=False, name=None)}
    assert pairs == {
        frozenset(pair) for pair in (("doors", "gates"), ("doors", "keys"), ("gates", "keys"), ("gates", "hinges"))
    }
    (row,) = made("co_submission_summary", lists="KEN-1").to_dict("records")
    assert (row["organisations_in"], row["joint"], row["links"], row["components"]) == (4, 2, 4, 1)
    assert (row["density"], row["broker"]) == (pytest.approx(4 / 6), "Gâtes Network")


def test_a_network_without_memberships_is_empty(made):
    assert made("co_submission", lists="ARM-13").empty
    assert made("co_submission_summary", lists="ARM-13")["components"].tolist() == [0]


def test_scopes_are_parts_of_all_memberships(made):
    rows = made("scopes_by_review", lists="KEN-1")
    assert rows[["scope", "memberships", "share", "known"]].to_numpy().tolist() == [
        ["national", 1, 0.2, 4],
        ["subregional", 0, 0.0, 4],
        ["regional", 2, 0.4, 4],
        ["international", 1, 0.2, 4],
        ["unknown", 1, 0.2, 4],
    ]


# No average of a region before ten reviews


def reviews_of(**regions):
    """Invented reviews with lists: so many per region, each with ten submissions, four of them joint."""
    rows = [(f"{region}-{n}", region, "full", 10, 4, 0.4) for region, number in regions.items() for n in range(number)]
    return pd.DataFrame(rows, columns=["review", "region", "list_kind", "submissions", "joint", "joint_share"])


def measured(reviews, codes, mass=()):
    """The share of joint submissions of these reviews; `mass`: mass submissions, as pairs of state and session."""
    stated = pd.DataFrame([(*each, True) for each in mass], columns=["iso3", "session", "outlier"])
    setting = Setting(EVERYTHING, codes, OWN, {"submission_counts": stated}.__getitem__)
    return submissions.measures(reviews, setting).set_index("region")


def test_no_region_has_an_average_while_one_has_fewer_than_ten_reviews(codes):
    for most in range(10):
        found = measured(reviews_of(africa=most, lac=50, asia=9), codes)
        assert found["mean_of_reviews"].isna().all()
        assert found["missing"].to_dict() == {"africa": 10 - most, "lac": 0, "asia": 1}


def test_two_regions_with_ten_reviews_are_compared_and_the_third_is_not(codes):
    means = measured(reviews_of(africa=10, lac=10, asia=9), codes)["mean_of_reviews"]
    assert means[["africa", "lac"]].tolist() == pytest.approx([0.4, 0.4])
    assert pd.isna(means["asia"])


def test_a_mass_submission_is_in_no_average(codes):
    reviews = reviews_of(africa=10, lac=10)
    reviews.loc[0, ["review", "submissions", "joint", "joint_share"]] = ["VEN-12", 568, 4, 4 / 568]
    reviews.loc[20] = ["africa-more", "africa", "full", 10, 4, 0.4]
    found = measured(reviews, codes, mass=[("VEN", 12.0)]).loc["africa"]
    assert (found["reviews"], found["mean_of_reviews"]) == (10, pytest.approx(0.4))


def test_lists_of_joint_submissions_only_carry_no_share_of_them(codes):
    reviews = reviews_of(africa=10, lac=10)
    reviews.loc[0, "list_kind"] = "joint_only"
    found = measured(reviews, codes)
    assert found["reviews"].to_dict() == {"africa": 9, "lac": 10, "asia": 0}
    assert found["mean_of_reviews"].isna().all()


def test_today_no_region_has_an_average(table):
    assert table("coalition_measures")["mean_of_reviews"].isna().all()
    named = ("listed_reviews", "joint_sizes", "scopes_by_review", "named_coalitions", "submission_counts")
    for name in (*named, "list_coverage", "co_submission_summary"):
        assert not [column for column in table(name) if re.search("mean|average|median", column)], name


# The seven lists


def test_the_totals_of_the_seven_lists_are_those_that_a_person_counts(table):
    rows = table("listed_reviews", lists="full").set_index("review")[["declared", "submissions", "joint"]].astype(int)
    assert {review: tuple(row) for review, row in zip(rows.index, rows.to_numpy().tolist(), strict=True)} == TOTALS
    assert table("listed_reviews", lists="full")["memberships"].sum() == 499
    assert table("listed_reviews")["note"].dropna().tolist() == ["declared_differs"]


def test_the_compiled_members_are_those_of_the_gold_lists():
    """After the corrections nothing differs: each joint submission has as many members as a person counts."""

    def sizes(path, member):
        found = {}
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            if member(row):
                found[row["symbol"], row["code"]] = found.get((row["symbol"], row["code"]), 0) + 1
        return found

    gold = sizes(ROOT / "tests" / "gold" / "joint_submissions.csv", lambda _: True)
    symbols = {symbol for symbol, _ in gold}
    compiled = sizes(
        DATA / "submission_members.csv", lambda row: row["symbol"] in symbols and re.fullmatch(r"JS\d+", row["code"])
    )
    assert compiled == gold


def test_mass_submissions_are_marked_and_the_world_is_no_review(table):
    rows = table("submission_counts")
    marked = rows[rows["outlier"]][["iso3", "session", "submissions"]]
    assert marked.to_numpy().tolist() == [["VEN", 12, 568], ["CUB", 4, 321]]
    assert len(rows) == 18


def test_the_coalitions_keep_size_exactness_and_page_and_no_statement(table):
    rows = table("named_coalitions")
    brazil = rows[rows["series"] == "bra-coletivorpubrasil"][["year", "organisations_stated", "exactness"]]
    assert brazil.iloc[:2].to_numpy().tolist() == [[2017, 25, "exact"], [2024, 38, "exact"]]
    assert rows["page"].str.startswith("http").all()
    assert rows[rows["iso3"] == "THA"]["size_basis"].tolist() == ["attendance"]


def test_the_files_of_the_catalogue_hold_names_and_no_sentence():
    for name in built_in.FILES:
        for row in csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()):
            assert all(len(value) <= 200 for column, value in row.items() if column != "page"), row
            assert not re.search(r"\b(?:reported|recommended|noted) that\b|“[^”]*\bshould\b", " ".join(row.values())), (
                row
            )


def test_every_organisation_has_a_kind_with_its_basis_or_none(table):
    rows = table("stakeholders")
    assert (rows["kind_basis"].isna() == (rows["organisation_kind"] == "unknown")).all()
    kinds = rows.set_index("stakeholder")["organisation_kind"]
    assert kinds["central-unica-dos-trabalhadores"] == "trade_union"
    assert kinds["afghanistan-independent-human-rights-commission"] == "nhri"
    assert kinds["comssao-dos-atingidos-pela-barragem-de-fundao-em-mariana"] == "unknown"


# Compiled


def test_names_that_are_alike_or_share_an_acronym_are_proposed():
    members = [
        Member("Green Doors of Kenya"),
        Member("The Green Doors in Kenya"),
        Member("Blue Gates", "BG"),
        Member("Hinges", "BG"),
        Member("Keys"),
    ]
    assert set(organisations.proposals(members)) == {
        ("green doors in kenya", "green doors of kenya"),
        ("blue gates", "hinges"),
    }


def test_the_committed_catalogue_is_what_the_sources_give(sources):
    rows, log = built_in.compile_catalogue(sources, DATA)
    assert set(rows) == set(built_in.FILES)
    for name, mine in rows.items():
        header, *committed = csv.reader((DATA / name).read_text(encoding="utf-8").splitlines())
        assert tuple(header) == built_in.FILES[name]
        assert [["" if value is None else str(value) for value in row] for row in mine] == committed, name
    assert "A/HRC/WG.6/52/NAM/3 declares 13 and lists 14" in log[0].note


def test_sources_without_lists_leave_the_catalogue_as_it_is(tmp_path):
    rows, (step,) = built_in.compile_catalogue(tmp_path, DATA)
    assert rows == {}
    assert "the catalogue stays as it is" in step.note


SPOILED = {
    "a pair without a decision": (
        ("stakeholder_decisions.csv", r"(?m)^survival international,.*\n", ""),
        "does not say whether these are the same: .*survival international",
    ),
    "a decision about nothing": (
        ("stakeholder_decisions.csv", r"\Z", "no such name,nor this,same,Invented.\n"),
        "decides on names that no list prints",
    ),
    "a correction that is mended": (
        ("submission_corrections.csv", "Grupo de Pesquisa,leave_out", "Grupo de Portas,leave_out"),
        "expects 'Grupo de Portas' in A/HRC/WG.6/41/BRA/3 JS36",
    ),
    "a correction of no submission": (
        ("submission_corrections.csv", "BRA/3,JS36", "BRA/3,JS99"),
        r"about submissions that are not read: \[\('A/HRC/WG.6/41/BRA/3', 'JS99'\)\]",
    ),
    "a total that is not met": (
        ("sources.toml", "submissions = 14, joint = 8", "submissions = 13, joint = 8"),
        "totals of the lists differ .*52/NAM/3: .*14",
    ),
    "another file": (
        ("sources.toml", "d6ff29cb", "00000000"),
        "'A_HRC_WG.6_29_BRB_3.txt' is not the file that data/sources.toml describes",
    ),
    "a country in no table": (
        ("state_aliases.csv", r"(?m)^Namibia,.*\n", ""),
        "the country 'Namibia' of a list of stakeholders is not in data/state_aliases.csv",
    ),
}


@pytest.mark.parametrize(("change", "said"), SPOILED.values(), ids=SPOILED)
def test_what_does_not_hold_stops_the_build(sources, tmp_path, change, said):
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    name, old, new = change
    content = (data / name).read_text(encoding="utf-8")
    (data / name).write_text(re.sub(old, new, content), encoding="utf-8")
    with pytest.raises(built_in.CatalogueError, match=re.compile(said, re.DOTALL)):
        built_in.compile_catalogue(sources, data)


def test_the_sources_of_the_catalogue_are_described():
    sources = tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8"))
    for name in ("stakeholder_summaries", "coalition_statements", "submission_counts"):
        assert all(re.fullmatch(r"[0-9a-f]{64}", sha256) for sha256 in sources[name]["sha256"].values())
