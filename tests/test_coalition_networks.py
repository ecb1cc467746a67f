"""Networks of joint submissions: counted by hand, kept under their memberships, and which bodies sign where."""

import shutil
from types import SimpleNamespace

import pandas as pd
import pytest
from conftest import ROOT, few_rows_and
from lists_support import loaded, summary

from analytics import database
from analytics.codes import read_codes
from analytics.compiling import network_chance as compiling
from analytics.filters import Filters
from analytics.loading import store
from analytics.results import Results, coalition_networks, network_chance
from analytics.results.definition import Setting

SHARE, AGAIN, PARTS = network_chance.SHOWN
REGIONS = ("africa", "asia", "lac")
BODIES = """insert into network values
    ('gates', 'Gâtes Network', null, null, null, 'regional', 'invented'),
    ('hinges', 'Hinges International', 'Hinge', 'FRA', null, 'international', 'invented');
insert into network_chance values
    ('0123', 2, 'components', 2, 2, null, null, 200, 'no_variation'),
    ('0123', 1, 'largest_share', .5, .6, .4, .8, 200, null);
insert into network_broker values ('0123', 2, 'gates', 3, .25), ('0123', 1, 'hinges', 4, .5);"""


def signed(*memberships):
    """Rows of network_memberships: region, state, session, submission and organisations; in the order of their keys."""
    made = [
        {
            "region": region,
            "review": f"{iso3}-{session}",
            "iso3": iso3,
            "session": session,
            "code": code,
            "stakeholder": who,
            "organisation": who.upper(),
            "country": None,
            "organisation_kind": "unknown",
            "membership": f"{iso3}-{session}|{code}|{who}",
        }
        for region, iso3, session, code, several in memberships
        for who in several.split()
    ]
    return pd.DataFrame(made).sort_values("membership", ignore_index=True)


FEW = signed(
    ("africa", "KEN", 35, "JS1", "ann bob"),
    ("africa", "KEN", 35, "JS2", "bob cat"),
    ("africa", "GHA", 28, "JS1", "ann dan"),
    ("africa", "GHA", 28, "JS2", "eve"),
    ("asia", "IRN", 34, "JS1", "ann fay"),
)
"""Ann bridges Kenya and Ghana, and two regions; only Eve is joined to nobody."""


def lists(rows, **grades):
    """Rows of listed_reviews for these memberships, of grade A unless said otherwise."""
    held = rows.groupby(["region", "review", "iso3", "session"], as_index=False).agg(joint=("code", "nunique"))
    return held.assign(cycle=3, grade=[grades.get(iso3, "A") for iso3 in held["iso3"]])


def setting(rows, held=None, **tables):
    """What results are made under, on these memberships, with nothing kept unless `tables` says so."""
    region_of = {"m49": dict(zip(rows["iso3"], rows["region"], strict=True)) | {"TON": "africa"}}
    codes = SimpleNamespace(
        regions={"m49": REGIONS}, focus=REGIONS, region_of=region_of, members=tuple(region_of["m49"])
    )
    nothing = {
        "listed_reviews": lists(rows) if held is None else held,
        "network_chance": pd.DataFrame(columns=["fingerprint", *"abcdefg"]),
        "network_brokers": pd.DataFrame(columns=["fingerprint", *"abcd"]),
        "networks": pd.DataFrame(columns=["stakeholder"]),
    }
    more = {"mandate": "any"}
    return Setting(Filters(), codes, more, lambda name, **_: (nothing | tables)[name])  # ty: ignore[invalid-argument-type]


def test_each_organisation_of_a_region_is_counted_by_hand():
    found = coalition_networks.regions(FEW, setting(FEW)).set_index("region")
    africa = found.loc["africa"]
    assert africa[["reviews", "states_unknown", "joint", "memberships", "organisations_in"]].tolist() == [2, 1, 4, 7, 5]
    assert africa[["sign_again", "sign_across", "sign_elsewhere"]].tolist() == [2, 1, 1]
    assert africa[[SHARE, AGAIN, PARTS]].tolist() == [0.8, 0, 2]
    asia = found.loc["asia"]
    assert asia[["organisations_in", "sign_again", "sign_elsewhere", SHARE, PARTS]].tolist() == [2, 0, 1, 1, 1]
    assert found.loc["lac", ["reviews", "organisations_in"]].tolist() == [0, 0]
    assert pd.isna(found.loc["lac", SHARE])


