"""The page Coalitions: valid and light figures, sentences on invented rows that stay true, every view that opens."""

import re
from itertools import pairwise

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from app_support import behind, cards, folded, hover_texts, opened, traces, with_open

from analytics import maps
from analytics.charts import coalitions as charts
from analytics.filters import Filters
from analytics.findings import coalitions as find
from analytics.results.coalitions import SENSITIVITIES
from analytics.text import languages, text

PAGE = "pages/coalitions.py"
VIEWS = ("many", "large", "signing")
FOCUS = ("africa", "lac", "asia")
T = text("en")
NOTHING = float("nan")


def figures(table, codes, t, scheme="m49"):
    filters = Filters(scheme=scheme)
    reviews = table("joint_reviews", filters)
    shown = {"focus": codes.focus, "scheme": scheme}
    medians = table("coalition_counts", filters)
    numbers, sizes = table("coalition_size_numbers", filters), table("coalition_sizes", filters)
    return {
        "joint": charts.counts(reviews, medians, "joint", t, **shown),
        "organisations": charts.counts(reviews, medians, "organisations_named", t, **shown),
        "sizes": charts.sizes(numbers, reviews, sizes, t, **shown),
        "scopes": charts.scopes(table("coalition_scopes", filters), reviews, t, **shown),
        "map": maps.joint(reviews, table("states"), codes.focus, t),
    }


# Drawn


@pytest.mark.parametrize("scheme", ["m49", "un"])
@pytest.mark.parametrize("language", languages())
def test_every_figure_is_valid_and_light(table, codes, language, scheme):
    for name, figure in figures(table, codes, text(language), scheme).items():
        go.Figure(figure.to_dict())
        assert len(figure.to_json()) < 60_000, name


def test_every_review_with_a_list_is_a_mark_and_the_largest_is_named(table, codes):
    drawn = figures(table, codes, T)["joint"]
    assert [len(trace["x"]) for trace in drawn.to_dict()["data"]] == [36, 30, 44, 46]
    words = [each["text"] for each in drawn.to_dict()["layout"]["annotations"]]
    assert {"Venezuela 79", "Uganda 45", "Türkiye 49"} <= set(words)
    assert "<b>half: 8 or more (6–9)</b>" in words
    said = drawn.to_dict()["data"][1]["customdata"]
    assert "<b>Venezuela</b>, session 40<br>joint submissions: 79<br>C: some joint submissions are missing" in said


def test_names_keep_apart_on_a_phone(table, codes):
    """Of two names on one line the right one begins where the left one has ended, at the width of a phone."""
    for name in ("joint", "organisations", "sizes"):
        layout = figures(table, codes, T)[name].to_dict()["layout"]
        low, high = layout["xaxis"]["range"]
        letter = 6 / 330 * (high - low)
        placed = [each for each in layout["annotations"] if each.get("xref") != "paper"]
        ends = {}
        for each in placed:
            width = len(re.sub("<[^>]+>", "", each["text"])) * letter
            start = each["x"] - {"left": 0, "center": width / 2, "right": width}[each["xanchor"]]
            ends.setdefault(each["y"], []).append((start, start + width))
        for line in ends.values():
            line.sort()
            assert all(left[1] <= right[0] for left, right in pairwise(line)), name


def test_a_state_without_a_list_is_a_cross_and_never_the_colour_of_few():
    at = opened(PAGE)
    said = {code: each.removesuffix("<extra></extra>") for code, each in hover_texts(at, "coalitions-map").items()}
    assert said["KEN"] == "<b>Kenya</b><br>unknown: no list could be read"
    assert said["VEN"] == "<b>Venezuela</b><br>joint submissions: 79<br>session 40"
    assert said["AFG"] == "<b>Afghanistan</b><br>joint submissions: 1<br>session 32"
    crosses = [each for each in traces(at, "coalitions-map") if each.get("marker", {}).get("symbol") == "x-thin"]
    assert sum(len(each["lat"]) for each in crosses) == 37


def test_the_axis_of_shares_is_one_and_every_region_has_its_marks(table, codes):
    drawn = figures(table, codes, T)["scopes"].to_dict()
    solid = [trace for trace in drawn["data"] if "error_x" in trace]
    assert [len(trace["x"]) for trace in solid] == [4, 4, 4]
    dotted = [shape for shape in drawn["layout"]["shapes"] if shape["line"].get("dash") == "dot"]
    assert len(dotted) == 9
    assert all(shape["x0"] <= shape["x1"] for shape in dotted)


# Said


def medians(*rows, measure="joint"):
    """Invented medians: region, reviews, median, lower, upper; the same on every choice of lists."""
    names = ("region", "reviews", "median", "median_lower", "median_upper")
    made = [
        {**dict(zip(names, row, strict=True)), "coalition_measure": measure, "sensitivity": each}
        for each in SENSITIVITIES
        for row in rows
    ]
    return pd.DataFrame(made).assign(smallest=1.0, largest=20.0)


