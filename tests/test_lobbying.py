"""Whom to lobby: queries and lists on ten invented rows and the test of the list, all by hand; then the real ones."""

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, few_rows_and

from analytics import database
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.findings import lobbying as find
from analytics.results import Results, lobby_trial
from analytics.results.lobby_parts import WEIGHTS
from analytics.results.lobby_trial import BASELINES, PARTS
from analytics.statistics import ranking
from analytics.text import languages, text

EVERYTHING = Filters()
ON_TORTURE = Filters(issues=("torture",))
LATER = """
set variable source = 'upr_info';
insert into session values (28, 3, 2017, null, null);
insert into request values (28, 'KEN', 'GHA', 3, 0), (28, 'CUB', 'FRA', 2, 0);
"""
SESSION_20 = """
insert into session values (20, 2, 2014, null, null);
insert into recommendation (
    recommendation, source, source_key, session, state_under_review, recommending_state, response, response_raw,
    action_category
) values
    (11, 'invented', 'key-12', 20, 'KEN', 'FRA', 'accepted', 'Accepted', 5),
    (12, 'invented', 'key-13', 20, 'KEN', 'GHA', 'noted', 'Noted', 5),
    (13, 'invented', 'key-14', 20, 'CUB', 'VAT', 'accepted', 'Accepted', 5);
insert into recommendation_issue values (11, 'torture'), (12, 'torture'), (13, 'justice');
"""


def results_of(connection):
    return Results(connection, read_codes(connection)).table


@pytest.fixture(scope="module")
def rows_of(few_rows):
    return results_of(few_rows)


def counted(rows):
    return [tuple(row) for row in rows.astype(object).itertuples(index=False)]


# Queries


@pytest.mark.parametrize(
    ("filters", "strength", "expected"),
    [
        (ON_TORTURE, "any", [("FRA", "ISR", 13, 1), ("FRA", "KEN", 1, 1), ("VAT", "ISR", 13, 1)]),
        (ON_TORTURE, "specific", [("FRA", "KEN", 1, 1), ("VAT", "ISR", 13, 1)]),
        (
            Filters(issues=("torture", "justice"), states=("KEN",), regions=("africa",)),
            "general",
            [("ARM", "TON", 13, 1), ("CUB", "KEN", 1, 1), ("FRA", "KEN", 1, 1), ("VAT", "ISR", 13, 1)],
        ),
        (Filters(issues=("torture",), cycles=(1,)), "any", [("FRA", "KEN", 1, 1)]),
        (Filters(issues=("torture",), asked_by=("VAT",), actions=(5,)), "any", [("VAT", "ISR", 13, 1)]),
        (Filters(issues=("torture",), actions=(1,)), "general", []),
    ],
    ids=str,
)
def test_a_recommendation_on_two_chosen_issues_counts_once_wherever_it_was_made(rows_of, filters, strength, expected):
    found = rows_of("asks_on_issues", filters, strength=strength)
    assert list(found) == ["recommending_state", "state_under_review", "session", "recommendations"]
    assert counted(found) == expected


@pytest.mark.parametrize(
    ("filters", "strength", "expected"),
    [
        (EVERYTHING, "any", [("CUB", 1, 1, 1, 0, 0), ("FRA", 1, 1, 1, 1, 0), ("ISR", 1, 1, 0, 0, 0)]),
        (ON_TORTURE, "specific", [("CUB", 1, 0, 0, 0, 0), ("FRA", 1, 1, 1, 1, 0), ("ISR", 1, 1, 0, 0, 0)]),
        (
            Filters(acceptance="broad", actions=(4,)),
            "any",
            [("CUB", 1, 1, 1, 1, 0), *[(s, 1, 0, 0, 0, 0) for s in ("FRA", "ISR")]],
        ),
        (Filters(cycles=(2,)), "any", [("ISR", 1, 1, 0, 0, 0)]),
    ],
    ids=str,
)
def test_asks_here_are_on_any_issue_and_those_of_any_wording_are_counted_apart(rows_of, filters, strength, expected):
    found = rows_of("asks_of_country", filters, country="KEN", strength=strength)
    assert list(found) == ["recommending_state", "asked_here", "recommendations", "answered", "accepted", "later"]
    assert counted(found) == expected


