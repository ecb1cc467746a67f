"""The page of networks of coalitions as it is drawn and read: sentences on invented rows, figures, weight."""

import re
from functools import cache

import pandas as pd
import plotly.graph_objects as go
import pytest
from app_support import behind, cards, opened, traces, with_open, words
from languages_support import BYTES, languages_of

from analytics.charts import coalition_networks as charts
from analytics.filters import Filters
from analytics.findings import coalition_networks as find
from analytics.results.network_chance import SHOWN
from analytics.text import languages, text

PAGE = "pages/coalition_networks.py"
T = text("en")
FOCUS = ("africa", "lac", "asia")
VIEWS = ("international", "chance", "bridges", "across")
FIGURES = {"international": ["presence"], "chance": ["chance", "reviews"], "bridges": ["repeats"], "across": []}
LISTINGS = {"international": [], "chance": ["brokers"], "bridges": ["countries"], "across": ["across"]}
SHARE, AGAIN, PARTS = SHOWN
NOTHING = float("nan")


def compared(**verdicts):
    """Rows of region_chance: the three verdicts of each region, in the order of SHOWN, in each part of the lists."""
    return pd.DataFrame(
        [
            {
                "region": region,
                "sensitivity": part,
                "reviews": 12,
                "organisations_in": 40,
                "network_measure": measure,
                "observed": 0.5,
                "by_chance": 0.6,
                "chance_lower": 0.55,
                "chance_upper": 0.65,
                "against_chance": verdict,
            }
            for region, its in verdicts.items()
            for part, several in its.items()
            for measure, verdict in zip(SHOWN, several.split(), strict=True)
        ]
    )


def parts(whole, largest="", grade_a=""):
    return {"all": whole, "without_largest": largest or whole, "grade_a": grade_a or whole}


# Sentences


def test_each_verdict_is_said_of_its_regions_and_of_no_other():
    rows = compared(africa=parts("less more as"), lac=parts("as more as"), asia=parts("less as more"))
    heading, more = find.against_chance(rows, "m49", T).split("\n\n")
    assert heading == (
        "The network holds together less than chance would give: Africa and Asia; the network holds together as chance "
        "would give: Latin America & Caribbean."
    )
    assert more == (
        "The same pairs sign together again more often than by chance: Africa and Latin America & Caribbean; the same "
        "pairs sign together again as often as by chance: Asia. Separate groups are more than by chance: Asia; "
        "separate groups are as many as by chance: Africa and Latin America & Caribbean. Without the largest review "
        "of each region, the same: Africa, Latin America & Caribbean and Asia. With lists of grade A alone, the same: "
        "Africa, Latin America & Caribbean and Asia."
    )


def test_what_other_lists_do_not_bear_out_is_said():
    rows = compared(africa=parts("less more as", "as more as", "few few few"), asia=parts("less more as"))
    said = find.against_chance(rows, "m49", T)
    assert "Without the largest review of each region, the same: Asia; not the same: Africa." in said
    assert "With lists of grade A alone, the same: Asia; too few reviews: Africa." in said


@pytest.mark.parametrize("verdict", ["few", "only", "too_many"])
def test_a_region_that_is_not_compared_is_neither_more_nor_less(verdict):
    said = find.against_chance(compared(asia=parts(f"{verdict} {verdict} {verdict}")), "m49", T)
    assert not re.search(r"(more|less|fewer) (often )?than", said)
    assert "Asia" in said


def of_reviews(*verdicts):
    return pd.DataFrame({"network_measure": SHARE, "against_chance": list(verdicts)})


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (
            ("less", "less", "as"),
            "In 2 of 3 reviews the network holds together less than chance would give, in none more.",
        ),
        (("less", "more"), "In 1 of 2 reviews the network holds together less than chance would give, in 1 more."),
        (("more", "as"), "In 1 of 2 reviews the network holds together more than chance would give, in none less."),
        (("as", "as"), "In none of 2 reviews does the network hold together more or less than chance would give."),
        (("only", "few"), "No review here has a network that could be compared with chance."),
        ((), "No review here has a network that could be compared with chance."),
    ],
)
def test_reviews_are_counted_against_chance(verdicts, said):
    assert find.reviews(of_reviews(*verdicts), T).split("\n\n")[0] == said


def test_reviews_without_another_network_are_counted_apart():
    said = find.reviews(of_reviews("less", "only", "only"), T)
    assert said.startswith("In 1 of 1 review ")
    assert said.endswith("Not drawn: 2 reviews in which no other network has the same sizes.")


def body(name, counts, reach="international", *, tested=True, differs=False, reviews=20, spelled=0):
    about = {"organisation": name, "acronym": name, "reach": reach, "subject": None, "stakeholder": name.lower()}
    return [
        {
            **about,
            "region": region,
            "reviews_signed": count,
            "reviews": reviews,
            "share": count / reviews if reviews >= 10 else NOTHING,
            "share_lower": 0,
            "share_upper": 1,
            "spelled": spelled,
            "tested": tested,
            "differs": differs,
        }
        for region, count in zip(FOCUS, counts, strict=True)
    ]