def gaps(africa_asia=NOTHING, lac_asia=NOTHING, africa_lac=NOTHING, apart=(), name="median_gap", **more):
    """Invented differences; `apart` are the pairs whose interval excludes 0."""
    pairs = {("africa", "asia"): africa_asia, ("lac", "asia"): lac_asia, ("africa", "lac"): africa_lac}
    made = [
        {
            "sensitivity": each,
            "region": one,
            "reference_region": other,
            name: gap,
            "excludes_zero": (one, other) in apart,
        }
        for each in SENSITIVITIES
        for (one, other), gap in pairs.items()
    ]
    return pd.DataFrame(made).assign(coalition_measure="joint", **more)


def said(rows, differences):
    return find.counts(rows, differences, "joint", FOCUS, T).split("\n\n")


def test_regions_that_are_too_close_are_not_set_against_each_other():
    rows = medians(("africa", 12, 8, 6, 9), ("lac", 11, 10.5, 4, 19), ("asia", 10, 10, 7, 17))
    heading, known, checks = said(rows, gaps(-2, 0.5, -2.5))
    assert heading == "At least half of the reviews in Africa, Latin America and Asia draw 8 or more joint submissions."
    assert known == (
        "Medians: Africa 8, Latin America 10.5 and Asia 10; too close to tell apart. Single reviews: from 1 to 20."
    )
    assert checks.startswith("Grade A only: Africa 8, Latin America 10.5 and Asia 10; too close to tell apart. Without")


def test_a_heading_sets_the_two_regions_against_each_other_that_differ_most():
    rows = medians(("africa", 12, 8, 6, 9), ("lac", 11, 10.5, 9, 19), ("asia", 10, 20, 17, 22))
    heading, known, _ = said(rows, gaps(-12, -9.5, -2.5, apart={("africa", "asia"), ("lac", "asia")}))
    assert heading == "Half of the reviews in Asia draw 20 or more joint submissions, in Africa 8."
    assert "; Asia above Africa and Asia above Latin America, otherwise too close to tell apart." in known


def test_a_median_between_two_numbers_is_said_as_what_half_have_or_more():
    """Of 7 and 12 half have 12, and so 10 or more."""
    rows = medians(("africa", 12, 9.5, 6, 12), ("asia", 10, 9.5, 7, 17))
    heading, *_ = said(rows, gaps(0.0))
    assert heading == "At least half of the reviews in Africa and Asia draw 10 or more joint submissions."


def test_a_region_with_few_reviews_is_named_with_their_number_and_is_in_no_heading():
    rows = medians(("africa", 9, 3, NOTHING, NOTHING), ("asia", 10, 10, 7, 17))
    heading, known, checks = said(rows, gaps())
    assert heading == "At least half of the reviews in Asia draw 10 or more joint submissions."
    assert known.startswith("Medians: Africa too few (9 reviews) and Asia 10; too few reviews to compare.")
    assert checks.count("Africa too few (9 reviews)") == 2


def test_an_empty_region_is_left_out_and_no_region_at_all_is_said():
    empty = ("lac", 0, NOTHING, NOTHING, NOTHING)
    heading, known, _ = said(medians(("africa", 12, 8, 6, 9), empty, ("asia", 10, 10, 7, 17)), gaps(-2))
    assert "Latin America" not in heading + known
    assert said(medians(("africa", 9, 3, NOTHING, NOTHING), empty), gaps()) == [
        "Too few reviews have a list: no region has 10."
    ]


def test_no_interval_has_its_reason():
    rows = medians(("africa", 12, 8, 6, 9), ("asia", 10, 3, NOTHING, NOTHING))
    _, known, _ = said(rows, gaps(5))
    assert "No interval for Asia: so many have exactly this number that it would have no width." in known


def shares(*rows, of="with_elsewhere"):
    """Invented shares: region, reviews, share; the same on every choice of lists and for all who sign."""
    made = [
        {
            "region": region,
            "reviews": reviews,
            "joint": 5 * reviews,
            "share": share,
            "signatories": who,
            "sensitivity": each,
        }
        for who in ("only_national", "with_region", of, "untold")
        for each in SENSITIVITIES
        for region, reviews, share in rows
    ]
    return pd.DataFrame(made)


def share_gaps(**more):
    both = [gaps(name="gap", signatories=who, **more) for who in ("with_elsewhere", "only_national")]
    return pd.concat(both)


