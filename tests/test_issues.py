"""The page Issues: its queries on ten invented rows, its results by hand and as published, its figures, the page."""

import json
import math
from functools import partial

import numpy as np
import plotly.graph_objects as go
import pytest
from app_support import behind, card_figures, opened, traces, with_open

from analytics import database, results
from analytics.charts import issue_periods, issue_rates, palette
from analytics.charts import issues as charts
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.findings import issues as findings
from analytics.results import Results
from analytics.results.issues import FAMILIES
from analytics.text import languages, text

PAGE = "pages/issues.py"
T = text("en")
FOCUS = ("africa", "lac", "asia")
SELECTIONS = {
    "everything": Filters(),
    "UN groups": Filters(scheme="un", acceptance="broad"),
    "five issues": Filters(issues=("death-penalty", "torture", "sogi", "poverty", "labour")),
    "one region": Filters(regions=("africa",)),
    "no focus region": Filters(regions=("europe",)),
    "one state": Filters(states=("KEN",)),
    "one session": Filters(sessions=(20, 20), actions=(2,)),
    "nothing": Filters(states=("KEN",), sessions=(1, 2)),
}
EVERY_SELECTION = pytest.mark.parametrize("filters", SELECTIONS.values(), ids=list(SELECTIONS))


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


# The figures


def drawn(table, filters, t=T, *, show="top", order="distinctive", moves="rate"):
    """Every figure of the page by name, with the rows it draws."""
    scheme, own = filters.scheme, {"country": "KEN", "peers": "5"}
    shares, accepted, by_family = (
        table(name, filters) for name in ("issue_shares", "issue_acceptance", "family_shares")
    )
    periods = table("issue_periods", filters, moves=moves)
    never = table("never_asked", filters, **own)
    return {
        "shares": (charts.heatmap(shares, show, order, scheme, t), shares),
        "odds": (charts.standing_out(shares, scheme, t), shares),
        "acceptance": (issue_rates.acceptance(accepted, show, scheme, t), accepted),
        "moves": (issue_periods.over_time(periods, moves, scheme, t), periods),
        "families": (issue_rates.families(by_family, scheme, t), by_family),
        "never": (charts.never_asked(never, table("peers", filters, **own), t), never),
    }


@EVERY_SELECTION
@pytest.mark.parametrize(
    ("language", "more"),
    [("en", {}), ("fr", {"show": "all", "order": "family", "moves": "share"})],
    ids=["English, as opened", "French, everything"],
)
def test_every_figure_is_one_that_plotly_knows(table, filters, language, more):
    for name, (figure, _) in drawn(table, filters, text(language), **more).items():
        again = go.Figure(figure.to_dict())
        assert again.layout.height == figure.layout.height > 60, name
        assert not any(word in figure.to_json() for word in ("NaN", "Infinity")), name


def test_figures_are_light(table):
    for language in languages():
        for name, (figure, _) in drawn(table, Filters(), text(language)).items():
            assert len(figure.to_json().encode()) < 15_000, name


def test_the_heatmap_writes_the_shares_of_its_rows_into_its_cells(table):
    figure, rows = drawn(table, Filters(), show="all")["shares"]
    (trace,) = figure.data
    names = [name.replace("<br>", " ") for name in figure.layout.yaxis.ticktext]
    by_name = {T.issue(issue): mine for issue, mine in rows.groupby("issue")}
    assert len(names) == len(by_name) == 54
    for name, texts, counts in zip(names, trace.text, trace.customdata, strict=True):
        mine = by_name[name]
        assert [cell.split()[0] for cell in texts] == [f"{share * 100:.1f}" for share in mine["share"]]
        assert [int(n.replace(",", "")) for n in counts] == mine["recommendations"].to_list()
        arrows = [cell[-1] if not cell[-1].isdecimal() else "" for cell in texts]
        ratios = zip(mine["distinctive"], mine["odds_ratio"], strict=True)
        assert arrows == [("▲" if ratio > 1 else "▼") if marked else "" for marked, ratio in ratios]


def test_the_heatmap_runs_from_what_is_typical_of_the_first_region_to_the_last(table):
    figure, rows = drawn(table, Filters())["shares"]
    names = [name.replace("<br>", " ") for name in figure.layout.yaxis.ticktext]
    assert len(names) == 20
    assert (names[0], "Indigenous peoples" in names, names[-1]) == (
        "Technical assistance and cooperation",
        True,
        "Migrants",
    )
    first_of_asia = names.index("Freedom of religion and belief")
    assert names.index("Indigenous peoples") < first_of_asia
    depths = np.array(figure.data[0].z, dtype=float) - np.arange(4)
    assert np.allclose(depths.max(axis=1), charts.DEPTH)  # the largest of each line is the deepest
    assert rows["region"].nunique() == 4


