"""Figures as the reader gets them: valid, in order, to scale, with every interval and every state drawn once."""

import json
import re
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analytics import maps
from analytics.charts import acceptance, palette
from analytics.filters import Filters
from analytics.findings import countries
from analytics.rows import read
from analytics.text import languages, text

ROOT = Path(__file__).resolve().parents[1]
T = text("en")
FOCUS = ("africa", "lac", "asia")
MEASURES = ("recommendations", "rate", "specific_share", "about_share")
SELECTIONS = [Filters(), Filters(scheme="un"), Filters(cycles=(2,), issues=("torture",)), Filters(regions=("europe",))]
NAN = np.nan
REGIONS = pd.DataFrame(
    [
        ("africa", 5, 100, 50, 0.5, 0.03, 0.4, 0.65),
        ("asia", 3, 40, 10, NAN, NAN, NAN, NAN),
    ],
    columns=["region", "states", "recommendations", "accepted", "rate", "se", "lower", "upper"],
)
STATES = pd.DataFrame(
    [("KEN", "africa", 0.9, 100), ("GHA", "africa", 0.1, 550), ("MLI", "africa", NAN, 0), ("JPN", "asia", 0.25, 40)],
    columns=["iso3", "region", "rate", "answered"],
)
CYCLE_COLUMNS = "region cycle first_session last_session states recommendations accepted rate se lower upper"
CYCLES = pd.DataFrame(
    [
        ("africa", 1, 1, 12, 54, 500, 400, 0.8, 0.02, 0.75, 0.85),
        ("africa", 2, 13, 20, 31, 300, 180, 0.6, 0.05, 0.5, 0.7),
        ("lac", 1, 1, 12, 3, 30, 20, NAN, NAN, NAN, NAN),
        ("lac", 2, 13, 20, 19, 200, 150, 0.75, 0.03, 0.7, 0.8),
    ],
    columns=CYCLE_COLUMNS.split(),
)
MIX = pd.DataFrame(
    [
        ("africa", 2, 30, 100, 0.3, 30, 29, 0.9667),
        ("africa", 4, 5, 100, 0.05, 0, 0, NAN),
        ("africa", 5, 65, 100, 0.65, 40, 10, 0.25),
        ("lac", 5, 4, 4, 1.0, 4, 4, 1.0),
    ],
    columns=["region", "action_category", "recommendations", "of_region", "share", "answered", "accepted", "rate"],
)


def drawn(table, filters, t=T):
    """Every figure of the first page under a selection."""
    regions = table("acceptance_by_region", filters)
    compared = regions[regions["region"].isin(FOCUS)]
    states = table("received_by_state", filters)
    yield acceptance.states_and_interval(states, compared, filters.scheme, t)
    yield acceptance.by_cycle(table("acceptance_by_cycle", filters), filters.scheme, t)
    yield acceptance.action_mix(table("action_mix", filters), filters.scheme, t)
    yield world(table, "rate", filters, t)


def world(table, measure, filters=None, t=T):
    result = "on_issue_by_state" if measure == "about_share" else "received_by_state"
    return maps.choropleth(table(result, filters), table("states"), measure, FOCUS, t)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("filters", SELECTIONS, ids=["all", "UN groups", "one issue", "no focus region"])
def test_every_figure_is_one_that_plotly_knows(table, filters, language):
    for figure in drawn(table, filters, text(language)):
        again = go.Figure(figure.to_dict())
        assert again.to_dict()["layout"]["height"] == figure.layout.height
        assert "NaN" not in figure.to_json()


@pytest.mark.parametrize("measure", MEASURES)
def test_every_map_is_one_that_plotly_knows_and_light(table, measure):
    figure = world(table, measure)
    go.Figure(figure.to_dict())
    assert len(figure.to_json()) <= 40_000


def test_the_figures_of_the_first_page_are_light(table):
    assert sum(len(figure.to_json()) for figure in drawn(table, Filters())) <= 100_000