def test_organisations_sign_once_again_or_across_and_nobody_is_lost():
    regions = coalition_networks.regions(FEW, setting(FEW))
    found = coalition_networks.again(regions, setting(FEW))
    africa = found[found["region"] == "africa"]
    assert africa["signing"].tolist() == [3, 1, 1]
    assert africa["share"].tolist() == [0.6, 0.2, 0.2]
    assert set(found["region"]) == {"africa", "asia"}


def test_who_bridges_states_and_regions_is_named_with_all_of_them():
    named = pd.DataFrame({"stakeholder": ["ann"]})
    (row,) = coalition_networks.country_bridges(FEW, setting(FEW, networks=named)).to_dict("records")
    assert (row["region"], row["organisation"], row["in_states"], row["joint"]) == ("africa", "ANN", "GHA KEN", 2)
    assert row["in_networks"]
    (row,) = coalition_networks.region_bridges(FEW, setting(FEW)).to_dict("records")
    assert (row["organisation"], row["in_regions"], row["states_signed"], row["joint"]) == ("ANN", "africa asia", 3, 3)
    assert (row["in_networks"], row["organisations_in"]) == (False, 6)


def test_between_others_stands_who_joins_them():
    """The path d-a-b-c: a and b each lie on 2 of the 6 pairs of the other four."""
    found = coalition_networks.brokers(FEW, setting(FEW))
    assert found[["region", "rank", "organisation", "partners", "states_signed"]].to_numpy().tolist() == [
        ["africa", 1, "ANN", 2, 2],
        ["africa", 2, "BOB", 2, 1],
    ]
    assert found["betweenness"].tolist() == pytest.approx([2 / 6, 2 / 6], abs=1e-5)


# Beside chance


def region_of_pairs(reviews):
    """As many reviews of Africa; in each, four organisations sign in two pairs twice: no lot gives more repetition."""
    states = [f"K{number:02}" for number in range(reviews)]
    made = (
        ("africa", iso3, 30, code, " ".join(f"{who}{iso3}" for who in pair))
        for iso3 in states
        for code, pair in (("JS1", "ab"), ("JS2", "ab"), ("JS3", "cd"), ("JS4", "cd"))
    )
    return signed(*made)


def test_a_region_is_compared_with_chance_from_ten_reviews_on():
    found = coalition_networks.region_chance(region_of_pairs(9), setting(region_of_pairs(9)))
    assert set(found["against_chance"]) == {"few"}
    assert found[["by_chance", "chance_lower", "chance_upper"]].isna().all(axis=None)
    rows = region_of_pairs(10)
    found = coalition_networks.region_chance(rows, setting(rows)).set_index(["sensitivity", "network_measure"])
    assert found.loc[("all", AGAIN), ["observed", "against_chance"]].tolist() == [20, "more"]
    assert found.loc[("all", SHARE), ["observed", "against_chance"]].tolist() == [2 / 40, "less"]
    assert found.loc[("all", PARTS), ["observed", "against_chance"]].tolist() == [20, "more"]
    assert set(found.loc["without_largest", "against_chance"]) == {"few"}
    assert found.loc[("without_largest", SHARE), ["reviews", "joint", "organisations_in"]].tolist() == [9, 36, 36]


def test_lists_of_grade_a_are_a_network_of_their_own():
    rows = region_of_pairs(10)
    found = coalition_networks.region_chance(rows, setting(rows, lists(rows, K00="B"))).set_index("sensitivity")
    assert set(found.loc["grade_a", "reviews"]) == {9}
    found = coalition_networks.region_chance(rows, setting(rows, lists(rows, **dict.fromkeys(rows["iso3"], "D"))))
    assert set(found.loc[found["sensitivity"] == "grade_a", "organisations_in"]) == {0}


