"""The page Whom to lobby without a browser: choices, sentences, figures, what is sent."""

import pytest
from app_support import behind, card_figures, opened, traces, with_open, words

from analytics.charts.lobbying import TOP
from analytics.filters import Filters
from analytics.text import languages

PAGE = "pages/whom_to_lobby.py"
VIEWS = ("lobby", "unasked", "tested")
KENYA = {"country": "KEN", "issues": "womens-rights"}


def read(at):
    return " ".join(each.value for each in (*at.markdown, *at.caption))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "link",
    [
        KENYA,
        {"country": "CHN", "issues": "torture,statelessness", "strength": "specific", "scheme": "un"},
        {"country": "USA", "issues": "womens-rights", "sessions": "9", "asked_by": "CUB", "w_interest": "0"},
    ],
    ids=lambda link: link["country"],
)
def test_every_view_opens_and_says_what_is_known(view, link, language):
    at = with_open(opened(PAGE, view=view, lang=language, **link))
    assert not at.exception
    assert not at.warning
    assert " nan" not in read(at)
    assert "None" not in read(at)


def test_without_a_state_or_an_issue_the_page_asks_for_both():
    for link in ({}, {"country": "KEN"}, {"issues": "torture"}):
        at = opened(PAGE, **link)
        assert "Choose a state under review and one issue or more." in read(at)
        assert not card_figures(at)


def test_issues_are_asked_for_on_the_page_and_not_in_the_bar_as_well():
    at = opened(PAGE, **KENYA)
    assert [each.key for each in at.multiselect].count("filter.issues") == 1
    assert at.multiselect(key="filter.issues").value == ["womens-rights"]
    at.multiselect(key="filter.issues").set_value(["torture"]).run()
    assert at.query_params["issues"] == "torture"
    assert "On Torture" in read(at)


def test_the_first_of_the_list_are_named_and_drawn(table):
    rows = table("whom_to_lobby", Filters(issues=("womens-rights",)), country="KEN")
    at = with_open(opened(PAGE, **KENYA))
    heading = next(each.value for each in at.markdown if "come first of" in each.value)
    assert f"of {len(rows)} states to ask before the review of Kenya." in heading
    assert len(behind(at, "whom_to_lobby-parts")[0]) == len(rows)
    bars = [trace for trace in traces(at, "whom_to_lobby-parts") if trace["type"] == "bar"]
    assert [len(trace["y"]) for trace in bars] == [TOP] * 4
    assert bars[0]["x"] == pytest.approx(rows["interest_points"].head(TOP).to_list())
    reasons = at.dataframe[-1].value
    assert len(reasons) == len(rows)
    assert reasons["why"].iloc[0].startswith("Raised this issue ")


def test_a_weight_is_kept_in_the_link_and_its_list_is_said_to_be_untested():
    at = opened(PAGE, **KENYA)
    assert "Ranked by the four parts. In Africa, 20.4% of the first 10" in read(at)
    assert "19.4% on the best plain list" in read(at)
    at.slider(key="choice.w_history").set_value(60).run()
    assert at.query_params["w_history"] == "60"
    assert "Ranked by your weights, which were not tested" in read(at)
    at.slider(key="choice.w_history").set_value(20).run()
    assert "w_history" not in at.query_params


def test_where_the_parts_are_not_shown_to_be_better_a_plain_list_stands_in_their_place():
    said = read(opened(PAGE, country="CHN", issues="torture"))
    assert "In Asia the four parts are not shown to find more than every plain list" in said
    assert "the best of these is used: raised it here before." in said


def test_a_weight_or_wording_that_does_not_exist_is_named_and_the_usual_one_is_used():
    at = opened(PAGE, w_ties="7", strength="loud", **KENYA)
    named = " ".join(each.value for each in at.warning)
    assert "`w_ties=7`" in named
    assert "`strength=loud`" in named
    assert at.slider(key="choice.w_ties").value == 5


def test_a_choice_of_places_is_said_to_change_nothing():
    at = opened(PAGE, regions="asia", **KENYA)
    assert "changes nothing here" in read(at)
    assert "of 166 states to ask" in read(at)
    assert "changes nothing here" not in read(opened(PAGE, **KENYA))


def test_a_selection_without_issues_has_no_list():
    at = opened(PAGE, sessions="27", **KENYA)
    assert not card_figures(at)
    assert at.info


def test_the_chosen_wording_is_in_the_heading():
    assert "before the review of Kenya, specific wording only." in read(opened(PAGE, strength="specific", **KENYA))


def test_the_page_of_countries_leads_here_with_the_chosen_state():
    at = opened("pages/countries.py", country="KEN")
    links = [each.proto for each in at.get("page_link")]
    (link,) = [each for each in links if each.label == "Whom to lobby before its review"]
    assert "country=KEN" in link.query_string
    assert "Whom to lobby before its review" not in words(opened("pages/countries.py").main)


@pytest.mark.parametrize("view", VIEWS)
def test_a_change_sends_less_than_120_thousand_bytes(view):
    at = opened(PAGE, view=view, lang="fr", **KENYA)
    figures = sum(len(figure.proto.spec) for figure in card_figures(at))
    tables = sum(len(table.proto.arrow_data.data) for table in at.dataframe)
    assert figures + tables + len("".join(words(at.markdown, at.caption))) < 120_000