def test_later_requests_here_are_counted_whatever_issue_or_wording_is_chosen():
    with few_rows_and(LATER) as opened:
        table = results_of(opened)
        assert counted(table("asks_of_country", ON_TORTURE, country="KEN", strength="specific"))[2] == (
            *("GHA", 0, 0, 0, 0),
            3,
        )
        assert "GHA" not in set(table("asks_of_country", Filters(cycles=(1,)), country="KEN")["recommending_state"])


def test_all_that_a_state_asks_is_counted_by_wording(rows_of):
    assert counted(rows_of("asks_made", ON_TORTURE)) == [
        *(("ARM", 1), ("CUB", 1), ("FRA", 2), ("GHA", 2)),
        *(("ISR", 1), ("TON", 1), ("VAT", 1)),
    ]
    specific = [("FRA", 1), ("GHA", 1), ("ISR", 1), ("TON", 1), ("VAT", 1)]
    assert counted(rows_of("asks_made", EVERYTHING, strength="specific")) == specific


def test_what_a_trial_stands_on_takes_no_filter(few_rows):
    by_issue = database.query(few_rows, "asks_by_issue", {})
    assert counted(by_issue)[:4] == [
        ("death-penalty", "FRA", "KEN", 1, 1),
        ("death-penalty", "GHA", "CUB", 12, 1),
        ("death-penalty", "ISR", "KEN", 13, 1),
        ("death-penalty", "TON", "ARM", 12, 1),
    ]
    assert len(by_issue) == 11, "twelve tags, of which one is of nobody's recommendation"
    by_pair = database.query(few_rows, "asks_by_pair", {})
    assert list(by_pair)[3:] == ["recommendations", "answered", "accepted"]
    assert ("GHA", "CUB", 12, 2, 2, 1) in counted(by_pair)
    assert len(by_pair) == 8


# Numbers


def test_a_recommendation_counts_half_after_the_half_life():
    assert ranking.recency([19, 13, 7, 1], 19, 6).tolist() == [1, 0.5, 0.25, 0.125]


def test_interest_is_the_root_beside_the_most_active_state():
    assert ranking.interest([[4.0, 1, 0], [0, 0, 0]]).tolist() == [[1, 0.5, 0], [0, 0, 0]]


def test_history_rises_less_with_each_time():
    assert ranking.history([0, 1, 3]).tolist() == [0, 0.5, 0.75]


def test_points_are_the_mean_of_the_parts_by_their_weights():
    assert ranking.points([[1, 0], [0.5, 1]], [30, 10]).tolist() == [87.5, 25]
    assert ranking.points([[1, 0], [0.5, 1]], [0, 0]).tolist() == [0, 0]


def test_equal_points_go_by_what_breaks_ties_and_then_by_order():
    place = ranking.places([3, 3, 5, 3], [1, 2, 0, 1])
    assert place.tolist() == [1, 2, 3, 0]
    key = ranking.keys([50.00001, 50.00002, 50, 80], place)
    assert np.argsort(-key).tolist() == [3, 2, 1, 0]


def test_precision_and_recall_of_the_first_places():
    key = np.array([[5, 4, 3, 2, 1], [1, 2, 3, 4, 5]])
    true = np.array([[True, False, True, False, False], [True, False, False, False, False]])
    assert ranking.precision(true, key, 2).tolist() == [0.5, 0]
    assert ranking.recall(true, key, 3).tolist() == [1, 0]
    assert ranking.recall(true, key, 9).tolist() == [1, 1], "fewer states than places: all are among the first"
    assert np.isnan(ranking.recall(np.zeros((1, 3), dtype=bool), np.array([[1, 2, 3]]), 2)).all()


# Lists