def test_a_review_whose_sizes_leave_no_choice_is_not_compared():
    found = coalition_networks.review_chance(FEW, setting(FEW)).set_index(["review", "network_measure"])
    assert found.loc[("IRN-34", SHARE), ["observed", "against_chance"]].tolist() == [1, "only"]
    assert found.loc[("GHA-28", PARTS), ["observed", "by_chance"]].tolist() == [2, 2]
    assert found.loc[("KEN-35", SHARE), "broker"] == "BOB"
    assert pd.isna(found.loc[("GHA-28", SHARE), "broker"])


@pytest.mark.parametrize(
    ("observed", "drawn", "said"),
    [
        (5, (3, 2, 4), "more"),
        (1, (3, 2, 4), "less"),
        (2, (3, 2, 4), "as"),
        (4, (3, 2, 4), "as"),
        (3, (3, float("nan"), float("nan")), "only"),
        (4, (3, float("nan"), float("nan")), "more"),
        (2, (3, float("nan"), float("nan")), "less"),
    ],
)
def test_outside_the_range_of_chance_is_more_or_less(observed, drawn, said):
    made = network_chance.Made([(AGAIN, observed, *drawn, 200, None)], [])
    (row,) = coalition_networks.compared(made, None)
    assert row["against_chance"] == said


# What is kept


def test_what_is_kept_is_used_for_the_same_memberships_and_for_no_others():
    few = setting(FEW)
    region_of, grades = few.codes.region_of["m49"], dict.fromkeys(FEW["review"], "A")
    network = next(network_chance.regional(network_chance.Memberships(FEW), region_of, grades))
    assert (network.of, network.part) == ("africa", "all")
    kept = pd.DataFrame([(network.fingerprint, SHARE, 0.123, 0.1, 0.1, 0.1, 200, None)])
    kept = kept.set_axis(["fingerprint", *"abcdefg"], axis=1)
    found = coalition_networks.regions(FEW, setting(FEW, network_chance=kept)).set_index("region")
    assert found.loc["africa", SHARE] == 0.123
    other = pd.concat([FEW, signed(("africa", "GHA", 28, "JS2", "ann"))]).sort_values("membership", ignore_index=True)
    found = coalition_networks.regions(other, setting(other, network_chance=kept)).set_index("region")
    assert found.loc["africa", SHARE] == 1


def test_a_network_that_is_too_large_and_not_kept_has_no_chance(monkeypatch):
    monkeypatch.setattr(network_chance, "MOST", 39)
    rows = region_of_pairs(10)
    found = coalition_networks.region_chance(rows, setting(rows))
    found = found[found["sensitivity"] == "all"].set_index("network_measure")
    assert set(found["against_chance"]) == {"too_many"}
    assert found["observed"].to_dict() == {SHARE: 2 / 40, AGAIN: 20, PARTS: 20}
    assert found["by_chance"].isna().all()


def test_every_network_of_the_built_in_lists_is_kept(connection, table):
    """Else a page takes seconds: `python -m analytics.build --from FOLDER` writes the files anew."""
    networks = compiling.networks(connection)
    kept = set(table("network_chance")["fingerprint"])
    assert sorted(set(networks) - kept) == []
    assert sorted(kept - set(networks)) == []


def test_what_is_missing_is_made_as_it_was_and_the_rest_is_left(cache_folder, connection, tmp_path, monkeypatch):
    for name in compiling.FILES:
        shutil.copy(database.DATA / name, tmp_path)
    networks = compiling.networks(connection)
    gone = next(key for key, each in networks.items() if each.of == "BHR-27")
    path = tmp_path / compiling.CHANCE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(gone)), encoding="utf-8")
    made, make = [], network_chance.made
    monkeypatch.setattr(
        network_chance, "made", lambda network, **more: made.append(network.of) or make(network, **more)
    )
    compiling.write(database.ensure_snapshot(folder=cache_folder), tmp_path)
    assert made == ["BHR-27"]
    for name in compiling.FILES:
        assert (tmp_path / name).read_bytes() == (database.DATA / name).read_bytes()