# States and interval


def test_each_region_is_a_row_of_states_with_its_rate_on_it():
    figure = acceptance.states_and_interval(STATES, REGIONS, "m49", T)
    states, rate, asia, none = figure.data
    assert (list(states.x), list(rate.x), list(rate.y)) == ([0.1, 0.9], [0.5], [0])
    assert (list(asia.x), list(none.x), list(none.y)) == ([0.25], [None], [-1])
    africa, none_of_asia = (note.text for note in figure.layout.annotations)
    assert africa.startswith("<b>● Africa</b> <b>50.0%</b>")
    assert "likely 40.0 to 65.0%" in africa
    assert none_of_asia.startswith("<b>■ Asia</b>")
    assert "%" not in none_of_asia.removeprefix("<b>■ Asia</b>")
    assert (states.marker.color, rate.marker.color, asia.marker.color) == (palette.AFRICA, palette.AFRICA, palette.ASIA)
    assert (rate.marker.symbol, none.marker.symbol) == ("circle", "square")
    assert states.marker.size[0] > states.marker.size[1]


def test_an_interval_ends_where_the_row_says():
    _, rate, _, none = acceptance.states_and_interval(STATES, REGIONS, "m49", T).data
    (above,), (below,) = rate.error_x.array, rate.error_x.arrayminus
    assert (rate.x[0] - below, rate.x[0] + above) == pytest.approx((0.4, 0.65))
    assert (none.error_x.array, none.error_x.arrayminus) == ((None,), (None,))


def test_intervals_on_the_page_end_where_its_rows_say(table):
    rows = table("acceptance_by_region").head(3)
    figure = acceptance.states_and_interval(table("received_by_state"), rows, "m49", T)
    ends = [
        (trace.x[0] - trace.error_x.arrayminus[0], trace.x[0] + trace.error_x.array[0]) for trace in figure.data[1::2]
    ]
    assert np.array(ends) == pytest.approx(rows[["lower", "upper"]].to_numpy(), abs=2e-4)
    assert ends[0] == pytest.approx((0.7336, 0.8007), abs=3e-4)  # DOMAIN.md 8: 0.7688, se 0.0167; Wilson, t = 2.01


def test_hovering_tells_name_share_and_n_and_says_where_reviews_are_too_few():
    states, rate, _, none = acceptance.states_and_interval(STATES, REGIONS, "m49", T).data
    assert list(states.customdata[0]) == ["GHA", "Ghana", "10.0%", "550"]  # the code is what a click chooses
    assert re.findall(r"%\{customdata\[(\d)\]\}", states.hovertemplate) == ["1", "2", "3"]
    assert rate.text[0] == "<b>Africa</b><br>50.0% accepted, 95% interval 40.0 to 65.0%<br>n = 100, 5 states"
    assert none.text[0] == "Too few reviews"


def test_the_axis_of_shares_is_the_same_under_every_selection(table):
    for filters in SELECTIONS:
        dots, cycles, mix, _ = drawn(table, filters)
        for axis in (dots.layout.xaxis, cycles.layout.yaxis, mix.layout.xaxis):
            assert axis.range == (-0.02, 1.02)
            assert set(axis.tickvals) <= {0, 0.25, 0.5, 0.75, 1}
            assert {0, 0.5, 1} <= set(axis.tickvals)


def test_states_are_in_order_so_that_neighbours_keep_apart():
    rates = [0.9, NAN, 0.1, 0.5, NAN, 0.3]
    states = pd.DataFrame({"iso3": ["KEN"] * 6, "region": "africa", "rate": rates, "answered": [9, 0, 9, 9, 0, 9]})
    dots, _, _ = acceptance.states_and_interval(states, REGIONS, "m49", T).data[:3]
    assert list(dots.x) == [0.1, 0.3, 0.5, 0.9]


# By cycle


