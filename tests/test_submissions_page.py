"""The page Coalitions as it is drawn and read: valid figures, numbers of their tables, choices, never an average."""

import re
from functools import cache

import pandas as pd
import plotly.graph_objects as go
import pytest
from app_support import behind, cards, folded, opened, traces, with_open, words

from analytics import maps
from analytics.charts import co_submission
from analytics.charts import submissions as charts
from analytics.filters import Filters
from analytics.findings import submissions as find
from analytics.results.submissions import DRAWN
from analytics.text import languages, text
from analytics.thresholds import FEWEST_LISTS

PAGE = "pages/submissions.py"
T = text("en")
EVERYTHING = Filters()
VIEWS = ("coverage", "catalogue", "reviews", "network", "named")
FIGURES = {"coverage": 2, "catalogue": 0, "reviews": 4, "network": 1, "named": 1}
BRAZIL = {"view": "network", "lists": "BRA-41"}


def figures(table, codes, t, filters=EVERYTHING, lists="all"):
    def rows(name):
        return table(name, filters, lists=lists)

    chosen = "coletivo-rpu-brasil"
    nodes, links = rows("co_submission"), rows("co_submission_links")
    return {
        "map": maps.coverage(table("list_coverage_by_state", filters), table("states"), codes.focus, t),
        "progress": charts.progress(table("list_coverage", filters), codes.focus, filters.scheme, t),
        "sizes": charts.sizes(rows("joint_sizes"), t),
        "shares": charts.shares(rows("listed_reviews"), t),
        "scopes": charts.scopes(rows("scopes_by_review"), t),
        "partners": charts.partners(rows("partners_abroad"), t),
        "network": co_submission.network(nodes, links, "", t),
        "one organisation": co_submission.network(nodes, links, chosen, t),
        "named": charts.named(table("named_coalitions", filters), t),
    }


@pytest.mark.parametrize("lists", ["full", "BRA-41", "AFG-32"])
@pytest.mark.parametrize("scheme", ["m49", "un"])
def test_every_figure_is_valid_and_light(table, codes, scheme, lists):
    for language in languages():
        for name, figure in figures(table, codes, text(language), Filters(scheme=scheme), lists).items():
            go.Figure(figure.to_dict())
            assert len(figure.to_json()) < (190_000 if name in {"network", "one organisation"} else 26_000), name


def test_the_same_network_is_drawn_the_same_and_no_two_organisations_coincide(table, codes):
    rows = table("co_submission", lists="full")
    drawn = rows.dropna(subset=["x"])
    assert (len(rows), len(drawn)) == (358, DRAWN)
    assert not drawn.duplicated(["x", "y"]).any()
    again = figures(table, codes, T)["network"].to_json()
    assert figures(table, codes, T)["network"].to_json() == again


@pytest.fixture(scope="module")
def page():
    """Opens the questions of the page once each, with everything behind their buttons."""

    @cache
    def asking(view, **link):
        return with_open(opened(PAGE, view=view, **link))

    return asking


@pytest.mark.parametrize("view", VIEWS)
def test_each_question_has_its_figures_with_n_limits_and_source(page, view):
    found = cards(page(view))
    assert len(found) == FIGURES[view]
    for key in found:
        *_, n, limits, source = folded(page(view), key)
        assert re.match(r"n = [\d,]+ (submissions|joint submissions|memberships in joint submissions|statements) · ", n)
        assert "recommendation" not in n
        assert limits.startswith("What this does not show: ")
        assert source.startswith("Source: ")


def test_the_marks_of_the_sizes_are_the_joint_submissions(page):
    (rows,) = behind(page("reviews"), "submissions-sizes")
    drawn = sorted(x for trace in traces(page("reviews"), "submissions-sizes") for x in trace["x"])
    assert drawn == sorted(rows["members"].tolist())
    assert len(drawn) == 91


def joint(code, members, review="KEN-8"):
    iso3, session = review.split("-")
    row = {"region": "africa", "review": review, "iso3": iso3, "session": int(session), "code": code}
    nowhere = dict.fromkeys(("national", "subregional", "regional", "international"), 0)
    return {**row, **nowhere, "members": members, "unknown": members}


def test_a_joint_submission_that_names_nobody_has_no_size():
    rows = pd.DataFrame([joint("JS1", 3), joint("JS2", 0), joint("JS3", 2)])
    assert find.sizes_found(rows, T).full == (
        "Organisations in the middle joint submission of each review: Kenya, session 8: 2.5 (largest 3). "
        "Not drawn: 1 joint submission without a named organisation."
    )
    assert sorted(charts.sizes(rows, T).data[0].x) == [2, 3]
    nobody = rows[rows["members"] == 0]
    assert find.sizes_found(nobody, T).heading == "Not drawn: 1 joint submission without a named organisation."
    assert not charts.sizes(nobody, T).data


def test_one_review_is_not_compared_with_itself(table):
    said = find.shares(table("listed_reviews", lists="BRA-41"), T).whole
    assert said == "Joint submissions are 71% of 70 submissions in Brazil, session 41."


@pytest.mark.parametrize("language", languages())
def test_a_list_without_a_joint_submission_is_not_said_to_be_missing(table, language):
    t = text(language)
    nothing = table("joint_sizes").iloc[:0]
    for said in (find.sizes_found(nothing, t).whole, find.scopes(table("scopes_by_review").iloc[:0], t)):
        assert said != t("submissions.covered.none")