def checks(regions=3, grade_a=3):
    compared = {"all": regions, "grade_a": grade_a, "without_largest": regions}
    common = {"reviews": 50, "bodies": 9, "bodies_tested": 8, "bodies_differing": 2, "as_in_all": 1}
    return pd.DataFrame([{"sensitivity": part, "regions_compared": n, **common} for part, n in compared.items()])


def presence(*several, t=T, **more):
    return find.presence(pd.DataFrame([row for its in several for row in its]), checks(**more), FOCUS, "m49", t)


def test_what_differs_is_counted_and_ties_are_named():
    said = presence(
        body("A", (10, 0, 0), differs=True), body("B", (4, 5, 4)), body("C", (9, 0, 1), "regional", differs=True)
    )
    heading, more = said.split("\n\n")
    assert (
        heading
        == "Regions differ clearly for 1 of 2 international networks; for the others they are too close to tell apart."
    )
    assert "A signed in 50% of the reviews (Africa) against 0% (Latin America & Caribbean and Asia)." in more
    assert "Of 1 network of one region, 1 differ clearly." in more
    assert "without each region's largest review: 2 of 8 differ (1 of them with all lists too)" in more


@pytest.mark.parametrize(
    ("several", "said"),
    [
        ([body("A", (4, 5, 4))], "For 1 international network, the regions are too close to tell apart."),
        ([body("A", (20, 0, 0), differs=True)], "Regions differ clearly for 1 international network."),
        ([body("A", (9, 0, 0), "regional", differs=True)], "Regions differ clearly for 1 network of one region."),
        ([body("A", (1, 0, 0), tested=False)], "None of these networks signed in enough reviews to compare regions."),
        ([body("A", (4, 0, 0), reviews=9, tested=False)], "Too few reviews are held to compare regions."),
    ],
)
def test_nothing_is_ranked_where_nothing_differs(several, said):
    assert presence(*several).split("\n\n")[0] == said


def test_a_part_of_the_lists_that_cannot_compare_all_regions_says_so():
    assert "With lists of grade A alone, 50 reviews are left: too few to compare all regions." in presence(
        body("A", (4, 5, 4)), grade_a=2
    )


def test_a_short_name_that_was_counted_by_its_letters_is_set_beside_ours():
    said = presence(body("CIVICUS", (7, 6, 5), spelled=4))
    assert (
        "By these letters alone CIVICUS would count 4, 4 and 4 reviews; by every spelling, as here, 7, 6 and 5 "
        "(Africa, Latin America & Caribbean, Asia)."
    ) in said


def test_all_that_lie_on_as_many_paths_are_named():
    rows = pd.DataFrame({"region": ["asia", "asia", "asia"], "organisation": ["Ann", "Bob: a club", "Cat"]})
    rows = rows.assign(betweenness=[0.2, 0.2, 0.1], states_signed=[2, 2, 1], stakeholder=["a", "b", "c"])
    assert find.brokers(rows, "m49", T).split("\n\n")[1] == "On most of them: Ann and Bob (Asia)."
    said = find.countries(rows, FOCUS, "m49", T)
    assert said.split("\n\n") == [
        "3 organisations sign in two or more countries of one of these regions.",
        "Most countries: Ann and Bob (Asia, 2 countries).",
    ]


@pytest.mark.parametrize("t", [text(language) for language in languages()], ids=languages())
def test_with_nothing_held_every_sentence_says_so(t):
    nothing = pd.DataFrame(columns=["region", "sensitivity", "network_measure", "against_chance", "how_often"])
    none = t("coalition_networks.none")
    assert find.against_chance(nothing, "m49", t) == none
    assert find.repeats(nothing, FOCUS, "m49", t) == none
    assert find.brokers(nothing, "m49", t) == t("coalition_networks.brokers.none")
    assert find.countries(nothing, FOCUS, "m49", t) == t("coalition_networks.countries.none")
    assert find.across_regions(nothing, t) == t("coalition_networks.across.none")
    bodies = pd.DataFrame(columns=[*body("A", (0, 0, 0))[0]])
    assert find.presence(bodies, checks(0), FOCUS, "m49", t) == t("coalition_networks.presence.few")
    for drawn in (
        charts.presence(bodies, FOCUS, "m49", t),
        charts.against_chance(nothing, "m49", t),
        charts.reviews(nothing, FOCUS, "m49", t),
        charts.repeats(nothing, FOCUS, "m49", t),
    ):
        go.Figure(drawn.to_dict())