def test_cycles_of_a_region_are_joined_and_regions_are_apart():
    figure = acceptance.by_cycle(CYCLES, "m49", T)
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    marks = [trace for trace in figure.data if trace.mode == "markers"]
    assert [list(line.y) for line in lines] == [[0.8, 0.6], [None, 0.75]]
    assert [mark.y[0] for mark in marks] == [0.8, 0.6, None, 0.75]
    assert [mark.x[0] for mark in marks] == list(figure.layout.xaxis.tickvals)
    assert lines[1].x[0] - lines[0].x[-1] > 1
    assert list(figure.layout.xaxis.ticktext) == ["1<br>(54)", "2<br>(31)", "1<br>(3)", "2<br>(19)"]
    assert figure.layout.xaxis.title.text == "cycle (states reviewed)"


def test_every_cycle_has_its_interval_and_none_where_there_is_none():
    marks = [trace for trace in acceptance.by_cycle(CYCLES, "m49", T).data if trace.mode == "markers"]
    ends = [(mark.error_y.arrayminus[0], mark.error_y.array[0]) for mark in marks]
    assert ends == [(0.05, 0.05), (0.1, 0.1), (None, None), (0.05, 0.05)]
    assert marks[2].text[0] == "Cycle 1, sessions 1–12<br>Too few reviews"
    assert marks[0].text[0].startswith("Cycle 1, sessions 1–12<br><b>Africa</b><br>80.0% accepted")


def test_no_line_joins_single_sessions_but_the_three_cycles(table):
    for filters in (Filters(), Filters(sessions=(3, 17))):
        figure = acceptance.by_cycle(table("acceptance_by_cycle", filters), "m49", T)
        assert max(len(trace.x) for trace in figure.data) <= 3


# Action mix


def test_the_mix_stacks_the_five_categories_from_faint_to_strong():
    figure = acceptance.action_mix(MIX, "m49", T)
    assert figure.layout.barmode == "stack"
    assert [list(bar.x) for bar in figure.data] == [[], [0.3], [], [0.05], [0.65, 1.0]]
    assert [list(bar.y) for bar in figure.data] == [[], [0], [], [0], [0, 1]]
    assert [bar.marker.opacity for bar in figure.data] == sorted(bar.marker.opacity for bar in figure.data)
    assert list(figure.data[4].marker.color) == [palette.AFRICA, palette.LAC]
    names, key = figure.layout.annotations[:2], figure.layout.annotations[2:]
    assert [note.text for note in names] == ["<b>● Africa</b>", "<b>◆ Latin America & Caribbean</b>"]
    assert [note.text for note in key] == ["minimal", "continuing", "considering", "general", "specific"]
    assert [swatch.opacity for swatch in figure.layout.shapes] == [bar.marker.opacity for bar in figure.data]


def test_a_bar_tells_its_share_n_and_acceptance_and_a_thin_one_has_no_number_in_it():
    _, continuing, _, general, specific = acceptance.action_mix(MIX, "m49", T).data
    assert (list(continuing.text), list(general.text), list(specific.text)) == (["30%"], [""], ["65%", "100%"])
    assert continuing.customdata[0] == (
        "<b>Africa</b>, continuing action<br>30.0% of what was asked, n = 30<br>96.7% of these accepted"
    )
    assert general.customdata[0].endswith("– of these accepted")


# The map


