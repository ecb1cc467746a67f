"""The pages One country's coalitions and Where room is small: sentences, figures, links, what is sent."""

import re

import pandas as pd
import pytest
from app_support import behind, card_figures, opened, traces, with_open, words

from analytics import maps
from analytics.charts import coalition_country as charts
from analytics.charts import coalition_room as room_charts
from analytics.filters import Filters
from analytics.findings import coalition_country as find
from analytics.findings import coalition_room as find_room
from analytics.results.coalition_country import MEASURES
from analytics.results.coalition_room import COUNTED, KEPT
from analytics.text import languages, text

COUNTRY, ROOM = "pages/coalition_country.py", "pages/coalition_room.py"
VIEWS = ("profile", "who_signed", "neighbours", "cases")


def read(at):
    return " ".join(each.value for each in (*at.markdown, *at.caption))


# Opened


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("country", "scheme"), [("BRA", "un"), ("KEN", "m49"), ("USA", "un"), ("AFG", "m49")])
def test_every_view_opens_for_a_country_with_and_without_a_list(view, country, scheme, language):
    at = with_open(opened(COUNTRY, view=view, country=country, scheme=scheme, lang=language))
    assert not at.exception
    assert not at.warning
    assert not re.search(r"\bnan\b|None|\{\w*\}", read(at))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("counted", COUNTED)
@pytest.mark.parametrize(("scheme", "indicator"), [("m49", "v2csreprss"), ("un", "v2xcs_ccsi")])
def test_civic_space_opens_for_every_choice(counted, scheme, indicator, language):
    at = with_open(opened(ROOM, counted=counted, scheme=scheme, indicator=indicator, lang=language))
    assert not at.exception
    assert not at.warning
    assert not re.search(r"\bnan\b|None|\{\w*\}", read(at))


def test_a_country_without_a_list_is_unknown_and_not_zero():
    """Kenya has no list of the third cycle, but two stated sizes: 21 and about 97."""
    at = opened(COUNTRY, country="KEN")
    said = read(at)
    assert "### Kenya: no list of joint submissions is held, so how many there were is unknown, not zero." in said
    assert "2024: 21" in said
    assert "≈ 97" in said
    assert [figure.key for figure in card_figures(at)] == ["coalition_country-map-figure"]
    assert "whether in Kenya too is unknown" in read(opened(COUNTRY, country="KEN", view="neighbours"))


def test_a_country_with_two_lists_shows_both_reviews():
    """DOMAIN.md 5: Brazil S41 is a full list with 50 joint submissions."""
    at = opened(COUNTRY, country="BRA")
    assert "Brazil: 50 joint submissions in session 41" in read(at)
    own = [trace for trace in traces(at, "coalition_country-ranges") if trace["mode"] == "markers+text"]
    assert own[0]["text"] == ["session 27", "session 41"]


def test_without_a_country_the_map_asks_for_one_in_every_view_but_the_case_notes():
    for view in VIEWS[:3]:
        at = opened(COUNTRY, view=view)
        assert "Choose a country above" in read(at)
        assert [figure.key for figure in card_figures(at)] == ["coalition_country-map-figure"]
    assert not card_figures(opened(COUNTRY, view="cases"))


def test_what_does_not_exist_in_a_link_is_named():
    named = " ".join(each.value for each in opened(COUNTRY, country="XXX", view="nothing").warning)
    assert "`country=XXX`" in named
    assert "`view=nothing`" in named
    assert "`counted=nothing`" in " ".join(each.value for each in opened(ROOM, counted="nothing").warning)


def test_the_case_notes_name_what_is_missing():
    """The totals of Brazil and Venezuela are those of DOMAIN.md 5; Kenya and Nigeria have no list."""
    at = opened(COUNTRY, view="cases")
    (notes,) = [each.value for each in at.markdown if each.value.startswith("- **")]
    lines = notes.splitlines()
    assert len(lines) == 8
    of = {re.match(r"- \*\*(.+?)\*\*:", line)[1]: line for line in lines}
    assert "568 submissions in session 12" in of["Venezuela"]
    assert "a mass submission that enters no average. Missing: a full list of stakeholders" in of["Venezuela"]
    assert "70 submissions in a full list, 50 of them joint" in of["Brazil"]
    missing = [name for name, line in of.items() if "a list of the third cycle (unknown, not zero)" in line]
    assert missing == ["Kenya", "Nigeria"]


@pytest.mark.parametrize(
    ("view", "country"),
    [("profile", "BRA"), ("who_signed", "IND"), ("who_signed", "USA"), ("neighbours", "BRA"), ("cases", "")],
)
def test_a_view_sends_less_than_a_hundred_thousand_bytes(view, country):
    at = opened(COUNTRY, view=view, **({"country": country} if country else {}))
    figures = sum(len(figure.proto.spec) for figure in card_figures(at))
    tables = sum(len(table.proto.arrow_data.data) for table in at.dataframe)
    assert figures + tables + len("".join(words(at.markdown, at.caption))) < 100_000


