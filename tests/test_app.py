"""The pages as a reader meets them, run without a browser: links, widgets, sentences, cards and downloads."""

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from app_support import (
    PAGES,
    ROOT,
    VIEWS,
    card_figures,
    cards,
    folded,
    hover_texts,
    opened,
    sentence,
    shown_rows,
    traces,
    with_open,
    words,
)
from streamlit.runtime.media_file_manager import MediaFileManager

from analytics import project
from analytics.filters import Filters
from analytics.text import languages, text

FILTERED = [page for page in PAGES if "filtered=False" not in (ROOT / page).read_text(encoding="utf-8")]
IN_MENU = [page for page in PAGES if page != "pages/search.py"]
"""Where no texts are loaded; with them, see test_search_page."""
QUESTIONS = [(page, view) for page, view in VIEWS if page in FILTERED]
COUNTRIES, METHODS = "pages/countries.py", "pages/methods.py"
LOBBY = "pages/whom_to_lobby.py"
"""It asks for an issue first; without any recommendation on it, see test_lobbying_page."""

# Parameter, its value in the link, the same in the widget, the sentence above the figures.
# The counts are DOMAIN.md's, or counted in the files of the export with data/states.csv.
KINDS = [
    ("scheme", "un", "un", "All sessions and issues: **61,014 recommendations to 193 states**"),
    ("regions", "africa", ["africa"], "Africa: **17,369 recommendations to 54 states**"),
    ("subregions", "caribbean", ["caribbean"], "Caribbean: **3,481 recommendations to 13 states**"),
    ("states", "KEN", ["KEN"], "Kenya: **419 recommendations to 1 state**"),
    ("cycles", "1", [1], "Cycle 1: **21,355 recommendations to 193 states**"),
    ("sessions", "13-20", (13, 20), "Sessions 13–20: **19,710 recommendations to 112 states**"),
    ("issues", "womens-rights", ["womens-rights"], "Women's rights: **10,718 recommendations to 193 states**"),
    ("actions", "5", [5], "Specific action: **22,055 recommendations to 193 states**"),
    ("asked_by", "FRA", ["FRA"], "Asked by France: **1,821 recommendations to 192 states**"),
]


@pytest.fixture
def made(monkeypatch):
    """Download button -> the bytes it hands over, made when asked for, as in the browser."""
    makers, add_deferred = {}, MediaFileManager.add_deferred

    def remember(self, make, *arguments, **more):
        file_id = add_deferred(self, make, *arguments, **more)
        makers[file_id] = make
        return file_id

    monkeypatch.setattr(MediaFileManager, "add_deferred", remember)
    return lambda button: makers[button.proto.deferred_file_id]()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("page", "view"), VIEWS)
def test_every_page_opens_in_every_language(page, view, language):
    at = opened(page, **view, **({} if language == "en" else {"lang": language}))
    assert not at.exception
    assert not at.warning
    read = words(at.main, at.sidebar)
    assert any("2008" in each and "2017" in each for each in read), "the years of the data are not said"
    left_open = [each for each in read if re.search(r"\{\w+\}|^\w+(\.\w+)+$|\bnan\b|None", each)]
    assert not left_open
    own, english = text(language).sentences, text("en").sentences
    foreign = {str(own_words) for key, own_words in english.items() if own[key] != own_words} if own != english else {}
    assert not [each for each in read if each in foreign and len(each.split()) > 2]


def test_the_menu_shows_the_pages_that_exist_and_no_other():
    assert {link.proto.page for link in opened().sidebar.page_link} == {"", *(Path(page).stem for page in IN_MENU[1:])}


