"""The page Regions as it is drawn and read: figures that hold the numbers of their tables, sentences, choices."""

import json
from functools import cache

import numpy as np
import plotly.graph_objects as go
import pytest
from app_support import behind, cards, folded, opened, shown_rows, traces, with_open

from analytics.charts import differences
from analytics.charts import regions as charts
from analytics.filters import Filters
from analytics.text import languages, text
from analytics.thresholds import FEW, FEWEST_REVIEWS, FEWEST_STATES

PAGE = "pages/regions.py"
T = text("en")
EVERYTHING = Filters()
OWN = {"pair": "africa-asia", "strata": "action"}
SELECTIONS = [
    EVERYTHING,
    Filters(scheme="un"),
    Filters(acceptance="broad", issues=("torture",)),
    Filters(states=("KEN", "CHN", "BRA")),
    Filters(regions=("africa",), cycles=(1,)),
]


# Drawn: every figure valid, its numbers those of the rows


def figures(table, filters, t=T, **own):
    own = {**OWN, **own}
    scheme = filters.scheme
    return {
        "gaps": differences.gaps(table("regional_gaps", filters), scheme, t),
        "spread": charts.spread(
            table("spread_by_region", filters), table("states_within_subregions", filters), scheme, t
        ),
        "parts": differences.parts(table("gap_parts", filters, **own), scheme, t),
        "standardised": differences.standardised(table("standardised_rates", filters, **own), scheme, t),
        "mosaic": charts.mosaic(table("answers_by_action", filters), scheme, t),
        "changes": differences.changes(table("cycle_changes", filters), scheme, t),
    }


@pytest.mark.parametrize("filters", SELECTIONS, ids=repr)
@pytest.mark.parametrize("strata", ["action", "action_group_cycle"])
def test_every_figure_is_valid_and_small(table, filters, strata):
    for language in languages():
        for name, figure in figures(table, filters, text(language), strata=strata).items():
            go.Figure(figure.to_dict())
            assert len(figure.to_json()) < (32_000 if name == "spread" else 12_000), name


def test_regions_share_one_scale_in_every_figure(table):
    for name, figure in figures(table, EVERYTHING).items():
        axes = {axis for axis in figure.to_dict()["layout"] if axis.startswith(("xaxis", "yaxis"))}
        assert axes == {"xaxis", "yaxis"}, name
    lower, upper = figures(table, EVERYTHING)["gaps"].layout.xaxis.range
    assert lower == -upper


def numbers(values):
    return sorted(round(float(value), 4) for value in values if value is not None and value == value)


def drawn(trace, axis="x"):
    """Values of a trace and the ends of its intervals, as a reader would read them off."""
    values = list(trace[axis])
    whisker = trace.get(f"error_{axis}")
    if not whisker:
        return values
    ends = [
        (value + more, value - less)
        for value, more, less in zip(values, whisker["array"], whisker["arrayminus"], strict=True)
    ]
    return [*values, *(end for pair in ends for end in pair)]


@pytest.fixture(scope="module")
def page():
    """Opens the questions of the page once each, with everything behind their buttons."""

    @cache
    def asking(view):
        return with_open(opened(PAGE, strata="action_group", view=view))

    return asking


def test_the_table_of_the_gaps_holds_what_is_drawn(page):
    rows = behind(page("gap"), "regions-gaps")[1]
    (marks,) = traces(page("gap"), "regions-gaps")
    assert numbers(drawn(marks)) == pytest.approx(numbers(rows[["gap", "lower", "upper"]].to_numpy().ravel()), abs=2e-4)


def test_the_table_of_the_spread_holds_every_mark_that_is_drawn(page):
    region_rows, within = behind(page("gap"), "regions-spread")
    marks = [trace for trace in traces(page("gap"), "regions-spread") if trace["mode"] == "markers"]
    dots = [x for trace in marks if "error_x" not in trace for x in trace["x"]]
    assert numbers(dots) == numbers(list(within.loc[within["iso3"].notna(), "rate"]) * 2)
    means = region_rows[["mean_of_states", "mean_lower", "mean_upper"]]
    heads = within.loc[within["iso3"].isna(), ["rate", "lower", "upper"]]
    expected = np.concatenate(
        [each.to_numpy().ravel() for each in (region_rows[["rate", "lower", "upper"]], means, heads)]
    )
    found = [value for trace in marks if "error_x" in trace for value in drawn(trace)]
    assert numbers(found) == pytest.approx(numbers(expected), abs=2e-4)


def test_the_middle_half_is_a_band_from_the_table(page):
    region_rows, _ = behind(page("gap"), "regions-spread")
    bands = json.loads(page("gap").get_by_key("regions-spread-figure").proto.spec)["layout"]["shapes"]
    assert [(band["x0"], band["x1"]) for band in bands] == [
        (round(low, 4), round(high, 4))
        for low, high in zip(region_rows["lower_quartile"], region_rows["upper_quartile"], strict=True)
    ]


def test_the_waterfall_holds_the_parts_of_the_table_end_to_end(page):
    kinds, parts = behind(page("parts"), "regions-parts")
    (bars,) = traces(page("parts"), "regions-parts")
    assert bars["x"] == [round(part, 4) for part in parts["difference"]]
    ends = [base + x for base, x in zip(bars["base"], bars["x"], strict=True)]
    assert bars["base"][0] == bars["base"][3] == 0
    assert bars["base"][1:3] == pytest.approx(ends[:2], abs=1e-4)
    assert ends[2] == pytest.approx(ends[3], abs=2e-4)
    assert len(kinds) == 35
    assert kinds["overlap"].value_counts().to_dict() == {"yes": 29, "": 6}


