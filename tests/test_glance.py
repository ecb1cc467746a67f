"""The sentences of the first page: what they claim of invented rows, in words that hold under every filter."""

import pandas as pd
import pytest

from analytics.filters import Filters
from analytics.findings import glance
from analytics.text import text

T, FR = text("en"), text("fr")

NONE = pd.DataFrame(
    columns=["region", "reference_region", "rate", "reference", "gap", "lower", "upper", "excludes_zero"]
)


def said(finding):
    """Heading and the line below it, with an empty line between them."""
    return f"{finding.heading}\n\n{finding.more}" if finding.more else finding.heading


def regions(**rates):
    """A row per region: its rate, and an interval of two points on each side."""
    rows = [(region, rate, rate - 0.02, rate + 0.02) for region, rate in rates.items()]
    return pd.DataFrame(rows, columns=["region", "rate", "lower", "upper"])


def states(*rows):
    """State, region, recommendations and how many of them were accepted."""
    made = pd.DataFrame(rows, columns=["iso3", "region", "answered", "accepted"])
    return made.assign(rate=made["accepted"] / made["answered"])


def gap(*, clear, first=("africa", 0.774), second=("asia", 0.664)):
    row = (first[0], second[0], first[1], second[1], first[1] - second[1], 0.04, 0.189, clear)
    return pd.DataFrame([row], columns=NONE.columns)


def scattered(region, *rates):
    return [(f"{region[:2]}{place}".upper(), region, 100, round(rate * 100)) for place, rate in enumerate(rates)]