def kinds(figure, table):
    """Codes of the areas by what they mean, told by their colour, and those of the dots and crosses, by their place."""
    places = table("states")
    at = {(round(lat, 1), round(lon, 1)): iso3 for iso3, lat, lon in read(places, "iso3", "latitude", "longitude")}
    areas, dots, crosses = {}, [], []
    for trace in figure.data:
        if trace.type == "choropleth":
            colour = trace.colorscale[1][1]
            kind = {palette.CONTEXT: "outside", palette.SURFACE: "no data"}.get(colour, "value")
            areas.setdefault(kind, []).extend(trace.locations)
        elif trace.marker.symbol == "x-thin":
            crosses += [at[place] for place in zip(trace.lat, trace.lon, strict=True)]
        else:
            dots += [row[0] for row in trace.customdata or []]
    return areas, dots, crosses


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("filters", SELECTIONS, ids=["all", "UN groups", "one issue", "Europe"])
def test_every_selected_state_is_drawn_once_and_everything_else_is_outside(table, filters, measure):
    areas, _, crosses = kinds(world(table, measure, filters), table)
    rows = table("on_issue_by_state" if measure == "about_share" else "received_by_state", filters)
    has_value = rows[measure].notna() & (rows["recommendations"] > 0)
    assert sorted(areas["value"]) == sorted(rows["iso3"][has_value])
    assert sorted(areas.get("no data", [])) == sorted(crosses) == sorted(rows["iso3"][~has_value])
    assert set(areas["outside"]) == set(maps.shape_ids()) - set(rows["iso3"])
    assert len(areas["outside"]) == len(set(areas["outside"]))


def test_zero_is_a_value_and_never_looks_like_no_data(table):
    figure = world(table, "rate", Filters(cycles=(1,)))
    areas, _, crosses = kinds(figure, table)
    zero = {"PRK", "ZAF", "GAB"}
    assert zero <= set(areas["value"])
    assert not zero & {*areas.get("no data", []), *areas["outside"], *crosses}
    africa = next(trace for trace in figure.data if "ZAF" in (trace.locations or ()))
    assert africa.z[africa.locations.index("ZAF")] == palette.STEPS[0] > 0
    assert palette.AFRICA in {stop[1] for stop in africa.colorscale}


def test_depth_of_colour_follows_the_value_and_hue_the_region():
    rates = {"KEN": 0.49, "GHA": 0.5, "MLI": 0.7, "TGO": 0.85, "NER": 0.95}
    places = pd.DataFrame({"iso3": [*rates, "JPN"], "latitude": 0.0, "longitude": 0.0, "small": False})
    rows = pd.DataFrame({"iso3": [*rates, "JPN"], "region": ["africa"] * 5 + ["asia"], "rate": [*rates.values(), 0.2]})
    rows = rows.assign(recommendations=30, few=False, correction=None)
    figure = maps.choropleth(rows, places, "rate", FOCUS, T)
    africa, asia = (next(trace for trace in figure.data if code in (trace.locations or ())) for code in ("KEN", "JPN"))
    assert dict(zip(africa.locations, africa.z, strict=True)) == dict(zip(rates, palette.STEPS, strict=True))
    assert (africa.colorscale[1][1], asia.colorscale[1][1]) == (palette.AFRICA, palette.ASIA)
    assert (africa.zmin, africa.zmax, asia.zmin, asia.zmax) == (0, 1, 0, 1)


def test_small_states_of_the_three_regions_get_a_dot_and_large_ones_none(table):
    _, dots, _ = kinds(world(table, "rate"), table)
    assert {"SGP", "MDV", "BRB", "MUS", "COM"} <= set(dots)
    assert len(dots) == len(set(dots))
    points = table("states").set_index("iso3")
    assert all(points.loc[code, "small"] for code in dots)


def test_every_small_state_of_the_selection_gets_a_dot(table):
    _, dots, _ = kinds(world(table, "rate"), table)
    points = table("states")
    assert set(dots) >= set(points["iso3"][points["small"] & points["reviewed"]])


def test_a_state_without_an_answer_is_not_said_to_have_no_recommendation():
    rows = pd.DataFrame({"iso3": ["KEN"], "region": ["africa"], "rate": [NAN], "recommendations": [30]})
    places = pd.DataFrame({"iso3": ["KEN"], "latitude": [0.0], "longitude": [38.0], "small": [False]})
    figure = maps.choropleth(rows.assign(few=False, correction=None), places, "rate", FOCUS, T)
    assert not any(
        "no recommendation" in (trace.hovertemplate or "") for trace in figure.data if "KEN" in (trace.customdata or ())
    )


