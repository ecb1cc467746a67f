"""What every page begins with: doors, the tour, a filter bar in plain words, the state that is followed, tables."""

import json
from urllib.parse import parse_qsl

import pytest
from app_support import PAGES, card_figures, opened, traces, words

from analytics.text import languages, text
from analytics.ui import tour
from analytics.ui.filter_bar import IDLE

COUNTRIES = "pages/countries.py"
BAR = ("regions", "cycles", "issues", "more")


def links(at):
    """Label of each link of the page's own part -> page, parameters."""
    return {
        link.proto.label: (link.proto.page, dict(parse_qsl(link.proto.query_string)))
        for link in at.main.get("page_link")
    }


def chips(at):
    """What the popovers of the filter bar say, from left to right."""
    return [at.get_by_key(f"chip.{field}").proto.popover.label for field in BAR if has(at, f"chip.{field}")]


def has(at, key):
    """Whether the page holds an element of this key."""
    try:
        at.get_by_key(key)
    except KeyError:
        return False
    return True


@pytest.mark.parametrize("language", languages())
def test_four_doors_lead_to_pages_with_the_selection(language):
    t = text(language)
    *four, last = links(opened(lang=language, cycles="2", country="KEN")).items()
    assert last[0] == t("country.invitation", name=t.state("KEN"))
    doors = dict(four)
    assert [page for page, _ in doors.values()] == ["country", "regions", "coalitions", "workshop"]
    assert (
        [link for _, link in doors.values()] == [{"lang": language, "cycles": "2", "country": "KEN"}] * 4
        if (language != "en")
        else [{"cycles": "2", "country": "KEN"}] * 4
    )
    assert all(f"**{t(f'glance.door.{page}')}**" in label for label, (page, _) in doors.items())


# The tour


@pytest.mark.parametrize("language", languages())
def test_the_tour_leads_through_five_views_and_ends(language):
    t, lang = text(language), {} if language == "en" else {"lang": language}
    page, link = "app.py", {"country": "KEN", "tour": "1", **lang}
    for number in range(1, 6):
        at = opened(page, **link)
        assert not at.exception
        assert not at.warning
        assert any(t("tour.place", step=number, steps=5) in each for each in words(at.main))
        onward = links(at).get(t("tour.next"))
        assert (onward is None) == (number == 5)
        if onward:
            page, link = f"pages/{onward[0]}.py", onward[1]
            assert link["tour"] == str(number + 1)
    at.get_by_key("tour.skip").click().run()
    assert "tour" not in at.query_params


def test_the_tour_is_skipped_at_any_step_and_does_not_come_back():
    at = opened(COUNTRIES, tour="2", country="KEN")
    at.get_by_key("tour.skip").click().run()
    assert at.query_params == {"country": "KEN"}
    assert not has(at, "tour.skip")
    assert all("tour" not in link.proto.query_string for link in at.sidebar.page_link[:-1])


def test_a_step_is_shown_on_its_own_page_only_and_a_wrong_one_is_named():
    assert not has(opened("pages/issues.py", tour="2"), "tour.skip")
    assert "`tour=9`" in opened(tour="9").warning[0].value
    assert [step.page for step in tour.STEPS] == ["glance", "countries", "regions", "coalitions", "methods"]


# The filter bar


def test_the_bar_says_everything_in_plain_words():
    assert chips(opened()) == ["All regions", "All years", "All issues", "More filters"]
    assert chips(opened(scheme="un"))[0] == "All UN groups"
    assert chips(opened(lang="fr")) == ["Toutes les régions", "Toutes les années", "Tous les thèmes", "Plus de filtres"]


def test_the_bar_says_the_one_choice_or_how_many():
    assert chips(opened(regions="africa", cycles="2", issues="torture", asked_by="FRA")) == [
        "Africa",
        "Cycle 2",
        "Torture and other CID treatment",
        "Asked by France",
    ]
    many = opened(regions="africa", states="BRA,CHN", cycles="1,2", issues="torture,labour", actions="4,5")
    assert chips(many) == ["Regions: 3", "Years: 2", "Issues: 2", "More: 2"]


def test_a_cycle_says_its_years():
    labels = [each.content for each in opened().get_by_key("filter.cycles").proto.options]
    assert labels[:2] == ["Cycle 1, 2008–2011", "Cycle 2, 2012–2016"]


def test_what_counts_as_accepted_is_not_asked_where_both_answers_give_the_same():
    assert not has(opened(), "filter.acceptance")
    assert not opened(acceptance="broad").warning


def shown(at):
    """Everything that the figures and tables of a page hold."""
    return [each.proto.spec for each in card_figures(at)] + [each.value.to_csv() for each in at.dataframe]