EVEN = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Rates whose middle half lies 25 points apart."""
THREE = regions(africa=0.774, lac=0.757, asia=0.664)


def test_a_difference_beyond_chance_is_said_so_and_the_third_region_below():
    rows = states(*(state for region in ("africa", "lac", "asia") for state in scattered(region, *EVEN)))
    assert said(glance.headline(THREE, gap(clear=True), rows, "m49", T)) == (
        "African states accept 77% of recommendations, Asian states 66%. The difference is too large to be chance."
        "\n\nLatin America & Caribbean: 76%. Inside each region states differ more than these regions do."
    )
    told = said(glance.headline(THREE, gap(clear=False), rows, "m49", T))
    assert told.startswith(
        "African states accept 77% of recommendations, Asian states 66%. The difference can be chance."
    )


def test_the_whole_sentence_holds_gap_and_interval():
    full = glance.headline(THREE, gap(clear=True), states(), "m49", T).full
    assert full == (
        "Africa accepts 11.0 points more of its recommendations than Asia (77.4% against 66.4%); "
        "the 95% interval of the gap, 4.0 to 18.9 points, excludes zero."
    )
    assert "includes zero" in glance.headline(THREE, gap(clear=False), states(), "m49", T).full


def test_the_heading_has_at_most_twenty_words_and_two_numbers():
    for clear in (True, False):
        heading, _, _ = said(glance.headline(THREE, gap(clear=clear), states(), "m49", T)).partition("\n\n")
        assert len(heading.split()) <= 20
        assert sum(word[0].isdigit() for word in heading.split()) == 2


def test_a_region_whose_states_differ_less_is_not_said_to_differ_more():
    close = [state for region in ("africa", "lac") for state in scattered(region, *EVEN)]
    rows = states(*close, *scattered("asia", 0.61, 0.62, 0.63, 0.64, 0.65, 0.66))
    assert "differ more" not in said(glance.headline(THREE, gap(clear=True), rows, "m49", T))
    few = states(*close, *scattered("asia", 0.1, 0.9))
    assert "differ more" not in said(glance.headline(THREE, gap(clear=True), few, "m49", T))


def test_the_groups_of_the_un_are_named_as_groups():
    told = said(glance.headline(THREE, gap(clear=True), states(), "un", T))
    assert told.startswith(
        "States of the region African Group accept 77% of recommendations, states of the region Asia-P"
    )


def test_one_region_says_its_rate_and_what_is_likely():
    asia = regions(asia=0.664)
    assert said(glance.headline(asia, NONE, states(*scattered("asia", *EVEN)), "m49", T)) == (
        "Asian states accept 66% of recommendations.\n\nLikely 64.4 to 68.4%."
    )


def test_regions_outside_the_three_are_told_without_a_comparison():
    rows = regions(europe=0.762, oceania=0.748)
    told = glance.headline(rows, NONE, states(("FRA", "europe", 100, 70), ("FJI", "oceania", 100, 70)), "m49", T)
    assert said(told) == "Accepted by region. Europe: 76%. Oceania: 75%."


def test_one_state_says_its_own_numbers():
    nothing = regions(africa=float("nan"))
    one = states(("KEN", "africa", 419, 336))
    assert said(glance.headline(nothing, NONE, one, "m49", T, "KEN")) == "80% of 419 recommendations to Kenya accepted."
    two = states(("KEN", "africa", 419, 336), ("UGA", "africa", 300, 150))
    assert said(glance.headline(nothing, NONE, two, "m49", T, "UGA")) == (
        "Too few reviews here to compare regions. Each mark is one state.\n\n"
        "Together 2 states accept 68% of 719 recommendations. "
        "50% of 300 recommendations to Uganda accepted."
    )
    assert said(glance.headline(nothing, NONE, states(), "m49", T)) == "The selection holds no answer of any state."


def test_the_state_that_is_followed_is_said_below_also_outside_the_three_regions():
    rows = states(("FRA", "europe", 400, 300), ("KEN", "africa", 419, 336))
    told = glance.headline(THREE, gap(clear=True), rows, "m49", T, "FRA")
    assert told.more.endswith("75% of 400 recommendations to France accepted.")


def mix(**shares):
    rows = [
        (region, action, share if action == 5 else 1 - share) for region, share in shares.items() for action in (4, 5)
    ]
    return pd.DataFrame(rows, columns=["region", "action_category", "share"])


def test_the_ends_of_the_mix_are_named_and_ties_told():
    assert said(glance.specific_asks(mix(africa=0.24, lac=0.28, asia=0.3), "m49", T)) == (
        "Specific action: asked most of Asia (30%), least of Africa (24%).\n\nLatin America & Caribbean: 28%."
    )
    tied = said(glance.specific_asks(mix(africa=0.364, lac=0.341, asia=0.362), "m49", T))
    assert tied == ("Specific action: asked most of Africa and Asia (36%), least of Latin America & Caribbean (34%).")
    alike = said(glance.specific_asks(mix(africa=0.301, asia=0.302), "m49", T))
    assert alike == "Specific action is asked about equally often of all regions (30%)."
    assert said(glance.specific_asks(mix(asia=0.3), "m49", T)) == "Of what Asia is asked, 30% is specific action."
    assert said(glance.specific_asks(mix().head(0), "m49", T)) == "The selection holds no state of the three regions."


def changes(**gaps):
    rows = [
        (region, basis, 1, 2, points, clear) for region, (points, clear) in gaps.items() for basis in ("both", "all")
    ]
    return pd.DataFrame(rows, columns=["region", "basis", "reference_cycle", "cycle", "gap", "excludes_zero"])


CYCLES = pd.DataFrame({"cycle": [1, 2]})


def test_change_is_told_of_the_same_states():
    none = said(glance.change(changes(africa=(0.019, False), asia=(0.001, False)), CYCLES, "m49", T))
    assert none == "No change beyond chance in the same states from cycle 1 to cycle 2."
    some = said(glance.change(changes(africa=(0.087, True), asia=(0.001, False)), CYCLES, "m49", T))
    assert some == (
        "From cycle 1 to cycle 2 the same states changed by more than chance: Africa +8.7 points.\n\n"
        "No change beyond chance: Asia."
    )


def test_one_cycle_is_only_said_where_there_is_one():
    assert "one cycle" in said(glance.change(changes(), CYCLES.head(1), "m49", T))
    assert "one cycle" not in said(glance.change(changes(), CYCLES, "m49", T))
    assert "one cycle" not in said(glance.change(changes(), CYCLES.head(0), "m49", T))


@pytest.mark.parametrize("filters", [Filters(regions=("europe",)), Filters(states=("CUB", "KEN"))], ids=str)
def test_a_selection_of_two_cycles_is_not_said_to_hold_one(table, filters):
    told = said(glance.change(table("cycle_changes", filters), table("acceptance_by_cycle", filters), "m49", T))
    assert "one cycle" not in told


def test_the_map_counts_the_states_in_colour_with_enough_recommendations():
    rows = states(
        ("KEN", "africa", 20, 18), ("GHA", "africa", 100, 49), ("MLI", "africa", 19, 19), ("FRA", "europe", 100, 100)
    )
    assert glance.acceptance_map(rows, ("africa", "lac", "asia"), T).whole == (
        "At least nine in ten recommendations are accepted by 1 state, fewer than half by 1 state. "
        "Of 2 states in colour with 20 or more."
    )
    assert said(glance.acceptance_map(rows.iloc[2:3], ("africa",), T)).startswith("Hardly any state has 20 or more")


def test_the_first_sentences_hold_the_numbers_of_the_data(table, codes):
    told = glance.lead(table("totals"), table("listed_reviews"), codes, T)
    assert told.count(". ") == 1, "two sentences"
    assert "61,014 recommendations (2008–2017)" in told
    assert "160 reviews" in told
    assert "61 014" in glance.lead(table("totals"), table("listed_reviews"), codes, FR).replace("\u202f", " ")