def test_the_table_of_standardised_rates_holds_what_is_drawn(page):
    (rows,) = behind(page("parts"), "regions-standardised")
    found = [value for trace in traces(page("parts"), "regions-standardised") for value in drawn(trace)]
    names = ["rate", "lower", "upper", "standardised", "standardised_lower", "standardised_upper"]
    assert numbers(found) == pytest.approx(numbers(rows[names].to_numpy().ravel()), abs=2e-4)


def test_the_blocks_of_the_mosaic_are_as_wide_as_asked_and_as_high_as_accepted(page):
    rows = shown_rows(page("asks"), "regions-mosaic")
    blocks = [trace for trace in traces(page("asks"), "regions-mosaic") if "error_y" in trace]
    assert numbers(width for trace in blocks for width in trace["width"]) == numbers(rows["share"])
    found = [value for trace in blocks for value in drawn(trace, "y")]
    assert numbers(found) == pytest.approx(numbers(rows[["rate", "lower", "upper"]].to_numpy().ravel()), abs=2e-4)
    for trace in blocks:
        assert sum(trace["width"]) == pytest.approx(1, abs=5e-4)


def test_the_table_of_changes_holds_what_is_drawn(page):
    _, rows = behind(page("change"), "regions-changes")
    found = [value for trace in traces(page("change"), "regions-changes") for value in drawn(trace)]
    assert numbers(found) == pytest.approx(numbers(rows[["gap", "lower", "upper"]].to_numpy().ravel()), abs=2e-4)


# Said


def test_each_pair_has_a_sentence_with_gap_rates_n_and_interval():
    at = opened(PAGE)
    head = cards(at)["regions-gaps"][0].value
    heading = "Africa accepts 77% of recommendations, Asia 66%. The difference is too large to be chance."
    assert head.startswith(f"### {heading}\n")
    read = " ".join(folded(at, "regions-gaps"))
    assert (
        read.count(
            "Africa accepts 10.6 points more than Asia: 76.9% of 17,369 against 66.2% of 17,362. "
            "Clear of zero: the 95% interval is 4.6 to 16.8 points."
        )
        == 1
    )
    assert "Latin America & Caribbean accepts 9.5 points more than Asia" in read
    assert "Africa and Latin America & Caribbean cannot be told apart" in read
    assert "Read with care" not in read


def test_the_choices_of_the_page_change_the_decomposition():
    at = opened(PAGE, view="parts", pair="lac-asia", strata="action_group")
    finding = cards(at)["regions-parts"][0].value
    assert "Latin America & Caribbean minus Asia: +9.5 points" in finding
    assert "5 kinds" in " ".join(folded(at, "regions-parts"))
    at.get_by_key("choice.pair").set_value("africa-asia").run()
    assert at.query_params == {"view": "parts", "strata": "action_group"}
    assert "6 kinds" in " ".join(folded(at, "regions-parts"))


def test_few_states_behind_an_interval_are_a_warning():
    said = " ".join(folded(opened(PAGE, subregions="southern-africa,western-asia"), "regions-gaps"))
    assert "few states stand behind Africa (5 states)" in said
    assert "Asia (" not in said
    assert "fewer than 15 states" in said


def test_few_states_behind_a_change_are_a_warning():
    said = " ".join(folded(opened(PAGE, view="change", subregions="middle-africa"), "regions-changes"))
    assert "few states stand behind Africa (9 states)" in said


@pytest.mark.parametrize("language", languages())
def test_too_few_reviews_are_said_in_place_of_rates(language):
    t, read = text(language), ""
    for view in ("gap", "parts", "change"):
        at = opened(PAGE, view=view, states="KEN,CHN,BRA", lang=language)
        assert not at.exception
        keys = {"gap": ("gaps", "spread"), "parts": ("parts", "standardised"), "change": ("changes",)}[view]
        found = [at.get_by_key(f"regions-{key}").markdown[0].value.split("\n")[0] for key in keys]
        assert not any("%" in each for each in found)
        read += " ".join(found)
    assert t("regions.gaps.none") in read
    assert t("regions.changes.few") in read


@pytest.mark.parametrize("scheme", ["m49", "un"])
def test_one_region_alone_and_one_cycle_alone_have_their_sentences(scheme):
    for view, card, said in (
        ("change", "regions-changes", T("glance.cycles.one")),
        ("asks", "regions-mosaic", "Too few reviews to compare regions kind by kind"),
    ):
        at = opened(PAGE, view=view, regions="africa", cycles="1", scheme=scheme)
        assert not at.exception
        assert said in at.get_by_key(card).markdown[0].value


def test_what_has_no_mark_is_not_drawn_and_its_sentence_stays():
    """Of one region there is no gap to take apart: two rates are drawn, and what has none is said."""
    at = opened(PAGE, view="parts", regions="asia")
    assert list(cards(at)) == ["regions-standardised"]
    assert "too few reviews in this selection to take a gap apart" in at.get_by_key("regions-parts").markdown[0].value


def test_the_thresholds_in_the_sentences_are_those_that_are_applied():
    for language in languages():
        t = text(language)
        assert str(FEWEST_STATES) in t("regions.spread.reads")
        assert str(FEW) in t("regions.spread.reads")
        assert str(FEWEST_REVIEWS) in t("regions.spread.limits")
        assert str(FEWEST_STATES) in t("column.few_states")