@pytest.mark.usefixtures("written_once", "ten_rows")
def test_a_list_that_is_loaded_is_in_the_network_beside_it(tmp_path, root, table):
    """Two more organisations of Kenya, alone together: chance is drawn anew for Africa, and kept for Asia."""
    before = table("region_chance").set_index(["region", "sensitivity", "network_measure"])
    loaded(root, summary(tmp_path, symbol="A/HRC/WG.6/35/KEN/3"))
    version = store.current(store.LISTS, root)
    assert version is not None
    with database.open_snapshot(version.snapshot()) as opened:
        rows = Results(opened, read_codes(opened)).table("region_chance", Filters())
    after = rows.set_index(["region", "sensitivity", "network_measure"])
    africa = ("africa", "all", PARTS)
    assert after.loc[africa, "reviews"] == before.loc[africa, "reviews"] + 1
    assert after.loc[africa, "organisations_in"] == before.loc[africa, "organisations_in"] + 2
    assert after.loc[africa, "observed"] == before.loc[africa, "observed"] + 1
    assert after.loc[africa, "draws"] == 200
    assert after.loc["asia"].equals(before.loc["asia"])


# Where bodies sign


def bodies(reach="international"):
    names = ("wide", "one", "rare")
    about = {"stakeholder": names, "organisation": names, "acronym": None, "reach": reach}
    return pd.DataFrame({**about, "subject": ["torture", None, None]})


def thirty(reviews=10):
    """Ten reviews of each region: `one` signs in all of Africa, `wide` in three of each, `rare` in four of Africa."""
    there = {"one": (reviews, 0, 0), "wide": (3, 3, 3), "rare": (4, 0, 0)}
    rows = [
        {"stakeholder": who, "region": region, "review": f"{region}-{number}", "cycle": 3, "spelled_out": number > 0}
        for who, counts in there.items()
        for region, count in zip(REGIONS, counts, strict=True)
        for number in range(count)
    ]
    held = [
        {
            "region": region,
            "review": f"{region}-{number}",
            "iso3": f"{region}{number}",
            "cycle": 3,
            "joint": 1,
            "grade": "A",
        }
        for region in REGIONS
        for number in range(reviews)
    ]
    return pd.DataFrame(rows), pd.DataFrame(held)


def test_a_body_differs_where_no_chance_gives_so_unequal_shares():
    """`one`: 3 of the 30! / (10! 20!) ways to choose 10 reviews lie in one region; two bodies are tested."""
    rows, held = thirty()
    found = coalition_networks.presence(rows, setting(FEW, held, networks=bodies())).set_index(
        ["stakeholder", "region"]
    )
    assert list(dict.fromkeys(found.index.get_level_values(0))) == ["one", "wide", "rare"]
    one = found.loc[("one", "africa")]
    assert one[["reviews_signed", "reviews", "share", "spelled"]].tolist() == [10, 10, 1, 9]
    assert one[["share_lower", "share_upper"]].tolist() == pytest.approx([0.7225, 1], abs=5e-5)  # Wilson, by hand
    assert (one["q"], one["span"]) == (pytest.approx(2 * 3 / 30_045_015, rel=1e-6), 1)
    assert found["differs"].groupby(level=0).first().to_dict() == {"one": True, "wide": False, "rare": False}
    assert found["tested"].groupby(level=0).first().to_dict() == {"one": True, "wide": True, "rare": False}
    assert found.loc[("wide", "asia"), "q"] == pytest.approx(1)


def test_a_region_with_few_reviews_has_no_share_and_is_not_compared():
    rows, held = thirty()
    held = held[held["review"] != "africa-9"]
    found = coalition_networks.presence(rows, setting(FEW, held, networks=bodies())).set_index(
        ["stakeholder", "region"]
    )
    assert pd.isna(found.loc[("wide", "africa"), "share"])
    assert not found.loc["one", "tested"].any()
    assert found.loc[("wide", "asia"), "tested"]
    assert found.loc[("wide", "asia"), "q"] == pytest.approx(1)