@pytest.mark.parametrize(
    ("region", "rate", "interval", "counts"),
    [
        ("Africa", "76.9%", "73.4 to 80.1%", "n = 17,369, 54 states"),
        ("Latin America & Caribbean", "75.7%", "68.7 to 81.6%", "n = 9,327, 33 states"),
        ("Asia", "66.2%", "60.9 to 71.2%", "n = 17,362, 47 states"),
    ],
)
def test_each_region_has_its_rate_with_interval_and_n(region, rate, interval, counts):
    spec = json.loads(opened().get_by_key("glance-states-figure").proto.spec)
    names = [each["text"] for each in spec["layout"]["annotations"]]
    short = region.removesuffix(" & Caribbean")  # what has room on a phone; who points at it reads the whole name
    (name,) = [each for each in names if f" {short}</b>" in each]
    assert f"<b>{rate}</b>" in name
    assert interval in name
    (pointed,) = [
        each["text"][0] for each in spec["data"] if "error_x" in each and f"<b>{region}</b>" in each["text"][0]
    ]
    assert pointed.endswith(counts)


def test_the_widest_gap_is_said_in_plain_words():
    heading = (
        "African states accept 77% of recommendations, Asian states 66%. The difference is too large to be chance."
    )
    (said,) = [each.value for each in opened().markdown if heading in each.value]
    assert "Latin America & Caribbean: 76%. Inside each region states differ more than these regions do." in said


@pytest.mark.parametrize(("parameter", "code", "value", "said"), KINDS)
def test_a_link_sets_the_widget_the_sentence_and_the_figures(parameter, code, value, said):
    at = opened(**{parameter: code})
    assert not at.warning
    assert at.get_by_key(f"filter.{parameter}").value == value
    assert sentence(at).startswith(said)
    recommendations = said.split("**")[1].split(" to ")[0]
    assert any(said.startswith(f"n = {recommendations} · ") for said in folded(at, "glance-map"))


@pytest.mark.parametrize(("parameter", "code", "value", "said"), KINDS)
def test_changing_a_widget_writes_the_link(parameter, code, value, said):
    at = opened()
    at.get_by_key(f"filter.{parameter}").set_value(value).run()
    assert at.query_params == {parameter: code}
    assert sentence(at).startswith(said)


def test_several_filters_narrow_each_other_and_keep_the_language():
    link = {"cycles": "1", "regions": "africa,asia", "issues": "womens-rights"}
    expected = "Cycle 1, Africa and Asia, Women's rights: **2,136 recommendations to 101 states**"
    assert sentence(opened(**link)).startswith(expected)
    at = opened(lang="fr", cycles="1", regions="africa,asia")
    at.get_by_key("filter.issues").set_value(["womens-rights"]).run()
    assert at.query_params == {"lang": "fr", **link}


def test_a_default_is_left_out_of_the_link():
    at = opened(sessions="13-20", scheme="un", cycles="2")
    at.get_by_key("filter.sessions").set_value((1, 36)).run()
    at.get_by_key("filter.scheme").set_value("m49").run()
    at.get_by_key("filter.cycles").set_value([]).run()
    assert at.query_params == {}


def test_reset_takes_out_every_filter_and_nothing_else():
    at = opened(COUNTRIES, measure="rate", lang="fr", **{kind: code for kind, code, *_ in KINDS})
    (reset,) = [button for button in at.button if button.label == text("fr")("filter.reset")]
    reset.click().run()
    assert at.query_params == {"measure": "rate", "lang": "fr"}
    assert text("fr")("filter.reset") not in [button.label for button in at.button]


@pytest.mark.parametrize("page", PAGES)
def test_the_menu_carries_the_selection_to_every_page(page):
    link = {"cycles": "1", "regions": "africa,asia", "issues": "womens-rights"}
    *menu, tour = opened(page, **link).sidebar.page_link
    assert len(menu) == len(IN_MENU)
    assert all(dict(parse_qsl(item.proto.query_string)) == link for item in menu)
    assert dict(parse_qsl(tour.proto.query_string)) == {**link, "country": "KEN", "tour": "1"}
    *french, _ = opened(page, lang="fr", **link).sidebar.page_link
    assert all(dict(parse_qsl(item.proto.query_string)) == {**link, "lang": "fr"} for item in french)


def test_a_reload_and_a_link_from_elsewhere_win_over_what_the_widgets_held():
    at = opened()
    at.get_by_key("filter.cycles").set_value([1]).run()
    assert sentence(opened(**at.query_params)) == sentence(at)
    at.query_params = {"issues": "womens-rights"}
    at.run()
    assert at.get_by_key("filter.cycles").value == []
    assert sentence(at).startswith("Women's rights: **10,718")