def test_lines_by_family_stand_below_the_name_of_the_family(table):
    figure, _ = drawn(table, Filters(), order="family", show="all")["shares"]
    names = [name.replace("<br>", " ") for name in figure.layout.yaxis.ticktext]
    headings = [name for name in names if name.startswith("<b>")]
    assert headings == [f"<b>{T(f'family.{family}')}</b>" for family in FAMILIES]
    assert len(names) == 54 + len(FAMILIES)
    assert names.index("Death penalty") < names.index("<b>Civil liberties</b>") < names.index("Elections")


def test_what_stands_out_is_drawn_at_both_ends_with_the_interval_by_state(table):
    figure, rows = drawn(table, Filters())["odds"]
    for region, trace in zip(FOCUS, figure.data, strict=True):
        mine = rows[rows["region"] == region].sort_values("z", ascending=False)
        shown = [*mine.head(5).itertuples(), *mine.tail(5).itertuples()]
        assert np.allclose(trace.x, [row.odds_ratio for row in shown], atol=1e-4)
        assert np.allclose(np.array(trace.x) + trace.error_x.array, [row.odds_upper for row in shown], atol=2e-4)
        assert np.allclose(np.array(trace.x) - trace.error_x.arrayminus, [row.odds_lower for row in shown], atol=2e-4)
        assert [symbol.endswith("-open") for symbol in trace.marker.symbol] == [not row.distinctive for row in shown]
    assert figure.layout.xaxis.range[0] == -figure.layout.xaxis.range[1]


@pytest.mark.parametrize(
    ("name", "column", "value", "context"),
    [("acceptance", "issue", "rate", "all"), ("families", "family", "share", "rest")],
)
def test_marks_stand_at_the_numbers_of_their_rows(table, name, column, value, context):
    figure, rows = drawn(table, Filters(), show="all")[name]
    places = [each.replace("<br>", " ") for each in figure.layout.yaxis.ticktext]
    named = {
        (T.issue(row[column]) if column == "issue" else T(f"family.{row[column]}"), row["region"]): row
        for _, row in rows.iterrows()
    }
    seen = 0
    for region, trace in zip((context, *FOCUS), figure.data, strict=True):
        for index, x in enumerate(trace.x):
            row = named[places[round(trace.y[index])], region]
            assert math.isclose(x, row[value], abs_tol=1e-4)
            if region != context and not math.isnan(row["upper"]):
                assert math.isclose(x + trace.error_x.array[index], row["upper"], abs_tol=2e-4)
                assert math.isclose(x - trace.error_x.arrayminus[index], row["lower"], abs_tol=2e-4)
            seen += 1
    in_the_table_only = rows["region"] == ("rest" if context == "all" else "")
    assert seen == rows.loc[~in_the_table_only, value].notna().sum()


def test_acceptance_shows_the_issues_at_both_ends_in_order(table):
    figure, _ = drawn(table, Filters())["acceptance"]
    names = [name.replace("<br>", " ") for name in figure.layout.yaxis.ticktext]
    assert (names[1], names[2], names[8], names[-1]) == (
        "Death penalty",
        "Sexual Orientation and Gender Identity",
        "⋮",
        "Poverty",
    )
    assert list(figure.data[0].x) == sorted(figure.data[0].x)
    assert figure.layout.xaxis.range == (-0.02, 1.02)


@pytest.mark.parametrize("moves", ["rate", "share"])
def test_periods_are_marks_and_bands_on_one_scale_and_never_a_line(table, moves):
    figure, rows = drawn(table, SELECTIONS["five issues"], moves=moves)["moves"]
    assert {trace.mode for trace in figure.data} == {"markers"}
    known = rows[rows[moves].notna()]
    marks = sorted(y for trace in figure.data for y in trace.y)
    assert np.allclose(marks, sorted(known[moves]), atol=1e-4)
    bands = sorted((shape.y0, shape.y1) for shape in figure.layout.shapes)
    cycles = known[(known["third"] == 0) & known["lower"].notna()]
    assert np.allclose(bands, sorted(zip(cycles["lower"], cycles["upper"], strict=True)), atol=1e-4)
    upper = [
        y + up for trace in figure.data for y, up in zip(trace.y, trace.error_y.array, strict=True) if up is not None
    ]
    thirds = known[(known["third"] > 0) & known["upper"].notna()]
    assert np.allclose(sorted(upper), sorted(thirds["upper"]), atol=2e-4)
    ranges = {figure.layout[axis].range for axis in ("yaxis", "yaxis2", "yaxis3", "yaxis4")}
    assert len(ranges) == 1
    assert set(figure.layout.xaxis.ticktext) == {"S1–4", "S5–8", "S9–12", "S13–16", "S17–20"}


def test_bars_count_the_neighbours_that_were_asked(table):
    figure, rows = drawn(table, Filters())["never"]
    (trace,) = figure.data
    assert list(trace.x) == rows["peers_asked"].to_list()
    assert trace.text[0] == "15 of 17"
    assert trace.marker.color == palette.AFRICA
    assert figure.layout.xaxis.range == (0, 17)


# The sentences


