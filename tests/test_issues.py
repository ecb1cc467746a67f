"""The page Issues: its queries on ten invented rows, and its results by hand and as published."""

from functools import partial

import numpy as np
import pytest
from issues_support import EVERY_SELECTION, SELECTIONS

from analytics import database, results
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.results import Results
from analytics.results.issues import FAMILIES

# The queries, counted by hand on fixtures/few_rows.sql


@pytest.fixture
def ask(few_rows_to_change):
    """Asks the ten rows."""

    def rows(name, filters=Filters(), **own):  # noqa: B008 - Filters are frozen
        found = database.query(few_rows_to_change, name, {**filters.parameters(read_codes(few_rows_to_change)), **own})
        cells = found.astype(object).where(found.notna(), None)
        return list(found.columns), [tuple(row) for row in cells.itertuples(index=False)]

    return rows


def test_issues_are_counted_by_state_whatever_issues_are_chosen(ask):
    columns = ["iso3", "issue", "reviews", "recommendations", "answered", "accepted"]
    rows = [
        ("ARM", "death-penalty", 1, 1, 1, 0),
        ("CUB", "death-penalty", 1, 1, 1, 0),
        ("CUB", "justice", 1, 1, 1, 1),
        ("ISR", "justice", 1, 1, 1, 0),
        ("ISR", "torture", 1, 2, 2, 1),
        ("KEN", "death-penalty", 2, 2, 1, 1),
        ("KEN", "justice", 1, 1, 1, 0),
        ("KEN", "torture", 1, 2, 2, 1),
        ("TON", "justice", 1, 1, 0, 0),
    ]
    assert ask("issues_by_state") == (columns, rows)
    assert ask("issues_by_state", Filters(issues=("torture",))) == (columns, rows)
    assert ask("issues_by_state", Filters(states=("KEN",), cycles=(1,), acceptance="broad"))[1] == [
        ("KEN", "death-penalty", 1, 1, 1, 1),
        ("KEN", "justice", 1, 1, 1, 1),
        ("KEN", "torture", 1, 2, 2, 1),
    ]


def test_what_issues_are_shares_of_is_counted_by_state(ask):
    columns, rows = ask("all_issues_by_state", Filters(issues=("torture",)))
    assert columns == ["iso3", "region", "reviews", "recommendations", "answered", "accepted"]
    assert rows == [
        ("ARM", "asia", 1, 1, 1, 0),
        ("CUB", "lac", 1, 2, 2, 1),
        ("ISR", "asia", 1, 2, 2, 1),
        ("KEN", "africa", 2, 4, 3, 1),
        ("TON", "oceania", 1, 1, 0, 0),
    ]


def test_a_recommendation_counts_once_in_a_family(ask):
    assert ask("families_by_state") == (
        ["iso3", "family", "recommendations"],
        [
            ("ARM", "physical-integrity", 1),
            ("CUB", "institutions", 1),
            ("CUB", "physical-integrity", 1),
            ("ISR", "institutions", 1),
            ("ISR", "physical-integrity", 2),
            ("KEN", "institutions", 1),
            ("KEN", "physical-integrity", 3),
            ("TON", "institutions", 1),
        ],
    )


def test_families_are_listed_with_who_made_them(ask):
    assert ask("issue_families") == (
        ["issue", "family", "source"],
        [
            ("death-penalty", "physical-integrity", "ours"),
            ("justice", "institutions", "ours"),
            ("torture", "physical-integrity", "ours"),
        ],
    )


def test_reviews_are_cut_into_thirds_of_their_cycle_and_sets_of_the_issues_shown(ask):
    columns, rows = ask("issues_by_review", about="torture")
    counted = ["recommendations", "answered", "accepted"]
    assert columns == ["cycle", "third", "session", "iso3", "issues", *counted]
    # Two sessions a cycle: the first ends in its second third, the second in its last.
    assert rows == [
        (1, 2, 1, "KEN", None, 1, 1, 0),
        (1, 2, 1, "KEN", "torture", 2, 2, 1),
        (1, 3, 12, "ARM", None, 1, 1, 0),
        (1, 3, 12, "CUB", None, 2, 2, 1),
        (2, 2, 13, "ISR", "torture", 2, 2, 1),
        (2, 2, 13, "KEN", None, 1, 0, 0),
        (2, 2, 13, "TON", None, 1, 0, 0),
    ]
    chosen = Filters(states=("ISR", "KEN"), issues=("justice", "torture"))
    assert ask("issues_by_review", chosen, about="death-penalty")[1] == [
        (1, 2, 1, "KEN", "justice", 1, 1, 0),
        (1, 2, 1, "KEN", "torture", 2, 2, 1),
        (2, 2, 13, "ISR", "torture", 1, 1, 1),
        (2, 2, 13, "ISR", "justice,torture", 1, 1, 0),
        (2, 2, 13, "KEN", None, 1, 0, 0),
    ]


def test_an_issue_that_these_data_do_not_have_is_on_no_recommendation(ask):
    columns, rows = ask("issues_by_review", about="doors")
    assert {row[columns.index("issues")] for row in rows} == {None}
    assert sum(row[columns.index("recommendations")] for row in rows) == 10


