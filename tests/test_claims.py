"""The page Claims on trial: the verdict rule on made-up intervals, the evidence on the embedded facts, the page."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from app_support import card_figures, folded
from conftest import ROOT
from streamlit.testing.v1 import AppTest

from analytics.charts.claims import comparisons
from analytics.filters import Filters
from analytics.findings import claims as findings
from analytics.results.claims import COALITIONS, COLUMNS, verdict, verdicts
from analytics.results.definition import Setting
from analytics.text import languages, text


def test_a_claim_is_supported_when_every_interval_lies_above_zero():
    assert verdict([0.01, 0.2], [20, 54]) == "supported"


def test_a_claim_is_mixed_when_some_intervals_lie_above_zero():
    assert verdict([0.01, -0.02], [20, 54]) == "mixed"


def test_a_claim_is_not_supported_when_no_interval_lies_above_zero():
    assert verdict([-0.01, 0.0], [20, 54]) == "not_supported"


@pytest.mark.parametrize(("lower", "states"), [([], []), ([np.nan, 0.1], [30, 30]), ([0.1, 0.1], [14, 30])])
def test_a_claim_cannot_be_tested_without_intervals_or_with_fewer_than_fifteen_states(lower, states):
    assert verdict(lower, states) == "cannot_be_tested"


def test_less_is_accepted_in_asia_by_the_published_gaps(table):
    """DOMAIN.md 8: Africa - Asia 0.1064, Latin America - Asia 0.0948."""
    rows = table("claim_evidence")
    less = rows[rows["comparison"] == "less_accepted"].set_index("region")["difference"]
    assert round(less["africa"], 4) == 0.1064
    assert round(less["lac"], 4) == 0.0948


def test_civil_society_issues_are_compared_on_the_published_counts(table):
    """From the rows of the export: those with one or more of the three issues of civil society, sessions 1-26.

    520 of 794, 546 of 853 and 338 of 408 are accepted.
    """
    rows = table("flags_by_state")
    on_them = rows[rows["flag"] == "tagged"].groupby("region")[["recommendations", "accepted"]].sum()
    assert on_them.loc[["africa", "asia", "lac"], "recommendations"].to_list() == [794, 853, 408]
    rate = on_them["accepted"] / on_them["recommendations"]
    assert rate[["africa", "asia", "lac"]].round(3).to_list() == [0.655, 0.640, 0.828]


def test_under_a_choice_of_issues_the_others_are_on_these_issues_too(table, connection):
    chosen = ("civil-society", "torture")
    sql = """select m49_region, count(distinct recommendation)::integer
        from recommendation join recommendation_issue using (recommendation) join state on iso3 = state_under_review
        where issue in $chosen group by m49_region"""
    expected = dict(connection.cursor().execute(sql, {"chosen": list(chosen)}).fetchall())
    rows = table("claim_evidence", Filters(issues=chosen))
    found = rows[rows["comparison"] == "other_issues"].set_index("region")["recommendations"].to_dict()
    assert found == {region: expected[region] for region in ("africa", "lac", "asia")}


def test_own_region_and_others_add_up_to_all_with_a_recommending_state(table):
    """17,362 recommendations to Asia, less the nine of Indonesia S1 without a recommending state."""
    rows = table("acceptance_by_asker")
    assert rows.loc[rows["region"] == "asia", "answered"].sum() == 17_362 - 9


def test_a_claim_that_is_not_loaded_is_not_tested_and_says_why():
    row = {"claim": "latin_networks", "comparisons": 8, "agreeing": 0, "recommendations": 0, "verdict": "not_loaded"}
    verdicts = pd.DataFrame([row])
    assert findings.tested(verdicts) == []
    assert findings.waiting(verdicts) == ["latin_networks"]
    assert "not in these data yet" in findings.not_tested(verdicts, "latin_networks", text("en"))


@pytest.mark.parametrize(
    ("names", "verdict_of_networks"),
    [((), "not_loaded"), (("submission", "stakeholder_document"), "cannot_be_tested")],
)
def test_claims_about_coalitions_wait_for_submissions(codes, names, verdict_of_networks):
    """A setting in which these tables are in the data, and no comparison was made."""
    tables = pd.DataFrame({"table_name": names})
    setting = Setting(Filters(), codes, {}, {"tables": tables}.__getitem__)
    rows = verdicts(pd.DataFrame(columns=COLUMNS), setting).set_index("claim")
    assert rows.loc["latin_networks", "verdict"] == verdict_of_networks
    assert rows.loc["restricted_space", "verdict"] == "not_loaded"


def test_laws_and_repression_are_compared_by_counting_states(table):
    """The shares of states that the figure of laws shows for 2013, where a state's last review was in 2013 or later.

    Counted again from the tables: each state in the year of its last review here that has data.
    """
    rows = table("claim_evidence")
    mine = rows[rows["claim"] == "african_laws"].set_index(["comparison", "reference_region"])
    assert len(mine) == 8
    reviews = table("civil_society_by_review").merge(table("ngo_laws"), on=["iso3", "year", "region"])
    last = reviews.groupby("iso3").last()
    share = last.assign(having=last["funding"] >= 0.5).groupby("region")["having"].mean()
    assert mine.loc[("law_funding", "asia"), "difference"] == pytest.approx(share["africa"] - share["asia"])
    assert mine.loc[("law_funding", "asia"), "states"] == min(last["region"].value_counts()[["africa", "asia"]])


def test_what_the_lens_flags_is_compared_with_all_other_requests_in_the_same_states(table):
    rows = table("claim_evidence")
    asia = rows[(rows["comparison"] == "other_flags") & (rows["region"] == "asia")].iloc[0]
    raised = table("flags_by_state")
    raised = raised[(raised["flag"] == "any") & (raised["region"] == "asia")].set_index("iso3")
    whole = table("received_by_state").set_index("iso3").loc[raised.index]
    rate = (whole["accepted"] - raised["accepted"]).sum() / (whole["answered"] - raised["answered"]).sum()
    assert asia["difference"] == pytest.approx(rate - raised["accepted"].sum() / raised["answered"].sum())
    assert asia["recommendations"] == 17_362


def test_a_selection_with_few_states_cannot_test_a_claim(table):
    verdicts = table("claims", Filters(issues=("right-to-food",), cycles=(1,), regions=("asia",)))
    on_recommendations = verdicts[~verdicts["claim"].isin([*COALITIONS, "joint_heard"])]
    assert set(on_recommendations["verdict"]) == {"cannot_be_tested"}


def test_an_empty_selection_gives_verdicts_and_no_error(table):
    assert len(table("claims", Filters(regions=("africa",), states=("CHN",)))) == 9


def test_the_figure_draws_the_rows_and_nothing_else(table):
    evidence = table("claim_evidence")
    rows = evidence[evidence["claim"] == "who_asks"].reset_index(drop=True)
    figure = go.Figure(comparisons(rows, "m49", text("en")).to_dict())
    drawn = pd.DataFrame(
        [(dot.x[0], dot.x[0] - dot.error_x.arrayminus[0], dot.x[0] + dot.error_x.array[0]) for dot in figure.data]
    )
    assert np.allclose(drawn, rows[["difference", "lower", "upper"]], atol=1.1e-4)


@pytest.mark.parametrize("language", languages())
def test_no_comparison_has_a_line_that_a_phone_would_cut(table, language):
    """A screen of 390 points shows 56 letters or so; longer lines end at its edge."""
    drawn = comparisons(table("claim_evidence"), "m49", text(language))
    lines = [line for label in drawn.layout.annotations for line in label.text.split("<br>")[1:]]
    assert [line for line in lines if len(line) > 56] == []


@pytest.mark.parametrize("language", languages())
def test_the_page_opens_in_every_language(language):
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"] = language
    app.run().switch_page("pages/claims.py").run()
    assert not app.exception
    assert len(card_figures(app)) == 9


def test_a_card_says_that_its_n_is_of_the_widest_comparison():
    """Asia and Africa: 17,362 and 17,369 recommendations."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.run().switch_page("pages/claims.py").run()
    assert any(said.startswith("n = 34,731 recommendations in the widest comparison") for said in folded(app))


def test_claims_that_no_state_of_a_selection_can_test_are_still_named():
    """One European state has recommendations, none of which a claim about three regions rests on."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["states"] = "SVN"
    app.run().switch_page("pages/claims.py").run()
    assert not app.exception
    assert not any("No recommendation matches" in each.value for each in app.info)
