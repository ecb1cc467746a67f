"""Cards as slides: what python-pptx reads back of decks under selections by lot, and what no name or row can break."""

import io
import random
import time
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from languages_support import languages_of
from pptx import Presentation
from pptx.util import Inches

from analytics import pack
from analytics.charts import palette
from analytics.exports import pptx
from analytics.exports.carried import Carried
from analytics.exports.chart_xml import Axis, Chart, Series
from analytics.filters import encode
from analytics.findings import glance
from analytics.text import languages, text
from analytics.ui import data, recorder, slides
from benchmarks.sentences.recorder import Data, every_page
from benchmarks.sentences.selections import BUILT_IN, draw

SITE = "https://atlas.example"
NARROW, SECONDS = 6e-5, 2
"""Figures hold four decimals, of which the last is rounded; what one slide may take of the processor."""
SAID = Carried(
    name="door",
    heading="Eight of ten doors are open",
    more="The others are not.",
    full="Eight of ten doors are open, 60 to 95%.",
    reads="How to read it: each door is a dot.",
    unit="Doors",
    counted="n = 10 doors",
    selection="all doors",
    covered="houses 1–3",
    limits="What this does not show: windows. Nor roofs.",
    caution="What this does not show: windows.",
    sources=("Source: the house.",),
    citation="Atlas. “Eight of ten doors are open”",
    link="https://atlas.example/doors",
    day="1 May 2026",
    version="facts 1, atlas 2",
    language="en",
)
HOSTILE = '=HYPERLINK("https://bad.example","x")<b>&amp;\x1b[31m\x00 </a:t>'
ARABIC = "المركز الدولي لحقوق الإنسان"


def read(content):
    return list(Presentation(io.BytesIO(content)).slides)


def words(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def charts(slide):
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def tables(slide):
    found = [shape.table for shape in slide.shapes if shape.has_table]
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]


def along(chart, axis):
    """Name of a series and its numbers along an axis, as the file holds them; labels, which have no name, are none."""
    found = []
    for series in chart.element.iter("{*}ser"):
        name = series.find("{*}tx//{*}v").text or ""
        found.append((name, [float(value.text) for value in series.findall(f"{{*}}{axis}//{{*}}v")]))
    return found


def made(card, filters, language, **own):
    """The only slide of a deck of one card, and the seconds of the processor that it took."""
    begin = time.process_time()
    entry = pack.entry(card.partition(".")[0], card, encode(filters) | own)
    (slide,) = read(slides.deck([entry], SITE, text(language)))
    return slide, time.process_time() - begin


@pytest.fixture(scope="module")
def selections():
    sets = {BUILT_IN: Data.opened(BUILT_IN, data.database.ensure_snapshot())}
    chosen = [each.filters for each in draw(25, 8, sets)]
    slides.deck([pack.entry("glance", "glance.states", {})], SITE, text("en"))  # the first one imports
    return chosen


def close(numbers, expected):
    assert len(numbers) == len(expected)
    assert sorted(numbers) == pytest.approx(sorted(expected), abs=NARROW)


@pytest.mark.parametrize("language", languages_of("slides of any selection"))
def test_slides_say_what_the_query_layer_counts_under_any_selection(selections, table, codes, language):
    t = text(language)
    drawn = 0
    for filters in selections:
        regions = table("acceptance_by_region", filters)
        states = table("received_by_state", filters)
        slide, seconds = made("glance.states", filters, language)
        assert seconds <= SECONDS
        if not regions["recommendations"].sum():
            assert any(t("empty") in said for said in words(slide))
            continue
        for code in palette.COLOURS:
            mine = glance.of_regions(states, codes.focus)
            mine = mine[(mine["region"] == code) & (mine["answered"] > 0)]
            known = glance.of_regions(regions, codes.focus).set_index("region")["rate"].get(code, float("nan"))
            expected = [*mine["rate"], *([known] if known == known else [])]
            (chart,) = charts(slide) or [None]
            if chart:
                found = [
                    value for name, xs in along(chart, "xVal") for value in xs if name == t.region(code, filters.scheme)
                ]
                close(found, expected)
                drawn += len(found)
        notes = slide.notes_slide.notes_text_frame.text
        assert t("card.reads") in notes
        assert t("card.limits") in notes
        assert notes.count(SITE) >= 1
    assert drawn > 1_000


@pytest.mark.parametrize("language", languages_of("bars of a slide"))
def test_bars_of_a_slide_are_the_rows_of_the_query_layer(selections, table, language):
    bars = 0
    for filters in selections:
        mix = table("action_mix", filters)
        slide, seconds = made("glance.mix", filters, language)
        assert seconds <= SECONDS
        for chart in charts(slide):
            values = [value for _, each in along(chart, "val") for value in each]
            close(values, list(mix["share"].dropna()))
            bars += len(values)
        states = table("received_by_state", filters)
        slide, seconds = made("countries.map", filters, language, measure="recommendations")
        assert seconds <= SECONDS
        for chart in charts(slide):
            ((_, values),) = along(chart, "val")
            largest = states["recommendations"].sort_values(ascending=False).head(pptx.LARGEST)
            assert values == [float(each) for each in largest]
            bars += len(values)
    assert bars > 300