def test_sets_of_issues_are_told_by_their_codes(few_rows):
    made = Results(few_rows, read_codes(few_rows)).table("issues_by_review", Filters(issues=("justice", "torture")))
    of_israel = made[made["iso3"] == "ISR"]
    assert of_israel["issues"].to_list() == ["torture", "justice,torture"]
    assert made["issues"].isna().sum() == 3  # recommendations 4, 6 and 10


def test_peers_are_the_states_of_the_sub_region_whatever_places_are_chosen(ask):
    columns, rows = ask("peers", Filters(states=("KEN",), regions=("africa",), issues=("justice",)), country="ARM")
    assert columns == ["iso3", "region", "subregion", "is_country", "recommendations"]
    assert rows == [("ARM", "asia", "western-asia", True, 1), ("ISR", "asia", "western-asia", False, 2)]
    assert ask("peers", Filters(scheme="un", cycles=(2,)), country="ARM")[1] == [
        ("ARM", "eeg", "western-asia", True, 0),
        ("ISR", "weog", "western-asia", False, 2),
    ]


def test_what_only_peers_were_asked_is_listed_most_asked_first(ask):
    asked = partial(ask, "never_asked", country="ARM")
    assert asked(peers="1") == (
        ["issue", "family", "peers_asked", "recommendations"],
        [("torture", "physical-integrity", 1, 2), ("justice", "institutions", 1, 1)],
    )
    assert asked(Filters(states=("KEN",), issues=("justice",)), peers="1")[1] == [("justice", "institutions", 1, 1)]
    assert asked(peers="2")[1] == []
    assert ask("never_asked", country=None, peers="1")[1] == []


# The results


def test_every_issue_is_in_one_family_of_ours(table, codes):
    rows = table("issue_families")
    assert sorted(rows["issue"]) == sorted(codes.issues)
    assert len(rows) == 54
    assert set(rows["family"]) == set(FAMILIES)
    assert set(rows["source"]) == {"ours"}


def test_shares_divide_by_the_published_recommendations_of_each_region(table):
    rows = table("issue_regions").set_index("region")
    assert rows["recommendations"].to_dict() == {"africa": 11_442, "lac": 6_552, "asia": 12_311, "rest": 10_761}
    shares = table("issue_shares")
    assert shares["recommendations"].sum() > 41_066  # tags
    of_region = shares.groupby("region")["of_region"].unique()
    assert {region: list(n) for region, n in of_region.items()} == {
        "africa": [11_442],
        "lac": [6_552],
        "asia": [12_311],
        "rest": [10_761],
    }
    # Counted by hand: women's rights 7,492 (DOMAIN.md 3 and the issues of the export)
    assert shares.loc[shares["issue"] == "womens-rights", "recommendations"].sum() == 7_492


@pytest.mark.parametrize(
    ("issue", "rate", "n"), [("death-penalty", 23, 1_755), ("sogi", 37, 921), ("poverty", 98, 905)]
)
def test_acceptance_by_issue_is_as_published(table, issue, rate, n):
    rows = table("issue_acceptance")
    (row,) = rows[(rows["issue"] == issue) & (rows["region"] == "all")].itertuples()
    assert (round(row.rate * 100), row.recommendations) == (rate, n)
    assert row.lower < row.rate < row.upper
    each = rows[(rows["issue"] == issue) & (rows["region"] != "all")]
    assert each[["recommendations", "accepted"]].sum().to_list() == [row.recommendations, row.accepted]


def test_the_odds_ratio_is_the_weighted_one_worked_out_by_hand(table):
    rows = table("issue_shares")
    (row,) = rows[(rows["issue"] == "indigenous-peoples") & (rows["region"] == "lac")].itertuples()
    assert (row.recommendations, row.elsewhere) == (388, 395)
    weight = 41_066 / 193
    prior = 783 / 41_066 * weight
    here = (388 + prior) / (6_552 + weight - 388 - prior)
    there = (395 + prior) / (34_514 + weight - 395 - prior)
    assert row.odds_ratio == pytest.approx(here / there)
    assert row.odds_lower < row.odds_ratio < row.odds_upper


def test_nothing_stands_out_without_a_small_false_discovery_rate_and_enough_mentions(table):
    for filters in SELECTIONS.values():
        rows = table("issue_shares", filters)
        marked = rows[rows["distinctive"].astype(bool)]
        assert (marked["q"] <= 0.05).all()
        assert (marked["recommendations"] + marked["elsewhere"] >= 20).all()
        assert not rows.loc[rows["region"] == "rest", "distinctive"].any()


def test_the_filter_of_issues_chooses_lines_and_leaves_every_number(table):
    chosen = Filters(issues=("death-penalty", "poverty"))
    for name in ("issue_shares", "issue_acceptance"):
        all_rows = table(name)
        expected = all_rows[all_rows["issue"].isin(chosen.issues)].reset_index(drop=True)
        assert table(name, chosen).equals(expected)
    assert table("issue_regions", chosen).equals(table("issue_regions"))
    assert table("family_shares", chosen).equals(table("family_shares"))


