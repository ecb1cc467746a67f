"""The page Who asks whom: its figures, its sentences, and the page."""

import json

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from app_support import card_figures, opened

from analytics.charts import askers as draw_askers
from analytics.charts import asking as draw
from analytics.charts.own_group import compared as draw_own_group
from analytics.filters import Filters
from analytics.findings import who_asks_whom as say
from analytics.text import languages, text
from analytics.ui import link

EN = text("en")
NOTHING = Filters(states=("KEN",), asked_by=("KEN",))


# Figures


def plain(figure):
    """The figure as it is sent, accepted by Plotly's own checks."""
    sent = json.loads(json.dumps(figure.to_dict(), default=list))
    go.Figure(sent)
    return sent


CELLS = {"volume": "recommendations", "ratio": "ratio", "specific": "specific_share", "acceptance": "rate"}


@pytest.mark.parametrize("group", ["region", "organisation"])
@pytest.mark.parametrize("cell", CELLS)
def test_the_matrix_shows_the_numbers_of_its_rows(table, cell, group):
    rows = table("asking_matrix", group=group)
    bars = plain(draw.matrix(rows, cell, ("", ""), "m49", EN))["data"]
    drawn = {(asking, asked): said for bar in bars for asking, asked, _, _, *said in bar["customdata"]}
    assert len(drawn) == len(rows)
    assert all("customdata[4]" in bar["texttemplate"] and "customdata[5]" in bar["texttemplate"] for bar in bars)
    for row in rows.itertuples():
        value = getattr(row, CELLS[cell])
        said = EN.number(value, 2 if cell == "ratio" else 0) if cell in {"volume", "ratio"} else EN.percent(value, 0)
        n = row.answered if cell == "acceptance" else row.recommendations
        below = EN.percent(row.share, 0) if cell == "volume" else EN.number(n)
        in_brackets = row.few and cell != "volume" and value == value
        assert drawn[row.asking, row.asked][:2] == [f"({said})" if in_brackets else said, below]


def test_a_chosen_cell_is_outlined_and_others_are_not(table):
    rows = table("asking_matrix")
    shapes = plain(draw.matrix(rows, "ratio", ("asia", "lac"), "m49", EN))["layout"]["shapes"]
    assert [(shape["x0"], shape["x1"]) for shape in shapes] == [(1, 2)]
    assert plain(draw.matrix(rows, "ratio", ("asia", ""), "m49", EN))["layout"]["shapes"] == []


def test_colours_mean_the_same_in_every_selection(table):
    few = table("asking_matrix", Filters(cycles=(1,)))
    for rows in (few, table("asking_matrix")):
        for bar in plain(draw.matrix(rows, "acceptance", ("", ""), "m49", EN))["data"]:
            for (asking, asked, *_), depth in zip(bar["customdata"], bar["marker"]["color"], strict=True):
                rate = rows.set_index(["asking", "asked"]).loc[(asking, asked), "rate"]
                limits = (0.5, 0.65, 0.8, 0.9)
                assert depth == (draw.DEPTHS[sum(rate >= limit for limit in limits)] if rate == rate else 0)


def test_own_groups_are_drawn_on_one_scale_with_the_numbers_of_their_rows(table):
    rows = table("own_group")
    figure = plain(draw_own_group(rows, "region", "m49", EN))
    axes = [figure["layout"][name] for name in ("xaxis", "xaxis2", "xaxis3")]
    assert {tuple(axis["range"]) for axis in axes} == {(-0.02, 1.02)}
    drawn = sorted(x for trace in figure["data"] for x in trace["x"])
    known = rows.dropna(subset="share")
    assert drawn == sorted(round(value, 4) for value in [*known["share"], *known["reference"]])


def test_flows_are_as_wide_as_there_are_recommendations(table):
    rows = table("asking_by_region")
    drawn = plain(draw.flows(rows, "m49", EN))["data"][0]
    assert sum(drawn["link"]["value"]) == 61_014 - 9
    assert sorted(drawn["link"]["value"]) == sorted(rows.loc[rows["asking"] != "unknown", "recommendations"])
    assert len(drawn["link"]["value"]) <= 36
    assert drawn["node"]["label"][0] == "Africa 16%"
    assert all(0 < y < 1 for y in drawn["node"]["y"])


def test_flows_are_the_same_whatever_the_page_groups_by(table):
    pd.testing.assert_frame_equal(table("asking_by_region", group="organisation"), table("asking_matrix"))


def test_recommending_states_are_drawn_with_the_numbers_of_their_rows(table):
    rows = table("recommending_states").head(15)
    data = plain(draw_askers.askers(table("recommending_states"), EN))["data"]
    for trace, name in zip(data, ("minimal", "continuing", "considering", "general", "specific"), strict=False):
        assert trace["x"] == rows[name].to_list()
    assert data[6]["x"] == rows["shrunken"].round(4).to_list()
    assert data[7]["x"] == rows["rate"].round(4).to_list()


def test_the_spread_is_drawn_with_the_numbers_of_its_rows(table):
    rows = table("asking_spread")
    traces = plain(draw_askers.spread(rows, "m49", EN))["data"]
    drawn = [x for trace in traces if trace["mode"] == "markers" for x in trace["x"]]
    assert sorted(drawn) == sorted(rows["ratio"].round(4))


@pytest.mark.parametrize("group", ["region", "organisation"])
def test_figures_stay_light(table, group):
    own, regions = table("own_group", group=group), table("asking_by_region")
    figures = (
        draw.matrix(table("asking_matrix", group=group), "ratio", ("", ""), "un", text("fr")),
        draw_own_group(own, group, "m49", text("fr")),
        draw.flows(regions, "m49", text("fr")),
        draw_askers.askers(table("recommending_states"), text("fr")),
        draw_askers.spread(table("asking_spread"), "m49", text("fr")),
    )
    sizes = [len(figure.to_json()) for figure in figures]
    assert max(sizes) < 20_000, sizes
    assert sum(sizes) < 72_000, sizes


