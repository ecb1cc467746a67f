"""Requests of the sessions after those with answers: counted apart, hatched, and in no share, ratio or rate."""

from dataclasses import replace

import pandas as pd
import pytest
from app_support import card_figures, opened, traces, words
from conftest import few_rows_and
from test_requests import INVENTED

from analytics import database, filters
from analytics.charts import askers as draw_askers
from analytics.charts import asking as draw
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.findings import later
from analytics.findings import who_asks_whom as say
from analytics.findings.selection import cycle_held
from analytics.results import Results
from analytics.text import languages, text

EN, FR = text("en"), text("fr")
PAGE = "pages/who_asks_whom.py"
LATER = "28-36"
OF_UPR_INFO = f"{INVENTED} set variable source = 'upr_info';"


@pytest.fixture(scope="module")
def few():
    """Results on the invented rows: ten recommendations, and after them six requests over three pairs."""
    with few_rows_and(OF_UPR_INFO) as connection:
        results = Results(connection, read_codes(connection))
        yield lambda name, selected=Filters(), **more: results.table(name, selected, **more)  # noqa: B008


class WithoutRequests(Results):
    """The same snapshot as if it held no request."""

    def _query(self, name, values):
        rows = super()._query(name, values)
        return rows.iloc[:0] if name in {"later_pairs", "later_by_state"} else rows


# Counted by hand: France asks Ghana 3 and Kenya 1, Kenya asks Ghana 2


@pytest.mark.parametrize(
    ("selected", "pairs", "states"),
    [
        (Filters(), [["FRA", "GHA", 3], ["FRA", "KEN", 1], ["KEN", "GHA", 2]], 2),
        (Filters(sessions=(28, 28)), [["FRA", "GHA", 3], ["KEN", "GHA", 2]], 1),
        (Filters(cycles=(3,), asked_by=("africa",)), [["KEN", "GHA", 2]], 1),
        (Filters(states=("KEN",)), [["FRA", "KEN", 1]], 1),
        (Filters(cycles=(1, 2)), [], 0),
        (Filters(issues=("torture",)), [], 0),
        (Filters(actions=(1, 2, 3, 4, 5)), [], 0),
    ],
    ids=str,
)
def test_requests_are_selected_by_place_session_and_asker_and_by_no_issue_or_action(selected, pairs, states):
    with few_rows_and(OF_UPR_INFO) as connection:
        codes = read_codes(connection)
        assert database.query(connection, "later_pairs", selected.parameters(codes)).to_numpy().tolist() == pairs
        (total,) = Results(connection, codes).table("later_totals", selected).to_numpy().tolist()
    assert total == [sum(number for *_, number in pairs), states]


def test_requests_are_counted_by_state_and_region_apart_from_recommendations(few):
    states = few("received_by_state").set_index("iso3")
    counted = states.loc[["GHA", "KEN", "CUB"], ["recommendations", "later"]]
    assert counted.to_numpy().tolist() == [[0, 5], [4, 1], [2, 0]]
    assert few("later_by_state").to_numpy().tolist() == [["GHA", 5, 1], ["KEN", 1, 1]]
    assert few("later_by_region").to_numpy().tolist() == [["africa", 2, 6]]
    assert few("selection")[["recommendations", "later", "states"]].to_numpy().tolist() == [[10, 6, 5]]
    for none in (Filters(issues=("torture",)), Filters(cycles=(1, 2)), Filters(regions=("lac",))):
        assert few("later_by_region", none).empty
        assert few("received_by_state", none)["later"].sum() == 0


def test_who_asks_whom_counts_the_selection_as_the_other_pages_do(table):
    for selected in (Filters(), Filters(cycles=(2,), asked_by=("africa",)), Filters(scheme="un", issues=("torture",))):
        names = ["recommendations", "states", "focus_recommendations", "later"]
        assert table("asked_totals", selected)[names].equals(table("selection", selected)[names])