# Drawn


def test_the_ranges_draw_every_other_review_of_the_region_and_the_own_ones(table):
    rows, reviews = table("coalition_ranges", country="BRA"), table("coalition_reviews")
    drawn = charts.ranges(rows, reviews, "m49", text("en")).to_dict()["data"]
    strips, own = drawn[::2], drawn[1::2]
    assert len(strips[0]["x"]) == 29, "30 reviews of Latin America & Caribbean, without Brazil"
    assert [len(lane["x"]) for lane in own] == [2] * len(MEASURES)
    assert all(0 <= x <= 1 for lane in drawn for x in lane["x"])


def test_neighbours_are_drawn_as_the_table_has_them(table):
    rows = table("country_neighbours", country="BRA")
    others, networks = charts.neighbours(rows, text("en")).to_dict()["data"]
    shown = rows[rows["organisations_shared"] > 0].head(charts.SHOWN)
    assert [a + b for a, b in zip(others["x"], networks["x"], strict=True)] == shown["organisations_shared"].to_list()
    assert others["customdata"] == shown["iso3"].to_list(), "a click on a bar goes to that country"


def test_the_map_keeps_unknown_apart_and_lets_it_be_clicked(table, codes):
    drawn = maps.joint(table("coalition_states"), table("states"), codes.focus, text("en")).to_dict()["data"]
    empty = next(trace for trace in drawn if "KEN" in trace.get("customdata", ()))
    assert empty["colorscale"][1][1] == maps.palette.SURFACE
    assert "unknown" in empty["hovertemplate"]
    assert "BRA" not in empty["customdata"]


@pytest.mark.parametrize("counted", COUNTED)
def test_civic_space_draws_the_reviews_that_have_both_numbers(table, counted):
    rows = table("coalition_room", counted=counted)
    drawn = room_charts.against(rows, "v2xcs_ccsi", "m49", text("en")).to_dict()["data"]
    assert sum(len(trace["x"]) for trace in drawn) == int((rows["value"].notna() & rows["against"].notna()).sum())


# Said


def ranges(*numbers, region_middle=5.0, grade="A"):
    """Rows of the range of Brazil: session, own number, reviews with less, reviews with as much, of nine others."""
    rows = [
        {"iso3": "BRA", "region": "lac", "session": session, "grade": grade, "review_measure": "joint"}
        | {"own_value": float(own)}
        | {"region_lower": 2.0, "region_middle": region_middle, "region_upper": 8.0, "reviews": 10}
        | {"other_reviews": 9, "below": below, "equal": equal}
        for session, own, below, equal in numbers
    ]
    return pd.DataFrame(rows)


def test_a_number_is_set_beside_the_others_and_ties_are_told():
    t = text("en")
    alone = find.headline("BRA", ranges((27, 6, 5, 0)), "m49", t)
    assert alone == "Brazil: 6 joint submissions in session 27, more than 5 of 9 others in Latin America & Caribbean."
    assert "more than 5 and as many as 3 of 9 others" in find.headline("BRA", ranges((27, 6, 5, 3)), "m49", t)
    missing = find.headline("BRA", ranges((27, 6, 5, 0), grade="C"), "m49", t)
    assert missing.startswith("Brazil: at least 6 joint submissions"), "of grade C some are missing"
    few = ranges((27, 1, 0, 0), region_middle=float("nan"))
    assert find.headline("BRA", few, "m49", t) == "Brazil: 1 joint submission in session 27."


def test_the_middle_half_includes_its_ends():
    found = find.ranges(ranges((27, 2, 0, 0), (41, 9, 9, 0), (45, 1, 0, 0), (48, 8, 7, 0)), text("en"))
    assert found == "Brazil, of 4 numbers: 1 above the middle half of its region, 2 inside, 1 below."


def neighbours(*shared):
    states = ("ARG", "BOL", "CHL", "COL", "ECU")
    return pd.DataFrame({"iso3": states[: len(shared)], "organisations_shared": shared})


@pytest.mark.parametrize(
    ("shared", "said"),
    [
        ((3, 2, 1, 0), "Brazil shares most organisations with Argentina (3), Bolivia (2) and Chile (1)."),
        ((1, 1, 1, 1, 1), "Brazil shares most organisations with Argentina (1), Bolivia (1) and Chile (1) (and 2 more"),
        ((0, 0), "Brazil shares no organisation with a state of its region that has a list."),
        ((), "Brazil shares no organisation"),
    ],
)
def test_neighbours_with_as_many_as_the_last_named_are_told(shared, said):
    assert find.neighbours(neighbours(*shared), "BRA", text("en")).startswith(said)