def test_no_subject_changes_what_differs(table):
    whole = table("network_presence").set_index(["stakeholder", "region"])
    for mandate in ("torture", "statelessness", "defenders"):
        part = table("network_presence", mandate=mandate).set_index(["stakeholder", "region"])
        assert set(part["subject"]) == {mandate}
        pd.testing.assert_frame_equal(part, whole.loc[part.index])


def test_parts_of_the_lists_are_tested_alone():
    rows, held = thirty(11)
    held.loc[held["review"] == "africa-0", "joint"] = 2
    held.loc[held["region"] == "asia", "grade"] = "B"
    found = coalition_networks.presence_checks(rows, setting(FEW, held, networks=bodies())).set_index("sensitivity")
    assert found["reviews"].to_dict() == {"all": 33, "grade_a": 22, "without_largest": 30}
    assert found["regions_compared"].to_dict() == {"all": 3, "grade_a": 2, "without_largest": 3}
    assert found["bodies_differing"].to_dict() == {"all": 1, "grade_a": 1, "without_largest": 1}
    assert found["as_in_all"].to_dict() == {"all": 1, "grade_a": 1, "without_largest": 1}


def test_civicus_counts_as_was_published_and_under_its_other_spellings(table):
    """Published: 18, 11 and 26 of 36, 30 and 44 reviews by the letters CIVICUS; ours has its full name as well."""
    rows = table("network_presence")
    its = rows[rows["acronym"] == "CIVICUS"].set_index("region").loc[["africa", "lac", "asia"]]
    assert its["reviews"].tolist() == [36, 30, 44]
    assert its["spelled"].tolist() == [18, 11, 26]
    assert its["reviews_signed"].tolist() == [19, 11, 29]


def test_a_network_is_made_of_the_joint_submissions_of_the_third_cycle_each_name_once():
    again = """update session set cycle = 3 where session = 1;
        insert into submission_member values
            ('A/HRC/WG.6/1/KEN/3', 'JS1', 4, 'gates', 'Gates', null, false, null, 'ARM');"""
    lists_of_two = (ROOT / "tests" / "fixtures" / "few_lists.sql").read_text(encoding="utf-8")
    with few_rows_and(lists_of_two) as opened:
        assert database.query(opened, "network_memberships", {}).empty
    with few_rows_and(lists_of_two + again) as opened:
        found = database.query(opened, "network_memberships", {})
    assert found[["membership", "iso3", "country"]].fillna("").to_numpy().tolist() == [
        ["KEN-1|JS1|doors", "KEN", "KEN"],
        ["KEN-1|JS1|gates", "KEN", "GHA"],
        ["KEN-1|JS1|keys", "KEN", ""],
        ["KEN-1|JS2|gates", "KEN", "GHA"],
        ["KEN-1|JS2|hinges", "KEN", "FRA"],
    ]


def test_the_queries_of_networks_on_two_invented_lists():
    with few_rows_and((ROOT / "tests" / "fixtures" / "few_lists.sql").read_text(encoding="utf-8") + BODIES) as opened:
        found = database.query(opened, "network_reviews", {"scheme": "m49"})
        columns = ["stakeholder", "reach", "region", "review", "cycle", "joint", "spelled_out"]
        assert found[columns].to_numpy().tolist() == [
            ["gates", "regional", "africa", "KEN-1", 1, 2, True],
            ["hinges", "international", "africa", "KEN-1", 1, 1, True],
        ]
        found = database.query(opened, "network_chance", {})
        assert found.iloc[:, :3].to_numpy().tolist() == [["0123", SHARE, 0.5], ["0123", PARTS, 2]]
        found = database.query(opened, "network_brokers", {})
        assert found.to_numpy().tolist() == [["0123", 1, "hinges", 4, 0.5], ["0123", 2, "gates", 3, 0.25]]
