"""Figures as SVG: where a value stands, what stands beside it, that words stay words, and that nothing is fetched."""

import re
import xml.etree.ElementTree as ET

import pytest

from analytics.exports import svg, svg_map

SVG = "{http://www.w3.org/2000/svg}"
PERCENT = svg.Axis(0, 1, ((0, "0%"), (0.5, "50%"), (1, "100%")))
HOSTILE = '</svg><script src="http://x.example/">&\'\x00\x0b'
NOWHERE = float("nan")


def parts(drawn, tag):
    """The parts of a picture of one kind; what is no well-formed XML fails."""
    return list(ET.fromstring(drawn).iter(f"{SVG}{tag}"))


def read(drawn):
    """All words of a picture, whatever their spaces."""
    return " ".join(" ".join("".join(each.itertext()) for each in parts(drawn, "text")).split())


def area(region="africa", depth=1.0, told="", point=(0.0, 11.0), small=False):  # noqa: FBT002 - as the field
    return svg_map.Area(region, depth, told, point, small)


def test_a_value_and_its_interval_stand_where_the_axis_says():
    """640 wide, 8 free at the sides: half of the axis is in the middle, a quarter at 8 + 624 / 4."""
    drawn = svg.dots([svg.Row("Africa", "50%", 0.5, 0.25, 0.75, "africa")], PERCENT, "What it shows", width=640)
    (circle,) = parts(drawn, "circle")
    assert (circle.get("cx"), circle.get("fill")) == ("320", "var(--africa)")
    interval = [line for line in parts(drawn, "line") if line.get("stroke") == "var(--africa)"]
    assert [(line.get("x1"), line.get("x2")) for line in interval] == [("164", "476")]
    assert "Africa 50%" in read(drawn)
    assert "100%" in read(drawn)


def test_without_an_interval_no_line_is_drawn_and_without_a_value_no_mark():
    rows = [svg.Row("One", "76%", 0.76, region="lac"), svg.Row("None", "–", NOWHERE, region="asia", more="too few")]
    drawn = svg.dots(rows, PERCENT, "label")
    colours = {line.get("stroke") for line in parts(drawn, "line")}
    assert colours == {"var(--grid)"}
    assert len(parts(drawn, "path")) == 1
    assert parts(drawn, "circle") + parts(drawn, "rect") == []
    assert "too few" in read(drawn)


def test_each_region_has_its_shape():
    shapes = {"africa": "circle", "lac": "path", "asia": "rect", "europe": "circle"}
    for region, shape in shapes.items():
        (drawn,) = list(ET.fromstring(svg.mark(region)))
        assert drawn.tag == f"{SVG}{shape}"
    assert "var(--mark)" in svg.mark("europe")


def test_zero_stands_out_where_values_have_signs():
    axis = svg.Axis(-0.2, 0.2, ((-0.2, "-20"), (0, "0"), (0.2, "+20")))
    drawn = svg.dots([svg.Row("Gap", "+10", 0.1, 0.05, 0.15, "asia")], axis, "label", width=216)
    assert [line.get("x1") for line in parts(drawn, "line") if line.get("stroke") == "var(--mark)"] == ["108"]


def test_a_bar_is_as_long_as_its_value():
    drawn = svg.bars([svg.Row("A", "25%", 0.25), svg.Row("B", "–", NOWHERE)], PERCENT, "label", width=416)
    assert [bar.get("width") for bar in parts(drawn, "rect")] == ["100"]


def test_the_parts_of_a_bar_add_up_and_only_wide_ones_hold_their_number():
    shares = ((0.02, "2%", "minimal"), (0.18, "18%", ""), (0.08, "8%", ""), (0.36, "36%", ""), (0.36, "36%", ""))
    drawn = svg.stacked([svg.Stack("Asia", shares, "asia", "n = 100")], "label", width=216)
    assert [float(part.get("width")) for part in parts(drawn, "rect")] == [4, 36, 16, 72, 72]
    assert [each.text for each in parts(drawn, "text") if each.text] == ["18%", "36%", "36%"]
    assert [each.text for each in parts(drawn, "title")] == ["minimal"]


def test_what_does_not_fit_beside_a_name_goes_on_below_it():
    row = svg.Row("Latin America & Caribbean", "76%", 0.76, more="likely 69 to 82% · 33 states · n = 9,327")
    wide, narrow = (svg.dots([row], PERCENT, "label", width=width) for width in (720, 340))
    lines = [len({each.get("y") for each in parts(drawn, "text")}) for drawn in (wide, narrow)]
    assert lines == [2, 3]
    whole = [read(drawn) for drawn in (wide, narrow)]
    assert all("likely 69 to 82%" in each and "n = 9,327" in each for each in whole)