def test_the_list_of_ten_rows_is_the_one_made_by_hand(rows_of):
    """France: interest 1 (1 + 0.5^2 = 1.25, most), history 1/2, acceptance 1 of 1; Holy See: root of 1 / 1.25, 0, 1/2.

    Weights 70, 20, 5, 10: France (70 + 10 + 5) / 105, Holy See (62.61 + 2.5) / 105 of 100 points.
    """
    found = rows_of("whom_to_lobby", ON_TORTURE, country="KEN", w_ties="10")
    assert found["iso3"].to_list() == ["FRA", "VAT"]
    assert found["points"].to_numpy() == pytest.approx([80.952381, 62.009419])
    assert found["interest_points"].to_numpy() == pytest.approx([100, 89.442719])
    assert found["history_points"].to_list() == [50, 0]
    assert found["acceptance_points"].to_list() == [100, 50]
    assert found["ties_points"].to_list() == [0, 0]
    numbers = ["rank", "about_issue", "states", "on_issue_here", "asked_here", "answered", "accepted", "later_here"]
    assert counted(found[numbers]) == [(1, 2, 2, 1, 1, 1, 1, 0), (2, 1, 1, 0, 0, 0, 0, 0)]
    assert found["few"].all()
    assert set(found["ranked_by"]) == {PARTS}, "a weight was changed"


def test_who_shares_a_place_or_a_group_is_said_so(rows_of):
    found = rows_of("whom_to_lobby", Filters(issues=("justice",)), country="ISR", w_ties="10").set_index("iso3")
    ties = ["same_subregion", "same_region", "same_un_group"]
    assert found.loc["ARM", ties].to_list() == [True, True, False]
    assert found.loc["VAT", ties].to_list() == [False, False, False]
    assert found.loc["ARM", "ties_points"] == 50


def test_without_sessions_to_test_on_the_list_is_that_of_last_time(rows_of):
    found = rows_of("whom_to_lobby", Filters(issues=("torture", "justice")), country="ISR")
    assert set(found["ranked_by"]) == {"last"}
    assert found["iso3"].to_list() == ["FRA", "VAT", "GHA", "ARM", "CUB"], (
        "who asked here; then activity, then all asks"
    )


def test_who_never_asked_here_is_a_list_of_its_own(rows_of):
    found = rows_of("never_asked_here", Filters(issues=("torture", "justice")), country="KEN")
    assert found["iso3"].to_list() == ["ARM", "VAT", "GHA"], "the oldest interest last"
    with few_rows_and(LATER) as opened:
        later = results_of(opened)("never_asked_here", Filters(issues=("torture", "justice")), country="KEN")
    assert later["iso3"].to_list() == ["ARM", "VAT"], "Ghana asked Kenya in session 28"


def test_a_small_trial_is_the_one_made_by_hand(monkeypatch):
    """Two cases in session 20: torture with Kenya (France and Ghana asked), justice with Cuba (the Holy See asked).

    Kenya, torture before: France 2, of which one here, Holy See 1; the parts, last time and the issue begin France,
    Holy See; activity begins France, Ghana (2 each). Cuba, justice before: Ghana 1 here, Armenia 1, Holy See 1, equal
    but for their order; the parts, last time and the issue begin Ghana, Armenia; activity begins Ghana, France.
    """
    monkeypatch.setitem(lobby_trial.MEASURES, "precision", (ranking.precision, 1))
    monkeypatch.setitem(lobby_trial.MEASURES, "recall", (ranking.recall, 2))
    with few_rows_and(SESSION_20) as opened:
        found = results_of(opened)("lobby_validation", EVERYTHING)
    names = ["region", "ranked_by", "states", "cases", "precision", "recall", "precision_gap", "recall_gap", "kept"]
    none = float("nan")

    def row(region, by, cases, *numbers):
        return (region, by, cases, cases, *numbers, False)

    expected = [
        row("all", "parts", 2, 0.5, 0.25, none, none),
        row("all", "last", 2, 0.5, 0.25, 0, 0),
        row("all", "issue", 2, 0.5, 0.25, 0, 0),
        row("all", "overall", 2, 0.5, 0.5, 0, -0.25),
        row("africa", "parts", 1, 1, 0.5, none, none),
        row("africa", "last", 1, 1, 0.5, 0, 0),
        row("africa", "issue", 1, 1, 0.5, 0, 0),
        row("africa", "overall", 1, 1, 1, 0, -0.5),
        row("lac", "parts", 1, 0, 0, none, none),
        *(row("lac", by, 1, 0, 0, 0, 0) for by in BASELINES),
    ]
    pd.testing.assert_frame_equal(found[names], pd.DataFrame(expected, columns=names), check_dtype=False)
    assert found[["precision_lower", "recall_gap_upper"]].isna().all(axis=None), "fewer than five states: no interval"
    assert lobby_trial.best(found, "africa") == "overall", "as precise as the others, and it finds more"
    assert lobby_trial.best(found, "lac") == "last", "all equal: the first"
    assert lobby_trial.best(found.iloc[:0], "asia") == "last"