def test_families_are_shares_of_recommendations_with_the_interval_of_states(table):
    rows = table("family_shares")
    assert rows.groupby("region")["share"].sum().gt(1).all()  # several families a recommendation
    assert rows.groupby("region")["states"].max().to_dict() == {"africa": 54, "asia": 47, "lac": 33, "rest": 59}
    (row,) = rows[(rows["family"] == "civil-liberties") & (rows["region"] == "asia")].itertuples()
    assert row.share == row.recommendations / 12_311
    assert row.lower < row.share < row.upper


def test_thirds_of_a_cycle_are_cut_from_its_sessions_and_add_up_to_it(table):
    rows = table("issue_periods", about="death-penalty")
    thirds = rows[rows["third"] > 0]
    ends = thirds.groupby(["cycle", "third"])[["first_session", "last_session"]].agg(["min", "max"])
    assert {key: tuple(dict.fromkeys(row)) for key, row in zip(ends.index, ends.to_numpy().tolist(), strict=True)} == {
        (1, 1): (1, 4),
        (1, 2): (5, 8),
        (1, 3): (9, 12),
        (2, 1): (13, 16),
        (2, 2): (17, 20),
    }
    whole = rows[rows["third"] == 0].set_index(["region", "cycle"])[["recommendations", "accepted"]]
    assert (
        thirds.groupby(["region", "cycle"])[["recommendations", "accepted"]]
        .sum()
        .sort_index()
        .equals(whole.sort_index())
    )
    assert whole["recommendations"].sum() == 1_755 - 132  # all, less the rest of the world
    assert table("issue_period_totals", about="death-penalty")["recommendations"].sum() == 1_755 - 132


def test_the_share_of_an_issue_over_time_divides_by_every_recommendation(table):
    rows = table("issue_periods", about="death-penalty", moves="share")
    cycles = rows[rows["third"] == 0]
    assert cycles["of_region"].sum() == 30_305
    assert cycles["recommendations"].sum() == 1_755 - 132
    assert np.allclose(rows["share"], rows["recommendations"] / rows["of_region"])
    assert table("issue_period_totals", moves="share")["recommendations"].sum() == 30_305


def test_several_issues_over_time_count_each_recommendation_once_in_the_total(table):
    chosen = Filters(issues=("death-penalty", "torture"))
    rows = table("issue_periods", chosen)
    assert list(dict.fromkeys(rows["issue"])) == ["torture", "death-penalty"]  # most recommendations first
    total = table("issue_period_totals", chosen)["recommendations"].sum()
    focus = table("selection", chosen)["focus_recommendations"].iloc[0]
    assert total == focus < rows.loc[rows["third"] == 0, "recommendations"].sum()


def test_at_most_four_issues_are_followed_over_time(table):
    shown = set(table("issue_periods", SELECTIONS["five issues"])["issue"])
    assert shown == set(SELECTIONS["five issues"].issues) - {"sogi"}  # 618 in the three regions; poverty has 817


def test_fewer_than_five_reviews_have_no_rate_no_share_and_no_interval(table):
    few = Filters(states=("KEN", "CUB", "CHN"), cycles=(1,))
    assert table("issue_acceptance", few)["rate"].isna().all()
    assert table("family_shares", few)["share"].isna().all()
    assert table("issue_periods", few)["rate"].isna().all()
    enough = table("issue_acceptance", Filters(states=("KEN", "UGA", "TZA", "RWA", "BDI"), cycles=(1,)))
    assert enough.loc[enough["states"] == 5, "rate"].notna().all()
    assert enough.loc[enough["states"] < 5, "rate"].isna().all()


def test_states_that_are_all_alike_have_a_rate_without_an_interval(table):
    rows = table("issue_acceptance")
    alike = rows[(rows["accepted"] == rows["recommendations"]) & rows["rate"].notna()]
    assert len(alike)
    assert alike[["lower", "upper"]].isna().all(axis=None)


def test_what_kenya_was_never_asked_is_a_list_of_its_seventeen_neighbours(table):
    rows = table("never_asked", country="KEN")
    assert set(rows["peers"]) == {17}
    assert rows["peers_asked"].between(5, 17).all()
    shares = table("issue_shares", Filters(states=("KEN",))).set_index("issue")
    assert set(shares.index[shares["recommendations"] == 0]) >= set(rows["issue"])
    assert len(table("never_asked", country="KEN", peers="8")) < len(rows)
    assert table("never_asked", Filters(regions=("asia",), states=("CHN",)), country="KEN").equals(rows)


def test_a_country_without_recommendations_was_not_left_out_of_anything(table):
    assert table("never_asked", Filters(sessions=(20, 20)), country="BRA").empty
    assert table("never_asked").empty


@EVERY_SELECTION
@pytest.mark.parametrize("name", [name for name in results.results() if "issue" in name or "famil" in name])
def test_no_selection_makes_a_result_fail(table, name, filters):
    assert not table(name, filters).columns.duplicated().any()
