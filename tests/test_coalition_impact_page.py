"""The page Were they heard?: its sentences on small frames, its figures, and every view in every language."""

import numpy as np
import pandas as pd
import pytest
from app_support import ROOT, card_figures, opened, traces, with_open, words
from languages_support import languages_of

from analytics.charts import coalition_impact as charts
from analytics.filters import Filters
from analytics.findings import claims
from analytics.findings import coalition_impact as find
from analytics.markup import bold
from analytics.results import coalition_impact as results
from analytics.text import text

PAGE = "pages/coalition_impact.py"
VIEWS = ("signed", "one_review", "cited", "voice")
EN = text("en")
NAN = np.nan


def network(name, difference, lower, upper, q, **more):
    """A row of the changes of networks, everywhere."""
    placebo = {"placebo": 0.001, "placebo_lower": -0.01, "placebo_upper": 0.012}
    row = {"organisation": name, "acronym": None, "subject": "torture", "region": None}
    row |= {"states_signed": 12, "states_not_signed": 40}
    return {**row, "difference": difference, "lower": lower, "upper": upper, "q": q, **placebo, **more}


def test_without_a_network_in_enough_states_nothing_is_compared():
    rows = pd.DataFrame([network("Doors Now", NAN, NAN, NAN, NAN)])
    assert find.networks(rows, EN).whole == (
        "No network signed in 10 of these states and stayed out of as many: nothing is compared."
    )
    assert len(charts.networks(rows, EN).data) == 0


def test_networks_that_only_pass_alone_are_no_finding():
    rows = pd.DataFrame([network("Doors Now", 0.01, 0.001, 0.02, 0.06), network("Walls Now", 0, -0.01, 0.01, 1.0)])
    finding = find.networks(rows, EN)
    assert "none stands out" in finding.heading
    said = finding.whole.removeprefix(finding.heading)
    assert said.startswith(" Beyond chance if looked at alone")
    assert "Doors Now" in said
    assert "Walls Now" not in said


def test_networks_that_stand_out_are_named_with_their_sign_and_placebo():
    rows = pd.DataFrame(
        [
            network("Doors Now", 0.0208, 0.0084, 0.0332, 0.05),
            network("Walls Now", -0.02, -0.03, -0.01, 0.01, placebo=-0.02, placebo_lower=-0.03, placebo_upper=-0.01),
            network("Roofs Now", 0, -0.01, 0.01, 0.9),
        ]
    )
    finding = find.networks(rows, EN)
    assert finding.heading.startswith("On the subjects of 2 of 3 networks")
    said = finding.more
    assert said.startswith("Of 3 networks compared: ")
    assert "rose more, or fell less, where Doors Now signed" in said
    assert "rose less, or fell more, where Walls Now signed" in said
    numbers = finding.whole
    assert f"{bold('Doors Now')}: +2.08 points (0.84 to 3.32 points)" in numbers
    assert "Already different before: Walls Now." in numbers
    assert len(charts.networks(rows, EN).data) == 6, "an estimate and a placebo each"


def form(variant, difference, lower, upper):
    row = {"variant": variant, "networks": 3, "states": 30, "difference": difference, "lower": lower, "upper": upper}
    return {**row, "placebo": 0, "placebo_lower": -0.01, "placebo_upper": 0.01}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([form("all", NAN, NAN, NAN), form("regions", NAN, NAN, NAN)], "nothing is compared"),
        ([form("all", 0.01, -0.01, 0.03), form("regions", 0.01, 0.001, 0.02)], "too close to tell apart"),
        (
            [form("all", 0.01, 0.001, 0.02), form("regions", 0.01, 0.001, 0.02)],
            "upwards than elsewhere; so in every form",
        ),
        ([form("all", 0.01, 0.001, 0.02), form("regions", 0.01, -0.001, 0.02)], "not so in every form"),
        ([form("all", 0.01, 0.001, 0.02), form("regions", -0.01, -0.02, -0.001)], "not so in every form"),
        ([form("all", -0.01, -0.02, -0.001), form("regions", -0.01, -0.02, -0.001)], "downwards than elsewhere; so in"),
        ([form("all", 0.01, 0.001, 0.02), form("regions", NAN, NAN, NAN)], "not so in every form"),
    ],
)
def test_the_pooled_estimate_holds_only_if_every_form_says_the_same(rows, said):
    assert said in find.pooled(pd.DataFrame(rows), pd.DataFrame(), "m49", EN).whole


