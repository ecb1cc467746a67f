"""Civic space and the lens: every result and figure in every selection, drawn, said, and opened."""

import json
from functools import cache, partial

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from app_support import behind, folded, opened, traces, with_open

from analytics.charts import civic_answers, civic_laws
from analytics.charts import civic_space as charts
from analytics.filters import Filters
from analytics.findings import civic_space as findings
from analytics.findings import countries
from analytics.results import civic_space, lens
from analytics.text import languages, text

T = text("en")
PAGE = "pages/civic_space.py"
EVERYTHING = Filters()
OWN = {"indicator": "v2xcs_ccsi"}
SELECTIONS = [
    EVERYTHING,
    Filters(scheme="un"),
    Filters(acceptance="broad", issues=("torture",), cycles=(2,)),
    Filters(states=("KEN", "CHN", "BRA")),
    Filters(regions=("oceania",)),
    Filters(states=("TON",)),
    Filters(regions=("africa",), states=("CHN",)),
]


# Made


@pytest.mark.parametrize("filters", SELECTIONS, ids=repr)
def test_every_selection_gives_every_result(table, filters):
    for name in (*civic_space.DERIVED, *lens.DERIVED):
        table(name, filters)


# Drawn


def figures(table, filters, t=T, chosen="KEN", **own):
    own = {**OWN, **own}
    scheme, at = filters.scheme, own["indicator"]
    get = partial(table, filters=filters, **own)
    return {
        "time": charts.over_time(
            get("civic_space_by_region"),
            get("civic_space_by_state"),
            t,
            reviews=[2010],
            chosen=chosen,
            indicator=at,
            scheme=scheme,
        ),
        "changes": charts.changes(
            get("civic_space_change_by_region"),
            get("civic_space_changes"),
            t,
            chosen=chosen,
            indicator=at,
            scheme=scheme,
        ),
        "lens": civic_answers.flags(get("flag_shares"), table("lens_scores"), "m49", t),
        "rates": civic_answers.flags(get("flag_shares"), table("lens_scores"), "m49", t, of="rate"),
        "against": civic_answers.against(get("acceptance_and_civic_space"), at, "m49", t),
        "ranks": civic_answers.correlations(get("civic_space_correlations"), scheme, t),
        "laws": civic_laws.barriers(get("legal_barriers"), "m49", t),
        "institutions": civic_laws.institutions(get("institutions_by_region"), scheme, t),
    }


@pytest.mark.parametrize("filters", SELECTIONS, ids=repr)
@pytest.mark.parametrize("indicator", ["v2xcs_ccsi", "v2csreprss"])
def test_every_figure_is_valid_and_small(table, filters, indicator):
    for language in languages():
        for name, figure in figures(table, filters, text(language), indicator=indicator).items():
            go.Figure(figure.to_dict())
            assert len(figure.to_json()) < (60_000 if name in {"time", "against"} else 24_000), name


@pytest.mark.parametrize("indicator", civic_space.INDICATORS)
def test_every_value_and_change_lies_on_its_axis(table, indicator):
    low, high = charts.ends(indicator)
    values = table("civic_space_by_state", indicator=indicator)["value"]
    assert low <= values.min()
    assert values.max() <= high
    assert table("civic_space_changes", indicator=indicator)["change"].abs().max() <= charts.REACH[low, high]


def test_the_panels_of_the_regions_share_their_ends(table):
    layout = figures(table, EVERYTHING)["time"].to_dict()["layout"]
    assert {tuple(layout[axis]["range"]) for axis in ("yaxis", "yaxis2", "yaxis3")} == {(-0.02, 1.02)}


@pytest.fixture(scope="module")
def page():
    """Opens the questions of the page once each, with everything behind their buttons."""

    @cache
    def asking(view, country="KEN"):
        return with_open(opened(PAGE, view=view, country=country))

    return asking


def test_the_table_of_the_lens_holds_every_mark_that_is_drawn(page):
    rows = behind(page("asked"), "civic_space-lens")[0]
    focus = rows[rows["region"].isin(["Africa", "Latin America & Caribbean", "Asia"])]
    found = [
        (trace["x"][0], trace["x"][0] - trace["error_x"]["arrayminus"][0])
        for trace in traces(page("asked"), "civic_space-lens")
    ]
    expected = sorted(zip(focus["share"].round(4), focus["share_lower"].round(4), strict=True))
    assert np.allclose(sorted(found), expected, atol=2e-4)


def test_the_table_of_acceptance_and_civic_space_holds_every_dot(page):
    rows = behind(page("answers"), "civic_space-against")[0].dropna(subset=["value"])
    dots = [
        dot
        for trace in traces(page("answers"), "civic_space-against")
        for dot in zip(trace["x"], trace["y"], strict=True)
    ]
    assert len(dots) == len(rows) > 150
    for axis, column in enumerate(("value", "rate")):
        assert np.allclose(sorted(dot[axis] for dot in dots), sorted(rows[column]), atol=1e-4)


