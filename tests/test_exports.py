"""Files that readers take away, opened again by another program than the one that wrote them."""

import csv as reader
import io
import json
import math
import zipfile
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.exports import csv, layers, tables, xlsx
from analytics.exports.carried import Carried
from analytics.filters import Filters

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HARMFUL = ["=1+1", "+1+1", "-1+1", "@sum(A1)", "\tx", '=HYPERLINK("https://example.org")']
ROWS = pd.DataFrame(
    {
        "state": ["Kenya", "=1+1", None, "Côte d'Ivoire, “north”"],
        "change": [-0.25, 0.5, math.nan, 1e-9],
        "recommendations": [-3, 0, 12, 41_066],
        "few": [True, False, False, True],
    }
)


def cells(content):
    return list(reader.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("text", HARMFUL)
def test_text_that_a_spreadsheet_would_run_is_disarmed_in_csv(text):
    assert cells(csv.write(pd.DataFrame({"state": [text]}))) == [["state"], [f"'{text}"]]


def test_a_cell_that_starts_with_a_line_end_is_disarmed_in_csv():
    assert b"'\n'=1+1" in csv.write(pd.DataFrame({"state": ["\r=1+1"]}))


@pytest.mark.parametrize("text", ["Kenya", "a=b", "1-2", "", "'quoted'", "a, b", 'say "yes"', "two\nlines"])
def test_harmless_text_stays_as_it_is_in_csv(text):
    assert cells(csv.write(pd.DataFrame({"state": [text], "n": [1]}))) == [["state", "n"], [text, "1"]]


def test_numbers_stay_numbers_in_csv_also_negative_ones():
    assert cells(csv.write(ROWS)) == [
        ["state", "change", "recommendations", "few"],
        ["Kenya", "-0.25", "-3", "True"],
        ["'=1+1", "0.5", "0", "False"],
        ["", "", "12", "False"],
        ["Côte d'Ivoire, “north”", "1e-09", "41066", "True"],
    ]


def test_csv_starts_with_the_mark_that_spreadsheets_need_for_accents():
    assert csv.write(ROWS).startswith(b"\xef\xbb\xbfstate,change")


def test_csv_leaves_the_rows_it_was_given_unchanged():
    before = ROWS.copy()
    csv.write(ROWS)
    pd.testing.assert_frame_equal(ROWS, before)


def sheets(content):
    """Rows of each sheet as (type, text) per cell, and whether any sheet holds a formula or a link."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            entries = ET.fromstring(book.read("xl/sharedStrings.xml"))
            shared = ["".join(part.text or "" for part in entry.iter(f"{SHEET}t")) for entry in entries]
        names = [sheet.get("name") for sheet in ET.fromstring(book.read("xl/workbook.xml")).iter(f"{SHEET}sheet")]
        found, running = {}, []
        for number, name in enumerate(names, start=1):
            sheet = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            running += [*sheet.iter(f"{SHEET}f"), *sheet.iter(f"{SHEET}hyperlink")]
            found[name] = [
                [
                    shared[int(cell.findtext(f"{SHEET}v"))]
                    if cell.get("t") == "s"
                    else (cell.get("t"), float(cell.findtext(f"{SHEET}v")))
                    for cell in row
                    if cell.find(f"{SHEET}v") is not None
                ]
                for row in sheet.iter(f"{SHEET}row")
            ]
        return found, running


def test_an_excel_file_holds_the_values_and_says_what_they_are():
    found, _ = sheets(xlsx.write({"data": ROWS}, {"Source": "Nobody (2020)", "Link": "https://example.org/?cycles=1"}))
    assert found == {
        "data": [
            ["state", "change", "recommendations", "few"],
            ["Kenya", (None, -0.25), (None, -3), ("b", 1)],
            ["=1+1", (None, 0.5), (None, 0), ("b", 0)],
            [(None, 12), ("b", 0)],
            ["Côte d'Ivoire, “north”", (None, 1e-9), (None, 41_066), ("b", 1)],
        ],
        "about": [["Source", "Nobody (2020)"], ["Link", "https://example.org/?cycles=1"]],
    }


@pytest.mark.parametrize(
    "text", [*HARMFUL, "{=1+1}", "https://example.org", "mailto:a@example.org", "internal:about!A1"]
)
def test_nothing_in_an_excel_file_is_a_formula_or_a_link(text):
    found, running = sheets(xlsx.write({"data": pd.DataFrame({text: [text]})}, {text: text}))
    assert running == []
    assert found["data"] == [[text], [text]]
    assert found["about"] == [[text, text]]


def test_an_excel_file_of_a_page_has_the_numbers_of_the_page(table):
    rows = table("received_by_state")
    header, *body = sheets(xlsx.write({"data": rows}, {}))[0]["data"]
    assert header == list(rows.columns)
    assert [row[3] for row in body] == [(None, n) for n in rows["recommendations"]]


def test_each_table_of_an_excel_file_is_a_sheet_and_what_it_is_comes_last():
    found, _ = sheets(xlsx.write({"by region": ROWS, "a sheet with a name that is too long for Excel": ROWS}, {}))
    assert list(found) == ["by region", "a sheet with a name that is too", "about"]
    assert found["by region"] == found["a sheet with a name that is too"]


LISTS = pd.DataFrame({"issues": [np.array(["justice", "torture"]), np.array([], dtype=object)], "n": [1, 2]})


def test_lists_are_written_as_text_in_excel():
    assert sheets(xlsx.write({"data": LISTS}, {}))[0]["data"][:2] == [["issues", "n"], ["justice, torture", (None, 1)]]


def test_lists_are_written_as_text_in_csv():
    assert cells(csv.write(LISTS)) == [["issues", "n"], ["justice, torture", "1"], ["", "2"]]


def test_an_empty_selection_gives_files_with_a_header():
    empty = ROWS.head(0)
    assert cells(csv.write(empty)) == [list(ROWS.columns)]
    assert sheets(xlsx.write({"data": empty}, {}))[0]["data"] == [list(ROWS.columns)]


def test_a_whole_table_is_the_same_after_a_round_trip_through_parquet(connection):
    whole = connection.cursor().table("voluntary_pledge").to_arrow_table()
    again = pq.read_table(io.BytesIO(tables.parquet(whole)))
    assert again.equals(whole)
    assert (again.num_rows, again.schema.field("issues").type) == (947, pa.list_(pa.string()))


CARRIED = Carried(
    name="upr",
    heading="<b>",
    more="–",
    full="–",
    reads="–",
    unit="–",
    counted="n = 14",
    selection="cycle 3",
    covered="",
    limits="–",
    caution="–",
    sources=("A.", "B."),
    citation="–",
    link="–",
    day="–",
    version="–",
    language="–",
)


@pytest.mark.parametrize("suffix", ["gpkg", "geojson"])
def test_a_layer_says_what_it_is_about(states, table, tmp_path, suffix):
    pyogrio = pytest.importorskip("pyogrio")
    path = tmp_path / f"upr.{suffix}"
    path.write_bytes(layers.files(states, table("states"), CARRIED)[path.name]())
    said = pyogrio.read_info(path)["layer_metadata"] if suffix == "gpkg" else json.loads(path.read_bytes())["about"]
    assert (said["title"], said["selection"], said["source"]) == ("<b>", "n = 14 · cycle 3", "A. B.")
    assert {"limits", "citation", "version", "link"} <= set(said)


@pytest.fixture(scope="module")
def states(table):
    """Rows of the map: all states under review, of which 14 were asked in session 27, the only one of cycle 3."""
    return table("received_by_state", Filters(cycles=(3,)))


@pytest.mark.parametrize("name", ["upr.gpkg", "upr.geojson"])
def test_a_layer_has_the_rows_and_numbers_of_the_map(states, table, tmp_path, name):
    gpd = pytest.importorskip("geopandas")
    made = layers.files(states, table("states"), CARRIED)
    assert list(made) == ["upr.gpkg", "upr.geojson"]
    (tmp_path / name).write_bytes(made[name]())
    layer = gpd.read_file(tmp_path / name)
    assert layer.crs.to_epsg() == 4326
    assert layer.geometry.notna().all()
    assert not layer.geometry.is_empty.any()
    columns = ["iso3", "region", "recommendations", "answered", "accepted", "rate", "lower", "upper"]
    read = pd.DataFrame(layer)[columns].sort_values("iso3", ignore_index=True)
    pd.testing.assert_frame_equal(read, states[columns], check_dtype=False, rtol=1e-12)
    assert layer.set_index("iso3").loc["KEN", "name"] == "Kenya"
    assert layer.set_index("iso3").geometry["KEN"].geom_type in {"Polygon", "MultiPolygon"}


def test_a_layer_leaves_out_what_is_not_known(states, table):
    features = json.loads(layers.files(states, table("states"), CARRIED)["upr.geojson"]())["features"]
    by_state = {feature["properties"]["iso3"]: feature["properties"] for feature in features}
    without = [iso3 for iso3, row in by_state.items() if row["recommendations"] == 0]
    assert len(without) == 193 - 14
    assert {by_state[iso3]["rate"] for iso3 in without} == {None}


def test_a_state_without_a_shape_becomes_its_point():
    gpd = pytest.importorskip("geopandas")
    rows = pd.DataFrame({"iso3": ["KEN", "VAT"], "latitude": [0.0, 41.9], "longitude": [38.0, 12.45]})
    layer = gpd.GeoDataFrame.from_features(json.loads(layers.geojson(rows, {})))
    assert layer.geometry.geom_type.to_list() in (["Polygon", "Point"], ["MultiPolygon", "Point"])
    assert (layer.geometry[1].x, layer.geometry[1].y) == (12.45, 41.9)