def test_regions_are_only_told_apart_from_zero_where_their_interval_is():
    everywhere = pd.DataFrame([form("all", 0.01, 0.001, 0.02), form("grade_a", NAN, NAN, NAN)])
    regions = pd.DataFrame(
        [
            {**form("", 0.01, 0.001, 0.02), "region": "africa"},
            {**form("", 0.01, -0.01, 0.02), "region": "lac"},
            {**form("", NAN, NAN, NAN), "region": "asia"},
        ]
    )
    said = find.pooled(everywhere, regions, "m49", EN).whole
    assert "By itself apart from zero: Africa." in said
    assert "By itself too close to zero to tell: Latin America & Caribbean." in said
    assert "Asia" not in said
    assert "Only lists of grade A: no number" in said
    none = find.pooled(pd.DataFrame([form("all", NAN, NAN, NAN)]), regions, "m49", EN).whole
    assert "Africa" not in none


def answers(**more):
    row = {"first_session": 30, "last_session": 30, "states": 10, "answered": 50, "share_signed": 0.5}
    return pd.DataFrame([{**row, "share_not_signed": 0.4, "difference": NAN, "lower": NAN, "upper": NAN, **more}])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (answers(states=0, first_session=NAN, last_session=NAN, answered=0), "No review with a list"),
        (answers(states=4), "too few states on one side to compare (4 states)"),
        (answers(difference=0.1, lower=-0.1, upper=0.3), "too close to tell apart where a network signed (50%)"),
        (answers(difference=0.1, lower=0.05, upper=0.15), "10.00 points more was accepted"),
        (answers(difference=-0.1, lower=-0.15, upper=-0.05), "10.00 points less was accepted"),
    ],
)
def test_shares_accepted_are_compared_only_with_an_interval(rows, said):
    assert said in find.accepted(rows, EN).whole
    assert "None" not in find.accepted_basis(rows, EN)


def subject(code, joint, share=0.1, before=0.05):
    names = "Doors Now" if joint else None
    row = {"iso3": "KEN", "session": 35, "subject": code, "joint": joint, "organisations": names, "in_review": 3}
    counts = {"third_on": 10, "third_of": 100, "second_on": 5, "second_of": 100}
    return {**row, **counts, "share": share, "reference_share": before}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "unknown, which is not zero"),
        ([subject("torture", 0)], "no network with a subject signed any of the 3 joint submissions"),
        ([subject("torture", 1, NAN)], "its recommendations are not in these data yet"),
        ([subject("torture", 1, 0.1, NAN)], "no review before to compare with"),
        (
            [subject("torture", 1), subject("religion", 2, 0.05, 0.05), subject("climate", 0)],
            "on 1 of 2 subjects with a signing network",
        ),
    ],
)
def test_one_review_is_described_and_not_explained(rows, said):
    frame = pd.DataFrame(rows, columns=list(subject("torture", 1)))
    assert said in find.subjects(frame, EN)
    charts.subjects(frame, EN)
    assert find.subjects_basis(frame, EN)


def test_a_share_that_stayed_equal_did_not_grow():
    frame = pd.DataFrame([subject("torture", 1), subject("religion", 2, 0.05, 0.05)])
    assert "on 1 of 2 subjects with a signing network, recommendations took a larger share" in find.subjects(frame, EN)