def test_the_correlations_drawn_are_those_of_the_table(page):
    (rows,) = behind(page("answers"), "civic_space-ranks")
    assert np.allclose(
        [trace["x"][0] for trace in traces(page("answers"), "civic_space-ranks")], rows["rho"], atol=1e-4
    )


def test_the_lines_of_the_laws_are_those_of_the_table(page):
    (rows,) = behind(page("laws"), "civic_space-laws")
    focus = rows[rows["region"].isin(["Africa", "Latin America & Caribbean", "Asia"])]
    drawn = sorted(y for trace in traces(page("laws"), "civic_space-laws") for y in trace["y"])
    assert np.allclose(drawn, sorted(focus["share"]), atol=1e-4)


def test_the_review_years_of_the_chosen_state_are_marked(page):
    black = [trace for trace in traces(page("time"), "civic_space-time") if trace["mode"] == "lines+markers"]
    assert len(black) == 3
    marked = [year for year, size in zip(black[0]["x"], black[0]["marker"]["size"], strict=True) if size]
    assert marked == [2010, 2015]  # Kenya: sessions 8 (May 2010) and 21 (January 2015)


# Said


def test_a_state_without_data_is_said_to_have_none(page):
    said = " ".join(each.value for each in page("time", "TON").markdown)
    assert "Tonga: no data in V-Dem. That is not zero." in said


def test_the_comparison_of_regions_says_how_unequally_the_lens_finds(page):
    said = " ".join(each.value for each in page("asked").markdown)
    assert "the rules find 84% over all: Africa 92%, Asia 82% and Latin America & Caribbean 81%" in said


def test_a_correlation_is_worded_as_association(table):
    names = ("civic_space_correlations", "civil_society_by_region")
    said = findings.against(*(table(name) for name in names), "m49", T).full
    assert "association, not effect" in said
    assert "n = 794" in said  # Africa: rows of the export with one of the three issues of civil society


def test_the_list_of_overlooked_states_prints_its_rule(page):
    said = " ".join(each.value for each in page("gaps").markdown)
    assert "The rule: at its last review here, civic space of" in said
    assert "the lowest third of 172" in said


def test_each_card_names_the_source_of_what_it_shows(page):
    said = " ".join(folded(page("laws")))
    assert "Chaudhry" in said
    assert "Statistics Division" in said
    assert "CC BY-SA 4.0" in " ".join(folded(page("time")))
    assert "n = 172 states with data, 2006–2023" in " ".join(folded(page("time")))


def test_what_a_country_was_asked_about_civil_society_is_said_with_n(table):
    said = countries.civil_society(table("flags_by_state"), table("received_by_state"), "EGY", T)
    assert "68 recommendations of 492 (13.8%)" in said
    none = countries.civil_society(
        table("flags_by_state", Filters(states=("KEN",))), table("received_by_state"), "EGY", T
    )
    assert "none of its 492 recommendations" in none


@pytest.mark.parametrize("indicator", civic_space.INDICATORS)
def test_the_indicator_of_a_link_is_the_one_that_is_drawn(indicator):
    at = opened(PAGE, indicator=indicator)
    assert not at.exception
    axis = json.loads(at.get_by_key("civic_space-time-figure").proto.spec)["layout"]["yaxis"]["range"]
    assert axis == ([-0.02, 1.02] if charts.ends(indicator) == charts.INDEX else [-4.16, 4.16])


def ends_of_lines(laws):
    """Of each label at the end of a line: region, where it points to, and where it stands."""
    ended = [note for note in laws.to_dict()["layout"]["annotations"] if note.get("showarrow")]
    return [(note["text"].split()[0], note["y"], note["y"] - note["ay"] / civic_laws.PANEL) for note in ended]


@pytest.mark.parametrize(
    ("shares", "places"),
    [
        ((0.2, 0.5, 0.9), (0.2, 0.5, 0.9)),
        ((0.44, 0.39, 0.49), (0.44, 0.31, 0.57)),
        ((0.0, 0.01, 0.6), (0.0, 0.13, 0.6)),
        ((1.0, 1.0, 0.1), (0.87, 1.0, 0.1)),
    ],
)
def test_a_label_stands_at_the_end_of_its_line_or_as_near_as_others_let_it(shares, places):
    """The middle of a group stays where it is: 0.44, 0.39 and 0.49 have the middle 0.44, 0.13 apart."""
    regions = ("africa", "lac", "asia")
    rows = [
        {"barrier": "entry", "region": region, "year": 2013, "share": share, "with_barrier": 1, "states": 2}
        for region, share in zip(regions, shares, strict=True)
    ]
    ends = ends_of_lines(civic_laws.barriers(pd.DataFrame(rows), "m49", text("en")))
    assert [pointed for _, pointed, _ in ends] == pytest.approx([shares[place] for place in order(ends, shares)])
    found = {glyph: stands for glyph, _, stands in ends}
    assert [found[glyph] for glyph in ("●", "◆", "■")] == pytest.approx(places, abs=0.005)


def order(ends, shares):
    """Places of the regions in the order in which their labels come."""
    glyphs = {"●": 0, "◆": 1, "■": 2}
    return [glyphs[glyph] for glyph, _, _ in ends if len(shares) > glyphs[glyph]]