def test_hovering_a_state_tells_its_note(table):
    figure = world(table, "rate")
    notes = {
        row[0]: row
        for trace in figure.data
        if trace.type == "choropleth"
        for row in trace.customdata or []
        if len(row) == 4
    }
    assert list(notes["KEN"][1:]) == ["80.2%", "419", ""]  # 336 of the 166 + 253 rows of sessions 8 and 21
    assert "South Sudan, session 11" in notes["SSD"][3]
    africa = next(trace for trace in figure.data if "KEN" in (trace.locations or ()))
    assert africa.hovertemplate.startswith("<b>%{text}</b><br>%{customdata[1]} accepted, n = %{customdata[2]}")


def test_shapes_and_base_map_come_by_relative_address_from_this_site(table):
    figure = world(table, "rate")
    assert {trace.geojson for trace in figure.data if trace.type == "choropleth"} == {"app/static/world.geojson"}
    assert maps.CONFIG["topojsonURL"] == "app/static/topojson/"
    assert (ROOT / "static" / "world.geojson").exists()
    assert json.loads((ROOT / "static" / "topojson" / "world_110m.json").read_text(encoding="utf-8"))
    assert (figure.layout.geo.visible, figure.layout.geo.fitbounds) in {(False, None), (False, False)}
    assert figure.layout.geo.projection.type == "equal earth"
    assert "http" not in figure.to_json()


@pytest.mark.parametrize(
    ("values", "share", "limits"),
    [
        ([], True, ()),
        ([0.3, 0.3, 0.3], True, ()),
        (list(np.arange(0, 1.001, 0.1)), True, (0.2, 0.4, 0.6, 0.8)),
        (list(range(0, 501, 50)), False, (100, 200, 300, 400)),
        ([0, 0, 0, 0, 0, 0, 10, 20], False, (5,)),
    ],
)
def test_classes_hold_about_as_many_states_each_with_round_limits(values, share, limits):
    assert maps.class_limits(np.array(values, dtype=float), share=share) == pytest.approx(limits)


def test_the_legend_says_the_limits_between_classes_in_the_readers_numbers(table):
    title, *notes = [note.text for note in world(table, "rate").layout.annotations]
    assert notes == ["50%", "65%", "80%", "90%"]
    said = re.sub(r"<br>", " ", re.sub(r"</?(?:b|span[^>]*)>", "", title))
    assert said == "Recommendations accepted, % ● Africa  ◆ Latin America  ■ Asia"
    assert len(world(table, "rate").layout.shapes) == 15


# Colours


def test_place_holders_of_colours_stand_in_the_theme_in_their_order():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    light, dark = theme["light"]["chartCategoricalColors"], theme["dark"]["chartCategoricalColors"]
    place = {region: int(colour[1:]) - 1 for region, colour in palette.COLOURS.items()}
    assert [light[place[region]] for region in FOCUS] == ["#B45309", "#047857", "#4338CA"]
    assert [dark[place[region]] for region in FOCUS] == ["#F59E0B", "#34D399", "#A5B4FC"]
    assert len(light) == len(dark) == 8
    assert (palette.colour("europe"), palette.SYMBOLS) == (
        palette.MARK,
        {"africa": "circle", "lac": "diamond", "asia": "square"},
    )


def test_a_table_of_states_begins_with_most_and_ends_with_those_without_a_value():
    states = STATES.assign(shrunken=STATES["rate"], later=[1, 9, 0, 4])
    assert list(countries.by_size(states, "rate")["iso3"]) == ["KEN", "JPN", "GHA", "MLI"]
    assert list(countries.by_size(states, "later")["iso3"]) == ["GHA", "JPN", "KEN", "MLI"]