def test_a_gap_that_the_unknown_could_close_says_so():
    rows = shares(("africa", 12, 0.4), ("lac", 11, 0.3), ("asia", 10, 0.5))
    apart = {("lac", "asia")}
    found = find.scopes(rows, share_gaps(lac_asia=-0.2, africa_asia=-0.1, apart=apart, could_close=True), FOCUS, T)
    assert found.startswith("In 30% to 50% of a region's joint submissions, somebody from outside the region is known")
    clause = "Asia above Latin America, otherwise too close to tell apart"
    assert f"from outside the region: {clause}; what cannot be told could close a gap." in found
    found = find.scopes(rows, share_gaps(lac_asia=-0.2, africa_asia=-0.1, apart=apart, could_close=False), FOCUS, T)
    assert f"from outside the region: {clause}." in found
    assert "could close" not in found


def test_equal_shares_are_one_number_and_few_reviews_none():
    found = find.scopes(shares(("africa", 12, 0.4), ("asia", 10, 0.404)), share_gaps(could_close=True), FOCUS, T)
    assert found.startswith("In 40% of a region's joint submissions, somebody")
    assert find.scopes(shares(("africa", 9, 0.4)), share_gaps(could_close=True), FOCUS, T) == (
        "Too few reviews have a list: no region has 10."
    )


def reviews(**joint):
    """Invented reviews, by state; unknown where nothing is given."""
    states = list(joint)
    columns = {"iso3": states, "joint": [np.nan if joint[state] is None else joint[state] for state in states]}
    return pd.DataFrame(columns).assign(grade="A", year=2018.0, list_source="joint_submissions")


def test_states_with_equally_many_are_all_named_or_counted():
    two = find.furthest(reviews(KEN=5, GHA=5, UGA=4, TZA=None), T)
    assert two == "Most joint submissions went to the review of Kenya and Ghana: 5. Unknown: 1 state."
    assert "went to the review of 4 states: 2. Unknown: 0 states." in find.furthest(
        reviews(KEN=2, GHA=2, UGA=2, CUB=2), T
    )


def test_nothing_held_is_said(codes):
    empty = reviews(KEN=None)
    for language in languages():
        t = text(language)
        assert (
            find.opening(empty, codes, t)
            == find.furthest(empty, t)
            == find.held(empty, t)["rests"]
            == t("coalitions.none")
        )


def test_only_the_scheme_of_the_filters_applies():
    assert find.places(Filters(scheme="un", cycles=(1,), states=("KEN",))) == Filters(scheme="un")


@pytest.mark.parametrize("scheme", ["m49", "un"])
@pytest.mark.parametrize("language", languages())
def test_headings_are_short_and_hold_at_most_two_numbers(table, codes, language, scheme):
    t, filters = text(language), Filters(scheme=scheme)
    counts = table("coalition_counts", filters), table("coalition_count_gaps", filters)
    found = [find.counts(*counts, measure, codes.focus, t) for measure in ("joint", "organisations_named")]
    found.append(find.sizes(table("coalition_sizes", filters), table("coalition_size_gaps", filters), codes.focus, t))
    found.append(
        find.scopes(table("coalition_scopes", filters), table("coalition_scope_gaps", filters), codes.focus, t)
    )
    for heading in (each.split("\n\n")[0] for each in found):
        assert len(re.findall(r"[\w'’%-]+", heading)) <= 20, heading
        assert len(re.findall(r"\d+", heading)) <= 2, heading


# Read


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("scheme", ["m49", "un"])
@pytest.mark.parametrize("language", languages())
def test_every_view_opens_with_what_it_rests_on_and_what_is_missing(language, scheme, view):
    at = opened(PAGE, view=view, scheme=scheme, lang=language)
    assert not at.exception
    assert not at.warning
    assert len(cards(at)) == (3 if view == "many" else 1)
    captions = " ".join(folded(at))
    layout = {
        "en": "by the layout of the document, not at random",
        "fr": "par la mise en page du document, non au hasard",
        "es": "por la disposición del documento, no al azar",
        "pt": "pela diagramação do documento, não ao acaso",
        "ar": "بسبب تنسيق الوثيقة لا عشوائياً",
    }
    assert captions.count(layout[language]) == len(cards(at))
    assert captions.count(text(language)("coalitions.rests.unknown", states="37")[:-2]) >= len(cards(at))


def test_the_table_behind_a_figure_has_the_interval_and_the_sensitivity():
    at = with_open(opened(PAGE, view="signing"))
    shown, beside = behind(at, "coalitions-scopes")
    assert {"share", "share_lower", "share_upper", "sensitivity", "reviews"} <= set(shown)
    assert "could_close" in beside


def test_a_filter_of_another_page_does_not_change_this_one():
    plain, selected = (opened(PAGE, **link) for link in ({}, {"cycles": "1", "states": "KEN"}))
    assert [each.value for each in plain.markdown] == [each.value for each in selected.markdown]