def gap(comparison, difference, lower, upper, region=None):
    row = {"comparison": comparison, "region": region, "reviews": 20, "submissions": 90, "difference": difference}
    return {**row, "lower": lower, "upper": upper, "agreeing": 9, "disagreeing": 8}


def gaps(joint, large=(NAN,) * 3, network=(NAN,) * 3, home=(NAN,) * 3):
    return pd.DataFrame(
        [
            gap("joint", *joint),
            gap("joint", 0.1, 0.05, 0.15, "africa"),
            gap("joint", NAN, NAN, NAN, "lac"),
            gap("joint", 0.1, -0.05, 0.15, "asia"),
            *(gap(name, *of) for name, of in (("large", large), ("network", network), ("home", home))),
        ]
    )


@pytest.mark.parametrize(
    ("joint", "said"),
    [
        ((NAN, NAN, NAN), "Too few reviews to compare."),
        ((0.01, -0.01, 0.03), "too close to tell apart"),
        ((0.03, 0.01, 0.05), "3.00 points more of the other submissions"),
        ((-0.03, -0.05, -0.01), "3.00 points less of the other submissions"),
    ],
)
def test_joint_submissions_are_said_to_be_cited_with_more_only_beyond_chance(joint, said):
    rows = pd.DataFrame([voice_form(name, 0.03, 0.01, 0.05) for name in results.VOICE])
    assert said in find.voice(gaps(joint), rows, "m49", EN).whole


def test_kinds_of_joint_submissions_are_named_by_their_sign():
    assert find.sides(gaps((0, -1, 1)), EN) == "Too few reviews to compare."
    alike = gaps((0, -1, 1), large=(0.1, -0.1, 0.3))
    assert "no kind is cited with more others" in find.sides(alike, EN)
    said = find.sides(gaps((0, -1, 1), large=(0.1, 0.05, 0.2), network=(-0.1, -0.2, -0.05), home=(0, -1, 1)), EN)
    assert "larger ones are cited with more others" in said
    assert "those with an international network are cited with fewer others" in said
    assert "home-grown" not in said


def voice_form(variant, difference, lower, upper):
    return {"variant": variant, "difference": difference, "lower": lower, "upper": upper}


@pytest.mark.parametrize(("counted", "opposite"), [((-0.06, -0.08, -0.04), True), ((-0.06, -0.08, 0.01), False)])
def test_the_uncorrected_count_is_called_opposite_only_where_it_is(counted, opposite):
    rows = pd.DataFrame(
        [voice_form(name, 0.03, 0.01, 0.05) for name in results.VOICE[:-1]] + [voice_form("with_list", *counted)]
    )
    said = find.voice(gaps((0.03, 0.01, 0.05)), rows, "m49", EN).whole
    assert ("gives the opposite" in said) is opposite
    assert "By itself apart from zero: Africa." in said
    assert "By itself too close to zero to tell: Asia." in said
    assert "Latin America" not in said


def submission(position, code, cited, *, joint=False):
    row = {"iso3": "KEN", "session": 35, "code": code, "is_joint": joint, "submissions": 3, "cited_with": cited}
    return {**row, "position": position, "x": float(position), "y": 0.0}


def test_submissions_cited_with_most_others_are_all_named():
    rows = pd.DataFrame([submission(1, "AA", 1), submission(3, "JS1", 1, joint=True), submission(2, "BB", 0)])
    assert find.common_voice(rows, EN).whole.endswith(
        "2 of 3 submissions share a footnote with another. With most others (1): AA and JS1."
    )
    nobody = rows.assign(cited_with=0)
    assert "none of 3 submissions shares a footnote" in find.common_voice(nobody, EN).heading
    assert "unknown, which is not zero" in find.common_voice(rows.iloc[:0], EN).heading
    pairs = pd.DataFrame({"one": [1], "other": [3], "times": [1]})
    drawn = charts.common_voice(rows, pairs, "africa", EN)
    assert [len(trace.x) for trace in drawn.data] == [3, 0, 2, 1]
    assert list(drawn.data[2].text) == ["AA", ""], "a submission that is cited with none has no name"