def test_the_findings_state_the_numbers_of_the_selection(table):
    shares, accepted = table("issue_shares"), table("issue_acceptance")
    assert (
        "Latin America & Caribbean: Indigenous peoples (5.9% against 1.1% elsewhere, n = 388)"
        in findings.distinctive(shares, "m49", T)
    )
    africa, lac, _ = findings.over_and_under(shares, FOCUS, "m49", T)
    assert africa.startswith(
        "Africa\n\n**Raised more than elsewhere:** Technical assistance and cooperation (4.6% against"
    )
    assert "and 3 more." in africa
    assert "Human rights defenders" not in lac  # wide apart, but not beyond chance
    assert "97.9% on Poverty (n = 905)" in findings.acceptance(accepted, "m49", T)
    assert "Asia has the lowest rate on 41 of 51 issues" in findings.acceptance(accepted, "m49", T)


def test_overlapping_intervals_are_not_called_a_change(table):
    found = findings.over_time(table("issue_periods"), "rate", "m49", T)
    assert "Asia 21.2% (n = 311), 9.6% (n = 386)" in found
    assert found.endswith("The intervals of the cycles overlap everywhere, so these data do not establish a change.")


def test_one_region_alone_is_not_compared(table):
    shares = table("issue_shares", Filters(regions=("africa",)))
    assert findings.distinctive(shares, "m49", T) == T("issues.shares.alone")
    assert findings.over_and_under(shares, FOCUS, "m49", T)[0] == f"Africa\n\n{T('issues.words.untested')}"
    assert findings.standing_out(shares, T) == T("issues.shares.alone")
    assert findings.families(table("family_shares", Filters(regions=("africa",))), "m49", T) == T("issues.families.few")


@pytest.mark.parametrize(
    ("country", "fewest", "filters", "said"),
    [
        (
            "KEN",
            "5",
            Filters(),
            "Kenya was never asked about 11 issues that 5 or more of the 17 other states of Eastern Africa",
        ),
        ("CHN", "5", Filters(), "Eastern Asia has only 4 states beside China"),
        ("BRA", "5", Filters(sessions=(20, 20)), "Brazil has no recommendation in this selection"),
        ("CHN", "3", Filters(issues=("torture",)), "Everything that 3 or more of the 4 other states of Eastern Asia"),
    ],
)
def test_what_was_never_asked_is_said_with_its_conditions(table, country, fewest, filters, said):
    own = {"country": country, "peers": fewest}
    rows, peers = table("never_asked", filters, **own), table("peers", filters, **own)
    assert findings.never_asked(rows, peers, country, fewest, T).startswith(said)


# The page


FIGURES = {
    "distinctive": ["shares", "odds"],
    "accepted": ["acceptance"],
    "moves": ["moves"],
    "families": ["families"],
    "never": ["never"],
}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("view", FIGURES)
def test_each_question_of_the_page_has_its_figures(codes, view, language):
    at = opened(PAGE, view=view, lang=language, country="KEN", show="all", order="family", moves="share", peers="3")
    assert not at.exception
    assert [chart.key for chart in card_figures(at)] == [f"issues-{name}-figure" for name in FIGURES[view]]
    caveats = next(each.value for each in at.markdown if findings.caveats(codes, text(language)) == each.value)
    assert "under-counted" in caveats or language != "en"


def test_without_a_country_nothing_is_said_about_peers():
    at = opened(PAGE, view="never")
    assert not at.warning
    assert not card_figures(at)
    caveats = next(each.value for each in at.markdown if "How issues are counted" in each.value)
    assert "divide by recommendations, not by tags" in caveats


def test_a_filter_of_issues_shows_those_and_the_card_says_what_shares_divide_by():
    at = opened(PAGE, issues="death-penalty,poverty")
    assert len(traces(at, "issues-shares")[0]["z"]) == 2
    notes = [each.value for each in at.caption if each.value.startswith("n = ")]
    assert notes[0].startswith("n = 41,066 recommendations · all sessions and issues")
    at = opened(PAGE, issues="death-penalty,poverty", view="moves")
    assert any("Death penalty and Poverty" in each.value for each in at.caption if each.value.startswith("n = "))


def test_the_tables_behind_the_figures_hold_the_numbers_drawn():
    at = with_open(opened(PAGE, view="moves"))
    first, second = behind(at, "issues-moves")
    assert first["recommendations"].sum() == 1_755 - 132
    drawn_here = [y for trace in traces(at, "issues-moves") for y in trace["y"]]
    assert np.allclose(sorted(drawn_here), sorted(second["rate"].dropna()), atol=1e-4)
    at = with_open(opened(PAGE, view="never", country="KEN"))
    peers, never = behind(at, "issues-never")
    assert len(peers) == 18
    assert json.dumps(traces(at, "issues-never")[0]["x"]) == json.dumps(never["peers_asked"].to_list())


def test_a_choice_that_does_not_exist_is_named():
    said = ""
    for view in ("distinctive", "never"):
        at = opened(PAGE, view=view, show="some", country="XXX", peers="4")
        assert not at.exception
        said += " ".join(each.value for each in at.warning)
    assert [word for word in ("`show=some`", "`country=XXX`", "`peers=4`") if word not in said] == []