BAD = dict(
    parse_qsl(
        "scheme=old&regions=atlantis&subregions=moon&states=XXX&sessions=0-99&issues=weather"
        "&actions=7&asked_by=ZZZ&acceptance=maybe&lang=xx&colour=red"
    )
)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_link_asks_for_in_vain_is_named_and_the_rest_applies(page):
    at = opened(page, cycles="1,9", **BAD)
    assert not at.exception
    (warning,) = at.warning
    assert all(f"`{name}={value}`" in warning.value for name, value in {**BAD, "cycles": "9"}.items())
    if page in FILTERED:
        assert sentence(at).startswith("Cycle 1: **21,355 recommendations to 193 states**")


def test_a_reversed_range_of_sessions_is_put_in_order():
    at = opened(sessions="20-13")
    assert not at.warning
    assert at.get_by_key("filter.sessions").value == (13, 20)
    assert sentence(at).startswith("Sessions 13–20: **19,710")


def test_another_scheme_drops_the_regions_it_lacks():
    at = opened(regions="africa,europe", asked_by="oceania,asia,FRA")
    at.get_by_key("filter.scheme").set_value("un").run()
    assert at.query_params == {"scheme": "un", "regions": "africa", "asked_by": "FRA,asia"}
    assert not at.warning
    assert "UN regional groups" in " ".join(folded(at, "glance-map"))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("page", "view"), [each for each in QUESTIONS if each[0] != LOBBY])
def test_an_empty_selection_ends_with_a_sentence(page, view, language):
    at = opened(page, **view, states="KEN", sessions="1-2", lang=language)
    assert not at.exception
    sentence = "regions.empty" if page == "pages/regions.py" else "empty"
    sentence = "issues.subjects.empty" if view == {"view": "subjects"} else sentence
    assert [each.value for each in at.info] == [text(language)(sentence)]
    assert not card_figures(at)


def test_fewer_than_five_reviews_get_no_rate():
    at = opened(states="KEN,UGA", regions="africa")  # one review each in these sessions
    spec = json.loads(at.get_by_key("glance-states-figure").proto.spec)
    assert [each["text"] for each in spec["layout"]["annotations"]] == ["<b>● Africa</b>"]
    assert any("Too few reviews here to compare regions." in each.value for each in at.markdown)


def chosen(at):
    return [at.get_by_key(f"choice.{name}").value for name in ("measure", "about", "country")]


def test_the_choices_of_a_page_come_from_its_link():
    at = opened(COUNTRIES, measure="about_share", about="torture", country="KEN")
    assert not at.warning
    assert chosen(at) == ["about_share", "torture", "KEN"]
    assert "Torture and other CID treatment: the largest share" in cards(at)["countries-map"][0].value
    kenya = "**Kenya** (Africa): 419 recommendations in 2 reviews: session 8 (2010) and session 21 (2015)."
    assert any(kenya in each.value for each in at.markdown)


@pytest.mark.parametrize(
    ("choice", "parameter", "code", "usual"),
    [
        ("measure", "measure", "rate", "recommendations"),
        ("about", "about", "torture", "death-penalty"),
        ("country", "country", "BRA", None),
        ("language", "lang", "fr", "en"),
    ],
)
def test_a_choice_of_a_page_is_written_into_its_link(choice, parameter, code, usual):
    link = {"cycles": "1"} | ({"measure": "about_share"} if choice == "about" else {})
    at = opened(COUNTRIES, **link)
    at.get_by_key(f"choice.{choice}").set_value(code).run()
    assert at.query_params == {**link, parameter: code}
    at.get_by_key(f"choice.{choice}").set_value(usual).run()
    assert at.query_params == link


def test_unknown_choices_of_a_page_are_named():
    at = opened(COUNTRIES, measure="beauty", about="weather", country="ATL")
    named = " ".join(each.value for each in at.warning)
    assert all(f"`{part}`" in named for part in ("measure=beauty", "about=weather", "country=ATL"))
    assert [at.get_by_key(f"choice.{name}").value for name in ("measure", "country")] == ["recommendations", None]
    assert "`measure=rate`" in opened(measure="rate").warning[0].value, "what belongs to another page is named too"