@pytest.mark.parametrize("language", languages())
def test_every_card_of_every_page_becomes_a_slide_with_its_heading_method_and_limits(language):
    t, found = text(language), []

    class Every(recorder.Recorder):
        def keep(self, card):
            found.append(slides.slide(card))

    lot = random.Random(3)
    for script, view in every_page():
        link = {"view": view} if view else {}
        chosen = {} if lot.random() < 0.5 else {"regions": lot.choice(("africa", "asia"))}
        recorder.run(script, Every(data.Run(data.look_up(None), link | chosen, SITE), t))
    assert len(found) > 60
    deck = read(pptx.write(found, t))
    assert len(deck) == len(found)
    for slide, card in zip(deck, found, strict=True):
        assert slide.shapes.title.text == pptx.short(card.carried.heading, pptx.LONGEST_HEADING)
        assert charts(slide) or tables(slide) or t("slides.no_rows") in words(slide)
        notes = " ".join(slide.notes_slide.notes_text_frame.text.split())
        parts = (card.carried.reads, card.carried.limits, card.carried.citation)
        assert [part for part in parts if " ".join(part.split()) not in notes] == []
        for shape in slide.shapes:
            right, bottom = shape.left + shape.width, shape.top + shape.height
            assert (shape.left, shape.top) >= (0, 0)
            assert right <= Inches(pptx.WIDE + 0.05), card.carried.heading
            assert bottom <= Inches(pptx.HIGH + 0.05), card.carried.heading


# What comes from anywhere


def slide_of(rows, **more):
    frame = pd.DataFrame(rows)
    return pptx.Slide(replace(SAID, **more), "Doors", frame, frame, "m49")


def test_a_slide_is_wide_and_has_heading_line_footer_and_notes():
    content = pptx.write([slide_of({"state": ["Kenya"], "rate": [0.5]})], text("en"))
    deck = Presentation(io.BytesIO(content))
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78
    (slide,) = deck.slides
    said = "\n".join(words(slide))
    for part in (SAID.heading, SAID.more, SAID.counted, SAID.selection, SAID.covered, SAID.sources[0], SAID.caution):
        assert part in said
    assert f"UPR Regional Atlas, {SAID.day}; {SAID.version}" in said
    links = [
        run.hyperlink.address
        for shape in slide.shapes
        if shape.has_text_frame
        for part in shape.text_frame.paragraphs
        for run in part.runs
    ]
    assert SAID.link in links
    assert slide.notes_slide.notes_text_frame.text.split("\n") == [
        *(SAID.full, SAID.reads, SAID.counted, SAID.selection, SAID.covered, SAID.limits, SAID.sources[0]),
        *(SAID.citation, SAID.link),
    ]
    assert tables(slide) == [[["State", "Accepted (share)"], ["Kenya", "50.0%"]]]


def test_a_long_table_is_cut_and_says_so():
    (slide,) = read(pptx.write([slide_of({"state": ["Kenya"] * 30, "recommendations": range(30)})], text("en")))
    ((head, *rows),) = tables(slide)
    assert (head, len(rows)) == (["State", "Recommendations"], pptx.MOST_ROWS)
    assert any(said.startswith("The first 12 of 30 rows.") for said in words(slide))
    assert "The first 12 of 30 rows." in slide.notes_slide.notes_text_frame.text


def test_no_rows_are_said():
    (slide,) = read(pptx.write([slide_of({"state": [], "rate": []})], text("fr")))
    assert text("fr")("slides.no_rows") in words(slide)


@pytest.mark.parametrize("name", [HOSTILE, ARABIC, "Long " * 200])
def test_names_stay_text_and_break_nothing(name):
    figure = {
        "data": [{"type": "bar", "orientation": "h", "x": [1.0], "y": [name], "marker": {"color": "#000001"}}],
        "layout": {},
    }
    frame = pd.DataFrame({"state": [name], "recommendations": [1]})
    named = pptx.Slide(
        replace(SAID, heading=name, more=name, selection=name, sources=(name,)), name, frame, frame, "m49"
    )
    content = pptx.write([replace(named, drawn=figure), named], text("en"))
    drawn, listed = read(content)
    begin = pptx.short(name, 20).rstrip("…")
    assert drawn.shapes.title.text.startswith(begin)
    assert next(iter(charts(drawn)[0].plots[0].categories)).startswith(begin)
    assert tables(listed)[0][1][0].startswith(begin)
    book = openpyxl.load_workbook(io.BytesIO(charts(drawn)[0].part.chart_workbook.xlsx_part.blob))
    cell = book.active["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).startswith(begin)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        outside = [each for each in file.namelist() if each.endswith(".rels") and b"bad.example" in file.read(each)]
    assert outside == []


def test_a_chart_holds_its_numbers_twice_in_the_file_and_in_the_workbook_that_is_edited():
    series = [Series("Africa", [1.0, 2.0], [0.25, 0.5]), Series("Asia", [3.0], [0.75])]
    chart = Chart(series, Axis(0, 1), Axis(0, 4))
    rows = list(openpyxl.load_workbook(io.BytesIO(chart.xlsx_blob)).active.values)
    assert rows == [("x", "Africa", "x", "Asia"), (0.25, 1, 0.75, 3), (0.5, 2, None, None)]
    assert b"Sheet1!$C$2:$C$3" in chart.xml_bytes(None)


def test_what_a_pack_can_no_longer_show_is_said_on_its_slide():
    t = text("en")
    entries = [
        pack.entry("glance", "glance.states", {"regions": "atlantis"}),
        pack.entry("glance", "glance.states", {"data": "nowhere"}),
        pack.entry("regions", "regions.gaps", {"view": "parts"}),
        pack.entry("glance", "glance.states", {"issues": "none-such", "states": "XXX"}),
        pack.entry("glance", "glance.mix", {}),
    ]
    deck = read(slides.deck(entries, SITE, t))
    said = ["\n".join(words(slide)) for slide in deck]
    assert t("pack.unknown", problems="regions=atlantis") in said[0]
    assert t("pack.no_data", name="nowhere") in said[1]
    assert t("pack.no_card") in said[2]
    assert t("pack.unknown", problems=t.join(["states=XXX", "issues=none-such"])) in said[3]
    assert charts(deck[4])