def test_reviews_are_drawn_once_in_the_lane_of_their_region(table):
    by_review, found = table("voice_by_review"), table("voice_gaps")
    drawn = charts.voice(by_review, found, "m49", EN)
    dots = [len(trace.x) for trace in drawn.data if trace.marker.opacity == 0.35]
    assert sum(dots) == len(by_review)
    assert dots[1:] == [(by_review["region"] == region).sum() for region in ("africa", "lac", "asia")]


def test_the_claim_about_joint_submissions_has_two_comparisons_in_each_region(table, codes):
    rows = claims.evidence_of(table("claim_evidence"), "joint_heard")
    assert rows[["comparison", "region"]].to_numpy().tolist() == [
        [comparison, region] for comparison in ("cited_share", "cited_rank") for region in ("africa", "lac", "asia")
    ]
    same = table("voice_gaps").query("comparison == 'joint'").set_index("region")
    assert rows["difference"].to_list()[:3] == same.loc[["africa", "lac", "asia"], "difference"].to_list()
    verdict = table("claims").set_index("claim").loc["joint_heard"]
    assert verdict["agreeing"] == (rows["lower"] > 0).sum()
    assert claims.sources("joint_heard", pd.DataFrame()) == ("cited_together", "joint_submissions")
    counted = claims.counted(rows, "joint_heard", table("joint_reviews"), EN, scheme="m49", codes=codes)
    assert counted == "n = 28 states or more in each region compared"


@pytest.mark.parametrize("language", languages_of("views open"))
@pytest.mark.parametrize("scheme", ["m49", "un"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_in_every_language_and_scheme(view, scheme, language):
    link = {} if scheme == "m49" else {"scheme": scheme}
    at = with_open(
        opened(PAGE, view=view, lang=language, **link) if language != "en" else opened(PAGE, view=view, **link)
    )
    assert not at.exception
    assert not at.warning
    assert card_figures(at)
    assert sum(len(chart.proto.spec) for chart in card_figures(at)) < 100_000
    said = " ".join(words(at.main))
    assert "nan" not in said.split()
    assert "None" not in said


def test_the_largest_common_voice_is_cut_and_says_so(table):
    pairs = table("common_voice", country="CUB")
    assert len(pairs) > results.DRAWN
    at = opened(PAGE, view="voice", country="CUB")
    assert not at.exception
    assert any("the 1,200 cited most often are drawn" in each for each in words(at.main))
    lines = [trace for trace in traces(at, "coalition_impact-common_voice") if trace["mode"] == "lines"]
    assert sum(len(trace["x"]) for trace in lines) == 3 * results.DRAWN
    assert len(at.get_by_key("coalition_impact-common_voice-figure").proto.spec) < 100_000


def test_a_country_without_a_list_is_named_and_another_is_shown():
    at = opened(PAGE, view="one_review", country="KEN")
    assert not at.exception
    assert any("Kenya" in each.value for each in at.caption)


def test_no_sentence_of_the_page_says_that_one_thing_caused_another():
    for language, causes in (
        ("en", ("effect of", "led to", "thanks to", "because of")),
        ("fr", ("grâce à", "a permis")),
        ("es", ("gracias a", "efecto de", "a causa de", "logró")),
        ("pt", ("graças a", "efeito de", "por causa de", "levou a")),
    ):
        path = ROOT / "analytics" / "locale" / language / "coalition_impact.toml"
        said = path.read_text(encoding="utf-8")
        assert [word for word in causes if word in said] == []


def test_the_scheme_moves_states_between_regions_and_nothing_else(table):
    one, other = (table("voice_gaps", Filters(scheme=scheme)) for scheme in ("m49", "un"))
    everywhere = [rows[rows["region"].isna()].reset_index(drop=True) for rows in (one, other)]
    pd.testing.assert_frame_equal(*everywhere)
    assert not one.equals(other)
