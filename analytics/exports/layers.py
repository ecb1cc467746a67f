"""Rows per state with their shapes, as GeoPackage and GeoJSON for geographic software."""

from __future__ import annotations

import json
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analytics import maps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd
    import pandas as pd

    from analytics.exports.carried import Carried

CRS = "EPSG:4326"


def files(states: pd.DataFrame, points: pd.DataFrame, carried: Carried) -> dict[str, Callable[[], bytes]]:
    """File name -> what makes the file, for rows per state and the points where small states are drawn."""
    placed = states.merge(points[["iso3", "name", "latitude", "longitude"]], on="iso3")
    about = {
        "title": carried.heading,
        "selection": " · ".join(filter(None, (carried.counted, carried.selection, carried.covered))),
        "limits": carried.limits,
        "source": " ".join(carried.sources),
        "citation": carried.citation,
        "version": carried.version,
        "link": carried.link,
    }
    made = {"gpkg": geopackage, "geojson": geojson}
    return {f"{carried.name}.{suffix}": partial(make, placed, about) for suffix, make in made.items()}


def geojson(states: pd.DataFrame, about: Mapping[str, str]) -> bytes:
    """A GeoJSON layer: one feature per state with its columns; a state without a shape becomes its point.

    What it is about are members of their own beside the features, which RFC 7946 allows.
    """
    layer = _layer(states).to_json(drop_id=True)
    return json.dumps({"type": "FeatureCollection", "about": about} | json.loads(layer), ensure_ascii=False).encode()


def geopackage(states: pd.DataFrame, about: Mapping[str, str]) -> bytes:
    """The same layer as a GeoPackage file, layer name `states`; what it is about is its metadata."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "states.gpkg"
        _layer(states).to_file(path, layer="states", driver="GPKG", metadata=dict(about))
        return path.read_bytes()


def _layer(states: pd.DataFrame) -> gpd.GeoDataFrame:
    """`states` (with iso3, latitude, longitude) as a GeoDataFrame. Geopandas takes over a second to import."""
    import geopandas as gpd

    shapes = gpd.read_file(maps.STATIC / "world.geojson").set_index("iso3")["geometry"]
    points = gpd.points_from_xy(states["longitude"], states["latitude"])
    drawn = gpd.GeoSeries(states["iso3"].map(shapes).tolist(), index=states.index, crs=CRS)
    return gpd.GeoDataFrame(states, geometry=drawn.fillna(gpd.GeoSeries(points, index=states.index, crs=CRS)), crs=CRS)