def test_every_result_of_who_asks_whom_has_them_in_a_column_of_their_own(few):
    cells = few("asking_matrix").set_index(["asking", "asked"])
    assert cells.loc[cells["later"] > 0, "later"].to_dict() == {("africa", "africa"): 2, ("europe", "africa"): 4}
    assert cells.loc[("africa", "africa"), "recommendations"] == 0
    assert few("asked_totals")[["recommendations", "later"]].to_numpy().tolist() == [[10, 6]]
    states = few("recommending_states").set_index("iso3")
    assert states.loc[["FRA", "KEN", "GHA"], ["recommendations", "later"]].to_numpy().tolist() == [
        [2, 4],
        [0, 2],
        [2, 0],
    ]
    assert states.index[-1] == "KEN"
    pairs = few("listed_pairs").set_index(["recommending_state", "state_under_review"])
    assert pairs["later"].to_dict()["FRA", "KEN"] == 1
    assert pairs["later"].sum() == 1
    assert few("listed_pairs_of").iloc[0].to_list() == [9, 8, 10, 6]


def test_where_no_recommendation_is_selected_the_pairs_of_the_requests_are_listed(few):
    pairs = few("listed_pairs", Filters(sessions=(28, 29)))
    assert pairs[["recommending_state", "state_under_review", "recommendations", "later"]].to_numpy().tolist() == [
        ["FRA", "GHA", 0, 3],
        ["KEN", "GHA", 0, 2],
        ["FRA", "KEN", 0, 1],
    ]
    counted = few("listed_pairs_of", Filters(sessions=(28, 29)))
    assert say.pairs(counted, "", "", "m49", EN).whole == (
        "From all states to all states: 6 requests without answers over 3 pairs of states."
    )


UNCHANGED = (
    *("acceptance_by_region", "acceptance_gaps", "acceptance_by_cycle", "received_by_state", "action_mix"),
    *("asking_matrix", "own_group", "recommending_states", "asking_spread", "issue_shares", "flag_shares", "claims"),
)


@pytest.mark.parametrize("selected", [Filters(), Filters(cycles=(3,)), Filters(sessions=(20, 36), regions=("asia",))])
def test_shares_rates_and_intervals_are_the_same_with_requests_and_without(connection, codes, selected):
    """Without: the sessions end where the answers do, and no pair has a request."""
    ends = selected.sessions and (selected.sessions[0], codes.sessions[1])
    answers, before = replace(selected, sessions=ends), replace(codes, later={})
    for name in UNCHANGED:
        found = Results(connection, codes).table(name, selected)
        without = WithoutRequests(connection, before).table(name, answers)
        if "later" in found:
            assert (found["later"].sum() > 0, without["later"].sum()) == (True, 0)
            found, without = (rows[rows["recommendations"] > 0].drop(columns="later") for rows in (found, without))
        pd.testing.assert_frame_equal(found.reset_index(drop=True), without.reset_index(drop=True), obj=name)


def test_the_built_in_requests_are_those_of_the_source(table):
    """28,917 over 10,607 pairs of a session; by region they add up to the same."""
    assert table("later_totals")["later"].tolist() == [28_917]
    assert table("asking_matrix")["later"].sum() == 28_917
    assert table("recommending_states")["later"].sum() == 28_917
    assert table("later_totals", Filters(issues=("torture",)))["later"].tolist() == [0]


# Filters


def test_sessions_reach_as_far_as_the_requests_and_a_cycle_says_what_it_holds(codes):
    assert (codes.sessions, codes.reach) == ((1, 27), (1, 36))
    found, problems = filters.decode({"sessions": LATER, "cycles": "3"}, codes)
    assert (found.sessions, problems) == ((28, 36), [])
    assert found.selected_sessions(codes) == list(range(28, 37))
    assert filters.decode({"sessions": "28-37"}, codes)[1] == [filters.Problem("sessions", "28-37")]
    assert cycle_held(3, codes, EN) == "Cycle 3 (session 27 with answers, sessions 28–36 requests only)"
    assert cycle_held(2, codes, EN) == "Cycle 2"
    only = replace(codes, cycle_of={session: its for session, its in codes.cycle_of.items() if its < 3})
    assert cycle_held(3, only, FR) == "Cycle 3 (sessions 28 à 36, demandes seules)"


def test_states_that_only_later_sessions_know_can_be_chosen_as_askers(codes, table):
    """Guinea 48, Guyana 28 and the Marshall Islands 14: no recommendation in sessions 1-27."""
    chosen = Filters(asked_by=("GIN", "GUY", "MHL"))
    assert set(chosen.asked_by) <= set(codes.recommending_states)
    assert table("totals", chosen)["recommendations"].tolist() == [0]
    assert table("recommending_states", chosen)[["iso3", "later"]].to_numpy().tolist() == [
        ["GIN", 48],
        ["GUY", 28],
        ["MHL", 14],
    ]


