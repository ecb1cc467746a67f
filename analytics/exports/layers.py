"""Rows per state with their shapes, as GeoPackage and GeoJSON for geographic software."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from analytics import maps

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    import pandas as pd

CRS = "EPSG:4326"


def files(states: pd.DataFrame, points: pd.DataFrame, name: str) -> dict[str, Callable[[], bytes]]:
    """File name -> what makes the file, for rows per state and the points where small states are drawn."""
    placed = states.merge(points[["iso3", "name", "latitude", "longitude"]], on="iso3")
    return {f"{name}.gpkg": lambda: geopackage(placed), f"{name}.geojson": lambda: geojson(placed)}


def geojson(states: pd.DataFrame) -> bytes:
    """A GeoJSON layer: one feature per state with its columns; a state without a shape becomes its point."""
    return _layer(states).to_json(drop_id=True).encode()


def geopackage(states: pd.DataFrame) -> bytes:
    """The same layer as a GeoPackage file, layer name `states`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "states.gpkg"
        _layer(states).to_file(path, layer="states", driver="GPKG")
        return path.read_bytes()


def _layer(states: pd.DataFrame) -> gpd.GeoDataFrame:
    """`states` (with iso3, latitude, longitude) as a GeoDataFrame. Geopandas takes over a second to import."""
    import geopandas as gpd

    shapes = gpd.read_file(maps.STATIC / "world.geojson").set_index("iso3")["geometry"]
    points = gpd.points_from_xy(states["longitude"], states["latitude"])
    drawn = gpd.GeoSeries(states["iso3"].map(shapes).tolist(), index=states.index, crs=CRS)
    return gpd.GeoDataFrame(states, geometry=drawn.fillna(gpd.GeoSeries(points, index=states.index, crs=CRS)), crs=CRS)