@pytest.mark.parametrize(("page", "view"), QUESTIONS)
def test_the_parts_of_a_figure_card_come_in_one_order(page, view):
    at = opened(page, **view)
    for key, parts in cards(at).items():
        head, figure, about, actions, _ = parts
        assert [part.type for part in parts] == ["markdown", "plotly_chart", "popover", "popover", "button"]
        finding, *_ = head.value.split("\n")
        assert re.fullmatch(r"#+ \S.*", finding)
        assert re.sub(r":gray\[(.*?)\]", r"\1", finding.lstrip("# ")) in figure.proto.alt
        assert re.fullmatch(r"\S.* · \S.*", about.proto.popover.label)
        reads, *full, n, limits = (said for said in folded(at, key) if not said.startswith("Source: "))
        sources = [said for said in folded(at, key) if said.startswith("Source: ")]
        assert reads.startswith("How to read it: ")
        assert len(full) <= 1
        recommendations = r"[\d,]+ (?:requests|recommendations(?: in the widest comparison)?)"
        later = rf"{recommendations}(?:, and [\d,]+ requests of sessions 28–36 without answers)? · .+"
        counted = rf"{recommendations} · .+ · data: sessions 1–27 \(2008–2017\)|{later}|[\d,]+ states .+"
        assert re.match(rf"n = ({counted}) · UN M49 regions$", n)
        assert limits.startswith("What this does not show: ")
        assert sources
        assert all(re.match(r"Source: .+, .+\. Terms: .+\.$", source) for source in sources)
        if " recommendations · " in n:
            assert sources[0].startswith("Source: UPR Info, ")
        assert actions.proto.popover.label == "Table, files, link"


SELECTED = {"cycles": "1", "issues": "womens-rights"}
WOMEN = Filters(cycles=(1,), issues=("womens-rights",))


@pytest.mark.parametrize(
    ("page", "column", "says"),
    [
        ("app.py", "rate", "{} accepted, n = {}"),
        (COUNTRIES, "recommendations", "{} recommendations"),
        (COUNTRIES, "rate", "{} accepted, n = {}"),
        (COUNTRIES, "specific_share", "{} ask for specific action, n = {}"),
        (COUNTRIES, "about_share", "{} are on this issue, n = {}"),
    ],
)
def test_a_map_says_what_its_table_holds(table, page, column, says):
    card, measure = ("countries-map", {"measure": column}) if page == COUNTRIES else ("glance-map", {})
    at = with_open(opened(page, **SELECTED, **measure))
    rows = shown_rows(at, card)
    counted = table("on_issue_by_state" if column == "about_share" else "received_by_state", WOMEN)
    assert rows["iso3"].tolist() == counted["iso3"].tolist()
    assert rows[column].tolist() == pytest.approx(counted[column].tolist(), nan_ok=True)
    said = hover_texts(at, card)
    for row in rows[rows["recommendations"] > 0].to_dict("records"):
        value, n = row[column], f"{row['recommendations']:,}"
        number = f"{value:,}" if column == "recommendations" else f"{value * 100:,.1f}%"
        assert said[row["iso3"]].startswith(f"<b>{row['state']}</b><br>{says.format(number, n)}")