def test_what_is_not_known_is_not_offered_as_not_here():
    rows = pd.DataFrame({"organisation": ["Doors"]})
    assert find.nearby(rows, "BRA", known=True, t=text("en")).endswith("but not in Brazil.")
    assert find.nearby(rows, "KEN", known=False, t=text("en")).endswith("whether in Kenya too is unknown.")
    lists = pd.DataFrame({"iso3": ["BRA", "BRA", "KHM"], "grade": ["C", "B", "D"]})
    told = [find.names_members(lists, country) for country in ("BRA", "KHM", "KEN")]
    assert told == [True, False, False], "a list of leads does not tell who else signs"
    many = pd.DataFrame({"organisation": ["Doors"] * (find.LISTED + 1)})
    assert find.nearby(many, "BRA", known=True, t=text("en")).endswith(f"The first {find.LISTED} are shown.")
    assert len(find.first_ones(many)) == find.LISTED


def test_the_country_of_members_is_said_with_what_is_unknown(table):
    rows = pd.DataFrame(
        [(3, 1, 0, 1, 0, 1), (2, 0, 0, 0, 1, 1)],
        columns=["members", "national", "subregional", "regional", "international", "unknown"],
    )
    t = text("en")
    assert find.submissions(rows, "BRA", t) == "2 joint submissions, signed 5 times; where from is known of 3."
    said = find.members(table("listed_reviews"), rows, "BRA", t)
    assert said.endswith("members: 1 national, 2 from elsewhere, 2 without a known country")
    assert (
        find.submissions(rows.iloc[:0], "KEN", t)
        == "No joint submission to a review of Kenya is held: unknown, not zero."
    )


def ranks(**found):
    """Correlations: region -> rho and its interval for each of the three choices of reviews, or one for all of them."""
    rows = []
    for region in ("within", "africa", "lac", "asia"):
        of = found.get(region, [(float("nan"),) * 3])
        for kept, numbers in zip(KEPT, of if len(of) > 1 else of * 3, strict=True):
            rows.append((region, kept, 20, *numbers))
    return pd.DataFrame(rows, columns=["region", "sensitivity", "reviews", "rho", "rho_lower", "rho_upper"])


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((-0.5, -0.7, -0.2), "tends to be higher where civil society has less room"),
        ((0.5, 0.2, 0.7), "tends to be lower where civil society has less room"),
        ((-0.2, -0.5, 0.1), "does not clearly differ where room is small"),
        ((1.0, float("nan"), float("nan")), "does not clearly differ where room is small"),
        ((float("nan"),) * 3, "Too few reviews to tell"),
    ],
)
def test_a_tendency_is_said_only_where_the_interval_leaves_zero_out(numbers, said):
    assert said in find_room.together(ranks(within=[numbers]), "joint", text("en")).heading


def test_a_region_whose_tendency_rests_on_one_review_is_said_to():
    t, focus = text("en"), ("africa", "lac", "asia")
    firm = [(-0.5, -0.7, -0.2)]
    weak = [(-0.5, -0.7, -0.2), (float("nan"),) * 3, (-0.3, -0.6, 0.1)]
    said = find_room.of_regions(ranks(africa=firm, lac=weak), "joint", focus, "m49", t)
    africa, _ = said.heading.split("; ")
    assert africa == "Africa: the number of joint submissions tends to be higher where room is small"
    assert said.more.endswith("or not without its largest review: Latin America & Caribbean.")
    none = find_room.of_regions(ranks(africa=[(0.1, -0.2, 0.4)]), "joint", focus, "m49", t)
    assert none.heading.startswith("In no region tested")
    assert (
        find_room.of_regions(ranks(), "joint", focus, "m49", t).heading
        == "No single region has enough reviews to tell."
    )


def test_the_basis_counts_who_is_left_out_and_why(table, codes):
    """110 lists; 24 states of the three regions without one. What is left adds up."""
    rows, reviews = table("coalition_room", counted="organisations_in"), table("coalition_reviews")
    said = find_room.basis(rows, reviews, codes, "m49", text("en"))
    drawn, held, no_space, without, left, _ = map(int, re.findall(r"\d+", said.replace("V-Dem", "")))
    assert (held, without) == (110, 24)
    assert drawn + no_space + left == held


def test_no_filter_of_recommendations_changes_the_pages(table):
    narrowed = Filters(cycles=(1,), states=("CHN",))
    for name, own in (("coalition_ranges", {"country": "BRA"}), ("coalition_room", {}), ("case_notes", {})):
        pd.testing.assert_frame_equal(table(name, **own), table(name, narrowed, **own))


def test_the_rows_behind_a_figure_are_those_of_the_command_line(table):
    at = with_open(opened(ROOM, counted="joint"))
    assert len(behind(at, "coalition_room-against")[0]) == len(table("coalition_room", counted="joint"))