@pytest.mark.parametrize(
    "draw",
    [
        lambda words: svg.dots([svg.Row(words, words, 0.5, more=words)], PERCENT, words),
        lambda words: svg.bars([svg.Row(words, words, 0.5, more=words)], PERCENT, words),
        lambda words: svg.stacked([svg.Stack(words, ((0.2, words, words),) * 5, more=words)], words, width=4_000),
        lambda words: svg_map.world({"KEN": area(told=words)}, words),
    ],
)
def test_words_stay_words(draw):
    drawn = draw(HOSTILE)
    assert "script" not in {part.tag.removeprefix(SVG) for part in ET.fromstring(drawn).iter()}
    assert '</svg><script src="http://x.example/">&\'' in (ET.fromstring(drawn).get("aria-label") or "")
    assert "\x00" not in drawn


def test_nothing_in_a_picture_is_fetched():
    drawn = svg_map.world({"KEN": area()}, "label")
    assert re.findall(r"href|url\(|src=|style=|on\w+=", drawn) == []
    assert re.findall(r"https?://[^\"]+", drawn) == ["http://www.w3.org/2000/svg"]


def test_the_colours_written_out_are_those_of_the_theme():
    """As the design states them."""
    light, dark = svg.paint("light"), svg.paint("dark")
    assert (light.africa, light.lac, light.asia) == ("#B45309", "#047857", "#4338CA")
    assert (dark.africa, dark.lac, dark.asia) == ("#F59E0B", "#34D399", "#A5B4FC")
    drawn = svg.dots([svg.Row("Asia", "50%", 0.5, region="asia")], PERCENT, "label", colours=light)
    assert "var(" not in drawn
    assert 'font-family="Noto Sans"' in svg.mark("asia", "x", colours=svg.paint("light", "Noto Sans"))


# The map


def test_every_state_can_be_pointed_at(table):
    states = table("states")
    areas = {
        iso3: area(told=iso3, point=(latitude, longitude), small=small)
        for iso3, latitude, longitude, small in zip(
            *(states[name] for name in ("iso3", "latitude", "longitude", "small")), strict=True
        )
    }
    drawn = svg_map.world(areas, "label")
    shown = {part.get("data-state") for part in ET.fromstring(drawn) if part.get("data-state")}
    assert shown == set(states["iso3"])
    dots = {dot.get("data-state") for dot in parts(drawn, "circle") if dot.get("data-state")}
    assert dots == set(states.loc[states["small"], "iso3"])
    assert len(drawn) < 200_000


def test_no_value_is_an_outline_and_a_cross_and_never_the_colour_of_zero():
    drawn = svg_map.world({"KEN": area(depth=None), "UGA": area(depth=0.22)}, "label")
    kenya = [part for part in parts(drawn, "path") if part.get("data-state") == "KEN"]
    assert [part.get("fill") for part in kenya] == ["var(--surface)", "none"]
    uganda = [part for part in parts(drawn, "path") if part.get("data-state") == "UGA"]
    assert [(part.get("fill"), part.get("fill-opacity")) for part in uganda] == [("var(--africa)", "0.22")]


def test_a_place_stands_where_equal_earth_puts_it():
    """On the equator degrees are evenly spaced; Samoa, beyond the left edge, is drawn at the right one."""
    places = {"STP": (0.0, 11.0), "ECU": (0.0, -79.0), "WSM": (-13.6, -172.4)}
    drawn = svg_map.world({code: area(point=place, small=True) for code, place in places.items()}, "label")
    at = {dot.get("data-state"): int(dot.get("cx")) for dot in parts(drawn, "circle") if dot.get("data-state")}
    assert (at["STP"], at["ECU"]) == (1000, 500)
    assert at["WSM"] > 1_900


def test_words_below_the_axis_do_not_stand_on_each_other():
    """330 wide, a third of the axis is 105: ten letters of 13 pixels need 74, so each second one has room."""
    ticks = tuple((step / 10, f"{step}0 letters") for step in range(4))
    drawn = svg.dots([], svg.Axis(0, 0.3, ticks), "label", width=330)
    assert [each.text for each in parts(drawn, "text")] == ["00 letters", "20 letters"]
    assert len(parts(drawn, "line")) == 4


def test_a_value_goes_below_a_name_that_leaves_it_no_room():
    row = svg.Row("Latin America & Caribbean – Asia", "+9.5 points", 0.095)
    pictures = (svg.dots([row], PERCENT, "label", width=width) for width in (640, 330))
    assert [len({each.get("y") for each in parts(drawn, "text")}) for drawn in pictures] == [2, 3]


@pytest.mark.parametrize(("width", "lines"), [(640, 1), (330, 5)])
def test_the_classes_of_a_map_stand_side_by_side_or_where_that_is_too_narrow_below_each_other(width, lines):
    classes = [(f"{10 * place}–{10 * place + 10} per cent", place / 5) for place in range(5)]
    drawn = svg_map.legend(classes, [("africa", "Africa"), ("asia", "Asia")], "Heading", width=width)
    assert len({each.get("y") for each in parts(drawn, "text") if "per cent" in (each.text or "")}) == lines
    assert len([box for box in parts(drawn, "rect") if box.get("height") == "12"]) == 10