def test_the_figures_of_the_first_page_draw_what_their_tables_hold(table):
    at = with_open(opened(issues="womens-rights"))
    selection = Filters(issues=("womens-rights",))
    regions, cycles, mix = (shown_rows(at, f"glance-{card}") for card in ("states", "cycles", "mix"))
    for rows, result in ((regions, "acceptance_by_region"), (cycles, "acceptance_by_cycle"), (mix, "action_mix")):
        counted = table(result, selection)
        counted = counted[counted["region"].isin(["africa", "lac", "asia"])]
        for column in {"rate", "lower", "upper", "share", "recommendations"} & set(rows.columns):
            assert rows[column].tolist() == pytest.approx(counted[column].tolist())
    for card, rows, along in (("glance-states", regions, "x"), ("glance-cycles", cycles, "y")):
        marks = [each for each in traces(at, card) if f"error_{along}" in each]
        for mark, row in zip(marks, rows.to_dict("records"), strict=True):
            interval = mark[f"error_{along}"]
            assert mark[along] == [pytest.approx(row["rate"], abs=1e-4)]
            assert interval["array"] == [pytest.approx(row["upper"] - row["rate"], abs=2e-4)]
            assert interval["arrayminus"] == [pytest.approx(row["rate"] - row["lower"], abs=2e-4)]
    for action, bars in enumerate(traces(at, "glance-mix"), start=1):
        assert bars["x"] == pytest.approx(
            mix[mix["action_category"] == text("en")(f"action.{action}")]["share"].tolist(), abs=1e-4
        )
    dots = [rate for each in traces(at, "glance-states") if "error_x" not in each for rate in each["x"]]
    states = table("received_by_state", selection)
    focus = states[states["region"].isin(["africa", "lac", "asia"]) & (states["answered"] > 0)]
    assert sorted(dots) == pytest.approx(sorted(focus["rate"]), abs=1e-4)


@pytest.mark.parametrize(("page", "view"), QUESTIONS)
def test_a_card_hands_out_its_rows_its_link_and_a_citation(page, view, made):
    at = with_open(opened(page, **SELECTED, **view))
    for key in cards(at):
        table, keep = shown_rows(at, key), at.get_by_key(f"{key}-more")
        files = {button.key.removeprefix("file."): made(button) for button in keep if button.type == "download_button"}
        assert len(pd.read_csv(BytesIO(files[f"{key}.csv"]), encoding="utf-8-sig")) == len(table)
        assert "xl/worksheets/sheet2.xml" in zipfile.ZipFile(BytesIO(files[f"{key}.xlsx"])).namelist()
        link, citation = (each.value for each in keep if each.type == "code")
        address = urlsplit(link)
        assert address.path.strip("/") == ("" if page == "app.py" else Path(page).stem)
        assert dict(parse_qsl(address.query)) == SELECTED | view
        assert all(part in citation for part in (f"Atlas, version {project.VERSION}. ", "Facts 2018-07-25-", link))
        producers = (
            "UPR Info (2018)",
            "Coppedge",
            "Chaudhry",
            "United Nations Statistics Division",
            "Access Now",
            "OHCHR. ",
        )
        assert any(producer in citation for producer in producers)


def test_the_mapped_layer_downloads_with_every_state(made):
    at = opened(COUNTRIES, measure="rate")
    layer = json.loads(made(at.get_by_key("file.upr-countries-map-rate.geojson")))
    assert len(layer["features"]) == 193
    assert made(at.get_by_key("file.upr-countries-map-rate.gpkg")).startswith(b"SQLite format 3")


def test_methods_show_sources_corrections_log_and_dictionary():
    at = opened(METHODS)
    sources, _, scores, lobbying, corrections, log, dictionary = (each.value for each in at.dataframe)
    assert set(lobbying["region"]) >= {"Africa", "Asia"}
    assert {"precision", "recall"} == set(scores["score"])
    assert scores["definition"].str.len().min() > 0
    assert {"UPR Info", "Natural Earth"} <= set(sources["producer"])
    assert {33, 9, 947} <= set(corrections["rows_met"])
    assert {61_014, 57_686, 19_949, 14_136, 44_606, 41_065} <= set(log["rows_out"])
    assert dictionary["meaning"].str.len().min() > 0
    assert any("Cochran" in each.value and "2018-07-25-" in each.value for each in at.markdown)


def test_every_table_of_the_database_downloads(made):
    at = opened(METHODS)
    names = [option.split(":")[0] for option in at.selectbox[0].options]
    assert {"recommendation", "state", "session", "review", "issue", "build_log"} <= set(names)
    for name in names:
        at.selectbox[0].set_value(name).run()
        parquet, text_file = (made(at.get_by_key(f"file.{name}.{suffix}")) for suffix in ("parquet", "csv"))
        rows = pd.read_parquet(BytesIO(parquet))
        assert len(rows) == len(pd.read_csv(BytesIO(text_file), encoding="utf-8-sig", low_memory=False))