# The real data


def by_hand(connection, country, first, last):
    """Precision at ten and recall at twenty of each list for one state, case by case, in plain Python."""
    sql = (
        "select issue::varchar, recommending_state::varchar, state_under_review::varchar, session from selectable_issue"
    )
    rows = [row for row in connection.cursor().execute(sql).fetchall() if row[1]]
    sql = "select recommending_state::varchar, count(*) from selectable where session < ? group by all"
    made = {state: n for state, n in connection.cursor().execute(sql, [first]).fetchall() if state}
    cases = {row[0] for row in rows if row[2] == country and first <= row[3] <= last}
    found = {by: [] for by in BASELINES}
    for issue in sorted(cases):
        past = [row for row in rows if row[0] == issue and row[3] < first]
        true = {row[1] for row in rows if row[0] == issue and row[2] == country and first <= row[3] <= last}
        raised = {state: sum(row[1] == state for row in past) for state in {row[1] for row in past}}
        here = {row[1] for row in past if row[2] == country}
        active = {state: (raised.get(state, 0), made.get(state, 0)) for state in {*made, *true}}
        order = {
            "last": lambda state, active=active, here=here: (state in here, *active[state]),
            "issue": lambda state, active=active: active[state],
            "overall": lambda state, active=active: active[state][::-1],
        }
        for by, key in order.items():
            states = sorted(active.keys() - {country})  # of equal ones the first of the alphabet
            listed = sorted(states, key=key, reverse=True)
            found[by].append((len(true & {*listed[:10]}) / 10, len(true & {*listed[:20]}) / len(true)))
    return len(cases), {by: np.mean(pairs, axis=0) for by, pairs in found.items()}


def test_the_plain_lists_are_those_counted_case_by_case(table, connection):
    """Of Northern America one state was reviewed in sessions 20-26, the United States: its row is that state's."""
    rows = table("lobby_validation")
    mine = rows[(rows["region"] == "northern-america").to_numpy()].set_index("ranked_by")
    cases, found = by_hand(connection, "USA", 20, 26)
    assert set(mine["cases"]) == {cases}
    for by, (precision, recall) in found.items():
        assert mine.loc[by, ["precision", "recall"]].to_list() == pytest.approx([precision, recall])


def test_the_four_parts_are_ahead_of_every_plain_list_and_by_how_much(table):
    """As the README and the methods page say it; a change of these numbers is a change of both."""
    rows = table("lobby_validation")
    of_all = rows[(rows["region"] == "all").to_numpy()].set_index("ranked_by")
    assert of_all["kept"].all()
    assert of_all.loc[PARTS, ["states", "cases"]].to_list() == [95, 3686]
    assert of_all.loc[PARTS, ["precision", "recall"]].to_list() == pytest.approx([0.206, 0.438], abs=5e-4)
    gaps = of_all.loc[list(BASELINES), ["precision_gap", "precision_gap_lower", "precision_gap_upper"]]
    assert gaps.to_numpy() == pytest.approx(
        np.array([[0.0123, 0.0097, 0.0149], [0.0099, 0.0075, 0.0123], [0.0627, 0.0571, 0.0682]]), abs=1e-4
    )
    kept = rows[(rows["kept"] & (rows["ranked_by"] == PARTS)).to_numpy()]
    assert kept["region"].to_list() == ["all", "africa", "lac"]
    said = (ROOT / "README.md").read_text(encoding="utf-8")
    measured = of_all[["precision", "recall"]].to_numpy().ravel()
    assert [f"{share:.1%}" for share in measured if f"{share:.1%}" not in said] == []