def test_the_parts_of_a_bar_make_up_the_whole(page):
    for card in ("submissions-shares", "submissions-scopes"):
        for lane in zip(*(trace["x"] for trace in traces(page("reviews"), card)), strict=True):
            assert sum(lane) == pytest.approx(1, abs=5e-4)


def test_exactness_is_drawn_as_such(page):
    rows, *_ = behind(page("named"), "submissions-named")
    drawn = [
        (said[0], symbol, label)
        for trace in traces(page("named"), "submissions-named")
        for said, symbol, label in zip(trace["customdata"], trace["marker"]["symbol"], trace["text"], strict=True)
    ]
    assert len(drawn) == rows["organisations_stated"].notna().sum() == 25
    assert ("COMANGO", "triangle-right-open", "> 40") in drawn
    assert ("Kenya Stakeholders' Coalition for the UPR (KSC-UPR)", "diamond-open", "≈ 97") in drawn
    assert ("Coletivo RPU Brasil", "circle", "25") in drawn
    assert ("Thai CSOs Coalition for the UPR (founding workshop)", "square-open", "55") in drawn


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("lists", ["all", "BRA-27"])
def test_no_question_shows_a_regional_average_under_ten_reviews(view, language, lists):
    at = with_open(opened(PAGE, view=view, lang=language, **({} if lists == "all" else {"lists": lists})))
    assert not at.exception
    tables = [table for card in cards(at) for table in behind(at, card)]
    for rows in tables:
        if "mean_of_reviews" in rows:
            assert rows["mean_of_reviews"].isna().all()
        assert not [name for name in rows if name != "mean_of_reviews" and re.search("mean|average|median", name)]


def test_what_is_missing_is_said_per_measure_and_region(table):
    said = find.progress(table("coalition_measures"), "m49", T).whole
    assert said.startswith(f"Comparing regions needs {FEWEST_LISTS} reviews in each")
    assert "share of joint submissions (missing: Africa 9, Latin America & Caribbean 6 and Asia 8)" in said
    for language in languages():
        assert str(FEWEST_LISTS) in find.progress(table("coalition_measures"), "m49", text(language)).heading


def test_the_mismatch_of_namibia_is_shown(page):
    read = " ".join(each.value for each in page("coverage").markdown)
    assert "Namibia, session 52 declares 13 submissions and lists 14. In 6 reviews they agree." in read


def test_declared_and_listed_numbers_stand_where_they_are_seen_without_scrolling(page):
    rows = next(each.value for each in page("coverage").dataframe if "declared" in each.value)
    assert list(rows)[:7] == ["review", "iso3", "state", "session", "declared", "submissions", "joint"]


def test_an_absent_number_of_a_table_is_a_dash(page):
    """A stated number can lack its session, or the joint ones among it."""
    tables = page("named").main.dataframe
    assert any(each.value.isna().any(axis=None) for each in tables)
    assert {each.proto.placeholder for each in tables} == {"–"}


def test_what_needs_the_readers_data_says_what_to_load_and_where(page):
    read = " ".join(each.value for each in page("coverage").markdown)
    for part in (
        "needs your data",
        "sessions 1–27",
        "upr-info-database.uwazi.io",
        "undocs.org",
        "analytics.load FILE",
    ):
        assert part in read


def test_the_page_says_that_filters_of_other_pages_do_not_apply():
    read = " ".join(words(opened(PAGE, cycles="1", issues="torture").main))
    assert "the filters of those pages do not apply here" in read
    assert "Your link also selects cycle 1, Torture and other CID treatment" in read


def test_a_search_is_kept_in_the_link_and_finds():
    at = opened(PAGE, view="catalogue", search="cladem", size="joint", lists="full")
    (rows,) = [each.value for each in at.dataframe]
    assert rows["code"].tolist() == ["JS3", "JS12", "JS12", "JS48"], "by the acronym, also where it stands apart"
    assert any("“cladem”: 4 submissions found." in each.value for each in at.markdown)
    at.get_by_key("choice.search").set_value("indigena namibia").run()
    assert at.query_params["search"] == "indigena namibia"
    assert any("“indigena namibia”: 0 submissions found." in each.value for each in at.markdown)


def test_an_organisation_has_where_it_submitted_and_with_whom():
    at = opened(PAGE, **BRAZIL, organisation="coletivo-rpu-brasil")
    assert not at.warning
    read = " ".join(each.value for each in at.markdown)
    assert "Coletivo RPU Brasil (country not printed, network): 9 submissions, 9 joint, in 1 review." in read
    assert "It signed with 29 organisations." in read
    submissions, partners = [each.value for each in at.dataframe][-2:]
    assert submissions["document"].unique().tolist() == ["https://undocs.org/A/HRC/WG.6/41/BRA/3"]
    assert len(partners) == 29


def test_what_does_not_exist_in_a_link_is_named():
    at = opened(PAGE, view="network", lists="XXX-1", organisation="nobody")
    named = " ".join(each.value for each in at.warning)
    assert "`lists=XXX-1`" in named
    assert "`organisation=nobody`" in named