@pytest.mark.parametrize(("page", "view"), IDLE)
def test_a_filter_that_changes_nothing_in_a_view_is_not_there(page, view):
    script, question = f"pages/{page}.py", {"view": view} if view else {}
    at = opened(script, **question)
    codes = {"cycles": "2", "issues": "torture", "actions": "5", "asked_by": "FRA"}
    for field, code in codes.items():
        idle = field in IDLE[page, view]
        if idle and (page, field) == ("whom_to_lobby", "issues") and view != "tested":
            continue  # the page asks for issues by itself
        assert has(at, f"filter.{field}") == (not idle)
        if idle:
            assert shown(opened(script, **question, **{field: code})) == shown(at)


@pytest.mark.parametrize("language", languages())
def test_a_choice_that_changes_nothing_is_not_there(language):
    for measure in ("recommendations", "rate", "specific_share"):
        assert not has(opened(COUNTRIES, measure=measure, lang=language), "choice.about")
    assert has(opened(COUNTRIES, measure="about_share", lang=language), "choice.about")
    assert not has(opened("pages/who_asks_whom.py", view="flows", lang=language), "choice.group")
    assert has(opened("pages/who_asks_whom.py", lang=language), "choice.group")


# The state that is followed


@pytest.mark.parametrize("page", PAGES)
def test_the_menu_carries_the_chosen_state_to_every_page(page):
    at = opened(page, country="KEN")
    assert not at.exception
    assert not at.warning
    assert all(dict(parse_qsl(link.proto.query_string))["country"] == "KEN" for link in at.sidebar.page_link)


def test_the_chosen_state_is_marked_on_the_strip_the_map_and_in_the_table():
    at = opened(country="KEN")
    rings = [each for each in traces(at, "glance-states") if each["marker"].get("color") == "rgba(0,0,0,0)"]
    assert [each["x"] for each in rings] == [[pytest.approx(336 / 419, abs=1e-4)]]  # counted in the file of the source
    named = [each for each in traces(at, "glance-map") if each.get("text") == ["<b>Kenya</b>"]]
    assert len(named) == 1
    table = opened(COUNTRIES, country="KEN").get_by_key("countries-table-table.KEN").value
    others = opened(COUNTRIES).get_by_key("countries-table-table").value["state"].tolist()
    others.remove("Kenya")
    assert table["state"].tolist() == ["▸ Kenya", *others]
    assert len(table) == 193


def test_the_chosen_state_is_let_go_of_in_the_bar():
    at = opened(country="KEN")
    at.get_by_key("chosen").click().run()
    assert at.query_params == {}
    assert not has(at, "chosen")


def test_a_state_that_a_view_does_not_show_is_told_without_a_warning():
    at = opened(COUNTRIES, country="KEN", regions="asia")
    assert not at.warning
    assert text("en")("country.elsewhere", name="Kenya") in [each.value for each in at.caption]


def test_the_only_state_that_is_selected_is_followed():
    assert opened("pages/issues.py", view="never", states="KEN").get_by_key("choice.country").value == "KEN"


def test_the_map_shows_what_lies_around_a_selection():
    geo = {}
    for region in ("", "africa", "asia"):
        at = opened(regions=region)
        figure = next(each for each in card_figures(at) if each.key == "glance-map-figure")
        geo[region] = json.loads(figure.proto.spec)["layout"]["geo"]
    assert "lonaxis" not in geo[""]
    west, east = geo["africa"]["lonaxis"]["range"]  # from Cabo Verde, 24 west, to Mauritius, 58 east
    assert -45 < west < -24
    assert 58 < east < 75
    west, east = geo["asia"]["lonaxis"]["range"]  # from Cyprus, 33 east, to Japan, 138 east
    assert 15 < west < 33
    assert 138 < east < 160


# Tables and links


def test_a_table_of_states_begins_with_the_name_and_a_number():
    at = opened(COUNTRIES)
    order = list(at.get_by_key("countries-table-table").proto.column_order)
    assert order[:2] == ["state", "recommendations"]
    assert order[-3:] == ["region", "subregion", "iso3"]
    assert "few" not in order, "no state has few recommendations here, so nothing is said of it"


def test_a_flag_is_a_word():
    rows = opened(COUNTRIES, issues="right-to-water").get_by_key("countries-table-table").value
    assert set(rows["few"]) == {"yes", ""}
    assert rows["few"][rows["state"] == "Slovenia"].tolist() == ["yes"]  # 8, counted in the file of the source


@pytest.mark.parametrize("view", ["coverage", "catalogue", "named"])
def test_a_list_that_does_not_exist_is_named_in_every_view(view):
    (warning,) = opened("pages/submissions.py", view=view, lists="XYZ-99").warning
    assert "`lists=XYZ-99`" in warning.value