def test_the_order_follows_the_test_of_the_region_unless_a_weight_is_changed(table):
    def by(country, **weights):
        return set(table("whom_to_lobby", ON_TORTURE, country=country, **weights)["ranked_by"])

    assert by("KEN") == by("BRA") == {PARTS}
    assert by("CHN") == {"last"}
    assert by("CHN", w_history="25") == {PARTS}
    kenya = table("whom_to_lobby", ON_TORTURE, country="KEN")
    assert (kenya["points"].diff().dropna() <= 1e-3).all(), "most points first"


def test_a_state_that_accepted_nothing_has_a_list_and_no_acceptance(table):
    """DPR Korea gave no clear answer in its one review of the first cycle: all of it counts as noted."""
    found = table("whom_to_lobby", Filters(issues=("womens-rights",), cycles=(1,)), country="PRK")
    assert len(found) > 100
    assert set(found["acceptance_points"]) == {0}
    assert set(found["shrunken"].dropna()) == {0}


def test_a_state_that_accepted_everything_gets_everything(table):
    received = table("received_by_state", Filters(cycles=(1,)))
    (country, *_) = received[(received["rate"] == 1).to_numpy()].sort_values("recommendations")["iso3"]
    found = table("whom_to_lobby", Filters(issues=("womens-rights",), cycles=(1,)), country=country)
    assert set(found["acceptance_points"]) == {100}


@pytest.mark.parametrize("language", languages())
def test_every_state_under_review_has_a_list_with_reasons_in_words(table, codes, language):
    t = text(language)
    for place, country in enumerate(codes.states):
        filters = Filters(issues=(codes.issues[place % len(codes.issues)],), scheme=("m49", "un")[place % 2])
        rows = table("whom_to_lobby", filters, country=country)
        wanted = find.Wanted(country, filters, "any", t)
        never = find.with_reasons(table("never_asked_here", filters, country=country), wanted)
        said = [*find.with_reasons(rows, wanted)["why"], *never["why"], find.never(never, wanted)]
        if len(rows):
            tried = table("lobby_validation", filters)
            weights = {name: str(weight) for name, weight in WEIGHTS.items()}
            said += [find.first(rows, wanted).whole, find.ranked_by(rows, weights, tried, codes, wanted)]
        assert not [line for line in said if "nan" in line.split() or "–" in line.replace("20–26", "") or "{" in line]


def reason(**changed):
    """The line of an invented row, in English."""
    row: dict[str, object] = {"iso3": "FRA", "rank": 1, "about_issue": 41, "states": 27, "on_issue_here": 3}
    row |= {"asked_here": 40}
    row |= {"answered": 34, "rate": 0.62, "shrunken": 0.58, "later_here": 0, "same_subregion": False}
    row |= {"same_region": False, "same_un_group": False, "shared_groups": ""}
    wanted = find.Wanted("KEN", ON_TORTURE, "any", text("en"))
    return find.with_reasons(pd.DataFrame([row | changed]), wanted)["why"].item()


def test_a_line_of_reasons_says_what_is_known_and_marks_few():
    accepted = "62% of its asks here were accepted (shrunken 58%, n = 34)"
    raised = "Raised this issue 41 times in 27 states, 3 times here"
    assert reason() == f"{raised}; {accepted}; no tie."
    assert reason(answered=19).endswith("(shrunken 58%, n = 19, under 20); no tie.")
    assert reason(on_issue_here=0, same_un_group=True).endswith(f"never here; {accepted}; same UN group.")
    near = reason(same_subregion=True, same_region=True, shared_groups="au oic")
    assert near.endswith("; same sub-region and both in AU and OIC.")
    silent = {"answered": 0, "rate": float("nan"), "shrunken": float("nan"), "on_issue_here": 0}
    assert "asked here 40 times, but no such ask has an answer" in reason(**silent)
    assert "never recommended anything here" in reason(**silent, asked_here=0)
    later = reason(**silent, asked_here=0, later_here=2)
    assert "asked here 2 times, only in later sessions without answers" in later