def test_figures_of_nothing_are_empty_and_valid(table):
    plain(draw.matrix(table("asking_matrix", NOTHING), "ratio", ("", ""), "m49", EN))
    plain(draw_own_group(table("own_group", NOTHING), "region", "m49", EN))
    plain(draw.flows(table("asking_by_region", NOTHING), "m49", EN))
    plain(draw_askers.askers(table("recommending_states", NOTHING), EN))
    plain(draw_askers.spread(table("asking_spread", NOTHING), "m49", EN))


# Sentences


def test_the_largest_flow_is_named_with_its_number(table, codes):
    said = say.matrix(table("asking_matrix"), "volume", codes.focus, Filters(), EN)
    assert said.heading == "Most recommendations run from Europe to Asia: 6,956."
    assert said.more == "That is 30% of all that Europe recommends."


def test_a_ratio_whose_interval_includes_1_says_so(table, codes):
    rows = table("asking_matrix").assign(ratio_lower=0.5, ratio_upper=3.0)
    said = say.matrix(rows, "ratio", codes.focus, Filters(), EN).full
    assert said.count("the 95% interval, 0.50 to 3.00, includes 1") == 2


def test_one_recommending_group_has_nothing_to_be_compared_with(table, codes):
    rows = table("asking_matrix", Filters(asked_by=("europe",)))
    said = say.matrix(rows, "ratio", codes.focus, Filters(), EN).heading
    assert said.startswith("This selection holds one recommending group")


def test_a_gap_whose_interval_includes_zero_is_not_called_a_gap(table, codes):
    said = say.own_group(table("own_group"), codes.focus, "region", "m49", EN).full
    assert "Africa 86.4% against 73.8% (gap 9.9 to 15.1 points)" in said
    assert "Latin America & Caribbean 75.2% against 75.9% (no clear gap: −4.0 to 2.5 points)" in said


def test_observers_and_unrecorded_states_are_named(table):
    said = say.apart(table("asked_totals"), "region", "m49", EN)
    assert "646 recommendations of observer states are counted where these lie" in said
    assert "9 recommendations without a recorded recommending state (Indonesia, session 1)" in said
    said = say.apart(table("asked_totals"), "organisation", "m49", EN)
    assert "Organisations overlap" in said
    assert "July 2018" in said
    assert (
        say.apart(table("asked_totals", Filters(states=("CUB",), asked_by=("FRA",))), "region", "un", EN).count(".")
        == 1
    )


@pytest.mark.parametrize(
    ("asking", "asked", "said"),
    [
        ("", "", "From all states to all states: 61,014 recommendations over 15,341 pairs of states. The 200 pairs"),
        ("africa", "asia", "From Africa to Asia: 2,197 recommendations over 729 pairs of states. The 200 pairs"),
        (
            "pif",
            "asean",
            "From Pacific Islands Forum to Association of Southeast Asian Nations: 135 recommendations over",
        ),
        ("unknown", "", "To all states: 9 recommendations without a recorded recommending state."),
    ],
)
def test_the_listing_says_how_many_pairs_there_are(table, asking, asked, said):
    listed = table("listed_pairs_of", asking=asking, asked=asked)
    assert say.pairs(listed, asking, asked, "m49", EN).whole.startswith(said)


# The page


PAGE = "pages/who_asks_whom.py"


def findings(at):
    return [each.value for each in at.markdown if each.value.startswith("### ")]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("group", "cell"), [("region", "ratio"), ("organisation", "acceptance")])
@pytest.mark.parametrize(("view", "figures"), [("matrix", 1), ("own", 1), ("flows", 2), ("askers", 2)])
def test_the_page_opens_in_every_language(language, group, cell, view, figures):
    at = opened(PAGE, view=view, lang=language, group=group, cell=cell, scheme="un")
    assert not at.exception
    assert not at.warning
    assert len(card_figures(at)) == figures
    assert not any("{" in each.value for each in at.markdown)


def test_a_link_holds_the_cell_whose_pairs_are_listed():
    at = opened(PAGE, asking="asia", asked="lac")
    assert any(said.startswith("### From Asia to Latin America & Caribbean: 1,712") for said in findings(at))
    assert at.dataframe[0].value["recommendations"].is_monotonic_decreasing
    assert len(at.dataframe[0].value) == 200


def test_a_group_that_does_not_exist_is_named_to_the_reader():
    at = opened(PAGE, asking="gondor", group="moons")
    assert [warning.value for warning in at.warning if "asking=gondor" in warning.value]
    assert [warning.value for warning in at.warning if "group=moons" in warning.value]
    assert not at.exception


def test_an_empty_selection_is_said_to_be_empty():
    at = opened(PAGE, states="KEN", asked_by="KEN")
    assert not at.exception
    assert at.info[0].value.startswith("No recommendation matches")


def test_one_state_has_too_few_states_for_shares():
    at = opened(PAGE, states="CUB", sessions="16", cell="acceptance")
    assert not at.exception
    assert any("Too few states" in said for said in findings(at))


def test_a_click_on_a_cell_writes_both_groups_into_the_link(monkeypatch):
    written = {}
    monkeypatch.setattr(link, "write_own", lambda name, value: written.update({name: value}))
    link.choose_codes(("asking", "asked"), np.array(["asia", "lac", "Latin America & Caribbean", "95%"]))
    assert written == {"asking": "asia", "asked": "lac"}