# Figures and sentences


def hatched(data):
    return [(trace.get("marker") or {}).get("pattern", {}).get("shape") == "/" for trace in data]


def test_requests_are_hatched_and_recommendations_solid(table):
    rows = table("asking_by_region")
    data = draw.sums(rows, "m49", EN).to_dict()["data"]
    assert hatched(data) == [False, True] * 12
    made = rows[rows["asking"] == "africa"]
    assert [trace["x"][0] for trace in data[:2]] == [made["recommendations"].sum(), made["later"].sum()]
    received = [trace["x"][0] for trace in data[12::2]]
    assert sorted(received) == sorted(rows.groupby("asked")["recommendations"].sum())  # also of nobody recorded
    data = draw_askers.askers(table("recommending_states"), EN).to_dict()["data"]
    assert sum(hatched(data)) == 1
    for cell in ("volume", "later"):
        data = draw.matrix(table("asking_matrix"), cell, ("", ""), "m49", EN).to_dict()["data"]
        assert set(hatched(data)) == {cell == "later"}
    none = table("recommending_states").assign(later=0)
    assert not any(hatched(draw_askers.askers(none, EN).to_dict()["data"]))


def test_a_cell_names_both_when_pointed_at(few):
    drawn = draw.matrix(few("asking_matrix"), "volume", ("", ""), "m49", EN)
    said = {tuple(data[:2]): data[7] for trace in drawn.data for data in trace.customdata}
    assert said["europe", "africa"] == "<br>Later sessions, without answers: 4"
    assert said["africa", "lac"] == ""


def test_the_sentences_say_that_answers_end_and_that_issues_select_no_request(table, codes):
    totals = table("asked_totals")
    assert later.said(totals, Filters(), codes, EN) == (
        "Answers end with session 27. 28,917 requests of sessions 28–36 are counted without: they are shown apart, and "
        "are in no share, ratio or rate."
    )
    torture = Filters(issues=("torture",))
    assert later.said(table("asked_totals", torture), torture, codes, EN) == (
        "Requests of sessions 28–36 have neither issues nor action categories in these data, so this selection holds "
        "none of them."
    )
    assert later.said(totals, Filters(), replace(codes, later={}), EN) == ""
    assert say.cells(totals)[-1] == "later"
    assert say.cells(totals.assign(later=0)) == ("volume", "ratio", "specific", "acceptance")
    assert say.cells(totals.assign(recommendations=0)) == ("later",)


# Pages


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("view", "figures"), [("matrix", 1), ("own", 0), ("flows", 1), ("askers", 1)])
def test_with_later_sessions_alone_who_asks_whom_shows_requests(view, figures, language):
    at = opened(PAGE, view=view, sessions=LATER, lang=language)
    assert not at.exception
    assert not at.warning
    drawn = card_figures(at)
    assert len(drawn) == figures
    assert all(any(hatched(traces(at, chart.key.removesuffix("-figure")))) for chart in drawn)
    assert not [each for each in words(at.main) if "nan" in each.split()]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("page", ["app.py", "pages/regions.py", "pages/issues.py", "pages/claims.py"])
def test_with_later_sessions_alone_a_page_that_needs_answers_says_so_and_points_on(page, language):
    at = opened(page, sessions=LATER, lang=language)
    assert not at.exception
    t = text(language)
    said = t("selection.only_later", answers=27, sessions=t("selection.sessions", first=28, last=36))
    assert said in words(at.main)
    assert not card_figures(at)
    assert any(link.proto.page == "who_asks_whom" for link in at.main.get("page_link"))


def test_the_selection_names_both_and_an_issue_leaves_only_answers():
    """Sessions 28 to 30: 3,135 + 2,734 + 3,314."""

    def said(**link):
        return " ".join(words(opened("pages/countries.py", **link).main))

    assert "Without answers, sessions 28–36: 28,917 requests." in said()
    assert "Without answers, sessions 28–30: 9,183 requests." in said(sessions="20-30")
    assert "Without answers" not in said(issues="torture")