def test_where_most_sign_once_is_said_and_where_nobody_does_not():
    def rows(*shares):
        often = [("once", shares[0]), ("again", shares[1]), ("across", shares[2])]
        return [
            {"region": "asia", "how_often": name, "signing": n, "organisations_in": 10, "share": n / 10}
            for name, n in often
        ]

    said = find.repeats(pd.DataFrame(rows(6, 3, 1)), FOCUS, "m49", T)
    assert said.split("\n\n") == [
        "Most organisations sign one joint submission only: Asia.",
        "In two or more countries of the region sign: Asia 1 of 10.",
    ]
    said = find.repeats(pd.DataFrame(rows(5, 3, 2)), FOCUS, "m49", T)
    assert said.startswith("In none of these regions do most organisations sign one joint submission only.")


# Figures


def test_the_area_of_a_dot_is_the_share_and_none_has_no_dot():
    rows = pd.DataFrame([*body("A", (20, 5, 0), differs=True), *body("B", (1, 0, 0), tested=False)])
    _, *dots = charts.presence(rows, FOCUS, "m49", T).data
    assert [trace.marker.size[0] for trace in dots] == [26, 13, 0]
    assert [len(trace.y) for trace in dots] == [1, 1, 1]
    assert dots[1].text[0].startswith("25% ")


def test_full_marks_are_those_outside_chance():
    row = {"network_measure": SHARE, "region": "asia", "iso3": "IRN", "session": 34, "joint": 3, "organisations_in": 9}
    chance = {"by_chance": 0.5, "chance_lower": 0.4, "chance_upper": 0.6}
    outside = {**row, **chance, "observed": 0.3, "against_chance": "less"}
    inside = {**row, **chance, "observed": 0.55, "against_chance": "as", "region": "europe"}
    alone = {**row, **chance, "observed": 1, "against_chance": "only"}
    drawn = charts.reviews(pd.DataFrame([outside, inside, alone]), FOCUS, "m49", T).data
    marks = {tuple(trace.x): tuple(trace.marker.opacity) for trace in drawn if trace.x}
    assert marks == {(-0.2,): (1,), (0.05,): (0.35,)}


@pytest.mark.parametrize("scheme", ["m49", "un"])
@pytest.mark.parametrize("language", languages())
def test_every_figure_is_valid_and_together_light(table, language, scheme):
    t, filters = text(language), Filters(scheme=scheme)
    drawn = {
        "presence": charts.presence(table("network_presence", filters), FOCUS, scheme, t),
        "chance": charts.against_chance(table("region_chance", filters), scheme, t),
        "reviews": charts.reviews(table("review_chance", filters), FOCUS, scheme, t),
        "repeats": charts.repeats(table("region_repeats", filters), FOCUS, scheme, t),
    }
    for figure in drawn.values():
        go.Figure(figure.to_dict())
    assert sum(len(figure.to_json()) for figure in drawn.values()) < 90_000


# The page


@pytest.fixture(scope="module")
def page():
    """Opens the questions of the page once each, with everything behind their buttons."""

    @cache
    def asking(view, **link):
        return with_open(opened(PAGE, view=view, **link))

    return asking


@pytest.mark.parametrize("scheme", ["m49", "un"])
@pytest.mark.parametrize("language", languages_of("questions open"))
@pytest.mark.parametrize("view", VIEWS)
def test_each_question_opens_in_each_language_and_scheme(view, language, scheme):
    at = opened(PAGE, view=view, lang=language, scheme=scheme)
    assert not at.exception
    assert [f"coalition_networks-{name}" for name in FIGURES[view]] == list(cards(at))
    for name in LISTINGS[view]:
        assert at.get_by_key(f"coalition_networks-{name}").children
    weight = sum(len(node.proto.SerializeToString()) for node in at.main if hasattr(node.proto, "SerializeToString"))
    assert 20_000 < weight < 120_000 * BYTES.get(language, 1)


def test_headings_are_short(page):
    for view in VIEWS:
        headings = [each.value.split("\n")[0] for each in page(view).main.markdown if each.value.startswith("### ")]
        assert len(headings) == len(FIGURES[view]) + len(LISTINGS[view])
        assert [said for said in headings if len(re.findall(r"[\w&]+", said.replace(",", ""))) > 20] == []


def test_the_page_says_for_how_many_states_nothing_is_known(page):
    """193 member states; 156 have a list of the third cycle."""
    assert any("For 37 states no list of joint submissions is held" in said for said in words(page("chance").main))


def test_a_subject_narrows_what_is_shown(page):
    (rows, _) = behind(page("international", mandate="statelessness"), "coalition_networks-presence")
    assert rows["organisation"].nunique() == 4
    drawn = traces(page("international", mandate="statelessness"), "coalition_networks-presence")
    assert "Institute on Statelessness and Inclusion" in drawn[0]["text"]
    assert "CIVICUS: World Alliance for Citizen Participation" not in drawn[0]["text"]
